"""However a client sends its parameters, the call is the same; whatever is broken is a clear 400."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.model import ApiError, bad
from bot.sandbox.params import Params, parse_multipart
from tests.telegram import Running


@pytest.fixture
async def http(running: Running) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=f"{running.root}/bot{running.token}/", trust_env=False) as http:
        yield http


TEXT = "A & B = 100 % 😀\nsecond line"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


async def test_every_way_to_send_a_message_is_the_same(running: Running, http: httpx.AsyncClient) -> None:
    values = {"chat_id": str(running.sandbox.desk_id), "text": TEXT}
    await http.get("sendMessage", params=values)
    await http.post("sendMessage", params=values)
    await http.post("sendMessage", data=values)
    await http.post("sendMessage", json={"chat_id": running.sandbox.desk_id, "text": TEXT})
    running.sandbox.world.flood.enforced = False
    await http.post("sendmessage", files={name: (None, value) for name, value in values.items()})
    assert [one.text for one in running.sandbox.sent(running.sandbox.desk_id)] == [TEXT] * 5


async def test_an_answer_has_the_bot_apis_form(running: Running, http: httpx.AsyncClient) -> None:
    good = await http.get("getMe")
    assert (good.status_code, good.json()["ok"], good.json()["result"]["is_bot"]) == (200, True, True)
    wrong = await http.get("sendMessage", params={"chat_id": "77", "text": "a"})
    assert wrong.status_code == 400
    assert wrong.json() == {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"}
    for path, status, description in (
        ("getNothing", 404, "Not Found"),
        (f"{running.root}/bot1:wrong/getMe", 401, "Unauthorized"),
        (f"{running.root}/botnonsense/getMe", 404, "Not Found"),
        (f"{running.root}/file/bot1:wrong/x", 401, "Unauthorized"),
        (f"{running.root}/file/bot{running.token}/x", 404, "Not Found"),
    ):
        answer = await http.get(path)
        assert (answer.status_code, answer.json()["description"]) == (status, description)


BROKEN = [
    ("json", b"{", "application/json", "can't parse JSON object"),
    ("json list", b"[1]", "application/json", "can't parse JSON object"),
    ("deep json", b"[" * 100_000, "application/json", "can't parse JSON object"),
    ("form", b"text=\xff\xfe", "application/x-www-form-urlencoded", "strings must be encoded in UTF-8"),
    ("many fields", b"a=1&" * 1000, "application/x-www-form-urlencoded", "too many parameters"),
    ("escaped bytes", b"text=%FF", "application/x-www-form-urlencoded", "strings must be encoded in UTF-8"),
    ("lone surrogate", b'{"text": "\\ud83d"}', "application/json", "strings must be encoded in UTF-8"),
    ("not a number", b'{"text": NaN}', "application/json", "can't parse JSON object"),
    ("no boundary", b"x", "multipart/form-data", "boundary expected in the multipart body"),
    (
        "no headers",
        b"--x\r\nfoo\r\n--x--",
        "multipart/form-data; boundary=x",
        "a part of the multipart body has no head",
    ),
    (
        "no name",
        b"--x\r\nA: b\r\n\r\nc\r\n--x--",
        "multipart/form-data; boundary=x",
        "a part of the multipart body has no",
    ),
]


@pytest.mark.parametrize(("body", "kind", "reason"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
async def test_broken_bodies(http: httpx.AsyncClient, body: bytes, kind: str, reason: str) -> None:
    answer = await http.post("sendMessage", content=body, headers={"Content-Type": kind})
    assert answer.status_code == 400
    assert answer.json()["description"].startswith(f"Bad Request: {reason}")


async def test_a_query_too_long(http: httpx.AsyncClient) -> None:
    answer = await http.get("sendMessage?" + "a=1&" * 1000)
    assert answer.json()["description"] == "Bad Request: too many parameters"


async def test_a_body_too_large_is_refused(http: httpx.AsyncClient) -> None:
    answer = await http.post("sendMessage", content=b"a" * (1024 * 1024 + 1), headers=FORM)
    assert (answer.status_code, answer.json()["description"]) == (413, "Request Entity Too Large")
    answer = await http.post("sendMessage", content=urlencode({"text": "a"}).encode(), headers=FORM)
    assert answer.status_code == 400, "a small one is read"


READERS = [
    ("number", {"n": "12"}, lambda params: params.integer("n"), 12),
    ("absent number", {}, lambda params: params.integer("n", 5), 5),
    ("true", {"b": "true"}, lambda params: params.flag("b"), True),
    ("True", {"b": True}, lambda params: params.flag("b"), True),
    ("false", {"b": "false"}, lambda params: params.flag("b"), False),
    ("null", {"t": None}, lambda params: params.text("t"), ""),
    ("number as text", {"t": 7}, lambda params: params.text("t"), "7"),
    ("object as text", {"o": '{"a": 1}'}, lambda params: params.object("o"), {"a": 1}),
    ("names", {"l": '["a"]'}, lambda params: params.names("l"), ["a"]),
    ("no number", {"n": "x"}, lambda params: params.integer("n"), bad('field "n" must be a number')),
    ("list as text", {"t": [1]}, lambda params: params.text("t"), bad('field "t" must be a string')),
    ("list as object", {"o": "[1]"}, lambda params: params.object("o"), bad("object expected as o")),
    ("numbers as names", {"l": [1]}, lambda params: params.names("l"), bad("can't parse l: Array of strings expected")),
]


@pytest.mark.parametrize(("values", "read", "expected"), [row[1:] for row in READERS], ids=[row[0] for row in READERS])
def test_reading(values: dict[str, object], read: object, expected: object) -> None:
    assert callable(read)
    if isinstance(expected, ApiError):
        with pytest.raises(ApiError) as refused:
            read(Params(values))
        assert refused.value.description == expected.description
    else:
        assert read(Params(values)) == expected


@given(st.binary(max_size=300), st.text(st.characters(codec="utf-8", exclude_characters="\x00\r\n"), max_size=20))
def test_multipart_keeps_every_byte(content: bytes, text: str) -> None:
    request = httpx.Request(
        "POST", "http://127.0.0.1/", data={"text": text}, files={"document": ("a.bin", content, "text/x")}
    )
    params = parse_multipart(request.headers["content-type"], request.read(), {})
    upload = params.upload("document")
    assert upload is not None
    assert (upload.name, upload.mime, upload.content) == ("a.bin", "text/x", content)
    assert params.text("text") == text
    assert json.dumps(params.printable())
