"""The doors to the outside, as protocols. Use cases know these and nothing behind them.

Every method of a store is one transaction. Times are aware UTC and come from the caller. Implementations:
bot.fetch (Fetcher), bot.store (Store), bot.deliver (Sender), bot.worker (Workers), bot.llm (Model).
"""

from __future__ import annotations

from bot.ports.archive import ActorStore, Archive, Pairs, Registry, Regroupings, Retention, UnreadItems, Versions
from bot.ports.broadcasts import Broadcasts
from bot.ports.chats import Chats, Outbox, Subscriptions
from bot.ports.feeds import Brakes, FeedAdmin, FeedsFile, FeedStore, PushDoor, Pushes
from bot.ports.ledger import Ledger, SharedLists
from bot.ports.outside import Clock, Fetcher, Hubs, Sender, Workers
from bot.ports.store import Store
from bot.ports.telling import Model, Reteller, Retellings

__all__ = [
    "ActorStore",
    "Archive",
    "Brakes",
    "Broadcasts",
    "Chats",
    "Clock",
    "FeedAdmin",
    "FeedStore",
    "FeedsFile",
    "Fetcher",
    "Hubs",
    "Ledger",
    "Model",
    "Outbox",
    "Pairs",
    "PushDoor",
    "Pushes",
    "Registry",
    "Regroupings",
    "Reteller",
    "Retellings",
    "Retention",
    "Sender",
    "SharedLists",
    "Store",
    "Subscriptions",
    "UnreadItems",
    "Versions",
    "Workers",
]
