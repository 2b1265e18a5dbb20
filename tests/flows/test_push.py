"""A feed with a WebSub hub, whole: news without a poll, once; and polls where the hub fails."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

import pytest

from bot.serving import serve
from tests.flows.conftest import World
from tests.flows.test_feed_to_alert import VISIT, following
from tests.hub import Hub, running_hub
from tests.newsroom import rss

CONFIRMED = "Lavrov in Caracas for talks with Maduro"


@pytest.fixture
async def hub(world: World) -> AsyncIterator[Hub]:
    """Announced by harbour, which is polled once an hour when the hour is asked for."""
    async with running_hub() as hub:
        world.news["harbour"].hub = hub.url
        yield hub


@contextlib.asynccontextmanager
async def pushed(world: World, every: str = "1h") -> AsyncIterator[None]:
    """The bot with a public address, on a port that was free a moment ago."""
    world.feeds_file.write_text(world.news.feeds_yaml(every))
    async with serve(_nothing, "127.0.0.1", 0) as port:
        pass
    address = f"127.0.0.1:{port}"
    async with world.bot(listen=address, public_url=f"http://{address}", webhook_secret="a-secret"):
        yield


async def _nothing(scope: object, receive: object, send: object) -> None:
    return


async def subscribed(world: World, hub: Hub) -> None:
    await world.until(lambda: hub.confirmed == [True])
    assert world.news["harbour"].asked == 1


async def started(world: World, user: int) -> None:
    world.sandbox.start(user)
    await world.sandbox.reply(user)
    assert await world.says(user, "/follow Venezuela")


async def test_news_arrives_by_push_without_a_poll_and_once(world: World, hub: Hub) -> None:
    user, harbour = world.sandbox.desk_id, world.news["harbour"]
    async with pushed(world):
        await started(world, user)
        await subscribed(world, hub)
        harbour.publish("1", CONFIRMED, VISIT)
        assert await hub.deliver(rss(harbour).encode(), secret="guessed") == 202
        assert await hub.deliver(rss(harbour).encode()) == 202
        assert await hub.deliver(rss(harbour).encode()) == 202
        await world.until(lambda: any(CONFIRMED in text for text in world.texts(user)))
        assert harbour.asked == 1
        harbour.publish("2", "Venezuela grounds flights to Colombia", "Venezuela grounded all flights to Colombia.")
        assert await hub.deliver(rss(harbour).encode()) == 202
        await world.until(lambda: any("grounds flights" in text for text in world.texts(user)))
        assert len([text for text in world.texts(user) if CONFIRMED in text]) == 1


async def test_a_paused_feed_is_unsubscribed(world: World, hub: Hub) -> None:
    admin = world.sandbox.admin_id
    async with pushed(world):
        await started(world, admin)
        await subscribed(world, hub)
        assert await world.says(admin, "/pausefeed harbour")
        await world.until(lambda: hub.confirmed == [True, True])
        assert hub.forms[-1]["hub.mode"] == "unsubscribe"
        assert await hub.deliver(rss(world.news["harbour"]).encode()) == 410


async def test_polls_go_on_where_the_hub_is_dead(world: World, hub: Hub) -> None:
    user = world.sandbox.desk_id
    hub.status = 503
    async with pushed(world, every="1s"):
        await following(world, user, "Venezuela")
        await world.until(lambda: hub.forms)
        world.news["harbour"].publish("1", CONFIRMED, VISIT)
        await world.until(lambda: any(CONFIRMED in text for text in world.texts(user)))


async def test_pushes_beside_polls_double_nothing(world: World, hub: Hub) -> None:
    user, harbour = world.sandbox.desk_id, world.news["harbour"]
    async with pushed(world, every="1s"):
        await following(world, user, "Venezuela each")
        await world.until(lambda: hub.confirmed == [True])
        for number, place in enumerate(("Caracas", "Maracaibo", "Valencia")):
            harbour.publish(str(number), f"Lavrov in {place} for talks with Maduro", VISIT.replace("Caracas", place))
            assert await hub.deliver(rss(harbour).encode()) in (202, 503)  # two may wait; a poll brings the third
        await world.until(lambda: len([text for text in world.texts(user) if "for talks with Maduro" in text]) >= 3)
        await world.polled("harbour", times=3)
        titles = [text.partition("\n")[0] for text in world.texts(user) if "for talks with Maduro" in text]
        assert len(titles) == len(set(titles)) == 3
