"""Two spellings of one name meet, two people of one name do not; the seed is sound."""

from __future__ import annotations

import importlib.util
import json
import re
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Actor, ActorKind, FoundActor, Mention
from bot.understand import registry

ROOT = Path(__file__).resolve().parents[2]
PERSON, ORGANISATION = ActorKind.PERSON, ActorKind.ORGANISATION
HERE = (Mention("body", 0, 5),)
SECTORS = set(
    "COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC IGO NGO MNC".split()  # noqa: SIM905, E501
)


def person(name: str, *names: str, country: str | None = None, sector: str | None = None) -> FoundActor:
    return FoundActor(name, PERSON, HERE, (name, *names), country, sector)


def organisation(name: str, *names: str, country: str | None = None) -> FoundActor:
    return FoundActor(name, ORGANISATION, HERE, (name, *names), country)


def known(*actors: Actor) -> dict[str, tuple[Actor, ...]]:
    """The registry as a store would answer."""
    found: dict[str, tuple[Actor, ...]] = {}
    for actor in actors:
        for key in {registry.fold(name) for name in (actor.name, *actor.aliases)}:
            found[key] = (*found.get(key, ()), actor)
    return found


def learned(name: str, *aliases: str, country: str | None = None, sector: str | None = None, id: str = "") -> Actor:
    return Actor(id or registry.slug(name), name, PERSON, country, sector, None, aliases)


# ---------------------------------------------------------------- fold


@pytest.mark.parametrize(
    "spellings",
    [
        ("Sergei Lavrov", "Sergey Lavrov", "Serguei Lavrov", "Serguéi Lavrov", "Sergej Lavrov", "Сергей Лавров"),
        ("Zelensky", "Zelenskyy", "Zelenskiy", "Zelenski", "Зеленский", "Зеленський"),
        ("Dmitry Medvedev", "Dmitri Medvedev", "Дмитрий Медведев"),
        ("Alexander Lukashenko", "Aleksandr Lukashenko", "Александр Лукашенко"),
        ("Yevgeny Prigozhin", "Evgeny Prigozhin", "Евгений Пригожин"),
        ("Mohammed bin Salman", "Mohammad bin Salman", "Muhammad Bin Salman"),
        ("Abdel Fattah el-Sisi", "Abdul Fatah al-Sisi"),
        ("Recep Tayyip Erdoğan", "Recep Tayyip Erdogan"),
        ("Mikhail Gorbachev", "Михаил Горбачёв"),
        ("Kassym-Jomart Tokayev", "Kassym Jomart Tokaev"),
        ("Delcy Rodríguez", "DELCY RODRIGUEZ", "Delcy  Rodriguez"),
        ("Sean O'Connor", "Sean O’Connor"),
        ("U.N.", "UN"),
        ("The New York Times", "New York Times"),
        ("Russia's", "Russia"),
    ],
    ids=lambda spellings: spellings[0],
)
def test_spellings_of_one_name_meet(spellings: tuple[str, ...]) -> None:
    assert len({registry.fold(name) for name in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vladimir Zelensky", "Volodymyr Zelensky"),
        ("Delcy Rodríguez", "Bruno Rodríguez"),
        ("Kim Jong Un", "Kim Jong Il"),
        ("Li Keqiang", "Li Qiang"),
        ("Marine Le Pen", "Marion Le Pen"),
        ("Niger", "Nigeria"),
        ("Saied", "Said"),
        ("李强", "李克强"),
    ],
)
def test_names_that_differ_stay_apart(one: str, other: str) -> None:
    assert registry.fold(one) != registry.fold(other)


@given(st.text(max_size=40))
def test_a_fold_is_stable_and_plain(name: str) -> None:
    folded = registry.fold(name)
    assert registry.fold(folded) == folded
    assert folded == " ".join(folded.split())


@given(st.text(max_size=200))
def test_a_slug_is_an_id(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,47}", registry.slug(name))


# ---------------------------------------------------------------- resolve


def test_a_seed_actor_is_itself() -> None:
    found = FoundActor("Sergei Lavrov", PERSON, HERE, ("Lavrov",), seed="sergey-lavrov", reason="seed alias")
    (tag,) = registry.resolve([found], {})
    assert (tag.actor.id, tag.actor.seeded, tag.actor.wikidata) == ("sergey-lavrov", True, "Q58217")
    assert (tag.mentions, tag.reason) == (HERE, "seed alias")


def test_an_unknown_person_is_learned_without_the_bare_surname() -> None:
    (tag,) = registry.resolve([person("Ana Ruiz Soto", "Ruiz Soto", "Soto", country="PE", sector="GOV")], {})
    assert tag.actor == Actor("ana-ruiz-soto", "Ana Ruiz Soto", PERSON, "PE", "GOV", None, ("Ruiz Soto",))


def test_equal_full_names_are_one_person_in_any_spelling() -> None:
    lavrova = learned("Sergei Kotov", country="RU")
    for name in ("Sergey Kotov", "Serguei Kotov", "Сергей Котов", "Sergei V. Kotov"):
        found = person(name, "Kotov")
        (tag,) = registry.resolve([found], {k: v for k, v in known(lavrova).items() if k in registry.keys(found)})
        assert tag.actor == lavrova


def test_a_lone_surname_stays_local() -> None:
    someone = learned("Ana Ruiz", "Ruiz")
    (tag,) = registry.resolve([person("Soto")], known(learned("Soto")))
    assert tag.actor.local
    assert tag.actor.aliases == ()
    (linked,) = registry.resolve([person("Ruiz")], known(someone))  # an alias that somebody gave it is sure
    assert linked.actor == someone


