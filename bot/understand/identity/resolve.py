"""Which actor of the registry a found one is: itself by name, surely another spelling of one, perhaps one, or new.

A wrong merge is worse than a missed one. What links: a seed match; an equal full name; another form of a full name
that only one registered person can have, with evidence beyond the name where the form alone is not enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.model import Actor, ActorKind, ActorTag, FoundActor, Known, Likeness, Sought
from bot.understand.identity import alike, ministries, sectors
from bot.understand.identity.registry import free_id, seed_by_id
from bot.understand.identity.skeleton import fold

_COMPANY_SUFFIX = re.compile(r" (?:inc|corp|corporation|ltd|limited|llc|plc|co|company|ag|gmbh|sa|nv)$")
_ENOUGH = 2  # points of evidence that make "perhaps" sure
_NOTHING = Known()


@dataclass(frozen=True, slots=True)
class _Candidate:
    actor: Actor
    why: str
    sure: bool  # by the name alone
    evidence: int


def sought(found: Sequence[FoundActor]) -> Sought:
    """Everything that `resolve` wants to know of these."""
    names = {key for one in found for key in keys(one)}
    people = (one for one in found if one.kind is ActorKind.PERSON and one.seed is None)
    like = {key for one in people for name in _full_names(one) for key in alike.sought(name)}
    return Sought(tuple(sorted(names)), tuple(sorted(like)), tuple(sorted({one.seed for one in found if one.seed})))


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
    return (key,) if kind is ActorKind.PERSON else (key, _COMPANY_SUFFIX.sub("", key))


def _full_names(of: FoundActor | Actor) -> list[str]:
    others = of.names if isinstance(of, FoundActor) else of.aliases
    return [name for name in dict.fromkeys((of.name, *others)) if alike.is_full(name)]


def resolve(found: Sequence[FoundActor], known: Known = _NOTHING) -> tuple[ActorTag, ...]:
    """A tag for each found actor: a seed or known actor where that is sure, else a new one with an id of its own.

    `known` is the registry's answer to `sought`. An actor whose name says too little ("Rodriguez", "Parliament", one
    of two namesakes) becomes one with `local` set: fit to be shown with its article, not to be learned. Found actors
    that turn out to be one actor share one tag, so there may be fewer tags.
    """
    named = [_fitting(one, known) for one in found]
    taken = {actor.id for fitting in named for actor in fitting}
    used = set(seed_by_id()) | taken | {actor.id for actors in known.named.values() for actor in actors}
    used |= {actor.id for actors in known.alike.values() for actor in actors}
    tags: dict[str, ActorTag] = {}
    for one, fitting in zip(found, named, strict=True):
        tag = _tag(one, fitting, known, taken, used)
        used.add((tag.origin or tag.actor).id)
        earlier = tags.get(tag.actor.id)
        tags[tag.actor.id] = replace(earlier, mentions=(*earlier.mentions, *one.mentions)) if earlier else tag
    return tuple(tags.values())


def _tag(
    one: FoundActor, fitting: Sequence[Actor], known: Known, taken: Iterable[str], used: Iterable[str]
) -> ActorTag:
    if len(fitting) == 1:
        return _as_merged(ActorTag(fitting[0], one.mentions, one.reason), known)
    if fitting:
        return ActorTag(_new(one, used, ambiguous=True), one.mentions, one.reason)
    candidates = _candidates(one, known, taken)
    if sum(candidate.sure for candidate in candidates) > 1:
        return ActorTag(_new(one, used, ambiguous=True), one.mentions, one.reason)
    new = _new(one, used)
    likeness = _likeness(candidates)
    if likeness is None or not likeness.sure:
        return ActorTag(new, one.mentions, one.reason, likeness=likeness)
    other = known.merged.get(likeness.other.id, likeness.other)
    reason = f"{one.reason} + {one.name} is {other.name}: {likeness.reason}"
    return ActorTag(other, one.mentions, reason, origin=new, likeness=replace(likeness, other=other))


def _as_merged(tag: ActorTag, known: Known) -> ActorTag:
    now = known.merged.get(tag.actor.id)
    return replace(tag, actor=now, origin=tag.actor) if now else tag


def _fitting(one: FoundActor, known: Known) -> list[Actor]:
    """The registered actors that this may be, by its surest name that is registered at all."""
    if one.seed is not None and one.seed in seed_by_id():
        return [seed_by_id()[one.seed]]
    for key in keys(one):
        fitting = [actor for actor in known.named.get(key, ()) if _fits(one, actor, key, known.merged)]
        if len(fitting) > 1:
            same = [actor for actor in fitting if one.country and (actor.country, actor.sector) == _about(one)]
            return same if len(same) == 1 else fitting
        if fitting:
            return fitting
    return []


def _about(one: FoundActor) -> tuple[str | None, str | None]:
    return one.country, one.sector


def _fits(one: FoundActor, actor: Actor, key: str, merged: Mapping[str, Actor]) -> bool:
    """May be the same: same kind, no contradiction, and not joined by a lone word that was only learned."""
    if actor.kind is not one.kind or actor.local:
        return False
    if one.kind is ActorKind.PERSON and " " not in key and actor.id not in merged and not _given_to(actor, key):
        return False
    return not _contradicts(one, actor)


def _given_to(actor: Actor, key: str) -> bool:
    """The lone word is a name that somebody gave the actor: of a seed's own ones the text has decided already."""
    seeded = seed_by_id().get(actor.id)
    own = {fold(name) for name in (seeded.name, *seeded.aliases)} if seeded else {fold(actor.name)}
    return key not in own


