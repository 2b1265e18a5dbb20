"""Which words of a question name actors and countries.

Pure: the caller looks the candidate names up in the registry. Written for questions typed in a hurry: any case,
Russian endings, possessives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from bot.model import Actor, ActorKind
from bot.text import fold, word_set
from bot.understand.grouping.similarity import STOP_WORDS
from bot.understand.places import country_names

MOST_WORDS = 5  # in one name
_READ = 60  # words of a question
_MOST_NAMES = 800
_WORD = re.compile(r"[^\W_](?:[\w’'&-]|\.(?=\w))*")
_POSSESSIVE = re.compile(r"[’']s?$")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_CASE_ENDINGS = ("ого", "ему", "ому", "ом", "ем", "ой", "ей", "ым", "им", "ую", "юю", "а", "я", "у", "ю", "е", "и", "ы")
_NOMINATIVE = ("", "а", "я", "й", "ь", "ий", "ый", "ия")
# Words of questions that are also names of something: WHO, Will, Can (Canada's code).
NOT_NAMES = STOP_WORDS | word_set(
    "happen happened happening news latest today yesterday week month year since day days update updates meet met"
    " visit visited said says tell know think mean talk deal war peace election elections president minister"
    " что кто где когда почему как какие новости сегодня вчера последние qué quién cuándo dónde noticias hoy ayer"
)

_NO_EDGE = word_set(
    "the a an of and or in on at to for with by from is are was were did does do what who has have about"
)


@dataclass(frozen=True, slots=True)
class Named:
    """Words start…end (characters of the question) and whom they may name, likeliest first."""

    start: int
    end: int
    actors: tuple[Actor, ...] = ()
    country: str | None = None


@dataclass(frozen=True, slots=True)
class _Gram:
    start: int
    end: int
    text: str
    words: int


def candidate_names(text: str) -> tuple[str, ...]:
    """Every run of 1 to 5 words that may be somebody's name, as written, and in Russian its likely nominatives."""
    names = (name for gram in _grams(text) for name in _spellings(gram.text))
    found: dict[str, None] = {}
    for name in names:
        found.setdefault(name)
        if len(found) >= _MOST_NAMES:
            break
    return tuple(found)


def find(text: str, known: Mapping[str, tuple[Actor, ...]]) -> tuple[Named, ...]:
    """The actors and countries named, in the question's order, never overlapping. `known`: by candidate name."""
    taken: list[Named] = []
    grams = _grams(text)
    shouted = text.isupper()
    for wanted in (_long_actor, _country, _lone_actor):
        for gram in grams:
            if not any(gram.start < other.end and other.start < gram.end for other in taken):
                named = wanted(gram, known, text if not shouted else text.lower())
                if named is not None:
                    taken.append(named)
    return tuple(sorted(taken, key=lambda named: named.start))


def _grams(text: str) -> list[_Gram]:
    """Longest first, then in order."""
    words = [(match.start(), match.end()) for match in _WORD.finditer(text)][:_READ]
    found = []
    for size in range(min(MOST_WORDS, len(words)), 0, -1):
        for i in range(len(words) - size + 1):
            start, end = words[i][0], words[i + size - 1][1]
            bare = _POSSESSIVE.sub("", text[start:end])
            if _may_be_names(bare) if size > 1 else _may_be_name(bare):
                found.append(_Gram(start, start + len(bare), bare, size))
    return found


def _may_be_name(word: str) -> bool:
    """Whether a lone word may be one: not "who", but "WHO"."""
    return (len(word) > 1 and word.isupper()) or (len(word) > 2 and fold(word) not in NOT_NAMES)


def _may_be_names(words: str) -> bool:
    """Not "the shell", which is no more than "shell"."""
    each = words.lower().split()
    return each[0] not in _NO_EDGE and each[-1] not in _NO_EDGE


def _spellings(name: str) -> Iterator[str]:
    yield name
    words = name.split()
    if len(words) <= 2 and _CYRILLIC.search(name):
        for variant in product(*(_nominatives(word) for word in words)):
            yield " ".join(variant)


def _nominatives(word: str) -> tuple[str, ...]:
    stems = [word[: -len(end)] for end in _CASE_ENDINGS if word.endswith(end) and len(word) - len(end) >= 3][:2]
    return (word, *(stem + end for stem in stems for end in _NOMINATIVE))


def _matches(gram: _Gram, known: Mapping[str, tuple[Actor, ...]]) -> tuple[Actor, ...]:
    return next((known[name] for name in _spellings(gram.text) if known.get(name)), ())


def _long_actor(gram: _Gram, known: Mapping[str, tuple[Actor, ...]], _: str) -> Named | None:
    found = _matches(gram, known) if gram.words > 1 else ()
    return Named(gram.start, gram.end, found[:4]) if found else None


def _country(gram: _Gram, _: Mapping[str, tuple[Actor, ...]], text: str) -> Named | None:
    written = text[gram.start : gram.end]
    if len(written) < 4 and not written.isupper():
        return None  # "in", "no" and "can" are codes too
    code = next((code for name in _spellings(written) if (code := country_names.lookup(name))), None)
    if code is None and written[0].isupper():  # "central" and "union" are no regions
        code = country_names.holder(written)
    return Named(gram.start, gram.end, country=code) if code else None


def _lone_actor(gram: _Gram, known: Mapping[str, tuple[Actor, ...]], text: str) -> Named | None:
    """A word alone names a person in any case; an organisation only as it is written ("Shell", not "shell")."""
    written = text[gram.start : gram.end]
    found = _matches(gram, known) if gram.words == 1 else ()
    if not written[0].isupper():
        whole = len(_WORD.findall(text)) == 1
        found = tuple(a for a in found if whole or a.kind is ActorKind.PERSON or _is_acronym(written, a))
    return Named(gram.start, gram.end, found[:4]) if found else None


def _is_acronym(written: str, actor: Actor) -> bool:
    return written.upper() in (actor.name, *actor.aliases)
