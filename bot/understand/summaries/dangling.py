"""Which sentences cannot stand alone, and which are no report at all: openers that point back, captions, credits.

The word lists are English, Russian, Spanish, French and German; in other languages only the form is judged.
"""

from __future__ import annotations

import re

from bot.text import word_set

# Opening words that mean nothing without the sentence before. Compared with their accents: "él" is no "el".
_CONNECTING = word_set(
    "but however meanwhile and also so then thus still yet instead moreover furthermore nevertheless nonetheless"
    " besides therefore hence consequently additionally similarly likewise otherwise afterwards afterward or nor indeed"
    " но однако и а также затем потом поэтому впрочем зато"
    " pero además también entonces luego así asimismo"
    " mais cependant toutefois et aussi puis ensuite donc ainsi pourtant"
    " aber doch und auch dann außerdem zudem jedoch trotzdem unterdessen inzwischen deshalb denn"
)
_POINTING = _CONNECTING | word_set(
    "he she it they these those his her its their him them both neither others which who here"
    " он она оно они это эти его её ее их там тот та те такой такая такие"
    " él ella ello ellos ellas ese esa eso esos esas aquel su sus allí"
    " il elle ils elles ce cela ceci ces celui celle leur leurs sa ses c"
    " er sie es dies dieses sein seine seiner ihr ihre ihrer dort dabei"
)
_POINTING_PHRASE = re.compile(
    r"(?:in addition|in fact|as a result|on the other hand|at the same time|for (?:example|instance)"
    r"|in (?:turn|response|contrast)|by contrast|that said|even so|of course|after that|since then"
    r"|according to (?:him|her|them)"
    r"|(?:among|because of|despite|given|under|besides) (?:this|that|these|those|them|it)"
    r"|(?:in|at|for|by|with|after|before|from|on|to) (?:this|that|these|those|them|him|it)"
    r"(?! [a-z]*(?:week|month|year|day|time)\b)"
    r"|for (?:his|her|its|their) part|sin embargo|por (?:lo tanto|eso|otra parte)|en cambio|mientras tanto|par ailleurs"
    r"|en outre|de plus|тем временем|кроме того|между тем|при этом|в то же время)\b",
    re.IGNORECASE,
)
_DAYS_AND_MONTHS = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "January", "February", "March",
    "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DEMONSTRATIVE = word_set("this that such este esta esto cette этот эта diese dieser")
_THIRD = word_set("it he she they this that these those its his her their он она оно они это él ella ello esto eso")
_TIME = word_set(
    "morning afternoon evening week weekend month year summer winter spring autumn monday tuesday wednesday thursday"
    " friday saturday sunday lunes martes miércoles jueves viernes sábado domingo semana mes año semaine année"
    " woche jahr"
)
_LOOSE = word_set(
    "another later earlier separately though although elsewhere finally second secondly third thirdly you your we i our"
    " my мы я"
)
_LABELLED = re.compile(r"[^\W\d_][\w’' -]{2,30}: [A-Z“\"]")  # "Grief: Mourners gather …": probably a caption
_GENERIC = re.compile(
    r"the (?:other|two|three|same|former|latter|pair|duo|trio|couple|agreement|deal|accord|pact|move|decision"
    r"|announcement|statement|incident|attack|raid|strike|blast|explosion|ruling|report|document|study|group|company"
    r"|firm|measures?|proposal|plan|bill|visit|meeting|talks|comments|remarks|news|developments?|suspects?|victims?|m[ae]n|wom[ae]n"
    r"|minister|officials?|spokes\w+|vote|law|case|operation|project|event)\b",
    re.IGNORECASE,
)
_UNNAMED_SPEAKER = re.compile(
    r"[,”\"»’'] (?:he|she|they) (?:said|says|told|added|wrote|tweeted|noted|warned|explained|insisted)\b"
    r"|[”\"»] (?:said|added) (?:he|she|they)\b"
    r"|[»”\"], ?[—–-] (?:сказал|заявил|добавил|отметил|подчеркнул)а? (?:он|она)\b",
    re.IGNORECASE,
)
_QUOTATION = re.compile(r"[“\"«„][^”\"»“]*[”\"»“]")
_NAME = re.compile(r"(?<=[\w,] )[^\W\d_a-zа-яё][^\W\d_]+")  # a capital inside the sentence
# "Speaking in parliament, he …", "On Monday, they …": whom the phrase before it does not name.
_LATE_PRONOUN = re.compile(
    r"(?:(?:in|on|at|during|last|earlier|later|since|by|speaking|asked|noting|addressing|writing)\b[^,A-Z“\"]{0,60}"
    rf"(?:(?:{'|'.join(_DAYS_AND_MONTHS)})[^,A-Z“\"]{{0,20}})?, (?:he|she|they|it)"
    r"|(?:after|before|following|when|while|as|if|although|despite)\b[^,A-Z“\"]{0,60}, (?:he|she))\b",
)
_OPENING_WORD = re.compile(r"[^\w]*([^\W_][\w’'-]*)(?:\s+([^\W_][\w’'-]*))?")
_QUOTE_OPENS = re.compile(r"\W*[\"“«„‘]")
_QUOTE_ONLY = re.compile(r"\s*(?:[\"“«][^\"”»]*[\"”»]?|„[^“”]*[“”]?)\W*$")

