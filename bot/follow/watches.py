"""Follow, unfollow, mute, list: all of it can be done twice without harm."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import match
from bot.errors import Refused
from bot.follow.names import Names, Unclear, everything
from bot.follow.preview import Previews
from bot.follow.wish import Part, Wish
from bot.model import ChatRef, Exclude, Item, Match, Mode, Preview, Subject, SubjectKind, Subscription
from bot.ports import ActorStore, Archive, Chats, FeedStore, Subscriptions
from bot.text import fold

MAX_WATCHES = 500  # of one chat
MAX_PATTERNS = 20  # of those: one made to be slow costs tens of milliseconds a report


@dataclass(frozen=True, slots=True)
class Followed:
    subscription: Subscription
    preview: Preview


@dataclass(frozen=True, slots=True)
class Resolved:
    subjects: tuple[Subject, ...]
    unclear: Unclear | None = None


class Follow:
    """What chats follow. Methods take the chat, so that nobody reaches another one's watches."""

    def __init__(
        self,
        subscriptions: Subscriptions,
        chats: Chats,
        actors: ActorStore,
        archive: Archive,
        feeds: FeedStore,
    ) -> None:
        self._subscriptions = subscriptions
        self._previews = Previews(archive, chats)
        self.names = Names(actors, feeds)

    async def resolve(self, wish: Wish) -> Resolved:
        """The subjects of a wish, as far as they are clear, and the first part that is not."""
        subjects: dict[Subject, None] = {}
        unclear: Unclear | None = None
        parts = wish.parts
        while parts:
            found, used = await self._longest(parts)
            parts = parts[used:]
            if isinstance(found, Subject):
                subjects[found] = None
            else:
                unclear = unclear or found
        return Resolved(tuple(subjects), unclear)

    async def follow(self, chat: ChatRef, subjects: Sequence[Subject], mode: Mode, now: datetime) -> Followed:
        """Follow, or change the mode of what is followed already. Refused when the chat follows too many."""
        mine = await self._subscriptions.of_chat(chat.chat_id)
        if not _has(mine, chat, subjects):
            check_room(mine, [subjects])
        subscription = await self._subscriptions.add(chat, tuple(subjects), mode, now)
        return await self.previewed(subscription, now)

    async def unfollow(self, chat_id: int, subscription_id: int) -> Subscription | None:
        """None when it is not this chat's, or not there any more."""
        return await self._subscriptions.remove(chat_id, subscription_id)

    async def find(self, chat: ChatRef, wish: Wish) -> Subscription | None:
        """This chat's watch on what the wish names: by its own labels, else by what the names mean."""
        mine = [s for s in await self._subscriptions.of_chat(chat.chat_id) if s.chat == chat]
        for subscription in mine:
            if _is_called(subscription, wish):
                return subscription
        resolved = await self.resolve(wish)
        return None if resolved.unclear else next((s for s in mine if _has((s,), chat, resolved.subjects)), None)

    async def set_mode(self, chat_id: int, subscription_id: int, mode: Mode, now: datetime) -> Followed | None:
        """None when it is not this chat's, or not there any more."""
        changed = await self.change(chat_id, subscription_id, lambda _: mode)
        return await self.previewed(changed, now) if changed else None

    async def change(self, chat_id: int, subscription_id: int, to: Callable[[Mode], Mode]) -> Subscription | None:
        """Another mode, made of the present one; None when it is not this chat's, or not there any more."""
        return await self._subscriptions.change(chat_id, subscription_id, to)

    async def watch(self, chat_id: int, subscription_id: int) -> Subscription | None:
        """None when it is not this chat's, or not there any more."""
        return await self._subscriptions.get(chat_id, subscription_id)

    async def move(self, watch: Subscription, to: int | None) -> Subscription | None:
        """Its alerts go to that topic of the group from now on; None: to the group itself. None when it is gone."""
        await self._subscriptions.move(watch.chat, to, watch.id)
        return await self._subscriptions.get(watch.chat.chat_id, watch.id)

    async def previewed(self, watch: Subscription, now: datetime) -> Followed:
        """With what it would have sent last week."""
        return Followed(watch, await self._previews.of(watch, now))

    async def mute(self, chat_id: int, subscription_id: int, hours: int, now: datetime) -> Subscription | None:
        """Quiet for so many hours; none or less: heard again. None when it is not this chat's."""
        until = now + timedelta(hours=hours) if hours > 0 else None
        await self._subscriptions.mute(chat_id, subscription_id, until)
        return await self._subscriptions.get(chat_id, subscription_id)

    async def leave(
        self, chat_id: int, subscription_id: int, exclude: Exclude, on: bool, now: datetime
    ) -> Subscription | None:
        """The watch leaves that out, or takes it in again. None when it is not this chat's, or not there any more."""
        return await self._subscriptions.exclude(chat_id, subscription_id, exclude, on, now)

    async def following(self, chat_id: int) -> tuple[Subscription, ...]:
        """Oldest first."""
        return await self._subscriptions.of_chat(chat_id)

    async def why(self, chat_id: int, subscription_ids: Sequence[int], item: Item) -> tuple[Match, ...]:
        """Those of these watches that are still there, with the words of the item that they are about."""
        watches = [await self._subscriptions.get(chat_id, id_) for id_ in subscription_ids]
        return match.explained(item, [watch for watch in watches if watch is not None])

    async def _longest(self, parts: Sequence[Part]) -> tuple[Subject | Unclear, int]:
        """The first subject, and how many parts it takes: "Trinidad" and "Tobago" are one country."""
        for used in range(len(parts), 1, -1):
            group = parts[:used]
            if any(part.quoted for part in group) or any(part.kind for part in group[1:]):
                continue
            if group[0].kind in (SubjectKind.KEYWORD, SubjectKind.PATTERN, SubjectKind.ALL):
                continue
            whole = await self._of(Part(" and ".join(part.text for part in group), group[0].kind))
            if isinstance(whole, Subject):
                return whole, used
        return await self._of(parts[0]), 1

    async def _of(self, part: Part) -> Subject | Unclear:
        if part.kind is SubjectKind.ALL:
            return everything()
        kind = SubjectKind.KEYWORD if part.quoted and part.kind is None else part.kind
        return await self.names.resolve(part.text, kind)


def check_room(mine: Sequence[Subscription], new: Sequence[Sequence[Subject]]) -> None:
    """Refused when a chat that has those watches would have too many with the new ones."""
    if len(mine) + len(new) > MAX_WATCHES:
        raise Refused(f"That would be more than {MAX_WATCHES} watches in this chat. /following to end some.")
    more = _patterns(new)
    if more and more + _patterns(watch.subjects for watch in mine) > MAX_PATTERNS:
        raise Refused(f"That would be more than {MAX_PATTERNS} patterns in this chat. /following to end some.")


def _patterns(watches: Iterable[Sequence[Subject]]) -> int:
    return sum(any(one.kind is SubjectKind.PATTERN for one in subjects) for subjects in watches)


def _has(mine: Sequence[Subscription], chat: ChatRef, subjects: Sequence[Subject]) -> bool:
    wanted = {(subject.kind, subject.value) for subject in subjects}
    return any(s.chat == chat and {(x.kind, x.value) for x in s.subjects} == wanted for s in mine)


def _is_called(subscription: Subscription, wish: Wish) -> bool:
    """Whether the parts are its subjects' labels, in any order."""
    said = sorted(fold(part.text) for part in wish.parts)
    kinds = {part.kind for part in wish.parts} - {None}
    return said == sorted(fold(s.label) for s in subscription.subjects) and kinds <= {
        s.kind for s in subscription.subjects
    }
