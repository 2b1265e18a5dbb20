"""How a watch delivers: in words for people, and in the few letters that fit into a button."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from bot.model import CAP, Mode, Quiet


def in_words(mode: Mode) -> str:
    """ "one message a story, once 2 publishers report it, without a sound"."""
    what = "every report, also further ones of the same story" if mode.each else "one message a story"
    return ", ".join([what, _when(mode), *_also(mode)])


def _when(mode: Mode) -> str:
    confirmed = f"once {mode.confirmed} independent publishers report it" if mode.confirmed > 1 else ""
    if mode.digest:
        return " ".join(filter(None, (confirmed, f"in a digest at {times(mode.digest)}")))
    return confirmed or "as soon as it is in"


def _also(mode: Mode) -> list[str]:
    notes = {
        f"only from importance {mode.minimum} (of 10)": mode.minimum > 0,
        f"only in {', '.join(code.upper() for code in mode.languages)}": bool(mode.languages),
        "only where all stand in one sentence": mode.near,
        "also where it is only mentioned": mode.mentions,
        "without a sound": mode.silent,
        f"{mode.cap} an hour at most, the rest in one message": mode.cap not in (None, CAP) and not mode.digest,
        "however many an hour": mode.cap is None and not mode.each and not mode.digest,
        "in quiet hours too": mode.quiet is Quiet.THROUGH,
        "nothing of what comes in quiet hours": mode.quiet is Quiet.DROP,
        f"in quiet hours from importance {mode.wakes}": mode.wakes > 0 and mode.quiet is not Quiet.THROUGH,
    }
    return [words for words, holds in notes.items() if holds]


def typed(mode: Mode) -> list[str]:
    """The words that make this mode, as people type them."""
    words = [word for word, on in (("each", mode.each), ("silent", mode.silent), ("mentions", mode.mentions)) if on]
    words += ["near"] if mode.near else []
    words += [f"confirmed {mode.confirmed}"] if mode.confirmed > 1 else []
    words += [f"min {mode.minimum}"] if mode.minimum else []
    words += [f"digest {times(mode.digest, ',')}"] if mode.digest else []
    if mode.cap != (None if mode.each else CAP):
        words += ["nocap" if mode.cap is None else f"cap {mode.cap}"]
    words += [f"quiet {mode.quiet.value}"] if mode.quiet is not Quiet.HOLD else []
    words += [f"wake {mode.wakes}"] if mode.wakes else []
    return words + ([f"lang {','.join(mode.languages)}"] if mode.languages else [])


def times(minutes: tuple[int, ...], between: str = " and ") -> str:
    """ "08:00 and 18:30"."""
    return between.join(f"{minute // 60:02}:{minute % 60:02}" for minute in minutes)


# ---------------------------------------------------------------- in a button

_CODE = re.compile(
    r"(e?)(s?)(m?)(n?)([1-9])(?:i(\d|10))?(?:c(\d{1,2}))?((?:d\d{4}){0,4})(?:q([dt]))?(?:w(\d|10))?((?:l[a-z]{2}){0,5})"
)
_QUIETS = {"h": Quiet.HOLD, "d": Quiet.DROP, "t": Quiet.THROUGH}
_LETTERS = {quiet: letter for letter, quiet in _QUIETS.items()}


def coded(mode: Mode) -> str:
    """ "esm2i5c3d0800": each, silent, mentions too, confirmed by two, from importance 5, three an hour, at eight."""
    flags = "e" * mode.each + "s" * mode.silent + "m" * mode.mentions + "n" * mode.near
    minimum = f"i{mode.minimum}" if mode.minimum else ""
    cap = "" if mode.cap == CAP else f"c{mode.cap or 0}"
    quiet = "" if mode.quiet is Quiet.HOLD else f"q{_LETTERS[mode.quiet]}"
    wakes = f"w{mode.wakes}" if mode.wakes else ""
    languages = "".join(f"l{code}" for code in mode.languages)
    return f"{flags}{mode.confirmed}{minimum}{cap}{_digest(mode.digest)}{quiet}{wakes}{languages}"


def decoded(text: str) -> Mode:
    """ValueError for what `coded` would not have written."""
    found = _CODE.fullmatch(text)
    if found is None:
        raise ValueError(text)
    mode = Mode(
        each=bool(found[1]),
        silent=bool(found[2]),
        mentions=bool(found[3]),
        near=bool(found[4]),
        confirmed=int(found[5]),
        minimum=int(found[6] or 0),
        cap=(int(found[7]) or None) if found[7] else CAP,
        digest=_minutes(found[8]),
        quiet=_QUIETS[found[9] or "h"],
        wakes=int(found[10] or 0),
        languages=tuple(re.findall("l(..)", found[11])),
    )
    if coded(mode) != text:
        raise ValueError(text)
    return mode


def tuned(mode: Mode, what: str) -> Mode:
    """The mode with one thing changed: "k2" confirmed, "i5" minimum, "c3" cap, "d0800" digest, "q…", "w8", "e1" …"""
    return _TUNES[what[0]](mode, what[1:])


TUNE = re.compile(r"k[1-9]|[iw](?:\d|10)|c\d{1,2}|d|(?:d\d{4}){1,4}|q[hdt]|[esmn][01]|u")

_TUNES: dict[str, Callable[[Mode, str], Mode]] = {
    "k": lambda mode, value: replace(mode, confirmed=int(value)),
    "i": lambda mode, value: replace(mode, minimum=int(value)),
    "w": lambda mode, value: replace(mode, wakes=int(value)),
    "c": lambda mode, value: replace(mode, cap=int(value) or None),
    "d": lambda mode, value: replace(mode, digest=_minutes(f"d{value}") if value else ()),
    "q": lambda mode, value: replace(mode, quiet=_QUIETS[value]),
    "e": lambda mode, value: replace(mode, each=value == "1", cap=None if value == "1" else mode.cap or CAP),
    "s": lambda mode, value: replace(mode, silent=value == "1"),
    "m": lambda mode, value: replace(mode, mentions=value == "1"),
    "n": lambda mode, value: replace(mode, near=value == "1"),
    "u": lambda mode, _: Mode(mentions=mode.mentions, near=mode.near, languages=mode.languages),
}


def _digest(minutes: tuple[int, ...]) -> str:
    return "".join(f"d{minute // 60:02}{minute % 60:02}" for minute in minutes)


def _minutes(text: str) -> tuple[int, ...]:
    found = tuple(int(time[:2]) * 60 + int(time[2:]) for time in re.findall(r"d(\d{4})", text))
    if any(minute >= 24 * 60 for minute in found):
        raise ValueError(text)
    return found
