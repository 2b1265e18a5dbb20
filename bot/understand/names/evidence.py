"""What backs a one-word name that only the recogniser saw: without a word beside it that fits, it is no actor.

On full news articles the recogniser's lone words are wrong three times in four (products, places, first names).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.model import ActorKind
from bot.understand.identity import sectors
from bot.understand.names import titles
from bot.understand.names.spans import Span

# In a text as short as this there is no room for the full name or for a cue, and the recogniser is right more often.
SHORT = 700
_LOOK = 40  # characters on either side in which a cue may stand

_KIND_OF_ORGANISATION = (
    "company|firm|group|maker|carmaker|drugmaker|chipmaker|giant|bank|lender|retailer|supermarket|chain|airline|"
    "carrier|agency|newspaper|magazine|broadcaster|website|channel|network|club|side|team|party|militia|movement|"
    "charity|start-?up|manufacturer|supplier|operator|publisher|union|organi[sz]ation|studio|service|regulator|"
    "watchdog|insurer|brewer|miner|utility|contractor|developer|consultancy|think-?tank|rival|archrival|label|brand|"
    "faction|gang|cartel|conglomerate|subsidiary|parent|owner|employer|champions|band|paper|tabloid|daily|outlet"
)
_BEFORE_ORGANISATION = re.compile(rf"\b(?:{_KIND_OF_ORGANISATION})s?,?\s+[\"“'‘]?$", re.IGNORECASE)
_AFTER_ORGANISATION = re.compile(
    r"(?:['’]s?)?,?\s+(?:Inc|Corp|Ltd|plc|Plc|PLC|AG|SA|NV|Group|spokes(?:man|woman|person)|chief executive|CEO|"
    r"shares?|employees|executives?|officials?|founder|co-founder|chairman|workers|staff|shareholders|investors|"
    r"fighters|militants|gunmen|members|supporters|fans|manager|coach|striker|midfielder|defender|goalkeeper|boss|"
    r"captain|newspaper|magazine|website|television|radio|news agency|broadcaster|researchers|analysts?|"
    r"(?:assistant |deputy )?general secretary|lawyers?|engineers?|"
    r"has (?:agreed|announced|acquired|launched)|announced|acquired|plans to|reported|is hiring)\b"
)
_CAMEL = re.compile("[a-z][A-Z][a-z]")
_MAC = re.compile("(?:Ma?c|D[eu]|L[ae]|Fitz)[A-Z]")
_SPEAKS = re.compile(r",?\s+(?:said|says|told|added|tweeted|wrote|replied|argued|insisted|explained|admitted|denied)\b")
_SPOKEN = re.compile(r"\b(?:said|says|added|replied|Mr\.?|Mrs\.?|Ms\.?|Miss|Dr\.?)\s+$")
_PLAYS = re.compile(r"(?:against|beat|defeated|over|to|at|from|by)\s+$")


def cue(text: str, kind: ActorKind, spans: Sequence[Span]) -> str | None:
    """The words beside one of the spans that say it names an actor of that kind; None when there are none."""
    for span in spans[:10]:
        before = text[max(0, span.start - _LOOK) : span.start]
        after = text[span.end : span.end + _LOOK]
        if kind is ActorKind.PERSON:
            found = _SPEAKS.match(after) or _SPOKEN.search(before)
        else:
            found = _BEFORE_ORGANISATION.search(before) or _AFTER_ORGANISATION.match(after)
        if found:
            return found[0].strip(" ,'’s\"“‘") or found[0].strip()
    return None


def _is_brand(name: str) -> bool:
    """Letters as only organisations have them: "JDRF", "JustGiving"."""
    return (name.isupper() and len(name) > 2) or (_CAMEL.search(name) is not None and not _MAC.match(name))


def kind_of(text: str, name: str, kind: ActorKind, spans: Sequence[Span]) -> ActorKind | None:
    """What a name is believed to be: its kind, or the other one where the words beside it say so; None: no actor.

    Two words or more are believed, and so are a seed actor, an acronym, and one word with something to back it.
    """
    if " " in name or any(span.source not in ("NER", "again") for span in spans):
        return kind
    if len(text) < SHORT:  # "the union Sepla" is none of a person
        union = kind is ActorKind.PERSON and not cue(text, kind, spans) and cue(text, ActorKind.ORGANISATION, spans)
        return ActorKind.ORGANISATION if union else kind
    if kind is ActorKind.ORGANISATION and (sectors.of_organisation(name) or _is_brand(name)):
        return kind
    if kind is ActorKind.PERSON and any(
        titles.before(text, span.start) or titles.after(text, span.end) for span in spans[:10]
    ):
        return kind
    other = ActorKind.ORGANISATION if kind is ActorKind.PERSON else ActorKind.PERSON
    return next((one for one in (kind, other) if cue(text, one, spans)), None)
