"""What a tap can mean: one frozen type for each action. bot.render.buttons writes and reads them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.model import ExcludeKind, Mode, SubjectKind
from bot.render.place_actions import Manage as Manage
from bot.render.place_actions import Own as Own
from bot.render.place_actions import PlaceAction
from bot.render.place_actions import ToTopic as ToTopic

USUAL = Mode()


class Screen(StrEnum):
    """Screens that need no argument."""

    HOME = "home"
    HELP = "help"
    ASK = "ask"
    SETTINGS = "settings"
    REGIONS = "regions"
    PEOPLE = "people"  # who is in the news, alone and in pairs
    QUIET = "quiet"
    PICTURES = "pics"
    ZONES = "zones"
    FILE = "file"  # what is followed, as a file
    SHARE = "share"  # what is followed, as a link
    DROP = "drop"  # nothing: take the question away


class Place(StrEnum):
    """Where a Follow button stands, and so what becomes of the message."""

    NEW = "n"  # a confirmation takes the message's place
    BUTTON = "b"  # only the button changes
    LIST = "l"  # the list of what is followed is shown again


class FeedVerb(StrEnum):
    OPEN = "o"
    PAUSE = "p"
    RESUME = "r"
    ASK_REMOVE = "d"
    REMOVE = "D"
    RETRY = "t"
    USE_NEW_ADDRESS = "m"
    RELEASE = "n"  # what was taken for no news


class Switch(StrEnum):
    """A setting of a chat that is on or off; of the last two at most one is on."""

    PREVIEWS = "p"
    LARGE = "g"  # previews, with their picture large and on top
    SILENT = "s"
    MORNINGS = "m"  # new watches come as a digest at eight
    MY_LANGUAGE = "o"  # new watches are on reports in the language of who taps alone
    REWRITTEN = "r"  # summaries in a model's words
    TRANSLATED = "l"  # in the language of who taps


@dataclass(frozen=True, slots=True)
class Show:
    screen: Screen


@dataclass(frozen=True, slots=True)
class Countries:
    """The picker: the countries of one region."""

    region: int  # its place among countries.regions()
    page: int = 0


@dataclass(frozen=True, slots=True)
class OpenStory:
    story_id: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class OpenPage:
    """An actor's or a country's page."""

    kind: SubjectKind
    value: str


@dataclass(frozen=True, slots=True)
class Latest:
    kind: SubjectKind = SubjectKind.ALL
    value: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class Search:
    words: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class Following:
    page: int = 0


@dataclass(frozen=True, slots=True)
class Feeds:
    page: int = 0


@dataclass(frozen=True, slots=True)
class AskAbout:
    """An example question: what is new with this country or actor."""

    kind: SubjectKind
    value: str


Target = tuple[SubjectKind, str]  # a subject without its label; a keyword's value is as it was typed


@dataclass(frozen=True, slots=True)
class Follow:
    place: Place
    targets: tuple[Target, ...]  # all of them must match
    mode: Mode = USUAL


@dataclass(frozen=True, slots=True)
class Unfollow:
    place: Place
    subscription_id: int
    page: int = 0  # of the list it stands in


@dataclass(frozen=True, slots=True)
class SetMode:
    subscription_id: int
    mode: Mode


@dataclass(frozen=True, slots=True)
class Tune:
    """One thing about how a watch delivers, by bot.render.modes; all else stays as it is by then."""

    place: Place
    subscription_id: int
    what: str


@dataclass(frozen=True, slots=True)
class EditWatch:
    subscription_id: int


@dataclass(frozen=True, slots=True)
class EditPart:
    """The choices for one part of a watch: the first letter of what `Tune` changes."""

    subscription_id: int
    part: str


@dataclass(frozen=True, slots=True)
class PairWith:
    """With whom, or with which country, a watch can be narrowed."""

    subscription_id: int


@dataclass(frozen=True, slots=True)
class Zones:
    """The time zones of one part of the world."""

    region: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class SetZone:
    name: str


@dataclass(frozen=True, slots=True)
class SetQuiet:
    """Quiet hours, in minutes of the day; from and to alike: none."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Missed:
    """What became of the matches of so many days."""

    days: int
    fate: str = ""  # of that fate alone
    page: int = 0


