"""Whether two names are one person's: surely, perhaps, or not; and the keys under which such names meet.

Compares spellings only. Does not know who anybody is: what else speaks for it is weighed by the registry.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from importlib import resources

from bot.text import word_set
from bot.understand.identity import given_names
from bot.understand.identity.skeleton import fold

GENERATION = frozenset(("jr", "sr", "ii", "iii", "iv", "iunior", "senior"))
PARTICLES = word_set("al de da dos del della der den van von bin ibn ben bint la le di du ul e i")
_LEADING = PARTICLES - {"ben", "e", "i", "ul"}  # al-Sadr, de la Fuente: surnames; Ben and E. are given names
# Short forms of given names; what is not listed stands for itself.
_NICKNAMES = {
    "Joe": "Joseph", "Bill": "William", "Will": "William", "Billy": "William", "Bob": "Robert", "Rob": "Robert",
    "Bobby": "Robert", "Mike": "Michael", "Jim": "James", "Jimmy": "James", "Tom": "Thomas", "Dan": "Daniel",
    "Ben": "Benjamin", "Chris": "Christopher", "Steve": "Steven", "Stephen": "Steven", "Ted": "Edward", "Ed": "Edward",
    "Eddie": "Edward", "Tony": "Anthony", "Alex": "Alexander", "Nick": "Nicholas", "Ken": "Kenneth", "Dave": "David",
    "Matt": "Matthew", "Andy": "Andrew", "Liz": "Elizabeth", "Kate": "Katherine", "Katie": "Katherine", "Sam": "Samuel",
    "Pete": "Peter", "Dick": "Richard", "Rick": "Richard", "Ron": "Ronald", "Don": "Donald", "Greg": "Gregory",
    "Jeff": "Jeffrey", "Larry": "Lawrence", "Phil": "Philip", "Tim": "Timothy", "Pepe": "José", "Paco": "Francisco",
    "Nacho": "Ignacio", "Chuck": "Charles", "Charlie": "Charles", "Gerry": "Gerald", "Fred": "Frederick",
    "Josh": "Joshua", "Zach": "Zachary", "Debbie": "Deborah", "Sue": "Susan", "Jerry": "Gerald", "Vlad": "Vladimir",
}  # fmt: skip
_STANDS_FOR = {fold(short): fold(whole) for short, whole in _NICKNAMES.items()}
# Given names that are left out as often as not.
_OPTIONAL = frozenset(map(fold, ("Mohammad", "Seyed", "Sayed", "Syed", "Sheikh", "Hajji", "Maria", "Jose")))
_CLOSE = str.maketrans("eo", "iu")  # Qassem, Qassim; Moqtada, Muqtada
_BREATH = re.compile("(?<=[bdgkpt])h|(?<=[aiu])h$")  # Gotabhaya, Gotabaya; Sarah, Sara
_TWICE = re.compile(r"(.)\1+")
_RUN_TOGETHER = re.compile(r"(?<=\b[A-Z]\.)(?=[A-Z]\.)")  # J.K. Rowling


class Likeness(IntEnum):
    NO = 0
    PERHAPS = 1
    SURE = 2


@dataclass(frozen=True, slots=True)
class Verdict:
    """`why`: how the two spellings differ, in words."""

    likeness: Likeness
    why: str = ""


FIRST_NAME, OPTIONAL_NAME = "first name left out", "given name that is often left out"
INITIAL, MIDDLE_INITIAL, SECOND_SURNAME = "initial", "middle initial", "second surname"
NO = Verdict(Likeness.NO)


@dataclass(frozen=True, slots=True)
class _Name:
    """A name's folded words, its generation apart; `words`: those that are no particles."""

    every: tuple[str, ...]
    words: tuple[str, ...]
    generation: frozenset[str]

    @property
    def surname(self) -> str:
        return self.words[-1]

    @property
    def without_initials(self) -> tuple[str, ...]:
        return (self.words[0], *(word for word in self.words[1:-1] if len(word) > 1), self.words[-1])

    @property
    def initials(self) -> str:
        return "".join(word for word in self.words[1:-1] if len(word) == 1)


@cache
def common_surnames() -> frozenset[str]:
    """Folded surnames that too many people bear to tell anything."""
    text = resources.files("bot").joinpath("data", "common_surnames.txt").read_text(encoding="utf8")
    return frozenset(fold(word) for line in text.splitlines() if not line.startswith("#") for word in line.split())


@cache
def _family_first() -> frozenset[str]:
    """Chinese, Korean and Vietnamese surnames, which stand before the given name."""
    text = resources.files("bot").joinpath("data", "common_surnames.txt").read_text(encoding="utf8")
    line = next(line for line in text.splitlines() if line.startswith("# family first: "))
    return frozenset(fold(word) for word in line.removeprefix("# family first: ").split())


def is_rare(name: str) -> bool:
    """True when the surname is none that many people bear."""
    parsed = _parse(name)
    return len(parsed.words) > 1 and len(parsed.surname) > 3 and not set(parsed.words[1:]) & common_surnames()


def tells(word: str) -> bool:
    """True for a lone surname that few people bear, and that is no given name."""
    plain = fold(word)
    return len(plain) > 3 and plain not in common_surnames() and plain not in _folded_given()


