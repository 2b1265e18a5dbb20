"""An OpenAI-compatible endpoint. The implementation of ports.Model.

Bounds time and size, tries once more where that may help, and leaves an endpoint that fails alone for a while. What it
sends and what comes back is never logged.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable
from datetime import timedelta
from types import TracebackType
from typing import Any

import httpx

from bot.errors import ModelFailed
from bot.model import Completion

log = logging.getLogger(__name__)

_LARGEST = 256 * 1024  # bytes of an answer
_MOST_TOKENS = 400  # of an answer: three sentences in any language
_LONGEST_TEXT = 8_000  # characters of an answer's text
_FAILURES = 3  # in a row, after which it is left alone
_REST = 300.0  # seconds
_CHARACTERS_A_TOKEN = 3  # where an endpoint does not count itself
_AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504})


class Endpoint:
    """`url` is the root that `/chat/completions` follows. `timeout` is for one try and everything in it."""

    def __init__(
        self,
        url: str,
        model: str,
        key: str | None = None,
        *,
        timeout: timedelta = timedelta(seconds=20),
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = httpx.AsyncClient(headers=headers, timeout=timeout.total_seconds(), trust_env=False)
        self._url = f"{url.rstrip('/')}/chat/completions"
        self.name = model
        self._timeout = timeout.total_seconds()
        self._monotonic = monotonic
        self._failures = 0
        self._rests_until = 0.0

    async def __aenter__(self) -> Endpoint:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()

    async def complete(self, instructions: str, text: str) -> Completion:
        """Raises ModelFailed. At most two tries."""
        if self._monotonic() < self._rests_until:
            raise ModelFailed("the model endpoint is left alone for a while, after failures")
        messages = [{"role": "system", "content": instructions}, {"role": "user", "content": text}]
        body = {"model": self.name, "messages": messages, "temperature": 0, "max_tokens": _MOST_TOKENS}
        try:
            answer = await self._tried(body)
        except ModelFailed as failed:
            self._failures += 1
            if self._failures >= _FAILURES:
                self._rests_until = self._monotonic() + _REST
                log.warning("the model endpoint rests for %d s: %s", _REST, failed)
            raise
        self._failures = 0
        return _completion(answer, sum(len(message["content"]) for message in messages))

    async def _tried(self, body: dict[str, Any]) -> dict[str, Any]:
        try:
            return await self._asked(body)
        except _Passing as passing:
            log.info("the model endpoint is asked again: %s", passing)
        return await self._asked(body)

    async def _asked(self, body: dict[str, Any]) -> dict[str, Any]:
        try:
            async with asyncio.timeout(self._timeout), self._client.stream("POST", self._url, json=body) as response:
                if response.status_code in _AGAIN:
                    raise _Passing(f"it answers {response.status_code}")
                if response.status_code != 200:
                    raise ModelFailed(f"the model endpoint answers {response.status_code}")
                return _decoded(await _bounded(response))
        except (TimeoutError, httpx.TimeoutException) as error:
            raise _Passing("it did not answer in time") from error
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise _Passing(f"no connection ({type(error).__name__})") from error


class _Passing(ModelFailed):
    """A failure that may be over in a moment."""


async def _bounded(response: httpx.Response) -> bytes:
    read = bytearray()
    async for part in response.aiter_bytes():
        read += part
        if len(read) > _LARGEST:
            raise ModelFailed("the model endpoint answers at endless length")
    return bytes(read)


def _decoded(answer: bytes) -> dict[str, Any]:
    try:
        decoded = json.loads(answer)
    except (ValueError, RecursionError) as error:
        raise ModelFailed("the model endpoint does not answer in JSON") from error
    if not isinstance(decoded, dict):
        raise ModelFailed("the model endpoint does not speak the OpenAI protocol")
    return decoded


def _completion(answer: dict[str, Any], asked: int) -> Completion:
    """`asked`: characters of the question."""
    try:
        text = answer["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError) as error:
        raise ModelFailed("the model endpoint does not speak the OpenAI protocol") from error
    if not isinstance(text, str):
        raise ModelFailed("the model endpoint answers without a text")
    usage = answer.get("usage")
    counted = usage.get("total_tokens") if isinstance(usage, dict) else None
    estimate = (asked + len(text)) // _CHARACTERS_A_TOKEN
    valid = isinstance(counted, int) and not isinstance(counted, bool) and 0 < counted < 1_000_000
    return Completion(text[:_LONGEST_TEXT], max(counted, 1) if valid and counted is not None else estimate)
