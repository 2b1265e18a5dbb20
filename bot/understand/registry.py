"""Who an actor is: the seed of well-known ones, and the decision which registered actor a found one is.

A wrong merge is worse than a missed one: only a seed match, an equal full name or a sure alias links.
"""

from __future__ import annotations

import json
import re
import unicodedata
import zlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from heapq import nlargest
from importlib import resources

from bot.model import Actor, ActorKind, ActorTag, FoundActor
from bot.text import fold as plain_fold
from bot.understand import ministries, sectors
from bot.understand.skeleton import fold

__all__ = ["fold", "keys", "resolve", "seed", "seed_by_id", "slug", "suggest", "weak_aliases"]

_NEAR = 0.75  # difflib's ratio: one wrong letter in four, two swapped in six
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
    """The folded names to look an actor up under, surest first.

    One-word names (surnames, acronyms) count only where there is no longer one: many people are called Rodriguez,
    and many things ICC.
    """
    names = list(dict.fromkeys((found.name, *found.names)))
    if any(" " in name for name in names):
        names = [name for name in names if " " in name]
    variants = [variant for name in names for variant in _variants(fold(name), found.kind)]
    if found.kind is ActorKind.ORGANISATION and found.country and (title := ministries.head(found.name)):
        variants.insert(0, fold(f"{title} {found.country}"))
    return tuple(dict.fromkeys(variant for variant in variants if variant))


def _variants(key: str, kind: ActorKind) -> tuple[str, ...]:
    if kind is ActorKind.PERSON:
        return key, _PERSON_SUFFIX.sub("", _INITIAL.sub("", key).replace("  ", " "))
    return key, _COMPANY_SUFFIX.sub("", key)


def resolve(found: Sequence[FoundActor], known: Mapping[str, tuple[Actor, ...]]) -> tuple[ActorTag, ...]:
    """A tag for each found actor: a seed or known actor where that is sure, else a new one with an id of its own.

    `known` maps the keys of the found actors to the registered actors that carry them. An actor whose name says too
    little ("Rodriguez", "Parliament", one of two namesakes) becomes one with `local` set: fit to be shown with its
    article, not to be learned. Found actors that turn out to be one actor share one tag, so there may be fewer tags.
    """
    tags: dict[str, ActorTag] = {}
    for one in found:
        fitting = _fitting(one, known)
        actor = fitting[0] if len(fitting) == 1 else _new(one, known, tags, ambiguous=bool(fitting))
        earlier = tags.get(actor.id)
        mentions = (*earlier.mentions, *one.mentions) if earlier else one.mentions
        tags[actor.id] = ActorTag(actor, mentions, earlier.reason if earlier else one.reason)
    return tuple(tags.values())


def _fitting(one: FoundActor, known: Mapping[str, tuple[Actor, ...]]) -> list[Actor]:
    """The registered actors that this may be, by its surest name that is registered at all."""
    if one.seed is not None and one.seed in seed_by_id():
        return [seed_by_id()[one.seed]]
    for key in keys(one):
        fitting = [actor for actor in known.get(key, ()) if _fits(one, actor, key)]
        if len(fitting) > 1:
            alike = [actor for actor in fitting if one.country and (actor.country, actor.sector) == _about(one)]
            return alike if len(alike) == 1 else fitting
        if fitting:
            return fitting
    return []


def _about(one: FoundActor) -> tuple[str | None, str | None]:
    return one.country, one.sector


def _fits(one: FoundActor, actor: Actor, key: str) -> bool:
    """May be the same: same kind, no contradiction, and not joined by a lone word that was only learned."""
    if actor.kind is not one.kind or actor.local:
        return False
    if one.kind is ActorKind.PERSON and " " not in key and not actor.seeded and " " not in fold(actor.name):
        return False
    countries_differ = bool(one.country and actor.country and one.country != actor.country)
    sectors_differ = bool(one.sector and actor.sector and one.sector != actor.sector)
    return not (countries_differ and (sectors_differ or not actor.seeded))


def _new(
    one: FoundActor, known: Mapping[str, tuple[Actor, ...]], taken: Mapping[str, ActorTag], *, ambiguous: bool
) -> Actor:
    local = ambiguous or _says_too_little(one)
    used = {actor.id for actors in known.values() for actor in actors} | set(taken) | set(seed_by_id())
    others = [name for name in one.names if " " in name or one.kind is ActorKind.ORGANISATION]
    if one.country and (title := ministries.head(one.name)):
        others.append(f"{title} ({one.country})")  # under which every way to write it meets
    return Actor(
        id=_free(slug(one.name), used),
        name=one.name,
        kind=one.kind,
        country=one.country,
        sector=one.sector,
        aliases=() if local else tuple(name for name in dict.fromkeys(others) if name != one.name),
        local=local,
    )


def _says_too_little(one: FoundActor) -> bool:
    if one.kind is ActorKind.PERSON:
        return " " not in fold(one.name)
    return sectors.is_everywhere(one.name) or (ministries.is_bare(one.name) and not one.country)


def _free(wanted: str, used: set[str]) -> str:
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
