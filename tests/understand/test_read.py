"""Everything that is read out of an article at once, and what happens when a part of it fails."""

from __future__ import annotations

import logging

import pytest

from bot.model import Article
from bot.understand.read import read

ARTICLE = Article(
    title="Lavrov flies to Caracas",
    body="Russian Foreign Minister Sergei Lavrov met President Nicolas Maduro in Venezuela on Friday.\n\n"
    "The two men spoke about energy, mining and transport, Russia's Foreign Ministry said. "
    "Lavrov called the sanctions illegal and said that Moscow would keep working with Caracas.",
)


def test_an_article_is_read_in_full() -> None:
    understood = read(ARTICLE)
    assert understood.failed == ()
    assert understood.language == "en"
    assert {tag.code for tag in understood.countries} == {"RU", "VE"}
    assert [actor.seed for actor in understood.actors] == ["sergey-lavrov", "nicolas-maduro", "foreign-ministry-russia"]
    assert understood.summary
    assert all(sentence in ARTICLE.body for sentence in understood.summary)


def test_mentions_are_in_title_or_body() -> None:
    texts = {"title": ARTICLE.title, "body": ARTICLE.body}
    understood = read(ARTICLE)
    for actor in understood.actors:
        assert {texts[m.field][m.start : m.end] for m in actor.mentions} == set(actor.names)


def test_an_empty_article_is_no_failure() -> None:
    understood = read(Article(title="", body=""))
    assert (understood.countries, understood.actors, understood.summary, understood.failed) == ((), (), (), ())


def test_a_russian_article_is_read_by_the_registry() -> None:
    understood = read(Article(title="Лавров прибыл в Каракас", body="Сергей Лавров встретился с Николасом Мадуро."))
    assert understood.language == "ru"
    assert {actor.seed for actor in understood.actors} == {"sergey-lavrov", "nicolas-maduro"}


def test_a_part_that_fails_is_named_and_the_others_run(caplog: pytest.LogCaptureFixture) -> None:
    broken = Article(title=None, body="Сергей Лавров встретился с Николасом Мадуро.")  # type: ignore[arg-type]
    with caplog.at_level(logging.ERROR):
        understood = read(broken)
    assert understood.failed
    assert set(understood.failed) < {"language", "countries", "actors", "summary"}
    assert understood.language == "ru"
    assert [record.exc_info is not None for record in caplog.records] == [True] * len(understood.failed)
