"""A name in its surroundings: what stands before and after it, and whether it is a person, a language or a place.

English only; other languages are left to what the gazetteer allows. Does not know which country is meant.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from bot.understand.gazetteer import Hit

# Characters on each side that a rule may look at.
_REACH = 60
_CUES = ("cue", "county")
_WORD = re.compile(r"[^\W\d_][\w'’]*")
_BEFORE = re.compile(r"([^\W_][\w.'’]*)[ \u00a0]\Z")
_AFTER = re.compile(r"[ \u00a0]([^\W_][\w'’&]*)")
_SENTENCE_END = re.compile(r"(?:\w{5,}|[a-z]{2,})\.\Z")
_FIRST_WORD = re.compile(r"(?:^|[.!?:\"“”—–]\s*)[^\W_][\w.'’]*[ \u00a0]\Z")
_CALLED = re.compile(
    r"\b(?:named|nicknamed|called|known as|neighbou?r|friend|brother|sister|son|daughter|husband|wife|"
    r"uncle|aunt|cousin|boyfriend|girlfriend|dad|mom|colleague|classmate|teammate|rapper|singer|actor|actress|brand|striker|midfielder|"
    r"defender|goalkeeper|forward|quarterback) \Z"
)
_INITIAL = re.compile(r"\b[A-Z][\w'’]+ (?:[A-Z]\. ?)+\Z")
_TITLE = re.compile(
    r"\b(?:Mrs?|Ms|Dr|Prof|Sgt|Capt|Lt|Cpl|Col|Maj|Judge|Justice|Coach|Officer|Detective|Deputy|Trooper|Councilman|"
    r"Councilwoman|Commissioner|Sir|Lord|Lady|Saint|Baroness|Senator|Sen|Rep|Congressman|Congresswoman)\.? \Z"
)
# What is told of people only, after a first name and a family name: their age, their calling, their lives.
_LIFE = re.compile(
    r"[ \u00a0][A-Z][\w'’-]+(?:,? [JS]r\.?)?(?:"
    r", \d{1,3}\b|, who\b|, (?:an?|the|his|her) (?:[\w-]+ ){0,2}(?:teacher|nurse|student|pupil|player|footballer|"
    r"striker|midfielder|defender|goalkeeper|forward|boxer|runner|sprinter|swimmer|singer|actor|actress|model|writer|"
    r"author|novelist|poet|painter|lawyer|doctor|driver|mother|father|sister|brother|wife|widow|husband|daughter|son|"
    r"resident|coach|lawmaker|senator|secretary|reporter|journalist|activist|professor|analyst|researcher|economist)\b|"
    r" (?:died|gave birth|was born|grew up|starred|stars|married|pleaded|testified|scored|sang|retired|"
    r"was (?:fined|jailed|sentenced|honou?red|buried|engaged)|attended|tweeted|turned \d\d)\b|"
    r" (?:wrote|published|released|recorded) (?:an?|the|his|her)\b[^.]{0,25}\b(?:novel|book|memoir|poems?|album|single|"
    r"film|songs?)\b)"
)
# Words that put what follows on the map, loosely ("talks with", "visit", "southern") and strictly.
_NEAR = (
    "in|at|near|to|from|outside|around|across|towards?|into|inside|throughout|leaving|downtown|central|suburban|"
    "cit(?:y|ies) of|town of|village of|(?:north|south|east|west|northeast|northwest|southeast|southwest) of"
)
_PLACED = re.compile(rf"(?:^|[^\w'’])(?i:{_NEAR}) \Z")
_LOCATED = re.compile(
    rf"(?:^|[^\w'’])(?i:{_NEAR}|via|left|visit(?:s|ed|ing)?|over|between|beyond|reach(?:ed|ing)?|of|for|capital|"
    r"(?:north|south|east|west|northeast|northwest|southeast|southwest)(?:ern)?|neighbou?ring) (?:the )?\Z"
)
_OF_A_TOWN = re.compile(r"-(?:based|born|area|bound)\b")
# "CARACAS (Reuters) -", "MOSCOW, Feb 5", "LONDON —" open a paragraph.
_DATELINE = re.compile(
    r"(?:, [A-Z][\w. ]{1,20})?(?:, (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*\.? \d+)? ?(?:\(|—|–|-{1,2} )"
)
_SPEAKS = re.compile(
    r"(?i:\b(?:sp(?:eaks?|oke|oken|eaking)|learn(?:s|ed|ing)?|teach(?:es|ing)?|taught|study|understands?|stud(?:ies|ied|ying)|fluent|"
    r"translat(?:ed|ion) (?:in)?to|broken|native|in both|in)) \Z|\b[A-Z]\w+(?:sh|an|se|ch) (?:and|or) \Z"
)
_SPOKEN = re.compile(r"[.,;:)!?\"”]|\Z| (?:and|or|to|at|with|but|well|fluently|because|as)\b")
_SPEECH = re.compile(
    r"[- ](?:languages?|speaking|speakers?|teachers?|literature|class|classes|lessons?|subtitles|majors?|proficiency|"
    r"learners|tutor|grammar|as a second)\b"
)
_PHONE = re.compile(r"\d{3}-\d{4}")


@dataclass(frozen=True, slots=True)
class Spot:
    """A hit with a little text on both sides, never across a line break."""

    hit: Hit
    before: str
    after: str

    @property
    def around(self) -> str:
        return f"{self.before}{self.hit.text}{self.after}"

    @property
    def previous(self) -> str:
        """The word right before, "" after punctuation."""
        match = _BEFORE.search(self.before)
        return match[1] if match and not _SENTENCE_END.search(match[1]) else ""

    @property
    def next(self) -> str:
        """The word right after, "" before punctuation."""
        match = _AFTER.match(self.after)
        return match[1] if match else ""

    @property
    def titled(self) -> bool:
        """Stands in a line that capitalises nearly every word."""
        words = [word for word in _WORD.findall(self.around) if len(word) > 3]
        return len(words) > 3 and sum(word[0].isupper() for word in words) >= 0.8 * len(words)


@dataclass(slots=True)
class Evidence:
    """What the rest of the article says: countries that are sure, and how American or British it sounds."""

    sure: Counter[str] = field(default_factory=Counter)
    american: int = 0
    british: int = 0
    text: str = ""
    # A name may stand there a thousand times: the article is searched once for each question.
    counted: dict[re.Pattern[str], int] = field(default_factory=dict)

    def count(self, pattern: re.Pattern[str]) -> int:
        """How many different strings of the article match."""
        if pattern not in self.counted:
            self.counted[pattern] = len({match[0] for match in pattern.finditer(self.text)})
        return self.counted[pattern]


def evidence(text: str, hits: Iterable[Hit]) -> Evidence:
    """Counts each cue once: one phone number is as good as ten."""
    found = {(code, hit.text) for hit in hits for entry in hit.entries if entry.kind in _CUES for code in entry.codes}
    american = sum(code == "US" for code, _ in found) + bool(_PHONE.search(text))
    british = sum(code == "GB" for code, _ in found) + ("£" in text)
    return Evidence(american=american, british=british, text=text)


def spots(text: str, hits: list[Hit]) -> list[Spot]:
    """Every hit with its surroundings, but those that are cues and nothing else."""
    return [_spot(text, hit) for hit in hits if hit.towns or any(entry.kind != "cue" for entry in hit.entries)]


def _spot(text: str, hit: Hit) -> Spot:
    before = text[max(0, hit.start - _REACH) : hit.start].rpartition("\n")[2]
    after = text[hit.end : hit.end + _REACH].partition("\n")[0]
    return Spot(hit, before, after)


@lru_cache(maxsize=1)
def _cue_words() -> dict[str, re.Pattern[str]]:
    lines = (files("bot") / "data" / "country_cues.tsv").read_text("utf8").splitlines()
    rows = (line.split("\t") for line in lines if line[0] != "#")
    return {cue: re.compile(rf"(?<!\w)(?:{words})(?!\w)") for cue, words in rows}


def cues(cue: str) -> re.Pattern[str]:
    """The words of one row of country_cues.tsv, as whole words."""
    return _cue_words()[cue]


@lru_cache(maxsize=1)
def _given_names() -> frozenset[str]:
    lines = (files("bot") / "data" / "given_names.txt").read_text("utf8").splitlines()
    return frozenset(word for line in lines if line[0] != "#" for word in line.split())


def surname(spot: Spot) -> bool:
    """A given name, an initial or a form of address stands right before: the hit is a family name."""
    return spot.previous in _given_names() or any(
        pattern.search(spot.before) for pattern in (_INITIAL, _TITLE, _CALLED)
    )


def bearer(spot: Spot) -> bool:
    """What follows is a family name, and then what is told of people only: the hit is a first name."""
    return bool(_LIFE.match(spot.after)) and not heads(spot)


def followed_by_name(spot: Spot) -> bool:
    """A capitalised word follows that is no office, institution, day or month: the hit is part of a name."""
    following = spot.next
    return bool(following[:1].isupper() and following[1:2].islower() and not spot.titled and not heads(spot))


def preceded_by_name(spot: Spot) -> bool:
    """A capitalised word stands right before, inside the sentence: the hit may be the end of a longer name."""
    return spot.previous[:1].isupper() and not _FIRST_WORD.search(spot.before) and not spot.titled


def heads(spot: Spot) -> bool:
    """What follows is an office, an institution, a day, a month or the people there."""
    word = spot.next.rstrip("'’s") if spot.next.endswith(("'s", "’s")) else spot.next
    return bool(cues("head").fullmatch(word) or cues("local-head").fullmatch(word))


def located(spot: Spot) -> bool:
    """A preposition or a compass point stands before, loosely."""
    return bool(_LOCATED.search(spot.before))


def placed(spot: Spot) -> bool:
    """A preposition of place stands right before, or the hit opens a dateline, or something is based there."""
    dateline = not spot.before.strip() and _DATELINE.match(spot.after)
    return bool(dateline or _PLACED.search(spot.before) or _OF_A_TOWN.match(spot.after))


def spoken(spot: Spot) -> bool:
    """The demonym means the language: "speaks Russian", "Spanish-language"."""
    return bool(_SPEECH.match(spot.after) or (_SPEAKS.search(spot.before) and _SPOKEN.match(spot.after)))
