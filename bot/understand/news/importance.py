"""How much a story matters, 0 to 10, with reasons that a person can check.

    independent publishers   0-4   of 1, 2, 3, 5, 8
    what happened            0-3   talks and statements; sanctions, arrests, force, deaths; ten deaths, a coup, a war
    who                      0-2   one head of state or government, two; half of it for any well-known actor
    where                    0-1   the headline is about two countries
    new                      0-1   a later report brought something that deserved a reply

The points add up, so more of anything never lowers the level.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bot.model import ActorTag, CountryTag, Event, EventType, Importance, Item, Story, turn_words
from bot.understand.grouping.families import independent
from bot.understand.news import facts
from bot.understand.news.counts import Of
from bot.understand.news.novelty import deserves_reply

_READ = 40  # items of a story that are looked at: the first ones
_PUBLISHERS = (2, 3, 5, 8)  # each reached is a point
_MANY_DEAD = 10
_GRAVE = frozenset(("invades", "is overthrown", "declares emergency", "truce", "truce broken"))
_SHARP_KINDS = (
    "sanctions, lifts sanctions, cuts ties, resigns, is fired, is arrested, is convicted, is sentenced, is impeached, "
    "is freed, withdraws, surrenders, strikes back, concedes, agrees, claims it"
)
_SHARP = frozenset(_SHARP_KINDS.split(", "))
_ACTS = 2  # events of a report that count: those of its headline and lead
_WORDS = {
    EventType.AGREE: "an agreement",
    EventType.CONSULT: "talks",
    EventType.SUPPORT: "support",
    EventType.COOPERATE: "cooperation",
    EventType.AID: "aid",
    EventType.YIELD: "a concession",
    EventType.REQUEST: "a demand",
    EventType.ACCUSE: "an accusation",
    EventType.REJECT: "a refusal",
    EventType.THREATEN: "a threat",
    EventType.PROTEST: "a protest",
    EventType.SANCTION: "sanctions",
    EventType.MOBILIZE: "a show of force",
    EventType.COERCE: "coercion",
    EventType.ASSAULT: "an attack",
    EventType.RETREAT: "a withdrawal",
}
_FORCEFUL = frozenset(
    (EventType.SANCTION, EventType.MOBILIZE, EventType.COERCE, EventType.ASSAULT, EventType.RETREAT, EventType.THREATEN)
)
_HEAD = re.compile(
    r"\b(?:President|Prime\s+Minister|Premier|Chancellor|King|Queen|Supreme\s+Leader|Crown\s+Prince|Emperor|Pope|Taoiseach)"
    r"(?:\s+[A-Z][\w.’'-]*){0,2}\s+\Z"
)
_NO_LONGER = re.compile(r"\b(?:former|ex-?|late|vice|deputy)[\s-]+\w+(?:\s+\w+)?\s+\Z", re.IGNORECASE)


def importance(story: Story) -> Importance:
    """The level of a story as it stands, and what made it; one with no items has none."""
    items = story.items[:_READ]
    if not items:
        return Importance(0)
    parts = [_publishers(story), _happened(items), _who(items), _where(items), _new(items)]
    reasons = sorted((part for part in parts if part[0]), key=lambda part: -part[0])
    return Importance(min(10, sum(points for points, _ in parts)), tuple(words for _, words in reasons))


def _publishers(story: Story) -> tuple[int, str]:
    count = independent(story.items)
    return sum(count >= enough for enough in _PUBLISHERS), f"{count} independent publishers"


def _happened(items: tuple[Item, ...]) -> tuple[int, str]:
    """The gravest thing that a headline or a lead tells as a fact."""
    dead = max((count for item in items for count in _tolls(item)), default=0.0)
    turns = {turn for item in items for turn in _turns(item)}
    acts = {event.type for item in items for event in item.events[:_ACTS] if not event.planned and _between(event)}
    if dead >= _MANY_DEAD:
        return 3, f"at least {dead:,.0f} killed"
    if grave := sorted(turns & _GRAVE):
        return 3, turn_words(grave[0])
    if dead or "dies" in turns:
        return 2, "people killed"
    if sharp := sorted(turns & _SHARP) or sorted(_WORDS[act] for act in acts & _FORCEFUL):
        return 2, turn_words(sharp[0])
    mild = sorted(turns) or sorted(_WORDS[act] for act in acts)
    return (1, turn_words(mild[0])) if mild else (0, "")


def _between(event: Event) -> bool:
    """Not the arrest of one man by a town's police: a country, or somebody of one, is on either side."""
    return all(side is not None and side.country for side in (event.source, event.target))


def _tolls(item: Item) -> Iterator[float]:
    for sentence in facts.opening(item):
        if not sentence.past:
            yield from (count.value for count in sentence.counts if count.of is Of.KILLED)


def _turns(item: Item) -> Iterator[str]:
    for sentence in facts.opening(item)[:2]:
        yield from (turn.kind for turn in sentence.turns if facts.is_fact(turn, sentence))


def _who(items: tuple[Item, ...]) -> tuple[int, str]:
    heads = {id_ for item in items for id_ in _heads(item)}
    if heads:
        said = "a head of state or government" if len(heads) == 1 else f"{len(heads)} heads of state or government"
        return min(len(heads), 2), said
    known = next((tag.actor.name for item in items for tag in item.actors if tag.actor.seeded and _leads(tag)), None)
    return (1, f"about {known}") if known else (0, "")


def _heads(item: Item) -> Iterator[str]:
    """Ids of the actors that the text calls president, prime minister, king."""
    for tag in item.actors:
        for mention in islice(tag.mentions, 5):
            before = (item.title if mention.field == "title" else item.body)[: mention.start][-60:]
            if _HEAD.search(before) and not _NO_LONGER.search(before):
                yield tag.actor.id
                break


def _where(items: tuple[Item, ...]) -> tuple[int, str]:
    count = max(sum(_leads(tag) for tag in item.countries) for item in items)
    return int(count >= 2), f"{count} countries in the headline"


def _leads(tag: ActorTag | CountryTag) -> bool:
    return any(mention.field == "title" for mention in tag.mentions)


def _new(items: tuple[Item, ...]) -> tuple[int, str]:
    return int(any(deserves_reply(item.adds) for item in items)), "still developing"
