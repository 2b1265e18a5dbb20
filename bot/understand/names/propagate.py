"""One name, one meaning in one text: kinds settled by the whole text, and every name found wherever it stands."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import ahocorasick

from bot.model import ActorKind
from bot.understand.identity import aliases, given_names, sectors
from bot.understand.names.entities import Entity
from bot.understand.names.inflect import surname_forms
from bot.understand.names.recognised import NEVER, NO_ACTOR, ORGANISATION_WORD
from bot.understand.names.spans import Cover, Span, without_overlaps

_NEXT_WORD = re.compile(r" ([A-Z][\w’'-]{0,30})")
_PREVIOUS_WORD = re.compile(r"(?<!\w)([A-Z][\w’'.-]{0,30}) $")


def settle(text: str, spans: Sequence[Span], entities: Sequence[Entity]) -> list[Span]:
    """One kind for one name: the surname of a person is that person, else the recogniser's majority decides."""
    people = {
        name.split()[-1]
        for span in spans
        if span.kind is ActorKind.PERSON and " " in (name := text[span.start : span.end])
    }
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for entity in entities:
        votes[text[entity.start : entity.end].removeprefix("the ").removesuffix("'s")][entity.label] += 1
    settled = []
    for span in spans:
        kind = (
            span.kind if span.source != "NER" else _voted(text, text[span.start : span.end], span.kind, people, votes)
        )
        if kind is not None:
            settled.append(replace(span, kind=kind))
    return settled


def _voted(
    text: str, name: str, kind: ActorKind, people: set[str], votes: Mapping[str, Counter[str]]
) -> ActorKind | None:
    """None: most of the text takes the name for a place."""
    if name in people or _called_by_surname(text, name, kind, votes):
        return ActorKind.PERSON
    if " " in name or (name.isupper() and len(name) < 6):
        return kind
    count = votes.get(name, Counter[str]())
    if count["GPE"] + count["LOC"] + count["NORP"] > count["PERSON"] + count["ORG"]:
        return None
    if count["PERSON"] == count["ORG"]:
        return kind
    return ActorKind.PERSON if count["PERSON"] > count["ORG"] else ActorKind.ORGANISATION


def _called_by_surname(text: str, name: str, kind: ActorKind, votes: Mapping[str, Counter[str]]) -> bool:
    """Two words of which the last stands alone too: so people are named, and organisations are not."""
    words = name.split()
    if kind is ActorKind.PERSON or len(words) != 2 or sectors.of_organisation(name) or not words[1].istitle():
        return False
    if f" the {name}" in text or words[1].lower() in NEVER or (words[1] in votes and votes[words[1]]["GPE"]):
        return False
    return text.count(words[1]) > text.count(name)


def propagate(text: str, spans: Sequence[Span], places: Cover) -> list[Span]:
    """Names found once are found wherever they stand, surnames of people included; in the order of the text."""
    names = _names(text, spans)
    if not names:
        return list(spans)
    automaton = ahocorasick.Automaton()
    for name, span in names.items():
        automaton.add_word(name, (len(name), span))
    automaton.make_automaton()
    more = []
    for last, (length, span) in automaton.iter(text):
        start, end = last + 1 - length, last + 1
        if aliases.bounded(text, start, end) and not places.covers(start, end) and _whole(text, start, end, span.kind):
            more.append(replace(span, start=start, end=end, source="again"))
    more.sort(key=lambda s: s.start - s.end)
    return without_overlaps([*spans, *more])


def _names(text: str, spans: Sequence[Span]) -> dict[str, Span]:
    """What to look for, with a span that says what it means."""
    names: dict[str, Span] = {}
    for span in spans:
        name = text[span.start : span.end]
        names.setdefault(name, span)
        if span.kind is ActorKind.PERSON and " " in name:
            for surname in {name.rsplit(" ", 1)[1], " ".join(name.split()[-2:])} - {name}:  # "Gil", "Pérez Gil"
                if len(surname) > 2 and surname[0].isupper() and surname.lower() not in NEVER:
                    for form in {surname} | surname_forms(name):
                        names.setdefault(form, Span(0, 0, ActorKind.PERSON, "again"))
    return names


def _whole(text: str, start: int, end: int, kind: ActorKind) -> bool:
    """Not one word of a longer name: "Trump" in "Trump Tower", "Ford" in "Harrison Ford"."""
    name = text[start:end]
    if kind is not ActorKind.PERSON or " " in name:
        return True
    if following := _NEXT_WORD.match(text, end):
        longer = f"{name} {following[1]}"
        if NO_ACTOR.match(longer) or ORGANISATION_WORD.match(longer):
            return False
    previous = _PREVIOUS_WORD.search(text, max(0, start - 32), start)
    return previous is None or not given_names.is_given(previous[1])
