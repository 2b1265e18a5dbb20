"""Which paragraphs of a text are not the report: pleas, adverts, links, credits, legal lines.

Works on plain paragraphs, with no markup to lean on. Three strengths of evidence: certain lines go wherever they
stand; pleas go when they speak of the publisher's own work, or at an edge; weak lines go only beside a line that
goes. A quotation with its attribution, the title, the dek, and the last remaining text never go.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.clean import captions, frame, imprint, phrases, teasers
from bot.clean.edges import at_edge, is_timeline
from bot.clean.lines import MAX_LINE, certain
from bot.clean.memory import NOBODY, Source, without_one
from bot.clean.phrases import bare, fold
from bot.clean.repeats import Voice, repeated
from bot.model import Removed

MAX_AGAIN = 60_000  # characters of a body that is judged again, outside the workers
MAX_PLEA = 90  # words
_QUOTED = re.compile(r"[“«„\"][^“”«»„\"]{2,600}[”»“\"]")
_WORDS = re.compile(r"[\w'’-]+")
_MONEY = re.compile(
    r"[$€£₽]\s?\d|\d\s?(?:[€£₽]|euros?\b|dollars?\b|руб)|\b(?:a|per) month\b|\b(?:al|par|pro) m(?:es|ois|onat)\b"
)
_COUNTRY, _US = frozenset({"us"}), re.compile(r"\bus\b")  # "US" is no pronoun
_LABEL = re.compile(r"^(?:q|a|question|answer|interviewer)\s*[:.]")  # of an interview
_SENTENCE_END = re.compile(r"[.!?…。।؟][\"”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class _Signs:
    """What one paragraph shows, read once."""

    words: int
    sentence: bool  # at least eight words and a final stop
    quoted: bool  # a quotation with its attribution
    certain: str | None  # the reason, when the paragraph is boilerplate wherever it stands
    asks: bool  # support, donate, subscribe …
    press: bool  # our journalism, your inbox …
    we: bool
    you: bool
    money: bool
    imperative: bool
    service: bool  # a thing that publishers ask readers to take: a newsletter, an app
    named: bool  # the publisher's own name
    form: bool  # a word of a form
    letter: bool  # opens an appeal
    said: bool  # somebody is quoted or cited
    addresses: bool  # a pronoun that is no other word: "you", not "su"

    @property
    def cues(self) -> int:
        return sum((self.press, self.we, self.you, self.money, self.imperative, self.named))

    @property
    def plea(self) -> bool:
        own = self.we or self.press or self.named or (self.imperative and self.service)
        return not self.quoted and not self.said and self.asks and own and self.cues >= 2

    @property
    def weak(self) -> bool:
        """Could belong to a plea beside it."""
        return not self.quoted and (self.asks or self.we or self.you or self.form or self.press)


def strip(
    paragraphs: Sequence[str],
    *,
    title: str = "",
    dek: str = "",
    source: Source = NOBODY,
    authors: Sequence[str] = (),
) -> tuple[list[str], tuple[Removed, ...]]:
    """Paragraphs of the report, and those taken out with the reason, both in order."""
    guarded = {bare(fold(text)) for text in (title, dek) if text}
    signs = [_read(paragraph, source.name) for paragraph in paragraphs]
    edges = _edges(paragraphs, signs, [fold(name) for name in authors])
    about = bool(phrases.TOPICS.search(fold(f"{title} {dek}")))
    before = repeated(paragraphs, [_voice(sign) for sign in signs], title=title, known=source.memory)
    edges = [again or edge for again, edge in zip(before, edges, strict=True)]
    reasons = _reasons(signs, edges, about=about)
    teasers.mark(paragraphs, reasons, title=title)
    _imprint(paragraphs, signs, reasons, title=title, authors=authors)
    for n, paragraph in enumerate(paragraphs):
        if reasons[n] and bare(fold(paragraph[:MAX_LINE])) in guarded and len(signs) > 1:
            reasons[n] = None
    if all(reasons):
        return list(paragraphs), ()
    kept = [p for p, reason in zip(paragraphs, reasons, strict=True) if not reason]
    gone = tuple(Removed(p, reason) for p, reason in zip(paragraphs, reasons, strict=True) if reason)
    return kept, gone


def again(body: str, *, title: str, source: Source) -> str:
    """A body that was cleaned when less was known of its publisher, without what later items have shown to repeat.

    The memory has learned from this item too. Nothing else is judged once more.
    """
    paragraphs = body.split("\n\n")
    if len(body) > MAX_AGAIN or not source.memory.lines:
        return body
    voices = [_voice(_read(paragraph, source.name)) for paragraph in paragraphs]
    reasons = repeated(paragraphs, voices, title=title, known=without_one(source.memory))
    kept = [line for line, reason in zip(paragraphs, reasons, strict=True) if not reason]
    return "\n\n".join(kept) if kept else body


def appeals(paragraph: str, publisher: str = "") -> bool:
    """Asks for support, or speaks of the publisher's own work, outside quotations."""
    sign = _read(paragraph, publisher)
    return not sign.quoted and (sign.plea or sign.press or (sign.named and (sign.we or sign.you)))


