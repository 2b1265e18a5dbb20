"""A headline as it is shown: without the site's name, the section's label and the bait for clicks.

Takes away from the ends alone, and never so much that too little is left. Does not change the stored title.
"""

from __future__ import annotations

import re

from bot.text import fold, one_line

_SHORTEST = 12  # characters that must be left
_LONGEST = 400  # what is longer is no headline, and would cost time
_ROUNDS = 3  # "WATCH LIVE | Breaking: …"
_LABELS = (
    r"(?:opinion|analysis|editorial|comment(?:ary)?|op-ed|column|perspective|explainer|explained|factbox|feature"
    r"|interview|watch(?: live| now)?|videos?|listen|podcast|photos?|in (?:pictures|photos)|gallery"
    r"|live(?: blog| updates?| coverage| news)?|as it happened|breaking(?: news)?|just in|developing(?: story)?"
    r"|news alert|alert|urgent|flash|exclusive|scoop|must[ -](?:read|watch|see)|corrected|update(?: \d+)?"
    r"|wrapup(?: \d+)?"
    r"|срочно|молния|видео|фото|эксклюзив|мнение|обновлено|прям(?:ая трансляция|ой эфир)|онлайн"
    r"|терміново|блискавка|відео|ексклюзив|думка|оновлено|наживо"
    r"|última hora|urgente|en (?:vivo|directo)|exclusiva|vídeo|opinión|análisis|fotos"
    r"|ao vivo|exclusivo|(?:veja|assista)(?: o vídeo)?|opinião|análise|ultim[’']ora|(?:in )?diretta|esclusiva"
    r"|(?:en )?direct|exclusif|vidéo|tribune|entretien|alerte info|eilmeldung|eil|live(?:ticker|blog)|exklusiv|meinung"
    r"|kommentar|son dakika|canlı|özel haber"
    r"|عاجل|مباشر|حصري|شاهد|فيديو|بالفيديو|速報|動画|写真|独自|快讯|突发|视频|图集|独家|直播|속보|단독|영상)"
)
_SECTIONS = (
    r"(?:(?:world|us|uk|local|top|latest)? ?(?:news|stories)|politics|world|business|sports?|economy|international|home"
    r"|politik|wirtschaft|ausland|panorama|nachrichten|monde|politique|économie|actualités?|mundo|política|economía"
    r"|internacional|noticias|notícias|economia|esteri|cronaca|в мире|политика|экономика|общество|новости"
    r"|політика|новини)"
)
# A label is set off by a mark; a bare hyphen needs its spaces: "Live-fire drills" has none.
_OPENS = re.compile(
    rf"\W*{_LABELS}\s*(?::|\||｜|\s[–—•·-]\s|[–—]\s|»|//)\s*|\W*[\[(【]{_LABELS}[\])】]\s*[:|–—-]?\s*"
    r"|(?:UPDATE|WRAPUP|REFILE|RPT|CORRECTED|EXCLUSIVE|ANALYSIS|FACTBOX|Exclusive|Analysis|Factbox|Explainer)"
    r"(?: ?\d+)?-(?=\S)"
    "|(?:[\u2600-\u27bf\U0001f300-\U0001faff\ufe0f\\s]|\\+\\+)+",
    re.IGNORECASE,
)
_ENDS = re.compile(
    rf"(?:\s*[\[(]{_LABELS}(?:(?:[\s,/+&]+| (?:and|y|e|et|und|и|та) ){_LABELS})*[\])]"
    rf"|\s*[\[(]with (?:video|photos)[\])]|\s+[|–—•·-]\s+{_LABELS}"
    r"|\s*(?:[:;,.!?–—]|\s-|\.{3}|…)\s*(?:(?:and )?here[’']?s (?:why|how|what|everything)\b[^.]*"
    r"|(?:all|what|everything)(?: you)? (?:need|have) to know\b[^.]*|what we know(?: so far)?"
    r"|ce que l[’']on sait|lo que se sabe|details inside"
    r"|(?:and )?(?:the reason|the answer|it)(?: why)? (?:will|may) (?:shock|surprise|amaze) you|read (?:on|more)"
    r"|what (?:happened|comes) next (?:will|may)\b.*|you won[’']t believe\b.*|see (?:pics|photos|video)|watch)[\s.!…]*"
    "|(?:[\u2600-\u27bf\U0001f300-\U0001faff\ufe0f\\s]|\\+\\+)+)$",
    re.IGNORECASE,
)
_LOUD = re.compile(rf"\A\W*(?P<first>{_LABELS})[.!]+\s+|(?<=[.!?])\s+(?P<last>{_LABELS})[.!]*$", re.IGNORECASE)
_SECTION = re.compile(rf"\s+[|–—•·-]\s+{_SECTIONS}$", re.IGNORECASE)
_SHOUTED = re.compile(r"([!?])[!?]+")
_SEPARATOR = re.compile(r"\s+[|–—•·»-]\s+|\s*\|\s*|\s+::\s+")
_ADDRESS = re.compile(r"(?:[\w-]+\.)+[a-z]{2,6}", re.IGNORECASE)
_LONGER = 12  # characters that a site may put around its publisher's name: "The … online"


def shown(title: str, publisher: str) -> str:
    """The headline on one line, never longer than the title; the title itself where too little else would be left."""
    text = one_line(title)
    for _ in range(_ROUNDS if len(text) <= _LONGEST else 0):
        before = text
        if opening := _OPENS.match(text):
            text = _if_enough(text[opening.end() :], text)
        if ending := _ENDS.search(text):
            text = _if_enough(text[: ending.start()], text)
        text = _without_site(_without_loud(text), publisher)
        if text == before:
            break
    return _SHOUTED.sub(r"\1", text)


def _without_loud(text: str) -> str:
    """ "VIDEO. A bridge falls": a label that a mere full stop sets off has to be in capitals."""
    for mark in _LOUD.finditer(text):
        if (mark["first"] or mark["last"]).isupper():
            return _if_enough(text[mark.end() :] if mark["first"] else text[: mark.start()].rstrip("."), text)
    return text


def _without_site(text: str, publisher: str) -> str:
    """ "Talks resume | The Harbour Post" -> "Talks resume": an end or a beginning that names the publisher goes.

    The section before it too: "Talks resume | World | The Harbour Post".
    """
    name, colon, rest = text.partition(": ")
    if colon and _letters(name).removeprefix("the") == _letters(publisher).removeprefix("the"):
        return _if_enough(rest.lstrip(" |"), text)
    marks = list(_SEPARATOR.finditer(text))
    if not marks:
        return text
    first, last = marks[0], marks[-1]
    if _names(text[last.end() :], publisher) or _ADDRESS.fullmatch(text[last.end() :]):
        left = _if_enough(text[: last.start()], text)
        return _if_enough(_SECTION.sub("", left), left)
    return _if_enough(text[first.end() :], text) if _names(text[: first.start()], publisher) else text


def _names(piece: str, publisher: str) -> bool:
    part, name = _letters(piece), _letters(publisher)
    if not part or not name:
        return False
    return part == name or (name in part and len(part) <= len(name) + _LONGER) or (len(part) > 2 and part in name)


def _letters(name: str) -> str:
    return re.sub(r"\W+", "", fold(name))


def _if_enough(rest: str, text: str) -> str:
    return rest if len(rest) >= _SHORTEST else text
