"""Who is behind a publisher's name or address, as bot/data/outlets.toml has it. Reads no report."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from bot import domains
from bot.text import fold

_BRACKETS = re.compile(r"\([^()]*\)")
_SECTION = re.compile(r"\s+[|–—-]\s+|:\s")  # "BBC News - World": what stands behind is a section


@dataclass(frozen=True, slots=True)
class Outlets:
    """Names are as `plain` leaves them."""

    by_name: dict[str, str]  # -> the agency or owner
    by_domain: dict[str, str]
    agencies: frozenset[str]
    platforms: frozenset[str]
    spelt: dict[str, str]  # a name as texts write it -> the name that is shown


def parse(text: str) -> Outlets:
    """Raises ValueError that says which entry is wrong."""
    data = tomllib.loads(text)
    if set(data) != {"agencies", "owners", "platforms"}:
        raise ValueError("platforms, agencies and owners are expected")
    by_name: dict[str, str] = {}
    by_domain: dict[str, str] = {}
    spelt: dict[str, str] = {}
    for table in ("agencies", "owners"):
        for owner, row in data[table].items():
            names, hosts = _lists(owner, row)
            for name in names:
                _put(by_name, plain(name), owner)
                spelt[name] = owner if table == "agencies" else name
            for host in hosts:
                _put(by_domain, host, owner)
    return Outlets(by_name, by_domain, frozenset(data["agencies"]), frozenset(data["platforms"]), spelt)


def _lists(owner: str, row: Any) -> tuple[list[str], list[str]]:
    if not isinstance(row, dict) or set(row) != {"names", "domains"} or not row["names"]:
        raise ValueError(f"{owner}: names and domains are expected")
    return row["names"], row["domains"]


def _put(table: dict[str, str], key: str, owner: str) -> None:
    if table.setdefault(key, owner) != owner:
        raise ValueError(f"{key} belongs to {table[key]} and to {owner}")


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """A publisher's name for comparing: no case, no accents, no "the", nothing in brackets, no section behind it."""
    whole = fold(_BRACKETS.sub(" ", name))
    first = _SECTION.split(whole, maxsplit=1)[0].removeprefix("the ").strip()
    return first or whole or fold(name)


def behind(publisher: str, url: str | None) -> tuple[str, ...]:
    """What two items of one house share at least one of: its owner, else its name and its domain. Never empty."""
    host = _host(url)
    domain = domains.registered(host) if host else None
    owner = OUTLETS.by_name.get(plain(publisher)) or OUTLETS.by_domain.get(host) or OUTLETS.by_domain.get(domain or "")
    keys = [f"name:{plain(publisher)}"]
    if domain and domain not in OUTLETS.platforms:
        keys.append(f"domain:{domain}")
    if owner:
        keys.append(f"owner:{owner}")
    return tuple(keys)


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


OUTLETS = parse(files("bot").joinpath("data", "outlets.toml").read_text(encoding="utf-8"))
