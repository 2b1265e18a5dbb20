"""Which words say the same thing: stems, and the families of words that news questions turn on. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.text import fold

_WORD = re.compile(r"[^\W_]+")
_ENDINGS = (
    "ations",
    "ation",
    "ments",
    "ment",
    "ings",
    "ing",
    "ions",
    "ion",
    "ers",
    "er",
    "ies",
    "ied",
    "ed",
    "es",
    "ly",
)
_SHORTEST_STEM = 4
_COMMON = 0.5  # what "deal" or "signed" weighs against "grain"
_FAMILIES = tuple(
    words.split()
    for words in (
        "meet met meeting talks talked received receive hosted host summit consult consulted consultations negotiate"
        " negotiated negotiations встретился встреча встретились переговоры reunió reunión reunieron",
        "visit visited trip arrive arrived travel travelled traveled tour landed приехал прибыл визит посетил visitó"
        " visita",
        "kill killed killing dead die died death deaths toll casualties fatalities погибли убит умер murió"
        " muerto muertos",
        "resign resigned resignation quit stepped stepping",
        "win won winner victory reelected defeat defeated beat победил победа ganó victoria",
        "join joined joining accession admitted admit member membership accede acceded вступила вступил ingresó",
        "leave left leaving withdraw withdrew withdrawn withdrawal exit",
        "deal agreement accord pact treaty agree agreed",
        "sign signed signing signature",
        "sanction sanctions sanctioned санкции sanciones",
        "attack attacked strike strikes struck bombing bombed shelling shelled raid",
        "invade invaded invasion",
        "arrest arrested detain detained custody jailed imprisoned",
        "election elections elect elected vote votes voted voting ballot poll polls выборы elecciones",
        "protest protests protesters demonstrators demonstration demonstrations rally rallies протесты protestas",
        "quake quakes earthquake earthquakes tremor землетрясение terremoto sismo",
        "ceasefire truce armistice cease-fire перемирие tregua",
        "release released free freed freeing",
        "buy bought purchase purchased acquire acquired acquisition",
        "appoint appointed named nominate nominated nomination",
        "announce announced unveiled declared",
        "rocket rockets missile missiles",
        "flood floods flooding flooded",
        "fire fires wildfire wildfires blaze",
        "coup putsch overthrow overthrown toppled ousted",
    )
)


def plain(text: str) -> str:
    """Its words, folded, with one space around each: " niger " is not in " nigeria "."""
    return f" {' '.join(_WORD.findall(fold(text)))} "


def meanings(text: str) -> frozenset[str]:
    """What the words of a text mean: their stems and families. Two texts share a meaning or they do not."""
    joined = fold(text).replace("cease-fire", "ceasefire").replace("’", "'").replace("'s", "")
    return frozenset(meaning for word in _WORD.findall(joined) for meaning in _meanings(word))


@lru_cache(maxsize=50_000)
def _meanings(word: str) -> tuple[str, ...]:
    stem = _stem(word)
    return (stem, *_families().get(stem, ()))


@lru_cache(maxsize=1)
def _families() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for number, words in enumerate(_FAMILIES):
        for word in words:
            stem = _stem(fold(word))
            found[stem] = (*found.get(stem, ()), f"#{number}")
    return found


def _stem(word: str) -> str:
    if not word.isascii():
        return word[: max(5, len(word) - 2)]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            word = word[: -len(ending)]
            break
    else:
        word = word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > _SHORTEST_STEM - 1 else word
    return word[:-1] if word.endswith(("e", "y")) and len(word) > _SHORTEST_STEM else word


def covered(terms: tuple[str, ...], said: frozenset[str]) -> float:
    """The share of the terms that are said, 0…1, where words of a family count half; 1 when there are none."""
    weights = [
        (_COMMON if any(meaning[0] == "#" for meaning in wanted) else 1.0, wanted) for wanted in map(meanings, terms)
    ]
    total = sum(weight for weight, _ in weights)
    return sum(weight for weight, wanted in weights if wanted & said) / total if total else 1.0
