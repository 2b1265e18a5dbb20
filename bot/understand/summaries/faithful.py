"""Whether a sentence that a model wrote says no more than the sentence it was made of: names, numbers, days, negation.

Compares words, not meanings: who did what to whom can still be turned round. In another language it knows less: names
by their letters alone, numbers in digits, negation in the languages listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.text import fold, one_line, utf16_length, word_set
from bot.understand.grouping.similarity import STOP_WORDS, terms
from bot.understand.identity import skeleton

_OVERLAP = 0.5  # of a rewritten sentence's content words that its source has
_LONGER, _SLACK = 1.6, 40  # a sentence that says the same is not much longer; characters
_LONGEST = 600
_PREFIX = 4  # letters of a name that survive another language's endings
_TRANSLATED_NAMES = 0.4  # of the names that another language may call something else: Germany, Alemania
_OUTWARD = re.compile(
    r"https?:|www\.|\w\.(?:com|org|net|ru|io|me|info|biz|xyz|link)\b|@\w|(?<!\w)/\w|[<>\[\]{}`|*_#\\]"
)  # an address, a mention, a command, markup
_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3})*(?:[.,]\d+)?")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_BEGINS = re.compile(r"(?:\A|[.!?…:;。！？])[\s\"'”’»“‘«()\[\]¿¡—–-]*")  # up to the first letter of a sentence
_COUNTED = word_set(
    "two:2 three:3 four:4 five:5 six:6 seven:7 eight:8 nine:9 ten:10 eleven:11 twelve:12 thirteen:13 fourteen:14"
    " fifteen:15 sixteen:16 seventeen:17 eighteen:18 nineteen:19 twenty:20 thirty:30 forty:40 fifty:50 sixty:60"
    " seventy:70 eighty:80 ninety:90 dozen:12"
)  # "one of the ships" counts nothing
_IN_WORDS = {word: value for word, _, value in (one.partition(":") for one in _COUNTED)}
_MAGNITUDES = word_set("hundred hundreds thousand thousands million millions billion billions trillion dozens percent")
_DAYS = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september"
    " october november december today yesterday tomorrow tonight"
)
_NEGATIONS = {
    "en": "no not never nobody none nothing neither nor without cannot denies denied deny refuses refused refuse"
    " rejects rejected reject fails failed fail unlikely unable",
    "ru": "не нет ни никто ничего никогда без отрицает отрицают отказался отказалась отказались отверг отвергла"
    " отвергли нельзя невозможно опроверг опровергла опровергли отказывается",
    "uk": "не немає ні ніхто нічого ніколи без заперечує заперечив відмовився відмовилася відкинув",
    "es": "no ni nunca nadie nada sin tampoco niega negó rechaza rechazó rechazaron ningún ninguna",
    "fr": "ne n pas jamais personne rien sans ni aucun aucune nie refuse refusé rejette rejeté",
    "de": "nicht kein keine keinen keiner nie niemand nichts ohne weder bestreitet bestritt lehnt lehnte ablehnte",
    "pt": "não nem nunca ninguém nada sem nega negou rejeita rejeitou recusa recusou nenhum nenhuma",
    "it": "non né mai nessuno niente nulla senza nega rifiuta rifiutato respinge respinto nessuna",
}
_NOT = {language: word_set(words) for language, words in _NEGATIONS.items()}
LANGUAGES = tuple(_NOT)  # those that a translation can be checked in


def holds(told: str, source: str, *, language: str, into: str) -> bool:
    """Whether `told`, in the language `into`, may stand for `source`. Languages are ISO 639-1."""
    if not told or "\n" in told or utf16_length(told) > min(_LONGEST, _LONGER * len(source) + _SLACK):
        return False
    if _OUTWARD.search(told) or one_line(told) != told:
        return False
    if language not in _NOT or into not in _NOT or _denies(told, into) != _denies(source, language):
        return False
    if language != into:
        return set(_figures(told)) == set(_figures(source)) and _names_carried(told, source, into)
    return (
        set(_numbers(told)) <= set(_numbers(source))
        and _days(told) <= _days(source)
        and set(_names(told)) <= _letters(source)
        and _openers_known(told, source)
        and _overlap(told, source) >= _OVERLAP
    )


def _denies(text: str, language: str) -> bool:
    words = {word for match in _WORD.finditer(text.casefold()) for word in re.split("[’']", match[0])}
    return bool(words & _NOT[language]) or "n’t" in text or "n't" in text


def _figures(text: str) -> Iterator[str]:
    """Numbers in digits: "1,200", "1 200" and "1.200" are one; so are 3.5 and 3,5."""
    for match in _NUMBER.finditer(text):
        number = re.sub(r"[\u00a0\u202f ]", "", match[0])
        thousands = re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", number)
        yield re.sub("[.,]", "", number) if thousands else number.replace(",", ".")


def _numbers(text: str) -> Iterator[str]:
    yield from _figures(text)
    if "%" in text:
        yield "percent"
    for word in re.findall(r"[a-z]+", text.lower()):
        if number := _IN_WORDS.get(word):
            yield number
        elif word in _MAGNITUDES:
            yield word.removesuffix("s")


def _days(text: str) -> set[str]:
    return set(re.findall(r"[a-z]+", text.lower())) & _DAYS


def _names(text: str) -> Iterator[str]:
    """Capitalised words but for those that only begin a sentence, folded."""
    begins = {match.end() for match in _BEGINS.finditer(text)}
    for match in _WORD.finditer(text):
        if match[0][0].isupper() and match.start() not in begins:
            yield _bare(match[0])


def _openers_known(told: str, source: str) -> bool:
    """A word that begins a sentence may be a name; it has to be the source's, in this form or another."""
    begins = {match.end() for match in _BEGINS.finditer(told)}
    openers = [_bare(match[0]) for match in _WORD.finditer(told) if match.start() in begins]
    known = {word[:_PREFIX] for word in _letters(source)}
    return all(word in STOP_WORDS or word[:_PREFIX] in known for word in openers)


def _letters(text: str) -> set[str]:
    return {_bare(match[0]) for match in _WORD.finditer(text)}


def _bare(word: str) -> str:
    return fold(re.sub(r"[’']s?$", "", word))


def _overlap(told: str, source: str) -> float:
    said, known = terms(told), set(terms(source))
    return sum(term in known for term in said) / len(said) if said else 0.0


def _names_carried(told: str, source: str, into: str) -> bool:
    """Whether a translation names whom its source names and few others, by the first letters in any script."""
    there, here = {_start(name) for name in _letters(source)}, {_start(name) for name in _letters(told)}
    missing = [name for name in _long_names(source) if _start(name) not in here]
    added = [name for name in _long_names(told) if _start(name) not in there] if into != "de" else []  # capital nouns
    return all(
        len(strange) <= max(1, _TRANSLATED_NAMES * len(_long_names(text)))
        for strange, text in ((missing, source), (added, told))
    )


def _long_names(text: str) -> list[str]:
    return [name for name in dict.fromkeys(_names(text)) if len(name) >= _PREFIX and name not in _DAYS]


def _start(name: str) -> str:
    """Its first letters as any script has them: Caracas, Каракас."""
    return skeleton.fold(name)[: _PREFIX - 1].replace("c", "k")
