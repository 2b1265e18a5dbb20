"""A small archive for questions: items tagged with the known names and countries in them, in the real store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.model import Actor, ActorTag, Article, Feed, Mention, MentionField, NewItem, Tagged
from bot.ports import Store
from bot.understand.identity import registry
from bot.understand.identity.aliases import hits
from bot.understand.places import countries
from bot.understand.summaries.summarise import summarise


@dataclass(frozen=True, slots=True)
class Report:
    """What a test says of an item."""

    id: str
    published: datetime
    publisher: str
    title: str
    body: str
    story: int | None = None


def actor_tags(title: str, body: str) -> tuple[ActorTag, ...]:
    """The seed's actors by their written aliases; stands for the tagger, which needs a language model."""
    found: dict[str, list[Mention]] = defaultdict(list)
    actors: dict[str, Actor] = {}
    fields: tuple[tuple[MentionField, str], ...] = (("title", title), ("body", body))
    for field, text in fields:
        for hit in hits(text):
            actors[hit.actor.id] = hit.actor
            found[hit.actor.id].append(Mention(field, hit.start, hit.end))
    return tuple(ActorTag(actors[actor_id], tuple(mentions), "test") for actor_id, mentions in found.items())


async def fill(store: Store, reports: Iterable[Report], *, everybody: bool = False) -> dict[int, str]:
    """Stores the reports, oldest first, and the actors in them, or the whole seed. The report's id of each item."""
    known = list(reports)
    seed = {tag.actor for report in known for tag in actor_tags(report.title, report.body)}
    publishers = sorted({report.publisher for report in known})
    feeds = {name: f"feed-{n}" for n, name in enumerate(publishers)}
    begun = min(report.published for report in known) - timedelta(days=1)
    await store.actors.seed(registry.seed() if everybody else sorted(seed, key=lambda actor: actor.id))
    await store.feeds.sync([Feed(feeds[p], f"https://{feeds[p]}.example/rss", p) for p in publishers], begun)
    ids: dict[int, str] = {}
    for report in sorted(known, key=lambda r: r.published):
        item = await store.archive.add(_new(report, feeds[report.publisher]))
        assert item is not None
        ids[item.id] = report.id
    return ids


def _new(report: Report, feed_id: str) -> NewItem:
    article = Article(report.title, report.body, published=report.published, url=f"https://outlet.example/{report.id}")
    tagged = Tagged(
        article,
        countries.find(report.title, report.body),
        actor_tags(report.title, report.body),
        summarise(report.title, report.body),
    )
    return NewItem(
        feed_id,
        report.publisher,
        (f"id:{report.id}",),
        tagged,
        first_seen=report.published,
        published=report.published,
        story_id=report.story,
    )
