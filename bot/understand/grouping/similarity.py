"""How alike two texts are: term vectors, their cosine, the overlap of their words.

Does not know stories, items or time.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Set

from bot.text import fold, word_set

Vector = Mapping[str, float]  # term -> weight, of length 1 (or empty)

STOP_WORDS = word_set(
    "a about after again against all also although am among an and another any are as at away back be became"
    " because been before being between both but by came can cannot come could did do does doing done down during"
    " each either else even ever every few for from further get give go goes going got had has have having he her"
    " here hers herself him himself his how however i if in including instead into is it its itself just last"
    " later least less let like made make many may me meanwhile might more most much must my near nearly never new"
    " next no nor not now of off often on once one only onto or other others our ours out over own per put rather"
    " re s said same say saying says see she should since so some still such t take than that the their theirs"
    " them themselves then there these they this those though through to told too took toward towards two under"
    " until up upon use very via was way we well went were what when where whether which while who whom whose why"
    " will with within without would yet you your yours el la los las un una unos unas de del al y en con por para"
    " que se su sus lo le les como mas pero sin sobre es fue ha han este esta estos estas ser muy ya du et aux"
    " dans pour sur avec est une qui ne pas plus ce cette ces sont elle ils ont ete der das den dem des ein eine"
    " einen einem einer und zu mit auf fur von im ist nicht sich auch als wird zum и в во не что он на я с со как"
    " а то все она так его но да ты к у же вы за бы по ее мне было вот от меня еще нет о из ему при для это этот"
    " эта эти или был была были быть до их уже также после os um uma da dos das na nos nas em nao mais foi il gli"
    " di che per non della في من على الى عن ان هذا هذه التي الذي ما لا مع كان كانت بعد قال"
)  # as fold() leaves them
_TERM = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
_LONGEST_TERM = 40
_MOST_WEIGHT = math.log(2000)  # a larger archive must not make rare words count more, or thresholds would wander


def terms(text: str) -> list[str]:
    """Content words in the text's order: folded, without stop words and plurals; CJK runs as pairs of characters."""
    found: list[str] = []
    for match in _TERM.finditer(_plain(text)):
        word = match.group()
        if _ASIAN.match(word):
            found.extend(word[i : i + 2] for i in range(max(1, len(word) - 1)))
        elif word not in STOP_WORDS and (len(word) > 1 or word.isdigit()):
            found.append(_singular(word)[:_LONGEST_TERM])
    return found


def _plain(text: str) -> str:
    return fold(text).replace("’", "'").replace("'s", "").replace("'", "")


def _singular(word: str) -> str:
    if len(word) < 4 or word[-1] != "s" or word.endswith(("ss", "us", "is")):
        return word
    return word[:-3] + "y" if word.endswith("ies") and len(word) > 4 else word[:-1]


class Background:
    """In how many of the recent documents each term was seen, learned on line.

    A term never seen weighs the most that any term can. Old counts fade, so that the subject everybody writes about
    this week weighs little this week; that also bounds the memory.
    """

    def __init__(self, *, recent: int = 10_000, prior: int = 0) -> None:
        """`prior`: as many documents of other words count as seen, so that the first real ones do not decide all."""
        self._recent = recent
        self._documents = prior
        self._seen: Counter[str] = Counter()

    def learn(self, document: Iterable[str]) -> None:
        self._documents += 1
        self._seen.update(set(document))
        if self._documents >= self._recent:
            self._documents //= 2
            self._seen = Counter({term: count // 2 for term, count in self._seen.items() if count > 1})

    def weight(self, term: str) -> float:
        """From about 1, for a term of every document."""
        return min(math.log((self._documents + 1) / (self._seen[term] + 0.5)), _MOST_WEIGHT) + 1

    def vector(self, counts: Mapping[str, float]) -> dict[str, float]:
        return unit({term: (1 + math.log(n)) * self.weight(term) for term, n in counts.items()})


def unit(weights: Mapping[str, float]) -> dict[str, float]:
    """The same direction, of length 1."""
    length = math.sqrt(sum(w * w for w in weights.values()))
    return {term: w / length for term, w in weights.items()} if length else {}


def dot(a: Vector, b: Vector) -> float:
    """The cosine, when both are of length 1."""
    if len(a) > len(b):
        a, b = b, a
    return sum(w * b[term] for term, w in a.items() if term in b)


def jaccard(a: Set[object], b: Set[object]) -> float:
    """Shared of all; 0 when either is empty."""
    shared = len(a & b)
    return shared / (len(a) + len(b) - shared) if shared else 0.0
