"""What the bot makes of single documents, without a database: the lines of `inspect --jsonl` and of `load`.

A line is one JSON object; `read_line` checks it, `clean` and `understand` (run in a worker) make an article of it, and
a Session resolves its actors and groups it with the lines before it, as the running bot would.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from bot.clean import links
from bot.errors import Refused
from bot.model import (
    ActorTag,
    Article,
    CountryTag,
    Event,
    Item,
    Memory,
    Mention,
    NewItem,
    Novelty,
    ParsedFeed,
    Party,
    Tagged,
    Understood,
)
from bot.parse.dates import parse_date
from bot.understand.grouping.stories import Grouper, StoryDoc
from bot.understand.happenings import acting, events
from bot.understand.identity.roll import Roll
from bot.understand.news.novelty import deserves_reply, novelty
from bot.understand.summaries import story_summary

MAX_LINE = 32 * 1024 * 1024  # characters of one line: a page of 15 MiB in base64, and then some
_TOLD = 1_000  # stories whose texts are remembered
_FEEDS = ("feed", "feed_base64")
_TEXTS = ("html", "text", "url", "title", "published", "source", "publisher", *_FEEDS, "content_type")


LineId = str | int | None
Recap = tuple[tuple[LineId, str], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of input, checked."""

    id: LineId
    html: str | None = None
    text: str | None = None
    feed: bytes | None = None
    content_type: str | None = None
    url: str | None = None
    title: str | None = None
    published: datetime | None = None
    source: str | None = None
    publisher: str | None = None
    clean: bool = True
    note: str | None = None  # what was left out of the line


@dataclass(frozen=True, slots=True)
class Examined:
    article: Article
    understood: Understood


class BadLine(Refused):
    """A line that cannot be used: its text is one sentence. `feed`: it meant to be a feed."""

    def __init__(self, line_id: LineId, reason: str, *, feed: bool = False) -> None:
        self.line_id, self.feed = line_id, feed
        super().__init__(reason)


def read_object(raw: str, most: int) -> tuple[LineId, dict[str, Any]]:
    """The object on a line of at most `most` characters, and its id. Raises BadLine."""
    if len(raw.rstrip("\n")) > most:
        raise BadLine(None, f"The line is longer than {most} characters.")
    try:
        given = json.loads(raw)
    except RecursionError as error:
        raise BadLine(None, "The line is nested too deeply.") from error
    except ValueError as error:
        raise BadLine(None, f"The line is not JSON: {str(error)[:100]}.") from error
    if not isinstance(given, dict):
        raise BadLine(None, "A JSON object is expected.")
    line_id = given.get("id")
    if not isinstance(line_id, str | int | None) or isinstance(line_id, bool):
        raise BadLine(None, "The id must be a string or a whole number.")
    return line_id, given


def read_line(raw: str, now: datetime) -> Line:
    """Raises BadLine."""
    line_id, given = read_object(raw, MAX_LINE)
    try:
        return _line(line_id, given, now)
    except Refused as refused:
        feed = any(given.get(key) is not None for key in _FEEDS)
        raise BadLine(line_id, str(refused), feed=feed) from refused


def _line(line_id: LineId, given: dict[str, Any], now: datetime) -> Line:
    for key in _TEXTS:
        if given.get(key) is not None and not isinstance(given[key], str):
            raise Refused(f"The value of {key} must be a string.")
    if not isinstance(given.get("clean", True), bool):
        raise Refused("The value of clean must be true or false.")
    kinds = [key for key in ("html", "text", *_FEEDS) if given.get(key) is not None]
    if len(kinds) != 1:
        raise Refused("Exactly one of html, text, feed and feed_base64 is expected.")
    published = parse_date(given["published"], now) if given.get("published") else None
    return Line(
        id=line_id,
        html=given.get("html"),
        text=given.get("text"),
        feed=_feed_bytes(given),
        content_type=given.get("content_type"),
        url=given.get("url"),
        title=given.get("title"),
        published=published,
        source=given.get("source"),
        publisher=given.get("publisher"),
        clean=given.get("clean", True),
        note="The value of published is not a date." if given.get("published") and published is None else None,
    )


