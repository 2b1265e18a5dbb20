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

from bot.model import ActorKind, Mention
from bot.understand.identity import registry

ROOT = Path(__file__).resolve().parents[2]
PERSON, ORGANISATION = ActorKind.PERSON, ActorKind.ORGANISATION
HERE = (Mention("body", 0, 5),)
SECTORS = set(
    "COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC IGO NGO MNC".split()  # noqa: SIM905, E501
)


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