def test_a_lone_surname_of_two_people_stays_local() -> None:
    (tag,) = registry.resolve([person("Ruiz")], known(learned("Ana Ruiz", "Ruiz"), learned("Luis Ruiz", "Ruiz")))
    assert (tag.actor.local, tag.actor.id) == (True, "ruiz")


def test_a_local_actor_is_never_linked_to() -> None:
    (tag,) = registry.resolve([person("Ana Ruiz")], known(Actor("ana-ruiz", "Ana Ruiz", PERSON, local=True)))
    assert tag.actor.id == "ana-ruiz-2"


def test_namesakes_of_different_countries_are_two() -> None:
    american = learned("John Smith", country="US")
    (tag,) = registry.resolve([person("John Smith", country="AU")], known(american))
    assert (tag.actor.id, tag.actor.local) == ("john-smith-2", False)
    (same,) = registry.resolve([person("John Smith", country="US")], known(american))
    assert same.actor == american


def test_the_country_tells_namesakes_apart_and_without_it_none_is_taken() -> None:
    american = learned("John Smith", country="US", sector="GOV")
    australian = learned("John Smith", country="AU", sector="LEG", id="john-smith-2")
    both = known(american, australian)
    (tag,) = registry.resolve([person("John Smith", country="AU", sector="LEG")], both)
    assert tag.actor == australian
    (unsure,) = registry.resolve([person("John Smith")], both)
    assert (unsure.actor.id, unsure.actor.local) == ("john-smith-3", True)


def test_a_person_is_never_an_organisation() -> None:
    (tag,) = registry.resolve([organisation("Lehman Brothers")], known(learned("Lehman Brothers")))
    assert tag.actor.kind is ORGANISATION
    assert tag.actor.id != "lehman-brothers" or tag.actor.seeded


def test_an_acronym_alone_does_not_make_two_organisations_one() -> None:
    cricket = organisation("Irish Cycling Club", "ICC")
    assert registry.keys(cricket) == ("irish cikling club",) or "icc" not in registry.keys(cricket)
    court = next(actor for actor in registry.seed() if actor.name == "International Criminal Court")
    (tag,) = registry.resolve([cricket], known(court))
    assert (tag.actor.id, tag.actor.aliases) == ("irish-cycling-club", ("ICC",))


def test_every_way_to_write_a_ministry_meets() -> None:
    (first,) = registry.resolve([organisation("Uzbekistan's Oil Ministry", country="UZ")], {})
    again = organisation("Uzbek Oil Ministry", country="UZ")
    (second,) = registry.resolve([again], {k: v for k, v in known(first.actor).items() if k in registry.keys(again)})
    assert second.actor == first.actor


@pytest.mark.parametrize("name", ["Parliament", "the Supreme Court", "Army", "Foreign Ministry", "Senate"])
def test_what_every_country_has_is_local(name: str) -> None:
    (tag,) = registry.resolve([organisation(name)], {})
    assert tag.actor.local


def test_two_found_actors_that_are_one_share_a_tag() -> None:
    found = [person("Sergei Kotov"), FoundActor("Сергей Котов", PERSON, (Mention("body", 9, 21),), ("Сергей Котов",))]
    (tag,) = registry.resolve(found, known(learned("Sergei Kotov")))
    assert len(tag.mentions) == 2


def test_new_ids_are_unique_within_an_article() -> None:
    tags = registry.resolve([person("Ruiz"), organisation("Ruiz")], {})
    assert [tag.actor.id for tag in tags] == ["ruiz", "ruiz-2"]


# ---------------------------------------------------------------- suggest and seed


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Lavrof", "Sergey Lavrov"),
        ("Guiado", "Juan Guaidó"),
        ("zelenskiy", "Volodymyr Zelensky"),
        ("Лаврв", "Sergey Lavrov"),
        ("opc", "OPEC"),
        ("nikolas maduro", "Nicolás Maduro"),
    ],
)
def test_a_typo_finds_whom_it_means(text: str, name: str) -> None:
    assert name in [actor.name for actor in registry.suggest(text)]


@pytest.mark.parametrize("text", ["", "?", "weather forecast", "x" * 5000])
def test_nothing_near_suggests_nothing(text: str) -> None:
    assert registry.suggest(text) == ()


def test_the_seed_is_large_and_sound() -> None:
    kinds = Counter(actor.kind for actor in registry.seed())
    assert kinds[PERSON] >= 300
    assert kinds[ORGANISATION] >= 200
    for actor in registry.seed():
        assert re.fullmatch(r"[a-z0-9-]{1,48}", actor.id), actor
        assert actor.sector in SECTORS, actor
        assert actor.country is None or re.fullmatch(r"[A-Z]{2}", actor.country), actor
        assert actor.wikidata is None or re.fullmatch(r"Q[1-9]\d*", actor.wikidata), actor
        assert actor.seeded
    assert len({actor.id for actor in registry.seed()}) == len(registry.seed())


def test_no_two_seed_actors_answer_to_one_full_name() -> None:
    names = Counter(
        key
        for actor in registry.seed()
        for key in {registry.fold(name) for name in (actor.name, *actor.aliases)}
        if " " in key
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_the_built_seed_is_the_edited_one() -> None:
    built = json.loads((ROOT / "bot/data/actors.json").read_text("utf8"))
    assert built == _builder().rows(), "run: python tools/build_actors.py"


def _builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_actors", ROOT / "tools/build_actors.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_duplicate_in_the_seed_is_an_error(tmp_path: Path) -> None:
    source = tmp_path / "actors.yaml"
    source.write_text(
        "people:\n- {name: Ana Ruiz, in: PE, is: GOV}\n- {name: Eva Ruiz, in: PE, is: GOV, aka: [Ana Ruiz]}\n"
        "organisations: []\nministries: []\n"
    )
    with pytest.raises(ValueError, match="named twice: Ana Ruiz"):
        _builder().rows(source)
