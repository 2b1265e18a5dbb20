"""What a tap means: the codec of callback data, and the buttons made of it.

A datum is a mark, a verb and its arguments, "~verb:arg:arg", at most 64 bytes. The mark tells our buttons from those
of another bot's handlers in the same application. It comes back from outside, so decoding
trusts nothing; whether the chat may do what it says is for the handler to check.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.model import Button, SubjectKind
from bot.render import watch_buttons
from bot.render.actions import (
    Action,
    AddFeed,
    AlertMenu,
    AskAbout,
    Countries,
    ExportFeeds,
    FeedAction,
    Feeds,
    FeedVerb,
    Follow,
    Following,
    Forget,
    GiveName,
    ImportFeeds,
    Latest,
    Merge,
    Mute,
    MuteMenu,
    Nothing,
    OpenPage,
    OpenPair,
    OpenStory,
    Part,
    Place,
    PutBack,
    Screen,
    Search,
    SendBroadcast,
    Set,
    SetMode,
    Show,
    StopBroadcast,
    Switch,
    TakeOut,
    Target,
    Unfollow,
    Why,
)
from bot.render.fields import line, number, page, pair, whole
from bot.render.markup import MAX_LABEL
from bot.render.modes import coded, decoded
from bot.text import one_line, safe, shorten

MAX_DATA = 64
MARK = "~"
PAGER = BACK, ON = "‹", "›"


def encode(action: Action) -> str:
    """The action as callback data. ValueError when it takes more than 64 bytes (long keywords do): see `button`."""
    verb, arguments = _written(action)
    data = MARK + ":".join((verb, *arguments))
    if len(data.encode()) > MAX_DATA or decode(data) != action:
        raise ValueError(f"not a button: {verb}")
    return data


def decode(data: str) -> Action | None:
    """The action, or None for anything that `encode` would not have written."""
    if not data.startswith(MARK) or len(data.encode(errors="replace")) > MAX_DATA or data != safe(data):
        return None
    verb, colon, rest = data.removeprefix(MARK).partition(":")
    read = _READERS.get(verb)
    if read is None or (colon and not rest):
        return None
    try:
        return read(rest)
    except ValueError:
        return None


def button(label: str, action: Action) -> Button | None:
    """A button, or None where the action does not fit into one."""
    try:
        return Button(shorten(one_line(label), MAX_LABEL) or "·", data=encode(action))
    except ValueError:
        return None


def pager(page: int, pages: int, turn: Callable[[int], Action]) -> tuple[Button | None, ...]:
    """The row "‹ 2/7 ›"; nothing when there is one page. `page` counts from 0."""
    if pages < 2:
        return ()
    back = button(BACK, turn(page - 1)) if page > 0 else None
    on = button(ON, turn(page + 1)) if page + 1 < pages else None
    return (back, button(f"{page + 1}/{pages}", Nothing()), on) if back or on else ()


Keys = Sequence[Sequence[Button]]


def swapped(rows: Keys, data: str, instead: Button | None) -> tuple[tuple[Button, ...], ...]:
    """The keyboard with another button, or none, in the place of the one with that data."""
    changed = (tuple(instead if key.data == data else key for key in row) for row in rows)
    kept = (tuple(key for key in row if key is not None) for row in changed)
    return tuple(row for row in kept if row)


# ---------------------------------------------------------------- writing

_KINDS = {
    SubjectKind.COUNTRY: "c",
    SubjectKind.ACTOR: "a",
    SubjectKind.KEYWORD: "k",
    SubjectKind.TOPIC: "t",
    SubjectKind.FEED: "f",
    SubjectKind.PUBLISHER: "p",
    SubjectKind.ALL: "x",
    SubjectKind.WITHOUT: "w",
    SubjectKind.PATTERN: "r",
}


def _written(action: Action) -> tuple[str, tuple[str, ...]]:
    match action:
        case Show(screen):
            return "m", (screen,)
        case Countries(region, page):
            return "c", (str(region), str(page))
        case OpenStory(story_id, page):
            return "s", (str(story_id), str(page))
        case OpenPage(kind, value):
            return "o", (_KINDS[kind], value)
        case Latest(kind, value, page):
            return "l", (str(page), _KINDS[kind], value)
        case Search(words, page):
            return "q", (str(page), words)
        case Feeds(page):
            return "e", (str(page),)
        case AskAbout(kind, value):
            return "a", (_KINDS[kind], value)
        case Follow(place, targets, mode):
            return "f", (place, coded(mode), "&".join(f"{_KINDS[kind]}:{value}" for kind, value in targets))
        case MuteMenu(alert_id):
            return "mm", (str(alert_id),)
        case AlertMenu(alert_id):
            return "am", (str(alert_id),)
        case Mute(subscription_id, hours):
            return "z", (str(subscription_id), str(hours))
        case Why(alert_id):
            return "w", (str(alert_id),)
        case AddFeed(token):
            return "n", (token,)
        case ImportFeeds(token):
            return "ni", (token,)
        case ExportFeeds():
            return "ex", ()
        case FeedAction(verb, feed_id):
            return "b", (verb, feed_id)
        case OpenPair(pair_id):
            return "pp", (str(pair_id),)
        case Merge(pair_id, turned):
            return "pm", (str(pair_id), str(int(turned)))
        case Part(pair_id):
            return "pd", (str(pair_id),)
        case GiveName(token):
            return "pn", (token,)
        case TakeOut(item_id):
            return "gt", (str(item_id),)
        case PutBack(regrouping_id):
            return "gb", (str(regrouping_id),)
        case Set(switch, on):
            return "t", (switch, str(int(on)))
        case Forget():
            return "x", ()
        case SendBroadcast(broadcast_id):
            return "br", (str(broadcast_id),)
        case StopBroadcast(broadcast_id):
            return "bx", (str(broadcast_id),)
        case Nothing():
            return "-", ()
        case _:
            return watch_buttons.written(action)


# ---------------------------------------------------------------- reading; ValueError for what is not ours

_FEED_ID = re.compile(r"[a-z0-9-]{1,40}")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,40}")
_VALUES = {
    SubjectKind.COUNTRY: re.compile(r"[A-Z]{2}"),
    SubjectKind.ACTOR: re.compile(r"[a-z0-9-]{1,48}"),
    SubjectKind.FEED: _FEED_ID,
    SubjectKind.ALL: re.compile(""),
}
_NEXT_TARGET = re.compile(r"&(?=[acfkprtwx]:)")  # a keyword that reads like this has no button; `encode` checks
_BY_LETTER = {letter: kind for kind, letter in _KINDS.items()}
_PAGED = {SubjectKind.COUNTRY, SubjectKind.ACTOR}


def _subject(rest: str) -> Target:
    letter, value = pair(rest)
    kind = _BY_LETTER.get(letter)
    if kind is None:
        raise ValueError(rest)
    pattern = _VALUES.get(kind)
    return kind, whole(pattern, value) if pattern else line(value)


def _paged_subject(rest: str) -> Target:
    kind, value = _subject(rest)
    if kind not in _PAGED:
        raise ValueError(rest)
    return kind, value


def _countries(rest: str) -> Countries:
    region, at = pair(rest)
    return Countries(number(region, high=99), page(at))


def _story(rest: str) -> OpenStory:
    story, at = pair(rest)
    return OpenStory(number(story, 1), page(at))


def _latest(rest: str) -> Latest:
    at, subject = pair(rest)
    kind, value = _subject(subject)
    return Latest(kind, value, page(at))


def _search(rest: str) -> Search:
    at, words = pair(rest)
    return Search(line(words), page(at))


def _follow(rest: str) -> Follow:
    place, rest = pair(rest)
    mode, targets = pair(rest)
    return Follow(Place(place), tuple(map(_subject, _NEXT_TARGET.split(targets))), decoded(mode))


def _unfollow(rest: str) -> Unfollow:
    place, rest = pair(rest)
    subscription, at = pair(rest)
    return Unfollow(Place(place), number(subscription, 1), page(at))


def _set_mode(rest: str) -> SetMode:
    subscription, mode = pair(rest)
    return SetMode(number(subscription, 1), decoded(mode))


def _mute(rest: str) -> Mute:
    subscription, hours = pair(rest)
    return Mute(number(subscription, 1), -1 if hours == "-1" else number(hours, high=24 * 365))


def _feed_action(rest: str) -> FeedAction:
    verb, feed_id = pair(rest)
    return FeedAction(FeedVerb(verb), whole(_FEED_ID, feed_id))


def _merge(rest: str) -> Merge:
    first, turned = pair(rest)
    return Merge(number(first, 1), bool(number(turned, high=1)))


def _set(rest: str) -> Set:
    switch, on = pair(rest)
    return Set(Switch(switch), bool(number(on, high=1)))


def _bare(action: Action) -> Callable[[str], Action]:
    def read(rest: str) -> Action:
        if rest:
            raise ValueError(rest)
        return action

    return read


_READERS: dict[str, Callable[[str], Action]] = {
    "m": lambda rest: Show(Screen(rest)),
    "c": _countries,
    "s": _story,
    "o": lambda rest: OpenPage(*_paged_subject(rest)),
    "l": _latest,
    "q": _search,
    "i": lambda rest: Following(page(rest)),
    "e": lambda rest: Feeds(page(rest)),
    "a": lambda rest: AskAbout(*_paged_subject(rest)),
    "f": _follow,
    "u": _unfollow,
    "d": _set_mode,
    "mm": lambda rest: MuteMenu(number(rest, 1)),
    "am": lambda rest: AlertMenu(number(rest, 1)),
    "z": _mute,
    "w": lambda rest: Why(number(rest, 1)),
    "n": lambda rest: AddFeed(whole(_TOKEN, rest)),
    "ni": lambda rest: ImportFeeds(whole(_TOKEN, rest)),
    "ex": _bare(ExportFeeds()),
    "b": _feed_action,
    "pp": lambda rest: OpenPair(number(rest, 1)),
    "pm": _merge,
    "pd": lambda rest: Part(number(rest, 1)),
    "pn": lambda rest: GiveName(whole(_TOKEN, rest)),
    "gt": lambda rest: TakeOut(number(rest, 1)),
    "gb": lambda rest: PutBack(number(rest, 1)),
    "t": _set,
    "x": _bare(Forget()),
    "br": lambda rest: SendBroadcast(number(rest, 1)),
    "bx": lambda rest: StopBroadcast(number(rest, 1)),
    "-": _bare(Nothing()),
    **watch_buttons.READERS,
}
