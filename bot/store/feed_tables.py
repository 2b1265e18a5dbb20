"""The tables of the program and of its feeds; see schema.py for the others. One metadata for all of them."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, MetaData, Table

from bot.store.columns import Duration, Id, Listing, Moment, Name, Taught, Topics, Traces, Words

metadata = MetaData()

meta = Table("meta", metadata, Column("key", Name, primary_key=True), Column("value", Words, nullable=False))

feeds = Table(
    "feeds",
    metadata,
    Column("id", Name, primary_key=True),
    Column("url", Words, nullable=False),
    Column("publisher", Words, nullable=False),
    Column("country", Words),
    Column("language", Words),
    Column("topics", Listing, nullable=False),
    Column("every", Duration, nullable=False),
    Column("full_text", Words, nullable=False),
    Column("paused", Boolean, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("title", Words),
    Column("etag", Words),
    Column("last_modified", Words),
    Column("next_check", Moment),
    Column("last_checked", Moment),
    Column("last_ok", Moment),
    Column("last_new", Moment),
    Column("failures", Integer, nullable=False),
    Column("reason", Words),
    Column("silent", Boolean, nullable=False),
    Column("trouble", Words),
    Column("since", Moment),
    Column("moved_to", Words),
    Column("moved_since", Moment),
    Column("moved_polls", Integer, nullable=False),
    Column("address", Words),
    Column("rhythm", Duration),
    Column("week", Words),
    Column("told", Words),
    Column("told_at", Moment),
    Column("fruitful", Float),
    Column("skipped", Integer, nullable=False),
    Column("skipped_why", Words),
    Column("listed", Listing),
    Column("lease_owner", Words),
    Column("lease_until", Moment),
)
Index("ix_feeds_next_check", feeds.c.next_check)

# WebSub: what is wanted of the hubs of feeds, and how that goes.
pushes = Table(
    "pushes",
    metadata,
    Column("feed_id", Name, ForeignKey("feeds.id"), primary_key=True),
    Column("callback", Name, nullable=False, unique=True),
    Column("secret", Words, nullable=False),
    Column("hub", Words, nullable=False),
    Column("topic", Words, nullable=False),
    Column("next_try", Moment, nullable=False),
    Column("mode", Words, nullable=False),
    Column("asked", Moment),
    Column("until", Moment),
    Column("failures", Integer, nullable=False),
    Column("reason", Words),
)

# What the items of a publisher have taught of its boilerplate; see clean.memory.
publisher_memory = Table(
    "publisher_memory",
    metadata,
    Column("publisher", Name, primary_key=True),
    Column("items", Integer, nullable=False),
    Column("lines", Traces, nullable=False),
    Column("topics", Topics, nullable=False),
)

# What its latest items have taught and is not in its memory yet.
lessons = Table(
    "lessons",
    metadata,
    Column("id", Id, primary_key=True),
    Column("publisher", Name, nullable=False, index=True),
    Column("taught", Taught, nullable=False),
)

# What a feed brought at once and was no news, the last time; by identity keys.
brakes = Table(
    "brakes",
    metadata,
    Column("feed_id", Name, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("renamed", Listing, nullable=False),
    Column("old", Listing, nullable=False),
    Column("told", Boolean, nullable=False),
)
