"""Named entities by capitals, given names and the words of institutions: no model, for machines of one gigabyte.

English. Fits entities.Recogniser. Reads far faster than a model and finds less: lone names that nothing
in the text explains are left out, since a wrong actor is worse than a missed one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from bot.text import word_set
from bot.understand import gazetteer
from bot.understand.identity import given_names, sectors
from bot.understand.names import titles
from bot.understand.names.entities import LIMIT, Entity
from bot.understand.names.recognised import NEVER, ORGANISATION_WORD

_CAPITAL = r"(?:(?:Mc|Mac|O['’]|D['’]|[dl]['’]|al-|el-|Al-|El-)?[A-ZÀ-ÞĀ-ŽА-Я][\w’'&-]*|[A-Z]\.(?:[A-Z]\.)*)"
_JOINING = r"(?:of|for|and|de|da|do|dos|del|della|der|den|van|von|bin|ibn|ben|la|le|di|du|the|&)"
_PARTICLE = r"(?:de|da|do|dos|del|della|der|den|van|von|bin|ibn|ben|bint|la|le|di|du|abu|ul|ter)"
# Capitalised words in a row, joined by spaces alone.
_RUN = re.compile(rf"(?<![\w@#/-]){_CAPITAL}(?:[ \u00a0](?:{_PARTICLE}[ \u00a0]){{0,2}}{_CAPITAL})*")
# "Bank of England", "Committee to Protect Journalists", "Organisation for Economic Co-operation and Development"
_TAIL = re.compile(rf"[ \u00a0](?:of|for)(?:[ \u00a0](?:the|{_CAPITAL}|and(?=[ ][A-Z])))*[ \u00a0]{_CAPITAL}(?!\w)")
_OPENS = re.compile(r"(?:^|[.!?:;…]['”\"’)\]]*\s+|[“\"‘(\[•*–—-]\s*|\n\s*)\Z")
_HEAD_OF = re.compile(
    r".*\b(?:Bank|University|Ministry|Department|Institute|College|Council|Committee|Organi[sz]ation|Association|"
    r"Union|Federation|Confederation|League|School|Office|Bureau|Court|House|Chamber|Academy|Board|Church|Party|"
    r"Society|Centre|Center|Commission|Conference|Museum|Institution|Authority|Corps|Army|Guard|Fund|Front|Movement|"
    r"Brotherhood|Alliance|Assembly|Agency|Congress|Parliament|Airlines|Coalition|Campaign|Foundation|Service)"
)
_SPEAKS = re.compile(
    r"[ ,]*(?:\d{2}[, ]|who\b|said\b|says\b|told\b|added\b|wrote\b|tweeted\b|died\b|was born\b|resigned\b|argued\b)"
)
_ACRONYM = re.compile(r"[A-Z]{3,6}|[A-Z]\.[A-Z]\.(?:[A-Z]\.)*")
_NO_NAME = word_set(
    "I I'm I'd I've I’m It He She They We You This That These Those There Then When Where While What Why How If In On"
    " At But And Or So As For From With By Not No Yes All Some Many Most One Two Mr Mrs Ms Dr Sir Our My His Her Their"
    " Its Christmas"
)


@dataclass(frozen=True, slots=True)
class _Run:
    """Capitalised words in a row: text[start:end]."""

    start: int
    end: int
    name: str
    opens: bool  # a sentence begins with it

    @property
    def words(self) -> list[str]:
        return self.name.split()


def recognise(text: str) -> tuple[Entity, ...]:
    """Entities in the order of the text, none overlapping another; PERSON and ORG alone."""
    text = text[:LIMIT]
    runs = list(_runs(text))
    inside = Counter(word for run in runs if not run.opens for word in run.words)
    found = (_entity(text, run, inside) for run in runs)
    return tuple(entity for entity in found if entity is not None)


def _runs(text: str) -> Iterator[_Run]:
    at = 0
    for line in text.splitlines(keepends=True):
        if not _shouts(line):
            for match in _RUN.finditer(line):
                start, end = at + match.start(), at + match.end()
                yield _Run(
                    start, end, match[0], bool(_OPENS.search(text[max(0, start - 6) : start])) or not match.start()
                )
        at += len(line)


def _shouts(line: str) -> bool:
    """A line in capitals: nothing in it can be told from a name."""
    letters = [char for char in line if char.isalpha()]
    return len(letters) > 12 and sum(char.isupper() for char in letters) > 0.7 * len(letters)


def _entity(text: str, run: _Run, inside: Counter[str]) -> Entity | None:
    run = _without_opener(run, inside)
    start, end = run.start, run.end
    if _HEAD_OF.fullmatch(run.name) and (tail := _TAIL.match(text, end)):
        return Entity(start, tail.end(), "ORG")
    first, last = titles.strip(run.name)
    start, end, name = start + first, start + last, run.name[first:last]
    name = name.removesuffix("'s").removesuffix("’s")
    end = start + len(name)
    if not name or name.lower() in NEVER or _is_place(name):
        return None
    label = _label(text, start, end, name, inside, titled=first > 0 and run.name[:first].strip() != "The")
    return Entity(start, end, label) if label else None


def _without_opener(run: _Run, inside: Counter[str]) -> _Run:
    """Without the words before a name that are capitalised for another reason: a sentence begins, a day is named."""
    words = run.words
    dropped = 0
    while dropped < len(words) and _is_opener(words[dropped], inside, opens=run.opens and not dropped):
        dropped += 1
    if not dropped:
        return run
    start = run.start + sum(len(word) + 1 for word in words[:dropped])
    return _Run(min(start, run.end), run.end, " ".join(words[dropped:]), run.opens)


def _is_opener(word: str, inside: Counter[str], *, opens: bool) -> bool:
    plain = word.removesuffix("'s").removesuffix("’s")
    if word in _NO_NAME or (plain.lower() in NEVER and word.istitle() and not titles.is_role(word)):
        return True
    return opens and not given_names.is_given(plain) and plain.lower() in _common() and not inside[word]


@cache
def _common() -> frozenset[str]:
    """The most frequent English words."""
    lines = resources.files("bot").joinpath("data", "frequent_words.tsv").read_text(encoding="utf8").splitlines()
    return frozenset(next(line for line in lines if line.startswith("en\t")).split("\t")[1].split())


def _is_word(word: str) -> bool:
    """Also a word of the language or a place: no sign of a person."""
    return word.lower() in _common() or word in gazetteer.surfaces() or word.endswith(("s", "ing", "tion", "ness"))


def _is_place(name: str) -> bool:
    """A country, a people or a town, and nothing else."""
    return name in gazetteer.surfaces() and not given_names.is_given(name.split()[0])


def _label(text: str, start: int, end: int, name: str, inside: Counter[str], *, titled: bool) -> str | None:
    words = name.split()
    if ORGANISATION_WORD.match(name) or (len(words) > 1 and _HEAD_OF.fullmatch(name) and sectors.of_organisation(name)):
        return "ORG"
    if len(words) == 1:
        if titled:
            return "PERSON"
        return "ORG" if _ACRONYM.fullmatch(name) and not _is_place(name) else None
    if len(words) > 4:
        return None
    if given_names.is_given(words[0]) or titled:
        return "PERSON"
    if text[max(0, start - 4) : start].lower() == "the ":
        return "ORG" if sectors.of_organisation(name) else None
    if sectors.of_organisation(name):
        return "ORG"
    if len(words) > 3 or not words[-1][1:].islower():
        return None
    known = _SPEAKS.match(text, end) or titles.after(text, end) or inside[words[-1]] > text.count(name)
    return "PERSON" if known or not any(_is_word(word) for word in words) else None
