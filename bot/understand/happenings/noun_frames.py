"""The sides of an event that a noun names, by the grammar around it: "a Russian missile attack on Ternopil".

English. Does not judge whether it happened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.model import EventType
from bot.text import word_set
from bot.understand import syntax
from bot.understand.happenings.event_nouns import Noun, type_of
from bot.understand.happenings.event_words import forms
from bot.understand.happenings.parties import Name
from bot.understand.syntax import VERBS, Stretch, Word, children, phrases

_TOWARDS = word_set("on against to into upon in at over for with towards toward near")
_PATIENT_OF = frozenset((EventType.ASSAULT, EventType.COERCE, EventType.ACCUSE, EventType.SUPPORT, EventType.REJECT))
_PAIRS = frozenset((EventType.CONSULT, EventType.AGREE, EventType.COOPERATE))
_BETWEEN = word_set("between among involving")
_GETS = forms("receive get win secure obtain face suffer draw earn attract")
_UNDOES = forms("lift ease roll drop remove suspend waive scrap relax end halt loosen pause cancel")
_UNDONE = {
    EventType.SANCTION: EventType.YIELD,
    EventType.ASSAULT: EventType.RETREAT,
    EventType.CONSULT: EventType.REJECT,
    EventType.AGREE: EventType.REJECT,
    EventType.ACCUSE: EventType.YIELD,
}
_DOES = forms(
    "hold stage launch conduct carry impose announce issue make give provide send sign seal"
    " reach begin start open mount unleash"
    " order approve authorise authorize have lead deliver file lodge voice express offer pay"
    " resume renew step intensify expand"
    " extend raise pledge strike conclude complete perform slap direct commit wage oversee"
    " publish unveil adopt boost increase"
    " tighten widen hike double"
)
_LONG_KNOWN = word_set("since before despite over during amid until of about like as")
_NOT_THEIRS = re.compile(
    r"-(?:brokered|backed|mediated|led|made|held|style|sponsored|hosted|drafted|funded)\b", re.IGNORECASE
)


def find(words: Sequence[Word], names: Sequence[Name], sentence: str) -> Iterator[Noun]:
    """Nouns with both sides, in the sentence's order; what is only background ("since the war on …") left out."""
    for n, word in enumerate(words):
        kind = type_of(sentence[word.start : word.end]) if word.tag in ("NN", "NNS", "NNP", "NNPS") else None
        inside = any(
            name.start <= word.start < name.end and (name.start, name.end) != (word.start, word.end) for name in names
        )
        if kind is None or inside or word.dep in ("compound", "amod", "nmod", "poss") or _is_background(words, n):
            continue
        source, target = _sides(words, n, kind, names, sentence)
        verb = words[n].head if words[n].dep in ("dobj", "nsubjpass") and words[words[n].head].tag in VERBS else None
        if verb is not None and (done := _done(words, n, verb, kind, source, target)):
            kind, source, target = done
        else:
            verb = None
        if source and target:
            yield Noun(kind, word.start, word.end, source, target, verb)


def _done(
    words: Sequence[Word], n: int, verb: int, kind: EventType, source: tuple[Stretch, ...], target: tuple[Stretch, ...]
) -> tuple[EventType, tuple[Stretch, ...], tuple[Stretch, ...]] | None:
    """By the verb whose object the noun is: "launched a raid on", "faces sanctions from", "eased curbs on"."""
    low = words[verb].low
    passive = words[n].dep == "nsubjpass"
    leads = dict(reversed(syntax.leads(words, verb)))
    doers = leads.get("by", ()) if passive else syntax.subjects(words, verb)
    behind = next((leads[one] for one in (*_TOWARDS, "of") if leads.get(one)), ())
    if low in _GETS and not passive:
        return kind, source or leads.get("from", ()) or leads.get("by", ()), doers
    undone = _UNDONE.get(kind) if low in _UNDOES else None
    if low in _UNDOES and undone is None:
        return None
    if undone is not None:
        return undone, doers, target or behind
    if low not in _DOES or kind in (EventType.YIELD, EventType.REQUEST):
        return None
    if kind in _PAIRS and len(doers) > 1 and not target:
        return kind, doers[:1], doers[1:]
    return kind, doers or source, target or behind


def _is_background(words: Sequence[Word], n: int) -> bool:
    return words[n].dep == "pobj" and words[words[n].head].low in _LONG_KNOWN


def _sides(
    words: Sequence[Word], n: int, kind: EventType, names: Sequence[Name], sentence: str
) -> tuple[tuple[Stretch, ...], tuple[Stretch, ...]]:
    owners = tuple(_owners(words, n, names, sentence))
    if kind in _PAIRS:
        if pair := _led(words, n, _BETWEEN) or (_led(words, n, frozenset(("of",))) if not owners else ()):
            return (pair[:1], pair[1:]) if len(pair) > 1 else (owners, pair)
        if len(owners) > 1:
            return owners[:1], owners[1:]
        if (meets := _led(words, n, frozenset(("with",)))) and not owners:
            return _attends(words, n), meets
    source = owners or _led(words, n, frozenset(("by",)))
    towards = _TOWARDS if kind is not EventType.ASSAULT else _TOWARDS | {"of"}
    if kind in _PATIENT_OF or kind is EventType.RETREAT:
        towards = _TOWARDS | {"of", "from"}
    elif not source:
        source = _led(words, n, frozenset(("from", "of")))
    return source, _led(words, n, towards)


def _attends(words: Sequence[Word], n: int) -> tuple[Stretch, ...]:
    """Who is there: "spent three hours in talks with …", "arrived for a summit with …"."""
    above = words[n].head
    if words[n].dep != "pobj" or words[above].low not in ("in", "for", "during", "at", "after"):
        return ()
    while words[above].tag not in VERBS and words[above].head != above:
        above = words[above].head
    return syntax.subjects(words, above) if words[above].tag in VERBS else ()


def _owners(words: Sequence[Word], n: int, names: Sequence[Name], sentence: str) -> Iterator[Stretch]:
    """ "Russia's", "a Russian": names among what stands before the noun."""
    left = min([n, *children(words, n, ("poss", "amod", "compound", "nmod"))])
    while (
        left
        and words[left - 1].head >= left
        and words[left - 1].head <= n
        and words[left - 1].dep not in ("cc", "punct", "prep")
    ):
        left -= 1
    owned = list(children(words, n, ("poss",)))
    if owned:
        yield from phrases(words, owned)
        return
    for name in names:
        begins = words[left].start <= name.start and name.end <= words[n].start
        if begins and not _NOT_THEIRS.match(sentence, name.end):
            yield name.start, name.end


def _led(words: Sequence[Word], n: int, prepositions: frozenset[str]) -> tuple[Stretch, ...]:
    for child in children(words, n, ("prep", "agent")):
        if words[child].low in prepositions:
            nouns = [one for found in children(words, child, ("pobj",)) for one in _with(words, found)]
            if nouns:
                return phrases(words, nouns)
    return ()


def _with(words: Sequence[Word], n: int) -> Iterator[int]:
    yield n
    for child in children(words, n, ("conj",)):
        yield from _with(words, child)
