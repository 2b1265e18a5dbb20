"""Build bot/data/actors.json, which the program reads, from bot/data/actors.yaml, which people edit.

    python tools/build_actors.py

JSON because the program reads it at every start of a worker: 10 ms, where the YAML takes half a second.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from ruamel.yaml import YAML

from bot.model import ActorKind
from bot.understand.identity.registry import slug

DATA = Path(__file__).resolve().parents[1] / "bot" / "data"
KEYS = {"name", "in", "is", "q", "aka", "weak"}

Row = dict[str, Any]


def rows(source: Path = DATA / "actors.yaml") -> list[Row]:
    """The seed, one row an actor. Raises ValueError for a duplicate name or alias, or an unknown key."""
    document = YAML(typ="safe", pure=True).load(source.read_text(encoding="utf8"))
    built = [
        *(_row(entry, ActorKind.PERSON) for entry in document["people"]),
        *(_row(entry, ActorKind.ORGANISATION) for entry in document["organisations"]),
        *(row for block in document["ministries"] for row in _ministries(block)),
    ]
    names = Counter(name for row in built for name in (row["name"], *row["aliases"]))
    ids = Counter(row["id"] for row in built)
    if twice := [name for name, count in (names + ids).items() if count > 1 and (names[name] > 1 or ids[name] > 1)]:
        raise ValueError(f"named twice: {', '.join(twice)}")
    return built


def _row(entry: Row, kind: ActorKind) -> Row:
    if unknown := set(entry) - KEYS:
        raise ValueError(f"{entry.get('name')}: unknown {', '.join(sorted(unknown))}")
    names = [entry["name"], *entry.get("aka", [])]
    weak = set(entry.get("weak", []))
    if kind is ActorKind.PERSON:
        weak |= {name for name in names if " " not in name and name.isascii() | (name[0] < "Ѐ")}
    return {
        "id": slug(entry["name"]),
        "name": entry["name"],
        "kind": kind.value,
        "country": entry.get("in"),
        "sector": entry["is"],
        "wikidata": entry.get("q"),
        "aliases": names[1:],
        "weak": sorted(weak),
    }


def _ministries(block: Row) -> Iterator[Row]:
    for code, (country, adjective) in block["in"].items():
        generic = [block["name"], *block["aka"]]
        aka = [
            form for head in generic for form in (f"{adjective} {head}", f"{country}'s {head}", f"{head} of {country}")
        ]
        aka += block.get("also", {}).get(code, [])
        yield _row(
            {"name": f"{block['name']} ({country})", "in": code, "is": block["is"], "aka": aka}, ActorKind.ORGANISATION
        )


def main() -> None:
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows())
    (DATA / "actors.json").write_text(f"[\n{lines}\n]\n", encoding="utf8")


if __name__ == "__main__":
    main()
