"""The tables, as SQLAlchemy Core knows them. A change here needs a revision in migrations/versions (a test compares).

The search index is not here, since each database has its own: see search.py.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from bot.store.columns import Events, FeedEntry, Id, Listing, Local, Mentions, Moment, Name, Novelties, Words
from bot.store.feed_tables import metadata
from bot.store.story_tables import regroupings
from bot.store.watch_tables import numbered, subscriptions

# States of an alert.
WAITING, SENDING, SENT, REJECTED, EXPIRED = "waiting", "sending", "sent", "rejected", "expired"
PENDING = (WAITING, SENDING)

stories = Table(
    "stories",
    metadata,
    numbered(),
    Column("title", Words, nullable=False),
    Column("first_seen", Moment, nullable=False),
    Column("last_seen", Moment, nullable=False),
    Column("merged_into", Id),  # the story that all its items went to; NULL: they are here
    sqlite_autoincrement=True,
)

items = Table(
    "items",
    metadata,
    numbered(),
    Column("story_id", Id, ForeignKey("stories.id"), nullable=False),
    Column("feed_id", Name, nullable=False),  # no foreign key: an item outlives its feed
    Column("guid", Words),
    Column("publisher", Name, nullable=False),
    Column("title", Words, nullable=False),
    Column("url", Words),
    Column("dek", Words, nullable=False),
    Column("body", Words, nullable=False),
    Column("summary", Listing, nullable=False),
    Column("image", Words),
    Column("image_caption", Words, nullable=False),
    Column("image_credit", Words, nullable=False),
    Column("section", Words, nullable=False),
    Column("modified", Moment),
    Column("language", Words),
    Column("authors", Listing, nullable=False),
    Column("credit", Words),
    Column("dateline", Words),
    Column("notes", Listing, nullable=False),  # what degraded on the way in
    Column("topics", Listing, nullable=False),
    Column("adds", Novelties, nullable=False),  # what it told that its story did not have
    Column("events", Events, nullable=False),
    Column("published", Moment),
    Column("first_seen", Moment, nullable=False),
    Column("shown", Moment, nullable=False),  # Item.when: published, else first seen
    Column("edition", Name),  # of the data it was tagged with; NULL: not tagged
    Column("said", Name),  # what its entry said when it was last read
    Column("full", Boolean, nullable=False),  # its body is that of its page
    Column("idle", Integer, nullable=False),  # readings in a row that found nothing changed
    sqlite_autoincrement=True,
)
Index("ix_items_shown", items.c.shown)
Index("ix_items_story_id", items.c.story_id)
Index("ix_items_feed_id", items.c.feed_id, items.c.shown, items.c.first_seen)
Index("ix_items_publisher", items.c.publisher, items.c.shown)

# No foreign key: the keys of a purged item stay with its tombstone, which has its number.
item_keys = Table(
    "item_keys",
    metadata,
    Column("key", Name, primary_key=True),
    Column("item_id", Id, nullable=False),
)
Index("ix_item_keys_item_id", item_keys.c.item_id)

# What is left of purged items: enough to know them again.
tombstones = Table(
    "tombstones",
    metadata,
    Column("item_id", Id, primary_key=True, autoincrement=False),
    Column("feed_id", Name, nullable=False),
    Column("title", Words, nullable=False),
    Column("url", Words),
    Column("listed", Moment, nullable=False),  # when a feed listed it last, or it was purged
)
Index("ix_tombstones_listed", tombstones.c.listed)

# Items that are stored and still to be read, or to be read again: a queue, newest first.
unread = Table(
    "unread",
    metadata,
    Column("item_id", Id, ForeignKey("items.id"), primary_key=True, autoincrement=False),
    Column("shown", Moment, nullable=False),
    Column("entry", FeedEntry),  # NULL: its text is clean, only tags are wanted
    Column("page", Boolean, nullable=False),
    Column("alert", Boolean, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before", Moment),
)
Index("ix_unread_shown", unread.c.shown, unread.c.item_id)
# The former texts of items; one that comes back and goes again is kept once.
item_versions = Table(
    "item_versions",
    metadata,
    Column("item_id", Id, ForeignKey("items.id"), primary_key=True, autoincrement=False),
    Column("digest", Name, primary_key=True),
    Column("replaced", Moment, nullable=False),
    Column("title", Words, nullable=False),
    Column("dek", Words, nullable=False),
    Column("body", Words, nullable=False),
    Column("what", Listing, nullable=False),
    Column("gone", Listing, nullable=False),
    Column("came", Listing, nullable=False),
    Column("told", Boolean, nullable=False),  # who knows the item by a message was told, or need not be
)
Index(
    "ix_item_versions_untold",
    item_versions.c.replaced,
    sqlite_where=item_versions.c.told.is_(False),
    postgresql_where=item_versions.c.told.is_(False),
)

# Countries (value: code), actors (value: actor id), topics of an item; and local actors, which only it knows.
# `origin`: the id that the actor was found as, before that one was merged. Kind "merged": one of two tags that a merge
# made one, kept for the day when it is undone. `role`: of an actor that acts or is acted on.
item_tags = Table(
    "item_tags",
    metadata,
    Column("item_id", Id, ForeignKey("items.id"), primary_key=True, autoincrement=False),
    Column("kind", Name, primary_key=True),
    Column("value", Name, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("shown", Moment, nullable=False),
    Column("mentions", Mentions, nullable=False),
    Column("reason", Words, nullable=False),
    Column("local", Local),
    Column("origin", Name),
    Column("role", Name),
)
Index("ix_item_tags_value", item_tags.c.kind, item_tags.c.value, item_tags.c.shown, item_tags.c.item_id)
Index("ix_item_tags_shown", item_tags.c.kind, item_tags.c.shown)

actors = Table(
    "actors",
    metadata,
    Column("id", Name, primary_key=True),
    Column("name", Words, nullable=False),
    Column("kind", Words, nullable=False),
    Column("country", Words),
    Column("sector", Words),
    Column("wikidata", Words),
    Column("seeded", Boolean, nullable=False),
    Column("seen", Integer, nullable=False),  # how many items carry the actor
    Column("merged_into", Name),  # who this is: an id; that one may be merged in its turn
)
Index(
    "ix_actors_merged_into",
    actors.c.merged_into,
    sqlite_where=actors.c.merged_into.is_not(None),
    postgresql_where=actors.c.merged_into.is_not(None),
)

# Every name of an actor, the shown one first; `folded` is what look-ups compare.
actor_aliases = Table(
    "actor_aliases",
    metadata,
    Column("actor_id", Name, ForeignKey("actors.id"), primary_key=True),
    Column("name", Name, primary_key=True),
    Column("folded", Name, nullable=False),
    Column("position", Integer, nullable=False),
    Column("seeded", Boolean, nullable=False),
)
Index("ix_actor_aliases_folded", actor_aliases.c.folded)

# Under which people meet whose names are forms of one; see understand.identity.alike.
actor_keys = Table(
    "actor_keys",
    metadata,
    Column("key", Name, primary_key=True),
    Column("actor_id", Name, ForeignKey("actors.id"), primary_key=True),
)
Index("ix_actor_keys_actor_id", actor_keys.c.actor_id)

# Pairs of actors that may be one, and what was decided: `one` counts as `other`, or they are different, or it waits.
likenesses = Table(
    "likenesses",
    metadata,
    numbered(),
    Column("one", Name, nullable=False),
    Column("other", Name, nullable=False),
    Column("state", Name, nullable=False),
    Column("reason", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("decided_by", BigInteger),  # an admin's user id; NULL: the bot itself
    UniqueConstraint("one", "other", name="uq_likenesses_pair"),
    sqlite_autoincrement=True,
)
Index("ix_likenesses_other", likenesses.c.other)
Index("ix_likenesses_state", likenesses.c.state, likenesses.c.at)
Index("ix_likenesses_decided_by", likenesses.c.decided_by)

# The trace that an item leaves for matching; done when its alerts are written.
changes = Table(
    "changes",
    metadata,
    numbered(),
    Column("item_id", Id, ForeignKey("items.id"), nullable=False, unique=True),
    Column("opened", Boolean, nullable=False),
    Column("done_at", Moment),
    sqlite_autoincrement=True,
)
Index(
    "ix_changes_open",
    changes.c.id,
    sqlite_where=changes.c.done_at.is_(None),
    postgresql_where=changes.c.done_at.is_(None),
)

retellings = Table(  # what a model made of summaries
    "retellings",
    metadata,
    Column("key", Text, primary_key=True),
    Column("told", Listing, nullable=False),
    Column("tokens", Integer, nullable=False),
    Column("made", Moment, nullable=False),
    Index("ix_retellings_made", "made"),
)

# The outbox, and all that was ever sent. The other kinds than alerts are in model.Kind.
alerts = Table(
    "alerts",
    metadata,
    numbered(),
    Column("kind", Text, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("chat_id", BigInteger, ForeignKey("chats.id"), nullable=False),
    Column("thread_id", BigInteger, nullable=False),
    Column("key", Name, nullable=False),
    Column("item_id", Id),  # no foreign key: the ledger goes with its story
    Column("story_id", Id, ForeignKey("stories.id")),
    Column("subscription_ids", Listing, nullable=False),
    Column("refs", Listing, nullable=False),
    Column("words", Listing, nullable=False),
    Column("silent", Boolean, nullable=False),
    Column("created", Moment, nullable=False),
    Column("expires", Moment, nullable=False),
    Column("state", Text, nullable=False),
    Column("not_before", Moment),
    Column("attempts", Integer, nullable=False),
    Column("lease_owner", Words),
    Column("lease_until", Moment),
    Column("message_id", BigInteger),
    Column("sent_at", Moment),
    Column("reason", Words),
    UniqueConstraint("chat_id", "thread_id", "key", name="uq_alerts_key"),
    sqlite_autoincrement=True,
)
Index(
    "uq_alerts_item",
    alerts.c.chat_id,
    alerts.c.thread_id,
    alerts.c.item_id,
    unique=True,
    sqlite_where=alerts.c.kind == "alert",
    postgresql_where=alerts.c.kind == "alert",
)
Index("ix_alerts_message_id", alerts.c.chat_id, alerts.c.message_id)
Index("ix_alerts_story_id", alerts.c.story_id, alerts.c.chat_id)
# The queue apart from the ledger: in order, and by chat.
Index(
    "ix_alerts_queue",
    alerts.c.priority,
    alerts.c.id,
    sqlite_where=alerts.c.state.in_(PENDING),
    postgresql_where=alerts.c.state.in_(PENDING),
)
Index(
    "ix_alerts_pending",
    alerts.c.chat_id,
    alerts.c.priority,
    alerts.c.id,
    sqlite_where=alerts.c.state.in_(PENDING),
    postgresql_where=alerts.c.state.in_(PENDING),
)

# How far a broadcast is.
Index(
    "ix_alerts_broadcast",
    alerts.c.key,
    alerts.c.state,
    sqlite_where=alerts.c.kind == "broadcast",
    postgresql_where=alerts.c.kind == "broadcast",
)

# Messages of admins to every chat; the rows of the outbox have the keys "broadcast:ID".
broadcasts = Table(
    "broadcasts",
    metadata,
    numbered(),
    Column("author", BigInteger, nullable=False),
    Column("text", Words, nullable=False),
    Column("stage", Text, nullable=False),
    Column("message_id", BigInteger),
    Column("created", Moment, nullable=False),
    sqlite_autoincrement=True,
)

# What became of every match: one row an item and a chat, or a forum's topic.
ledger = Table(
    "ledger",
    metadata,
    numbered(),
    Column("chat_id", BigInteger, ForeignKey("chats.id"), nullable=False),
    Column("thread_id", BigInteger, nullable=False),
    Column("item_id", Id, ForeignKey("items.id"), nullable=False),
    Column("story_id", Id, nullable=False),
    Column("subscription_ids", Listing, nullable=False),
    Column("fate", Text, nullable=False),
    Column("reason", Words, nullable=False),
    Column("level", Integer, nullable=False),
    Column("created", Moment, nullable=False),
    Column("decided", Moment, nullable=False),  # when its fate became what it is
    Column("due", Moment),
    Column("alert_id", Id),  # no foreign key: the outbox goes with its story
    UniqueConstraint("chat_id", "thread_id", "item_id", name="uq_ledger_item"),
    sqlite_autoincrement=True,
)
Index("ix_ledger_decided", ledger.c.chat_id, ledger.c.decided)
Index("ix_ledger_story_id", ledger.c.story_id, ledger.c.chat_id)
Index("ix_ledger_item_id", ledger.c.item_id)
Index("ix_ledger_alert_id", ledger.c.alert_id)
Index("ix_ledger_due", ledger.c.due, sqlite_where=ledger.c.due.is_not(None), postgresql_where=ledger.c.due.is_not(None))

# Those whose numbers the database gives.
NUMBERED = (stories, regroupings, items, likenesses, changes, subscriptions, alerts, broadcasts, ledger)
