"""When to look at a feed again. Pure: the clock and the dice are arguments."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from bot.model import Feed

_JITTER = 0.1  # of the delay, either way: feeds added together must not be polled together for ever
_SLOWED = 3  # times `every`: how far a server's freshness hints may slow a feed down
_MOST_DOUBLINGS = 20


def next_check(
    feed: Feed,
    *,
    now: datetime,
    failures: int = 0,
    retry_after: timedelta | None = None,
    max_age: timedelta | None = None,
    ttl: timedelta | None = None,
    min_interval: timedelta,
    max_backoff: timedelta,
    rng: random.Random,
) -> datetime:
    """The next time to poll, always later than `now`.

    * well: `every`, but not below `min_interval`. What the server says of freshness (Cache-Control's max-age, the
      feed's ttl) slows that down to three times `every` at most: `every` is the lag that an admin asked for.
    * after `failures` in a row: that, doubled for each failure after the first, up to `max_backoff`.
    * Retry-After: never earlier than that, up to `max_backoff`.

    Ten per cent of jitter either way, but for Retry-After and `min_interval`, which are never undercut.
    """
    every = max(feed.every, min_interval)
    if failures:
        delay = max(every, min(every * (1 << min(failures - 1, _MOST_DOUBLINGS)), max_backoff))
    else:
        delay = max(every, min(max(max_age or every, ttl or every), every * _SLOWED))
    delay = max(delay * rng.uniform(1 - _JITTER, 1 + _JITTER), min_interval)
    if retry_after:
        # Later by some jitter, so that those who were told the same do not come back at once.
        delay = max(delay, min(retry_after, max_backoff) * rng.uniform(1, 1 + _JITTER))
    return now + delay
