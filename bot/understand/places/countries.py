"""Which countries an article is about, with the words that say so; and the countries themselves, by name.

Two passes: names that are sure, then, by their light, the ambiguous ones and the towns. Does not look beyond the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from bot.model import CountryTag, Mention, MentionField
from bot.understand.gazetteer import Entry, Hit, scan
from bot.understand.language import certain, detect
from bot.understand.places import towns
from bot.understand.places.ambiguous import EVERYWHERE, RULES
from bot.understand.places.country_context import Evidence, Spot, bearer, evidence, spots, surname
from bot.understand.places.country_names import codes, flag, lookup, name, near, regions
from bot.understand.places.homonyms import Rule

__all__ = ["codes", "find", "flag", "lookup", "name", "near", "regions"]

# What each kind of evidence is worth when countries are put in order; in a title it is worth three times that.
_WEIGHTS = {"name": 1.0, "demonym": 1.0, "metonym": 0.8, "former": 0.8, "capital": 0.7, "region": 0.6, "town": 0.4}
_IN_TITLE = 3.0
_FOR_LANGUAGE = 600
# Characters of a text that are read; articles are a fiftieth of it. A name repeated through 200,000 takes a second.
_READ = 200_000
# "R-Ky.", "D-N.Y."
_PARTY = re.compile(r"\b[RDI]-\Z")
_CAPITALISED = re.compile(r"[A-Z][\w.'’-]*, \Z")
# Postal codes that are degrees and titles after a person's name as well.
_DEGREES = frozenset(("MD", "MA", "PA", "DC", "ME", "OK", "HI", "CT", "AL", "ON", "AB"))
_PROVINCE = re.compile(
    r"(?i:province|state|region|governorate|prefecture|district|department|oblast|county|council)s?\Z"
)
_LIST = re.compile(r",? (?:and|or) ")
_CLAUSE_END = re.compile(r"[,.;:)]|\Z")
_CONTAINERS = ("name", "region", "abbreviation")
_SURE = ("name", "demonym", "metonym", "former", "region", "county")


@dataclass(frozen=True, slots=True)
class _Place:
    """A spot of a field; `container`: the country of the state, province or country after a comma ("Paris, Texas")."""

    field: MentionField
    spot: Spot
    container: str | None
    rule: Rule | None


@dataclass(frozen=True, slots=True)
class _Reading:
    """A place read as a country."""

    code: str
    kind: str
    place: _Place

    @property
    def weight(self) -> float:
        return _WEIGHTS[self.kind] * (_IN_TITLE if self.place.field == "title" else 1.0)

    @property
    def mention(self) -> Mention:
        return Mention(self.place.field, self.place.spot.hit.start, self.place.spot.hit.end)

    @property
    def reason(self) -> str:
        return f"{self.kind} '{self.place.spot.hit.text}'"


def find(title: str, body: str, *, language: str | None = None) -> tuple[CountryTag, ...]:
    """The countries that title and body name, the weightiest first. Offsets are characters of the text as given.

    `language`: ISO 639-1; without it, it is detected. Never raises.
    """
    title, body = title[:_READ], body[:_READ]
    opening = f"{title}\n{body[:_FOR_LANGUAGE]}"
    language = language or detect(opening) or "en"
    unsure = language != "en" and not certain(opening, language)
    in_title, in_body = scan(title, language, unsure=unsure), scan(body, language, unsure=unsure)
    rules = "en" if unsure else language  # a name that English knows may be English
    places = [*_places("title", title, in_title, rules), *_places("body", body, in_body, rules)]
    article = evidence(f"{title}\n{body}", [*in_title, *in_body])
    sure = [reading for place in places for reading in _read_alone(place)]
    article.sure.update(reading.code for reading in sure)
    told = {reading.place.spot.hit.text: reading.code for reading in sure if reading.kind == "town"}
    rest = [reading for place in places for reading in _read_by(article, place, told.get(place.spot.hit.text))]
    return _tags([*sure, *rest])


def _places(field: MentionField, text: str, hits: list[Hit], language: str) -> Iterator[_Place]:
    found = spots(text, hits)
    for spot, after in zip_longest(found, found[1:]):
        rule = RULES.get(spot.hit.text) if spot.hit.entries else None
        if _entry(spot, ("phrase",)) or (rule and not _ruled(spot, language)):
            continue
        if language == "en" and _entry(spot, ("name",)) and bearer(spot):
            continue
        yield _Place(field, spot, _container(spot, after), rule if _english(spot, language) else None)


def _ruled(spot: Spot, language: str) -> bool:
    """Chad, Jordan, Turkey are names of countries only in languages that call them so."""
    own = any(not entry.languages or language in entry.languages for entry in spot.hit.entries)
    return own or language == "en"


def _english(spot: Spot, language: str) -> bool:
    return language == "en" or spot.hit.text in EVERYWHERE


def _entry(spot: Spot, kinds: tuple[str, ...]) -> Entry | None:
    """The first reading of one of the kinds, in the order of the kinds."""
    return next((entry for kind in kinds for entry in spot.hit.entries if entry.kind == kind), None)


def _container(spot: Spot, after: Spot | None) -> str | None:
    if after is None or after.hit.start != spot.hit.end + 2 or not spot.after.startswith(", "):
        return None
    entry = _entry(after, _CONTAINERS)
    if entry is None:
        return None
    # "Athens, Georgia" and "Rome, Georgia" are not in the Caucasus.
    code = "US" if after.hit.text == "Georgia" and "US" in dict(spot.hit.towns) else entry.codes[0]
    if entry.kind == "abbreviation":
        return code
    listed = _LIST.match(after.after)
    if _entry(spot, ("name", "demonym")):
        # "Cuba, Missouri, on Friday", but not "trade of Mexico, Texas and California".
        town = code == "US" and entry.kind == "region" and _CLAUSE_END.match(after.after)
        return code if town and not listed else None
    return code if code in towns.candidates(spot) or (entry.kind == "region" and not listed) else None


def _read_alone(place: _Place) -> Iterator[_Reading]:
    """What is sure without the rest of the article."""
    if place.container is not None:
        yield _Reading(place.container, "town", place)
    elif place.rule is None:
        entry = _entry(place.spot, (*_SURE, "abbreviation"))
        if entry is not None and _stands(entry, place.spot):
            kind = entry.kind if entry.kind in _WEIGHTS else "region"
            yield from (_Reading(code, kind, place) for code in entry.codes)


def _stands(entry: Entry, spot: Spot) -> bool:
    if entry.kind != "abbreviation":
        return entry.kind != "region" or not surname(spot)
    after_place = _CAPITALISED.search(spot.before) and spot.hit.text not in _DEGREES
    return bool(after_place or _PARTY.search(spot.before))


def _read_by(article: Evidence, place: _Place, told: str | None) -> Iterator[_Reading]:
    """What the rest of the article decides: ambiguous names, provinces, capitals, towns.

    `told`: the country of a town of that name which the article places somewhere ("Paris, Texas").
    """
    spot = place.spot
    if place.container is not None or (place.rule is None and _entry(spot, _SURE)):
        return
    namesake = told or (towns.local_namesake(spot, article) if place.rule else None)
    province = _entry(spot, ("province",))
    if namesake is not None:
        yield _Reading(namesake, "town", place)
    elif place.rule is not None:
        yield from (_Reading(code, "name", place) for code in place.rule(spot, article))
    elif province is not None:
        if article.sure[province.codes[0]] or _PROVINCE.match(spot.next):
            yield _Reading(province.codes[0], "region", place)
    elif code := towns.settle(spot, article):
        capital = _entry(spot, ("capital",))
        yield _Reading(code, "capital" if capital and code in capital.codes else "town", place)


def _tags(readings: list[_Reading]) -> tuple[CountryTag, ...]:
    found: dict[str, list[_Reading]] = {}
    for reading in sorted(readings, key=lambda r: (r.place.field != "title", r.place.spot.hit.start)):
        found.setdefault(reading.code, []).append(reading)
    tags = sorted(found.values(), key=_order)
    return tuple(CountryTag(of[0].code, tuple(reading.mention for reading in of), of[0].reason) for of in tags)


def _order(readings: list[_Reading]) -> tuple[bool, float, int]:
    first = readings[0].place
    return first.field != "title", -sum(reading.weight for reading in readings), first.spot.hit.start
