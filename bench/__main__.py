"""`python -m bench [NAME …]`: each bench in a process of its own, its figures in a table or as JSON."""

from __future__ import annotations

import argparse
import importlib
import json
import subprocess
import sys

from rich.console import Console
from rich.table import Table

from bench import BENCHES
from bench.figures import Figure


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Speed and memory, in figures.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which: {', '.join(BENCHES)}; default all")
    parser.add_argument("--scale", type=float, default=1.0, help="of the sizes: 0.1 is a tenth")
    parser.add_argument("--json", action="store_true", help="one JSON object a line on stdout")
    asked = parser.parse_args()
    if unknown := [name for name in asked.names if name not in BENCHES]:
        parser.error(f"there is no bench {', '.join(unknown)}")
    for name in asked.names or BENCHES:
        figures = _here(name, asked.scale) if asked.names == [name] else _apart(name, asked.scale)
        if asked.json:
            for figure in figures:
                print(json.dumps({"bench": name, "name": figure.name, "value": figure.value, "unit": figure.unit}))
        else:
            Console(width=100).print(_table(name, figures))


def _here(name: str, scale: float) -> list[Figure]:
    """Imports no other bench: what those load would be counted as this one's memory."""
    figures: list[Figure] = importlib.import_module(f"bench.{name}").run(scale)
    return figures


def _apart(name: str, scale: float) -> list[Figure]:
    """In a new process: the peak memory of one must not be that of another."""
    command = [sys.executable, "-m", "bench", name, "--scale", str(scale), "--json"]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return [Figure(row["name"], row["value"], row["unit"]) for row in rows]


def _table(name: str, figures: list[Figure]) -> Table:
    table = Table(title=name, title_justify="left", title_style="bold", box=None, show_header=False, pad_edge=False)
    table.add_column(min_width=60)
    table.add_column(justify="right")
    table.add_column(style="dim")
    for figure in figures:
        table.add_row(figure.name, f"{figure.value:,.{0 if figure.value >= 100 else 2}f}", figure.unit)
    return table


if __name__ == "__main__":
    main()
