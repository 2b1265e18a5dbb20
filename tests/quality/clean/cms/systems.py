"""A report as one of the systems of systems.toml sets it."""

from __future__ import annotations

import json
import re
import tomllib
from html import escape
from pathlib import Path
from typing import Any

PICTURE = "https://cdn.outlet.example/2026/03/lead-picture.jpg"
MOMENT = "2026-03-04T09:30:00+02:00"
URL = "https://outlet.example/news/harbour-41"
SYSTEMS: dict[str, str] = tomllib.loads((Path(__file__).parent / "systems.toml").read_text(encoding="utf-8"))
_SPAN = "<span itemprop='author' itemscope itemtype='https://schema.org/Person'><span itemprop='name'>{}</span></span> "


def page(system: str, report: dict[str, Any]) -> str:
    """Its HTML."""
    people = [{"@type": "Person", "name": name} for name in report["authors"]]
    nodes = [{**one, "@id": f"#{n}"} for n, one in enumerate(people)]
    values = {
        **{name: escape(value) for name, value in report.items() if isinstance(value, str)},
        **{f"p{n}": escape(text) for n, text in enumerate(report["text"])},
        "author": report["authors"][0],
        "picture": PICTURE,
        "moment": MOMENT,
        "people": _json(people),
        "nodes": _json(nodes)[1:-1],
        "refs": _json([{"@id": one["@id"]} for one in nodes]),
        "spans": "".join(map(_SPAN.format, report["authors"])),
        "metas": "".join(f"<meta name='author' content='{name}'>" for name in report["authors"]),
    }
    return re.sub(r"%(\w+)%", lambda match: values[match[1]], SYSTEMS[system])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
