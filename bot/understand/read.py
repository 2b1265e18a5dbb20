"""All that is read out of an article: language, countries, actors, events, summary. Understanding as one call.

Each part stands alone: one that fails is named in `failed`, and the others still run.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from bot.model import Article, CountryTag, Event, FoundActor, Tagger, Understood
from bot.understand import language
from bot.understand.happenings import events
from bot.understand.names import actors
from bot.understand.places import countries
from bot.understand.summaries import summarise

_log = logging.getLogger(__name__)
_T = TypeVar("_T")


def read(article: Article, tagger: Tagger = Tagger.FULL) -> Understood:
    """What the pure stages make of an article; never raises for what a text contains."""
    failed: list[str] = []

    def attempt(stage: str, run: Callable[[], _T], otherwise: _T) -> _T:
        try:
            return run()
        except Exception:  # noqa: BLE001 - no tags rather than no item; the cause is logged, the stage is named
            _log.exception("Understanding failed: stage=%s url=%s", stage, article.url)
            failed.append(stage)
            return otherwise

    title, body = article.title, article.body
    spoken = attempt("language", lambda: language.detect(f"{title}\n\n{body}", hint=article.language), article.language)
    no_places: tuple[CountryTag, ...] = ()
    no_actors: tuple[FoundActor, ...] = ()
    no_summary: tuple[str, ...] = ()
    places = attempt("countries", lambda: countries.find(title, body, language=spoken), no_places)
    who = attempt(
        "actors", lambda: actors.find(title, body, language=spoken, countries=places, tagger=tagger), no_actors
    )
    summary = attempt("summary", lambda: summarise.summarise(title, body), no_summary)
    no_events: tuple[Event, ...] = ()
    acts = attempt(
        "events",
        lambda: events.find(title, body, actors=who, countries=places, language=spoken, tagger=tagger),
        no_events,
    )
    return Understood(events=acts, countries=places, actors=who, summary=summary, language=spoken, failed=tuple(failed))
