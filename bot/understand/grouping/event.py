"""Whether two items tell the same event, or merely sound alike: what is read of an item, and the rules.

Made for wrong merges: two items of one publisher, headlines made by filling a form ("Quake of 5.1 hits Chile"),
columns with one title. Does not know stories.
"""

from __future__ import annotations

import contextlib
import re
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from bot.understand.grouping import abroad
from bot.understand.grouping.similarity import Background, Vector, jaccard, terms

_TITLE_WEIGHT = 2
_LEAD_TERMS = 60
_OPENING_TERMS = 25  # in which the kind of event is said
_LEAD_CHARACTERS = 900
_TITLE_CHARACTERS = 300
# Overlap of headlines, names and numbers left out, from which "the same sentence, filled in otherwise" is likely.
_FORM = 0.5
_SAME_TEXT = 0.75  # overlap of terms that makes two items of one publisher the same item
_SOON = timedelta(hours=12)
_TELLING = 30  # terms: a text so long does not recur word by word on another day
_FIGURE = re.compile(r"(?!(?:19|20)\d\d$)\d[\d.,]+")
DAYS = frozenset(
    terms(
        "monday tuesday wednesday thursday friday saturday sunday lunes martes miércoles jueves viernes sábado domingo"
        " lundi mardi mercredi jeudi vendredi samedi dimanche montag dienstag mittwoch donnerstag freitag samstag"
        " sonntag понедельник вторник среда среду четверг пятница пятницу суббота субботу воскресенье"
    )
)
_CODE = re.compile(r"(?=\D*\d)(?=[\d.,]*[^\W\d_]).{2,}")  # letters and digits in one: "k17", "3fa9", "s-300"
_CAPITAL_INSIDE = re.compile(r"(?<=[a-zа-яё,] )[^\W\d_a-zа-яё][\w’'-]*")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DATE = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? {_MONTH} (?P<year>(?:19|20)\d\d)\b"
    rf"|\b{_MONTH} (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year2>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_APART = 3  # days between the dates two texts give, from which they tell of different days


@dataclass(frozen=True, slots=True)
class StoryDoc:
    """What grouping needs of an item; `body` may be the lead alone."""

    item_id: int
    title: str
    body: str
    published: datetime
    publisher: str
    countries: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """What is remembered of one item."""

    item_id: int
    publisher: str
    published: datetime
    vector: Vector
    title: frozenset[str]
    names: frozenset[str]  # of the title
    capitals: frozenset[str]  # written with a capital in the middle of a sentence of the lead, and the names
    numbers: frozenset[str]  # of the title
    codes: frozenset[str]  # of the title: what a form numbers its cases with, but for plain numbers
    figures: frozenset[str]  # numbers of the whole item that are telling: neither years nor single digits
    days: frozenset[int]  # full dates in headline and lead, as ordinals
    language: str | None
    kinds: frozenset[str]  # of event, that headline and lead speak of

    @property
    def form(self) -> frozenset[str]:
        """The title without what a form is filled in with."""
        return self.title - self.numbers - self.codes - self.names

    def lacks(self, words: frozenset[str]) -> bool:
        """Whether one of the words is nowhere in the item."""
        return any(word not in self.vector for word in words)


def read(doc: StoryDoc, background: Background, published: datetime) -> Trace:
    title, lead, names, capitals = _words(doc.title[:_TITLE_CHARACTERS], doc.body[:_LEAD_CHARACTERS])
    counts = Counter(lead)
    for term in title:
        counts[term] += _TITLE_WEIGHT
    numbers = frozenset(term for term in title if term[0].isdigit())
    codes = frozenset(term for term in title if _CODE.fullmatch(term))
    figures = frozenset(term for term in counts if _FIGURE.match(term))
    days = _days(f"{doc.title[:_TITLE_CHARACTERS]}\n{doc.body[:_LEAD_CHARACTERS]}")
    vector = background.vector(counts)
    return Trace(
        doc.item_id,
        doc.publisher,
        published,
        vector,
        frozenset(title),
        names,
        capitals,
        numbers,
        codes,
        figures,
        days,
        doc.language,
        abroad.kinds(doc.language, (*title, *lead[:_OPENING_TERMS])),
    )


