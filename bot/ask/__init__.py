"""The use case of asking: questions answered from the archive."""

from __future__ import annotations

import logging
from datetime import datetime
from difflib import SequenceMatcher
from itertools import islice, product

from bot.ask import answer, subjects
from bot.ask.question import candidate_names, parse, tidy
from bot.ask.retrieve import evidence, gather
from bot.errors import StoreError
from bot.model import Answer, Evidence, Question, SearchQuery
from bot.ports import ActorStore, Archive
from bot.text import fold
from bot.understand.places import country_names

log = logging.getLogger(__name__)

_READINGS = 4  # of an ambiguous name ("Rodríguez") that are tried
_TYPOS = 3  # words of a question that are tried as misspelt names
_NAME_LENGTH = 4
_LIKE = 0.8  # difflib ratio from which a name is offered as "did you mean"


class Ask:
    """Answers only with sentences of stored items; never raises for a question, whatever it is."""

    def __init__(self, archive: Archive, actors: ActorStore) -> None:
        self._archive = archive
        self._actors = actors

    async def ask(self, text: str, now: datetime) -> Answer:
        """The first 500 characters count. Tells "there is nothing" from "I could not look"."""
        text = tidy(text)
        try:
            return await self._ask(text, now)
        except StoreError:
            log.exception("a question could not be looked up")
            return answer.could_not_look(Question(text))

    async def _ask(self, text: str, now: datetime) -> Answer:
        readings = await self._readings(text, now)
        question = readings[0]
        if not (question.actors or question.countries or question.terms):
            return answer.not_a_question(question)
        reach = await self._archive.reach()
        if reach is None:
            return answer.empty(question)
        looked = [(reading, await gather(self._archive, reading, now)) for reading in readings]
        best = max(looked, key=lambda pair: _strength(evidence(pair[0], pair[1].covering, now)))
        said = evidence(best[0], best[1].covering, now)
        if said:
            return answer.compose(best[0], said, now, reach[0])
        return answer.nothing(question, looked[0][1], reach[0], await self._near(question))

    async def _readings(self, text: str, now: datetime) -> list[Question]:
        """The question, once for each way to read an ambiguous name, likeliest first."""
        names = candidate_names(text)
        named = subjects.find(text, await self._actors.lookup(names) if names else {})
        codes = tuple(dict.fromkeys(one.country for one in named if one.country))
        spans = [(one.start, one.end) for one in named]
        choices = product(*(one.actors for one in named if one.actors))
        return [
            parse(text, now=now, actors=tuple(dict.fromkeys(actors)), countries=codes, named=spans)
            for actors in islice(choices, _READINGS)
        ]

    async def _near(self, question: Question) -> tuple[str, ...]:
        """Names that look like a word of the question that the archive does not know."""
        found: dict[str, None] = {}
        for term in _possible_names(question)[:_TYPOS]:
            if not await self._archive.search(SearchQuery(terms=(term,), limit=1)):
                actors = await self._actors.near(term, 3)
                found.update(
                    dict.fromkeys(actor.name for actor in actors if _alike(term, (actor.name, *actor.aliases)))
                )
                names = [country_names.name(code) for code in country_names.near(term, 1)]
                found.update(dict.fromkeys(name for name in names if _alike(term, (name,))))
        return tuple(found)[:2]


def _strength(said: tuple[Evidence, ...]) -> float:
    return said[0].score if said else 0.0


def _possible_names(question: Question) -> list[str]:
    """The terms that may be misspelt names: those with a capital, in a question whose writer uses capitals."""
    capitals = question.text[1:] != question.text[1:].lower()
    return [term for term in question.terms if len(term) >= _NAME_LENGTH and (term[0].isupper() or not capitals)]


def _alike(term: str, names: tuple[str, ...]) -> bool:
    words = {word for name in names for word in fold(name).split()}
    return any(SequenceMatcher(None, fold(term), word).ratio() >= _LIKE for word in words)
