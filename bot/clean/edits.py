"""When is a known entry edited, and what changed? Compares words, never bytes.

No edit: other markup, spacing or case; tracking in links; another date; counts of views, "updated 5 minutes ago"
(bot.clean.volatile). Nor is a thinner text: a teaser where the whole text stood, or the same text cut short, does not
take the place of the better one. A text that says it was withdrawn does, however short.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace

from bot.clean.volatile import feed_words, words
from bot.model import Article, Entry, Item, Part
from bot.text import sentences, shorten

SHOWN = 10  # sentences gone, and sentences come, that are kept
_SENTENCE = 300  # characters of each
_WHOLE, _TEASER = 700, 350  # characters: more is a whole text, less is a teaser in its place
_CUT = 0.6  # of its length: a beginning that is shorter than that was cut, the end of a longer one taken out
_MOST = 0.8  # of the words of a text that is retold by its own site
_ELLIPSIS = re.compile(r"(?:\.\.\.|…|\[[.…]*\])\W*$")
_STOP = re.compile(r"[.!?…][\"”’»)\]]*\s*$")
_WITHDRAWN = re.compile(
    r"^\W*(?:withdrawn|retracted|retraction|removed|deleted)\b\W*(?:[:\-–—\]]|$)"
    r"|\b(?:this|the) (?:article|story|report|page|post|item|entry) (?:has been|was|is|had been)"
    r" (?:\w+ )?(?:withdrawn|removed|retracted|deleted|unpublished|taken down)\b"
    r"|\b(?:материал|статья|новость) (?:был[ао]? )?(?:удал[её]н\w*|отозван\w*|снят\w*)"
    r"|\b(?:este )?artículo (?:ha sido |fue )?(?:retirado|eliminado)\b|\barticle (?:a été )?(?:retiré|supprimé)\b"
    r"|\bartikel wurde (?:zurückgezogen|gelöscht|entfernt)\b",
    re.IGNORECASE,
)
_NOTICE = 300  # characters of a body within which it says that it was withdrawn


@dataclass(frozen=True, slots=True)
class Edited:
    """The text that stands now, and how it differs from the one before; `what` is empty where it only got fuller."""

    article: Article
    what: tuple[Part, ...]
    gone: tuple[str, ...] = ()  # sentences, each cut to a readable length
    came: tuple[str, ...] = ()


def said(entry: Entry) -> str:
    """What an entry says, as two digests: of its characters, and of its words."""
    return f"{_digest(entry.title, entry.summary, entry.content)}-{_words_of(entry)}"


def says_otherwise(entry: Entry, before: str) -> bool:
    """Whether the entry has other words than when `said` was taken of it."""
    characters, _, telling = before.partition("-")
    return _digest(entry.title, entry.summary, entry.content) != characters and _words_of(entry) != telling


def same_title(one: str, other: str) -> bool:
    return words(one) == words(other)


def tells_the_same(entry: Entry, item: Item) -> bool:
    """Whether the shorter of both texts is in the longer one: all of its numbers, and most of its longer words.

    True of an entry without a text.
    """
    text = max(feed_words(entry.summary), feed_words(entry.content), key=len)
    shorter, longer = sorted((_telling(text), _telling(words(f"{item.dek}\n{item.body}"))), key=len)
    numbers = {word for word in shorter if word.isdigit()}
    return numbers <= longer and len(shorter & longer) >= _MOST * len(shorter)


def compare(before: Item, after: Article, *, was_full: bool) -> Edited | None:
    """How a stored item was edited, given what its entry or page says now; None when it was not.

    `was_full`: its body is that of its page. What the feed alone gives is not compared with such a body, unless it
    says that the report was withdrawn.
    """
    old, new = _Text(before.title, before.dek, before.body), _Text(after.title, after.dek, after.body)
    withdrawn = new.withdrawn and not old.withdrawn
    title = new.title if _is_other(old.title, new.title) else old.title
    takes_body = bool(new.body) and (
        withdrawn or ((after.full or not was_full) and not _is_thinner(old, new, after.full))
    )
    dek = new.dek if takes_body and _is_other(old.dek, new.dek) else old.dek
    body = new.body if takes_body else old.body
    fuller = after.full and not was_full and takes_body  # its page was not read before: no edit
    gone, came = ((), ()) if fuller else _difference(_Text(title="", dek="", body=old.body), _Text("", "", body))
    if not (gone or came or fuller):
        body = old.body
    what = (
        *((Part.WITHDRAWN,) if withdrawn else ()),
        *((Part.TITLE,) if title != old.title else ()),
        *((Part.DEK,) if dek != old.dek and not fuller else ()),
        *((Part.BODY,) if gone or came else ()),
    )
    if not what and (title, dek, body) == (old.title, old.dek, old.body):
        return None
    full = after.full if takes_body else was_full
    return Edited(replace(after, title=title, dek=dek, body=body, full=full), what, gone, came)


@dataclass(frozen=True, slots=True)
class _Text:
    title: str
    dek: str
    body: str

    @property
    def withdrawn(self) -> bool:
        return any(_WITHDRAWN.search(said) for said in (self.title, self.dek, self.body[:_NOTICE]))

    @property
    def sentences(self) -> dict[str, str]:
        """Words -> sentence, in the text's order; what is volatile has no words."""
        text = "\n\n".join(part for part in (self.dek, self.body) if part)
        found = (text[start:end] for start, end in sentences(text))
        return {key: one for one in found if (key := words(one))}


def _is_other(old: str, new: str) -> bool:
    """Other words, and not just fewer of them with an ellipsis."""
    was, now = words(old), words(new)
    return bool(now) and now != was and not (_ELLIPSIS.search(new) and was.startswith(now))


def _is_thinner(old: _Text, new: _Text, full: bool) -> bool:
    """The new body is the old text cut short, or a teaser in the place of a whole text."""
    if not full and len(old.body) >= _WHOLE and len(new.body) < _TEASER:
        return True
    end = list(new.sentences.values())[-1:]  # what is volatile behind it apart
    cut = any(_ELLIPSIS.search(sentence) for sentence in end)
    if cut and len(new.body) < _CUT * len(old.body):
        return True
    whole, body, now = words(f"{old.dek}\n\n{old.body}"), words(old.body), words(new.body)
    if now in (whole, body) or not (whole.startswith(now) or body.startswith(now)):
        return False
    return cut or not any(_STOP.search(sentence) for sentence in end) or len(now) < _CUT * len(body)


def _difference(old: _Text, new: _Text) -> tuple[tuple[str, ...], tuple[str, ...]]:
    was, now = old.sentences, new.sentences
    gone = [one for key, one in was.items() if key not in now]
    came = [one for key, one in now.items() if key not in was]
    return _shown(gone), _shown(came)


def _shown(found: list[str]) -> tuple[str, ...]:
    return tuple(shorten(" ".join(one.split()), _SENTENCE) for one in found[:SHOWN])


def _telling(text: str) -> set[str]:
    return {word for word in text.split() if len(word) > 3 or not word.isascii() or word.isdigit()}


def _words_of(entry: Entry) -> str:
    return _digest(words(entry.title), feed_words(entry.summary), feed_words(entry.content))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:16]
