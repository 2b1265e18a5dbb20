"""Countries as people write and read them: names, flags, what somebody typed, regions for a picker."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from bot.text import fold
from bot.understand.gazetteer import display_names, readings

_TYPED_KINDS = ("name", "demonym", "capital", "former")
_PARTS = ("metonym", "region", "province")
_TYPED = {"us": "US", "uk": "GB", "eu": ""}


@lru_cache(maxsize=1)
def _table() -> Mapping[str, tuple[str, str]]:
    """alpha-2 → (alpha-3, region)."""
    lines = (files("bot") / "data" / "country_codes.tsv").read_text("utf8").splitlines()
    return {two: (three, region) for two, three, region in (row.split("\t") for row in lines if row[0] != "#")}


@lru_cache(maxsize=1)
def codes() -> tuple[str, ...]:
    """Every code we know, in alphabetical order of the English name."""
    return tuple(sorted(_table(), key=lambda code: fold(name(code))))


@lru_cache(maxsize=1)
def regions() -> Mapping[str, tuple[str, ...]]:
    """Region → its codes in alphabetical order of the English name; every code is in exactly one."""
    grouped: dict[str, list[str]] = {region: [] for region in sorted({region for _, region in _table().values()})}
    for code in codes():
        grouped[_table()[code][1]].append(code)
    return MappingProxyType({region: tuple(listed) for region, listed in grouped.items()})


def name(code: str, language: str = "en") -> str:
    """The country's name in that language, else in English; the code itself when it is none of ours."""
    names = display_names()
    return names.get((code, language)) or names.get((code, "en"), code)


def flag(code: str) -> str:
    """The flag as an emoji: two regional indicators."""
    if len(code) != 2 or not (code.isascii() and code.isalpha()):
        return ""
    return "".join(chr(ord(c) - ord("A") + 0x1F1E6) for c in code.upper())


def lookup(text: str) -> str | None:
    """The country that somebody typed: a name in any language, a demonym, a capital, an ISO code. None when unsure."""
    typed = _key(text)
    if typed in _TYPED:
        return _TYPED[typed] or None
    return _by_key().get(typed) or _by_code().get(typed)


def holder(text: str) -> str | None:
    """The country of a part or a seat of power that somebody typed: Texas, Crimea, Downing Street."""
    return _by_part().get(_key(text))


def near(text: str, limit: int = 5) -> tuple[str, ...]:
    """Codes whose English names look like what was typed, best first: for "did you mean"."""
    typed = _key(text)[:60]
    close = difflib.get_close_matches(typed, _english(), n=limit * 3, cutoff=0.7)
    begun = [key for key in _english() if len(typed) > 2 and key.startswith(typed)]
    holding = [key for key in _english() if len(typed) > 3 and typed in key]
    return tuple(dict.fromkeys(_english()[key] for key in [*begun, *close, *holding]))[:limit]


def _key(text: str) -> str:
    return fold(text.replace(".", "").replace("’", "'").replace("-", " ")).removeprefix("the ").strip(" !?,;")


@lru_cache(maxsize=1)
def _by_code() -> Mapping[str, str]:
    return {iso.lower(): two for two, (three, _) in _table().items() for iso in (two, three)}


# Made of the file rather than of the gazetteer's tables: the bot's own process looks names up and reads no articles.


@lru_cache(maxsize=1)
def _english() -> Mapping[str, str]:
    return {
        _key(text): entry.codes[0]
        for text, entry in readings()
        if "en" in entry.languages and entry.kind in ("name", "demonym") and len(text) > 3
    }


@lru_cache(maxsize=1)
def _by_key() -> Mapping[str, str]:
    """Folded form → code. English wins, then names, demonyms, capitals; a form that two share is nobody's."""
    return _best(_TYPED_KINDS)


@lru_cache(maxsize=1)
def _by_part() -> Mapping[str, str]:
    return _best(_PARTS)


def _best(kinds: tuple[str, ...]) -> Mapping[str, str]:
    best: dict[str, tuple[int, str]] = {}
    for text, entry in readings():
        if entry.kind in kinds and len(entry.codes) == 1 and not entry.stem:
            key = _key(text)
            level = 2 * kinds.index(entry.kind) + ("en" not in entry.languages)
            held = best.get(key)
            if held is None or level < held[0]:
                best[key] = (level, sys.intern(entry.codes[0]))
            elif level == held[0] and held[1] != entry.codes[0]:
                best[key] = (level, "")
    return {key: code for key, (_, code) in best.items() if code}
