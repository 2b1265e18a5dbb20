"""Where a text may name an actor: the seed's aliases, the recogniser's entities, names behind titles, ministries.

Decides between them, and drops what the gazetteer knows to be a place. Does not merge names.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import ahocorasick

from bot.model import ActorKind
from bot.understand import aliases, given_names, ministries, sectors, titles
from bot.understand.ministries import Place
from bot.understand.ner import Entity
from bot.understand.spans import Span, covered, trim, without_overlaps

_KINDS = {"PERSON": ActorKind.PERSON, "ORG": ActorKind.ORGANISATION}
_NEVER = frozenset(
    word
    for line in (
        "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august",
        "september october november december gmt bst est edt pst utc ceo cfo pm mp gdp tv dna hiv aids covid covid-19",
        "coronavirus internet christmas easter ramadan eid thanksgiving state secretary house government cabinet",
        "ministry parliament minister president congress senate constitution treaty god lord jesus mr mrs ms dr sir",
        "bible quran koran islam christianity earth moon sun mars dollar euro u.s us uk u.k video photo photos",
        "image file share copyright read more getty related click here updated breaking live watch listen story",
        "advertisement subscribe newsletter email",
    )
    for word in line.split()
)
_NAME_WORD = re.compile(r"[A-ZÀ-ÞĀ-Ž]")
_BAD_PERSON = re.compile(r"[\d@#/\\_:&%$*+=<>{}|]|https?|www\.|\.com")
_BAD_ORG = re.compile(r"[@#\\_%$*=<>{}|]|https?:|www\.|^\d+$")
_CREDIT = re.compile(
    r"^(?:By |Reporting by|Writing by|Editing by|Additional reporting|Compiled by|Photo(?:graph)?(?:s)?(?: by|:)|"
    r"Picture:|Image:|Credit:|©|Copyright|Follow |Source:|Contact:).*$|\((?:Reuters|AP|AFP|CNN|Bloomberg)\)(?= ?[-–—])",
    re.MULTILINE,
)
# A name that ends in one of these is a place, an event, a law or a prize, and one behind these a storm or a ship.
_NO_ACTOR = re.compile(
    r"(?:^(?:Hurricane|Storm|Cyclone|Typhoon|Tropical Storm|Operation|USS|HMS|Boeing|Airbus) .*|"
    r".* (?:Night|Day|Cup|Awards?|Festival|Street|St|Road|Avenue|Square|Bridge|River|Lake|Mountains?|Islands?|Parks?|"
    r"Airport|Stadium|Theat(?:re|er)|Hotel|Beach|Hall|Prize|Act|Bill|Treaty|Agreement|Accords?|Pact|Summit|Games|"
    r"Marathon|Series|Championships?|Open|Valley|Bay|Sea|Ocean|Desert|Peninsula|Falls|Wall|War|Revolution|Index|"
    r"Programme?|Plan|Strait|Canal|Gulf|Palace|Cathedral|Station|Terminal|Highway|Building|Tower|Province|District|"
    r"Division|Olympics|Protocol|Convention|Declaration|Hills?|Heights|Mela))$"
)
_ORGANISATION_WORD = re.compile(
    r".* (?:United|City|FC|Town|Rovers|Wanderers|Oil|Energy|Group|Bank|Inc|Corp|Ltd|Company|Airlines?|Airways|Motors?|"
    r"University|College|School|Institute|Center|Centre|Association|Foundation|Party|Press|News|Times|Post|Media|"
    r"Records|Pictures|Studios|Systems|Technologies|Partners|Capital|Holdings|Police|Army|Court|Council|Committee|"
    r"Hospital|Union|League|Club|Brigades?|Front|Cartel|Church|Fund|Trust|Network|Agency|Commission|Ministry)$"
)
_PERSON_TITLE = re.compile(
    r"(?:(?:King|Queen|Prince|Princess|Pope|Sheikh|Emir|Sultan|Ayatollah|Imam|Cardinal|Archbishop|Bishop|President|"
    r"Senator|General|Gen\.|Col\.|Capt\.|Sgt\.|Lt\.|Judge|Justice|Lord|Lady|Sir|Dame|Mr\.?|Mrs\.?|Ms\.?|Dr\.?)\s)+(?=[A-Z])"
)
_WORDS = re.compile(r"[^\W\d_][\w’'.-]*")


def collect(text: str, title_end: int, places: Sequence[Place], entities: Sequence[Entity]) -> list[Span]:
    """Spans that name actors, none overlapping another, in the order of the text."""
    bounds = [(start, end) for start, end, _ in places]
    credits = [match.span() for match in _CREDIT.finditer(text)]
    headline = range(title_end) if _title_case(text[:title_end]) else range(0)
    usable = [entity for entity in entities if entity.end <= headline.start or entity.start >= headline.stop]
    ner = _from_ner(text, usable, bounds)
    seeds = _from_seed(text, headline, ner)
    strong = [span for span in seeds if not span.weak]
    weak = [span for span in seeds if span.weak]
    first = without_overlaps(
        [*ministries.find(text, places), *strong, *_from_titles(text, bounds), *weak, *ner],
    )
    spans = _propagate(text, _settle_kinds(text, first, entities), bounds)
    return [span for span in spans if not covered(credits, span.start, span.end)]


def _title_case(title: str) -> bool:
    """True for a Headline With Capitals, in which a recogniser takes every word for a name."""
    words = [word for word in _WORDS.findall(title) if len(word) > 3]
    return len(words) > 2 and sum(word[0].isupper() for word in words) / len(words) > 0.7


def _from_ner(text: str, entities: Iterable[Entity], places: Sequence[tuple[int, int]]) -> list[Span]:
    spans = []
    for entity in entities:
        labelled = _KINDS.get(entity.label)
        bounds = trim(text, entity.start, entity.end, labelled) if labelled else None
        if labelled is None or bounds is None or covered(places, *bounds):
            continue
        kind = _kind(text[slice(*bounds)], labelled)
        if kind is not labelled:
            bounds = trim(text, *bounds, kind) or bounds
        if _plausible(text[slice(*bounds)], kind):
            spans.append(Span(*bounds, kind, "NER"))
    return spans


def _kind(name: str, labelled: ActorKind) -> ActorKind:
    """What the words of a name say, where they contradict the recogniser."""
    words = name.split()
    if _PERSON_TITLE.match(name) and len(words) < 5 and not sectors.of_organisation(name):
        return ActorKind.PERSON
    if labelled is ActorKind.PERSON:
        if _ORGANISATION_WORD.match(name) or (len(words) == 1 and name.isupper() and len(name) < 6):
            return ActorKind.ORGANISATION
    elif 1 < len(words) < 4 and given_names.is_given(words[0]) and not sectors.of_organisation(name):
        return ActorKind.PERSON
    return labelled


def _plausible(name: str, kind: ActorKind) -> bool:
    if name.lower() in _NEVER or not _NAME_WORD.search(name) or titles.is_role(name) or _NO_ACTOR.match(name):
        return False
    if kind is ActorKind.PERSON:
        return not _BAD_PERSON.search(name) and len(name.split()) < 7
    return not _BAD_ORG.search(name) and len(name) < 90


def _from_seed(text: str, headline: range, ner: Sequence[Span]) -> list[Span]:
    spans = []
    for hit in aliases.hits(text):
        if hit.weak and not _alone(text, hit, headline, ner):
            continue
        spans.append(Span(hit.start, hit.end, hit.actor.kind, "seed", hit.actor.id, hit.weak))
    return spans


def _alone(text: str, hit: aliases.Hit, headline: range, ner: Sequence[Span]) -> bool:
    """A weak alias counts when it is the whole name: "Trump" is, in "Melania Trump" and "Trump Tower" it is not."""
    over = [span for span in ner if span.overlaps(hit.start, hit.end)]
    if any(span.start < hit.start or span.end > hit.end for span in over):
        return False
    if hit.actor.kind is ActorKind.ORGANISATION:
        return any(span.kind is ActorKind.ORGANISATION for span in over)
    if hit.start in headline:
        return True
    following = re.compile(r" (?:[A-Z][\w’'-]+)").match(text, hit.end)
    if following and following[0].strip().lower() not in _NEVER:
        return False
    preceding = re.compile(r"(?:^|(?<=[\s“\"(]))([A-Z][\w’'-]*[a-z]) $").search(text, max(0, hit.start - 30), hit.start)
    return preceding is None or _not_a_given_name(preceding[1], text, preceding.start(1))


def _not_a_given_name(word: str, text: str, start: int) -> bool:
    """A title, or a word that is capitalised only because it opens a sentence."""
    return titles.is_role(word) or text[max(0, start - 2) : start].strip(" \n") in ("", ".", "?", "!", "“", '"')


def _from_titles(text: str, places: Sequence[tuple[int, int]]) -> list[Span]:
    spans = []
    for start, end in titles.titled(text):
        bounds = trim(text, start, end, ActorKind.PERSON)
        if bounds and not any(s < bounds[1] and bounds[0] < e for s, e in places):
            spans.append(Span(*bounds, ActorKind.PERSON, "title"))
    return spans


def _settle_kinds(text: str, spans: Sequence[Span], entities: Sequence[Entity]) -> list[Span]:
    """One kind for one name in one text: the surname of a person is that person, else the majority decides."""
    people = {
        text[s.start : s.end].split()[-1]
        for s in spans
        if s.kind is ActorKind.PERSON and " " in text[s.start : s.end] and s.source != "again"
    }
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for entity in entities:
        votes[text[entity.start : entity.end].removeprefix("the ").removesuffix("'s")][entity.label] += 1
    settled = []
    for span in spans:
        name = text[span.start : span.end]
        kind = span.kind
        if span.source == "NER":
            if name in people:
                kind = ActorKind.PERSON
            elif " " not in name:
                count = votes[name]
                if count["GPE"] + count["LOC"] + count["NORP"] > count["PERSON"] + count["ORG"]:
                    continue
                if count["PERSON"] != count["ORG"]:
                    kind = ActorKind.PERSON if count["PERSON"] > count["ORG"] else ActorKind.ORGANISATION
        settled.append(Span(span.start, span.end, kind, span.source, span.seed, span.weak, span.country))
    return settled


def _propagate(text: str, spans: Sequence[Span], places: Sequence[tuple[int, int]]) -> list[Span]:
    """Names found once are found wherever they stand, surnames of people included."""
    names: dict[str, Span] = {}
    for span in spans:
        name = text[span.start : span.end]
        names.setdefault(name, span)
        if span.kind is ActorKind.PERSON and " " in name:
            surname = name.rsplit(" ", 1)[1]
            if len(surname) > 2 and surname[0].isupper() and surname.lower() not in _NEVER:
                names.setdefault(surname, Span(0, 0, ActorKind.PERSON, "again"))
    names.pop("", None)
    if not names:
        return list(spans)
    automaton = ahocorasick.Automaton()
    for name, span in names.items():
        automaton.add_word(name, (len(name), span))
    automaton.make_automaton()
    more = []
    for last, (length, span) in automaton.iter(text):
        start, end = last + 1 - length, last + 1
        if aliases.bounded(text, start, end) and not covered(places, start, end):
            more.append(Span(start, end, span.kind, "again", span.seed, span.weak, span.country))
    more.sort(key=lambda s: s.start - s.end)
    return without_overlaps([*spans, *(span for span in more if _stands_alone(text, span))])


def _stands_alone(text: str, span: Span) -> bool:
    """Not one word of a longer capitalised name ("Maduro" in "Maduro Joya Street")."""
    if span.kind is not ActorKind.PERSON or " " in text[span.start : span.end]:
        return True
    return re.compile(r" [A-Z][a-z]+").match(text, span.end) is None or True
