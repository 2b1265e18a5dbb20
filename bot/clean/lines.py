"""Lines that are boilerplate wherever they stand, by their words alone: labels, links, forms, credits, legal lines.

A full sentence needs more than the words it opens with: "Copyright holders sued on Monday" is news.
"""

from __future__ import annotations

import re

from bot.clean import imprint, phrases
from bot.clean.glue import byline
from bot.clean.phrases import bare, fold

MAX_LINE = 700  # characters; a longer paragraph is prose
LINK, AGE, GALLERY = "link", "age", "gallery"
SENTENCE = 7  # words
_OPENING = "([*•|-–— 【「>»"
_SENTENCES = re.compile(r"[.!?…] +\w")
_LINK = re.compile(
    r"^(?:https?://|www\.)\S+$"
    r"|\[(?:video|photos?|pictures?|insight|reaction|analysis|watch|opinion|comment|report|revealed|exclusive|interview)\]\W*$"
)
_AGO = re.compile(
    r"^(?:(?:updated|posted|published):? )?(?:\d+|an?) ?"
    r"(?:[smhdwy]|min|mins|hrs?|minutes?|hours?|days?|weeks?|months?|years?) ago"
    r"(?: at \d{1,2}[:.]\d{2}(?: [ap]\.?m)?)?$"
)
_COUNTED = re.compile(
    r"^(?:(?:image|photo|picture|slide|gallery|video|foto|bild|фото) )?\d{1,3} ?(?:of|/|de|von|из)(?: /)? ?\d{1,3}$"
    r"|^view \d+ (?:photos|images)$|^video duration.{0,40}$"
)
_SHARED = re.compile(r"[^\W\d_]+|\+")
_CAMEL = re.compile(r"(?<=[a-zа-я])(?=[A-ZА-Я])|(?<=[A-Z])(?=[A-Z][a-z])")
_SIGNED = re.compile(
    r"^\W*(?:By|BY|by|(?:Words|Text|Story|Written|Reviewed|Edited|Researched|Photos|Video|Reported) [Bb]y:?"
    r"|Author:|Por|Von|Par|Автор:|Текст:)\s+(?=[^\W\d_a-zа-я])[^.!?]{3,110}(?:\b[ap]\.?m\.?)?$"
)
_METER = re.compile(
    r"you(?:'ve| have)(?: (?:only|just))? (?:\d+|no|one|two|three|four|five) (?:free |more ){0,2}"
    r"(?:articles?|stories|story|reads?|views?) (?:left|remaining)"
    r"|this is your (?:last|final|\w+) free (?:article|story)"
)
_INBOX = re.compile(r"\b(?:in|into|to) your inbox\b")
_INBOX_WORDS = 12  # a heading over a form, not a sentence about mail
_ROW = 160  # characters of a row of labels
_PARTS = re.compile(r"\s*[|·•/:]\s*")
_LABELLED = re.compile(r"^(.{4,30}?)\s*(?:[:|»>]|[–—-]\s)\s*\S")  # "Trending now: …"
_AFTER_LABEL = re.compile(r":\s*(\w)")
_SENTENCE_END = re.compile(r"[.!?…。।؟][\"'”’»)\]]*$")
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_OTHER_SCRIPT = re.compile("[\u0530-\uffff]")  # words that confirm are Latin and Cyrillic
_SPECIFIC = 2  # spaces in an opener that says it itself: "support our journalism"
_BUTTONS = 120  # characters
_NAMED = 0.5  # share of words with a capital in a line of credits


def certain(paragraph: str) -> str | None:
    """The reason, when the paragraph is boilerplate wherever it stands."""
    if len(paragraph) > MAX_LINE:
        return None
    folded = fold(paragraph)
    edge = bare(folded)
    if not edge:
        return "no words" if len(folded) <= 40 else None
    return _label(paragraph, edge, folded) or _row_of_labels(folded) or _opened(paragraph, folded)


def is_link_head(paragraph: str) -> bool:
    """Stands over headlines of other stories."""
    folded = fold(paragraph[:MAX_LINE])
    edge = bare(folded)
    return edge in phrases.LINK_HEADS or bool(phrases.HEADS.fullmatch(edge) or phrases.SECTION_HEADS.fullmatch(edge))