@lru_cache(maxsize=64)  # an item is read when it is placed and again when it is added
def _words(title: str, lead: str) -> tuple[tuple[str, ...], tuple[str, ...], frozenset[str], frozenset[str]]:
    """Terms of the title, of the lead, the names in the title, and these with the other capitals."""
    in_title = tuple(sys.intern(term) for term in terms(title))
    in_lead = tuple(sys.intern(term) for term in terms(lead)[:_LEAD_TERMS])
    told = frozenset(_CAPITAL_INSIDE.findall(lead))
    names = _names(title, told)
    return in_title, in_lead, names, names.union(*map(terms, told))


def _names(title: str, told: frozenset[str]) -> frozenset[str]:
    """Terms of the title written with a capital where a common word would not be, and days of the week.

    `told`: the words that the text below writes so.
    """
    words = _WORD.findall(title)
    capital = [word for word in words if word[0].isupper()]
    long = [word for word in words if len(word) > 3]
    every_word = len([word for word in long if word[0].isupper()]) > 0.7 * len(long)
    sure = [word for i, word in enumerate(words) if word in told or (i and word in capital and not every_word)]
    named = {term for word in sure if word[0].isupper() for term in terms(word)}
    return frozenset(named | DAYS.intersection(terms(title)))


def _days(text: str) -> frozenset[int]:
    """The days that a text names in full."""
    found = set()
    for hit in _DATE.finditer(text):
        month = _MONTHS.index((hit[2] or hit[4]).lower()[:3]) + 1
        with contextlib.suppress(ValueError):  # 31 February
            found.add(date(int(hit["year"] or hit["year2"]), month, int(hit["day"] or hit["day2"])).toordinal())
    return frozenset(found)


def days_differ(a: Trace, b: Trace) -> bool:
    """Whether both give full dates, and none of them is near one of the other's."""
    return bool(a.days and b.days) and min(abs(x - y) for x in a.days for y in b.days) > _APART


def may_be_one(a: Trace, b: Trace, *, again: bool = False) -> bool:
    """Whether nothing forbids that the two are about one event. `again`: a publisher may tell it more than once."""
    if days_differ(a, b):
        return False
    if a.publisher == b.publisher and not again:
        return is_copy(a, b)
    if jaccard(a.form, b.form) < _FORM:
        return True
    return not (names_differ(a, b) or codes_differ(a, b) or (numbers_differ(a, b) and not a.figures & b.figures))


def is_copy(a: Trace, b: Trace) -> bool:
    """Whether one item was published twice: same text, same figures, no other name or day in the headline."""
    if a.numbers != b.numbers or a.figures != b.figures or a.lacks(b.title) or b.lacks(a.title):
        return False
    if jaccard(a.vector.keys(), b.vector.keys()) < _SAME_TEXT:
        return False
    return len(a.vector) >= _TELLING or abs(a.published - b.published) <= _SOON


def names_differ(a: Trace, b: Trace) -> bool:
    """Whether each headline names somebody or some place that the other item never mentions."""
    return a.lacks(b.names) and b.lacks(a.names)


def numbers_differ(a: Trace, b: Trace) -> bool:
    """Whether both headlines have numbers and none is shared."""
    return bool(a.numbers and b.numbers and not a.numbers & b.numbers)


def codes_differ(a: Trace, b: Trace) -> bool:
    """Whether a headline has a code, and each a code or a number that the other item never mentions."""
    return bool(a.codes or b.codes) and a.lacks(b.codes | b.numbers) and b.lacks(a.codes | a.numbers)
