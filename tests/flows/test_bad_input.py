"""Bad input from all sides, against one bot that never stops: feeds, pages, messages, buttons.

Each case ends with a reason for the admin or with a degraded alert, and then another feed's item is alerted all the
same.
"""

from __future__ import annotations

import asyncio
import gzip
import itertools
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse

from bot.sandbox.model import Message
from tests.flows.conftest import World
from tests.newsroom import running_newsroom
from tests.telegram import running_sandbox

pytestmark = pytest.mark.asyncio(loop_scope="module")

Answer = Callable[[Request], Response]

RSS = "application/rss+xml"
BOMB = gzip.compress(b"<rss><channel><item><title>" + bytes(64 * 1024**2))
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def rss(items: str, prolog: str = "") -> str:
    return f"{prolog}<rss version='2.0'><channel><title>A feed</title>{items}</channel></rss>"


def xml(body: str | bytes, charset: str = "utf-8", **headers: str) -> Answer:
    return lambda request: Response(body, media_type=f"{RSS}; charset={charset}", headers=headers)


def huge(request: Request) -> Response:
    """50 MB, bit by bit."""

    def parts() -> Any:
        yield b"<rss version='2.0'><channel><title>A feed</title><item><title>"
        yield from itertools.repeat(b"x" * 65_536, 800)

    return StreamingResponse(parts(), media_type=RSS)


def never_ending(request: Request) -> Response:
    """A page whose second half does not come."""

    async def parts() -> AsyncIterator[bytes]:
        yield b"<html><body><p>The"
        await asyncio.sleep(600)

    return StreamingResponse(parts(), media_type="text/html")


SICK: dict[str, tuple[Answer, str]] = {  # what the feed answers, and what an admin reads of it
    "page": (lambda request: HTMLResponse("<html><body>Welcome</body></html>"), "this is a web page, not a feed"),
    "empty": (xml(""), "the document is empty"),
    "huge": (huge, "the answer of 127.0.0.1 is too large"),
    "zipbomb": (xml(BOMB, **{"content-encoding": "gzip"}), "the answer of 127.0.0.1 is too large"),
    "plain": (lambda request: PlainTextResponse("Nothing to see here."), "this is plain text, not a feed"),
    "entities": (
        xml(rss("<item><title>&l9;</title></item>", f'<!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}]>')),
        "XML entities",
    ),
    "failing": (lambda request: PlainTextResponse("no", status_code=503), "answered 503"),
}
WALL = """<html><head><title>Before you continue</title></head><body><div class="cookie-consent"><p>We use cookies and
data to deliver and maintain our services.</p><p>If you choose to accept all, we will also use cookies to develop new
services and to show personalised advertising.</p><button>Accept all</button><button>Reject all</button></div></body>
</html>"""
MARKUP = (
    "A &lt;b&gt;bold&lt;/b&gt; *claim* _made_ in [Oslo](http://evil.example) &amp;amp; &lt;script&gt;x&lt;/script&gt;"
)
ODD: dict[str, tuple[str | bytes, str]] = {  # the feed's document, and a line that its alert has
    "cyrillic": (
        rss(
            "<item><title>Министр прибыл в Каракас</title><guid>1</guid><description>Переговоры.</description></item>",
            "<?xml version='1.0' encoding='utf-8'?>",
        ).encode("cp1251"),
        "Министр прибыл в Каракас",
    ),
    "bare": (rss("<item><title>Ferry runs aground off Gotland</title></item>"), "Ferry runs aground off Gotland"),
    "future": (
        rss(
            "<item><title>Comet seen over Lisbon</title><guid>1</guid>"
            "<pubDate>Tue, 19 Jan 2038 03:14:07 GMT</pubDate><description>A comet was seen.</description></item>"
        ),
        "Comet seen over Lisbon",
    ),
    "markup": (
        rss(f"<item><title>{MARKUP}</title><guid>1</guid></item>"),
        "*claim* _made_ in [Oslo](http://evil.example)",
    ),
}
PAGES = {"hanging": never_ending, "walled": lambda request: HTMLResponse(WALL)}
QUIET = ("harbour", "crowd", "flood")


