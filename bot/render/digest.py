"""A digest: what came meanwhile, readable in a minute: by country, most corroborated stories first, in pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.model import Button, Item, Message
from bot.render import actions as do
from bot.render import buttons as b
from bot.render import pieces
from bot.render.flags import flag
from bot.render.markup import Part, blocks, bold, join, lines, message
from bot.render.times import clock
from bot.text import one_line

PAGE = 8  # stories
_ELSEWHERE = "Elsewhere"


@dataclass(frozen=True, slots=True)
class Told:
    """One story of a digest: its report that is shown, and how many independent publishers have it."""

    item: Item
    publishers: int = 1
    reports: int = 1


def digest(
    alert_id: int,
    title: str,
    stories: Sequence[Told],
    page: int = 0,
    *,
    now: datetime,
    timezone: str | None,
    country_name: pieces.CountryName,
) -> Message:
    """A page; one that is not there is the nearest. `title` is what the digest is: "Your digest of 08:00"."""
    ordered = in_order(stories)
    pages = max(1, -(-len(ordered) // PAGE))
    page = min(page, pages - 1)
    shown = ordered[page * PAGE : (page + 1) * PAGE]
    count = "one story" if len(ordered) == 1 else f"{len(ordered)} stories"
    return message(
        blocks(
            join("", (bold(title), f" · {count}" if ordered else "")),
            *_sections(shown, page * PAGE, now, timezone, country_name),
            None if ordered else "The reports are no longer kept.",
        ),
        buttons=(
            _numbers(shown, page * PAGE),
            b.pager(page, pages, lambda turned: do.OpenDigest(alert_id, turned)),
        ),
    )


def in_order(stories: Sequence[Told]) -> list[Told]:
    """By country, those with the best borne out story first; in a country the best borne out first, then the newest."""
    by_country: dict[str, list[Told]] = defaultdict(list)
    for told in sorted(stories, key=lambda one: (-one.publishers, -one.reports, -one.item.when.timestamp())):
        by_country[_country(told.item)].append(told)
    # sorted() is stable: countries stand as their best story does, those of no country last.
    return [told for code in sorted(by_country, key=lambda code: code == "") for told in by_country[code]]


def _sections(
    shown: Sequence[Told], before: int, now: datetime, timezone: str | None, country_name: pieces.CountryName
) -> list[Part]:
    sections: dict[str, list[Part]] = {}
    for number, told in enumerate(shown, before + 1):
        sections.setdefault(_country(told.item), []).append(_line(number, told, now, timezone))
    alone = list(sections) == [""]
    return [
        lines(None if alone else bold(f"{flag(code)} {country_name(code)}" if code else _ELSEWHERE), *told)
        for code, told in sections.items()
    ]


def _line(number: int, told: Told, now: datetime, timezone: str | None) -> Part:
    item = told.item
    others = f" + {told.publishers - 1} more" if told.publishers > 1 else ""
    who = f"{one_line(item.publisher)}{others} · {clock(item.when, now, timezone)}"
    return lines(join("", (f"{number}. ", pieces.headline(item, 140))), who)


def _country(item: Item) -> str:
    return next(iter(pieces.codes(item.countries)), "")


def _numbers(shown: Sequence[Told], before: int) -> list[Button | None]:
    """A button a story, with its number."""
    return [b.button(str(before + n), do.OpenStory(told.item.story_id)) for n, told in enumerate(shown, 1)]
