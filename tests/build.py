"""Short, numbered, deterministic builders of the nouns, for every test. The same number gives the same thing.

All moments are multiples of a minute after `NOON`; names, outlets and addresses are invented.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.model import (
    Actor,
    ActorKind,
    ActorTag,
    Article,
    ChatRef,
    CountryTag,
    Edit,
    Entry,
    Feed,
    Item,
    Mention,
    Mode,
    NewAlert,
    NewItem,
    Part,
    Subject,
    SubjectKind,
    Subscription,
    Tagged,
)

NOON = datetime(2026, 3, 6, 12, 0, tzinfo=UTC)


def at(minutes: float) -> datetime:
    """That many minutes after noon."""
    return NOON + timedelta(minutes=minutes)


def feed(n: int, **changes: Any) -> Feed:
    return replace(
        Feed(
            id=f"feed-{n}",
            url=f"https://outlet-{n}.example/rss",
            publisher=f"Outlet {n}",
            country="RU",
            language="en",
            topics=("world",),
        ),
        **changes,
    )


def entry(n: int, **changes: Any) -> Entry:
    return replace(
        Entry(
            guid=f"guid-{n}",
            link=f"https://outlet.example/{n}",
            title=f"Headline {n}",
            summary=f"<p>Summary {n}.</p>",
            published=at(-n),
        ),
        **changes,
    )


def article(n: int, **changes: Any) -> Article:
    return replace(
        Article(
            title=f"Headline {n}",
            body=f"First paragraph {n}.\n\nSecond paragraph {n}.",
            dek=f"Standfirst {n}.",
            authors=(f"Author {n}",),
            published=at(-n),
            language="en",
            url=f"https://outlet.example/{n}",
        ),
        **changes,
    )


def actor(n: int, **changes: Any) -> Actor:
    return replace(Actor(id=f"person-{n}", name=f"Person Nr{n}", kind=ActorKind.PERSON, country="RU"), **changes)


def actor_tag(who: Actor | int, *mentions: Mention) -> ActorTag:
    return ActorTag(actor(who) if isinstance(who, int) else who, mentions or (Mention("title", 0, 4),), "test")


def country_tag(code: str, *mentions: Mention) -> CountryTag:
    return CountryTag(code, mentions or (Mention("body", 0, 5),), "test")


def tagged(n: int, *, countries: tuple[str, ...] = (), actors: tuple[Actor | int, ...] = (), **changes: Any) -> Tagged:
    """Article `n`, its `changes`, and tags with one mention each."""
    return Tagged(
        article=article(n, **changes),
        countries=tuple(country_tag(code) for code in countries),
        actors=tuple(actor_tag(who) for who in actors),
        summary=(f"Summary sentence {n}.",),
    )


_NEW_ITEM = frozenset(
    {"feed_id", "publisher", "keys", "guid", "topics", "first_seen", "story_id", "silent", "edition", "again", "said"}
)


def new_item(
    n: int, *, countries: tuple[str, ...] = (), actors: tuple[Actor | int, ...] = (), **changes: Any
) -> NewItem:
    """Item `n`: key `key-n`, published n minutes before noon and seen at noon.

    `changes` are fields of NewItem, else of its Article (title, body, url, language …); `published` is both.
    """
    own = {name: value for name, value in changes.items() if name in _NEW_ITEM}
    of_article = {name: value for name, value in changes.items() if name not in _NEW_ITEM}
    tags = tagged(n, countries=countries, actors=actors, **of_article)
    return replace(
        NewItem(
            feed_id="feed-1",
            publisher="Outlet 1",
            keys=(f"key-{n}",),
            tagged=tags,
            guid=f"guid-{n}",
            topics=("world",),
            first_seen=NOON,
            published=tags.article.published,
        ),
        **own,
    )


def edit(item_id: int, n: int = 9, **changes: Any) -> Edit:
    """Item `item_id` takes the text of article `n` at noon; `changes` are fields of Edit, else of `tagged`."""
    own = {name: changes.pop(name) for name in ("at", "what", "gone", "came", "said") if name in changes}
    return replace(Edit(item_id, tagged(n, **changes), NOON, (Part.TITLE, Part.BODY), said="what it said"), **own)


def item(n: int, *, countries: tuple[str, ...] = (), actors: tuple[Actor | int, ...] = (), **changes: Any) -> Item:
    """A stored item `n` in a story of its own, for stages that read items."""
    tags = tagged(n, countries=countries, actors=actors)
    base = Item(
        id=n,
        story_id=n,
        feed_id="feed-1",
        publisher="Outlet 1",
        title=tags.article.title,
        url=tags.article.url,
        dek=tags.article.dek,
        body=tags.article.body,
        summary=tags.summary,
        image=None,
        language="en",
        authors=tags.article.authors,
        published=at(-n),
        first_seen=NOON,
        topics=("world",),
        countries=tags.countries,
        actors=tags.actors,
    )
    return replace(base, **changes)


def subject(kind: str = "country", value: str = "VE", label: str | None = None) -> Subject:
    return Subject(SubjectKind(kind), value, label if label is not None else value)


def chat(n: int, thread: int | None = None) -> ChatRef:
    return ChatRef(1000 + n, thread)


def subscription(
    n: int, *subjects: Subject, to: ChatRef | None = None, mode: Mode | None = None, **changes: Any
) -> Subscription:
    """Subscription `n` of chat `n` on those subjects; Venezuela when there are none."""
    base = Subscription(
        id=n, chat=to or chat(n), subjects=subjects or (subject(),), mode=mode or Mode(), created=at(-60)
    )
    return replace(base, **changes)


def new_alert(
    n: int, item_id: int, *, story_id: int | None = None, to: ChatRef | None = None, **changes: Any
) -> NewAlert:
    """An alert to chat `n` on an item: one for its story, good for a day."""
    story = story_id if story_id is not None else item_id
    base = NewAlert(
        chat=to or chat(n),
        item_id=item_id,
        story_id=story,
        key=f"story:{story}",
        subscription_ids=(n,),
        silent=False,
        expires=at(24 * 60),
    )
    return replace(base, **changes)
