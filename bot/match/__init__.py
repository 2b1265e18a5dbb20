"""Who gets what, and when: an item against the watches, quiet hours, caps. Pure.

Does not know how watches are kept, nor how anything is sent.
"""

from __future__ import annotations

from bot.match.decide import HOUR, News, Standing, decide, is_better, key_of, waits_on
from bot.match.index import Index
from bot.match.patterns import MAX_PATTERN, checked
from bot.match.reading import Reading, tags_of
from bot.match.rehearse import Report, rehearse
from bot.match.subjects import (
    LEAD,
    OFTEN,
    evidence_for,
    excludes_story,
    explained,
    is_about,
    matching,
    satisfies,
)
from bot.match.words import has_keyword

__all__ = [
    "HOUR",
    "LEAD",
    "MAX_PATTERN",
    "OFTEN",
    "Index",
    "News",
    "Reading",
    "Report",
    "Standing",
    "checked",
    "decide",
    "evidence_for",
    "excludes_story",
    "explained",
    "has_keyword",
    "is_about",
    "is_better",
    "key_of",
    "matching",
    "rehearse",
    "satisfies",
    "tags_of",
    "waits_on",
]
