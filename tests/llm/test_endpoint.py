"""The model endpoint: what it is asked, and that none, however it behaves, holds anything up or gets in the way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.errors import ModelFailed
from bot.llm import Endpoint
from bot.model import Completion
from tests.llm.server import Behaviour, completion, response, says, serving

SHORT = timedelta(milliseconds=300)


async def test_a_question_is_one_post_in_the_openai_form() -> None:
    behaves = says("1| Done.", usage={"total_tokens": 42})
    async with serving(behaves) as server, Endpoint(server.url + "/", "small", "secret") as model:
        assert await model.complete("Be plain.", "1| It is done.") == Completion("1| Done.", 42)
    (body,) = server.asked
    assert body["model"] == "small"
    assert body["temperature"] == 0
    assert [message["role"] for message in body["messages"]] == ["system", "user"]
    assert server.paths == ["/v1/chat/completions"]
    assert server.keys == ["Bearer secret"]


async def test_without_a_key_none_is_sent() -> None:
    async with serving(says("1| Done.")) as server, Endpoint(server.url, "small") as model:
        await model.complete("a", "b")
        assert server.keys == [""]


@pytest.mark.parametrize("usage", [None, {}, {"total_tokens": -1}, {"total_tokens": "many"}, {"total_tokens": True}, 7])
async def test_tokens_that_are_not_counted_are_estimated(usage: object) -> None:
    async with serving(says("x" * 300, usage=usage)) as server, Endpoint(server.url, "small") as model:
        assert (await model.complete("a" * 150, "b" * 150)).tokens == 200


def failing(times: int, then: bytes) -> Behaviour:
    left = [times]

    async def behave(body: dict[str, Any]) -> bytes:
        left[0] -= 1
        return response(b"{}", "503 Service Unavailable") if left[0] >= 0 else then

    return behave


async def test_a_failure_that_may_pass_is_tried_once_more() -> None:
    async with serving(failing(1, completion("1| Done."))) as server, Endpoint(server.url, "small") as model:
        assert (await model.complete("a", "b")).text == "1| Done."
        assert len(server.asked) == 2


async def hangs(body: dict[str, Any]) -> bytes:
    await asyncio.sleep(30)
    return b""


async def breaks_off(body: dict[str, Any]) -> bytes:
    return completion("1| Done.")[:-20]


def answers(body: bytes, status: str = "200 OK") -> Behaviour:
    async def behave(asked: dict[str, Any]) -> bytes:
        return response(body, status)

    return behave


@pytest.mark.parametrize(
    ("behaves", "tries"),
    [
        pytest.param(hangs, 2, id="slow"),
        pytest.param(breaks_off, 2, id="breaks off"),
        pytest.param(failing(9, b""), 2, id="overloaded"),
        pytest.param(answers(b"{}", "401 Unauthorized"), 1, id="key refused"),
        pytest.param(answers(b"{}", "302 Found"), 1, id="elsewhere"),
        pytest.param(answers(b"x" * 300_000), 1, id="huge"),
        pytest.param(answers(b"not json"), 1, id="no JSON"),
        pytest.param(answers(b"[" * 100_000), 1, id="nested"),
        pytest.param(answers(b"[]"), 1, id="a list"),
        pytest.param(answers(b'{"choices": []}'), 1, id="no choice"),
        pytest.param(says(None), 1, id="no text"),
        pytest.param(says([{"type": "text"}]), 1, id="parts"),
    ],
)
async def test_an_endpoint_that_fails_is_one_kind_of_error(behaves: Behaviour, tries: int) -> None:
    async with serving(behaves) as server, Endpoint(server.url, "small", "secret", timeout=SHORT) as model:
        with pytest.raises(ModelFailed) as failed:
            await model.complete("a", "b")
        assert len(server.asked) == tries
        assert "secret" not in str(failed.value)


async def test_nobody_there_is_the_same_error() -> None:
    async with Endpoint("http://127.0.0.1:9", "small", timeout=SHORT) as model:
        with pytest.raises(ModelFailed):
            await model.complete("a", "b")


async def test_an_endpoint_that_keeps_failing_is_left_alone_and_tried_again_later() -> None:
    now = [0.0]
    clock: Callable[[], float] = lambda: now[0]  # noqa: E731
    behaves = failing(6, completion("1| Done."))
    async with serving(behaves) as server, Endpoint(server.url, "small", monotonic=clock) as model:
        for _ in range(4):
            with pytest.raises(ModelFailed):
                await model.complete("a", "b")
        assert len(server.asked) == 6  # two tries each, and none of the fourth
        now[0] = 301
        assert (await model.complete("a", "b")).text == "1| Done."


async def test_the_text_of_an_answer_is_bounded() -> None:
    async with serving(says("x" * 100_000)) as server, Endpoint(server.url, "small") as model:
        assert len((await model.complete("a", "b")).text) == 8_000
