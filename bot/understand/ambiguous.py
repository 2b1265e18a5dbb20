"""Names that several countries share, or that are words, people and companies too: one rule each.

A rule gets the name in its place and the evidence of the rest of the article, and answers with codes; none means that
no country is meant here. Never a blanket block list: every rule has a way to the country.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from bot.understand.country_context import (
    Evidence,
    Spot,
    followed_by_name,
    heads,
    located,
    placed,
    preceded_by_name,
    spoken,
    surname,
)

Rule = Callable[[Spot, Evidence], tuple[str, ...]]

_GEORGIA_US = re.compile(
    r"\b(?:Atlanta|Savannah|Augusta|Macon|Columbus|Athens|Fulton|Gwinnett|Cobb County|DeKalb|Kemp|Ossoff|Warnock|Abrams|"
    r"Raffensperger|Perdue|Loeffler|Marjorie|Bulldogs|Ga\.|Georgia Tech|Alabama|Florida|Tennessee|Carolinas?|Arizona|"
    r"Michigan|Pennsylvania|Wisconsin|Nevada|Texas|Virginia|Mississippi|Louisiana|swing states?|battleground|runoff|"
    r"Confederate|[Gg]overnor|Gov\.|Sen\.|Rep\.|senators?|congress(?:man|woman)|Republicans?|Democrats?|county|County|"
    r"sheriff|Sheriff|peach(?:es)?|Trump|Biden|Southern|Power|Aquarium|SEC|NFL|Masters|Legislature|statewide|Medicaid)\b"
)
_GEORGIA_GE = re.compile(
    r"\b(?:Tbilisi|Batumi|Kutaisi|Gori|Georgians?|Abkhazia\w*|Ossetia\w*|Saakashvili|Ivanishvili|Zourabichvili|Zurabishvili|"
    r"Kobakhidze|Garibashvili|Margvelashvili|Kavelashvili|Shevardnadze|\w+shvili|\w+adze|Russia\w*|Moscow|Putin|Kremlin|"
    r"Armenia\w*|Azerbaijan\w*|Ukrain\w*|Moldova\w*|Caucasus|Black Sea|NATO|EU|European|Soviet|prime minister|"
    r"Prime Minister|foreign agents?|foreign minister|Turkey|Kazakhstan)\b"
)
_TURKEY_BIRD = re.compile(
    r"\b(?:Thanksgiving|turkeys|roast\w*|stuffing|gravy|cranberr\w+|hunters?|gobbler|poultry|oven|carv\w+|recipe|cook\w*|"
    r"sandwich\w*|breasts?|leftovers|dinner|ham)\b"
)
_BIRD_AFTER = re.compile(
    r"[ -](?:breasts?|sandwich\w*|dinners?|legs?|burgers?|bacon|soup|recipes?|farm\w*|season|hunt\w*|meat|sausage|shoot|trot|day)\b"
)
_FOOT_OF_POLISH = re.compile(
    r" (?:your|my|his|her|their|our|the|off|up|it|them|its|shoes?|nails?|silver|furniture|until|with|and buff)\b"
)
_INDIAN_TRIBE = re.compile(
    r"\b(?:tribes?|tribal|reservation|Navajo|Cherokee|Sioux|Lakota|Apache|Choctaw|Hopi|Seminole|Chickasaw|Ojibwe|Chippewa|"
    r"Native American|powwow|chief Crazy|frontier|pioneer|arrowheads?|Bureau of Indian)\b"
)
_DOMINICAN_ORDER = re.compile(
    r" (?:friars?|order|Order|nuns?|monks?|priests?|sisters?|Sisters?|University|College|convent|monastery|House|province)\b"
)
_SOVIET_PAST = re.compile(r"(?i:\b(?:former|ex-?|post-?|pre-?|onetime)[- ]?\Z)")
_SOVIET_THING = re.compile(
    r"[- ](?:era|style|made|built|designed|born|time|times|days|republics?|states?|bloc|satellite|nations?|countries)\b"
)
_SHOUT = re.compile(r"^[^a-z]*\Z")
_US_PRONOUN = re.compile(
    r"(?i:\b(?:let|help|tell|with|join|give|for|of|to|at|on|show|trust|behind|leave|made|makes?|about)) \Z"
)
_KOREA_NORTH = re.compile(r"\b(?:Pyongyang|Kim Jong|DPRK|North Korea\w*|Yongbyon)\b")
_KOREA_SOUTH = re.compile(
    r"\b(?:Seoul|Busan|Incheon|South Korea\w*|ROK|Samsung|Hyundai|Kia|LG|K-pop|K-drama|Korea Times|Yonhap|Kookmin|Kakao|"
    r"Moon Jae|Yoon Suk|Park Geun|Lee Jae|KOSPI|Kospi|Korean Air|Coupang|SK Hynix|Daegu|chaebol)\b"
)
_CONGO_CG = re.compile(
    r"\b(?:Brazzaville|Sassou|Pointe-Noire|Republic of (?:the )?Congo(?<!Democratic Republic of Congo))\b"
)
_CONGO_CD = re.compile(
    r"\b(?:Kinshasa|Goma|Bukavu|Kivu|Ituri|Katanga|Kisangani|Lubumbashi|Beni|Butembo|Kabila|Tshisekedi|Mobutu|M23|"
    r"Democratic Republic|DRC|DR Congo|Rwanda\w*|Ebola|MONUSCO|Virunga|eastern Congo|Equateur|Mbandaka|Likati)\b"
)
_PRONOUN_AFTER = re.compile(
    r"(?: (?:said|says|told|added|asked|scored|averaged|testified|pleaded|recalled|wrote|was|is|who|has|had)\b[^.]{0,45}"
    r"\b(?:he|she|his|her|him)\b|,? who\b|, \d\d,)"
)
_STATE_HEAD = re.compile(r" (?:[Ss]tate|[Pp]remier|[Pp]olice|[Gg]overnment|[Pp]arliament|bushfires?|health)\b")


def _sure(*codes: str) -> Rule:
    return lambda _spot, _evidence: codes


def _person_or(code: str) -> Rule:
    """A country whose name people bear, as a given name or as a family name."""

    def rule(spot: Spot, evidence: Evidence) -> tuple[str, ...]:
        if surname(spot) or (followed_by_name(spot) and not spot.after.startswith(("'", "’"))):
            return ()
        return (code,)

    return rule


def _borne(code: str) -> Rule:
    """The same for Jordan and Chad, which are people more often: then one full name in the article is enough."""
    person = _person_or(code)

    def rule(spot: Spot, evidence: Evidence) -> tuple[str, ...]:
        if not person(spot, evidence):
            return ()
        if evidence.sure[code] or heads(spot) or (located(spot) and not _PRONOUN_AFTER.match(spot.after)):
            return (code,)
        if _PRONOUN_AFTER.match(spot.after) or evidence.says(_full_name(spot.hit.text)):
            return ()
        if preceded_by_name(spot):
            return ()
        return (code,)

    return rule


def _full_name(name: str) -> re.Pattern[str]:
    return re.compile(
        rf"\b[A-Z][a-z]+ (?:[A-Z]\. )?{name}\b(?! (?:River|Valley))|\b{name} [A-Z][a-z]+(?:son|er|man|ton|s)\b"
    )


def _georgia(spot: Spot, evidence: Evidence) -> tuple[str, ...]:
    if surname(spot) or (followed_by_name(spot) and not located(spot)):
        return ()
    around = spot.before + spot.after
    american = 2 * len(set(_GEORGIA_US.findall(around))) + len(set(_GEORGIA_US.findall(evidence.text)))
    georgian = 2 * len(set(_GEORGIA_GE.findall(around))) + len(set(_GEORGIA_GE.findall(evidence.text)))
    georgian += 4 * bool(evidence.sure["GE"])
    american += min(evidence.american, 3) + bool(evidence.sure["US"])
    return ("US",) if american > georgian else ("GE",)


def _turkey(spot: Spot, evidence: Evidence) -> tuple[str, ...]:
    if _BIRD_AFTER.match(spot.after):
        return ()
    if spot.after[:1] in "'’" or heads(spot):
        return ("TR",)
    kitchen = len(set(_TURKEY_BIRD.findall(spot.before + spot.after)))
    return () if kitchen and not evidence.sure["TR"] and not placed(spot) else ("TR",)


def _polish(spot: Spot, evidence: Evidence) -> tuple[str, ...]:
    if _FOOT_OF_POLISH.match(spot.after) or spot.previous.lower() in (
        "nail",
        "shoe",
        "furniture",
        "spit",
        "and",
        "floor",
    ):
        return ("PL",) if spot.previous.lower() == "and" and not _FOOT_OF_POLISH.match(spot.after) else ()
    return ("PL",)


def _language_or(code: str) -> Rule:
    def rule(spot: Spot, evidence: Evidence) -> tuple[str, ...]:
        return () if spoken(spot) or surname(spot) else (code,)

    return rule


def _indian(spot: Spot, evidence: Evidence) -> tuple[str, ...]:
    if spot.previous == "American" or (evidence.says(_INDIAN_TRIBE) and not evidence.sure["IN"]):
        return ("US",)
    return ("IN",)


def _dominican(spot: Spot, evidence: Evidence) -> tuple[str, ...]:
    if _DOMINICAN_ORDER.match(spot.after):
        return ()
    return ("DM",) if evidence.sure["DM"] and not evidence.sure["DO"] else ("DO",)


def _soviet(spot: Spot, evidence: Evidence) -> tuple[str, ...]:
    return () if _SOVIET_PAST.search(spot.before) or _SOVIET_THING.match(spot.after) else ("RU",)


def _past(*codes: str) -> Rule:
    """ "former Yugoslavia", "ex-Yugoslav republics": a region of today, no country."""

    def rule(spot: Spot, evidence: Evidence) -> tuple[str, ...]:
        return () if _SOVIET_PAST.search(spot.before.removesuffix("the ")) or _SOVIET_THING.match(spot.after) else codes

    return rule


def _us(spot: Spot, evidence: Evidence) -> tuple[str, ...]:
    """In a line of capitals US may be the pronoun."""
    around = spot.before[-25:] + spot.after[:25]
    shouting = bool(_SHOUT.match(around)) and any(c.isalpha() for c in around)
    return () if shouting and _US_PRONOUN.search(spot.before) else ("US",)


def _korea(spot: Spot, evidence: Evidence) -> tuple[str, ...]:
    around = spot.before + spot.after
    for text in (around, evidence.text):
        north, south = bool(_KOREA_NORTH.search(text)), bool(_KOREA_SOUTH.search(text))
        if north != south:
            return ("KP",) if north else ("KR",)
    return ()


def _congo(spot: Spot, evidence: Evidence) -> tuple[str, ...]:
    around = spot.before + spot.after
    for text in (around, evidence.text):
        big, small = bool(_CONGO_CD.search(text)), bool(_CONGO_CG.search(text))
        if big != small:
            return ("CD",) if big else ("CG",)
    return ("CG",) if evidence.sure["CG"] and not evidence.sure["CD"] else ("CD",)


def _guinea(spot: Spot, evidence: Evidence) -> tuple[str, ...]:
    return () if spot.previous in ("New", "Gulf") else ("GN",)


def _micro(code: str, cue: str) -> Rule:
    """A name that is rarely the country: only with other evidence for it."""
    pattern = re.compile(cue)

    def rule(spot: Spot, evidence: Evidence) -> tuple[str, ...]:
        return (code,) if evidence.sure[code] or evidence.says(pattern) else ()

    return rule


def _victoria(spot: Spot, evidence: Evidence) -> tuple[str, ...]:
    if surname(spot) or spot.previous in ("Queen", "Princess", "Lake", "Port") or followed_by_name(spot):
        return ()
    if evidence.sure["AU"] or evidence.says(re.compile(r"\b(?:Melbourne|Geelong|New South Wales|Queensland)\b")):
        return ("AU",)
    if evidence.sure["SC"]:
        return ("SC",)
    if evidence.sure["CA"] and not evidence.sure["AU"]:
        return ("CA",)
    return ("AU",) if _STATE_HEAD.match(spot.after) else ()


def _washington(spot: Spot, evidence: Evidence) -> tuple[str, ...]:
    if surname(spot) or (followed_by_name(spot) and not placed(spot)) or _PRONOUN_AFTER.match(spot.after):
        return ()
    return ("US",)


def _brussels(spot: Spot, evidence: Evidence) -> tuple[str, ...]:
    """Stands for the European Union, unless something is there."""
    return ("BE",) if evidence.sure["BE"] or placed(spot) or heads(spot) else ()


def _saint(code: str) -> Rule:
    def rule(spot: Spot, evidence: Evidence) -> tuple[str, ...]:
        if re.match(
            r"['’]s|[ -](?:Parish|Church|Hospital|School|County|Cathedral|Catholic|Street|Lutheran|Academy)", spot.after
        ):
            return ()
        return (code,) if evidence.sure[code] or located(spot) or evidence.says(re.compile(r"\bCaribbean\b")) else ()

    return rule


def _singular(code: str) -> Rule:
    """Finn, Dane, Pole, Turk, Swede, Brit, Scot: people, but also names and things."""

    def rule(spot: Spot, evidence: Evidence) -> tuple[str, ...]:
        article = re.search(r"(?i:\b(?:an?|the|one|every|fellow|two|three|young|old|\w+ed|-year-old)) \Z", spot.before)
        if followed_by_name(spot) or preceded_by_name(spot) or surname(spot):
            return ()
        return (code,) if article or evidence.sure[code] else ()

    return rule


def _state(spot: Spot, evidence: Evidence) -> tuple[str, ...]:
    """A state of the US whose name women bear."""
    if surname(spot) or (followed_by_name(spot) and not located(spot) and not spot.before.endswith(", ")):
        return ()
    return ("US",)


def _given(code: str) -> Rule:
    """A country that is a family name: Kathy Ireland, Tom Holland, Jimmy Wales."""
    return lambda spot, _evidence: () if surname(spot) else (code,)


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "Georgia": _georgia,
        "Turkey": _turkey,
        "Polish": _polish,
        "Jordan": _borne("JO"),
        "Chad": _borne("TD"),
        "Israel": _person_or("IL"),
        "India": _person_or("IN"),
        "Kenya": _person_or("KE"),
        "Cuba": _given("CU"),
        "China": _given("CN"),
        "France": _given("FR"),
        "Brazil": _given("BR"),
        "Spain": _given("ES"),
        "Poland": _given("PL"),
        "Germany": _given("DE"),
        "Ireland": _given("IE"),
        "England": _given("GB"),
        "Holland": _given("NL"),
        "Wales": _given("GB"),
        "Scotland": _given("GB"),
        "Lebanon": _given("LB"),
        "Jamaica": _given("JM"),
        "Panama": _given("PA"),
        "Mali": _given("ML"),
        "Malta": _given("MT"),
        "Peru": _given("PE"),
        "Palestine": _given("PS"),
        "Mexico": _given("MX"),
        "Norway": _given("NO"),
        "Argentina": _given("AR"),
        "Angola": _given("AO"),
        "Cyprus": _given("CY"),
        **{name: _language_or(code) for name, code in (("English", "GB"), ("French", "FR"), ("German", "DE"))},
        **{name: _language_or(code) for name, code in (("Spanish", "ES"), ("Portuguese", "PT"), ("Italian", "IT"))},
        **{name: _language_or(code) for name, code in (("Russian", "RU"), ("Chinese", "CN"), ("Japanese", "JP"))},
        **{name: _language_or(code) for name, code in (("Dutch", "NL"), ("Greek", "GR"), ("Turkish", "TR"))},
        **{name: _language_or(code) for name, code in (("Danish", "DK"), ("Swedish", "SE"), ("Norwegian", "NO"))},
        **{name: _language_or(code) for name, code in (("Finnish", "FI"), ("Hungarian", "HU"), ("Czech", "CZ"))},
        **{name: _language_or(code) for name, code in (("Ukrainian", "UA"), ("Vietnamese", "VN"), ("Thai", "TH"))},
        **{name: _language_or(code) for name, code in (("Indonesian", "ID"), ("Irish", "IE"), ("Welsh", "GB"))},
        **{name: _language_or(code) for name, code in (("Somali", "SO"), ("Nepali", "NP"))},
        "Indian": _indian,
        "Indians": _indian,
        "Dominican": _dominican,
        "Dominicans": _dominican,
        "Soviet": _soviet,
        "Soviets": _sure("RU"),
        "Soviet Union": _past("RU"),
        "USSR": _past("RU"),
        "Yugoslavia": _past("RS"),
        "Yugoslav": _past("RS"),
        "US": _us,
        "Korea": _korea,
        "Korean": _korea,
        "Koreans": _korea,
        "Congo": _congo,
        "Congolese": _congo,
        "Guinea": _guinea,
        "Niger": _given("NE"),
        "Brussels": _brussels,
        "Victoria": _victoria,
        "Washington": _washington,
        "Jersey": _micro("JE", r"\b(?:Guernsey|Channel Islands?|St\.? Helier|Bailiwick)\b"),
        "PNG": _micro("PG", r"\b(?:Port Moresby|Papua)\b"),
        "CAR": _micro("CF", r"\bCentral African\b"),
        "RSA": _micro("ZA", r"\bSouth Africa"),
        "BVI": _micro("VG", r"\bVirgin Islands\b"),
        "GDR": _micro("DE", r"\bEast German"),
        "Cayman": _micro("KY", r"\bCayman Islands\b"),
        "Nevis": _micro("KN", r"\b(?:St\.? Kitts|Basseterre)\b"),
        "Tobago": _micro("TT", r"\bTrinidad\b"),
        "Kiwi": _singular("NZ"),
        "Kiwis": _singular("NZ"),
        "Finn": _singular("FI"),
        "Dane": _singular("DK"),
        "Pole": _singular("PL"),
        "Turk": _singular("TR"),
        "Swede": _singular("SE"),
        "Brit": _singular("GB"),
        "Scot": _singular("GB"),
        "Tico": _singular("CR"),
        "Ticos": _singular("CR"),
        **{
            f"{saint} {name}": _saint(code)
            for saint in ("St.", "St", "Saint")
            for name, code in (("Martin", "MF"), ("Helena", "SH"))
        },
        **{
            f"{saint} {name}": _saint(code)
            for saint in ("St.", "St", "Saint")
            for name, code in (("Lucia", "LC"), ("Barthélemy", "BL"))
        },
        **dict.fromkeys(("Virginia", "Carolina", "Montana", "Dakota", "Indiana", "Tennessee", "Florida"), _state),
    }
)
