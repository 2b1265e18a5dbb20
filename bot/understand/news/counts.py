"""The numbers of a report that make news: people killed, hurt, missing, held, driven out or freed, and sums of money.

Numbers in words are English; digits and the words of harm beside them are read in a dozen languages.
Does not read years, dates, ages or times.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.text import word_set


class Of(StrEnum):
    """What is counted; the value is how it is said behind a number."""

    KILLED = "killed"
    INJURED = "injured"
    MISSING = "missing"
    HELD = "arrested"
    DISPLACED = "displaced"
    FREED = "freed"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Count:
    """`about`: the text gives no exact number ("dozens", "nearly 60"). `unit`: the currency of a sum."""

    of: Of
    value: float
    about: bool
    start: int  # where the number stands, in characters
    unit: str = ""

    @property
    def words(self) -> str:
        """ "12 killed", "$1.2 million"."""
        return f"{self.unit}{_amount(self.value)}" if self.of is Of.MONEY else f"{_amount(self.value)} {self.of}"


_SMALL = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
_TENFOLD = "twenty thirty forty fifty sixty seventy eighty ninety"
_UNITS = {word: value for value, word in enumerate(_SMALL.split(), 1)}
_TENS = {word: 10 * tens for tens, word in enumerate(_TENFOLD.split(), 2)}
_SCALES = {
    **dict.fromkeys(("thousand", "thousands", "k", "тыс", "тысяч", "mil", "tausend", "mille"), 1e3),
    **dict.fromkeys(
        ("million", "millions", "mn", "m", "млн", "millón", "millones", "millionen", "mio", "milhões", "milioni"), 1e6
    ),
    **dict.fromkeys(("billion", "billions", "bn", "b", "млрд", "milliarden", "mrd", "milliards", "miliardi"), 1e9),
    **dict.fromkeys(("trillion", "trn", "tn", "трлн"), 1e12),
}
_VAGUE = {"dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000, "десятки": 24, "decenas": 24, "dizaines": 24}
_CURRENCIES = {"$": "$", "us$": "$", "€": "€", "£": "£", "¥": "¥", "₽": "₽", "₹": "₹"}
_CURRENCY_WORDS = {
    **dict.fromkeys(("dollars", "dollar", "usd", "долларов", "dólares"), "$"),
    **dict.fromkeys(("euros", "euro", "eur", "евро"), "€"),
    **dict.fromkeys(("pounds", "sterling", "gbp"), "£"),
    **dict.fromkeys(("rubles", "roubles", "рублей"), "₽"),
    **dict.fromkeys(("rupees",), "₹"),
    **dict.fromkeys(("yen",), "¥"),
}
_UNIT_WORDS = "|".join((*_UNITS, *_TENS))
_NUMBER = re.compile(
    rf"(?<![\w.,:/’'-])(?P<currency>us\$|[$€£¥₽₹])?\s?(?:"
    rf"(?P<digits>\d{{1,3}}(?:[,.\u00a0\u202f ]\d{{3}})+(?!\d)|\d+(?:[.,]\d+)?)"
    rf"|(?P<words>(?:{_UNIT_WORDS})(?:[- ](?:{'|'.join(_UNITS)}))?(?:\s(?:hundred|dozen))?|half\sa\sdozen"
    rf"|an?\s(?:dozen|hundred|thousand|million|billion)|{'|'.join(_VAGUE)}))"
    rf"(?:\s?(?P<scale>{'|'.join(sorted(_SCALES, key=len, reverse=True))})\b\.?)?(?![\w’'%-])",
    re.IGNORECASE,
)
_NO_COUNT_AFTER = re.compile(
    r"[-\s]?(?:years?|months?|days?|weeks?|hours?|minutes?|seconds?|miles?|km|kilomet\w+|met(?:re|er)s?|feet|per\s?cent|%"
    r"|percent|a\.?m|p\.?m|o['’]clock|degrees|times|points?|jan|feb|mar(?:ch)?\b|apr|may\b|june?\b|july?\b|aug|sep|oct"
    r"|nov|dec|года?|лет|años?|ans\b|jahre)",
    re.IGNORECASE,
)
_NO_COUNT_BEFORE = re.compile(
    r"(?:\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\.?|\baged?|\bno\.|\bnumber|\bof\s+the|\bin|\bsince"
    r"|\bflight|\barticle|\bchapter|\bgroup\s+of|\b(?:up|down|rose|risen)\s+from)\s*$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?:\b(?:nearly|almost|about|around|some|roughly|approximately|over|more\s+than|up\s+to|as\s+many\s+as"
    r"|около|более|до|unos|más\s+de|près\s+de|plus\s+de|rund|fast)\s*)$",
    re.IGNORECASE,
)
_FEARED = re.compile(  # "72 on board feared dead" counts no dead
    r"[^.;:!?,]{0,40}\b(?:feared|presumed|believed)\s+(?:to\s+be\s+)?(?:dead|killed|drowned)\b",
    re.IGNORECASE,
)
_FORMS: dict[Of, str] = {
    Of.KILLED: "killed kill kills killing dead deaths died die dies dying fatalities slain bodies perished lives toll"
    " погибли погибших погиб погибло убиты убито жертв загинули muertos muertas muerto fallecidos fallecieron morts"
    " mort tués tote toten getötet todesopfer starben mortos mortes morti vittime ölü قتلى قتيلا",
    Of.INJURED: "injured injures injure injuring wounded wounds wounding hurt hurts hospitalised hospitalized"
    " ранены ранено раненых пострадали пострадавших поранені heridos herido lesionados blessés verletzt verletzte"
    " verletzten feridos feriti yaralı جرحى جريحا",
    Of.MISSING: "missing unaccounted desaparecidos disparus vermisst dispersi пропали",
    Of.HELD: "arrested arrests arrest detained detains detentions custody jailed задержаны задержано задержали"
    " detenidos arrêtés festgenommen detidos presos arrestati",
    Of.DISPLACED: "displaced evacuated homeless fled evacuees эвакуированы evacuados desplazados évacués evakuiert",
    Of.FREED: "freed released rescued освобождены liberados libérés freigelassen",
}
_KIND_OF = {word: kind for kind, words in _FORMS.items() for word in word_set(words)}
_TOLL = re.compile(  # "Toll of the hotel attack climbs to", "The number of people killed in … has risen to"
    r"\b(?:toll|number\s+of\s+(?:\w+\s+){0,2}?(?:dead|deaths|fatalities|killed))\b[^.;:!?]{0,120}"
    r"\b(?:r[io]se[sn]?|rising|climb\w*|jump\w*|soar\w*|gr[eo]w\w*|increas\w+|up|now|stands?|stood|reach\w*|pass\w*|hits?)"
    r"\s+(?:(?:to|at|as)\s+)?(?:at\s+least\s+|more\s+than\s+|over\s+|nearly\s+)?\Z",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[^\W\d_][\w’'-]*|\d[\d.,]*|[;:.!?]")
_AHEAD, _BEHIND = 6, 5  # words between a number and the word that says what is counted
_STOPS = frozenset(";:.!?")
_AND = frozenset(("and", "with", "y", "et", "und", "e", "и", "та", "ve"))


def counts(sentence: str) -> tuple[Count, ...]:
    """The counts of one sentence, in its order."""
    numbers = list(_numbers(sentence))
    found = []
    for n, number in enumerate(numbers):
        value, unit = _value(number)
        if unit or _currency_behind(sentence, number):
            unit = unit or _currency_behind(sentence, number)
            found.append(Count(Of.MONEY, value, _is_about(sentence, number), number.start(), unit))
            continue
        before = numbers[n - 1].end() if n else 0
        after = numbers[n + 1].start() if n + 1 < len(numbers) else len(sentence)
        if _FEARED.match(sentence, number.end()):
            continue
        if kind := _counted(sentence[before : number.start()], sentence[number.end() : after], after < len(sentence)):
            found.append(Count(kind, value, _is_about(sentence, number), number.start()))
    return tuple(found)


def _numbers(sentence: str) -> Iterator[re.Match[str]]:
    for match in _NUMBER.finditer(sentence):
        year = re.fullmatch(r"(?:1[6-9]|20)\d\d", match[0].strip())
        money = match["currency"] or _currency_behind(sentence, match)
        other = _NO_COUNT_AFTER.match(sentence, match.end()) or _NO_COUNT_BEFORE.search(sentence[: match.start()])
        if money or not (year or other):
            yield match


def _value(number: re.Match[str]) -> tuple[float, str]:
    """The number, and the currency before it."""
    scale = _SCALES.get((number["scale"] or "").lower(), 1.0)
    unit = _CURRENCIES.get((number["currency"] or "").lower(), "")
    if number["digits"] is None:
        return _in_words(number["words"].lower()) * scale, unit
    digits = number["digits"].replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
    if re.fullmatch(r"\d{1,3}(?:[,.]\d{3})+", digits):
        digits = re.sub("[,.]", "", digits)
    return float(digits.replace(",", ".")) * scale, unit


def _in_words(words: str) -> float:
    if words in _VAGUE:
        return _VAGUE[words]
    if words.startswith("half"):
        return 6
    value = float(sum(_UNITS.get(word, 0) + _TENS.get(word, 0) for word in re.split(r"[-\s]", words))) or 1
    last = words.split()[-1]
    return value * {"dozen": 12, "hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9}.get(last, 1)


def _currency_behind(sentence: str, number: re.Match[str]) -> str:
    behind = _TOKEN.match(sentence, min(number.end() + 1, len(sentence)))
    return _CURRENCY_WORDS.get(behind[0].lower(), "") if behind else ""


def _is_about(sentence: str, number: re.Match[str]) -> bool:
    vague = (number["words"] or "").lower() in _VAGUE
    return vague or _ABOUT.search(sentence[: number.start()]) is not None


def _counted(before: str, after: str, number_follows: bool) -> Of | None:
    """What a number counts: the word of harm right before it, else the next behind it, else one not far before."""
    if _TOLL.search(before):
        return Of.KILLED
    behind = [token.lower() for token in _TOKEN.findall(after)][: _AHEAD + 1]
    ahead = [token.lower() for token in _TOKEN.findall(before)][-_BEHIND:][::-1]
    near = _first(ahead[:3]) if ahead and not before.rstrip().endswith(",") else None
    if near and ahead[0] not in _AND:
        return near
    follows = _first(behind)
    if follows and number_follows and _KIND_OF.get(behind[-1]) is follows and len(behind) <= _AHEAD:
        follows = None if _first(behind[:-1]) is None and len(behind) > 1 else follows  # "… and injured 30"
    return follows or near or _first(ahead)


def _first(tokens: list[str]) -> Of | None:
    for token in tokens:
        if token in _STOPS:
            return None
        if kind := _KIND_OF.get(token):
            return kind
    return None


def _amount(value: float) -> str:
    """ "12", "1,200", "1.2 million"."""
    for scale, name in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if value >= scale:
            return f"{value / scale:.3g} {name}"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"
