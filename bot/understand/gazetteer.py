"""Finds every name in a text that may stand for a country, in one pass, with word boundaries right in every script.

Does not decide what an ambiguous name means; see country_context.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

import ahocorasick

# Written without spaces: Thai, Lao, Burmese, Khmer, kana, ideographs. A name may begin and end anywhere.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u30ff\u31f0-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_HANGUL = re.compile("[\uac00-\ud7a3]")
# "and", "with", "to", "from", "the" are written onto the next word in Arabic and in Hebrew.
_PREFIX = re.compile(r"(?<!\w)(?:[وف]?[بلك]?(?:ال|ل)?|[והבלכמש]{1,2})\Z")
_PREFIXED = re.compile("[\u0590-\u06ff]")
# A particle, a suffix or a compound may follow in Korean, but these make another word: humanitarian, sidewalk.
_NOT_AFTER_HANGUL = re.compile("적|주의|자[^가-힣]")
_ENDING = re.compile(
    r"(?:(?:янин|ан|ян|ин|ец|ч|ц|к|ск|ськ|цьк|зьк|шк|чк)?"
    r"(?:а|я|ы|и|і|ї|е|є|у|ю|о|ь|й|ой|ей|ій|ою|ею|єю|ією|ию|ью|ом|ем|єм|ам|ям|ами|ями|ах|ях|ов|ев|ів|ок|ии|ию|ия|ією|ії|ію|"
    r"ий|ый|ая|яя|ое|ее|ого|его|ому|ему|ым|им|ую|юю|ые|ие|ых|их|ыми|ими|ої|ја|је|ју|јом|ска|ски|ско)?|[a-zß-ɏ]{0,4})\Z"
)
# Words in capitals are read as if they were names: "CARACAS, Feb 5", "RUSSIA WARNS NORTH KOREA".
_CAPITALS = re.compile(r"(?<![\w.])[^\W\d_a-zß-ÿа-я]{4,}(?![\w])")


@dataclass(frozen=True, slots=True)
class Entry:
    """One reading of a name."""

    kind: str  # name, demonym, capital, metonym, former, region, province, abbreviation, phrase
    codes: tuple[str, ...]
    languages: frozenset[str]  # empty: whatever the language
    stem: bool = False

    def allows(self, language: str, *, unsure: bool = False) -> bool:
        """English names of countries stand in texts of every language; all else keeps to its own.

        `unsure`: the language is a guess; then "Russian" and "Venezuelan" are read as well.
        """
        english = "en" in self.languages and (self.kind == "name" or (unsure and self.kind == "demonym"))
        return not self.languages or language in self.languages or english


@dataclass(frozen=True, slots=True)
class Surface:
    """A written form with its readings; `towns`: country and inhabitants of its largest town of that name."""

    text: str
    entries: tuple[Entry, ...] = ()
    towns: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A surface found in a text, with the readings that its language allows."""

    start: int
    end: int
    text: str
    entries: tuple[Entry, ...]
    towns: tuple[tuple[str, int], ...]


def _lines(name: str) -> Iterator[list[str]]:
    with (files("bot") / "data" / name).open("rb") as packed, gzip.open(packed, "rt", encoding="utf8") as lines:
        for line in lines:
            yield line.rstrip("\n").split("\t")


@lru_cache(maxsize=1)
def display_names() -> Mapping[tuple[str, str], str]:
    """(code, language) → the name to show."""
    rows = (row for row in _lines("countries.tsv.gz") if row[0] == "display")
    return MappingProxyType({(code, one): text for _, code, languages, _, text in rows for one in languages.split(",")})


def readings() -> Iterator[tuple[str, Entry]]:
    """Every written form with each of its readings, towns apart. Read anew at each call: nothing of it is kept."""
    # A few thousand readings serve all names: made once each, or the tables take twice the memory.
    known: dict[tuple[str, ...], Entry] = {}
    for *reading, text in _lines("countries.tsv.gz"):
        if reading[0] != "display":
            yield text, known.setdefault(tuple(reading), _entry(*reading))


@lru_cache(maxsize=1)
def surfaces() -> Mapping[str, Surface]:
    """Every written form we know."""
    found: dict[str, tuple[Entry, ...]] = {}
    groups: dict[tuple[Entry, ...], tuple[Entry, ...]] = {}
    for text, entry in readings():
        group = (*found.get(text, ()), entry)
        found[text] = groups.setdefault(group, group)
    towns = {text: _towns(column) for text, column in _lines("places.tsv.gz")}
    return MappingProxyType(
        {text: Surface(text, found.get(text, ()), towns.get(text, ())) for text in found.keys() | towns.keys()}
    )


def _entry(kind: str, codes: str, languages: str, stem: str) -> Entry:
    return Entry(
        kind, tuple(filter(None, codes.split(","))), frozenset(filter(None, languages.split(","))), stem == "*"
    )


def _towns(column: str) -> tuple[tuple[str, int], ...]:
    return tuple(
        (sys.intern(code), int(people)) for code, _, people in (part.partition("=") for part in column.split(","))
    )


@lru_cache(maxsize=1)
def _automaton() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for text, surface in surfaces().items():
        automaton.add_word(text, surface)
    automaton.make_automaton()
    return automaton


def scan(text: str, language: str, *, unsure: bool = False) -> list[Hit]:
    """Non-overlapping names from left to right, the longest where several begin together.

    `unsure`: the language is a guess.
    """
    found: list[Hit] = []
    text = decapitalised(text)
    for last, surface in _automaton().iter(text):
        start, end = last + 1 - len(surface.text), last + 1
        hit = _hit(text, start, end, surface, language, unsure)
        if hit is not None:
            found.append(hit)
    return _longest(found)


def decapitalised(text: str) -> str:
    """Words of four capitals and more written as names are; offsets stay as they were."""
    if not _CAPITALS.search(text):
        return text
    return _CAPITALS.sub(_as_name, text)


def _as_name(match: re.Match[str]) -> str:
    word = match[0]
    name = word.capitalize()
    return word if word in surfaces() or len(name) != len(word) else name


def _hit(text: str, start: int, end: int, surface: Surface, language: str, unsure: bool) -> Hit | None:
    if not _begins(text, start):
        return None
    rest = _rest(text, end)
    entries = tuple(
        entry
        for entry in surface.entries
        if entry.allows(language, unsure=unsure) and (not rest or (entry.stem and _ENDING.match(rest)))
    )
    towns = surface.towns if not rest else ()
    return Hit(start, end + len(rest), surface.text, entries, towns) if entries or towns else None


def _begins(text: str, start: int) -> bool:
    if start == 0 or _UNSPACED.match(text[start]):
        return True
    before = text[start - 1]
    if not before.isalnum():
        return True
    if _PREFIXED.match(text[start]):
        return bool(_PREFIX.search(text[max(0, start - 4) : start]))
    return bool(_UNSPACED.match(before))


def _rest(text: str, end: int) -> str:
    """The letters that follow without a break and belong to the same word."""
    if end >= len(text) or _UNSPACED.match(text[end - 1]) or not _joins(text[end]):
        return ""
    if _HANGUL.match(text[end - 1]) and not _NOT_AFTER_HANGUL.match(text, end):
        return ""
    stop = end
    while stop < len(text) and stop - end < 12 and _joins(text[stop]):
        stop += 1
    return text[end:stop]


def _joins(char: str) -> bool:
    return char.isalnum() and not _UNSPACED.match(char)


def _longest(found: list[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    for hit in sorted(found, key=lambda h: (h.start, -h.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept
