"""Pure string functions that all stages share: folding, lengths as Telegram counts, shortening, sentences."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# Controls (but tab and newline), bidi overrides and isolates, zero-width characters except the joiners that
# emoji and Indic scripts need (U+200C, U+200D), the byte-order mark, lone surrogates, non-characters.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)


def safe(text: str) -> str:
    """Without control characters, bidi overrides, zero-width marks and lone surrogates; line breaks kept."""
    return _UNSAFE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n"))


def one_line(text: str) -> str:
    """Safe, and every run of white space one space."""
    return " ".join((text if text.isprintable() else safe(text)).split())


def paragraphs(text: str) -> list[str]:
    """Paragraphs of a text, each one line; blank ones dropped. A single line break ends a paragraph too."""
    return [line for raw in safe(text).split("\n") if (line := " ".join(raw.split()))]


def word_set(words: str) -> frozenset[str]:
    """The words of a list that is written with spaces."""
    return frozenset(words.split())


def fold(text: str) -> str:
    """For comparing: no case, no accents, one space between words, punctuation kept."""
    if text.isascii():
        return " ".join(text.lower().split())
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    for mark in filter(unicodedata.combining, set(decomposed)):
        decomposed = decomposed.replace(mark, "")
    return " ".join(decomposed.split())


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units, which is how Telegram counts."""
    return len(text) + sum(1 for c in text if ord(c) > 0xFFFF)


def shorten(text: str, limit: int, ellipsis: str = "…") -> str:
    """At most `limit` UTF-16 units, cut between words where possible, never inside a character."""
    if utf16_length(text) <= limit:
        return text
    room = limit - utf16_length(ellipsis)
    used = end = 0
    for i, c in enumerate(text):
        used += 2 if ord(c) > 0xFFFF else 1
        if used > room:
            break
        end = i + 1
    cut = text[:end]
    space = cut.rfind(" ")
    if space > end * 0.6:
        cut = cut[:space]
    return cut.rstrip(" ,;:–—-") + ellipsis


# ---------------------------------------------------------------- sentences

_LINES = re.compile("[^\n\r\x0b\x0c\x85\u2028\u2029]+")
# Stops with the quotes and brackets that close behind them; CJK stops need no space after.
# The look-behind keeps it linear.
_STOP = re.compile(
    r"(?<![.!?…؟۔।॥])(?P<mark>[.!?…؟۔।॥]++)(?P<closers>[\"'”’“»›)\]]*+)(?=\s|$)|(?P<wide>[。！？｡．]++)[”’）】」』»\"]*+"
)
_PAIRS = {"”": "“„", "“": "„", "»": "«", ")": "(", "]": "[", "）": "（", "」": "「", '"': '"'}  # closer -> its openers
_PAIRED = re.compile(r"[“”„\"«»()\[\]（）「」]")
_KEPT_WHOLE = 320  # characters: a longer quotation or bracket is split inside all the same
_NESTED = 8
_OPENING = frozenset(" \t\u00a0\"'“‘«‹„([（「『¿¡—–-•*")
_LAST_WORD = re.compile(r"[^\W_][\w.’'-]*$")
_WORD = re.compile(r"[^\W_][\w’'-]*+(?P<dot>\.?)")
_LONGEST_ABBREVIATION = 16
_ATTRIBUTION = re.compile(
    r"(?:[A-Z][\w’'.-]*\s+){1,4}(?:said|says|asked|asks|told|added|wrote|replied|shouted|warned|insisted)\b"
)
# A sentence goes on behind these, whatever follows.
_NEVER_LAST = word_set(
    "mr mrs ms mx dr prof rev hon gen lt col maj capt cmdr adm brig sgt cpl pvt sen rep gov pres amb supt insp det"
    " msgr mt ft vs cf eg e.g ie i.e viz approx messrs mme mlle sra srta dra gral cnel z.b bzw"
    " ул просп пл проф акад ген т.е т.к напр см тов"
)
# It goes on behind these too, and behind initials, unless a word follows that hardly ever is a name.
_SELDOM_LAST = word_set(
    "st u.s u.k u.n e.u u.a.e u.s.a d.c l.a n.y a.m p.m inc ltd co corp bros jr sr ph.d etc al ca dept fr hr nr str"
    " jan feb mar apr jun jul aug sep sept oct nov dec ee.uu uu ee ud uds г гг в вв им пр тыс млн млрд руб"
    " долл др н.э"
)
_STARTERS = word_set(
    "the a an he she it they we i you this that these those there here his her its their our in on at by for from"
    " with after before during since when while if as but and or so yet however meanwhile also both no not many most"
    " some several every each another two three then later now today yesterday nobody people what who why how"
    " police officials el la los las un una en con por para pero según este esta"
    " он она оно они мы это этот в на по с из за от и но а как при после также его её их"
    " le les il elle der die das"
)
_NUMBERED = word_set("no nos nr art arts sec fig p pp vol ch para núm")
_GERMAN_MONTHS = word_set("januar februar märz april mai juni juli august september oktober november dezember")


