"""WebSub against a hub that is honest, slow, mistaken or hostile."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest

from bot import websub
from bot.fetch.websub import HubClient
from bot.ingest import Ingest, Pace
from bot.model import Fetched, FullText, PollRecord, Push, PushMode
from bot.ports import Store
from bot.serving import serve
from bot.store import open_store
from bot.web import create_app
from bot.websub import BURST, MAX_BODY, REFILL, WAITING_A_FEED, WebSub, signed
from bot.worker import WorkerPool
from tests.build import NOON, feed
from tests.fetch.server import AGENT, LOOPBACK, fetcher
from tests.hub import Hub, running_hub, sign

TOPIC = "https://outlet.example/feed"
BODY = b"<rss/>"


@dataclass(slots=True)
class Subscriber:
    """Our side, at work: what was handed to ingest, and a clock that stands still."""

    store: Store
    hub: Hub
    now: datetime = NOON
    seconds: float = 0.0
    ingested: list[tuple[str, bytes]] = field(default_factory=list)
    door: WebSub = field(init=False)

    async def ingest(self, feed_id: str, document: Fetched) -> None:
        self.ingested.append((feed_id, document.body))

    async def subscribe(self) -> None:
        """Announced, asked, and answered by the hub."""
        await self.door.announced("feed-1", self.hub.url, TOPIC)
        await self.tick()

    async def tick(self, **later: float) -> Push:
        self.now += timedelta(**later)
        await self.door.tick()
        for task in self.hub.tasks:
            await task
        return await self.push()

    async def push(self) -> Push:
        (push,) = await self.store.pushes.list()
        return push

    async def settle(self) -> list[tuple[str, bytes]]:
        """What was ingested, once all that was taken is."""
        for task in tuple(self.door._running):
            await task
        return self.ingested


@contextlib.asynccontextmanager
async def running(path: Path) -> AsyncIterator[Subscriber]:
    async with running_hub() as hub, HubClient(user_agent=AGENT, allowed=LOOPBACK) as hubs:
        store = await open_store(f"sqlite:///{path / 'w.db'}")
        await store.feeds.sync([feed(1)], NOON)
        us = Subscriber(store, hub)

        async def ready() -> None:
            return

        class Late:
            """The door is made after the port is known."""

            def __getattr__(self, name: str) -> object:
                return getattr(us.door, name)

        async with serve(create_app(ready=ready, door=Late()), "127.0.0.1", 0) as port:  # type: ignore[arg-type]
            us.door = WebSub(
                store,
                hubs,
                us.ingest,
                lambda: us.now,
                root=f"http://127.0.0.1:{port}",
                monotonic=lambda: us.seconds,
            )
            await us.door.start()
            yield us
            await us.door.stop()
        await store.close()


@pytest.fixture
async def us(tmp_path: Path) -> AsyncIterator[Subscriber]:
    async with running(tmp_path) as subscriber:
        yield subscriber


# ---------------------------------------------------------------- signatures


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_a_signature_of_every_method_is_good(method: str) -> None:
    assert signed(sign(BODY, "secret", method), BODY, "secret")


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(sign(BODY, "another"), id="another-secret"),
        pytest.param(sign(b"<rss />", "secret"), id="another-body"),
        pytest.param(sign(BODY, "secret", "md5"), id="weak-method"),
        pytest.param(sign(BODY, "secret").replace("sha256", "sha512"), id="mislabelled"),
        pytest.param(sign(BODY, "secret")[:-1], id="cut"),
        pytest.param(sign(BODY, "secret").partition("=")[2], id="no-method"),
        pytest.param("sha256=", id="no-digest"),
        pytest.param("sha256=é", id="no-ascii"),
        pytest.param("", id="missing"),
    ],
)
def test_any_other_signature_is_none(header: str) -> None:
    assert not signed(header, BODY, "secret")


# ---------------------------------------------------------------- subscribing


async def test_a_hub_is_asked_and_its_verification_begins_the_subscription(us: Subscriber) -> None:
    await us.subscribe()
    (form,) = us.hub.forms
    assert (form["hub.mode"], form["hub.topic"]) == ("subscribe", TOPIC)
    assert len(form["hub.secret"]) >= 40
    assert us.hub.confirmed == [True]
    push = await us.push()
    assert (push.until, push.reason, push.failures) == (NOON + timedelta(days=10), None, 0)


async def test_the_same_announcement_again_asks_nothing_and_another_hub_gets_another_callback(us: Subscriber) -> None:
    await us.subscribe()
    await us.subscribe()
    assert len(us.hub.forms) == 1
    await us.door.announced("feed-1", us.hub.url, TOPIC + "?2")
    await us.tick()
    first, second = us.hub.forms
    assert first["hub.callback"] != second["hub.callback"]
    assert first["hub.secret"] != second["hub.secret"]


async def test_what_was_known_before_a_restart_is_not_asked_again(us: Subscriber) -> None:
    await us.subscribe()
    await us.door.start()
    await us.subscribe()
    assert len(us.hub.forms) == 1


@pytest.mark.parametrize(
    "lie",
    [
        pytest.param({"topic": "https://other.example/feed"}, id="topic"),
        pytest.param({"mode": "unsubscribe"}, id="mode"),
        pytest.param({"mode": ""}, id="no-mode"),
        pytest.param({"lease_seconds": ""}, id="no-lease"),
        pytest.param({"lease_seconds": "0"}, id="no-time"),
        pytest.param({"lease_seconds": "-5"}, id="negative-lease"),
        pytest.param({"lease_seconds": "soon"}, id="lease-in-words"),
        pytest.param({"challenge": "x" * 2_000}, id="long-challenge"),
    ],
)
async def test_a_verification_of_what_was_not_asked_for_is_refused(us: Subscriber, lie: dict[str, str]) -> None:
    us.hub.verifies = False
    await us.subscribe()
    answer = await us.hub.ask(**lie)
    assert answer.status_code == 404
    assert "x" * 50 not in answer.text
    assert (await us.push()).until is None


async def test_a_verification_long_after_the_request_is_refused(us: Subscriber) -> None:
    us.hub.verifies = False
    await us.subscribe()
    us.now += timedelta(hours=25)
    assert (await us.hub.ask()).status_code == 404


async def test_the_hub_decides_on_the_lease_and_it_is_renewed_before_it_ends(us: Subscriber) -> None:
    us.hub.lease = "3600"
    await us.subscribe()
    assert (await us.push()).until == NOON + timedelta(hours=1)
    await us.tick(minutes=47)
    assert len(us.hub.forms) == 1
    us.hub.lease = "99999999999"
    push = await us.tick(minutes=2)
    assert [form["hub.callback"] for form in us.hub.forms] == [us.hub.forms[0]["hub.callback"]] * 2
    assert push.until == us.now + timedelta(days=30)


async def test_a_dead_hub_is_asked_ever_more_seldom_and_the_reason_is_kept(us: Subscriber) -> None:
    us.hub.status = 500
    await us.subscribe()
    push = await us.push()
    assert (push.until, push.reason) == (None, "the hub answered 500")
    assert push.next_try == NOON + timedelta(minutes=10)
    for _ in range(12):
        push = await us.tick(days=1)
    assert push.next_try == us.now + timedelta(days=1)
    us.hub.status = 202
    assert (await us.tick(days=1)).reason is None


async def test_a_hub_that_never_verifies_is_said_so(us: Subscriber) -> None:
    us.hub.verifies = False
    await us.subscribe()
    assert (await us.push()).reason == websub.NOT_CONFIRMED


async def test_a_hub_that_refuses_is_left_alone_for_a_day(us: Subscriber) -> None:
    await us.subscribe()
    assert (await us.hub.ask(mode="denied", reason="no <b>room</b>\n")).status_code == 200
    push = await us.push()
    assert push.until is None
    assert push.reason == "its hub refuses: no <b>room</b>"
    await us.tick(hours=23)
    assert len(us.hub.forms) == 1


async def test_a_paused_feed_is_unsubscribed_with_the_hubs_verification(us: Subscriber) -> None:
    await us.subscribe()
    await us.store.feeds.sync([feed(1, paused=True)], NOON)
    push = await us.tick()
    assert us.hub.forms[-1]["hub.mode"] == "unsubscribe"
    assert us.hub.confirmed == [True, True]
    assert push.mode is PushMode.OFF
    assert await us.hub.deliver(BODY) == 410


async def test_a_hub_that_does_not_let_go_is_given_up(us: Subscriber) -> None:
    await us.subscribe()
    us.hub.verifies = False
    await us.store.feeds.sync([feed(1, paused=True)], NOON)
    for _ in range(5):
        push = await us.tick(days=1)
    assert push.mode is PushMode.OFF
    assert len(us.hub.forms) == 1 + websub.UNSUBSCRIBE_TRIES


async def test_a_hub_that_the_feed_no_longer_names_is_told_that_we_are_gone(us: Subscriber) -> None:
    await us.subscribe()
    await us.door.announced("feed-1", None, TOPIC)
    assert await us.store.pushes.list() == ()
    assert await us.hub.deliver(BODY) == 410


# ---------------------------------------------------------------- deliveries


async def test_a_signed_delivery_is_ingested(us: Subscriber) -> None:
    await us.subscribe()
    assert await us.hub.deliver(BODY) == 202
    assert await us.settle() == [("feed-1", BODY)]


@pytest.mark.parametrize(
    "lie",
    [
        pytest.param({"secret": "guessed"}, id="wrong-secret"),
        pytest.param({"signature": ""}, id="no-signature"),
        pytest.param({"topic": "https://other.example/feed"}, id="another-topic"),
    ],
)
async def test_a_delivery_in_doubt_is_accepted_and_left_out(us: Subscriber, lie: dict[str, str]) -> None:
    await us.subscribe()
    assert await us.hub.deliver(BODY, **lie) == 202
    assert await us.settle() == []
    assert (await us.push()).reason in ("it was not signed by its hub", "it was of another feed")


async def test_a_good_delivery_ends_the_doubt_and_a_bad_one_after_it_raises_it_again(us: Subscriber) -> None:
    await us.subscribe()
    for secret, doubted in (("guessed", True), ("", False), ("guessed", True)):
        assert await us.hub.deliver(BODY, **({"secret": secret} if secret else {})) == 202
        assert ((await us.push()).reason is not None) is doubted
    assert len(await us.settle()) == 1


async def test_a_delivery_before_the_verification_or_after_the_lease_is_refused(us: Subscriber) -> None:
    us.hub.verifies = False
    await us.subscribe()
    assert await us.hub.deliver(BODY) == 410
    await us.hub.ask()
    assert await us.hub.deliver(BODY) == 202
    us.now += timedelta(days=11)
    assert await us.hub.deliver(BODY) == 410


async def test_an_unknown_callback_is_neither_confirmed_nor_fed(us: Subscriber) -> None:
    await us.subscribe()
    await us.settle()
    elsewhere = us.hub.forms[-1]["hub.callback"] + "x"
    us.hub.forms[-1]["hub.callback"] = elsewhere
    assert (await us.hub.ask()).status_code == 404
    assert await us.hub.deliver(BODY) == 410
    assert us.ingested == []


async def test_a_huge_delivery_is_cut_off(us: Subscriber) -> None:
    await us.subscribe()
    with contextlib.suppress(httpx.TransportError):  # the server may hang up while we still send
        assert await us.hub.deliver(b" " * (MAX_BODY + 70_000)) == 413
    assert await us.settle() == []


async def test_a_flood_of_deliveries_is_slowed_down_and_its_work_is_bounded(us: Subscriber) -> None:
    await us.subscribe()
    answers = [await us.hub.deliver(BODY, signature="sha256=0") for _ in range(BURST + 3)]
    assert answers == [202] * BURST + [429] * 3
    us.seconds += REFILL
    assert [await us.hub.deliver(BODY), await us.hub.deliver(BODY)] == [202, 429]
    assert len(await us.settle()) == 1


async def test_deliveries_that_wait_for_ingest_are_few(us: Subscriber) -> None:
    gate = asyncio.Event()

    async def slow(feed_id: str, document: Fetched) -> None:
        await gate.wait()

    us.door._ingest = slow
    await us.subscribe()
    assert [await us.hub.deliver(BODY) for _ in range(WAITING_A_FEED + 1)] == [202] * WAITING_A_FEED + [503]
    gate.set()
    await us.settle()
    assert await us.hub.deliver(BODY) == 202


async def test_neither_secret_nor_callback_is_logged(us: Subscriber, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    await us.subscribe()
    await us.hub.deliver(BODY, secret="guessed")
    us.hub.status = 500
    await us.tick(days=9)
    push = await us.push()
    written = "\n".join(record.getMessage() for record in caplog.records)
    assert "feed-1" in written
    assert push.secret not in written
    assert push.callback not in written
    assert push.secret not in repr(push)


# ---------------------------------------------------------------- ingest


def news(n: int) -> Fetched:
    item = f"<item><title>Ferry {n} sails again</title><guid>{n}</guid><description>It sails.</description></item>"
    return Fetched(TOPIC, f"<rss version='2.0'><channel><title>T</title>{item}</channel></rss>".encode())


@contextlib.asynccontextmanager
async def ingesting(path: Path) -> AsyncIterator[tuple[Ingest, Store]]:
    """Feed 1 is known; nothing polls."""
    async with fetcher() as web, WorkerPool(prepared=False) as workers:
        store = await open_store(f"sqlite:///{path / 'w.db'}")
        await store.feeds.sync([feed(1, full_text=FullText.NEVER)], NOON)
        pace = Pace(timedelta(minutes=1), timedelta(hours=24))
        yield Ingest(store, web, workers, lambda: NOON, owner="us", pace=pace, on_news=lambda: None), store
        await store.close()


async def polled(store: Store) -> None:
    """Its first poll is over; the next one is far off."""
    await store.feeds.claim("feed-1", NOON, owner="us", lease=timedelta(minutes=1))
    await store.feeds.record("feed-1", "us", PollRecord(NOON, NOON + timedelta(hours=5), ok=True, etag='"1"'))


async def test_a_delivery_is_news_and_the_schedule_and_validators_stay(tmp_path: Path) -> None:
    async with ingesting(tmp_path) as (ingest, store):
        await polled(store)
        first, second = await ingest.push("feed-1", news(1)), await ingest.push("feed-1", news(1))
        assert first is not None
        assert second is not None
        assert (first.new, second.new, second.known) == (1, 0, 1)
        assert len(await store.outbox.changes()) == 1
        state = await store.feeds.get("feed-1")
        assert state is not None
        assert (state.next_check, state.etag, state.last_new) == (NOON + timedelta(hours=5), '"1"', NOON)


async def test_a_delivery_to_a_feed_whose_next_poll_is_silent_is_left_to_that_poll(tmp_path: Path) -> None:
    async with ingesting(tmp_path) as (ingest, store):
        assert await ingest.push("feed-1", news(1)) is None
        assert (await store.archive.counts()).items == 0
        due = await store.feeds.claim_due(NOON, owner="us", lease=timedelta(minutes=1), limit=5)
        assert [state.silent for state in due] == [True]


async def test_a_delivery_that_is_no_feed_costs_nothing_but_a_line(tmp_path: Path) -> None:
    async with ingesting(tmp_path) as (ingest, store):
        await polled(store)
        result = await ingest.push("feed-1", Fetched(TOPIC, b"hello"))
        assert result is not None
        assert result.reason is not None
        state = await store.feeds.get("feed-1")
        assert state is not None
        assert (state.failures, state.reason) == (0, None)
        assert await store.feeds.claim("feed-1", NOON, owner="other", lease=timedelta(minutes=1)) is not None