def speaks_to_readers(paragraph: str, publisher: str = "") -> bool:
    """Asks, names the publisher or its work, or says both we and you, outside quotations: the publisher's own voice."""
    sign = _read(paragraph, publisher)
    return not sign.quoted and (sign.asks or sign.press or sign.named or (sign.we and sign.you))


def _voice(sign: _Signs) -> Voice:
    """One pronoun proves nothing where it has other meanings: "su" and "sie" are also his, her and they."""
    own = sign.asks or sign.press or sign.named or sign.imperative or sign.addresses or (sign.we and sign.you)
    return Voice(quoted=sign.quoted, speaks=bool(sign.certain or (own and not sign.said)))


def _reasons(signs: Sequence[_Signs], edges: Sequence[str | None], *, about: bool) -> list[str | None]:
    reasons = [sign.certain or edge for sign, edge in zip(signs, edges, strict=True)]
    body = [n for n, sign in enumerate(signs) if sign.sentence and not sign.certain and not sign.plea]
    first, last = (body[0], body[-1]) if body else (0, len(signs) - 1)
    for n, sign in enumerate(signs):
        outside = n < first or n > last
        own = sign.press or (sign.named and sign.we)
        if not reasons[n] and sign.plea and sign.words <= MAX_PLEA and (own or (outside and not about)):
            reasons[n] = "appeal"
    _letters(signs, reasons)
    _spread(signs, reasons, about=about)
    return reasons


def _edges(paragraphs: Sequence[str], signs: Sequence[_Signs], authors: Sequence[str]) -> list[str | None]:
    """Reasons that hold near an end only; lines that go anyway do not count as distance."""
    standing = [n for n, sign in enumerate(signs) if not sign.certain]
    found: list[str | None] = [None] * len(signs)
    for at, n in enumerate(standing):
        found[n] = at_edge(paragraphs[n], from_start=at, from_end=len(standing) - 1 - at, authors=authors)
    timeline = is_timeline(paragraphs)
    return [None if timeline and reason == "date line" else reason for reason in found]


def _imprint(
    paragraphs: Sequence[str], signs: Sequence[_Signs], reasons: list[str | None], *, title: str, authors: Sequence[str]
) -> None:
    """Lines about the text, its author or its publisher, counted in paragraphs of prose from the end."""
    standing = [n for n, line in enumerate(paragraphs) if not reasons[n] and frame.is_prose(line)]
    folded = [fold(name) for name in authors]
    after = 0
    for n in range(len(signs) - 1, -1, -1):
        if after >= imprint.TAIL:
            return
        line, sign = paragraphs[n], signs[n]
        if reasons[n] or sign.quoted:
            continue
        rest = [title, *(paragraphs[i] for i in standing if i != n)]
        reasons[n] = imprint.about_itself(line, rest=rest, named=sign.named, authors=folded)
        after += not reasons[n] and frame.is_prose(line)


