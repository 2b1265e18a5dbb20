"""Where a text may name an actor: the seed's aliases, the recogniser's entities, names behind titles, ministries.

Decides between them. Does not merge names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from bot.model import ActorKind
from bot.understand.identity import aliases, ministries, sectors
from bot.understand.identity.ministries import Place
from bot.understand.identity.registry import seed
from bot.understand.names import company_forms, foreign_names, propagate, recognised, titles
from bot.understand.names.entities import Entity
from bot.understand.names.spans import Cover, Span, trim, without_overlaps

# Who wrote, photographed or sent it is no actor of it.
_CREDIT = re.compile(
    r"^(?:By |Reporting by|Writing by|Editing by|Additional reporting|Compiled by|Photo(?:graph)?(?:s)?(?: by|:)|"
    r"Picture:|Image:|Credit:|©|Copyright|Follow |Source:|Contact:).*$|\((?:Reuters|AP|AFP|CNN|Bloomberg)\)(?= ?[-–—])",
    re.MULTILINE,
)
_PARTY_CUE = re.compile(
    r"(?:['’]s)? (?:MPs?|peers?|party|leader|government|manifesto|frontbench|councillors?|candidates?)\b"
)
_WORDS = re.compile(r"[^\W\d_][\w’'.-]*")


_ALSO_WORDS = frozenset(("WHO", "SANA", "SEC", "PLA", "RT", "SAP", "LET", "AU", "MEMORIAL"))
_DEFINED = re.compile(r" \(([A-Z]{2,6})\)")
_NEXT_WORD = re.compile(r" ([A-Z][\w’'-]{0,30})")
_PREVIOUS_WORD = re.compile(r"(?:^|(?<=[\s“\"(]))([A-Z][\w’'-]{0,30}[a-z]) $")


def collect(
    text: str, title_end: int, places: Sequence[Place], entities: Sequence[Entity], language: str
) -> list[Span]:
    """Spans that name actors, none overlapping another, in the order of the text."""
    where = Cover((start, end) for start, end, _ in places)
    credits = Cover(match.span() for match in _CREDIT.finditer(text))
    headline = range(title_end) if _title_case(text[:title_end]) else range(0)
    believed = [e for e in entities if e.start not in headline or recognised.is_clear(text[e.start : e.end])]
    expansions = _expansions(text)
    ner = [
        span
        for span in recognised.spans_of(text, believed, where)
        if not expansions.get(text[span.start : span.end], "A").islower()  # an illness, a device
    ]
    seeds = _from_seed(text, headline, ner, expansions, places)
    strong = [span for span in seeds if not span.weak]
    weak = [span for span in seeds if span.weak]
    first = without_overlaps(
        [
            *_from_ministries(text, places),
            *strong,
            *_from_titles(text, where, language),
            *_from_words(text, where, language),
            *weak,
            *ner,
        ]
    )
    spans = propagate.propagate(text, propagate.settle(text, first, entities), where)
    return [span for span in spans if not credits.covers(span.start, span.end)]


def _title_case(title: str) -> bool:
    """True for a Headline With Capitals, in which a recogniser takes every word for a name."""
    words = [word for word in _WORDS.findall(title) if len(word) > 3]
    return len(words) > 2 and sum(word[0].isupper() for word in words) / len(words) > 0.7


def _from_seed(
    text: str, headline: range, ner: Sequence[Span], expansions: Mapping[str, str], places: Sequence[Place]
) -> list[Span]:
    spans = []
    for hit in aliases.hits(text):
        expansion = expansions.get(text[hit.start : hit.end])
        if expansion and all(known.actor.id != hit.actor.id for known in aliases.hits(expansion)):
            continue  # the letters mean something else here
        if _elsewhere(text[hit.start : hit.end], hit, places) or _shouted(text, hit):
            continue
        if not hit.weak or _alone(text, hit, headline, ner):
            spans.append(Span(hit.start, hit.end, hit.actor.kind, "seed", hit.actor.id, hit.weak))
    return spans


def _elsewhere(name: str, hit: aliases.Hit, places: Sequence[Place]) -> bool:
    """A name that many countries use, in a text about another one: the Democratic Party of Korea."""
    if not sectors.is_everywhere(name):
        return False
    if owner := next((code for _, end, code in places if 0 <= hit.start - end <= 3), None):
        return owner != hit.actor.country
    return bool(hit.actor.country and places) and all(code != hit.actor.country for _, _, code in places)


def _shouted(text: str, hit: aliases.Hit) -> bool:
    """A word in a line of capitals that only looks like an acronym: "WHO KILLED HIM"."""
    around = text[max(0, hit.start - 20) : hit.end + 20]
    return text[hit.start : hit.end] in _ALSO_WORDS and around.isupper() and len(around.split()) > 2


def _expansions(text: str) -> dict[str, str]:
    """Acronym -> the words that the text gives for it: "an artificial pancreas (AP)"."""
    found = {}
    for match in _DEFINED.finditer(text):
        acronym = match[1]
        before = text[max(0, match.start() - 120) : match.start()].split()
        for words in (before, [word for word in before if word.lower() not in ("of", "and", "for", "the")]):
            if "".join(word[0] for word in words[-len(acronym) :]).upper() == acronym:
                found[acronym] = " ".join(words[-len(acronym) :])
    return found


def _alone(text: str, hit: aliases.Hit, headline: range, ner: Sequence[Span]) -> bool:
    """A weak alias counts when it is the whole name: "Trump" is, in "Melania Trump" and "Trump Tower" it is not."""
    over = [span for span in ner if span.overlaps(hit.start, hit.end)]
    if any(span.start < hit.start or span.end > hit.end for span in over):
        return False
    if hit.actor.kind is ActorKind.ORGANISATION:
        if any(span.kind is ActorKind.ORGANISATION for span in over):
            return True
        if hit.actor.sector != "PTY":
            return False
        if _PARTY_CUE.match(text, hit.end):
            return True
        if not text.endswith("s", hit.start, hit.end):  # "Labour", "Conservative": also words; "Democrats" is not
            return False
        before = _PREVIOUS_WORD.search(text, max(0, hit.start - 32), hit.start)
        return before is None or before[1] in ("House", "Senate") or _not_a_given_name(before[1], text, before.start(1))
    if hit.start in headline:
        return True
    following = _NEXT_WORD.match(text, hit.end)
    if following and following[1].lower() not in recognised.NEVER:
        return False
    preceding = _PREVIOUS_WORD.search(text, max(0, hit.start - 32), hit.start)
    return preceding is None or _not_a_given_name(preceding[1], text, preceding.start(1))


def _not_a_given_name(word: str, text: str, start: int) -> bool:
    """A title, or a word that is capitalised only because it opens a sentence."""
    return (
        titles.is_role(word)
        or word.lower() in recognised.NEVER
        or text[max(0, start - 2) : start].strip(" \n") in ("", ".", "?", "!", "“", '"')
    )


@cache
def _seeded_ministries() -> dict[tuple[str, str], str]:
    """(head, country) -> seed id."""
    return {
        (actor.name.partition(" (")[0], actor.country): actor.id
        for actor in seed()
        if actor.kind is ActorKind.ORGANISATION and actor.country and " Ministry (" in actor.name
    }


def _from_ministries(text: str, places: Sequence[Place]) -> list[Span]:
    spans = []
    for start, end, country in ministries.find(text, places):
        seed_id = _seeded_ministries().get((ministries.head(text[start:end]) or "", country)) if country else None
        spans.append(Span(start, end, ActorKind.ORGANISATION, "ministry", seed_id, country=country))
    return spans


def _from_words(text: str, places: Cover, language: str) -> list[Span]:
    """What rules find without a recogniser, the longest first: an organisation may be named for a man."""
    spans = company_forms.find(text) if language == "en" else foreign_names.find(text, language)
    found = [span for span in spans if not places.covers(span.start, span.end)]
    return sorted(found, key=lambda span: span.start - span.end)


def _from_titles(text: str, places: Cover, language: str) -> list[Span]:
    spans = []
    for start, end in titles.titled(text, language):
        bounds = trim(text, start, end, ActorKind.PERSON)
        if bounds and recognised.is_plausible(text[slice(*bounds)], ActorKind.PERSON) and not places.touches(*bounds):
            spans.append(Span(*bounds, ActorKind.PERSON, "title"))
    return spans
