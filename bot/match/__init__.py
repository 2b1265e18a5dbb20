"""Who gets what, and when: an item against the watches, quiet hours, caps. Pure.

Does not know how watches are kept, nor how anything is sent.
"""

from __future__ import annotations

from bot.match.decide import News, Standing, decide, is_better, key_of
from bot.match.index import Index
from bot.match.rehearse import Report, rehearse
from bot.match.subjects import (
    LEAD,
    OFTEN,
    Reading,
    evidence_for,
    excludes_story,
    explained,
    has_keyword,
    is_about,
    matching,
    satisfies,
    tags_of,
)

__all__ = [
    "LEAD",
    "OFTEN",
    "Index",
    "News",
    "Reading",
    "Report",
    "Standing",
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
]
