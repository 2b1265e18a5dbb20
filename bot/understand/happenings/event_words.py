"""The verbs that say that one side does something to another, in all their forms, by PLOVER's event types.

The list itself is bot/data/event_verbs.tsv. Does not look at who does it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from bot.model import EventType
from bot.text import word_set

_GAP = 7  # words that "~" stands for
_DAY = r"(?:\s+(?:(?:late|early)\s+)?on\s+\w+day(?=\s+to\b))?"  # "agreed on Tuesday to send"
_IRREGULAR = (  # base, past, participle, where they are not made with -ed
    "meet met; hold held; strike struck stricken; hit hit; shoot shot; fight fought; send sent; give gave given; "
    "take took taken; beat beat beaten; flee fled; sell sold; tell told; begin began begun; withdraw withdrew "
    "withdrawn; speak spoke spoken; have had; sit sat; come came come; make made; go went gone; fly flew flown; "
    "pay paid; lend lent; buy bought; put put; hang hanged hung; quit quit; seek sought; break broke broken; cut "
    "cut; shut shut; sink sank sunk; blow blew blown; set set; mow mowed mown; overrun overran overrun; slay slew "
    "slain; throw threw thrown; burn burned burnt; lay laid; leave left; overthrow overthrew overthrown; stand "
    "stood; feed fed; run ran run; lead led; draw drew drawn; build built; ride rode ridden; shake shook shaken; "
    "forgo forwent; bring brought; win won; undertake undertook undertaken; say said; rise rose risen; swear "
    "swore sworn; free freed; agree agreed; freeze froze frozen; let let; cancel cancelled canceled; travel "
    "travelled traveled "
)
_PASTS = {verb: forms.split() for verb, _, forms in (entry.strip().partition(" ") for entry in _IRREGULAR.split(";"))}
_DOUBLES = word_set(
    "cancel travel ban bar stab rap slam beg rob swap step snub plan ram drop ship equip slap kidnap expel confer "
    "scrap cut put hit shut set quit run sit win begin stop commit transfer rebut wrap strip repel deter defer initial "
    "model tear-gas airdrop acquit outwit compel dispel control patrol regret permit admit submit remit refer "
    "deter incur recur quiz nab nod tap tip rob jam gag gun mop mob dub pin pen rig sap scam slam spar spur stir "
    "strap swat tag trap trim grab grip plug prod shun sum bug rap "
)


class Form(StrEnum):
    BASE = "base"
    PRESENT = "present"  # -s
    PAST = "past"  # and participle
    ING = "ing"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A verb phrase: `rest` is what follows its verb; `frames` as in the data file."""

    type: EventType
    verb: str
    rest: re.Pattern[str]
    frames: tuple[str, ...]
    written: str

    @property
    def length(self) -> int:
        """In words: a longer one is more exact."""
        return len(self.written.split())


@dataclass(frozen=True, slots=True)
class Found:
    """text[start:end] is the phrase; its verb ends at `verb_end`."""

    phrase: Phrase
    form: Form
    start: int
    verb_end: int
    end: int


@cache
def _table() -> Mapping[str, Sequence[tuple[Form, Phrase]]]:
    """Word as it stands in a text, in lower case -> what it may begin."""
    found: defaultdict[str, list[tuple[Form, Phrase]]] = defaultdict(list)
    text = resources.files("bot").joinpath("data", "event_verbs.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        kind, frames, phrases = line.split("\t")
        for written in phrases.split("; "):
            verb, _, rest = written.strip().partition(" ")
            phrase = Phrase(EventType(kind), verb, _rest(rest), tuple(frames.split()), written.strip())
            for form, word in _forms(verb):
                found[word].append((form, phrase))
    return {word: sorted(of, key=lambda pair: -len(pair[1].written)) for word, of in found.items()}


def _rest(words: str) -> re.Pattern[str]:
    pattern = _DAY if words else ""
    for word in words.split():
        if word == "~":
            pattern += rf"(?:\s+(?!(?:and|but|or|to|that)\b)(?:[$€£¥]?\d[\d.,]*|(?:[A-Z]\.)+|[^\s,;:.]+)){{0,{_GAP}}}?"
        else:
            pattern += rf"\s+(?:{'|'.join(map(_number, word.split('/')))})(?![\w-])"
    return re.compile(pattern, re.IGNORECASE)


def _number(word: str) -> str:
    """One or many of it: "tariff", "tariffs"."""
    return re.escape(word.removesuffix("s")) + "s?" if len(word) > 3 and not word.endswith("ss") else re.escape(word)


def _forms(verb: str) -> Iterator[tuple[Form, str]]:
    stem = verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb
    doubled = stem + stem[-1] if verb in _DOUBLES else stem
    yield Form.BASE, verb
    if verb.endswith(("s", "x", "z", "ch", "sh", "go")):
        yield Form.PRESENT, verb + "es"
    elif verb.endswith("y") and verb[-2] not in "aeou":
        yield Form.PRESENT, verb[:-1] + "ies"
    else:
        yield Form.PRESENT, "has" if verb == "have" else verb + "s"
    yield Form.ING, doubled + "ing"
    if verb in _PASTS:
        yield from ((Form.PAST, word) for word in _PASTS[verb])
    elif verb.endswith("y") and verb[-2] not in "aeou":
        yield Form.PAST, verb[:-1] + "ied"
    else:
        yield Form.PAST, doubled + "ed"


def forms(verbs: str) -> frozenset[str]:
    """All forms of verbs, which blanks part."""
    return frozenset(word for verb in verbs.split() for _, word in _forms(verb))


_WORD = re.compile(r"[^\W\d_][\w-]*")


def phrases(sentence: str) -> Iterator[Found]:
    """The phrases of a sentence, the longest at each verb, in its order."""
    table = _table()
    for word in _WORD.finditer(sentence):
        found = [
            Found(phrase, form, word.start(), word.end(), rest.end())
            for form, phrase in table.get(word[0].lower(), ())
            if (rest := phrase.rest.match(sentence, word.end()))
        ]
        if found:
            yield max(found, key=lambda one: (one.end, one.phrase.length))


def of_passive(sentence: str, start: int, verb_end: int, subject: str) -> Iterator[Found]:
    """The phrases that a passive verb makes with its subject: "sanctions … were imposed", the longest."""
    found = [
        Found(phrase, form, start, verb_end, verb_end)
        for form, phrase in _table().get(sentence[start:verb_end].lower(), ())
        if form is Form.PAST and " " in phrase.written and phrase.rest.match(f" {subject}")
    ]
    if found:
        yield max(found, key=lambda one: one.phrase.length)


def is_verb(word: str) -> bool:
    """Whether it is a form that is a verb and nothing else, or may be one: past, participle, -s."""
    return any(form in (Form.PAST, Form.PRESENT) for form, _ in _table().get(word.lower(), ()))


def begins_with_verb(text: str) -> bool:
    """ "attack a base", "sending troops": what only looks like a noun phrase."""
    first, _, rest = text.partition(" ")
    forms = {form for form, _ in _table().get(first, ())}
    if Form.ING in forms and rest:
        return True
    return Form.BASE in forms and rest.startswith(("a ", "an ", "the ", "its ", "his ", "their "))