def feeds_yaml(root: str, names: tuple[str, ...]) -> str:
    lines = ["defaults: {every: 1s, full_text: never}", "feeds:"]
    for name in names:
        lines += [f"  - id: {name}", f"    url: {root}/{name}", f"    publisher: {name.title()}"]
        lines += ["    full_text: always"] * (name in PAGES)
    return "\n".join(lines) + "\n"


class Desk:
    """The world, a user who follows everything, an admin; and the feed that must always get through."""

    def __init__(self, world: World) -> None:
        self.world, self.user, self.admin = world, world.sandbox.desk_id, world.sandbox.admin_id
        self._numbers = itertools.count(1)

    async def alert(self, needle: str, seconds: float = 60.0) -> Message:
        """The message with the needle, once it is there."""

        def found() -> Message | None:
            return next((one for one in self.world.sandbox.sent(self.user) if needle in one.text), None)

        message: Message = await self.world.until(found, seconds)
        return message

    async def others_go_on(self) -> None:
        """An item of a healthy feed is alerted."""
        title = f"Harbour report number {next(self._numbers)}"
        self.world.news["harbour"].publish(title, title, f"{title} says that the harbour is open.")
        await self.alert(title)

    async def feeds_say(self, name: str, reason: str) -> str:
        """/feeds, once it names that reason for that feed."""
        async with asyncio.timeout(60):
            while True:
                said = await self.world.says(self.admin, "/feeds")
                entry = next((part for part in said.split("\n\n") if f" {name} · " in part), "")
                if reason in entry:
                    return entry
                await asyncio.sleep(0.5)


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def desk(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Desk]:
    feeds = ("harbour", *SICK, *ODD, *PAGES)
    pages = tuple(f"{name}-page" for name in PAGES)
    async with running_sandbox(flood=False) as telegram, running_newsroom(*feeds, *pages, *QUIET) as news:
        world = World(telegram, news, tmp_path_factory.mktemp("bad"))
        world.feeds_file.write_text(feeds_yaml(news.root, feeds))
        async with world.bot():
            desk = Desk(world)
            for one in (desk.user, desk.admin):
                world.sandbox.start(one)
                await world.sandbox.reply(one)
            await world.says(desk.user, "/follow all each")
            await world.polled(*feeds)
            break_everything(world)
            yield desk


def break_everything(world: World) -> None:
    """All at once: every case then shows that the rest of them stops nothing."""
    news = world.news
    for name, page in PAGES.items():
        news[f"{name}-page"].broken = page
        news[name].publish("1", f"Item with a {name} page", "The feed's own teaser stands.", f"{news.root}/{name}-page")
    for name, (answer, _) in SICK.items():
        news[name].broken = answer
    for name, (document, _) in ODD.items():
        news[name].broken = xml(document)


# ---------------------------------------------------------------- feeds and pages


@pytest.mark.parametrize("name", SICK)
async def test_a_sick_feed_has_its_reason_shown_and_stops_no_other(desk: Desk, name: str) -> None:
    assert await desk.feeds_say(name, SICK[name][1])
    await desk.others_go_on()


@pytest.mark.parametrize("name", ODD)
async def test_an_odd_feed_is_read_as_well_as_it_can_be(desk: Desk, name: str) -> None:
    alert = await desk.alert(ODD[name][1])
    assert name.title() in alert.text
    assert "2038" not in alert.text
    assert not [one for one in alert.entities if "evil" in (one.url or "")]


async def test_a_page_that_is_a_cookie_wall_leaves_the_feeds_own_text(desk: Desk) -> None:
    alert = await desk.alert("Item with a walled page")
    assert "The feed's own teaser stands." in alert.text
    assert "cookies" not in alert.text


async def test_a_page_that_hangs_delays_its_own_item_only(desk: Desk) -> None:
    await desk.others_go_on()
    assert "The feed's own teaser stands." in (await desk.alert("Item with a hanging page", 90)).text


# ---------------------------------------------------------------- messages and buttons


