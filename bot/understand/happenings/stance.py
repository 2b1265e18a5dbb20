"""What a sentence says of an act it names: it happened, is planned, is only thought of, is denied, or is long past.

English. A word that might take the act back does: what is reported as a fact has to be one. Does not find the acts.
"""

from __future__ import annotations

import re
from enum import StrEnum

from bot.text import word_set


class Stance(StrEnum):
    STATED = "stated"
    PLANNED = "planned"  # "will meet", "agreed to withdraw"
    POSSIBLE = "possible"  # "could strike", "would meet if", "urged him to resign"
    DENIED = "denied"  # "did not meet", "denied that it had bombed", "talks were called off"
    PAST = "past"  # "who was jailed in 2014"


def _any(words: str) -> str:
    return "(?:" + "|".join(word.replace("_", r"\s+") for word in words.split()) + ")"


_NOT = r"(?:\w+n['’]t|not|never|no_longer|cannot|neither|nor|hardly|nowhere)".replace("_", r"\s+")
_REFUSES = _any(
    "refus(?:e|es|ed|ing)_to declin(?:e|es|ed|ing)_to fail(?:s|ed|ing)?_to stop(?:s|ped)_short_of"
    " rul(?:e|es|ed|ing)_out avoid(?:s|ed|ing)? neglected_to unable_to unwilling_to unlikely_to reluctant_to"
    " no_(?:plans?|intention|need|desire)_(?:to|of) (?:prevented|stopped|barred|blocked|kept|banned)_from forgot_to"
    " far_from without stopped ceased_to yet_to (?:back|sh)(?:ed|ied|s)_away_from (?:held|hold|holds)_off(?:_on|_from)?"
)
_PLANS = _any(
    "will shall ['’]ll (?:is|are|was|were)_to (?:is|are|was|were)_(?:due|set|ready|about|going|preparing|scheduled"
    "|expected|poised)_to due_to set_to going_to about_to ready_to poised_to plan(?:s|ned|ning)?_to"
    " (?:is|are)_planning_to scheduled_to expected_to"
    " expects?_to agree(?:s|d)?_to vow(?:s|ed|ing)?_to pledg(?:e|es|ed|ing)_to promis(?:e|es|ed|ing)_to"
    " intend(?:s|ed|ing)?_to prepar(?:e|es|ed|ing)_to decid(?:e|es|ed)_to committ?(?:ed)?_to offer(?:s|ed|ing)?_to"
    " announced_plans_to plans_(?:to|for) on_course_to"
)
_WEIGHS = _any(  # "considered sending", "came close to striking", "accused of bombing"
    "(?:consider|mull|weigh|contemplat|discuss|propos|suggest|advocat|debat|fear|recommend|favou?r|risk"
    "|call(?:s|ed|ing)?_for|talk(?:s|ed|ing)?_(?:of|about)"
    "|accus(?:e|es|ed|ing)_(?:\\S+_){0,4}?of|suspect(?:s|ed)?_(?:\\S+_){0,4}?of|plott?|threat|warn)(?:s|es|e|ed|ing|ens|ened|ening)?"
    " (?:came|come|comes|coming|was|were|is|are)_(?:very_)?close_to"
    " (?:on_the_(?:brink|verge)|in_favou?r|capable|guilty|incapable)_of"
)
_OPPOSES = _any(
    "oppos(?:e|es|ed|ing) (?:is|are|was|were)_(?:against|opposed_to)"
    " (?:ruled|rules|ruling)_out resist(?:s|ed|ing)? regret(?:s|ted)?_not"
)
_MAY = r"(?:would|could|may|might|should|must|can|ought|['’]d)"
_BETWEEN = r"(?:\w+ly|also|then|now|ever|yet|still|again|soon|been|be|being|have|has|had|having|to|it|later|together)"
_AUXILIARY = r"(?:is|are|was|were|am|do|does|did|['’]s|['’]re|['’]ve|get|gets|got)"
# The verb's own group: auxiliaries, adverbs and controlling verbs, up to the verb.
_GROUP = re.compile(
    rf"(?:(?<![\w-])(?:{_NOT}|{_REFUSES}|{_WEIGHS}|{_OPPOSES}|{_PLANS}|{_MAY}|{_BETWEEN}|{_AUXILIARY})\s+|['’](?:ll|d|s|re|ve)\s+)+\Z",
    re.IGNORECASE,
)
_NEGATES = re.compile(rf"(?<![\w-])(?:{_NOT}|{_REFUSES}|{_OPPOSES})\b", re.IGNORECASE)
_CONSIDERS = re.compile(rf"(?<![\w-]){_WEIGHS}\s", re.IGNORECASE)
_PROPOSES = re.compile(rf"(?<![\w-])(?:{_MAY})(?!\w)|['’]d\b", re.IGNORECASE)
_ANNOUNCES = re.compile(rf"(?:(?<![\w-])|(?=['’])){_PLANS}(?!\w)", re.IGNORECASE)
_INFINITIVE = re.compile(r"\bto\s+(?:(?:\w+ly|be|have|been|also)\s+)*\Z", re.IGNORECASE)
_DESPITE_TO = re.compile(  # an infinitive that happened: "began to withdraw", "travelled to meet"
    r"\b(?:began|begins|begun|started|starts|continu\w+|managed|came|went|travel\w*|arriv\w+|flew|forced|helped|used"
    r"|first|last|gathered|met|returned|moved)\s+(?:\S+\s+){0,4}?to\s+(?:(?:\w+ly|be|have|been)\s+)*\Z",
    re.IGNORECASE,
)
_TRIES = re.compile(r"\b(?:tr(?:y|ies|ied|ying)|attempt\w*|threat\w*|warn\w*)\s+(?:to|with)\s+\Z", re.IGNORECASE)
_CONDITION = re.compile(
    r"(?<![\w-])(?:if|unless|whether|lest|in case|in the event|as though|as if|provided|suppose)\b", re.IGNORECASE
)
_HAD = re.compile(r"(?:Had|Were|Should)\s+(?:[A-Z]|the\b)")  # "Had Iran attacked"
_DENIES = re.compile(
    r"(?<![\w-])(?:den(?:y|ies|ied|ying|ial)(?!\s+(?:bail|entry|access|visas?|asylum|parole|permission))"
    r"|(?:reject|dismiss|refut|rebuff|disput|rubbish|debunk)(?:s|es|ed|ing)?\s+(?:\S+\s+){0,4}?"
    r"(?:claims?|reports?|allegations?|accusations?|suggestions?|charges?|rumou?rs?|notion|idea|talk|speculation)"
    r"|(?:no|little)\s+(?:\w+\s+)?(?:evidence|proof|sign|indication|suggestion|truth)"
    r"|nothing\s+(?:to\s+)?(?:suggest|indicat|show|prov)\w*|(?:rather|other)\s+than|instead\s+of"
    r"|not\s+(?:true|the\s+case|correct)|untrue|falsely|false\s+(?:claims?|reports?|rumou?rs?)|baseless|unfounded|hoax"
    r"|doubt(?:s|ed)?\s+that|insist(?:s|ed|ing)?\s+(?:\S+\s+){0,5}?(?:not|never|no|\w+n['’]t)"
    r"|(?:ruled?|ruling|rules)\s+out|opposed\s+to|stopped\s+short|would\s+not|will\s+not|won['’]t)\b",
    re.IGNORECASE,
)
_WISHES = re.compile(
    r"(?<![\w-])(?:urg(?:e|es|ed|ing)|call(?:s|ed|ing)?\s+(?:on|for|upon)|demand(?:s|ed|ing)?|ask(?:s|ed|ing)?"
    r"|want(?:s|ed|ing)?|hop(?:e|es|ed|ing)|seek(?:s|ing)?|sought|consider(?:s|ed|ing)?|weigh(?:s|ed|ing)?|mull(?:s|ed)?"
    r"|propos(?:e|es|ed|ing)|suggest(?:s|ed|ing)?|fear(?:s|ed|ing)?|threat(?:s|en|ens|ened|ening)?"
    r"|warn(?:s|ed|ing)?\s+(?:of|against|that)|possible|potential|possibility|prospects?|likely|alleg(?:e|es|ed|edly)"
    r"|plot(?:s|ted|ting)?|speculation|rumou?r(?:s|ed)?|predict(?:s|ed|ing)?|risk(?:s|ed)?|planned|proposed|imminent"
    r"|in\s+an?\s+(?:effort|attempt|bid)|pressur(?:e|ed|ing)|appeal(?:s|ed|ing)?|invit(?:e|es|ed|ing)"
    r"|ready|willing|prepared|hypothetical)\b",
    re.IGNORECASE,
)
_HEARSAY = re.compile(  # "reports that it had fired"
    r"(?:\A|[,;]\s+|\b(?:aside|off|down|amid|on|of|about|by|from|despite|to|the|any|false|media|press|(?:reject|dismiss)\w*)\s+)"
    r"(?:report|claim|allegation|suggestion|rumou?r|speculation|accusation|belief|fear|hope)s?\s+(?:\S+\s+){0,4}?that\b",
    re.IGNORECASE,
)
_UNPROVEN = re.compile(
    r"\bwithout\s+(?:\w+\s+)?(?:providing|giving|offering|citing|presenting)?\s*(?:any\s+)?(?:evidence|proof|details)\b",
    re.I,
)
_SAYS_IT = re.compile(  # "announced that it would send", "said she would visit"
    r"\b(?:said|says|announced|announces|told\s+\w+|notified\s+\w+|confirmed|declared|promised|pledged|vowed)\s+(?:on\s+\w+\s+)?"
    r"(?:that\s+)?(?:it|he|she|they)\s*\Z",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"(?:\A|\W)(?:nobody|no\s+one|none(?:\s+of\s+the\s+\w+)?|neither(?:\s+\w+)?|no\s+\w+"
    r"|neither(?:\s+\S+){1,6}?\s+nor(?:\s+\S+){1,6}?)\s*\Z"
    r"|(?:\A|[,;]\s+|\bthat\s+)no(?:\s+(?!(?:when|after|as|while|and|but|in)\b)\S+){1,5}?\s*\Z",
    re.IGNORECASE,
)
_NO = re.compile(
    r"(?<![\w-])(?:no|without|never|neither|nor|not|lack\s+of|absence\s+of|end\s+of|against)\s+(?:\S+\s+){0,3}\Z",
    re.IGNORECASE,
)
_TAKES_BACK = re.compile(
    r"\b(?:cancel\w*|call(?:s|ed|ing)?\s+off|scrap\w*|postpon\w+|reject\w*|ruled?\s+out|rules\s+out|refus\w+|boycott\w*|avoid\w*"
    r"|prevent\w*|avert\w*|foil\w*|thwart\w*|abandon\w*|suspend\w*|skip\w*|turn(?:s|ed)\s+down|snub\w*|veto\w*)\b",
    re.IGNORECASE,
)
_FELL_THROUGH = re.compile(
    r"[^.;:]{0,60}?\b(?:(?:call|cancel|postpon|suspend|scrap|delay|abandon|avert|prevent|foil|thwart|reject|shelv"
    r"|collaps|rul|put)(?:l?ed|p?ed|d)?\s*(?:off|out)?(?=[\s,.]|\Z)|fell\s+(?:through|apart)|broke\s+down"
    r"|remains?\s+(?:elusive|out\s+of\s+reach|distant|a\s+distant)|(?:did|was|were|is|are|has|have|would|will)(?:\s+not|n['’]t|\s+never)\b|failed\b|unlikely\b)",
    re.IGNORECASE,
)
# A new clause: what was denied or wished before it says nothing of what follows.
_BREAK = re.compile(
    r"[;:]|\s[—–-]\s|,?\s+but\b|,\s+(?:and|while|as|after|before|though|although|because|when|where|so|then|with)\b"
    r"|\s(?:while|after|because|since|despite)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\b(?:who(?:se|m)?|which|(\w+)\s+that)(?:\b|['’])", re.IGNORECASE)
