"""The page's own API: who may ask it, what it shows, what it refuses."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.sandbox import Sandbox, Status
from tests.sandbox.conftest import Direct
from tests.telegram import Running


@pytest.fixture
async def http(running: Running) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=running.root, trust_env=False) as http:
        yield http


GATES = [
    ("plain", {}, 200),
    ("own origin", {"Origin": "{root}"}, 200),
    ("another origin", {"Origin": "https://evil.example"}, 403),
    ("no origin", {"Origin": "null"}, 403),
    ("rebound name", {"Host": "evil.example"}, 403),
    ("address in a name", {"Host": "127.0.0.1.evil.example"}, 403),
    ("private network", {"Host": "192.168.1.5:8081"}, 403),
    ("localhost", {"Host": "localhost:1"}, 200),
    ("IPv6", {"Host": "[::1]:1"}, 200),
    ("another site's script", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, 403),
    ("own script", {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"}, 200),
    ("a link", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, 200),
    ("a frame", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}, 403),
]


@pytest.mark.parametrize(("headers", "status"), [row[1:] for row in GATES], ids=[row[0] for row in GATES])
async def test_who_is_let_in(running: Running, http: httpx.AsyncClient, headers: dict[str, str], status: int) -> None:
    filled = {name: value.format(root=running.root) for name, value in headers.items()}
    for path in ("/", "/ui/state", "/control/state", f"/bot{running.token}/getMe"):
        answer = await http.get(path, headers=filled)
        assert answer.status_code == status, path


async def test_the_page_runs_nothing_but_its_own_files(http: httpx.AsyncClient) -> None:
    page = await http.get("/")
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;")
    assert "<script>" not in page.text
    assert " style=" not in page.text


async def ask(http: httpx.AsyncClient, action: str, **values: object) -> object:
    answer = await http.get(f"/ui/{action}", params={name: str(value) for name, value in values.items()})
    assert answer.status_code == 200, answer.text
    return answer.json()["result"]


async def do(http: httpx.AsyncClient, action: str, **values: object) -> httpx.Response:
    return await http.post(f"/ui/{action}", json=values)


async def test_everyone_sees_their_own_chats(running: Running, http: httpx.AsyncClient) -> None:
    sandbox = running.sandbox
    outsider = sandbox.add_user("Outsider")
    state = await ask(http, "state", user=outsider.id)
    assert isinstance(state, dict)
    assert [chat["id"] for chat in state["chats"]] == [outsider.id]
    assert [user["name"] for user in state["users"]] == ["News desk", "Risk analyst", "Admin", "Outsider"]
    refused = await http.get("/ui/messages", params={"user": outsider.id, "chat": sandbox.group_id})
    assert (refused.status_code, refused.json()["description"]) == (400, "Bad Request: chat not found")


async def test_unread_counts_until_it_is_read(running: Running, http: httpx.AsyncClient) -> None:
    sandbox = running.sandbox
    said = sandbox.say(sandbox.admin_id, "one", chat_id=sandbox.group_id)
    sandbox.say(sandbox.desk_id, "own words do not count", chat_id=sandbox.group_id)

    async def group() -> dict[str, Any]:
        state: Any = await ask(http, "state", user=sandbox.desk_id)
        return next(chat for chat in state["chats"] if chat["id"] == sandbox.group_id)

    before = await group()
    assert (before["unread"], before["last"]["author"]) == (1, "News desk")
    await do(http, "read", user=sandbox.desk_id, chat=sandbox.group_id, message=said.id)
    assert (await group())["unread"] == 0


async def test_older_messages_come_by_the_page(running: Running, http: httpx.AsyncClient) -> None:
    sandbox = running.sandbox
    for number in range(70):
        sandbox.say(sandbox.admin_id, str(number), chat_id=sandbox.group_id)
    where = {"user": sandbox.desk_id, "chat": sandbox.group_id}
    last = await ask(http, "messages", **where)
    assert isinstance(last, list)
    assert [last[0]["text"], last[-1]["text"]] == ["10", "69"]
    older = await ask(http, "messages", **where, before=last[0]["id"])
    assert isinstance(older, list)
    assert [one["text"] for one in older] == [str(number) for number in range(10)]


async def test_only_administrators_write_in_the_channel(running: Running, http: httpx.AsyncClient) -> None:
    sandbox = running.sandbox
    for user, status in ((sandbox.desk_id, 403), (sandbox.admin_id, 200)):
        answer = await do(http, "send", user=user, chat=sandbox.channel_id, text="hello")
        assert answer.status_code == status


REFUSED = [
    ("empty text", "send", {"text": "  "}, 400),
    ("no such user", "send", {"user": 5, "text": "a"}, 400),
    ("the bot itself", "send", {"user": 1000001, "text": "a"}, 400),
    ("no such message", "press", {"message": 99, "data": "x"}, 400),
    ("too much data", "press", {"message": 1, "data": "x" * 65}, 400),
    ("no such action", "steal", {}, 404),
    ("no demo", "publish", {}, 404),
    ("no file", "upload", {}, 400),
]


@pytest.mark.parametrize(("action", "values", "status"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
async def test_what_the_page_may_not_do(
    running: Running, http: httpx.AsyncClient, action: str, values: dict[str, object], status: int
) -> None:
    desk = running.sandbox.desk_id
    answer = await do(http, action, **{"user": desk, "chat": desk, **values})
    assert (answer.status_code, answer.json()["ok"]) == (status, False)


async def test_files_are_saved_unless_they_are_pictures(running: Running, http: httpx.AsyncClient) -> None:
    store = running.sandbox.world.store_file
    page = store("evil.html", "text/html", b"<script>alert(1)</script>")
    drawing = store("evil.svg", "image/svg+xml", b"<svg onload='alert(1)'/>")
    picture = store("a.png", "", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (1).to_bytes(4) * 2)
    for file in (page, drawing):
        answer = await http.get("/ui/file", params={"id": file.id})
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["content-disposition"].startswith("attachment")
        assert answer.headers["x-content-type-options"] == "nosniff"
    shown = await http.get("/ui/file", params={"id": picture.id})
    assert shown.headers["content-type"] == "image/png"
    assert (await http.get("/ui/file", params={"id": "nothing"})).status_code == 404


async def test_events_come_as_they_happen(running: Running, http: httpx.AsyncClient) -> None:
    sandbox = running.sandbox
    async with http.stream("GET", "/ui/events") as stream:
        lines = stream.aiter_lines()
        assert await anext(lines) == "retry: 1000"
        sandbox.say(sandbox.desk_id, "live")
        async for line in lines:
            if line.startswith("data: "):
                event = json.loads(line.removeprefix("data: "))
                break
    assert (event["kind"], event["chat"], event["data"]["text"]) == ("message", sandbox.desk_id, "live")


async def test_a_page_that_lags_behind_is_sent_back_to_load_everything(sandbox: Sandbox) -> None:
    queue = sandbox.world.listen()
    for number in range(2_001):
        sandbox.say(sandbox.desk_id, str(number))
    last = None
    while not queue.empty():
        last = queue.get_nowait()
    assert last is None


async def test_an_inline_result_is_posted_by_the_person(running: Running, http: httpx.AsyncClient) -> None:
    sandbox = running.sandbox
    desk = {"user": sandbox.desk_id, "chat": sandbox.group_id}
    query = sandbox.ask_inline(sandbox.desk_id, "Lavrov")
    content = {"message_text": "About Lavrov"}
    results = [{"type": "article", "id": "7", "title": "Lavrov", "input_message_content": content}]
    assert Direct(sandbox).call("answerInlineQuery", inline_query_id=query.id, results=results) is True
    wrong = await do(http, "choose", **desk, query=query.id, result="8")
    assert wrong.status_code == 400
    await do(http, "choose", **desk, query=query.id, result="7")
    last = sandbox.chat(sandbox.group_id).last
    assert last is not None
    assert (last.text, last.sender_id, last.via_bot) == ("About Lavrov", sandbox.desk_id, True)


async def test_service_lines_are_sentences(running: Running, http: httpx.AsyncClient) -> None:
    sandbox = running.sandbox
    group = sandbox.add_group("Small", basic=True)
    sandbox.set_bot_status(group.id, Status.LEFT)
    sandbox.set_bot_status(group.id, Status.MEMBER)
    upgraded = sandbox.migrate(group.id)
    sandbox.add_topic(upgraded, "Sahel")
    views = await ask(http, "messages", user=sandbox.desk_id, chat=upgraded)
    assert isinstance(views, list)
    assert [view["service"] for view in views] == ["This group became a supergroup", "Topic “Sahel” was created"]
    assert [one.service.kind for one in sandbox.messages(group.id) if one.service] == [
        "left_chat_member",
        "new_chat_members",
        "migrate_to_chat_id",
    ]


async def test_the_menu_shows_the_narrowest_commands(running: Running, http: httpx.AsyncClient) -> None:
    sandbox, api = running.sandbox, Direct(running.sandbox)
    scopes: list[dict[str, object]] = [
        {"type": "default"},
        {"type": "all_private_chats"},
        {"type": "all_group_chats"},
        {"type": "all_chat_administrators"},
        {"type": "chat", "chat_id": sandbox.desk_id},
        {"type": "chat_member", "chat_id": sandbox.group_id, "user_id": sandbox.analyst_id},
    ]
    for scope in scopes:
        api.call("setMyCommands", scope=scope, commands=[{"command": str(scope["type"]), "description": "a"}])

    async def menu(user: int, chat: int) -> list[str]:
        state: Any = await ask(http, "state", user=user)
        found = next(one for one in state["chats"] if one["id"] == chat)
        return [command["name"] for command in found["commands"]]

    assert await menu(sandbox.desk_id, sandbox.desk_id) == ["chat"]
    assert await menu(sandbox.analyst_id, sandbox.analyst_id) == ["all_private_chats"]
    assert await menu(sandbox.desk_id, sandbox.group_id) == ["all_group_chats"]
    assert await menu(sandbox.admin_id, sandbox.group_id) == ["all_chat_administrators"]
    assert await menu(sandbox.analyst_id, sandbox.group_id) == ["chat_member"]
    api.call("setMyCommands", commands=[{"command": "aide", "description": "a"}], language_code="fr")
    api.call("deleteMyCommands", scope={"type": "all_private_chats"})
    french = sandbox.add_user("Lecteur", language="fr").id
    assert await menu(french, french) == ["aide"]


async def test_the_bot_leaves_and_returns_from_the_page(running: Running, http: httpx.AsyncClient) -> None:
    sandbox = running.sandbox
    for chat_id, away, back in (
        (sandbox.desk_id, Status.KICKED, Status.MEMBER),
        (sandbox.group_id, Status.KICKED, Status.MEMBER),
        (sandbox.channel_id, Status.KICKED, Status.ADMINISTRATOR),
    ):
        for present, status in ((False, away), (True, back)):
            await do(http, "bot", user=sandbox.desk_id, chat=chat_id, present=present)
            assert sandbox.chat(chat_id).bot is status
