"""The grammar of one sentence as a parser tells it: a verb's subject, objects, agent, where its prepositions lead.

English (ClearNLP's labels). Does not know what the verbs mean, nor which parser it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.text import word_set

Stretch = tuple[int, int]  # offsets in characters


@dataclass(frozen=True, slots=True)
class Word:
    """`head`: the index of the word it hangs on; a root hangs on itself."""

    start: int
    end: int
    low: str
    tag: str
    dep: str
    head: int


class Parser(Protocol):
    def __call__(self, sentences: Sequence[str]) -> list[tuple[Word, ...]]:
        """The words of each sentence, in its order."""
        ...


@dataclass(frozen=True, slots=True)
class Clause:
    """Where the sides of a verb stand. `leads`: each preposition with the noun phrases behind it, in order."""

    subject: tuple[Stretch, ...]
    objects: tuple[Stretch, ...]
    agents: tuple[Stretch, ...]
    leads: tuple[tuple[str, tuple[Stretch, ...]], ...]
    led: tuple[Stretch, ...] = ()  # behind the preposition that ends the phrase: "call for X"
    asked: tuple[Stretch, ...] = ()  # who is to do what is asked: "demanded that China leave"
    follows: str = ""  # the word right behind the phrase, if it is no name; only where no parser told the clause
    passive: bool | None = None  # None: not known

    def behind(self, preposition: str) -> tuple[tuple[Stretch, ...], ...]:
        """What such a preposition leads to, each time it stands there."""
        return tuple(where for word, where in self.leads if word == preposition)


_SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj"))
VERBS = frozenset(("VB", "VBD", "VBG", "VBN", "VBP", "VBZ"))
_RELATIVES = word_set("who which that whom")
_PRONOUNS = word_set("he she it they who which that whom")
_OUTER = frozenset(("conj", "xcomp", "ccomp", "advcl", "pcomp", "relcl", "acl", "parataxis", "dep"))
_DEEPEST = 8  # verbs that one goes up for a subject: a sentence has no more
_OFFICES = word_set(
    "minister president secretary chancellor premier king queen chief leader general ambassador envoy mayor governor"
)
_DATES = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august"
    " september october november december"
)
_BESIDE = 24  # characters between "the Russian counterpart" and the end of a name beside it, without a comma
_LEFT = frozenset(
    ("det", "amod", "compound", "poss", "nummod", "nmod", "quantmod", "npadvmod", "case", "advmod", "predet")
)


def verb_at(words: Sequence[Word], start: int) -> int | None:
    """The index of the verb that begins at that character; None: what stands there is no verb, or an adjective."""
    for n, word in enumerate(words):
        if word.start <= start < word.end:
            while n + 2 < len(words) and words[n + 1].low == "-" and words[n].end == words[n + 1].start:
                n += 2  # "test-launched"
            word = words[n]
            described = word.dep in ("amod", "compound", "nmod") and word.tag != "VBD"
            return n if word.tag in VERBS and not described else None
    return None


def clause(words: Sequence[Word], verb: int, end: int) -> Clause:
    """The clause of words[verb], of whose phrase the last character is at `end`."""
    passive = _is_passive(words, verb)
    last = next((n for n, word in enumerate(words) if n != verb and word.end == end), None)
    led = list(_led_by(words, last)) if last is not None and words[last].tag in ("IN", "TO", "RP") else []
    return Clause(
        subject=phrases(words, _subjects(words, verb)),
        objects=phrases(words, _objects(words, verb, passive=passive)),
        led=phrases(words, led),
        agents=phrases(words, _behind(words, verb, ("agent",))),
        leads=tuple(_leads(words, verb, end)),
        asked=phrases(words, _asked(words, verb)),
        passive=passive,
    )


def passives(words: Sequence[Word]) -> Iterator[tuple[int, Stretch]]:
    """Each passive verb with its subject's words, up to the noun."""
    for verb, word in enumerate(words):
        if word.tag in ("VBN", "VBD"):
            for subject in children(words, verb, ("nsubjpass",)):
                left = min(
                    n
                    for n in range(subject + 1)
                    if n == subject or all(_hangs_on(words, one, subject) for one in range(n, subject))
                )
                yield verb, (words[left].start, max(end for _, end in _stretches(words, subject)))


def children(words: Sequence[Word], n: int, deps: Iterable[str] | None = None) -> Iterator[int]:
    """The indices of what hangs on words[n], in order; with `deps`, only by those relations."""
    for child, word in enumerate(words):
        if word.head == n and child != n and (deps is None or word.dep in deps):
            yield child


