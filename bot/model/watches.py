"""Who follows what, and what each is to get."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.recaps import Telling
from bot.model.tags import Mention


class SubjectKind(StrEnum):
    COUNTRY = "country"
    ACTOR = "actor"
    KEYWORD = "keyword"
    TOPIC = "topic"
    FEED = "feed"
    PUBLISHER = "publisher"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Subject:
    """What is followed. `value` is the code, actor id, folded keyword, topic, feed id or publisher; "" for all."""

    kind: SubjectKind
    value: str
    label: str  # what people read: "Venezuela", "Sergey Lavrov"


@dataclass(frozen=True, slots=True)
class Mode:
    """How a subscription delivers."""

    each: bool = False  # every item, not once a story
    silent: bool = False  # without a sound
    mentions: bool = False  # also items that only mention what is followed
    confirmed: int = 1  # how many independent publishers before it is sent


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
        return " + ".join(subject.label for subject in self.subjects)


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
    previews: bool = False  # show link previews under alerts
    silent: bool = False  # send every alert without a sound
    telling: Telling = Telling.REPORT
    language: str | None = None  # ISO 639-1, for translations
