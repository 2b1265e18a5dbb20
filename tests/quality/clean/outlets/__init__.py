"""Dirty items of invented outlets, put together from reports and from what each outlet puts around and inside them.

`dirt.txt` is what the cleaning was developed on; `heldout.txt` was written beforehand and only measured.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
_SLOT = re.compile(r"\{(\w+)\}")
_INSIDE_AFTER = 2  # paragraphs before the lines that stand inside


@dataclass(frozen=True, slots=True)
class Item:
    outlet: str
    title: str
    text: str
    body: tuple[str, ...]
    dirt: tuple[str, ...]


def outlets(name: str) -> list[list[Item]]:
    """The items of each outlet, in order."""
    reports = _reports()
    slots: dict[str, dict[str, list[str]]] = json.loads((HERE / "slots.json").read_text(encoding="utf-8"))
    found = []
    for number, block in enumerate(_blocks((HERE / name).read_text(encoding="utf-8"), "== ")):
        outlet, language, picked = block[0].split(" | ")
        items = []
        for n, key in enumerate(picked.split()):
            values = {slot: some[(3 * number + n) % len(some)] for slot, some in slots[language].items() if some}
            items.append(_item(outlet, reports[language, key], block[1:], values | {"n": str(number + 2 * n + 2)}))
        found.append(items)
    return found


def _item(outlet: str, report: list[str], lines: list[str], values: dict[str, str]) -> Item:
    title, *body = report
    values = values | {"title": title}
    parts: dict[str, list[str]] = {"^": [], "~": [], "$": []}
    for line in lines:
        parts[line[0]].append(_SLOT.sub(lambda match: values[match[1]], line[2:]))
    inside = min(_INSIDE_AFTER, len(body) - 1)
    everything = [*parts["^"], *body[:inside], *parts["~"], *body[inside:], *parts["$"]]
    dirt = [line for part in parts.values() for line in part if line != title]
    return Item(outlet, title, "\n\n".join(everything), tuple(body), tuple(dirt))


def _reports() -> dict[tuple[str, str], list[str]]:
    found = {}
    for head, *lines in _blocks((HERE / "reports.txt").read_text(encoding="utf-8"), "# "):
        language, key = head.split()
        found[language, key] = lines
    return found


def _blocks(text: str, mark: str) -> list[list[str]]:
    """Lines by blocks, each opened by a line with the mark, which is left out."""
    found: list[list[str]] = []
    for line in text.splitlines():
        if line.startswith(mark):
            found.append([line.removeprefix(mark)])
        elif found and line.strip():
            found[-1].append(line)
    return found


def as_json(items: list[list[Item]]) -> list[dict[str, Any]]:
    """Lines for `inspect --jsonl`."""
    return [{"text": one.text, "publisher": one.outlet} for some in items for one in some]


def reports_of_such_things() -> list[list[str]]:
    """Title and body of reports that use dirt's words, from `whole.txt`."""
    return [lines for _, *lines in _blocks((HERE / "whole.txt").read_text(encoding="utf-8"), "# ") if lines]


def sentences_that_open_like_dirt() -> list[str]:
    """From `sentences.txt`."""
    return (HERE / "sentences.txt").read_text(encoding="utf-8").splitlines()[1:]
