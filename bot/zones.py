"""Time zones as people choose them: by part of the world, by a city or country they type, by their language."""

from __future__ import annotations

import zoneinfo
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from bot.hours import zone
from bot.text import fold

REGIONS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
UTC = "UTC"

# Where most people who use a language live, as far as one can tell: a first guess that one tap confirms.
_LANGUAGES = {
    "ar": "Africa/Cairo Asia/Riyadh Asia/Baghdad",
    "de": "Europe/Berlin Europe/Vienna Europe/Zurich",
    "en": "Europe/London America/New_York America/Los_Angeles Asia/Kolkata",
    "es": "Europe/Madrid America/Mexico_City America/Bogota America/Argentina/Buenos_Aires America/Caracas",
    "fa": "Asia/Tehran Asia/Kabul",
    "fr": "Europe/Paris America/Montreal Africa/Abidjan Africa/Kinshasa",
    "he": "Asia/Jerusalem",
    "hi": "Asia/Kolkata",
    "id": "Asia/Jakarta",
    "it": "Europe/Rome",
    "ja": "Asia/Tokyo",
    "ko": "Asia/Seoul",
    "nl": "Europe/Amsterdam Europe/Brussels",
    "pl": "Europe/Warsaw",
    "pt": "America/Sao_Paulo Europe/Lisbon Africa/Luanda",
    "ru": "Europe/Moscow Asia/Yekaterinburg Asia/Almaty",
    "tr": "Europe/Istanbul",
    "uk": "Europe/Kyiv",
    "zh": "Asia/Shanghai Asia/Taipei Asia/Hong_Kong",
}
_GUESSES = 3


def guesses(language: str) -> tuple[str, ...]:
    """Zones for somebody whose Telegram is in that language ("pt-br"), the likeliest first; none for a rare one."""
    return tuple(_LANGUAGES.get(language.lower().partition("-")[0], "").split())[:_GUESSES]


@lru_cache(maxsize=1)
def by_region() -> Mapping[str, tuple[str, ...]]:
    """Zone names by part of the world, each by its city's name; old names of the same place are left out."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in _listed() or zoneinfo.available_timezones():
        region, _, place = name.partition("/")
        if place and region in REGIONS:
            found[region].append(name)
    return MappingProxyType({region: tuple(sorted(found[region], key=city)) for region in REGIONS})


def city(name: str) -> str:
    """ "America/Argentina/Buenos_Aires" -> "Buenos Aires"."""
    return name.rpartition("/")[2].replace("_", " ")


def find(text: str) -> tuple[str, ...]:
    """The zones of that name or city, as typed: "Europe/Berlin", "berlin", "buenos aires", "utc"."""
    typed = fold(text.replace("_", " "))
    if typed in ("utc", "gmt", "z"):
        return (UTC,)
    whole = [name for name in zoneinfo.available_timezones() if fold(name.replace("_", " ")) == typed]
    found = whole or [name for names in by_region().values() for name in names if fold(city(name)) == typed]
    return tuple(name for name in sorted(found) if zone(name) is not None)


def of_country(code: str) -> tuple[str, ...]:
    """The zones of a country, the one with most people first; none where the system has no such list."""
    return _by_country().get(code, ())


@lru_cache(maxsize=1)
def _rows() -> tuple[tuple[str, str], ...]:
    """(country code, zone) in the order of the zone database: the most populous of a country first."""
    places = [Path(folder) for folder in zoneinfo.TZPATH]
    texts = (place / "zone.tab" for place in places)
    for path in texts:
        if path.is_file():
            return _read(path.read_text(encoding="utf-8"))
    packaged = files("tzdata").joinpath("zoneinfo", "zone.tab")
    return _read(packaged.read_text(encoding="utf-8")) if packaged.is_file() else ()


def _read(table: str) -> tuple[tuple[str, str], ...]:
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return tuple((row[0], row[2]) for row in rows)


def _listed() -> tuple[str, ...]:
    return tuple(name for _, name in _rows())


@lru_cache(maxsize=1)
def _by_country() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for code, name in _rows():
        found[code].append(name)
    return MappingProxyType({code: tuple(names) for code, names in found.items()})
