"""Who an actor is: the seed of well-known ones, and the decision which registered actor a found one is.

A wrong merge is worse than a missed one: only a seed match, an equal full name or a sure alias links.
"""

from __future__ import annotations

import json
import re
import unicodedata
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from importlib import resources

from bot.model import Actor, ActorKind, ActorTag, FoundActor
from bot.understand.skeleton import fold

__all__ = ["fold", "keys", "resolve", "seed", "seed_by_id", "slug", "suggest", "weak_aliases"]

_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_POSSESSIVE = re.compile(r"['’]s(?!\w)")
_INITIAL = re.compile(r"(?<=\S )\w(?: \w)*(?= \S)")
_PERSON_SUFFIX = re.compile(r" (?:jr|sr|ii|iii|iv)$")
_COMPANY_SUFFIX = re.compile(r" (?:inc|corp|corporation|ltd|limited|llc|plc|co|company|ag|gmbh|sa|nv)$")


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


def keys(found: FoundActor) -> tuple[str, ...]:
    """The folded names to look an actor up under, surest first. Lone words name a person too weakly to be looked up
    unless they are all there is."""
    names = dict.fromkeys((found.name, *found.names))
    if found.kind is ActorKind.PERSON and " " in found.name:
        names = {name: None for name in names if " " in name}
    variants = (variant for name in names for variant in _variants(fold(name), found.kind))
    return tuple(dict.fromkeys(variant for variant in variants if variant))


def _variants(key: str, kind: ActorKind) -> tuple[str, ...]:
    if kind is ActorKind.PERSON:
        return key, _PERSON_SUFFIX.sub("", _INITIAL.sub("", key).replace("  ", " "))
    return key, _COMPANY_SUFFIX.sub("", key)


def resolve(found: Sequence[FoundActor], known: Mapping[str, tuple[Actor, ...]]) -> tuple[ActorTag, ...]:
    """A tag for each found actor: a seed or known actor where that is sure, else a new one with an id of its own.

    `known` maps the keys of the found actors to the registered actors that carry them. A person known by one word
    only ("Rodriguez") becomes an actor with `local` set: fit to be shown with its article, not to be learned.
    Found actors that turn out to be one actor share one tag.
    """
    tags: dict[str, ActorTag] = {}
    for one in found:
        actor = _decide(one, known) or _new(one, known, tags)
        earlier = tags.get(actor.id)
        mentions = (*earlier.mentions, *one.mentions) if earlier else one.mentions
        tags[actor.id] = ActorTag(actor, mentions, earlier.reason if earlier else one.reason)
    return tuple(tags.values())


def _decide(one: FoundActor, known: Mapping[str, tuple[Actor, ...]]) -> Actor | None:
    if one.seed is not None and one.seed in seed_by_id():
        return seed_by_id()[one.seed]
    for key in keys(one):
        fitting = [actor for actor in known.get(key, ()) if _fits(one, actor, key)]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            return None  # namesakes, and nothing tells which
    return None


def _fits(one: FoundActor, actor: Actor, key: str) -> bool:
    """May be the same: same kind, no contradiction, and not joined by a lone surname that was only learned."""
    if actor.kind is not one.kind or actor.local:
        return False
    if one.kind is ActorKind.PERSON and " " not in key and not actor.seeded and " " not in fold(actor.name):
        return False
    countries_differ = bool(one.country and actor.country and one.country != actor.country)
    sectors_differ = bool(one.sector and actor.sector and one.sector != actor.sector)
    return not (countries_differ and (sectors_differ or not actor.seeded))


def _new(one: FoundActor, known: Mapping[str, tuple[Actor, ...]], taken: Mapping[str, ActorTag]) -> Actor:
    local = one.kind is ActorKind.PERSON and " " not in fold(one.name)
    used = {actor.id for actors in known.values() for actor in actors} | set(taken) | set(seed_by_id())
    others = (name for name in one.names if name != one.name and (" " in name or one.kind is ActorKind.ORGANISATION))
    return Actor(
        id=_free(slug(one.name), used),
        name=one.name,
        kind=one.kind,
        country=one.country,
        sector=one.sector,
        aliases=() if local else tuple(dict.fromkeys(others)),
        local=local,
    )


def _free(wanted: str, used: set[str]) -> str:
    if wanted not in used:
        return wanted
    number = 2
    while (candidate := f"{wanted[:44].rstrip('-')}-{number}") in used:
        number += 1
    return candidate


def suggest(text: str, limit: int = 5) -> tuple[Actor, ...]:
    """Seed actors with a name near `text`, nearest first, for "did you mean"; () when none is near."""
    wanted = fold(text[:80])
    if not wanted:
        return ()
    scored = [(_nearness(wanted, names), actor) for actor, names in _folded_names()]
    near = sorted((pair for pair in scored if pair[0] >= 0.75), key=lambda pair: -pair[0])
    return tuple(actor for _, actor in near[:limit])


@cache
def _folded_names() -> tuple[tuple[Actor, tuple[str, ...]], ...]:
    return tuple((actor, tuple({fold(n) for n in (actor.name, *actor.aliases)} - {""})) for actor in seed())


def _nearness(wanted: str, names: tuple[str, ...]) -> float:
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted)
    best = 0.0
    for name in names:
        matcher.set_seq1(name)
        if matcher.real_quick_ratio() > 0.75 and matcher.quick_ratio() > 0.75:
            best = max(best, matcher.ratio())
    return best
