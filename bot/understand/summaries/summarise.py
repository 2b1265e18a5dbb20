"""A few sentences of an article that say what it says: its own words, in its order, readable alone.

TF-IDF centroid, likeness to the headline, position and MMR; what points back comes with what it points to. The
weights were chosen on 252 pages with standfirsts that people wrote, on 27 reports with their publisher's highlights and
on the articles of tests/quality/summaries (docs/adr/0005).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bot.text import one_line
from bot.text import sentences as split
from bot.understand.grouping.similarity import jaccard, terms
from bot.understand.summaries.dangling import connects, dangles, is_loose, is_report, points_back
from bot.understand.summaries.salience import Sentence, Weights, pick, scored

SUMMARY = 700  # characters that all sentences may take, joined by spaces
ALERT = 420  # that one may, and that the two may which an alert shows of them
_READ = 12_000  # characters
_CONSIDERED = 40  # sentences
_OPENING = 3  # of them may open with a dateline: a title or a credit may stand above the report
_REPEATS = 0.7  # overlap with the headline from which a sentence hardly says more
_LEAST_TERMS = 4
_WEIGHTS = Weights(position=1.0, headline=0.5, support=0.0, likeness=0.3)
_REPEATING = 0.3  # taken off a sentence that hardly says more than the headline
_SPOKEN = 0.4  # off one that is mostly a quotation: what somebody said of the news, not the news
_MOSTLY = 0.4  # of its characters
_LONG = 130  # characters; what exceeds them costs
_TOO_LONG = 0.003  # a character
_FEW = 8  # terms; one that has fewer says little, however near the middle it is
_TOO_FEW = 0.5  # off one without any
_MADE = re.compile(r"[.!?…][\"'”’»)]*$")  # how a title ends that is a sentence, or was cut out of one
_QUOTED = re.compile(r"[“\"«„][^”\"»“]{12,}[”\"»“]")
_WIRES = "AFP|ANI|AP|Bloomberg|CNN|EFE|HLN|IANS|PTI|Reuters|TASS|UPI|Xinhua"
# "(Reuters) - ", "LONDON (AP) — ", "KYIV, Ukraine — ", "Kano, Nigeria (CNN)": before the first sentence, no part of it.
_DATELINE = re.compile(
    r"\s*\([A-Z][\w. /]{1,24}\)\s*(?=[A-Z“\"])"
    rf"|\s*[A-Z][\w.,’' -]{{1,50}}?\s?\((?:(?:{_WIRES})\)\s*|[A-Z][\w. /]{{1,24}}\))(?=[A-Z“\"])"
    r"|\s*(?:[A-Z][\w.,’' -]{1,50}?\s?)?\((?:[A-Z][\w. /]{1,24})\)\s*(?:--|[-–—])+\s*(?=[A-Z“\"])"
    r"|\s*[A-Z][A-Z.’' -]{2,40}(?:,\s[A-Z][\w. ]{1,24})?\s(?:--|[–—])\s*(?=[A-Z“\"])"
)


def summarise(title: str, body: str, *, sentences: int = 3, limit: int = SUMMARY) -> tuple[str, ...]:
    """At most that many sentences of the body, verbatim, in its order, together (joined by spaces) within the limit.

    Characters, not UTF-16 units; no sentence takes more than ALERT. Empty when the body is. One that leans on the
    sentence before it ("He …", "However, …", "The deal …") comes only with that one. A sentence that says no more than
    the headline, or is a fragment, is taken only when there is no other. When every sentence exceeds the limit, the
    first one's beginning is returned, to the end of a word.
    """
    texts = read(body)
    if not texts or sentences < 1:
        return ()
    room = min(limit, ALERT)
    headline = "" if is_beginning(title, body) else title
    whole = [one for one in texts if one.whole] or texts[:1]
    fitting = [one for one in _fresh(whole, headline) if len(one.text) <= room]
    if not fitting:
        return (_beginning(whole[0].text, room),)
    candidates = scored([_with_faults(headline, one) for one in fitting], [texts], [headline], _WEIGHTS)
    leaning = _leaning(texts, told_by(headline, texts[0].text))

    def fits(chosen: Sequence[Sentence]) -> bool:
        return len(chosen) <= sentences and sum(len(one.text) + 1 for one in chosen) - 1 <= limit

    while True:  # a candidate fewer each time
        chosen = pick(candidates, _WEIGHTS, fits)
        said = {one.at for one in chosen}
        torn = [one for one in chosen if leaning.get(one.at, one.at) not in said]
        if not torn or len(torn) == len(candidates):
            return tuple(one.text for one in chosen)
        candidates = [one for one in candidates if one not in torn]


def _fresh(whole: Sequence[Sentence], headline: str) -> Sequence[Sentence]:
    """Those that say more than the headline does, if any do."""
    told = set(terms(headline))
    return [one for one in whole if not one.words.keys() <= told] or whole


def _leaning(texts: Sequence[Sentence], told: frozenset[str]) -> dict[int, int]:
    """Of sentences that mean little without the one before, where they stand and where that one does.

    Before the first one nothing stands. Headings and captions stand between no two; nor do a few words, except where
    a sentence ties itself to them ("But …").
    """
    found: dict[int, int] = {}
    whole: Sentence | None = None
    right_before: Sentence | None = None
    for one in texts:
        if whole and right_before and (dangles(one.text) or is_loose(one.text) or points_back(one.text, told)):
            found[one.at] = right_before.at if connects(one.text) else whole.at
        if is_report(one.text) or one.text.endswith("?"):
            right_before = one
        if one.whole or one.text.endswith("?"):
            whole = one
    return found


def is_beginning(title: str, body: str) -> bool:
    """Whether a title was made of the body's first words, as a text without one gets: no headline that it repeats."""
    begun = one_line(title)
    return _MADE.search(begun) is not None and one_line(body[: 2 * len(title) + 80]).startswith(begun.rstrip("…"))


