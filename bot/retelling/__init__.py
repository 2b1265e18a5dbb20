"""Use case: a summary in a model's words, checked against the sentences it was made of, and remembered.

Never raises for what a model does, and never keeps an alert waiting: what is not there in a moment is there next time.
A sentence that does not hold is dropped; when none does, the reports' own words stand.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.errors import ModelFailed, StoreError
from bot.model import Chat, Item, Recap, StorySentence, Telling
from bot.ports import Clock, Model, Retellings
from bot.retelling.prompt import VERSION, answers, question
from bot.text import fitting
from bot.understand.summaries.faithful import LANGUAGES, holds
from bot.understand.summaries.summarise import ALERT

log = logging.getLogger(__name__)

PATIENCE = 3.0  # seconds that a summary is waited for, counted from when it was asked for
_DEFAULT = "en"
_AT_ONCE = 2  # questions to the endpoint
_WAITING = 30  # questions that may wait for it; beyond that the reports' own words do
_KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence of a report, and its language."""

    of: StorySentence
    language: str


class Retelling:
    """The implementation of ports.Reteller. `tokens`: how many a day (UTC) may cost."""

    def __init__(
        self,
        model: Model,
        kept: Retellings,
        clock: Clock,
        *,
        tokens: int,
        nonce: Callable[[], str] = lambda: secrets.token_hex(12),
        patience: float = PATIENCE,
    ) -> None:
        self._model, self._kept, self._clock, self._tokens = model, kept, clock, tokens
        self._nonce, self._patience = nonce, patience
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._running: dict[str, tuple[float, asyncio.Task[tuple[str, ...]]]] = {}

    async def retell(self, recap: Recap, items: Sequence[Item], chat: Chat) -> Recap:
        into = (chat.language or _DEFAULT) if chat.telling is Telling.TRANSLATED else None
        if chat.telling is Telling.REPORT or (into is not None and into not in LANGUAGES):
            return recap
        said = _said(recap.sentences or _alone(items), items)
        asked = [one for one in said if one.language != into]
        texts = dict(zip(asked, await self._told(asked, into), strict=False)) if asked else {}
        if not any(texts.values()):
            return recap
        found = ((texts.get(one, "") if one in asked else one.of.sentence, one.of.item_id) for one in said)
        return Recap(tuple(StorySentence(text, item_id) for text, item_id in found if text), chat.telling)

    async def _told(self, asked: Sequence[_Said], into: str | None) -> tuple[str, ...]:
        key = self._key(asked, into)
        try:
            told = await self._kept.get(key)
        except StoreError as error:
            log.warning("a retelling could not be looked up: %s", error)
            return ()
        return await self._waited(key, asked, into) if told is None else told

    async def close(self) -> None:
        """Give up what is under way."""
        tasks = [task for _, task in self._running.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _key(self, asked: Sequence[_Said], into: str | None) -> str:
        """Of what was said and how it is to be said: a story that says something else has another one."""
        parts = [str(VERSION), self._model.name, into or "", *(one.of.sentence for one in asked)]
        return hashlib.sha256("\x00".join(parts).encode("utf-8", "replace")).hexdigest()

    async def _waited(self, key: str, said: Sequence[_Said], into: str | None) -> tuple[str, ...]:
        """Ask once, however many want to know; wait a moment in all."""
        loop = asyncio.get_running_loop()
        if key not in self._running:
            if len(self._running) >= _WAITING:
                return ()
            task = asyncio.create_task(self._asked(key, said, into), name="retelling")
            self._running[key] = (loop.time(), task)
            task.add_done_callback(lambda done: self._ended(key, done))
        began, task = self._running[key]
        done, _ = await asyncio.wait({task}, timeout=max(0.0, began + self._patience - loop.time()))
        return task.result() if done and not task.cancelled() and task.exception() is None else ()

    def _ended(self, key: str, task: asyncio.Task[tuple[str, ...]]) -> None:
        self._running.pop(key, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            known = isinstance(error, ModelFailed | StoreError)
            log.info("no retelling: %s", error) if known else log.error("no retelling", exc_info=error)

    async def _asked(self, key: str, said: Sequence[_Said], into: str | None) -> tuple[str, ...]:
        async with self._turns:
            now = self._clock()
            if await self._kept.spent(now) >= self._tokens:
                raise ModelFailed("the day's tokens are spent")
            completion = await self._model.complete(*question([one.of.sentence for one in said], into, self._nonce()))
        told = tuple(
            text if holds(text, one.of.sentence, language=one.language, into=into or one.language) else ""
            for text, one in zip(answers(completion.text, len(said)), said, strict=True)
        )
        if dropped := told.count(""):
            log.info("%d of %d retold sentences do not hold", dropped, len(told))
        await self._kept.put(key, told, completion.tokens, now, keep_since=now - _KEPT)
        return told


def _alone(items: Sequence[Item]) -> tuple[StorySentence, ...]:
    """What an alert shows of a story's only report."""
    told = fitting(items[0].summary, 2, ALERT) if len(items) == 1 else []
    return tuple(StorySentence(sentence, items[0].id) for sentence in told)


def _said(sentences: Sequence[StorySentence], items: Sequence[Item]) -> list[_Said]:
    """Those in a language that can be checked."""
    languages = {item.id: item.language or "" for item in items}
    return [_Said(one, spoken) for one in sentences if (spoken := languages.get(one.item_id, "")) in LANGUAGES]
