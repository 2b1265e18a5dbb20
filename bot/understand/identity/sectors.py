"""What an organisation is, by the words of its name: a PLOVER sector and the word that says so."""

from __future__ import annotations

import re

# Order matters: the first rule that finds a word decides ("Health Ministry" is GOV, "Police Union" LAB).
_RULES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (sector, re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE))
    for sector, words in (
        ("IGO", "united nations|u\\.n\\.|un|european union|african union|organi[sz]ation of american states|"
                "european commission|european council|security council|world bank|general assembly"),
        ("GOV", "ministry|ministries"),
        ("LAB", "labou?r union|trade union|unions?|workers|teamsters|syndicate|federation of labor"),
        ("PTY", "party|democrats|republicans|conservatives|tories|greens|socialists|liberals|social democrats|"
                "labour|coalition|likud|fidesz|partido"),
        ("SPY", "intelligence|secret service|security service|cia|mossad|mi5|mi6|fsb|gru|svr"),
        ("COP", "police|constabulary|sheriff'?s?|carabinieri|gendarmerie|fbi|interpol|europol"),
        ("JUD", "court|courts|tribunal|judiciary|prosecutor'?s?|attorney'?s office|justice department"),
        ("MIL", "army|navy|air force|armed forces|forces|military|marines|marine corps|guards?|general staff|"
                "troops|coast guard|battalion|brigade|regiment|command"),
        ("REB", "liberation front|liberation army|brigades|rebels?|militia|islamic state|al[- ]qaeda|taliban|"
                "resistance|jihad|mujahideen|insurgents?"),
        ("CRM", "cartel|mafia|gang|yakuza"),
        ("LEG", "parliament|congress|senate|house of representatives|house of commons|house of lords|"
                "national assembly|duma|knesset|bundestag|legislature|legislative|assembly"),
        ("MED", "hospitals?|clinic|medical|medicine|health|nhs"),
        ("EDU", "university|college|school|academy|institute|institut|universidad|faculty|polytechnic"),
        ("GOV", "department|government|cabinet|administration|treasury|federal|national|commission|"
                "agency|authority|bureau|council|office of|embassy|consulate|central bank|reserve bank|"
                "bank of (?:england|japan|russia|canada|israel|korea)|white house|kremlin|state|city of|county"),
        ("REL", "church|diocese|archdiocese|vatican|holy see|synagogue|mosque|islamic|catholic|christian|brotherhood"),
        ("JRN", "news|times|post|herald|press|tribune|journal|guardian|telegraph|tv|television|radio|broadcasting|"
                "magazine|gazette|chronicle|daily|reuters|bbc|cnn|media|observer|mirror|agence|channel"),
        ("NGO", "foundation|watch|amnesty|trust|charity|red cross|red crescent|association|society|"
                "without borders|initiative|campaign|project|fund|center|centre|alliance|network|federation|league"),
        ("BUS", "inc|corp|corporation|ltd|llc|plc|co|company|group|holdings?|bank|airlines?|airways|motors?|"
                "industries|energy|oil|gas|petroleum|pharmaceuticals?|capital|partners|technologies|systems|"
                "entertainment|studios|records|pictures|stores?|insurance|financial|telecom|ag|gmbh|sa|nv"),
        ("CVL", "fc|united|city|club|athletic|rovers|wanderers|olympic|team|band|orchestra"),
    )
)  # fmt: skip


def of_organisation(name: str) -> tuple[str, str] | None:
    """Sector and the word of the name that says it; None when no word does."""
    for sector, words in _RULES:
        if found := words.search(name):
            return sector, found[0]
    return None


# Names that every country has one of: they name an actor within their article only.
_EVERYWHERE = re.compile(
    r"(?:the )?(?:(?:national |federal )?(?:parliament|congress|senate|assembly|police|government|cabinet|army|guard)|"
    r"navy|air force|marines?|coast guard|armed forces|military|treasury|(?:supreme|high|constitutional) court|"
    r"central bank|house|house of representatives|lower house|upper house|state department|justice department|"
    r"security council|general assembly|(?:republican|democratic|labou?r|conservative|communist|socialist|"
    r"liberal democratic|social democratic) party|democrats|republicans|conservatives|liberal democrats|labour|"
    r"house of (?:commons|lords)|secret service|foreign office|(?:defen[cs]e|treasury) department|"
    r"(?:board|committee|council|commission|university|hospital|embassy|union|club|united|city|times|post|guardian))",
    re.IGNORECASE,
)


def is_everywhere(name: str) -> bool:
    """True for "Parliament", "Supreme Court": an institution that the name alone does not tell from its like."""
    return _EVERYWHERE.fullmatch(name) is not None
