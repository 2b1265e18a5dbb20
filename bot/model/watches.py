"""Who follows what, and what each is to get."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.model.mentions import Mention
from bot.model.recaps import Telling


class SubjectKind(StrEnum):
    COUNTRY = "country"
    ACTOR = "actor"
    KEYWORD = "keyword"
    TOPIC = "topic"
    FEED = "feed"
    PUBLISHER = "publisher"
    ALL = "all"
    PATTERN = "pattern"
    WITHOUT = "without"  # a keyword that must not be in it


@dataclass(frozen=True, slots=True)
class Subject:
    """What is followed. `value` is the code, actor id, folded keyword, topic, feed id or publisher; "" for all.
    Of a pattern it is the pattern, as RE2 reads it, without the slashes that its label has.

    A keyword matches whole words; one that ends in "*" matches words that begin so.
    """

    kind: SubjectKind
    value: str
    label: str  # what people read: "Venezuela", "Sergey Lavrov"


class Quiet(StrEnum):
    """What a watch does in its chat's quiet hours."""

    HOLD = "hold"  # what came is one message when they end
    DROP = "drop"  # it is in /missed alone
    THROUGH = "through"  # sends as at any time


CAP = 12  # messages an hour that a watch sends unless it is told otherwise


@dataclass(frozen=True, slots=True)
class Mode:
    """How a subscription delivers."""

    each: bool = False  # every item, not once a story
    silent: bool = False  # without a sound
    mentions: bool = False  # also items that only mention what is followed
    confirmed: int = 1  # how many independent publishers before it is sent
    minimum: int = 0  # importance, 0 to 10, from which it is sent
    cap: int | None = CAP  # messages an hour; what comes beyond is one message later. None: as many as there are
    digest: tuple[int, ...] = ()  # when its digests are due, in minutes of the chat's day; none: at once
    quiet: Quiet = Quiet.HOLD
    wakes: int = 0  # importance from which it is sent in quiet hours too; 0: none is
    languages: tuple[str, ...] = ()  # ISO 639-1 of reports that are wanted; none: all
    near: bool = False  # its subjects have to stand in one sentence


@dataclass(frozen=True, slots=True)
class ChatRef:
    """Where messages go: a chat and, in a forum, its topic."""

    chat_id: int
    thread_id: int | None = None


class ExcludeKind(StrEnum):
    ACTOR = "actor"
    COUNTRY = "country"
    PUBLISHER = "publisher"
    STORY = "story"


@dataclass(frozen=True, slots=True)
class Exclude:
    """What a watch wants nothing of. `value` is an actor's id, a code, a folded publisher or a story's number."""

    kind: ExcludeKind
    value: str
    label: str  # what people read


@dataclass(frozen=True, slots=True)
class Subscription:
    id: int
    chat: ChatRef
    subjects: tuple[Subject, ...]  # all of them must match
    mode: Mode
    created: datetime
    muted_until: datetime | None = None
    excludes: tuple[Exclude, ...] = ()  # none of them may; oldest first

    @property
    def label(self) -> str:
        """ "Sergey Lavrov + Venezuela", "oil − olive"."""
        without = "".join(f" − {subject.label}" for subject in self.subjects if subject.kind is SubjectKind.WITHOUT)
        wanted = (subject.label for subject in self.subjects if subject.kind is not SubjectKind.WITHOUT)
        return " + ".join(wanted) + without


@dataclass(frozen=True, slots=True)
class Match:
    """A subscription that an item satisfies, with the evidence that says why."""

    subscription: Subscription
    evidence: tuple[tuple[Subject, Mention | None], ...]


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat the bot has met."""

    id: int
    kind: str  # Telegram's: private, group, supergroup, channel
    title: str
    paused: str | None = None  # why nothing is sent (blocked, kicked, …); None: all is well
    previews: bool = False  # show link previews with alerts
    silent: bool = False  # send every alert without a sound
    telling: Telling = Telling.REPORT
    language: str | None = None  # ISO 639-1, for translations
    timezone: str | None = None  # IANA name; None: not asked yet, UTC until then
    quiet: tuple[int, int] | None = None  # from and to, in minutes of its day
    large: bool = False  # previews with their picture large and on top
    usual: Mode = field(default_factory=Mode)  # of new watches, where nothing else is said
    keeper: int | None = None  # who took the bot in: told when it cannot write there any more
    managing: int | None = None  # of a private chat: the channel that what is said there is about
