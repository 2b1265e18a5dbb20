"""Asking the archive: cited sentences, or an honest "nothing", and which kind of nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.ask import Ask
from bot.errors import StoreError
from bot.model import Actor, Answer
from bot.ports import Store
from bot.store import open_store
from bot.understand.identity import registry
from tests.ask.archive import Report, fill

NOW = datetime(2020, 2, 9, 12, 0, tzinfo=UTC)


def report(id_: str, days: float, publisher: str, title: str, body: str, story: int | None = None) -> Report:
    return Report(id_, NOW - timedelta(days=days), publisher, title, body, story)


REPORTS = (
    report(
        "caracas",
        2,
        "Harbour Post",
        "Lavrov meets Maduro in Caracas",
        "Photo: the palace\n\nSergei Lavrov met Nicolás Maduro in Caracas on Friday and condemned sanctions on"
        " Venezuela. He flew on at night.\n\nLavrov also saw Delcy Rodríguez.",
    ),
    report(
        "copy",
        1.9,
        "Lantern News",
        "Russian minister in Caracas",
        "Sergei Lavrov met Nicolás Maduro in Caracas on Friday and condemned the sanctions on Venezuela.",
    ),
    report("havana", 4, "Harbour Post", "Lavrov in Cuba", "Sergei Lavrov began his tour in Havana on Wednesday."),
    report("jorge", 1, "Lantern News", "Parliament sits", "Jorge Rodríguez spoke about the vote in Venezuela."),
    report("niger", 3.5, "Lantern News", "Rain in Niger", "Floods cut roads in Niger after a week of rain."),
    report("trump", 3, "Meridian Daily", "Senate votes", "The Senate acquitted Donald Trump on Wednesday."),
)


pytestmark = pytest.mark.asyncio(loop_scope="module")  # one database for all that only read


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def store(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Store]:
    opened = await open_store(f"sqlite:///{tmp_path_factory.mktemp('ask') / 'ask.db'}")
    await fill(opened, REPORTS)
    yield opened
    await opened.close()


@pytest_asyncio.fixture(loop_scope="module")
async def empty(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(f"sqlite:///{tmp_path / 'empty.db'}")
    yield opened
    await opened.close()


@pytest.fixture
def ask(store: Store) -> Ask:
    return Ask(store.archive, store.actors)


def said(answer: Answer) -> list[str]:
    return [sentence for sentence, _ in answer.sentences]


async def test_answer_quotes_sources_and_cites_them(ask: Ask) -> None:
    answer = await ask.ask("what is lavrov doing in venezuela?", NOW)
    assert not answer.abstained
    assert "Lavrov also saw Delcy Rodríguez." in said(answer)
    numbers = [citation.n for citation in answer.citations]
    assert numbers == list(range(1, len(numbers) + 1))
    assert {n for _, cited in answer.sentences for n in cited} == set(numbers)
    assert all(citation.url and citation.source for citation in answer.citations)
    assert [actor.name for actor in answer.question.actors] == ["Sergey Lavrov"]
    assert answer.question.countries == ("VE",)


async def test_two_sources_of_one_sentence_are_cited_together(ask: Ask) -> None:
    answer = await ask.ask("Who met Maduro?", NOW)
    (cited,) = [numbers for sentence, numbers in answer.sentences if "met Nicolás Maduro" in sentence]
    assert {answer.citations[n - 1].source for n in cited} == {"Harbour Post", "Lantern News"}


async def test_captions_and_dangling_sentences_are_not_quoted(ask: Ask) -> None:
    answer = await ask.ask("Lavrov", NOW)
    assert not any(sentence.startswith(("Photo", "He flew")) for sentence in said(answer))


async def test_name_alone_gives_the_newest_first(ask: Ask) -> None:
    answer = await ask.ask("/actor Lavrov", NOW)
    dates = [answer.citations[numbers[0] - 1].published for _, numbers in answer.sentences]
    assert dates == sorted(dates, reverse=True)


async def test_ambiguous_name_is_read_the_way_that_has_an_answer(empty: Store) -> None:
    await fill(empty, REPORTS)
    namesakes = [actor for actor in registry.seed() if actor.id in ("delcy-rodriguez", "jorge-rodriguez")]
    await empty.actors.seed([replace(actor, aliases=(*actor.aliases, "Rodríguez")) for actor in namesakes])
    answer = await Ask(empty.archive, empty.actors).ask("what did rodriguez say about the vote", NOW)
    assert said(answer) == ["Jorge Rodríguez spoke about the vote in Venezuela."]
    assert [actor.name for actor in answer.question.actors] == ["Jorge Rodríguez"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("what is Lavrov doing in Brazil?", id="known actor, known country, nothing on both"),
        pytest.param("what is Zorblatt doing in Venezuela?", id="unknown actor"),
        pytest.param("what is zorblatt doing in venezuela?", id="unknown actor in lower case"),
        pytest.param("what did Lavrov say about lithium?", id="unknown matter"),
        pytest.param("did Trump meet Maduro?", id="two actors apart"),
        pytest.param("Lavrov in Venezuela in 2015", id="another time"),
        pytest.param("Lavrov in Venezuela before 2019", id="an earlier time"),
        pytest.param("what did Marco Lavrov say in Venezuela about Trump?", id="a namesake and somebody else"),
    ],
)
async def test_what_the_archive_does_not_say_is_not_answered(ask: Ask, text: str) -> None:
    answer = await ask.ask(text, NOW)
    assert answer.abstained
    assert not answer.sentences
    assert not answer.citations
    assert answer.confidence == 0
    assert "I have nothing on" in answer.reason
    assert answer.nearest is not None
    assert answer.searched_since == NOW - timedelta(days=4)


async def test_nothing_says_since_when_it_looked(ask: Ask) -> None:
    answer = await ask.ask("What happened in Sudan this week?", NOW)
    assert answer.reason == "I have nothing on Sudan since 2 February 2020. My archive goes back to 5 February 2020."
    assert answer.nearest is None


async def test_country_is_not_found_inside_a_longer_word(ask: Ask) -> None:
    assert not (await ask.ask("floods in Niger", NOW)).abstained
    assert (await ask.ask("floods in Nigeria", NOW)).abstained


async def test_sentences_that_do_not_name_the_actor_are_not_quoted(ask: Ask) -> None:
    answer = await ask.ask("Delcy Rodríguez", NOW)
    assert said(answer) == ["Lavrov also saw Delcy Rodríguez."]


async def test_items_after_now_are_not_known_yet(ask: Ask) -> None:
    answer = await ask.ask("Lavrov in Venezuela", NOW - timedelta(days=3))
    assert answer.abstained


async def test_misspelt_name_is_offered_not_guessed(ask: Ask) -> None:
    answer = await ask.ask("what is lavorv doing", NOW)
    assert answer.abstained
    assert answer.reason.endswith("Did you mean Sergey Lavrov?")


async def test_known_word_is_not_taken_for_a_misspelling(ask: Ask) -> None:
    answer = await ask.ask("sanctions on lithium", NOW)
    assert "Did you mean" not in answer.reason


@pytest.mark.parametrize("text", ["", "?!", "   ", "who are you", "😀" * 4096, "/ask", "\u202e\x00"])
async def test_no_question_gets_an_example(ask: Ask, text: str) -> None:
    answer = await ask.ask(text, NOW)
    assert answer.abstained
    assert answer.reason.startswith("Ask me about")


async def test_empty_archive_is_not_called_nothing_found(empty: Store) -> None:
    answer = await Ask(empty.archive, empty.actors).ask("what is Lavrov doing?", NOW)
    assert answer.abstained
    assert "empty" in answer.reason


class _Broken:
    """An actor store whose database is gone."""

    def __init__(self, whole: Store) -> None:
        self._whole = whole

    async def lookup(self, names: Sequence[str]) -> dict[str, tuple[Actor, ...]]:
        raise StoreError("the disk is gone")

    async def get(self, actor_id: str) -> Actor | None:
        return await self._whole.actors.get(actor_id)

    async def near(self, name: str, limit: int = 5) -> tuple[Actor, ...]:
        return await self._whole.actors.near(name, limit)

    async def seed(self, actors: Sequence[Actor]) -> None:
        await self._whole.actors.seed(actors)


async def test_database_that_fails_is_not_called_nothing_found(store: Store) -> None:
    answer = await Ask(store.archive, _Broken(store)).ask("what is Lavrov doing?", NOW)
    assert answer.abstained
    assert answer.reason.startswith("I could not look")


async def test_long_question_is_read_to_its_bound(ask: Ask) -> None:
    answer = await ask.ask("Lavrov in Venezuela " + "and so on " * 5_000, NOW)
    assert len(answer.question.text) <= 500
