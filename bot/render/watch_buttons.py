"""Callback data of what is about watches and a chat's own hours: written, and read back with no trust."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.model import ExcludeKind, Fate, Mode
from bot.render.actions import (
    Action,
    EditPart,
    EditWatch,
    Following,
    ImportWatches,
    Leave,
    Manage,
    Missed,
    OpenDigest,
    Own,
    PairWith,
    Place,
    Replay,
    SetMode,
    SetQuiet,
    SetZone,
    ToTopic,
    Tune,
    Unfollow,
    Zones,
)
from bot.render.fields import line, number, page, pair, whole
from bot.render.modes import TUNE, coded, tuned

_DAYS = ("1", "7")
_ZONE = re.compile(r"[A-Za-z][\w+-]*(?:/[\w+-]+){0,2}", re.ASCII)
_REGION = re.compile(r"[A-Z][A-Za-z]{2,20}")
_LIST = re.compile(r"[A-Za-z0-9_-]{8,40}")
_EXCLUDES = {ExcludeKind.ACTOR: "a", ExcludeKind.COUNTRY: "c", ExcludeKind.PUBLISHER: "p", ExcludeKind.STORY: "s"}
_EXCLUDED = {
    ExcludeKind.ACTOR: re.compile(r"[a-z0-9-]{1,48}"),
    ExcludeKind.COUNTRY: re.compile(r"[A-Z]{2}"),
    ExcludeKind.STORY: re.compile(r"[1-9]\d{0,18}", re.ASCII),
}
_CHANNEL = re.compile(r"-[1-9]\d{0,18}", re.ASCII)
_PART = re.compile(r"[dkicesqw]")
_MINUTES = 24 * 60 - 1


def written(action: Action) -> tuple[str, tuple[str, ...]]:
    """Verb and arguments. ValueError for an action that is not of these."""
    match action:
        case Tune(place, subscription_id, what):
            return "y", (place, str(subscription_id), what)
        case Leave(subscription_id, kind, value, on):
            return "v", (str(subscription_id), str(int(on)), _EXCLUDES[kind], value)
        case Following(at):
            return "i", (str(at),)
        case SetMode(subscription_id, mode):
            return "d", (str(subscription_id), coded(mode))
        case Unfollow(place, subscription_id, at):
            return "u", (place, str(subscription_id), str(at))
        case EditWatch(subscription_id):
            return "ew", (str(subscription_id),)
        case EditPart(subscription_id, part):
            return "ep", (str(subscription_id), part)
        case PairWith(subscription_id):
            return "pw", (str(subscription_id),)
        case Zones(region, at):
            return "zr", (region, str(at))
        case SetZone(name):
            return "zs", (name,)
        case SetQuiet(start, end):
            return "qh", (str(start), str(end))
        case Missed(days, fate, at):
            return "ms", (str(days), fate, str(at))
        case Replay(days):
            return "mr", (str(days),)
        case OpenDigest(alert_id, at):
            return "dg", (str(alert_id), str(at))
        case ImportWatches(token):
            return "iw", (token,)
        case ToTopic(subscription_id, on):
            return "tp", (str(subscription_id), str(int(on)))
        case Manage(chat_id):
            return "mg", (str(chat_id),)
        case Own(chat_id):
            return "mo", (str(chat_id),)
    raise ValueError(action)


def _topic(rest: str) -> ToTopic:
    subscription, on = pair(rest)
    return ToTopic(number(subscription, 1), bool(number(on, high=1)))


def _tune(rest: str) -> Tune:
    place, rest = pair(rest)
    subscription, what = pair(rest)
    tuned(Mode(), whole(TUNE, what))  # a time that no clock shows
    return Tune(Place(place), number(subscription, 1), what)


def _part(rest: str) -> EditPart:
    subscription, part = pair(rest)
    return EditPart(number(subscription, 1), whole(_PART, part))


def _leave(rest: str) -> Leave:
    subscription, rest = pair(rest)
    on, rest = pair(rest)
    letter, value = pair(rest)
    kind = next((kind for kind, own in _EXCLUDES.items() if own == letter), None)
    if kind is None:
        raise ValueError(letter)
    pattern = _EXCLUDED.get(kind)
    return Leave(
        number(subscription, 1), kind, whole(pattern, value) if pattern else line(value), bool(number(on, high=1))
    )


def _zones(rest: str) -> Zones:
    region, at = pair(rest)
    return Zones(whole(_REGION, region), page(at))


def _quiet(rest: str) -> SetQuiet:
    start, end = pair(rest)
    return SetQuiet(number(start, high=_MINUTES), number(end, high=_MINUTES))


def _missed(rest: str) -> Missed:
    days, rest = pair(rest)
    fate, at = pair(rest)
    return Missed(_days(days), Fate(fate).value if fate else "", page(at))


def _days(text: str) -> int:
    if text not in _DAYS:
        raise ValueError(text)
    return int(text)


def _digest(rest: str) -> OpenDigest:
    alert, at = pair(rest)
    return OpenDigest(number(alert, 1), page(at))


READERS: dict[str, Callable[[str], Action]] = {
    "y": _tune,
    "v": _leave,
    "ew": lambda rest: EditWatch(number(rest, 1)),
    "ep": _part,
    "tp": _topic,
    "mg": lambda rest: Manage(int(whole(_CHANNEL, rest))),
    "mo": lambda rest: Own(int(whole(_CHANNEL, rest))),
    "pw": lambda rest: PairWith(number(rest, 1)),
    "zr": _zones,
    "zs": lambda rest: SetZone(whole(_ZONE, rest)),
    "qh": _quiet,
    "ms": _missed,
    "mr": lambda rest: Replay(_days(rest)),
    "dg": _digest,
    "iw": lambda rest: ImportWatches(whole(_LIST, rest)),
}