@dataclass(frozen=True, slots=True)
class Replay:
    """What was held back in so many days, now."""

    days: int


@dataclass(frozen=True, slots=True)
class OpenDigest:
    alert_id: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class ImportWatches:
    """All watches of a list that was shared."""

    token: str


@dataclass(frozen=True, slots=True)
class MuteMenu:
    """The alert's keyboard becomes the choice how long."""

    alert_id: int


@dataclass(frozen=True, slots=True)
class AlertMenu:
    """Back to the alert's own keyboard."""

    alert_id: int


@dataclass(frozen=True, slots=True)
class Mute:
    subscription_id: int
    hours: int  # 0: for ever, which is to unfollow; -1: no longer muted


@dataclass(frozen=True, slots=True)
class Why:
    alert_id: int


@dataclass(frozen=True, slots=True)
class AddFeed:
    token: str


@dataclass(frozen=True, slots=True)
class ImportFeeds:
    """The feeds of the file that was sent."""

    token: str


@dataclass(frozen=True, slots=True)
class ExportFeeds:
    """All feeds as a file."""


@dataclass(frozen=True, slots=True)
class FeedAction:
    verb: FeedVerb
    feed_id: str


@dataclass(frozen=True, slots=True)
class OpenPair:
    """Two actors that may be one."""

    pair_id: int


@dataclass(frozen=True, slots=True)
class Merge:
    pair_id: int
    turned: bool = False  # the first stays, and the second counts as it


@dataclass(frozen=True, slots=True)
class Part:
    """They are two; a merge is undone."""

    pair_id: int


@dataclass(frozen=True, slots=True)
class GiveName:
    """The name that was offered is the actor's."""

    token: str


@dataclass(frozen=True, slots=True)
class TakeOut:
    """A report gets a story of its own."""

    item_id: int


@dataclass(frozen=True, slots=True)
class PutBack:
    """A split or a merge of stories is undone."""

    regrouping_id: int


@dataclass(frozen=True, slots=True)
class Set:
    switch: Switch
    on: bool


@dataclass(frozen=True, slots=True)
class Forget:
    """Delete everything of this chat: confirmed."""


@dataclass(frozen=True, slots=True)
class Leave:
    """A watch leaves something out from now on, or (not `on`) takes it in again."""

    subscription_id: int
    kind: ExcludeKind
    value: str
    on: bool


@dataclass(frozen=True, slots=True)
class SendBroadcast:
    """The draft goes to every chat: confirmed."""

    broadcast_id: int


@dataclass(frozen=True, slots=True)
class StopBroadcast:
    broadcast_id: int


@dataclass(frozen=True, slots=True)
class Nothing:
    """A button that only says something, as "2/7"."""


Action = (
    Show
    | Countries
    | OpenStory
    | OpenPage
    | Latest
    | Search
    | Following
    | Feeds
    | AskAbout
    | Follow
    | Unfollow
    | SetMode
    | Tune
    | EditWatch
    | EditPart
    | PairWith
    | Zones
    | SetZone
    | SetQuiet
    | Missed
    | Replay
    | OpenDigest
    | ImportWatches
    | MuteMenu
    | AlertMenu
    | Mute
    | Why
    | AddFeed
    | ImportFeeds
    | ExportFeeds
    | FeedAction
    | OpenPair
    | Merge
    | Part
    | GiveName
    | TakeOut
    | PutBack
    | Set
    | Forget
    | Leave
    | SendBroadcast
    | StopBroadcast
    | Nothing
    | PlaceAction
)
