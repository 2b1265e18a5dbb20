"""News come in the order they were published, which a document tells by dates, or else by how it lists them."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime

import pytest

from bot.model import Fetched
from tests.build import NOON
from tests.ingest.conftest import World
from tests.parse.documents import item, rss


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ([("c", 9), ("b", 5), ("a", 5), ("-", 0)], ["a", "b", "c"]),
        ([("-", 0), ("a", 5), ("b", 5), ("c", 9)], ["a", "b", "c"]),
        ([("c", None), ("b", None), ("a", None), ("-", None)], ["a", "b", "c"]),
        ([("b", 5), ("-", 0), ("c", 9), ("a", 5)], ["a", "b", "c"]),
    ],
    ids=["newest first", "oldest first", "no dates", "mixed"],
)
async def test_news_of_one_second_keep_the_order_of_their_document(
    world: World, listed: list[tuple[str, int | None]], expected: list[str]
) -> None:
    titles = {"-": "Harbour opens", "a": "Ferry sails", "b": "Crane falls", "c": "Tide turns"}

    async def document(url: str, **_: object) -> Fetched:
        shown = listed if world.now > NOON + timedelta(minutes=5) else [one for one in listed if one[0] == "-"]
        return Fetched(url, rss(*(_entry(titles[key], minute) for key, minute in shown)).encode())

    world.feed = document  # type: ignore[method-assign]
    await world.poll()
    await world.poll()
    assert await world.changed() == [titles[key] for key in expected]


def _entry(title: str, minute: int | None) -> str:
    dated = f"<pubDate>{format_datetime(NOON - timedelta(minutes=60 - minute))}</pubDate>" if minute is not None else ""
    return item(f"<link>https://o.example/{title}</link>{dated}", title=title, guid=title)
