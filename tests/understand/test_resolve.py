"""Who is taken for whom across documents: one person in every spelling, never two people for one."""

from __future__ import annotations

import pytest

from bot.model import Actor, ActorKind, FoundActor, Known, Mention
from bot.understand.identity import alike, registry, resolve

PERSON, ORGANISATION = ActorKind.PERSON, ActorKind.ORGANISATION
HERE = (Mention("body", 0, 5),)


def person(name: str, *names: str, country: str | None = None, sector: str | None = None) -> FoundActor:
    return FoundActor(name, PERSON, HERE, (name, *names), country, sector)


def organisation(name: str, *names: str, country: str | None = None) -> FoundActor:
    return FoundActor(name, ORGANISATION, HERE, (name, *names), country)


def known(*actors: Actor, **merged: Actor) -> Known:
    """The registry as a store would answer."""
    named: dict[str, tuple[Actor, ...]] = {}
    similar: dict[str, tuple[Actor, ...]] = {}
    for actor in actors:
        names = (actor.name, *actor.aliases)
        for key in {registry.fold(name) for name in names}:
            named[key] = (*named.get(key, ()), actor)
        for key in {key for name in names for key in alike.blocks(name)}:
            similar[key] = (*similar.get(key, ()), actor)
    return Known(named, similar, {id_.replace("_", "-"): actor for id_, actor in merged.items()})


def learned(name: str, *aliases: str, country: str | None = None, sector: str | None = None, id: str = "") -> Actor:
    return Actor(id or registry.slug(name), name, PERSON, country, sector, None, aliases)


def test_a_seed_actor_is_itself() -> None:
    found = FoundActor("Sergei Lavrov", PERSON, HERE, ("Lavrov",), seed="sergey-lavrov", reason="seed alias")
    (tag,) = resolve.resolve([found])
    assert (tag.actor.id, tag.actor.seeded, tag.actor.wikidata) == ("sergey-lavrov", True, "Q58217")
    assert (tag.mentions, tag.reason) == (HERE, "seed alias")


def test_an_unknown_person_is_learned_without_the_bare_surname() -> None:
    (tag,) = resolve.resolve([person("Ana Ruiz Soto", "Ruiz Soto", "Soto", country="PE", sector="GOV")])
    assert tag.actor == Actor("ana-ruiz-soto", "Ana Ruiz Soto", PERSON, "PE", "GOV", None, ("Ruiz Soto",))


def test_equal_full_names_are_one_person_in_any_spelling() -> None:
    lavrova = learned("Sergei Kotov", country="RU")
    for name in ("Sergey Kotov", "Serguei Kotov", "Сергей Котов", "Sergei V. Kotov"):
        found = person(name, "Kotov")
        (tag,) = resolve.resolve([found], known(lavrova))
        assert tag.actor == lavrova


def test_a_lone_surname_stays_local() -> None:
    someone = learned("Ana Ruiz", "Ruiz")
    (tag,) = resolve.resolve([person("Soto")], known(learned("Soto")))
    assert tag.actor.local
    assert tag.actor.aliases == ()
    (linked,) = resolve.resolve([person("Ruiz")], known(someone))  # an alias that somebody gave it is sure
    assert linked.actor == someone


def test_a_lone_surname_of_two_people_stays_local() -> None:
    (tag,) = resolve.resolve([person("Ruiz")], known(learned("Ana Ruiz", "Ruiz"), learned("Luis Ruiz", "Ruiz")))
    assert (tag.actor.local, tag.actor.id) == (True, "ruiz")


def test_a_local_actor_is_never_linked_to() -> None:
    (tag,) = resolve.resolve([person("Ana Ruiz")], known(Actor("ana-ruiz", "Ana Ruiz", PERSON, local=True)))
    assert tag.actor.id == "ana-ruiz-2"


def test_namesakes_of_different_countries_are_two() -> None:
    american = learned("John Smith", country="US")
    (tag,) = resolve.resolve([person("John Smith", country="AU")], known(american))
    assert (tag.actor.id, tag.actor.local) == ("john-smith-2", False)
    (same,) = resolve.resolve([person("John Smith", country="US")], known(american))
    assert same.actor == american


def test_the_country_tells_namesakes_apart_and_without_it_none_is_taken() -> None:
    american = learned("John Smith", country="US", sector="GOV")
    australian = learned("John Smith", country="AU", sector="LEG", id="john-smith-2")
    both = known(american, australian)
    (tag,) = resolve.resolve([person("John Smith", country="AU", sector="LEG")], both)
    assert tag.actor == australian
    (unsure,) = resolve.resolve([person("John Smith")], both)
    assert (unsure.actor.id, unsure.actor.local) == ("john-smith-3", True)


def test_a_person_is_never_an_organisation() -> None:
    (tag,) = resolve.resolve([organisation("Lehman Brothers")], known(learned("Lehman Brothers")))
    assert tag.actor.kind is ORGANISATION
    assert tag.actor.id != "lehman-brothers" or tag.actor.seeded


def test_an_acronym_alone_does_not_make_two_organisations_one() -> None:
    cricket = organisation("Irish Cycling Club", "ICC")
    assert resolve.keys(cricket) == ("irish cikling club",) or "icc" not in resolve.keys(cricket)
    court = next(actor for actor in registry.seed() if actor.name == "International Criminal Court")
    (tag,) = resolve.resolve([cricket], known(court))
    assert (tag.actor.id, tag.actor.aliases) == ("irish-cycling-club", ("ICC",))


def test_every_way_to_write_a_ministry_meets() -> None:
    (first,) = resolve.resolve([organisation("Uzbekistan's Oil Ministry", country="UZ")])
    again = organisation("Uzbek Oil Ministry", country="UZ")
    (second,) = resolve.resolve([again], known(first.actor))
    assert second.actor == first.actor


@pytest.mark.parametrize("name", ["Parliament", "the Supreme Court", "Army", "Foreign Ministry", "Senate"])
def test_what_every_country_has_is_local(name: str) -> None:
    (tag,) = resolve.resolve([organisation(name)])
    assert tag.actor.local


def test_two_found_actors_that_are_one_share_a_tag() -> None:
    found = [person("Sergei Kotov"), FoundActor("Сергей Котов", PERSON, (Mention("body", 9, 21),), ("Сергей Котов",))]
    (tag,) = resolve.resolve(found, known(learned("Sergei Kotov")))
    assert len(tag.mentions) == 2


def test_new_ids_are_unique_within_an_article() -> None:
    tags = resolve.resolve([person("Ruiz"), organisation("Ruiz")])
    assert [tag.actor.id for tag in tags] == ["ruiz", "ruiz-2"]