def _contradicts(one: FoundActor, actor: Actor) -> bool:
    countries_differ = bool(one.country and actor.country and one.country != actor.country)
    sectors_differ = bool(one.sector and actor.sector and one.sector != actor.sector)
    return countries_differ and (sectors_differ or not actor.seeded)


def _candidates(one: FoundActor, known: Known, taken: Iterable[str]) -> list[_Candidate]:
    """Registered people whose names may be forms of this one's, but for those that the text names as well."""
    if one.kind is not ActorKind.PERSON:
        return []
    met: dict[str, list[Actor]] = {}
    for actor in {
        a.id: a for name in _full_names(one) for key in alike.sought(name) for a in known.alike.get(key, ())
    }.values():
        met.setdefault(known.merged.get(actor.id, actor).id, []).append(actor)
    judged = (
        _judge(one, known.merged.get(actors[0].id, actors[0]), actors)
        for id_, actors in met.items()
        if id_ not in taken
    )
    return [candidate for candidate in judged if candidate]


def _judge(one: FoundActor, actor: Actor, others: Sequence[Actor]) -> _Candidate | None:
    """`others`: all that count as `actor` and have a name like this."""
    if actor.kind is not one.kind or actor.local or _contradicts(one, actor):
        return None
    names = dict.fromkeys(name for other in (actor, *others) for name in _full_names(other))
    verdicts = [(alike.compare(a, b), a, b) for a in _full_names(one) for b in names]
    best, name, other = max(verdicts, key=lambda row: row[0].likeness, default=(alike.NO, "", ""))
    if not best.likeness or any(_denies(best.why, a, b) for verdict, a, b in verdicts if not verdict.likeness):
        return None
    shorter = min(name, other, key=len)
    rare = alike.is_rare(shorter)
    sure = best.likeness is alike.Likeness.SURE and (rare or best.why != alike.MIDDLE_INITIAL)
    same_country = one.country is not None and one.country == actor.country
    same_sector = one.sector is not None and one.sector == actor.sector
    if not sure and ((one.country and actor.country and not same_country) or _other_trade(one, actor, same_country)):
        return None
    evidence = same_country + same_sector + (best.why == alike.MIDDLE_INITIAL)
    if best.why != alike.FIRST_NAME:
        evidence += actor.seeded + 2 * rare
    says = [best.why, *["same country"] * same_country, *["same sector"] * same_sector]
    return _Candidate(actor, ", ".join(says), sure, evidence)


def _denies(why: str, one: str, other: str) -> bool:
    """Two names that are not alike, and differ just where the likeness says nothing.

    "Neil Knight" is no N. Knight called Nick, "Nicolás Maduro Guerra" no Nicolás Maduro Moros.
    """
    a, b = fold(one).split(), fold(other).split()
    if why == alike.INITIAL:
        return a[-1] == b[-1] and min(len(a[0]), len(b[0])) > 1
    return why == alike.SECOND_SURNAME and len(a) > 2 and a[:-1] == b[:-1]


def _other_trade(one: FoundActor, actor: Actor, same_country: bool) -> bool:
    return bool(one.sector and actor.sector and one.sector != actor.sector and not same_country)


def _likeness(candidates: Sequence[_Candidate]) -> Likeness | None:
    """The one that it is or may be; None when there is none, or too many to say."""
    if surest := [one for one in candidates if one.sure]:
        return Likeness(surest[0].actor, surest[0].why, sure=True)
    if len(candidates) == 1:
        return Likeness(candidates[0].actor, candidates[0].why, sure=candidates[0].evidence >= _ENOUGH)
    return None


def _new(one: FoundActor, used: Iterable[str], *, ambiguous: bool = False) -> Actor:
    local = ambiguous or _says_too_little(one)
    others = [name for name in one.names if " " in name or one.kind is ActorKind.ORGANISATION]
    if one.country and (title := ministries.head(one.name)):
        others.append(f"{title} ({one.country})")  # under which every way to write it meets
    return Actor(
        id=free_id(one.name, frozenset(used)),
        name=one.name,
        kind=one.kind,
        country=one.country,
        sector=one.sector,
        aliases=() if local else tuple(name for name in dict.fromkeys(others) if name != one.name),
        local=local,
    )


def _says_too_little(one: FoundActor) -> bool:
    if one.kind is ActorKind.PERSON:
        return not alike.is_full(one.name)
    return sectors.is_everywhere(one.name) or (ministries.is_bare(one.name) and not one.country)
