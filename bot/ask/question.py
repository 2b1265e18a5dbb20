"""What a question asks: about whom, where, when, and with which words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.ask.subjects import candidate_names
from bot.ask.when import window
from bot.model import Actor, Question
from bot.text import fold, one_line, word_set
from bot.understand.grouping.similarity import STOP_WORDS

__all__ = ["LONGEST", "candidate_names", "parse", "tidy"]

LONGEST = 500  # characters of a question that are considered
_MOST_TERMS = 12
_COMMAND = re.compile(r"^/\w+(?:@\w+)?\s*")
_TERM = re.compile(r"[^\W_][\w’'-]*")
_CONTRACTED = re.compile(r"(?:n[’']t|[’'](?:s|re|ve|ll|m|d))?[’'-]*$")
_LATEST = re.compile(
    r"\b(?:latest|news|newest|recent|recently|updates?|happening|going on|doing|up to|right now|currently|now|lately"
    r"|последн\w+|новост\w+|происходит|делает|сейчас|noticias?|últim\w+|novedades|pasa|haciendo|ahora)\b",
    re.IGNORECASE,
)
# Asking words, and verbs so general that an answer need not repeat them.
_ASKING = STOP_WORDS | {
    fold(word)
    for word in word_set(
        "happen happened happens happening news latest newest recent recently update updates doing tell know"
        " show find give explain describe talk talks talking currently today lately please hi hello anything something"
        " everything situation story stories thing things think mean means exactly ever yet already been going want"
        " need summary summarise summarize around regarding concerning about report reports reported"
        " что кто где когда куда откуда почему зачем какой какая какие какое каков нового новости новость происходит"
        " произошло случилось делает делал сказал сказала говорит расскажи последние последняя сейчас там ли"
        " qué quién quiénes cuándo dónde cómo cuál cuáles pasa pasó pasado ocurre ocurrió hace haciendo hizo dijo dice"
        " noticias noticia últimas últimos últimas ahora hay"
    )
}


def tidy(text: str) -> str:
    """One safe line, without a leading command, at most LONGEST characters."""
    return _COMMAND.sub("", one_line(text[: 4 * LONGEST]))[:LONGEST].strip()


def parse(
    text: str,
    *,
    now: datetime,
    actors: Sequence[Actor],
    countries: Sequence[str],
    named: Iterable[tuple[int, int]] = (),
) -> Question:
    """`text` is tidy; `named` are the characters that name the actors and countries, which are no terms."""
    when = window(text, now)
    terms = _terms(text, [*named, *when.spans])
    return Question(
        text=text,
        actors=tuple(actors),
        countries=tuple(countries),
        terms=terms,
        since=when.since,
        until=when.until,
        latest=_LATEST.search(text) is not None or not terms,
    )


def _terms(text: str, taken: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for match in _TERM.finditer(text):
        word = _CONTRACTED.sub("", match.group())
        free = not any(match.start() < end and start < match.end() for start, end in taken)
        if free and len(word) > 1 and fold(word) not in _ASKING:
            found.setdefault(word)
    return tuple(found)[:_MOST_TERMS]
