"""What a tap means: the codec of callback data, and the buttons made of it.

A datum is a mark, a verb and its arguments, "~verb:arg:arg", at most 64 bytes. The mark tells our buttons from those
of another bot's handlers in the same application. It comes back from outside, so decoding
trusts nothing; whether the chat may do what it says is for the handler to check.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.model import Button, Mode, SubjectKind
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
    Screen,
    Search,
    SendBroadcast,
    Set,
    SetMode,
    Show,
    StopBroadcast,
    Switch,
    Target,
    Unfollow,
    Why,
)
from bot.render.markup import MAX_LABEL
from bot.text import one_line, safe, shorten

MAX_DATA = 64
MARK = "~"
PAGER = BACK, ON = "‹", "›"
MAX_PAGE = 9999
MAX_ID = 2**63 - 1


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
        case Following(page):
            return "i", (str(page),)
        case Feeds(page):
            return "e", (str(page),)
        case AskAbout(kind, value):
            return "a", (_KINDS[kind], value)
        case Follow(place, targets, mode):
            return "f", (place, _mode(mode), "&".join(f"{_KINDS[kind]}:{value}" for kind, value in targets))
        case Unfollow(place, subscription_id, page):
            return "u", (place, str(subscription_id), str(page))
        case SetMode(subscription_id, mode):
            return "d", (str(subscription_id), _mode(mode))
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


def _mode(mode: Mode) -> str:
    """ "esm2": each, silent, mentions too, confirmed by two."""
    return "".join(("e" * mode.each, "s" * mode.silent, "m" * mode.mentions, str(mode.confirmed)))


# ---------------------------------------------------------------- reading; ValueError for what is not ours

_MODE = re.compile(r"(e?)(s?)(m?)([1-9])")
_FEED_ID = re.compile(r"[a-z0-9-]{1,40}")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,40}")
_VALUES = {
    SubjectKind.COUNTRY: re.compile(r"[A-Z]{2}"),
    SubjectKind.ACTOR: re.compile(r"[a-z0-9-]{1,48}"),
    SubjectKind.FEED: _FEED_ID,
    SubjectKind.ALL: re.compile(""),
}
_NEXT_TARGET = re.compile(r"&(?=[acfkptx]:)")  # a keyword that reads like this has no button; `encode` checks
_BY_LETTER = {letter: kind for kind, letter in _KINDS.items()}
_PAGED = {SubjectKind.COUNTRY, SubjectKind.ACTOR}


def _number(text: str, low: int = 0, high: int = MAX_ID) -> int:
    if not text.isascii() or len(text) > 19 or str(number := int(text)) != text or not low <= number <= high:
        raise ValueError(text)
    return number


def _page(text: str) -> int:
    return _number(text, high=MAX_PAGE)


def _whole(pattern: re.Pattern[str], text: str) -> str:
    if not pattern.fullmatch(text):
        raise ValueError(text)
    return text


def _pair(rest: str) -> tuple[str, str]:
    first, colon, second = rest.partition(":")
    if not colon:
        raise ValueError(rest)
    return first, second


def _subject(rest: str) -> Target:
    letter, value = _pair(rest)
    kind = _BY_LETTER.get(letter)
    if kind is None:
        raise ValueError(rest)
    pattern = _VALUES.get(kind)
    return kind, _whole(pattern, value) if pattern else _line(value)


def _paged_subject(rest: str) -> Target:
    kind, value = _subject(rest)
    if kind not in _PAGED:
        raise ValueError(rest)
    return kind, value


def _line(text: str) -> str:
    if not text or text != one_line(text):
        raise ValueError(text)
    return text


def _read_mode(text: str) -> Mode:
    found = _MODE.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return Mode(each=bool(found[1]), silent=bool(found[2]), mentions=bool(found[3]), confirmed=int(found[4]))


def _countries(rest: str) -> Countries:
    region, page = _pair(rest)
    return Countries(_number(region, high=99), _page(page))


def _story(rest: str) -> OpenStory:
    story, page = _pair(rest)
    return OpenStory(_number(story, 1), _page(page))


def _latest(rest: str) -> Latest:
    page, subject = _pair(rest)
    kind, value = _subject(subject)
    return Latest(kind, value, _page(page))


def _search(rest: str) -> Search:
    page, words = _pair(rest)
    return Search(_line(words), _page(page))


def _follow(rest: str) -> Follow:
    place, rest = _pair(rest)
    mode, targets = _pair(rest)
    return Follow(Place(place), tuple(map(_subject, _NEXT_TARGET.split(targets))), _read_mode(mode))


def _unfollow(rest: str) -> Unfollow:
    place, rest = _pair(rest)
    subscription, page = _pair(rest)
    return Unfollow(Place(place), _number(subscription, 1), _page(page))


def _set_mode(rest: str) -> SetMode:
    subscription, mode = _pair(rest)
    return SetMode(_number(subscription, 1), _read_mode(mode))


def _mute(rest: str) -> Mute:
    subscription, hours = _pair(rest)
    return Mute(_number(subscription, 1), -1 if hours == "-1" else _number(hours, high=24 * 365))


def _feed_action(rest: str) -> FeedAction:
    verb, feed_id = _pair(rest)
    return FeedAction(FeedVerb(verb), _whole(_FEED_ID, feed_id))


def _merge(rest: str) -> Merge:
    pair, turned = _pair(rest)
    return Merge(_number(pair, 1), bool(_number(turned, high=1)))


def _set(rest: str) -> Set:
    switch, on = _pair(rest)
    return Set(Switch(switch), bool(_number(on, high=1)))


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
    "i": lambda rest: Following(_page(rest)),
    "e": lambda rest: Feeds(_page(rest)),
    "a": lambda rest: AskAbout(*_paged_subject(rest)),
    "f": _follow,
    "u": _unfollow,
    "d": _set_mode,
    "mm": lambda rest: MuteMenu(_number(rest, 1)),
    "am": lambda rest: AlertMenu(_number(rest, 1)),
    "z": _mute,
    "w": lambda rest: Why(_number(rest, 1)),
    "n": lambda rest: AddFeed(_whole(_TOKEN, rest)),
    "ni": lambda rest: ImportFeeds(_whole(_TOKEN, rest)),
    "ex": _bare(ExportFeeds()),
    "b": _feed_action,
    "pp": lambda rest: OpenPair(_number(rest, 1)),
    "pm": _merge,
    "pd": lambda rest: Part(_number(rest, 1)),
    "pn": lambda rest: GiveName(_whole(_TOKEN, rest)),
    "t": _set,
    "x": _bare(Forget()),
    "br": lambda rest: SendBroadcast(_number(rest, 1)),
    "bx": lambda rest: StopBroadcast(_number(rest, 1)),
    "-": _bare(Nothing()),
}
