"""The selections behind searches and rankings: which items, in which order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Float,
    Select,
    Subquery,
    bindparam,
    case,
    exists,
    func,
    literal,
    select,
    type_coerce,
    union,
)

from bot.model import SearchQuery
from bot.store import search
from bot.store.columns import Moment
from bot.store.items import ACTOR, COUNTRY, TOPIC
from bot.store.schema import item_tags, items

_HOUR = timedelta(hours=1) // timedelta(microseconds=1)
_LATE = 2 * _HOUR  # later than polls make it: the backlog of a first poll, or dates that are not those of arrival

_SAMPLE = 100  # items of a feed that its lag is taken from

# How items of a feed came, from its index alone; put together once, since that takes longer than to run them.
_OF_FEED = items.c.feed_id == bindparam("feed_id")
_LATELY = items.c.shown >= bindparam("since", type_=Moment())
# When it was first looked at: its oldest item came with that backlog.
BEGAN = select(items.c.first_seen).where(_OF_FEED).order_by(items.c.shown).limit(1)
ARRIVED = select(func.count()).select_from(items).where(_OF_FEED, _LATELY)
NEWEST = (
    select(items.c.shown, items.c.first_seen)
    .where(_OF_FEED, _LATELY)
    .order_by(items.c.shown.desc(), items.c.first_seen.desc())
    .limit(_SAMPLE)
)

_NO_SCORE = literal(0.0, Float()).label("score")


def hits(query: SearchQuery, dialect: str, sought: Sequence[str]) -> Select[tuple[int, float]]:
    """Ids and scores of the items that carry all the actors and countries, best first; `sought`: search.phrases."""
    required = [*((ACTOR, actor_id) for actor_id in query.actors), *((COUNTRY, code) for code in query.countries)]
    if len(query.topics) == 1:
        required.append((TOPIC, query.topics[0]))
    if sought:
        selected = _by_relevance(search.matches(dialect, sought))
    elif required:
        selected = _newest_tagged(*required.pop(0))
    else:
        selected = select(items.c.id, _NO_SCORE).order_by(items.c.shown.desc(), items.c.id.desc())
    tags = [carries(items.c.id, kind, value) for kind, value in required]
    return selected.where(*tags, *_conditions(query)).limit(query.limit).offset(query.offset)


def _by_relevance(found: Subquery) -> Select[tuple[int, float]]:
    return (
        select(items.c.id, found.c.score)
        .join(found, found.c.id == items.c.id)
        .order_by(found.c.score.desc(), items.c.shown.desc(), items.c.id.desc())
    )


def _newest_tagged(kind: str, value: str) -> Select[tuple[int, float]]:
    """Along the tag's own index, which is in this order: no need to read all that carry it."""
    return (
        select(items.c.id, _NO_SCORE)
        .join(item_tags, item_tags.c.item_id == items.c.id)
        .where(item_tags.c.kind == kind, item_tags.c.value == value)
        .order_by(item_tags.c.shown.desc(), item_tags.c.item_id.desc())
    )


def _conditions(query: SearchQuery) -> list[ColumnElement[bool]]:
    """Any of the topics, of the feeds, of the publishers; both dates included."""
    found: list[ColumnElement[bool]] = []
    if len(query.topics) > 1:
        found.append(carries(items.c.id, TOPIC, *query.topics))
    if query.feeds:
        found.append(items.c.feed_id.in_(query.feeds))
    if query.publishers:
        found.append(items.c.publisher.in_(query.publishers))
    if query.since is not None:
        found.append(items.c.shown >= query.since)
    if query.until is not None:
        found.append(items.c.shown <= query.until)
    return found


def busy_hours(feed_id: str, since: datetime) -> CompoundSelect[int]:
    """Hours since 1970, by number, in which a feed had news and in which its oldest item came. From the index alone."""
    shown, first_seen = type_coerce(items.c.shown, BigInteger), type_coerce(items.c.first_seen, BigInteger)
    news = case((first_seen - shown > _LATE, first_seen), else_=shown)
    of_feed = items.c.feed_id == feed_id
    oldest = select(first_seen.label("came")).where(of_feed).order_by(items.c.shown).limit(1).subquery()
    return union(
        select(news // _HOUR).where(of_feed, items.c.shown >= since),
        select(oldest.c.came // _HOUR),
    )


def carries(item_id: ColumnElement[int], kind: str, *values: str) -> ColumnElement[bool]:
    """The item has a tag with one of the values."""
    tag = item_tags.alias()
    return exists().where(tag.c.item_id == item_id, tag.c.kind == kind, tag.c.value.in_(values))


def busiest(kind: str, since: datetime, limit: int) -> Select[tuple[str, int]]:
    """The values of a tag with the number of items that carry them, most first."""
    n = func.count().label("n")
    return (
        select(item_tags.c.value, n)
        .where(item_tags.c.kind == kind, item_tags.c.shown >= since)
        .group_by(item_tags.c.value)
        .order_by(n.desc(), item_tags.c.value)
        .limit(limit)
    )
