"""The people that a feed names as an entry's authors, one by one. Invents none: an address alone is nobody."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_ADDRESS = re.compile(r"[^\s()<>\[\],;:&\"]{1,64}@[^\s()<>\[\],;:&\"]{1,253}")
_EMPTY = re.compile(r"\(\s*\)|<\s*>|\[\s*\]|&lt;\s*&gt;")
_BY = re.compile(r"(?:by|par|por|автор:?)\s+", re.IGNORECASE)
_SEPARATED = re.compile(r"\s*[;|、]\s*|\s+/\s+")
_AND = r"(?:and|und|et|y|e|и|та|i|&)"
_LISTED = re.compile(rf",\s+(?:{_AND}\s+)?|\s+{_AND}\s+")
_PARTS_OF_OFFICES = frozenset({"of", "for", "in", "the"})
_LONGEST = 100  # characters of one name
_MOST = 20


def people(texts: Iterable[str]) -> tuple[str, ...]:
    """Names in their order, each once; at most 20. `texts` are single lines: "By Ada Quill and Ben Ink"."""
    return tuple(dict.fromkeys(name for text in texts for name in _names(text)))[:_MOST]


def without_addresses(text: str) -> str:
    """Without e-mail addresses and the brackets that told them from the name: "ada@news.example (Ada Quill)"."""
    return _EMPTY.sub(" ", _ADDRESS.sub(" ", text)) if "@" in text else text


def _names(text: str) -> Iterator[str]:
    for one in _SEPARATED.split(without_addresses(text)):
        for name in _listed(_BY.sub("", one.strip(), count=1)):
            if tidy := _tidy(name):
                yield tidy[:_LONGEST]


def _listed(text: str) -> list[str]:
    """A list of full names is taken apart; "Quill, Ada" and "Ministry of Health and Social Care" are not.

    What begins with a small letter is no name: "Ada Quill, political editor", "Ada Quill and agencies".
    """
    first, *others = _LISTED.split(text)
    names = [first, *(name for name in others if name and not name[0].islower())]
    if len(names) > 1 and not all(map(_is_full_name, names)):
        return [text]
    return names


def _is_full_name(name: str) -> bool:
    words = name.split()
    return 1 < len(words) < 6 and not _PARTS_OF_OFFICES & set(words)


def _tidy(name: str) -> str:
    name = " ".join(name.split()).strip(" ,;:-–—<>")
    return name[1:-1].strip() if name.startswith("(") and name.endswith(")") else name