def _letters(signs: Sequence[_Signs], reasons: list[str | None]) -> None:
    """An opener ("A message from …", "Dear readers") takes the run after it that speaks as we and you."""
    n = 0
    while n < len(signs):
        if not signs[n].letter:
            n += 1
            continue
        end = n + 1
        while end < len(signs) and (
            reasons[end] or signs[end].letter or ((signs[end].weak or signs[end].named) and not signs[end].quoted)
        ):
            end += 1
        run = signs[n:end]
        if any(sign.asks or sign.press or sign.named for sign in run):
            for i in range(n, end):
                reasons[i] = reasons[i] or "letter to readers"
        n = end


def _spread(signs: Sequence[_Signs], reasons: list[str | None], *, about: bool) -> None:
    """From lines that go to weak neighbours: form words anywhere, other short lines at the edges only."""
    for order in (range(1, len(signs)), range(len(signs) - 2, -1, -1)):
        step = order.step
        for n in order:
            near = reasons[n - step]
            if reasons[n] or not near or near in ("credit", "tags") or signs[n].quoted:
                continue
            sign = signs[n]
            speaks = sign.asks and sign.words <= 12 and not sign.sentence and (sign.we or sign.you or sign.words <= 5)
            if sign.form or (speaks and not about):
                reasons[n] = "beside " + near.removeprefix("beside ")
    for n in _form_runs(signs):
        reasons[n] = reasons[n] or "form"


def _form_runs(signs: Sequence[_Signs]) -> list[int]:
    """Form words that stand at least two together."""
    return [
        n
        for n, sign in enumerate(signs)
        if sign.form and ((n > 0 and signs[n - 1].form) or (n + 1 < len(signs) and signs[n + 1].form))
    ]


def _of_picture(paragraph: str) -> str | None:
    if captions.is_caption(paragraph) or (not frame.is_prose(paragraph) and imprint.is_caption(paragraph)):
        return "caption"
    return "credit" if captions.is_credit(paragraph) else None


def _read(paragraph: str, publisher: str) -> _Signs:
    folded = fold(paragraph[:4000])
    outside = _QUOTED.sub(" ", folded)
    words = _WORDS.findall(outside)
    total = len(words) if outside == folded else len(_WORDS.findall(folded))
    edge = bare(folded)
    short = len(paragraph) <= MAX_LINE
    own = fold(publisher)
    present = set(words)
    we, you = phrases.WE & present, phrases.YOU & present
    if we == _COUNTRY and not _US.search(paragraph):
        we = frozenset()
    asks = bool(phrases.ASK.search(outside))
    imperative = bool(words) and words[0] in phrases.IMPERATIVES
    said = not present.isdisjoint(phrases.ATTRIBUTION)
    quoted = bool(_LABEL.match(folded)) or (outside != folded and said)
    reason = certain(paragraph) if short and not quoted else None
    if short and not reason and not quoted:
        reason = _of_picture(paragraph)
    return _Signs(
        words=total,
        sentence=total >= 8 and bool(_SENTENCE_END.search(paragraph[-8:])),
        quoted=quoted,
        certain=reason,
        asks=asks,
        press=bool(phrases.PRESS.search(outside)),
        we=bool(we),
        you=bool(you),
        money=asks and bool(_MONEY.search(outside)),  # counts beside that only
        imperative=imperative,
        service=imperative and bool(phrases.CONFIRM["appeal"].search(outside, len(words[0]))),
        named=len(own) >= 4 and own in folded,
        form=edge in phrases.FORM or not edge,
        letter=short and total <= 30 and edge.startswith(phrases.LETTERS),
        said=said,
        addresses=not phrases.ADDRESS.isdisjoint(we | you),
    )
