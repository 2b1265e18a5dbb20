"""Titles and roles around a person's name: what they are called, and the PLOVER sector that it says.

Does not know names. English; other languages' roles come from foreign_titles.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.understand.names import foreign_titles

# PLOVER sector -> role nouns, as written in running text (lower case; matched in any case).
_ROLES: dict[str, str] = {
    "GOV": "acting president|president-elect|executive vice president|vice president|vice-president|president|"
    "deputy prime minister|prime minister|prime minister-designate|deputy premier|premier|taoiseach|pm|"
    "vice chancellor|federal chancellor|chancellor of the exchequer|chancellor|"
    "deputy foreign minister|foreign minister|minister of foreign affairs|minister for foreign affairs|"
    "external affairs minister|foreign secretary|foreign affairs minister|"
    "secretary of state|deputy secretary of state|assistant secretary of state|secretary of defense|"
    "defense secretary|defence secretary|treasury secretary|commerce secretary|home secretary|health secretary|"
    "homeland security secretary|interior secretary|energy secretary|transport secretary|education secretary|"
    "press secretary|cabinet secretary|chief secretary|chief of staff|"
    "defence minister|defense minister|minister of defence|minister of defense|interior minister|"
    "finance minister|economy minister|energy minister|oil minister|trade minister|health minister|"
    "justice minister|education minister|culture minister|information minister|transport minister|"
    "agriculture minister|environment minister|labour minister|labor minister|home minister|"
    "planning minister|communications minister|migration minister|security minister|minister of state|"
    "cabinet minister|deputy minister|prime minister's spokesman|minister|"
    "attorney general|solicitor general|prosecutor general|surgeon general|"
    "national security adviser|national security advisor|security adviser|"
    "governor|lieutenant governor|lt. gov.|gov.|mayor|deputy mayor|ambassador|envoy|special envoy|high representative|"
    "special representative|charge d'affaires|consul general|king|queen|crown prince|prince|princess|emir|sultan|"
    "sheikh|emperor|crown princess|supreme leader|first lady|first minister|deputy first minister|"
    "kremlin spokesman|government spokesman|government spokeswoman|"
    "foreign ministry spokesman|foreign ministry spokeswoman|foreign ministry spokesperson|"
    "ministry spokesman|ministry spokeswoman|ministry spokesperson|state department spokesman|"
    "state department spokesperson|state department spokeswoman|white house spokesman|white house spokeswoman|"
    "white house press secretary|central bank governor|central bank chief|fed chair|fed chairman|"
    "federal reserve chair|federal reserve chairman|police and crime commissioner|district attorney|"
    "city councilman|councilman|councilwoman|councillor|commissioner|counterpart",
    "LEG": "senator|sen.|representative|rep.|congressman|congresswoman|speaker|house speaker|"
    "parliament speaker|parliamentary speaker|senate majority leader|majority leader|minority leader|"
    "senate minority leader|house minority leader|house majority leader|lawmaker|mp|mep|msp|deputy speaker|"
    "state senator|state representative|legislator|assemblyman|assemblywoman|backbencher|lord|baroness",
    "OPP": "opposition leader|opposition politician|opposition figure|opposition activist|opposition candidate|"
    "opposition presidential candidate|opposition lawmaker|interim president|self-proclaimed president|"
    "shadow chancellor|shadow foreign secretary|shadow home secretary|labour leader",
    "PTY": "party leader|party chief|party chairman|party chairwoman|presidential candidate|candidate|"
    "republican candidate|democratic candidate|presidential hopeful|democratic presidential candidate|"
    "republican presidential candidate|nominee|party president",
    "MIL": "general|gen.|lieutenant general|lt. gen.|lt gen|major general|maj. gen.|maj gen|brigadier general|"
    "brig. gen.|brigadier|colonel|col.|colonel general|lieutenant colonel|lt. col.|lt col|major|maj.|captain|"
    "capt.|lieutenant|lt.|lt|sergeant|sgt.|sgt|staff sgt.|corporal|cpl.|private|pvt.|pfc.|admiral|adm.|"
    "vice admiral|rear admiral|commander|cmdr.|army chief|military chief|army commander|field marshal|marshal|"
    "air marshal|air chief marshal|chief of the general staff|chief of general staff|commander-in-chief|"
    "military spokesman|army spokesman|military spokesperson|pentagon spokesman",
    "REB": "rebel leader|militant leader|rebel commander|militia leader|militia commander|warlord|separatist leader|"
    "guerrilla leader|insurgent leader|jihadist leader",
    "COP": "police chief|police commissioner|chief constable|detective|det.|inspector|insp.|superintendent|supt.|"
    "sheriff|detective chief inspector|detective inspector|detective sergeant|detective superintendent|constable|"
    "police constable|pc|deputy sheriff|police spokesman|police spokeswoman|trooper|officer",
    "JUD": "judge|chief justice|justice|magistrate|district judge|prosecutor|chief prosecutor|special counsel|"
    "special prosecutor|public prosecutor|state prosecutor|coroner",
    "IGO": "secretary-general|secretary general|u.n. secretary-general|un secretary-general|director-general|"
    "managing director of the imf|nato secretary general|eu foreign policy chief|european commission president|"
    "european council president|world bank president|imf chief|u.n. envoy|un envoy|u.n. special envoy",
    "REL": "pope|archbishop|cardinal|bishop|patriarch|ayatollah|grand ayatollah|imam|rabbi|reverend|rev.|rev|"
    "father|pastor|cleric|grand mufti|mullah|dalai lama|monsignor",
    "BUS": "chief executive|chief executive officer|ceo|chairman|chairwoman|chair|founder|co-founder|cofounder|"
    "managing director|chief financial officer|cfo|chief operating officer|billionaire|businessman|businesswoman|"
    "tycoon|oligarch|entrepreneur|chief economist|boss|investor|banker|executive director|executive",
    "EDU": "professor|prof.|prof|associate professor|assistant professor|researcher|scientist|historian|economist|"
    "political scientist|academic|headteacher|headmaster|teacher|lecturer|dean|provost|physicist|biologist",
    "MED": "doctor|dr.|dr|surgeon|nurse|psychiatrist|psychologist|physician|cardiologist|epidemiologist|virologist",
    "JRN": "journalist|reporter|editor|columnist|correspondent|broadcaster|anchor|news anchor|presenter|blogger|"
    "commentator|photographer|editor-in-chief|host|photojournalist",
    "CRM": "drug lord|crime boss|drug kingpin|gang leader|cartel leader|gangster",
    "SPY": "cia director|intelligence chief|spy chief|fbi director|mi5 chief|mi6 chief|spymaster",
    "LAB": "union leader|union president|union boss|general secretary|trade unionist",
    "CVL": "activist|human rights activist|rights activist|campaigner|lawyer|attorney|spokesman|spokeswoman|"
    "spokesperson|analyst|author|writer|actor|actress|singer|rapper|musician|director|film director|comedian|poet|"
    "novelist|playwright|artist|painter|model|supermodel|dancer|composer|coach|head coach|manager|striker|midfielder|"
    "defender|goalkeeper|quarterback|winger|forward|champion|driver|golfer|boxer|athlete|pitcher|chef|dj|star|"
    "co-star|designer|architect|resident|farmer|student|neighbour|neighbor|producer|conductor|batsman|bowler|skipper",
    "NGO": "aid worker|human rights lawyer",
}
_HONORIFICS = (
    "mr|mr.|mrs|mrs.|ms|ms.|miss|sir|dame|madam|madame|monsieur|don|señor|senor|the late|late|former|ex|acting|"
    "outgoing|incoming|interim|deputy|senior|chief|then|newly elected|honorable|hon.|hon|excellency|saint|st."
)
_SUFFIX = re.compile(r",?\s+(?:MP|MEP|MSP|MD|PhD|Ph\.D\.|M\.D\.|OBE|CBE|QC|KC|Esq\.?|DDS|R-\w+\.?|D-\w+\.?)$")


@dataclass(frozen=True, slots=True)
class Role:
    """A role that stands beside a name: its words, where they begin and end in the text, and its sector."""

    words: str
    start: int
    end: int
    sector: str


def _alternation(phrases: list[str]) -> str:
    return "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))


@cache
def _sector_of(language: str) -> dict[str, str]:
    """Role phrase in lower case -> sector; a phrase listed twice keeps its first sector."""
    pairs = foreign_titles.phrases(language) or [
        (phrase, sector) for sector, phrases in _ROLES.items() for phrase in phrases.split("|")
    ]
    table: dict[str, str] = {}
    for phrase, sector in pairs:
        table.setdefault(phrase.lower(), sector)
    return table


@cache
def _before(language: str) -> re.Pattern[str]:
    roles = _alternation(list(_sector_of(language)))
    honorifics = _alternation(_HONORIFICS.split("|"))
    return re.compile(rf"(?<![\w-])({roles})(?:[\s,]+(?:{honorifics}))*[\s,]*$", re.IGNORECASE)


@cache
def _after(language: str) -> re.Pattern[str]:
    roles = _alternation(list(_sector_of(language)))
    # Not across a clause ("Lavrov, who met President …"), and not the title of the next name in a list.
    between = r"(?:(?!(?:who|which|and|or|but|with|after|when|while|as|met|said|says|told|that|where)\b)[\w'’.-]+\s+)"
    return re.compile(
        rf"\s*[,(–—-]\s*{between}{{0,5}}?(?<![\w-])((?i:{roles}))(?![\w-])(?!\s+(?!of\b|for\b|since\b)[A-Z])"
    )


@cache
def _leading() -> re.Pattern[str]:
    words = _alternation(
        [*_sector_of("en"), *_HONORIFICS.split("|"), "u.s", "us", "the", "of", "state", "foreign", "vice"]
    )
    return re.compile(rf"(?:(?:{words})(?:[\s,]+|(?<=\.)))+(?=\S)", re.IGNORECASE)


def strip(name: str) -> tuple[int, int]:
    """Offsets of the bare name inside a name with titles before and degrees behind it."""
    lead = _leading().match(name)
    start = lead.end() if lead else 0
    tail = _SUFFIX.search(name)
    end = tail.start() if tail else len(name)
    return (start, end) if start < end else (0, len(name))


def is_role(words: str) -> bool:
    """True when the words are nothing but roles and honorifics ("Foreign Minister")."""
    bare = words.strip()
    lead = _leading().match(bare + " x")
    return lead is not None and lead.end() == len(bare) + 1


def before(text: str, start: int, language: str = "en") -> Role | None:
    """The role that ends where a name starts: "… Foreign Minister | Sergei Lavrov"."""
    window = max(0, start - 70)
    line = text.rfind("\n", window, start) + 1 or window
    found = _before(language).search(text[line:start])
    if found is None:
        return None
    return _role(found, line, language)


def after(text: str, end: int, language: str = "en") -> Role | None:
    """The role in apposition behind a name: "Lavrov |, foreign minister since 2004"."""
    line = text.find("\n", end, end + 80)
    found = _after(language).match(text[end : line if line >= 0 else end + 80])
    return _role(found, end, language) if found else None


def _role(found: re.Match[str], offset: int, language: str) -> Role:
    words = found[1]
    return Role(words, offset + found.start(1), offset + found.end(1), _sector_of(language)[words.lower()])


@cache
def _heads() -> re.Pattern[str]:
    """A capitalised role noun, then a capitalised name of two to four words: enough to name a person without NER."""
    capital = "|".join(
        re.escape(" ".join(word.capitalize() for word in phrase.split()))
        for sector in ("GOV", "LEG", "OPP", "MIL", "IGO", "REL", "COP", "JUD")
        for phrase in sorted(_ROLES[sector].split("|"), key=len, reverse=True)
        if len(phrase) > 3
    )
    name = r"(?=\w*[a-zà-ÿ])[A-ZÀ-ÞĀ-Ž][\w’'-]{1,40}"
    particle = r"(?:al-|el-|de|da|dos|del|der|van|von|bin|ibn|ben|abu|Abu|la|le|du|[A-Z]\.)"
    return re.compile(rf"(?<![\w-])(?:{capital})\s+((?:{name})(?:[ \t]+(?:{particle}[ \t]*)*{name}){{1,3}})")


def titled(text: str, language: str = "en") -> tuple[tuple[int, int], ...]:
    """Spans of names that stand behind a title (in English a capitalised one), whatever the NER made of them."""
    heads = foreign_titles.pattern(language) or _heads()
    return tuple(match.span(1) for match in heads.finditer(text))
