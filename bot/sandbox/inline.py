"""Inline mode: a chosen result becomes a message of the person who chose it."""

from __future__ import annotations

from bot.sandbox.checks import keyboard_of, text_of
from bot.sandbox.model import Json, Message, QueryAnswer, bad
from bot.sandbox.params import Params
from bot.sandbox.sandbox import Sandbox


def results_view(answer: QueryAnswer) -> list[Json]:
    """Id, title and description of each result, for the page."""
    return [
        {"id": one["id"], "title": _words(one, "title"), "about": _words(one, "description")} for one in answer.results
    ]


def choose(sandbox: Sandbox, user_id: int, chat_id: int, query_id: str, result_id: str) -> Message:
    """Post the result to the chat, as the bot's `input_message_content` says."""
    answer = sandbox.world.answers.get(query_id)
    result = next((one for one in answer.results if one["id"] == result_id), None) if answer else None
    if result is None:
        raise bad("RESULT_ID_INVALID")
    params = Params({"reply_markup": result.get("reply_markup")})
    content = result.get("input_message_content")
    if not isinstance(content, dict):
        raise bad("the sandbox shows inline results with a text only")
    text, entities = text_of(Params({"text": content.get("message_text"), "entities": content.get("entities")}))
    keyboard, _ = keyboard_of(params)
    return sandbox.post_via_bot(user_id, chat_id, text, entities, keyboard)


def _words(result: Json, name: str) -> str:
    value = result.get(name)
    return value if isinstance(value, str) else ""
