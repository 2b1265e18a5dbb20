"""What a tap can mean about places: topics of a group, and channels that are managed from a private chat."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ToTopic:
    """A watch's alerts go into a topic of their own, or (not `on`) back into the group itself."""

    subscription_id: int
    on: bool


@dataclass(frozen=True, slots=True)
class Manage:
    """What is said from now on is about that channel."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Own:
    """Back to one's own chat. A message with this button is about that channel, and so are its other buttons."""

    chat_id: int


PlaceAction = ToTopic | Manage | Own
