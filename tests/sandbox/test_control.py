"""The control API: everything a harness outside this process needs, over plain HTTP."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.telegram import Running


class Remote:
    """Speaks to /control and to the Bot API; knows nothing of the inside."""

    def __init__(self, http: httpx.AsyncClient, token: str) -> None:
        self.http, self.token = http, token

    async def read(self, action: str, **values: str | int) -> Any:
        return (await self.http.get(f"/control/{action}", params=values)).json()["result"]

    async def act(self, action: str, **values: object) -> Any:
        answer = (await self.http.post(f"/control/{action}", json=values)).json()
        assert answer["ok"], answer
        return answer["result"]

    async def refused(self, action: str, **values: object) -> str:
        answer = (await self.http.post(f"/control/{action}", json=values)).json()
        return "" if answer["ok"] else str(answer["description"])

    async def bot(self, method: str, **values: object) -> Any:
        return (await self.http.post(f"/bot{self.token}/{method}", json=values)).json()


@pytest.fixture
async def remote(running: Running) -> AsyncIterator[Remote]:
    async with httpx.AsyncClient(base_url=running.root, trust_env=False) as http:
        yield Remote(http, running.token)


async def test_a_whole_conversation(remote: Remote) -> None:
    user = await remote.act("user", name="Watcher", username="watcher", language="fr")
    await remote.act("say", user_id=user["id"], text="/start")
    updates = (await remote.bot("getUpdates", offset=-1))["result"]
    assert updates[0]["message"]["from"] == {
        "id": user["id"],
        "is_bot": False,
        "first_name": "Watcher",
        "username": "watcher",
        "language_code": "fr",
    }
    keyboard = {"inline_keyboard": [[{"text": "Follow", "callback_data": "f"}]]}
    sent = (await remote.bot("sendMessage", chat_id=user["id"], text="Hi", reply_markup=keyboard))["result"]
    messages = await remote.read("messages", chat_id=user["id"], after=1)
    assert [(one["message_id"], one["text"]) for one in messages] == [(sent["message_id"], "Hi")]
    pressed = await remote.act("press", user_id=user["id"], message_id=sent["message_id"], button="Follow")
    assert await remote.read("answer", query_id=pressed["query_id"]) is None
    await remote.bot("answerCallbackQuery", callback_query_id=pressed["query_id"], text="Done")
    assert (await remote.read("answer", query_id=pressed["query_id"]))["text"] == "Done"


async def test_forged_callback_data_reaches_the_bot(remote: Remote, running: Running) -> None:
    user_id = running.sandbox.desk_id
    await remote.act("press", user_id=user_id, message_id=1, data="of-another-chat")
    update = (await remote.bot("getUpdates", offset=-1))["result"][0]
    assert update["callback_query"]["data"] == "of-another-chat"


async def test_groups_topics_and_membership(remote: Remote, running: Running) -> None:
    sandbox = running.sandbox
    group = await remote.act("group", title="Forum", members=[sandbox.desk_id], topics=["Sahel"], bot="administrator")
    (thread,) = group["topics"]
    topic = await remote.act("topic", chat_id=group["id"], name="Levant")
    await remote.act("topic", chat_id=group["id"], thread_id=topic["thread_id"], closed=True)
    values = {"chat_id": group["id"], "text": "a"}
    assert (await remote.bot("sendMessage", **values, message_thread_id=int(thread)))["ok"]
    closed = await remote.bot("sendMessage", **values, message_thread_id=topic["thread_id"])
    assert closed["description"] == "Bad Request: TOPIC_CLOSED"
    await remote.act("bot_status", chat_id=group["id"], status="kicked")
    assert (await remote.bot("sendMessage", **values))["error_code"] == 403
    await remote.act("bot_status", chat_id=group["id"], status="member")
    assert (await remote.bot("sendMessage", **values))["ok"]
    await remote.act("member", chat_id=group["id"], user_id=sandbox.analyst_id, status="administrator")
    member = await remote.bot("getChatMember", chat_id=group["id"], user_id=sandbox.analyst_id)
    assert member["result"]["status"] == "administrator"


async def test_migration_and_blocking(remote: Remote, running: Running) -> None:
    group = await remote.act("group", title="Small", basic=True)
    moved = await remote.act("migrate", chat_id=group["id"])
    refused = await remote.bot("sendMessage", chat_id=group["id"], text="a")
    assert refused["parameters"] == {"migrate_to_chat_id": moved["chat_id"]}
    assert (await remote.bot("sendMessage", chat_id=moved["chat_id"], text="a"))["ok"]
    desk = running.sandbox.desk_id
    for action, status in (("block", 403), ("unblock", None), ("deactivate", 403)):
        await remote.act(action, user_id=desk)
        assert (await remote.bot("sendMessage", chat_id=desk, text="a")).get("error_code") == status


async def test_faults_and_the_journal(remote: Remote, running: Running) -> None:
    desk = running.sandbox.desk_id
    await remote.act("fault", kind="error", method="sendMessage", chat_id=desk, status=429, retry_after=3)
    assert [fault["status"] for fault in await remote.read("faults")] == [429]
    limited = await remote.bot("sendMessage", chat_id=desk, text="a")
    assert (limited["error_code"], limited["parameters"]) == (429, {"retry_after": 3})
    await remote.act("fault", kind="lost", method="sendMessage")
    with pytest.raises(httpx.RemoteProtocolError):
        await remote.bot("sendMessage", chat_id=desk, text="b")
    await remote.act("fault", kind="drop", times=0)
    await remote.act("fault", clear=True)
    assert (await remote.bot("sendMessage", chat_id=desk, text="c"))["ok"]
    calls = await remote.read("journal", method="sendMessage")
    assert [(call["params"]["text"], call["status"], call["accepted"]) for call in calls] == [
        ("a", 429, False),
        ("b", 0, True),
        ("c", 200, True),
    ]
    assert await remote.read("journal", method="sendMessage", after=calls[-1]["number"]) == []


async def test_limits_can_be_switched_off(remote: Remote, running: Running) -> None:
    desk = running.sandbox.desk_id
    codes = [(await remote.bot("sendMessage", chat_id=desk, text="a")).get("error_code") for _ in range(5)]
    assert codes == [None] * 4 + [429]
    await remote.act("flood", enforced=False)
    assert (await remote.bot("sendMessage", chat_id=desk, text="a"))["ok"]


async def test_files_edits_and_inline_queries(remote: Remote, running: Running) -> None:
    desk = running.sandbox.desk_id
    content = b64encode(b"<opml/>").decode()
    sent = await remote.act("upload", user_id=desk, name="feeds.opml", content_base64=content, caption="mine")
    assert (sent["document"]["file_name"], sent["caption"]) == ("feeds.opml", "mine")
    await remote.act("edit", user_id=desk, message_id=1, text="/help")
    await remote.act("inline", user_id=desk, query="Lavrov")
    edited, inline = (await remote.bot("getUpdates", offset=-2))["result"]
    assert edited["edited_message"]["text"] == "/help"
    assert inline["inline_query"]["query"] == "Lavrov"


WRONG = [
    ("unknown action", "explode", {}, "Not Found: there are"),
    ("unknown user", "say", {"user_id": 5, "text": "a"}, "Bad Request: user not found"),
    ("unknown status", "bot_status", {"chat_id": 5, "status": "boss"}, "Bad Request: status must be one of creator"),
    ("unknown fault", "fault", {"kind": "fire"}, "Bad Request: kind must be one of error"),
    ("unknown member", "group", {"members": [5]}, "Bad Request: members must be ids of users"),
    ("no base64", "upload", {"user_id": 2000001, "content_base64": "?"}, "Bad Request: content_base64 is no base64"),
    ("no button", "press", {"user_id": 2000001, "message_id": 1, "button": "Go"}, "Bad Request: no such callback"),
    ("no name", "user", {"name": " "}, "Bad Request: name is empty"),
    ("taken id", "user", {"name": "Twin", "id": 2000001}, "Bad Request: user exists"),
    ("a supergroup", "migrate", {"chat_id": -1002000000001}, "Bad Request: only a basic group can be upgraded"),
]


@pytest.mark.parametrize(("action", "values", "reason"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
async def test_wrong_orders_are_explained(remote: Remote, action: str, values: dict[str, object], reason: str) -> None:
    assert (await remote.refused(action, **values)).startswith(reason)


async def test_half_of_a_surrogate_pair_is_refused_and_updates_go_on(remote: Remote, running: Running) -> None:
    desk = running.sandbox.desk_id
    for action, key in (("say", "text"), ("inline", "query"), ("press", "data"), ("edit", "text")):
        body = f'{{"user_id": {desk}, "message_id": 1, "{key}": "\\ud83d"}}'
        headers = {"content-type": "application/json"}
        answer = (await remote.http.post(f"/control/{action}", content=body, headers=headers)).json()
        assert answer["description"] == "Bad Request: strings must be encoded in UTF-8", action
    await remote.act("say", user_id=desk, text="whole")
    assert (await remote.bot("getUpdates", offset=-1))["result"][0]["message"]["text"] == "whole"


async def test_the_state_at_a_glance(remote: Remote, running: Running) -> None:
    state = await remote.read("state")
    assert state["admin_id"] == running.sandbox.admin_id
    assert [chat["type"] for chat in state["chats"]] == ["private"] * 3 + ["supergroup", "channel"]
    assert state["pending_updates"] == 1