def is_full(name: str) -> bool:
    """A given name and a surname at least; in Chinese and Japanese writing two characters and more."""
    return len(_parse(name).words) > 1 or ("\u3040" <= name[:1] <= "\u9fff" and len(name) > 1)


def blocks(name: str) -> tuple[str, ...]:
    """The keys under which names meet that `compare` may find alike; () for a lone word.

    A key is the first letter of a name and the end of its last word: few names share one, even among a million.
    """
    return tuple(dict.fromkeys(key for form in _forms(_parse(name)) for key in _blocks(form)))


def sought(name: str) -> tuple[str, ...]:
    """The keys to look a name up under: its own, and those of its other order."""
    words = _parse(name).words
    if len(words) < 2:
        return ()
    turned = [(*words[1:], words[0]), (words[-1], *words[:-1])]
    return tuple(dict.fromkeys((*blocks(name), *(key for form in turned for key in _blocks(form)))))


def _forms(name: _Name) -> list[tuple[str, ...]]:
    """The name, with its given name in full; a long one also without its first and without its last word."""
    words = name.words
    if len(words) < 2:
        return []
    every = name.every[name.every.index(words[0]) :]
    whole = _STANDS_FOR.get(words[0], words[0])
    found = [every, words, (whole, *words[1:])]
    return found if len(words) < 3 else [*found, words[1:], words[:-1], (whole, *words[1:-1])]


def _blocks(words: Sequence[str]) -> list[str]:
    ends = [words[-1]] if len(words[-1]) > 4 else [words[-1], "".join(words[1:])]  # Lepen, Le Pen; Jongun, Jong Un
    return [f"{_sound(words[0])[0]}:{_sound(end)[-5:]}" for end in ends]


def _sounds(words: Sequence[str]) -> list[str]:
    return [_sound(word) for word in words]


def _sound(word: str) -> str:
    """A word without what transliterations of one name often differ in."""
    return _BREATH.sub("", word.translate(_CLOSE)) or word


def _joined(words: Sequence[str]) -> str:
    return _TWICE.sub(r"\1", "".join(words))


def compare(one: str, other: str) -> Verdict:
    """What the spellings alone say. Names of one word are never alike."""
    a, b = _parse(one), _parse(other)
    if min(len(a.words), len(b.words)) < 2 or a.generation != b.generation:
        return NO
    if a.words == b.words or _joined(a.every) == _joined(b.every):
        return Verdict(Likeness.SURE, "spelling")
    if _turned(a, b):
        return Verdict(Likeness.SURE, "order of the names")
    if a.initials and b.initials and a.initials != b.initials:
        return NO
    if a.without_initials == b.without_initials:
        return Verdict(Likeness.SURE, MIDDLE_INITIAL)
    if {a.words[0], b.words[0]} & _family_first():
        return NO
    if _sounds(a.words) == _sounds(b.words):
        return Verdict(Likeness.PERHAPS, "spelling of vowels")
    short, long = sorted((a.without_initials, b.without_initials), key=len)
    why = _short_form(short, long)
    return Verdict(Likeness.PERHAPS, why) if why else NO


def _short_form(short: tuple[str, ...], long: tuple[str, ...]) -> str:
    """How a shorter name may come of a longer one; "" when it does not."""
    if len(short) > 1 and short == long[1:]:
        return OPTIONAL_NAME if long[0] in _OPTIONAL else FIRST_NAME
    given = _given(short[0], long[0])
    if given is None or not _within(short[1:], long[1:]):
        return ""
    if short[-1] == long[-1]:
        return given or "middle name"
    return SECOND_SURNAME if not given and short[-1] == long[-2] else ""


def _given(one: str, other: str) -> str | None:
    """How one given name stands for the other: "" when they are equal; None when it does not."""
    if one == other:
        return ""
    if len(one) == 1 or len(other) == 1:
        return INITIAL if one[0] == other[0] else None
    return "nickname" if _STANDS_FOR.get(one, one) == _STANDS_FOR.get(other, other) else None


def _within(short: Sequence[str], long: Sequence[str]) -> bool:
    """All words of the short one, in their order."""
    rest = iter(long)
    return all(word in rest for word in short)


def _turned(a: _Name, b: _Name) -> bool:
    """One order of the same words is the other's with the surname moved to the other end, and it is plain which it is.

    "Craig James" and "James Craig" are two people: either word is a given name.
    """
    if len(a.words) != len(b.words) or a.words not in (b.words[1:] + b.words[:1], b.words[-1:] + b.words[:-1]):
        return False
    ends = (a.words[0], a.words[-1])
    if any(word in _family_first() for word in ends):
        return True
    return len({word in _folded_given() for word in ends}) == 2


@cache
def _folded_given() -> frozenset[str]:
    return frozenset(map(fold, given_names.known()))


@lru_cache(maxsize=20_000)
def _parse(name: str) -> _Name:
    every = fold(_RUN_TOGETHER.sub(" ", name)).split()
    generation = frozenset(word for word in every[2:] if word in GENERATION)
    every = [word for n, word in enumerate(every) if n < 2 or word not in GENERATION]
    last = len(every) - 1
    words = [word for n, word in enumerate(every) if n == last or word not in (PARTICLES if n else _LEADING)]
    return _Name(tuple(every), tuple(words), generation)