_NO_REPORT_OPENS = re.compile(
    r"\W*(?:(?:photo|image|picture|file photo|video|watch|listen|read|see also|also read|related|credit|source|caption"
    r"|advertisement|editor.s note|correction|фото|видео|foto|imagen)s?\s*[:|/—–]"
    r"|(?:read more|watch live|follow us|sign up|subscribe|click here|share this|support us|donate|scroll down|pictured"
    r"|Подпис(?:ывайтесь|аться)|Читайте также)\b"
    r"|(?:last )?(?:updated|published|posted)(?: at| on)?\b[^a-z]*\d)",
    re.IGNORECASE,
)
_NO_REPORT_HOLDS = re.compile(
    r"©|\bAP Photo\b|\bGetty Images\b|\bphoto(?:graph)? (?:by|credit|courtesy)\b"
    r"|\bimage (?:source|credit)\b|\bfile photo\b"
    r"|\ball rights reserved\b|\bcontributed to this (?:report|story|article)\b|\b(?:reporting|editing|writing) by\b"
    r"|\bthis (?:article|story) (?:was|first|originally|has been)\b|\b(?:our|free|daily|weekly) newsletter\b"
    r"|, (?:left|right|centre|center),|\((?:left|right|L|R|centre|center)\)|, pictured\b"
    r"|\b(?:is|are) seen (?:here|in this)\b"
    r"|\bin this (?:file )?(?:photo|image|picture|handout)\b|\bПодпис(?:ывайтесь|аться)\b|\bЧитайте также\b",
    re.IGNORECASE,
)
# One of these is in whatever the pattern above finds: most sentences need not be searched.
_HINTS = (
    "©", "photo", "getty", "image", "reserved", "contributed", "ing by", "this article", "this story", "newsletter",
    "left", "right", "cent", "(l)", "(r)", "pictured", "seen", "in this", "подпис", "читайте",
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_LEAST_SMALL_WORDS = 2  # a date-line, a by-line and a heading have none
_FINISHED = re.compile(r"[.!。！．।۔][\"'”’»)\]）」』]*$")


def is_report(sentence: str) -> bool:
    """Whether it is a whole statement: no caption, credit, call to the reader, question or fragment."""
    opening = _OPENING_WORD.match(sentence)
    if not _FINISHED.search(sentence) or sentence.rstrip("\"'”’»)]").endswith(("...", "…")) or opening is None:
        return False
    if opening[1][0].islower() or (sentence.startswith("(") and sentence.endswith(")")):
        return False
    return not _is_apparatus(sentence) and not _only_names(sentence)


def _is_apparatus(sentence: str) -> bool:
    """A caption, a credit, a call to the reader."""
    if _NO_REPORT_OPENS.match(sentence):
        return True
    lower = sentence.lower()
    return any(hint in lower for hint in _HINTS) and _NO_REPORT_HOLDS.search(sentence) is not None


def _only_names(sentence: str) -> bool:
    """ "By Our Reporter.", "12:40 EST, 3 July 2012.": where a script has small letters, a statement has some."""
    words = _WORD.findall(sentence)
    cased = any(word[0].isupper() for word in words)
    return cased and sum(word[0].islower() for word in words) < _LEAST_SMALL_WORDS


def dangles(sentence: str) -> bool:
    """Whether it opens with an unresolved pronoun or connective, or quotes somebody it does not name."""
    if _quotes_nobody(sentence) or _QUOTE_ONLY.match(sentence) or _torn_quotation(sentence):
        return True
    first, second = _opening(sentence)
    if _QUOTE_OPENS.match(sentence):
        return first in _THIRD  # the speaker, named behind the quotation, is whom "we" and "I" are about
    if first in _DEMONSTRATIVE:
        return second not in _TIME
    bare = sentence.lstrip(" \t—–-•")
    return (
        first in _POINTING
        or _POINTING_PHRASE.match(bare) is not None
        or _LATE_PRONOUN.match(bare[:1].lower() + bare[1:]) is not None
    )


def connects(sentence: str) -> bool:
    """Whether it opens by tying itself to the sentence right before: "But …", "Meanwhile, …"."""
    return _opening(sentence)[0] in _CONNECTING


def _quotes_nobody(sentence: str) -> bool:
    """ "…, he said", where no name in the sentence before, outside its quotations, is his."""
    said = _UNNAMED_SPEAKER.search(sentence)
    return said is not None and _NAME.search(_QUOTATION.sub(" ", sentence[: said.start() + 1])) is None


def _torn_quotation(sentence: str) -> bool:
    """It opens a quotation that another sentence closes, or the other way round: who speaks is said elsewhere."""
    if "„" in sentence:
        return sentence.count("„") != sentence.count("“") + sentence.count("”")
    return (
        sentence.count("“") != sentence.count("”")
        or sentence.count("«") != sentence.count("»")
        or sentence.count('"') % 2 == 1
    )


def points_back(sentence: str, told: frozenset[str]) -> bool:
    """Whether it opens with what the reader should know: "The deal …", where no deal was `told` of (words, folded)."""
    generic = _GENERIC.match(sentence)
    return generic is not None and generic.group().split()[-1].casefold() not in told


def is_loose(sentence: str) -> bool:
    """Whether it may lean on the sentences before: "Later …", "Another …", "We …", or a label that captions have."""
    first, _ = _opening(sentence)
    return first in _DEMONSTRATIVE or first in _LOOSE or first in _POINTING or _LABELLED.match(sentence) is not None


def _opening(sentence: str) -> tuple[str, str]:
    match = _OPENING_WORD.match(sentence)
    if match is None:
        return "", ""
    return re.split("[’']", match[1].casefold())[0], (match[2] or "").casefold()
