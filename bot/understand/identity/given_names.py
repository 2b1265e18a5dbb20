"""Common given names: "Katie Price" is a person, whatever a recogniser says."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from bot.model import ActorKind
from bot.understand.identity.registry import seed

_INITIALS = re.compile(r"(?:J[KRDJPB]|A[AJ]|(?!U\.[SKN]|E\.U)[A-Z]\.[A-Z]\.?)")
_AMBIGUOUS = frozenset(("King", "Queen", "Pope", "Emperor", "Patriarch", "Dalai", "To", "Mao", "Bobi", "El", "Alpha"))


@cache
def known() -> frozenset[str]:
    common = resources.files("bot").joinpath("data", "given_names.txt").read_text(encoding="utf8")
    seeded = {actor.name.split()[0] for actor in seed() if actor.kind is ActorKind.PERSON}
    return frozenset(common.split()) | seeded - _AMBIGUOUS


def is_given(word: str) -> bool:
    """True for a word that is a given name, or initials that stand for one ("JK", "J.K.")."""
    return word in known() or _INITIALS.fullmatch(word) is not None
