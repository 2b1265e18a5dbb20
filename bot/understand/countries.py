"""Which countries an article is about, with the words that say so; and the countries themselves, by name."""

from __future__ import annotations

from collections import defaultdict

from bot.model import CountryTag, Mention, MentionField
from bot.understand.country_names import codes, flag, lookup, name, near, regions
from bot.understand.gazetteer import Hit, scan

__all__ = ["codes", "find", "flag", "lookup", "name", "near", "regions"]


def find(title: str, body: str, *, language: str | None = None) -> tuple[CountryTag, ...]:
    """The countries that title and body name, the weightiest first. Offsets are characters of the text as given."""
    mentions: dict[str, list[Mention]] = defaultdict(list)
    reasons: dict[str, str] = {}
    fields: tuple[tuple[MentionField, str], ...] = (("title", title), ("body", body))
    for field, text in fields:
        for hit in scan(text, language):
            for code in _codes(hit):
                mentions[code].append(Mention(field, hit.start, hit.end))
                reasons.setdefault(code, f"{hit.entries[0].kind} '{text[hit.start : hit.end]}'")
    order = sorted(
        mentions, key=lambda code: (mentions[code][0].field != "title", -len(mentions[code]), mentions[code][0].start)
    )
    return tuple(CountryTag(code, tuple(mentions[code]), reasons[code]) for code in order)


def _weight(mentions: list[Mention]) -> tuple[bool, int, int]:
    return mentions[0].field != "title", -len(mentions), mentions[0].start


def _codes(hit: Hit) -> tuple[str, ...]:
    kinds = [e for e in hit.entries if e.kind not in ("province", "abbreviation", "phrase")]
    return kinds[0].codes if kinds else ()
