"""answerCallbackQuery and answerInlineQuery: each query is answered once, and soon."""

from __future__ import annotations

from bot.sandbox import limits
from bot.sandbox.checks import results_of
from bot.sandbox.model import Query, QueryAnswer, bad
from bot.sandbox.params import Params
from bot.sandbox.world import World
from bot.text import utf16_length


def answer_callback_query(world: World, params: Params) -> bool:
    query = _open(world, params.text("callback_query_id"))
    text = params.text("text")
    if utf16_length(text) > limits.CALLBACK_ANSWER:
        raise bad("MESSAGE_TOO_LONG")
    world.answer(query, QueryAnswer(query.id, text, params.flag("show_alert"), params.text("url") or None))
    return True


def answer_inline_query(world: World, params: Params) -> bool:
    query = _open(world, params.text("inline_query_id"))
    world.answer(query, QueryAnswer(query.id, results=results_of(params)))
    return True


def _open(world: World, identity: str) -> Query:
    query = world.queries.get(identity)
    if query is None or world.clock() - query.asked > limits.CALLBACK_LIFETIME:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    return query
