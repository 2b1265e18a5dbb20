"""Names out of bylines: "By Ana Ruiz, Senior Reporter, and Tom Lee (Reuters)" -> two people; agencies apart.

Does not look at pages.
"""

from __future__ import annotations

import re

from bot.calendar_names import MONTHS
from bot.clean.phrases import AGENCIES, fold

_MAX_LINE = 300
_MAX_NAME = 60
_EDGE = " .,:;*'\"-–—|"
_OPENER = re.compile(
    r"^\W*(?:(?:(?:written|posted|published|reported|reporting|reviewed|story|text|words|article|report)\s+)?by|"
    r"(?:geschrieben\s+)?von|ein(?:e|\s+\w+)?\s+(?:artikel|analyse|kommentar|bericht)\s+von|par|"
    r"propos recueillis par|por|di|a cura di|door|av|af|autor(?:ka|zy)?|autore|auteur|author|"
    r"text(?:e|o)?|tekst|yazan|muallif|"
    r"авторы?|текст|автори|oleh|penulis|ditulis oleh|szerz[őo]|kirjoittaja|λέει ο|του|της|yazan|लेखक|द्वारा|نویسنده|بقلم|"
    r"כתב|מאת)\b\s*[:：]?\s+|"
    r"^\W*(?:author|autor|auteur|autore|автор|текст|作者|記者|记者|文|撰文|執筆|取材|글|लेखक|द्वारा|نویسنده|الكاتب|كتب)\s*[:：/]\s*",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(
    r"\s*[;|•·\n、，/]\s*|\s+&\s+|,\s+(?:and|und|y|et|e|и)\s+|,\s+|"
    r"\s+(?:and|with|und|y|et|och|og|en|ve|dan|és|oraz|и|та|και)\s+|(?<=\w)\s+(?:e|i)\s+(?=[^\W\d_a-z])",
)
_CUT = re.compile(
    r"\s*[(\[<].*$|\s+(?:in|at|for|of|on|from|aus|à|w|reports?|writes?|contributed|is a|was|updated?)\s+.*$"
    r"|\s+[-–—]\s+.*$"
)
_NOISE = re.compile(r"https?:|www\.|@\S|\.(?:com|org|net|co)\b|\d{2}|[<>{}=_#]")
_WIDE_NAME = re.compile("[\u3040-\u30ff\u3400-\u9fff・]{2,7}|[\uac00-\ud7af]{2,4}")
_REPORTER = re.compile(r"\s*(?:기자|특파원|记者|記者|通讯员)$")
_NUMBER = re.compile(r"\d")
_ADDRESS = re.compile(r"\S+://|/|www\.|\S+@\S+$")
_MAILED = re.compile(r"\S+@\S+\s*\(([^()]+)\)")
_DEGREE = re.compile(
    r"(?:M\.?D|Ph\.?D|MD|DO|RN|RD|MS|MSc|MA|BA|MBA|JD|CPA|CFP|CFA|PSP|CPP|DVM|FAND|DACVB|LVT|Esq|Jr|Sr|I{2,3}|IV)\.?$",
    re.IGNORECASE,
)
_PARTICLES = frozenset((
    "de", "da", "do", "dos", "das", "di", "del", "della", "la", "le", "van", "von", "der", "den", "ten", "ter",
    "al", "el", "bin", "bint", "ibn", "zu", "y", "e", "af", "av", "du", "ul", "ur",
))  # fmt: skip
_ROLE_WORDS = (
    r"reporters?|correspondents?|editors?|writers?|columnists?|contribut\w+|journalists?|producers?|analysts?|"
    r"photographers?|fellow|professor|director|president|chief|head|senior|associate|assistant|manager|strategist|"
    r"specialist|expert|author|redakteur(?:in)?|korrespondent(?:in)?|reporterin|redactor[ae]?s?|corresponsal|"
    r"periodista|journaliste|correspondant[e]?|envoyée?|giornalista|inviat[oa]|corrispondente|redatt\w+|"
    r"корреспондент|редактор|обозреватель|журналист|автор|verslaggever|redacteur|dziennika\w+"
)
_ROLES = re.compile(rf"\b(?:{_ROLE_WORDS})\b", re.IGNORECASE)
_ROLE_AFTER = re.compile(rf"(?:\s+(?:senior\s+|staff\s+)?(?:{_ROLE_WORDS}))+$", re.IGNORECASE)
_INTERFACE = re.compile(
    r"(?:learn|read|more|full|bio|written|by|view|all|posts?|about|follow|see|click|sign|up|home|page|strategy|guide|"
    r"updated|published|min|minutes?|share|image|photo|video|getty|contact|us|email|the)$",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"^(?:the\s+)?(?:admin(?:istrator)?|editor(?:s|ial)?|staff(?: (?:writer|reporter|and agenc\w+).*)?|"
    r"(?:our )?reporter|none|null|undefined|unknown|anonymous|guest(?: (?:author|post|writer))?|webmaster|super ?user|"
    r"user|by|author|autor|share|follow|subscribe|home|contact|about)$",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(
    r"\b(?:news(?:paper|room|wire)?|press|agency|agence|agencia|agentur|agenzia|agência|media|magazine|times|post|"
    r"journal|gazette|herald|tribune|tv|radio|television|network|broadcasting|group|inc|llc|ltd|gmbh|corp|company|"
    r"foundation|institute|university|ministry|association|society|editors|editorial|team|staff|desk|bureau|service|"
    r"online|correspondents|agenc(?:y|ies)|agencias?|agenturen|agentschap|агентство|агенція|редакци[яи]|редакція|пресс|"
    r"новости|redaktion(?:en)?|rédaction|redacción|redação|redazione|redactie|redakc(?:ja|e|ija)|redakcia|zeitung|"
    r"reporter$)\b|公司|事務所|会社|協会|大学|通信|新闻|新聞|通讯|"
    r"記者組|編輯部|编辑部|編集部|편집국|هيئة التحرير|وكالات",
    re.IGNORECASE,
)


def people(line: str) -> tuple[str, ...]:
    """The people of a byline, in its order, without roles, places, agencies and addresses."""
    return tuple(name for name, person in _signed(line) if person)


def organisations(line: str) -> tuple[str, ...]:
    """The agencies and other bodies that a byline names."""
    return tuple(name for name, person in _signed(line) if not person)


def is_organisation(name: str) -> bool:
    """An agency, a paper, a team: not a person."""
    words = [word.strip(".,'’") for word in fold(name).split()]
    return bool(_ORGANISATION.search(name)) or any(word in AGENCIES for word in words)


def looks_like_person(name: str) -> bool:
    """Strictly: two to five words, each capitalised but for particles; in scripts without spaces, a few characters."""
    if _WIDE_NAME.fullmatch(name):
        return not is_organisation(name)
    words = name.split()
    capital = [word for word in words if word.lower() not in _PARTICLES]
    return (
        not any(_INTERFACE.match(word) for word in words)
        and 2 <= len(words) <= 5
        and len(capital) >= 2
        and all(word[0].isupper() or (word[0].isalpha() and not word[0].isascii()) for word in capital)
        and not is_organisation(name)
    )


def _signed(line: str) -> tuple[tuple[str, bool], ...]:
    text = " ".join(line.split(" ")) if "\n" in line else " ".join(line.split())
    if mailed := _MAILED.fullmatch(text):  # as RSS writes authors
        text = mailed[1]
    if "|" in text and _NUMBER.search(text):  # a row: name | place | date
        text = next((part for part in text.split("|") if part.strip() and not _NUMBER.search(part)), "")
    text = _undated(_OPENER.sub("", text.strip(), count=1))
    if not text or len(text) > _MAX_LINE or _ADDRESS.match(text):
        return ()
    found: dict[str, bool] = {}
    for part in _SEPARATOR.split(text):
        name = _name(part)
        if name and not (found and _subordinate(name, found)):
            found.setdefault(name, not is_organisation(name))
    return tuple(found.items())


def _undated(text: str) -> str:
    """ "Ida Wells, March 4, 2026" -> "Ida Wells": what stands before a date, where that is words."""
    number = _NUMBER.search(text)
    head = text[: number.start()].rstrip(_EDGE) if number else ""
    words = head.split()
    while words and fold(words[-1]).strip(".") in MONTHS:
        words.pop()
    return " ".join(words) if len(words) > 1 or (words and _WIDE_NAME.fullmatch(words[0])) else text


def _name(part: str) -> str:
    name = _REPORTER.sub("", _CUT.sub("", _OPENER.sub("", part.strip())).strip(_EDGE))
    if len(name.split()) > 2:
        name = _ROLE_AFTER.sub("", name)
    if not 2 < len(name) < _MAX_NAME and not (len(name) == 2 and not name.isascii()):
        return ""
    if _NOISE.search(name) or _NOBODY.match(name) or len(name.split()) > 6 or not any(c.isalpha() for c in name):
        return ""
    return name if name[0].isalpha() or name[0] in "’'" else ""


def _subordinate(name: str, found: dict[str, bool]) -> bool:
    """What follows a name after a comma and is none: a role, a degree, a town."""
    town = name.isascii() and " " not in name and any(" " in one for one in found) and not is_organisation(name)
    return town or bool(_ROLES.search(name) or _DEGREE.match(name))
