"""Every alias of the seed in one automaton: the known names of a text, in any script, in one pass.

Does not decide: a weak alias (a lone surname, an organisation's name that is also a word) is only a hint.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import ahocorasick

from bot.model import Actor, ActorKind
from bot.understand.identity.registry import seed, weak_aliases

# Russian and Ukrainian case endings, nominative first; a name is inflected word by word, all words in one case.
_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ский", ("ского", "скому", "ским", "ском")),
    ("цкий", ("цкого", "цкому", "цким", "цком")),
    ("ский", ("ського", "ському", "ським")),
    ("ный", ("ного", "ному", "ным", "ном")),
    ("ая", ("ой", "ой", "ой", "ой")),
    ("ий", ("ия", "ию", "ием", "ии")),
    ("ей", ("ея", "ею", "еем", "ее")),
    ("ай", ("ая", "аю", "аем", "ае")),
    ("ов", ("ова", "ову", "овым", "ове")),
    ("ев", ("ева", "еву", "евым", "еве")),
    ("ёв", ("ёва", "ёву", "ёвым", "ёве")),
    ("ин", ("ина", "ину", "иным", "ине")),
    ("ва", ("вой", "вой", "вой", "вой")),
    ("на", ("ны", "не", "ной", "не")),
    ("ия", ("ии", "ии", "ией", "ии")),
    ("ль", ("ля", "лю", "лем", "ле")),
    ("рь", ("ря", "рю", "рем", "ре")),
)
_HARD = "бвгджзклмнпрстфхцчшщ"


@dataclass(frozen=True, slots=True)
class Hit:
    """A seed actor's alias at text[start:end]."""

    start: int
    end: int
    actor: Actor
    weak: bool


@cache
def _automaton() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for actor in seed():
        weak = weak_aliases(actor)
        for alias in (actor.name, *actor.aliases):
            for form in _forms(alias, actor.kind, weak=alias in weak):
                automaton.add_word(form, (len(form), actor, alias in weak))
    automaton.make_automaton()
    return automaton


def _forms(alias: str, kind: ActorKind, *, weak: bool) -> set[str]:
    forms = {alias, alias[0].upper() + alias[1:]}  # al-Shabaab opens a sentence as Al-Shabaab
    forms |= {form.replace("'", "’") for form in forms}
    if len(alias) > 3 and (kind is ActorKind.PERSON or (len(alias) > 5 and not weak)):
        forms.add(alias.upper())  # headlines in capitals
    if "а" <= alias[-1].lower() <= "ё" and alias[1:2].islower():
        forms |= set(_inflected(alias))
    return forms


def _inflected(alias: str) -> Iterator[str]:
    for case in range(4):
        yield " ".join(_inflect(word, case) for word in alias.split())


def _inflect(word: str, case: int) -> str:
    for ending, cases in _ENDINGS:
        if word.endswith(ending):
            return word.removesuffix(ending) + cases[min(case, len(cases) - 1)]
    return word + ("а", "у", "ом", "е")[case] if word[-1] in _HARD else word


def hits(text: str) -> tuple[Hit, ...]:
    """The longest aliases at word boundaries, in the order of the text, none overlapping another."""
    found = [
        Hit(last + 1 - length, last + 1, actor, weak)
        for last, (length, actor, weak) in _automaton().iter(text)
        if bounded(text, last + 1 - length, last + 1)
    ]
    found.sort(key=lambda hit: (hit.start, -hit.end))
    kept: list[Hit] = []
    for hit in found:
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return tuple(kept)


def bounded(text: str, start: int, end: int) -> bool:
    """Not inside a longer word ("Xi" in "Xi'an"); scripts without spaces have no boundaries."""
    if "\u3040" <= text[start] <= "\u9fff":
        return True
    after = text[end : end + 2]
    joined = after[:1] in ("'", "’") and after[1:].isalpha() and after[1:] != "s"
    joined |= after[:1] in ("$", "£", "€", "@")  # AU$5m
    return not (text[start - 1 : start].isalnum() or after[:1].isalnum() or joined)
