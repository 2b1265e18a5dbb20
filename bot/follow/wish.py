"""The words after /follow -> a wish: parts that name subjects, and how to deliver. Pure; knows no names.

    [country|actor|topic|feed|publisher|keyword] SUBJECT [and SUBJECT] [MODE …]
    MODE: instant | each | silent | mentions | confirmed N | nocap

A quoted subject is taken as it stands, so that words like "and" or "silent" can be followed too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.errors import Refused
from bot.model import Mode, SubjectKind
from bot.text import one_line

MAX_PARTS = 4
MAX_CONFIRMED = 9
USUAL = Mode()
_KINDS = {kind.value: kind for kind in SubjectKind if kind is not SubjectKind.ALL}
_ALL = {"all", "everything"}
_AVAILABLE = "What there is: instant, each, silent, mentions, confirmed N."
_LATER = {"digest": "Digests", "cap": "Caps", "min": "Importance levels"}
_TAKES_NUMBER = {"confirmed", *_LATER}
_VALUE = {
    "confirmed": re.compile(r"\d{1,6}"),
    "cap": re.compile(r"\d{1,6}"),
    "digest": re.compile(r"\d{1,2}[:.]\d{2}"),
    "min": re.compile(r"\d{1,6}|low|medium|high|\d\.\d+", re.IGNORECASE),
}
_TOKEN = re.compile(r'"[^"]*"|“[^”]*”|«[^»]*»|\S+')
_QUOTES = ('""', "“”", "«»")


@dataclass(frozen=True, slots=True)
class Part:
    """One subject as written."""

    text: str
    kind: SubjectKind | None = None  # None: not said
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    parts: tuple[Part, ...]
    mode: Mode = USUAL
    mode_said: bool = False


def parse_command(arguments: str) -> Wish:
    """No parts: nothing was said. Refused, with a sentence, for a mode that cannot be had or too many subjects."""
    words = _TOKEN.findall(one_line(arguments))
    subjects, modes = _without_modes(words)
    parts = tuple(part for part in map(_part, _split(subjects)) if part.text)
    if len(parts) > MAX_PARTS:
        raise Refused(f"That is {len(parts)} subjects at once; up to {MAX_PARTS} can be combined in one watch.")
    if len(parts) > 1:
        parts = tuple(part for part in parts if part.kind is not SubjectKind.ALL) or parts[:1]
    return Wish(parts, _mode(modes), bool(modes))


def _without_modes(words: list[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """The mode words at the end, last first, as (word, value)."""
    rest, modes = list(words), []
    while rest:
        last = rest[-1].lower().rstrip(",")
        if last in ("instant", "each", "silent", "mentions", "nocap", "confirmed"):
            modes.append((last, ""))
            taken = 1
        elif len(rest) > 1 and (word := rest[-2].lower()) in _TAKES_NUMBER and _VALUE[word].fullmatch(last):
            modes.append((word, last))
            taken = 2
        else:
            break
        rest = rest[:-taken]
    if len(rest) == 1 and rest[0].lower() in _KINDS:  # "keyword silent": then that is the subject
        return words, []
    return rest, modes


def _mode(modes: list[tuple[str, str]]) -> Mode:
    mode = Mode()
    for word, value in modes:
        if word in _LATER:
            raise Refused(f"{_LATER[word]} are not available yet. {_AVAILABLE}")
        if word == "each":
            mode = replace(mode, each=True)
        elif word == "silent":
            mode = replace(mode, silent=True)
        elif word == "mentions":
            mode = replace(mode, mentions=True)
        elif word == "confirmed":
            mode = replace(mode, confirmed=_publishers(value))
    return mode


def _publishers(value: str) -> int:
    number = int(value) if value else 2
    if not 1 <= number <= MAX_CONFIRMED:
        raise Refused(f"“confirmed” takes a number of publishers from 1 to {MAX_CONFIRMED}.")
    return number


def _split(words: list[str]) -> list[list[str]]:
    """At every "and" or "+"."""
    groups: list[list[str]] = [[]]
    for word in words:
        if word.lower() == "and" or word in ("+", "&"):
            groups.append([])
        else:
            groups[-1].append(word)
    return groups


def _part(words: list[str]) -> Part:
    kind = _KINDS.get(words[0].lower()) if len(words) > 1 else None
    if kind is not None:
        words = words[1:]
    text = " ".join(words)
    quoted = len(text) > 2 and text[0] + text[-1] in _QUOTES
    text = text[1:-1].strip() if quoted else text.strip(" ,")
    if kind is None and not quoted and text.lower() in _ALL:
        return Part(text, SubjectKind.ALL)
    return Part(text, kind, quoted)
