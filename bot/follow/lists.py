"""Use case: what a chat follows, handed on: as a link that another chat takes with one tap, or as a file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.errors import NotKept, Refused
from bot.follow.watches import check_room
from bot.follow.wish import parse_command
from bot.model import ChatRef, Mode, Subject, SubjectKind, Subscription
from bot.ports import SharedLists, Subscriptions
from bot.render.labels import command
from bot.render.modes import typed

MOST_SHARED = 100  # watches of one list


@dataclass(frozen=True, slots=True)
class Shared:
    """One watch of a list."""

    subjects: tuple[Subject, ...]
    mode: Mode


class Watchlists:
    """A link carries the name of a list and nothing else: what it holds is kept here, and cannot be forged."""

    def __init__(self, subscriptions: Subscriptions, lists: SharedLists) -> None:
        self._subscriptions = subscriptions
        self._lists = lists

    async def share(self, chat: ChatRef, now: datetime) -> tuple[str, int]:
        """The list's token and how many watches it has; the same watches are the same list. Refused when there are
        none."""
        mine = [watch for watch in await self._subscriptions.of_chat(chat.chat_id) if watch.chat == chat]
        if not mine:
            raise Refused("This chat follows nothing that could be shared. /follow begins.")
        text = json.dumps([_written(watch) for watch in mine[:MOST_SHARED]], ensure_ascii=False)
        token = hashlib.sha256(text.encode()).hexdigest()[:20]
        await self._lists.put(token, text, now)
        return token, len(mine[:MOST_SHARED])

    async def open(self, token: str) -> tuple[Shared, ...]:
        """What is in it. NotKept when there is no such list."""
        text = await self._lists.get(token)
        if text is None:
            raise NotKept("There is no such list, or it is no longer kept. Ask for a new link.")
        return tuple(map(_read, json.loads(text)))

    async def take(self, chat: ChatRef, token: str, now: datetime) -> tuple[Subscription, ...]:
        """All of its watches that this chat does not have yet. Refused when they would be too many."""
        shared = await self.open(token)
        mine = await self._subscriptions.of_chat(chat.chat_id)
        had = {_subjects(watch.subjects) for watch in mine if watch.chat == chat}
        new = [one for one in shared if _subjects(one.subjects) not in had]
        check_room(mine, [one.subjects for one in new])
        return tuple([await self._subscriptions.add(chat, one.subjects, one.mode, now) for one in new])

    async def file(self, chat: ChatRef) -> bytes:
        """Commands that make the same watches, in the form of feeds.yaml. Refused when there are none."""
        mine = [watch for watch in await self._subscriptions.of_chat(chat.chat_id) if watch.chat == chat]
        if not mine:
            raise Refused("This chat follows nothing yet. /follow begins.")
        # A JSON string is a YAML string, whatever it holds.
        lines = [f"  - {json.dumps(command(watch), ensure_ascii=False)}" for watch in mine]
        return "\n".join(["# Each line can be sent to the bot as it stands.", "watches:", *lines, ""]).encode()


def _written(watch: Subscription) -> list[object]:
    subjects = [[subject.kind.value, subject.value, subject.label] for subject in watch.subjects]
    return [subjects, " ".join(typed(watch.mode))]


def _read(written: Sequence[object]) -> Shared:
    subjects, mode = written
    if not isinstance(subjects, list) or not isinstance(mode, str):
        raise NotKept("That list cannot be read any more. Ask for a new link.")
    found = tuple(Subject(SubjectKind(kind), value, label) for kind, value, label in subjects)
    return Shared(found, parse_command(f"x {mode}").mode)


def _subjects(subjects: Sequence[Subject]) -> frozenset[tuple[str, str]]:
    return frozenset((subject.kind.value, subject.value) for subject in subjects)