_TELLING = word_set(
    "said says told added reported announced confirmed claimed claims warned reporters insisted declared tweeted wrote"
    " states stated showed shows reports revealed concluded ruled found now and but"
)
_LONG_AGO = re.compile(
    r"\b(?:in|since|during|until|from|of|back\s+in|by|the)\s+(?:early\s+|late\s+|mid-?|\w+\s+)?(?P<year>(?:1[6-9]|20)\d\d)"
    r"\b|\b(?:last|previous)\s+(?:year|month|decade|century|summer|winter|spring|autumn|january|february|march|april"
    r"|may|june|july|august|september|october|november|december)\b"
    r"|\b(?:years?|months?|decades?|centuries)\s+(?:ago|earlier|before)\b|\bpreviously\b|\bin\s+the\s+past\b|\bformerly\b",
    re.IGNORECASE,
)


def of_verb(sentence: str, at: int) -> Stance:
    """What is said of the act whose verb begins at `at`. Offsets in characters."""
    before = sentence[:at]
    group = match[0] if (match := _GROUP.search(before)) else ""
    ahead = _clause(before.removesuffix(group))
    if _NEGATES.search(group) or _governed(_DENIES, ahead) or _NOBODY.search(ahead):
        return Stance.DENIED
    if (
        _CONSIDERS.search(group)
        or _UNPROVEN.search(before)
        or _HAD.match(sentence)
        or _CONDITION.search(ahead)
        or _HEARSAY.search(ahead)
        or _TRIES.search(before)
    ):
        return Stance.POSSIBLE
    if _PROPOSES.search(group):
        promised = (
            "would" in group.lower()
            and _SAYS_IT.search(before[: before.lower().rfind("would")])
            and not _CONDITION.search(sentence)
        )
        return Stance.PLANNED if promised else Stance.POSSIBLE
    if _ANNOUNCES.search(group):
        return Stance.PLANNED
    if _INFINITIVE.search(before) and not _DESPITE_TO.search(before):
        return Stance.POSSIBLE
    return Stance.STATED


