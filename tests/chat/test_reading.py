"""Pages, lists, stories, search, questions and inline mode: what people read, and how they get there."""

from __future__ import annotations

import pytest

from tests.chat.conftest import LAVROV, Desk, labels


async def fill(desk: Desk, count: int = 12) -> None:
    for n in range(1, count + 1):
        await desk.add_item(n, countries=("VE", "RU"), actors=(LAVROV,), title=f"Headline {n}")


async def test_the_latest_are_paged_in_place(desk: Desk) -> None:
    await fill(desk)
    page = await desk.say("/latest")
    assert page.text.startswith("What's new\n\n1. Headline 1\nOutlet 1 · 11:59 UTC · 🇻🇪🇷🇺")
    assert labels(page) == ["1", "2", "3", "4", "5", "1/3", "›"]
    await desk.tap(page, "›")
    page = await desk.changed(page)
    assert page.text.startswith("What's new\n\n6. Headline 6")
    assert labels(page) == ["6", "7", "8", "9", "10", "‹", "2/3", "›"]


async def test_an_empty_archive_says_what_to_do(desk: Desk) -> None:
    assert "try /latest again" in (await desk.say("/latest")).text
    assert "still empty" in (await desk.say("/ask what is new in Venezuela?")).text
    offered = labels(await desk.say("/start"))
    assert "🇻🇪 Venezuela" in offered
    assert offered[-4:] == ["More countries", "People and pairs", "Ask something", "What's new"]


@pytest.mark.parametrize(
    ("words", "beginning"),
    [
        ("/latest Venezuela", "🇻🇪 Venezuela\n\n1. Headline 1"),
        ("/latest topic", "I know nobody and no country called topic."),
        ("/country venezuelan", "🇻🇪 Venezuela"),
        ("/country", "Which country?"),
        (
            "/actor Lavrov",
            "Sergey Lavrov\nPerson · 🇷🇺 Russia\nForeign Minister of Russia since 2004\nAlso: Lavrov\n\n1. Headline 1",
        ),
        ("/actor Rodríguez", "Which Rodríguez do you mean?"),
        ("/actor Lavrof", "I do not know Lavrof. Did you mean one of these?"),
        ("/actor", "Whose page?"),
        ("/search headline", "Reports on “headline”\n\n1. "),
        ("/search zzzz", "Reports on “zzzz”\n\nNo report has these words."),
        ('/search " OR 1=1; --', "Reports on"),
        ("/search", "Search for which words?"),
        ("/story", "Which story?"),
        ("/story seven", "A story has a number"),
        ("/story 999", "I have no story 999: there is none, or it is no longer kept."),
        ("/help", "What you can do"),
        ("/nonsense", "I do not know /nonsense."),
        ("Lavrov", "Sergey Lavrov\n"),
        ("Rodríguez", "Which Rodríguez do you mean?"),
        ("https://example.org/", "I cannot open links."),
    ],
)
async def test_what_is_asked_is_shown(desk: Desk, words: str, beginning: str) -> None:
    await fill(desk, 3)
    assert (await desk.say(words)).text.startswith(beginning)


async def test_a_country_page_leads_to_its_actors_and_stories(desk: Desk) -> None:
    await fill(desk, 2)
    page = await desk.say("/country VE")
    assert "In the news: Sergey Lavrov" in page.text
    await desk.tap(page, "Sergey Lavrov")
    actor = await desk.sandbox.reply(desk.user, page)
    assert actor.text.startswith("Sergey Lavrov\n")
    await desk.tap(page, "1")
    story = await desk.sandbox.reply(desk.user, actor)
    assert "One publisher so far\n11:59 UTC · Outlet 1 · Headline 1" in story.text


async def test_a_story_is_shown_by_command_and_by_link(desk: Desk) -> None:
    story = await desk.add_item(1, countries=("VE",), title="Lavrov lands")
    await desk.add_item(2, publisher="Outlet 2", story_id=story, title="Lavrov landed")
    for words in (f"/story {story}", f"/story #{story}", f"/start story_{story}"):
        shown = await desk.say(words)
        assert shown.text.startswith("Lavrov lands\n")
        assert "2 independent sources" in shown.text


async def test_links_open_pages(desk: Desk) -> None:
    await fill(desk, 1)
    assert (await desk.say("/start c_VE")).text.startswith("🇻🇪 Venezuela")
    assert (await desk.say("/start a_sergey-lavrov")).text.startswith("Sergey Lavrov")
    assert (await desk.say("/start c_ZZ")).text == "That is not here any more."
    assert (await desk.say("/start whatever")).text.startswith("News about the people")


async def test_a_question_is_answered_with_links(desk: Desk) -> None:
    sentence = "Sergey Lavrov met the president of Venezuela in Caracas on Friday."
    await desk.add_item(1, countries=("VE",), actors=(LAVROV,), title="Lavrov in Caracas", body=sentence)
    for words in ("what is Lavrov doing in Venezuela?", "/ask what is Lavrov doing in Venezuela?"):
        reply = await desk.say(words)
        assert reply.text.startswith(f"{sentence} [1]")
        assert any(entity.url == "https://outlet.example/1" for entity in reply.entities)
        assert labels(reply)[-1] == "➕ Follow Sergey Lavrov + 🇻🇪 Venezuela"
    assert desk.sandbox.calls("sendChatAction")


async def test_what_the_archive_does_not_know_is_said(desk: Desk) -> None:
    await fill(desk, 1)
    reply = await desk.say("who won the chess olympiad in Budapest?")
    assert reply.text.startswith("I have nothing on")


async def test_following_from_an_answer_keeps_the_answer(desk: Desk) -> None:
    sentence = "Sergey Lavrov met the president of Venezuela in Caracas on Friday."
    await desk.add_item(1, countries=("VE",), actors=(LAVROV,), body=sentence)
    reply = await desk.say("what is Lavrov doing in Venezuela?")
    await desk.tap(reply, "➕ Follow Sergey Lavrov + 🇻🇪 Venezuela")
    after = await desk.changed(reply)
    assert after.text == reply.text
    assert labels(after)[-1] == "Unfollow Sergey Lavrov + 🇻🇪 Venezuela"


async def test_ask_without_a_question_offers_examples_from_the_news(desk: Desk) -> None:
    await fill(desk, 1)
    prompt = await desk.say("/ask")
    assert labels(prompt) == [
        "What is new in 🇷🇺 Russia?",
        "What is new in 🇻🇪 Venezuela?",
        "What is Sergey Lavrov doing?",
        "‹ Back",
    ]
    await desk.tap(prompt, "What is Sergey Lavrov doing?")
    assert await desk.sandbox.reply(desk.user, prompt)


@pytest.mark.parametrize("word", ["no", "in", "hi", "me"])
async def test_a_small_word_is_no_country(desk: Desk, word: str) -> None:
    assert "🇳🇴" not in (await desk.say(word)).text


async def test_inline_offers_reports_to_send(desk: Desk) -> None:
    await fill(desk, 3)
    for words in ("lavrov", "", "headline"):
        query = desk.sandbox.ask_inline(desk.user, words)
        answer = await desk.sandbox.until(lambda query=query: desk.sandbox.answer_to(query))  # type: ignore[misc]
        assert len(answer.results) == 3
    nothing = desk.sandbox.ask_inline(desk.user, "zzzz")
    assert (await desk.sandbox.until(lambda: desk.sandbox.answer_to(nothing))).results == ()
