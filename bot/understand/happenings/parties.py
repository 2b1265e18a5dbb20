"""The sides of an event: from a stretch of a sentence to the actor, the country or the people that it names.

"Russian foreign minister Sergey Lavrov" is Lavrov, "Moscow" is Russia, "two Iranian oil firms" are themselves, of Iran.
Does not find the stretches.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.model import ActorKind, CountryTag, FoundActor, Mention, Party
from bot.text import word_set
from bot.understand.places import country_names

_LONGEST = 80  # characters of a side in the sentence's own words
_EDGE = " \t\n\"'“”‘’«»()[]{},.;:!?*•|–—-"
_OPENS = re.compile(
    r"(?:(?:the|a|an|both|also|then|now|later|earlier|meanwhile|however|but|and|or|that|reportedly|officials?\s+said)\s+)+",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"(?:i|we|you|he|she|it|they|him|her|them|us|his|its|their|this|that|these|those|which|who|what|there|here|one|some"
    r"|both|all|more|others?|each\s+other|one\s+another|itself|himself|herself|themselves|nobody|anyone|everyone|someone"
    r"|mon|tues|wednes|thurs|fri|satur|sun|today|yesterday|tomorrow|overnight|late|early|earlier|later|again|(?:the\s+)?"
    r"(?:two|three|four)\s+(?:sides|countries|leaders|men|ministers)|(?:mon|tues|wednes|thurs|fri|satur|sun)day.*"
    r"|(?:two|three)|(?:the\s+)?(?:day|week|month|year|move|statement|deal|talks|attack|visit|decision|incident|report))",
    re.IGNORECASE,
)
_SEATS = {"Brussels": "European Union", "Turtle Bay": "United Nations"}  # no country's, when they act
PUBLIC = word_set("GOV LEG MIL OPP PTY IGO REB JUD COP SPY REL")
_PRIVATE = word_set("BUS MED EDU")
PEOPLE = re.compile(
    r"\b(?:organi[sz]ers?|thousands|hundreds|dozens|people|civilians?|soldiers?|troops?|forces|police(?:m[ae]n|wom[ae]n)?|officers?|protest[eo]rs?|demonstrators?"
    r"|m[ae]n|wom[ae]n|child(?:ren)?|boys?|girls?|militants?|rebels?|insurgents?|gunm[ae]n|bombers?|fighters?|terrorists?"
    r"|journalists?|reporters?|students?|villagers?|residents?|workers?|officials?|lawmakers?|mps|activists?|separatists?"
    r"|migrants?|refugees?|prisoners?|rulers?|pope|countries|nations|allies|hostages?|detainees?|suspects?|army|navy|militia\w*|military|government|regime"
    r"|opposition|authorities|court|judges?|prosecutors?|parliament|senate|congress|ministers?|ministry|president|leaders?"
    r"|junta|party|guards?|commanders?|generals?|diplomats?|ambassador|envoys?|hackers?|gangs?|cartels?|mob|crowds?"
    r"|farmers?|teachers?|doctors?|nurses?|drivers?|strikers?|union\w*|supporters?|opponents?|critics?|victims?|pirates?"
    r"|parties|factions?|newspapers?|broadcasters?|groups?|opponents|judiciary|pensioners|tribes|smugglers?|traffickers?|crew|sailors?|pilots?|peacekeepers?|observers?|monitors?|assailants?|attackers?|jihadis\w*"
    r"|extremists?|islamists?|settlers?|tribes\w*|coalition|alliance|bloc|council|commission|union|agency|bank|company"
    r"|companies|firms?|banks?|priests?|clerics?|monks?|mayors?|governors?|candidates?|politicians?|dissidents?|lawyers?"
    r"|mercenaries|conscripts?|recruits?|cadets?|warplanes?|jets?|drones?|missiles?|helicopters?|aircraft|tanks?|ships?"
    r"|citizens?|nationals?|tourists?|passengers?|worshippers?|pilgrims?|shoppers?|commuters?|patients?|kremlin)\b",
    re.IGNORECASE,
)
CIVIL = re.compile(
    r"\b(?:protest[eo]rs?|demonstrators?|farmers|students|workers|truckers|drivers|activists|residents|villagers|strikers|teachers|unions?"
    r"|miners|crowds?|opponents|supporters|settlers|pensioners|fishermen|commuters|doctors|nurses)\b",
    re.IGNORECASE,
)
OFFICIAL = re.compile(
    r"\b(?:ministers?|presidents?|premiers?|chancellors?|king|queen|prince|delegation|delegates?|officials?|leaders?|envoys?|pope"
    r"|peacekeepers?|diplomats?|governments?|ministry|negotiators?|mediators?|ambassadors?|generals?|chiefs?|secretary|counterparts?|senators?"
    r"|lawmakers?|commanders?|taliban|rebels?|opposition|parliament|commission|council|union|heads?|representatives?|side|parties"
    r"|authorities|troops|forces|army|military|navy|administration|kremlin|sultan|emir|sheikh|soldiers?|fighters?|militants?|militias?|insurgents?|police|guards?|agency|services?|courts?|judges?|prosecutors?|junta|regime|mayors?|governors?|inspectors?|senate|congress|cabinet|assembly|premier|republic|kingdom|state)\b",
    re.IGNORECASE,
)
_DEED = re.compile(
    r"\b(?:strikes?|airstrikes?|attacks?|raids?|bombings?|shelling|bombardment|offensive|invasion|drones?|missiles?)\Z"
)
_OF_WHOM = re.compile(
    r"\s+(?:(?:linked|loyal|allied|aligned|close|belonging|made|based)\s+)?(?:to|of|from|in|with|near|outside|inside|around)\s+(?:the\s+)?(?:\w+ern\s+)?|\s+(?:led|backed|armed)\s+by\s+"
)
PLACES = re.compile(
    r"\b(?:bases?|airports?|airfields?|ports?|hospitals?|schools?|villages?|towns?|cit(?:y|ies)|convoys?|tankers?|vessels?"
    r"|depots?|embass(?:y|ies)|consulates?|posts?|markets?|church(?:es)?|mosques?|checkpoints?|barracks|headquarters|camps?"
    r"|bridges?|refiner(?:y|ies)|plants?|stations?|targets?|positions?|hideouts?|sites?|facilit(?:y|ies)|infrastructure|buildings?|hotels?"
    r"|apartments?|houses?|homes?|capital|prisons?|universit\w+|warehouses?|trains?|buses?|cars?|vehicles?|pipelines?"
    r"|dams?|grid|border|outposts?|offices?|palace|synagogues?|temples?|shrines?|cafes?|restaurants?|nightclubs?|websites?"
    r"|channels?|radio|exchanges?|systems?|databases?|airspace|networks?|servers?|imports?|exports?|assets|officials|goods|territor\w+|regions?|provinces?|districts?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Name:
    """sentence[start:end] names an actor or a country."""

    start: int
    end: int
    country: str | None
    actor: str | None = None  # the actor's full name
    person: bool = False
    official: bool = False  # holds a public office, or is a public body
    mention: Mention | None = None  # of an actor, in the article


@dataclass(frozen=True, slots=True)
class Side:
    """A party with where it stands. `solid`: it is an actor, a country, or people; not just any noun."""

    party: Party
    start: int
    end: int
    solid: bool
    official: bool = False  # holds a public office, or is a country
    person: bool = False  # one person, by name


def names(
    field: str, start: int, end: int, actors: Sequence[FoundActor], countries: Sequence[CountryTag]
) -> tuple[Name, ...]:
    """The names within a sentence that is field[start:end] of the article; an actor's goes before a country's in it."""
    found = [
        Name(m.start - start, m.end - start, one.country, one.name, one.kind is ActorKind.PERSON, _is_official(one), m)
        for one in actors
        for m in one.mentions
        if m.field == field and start <= m.start and m.end <= end
    ]
    found += [
        Name(m.start - start, m.end - start, tag.code)
        for tag in countries
        for m in tag.mentions
        if m.field == field and start <= m.start and m.end <= end
    ]
    return tuple(sorted(found, key=lambda name: (name.start, name.actor is None)))


def _is_official(actor: FoundActor) -> bool:
    """Organisations are, too, but for companies: whether they matter is for whoever follows them to say."""
    return actor.sector in PUBLIC or (actor.kind is ActorKind.ORGANISATION and actor.sector not in _PRIVATE)


def side(sentence: str, start: int, end: int, known: Sequence[Name]) -> Side | None:
    """Who the noun phrase sentence[start:end] is; None when it is nobody that can be named."""
    start, end = _trim(sentence, start, end)
    text = sentence[start:end]
    inside = [name for name in known if name.start < end and name.end > start]
    if body := _SEATS.get(text):
        return Side(Party(body), start, end, solid=True, official=True)
    if (
        not text
        or text.startswith(("of ", "each other"))
        or len(text) > 3 * _LONGEST
        or (not inside and _NOBODY.fullmatch(text))
    ):
        return None
    place = next((name.country for name in inside if name.country and not name.actor), None)
    head = next((name for name in inside if name.actor and name.end >= end - 1 and _heads(sentence, start, name)), None)
    if head := head or _first_actor(sentence, start, inside):
        return _actor(sentence, head, place, start, end, known)
    people = None if inside and _DEED.search(text) else PEOPLE.search(text)
    country = place or next((name.country for name in inside if name.country), None)
    country = country or (_whose(sentence, end, known) if people or PLACES.search(text) else None)
    if people or PLACES.search(text) or not inside:
        party = Party(text[:_LONGEST].strip(_EDGE), country)
        return Side(
            party, start, end, solid=bool(people or country or inside), official=OFFICIAL.search(text) is not None
        )
    owner = next((name for name in inside if name.actor), None)
    if owner is not None:  # "Macron's proposal"
        return _actor(sentence, owner, place, start, end, known)
    return Side(Party(country_names.name(country or ""), country), start, end, solid=True, official=True)


def is_country(one: Side) -> bool:
    """Or its people: "six Americans"."""
    return one.party.country is not None and one.party.name == country_names.name(one.party.country)


def is_target(one: Side) -> bool:
    """Whether something can be done to it: somebody, or a place of theirs."""
    return one.solid or PLACES.search(one.party.name) is not None


def _actor(sentence: str, name: Name, place: str | None, start: int, end: int, known: Sequence[Name]) -> Side:
    where = None if name.person else _whose(sentence, name.end, known)
    party = Party(name.actor or "", name.country or place or where, name.mention)
    official = name.official or OFFICIAL.search(sentence, start, name.start) is not None  # "former leader X"
    return Side(party, start, end, solid=True, official=official, person=name.person)


def _whose(sentence: str, end: int, known: Sequence[Name]) -> str | None:
    """The country of people by what follows them: "soldiers loyal to Assad", "police in Tunis"."""
    after = next((name for name in known if name.start >= end), None)
    return after.country if after is not None and _OF_WHOM.fullmatch(sentence, end, after.start) else None


def _trim(sentence: str, start: int, end: int) -> tuple[int, int]:
    while True:
        before = start, end
        while start < end and sentence[start] in _EDGE:
            start += 1
        while start < end and sentence[end - 1] in _EDGE:
            end -= 1
        if end - start > 2 and sentence[end - 2 : end] in ("'s", "’s"):
            end -= 2
        if opens := _OPENS.match(sentence, start, end):
            start = opens.end()
        if (start, end) == before:
            return start, end


_OF_SOMEBODY = re.compile(
    r"\b(?:of|['’]s)\s+(?:(?:President|Prime|Minister|Mr\.?|Mrs\.?|Ms\.?|Dr\.?|King|Queen|Pope|General|Gen\.|Senator|[A-Z]\w+n|[A-Z]\w+ese|[a-z]+)\s+)*\Z"
)


def _heads(sentence: str, start: int, name: Name) -> bool:
    """No "of" leads to the name: the brother of Ali is not Ali."""
    return not (name.person and _OF_SOMEBODY.search(sentence[start : name.start]))


def _first_actor(sentence: str, start: int, inside: Sequence[Name]) -> Name | None:
    """The actor a phrase begins with and says more about: "Sergey Lavrov of Russia"."""
    first = next((name for name in inside if name.actor), None)
    if first is None or not re.match(r"(?:,|\s+of\b|\s*\()", sentence[first.end :]):
        return None
    return first if _heads(sentence, start, first) else None
