"""What a feed had when it was first looked at: no news, also when that poll is cut off and the next one finds more.

Written before the first of those items is stored, so what the feed brings out after a crash is told from what it had
before. Kept with the database's own notes, and blank once the poll is through.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from bot.model import FeedState
from bot.ports import Store


async def of(store: Store, state: FeedState, keys: Iterable[Sequence[str]]) -> frozenset[str]:
    """Digests of the identity keys in the first document of this silent poll; `keys` are those of the one at hand."""
    name, poll = _name(state), state.last_ok.isoformat() if state.last_ok else "first"
    noted, *digests = (await store.get_meta(name) or "").split(" ")
    if noted == poll:
        return frozenset(digests)
    found = frozenset(_digest(key) for of_entry in keys for key in of_entry)
    await store.set_meta(name, " ".join((poll, *sorted(found))))
    return found


def holds(backlog: frozenset[str], keys: Sequence[str]) -> bool:
    """Whether an entry with these keys was there already."""
    return any(_digest(key) in backlog for key in keys)


async def forget(store: Store, state: FeedState) -> None:
    """The silent poll is through."""
    await store.set_meta(_name(state), "")


def _name(state: FeedState) -> str:
    return f"backlog {state.feed.id}"


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:16]
