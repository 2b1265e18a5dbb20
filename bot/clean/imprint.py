"""Lines about the text rather than of it: captions, rights, who wrote it, how to reach the newsroom.

The same words may be the story ("the paper's editor was arrested"), so nearly all of these hold only next to an end of
the text, and a line about a person only when the report does not name that person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.clean import frame
from bot.clean.phrases import AGENCIES, ATTRIBUTION, CREDIT_WORDS, IMPRINT, bare, fold

TAIL = 6  # paragraphs from the end
LONGEST = 60  # words
_CAPTION = 45  # words
_TOLD = 0.3  # share of its telling words that the report has too
_TELLING = 4  # letters of a name that is no other word; words of a person's name
_NAMED = 5  # words in which a paragraph on an author has named them
_OPENING = 6  # words in which a bio has said what its person does
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_CREDIT = re.compile(
    r"(?:[(\[][^()\[\]]{3,60}[)\]]|(?:[/|©]|\b\w{4,12}\s?:)\s*[^/|©:.]{2,40}|,\s*[^\s,.:][^,.:]{4,40})$"
)
_CONTACT = re.compile(r"[\w.+-]{2,40}@[\w-]{2,40}\.\w{2,20}")
_NUMBERED = re.compile(r"\d")
_ENUMERATED = re.compile(r"\d{1,2}[.)]")
_COUNT = re.compile(r"^\W*\d+\W*|\W*\(?\d+\)?\W*$")


def is_caption(paragraph: str) -> bool:
    """A fragment that ends in a credit: "The harbour at dawn (Photo: Reuters)"."""
    if paragraph.count(" ") >= _CAPTION or _ENUMERATED.match(paragraph):
        return False
    match = _CREDIT.search(paragraph)
    if match is None:
        return False
    words = [fold(word).strip(".'’-") for word in _WORD.findall(match.group())]
    known = sum(word in CREDIT_WORDS or word in AGENCIES for word in words)
    agency = any(word in AGENCIES for word in words)
    named = agency or known == len(words) or match.group()[:1] in "([/|©"
    return named and bool(words) and 2 * known >= len(words) + (not agency and "," in match.group())


def without_count(edge: str) -> str:
    """ "comments (13)" and "13 comments" -> "comments"."""
    if not _NUMBERED.search(edge[:3] + edge[-3:]) or _ENUMERATED.match(edge):
        return edge
    return bare(_COUNT.sub("", edge))


def about_itself(paragraph: str, *, rest: Sequence[str], named: bool, authors: Sequence[str] = ()) -> str | None:
    """Why a paragraph near the end speaks of the text, its author or its publisher, not of the news.

    `rest` is title and other paragraphs, `named` whether it names the publisher; `authors` are those that are known.
    """
    if paragraph.count(" ") >= LONGEST:
        return None
    folded = fold(paragraph)
    if authors and _on_author(paragraph, rest, authors):
        return "about the author"
    if (named or IMPRINT["role"].search(folded)) and _is_bio(paragraph, folded, rest, authors):
        return "about the author"
    reason = _about(folded, named=named)
    if reason is None or not ATTRIBUTION.isdisjoint(folded.rstrip(".").split()) or frame.tied(paragraph, rest) >= _TOLD:
        return None  # or somebody says it, or the report has its words
    return reason


def _about(folded: str, *, named: bool) -> str | None:
    if named and IMPRINT["house"].search(folded):
        return "about the publisher"
    if _CONTACT.search(folded) and IMPRINT["reach"].search(folded):
        return "contact"
    return "legal" if _on_rights(folded, named=named) else None


def _on_rights(folded: str, *, named: bool) -> bool:
    """What may be done with this text, or what has been done to it."""
    rights, this = set(IMPRINT["rights"].findall(folded)), bool(IMPRINT["this"].search(folded))
    if this and (rights or IMPRINT["serve"].search(folded)):
        return True
    return len(rights) > 1 and (named or bool(IMPRINT["matter"].search(folded) and IMPRINT["without"].search(folded)))


def _on_author(paragraph: str, rest: Sequence[str], authors: Sequence[str]) -> bool:
    """Opens with the name of an author whom no other paragraph names."""
    words = [word.strip(".,'’()") for word in paragraph.split()[:_NAMED]]
    opening = {fold(word) for word in words if len(word) >= _TELLING and word[0].isupper()}
    own = [names for name in authors if 1 < len(names := name.split()) <= _TELLING and opening & {names[0], names[-1]}]
    if not own or not frame.is_prose(paragraph):
        return False
    told = fold(" ".join(rest))
    return any(not any(one in told for one in names if len(one) >= _TELLING) for names in own)


def _is_bio(paragraph: str, folded: str, rest: Sequence[str], authors: Sequence[str]) -> bool:
    """Opens with the name of an author, or of nobody that the report knows, and says what that person does."""
    first, second = (*paragraph.split(maxsplit=2)[:2], "", "")[:2]
    if not (first[:1].isupper() and first.isalpha() and second[:1].isupper()):
        return False
    surname = second.strip(".,")
    if authors and not any(fold(surname) in name for name in authors):
        return False
    opening = " ".join(folded.split()[:_OPENING])
    return bool(IMPRINT["does"].search(opening)) and not any(surname in line for line in rest)
