"""What one word or letter says of the language of a text, in log odds against a word that the language lacks.

Does not read texts.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from bot.understand.gazetteer import readings

# By Zipf's law the word of rank r is this much over r of a text; a word outside the lists is about one in 100,000.
_ZIPF, _UNLISTED = 0.12, 1e-5
# The words of news (talks, killed, ceasefire) are more frequent in headlines than anywhere else.
_NEWS_RANK = 100
# Shorter ones are words of other languages too.
_NAME_LENGTH = 3
# "Venezuela" in a language that writes it so, over one that does not.
_COUNTRY = 4.0
_LETTER = 2.0
_LETTERS = {
    "ßẞ": "de",
    "ñ¿¡": "es",
    "ãõ": "pt",
    "œù": "fr",
    "łąęśźż": "pl",
    "řěů": "cs",
    "ľĺŕ": "sk",
    "őű": "hu",
    "țșăţ": "ro",
    "ğış": "tr",
    "ə": "az",
    "đơưạảấầậắếềểệịọốồộớờợụủứừự": "vi",
    "æø": "da no",
    "åä": "sv fi",
    "ļņķģ": "lv",
    "ėųį": "lt",
    "ыэъё": "ru",
    "їєґі": "uk",
    "ў": "be",
    "ђћџњљј": "sr",
    "ќѓѕ": "mk",
    "әғқңөұүһ": "kk",
    "پچژگکی": "fa",
    "ٹڈڑےںھہ": "ur",
    "ښځڅړږ": "ps",
    "ةىيكإأ": "ar",
}


def _lines(name: str) -> Iterator[tuple[str, list[str]]]:
    for line in (files("bot") / "data" / name).read_text("utf8").splitlines():
        if not line.startswith("#"):
            language, words = line.split("\t")
            yield language, words.split()


@lru_cache(maxsize=1)
def words() -> Mapping[str, Mapping[str, float]]:
    """Word in small letters → language → what it is worth, above 0."""
    found: dict[str, dict[str, float]] = {}
    for language, listed in _lines("frequent_words.tsv"):
        for rank, word in enumerate(listed):
            _raise(found, word, language, rank)
    for language, listed in _lines("function_words.tsv"):
        for rank, word in enumerate(listed):
            _raise(found, word, language, min(rank, _NEWS_RANK))
    return MappingProxyType(found)


def _raise(found: dict[str, dict[str, float]], word: str, language: str, rank: int) -> None:
    of = found.setdefault(word, {})
    of[language] = max(of.get(language, 0.0), math.log(_ZIPF / (rank + 3) / _UNLISTED))


@lru_cache(maxsize=1)
def country_words() -> Mapping[str, Mapping[str, float]]:
    """A country's name or demonym, as written → language → what it is worth: less where many languages share it."""
    found: dict[str, set[str]] = {}
    for text, entry in readings():
        if entry.kind in ("name", "demonym") and entry.languages and " " not in text and len(text) >= _NAME_LENGTH:
            found.setdefault(text, set()).update(entry.languages)
    return MappingProxyType({text: dict.fromkeys(of, _COUNTRY / (1 + len(of) / 10)) for text, of in found.items()})


@lru_cache(maxsize=1)
def letters() -> Mapping[str, Mapping[str, float]]:
    """Small letter → the languages that write it, where few do → what it is worth."""
    return MappingProxyType(
        {one: dict.fromkeys(languages.split(), _LETTER) for row, languages in _LETTERS.items() for one in row}
    )


@lru_cache(maxsize=1)
def _function_words() -> Mapping[str, frozenset[str]]:
    return MappingProxyType({language: frozenset(listed) for language, listed in _lines("function_words.tsv")})


def function_word(word: str, language: str = "en") -> bool:
    """Whether it is one of the language's small words."""
    return word.lower() in _function_words().get(language, ())


def known_word(word: str, language: str = "en") -> bool:
    """Whether it is one of the language's frequent words."""
    return language in words().get(word.lower(), {})
