"""Rules for single publishers, from bot/data/publishers.toml: what to drop, where headline and authors are.

Does not know feeds; the host of the page's address decides.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

TITLES = ("JSON-LD", "Open Graph", "heading", "<title>")


@dataclass(frozen=True, slots=True)
class Rules:
    """Of one publisher; empty for nearly all."""

    drop: frozenset[str] = frozenset()
    title: str = ""
    byline: frozenset[str] = frozenset()


NONE = Rules()


def of(url: str | None) -> Rules:
    """The rules for a page's address: those of its host, or of the nearest domain above it."""
    host = _host(url)
    while host:
        if found := _table().get(host):
            return found
        host = host.partition(".")[2]
    return NONE


def prune(root: etree._Element, rules: Rules) -> None:
    """Take out what is no part of any article of the publisher."""
    for element in marked(root, rules.drop):
        if element.getparent() is not None:
            element.drop_tree()  # keeps the text behind it


def marked(root: etree._Element, classes: frozenset[str]) -> list[etree._Element]:
    """The elements that carry one of the classes, in order."""
    if not classes:
        return []
    return [one for one in root.iterfind(".//*[@class]") if classes & set((one.get("class") or "").split())]


def parse(text: str) -> dict[str, Rules]:
    """Raises ValueError that names the host, for an unknown key or a value of the wrong kind."""
    return {host: _rules(host, row) for host, row in tomllib.loads(text).items()}


def _rules(host: str, row: Any) -> Rules:
    if not isinstance(row, dict) or set(row) - {"drop", "title", "byline"}:
        raise ValueError(f"{host}: only drop, title and byline are known")
    if host != host.lower() or "." not in host:
        raise ValueError(f"{host}: a host in small letters is expected")
    if row.get("title", TITLES[0]) not in TITLES:
        raise ValueError(f"{host}: title is one of {', '.join(TITLES)}")
    return Rules(_classes(host, row, "drop"), row.get("title", ""), _classes(host, row, "byline"))


def _classes(host: str, row: dict[str, Any], key: str) -> frozenset[str]:
    value = row.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, str) and one and " " not in one for one in value):
        raise ValueError(f"{host}: {key} is a list of classes")
    return frozenset(value)


@lru_cache(maxsize=1)
def _table() -> dict[str, Rules]:
    return parse((files("bot") / "data" / "publishers.toml").read_text(encoding="utf-8"))


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").lower()
    except ValueError:
        return ""
