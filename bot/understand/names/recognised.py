"""What the recogniser found, cut clean and corrected: people taken for organisations, places, prizes, web noise."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.model import ActorKind
from bot.understand.identity import given_names, sectors
from bot.understand.names import titles
from bot.understand.names.entities import Entity
from bot.understand.names.spans import Cover, Span, trim

_KINDS = {"PERSON": ActorKind.PERSON, "ORG": ActorKind.ORGANISATION}
NEVER = frozenset(
    word
    for line in (
        "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august",
        "september october november december gmt bst est edt pst utc ceo cfo pm mp gdp tv dna hiv aids covid covid-19",
        "coronavirus internet christmas easter ramadan eid thanksgiving state secretary house government cabinet",
        "ministry minister president constitution treaty god lord jesus mr mrs ms dr sir",
        "bible quran koran islam christianity earth moon sun mars dollar euro u.s us uk u.k video photo photos",
        "image file share copyright read more getty related click here updated breaking live watch listen story",
        "advertisement subscribe newsletter email",
        # countries as results of sport write them
        "esp ita ger fra gbr srb sui aut aus rus blr ukr pol cze arg bra chi chn jpn kor kaz ned bel swe nor den fin",
    )
    for word in line.split()
)
_BAD_PERSON = re.compile(r"[\d@#/\\_:&%$*+=<>{}|]|https?|www\.|\.com")
_BAD_ORG = re.compile(r"[@#\\_%$*=<>{}|]|https?:|www\.|^\d+$")
# A name that ends in one of these is a place, an event, a law or a prize, and one behind these a storm or a ship.
NO_ACTOR = re.compile(
    r"(?:^(?:Terminal|Hurricane|Storm|Cyclone|Typhoon|Tropical Storm|Operation|USS|HMS|Boeing|Airbus) .*|"
    r".* (?:Night|Day|Cup|Awards?|Festival|Street|St|Road|Avenue|Square|Bridge|River|Lake|Mountains?|Islands?|Parks?|"
    r"Airport|Stadium|Theat(?:re|er)|Hotel|Beach|Hall|Prize|Act|Bill|Treaty|Agreement|Accords?|Pact|Summit|Games|"
    r"Marathon|Series|Championships?|Open|Valley|Bay|Sea|Ocean|Desert|Peninsula|Falls|Wall|War|Revolution|Index|"
    r"Programme?|Plan|Strait|Canal|Gulf|Palace|Cathedral|Station|Terminal|Highway|Building|Tower|Province|District|"
    r"Division|Olympics|Protocol|Convention|Declaration|Hills?|Heights|Mela))$"
)
ORGANISATION_WORD = re.compile(
    r".* (?:United|City|FC|Town|Rovers|Wanderers|Oil|Energy|Group|Bank|Inc|Corp|Ltd|Company|Airlines?|Airways|Motors?|"
    r"University|College|School|Institute|Center|Centre|Association|Foundation|Party|Press|News|Times|Post|Media|"
    r"Records|Pictures|Studios|Toys|Foods|Stores|Securities|Communications|Industries|Pharmaceuticals|Systems|Technologies|Partners|Capital|Holdings|Police|Army|Court|Council|Committee|"
    r"Hospital|Union|League|Club|Brigades?|Front|Cartel|Church|Fund|Trust|Network|Agency|Commission|Ministry)$"
)
_OFFICE = re.compile(r" (?:Minister|Secretary|Leader)\b")  # "Defense" in "Defense Minister"
_OFFICER = re.compile(r" (?:chief|spokes\w+|commander|general|leader|veteran)\b")  # "Army" in "Army chief"
_PERSON_TITLE = re.compile(
    r"(?:(?:King|Queen|Prince|Princess|Pope|Sheikh|Emir|Sultan|Ayatollah|Imam|Cardinal|Archbishop|Bishop|President|"
    r"Senator|General|Gen\.|Col\.|Capt\.|Sgt\.|Lt\.|Judge|Justice|Lord|Lady|Sir|Dame|Mr\.?|Mrs\.?|Ms\.?|Dr\.?)\s)+(?=[A-Z])"
)


def spans_of(text: str, entities: Iterable[Entity], places: Cover) -> list[Span]:
    """People and organisations among the entities."""
    spans = []
    for entity in entities:
        labelled = _KINDS.get(entity.label)
        if labelled is None:
            continue
        for start, end in _parts(text, entity.start, entity.end, labelled):
            bounds = trim(text, places.end_of(start) if labelled is ActorKind.PERSON else start, end, labelled)
            if bounds is None or places.covers(*bounds):
                continue
            kind = _kind(text[slice(*bounds)], labelled, text[max(0, bounds[0] - 4) : bounds[0]].lower() == "the ")
            if kind is not labelled:
                bounds = trim(text, *bounds, kind) or bounds
            name = text[slice(*bounds)]
            part_of_title = _OFFICE.match(text, bounds[1]) or (
                sectors.is_everywhere(name) and _OFFICER.match(text, bounds[1])
            )
            if is_plausible(name, kind) and not part_of_title:
                spans.append(Span(*bounds, kind, "NER"))
    return spans


def _parts(text: str, start: int, end: int, kind: ActorKind) -> list[tuple[int, int]]:
    """Two people that were taken for one: "Rachel and Blaine"."""
    for dash in (" - ", " – ", " — "):  # "MIAMI - Pat Riley"
        if (at := text.rfind(dash, start, end)) >= 0:
            start = at + len(dash)
    middle = text.find(" and ", start, end)
    if middle < 0 or not (kind is ActorKind.PERSON or given_names.is_given(text[start:middle].split(" ")[0])):
        return [(start, end)]
    return [(start, middle), (middle + 5, end)]


def _kind(name: str, labelled: ActorKind, after_the: bool) -> ActorKind:
    """What the words of a name say, where they contradict the recogniser."""
    words = name.split()
    if after_the and len(words) > 1 and not given_names.is_given(words[0]):  # "the Detroit Pistons"
        return ActorKind.ORGANISATION
    if _PERSON_TITLE.match(name) and len(words) < 5 and not sectors.of_organisation(name):
        return ActorKind.PERSON
    if labelled is ActorKind.PERSON:
        if ORGANISATION_WORD.match(name) or (len(words) == 1 and name.isupper() and len(name) < 6):
            return ActorKind.ORGANISATION
    elif 1 < len(words) < 4 and given_names.is_given(words[0]) and not sectors.of_organisation(name):
        return ActorKind.PERSON
    return labelled


def is_plausible(name: str, kind: ActorKind) -> bool:
    """False for roles, days, prizes, addresses of the web and other words that are no actor's name."""
    if name.lower() in NEVER or name == name.lower() or titles.is_role(name) or NO_ACTOR.match(name):
        return False
    if kind is ActorKind.PERSON:
        return not _BAD_PERSON.search(name) and len(name.split()) < 7
    return not _BAD_ORG.search(name) and len(name) < 90


def is_clear(name: str) -> bool:
    """A name that its words alone show to be one, even in a headline."""
    return " " in name and (given_names.is_given(name.split()[0]) or ORGANISATION_WORD.match(name) is not None)
