"""When are two entries the same item? Keys for the archive's unique index, and a check of what they match.

A guid alone loses items (feeds that give every item one guid), a link alone loses items (a live page that many
entries share), and both change under items that stay the same. So every entry gets several keys, and a key that
one document itself shows to be worthless is left out.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Sequence

from bot.clean import links
from bot.clean.volatile import feed_words
from bot.model import Entry, KnownItem
from bot.text import fold

MAX_KEY = 120  # characters
_WORD = re.compile(r"[^\W_]+")


def keys(entries: Sequence[Entry], *, feed_id: str, publisher: str) -> tuple[tuple[str, ...], ...]:
    """Identity keys of each entry of one document, strongest first; at least one each, each at most MAX_KEY long.

    "g:" is the guid within its feed; "l:" the link, the same in every feed of every publisher; "d:" title and date
    of publication within the publisher; "t:" the text of an entry that has nothing better.
    """
    guids = _trusted(entries, _guid, lambda a, b: _other_link(a, b) or _other_title(a, b))
    pages = _trusted(entries, _page, _other_title)
    places = _trusted(entries, _place, _other_title)  # with the fragment: the entries of a live page
    dates = _trusted(entries, _dated, _other_link)
    named = {id(entry) for entry, guid in zip(entries, guids, strict=True) if guid}
    texts = _trusted(
        entries,
        lambda entry: None if id(entry) in named else _telling_text(entry),
        lambda a, b: _other_link(a, b) or a.guid != b.guid,
    )
    return tuple(
        _unique(
            _key("g", feed_id, guid),
            _key("l", page or (None if guid else place)),
            _key("d", publisher, dated),
            # Without a page nothing else would be left, were the guid to turn out to be reused.
            _key("t", feed_id, text if page else _text(entry)),
        )
        for entry, guid, page, place, dated, text in zip(entries, guids, pages, places, dates, texts, strict=True)
    )


def same_item(entry: Entry, known: KnownItem, *, matched_key: str) -> bool:
    """Is the stored item behind a matching key really this entry?

    No, when a guid came back with another title, and with another link or without one (the feed reuses ids), or when
    a link came back under another guid with a title that shares no word with the stored one (a page that many items
    share). Then the entry is new, and is stored under its other keys: keys() gives it one that such a mix-up cannot
    take.
    """
    if matched_key.startswith("g:"):
        if not (entry.link and known.url):
            return not (entry.title and known.title and _differ(entry.title, known.title))
        return links.key(entry.link) == links.key(known.url) or not _differ(entry.title, known.title)
    if matched_key.startswith("l:") and entry.guid and entry.title and known.title:
        return bool(_words(entry.title) & _words(known.title)) or not _words(entry.title)
    return True


def headline(title: str) -> str | None:
    """What two writings of one headline share; None where it has under three telling words, and tells nothing."""
    return " ".join(_WORD.findall(fold(title))) if len(_words(title)) >= 3 else None


def _trusted(
    entries: Sequence[Entry], value: Callable[[Entry], str | None], conflict: Callable[[Entry, Entry], bool]
) -> list[str | None]:
    """The value of each entry, or None where this document gives it to entries that are not the same item."""
    values = [value(entry) or None for entry in entries]
    first: dict[str, Entry] = {}
    spoilt: dict[str, bool] = defaultdict(bool)
    for entry, found in zip(entries, values, strict=True):
        if found is not None and (other := first.setdefault(found, entry)) is not entry and conflict(other, entry):
            spoilt[found] = True
    return [None if found is None or spoilt[found] else found for found in values]


def _guid(entry: Entry) -> str | None:
    return entry.guid


def _page(entry: Entry) -> str | None:
    return links.key(entry.link) if entry.link else None


def _place(entry: Entry) -> str | None:
    return links.key(entry.link, fragment=True) if entry.link else None


def _dated(entry: Entry) -> str | None:
    """Title and moment of publication, for feeds that change both guid and link of an item they keep."""
    if entry.published is None or len(_words(entry.title)) < 3:
        return None
    return _digest(fold(entry.title), entry.published.isoformat())


def _text(entry: Entry) -> str:
    return _digest(entry.guid or "", fold(entry.title), feed_words(entry.summary or entry.content))


def _telling_text(entry: Entry) -> str | None:
    """For feeds without guids whose links change at each poll; a short recurring title alone does not tell."""
    said = entry.summary or entry.content
    return _text(entry) if len(said) >= 40 and len(_words(entry.title)) >= 3 else None


def _other_link(a: Entry, b: Entry) -> bool:
    return _place(a) != _place(b)


def _other_title(a: Entry, b: Entry) -> bool:
    return fold(a.title) != fold(b.title) or (not a.title and a.summary != b.summary)


def _differ(a: str, b: str) -> bool:
    """Two titles of two items: under half of the words of the shorter one are shared."""
    left, right = _words(a), _words(b)
    return 2 * len(left & right) < min(len(left), len(right)) or not (left and right)


def _words(title: str) -> set[str]:
    words = _WORD.findall(fold(title))
    return {word for word in words if len(word) > 3 or not word.isascii() or word.isdigit()} or set(words)


def _unique(*own: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for key in own if key))


def _key(kind: str, *parts: str | None) -> str | None:
    """Readable while it is short, else a digest of itself; None when a part is missing."""
    if not all(parts):
        return None
    known = [part or "" for part in parts]
    plain = ":".join((kind, *known))
    return plain if len(plain) <= MAX_KEY and plain.isprintable() else f"{kind}:#{_digest(*known)}"


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:40]
