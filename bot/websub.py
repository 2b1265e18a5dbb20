"""News the moment it is published, from feeds that announce a WebSub hub: subscriptions, their leases, and deliveries.

A delivery only saves the wait for the next poll: polls go on, and bring whatever a hub does not. So all that is
doubtful (a signature, a topic, a rate) is left to them. Does not read feeds; what was delivered is handed to ingest.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import secrets
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urlsplit

from bot.model import Fetched, HubQuestion, Push, PushDelivery, PushMode
from bot.ports import Clock, Hubs, Store
from bot.text import one_line, shorten

log = logging.getLogger(__name__)

CALLBACK_PATH = "/websub/"
WANTED_LEASE = timedelta(days=10)
SHORTEST_LEASE = timedelta(minutes=10)  # a shorter one would have us ask all day
LONGEST_LEASE = timedelta(days=30)
RENEW_AT = 0.8  # of the lease
ANSWER_TIME = timedelta(days=1)  # how long after we asked a hub may verify
FIRST_RETRY = timedelta(minutes=10)  # doubles with every failure
LAST_RETRY = timedelta(days=1)
UNSUBSCRIBE_TRIES = 3  # after that deliveries are answered 410, which ends a subscription too
ASK_AT_ONCE = 16
MAX_BODY = 5 * 1024 * 1024  # bytes
READ_TIME = 30.0  # seconds for the body of a delivery
WAITING = 8  # deliveries read or waiting for ingest, over all feeds: bounds memory
WAITING_A_FEED = 2
BURST = 10  # deliveries of one feed at once …
REFILL = 6.0  # … and one more every so many seconds
METHODS = frozenset({"sha1", "sha256", "sha384", "sha512"})
NOT_CONFIRMED = "its hub has not confirmed yet"


class WebSub:
    """The use case. `ingest` takes a feed's id and a document; `root` is the public address, without a slash."""

    def __init__(
        self,
        store: Store,
        hubs: Hubs,
        ingest: Callable[[str, Fetched], Awaitable[object]],
        clock: Clock,
        *,
        root: str,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._pushes, self._hubs, self._ingest, self._clock = store.pushes, hubs, ingest, clock
        self._root, self._monotonic = root, monotonic
        self._known: dict[str, tuple[str, str]] = {}  # hub and topic by feed
        self._waiting: Counter[str] = Counter()
        self._rates: dict[str, tuple[float, float]] = {}  # by feed: deliveries left, and when that was counted
        self._running: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Remember what was subscribed to before."""
        self._known = {push.feed_id: (push.hub, push.topic) for push in await self._pushes.list()}

    async def stop(self) -> None:
        """Drop the deliveries that wait; polls bring them."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def announced(self, feed_id: str, hub: str | None, topic: str) -> None:
        """What a poll read: the feed's hub (None: it has none) and the address it calls itself by."""
        found = (hub, topic) if hub else None
        if found == self._known.get(feed_id):
            return
        if hub is None:
            await self._pushes.drop(feed_id)  # its hub learns it by the 410 of the next delivery
            self._known.pop(feed_id, None)
            return
        fresh = Push(feed_id, secrets.token_urlsafe(32), secrets.token_urlsafe(32), hub, topic, self._clock())
        await self._pushes.put(fresh)
        self._known[feed_id] = (hub, topic)

    # ------------------------------------------------------------ asking

    async def tick(self) -> None:
        """Subscribe, renew and unsubscribe, where it is time."""
        now = self._clock()
        for feed_id in await self._pushes.follow_feeds(now):
            self._known.pop(feed_id, None)
        due = await self._pushes.due(now, ASK_AT_ONCE)
        await asyncio.gather(*(self._ask(push) for push in due))

    async def _ask(self, push: Push) -> None:
        if push.mode is PushMode.UNSUBSCRIBE and push.failures >= UNSUBSCRIBE_TRIES:
            await self._pushes.ended(push.callback)
            return
        now = self._clock()
        wait = min(FIRST_RETRY * 2 ** min(push.failures, 10), LAST_RETRY)
        # Before asking: a hub may verify before it answers.
        await self._pushes.asked(push.callback, now, now + wait, NOT_CONFIRMED)
        form = {
            "hub.mode": push.mode.value,
            "hub.topic": push.topic,
            "hub.callback": f"{self._root}{CALLBACK_PATH}{push.callback}",
        }
        if push.mode is PushMode.SUBSCRIBE:
            form |= {"hub.secret": push.secret, "hub.lease_seconds": str(int(WANTED_LEASE.total_seconds()))}
        if failed := await self._hubs.ask(push.hub, form):
            await self._pushes.failed(push.callback, failed.reason)
            log.warning("feed %s: %s at %s: %s; polling goes on", push.feed_id, push.mode, _host(push), failed.reason)

    # ------------------------------------------------------------ the hub's side

    async def confirm(self, callback: str, question: HubQuestion) -> bool:
        """Whether that is what we asked for; the hub is then told so, and the subscription begins, or ends."""
        push, now = await self._pushes.by_callback(callback), self._clock()
        if push is None or question.topic != push.topic:
            return False
        if question.mode == "denied" and push.mode is PushMode.SUBSCRIBE:
            reason = f"its hub refuses: {shorten(one_line(question.reason), 100) or 'no reason given'}"
            await self._pushes.refused(callback, now + LAST_RETRY, reason)
            log.warning("feed %s: %s; polling goes on", push.feed_id, reason)
            return True
        if question.mode != push.mode.value or push.asked is None or now - push.asked > ANSWER_TIME:
            return False
        if push.mode is PushMode.UNSUBSCRIBE:
            await self._pushes.ended(callback)
            log.info("feed %s: unsubscribed at %s", push.feed_id, _host(push))
            return True
        if (lease := _lease(question.lease)) is None:
            await self._pushes.failed(callback, "its hub offers no usable lease")
            return False
        await self._pushes.subscribed(callback, now + lease, now + lease * RENEW_AT)
        log.info("feed %s: subscribed at %s until %s", push.feed_id, _host(push), now + lease)
        return True

    async def receive(self, callback: str, delivery: PushDelivery, body: AsyncIterator[bytes]) -> HTTPStatus:
        """Take a delivery; what the hub is told. It is ingested after that, when it is signed and of the topic."""
        push = await self._pushes.by_callback(callback)
        if push is None or push.mode is not PushMode.SUBSCRIBE or push.until is None or push.until <= self._clock():
            return HTTPStatus.GONE
        if not self._in_rate(push.feed_id):
            return HTTPStatus.TOO_MANY_REQUESTS
        if self._waiting.total() >= WAITING or self._waiting[push.feed_id] >= WAITING_A_FEED:
            return HTTPStatus.SERVICE_UNAVAILABLE
        self._waiting[push.feed_id] += 1
        handed_on = False
        try:
            content = await _read(body)
            if isinstance(content, HTTPStatus):
                return content
            if doubt := _doubt(push, delivery, content):
                await self._pushes.failed(callback, doubt)
                log.warning("feed %s: a delivery was left out: %s", push.feed_id, doubt)
            else:
                if push.reason is not None:
                    await self._pushes.delivered(callback)
                self._hand_on(push, Fetched(push.topic, content, delivery.content_type))
                handed_on = True
            return HTTPStatus.ACCEPTED
        finally:
            if not handed_on:
                self._waiting[push.feed_id] -= 1

    def _hand_on(self, push: Push, document: Fetched) -> None:
        async def work() -> None:
            try:
                await self._ingest(push.feed_id, document)
            finally:
                self._waiting[push.feed_id] -= 1

        task = asyncio.create_task(work(), name=f"push-{push.feed_id}")
        self._running.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("%s broke off", task.get_name(), exc_info=error)

    def _in_rate(self, feed_id: str) -> bool:
        now = self._monotonic()
        left, counted = self._rates.get(feed_id, (float(BURST), now))
        left = min(left + (now - counted) / REFILL, float(BURST))
        allowed = left >= 1.0
        self._rates[feed_id] = (left - allowed, now)
        return allowed


def signed(header: str, body: bytes, secret: str) -> bool:
    """Whether an X-Hub-Signature ("sha256=<hex>") is that of the body."""
    method, _, digest = header.strip().partition("=")
    if (method := method.casefold()) not in METHODS:
        return False
    expected = hmac.new(secret.encode(), body, method).hexdigest()
    return hmac.compare_digest(expected.encode(), digest.strip().casefold().encode())


def _doubt(push: Push, delivery: PushDelivery, content: bytes) -> str | None:
    """Why a delivery is not believed."""
    if not signed(delivery.signature, content, push.secret):
        return "it was not signed by its hub"
    if delivery.topic is not None and delivery.topic != push.topic:
        return "it was of another feed"
    return None


async def _read(body: AsyncIterator[bytes]) -> bytes | HTTPStatus:
    """All of it, or why not."""
    content = bytearray()
    try:
        async with asyncio.timeout(READ_TIME):
            async for chunk in body:
                content += chunk
                if len(content) > MAX_BODY:
                    return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    except TimeoutError:
        return HTTPStatus.REQUEST_TIMEOUT
    return bytes(content)


def _lease(text: str) -> timedelta | None:
    """What a hub grants, at most a month; None when it says nothing usable."""
    if not (text.isascii() and text.isdecimal()):
        return None
    lease = min(timedelta(seconds=int(text[:10])), LONGEST_LEASE)
    return lease if lease >= SHORTEST_LEASE else None


def _host(push: Push) -> str:
    return urlsplit(push.hub).hostname or "its hub"
