"""Every name that may mean several countries, or none, with the rule that decides. Never a blanket block list.

Which rule a name has is in the table at the end; rules for names that are words or people are in homonyms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from bot.understand.places import homonyms
from bot.understand.places.country_context import (
    Evidence,
    Spot,
    cues,
    followed_by_name,
    heads,
    located,
    placed,
    surname,
)
from bot.understand.places.homonyms import Rule

_GEORGIA_PERSON = re.compile(r"\bGeorgia [A-Z][a-z]+(?:s|son|er|ton|ley|all)\b")
_OF_AN_ORDER = re.compile(r" (?i:friars?|order|nuns?|monks?|priests?|sisters?|university|college|convent|monastery)\b")
_GOVERNS = re.compile(r"['’]s (?:government|parliament|president|prime minister|chief minister|premier)\b")
_OF_A_STATE = re.compile(r" (?i:state|premier|police|government|parliament|bushfires?)\b")
_OF_A_SAINT = re.compile(r"[ -](?:Parish|Church|Hospital|School|County|Cathedral|Catholic|Street|Lutheran|Academy)")


def _georgia(spot: Spot, evidence: Evidence) -> tuple[str, ...]:
    if surname(spot) or (followed_by_name(spot) and not located(spot)):
        return ()
    american = evidence.count(cues("georgia-us")) + min(evidence.american, 3) + bool(evidence.sure["US"])
    georgian = evidence.count(cues("georgia-ge")) + 4 * bool(evidence.sure["GE"])
    # The country's own adjective is Georgian: a Georgia judge, a Georgia man are American.
    noun = spot.next
    american += 5 * bool(cues("state-head").fullmatch(noun) or cues("local-head").fullmatch(noun))
    # What stands beside the name counts three times.
    american += 2 * len(set(cues("georgia-us").findall(spot.around)))
    georgian += 2 * len(set(cues("georgia-ge").findall(spot.around)))
    if not georgian and not located(spot) and evidence.count(_GEORGIA_PERSON):
        return ()
    return ("US",) if american > georgian else ("GE",)


def _either(one: str, other: str, cue: str, default: tuple[str, ...]) -> Rule:
    """Two countries share the name: cues beside it decide, else cues anywhere, else what the article names."""
    first, second = f"{cue}-{one.lower()}", f"{cue}-{other.lower()}"

    def rule(spot: Spot, evidence: Evidence) -> tuple[str, ...]:
        near = bool(cues(first).search(spot.around)), bool(cues(second).search(spot.around))
        anywhere = evidence.count(cues(first)) > 0, evidence.count(cues(second)) > 0
        for is_one, is_other in (near, anywhere):
            if is_one != is_other:
                return (one,) if is_one else (other,)
        named = [code for code in (one, other) if evidence.sure[code]]
        return (named[0],) if len(named) == 1 else default

    return rule


def _indian(spot: Spot, evidence: Evidence) -> tuple[str, ...]:
    native = evidence.count(cues("indian-tribe")) and not evidence.sure["IN"]
    return ("US",) if spot.previous == "American" or native else ("IN",)


def _dominican(spot: Spot, evidence: Evidence) -> tuple[str, ...]:
    if _OF_AN_ORDER.match(spot.after):
        return ()
    return ("DM",) if evidence.sure["DM"] and not evidence.sure["DO"] else ("DO",)


def _guinea(spot: Spot, evidence: Evidence) -> tuple[str, ...]:
    return () if spot.previous == "New" else ("GN",)


def _brussels(spot: Spot, evidence: Evidence) -> tuple[str, ...]:
    """Stands for the European Union, unless something is there."""
    return ("BE",) if evidence.sure["BE"] or placed(spot) or heads(spot) else ()


def _victoria(spot: Spot, evidence: Evidence) -> tuple[str, ...]:
    if surname(spot) or spot.previous in ("Queen", "Princess", "Lake", "Port") or followed_by_name(spot):
        return ()
    if evidence.sure["AU"] or evidence.count(cues("victoria-au")):
        return ("AU",)
    elsewhere = next((code for code in ("SC", "CA") if evidence.sure[code]), None)
    if elsewhere:
        return (elsewhere,)
    return ("AU",) if _OF_A_STATE.match(spot.after) else ()


def _only_with(code: str, cue: str) -> Rule:
    """A name that is rarely the country: only with other evidence for it, or where it governs something."""

    def rule(spot: Spot, evidence: Evidence) -> tuple[str, ...]:
        known = evidence.sure[code] or evidence.count(cues(cue)) or _GOVERNS.match(spot.after)
        return (code,) if known else ()

    return rule


def _saint(code: str) -> Rule:
    def rule(spot: Spot, evidence: Evidence) -> tuple[str, ...]:
        if _OF_A_SAINT.match(spot.after):
            return ()
        # "St. Martin's" is a church or a school more often than an island's.
        there = located(spot) and spot.after[:2] not in ("'s", "’s")
        return (code,) if there or evidence.sure[code] or evidence.count(cues("caribbean")) else ()

    return rule


def _each(rule: Rule, names: Iterable[str]) -> dict[str, Rule]:
    return dict.fromkeys(names, rule)


_FAMILY_NAMES = {
    **{"America": "US", "China": "CN", "France": "FR", "Brazil": "BR", "Spain": "ES", "Poland": "PL"},
    **{"Germany": "DE", "England": "GB", "Wales": "GB", "Scotland": "GB"},
    **{"Lebanon": "LB", "Panama": "PA"},
    **{"Mexico": "MX", "Norway": "NO", "Argentina": "AR", "Niger": "NE"},
}
# First names as well.
_PEOPLE = {
    **{"Cuba": "CU", "Ireland": "IE", "Holland": "NL", "Jamaica": "JM", "Mali": "ML", "Malta": "MT"},
    **{"Peru": "PE", "Cyprus": "CY", "Palestine": "PS", "Angola": "AO", "Samoa": "WS", "Trinidad": "TT", "Togo": "TG"},
    **{"Bolivia": "BO", "Israel": "IL", "India": "IN", "Kenya": "KE", "Somalia": "SO", "Tunisia": "TN"},
}
_LANGUAGES = {
    **{"English": "GB", "French": "FR", "German": "DE", "Spanish": "ES", "Portuguese": "PT", "Italian": "IT"},
    **{
        "Russian": "RU",
        "Chinese": "CN",
        "Japanese": "JP",
        "Dutch": "NL",
        "Greek": "GR",
        "Turkish": "TR",
        "Danish": "DK",
    },
    **{"Swedish": "SE", "Norwegian": "NO", "Finnish": "FI", "Hungarian": "HU", "Czech": "CZ", "Ukrainian": "UA"},
    **{"Vietnamese": "VN", "Thai": "TH", "Indonesian": "ID", "Irish": "IE", "Welsh": "GB", "Somali": "SO"},
}
_FIRST_NAMES = {"Brittany": "FR", "Lorraine": "FR", "Alsace": "FR", "Devon": "GB", "Sonora": "MX", "Galicia": "ES"}
_ONE_OF_A_PEOPLE = {
    **{"Kiwi": "NZ", "Kiwis": "NZ", "Finn": "FI", "Dane": "DK", "Pole": "PL", "Turk": "TR", "Swede": "SE"},
    **{"Brit": "GB", "Scot": "GB", "Tico": "CR", "Ticos": "CR"},
}
_RARE = {
    **{"Jersey": ("JE", "jersey"), "PNG": ("PG", "papua"), "CAR": ("CF", "central-african")},
    **{"RSA": ("ZA", "south-african"), "BVI": ("VG", "virgin-islands"), "GDR": ("DE", "east-german")},
    **{"Cayman": ("KY", "cayman"), "Nevis": ("KN", "kitts"), "Tobago": ("TT", "trinidad")},
}
_IN_PLACE = {"Sydney": "AU", "Nice": "FR", "Kent": "GB"}
_SAINTS = {"Vincent": "VC", "Martin": "MF", "Helena": "SH", "Lucia": "LC", "Barthélemy": "BL"}

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "Georgia": _georgia,
        "Turkey": homonyms.turkey,
        "Polish": homonyms.polish,
        "Jordan": homonyms.often_person("JO"),
        "Chad": homonyms.often_person("TD"),
        "US": homonyms.us,
        "Washington": homonyms.washington,
        "Guinea": _guinea,
        "Brussels": _brussels,
        "Victoria": _victoria,
        **_each(_either("CD", "CG", "congo", ("CD",)), ("Congo", "Congolese")),
        "Korea": _either("KP", "KR", "korea", ()),
        **_each(_either("KP", "KR", "korea", ("KR",)), ("Korean", "Koreans")),
        **_each(_indian, ("Indian", "Indians")),
        **_each(_dominican, ("Dominican", "Dominicans")),
        **_each(homonyms.past("RU"), ("Soviet", "Soviets", "Soviet Union", "USSR")),
        **_each(homonyms.past("RS"), ("Yugoslavia", "Yugoslav")),
        **_each(homonyms.state, ("Virginia", "Carolina", "Montana", "Dakota", "Indiana", "Tennessee", "Florida")),
        **{name: homonyms.family_name(code) for name, code in _FAMILY_NAMES.items()},
        **{name: homonyms.person(code) for name, code in _PEOPLE.items()},
        **{name: homonyms.first_name(code) for name, code in _FIRST_NAMES.items()},
        **{name: homonyms.in_place(code) for name, code in _IN_PLACE.items()},
        **{name: homonyms.language(code) for name, code in _LANGUAGES.items()},
        **{name: homonyms.singular(code) for name, code in _ONE_OF_A_PEOPLE.items()},
        **{name: _only_with(code, cue) for name, (code, cue) in _RARE.items()},
        **{f"{saint} {name}": _saint(code) for saint in ("St.", "St", "Saint") for name, code in _SAINTS.items()},
    }
)
# Rules that hold in other languages as well; the rest know English only.
EVERYWHERE = frozenset(("Georgia",))