def fitting(texts: Iterable[str], most: int, limit: int) -> list[str]:
    """As many of the first `most` as together, joined by spaces, take at most `limit` UTF-16 units; one in any case.

    None is left out before another: it may be what that one leans on.
    """
    chosen: list[str] = []
    for text in texts:
        if len(chosen) == most or (chosen and utf16_length(" ".join([*chosen, text])) > limit):
            break
        chosen.append(text)
    return chosen


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans (start, end) of the sentences, without the white space around them; a line break always ends one.

    Together they cover every character that is not white space, in order. Linear time.
    """
    spans = []
    for line in _LINES.finditer(text):
        start = 0
        for end in [*_sentence_ends(line.group()), len(line.group())]:
            piece = line.group()[start:end]
            left = line.start() + start + len(piece) - len(piece.lstrip())
            if bare := piece.strip():
                spans.append((left, left + len(bare)))
            start = end
    return spans


def _sentence_ends(line: str) -> list[int]:
    ends: list[int] = []
    whole = iter(_quoted(line))
    opened, closed = next(whole, (len(line), len(line)))
    for stop in _STOP.finditer(line):
        while closed < stop.end() - 1:
            opened, closed = next(whole, (len(line), len(line)))
        inside = opened < stop.start() and stop.end() <= closed
        if not inside and not _goes_on(line, ends[-1] if ends else 0, stop):
            ends.append(stop.end())
    return ends


def _quoted(line: str) -> list[tuple[int, int]]:
    """Positions of matching quotes and brackets that keep their inside together; disjoint, in order."""
    found: list[tuple[int, int]] = []
    stack: list[tuple[str, int]] = []
    straight = line.count('"') % 2 == 0  # an odd one out: nobody knows which opens and which closes
    for match in _PAIRED.finditer(line):
        mark, at = match.group(), match.start()
        if mark == '"' and not straight:
            continue
        opener = next((i for i in range(len(stack) - 1, -1, -1) if stack[i][0] in _PAIRS.get(mark, "")), None)
        if opener is None:
            stack = [*stack[1 - _NESTED :], (mark, at)]
            continue
        begin = stack[opener][1]
        del stack[opener:]
        if at - begin <= _KEPT_WHOLE:
            while found and found[-1][0] > begin:
                found.pop()
            found.append((begin, at))
    return found


def _goes_on(line: str, begin: int, stop: re.Match[str]) -> bool:
    """Whether the sentence that began at `begin` continues behind this stop."""
    at = stop.end()
    while at < len(line) and line[at] in _OPENING:
        at += 1
    if stop["wide"] or at == len(line):
        return False
    follows = line[at]
    if follows.islower() or follows in ",;:)":
        return True
    if stop["closers"] and _ATTRIBUTION.match(line, at):
        return True
    if stop["mark"] != "." or stop["closers"]:
        return False
    last = _LAST_WORD.search(line, max(begin, stop.start() - _LONGEST_ABBREVIATION), stop.start())
    return last is not None and _abbreviates(last.group(), line[begin : last.start()], line, at)


def _abbreviates(word: str, before: str, line: str, at: int) -> bool:
    """Whether the full stop behind `word` belongs to it, given what comes before and, at `at`, behind."""
    folded = word.casefold()
    if folded in _NEVER_LAST or word == "v":  # Roe v. Wade; Henry V. may end a sentence
        return True
    match = _WORD.match(line, at)
    following = match.group().rstrip(".").casefold() if match else ""
    if folded.isdigit():
        return not before.strip() or (len(folded) <= 2 and following in _GERMAN_MONTHS)
    if folded in _NUMBERED:
        return following.isdigit()
    initial = len(word) == 1 and word.isupper()
    dotted = "." in word and all(len(part) == 1 for part in word.split("."))
    if initial or dotted or folded in _SELDOM_LAST:
        return following not in _STARTERS or bool(match and match["dot"] and len(following) == 1)
    return False
