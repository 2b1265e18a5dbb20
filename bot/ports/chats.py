"""Chats: what they follow, and what is sent to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.model import (
    Alert,
    Change,
    Chat,
    ChatRef,
    Decision,
    Exclude,
    FollowUp,
    Mode,
    NewAlert,
    Subject,
    Subscription,
    Telling,
    Version,
)


class Subscriptions(Protocol):
    async def add(self, chat: ChatRef, subjects: Sequence[Subject], mode: Mode, now: datetime) -> Subscription:
        """A new one, or the chat's existing one on the same subjects with its mode changed and its mute lifted."""
        ...

    async def remove(self, chat_id: int, subscription_id: int) -> Subscription | None:
        """None when this chat has no such subscription."""
        ...

    async def get(self, chat_id: int, subscription_id: int) -> Subscription | None: ...

    async def of_chat(self, chat_id: int) -> tuple[Subscription, ...]:
        """Oldest first."""
        ...

    async def awake(self, ids: Sequence[int]) -> tuple[Subscription, ...]:
        """Those of these numbers that there are, of chats that are not paused."""
        ...

    async def kept(self, ids: Sequence[int]) -> frozenset[int]:
        """Those of these numbers that there are, whether their chats are paused or not."""
        ...

    async def epoch(self) -> int:
        """Another number when watches that there were before are on something else: an actor was merged, or parted."""
        ...

    async def after(self, last: int, limit: int) -> tuple[tuple[int, tuple[tuple[str, str], ...]], ...]:
        """The next watches by number, each with the (kind, value) of its subjects. New ones have larger numbers."""
        ...

    async def change(self, chat_id: int, subscription_id: int, to: Callable[[Mode], Mode]) -> Subscription | None:
        """Another mode, made of the present one; None when this chat has no such subscription."""
        ...

    async def mute(self, chat_id: int, subscription_id: int, until: datetime | None) -> bool: ...

    async def move(self, chat: ChatRef, to: int | None, subscription_id: int | None = None) -> int:
        """The watches of a topic, or that one of them, go to another topic; None: to the group itself. How many did.

        Where there is a watch on the same already, that one stays.
        """
        ...

    async def exclude(
        self, chat_id: int, subscription_id: int, exclude: Exclude, on: bool, now: datetime
    ) -> Subscription | None:
        """From now on the watch wants nothing of that, or wants it again. None when this chat has no such watch."""
        ...


class Chats(Protocol):
    async def seen(self, chat_id: int, kind: str, title: str, now: datetime) -> Chat:
        """Remember a chat that wrote to us; one that was paused is resumed."""
        ...

    async def get(self, chat_id: int) -> Chat | None: ...

    async def many(self, chat_ids: Sequence[int]) -> Mapping[int, Chat]:
        """Those there are, by id."""
        ...

    async def set(
        self,
        chat_id: int,
        *,
        previews: bool | None = None,
        silent: bool | None = None,
        large: bool | None = None,
        timezone: str | None = None,
        usual: Mode | None = None,
    ) -> None:
        """What is given; the rest stays."""
        ...

    async def set_quiet(self, chat_id: int, quiet: tuple[int, int] | None) -> None:
        """Quiet hours, from and to in minutes of the chat's day; None: none."""
        ...

    async def tell(self, chat_id: int, telling: Telling, language: str | None = None) -> None:
        """How summaries are worded from now on; the language, ISO 639-1, stays where none is given."""
        ...

    async def keep(self, chat_id: int, user_id: int) -> None:
        """That person took the bot in, and is told when it cannot write there any more."""
        ...

    async def kept_by(self, user_id: int) -> tuple[Chat, ...]:
        """The chats that this person took the bot into."""
        ...

    async def manage(self, chat_id: int, managed: int | None) -> None:
        """What is said in this private chat is about that channel from now on; None: about itself."""
        ...

    async def pause(self, chat_id: int, reason: str) -> bool:
        """Nothing is sent there any more; its subscriptions stay, its waiting alerts are dropped as expired.

        False: it was paused already, or is not known.
        """
        ...

    async def move(self, old: int, new: int) -> None:
        """A group became a supergroup: subscriptions and waiting alerts go along."""
        ...

    async def forget(self, chat_id: int) -> None:
        """Delete everything known of the chat."""
        ...

    async def active(self) -> tuple[int, ...]:
        """Ids of the chats that are not paused."""
        ...


class Outbox(Protocol):
    async def changes(self, limit: int = 100) -> tuple[Change, ...]:
        """Changes not yet matched, oldest first."""
        ...

    async def settle(
        self,
        change_id: int,
        alerts: Sequence[NewAlert],
        now: datetime,
        follow_ups: Sequence[FollowUp] = (),
        *,
        decisions: Sequence[Decision] = (),
    ) -> int:
        """Write the alerts, the decisions, and what those told of the story get, and mark the change done, in one
        transaction.

        A decision to send whose alert is left out is written as merged; one that a former one takes the place of
        changes it, unless that was sent.

        An alert whose (chat, key) or (chat, item) is there already is left out, and so is one for a chat that is paused
        or unknown (forgotten meanwhile). Returns how many alerts were written; 0 for a change that was settled before.

        A follow-up goes to the chats whose alert of the story is out or on its way, where a watch behind it is still
        there and heard. An edit takes the place of the story's former edit.
        """
        ...

    async def add(self, new: Sequence[NewAlert], now: datetime) -> int:
        """Rows that come of no change (a digest, a broadcast); those that are there already are left out."""
        ...

    async def corrected(self, version: Version, follow_ups: Sequence[FollowUp], now: datetime) -> None:
        """Write what those told of the item get, and mark the edit as told, in one transaction."""
        ...

    async def told(self, story_id: int) -> bool:
        """Whether any chat has the story's message, or is about to."""
        ...

    async def claim(
        self, now: datetime, *, owner: str, lease: timedelta, limit: int, skip: Sequence[int] = ()
    ) -> tuple[Alert, ...]:
        """Lease waiting rows, the most urgent first: of each chat the first by urgency and age; not those in `skip`."""
        ...

    async def sent(self, alert_id: int, message_id: int, now: datetime) -> None: ...

    async def edited(self, edit: Alert, now: datetime) -> None:
        """The message is as `edit` said; an edit that came meanwhile waits for its turn."""
        ...

    async def drop(self, alert_id: int, reason: str) -> None:
        """It is not wanted any more; kept with its reason."""
        ...

    async def later(self, alert_id: int, not_before: datetime, reason: str) -> None:
        """Free the lease; not before that time. Counts as an attempt."""
        ...

    async def reject(self, alert_id: int, reason: str) -> None:
        """Telegram will never take it; kept with its reason."""
        ...

    async def expire(self, now: datetime) -> int:
        """Waiting alerts past their time become expired. Returns how many."""
        ...

    async def alert(self, alert_id: int) -> Alert | None: ...

    async def alert_of_message(self, chat_id: int, message_id: int) -> Alert | None: ...

    async def telling(self, chat: ChatRef, story_id: int) -> tuple[Alert, int | None] | None:
        """The alert that told this chat, or topic, of the story, and its message, None where that is gone."""
        ...

    async def uneditable(self, edit: Alert, reason: str) -> None:
        """The message of this edit is deleted or cannot be edited: no more edits, and replies stand alone."""
        ...