def _with_conjuncts(words: Sequence[Word], n: int) -> Iterator[int]:
    yield n
    for child in children(words, n, ("conj",)):
        if words[child].tag not in VERBS:
            yield from _with_conjuncts(words, child)


def _is_passive(words: Sequence[Word], verb: int) -> bool:
    if words[verb].tag not in ("VBN", "VBD"):
        return False
    if any(children(words, verb, ("auxpass", "nsubjpass", "agent"))):
        return True
    if words[verb].dep == "acl":
        return words[verb].tag == "VBN" and not any(children(words, verb, ("dobj",)))
    shared = words[verb].dep == "conj" and not any(children(words, verb, ("nsubj", "aux")))
    return shared and words[verb].tag == "VBN" and _is_passive(words, words[verb].head)


def subjects(words: Sequence[Word], verb: int) -> tuple[Stretch, ...]:
    """The noun phrases that are the subject of words[verb]."""
    return phrases(words, _subjects(words, verb))


def leads(words: Sequence[Word], verb: int) -> tuple[tuple[str, tuple[Stretch, ...]], ...]:
    """What the prepositions lead to that hang on words[verb] or on its objects."""
    return tuple(_leads(words, verb, words[verb].end))


def _subjects(words: Sequence[Word], verb: int, depth: int = 0) -> list[int]:
    """The nouns that are the subject of a verb: its own, or, where it has none, those of the verb it hangs on."""
    own = [one for child in children(words, verb, _SUBJECTS) for one in _with_conjuncts(words, child)]
    named = [one for one in own if words[one].low not in _PRONOUNS]
    if named or depth > _DEEPEST:
        return named
    word = words[verb]
    if word.dep == "relcl" and (not own or words[own[0]].low in _RELATIVES):
        return list(_with_conjuncts(words, word.head))
    if word.dep == "acl" and word.tag == "VB":
        return _owner(words, word.head, depth)
    if word.dep == "acl":
        return list(_with_conjuncts(words, _bearer(words, verb)))
    if word.head == verb or word.dep not in _OUTER:
        return []
    above = word.head
    for_what = word.dep == "pcomp" and words[above].low in ("for", "of", "from")
    while words[above].tag not in VERBS and words[above].head != above:
        above = words[above].head
    if for_what and (blamed := list(children(words, above, ("dobj",)))):  # "condemned the police for opening fire"
        return [one for child in blamed for one in _with_conjuncts(words, child)]
    if word.dep == "xcomp" and (objects := list(children(words, above, ("dobj",)))) and words[above].low not in _OWN:
        return [one for child in objects for one in _with_conjuncts(words, child)]
    return _subjects(words, above, depth + 1)


_OWN = word_set(
    "promised promises vowed vows pledged threatened used uses took take takes made"
)  # "promised Kyiv to send"


def _bearer(words: Sequence[Word], verb: int) -> int:
    """The noun a participle says more of; "gunmen on motorbikes killed ten", read as one, is of the gunmen."""
    noun = words[verb].head
    while words[verb].tag == "VBN" and any(children(words, verb, ("dobj",))) and words[noun].dep in ("pobj", "prep"):
        noun = words[noun].head
    return noun


def _owner(words: Sequence[Word], noun: int, depth: int) -> list[int]:
    """Whose "decision to send" it is."""
    if owners := list(children(words, noun, ("poss",))):
        return owners
    above = words[noun].head
    while words[above].tag not in VERBS and words[above].head != above:
        above = words[above].head
    return _subjects(words, above, depth + 1) if words[above].tag in VERBS else []


def _objects(words: Sequence[Word], verb: int, *, passive: bool) -> list[int]:
    found = [
        one
        for dep in ("dative", "dobj", "attr")
        for child in children(words, verb, (dep,))
        for one in _noun(words, child)
    ]
    if found or passive:
        return found
    if words[verb].dep == "relcl" and any(words[one].low in _RELATIVES for one in children(words, verb, ("dobj",))):
        return [words[verb].head]
    for below in children(words, verb, ("ccomp", "xcomp")):  # "urged Iran to release": its subject
        if any(words[one].low == "to" for one in children(words, below, ("aux",))):
            found += [one for child in children(words, below, ("nsubj",)) for one in _noun(words, child)]
    return found


def _asked(words: Sequence[Word], verb: int) -> list[int]:
    return [
        one
        for below in children(words, verb, ("ccomp",))
        for child in children(words, below, _SUBJECTS)
        for one in _noun(words, child)
    ]


