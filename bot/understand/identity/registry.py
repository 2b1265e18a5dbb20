"""The actors that come with the release, the ids of new ones, and names near a misspelt one."""

from __future__ import annotations

import json
import re
import unicodedata
import zlib
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from heapq import nlargest
from importlib import resources

from bot.model import Actor, ActorKind
from bot.text import fold as plain_fold
from bot.understand.identity.skeleton import fold

__all__ = ["fold", "free_id", "seed", "seed_by_id", "slug", "suggest", "weak_aliases"]

_NEAR = 0.75  # difflib's ratio: one wrong letter in four, two swapped in six
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_POSSESSIVE = re.compile(r"['’]s(?!\w)")


@dataclass(frozen=True, slots=True)
class _Seed:
    actors: tuple[Actor, ...]
    weak: Mapping[str, frozenset[str]]


@cache
def _load() -> _Seed:
    rows = json.loads(resources.files("bot").joinpath("data", "actors.json").read_text(encoding="utf8"))
    return _Seed(
        tuple(
            Actor(
                id=row["id"],
                name=row["name"],
                kind=ActorKind(row["kind"]),
                country=row["country"],
                sector=row["sector"],
                wikidata=row["wikidata"],
                aliases=tuple(row["aliases"]),
                seeded=True,
            )
            for row in rows
        ),
        {row["id"]: frozenset(row["weak"]) for row in rows},
    )


def seed() -> tuple[Actor, ...]:
    """The actors that come with the release, every alias included."""
    return _load().actors


@cache
def seed_by_id() -> Mapping[str, Actor]:
    return {actor.id: actor for actor in seed()}


def weak_aliases(actor: Actor) -> frozenset[str]:
    """Aliases that name this seed actor only where the context agrees: lone surnames, names that are also words."""
    return _load().weak[actor.id]


def slug(name: str) -> str:
    """`name` as an id: [a-z0-9-]{1,48}; "actor" when no letter of it is Latin, Cyrillic or Greek."""
    plain = unicodedata.normalize("NFKD", _POSSESSIVE.sub("", name).casefold())
    ascii_name = _NOT_SLUG.sub("-", "".join(c for c in plain if not unicodedata.combining(c))).strip("-")
    if not ascii_name:
        ascii_name = _NOT_SLUG.sub("-", fold(name)).strip("-")
    if len(ascii_name) > 48:  # a checksum keeps two long names with one beginning apart
        ascii_name = f"{ascii_name[:39].strip('-')}-{zlib.crc32(ascii_name.encode()):08x}"
    return ascii_name or "actor"


def free_id(name: str, used: Collection[str]) -> str:
    """An id for a new actor that no actor in `used` has."""
    wanted = slug(name)
    if wanted not in used:
        return wanted
    number = 2
    while (candidate := f"{wanted[:44].rstrip('-')}-{number}") in used:
        number += 1
    return candidate


def suggest(text: str, limit: int = 5) -> tuple[Actor, ...]:
    """Seed actors with a name near `text`, nearest first, for "did you mean"; () when none is near."""
    best: dict[str, float] = {}
    for wanted in {plain_fold(text[:80]), fold(text[:80])} - {""}:
        matcher = SequenceMatcher(b=wanted, autojunk=False)
        for name, actor_id in _sharing_pairs(wanted):
            matcher.set_seq1(name)
            if matcher.real_quick_ratio() >= _NEAR and (likeness := matcher.ratio()) >= _NEAR:
                best[actor_id] = max(best.get(actor_id, 0.0), likeness)
    return tuple(seed_by_id()[actor_id] for actor_id in sorted(best, key=lambda id_: -best[id_])[:limit])


def _pairs(name: str) -> set[str]:
    return {name[i : i + 2] for i in range(len(name) - 1)}


@cache
def _names_by_pair() -> Mapping[str, list[tuple[str, str]]]:
    """Pair of letters -> the folded names that contain it, each with its actor's id."""
    index: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for actor in seed():
        for name in {form for n in (actor.name, *actor.aliases) for form in (plain_fold(n), fold(n))}:
            for pair in _pairs(name):
                index[pair].append((name, actor.id))
    return index


def _sharing_pairs(wanted: str) -> list[tuple[str, str]]:
    """The 80 names likest by their pairs of letters (Dice): a full comparison with every name takes 0.2 s."""
    pairs = _pairs(wanted)
    shared = Counter(entry for pair in pairs for entry in _names_by_pair().get(pair, ()))
    return nlargest(80, shared, key=lambda entry: shared[entry] / (len(pairs) + len(entry[0])))
