"""WebSub: subscriptions and what hubs send."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class PushMode(StrEnum):
    """What is wanted of a feed's WebSub hub; the values are those of hub.mode."""

    SUBSCRIBE = "subscribe"
    UNSUBSCRIBE = "unsubscribe"
    OFF = "off"  # nothing; the feed is paused


@dataclass(frozen=True, slots=True)
class Push:
    """A feed's WebSub subscription. `callback` and `secret` are known to its hub alone, and never logged."""

    feed_id: str
    callback: str  # the last part of the callback's address
    secret: str = field(repr=False)
    hub: str
    topic: str
    next_try: datetime  # when to ask the hub again
    mode: PushMode = PushMode.SUBSCRIBE
    asked: datetime | None = None
    until: datetime | None = None  # when the lease ends; None: not subscribed
    failures: int = 0  # requests since the hub last confirmed one
    reason: str | None = None  # what is wrong, in words


@dataclass(frozen=True, slots=True)
class HubQuestion:
    """A hub asks whether a subscription is meant. Strings as it sent them."""

    mode: str
    topic: str
    lease: str = ""  # seconds
    reason: str = ""  # of mode "denied"


@dataclass(frozen=True, slots=True)
class PushDelivery:
    """What a hub says of the content it delivers."""

    signature: str = ""
    content_type: str | None = None
    topic: str | None = None  # of its Link header