def _label(paragraph: str, edge: str, folded: str) -> str | None:
    if reason := phrases.LINES.get(edge):
        return reason
    if _LINK.search(folded) or phrases.HEADS.fullmatch(edge):
        return LINK
    if _AGO.match(edge):
        return AGE
    if _COUNTED.match(edge):
        return GALLERY
    if len(paragraph) < _BUTTONS and any(name in folded for name in phrases.NETWORKS) and _is_share_row(paragraph):
        return "share"
    if _SIGNED.match(paragraph) and _is_of_names(paragraph) and not byline(paragraph):  # whose names are data
        return "byline"
    if reason := phrases.LINES.get(imprint.without_count(edge)):
        return reason
    label = _LABELLED.match(folded)
    if label and phrases.LINES.get(bare(label[1])) == LINK and not (_explains(folded) or _goes_on(paragraph)):
        return LINK
    if _METER.match(folded) or (folded.count(" ") < _INBOX_WORDS and _INBOX.search(folded)):
        return "appeal"
    return None


def _goes_on(paragraph: str) -> bool:
    """A sentence that only opens like a label: "Watch: that was the order." """
    after = _AFTER_LABEL.search(paragraph)
    return bool(after and after[1].islower() and _is_sentence(paragraph))


def _is_share_row(paragraph: str) -> bool:
    """Names of networks and what one does with them, with or without space between: "FacebookTwitterEmail"."""
    words = [fold(word) for part in _SHARED.findall(paragraph) for word in _CAMEL.split(part)]
    return len(words) > 1 and phrases.SHARE.issuperset(words) and not phrases.NETWORKS.isdisjoint(words)


def _row_of_labels(folded: str) -> str | None:
    """As in "Share this: Facebook | X | WhatsApp": every part of the line is such a line of its own."""
    if len(folded) > _ROW:
        return None
    parts = [part for part in map(bare, _PARTS.split(folded)) if part]
    reasons = [phrases.LINES.get(part) for part in parts if len(part) > 1]
    return reasons[0] if len(parts) > 1 and reasons and all(reasons) else None


def _opened(paragraph: str, folded: str) -> str | None:
    count, opening = folded.count(" ") + 1, folded.lstrip(_OPENING)
    for reason, limit, openers in phrases.OPENERS:
        if count <= limit and opening.startswith(openers):
            if (ends := _ending(opening)) is not None:
                return reason if ends else None
            explains = reason == LINK and _explains(folded)
            return None if explains or not _confirmed(reason, openers, paragraph, opening) else reason
    return None


def _explains(folded: str) -> bool:
    """More than one sentence: no link."""
    return len(_SENTENCES.findall(folded)) > 1


def _ending(folded: str) -> bool | None:
    """Some openers say nothing unless certain words follow: "the post …" must have "appeared first on"."""
    wanted = [endings for opener, endings in phrases.ENDINGS if folded.startswith(opener)]
    return any(ending in folded for endings in wanted for ending in endings) if wanted else None


def _confirmed(reason: str, openers: tuple[str, ...], paragraph: str, opening: str) -> bool:
    """A full sentence says it more than once, and nobody says it in the report."""
    if not _is_sentence(paragraph) or _OTHER_SCRIPT.search(opening):
        return True
    if said(opening):
        return False
    opener = max((one for one in openers if opening.startswith(one)), key=len)
    rest = opening[len(opener) :]
    if reason == "credit":
        return _is_of_names(paragraph)
    cues = phrases.CONFIRM.get(reason)
    if cues is None:
        return "," in rest or "#" in rest
    return bool(cues.search(rest) or (opener.count(" ") >= _SPECIFIC and cues.search(opener)))


def _is_sentence(paragraph: str) -> bool:
    return paragraph.count(" ") >= SENTENCE - 1 and bool(_SENTENCE_END.search(paragraph[-8:]))


def said(folded: str) -> bool:
    """Somebody is quoted or cited."""
    return not phrases.ATTRIBUTION.isdisjoint(word.strip(".,;:!?\"')") for word in folded.split())


def _is_of_names(paragraph: str) -> bool:
    words = _WORD.findall(paragraph)
    named = sum(word[0].isupper() or fold(word).strip(".") in phrases.AGENCIES for word in words)
    return bool(named >= _NAMED * len(words))
