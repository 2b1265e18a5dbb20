"""Pages that people leaf through: an actor, a country, a story, the latest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.model import (
    Actor,
    Button,
    Importance,
    Item,
    Listing,
    Message,
    Recap,
    Sources,
    Story,
    SubjectKind,
    Subscription,
    Version,
)
from bot.render import actions as do
from bot.render import buttons as b
from bot.render import edits, happenings, pieces
from bot.render.flags import flag
from bot.render.markup import Node, blocks, bold, italic, join, lines, link, message, prose
from bot.render.times import clock
from bot.text import one_line

STORY_PAGE = 10  # reports a page of a story
PAGE = 5  # headlines a page
_NO_RECAP = Recap()


def actor_page(
    actor: Actor,
    listing: Listing,
    *,
    following: Sequence[Subscription],
    now: datetime,
    country_name: pieces.CountryName,
    office: str | None = None,
) -> Message:
    """Who that is, and what is said of them. `office`: the one they hold or held last, in words."""
    about = [actor.kind.value.capitalize()]
    if actor.country:
        about.append(pieces.country_label(actor.country, country_name))
    aliases = [alias for alias in actor.aliases if alias != actor.name][:3]
    return message(
        blocks(
            lines(
                bold(prose(one_line(actor.name))),
                " · ".join(about),
                office,
                italic("Also: ", prose(", ".join(map(one_line, aliases)))) if aliases else None,
            ),
            _headlines(listing, now)
            or f"Nothing about {one_line(actor.name)} in the archive yet. Follow, and you hear of it when there is.",
        ),
        buttons=(
            _stories(listing),
            b.pager(listing.page, listing.pages, lambda page: do.Latest(SubjectKind.ACTOR, actor.id, page)),
            (pieces.toggle(actor.name, (SubjectKind.ACTOR, actor.id), following),),
        ),
    )


def country_page(
    code: str,
    listing: Listing,
    actors: Sequence[Actor],
    *,
    following: Sequence[Subscription],
    now: datetime,
    country_name: pieces.CountryName,
) -> Message:
    """The news of a country, and who is in it: `actors`, busiest first."""
    name = country_name(code)
    return message(
        blocks(
            bold(f"{flag(code)} {name}"),
            _headlines(listing, now)
            or f"Nothing about {name} in the archive yet. Follow it, and you hear of it when there is.",
            join("", (italic("In the news: "), ", ".join(one_line(actor.name) for actor in actors)))
            if actors
            else None,
        ),
        buttons=(
            _stories(listing),
            b.pager(listing.page, listing.pages, lambda page: do.Latest(SubjectKind.COUNTRY, code, page)),
            [b.button(actor.name, do.OpenPage(SubjectKind.ACTOR, actor.id)) for actor in actors[:2]],
            (pieces.toggle(f"{flag(code)} {name}", (SubjectKind.COUNTRY, code), following),),
        ),
    )


def latest(title: str, listing: Listing, turn: Callable[[int], do.Action], *, now: datetime, empty: str) -> Message:
    """A list of headlines under a title; `turn` makes another page's action, `empty` is said when there is none."""
    return message(
        blocks(bold(prose(title)), _headlines(listing, now) or empty),
        buttons=(_stories(listing), b.pager(listing.page, listing.pages, turn)),
    )


def card(item: Item, now: datetime) -> Message:
    """One report, to be sent into any chat."""
    return message(blocks(bold(pieces.headline(item)), pieces.summary(item), pieces.byline(item, now)))


def story(
    story: Story,
    page: int,
    versions: Sequence[Version] = (),
    *,
    sources: Sources,
    recap: Recap = _NO_RECAP,
    lead: Item | None = None,
    weight: Importance | None = None,
    country_name: pieces.CountryName,
) -> Message:
    """What happened, who reported it when, what each added, and how reports were edited; oldest first.

    `versions` are the former texts of its reports, `recap` what they say together, `lead` the report that stands for
    it (None: the first), `weight` how much it matters. A page that is not there is the nearest one.
    """
    pages = max(1, -(-len(story.items) // STORY_PAGE))
    page = min(page, pages - 1)
    shown = story.items[page * STORY_PAGE : (page + 1) * STORY_PAGE]
    lead = lead or story.items[0]
    return message(
        blocks(
            bold(pieces.title_of(lead)),
            (pieces.recap(recap, story.items) or pieces.summary(lead, 3)) if page == 0 else None,
            happenings.happened(story.items, country_name) if page == 0 else None,
            weight.words if weight and page == 0 else None,
            lines(
                bold(f"{sources.count} independent sources" if sources.count > 1 else "One publisher so far"),
                *(_report(item, sources.origin(item.id), versions, story.last_seen, country_name) for item in shown),
            ),
            pieces.who(lead),
        ),
        buttons=(
            b.pager(page, pages, lambda turned: do.OpenStory(story.id, turned)),
            *_about(lead, country_name),
        ),
    )


def _report(
    item: Item, origin: str | None, versions: Sequence[Version], now: datetime, country_name: pieces.CountryName
) -> Node:
    title = link(pieces.title_of(item, 110), item.url)
    via = f" via {one_line(origin)}" if origin else ""
    head = join(" · ", (clock(item.when, now), join("", (bold(one_line(item.publisher)), via)), title))
    edited = edits.history([one for one in versions if one.item_id == item.id], now)
    return lines(head, happenings.added(item.adds, country_name), edited)


def _about(item: Item, country_name: pieces.CountryName) -> tuple[list[Button | None], ...]:
    actors, codes = pieces.actors(item.actors)[:2], pieces.codes(item.countries)[:2]
    return (
        [b.button(actor.name, do.OpenPage(SubjectKind.ACTOR, actor.id)) for actor in actors],
        [b.button(pieces.country_label(code, country_name), do.OpenPage(SubjectKind.COUNTRY, code)) for code in codes],
    )


def _headlines(listing: Listing, now: datetime) -> Node | None:
    if not listing.items:
        return None
    first = listing.page * PAGE + 1
    return blocks(*(pieces.entry(item, now, first + n) for n, item in enumerate(listing.items)))


def _stories(listing: Listing) -> list[Button | None]:
    """A button a headline, with its number: the story behind it."""
    first = listing.page * PAGE + 1
    return [b.button(str(first + n), do.OpenStory(item.story_id)) for n, item in enumerate(listing.items)]