def _noun(words: Sequence[Word], n: int) -> Iterator[int]:
    """A noun with its conjuncts; behind a preposition ("to Kyiv", a dative) what it leads to."""
    if words[n].tag in ("IN", "TO"):
        yield from _led_by(words, n)
    elif words[n].low not in _RELATIVES:
        yield from _with_conjuncts(words, n)


def _led_by(words: Sequence[Word], preposition: int) -> Iterator[int]:
    for child in children(words, preposition, ("pobj",)):
        yield from _with_conjuncts(words, child)


def _behind(words: Sequence[Word], n: int, deps: Iterable[str]) -> list[int]:
    return [one for preposition in children(words, n, deps) for one in _led_by(words, preposition)]


def _leads(words: Sequence[Word], verb: int, end: int) -> Iterator[tuple[str, tuple[Stretch, ...]]]:
    """What the prepositions lead to that hang on the verb, on a word of its phrase or on its objects."""
    anchors = set(_anchors(words, verb, end))
    for n, word in enumerate(words):
        if word.head not in anchors or n == verb or word.dep not in ("prep", "dative", "agent"):
            continue
        if found := list(_led_by(words, n)):
            yield word.low, phrases(words, found)
        for inner in children(words, n, ("prep",)):  # "out of Syria"
            yield words[inner].low, phrases(words, list(_led_by(words, inner)))


def _anchors(words: Sequence[Word], verb: int, end: int) -> Iterator[int]:
    yield verb
    todo = list(children(words, verb, ("nsubjpass", "dobj", "attr", "prt", "oprd", "advmod", "dative", "acomp")))
    todo += [n for n, word in enumerate(words) if words[verb].end < word.start < end]
    seen: set[int] = set()
    while todo:
        n = todo.pop()
        if n in seen:
            continue
        seen.add(n)
        yield n
        todo += [child for child in children(words, n, ("conj", "acl")) if words[n].tag not in VERBS]
        for child in children(words, n, ("prep",)):
            todo += children(words, child, ("pobj",))


def phrases(words: Sequence[Word], nouns: Sequence[int]) -> tuple[Stretch, ...]:
    """The phrases of nouns; one beside another ("the minister Ali Ben") is the same."""
    found: list[Stretch] = []
    for n in nouns:
        for start, end in _stretches(words, n):
            if found and start - found[-1][1] == 1:
                start = found.pop()[0]
            found.append((start, end))
    return tuple(dict.fromkeys(found))


def _stretches(words: Sequence[Word], n: int) -> Iterator[Stretch]:
    """From what describes a noun on its left to its end, "of" and who is named beside it; "A and B troops" are two."""
    left = n
    while left > 0 and _hangs_on(words, left - 1, n):
        left -= 1
    start, end = words[left].start, words[n].end
    for child in children(words, n, ("amod", "nmod", "compound", "poss")):
        for other in children(words, child, ("conj",)):
            if words[left].start < words[other].start < end:
                yield start, words[child].end
                start = words[other].start
    beside: list[Stretch] = []
    for child in children(words, n, ("prep",)):
        if words[child].low == "of" and child == n + 1:
            for one in _led_by(words, child):
                if (
                    end < words[one].start
                    and words[child].end + 30 > words[one].start
                    and one in children(words, child)
                ):
                    end = words[one].end
                else:
                    beside.append((words[one].start, words[one].end))
    for child in children(words, n, ("prep",)):
        if child == n + 1 and words[child].low in ("at", "in", "from") and words[n].tag != "NNP":
            for one in _led_by(words, child):
                if words[one].tag != "NNP" or words[one].low in _DATES:
                    break
                if words[one].head == child:
                    end = max(end, words[one].end)
                else:
                    beside.append((words[one].start, words[one].end))
    for child in children(words, n, ("appos",)):
        if words[child].tag == "NNP" and _is_called(words, n, words[child].start - end):
            end = words[child].end
    yield start, end
    yield from beside


def _is_called(words: Sequence[Word], n: int, gap: int) -> bool:
    """A name so many characters behind the noun is that of whoever it speaks of: "the minister, Ali Ben"."""
    word = words[n]
    return gap > 0 and (word.tag == "NN" or (word.tag == "NNP" and (word.low in _OFFICES or gap < _BESIDE)))


def _hangs_on(words: Sequence[Word], n: int, noun: int) -> bool:
    for _ in range(_DEEPEST):
        if words[n].head == noun:
            return words[n].dep in _LEFT
        if words[n].head == n:
            return False
        n = words[n].head
    return False
