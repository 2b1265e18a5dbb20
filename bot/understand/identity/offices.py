"""Which office a well-known person held, and when. Facts of the seed; who is not listed may hold any."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Office:
    """Held from the month of `since` to that of `until`; None: to this day, as far as the seed knows."""

    name: str
    since: date
    until: date | None = None

    def held(self, day: date) -> bool:
        """True on a day of those months too, of which it is the predecessor's or the successor's in part."""
        first = day.replace(day=1)
        return self.since <= first and (self.until is None or first <= self.until)


@cache
def _offices() -> Mapping[str, tuple[Office, ...]]:
    text = resources.files("bot").joinpath("data", "offices.tsv").read_text(encoding="utf8")
    found: defaultdict[str, list[Office]] = defaultdict(list)
    for line in text.splitlines():
        if not line.startswith("#"):
            actor_id, name, since, until = line.split("\t")
            found[actor_id].append(Office(name, _month(since), _month(until) if until else None))
    return {actor_id: tuple(offices) for actor_id, offices in found.items()}


def _month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")


def of(actor_id: str) -> tuple[Office, ...]:
    """The offices of an actor, the latest first; () for who is not listed."""
    return _offices().get(actor_id, ())


def said(actor_id: str, day: date) -> str | None:
    """The office held on that day, else the last one before it, in words: "President of Russia since 2012"."""
    known = [office for office in of(actor_id) if office.since <= day]
    office = next((office for office in known if office.held(day)), known[0] if known else None)
    if office is None:
        return None
    until = office.until
    if until is None or until > day:
        return f"{office.name} since {office.since.year}"
    years = f"{office.since.year}–{until.year}" if until.year > office.since.year else str(until.year)
    return f"{office.name} {years}"