def read(body: str, characters: int = _READ, sentences: int = _CONSIDERED) -> list[Sentence]:
    """The sentences of a body that a summary may be made of, without the dateline of the report."""
    spans = split(body[:characters])
    if len(body) > characters and len(spans) > 1:
        spans.pop()  # cut off in the middle
    found: list[Sentence] = []
    whole = 0
    for at, (start, end) in enumerate(spans[:sentences]):
        text = body[start + (_dateline(body[start:end]) if at < _OPENING else 0) : end]
        words = Counter(terms(text))
        is_whole = words.total() >= _LEAST_TERMS and is_report(text)
        found.append(Sentence(0, at, text, words, rank=whole, whole=is_whole))
        whole += is_whole
    return found


def _dateline(sentence: str) -> int:
    match = _DATELINE.match(sentence)
    return match.end() if match else 0


def told_by(*texts: str) -> frozenset[str]:
    """The words that a reader has met by then."""
    return frozenset(" ".join(texts).casefold().split())


def usable(titles: Sequence[str], texts: Sequence[Sentence], told: frozenset[str]) -> list[Sentence]:
    """The best kind of sentences that there are any of; the first one when none can stand alone."""
    whole = [one for one in texts if one.whole]
    alone = [one for one in whole if not dangles(one.text)]
    clear = [one for one in alone if not one.rank or not points_back(one.text, told)]
    headlines = [set(terms(title)) for title in titles]
    fresh = [one for one in clear if not any(one.words.keys() <= headline for headline in headlines)]
    return fresh or clear or alone or whole[:1] or [texts[0]]


def _with_faults(title: str, one: Sentence) -> Sentence:
    repeats = _REPEATING if jaccard(one.words.keys(), set(terms(title))) >= _REPEATS else 0.0
    spoken = _SPOKEN if sum(map(len, _QUOTED.findall(one.text))) > _MOSTLY * len(one.text) else 0.0
    length = max(0, len(one.text) - _LONG) * _TOO_LONG + max(0, 1 - one.words.total() / _FEW) * _TOO_FEW
    return replace(one, fault=repeats + spoken + length)


def _beginning(text: str, limit: int) -> str:
    cut = text[:limit]
    space = cut.rfind(" ")
    return cut[:space] if space > limit // 2 else cut
