"""What the grammar around a word says of the act it names: denied, asked for, thought of, planned; None: nothing.

English. Looks up from the word to what governs it; what only words beside it say is for stance.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.text import word_set
from bot.understand.happenings.event_words import forms
from bot.understand.happenings.stance import Stance
from bot.understand.syntax import VERBS, Word, children

_DEEPEST = 8
_NEGATIVE = word_set("not n't n’t never neither nor hardly no nobody none without nothing cannot")
_MODAL = word_set("would could may might should must can ca ought 'd ’d")
_FUTURE = word_set("will shall 'll ’ll wo")
_IF = word_set("if unless whether lest")
_DENIES = (
    "deny dispute doubt refute rebut reject dismiss disprove debunk rule avoid prevent"
    " refuse decline fail oppose foil thwart avert"
    " cancel scrap postpone shelve ditch stop resist abandon boycott veto snub forget balk"
)
_DENIAL = "denial opposition refusal lack absence failure unlikely unable unwilling reluctant"
_WISHES = (
    "urge ask demand want wish hope propose suggest consider mull weigh contemplate advocate"
    " recommend threaten warn fear predict"
    " expect speculate imagine seek call appeal invite plead press push pressure try attempt"
    " plot allow suppose allege rumour rumor"
    " claim suspect accuse need prefer discuss debate risk"
)
_TELLS_OF = (
    "rumour rumours rumor rumors speculation allegation allegations fear fears suggestion"
    " suggestions claim claims idea notion"
    " prospect possibility plot threat proposal proposals hope hopes call calls request"
    " demand demands plea theory likelihood"
    " chance chances likely keen eager willing able possible"
)
_PLANS = "plan agree pledge promise vow intend prepare schedule expect decide offer"
_READY = "due set ready poised"
_FELL_THROUGH = word_set(
    "elusive unlikely impossible collapsed collapse collapses failed stalled stall stalls"
    " fell break broke off uncertain doubt"
    " distant possible doubtful cancelled canceled postponed averted foiled thwarted"
    " scrapped delayed shelved suspended likely"
    " looming imminent inevitable supposed"
)
_OF = {
    **dict.fromkeys(forms(_PLANS) | word_set(_READY), Stance.PLANNED),
    **dict.fromkeys(forms(_WISHES) | word_set(_TELLS_OF), Stance.POSSIBLE),
    **dict.fromkeys(forms(_DENIES) | word_set(_DENIAL), Stance.DENIED),
}
_CLAIMS = forms("claim allege suspect accuse warn")  # of their own objects they say nothing: "warned Iran"
_ANNOUNCES = word_set(
    "said says announced announces told tells notified confirmed confirms declared promised pledged vowed informed"
)
_WEIGHT = {Stance.DENIED: 3, Stance.POSSIBLE: 2, Stance.PLANNED: 1}
_ALONG = frozenset(("conj", "compound", "amod", "nmod", "appos", "poss"))
_INSIDE = frozenset(
    ("xcomp", "ccomp", "pcomp", "acl", "dobj", "pobj", "prep", "nsubj", "nsubjpass", "csubj", "oprd", "attr", "dep")
)


def of(words: Sequence[Word], at: int) -> Stance | None:
    """The gravest thing that is said of the act that words[at], a verb or a noun, names."""
    found = list(_said(words, at))
    return max(found, key=lambda one: _WEIGHT[one], default=None)


def _said(words: Sequence[Word], at: int) -> Iterator[Stance]:
    n, noun = at, words[at].tag not in VERBS
    for _ in range(_DEEPEST):
        if words[n].tag in VERBS or n == at:
            yield from _of_group(words, n)
        above, dep = words[n].head, words[n].dep
        if above == n:
            return
        if dep in _INSIDE and not (noun and n == at and dep == "prep"):
            yield from _of_governor(words, n, above, dep)
        elif dep == "advcl":
            if not any(words[one].low in _IF for one in children(words, n)):
                return
        elif dep not in _ALONG or (dep == "conj" and _has_subject(words, n)):
            return
        n = above


def _has_subject(words: Sequence[Word], verb: int) -> bool:
    return words[verb].tag in VERBS and any(children(words, verb, ("nsubj", "nsubjpass")))


def _of_group(words: Sequence[Word], verb: int) -> Iterator[Stance]:
    """Its own "not", "would", "if", and a subject that is nobody."""
    subjects = list(children(words, verb, ("nsubj", "nsubjpass")))
    for child in children(words, verb):
        low, dep = words[child].low, words[child].dep
        if dep == "neg" or low in ("neither", "never") or (dep in ("det", "preconj") and low in ("no", "neither")):
            yield Stance.DENIED
        elif dep == "mark" and low in _IF:
            yield Stance.POSSIBLE
        elif dep == "aux" and low in _MODAL:
            promised = (
                low in ("would", "'d", "’d")
                and words[verb].dep == "ccomp"
                and words[words[verb].head].low in _ANNOUNCES
            )
            promised = promised and not any(words[one].low == "have" for one in children(words, verb, ("aux",)))
            yield Stance.PLANNED if promised else Stance.POSSIBLE
        elif dep == "aux" and low in _FUTURE:
            yield Stance.PLANNED
        elif (
            dep == "aux"
            and low in ("had", "should", "were")
            and subjects
            and child < subjects[0]
            and words[verb].dep == "advcl"
        ):
            yield Stance.POSSIBLE  # "Had it invaded"
    for subject in subjects:
        nobody = words[subject].low in _NEGATIVE
        if nobody or any(
            words[one].low in ("no", "neither") for one in children(words, subject, ("det", "preconj", "cc"))
        ):
            yield Stance.DENIED


def _of_governor(words: Sequence[Word], n: int, above: int, dep: str) -> Iterator[Stance]:
    low = words[above].low
    subject = dep in ("nsubj", "nsubjpass", "csubj")
    if subject:
        if low in _FELL_THROUGH or any(
            words[one].low in _FELL_THROUGH for one in children(words, above, ("acomp", "attr", "prt", "oprd"))
        ):
            yield Stance.DENIED
        return
    if dep == "pcomp" and words[n].tag in VERBS and low == "without":
        yield Stance.DENIED
    if dep == "prep" and words[n].low in ("without",):
        yield Stance.DENIED
    if dep == "acl" and words[n].tag in ("VBN", "VBG") and words[above].tag not in VERBS:
        return
    if dep == "dobj" and low in _CLAIMS:
        return
    if said := _OF.get(low):
        yield said
