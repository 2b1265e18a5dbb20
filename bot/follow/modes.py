"""The words of a mode, as people type them: "confirmed 2", "digest 08:00", "cap 3", "min 5". Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from bot.errors import Refused
from bot.hours import DAY
from bot.model import Mode, Quiet

MAX_CONFIRMED = 9
MAX_CAP = 60
MAX_DIGESTS = 4  # a day
MAX_LANGUAGES = 5
IMPORTANCE = 10
_NAMED = {"low": 2, "medium": 4, "high": 6}
_TIME = r"\d{1,2}[:.]\d{2}"
_LANGUAGE = r"[A-Za-z]{2}"


def read_modes(said: Iterable[tuple[str, str]], usual: Mode) -> Mode:
    """The usual mode with what (word, value) pairs ask for; the later counts. Refused for what cannot be had."""
    mode, capped = usual, False
    for word, value in said:
        mode = NUMBERED[word][1](mode, value) if value else PLAIN[word](mode)
        capped = capped or word in ("cap", "nocap")
    # Who wants every report is not to get them in bundles, unless they say so.
    return replace(mode, cap=None) if mode.each and not (capped or usual.each) else mode


def read_words(words: str) -> Mode:
    """ "digest 08:00 lang en" -> the mode; nothing is the bot's own. Refused for a word that is none of a mode."""
    rest, said = words.lower().split(), []
    while rest:
        word, value = rest[0], rest[1] if len(rest) > 1 else ""
        if word in NUMBERED and value and takes(word, value):
            said.append((word, value))
            rest = rest[2:]
        elif word in PLAIN:
            said.append((word, ""))
            rest = rest[1:]
        else:
            raise Refused(f"“{word}” is no way to deliver. There are: {', '.join(sorted({*NUMBERED, *PLAIN}))}.")
    return read_modes(said, Mode())


def takes(word: str, value: str) -> bool:
    """Whether that is a value of that word, well-formed at least."""
    return re.fullmatch(NUMBERED[word][0], value, re.IGNORECASE) is not None


def minutes(time: str) -> int:
    """ "8:30", "08.30", "8" -> minutes of the day. Refused for what no clock shows."""
    hour, _, minute = time.replace(".", ":").partition(":")
    if int(hour) > 24 or int(minute or 0) > 59 or (total := int(hour) * 60 + int(minute or 0)) > DAY:
        raise Refused(f"No clock shows {time}. Times are from 00:00 to 23:59.")
    return total % DAY


def _confirmed(mode: Mode, value: str) -> Mode:
    return replace(mode, confirmed=_number(value, 1, MAX_CONFIRMED, "“confirmed” takes a number of publishers"))


def _cap(mode: Mode, value: str) -> Mode:
    return replace(mode, cap=_number(value, 1, MAX_CAP, "“cap” takes a number of messages an hour"))


def _minimum(mode: Mode, value: str) -> Mode:
    return replace(mode, minimum=_importance(value, "min"))


def _wake(mode: Mode, value: str) -> Mode:
    return replace(mode, wakes=_importance(value, "wake"))


def _digest(mode: Mode, value: str) -> Mode:
    times = tuple(sorted({minutes(time) for time in value.split(",")}))
    if len(times) > MAX_DIGESTS:
        raise Refused(f"There can be {MAX_DIGESTS} digests a day.")
    return replace(mode, digest=times)


def _quiet(mode: Mode, value: str) -> Mode:
    return replace(mode, quiet=Quiet(value.lower()))


def _languages(mode: Mode, value: str) -> Mode:
    codes = tuple(dict.fromkeys(value.lower().split(",")))
    if len(codes) > MAX_LANGUAGES:
        raise Refused(f"There can be {MAX_LANGUAGES} languages.")
    return replace(mode, languages=codes)


def _importance(value: str, word: str) -> int:
    if value.lower() in _NAMED:
        return _NAMED[value.lower()]
    if "." in value:
        return min(IMPORTANCE, round(float(value) * IMPORTANCE))  # of 1
    return _number(value, 0, IMPORTANCE, f"“{word}” takes an importance")


def _number(value: str, low: int, high: int, words: str) -> int:
    if not low <= (number := int(value)) <= high:
        raise Refused(f"{words} from {low} to {high}.")
    return number


_COUNT = r"\d{1,6}"
_WEIGHT = rf"{_COUNT}|low|medium|high|[01]\.\d{{1,3}}"

PLAIN: dict[str, Callable[[Mode], Mode]] = {
    "instant": lambda mode: replace(mode, digest=()),
    "each": lambda mode: replace(mode, each=True),
    "silent": lambda mode: replace(mode, silent=True),
    "mentions": lambda mode: replace(mode, mentions=True),
    "near": lambda mode: replace(mode, near=True),
    "nocap": lambda mode: replace(mode, cap=None),
    "confirmed": lambda mode: replace(mode, confirmed=2),
}
NUMBERED: dict[str, tuple[str, Callable[[Mode, str], Mode]]] = {
    "confirmed": (_COUNT, _confirmed),
    "cap": (_COUNT, _cap),
    "min": (_WEIGHT, _minimum),
    "wake": (_WEIGHT, _wake),
    "digest": (rf"{_TIME}(?:,{_TIME})*", _digest),
    "quiet": ("|".join(Quiet), _quiet),
    "lang": (rf"{_LANGUAGE}(?:,{_LANGUAGE})*", _languages),
}
