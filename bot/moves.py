"""Feeds that moved for good: when a redirect is believed, and which address is polled then.

Following a redirect at each poll costs one request more; remembering a wrong one costs the feed. So a new address is
used by itself only when three polls over a day or more all led there by permanent redirects alone, and the feed found
there is this one by its items. The feed's own address is not forgotten: it is asked again when the new one fails.
Pure. Does not touch feeds.yaml, which is its admins'.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.model import FeedState

POLLS = 3
LASTED = timedelta(days=1)  # a redirect that was set by mistake is mended sooner
_IN_DOUBT = 3  # failures in a row at a new address, from which the feed's own one is asked in turn with it


@dataclass(frozen=True, slots=True)
class Course:
    """What a good poll leaves behind of redirects; the fields are FeedState's."""

    moved_to: str | None = None
    moved_since: datetime | None = None
    moved_polls: int = 0
    address: str | None = None


def target(state: FeedState) -> str:
    """The address to poll."""
    if state.address is None or (state.failures >= _IN_DOUBT and state.failures % 2):
        return state.feed.url
    return state.address


def after(state: FeedState, asked: str, moved_to: str | None, now: datetime, *, recognised: bool) -> Course:
    """The course after a good poll of the address `asked`, by permanent redirects to `moved_to` where there were any.

    `recognised`: the document has items of this feed from before, or is the one that we have.
    """
    if moved_to is None and asked != state.address:
        return Course()
    if moved_to in (None, state.address):
        return Course(None, state.moved_since, 0, state.address)
    return _learned(state, moved_to, now, recognised)


def strange(state: FeedState, now: datetime) -> bool:
    """Its redirects have lasted, and what is found there was not recognised: somebody should look."""
    return (
        state.moved_since is not None
        and bool(state.moved_to)
        and not state.moved_polls
        and now - state.moved_since >= LASTED
    )


def _learned(state: FeedState, moved_to: str | None, now: datetime, recognised: bool) -> Course:
    if state.moved_to != moved_to or state.moved_since is None:
        return Course(moved_to, now, int(recognised), state.address)
    # Not recognised at first means another site's items, and ever after those would be known.
    polls = state.moved_polls + 1 if state.moved_polls and recognised else state.moved_polls
    if polls >= POLLS and now - state.moved_since >= LASTED:
        return Course(None, now, 0, moved_to)
    return Course(moved_to, state.moved_since, polls, state.address)