def of_noun(sentence: str, start: int, end: int) -> Stance:
    """What is said of the act that the noun sentence[start:end] names: "talks", "an attack"."""
    ahead = _clause(sentence[:start])
    if _NO.search(ahead) or _DENIES.search(ahead) or _TAKES_BACK.search(ahead) or _FELL_THROUGH.match(sentence, end):
        return Stance.DENIED
    if _PROPOSES.search(ahead) or _CONDITION.search(ahead) or _WISHES.search(ahead):
        return Stance.POSSIBLE
    return Stance.PLANNED if _ANNOUNCES.search(ahead) else Stance.STATED


def is_past(sentence: str, year: int | None = None) -> bool:
    """Whether it tells of a time long before; `year`: what is said of that year and the one before is not."""
    found = _LONG_AGO.search(sentence)
    return found is not None and not (year and found["year"] and int(found["year"]) >= year)


def is_aside(sentence: str, at: int) -> bool:
    """Whether what stands at `at` only says which one is meant: "the war that left 200 dead", "who was jailed"."""
    ahead = _clause(sentence[:at])
    return any(not match[1] or match[1].lower() not in _TELLING for match in _RELATIVE.finditer(ahead))


def _clause(before: str) -> str:
    """The end of `before` that belongs to the clause at its end."""
    return before[max((found.end() for found in _BREAK.finditer(before)), default=0) :]


def _governed(words: re.Pattern[str], ahead: str) -> bool:
    """One of the words is there, and no comma closes its clause before the verb: "Iran, which denied it, fired"."""
    return words.search(ahead) is not None and not ahead.rstrip().endswith(",")