MESSAGES = {
    "emoji": "😀" * 4_096,
    "right to left": "\u202e\u0627\u200f" * 1_365,
    "zalgo": ("Z" + "\u0351\u0489\u033a" * 30) * 45,
    "one word": "x" * 4_096,
    "markup": "<b>" * 1_000,
    "a command of emoji": "/follow " + "😀" * 4_000,
    "a question of blanks": "/ask " + "\u00a0\u200b" * 2_000,
    "an unknown command": "/" + "a" * 4_000,
    "control characters": "what is\x00 Lavrov\x07 doing\u2028 in\u0085 Venezuela?",
}


@pytest.mark.parametrize("name", MESSAGES)
async def test_a_strange_message_gets_a_reply_within_the_limits(desk: Desk, name: str) -> None:
    reply = await desk.world.says(desk.world.sandbox.analyst_id, MESSAGES[name])
    assert 0 < len(reply.encode("utf-16-le")) // 2 <= 4_096
    assert "went wrong" not in reply


async def test_a_button_forged_in_another_chat_changes_nothing_here(desk: Desk) -> None:
    sandbox, other = desk.world.sandbox, desk.world.sandbox.analyst_id
    mine = await sandbox.reply(desk.user, sandbox.say(desk.user, "/following"))
    sandbox.start(other)
    theirs = await sandbox.reply(other, sandbox.say(other, "/help"))
    forged = {button.value for row in mine.keyboard for button in row if button.action == "callback_data"}
    assert forged
    for data in forged:
        query = sandbox.press(other, theirs.id, data=data)
        await sandbox.until(lambda query=query: sandbox.answer_to(query))
    after = await sandbox.reply(desk.user, sandbox.say(desk.user, "/following"))
    assert after.text == mine.text
    await desk.others_go_on()


@pytest.mark.parametrize(
    "data", ["~", "~b:d:harbour", "~am:999999", "~zz:1", "follow:VE", "\x00", "€" * 21, "~" + ":" * 63]
)
async def test_a_stale_or_senseless_button_is_answered_and_does_nothing(desk: Desk, data: str) -> None:
    sandbox = desk.world.sandbox
    before = sandbox.sent(desk.user)[-1]
    query = sandbox.press(desk.user, before.id, data=data)
    answer = await sandbox.until(lambda: sandbox.answer_to(query))
    assert answer.text
    assert "harbour" in desk.world.feeds_file.read_text()


# ---------------------------------------------------------------- too much at once


async def test_a_large_first_poll_is_silent_and_the_next_item_is_alerted(desk: Desk) -> None:
    crowd = desk.world.news["crowd"]
    for n in range(200):
        crowd.publish(str(n), f"Crowd item {n}", f"Item {n} of a crowd was written before anybody looked.")
    add_feed(desk, "crowd")
    await desk.world.polled("crowd", times=2)
    crowd.publish("new", "One more than the crowd", "This one is new.")
    await desk.alert("One more than the crowd", 90)
    assert not [text for text in desk.world.texts(desk.user) if "Crowd item" in text]


async def test_ten_thousand_items_at_once_keep_nobody_waiting(desk: Desk) -> None:
    flood = desk.world.news["flood"]
    began = datetime.now(UTC)
    body = rss(
        "".join(
            f"<item><title>Flood item {n}</title><guid>{n}</guid><description>Item {n} was there.</description>"
            f"<pubDate>{began - timedelta(seconds=n):%a, %d %b %Y %H:%M:%S} GMT</pubDate></item>"
            for n in range(10_000)
        )
    )
    flood.broken = xml(body)
    add_feed(desk, "flood")
    await desk.world.until(lambda: flood.asked)
    assert "Wirewatch in numbers" in await desk.world.says(desk.admin, "/stats")
    await desk.others_go_on()
    await desk.others_go_on()
    assert not [text for text in desk.world.texts(desk.user) if "Flood item" in text]


def add_feed(desk: Desk, name: str) -> None:
    file = desk.world.feeds_file
    file.write_text(file.read_text() + feeds_yaml(desk.world.news.root, (name,)).split("feeds:\n")[1])
