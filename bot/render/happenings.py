"""What happened, in a line: an event ("Russia consults Venezuela"); what a report added ("+ 12 killed")."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model import Event, EventType, Item, Novelty, NoveltyKind, Party, turn_words
from bot.render.markup import Node, bold, italic, lines, prose
from bot.render.pieces import CountryName, country_label
from bot.text import one_line, shorten

_SHOWN = 3  # events of a story
_SENTENCE = 220
_ADDED = 4  # named of what one report added
_COUNTED = {
    "killed": "Death toll",
    "injured": "Injured",
    "missing": "Missing",
    "arrested": "Arrested",
    "displaced": "Displaced",
    "freed": "Freed",
}
_VERBS = {  # now, and planned
    EventType.AGREE: ("agrees with", "to agree with"),
    EventType.CONSULT: ("consults", "to consult"),
    EventType.SUPPORT: ("supports", "to support"),
    EventType.COOPERATE: ("cooperates with", "to cooperate with"),
    EventType.AID: ("helps", "to help"),
    EventType.YIELD: ("gives way to", "to give way to"),
    EventType.REQUEST: ("makes a request of", "to make a request of"),
    EventType.ACCUSE: ("accuses", "to accuse"),
    EventType.REJECT: ("turns down", "to turn down"),
    EventType.THREATEN: ("threatens", "to threaten"),
    EventType.PROTEST: ("protests against", "to protest against"),
    EventType.SANCTION: ("sanctions", "to sanction"),
    EventType.MOBILIZE: ("mobilises against", "to mobilise against"),
    EventType.COERCE: ("uses its power over", "to use its power over"),
    EventType.ASSAULT: ("attacks", "to attack"),
    EventType.RETREAT: ("withdraws from", "to withdraw from"),
}


def event_line(event: Event, country_name: CountryName) -> str | None:
    """ "Russia consults Venezuela": by countries where both are known and differ, else by names.

    None unless both sides are known: an actor, or of a country.
    """
    source, target = event.source, event.target
    if source is None or target is None or not all(side.country or side.mention for side in (source, target)):
        return None
    by_country = bool(source.country and target.country and source.country != target.country)
    names = [_side(party, country_name, by_country=by_country) for party in (source, target)]
    return f"{names[0]} {_VERBS[event.type][event.planned]} {names[1]}"


def _side(party: Party, country_name: CountryName, *, by_country: bool) -> str:
    return country_name(party.country) if by_country and party.country else one_line(party.name)


def happened(items: Sequence[Item], country_name: CountryName) -> Node | None:
    """The events that most reports of a story tell, each with a sentence that says so; None when none does."""
    told: dict[str, list[Event]] = {}
    for item in items:
        for line in dict.fromkeys(line for event in item.events if (line := event_line(event, country_name))):
            event = next(one for one in item.events if event_line(one, country_name) == line)
            told.setdefault(line, []).append(event)
    best = sorted(told, key=lambda line: -len(told[line]))[:_SHOWN]
    if not best:
        return None
    return lines(
        bold("What happened"),
        *(lines(prose(line), italic(prose(shorten(one_line(told[line][0].sentence), _SENTENCE)))) for line in best),
    )


def number(one: Novelty) -> str:
    """ "Death toll 9 → 12"; where nobody gave a number so far, "Death toll 12"."""
    value, _, of = one.what.rpartition(" ")
    was = one.was.removesuffix(f" {of}")
    return f"{_COUNTED[of]} {f'{was} → ' if was else ''}{value}" if of in _COUNTED else one.what


def added(found: Sequence[Novelty], country_name: CountryName) -> Node | None:
    """ "+ 12 killed, Brazil; denies; quotes Lula"; None when it added nothing."""
    words = [_added(one, country_name) for one in found[:_ADDED]]
    more = len(found) - _ADDED
    said = ", ".join(dict.fromkeys(words)) + (f" and {more} more" if more > 0 else "")
    return italic(prose(f"+ {said}")) if words else None


def _added(one: Novelty, country_name: CountryName) -> str:
    match one.kind:
        case NoveltyKind.COUNTRY:
            return country_label(one.what, country_name)
        case NoveltyKind.QUOTE:
            return f"quotes {one_line(one.what)}"
        case NoveltyKind.TURN:
            return turn_words(one.what)
        case NoveltyKind.NUMBER:
            return number(one)
        case _:
            return one_line(one.what)