def _feed_bytes(given: dict[str, Any]) -> bytes | None:
    if given.get("feed") is not None:
        return str(given["feed"]).encode("utf-8", "surrogatepass")
    if given.get("feed_base64") is None:
        return None
    try:
        return base64.b64decode(given["feed_base64"], validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused("The value of feed_base64 is not base64.") from error


def clean(line: Line, memory: Memory, now: datetime) -> Article:
    """Clean one document, with what is remembered of its publisher. Pure and hostile: meant for a worker."""
    from bot.clean import article  # noqa: PLC0415

    publisher = line.publisher or line.source
    if line.html is not None:
        return article.from_page(
            line.html,
            url=line.url,
            title=line.title,
            publisher=publisher,
            published=line.published,
            now=now,
            memory=memory,
        )
    if line.clean:
        return article.from_text(
            line.text or "",
            title=line.title,
            publisher=publisher,
            url=line.url,
            published=line.published,
            now=now,
            memory=memory,
        )
    return article.as_is(line.text or "", title=line.title, publisher=publisher, url=line.url, published=line.published)


def teacher(line: Line) -> str | None:
    """The publisher whose memory learns from this line; None when it has none, or its text stays as it is."""
    if not line.clean or line.feed is not None:
        return None
    host = urlsplit(line.url).hostname if line.url and links.is_http(line.url) else None
    return line.publisher or line.source or host


@dataclass(slots=True)
class Session:
    """What one run has learned: new actors, and the stories of its lines in their order."""

    now: datetime
    roll: Roll = field(default_factory=Roll)
    grouper: Grouper = field(default_factory=Grouper)
    count: int = 0
    stories: dict[int, str] = field(default_factory=dict)
    told: OrderedDict[int, tuple[Item, ...]] = field(default_factory=OrderedDict)  # of the latest stories, by number
    lines: dict[int, LineId] = field(default_factory=dict)  # of the items that are told of, by their numbers

    def tag(self, examined: Examined) -> Tagged:
        """Actors resolved against the seed and what this run has met before."""
        found = examined.understood.actors
        tags = self.roll.tag(found)
        return Tagged(
            article=replace(examined.article, language=examined.understood.language or examined.article.language),
            countries=examined.understood.countries,
            actors=acting.with_roles(tags, examined.understood.events),
            summary=examined.understood.summary,
            failed=examined.understood.failed,
            events=events.named(examined.understood.events, tags),
        )

    def story(self, line: Line, tagged: Tagged) -> str:
        """The id of the story: the id of its first line."""
        self.count += 1
        article = tagged.article
        doc = StoryDoc(
            item_id=self.count,
            title=article.title,
            body=article.body,
            published=line.published or article.published or self.now,
            publisher=line.publisher or line.source or "",
            countries=frozenset(tag.code for tag in tagged.countries),
            actors=frozenset(tag.actor.id for tag in tagged.actors),
            language=article.language,
        )
        # The stream carries its own time: a line is "now" when it was published.
        joined = self.grouper.place(doc, doc.published)
        story = joined if joined is not None else self.count
        self.grouper.add(doc, story)
        self.stories.setdefault(story, str(line.id if line.id is not None else self.count))
        self._tell(story, line, _item(self.count, story, doc, tagged))
        return self.stories[story]

    def _tell(self, story: int, line: Line, item: Item) -> None:
        before = self.told.get(story, ())
        kept = story_summary.looked_at((*before, replace(item, adds=novelty(item, before))))
        self.lines[item.id] = line.id
        forgotten = [one.id for one in before if one not in kept]
        self.told[story] = kept
        self.told.move_to_end(story)
        if len(self.told) > _TOLD:
            forgotten += [one.id for one in self.told.popitem(last=False)[1]]
        for number in forgotten:
            del self.lines[number]

    def recap(self) -> Recap:
        """The summary of the latest line's story, as of that line: sentences with the ids of their lines."""
        told = self.told[next(reversed(self.told))]
        return tuple((self.lines[one.item_id], one.sentence) for one in story_summary.summarise_story(told))

    def adds(self) -> tuple[Novelty, ...]:
        """What the latest line adds to its story."""
        return self.told[next(reversed(self.told))][-1].adds


def _item(number: int, story: int, doc: StoryDoc, tagged: Tagged) -> Item:
    """A line as an item would be stored."""
    new = NewItem(
        feed_id="", publisher=doc.publisher, keys=(), tagged=tagged, first_seen=doc.published, published=doc.published
    )
    return new.as_item(number, story)


# ---------------------------------------------------------------- output: the documented JSON


def article_json(
    line: Line, tagged: Tagged, story: str, recap: Recap = (), adds: Sequence[Novelty] = ()
) -> dict[str, Any]:
    """One line of output."""
    article = tagged.article
    return {
        "id": line.id,
        "title": article.title,
        "dek": article.dek,
        "body": article.body,
        "authors": list(article.authors),
        "published": article.published.isoformat() if article.published else None,
        "language": article.language,
        "image": article.image,
        "summary": list(tagged.summary),
        "story_summary": [{"id": of, "sentence": sentence} for of, sentence in recap],
        "actors": [_actor_json(tag) for tag in tagged.actors],
        "countries": [_country_json(tag) for tag in tagged.countries],
        "events": [_event_json(event, tagged.actors) for event in tagged.events],
        "story": story,
        "new": [{"kind": one.kind.value, "what": one.what, "sentence": one.sentence} for one in adds],
        "reply": deserves_reply(adds),
        "error": _problem(line, tagged),
    }


def _problem(line: Line, tagged: Tagged) -> str | None:
    """Why the line is worth less than it could be; None when it is not."""
    article = tagged.article
    if tagged.failed:
        return "These stages did not run: " + ", ".join(tagged.failed) + "."
    if article.notes:
        return _sentence(article.notes[0])
    return line.note if article.title or article.body else "There is no text in it."


def failed_json(line_id: LineId, reason: str) -> dict[str, Any]:
    """A line that could not be read at all."""
    empty = article_json(Line(line_id), Tagged(Article("", "")), "")
    return {**empty, "story": None, "error": _sentence(reason)}


def feed_json(line: Line, parsed: ParsedFeed) -> dict[str, Any]:
    """A line that was a feed."""
    return {
        "id": line.id,
        "feed": {"title": parsed.title, "link": parsed.link, "format": parsed.format},
        "entries": [
            {
                "guid": entry.guid,
                "link": entry.link,
                "title": entry.title,
                "published": _iso(entry.published),
                "updated": _iso(entry.updated),
                "authors": list(entry.authors),
                "summary": entry.summary,
                "content": entry.content,
                "image": entry.image,
                "categories": list(entry.categories),
            }
            for entry in parsed.entries
        ],
        "skipped": parsed.skipped,
        "error": _sentence(f"entries were left out: {parsed.skipped_why}") if parsed.skipped_why else None,
    }


def failed_feed_json(line_id: LineId, reason: str) -> dict[str, Any]:
    """A feed line that is no feed."""
    return {"id": line_id, "feed": None, "entries": [], "skipped": 0, "error": _sentence(reason)}


def _sentence(reason: str) -> str:
    return reason[:1].upper() + reason[1:] + ("" if reason.endswith((".", "!", "?")) else ".")


def _actor_json(tag: ActorTag) -> dict[str, Any]:
    actor = tag.actor
    return {
        "id": actor.id,
        "name": actor.name,
        "kind": actor.kind.value,
        "country": actor.country,
        "sector": actor.sector,
        "role": tag.role.value if tag.role else None,
        "mentions": _mentions_json(tag.mentions),
    }


def _country_json(tag: CountryTag) -> dict[str, Any]:
    return {"code": tag.code, "mentions": _mentions_json(tag.mentions)}


def _event_json(event: Event, tags: Sequence[ActorTag]) -> dict[str, Any]:
    return {
        "type": event.type.value,
        "source": _party_json(event.source, tags),
        "target": _party_json(event.target, tags),
        "country": event.country,
        "when": event.when,
        "planned": event.planned,
        "sentence": event.sentence,
    }


def _party_json(party: Party | None, tags: Sequence[ActorTag]) -> dict[str, Any] | None:
    if party is None:
        return None
    actor = next((tag.actor.id for tag in tags if party.mention in tag.mentions), None)
    return {"id": actor, "name": party.name, "country": party.country}


def _mentions_json(mentions: tuple[Mention, ...]) -> list[list[str | int]]:
    return [[mention.field, mention.start, mention.end] for mention in mentions]


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None
