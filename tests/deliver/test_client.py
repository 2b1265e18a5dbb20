"""Answers of Bot API servers that are not quite Telegram's: read where they can be, passed over where not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import CallbackQuery, ChatMember, Message, Update

from bot.deliver.client import put_right, readable


def answered(method: str, document: Any, code: int = 200) -> tuple[int, dict[str, Any]]:
    return put_right(method, code, json.dumps(document).encode())


@pytest.mark.parametrize("payload", [b"<html>Bad Gateway</html>", b"", b'{"ok":tr', b"[1]", b"null", b"[" * 100_000])
@pytest.mark.parametrize(("code", "read_as"), [(200, 502), (504, 504)])
def test_an_answer_that_is_no_json_is_a_failure_in_one_line(payload: bytes, code: int, read_as: int) -> None:
    status, answer = put_right("sendMessage", code, payload)
    assert status == read_as
    assert answer == {"ok": False, "description": f"no JSON in the answer (status {code})"}


def test_a_refusal_with_status_200_is_a_refusal() -> None:
    refusal = {"ok": False, "error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 3}}
    assert answered("sendMessage", refusal) == (429, refusal)
    assert answered("sendMessage", {"ok": False})[0] == 502
    assert answered("sendMessage", {"ok": False, "error_code": "?"})[0] == 502


def test_a_server_without_webhooks_has_none_to_delete() -> None:
    refusal = {"ok": False, "error_code": 404, "description": "Not Found"}
    assert answered("deleteWebhook", refusal, 404) == (200, {"ok": True, "result": True})
    assert answered("getMe", refusal, 404) == (404, refusal)


def test_a_sent_message_needs_no_more_than_its_number() -> None:
    code, answer = answered("sendMessage", {"ok": True, "result": {"message_id": 7}})
    assert (code, Message.de_json(answer["result"]).message_id) == (200, 7)


@pytest.mark.parametrize("status", ["administrator", "creator"])
def test_an_administrator_needs_no_list_of_rights(status: str) -> None:
    _, answer = answered("getChatMember", {"ok": True, "result": {"status": status, "user": {"id": 5}}})
    assert ChatMember.de_json(answer["result"]).status == status


def test_a_command_is_one_without_entities() -> None:
    update = readable({"update_id": 1, "message": {"message_id": 2, "chat": {"id": 3}, "text": "/follow@my_bot Cuba"}})
    (entity,) = update["message"]["entities"]
    assert entity == {"type": "bot_command", "offset": 0, "length": len("/follow@my_bot")}


@pytest.mark.parametrize("text", ["what is new / old", "Cuba", "", "/", "// twice"])
def test_words_are_no_command(text: str) -> None:
    update = readable({"update_id": 1, "message": {"message_id": 2, "chat": {"id": 3}, "text": text}})
    assert update["message"]["entities"] == []


def test_what_is_there_is_not_touched() -> None:
    entity = {"type": "bold", "offset": 0, "length": 2}
    message = {"message_id": 2, "date": 9, "chat": {"id": 3, "type": "private"}, "text": "/x y", "entities": [entity]}
    assert readable({"update_id": 1, "message": dict(message)})["message"] == message


def test_a_button_press_needs_no_chat_instance() -> None:
    pressed = {"id": "4", "from": {"id": 5}, "data": "~x", "message": {"message_id": 2, "chat": {"id": 5}}}
    update = Update.de_json(readable({"update_id": 1, "callback_query": pressed}))
    assert isinstance(update.callback_query, CallbackQuery)
    assert update.callback_query.data == "~x"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param({"poll": {"id": "1"}}, id="half a poll"),
        pytest.param({"my_chat_member": {"chat": {"id": 1}, "date": 1}}, id="half a membership"),
        pytest.param({"message": 5}, id="a number"),
        pytest.param({"message": {"text": "no number"}}, id="a message without number"),
    ],
)
def test_an_unreadable_update_is_passed_over_and_those_around_it_are_not(content: dict[str, Any]) -> None:
    good = {"message": {"message_id": 2, "chat": {"id": 3}, "text": "hello"}}
    updates = [{"update_id": 1, **good}, {"update_id": 2, **content}, {"update_id": 3, **good}, "nothing", {"a": 1}]
    _, answer = answered("getUpdates", {"ok": True, "result": updates})
    read = [Update.de_json(update) for update in answer["result"]]
    assert [update.update_id for update in read] == [1, 2, 3]
    assert [update.message is not None for update in read] == [True, False, True]


def test_a_kind_of_update_that_nobody_knows_is_no_error() -> None:
    assert Update.de_json(readable({"update_id": 1, "telepathy": {"a": [1, {"b": 2}]}})).update_id == 1


kinds = st.sampled_from(
    ["message", "edited_message", "callback_query", "inline_query", "my_chat_member", "channel_post"]
)
plain = st.none() | st.booleans() | st.integers() | st.text(max_size=4)
names = st.sampled_from(
    ["message_id", "date", "chat", "from", "user", "id", "type", "text", "entities", "data", "status", "message"]
)
trees = st.recursive(plain, lambda below: st.lists(below, max_size=3) | st.dictionaries(names, below, max_size=6))


@given(st.dictionaries(kinds, trees, max_size=2))
def test_whatever_comes_the_library_can_read_what_is_left(content: dict[str, Any]) -> None:
    assert Update.de_json(readable({"update_id": 8, **content})).update_id == 8
