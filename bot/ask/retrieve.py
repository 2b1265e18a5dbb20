"""From a question to the sentences that may answer it.

Looks for items that carry all that is asked: every actor, every country, most of the words. Finding none, it looks
for the nearest: without the time, then with fewer of the subjects. Does not decide what is said.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.ask.when import MONTHS
from bot.ask.wording import covered, meanings, plain
from bot.model import Actor, Evidence, Item, Mention, Question, SearchQuery
from bot.ports import Archive
from bot.text import sentences
from bot.understand.places import country_names
from bot.understand.summaries.dangling import dangles, is_report

_LIMIT = 20  # items of one search
_READ_ITEMS = 15  # whose sentences are weighed
_READ = 20_000  # characters of a body
_SENTENCES = 80  # of one item
_LONGEST = 450  # characters; longer ones are unreadable in an answer
_MOST_TERMS_SAID = 0.6  # share of the question's words that an item must contain
_WHO, _WHERE, _WHAT, _LEAD, _SALIENT = 1.0, 0.6, 1.4, 0.3, 0.25
_RECENCY, _HALF_LIFE = 0.6, timedelta(days=30)  # measured on 407 dated news questions
_DANGLING = 0.5


@dataclass(frozen=True, slots=True)
class Found:
    """`covering` items carry all that is asked; `nearest` (only when none does) some of it, the nearest first."""

    covering: tuple[Item, ...]
    nearest: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class _Page:
    """An item as it is searched by eye: its words between single spaces, and what they mean."""

    item: Item
    words: str
    said: frozenset[str]


async def gather(archive: Archive, question: Question, now: datetime) -> Found:
    """The items to answer from, as of now, the likeliest first."""
    pages = await _look(archive, question, _exact(question, now))
    covering = [page.item for page in pages if _in_time(page.item, question) and _covers(page, question)]
    if question.latest:
        covering.sort(key=lambda item: item.when, reverse=True)
    if covering:
        return Found(tuple(covering))
    pages += await _look(archive, question, _relaxed(question, now))
    shares = {page.item.id: (_share(page, question), page.item) for page in pages}
    ranked = sorted(shares.values(), key=lambda pair: (pair[0], pair[1].when), reverse=True)
    return Found((), tuple(item for share, item in ranked if share > 0))


async def _look(archive: Archive, question: Question, queries: Sequence[SearchQuery]) -> list[_Page]:
    seen: dict[int, Item] = {}
    for query in queries:
        for hit in await archive.search(query):
            seen.setdefault(hit.item.id, hit.item)
    return [_page(item, question) for item in seen.values()]


def _page(item: Item, question: Question) -> _Page:
    text = f"{item.title}\n{item.dek}\n{item.body[:_READ]}"
    return _Page(item, plain(text), meanings(text) if question.terms else frozenset())


def _exact(question: Question, now: datetime) -> list[SearchQuery]:
    subjects = SearchQuery(
        countries=question.countries,
        actors=tuple(actor.id for actor in question.actors),
        since=question.since,
        until=min(now, question.until or now),
        limit=_LIMIT,
    )
    untagged = replace(subjects, countries=(), actors=(), terms=_words(question))
    found = [replace(subjects, terms=question.terms)] if question.terms else []
    if question.actors or question.countries:
        found.append(subjects)
    return [*found, untagged]  # the tagger may have missed what the text says


def _relaxed(question: Question, now: datetime) -> list[SearchQuery]:
    """The same whenever it was; then each subject alone; then the words."""
    found = [replace(query, since=None, until=now) for query in _exact(question, now)] if _dated(question) else []
    found += [SearchQuery(actors=(actor.id,), until=now, limit=_LIMIT) for actor in question.actors]
    found += [SearchQuery(countries=(code,), until=now, limit=_LIMIT) for code in question.countries]
    return found


def _dated(question: Question) -> bool:
    return question.since is not None or question.until is not None


def _words(question: Question) -> tuple[str, ...]:
    names = (*(actor.name for actor in question.actors), *(country_names.name(code) for code in question.countries))
    return (*names, *question.terms)


def _in_time(item: Item, question: Question) -> bool:
    return (question.since is None or item.when >= question.since) and (
        question.until is None or item.when <= question.until
    )


def _covers(page: _Page, question: Question) -> bool:
    """Whether the item is about everything that is asked."""
    return (
        all(_has_actor(page, actor) for actor in question.actors)
        and all(_has_country(page, code) for code in question.countries)
        and covered(question.terms, page.said) >= _MOST_TERMS_SAID
        and all(_has_name(page, name) for name in _unknown_names(question))
    )


def _unknown_names(question: Question) -> list[str]:
    """Terms written as names: whoever is asked about by name must be in the answer, registered or not."""
    named = [term for term in question.terms if term[0].isupper() and term.casefold() not in MONTHS]
    return [term for term in named if not question.text.startswith(term)]


def _share(page: _Page, question: Question) -> float:
    """How much of what is asked the item has, whenever it was."""
    parts = [float(_has_actor(page, actor)) for actor in question.actors]
    parts += [float(_has_country(page, code)) for code in question.countries]
    if question.terms:
        parts.append(covered(question.terms, page.said))
    return sum(parts) / max(1, len(parts))


def _has_actor(page: _Page, actor: Actor) -> bool:
    return any(tag.actor.id == actor.id for tag in page.item.actors) or plain(actor.name) in page.words


def _has_country(page: _Page, code: str) -> bool:
    return any(tag.code == code for tag in page.item.countries) or plain(country_names.name(code)) in page.words


def _has_name(page: _Page, name: str) -> bool:
    inflected = not name.isascii() and covered((name,), page.said) == 1
    return inflected or plain(name) in page.words


def evidence(question: Question, items: Sequence[Item], now: datetime) -> tuple[Evidence, ...]:
    """The sentences that name what is asked, best first."""
    found = [one for item in items[:_READ_ITEMS] for one in _of_item(question, item, min(now, question.until or now))]
    return tuple(sorted(found, key=lambda one: one.score, reverse=True))


def _of_item(question: Question, item: Item, now: datetime) -> list[Evidence]:
    weight = 1 + _RECENCY * 0.5 ** (max(timedelta(), now - item.when) / _HALF_LIFE)
    body = item.body[:_READ]
    spans = [Mention("body", start, end) for start, end in sentences(body)[:_SENTENCES] if end - start <= _LONGEST]
    found = [
        Evidence(item, text, score * weight * (_DANGLING if dangles(text) else 1))
        for i, span in enumerate(spans)
        if is_report(text := body[span.start : span.end]) and (score := _score(question, item, span, text, i))
    ]
    headline = Mention("title", 0, len(item.title))
    if not found and (score := _score(question, item, headline, item.title, 0)):
        found = [Evidence(item, item.title, score * weight)]
    return found


def _score(question: Question, item: Item, span: Mention, text: str, position: int) -> float:
    """0 for a sentence that says nothing of what is asked."""
    who = _named(question, item, span, plain(text))
    where = len(_countries(item, span) & set(question.countries)) / max(1, len(question.countries))
    what = covered(question.terms, meanings(text)) if question.terms else 0.0
    if (question.actors and not who) or (question.terms and not question.latest and not what):
        return 0.0
    if not (who or where or what):
        return 0.0
    lead = _LEAD / math.sqrt(1 + position)
    return _WHO * who + _WHERE * where + _WHAT * what + lead + _SALIENT * _salient(question, item)


def _named(question: Question, item: Item, span: Mention, words: str) -> float:
    """The share of the asked actors that the sentence names, by any name of theirs."""
    tagged = {tag.actor.id for tag in item.actors if any(_within(mention, span) for mention in tag.mentions)}
    named = [actor for actor in question.actors if actor.id in tagged or plain(actor.name) in words]
    return len(named) / max(1, len(question.actors))


def _countries(item: Item, span: Mention) -> set[str]:
    return {tag.code for tag in item.countries if any(_within(mention, span) for mention in tag.mentions)}


def _within(mention: Mention, span: Mention) -> bool:
    return mention.field == span.field and span.start <= mention.start and mention.end <= span.end


def _salient(question: Question, item: Item) -> bool:
    """Whether the headline names a subject that is asked about."""
    tags = [(tag.actor.id, tag.mentions) for tag in item.actors] + [(tag.code, tag.mentions) for tag in item.countries]
    asked = {actor.id for actor in question.actors} | set(question.countries)
    return any(key in asked and any(m.field == "title" for m in mentions) for key, mentions in tags)
