"""Which countries an article is about, with the words that say so; and the countries themselves, by name.

Two passes: names that are sure, then, by their light, the ambiguous ones and the towns. Does not look beyond the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from bot.model import CountryTag, Mention, MentionField
from bot.understand import towns
from bot.understand.ambiguous import RULES
from bot.understand.country_context import Evidence, Spot, evidence, spots, surname
from bot.understand.country_names import codes, flag, lookup, name, near, regions
from bot.understand.gazetteer import Entry, scan
from bot.understand.language import detect

__all__ = ["codes", "find", "flag", "lookup", "name", "near", "regions"]

# What each kind of evidence is worth when countries are put in order.
_WEIGHTS = {"name": 1.0, "demonym": 1.0, "metonym": 0.8, "former": 0.8, "capital": 0.7, "region": 0.6, "town": 0.4}
_TITLE_WEIGHT = 3.0
_WORDS_FOR_LANGUAGE = 600
# "R-Ky.", "D-N.Y."
_PARTY = re.compile(r"\b[RDI]-\Z")
_CAPITALISED = re.compile(r"[A-Z][\w.'’-]*, \Z")
# Postal codes that are degrees and titles after a person's name as well.
_DEGREES = frozenset(("MD", "MA", "PA", "DC", "ME", "OK", "HI", "CT", "AL", "ON", "AB"))
_PROVINCE = re.compile(r"(?i:province|state|region|governorate|prefecture|district|department|oblast|county)s?\Z")
_REGIONS = ("name", "region", "abbreviation")


@dataclass(frozen=True, slots=True)
class _Reading:
    """One hit read as one country."""

    code: str
    kind: str
    field: MentionField
    spot: Spot

    @property
    def weight(self) -> float:
        return _WEIGHTS[self.kind] * (_TITLE_WEIGHT if self.field == "title" else 1.0)


def find(title: str, body: str, *, language: str | None = None) -> tuple[CountryTag, ...]:
    """The countries that title and body name, the weightiest first. Offsets are characters of the text as given.

    `language`: ISO 639-1; without it, it is detected. Never raises.
    """
    language = language or detect(f"{title}\n{body[:_WORDS_FOR_LANGUAGE]}") or "en"
    fields: tuple[tuple[MentionField, str], ...] = (("title", title), ("body", body))
    hits = {field: scan(text, language) for field, text in fields}
    placed = [(field, _resolved(spots(text, hits[field]))) for field, text in fields]
    article = evidence(f"{title}\n{body}", hits["title"] + hits["body"])
    readings = [r for field, pairs in placed for spot, container in pairs for r in _first(field, spot, container)]
    for reading in readings:
        article.sure[reading.code] += 1
    done = {(reading.field, reading.spot.hit.start) for reading in readings}
    told = {reading.spot.hit.text: reading.code for reading in readings if reading.kind == "town"}
    for field, pairs in placed:
        for spot, container in pairs:
            if (field, spot.hit.start) not in done and container is None:
                readings += _second(field, spot, article, told.get(spot.hit.text))
    return _tags(readings)


def _resolved(found: list[Spot]) -> list[tuple[Spot, str | None]]:
    """Every spot with the state, province or country that follows it after a comma: "Paris, Texas"."""
    pairs: list[tuple[Spot, str | None]] = []
    for i, spot in enumerate(found):
        after = found[i + 1] if i + 1 < len(found) else None
        pairs.append((spot, _container(spot, after)))
    return pairs


def _container(spot: Spot, after: Spot | None) -> str | None:
    if after is None or after.hit.start != spot.hit.end + 2 or not spot.after.startswith(", "):
        return None
    entry = _entry(after, _REGIONS)
    if entry is None:
        return None
    code = "US" if after.hit.text == "Georgia" and "US" in dict(spot.hit.towns) else entry.codes[0]
    if entry.kind == "abbreviation":
        return code
    listed = re.match(r",? (?:and|or) ", after.after)
    is_country = _entry(spot, ("name", "demonym")) is not None
    if is_country:
        closed = code == "US" and re.match(r"[,.;:)]|\Z", after.after)
        return code if closed and not listed and entry.kind == "region" else None
    if code in towns.candidates(spot):
        return code
    return code if entry.kind == "region" and not listed else None


def _entry(spot: Spot, kinds: tuple[str, ...]) -> Entry | None:
    """The first reading of one of the kinds, in the order of the kinds."""
    for kind in kinds:
        for entry in spot.hit.entries:
            if entry.kind == kind:
                return entry
    return None


def _first(field: MentionField, spot: Spot, container: str | None) -> Iterator[_Reading]:
    """What is sure without the rest of the article."""
    if _entry(spot, ("phrase",)) or (container is None and spot.hit.text in RULES):
        return
    if container is not None:
        yield _Reading(container, "town", field, spot)
        return
    entry = _entry(spot, ("name", "demonym", "metonym", "former", "region", "county", "abbreviation"))
    if entry is None or not _stands(entry, spot):
        return
    kind = entry.kind if entry.kind in _WEIGHTS else "region"
    for code in entry.codes:
        yield _Reading(code, kind, field, spot)


def _stands(entry: Entry, spot: Spot) -> bool:
    if entry.kind == "abbreviation":
        if _PARTY.search(spot.before):
            return True
        return bool(_CAPITALISED.search(spot.before)) and spot.hit.text not in _DEGREES
    return entry.kind != "region" or not surname(spot)


def _second(field: MentionField, spot: Spot, article: Evidence, told: str | None) -> Iterator[_Reading]:
    """What the rest of the article decides: ambiguous names, capitals, provinces, towns.

    `told`: the country of a town of that name which the article places ("Paris, Texas").
    """
    if _entry(spot, ("phrase",)):
        return
    if told is not None:
        yield _Reading(told, "town", field, spot)
        return
    rule = RULES.get(spot.hit.text)
    local = towns.local_namesake(spot, article) if rule is not None else None
    if local is not None:
        yield _Reading(local, "town", field, spot)
        return
    if rule is not None:
        for code in rule(spot, article):
            yield _Reading(code, "name", field, spot)
        return
    if _entry(spot, ("name", "demonym", "metonym", "former", "region", "county")):
        return
    province = _entry(spot, ("province",))
    if province is not None:
        if article.sure[province.codes[0]] or _PROVINCE.match(spot.next):
            yield _Reading(province.codes[0], "region", field, spot)
        return
    settled = towns.settle(spot, article)
    if settled is not None:
        capital = _entry(spot, ("capital",))
        yield _Reading(settled, "capital" if capital and settled in capital.codes else "town", field, spot)


def _tags(readings: list[_Reading]) -> tuple[CountryTag, ...]:
    weights: Counter[str] = Counter()
    first: dict[str, _Reading] = {}
    mentions: dict[str, list[Mention]] = {}
    for reading in sorted(readings, key=lambda r: (r.field != "title", r.spot.hit.start)):
        weights[reading.code] += reading.weight  # type: ignore[assignment]
        first.setdefault(reading.code, reading)
        mentions.setdefault(reading.code, []).append(
            Mention(reading.field, reading.spot.hit.start, reading.spot.hit.end)
        )
    order = sorted(
        first, key=lambda code: (mentions[code][0].field != "title", -weights[code], mentions[code][0].start)
    )
    return tuple(CountryTag(code, tuple(mentions[code]), _reason(first[code])) for code in order)


def _reason(reading: _Reading) -> str:
    return f"{reading.kind} '{reading.spot.hit.text}'"
