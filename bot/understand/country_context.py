"""A name in its surroundings: what stands before and after it, and whether that makes it a person, a language or a place.

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

_REACH = 60
_CUES = ("cue", "county")
_WORD = re.compile(r"[^\W\d_][\w'’]*")
_BEFORE = re.compile(r"([^\W_][\w.'’]*)[ \u00a0]\Z")
_AFTER = re.compile(r"[ \u00a0]([^\W_][\w'’&]*)")
_INITIAL = re.compile(r"\b[A-Z][\w'’]+ (?:[A-Z]\. ?)+\Z")
_TITLE = re.compile(
    r"\b(?:Mrs?|Ms|Dr|Prof|Sgt|Capt|Lt|Cpl|Col|Maj|Judge|Justice|Coach|Officer|Detective|Deputy|Trooper|Councilman|"
    r"Councilwoman|Commissioner|Sir|Lord|Lady|Saint|Baroness)\.? \Z"
)
# Words that put what follows on the map.
_LOCATIVE = re.compile(
    r"(?:^|[^\w'’])(?i:in|at|near|to|from|outside|around|across|towards?|via|into|inside|leaving|left|visit(?:s|ed|ing)?|"
    r"throughout|over|between|beyond|reach(?:ed|ing)?|of|for|capital|cit(?:y|ies) of|town of|village of|state of|"
    r"nation of|port of|(?:north|south|east|west|northeast|northwest|southeast|southwest) of|downtown|cent(?:er|re) of|"
    r"(?:north|south|east|west|central|northern|southern|eastern|western|northeastern|northwestern|southeastern|"
    r"southwestern|neighbou?ring)) (?:the )?\Z"
)
_STRICT = re.compile(
    r"(?:^|[^\w'’])(?i:in|at|near|to|from|outside|around|across|towards?|into|inside|throughout|leaving|"
    r"cit(?:y|ies) of|town of|village of|(?:north|south|east|west) of|downtown|central|suburban) \Z"
)
# "CARACAS (Reuters) -", "MOSCOW, Feb 5", "LONDON —" open a paragraph.
_DATELINE = re.compile(
    r"(?:, [A-Z][\w. ]{1,20})?(?:, (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*\.? \d+)? ?(?:\(|—|–|-{1,2} )"
)
_DAYS = "Mon|Tues?|Wed|Wednes|Thu|Thurs|Fri|Sat|Satur|Sun"
# What may follow a place without making it a name of something else.
_HEAD = re.compile(
    rf"(?:(?:{_DAYS})(?:day)?|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|January|February|March|April|June|July|"
    r"August|September|October|November|December|Mayor|Police|City|County|Council|Councillor|Fire|Department|University|"
    r"College|High|School|Schools|Hospital|International|Airport|Government|Parliament|Senate|House|Assembly|Supreme|"
    r"Court|Prime|President|Presidential|Premier|Foreign|Defen[cs]e|Interior|Finance|Health|Ministry|Minister|King|Queen|"
    r"Prince|Princess|Crown|Sheikh|Emir|Army|Navy|Air|Armed|Military|National|Central|Bank|Stock|Gov|Governor|Sen|Rep|"
    r"Attorney|Secretary|State|States|Legislature|General|Republicans?|Democrats?|Democratic|Party|Coast|Border|Valley|"
    r"River|Embassy|Ambassador|Football|Open|Cup|Olympics?|Games|Public|Federal|District|Superintendent|Chamber|Sheriff|"
    r"Metropolitan|Board|Commission|Symphony|Power|Township|Area|Community|Regional|Town|Tech|Highway|Road|Commonwealth|"
    r"Team|Coach|Captain|Times|News|Daily|Post|Herald|Tribune|Gazette|and|AP|Reuters|AFP|Division|Avenue|Street|"
    r"Fashion|Metro|Museum|Marathon|Film|Stadium|Mosque|Cathedral|Church)[.'’s]{0,2}\Z"
)
_LOCAL_HEAD = re.compile(
    r"(?:man|woman|men|women|teen|teens|teenager|police|residents?|firefighters|couple|schools?|officials|area|native|"
    r"mayor|driver|mother|father|family|parents|students?|council|officers?|hospital|home|airport|detectives|suburb)\Z"
)
_LANGUAGES = frozenset(
    "English French German Spanish Portuguese Italian Russian Chinese Japanese Korean Dutch Greek Polish Turkish Danish "
    "Swedish Norwegian Finnish Hungarian Czech Ukrainian Vietnamese Thai Indonesian Irish Welsh Somali Nepali".split()
)
_SPOKEN_BEFORE = re.compile(
    r"(?i:\b(?:speak|speaks|spoke|spoken|speaking|learn|learns|learned|learning|teach|teaches|taught|teaching|study|"
    r"understand|understands|fluent in|translated (?:in)?to|translation into|broken|fluent|native|in both|written in|said in|"
    r"sang in|in)) \Z|(?:\b(?:English|Spanish|French|German|Russian|Chinese) (?:and|or) )\Z"
)
_SPOKEN_AFTER = re.compile(
    r"(?:[- ](?:language|languages|speaking|speaker|speakers|teacher|teachers|literature|class|classes|lessons|lesson|"
    r"translation|translations|subtitles|major|majors|proficiency|learners|tutor|grammar|as a second|department|version)\b"
    r"|[.,;:)!?\"”]|\Z| (?:and|or|to|at|with|but|well|fluently|because|as)\b)"
)
_SPOKEN_ALWAYS = re.compile(
    r"[- ](?:language|languages|speaking|speaker|speakers|teacher|teachers|literature|class|classes|lessons|lesson|"
    r"subtitles|major|majors|proficiency|learners|tutor|grammar|as a second)\b"
)
_PHONE = re.compile(r"\d{3}-\d{4}")


@dataclass(frozen=True, slots=True)
class Spot:
    """A hit with a little text on both sides, never across a line break."""

    hit: Hit
    before: str
    after: str

    @property
    def previous(self) -> str:
        """The word right before, "" after punctuation."""
        match = _BEFORE.search(self.before)
        return match[1] if match else ""

    @property
    def next(self) -> str:
        """The word right after, "" before punctuation."""
        match = _AFTER.match(self.after)
        return match[1] if match else ""

    @property
    def titled(self) -> bool:
        """Stands in a line that capitalises nearly every word."""
        words = [word for word in _WORD.findall(f"{self.before}{self.hit.text}{self.after}") if len(word) > 3]
        return len(words) > 3 and sum(word[0].isupper() for word in words) >= 0.8 * len(words)


@dataclass(slots=True)
class Evidence:
    """What the rest of the article says: countries that are sure, and how American or British it sounds."""

    sure: Counter[str] = field(default_factory=Counter)
    american: int = 0
    british: int = 0
    text: str = ""

    def says(self, pattern: re.Pattern[str]) -> bool:
        return bool(pattern.search(self.text))


def evidence(text: str, hits: Iterable[Hit]) -> Evidence:
    """Counts each cue once: one phone number is as good as ten."""
    cues = {(code, hit.text) for hit in hits for entry in hit.entries if entry.kind in _CUES for code in entry.codes}
    american = sum(code == "US" for code, _ in cues) + bool(_PHONE.search(text))
    british = sum(code == "GB" for code, _ in cues) + ("£" in text)
    return Evidence(american=american, british=british, text=text)


def spots(text: str, hits: list[Hit]) -> list[Spot]:
    """Every hit with its surroundings, but those that are cues and nothing else."""
    return [_spot(text, hit) for hit in hits if hit.towns or any(entry.kind != "cue" for entry in hit.entries)]


def _spot(text: str, hit: Hit) -> Spot:
    before = text[max(0, hit.start - _REACH) : hit.start].rpartition("\n")[2]
    after = text[hit.end : hit.end + _REACH].partition("\n")[0]
    return Spot(hit, before, after)


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    """Given names in English that are no words of their own."""
    lines = (files("bot") / "data" / "given_names.txt").read_text("utf8").splitlines()
    return frozenset(word for line in lines if line[0] != "#" for word in line.split())


def surname(spot: Spot) -> bool:
    """A given name, an initial or a form of address stands right before: the hit is a family name."""
    return spot.previous in given_names() or bool(_INITIAL.search(spot.before) or _TITLE.search(spot.before))


def followed_by_name(spot: Spot) -> bool:
    """A capitalised word follows that is no office, institution, day or month: the hit is a given name or part of a name."""
    following = spot.next
    return bool(following[:1].isupper() and following[1:2].islower() and not spot.titled and not heads(spot))


def preceded_by_name(spot: Spot) -> bool:
    """A capitalised word stands right before inside the sentence: the hit may be the end of a longer name."""
    word = spot.previous
    sentence_start = bool(re.search(r"(?:^|[.!?:\"“”—–]\s*)[^\W_][\w.'’]*[ \u00a0]\Z", spot.before))
    return word[:1].isupper() and not sentence_start and not spot.titled


def heads(spot: Spot) -> bool:
    """What follows is an office, an institution, a day or a month."""
    return bool(_HEAD.match(spot.next) or _LOCAL_HEAD.match(spot.next))


def located(spot: Spot) -> bool:
    """A preposition or a compass point stands before, loosely."""
    return bool(_LOCATIVE.search(spot.before))


def placed(spot: Spot) -> bool:
    """A preposition of place stands right before, or the hit opens a dateline."""
    return bool(_STRICT.search(spot.before) or (not spot.before.strip() and _DATELINE.match(spot.after)))


def spoken(spot: Spot) -> bool:
    """The hit is the name of a language."""
    if spot.hit.text not in _LANGUAGES:
        return False
    if _SPOKEN_ALWAYS.match(spot.after):
        return True
    return bool(_SPOKEN_BEFORE.search(spot.before) and _SPOKEN_AFTER.match(spot.after))
