"""The words after /follow -> a wish: parts that name subjects, and how to deliver. Pure; knows no names.

    [country|actor|topic|feed|publisher|keyword] SUBJECT [and SUBJECT] [-WORD] [MODE …]

A quoted subject is taken as it stands, so that words like "and" or "silent" can be followed too; so is a pattern, which
stands between slashes. The modes are those
of bot.follow.modes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.errors import Refused
from bot.follow.modes import NUMBERED, PLAIN, read_modes, takes
from bot.model import Mode, SubjectKind
from bot.text import one_line

MAX_PARTS = 4
MAX_WITHOUT = 6
USUAL = Mode()
_KINDS = {kind.value: kind for kind in SubjectKind if kind not in (SubjectKind.ALL, SubjectKind.WITHOUT)}
_ALL = {"all", "everything"}
_TOKEN = re.compile(r'-?"[^"]*"|-?“[^”]*”|-?«[^»]*»|/(?:[^/\\]|\\.)+/(?!\S)|\S+')
_WITHOUT = re.compile(r'-(?=[\w"“«])(.+)')
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


def parse_command(arguments: str, usual: Mode = USUAL) -> Wish:
    """No parts: nothing was said. `usual`: the mode where nothing is said of it.

    Refused, with a sentence, for a mode that cannot be had or too many subjects.
    """
    words = _TOKEN.findall(one_line(arguments))
    subjects, modes = _without_modes(words)
    subjects, without = _apart(subjects)
    parts = tuple(part for part in map(_part, _split(subjects)) if part.text)
    if len(parts) > MAX_PARTS:
        raise Refused(f"That is {len(parts)} subjects at once; up to {MAX_PARTS} can be combined in one watch.")
    if len(without) > MAX_WITHOUT:
        raise Refused(f"That is {len(without)} words to leave out; there can be {MAX_WITHOUT}.")
    if len(parts) > 1:
        parts = tuple(part for part in parts if part.kind is not SubjectKind.ALL) or parts[:1]
    return Wish((*parts, *without), read_modes(modes, usual), bool(modes))


def _without_modes(words: list[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """The subjects' words, and the modes at the end as (word, value), in their order."""
    rest, modes = list(words), []
    while rest:
        last = rest[-1].lower().rstrip(",")
        if last in PLAIN:
            modes.append((last, ""))
            taken = 1
        elif len(rest) > 1 and (word := rest[-2].lower()) in NUMBERED and takes(word, last):
            modes.append((word, last))
            taken = 2
        else:
            break
        rest = rest[:-taken]
    if len(rest) == 1 and rest[0].lower() in _KINDS:  # "keyword silent": then that is the subject
        return words, []
    return rest, modes[::-1]


def _apart(words: list[str]) -> tuple[list[str], tuple[Part, ...]]:
    """The words that name subjects, and those that must not be in a report: "-olive", behind a subject."""
    kept = [word for n, word in enumerate(words) if n == 0 or not _WITHOUT.fullmatch(word)]
    without = [found[1] for word in words[1:] if (found := _WITHOUT.fullmatch(word))]
    return kept, tuple(Part(_unquoted(word)[0], SubjectKind.WITHOUT) for word in dict.fromkeys(without))


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
    if kind is SubjectKind.PATTERN or (kind is None and words and words[0].startswith("/") and words[0] != "/"):
        return Part(_between_slashes(" ".join(words)), SubjectKind.PATTERN)
    text, quoted = _unquoted(" ".join(words))
    if kind is None and not quoted and text.lower() in _ALL:
        return Part(text, SubjectKind.ALL)
    return Part(text, kind, quoted)


def _unquoted(text: str) -> tuple[str, bool]:
    quoted = len(text) > 2 and text[0] + text[-1] in _QUOTES
    return (text[1:-1].strip() if quoted else text.strip(" ,")), quoted


def _between_slashes(text: str) -> str:
    if not (len(text) > 2 and text[0] == text[-1] == "/"):
        raise Refused("A pattern stands between two slashes and ends its words there: /follow /oil (price|export)s?/")
    return text[1:-1]
