"""The tables of chats and what they follow: the parts of the schema that schema.py has no place for."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from bot.store.columns import Id, Listing, Modes, Moment, Name, Words
from bot.store.feed_tables import metadata


def numbered() -> Column[int]:
    """A row's number. Never given twice, even after a delete: old buttons in chats carry it."""
    return Column("id", Id, primary_key=True, autoincrement=True)


chats = Table(
    "chats",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("paused", Words),
    Column("previews", Boolean, nullable=False),
    Column("silent", Boolean, nullable=False),
    Column("timezone", Words),
    Column("quiet", Listing),  # from and to, in minutes of its day
    Column("last_seen", Moment, nullable=False),
    Column("telling", Text),  # how summaries are worded; NULL: in the reports' words
    Column("language", Text),  # ISO 639-1
    Column("large", Boolean, nullable=False),  # of previews
    Column("keeper", BigInteger),  # the user who took the bot in
    Column("usual", Modes),  # mode of new watches; NULL: the bot's own
    Column("managing", BigInteger),  # of a private chat: the channel it speaks for
)

subscriptions = Table(
    "subscriptions",
    metadata,
    numbered(),
    Column("chat_id", BigInteger, ForeignKey("chats.id"), nullable=False),
    Column("thread_id", BigInteger, nullable=False),  # 0: no topic; NULLs would all differ under UNIQUE
    Column("digest", Text, nullable=False),  # of the subjects, whatever their order
    Column("each", Boolean, nullable=False),
    Column("silent", Boolean, nullable=False),
    Column("mentions", Boolean, nullable=False),
    Column("confirmed", Integer, nullable=False),
    Column("minimum", Integer, nullable=False),
    Column("cap", Integer),  # NULL: none
    Column("digests", Listing, nullable=False),  # minutes of the chat's day
    Column("quiet", Words, nullable=False),
    Column("wakes", Integer, nullable=False),
    Column("languages", Listing, nullable=False),
    Column("near", Boolean, nullable=False),
    Column("created", Moment, nullable=False),
    Column("muted_until", Moment),
    UniqueConstraint("chat_id", "thread_id", "digest", name="uq_subscriptions_subjects"),
    sqlite_autoincrement=True,
)

subscription_subjects = Table(
    "subscription_subjects",
    metadata,
    Column(
        "subscription_id",
        Id,
        ForeignKey("subscriptions.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("kind", Name, nullable=False),
    Column("value", Name, nullable=False),
    Column("label", Words, nullable=False),
    Column("origin", Name),  # of an actor that was merged: the id that was chosen
)
Index("ix_subscription_subjects_value", subscription_subjects.c.kind, subscription_subjects.c.value)

# What a watch wants nothing of.
subscription_excludes = Table(
    "subscription_excludes",
    metadata,
    Column(
        "subscription_id",
        Id,
        ForeignKey("subscriptions.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("kind", Name, primary_key=True),
    Column("value", Name, primary_key=True),
    Column("label", Words, nullable=False),
    Column("origin", Name),  # of an actor that was merged: the id that was chosen
    Column("created", Moment, nullable=False),
)

# Lists of watches that chats have shared.
shared_lists = Table(
    "shared_lists",
    metadata,
    Column("token", Name, primary_key=True),
    Column("text", Words, nullable=False),
    Column("created", Moment, nullable=False),
)
