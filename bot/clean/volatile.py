"""The words of a text, without what changes by itself: markup, spacing, counts of views, "updated 5 minutes ago"."""

from __future__ import annotations

import html
import re
import unicodedata

from bot.text import safe

_READ = 20_000  # characters of a feed's text that are looked at
_TAG = re.compile(r"<[^<>]{0,2000}>")
# Pieces that may be nothing but a counter or a time stamp: lines, sentences, what stands in brackets or between dashes.
_PIECE = re.compile(r"[\n|·•()\[\]]+|\s[-–—]+\s|(?<=[.!?…])\s+")
_WORD = re.compile(r"\w+")
# Without one of these a text holds nothing volatile; looking for them is a tenth of the work.
_CUES = (
    "views", "view:", "comment", "likes", "retweet", "reaction", "upvotes", "claps", "просмотр", "комментари", "vistas",
    "visual", "comentario", "aufrufe", "kommentare", "vues", " ago", "hace ", "vor ", "il y a ", "назад", "updated",
    "modified", "edited", "published", "posted", "обновл", "опубликов", "actualizado", "publicado", "aktualisiert",
    "veröffentlicht", "mis à jour", "publié", "share", "reads", " read", "vote", "repl", "download", "update",
)  # fmt: skip
_ASCII = {n: chr(n).lower() if chr(n).isalnum() or n == ord("_") else " " for n in range(128)}

_UNITS = (
    r"(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|weeks?|minutos?|horas?|días?|minuten?|stunden?|tagen?"
    r"|heures?|jours?|секунд\w*|минут\w*|час\w*|дн\w+|день)"
)
_AMOUNT = r"(?:\d{1,4}|an?|one|few|una?|une?|einer?)"
_AGO = re.compile(
    rf"\b{_AMOUNT} ?{_UNITS} (?:ago|назад)\b|\b(?:hace|vor|il y a) {_AMOUNT} {_UNITS}\b", re.IGNORECASE
)  # fmt: skip
_COUNTED = (
    r"(?:(?:page ?)?views?|comments?|likes?|retweets?|reactions?|upvotes|claps|просмотр\w*|комментари\w*|vistas"
    r"|visualizaciones|comentarios|aufrufe|kommentare|vues|commentaires|visualizzazioni|commenti)"
)
_NUMBER = r"\d[\d.,]{0,12} ?(?:[km]\b|тыс\.?|mil\b)?\+?"
_COUNT = re.compile(rf"\b{_NUMBER} ?{_COUNTED}\b|\b{_COUNTED} ?[:=] ?{_NUMBER}", re.IGNORECASE)
# These words are news as well ("12 votes", "1,200 shares"): a piece of nothing else is no news.
_COUNTER = re.compile(
    rf"{_NUMBER} ?(?:shares?|reads?|votes?|repl(?:y|ies)|downloads?|min(?:utes?)? read)", re.IGNORECASE
)
_STAMP = re.compile(
    r"(?:last )?(?:updated?|modified|edited|published|posted|обновлен[оа]?|опубликован[оа]?|actualizado|publicado"
    r"|aktualisiert|veröffentlicht|mis à jour|publié)\b.{0,60}",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\d{1,2}[:.]\d{2}\b|\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\b\d{1,2}(?:st|nd|rd|th)? \w+,? \d{4}"
    r"|\b\w+ \d{1,2}, \d{4}|\bjust now\b",
    re.IGNORECASE,
)


def words(text: str) -> str:
    """The words that tell, as often as they stand there, in lower case with one space between them."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", safe(text)).replace("\xad", "")
    folded = plain.casefold()
    if any(cue in folded for cue in _CUES):
        folded = " ".join(piece for piece in _PIECE.split(folded) if not _is_stamp(piece))
        folded = _COUNT.sub(" ", _AGO.sub(" ", folded))
    return " ".join(folded.translate(_ASCII).split() if folded.isascii() else _WORD.findall(folded))


def feed_words(markup: str) -> str:
    """The same of a feed's HTML; its tags and entities are taken out roughly, and its first 20,000 characters count."""
    markup = markup[:_READ]
    if "<" in markup:
        markup = _TAG.sub("\n", markup)
    return words(html.unescape(markup) if "&" in markup else markup)


def _is_stamp(piece: str) -> bool:
    """Nothing but a counter or the moment of an update."""
    bare = piece.strip(" \t.,:;!*")
    if len(bare) > 90 or not bare:
        return False
    if _COUNTER.fullmatch(bare):
        return True
    return _STAMP.fullmatch(bare) is not None and (_TIME.search(bare) or _AGO.search(bare)) is not None
