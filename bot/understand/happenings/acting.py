"""Who acts in an article and who is acted on, by the events that its sentences tell.

Does not read the text: who is in no event has no role.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.model import ActorRole, ActorTag, Event, Mention, Party


def with_roles(tags: Sequence[ActorTag], events: Sequence[Event]) -> tuple[ActorTag, ...]:
    """The tags, each with the role that its actor has in more of the sentences; None where it has both as often."""
    return tuple(replace(tag, role=_role(frozenset(tag.mentions), events)) for tag in tags) if events else tuple(tags)


def _role(mentions: frozenset[Mention], events: Sequence[Event]) -> ActorRole | None:
    # Sentences, not events: who attacks two at once is in two events of one sentence.
    acts = {event.sentence for event in events if _is_side(event.source, mentions)}
    suffers = {event.sentence for event in events if _is_side(event.target, mentions)}
    if len(acts) == len(suffers):
        return None
    return ActorRole.AGENT if len(acts) > len(suffers) else ActorRole.RECIPIENT


def _is_side(party: Party | None, mentions: frozenset[Mention]) -> bool:
    return party is not None and party.mention in mentions
