"""Column types: how the nouns' values lie in a table, the same in SQLite and PostgreSQL."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator

from bot.model import (
    Actor,
    ActorKind,
    Entry,
    Event,
    EventType,
    Lesson,
    Mention,
    Mode,
    Novelty,
    NoveltyKind,
    Party,
    Quiet,
    Trace,
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# PostgreSQL takes no NUL in a text, and neither database a lone surrogate (it has no UTF-8 form).
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

# SQLite numbers rows by itself only in a column whose type is INTEGER.
Id = BigInteger().with_variant(Integer(), "sqlite")


def storable(text: str) -> str:
    """Without the characters that a database refuses."""
    return _UNSTORABLE.sub("", text)


class Words(TypeDecorator[str]):
    """Text, made storable on its way in."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(value)


class Name(Words):
    """Text that stands in an index: PostgreSQL takes no index row over 2,700 bytes, so it ends after 300 characters."""

    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(value)[:300]


class Moment(TypeDecorator[datetime]):
    """An aware datetime as microseconds since 1970 (UTC): exact, sorts, and means the same in both databases."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else _EPOCH + timedelta(microseconds=value)


class Duration(TypeDecorator[timedelta]):
    """A timedelta as microseconds."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> int | None:
        return None if value is None else value // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> timedelta | None:
        return None if value is None else timedelta(microseconds=value)


class Listing(TypeDecorator[tuple[Any, ...]]):
    """A tuple of strings or of integers as a JSON array."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sequence[str | int] | None, dialect: Dialect) -> str | None:
        if not value:
            return None if value is None else "[]"
        return _compact([storable(v) if isinstance(v, str) else v for v in value])

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Any, ...]:
        return tuple(json.loads(value)) if value else ()


class Modes(TypeDecorator[Mode]):
    """A mode as a JSON object."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Mode | None, dialect: Dialect) -> str | None:
        return None if value is None else _JSON.encode(asdict(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Mode | None:
        if value is None:
            return None
        kept = json.loads(value)
        lists = {"digest": tuple(kept["digest"]), "languages": tuple(kept["languages"])}
        return Mode(**(kept | lists | {"quiet": Quiet(kept["quiet"])}))


class Mentions(TypeDecorator[tuple[Mention, ...]]):
    """Mentions as a JSON array of [field, start, end]."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sequence[Mention] | None, dialect: Dialect) -> str | None:
        return None if value is None else _compact([[m.field, m.start, m.end] for m in value])

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Mention, ...]:
        return tuple(Mention(field, start, end) for field, start, end in json.loads(value)) if value else ()


class Local(TypeDecorator[Actor]):
    """A local actor, which has no row in the registry, as [id, name, kind, country, sector]."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Actor | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return storable(_compact([value.id, value.name, value.kind, value.country, value.sector]))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Actor | None:
        if value is None:
            return None
        id_, name, kind, country, sector = json.loads(value)
        return Actor(id_, name, ActorKind(kind), country, sector, local=True)


class Novelties(TypeDecorator[tuple[Novelty, ...]]):
    """What an item adds, as a JSON array of [kind, what, sentence, strong, was]."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sequence[Novelty] | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return _compact([[one.kind, storable(one.what), storable(one.sentence), one.strong, one.was] for one in value])

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Novelty, ...]:
        found = json.loads(value) if value else ()
        return tuple(Novelty(NoveltyKind(kind), *said) for kind, *said in found)


class Events(TypeDecorator[tuple[Event, ...]]):
    """Events as a JSON array of [type, sentence, source, target, country, when, planned].

    A side is null or [name, country, mention], a mention null or [field, start, end].
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sequence[Event] | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        rows = [[e.type, e.sentence, _party(e.source), _party(e.target), e.country, e.when, e.planned] for e in value]
        return storable(_compact(rows))

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Event, ...]:
        return tuple(
            Event(EventType(kind), sentence, _read_party(source), _read_party(target), country, when, planned)
            for kind, sentence, source, target, country, when, planned in json.loads(value or "[]")
        )


class Traces(TypeDecorator[Mapping[int, Trace]]):
    """Remembered lines, in their order, as a JSON array of [fingerprint, items, numbers of items]."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Mapping[int, Trace] | None, dialect: Dialect) -> str | None:
        return None if value is None else _compact([[line, one.items, one.seen] for line, one in value.items()])

    def process_result_value(self, value: str | None, dialect: Dialect) -> dict[int, Trace]:
        return {line: Trace(items, tuple(seen)) for line, items, seen in json.loads(value or "[]")}


class Topics(TypeDecorator[Mapping[int, frozenset[int]]]):
    """Topics of items as a JSON array of [number, words]."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Mapping[int, frozenset[int]] | None, dialect: Dialect) -> str | None:
        return None if value is None else _compact([[number, sorted(words)] for number, words in value.items()])

    def process_result_value(self, value: str | None, dialect: Dialect) -> dict[int, frozenset[int]]:
        return {number: frozenset(words) for number, words in json.loads(value or "[]")}


class Taught(TypeDecorator[Lesson]):
    """What one item teaches, as [lines, words of its topic]."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Lesson | None, dialect: Dialect) -> str | None:
        return None if value is None else _compact([sorted(value.lines), sorted(value.topic)])

    def process_result_value(self, value: str | None, dialect: Dialect) -> Lesson:
        lines, topic = json.loads(value or "[[],[]]")
        return Lesson(frozenset(lines), frozenset(topic))


class FeedEntry(TypeDecorator[Entry]):
    """What a feed said of an item, as [guid, link, title, summary, content, published, updated, …]."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Entry | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        dates = [moment.isoformat() if moment else None for moment in (value.published, value.updated)]
        texts = [value.guid, value.link, value.title, value.summary, value.content]
        return storable(_compact([*texts, *dates, value.authors, value.categories, value.image]))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Entry | None:
        if value is None:
            return None
        guid, link, title, summary, content, published, updated, authors, categories, image = json.loads(value)
        first, last = (datetime.fromisoformat(text) if text else None for text in (published, updated))
        return Entry(guid, link, title, summary, content, first, last, tuple(authors), tuple(categories), image)


def _compact(value: list[Any]) -> str:
    return _JSON.encode(value)


def _party(side: Party | None) -> list[Any] | None:
    if side is None:
        return None
    at = side.mention
    return [side.name, side.country, [at.field, at.start, at.end] if at else None]


def _read_party(side: Sequence[Any] | None) -> Party | None:
    return Party(side[0], side[1], Mention(*side[2]) if side[2] else None) if side else None
