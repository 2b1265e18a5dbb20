"""Whose report an item says it is: "MOSCOW (Reuters) -", "Source: AFP", "..., the New York Times reported".

A picture's credit is none, and neither is a name that is only mentioned. Each pattern looks at a bounded stretch.
"""

from __future__ import annotations

import re

from bot.model import Item
from bot.understand.grouping.outlets import OUTLETS

_OPENING, _LEAD, _END = 140, 500, 160  # characters
_AGENCIES = {name: shown for name, shown in OUTLETS.spelt.items() if shown in OUTLETS.agencies}


def _any(names: dict[str, str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))


_AGENCY = rf"(?P<name>{_any(_AGENCIES)})"
_AGENCY_TOO = _AGENCY.replace("name", "first")  # for the other branch of a pattern
_NAME = rf"(?P<name>{_any(OUTLETS.spelt)})"
_NAME_TOO = _NAME.replace("name", "first")
_THE = (
    r"(?:(?:[Tt]he|[Dd]er|[Dd]ie|[Ll]a|[Ee]l|[Ll]['’]|newspaper|broadcaster|(?:state )?news agency|agency|agencia"
    r"|agence|Nachrichtenagentur|агентств\w{1,3}|газет\w)\s*){0,3}"
)
_DATELINE = re.compile(rf"[(/\[]\s*{_AGENCY}\b[^()/\[\]]{{0,20}}[)/\]]|^\W*{_AGENCY_TOO}\s*[–—-]\s")
_CREDIT = re.compile(
    rf"(?:source|quelle|fuente|fonte|via|by|por|par|with|источник)?[\s:©(]*{_THE}{_AGENCY}\b"
    rf"(?:[\s,/)]*(?:staff|news agency|agencies|contributed|and|y|und|et|with|via|{_any(_AGENCIES)})\b|[\s,/).])*",
    re.IGNORECASE,
)
_BYLINE = re.compile(rf"(?:.{{2,60}}[,(/|]\s*)?(?:[Bb]y\s+)?(?:[Tt]he\s+)?{_AGENCY}\)?(?: (?:[Ss]taff|News Agency))?")
_SIGNED = re.compile(rf"(?:^|[.!?…»”\"]\s*)[(\[—–-]?\s*(?:[Ss]ource: ?|[Vv]ia )?{_AGENCY}\s*[)\]]?\W*$")
_BEFORE = (
    r"(?:[Aa]ccording to|told|[Cc]iting|[Qq]uoted by|[Rr]eported by|[Rr]eports? by|[Ii]nterview with|[Ss]een by"
    r"|[Rr]eviewed by|[Oo]btained by|[Ll]aut|[Ss]elon|[Ss]egún|[Ss]egundo|D['’]après|d['’]après"
    r"|[Пп]о данным|[Пп]о сообщению|[Сс]о ссылкой на|сообщает|сообщил[аио]?|переда[её]т|пишет)"
)
_AFTER = (
    r"(?:(?:first |has |have |a |had )?(?:reported|reports|revealed|rapporté)|said in a report"
    r"|berichtete?|meldete?|informó|informa|reportó|rapporte|сообщает|сообщил[аио]?|переда[её]т|пишет)\b"
)
_ATTRIBUTED = re.compile(
    rf"\b{_BEFORE}\s+{_THE}{_NAME}\b|\b{_NAME_TOO}(?: news agency| news service| newspaper)?,?\s+{_AFTER}"
)


def credited(item: Item) -> str | None:
    """The agency or outlet that the item names as the source of its report; None: it is its publisher's own."""
    return _agency(item) or _outlet(item)


def _agency(item: Item) -> str | None:
    """Named where agencies are: dateline, credit, byline, the first words, the signature at the end."""
    body = item.body
    found = (
        _DATELINE.search(item.dateline or ""),
        _CREDIT.fullmatch(item.credit or ""),
        *(_BYLINE.fullmatch(author) for author in item.authors),
        _DATELINE.search(item.dek[:_OPENING]),
        _DATELINE.search(body[:_OPENING]),
        _SIGNED.search(body[-_END:]),
    )
    return next((_shown(match) for match in found if match), None)


def _outlet(item: Item) -> str | None:
    """Named in headline, dek or lead as who reported it."""
    texts = (item.title, item.dek[:_LEAD], item.body[:_LEAD])
    return next((_shown(match) for text in texts if (match := _ATTRIBUTED.search(text))), None)


def _shown(match: re.Match[str]) -> str:
    name = match.groupdict().get("name") or match.groupdict().get("first") or ""
    return OUTLETS.spelt.get(name) or next(
        shown for known, shown in OUTLETS.spelt.items() if known.casefold() == name.casefold()
    )
