"""Summaries: the article's own sentences, readable alone, short enough for an alert."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.understand.summaries.dangling import dangles, is_loose, is_report, points_back
from bot.understand.summaries.summarise import ALERT, SUMMARY, is_beginning, summarise

TITLE = "Finland joins NATO"
BODY = """\
Photo: the flag of Finland outside the headquarters

Finland joined NATO on Tuesday, doubling the length of the alliance's border with Russia.

It had stayed out of military alliances since 1945. But the invasion of Ukraine changed opinion in Helsinki.

Who is next? President Sauli Niinistö watched the raising of the Finnish flag in Brussels with Jens Stoltenberg.

The agreement needed the consent of all thirty members.

Sign up for our daily newsletter."""


def test_a_sentence_that_points_back_comes_behind_the_one_it_points_to() -> None:
    assert summarise(TITLE, BODY) == (
        "Finland joined NATO on Tuesday, doubling the length of the alliance's border with Russia.",
        "It had stayed out of military alliances since 1945.",
        "President Sauli Niinistö watched the raising of the Finnish flag in Brussels with Jens Stoltenberg.",
    )


def test_a_sentence_that_points_to_what_is_left_out_is_left_out() -> None:
    said = summarise(
        TITLE, BODY.replace("It had stayed out of military alliances since 1945.", "Who would have thought?")
    )
    assert not any(sentence.startswith("But the invasion") for sentence in said)


@pytest.mark.parametrize(
    ("short", "taken"),
    [
        pytest.param("They have been rivals since 2021.", False, id="few words between"),
        pytest.param("", True, id="behind it"),
    ],
)
def test_but_stands_right_behind_what_it_speaks_against(short: str, *, taken: bool) -> None:
    first = "Heavy gunfire shook the centre of Khartoum on Saturday near the airport and the palace."
    said = summarise("Khartoum", f"{first} {short} But the generals of both armies promised a truce for the city.")
    assert (len(said) == 2) is taken


SIX = " ".join(
    f"{who} {what}."
    for who, what in zip(
        ("Norway", "Chile", "Kenya", "Japan", "Peru", "Ghana"),
        (
            "sent two ships to the strait",
            "raised its rate to nine percent",
            "closed the border for a week",
            "launched a probe to the moon",
            "elected a new parliament today",
            "banned the export of timber",
        ),
        strict=True,
    )
)


def test_as_many_sentences_as_asked_for() -> None:
    assert len(summarise(TITLE, BODY, sentences=1)) == 1
    assert len(summarise(TITLE, SIX, sentences=3)) == 3
    assert len(summarise(TITLE, SIX, sentences=4, limit=2_000)) == 4
    assert summarise(TITLE, BODY, sentences=0) == ()


@pytest.mark.parametrize("body", ["", " \n\n "])
def test_no_body_no_summary(body: str) -> None:
    assert summarise(TITLE, body) == ()


def test_sentence_that_only_repeats_the_headline_is_left_out() -> None:
    body = "Finland joins NATO. Helsinki handed over its document of accession in Brussels on Tuesday afternoon."
    assert summarise(TITLE, body) == (
        "Helsinki handed over its document of accession in Brussels on Tuesday afternoon.",
    )


def test_repetition_of_the_headline_is_better_than_nothing() -> None:
    assert summarise("Finland has joined NATO in Brussels", "Finland has joined NATO in Brussels.") == (
        "Finland has joined NATO in Brussels.",
    )


def test_dangling_sentence_is_better_than_nothing() -> None:
    assert summarise("A title", "It comes after months of talks in Geneva.") == (
        "It comes after months of talks in Geneva.",
    )


def test_an_articles_first_sentence_points_to_nothing_before_it() -> None:
    body = "It was a long night in Geneva for nine foreign ministers. Who slept? But nothing was signed there."
    assert summarise("A title", body) == ("It was a long night in Geneva for nine foreign ministers.",)


def test_two_sentences_that_say_the_same_are_not_both_taken() -> None:
    body = (
        "Rescuers in Bergen freed twelve miners from the flooded shaft on Sunday morning."
        " Rescuers in Bergen freed the twelve miners from the flooded shaft early on Sunday."
        " Doctors said that all twelve were in good health and would go home within days."
    )
    assert summarise("Miners freed", body)[1].startswith("Doctors")


def test_shorter_sentence_is_preferred_to_a_cut() -> None:
    long = "The committee " + "and the committee of the committee " * 20 + "met in Geneva on Monday."
    short = "Ministers of nine countries met in Geneva on Monday."
    assert summarise("Talks", f"{long} {short}") == (short,)


def test_of_a_single_sentence_without_end_its_beginning_is_taken() -> None:
    body = "Ministers " + "and ministers " * 60 + "met."
    (cut,) = summarise("Talks", body)
    assert body.startswith(f"{cut} ")
    assert 400 < len(cut) <= ALERT


def test_no_sentence_is_longer_than_an_alert_has_room_for() -> None:
    long = f"Norway sent ships {'and boats ' * 45}to the strait."
    summary = summarise("Ships", f"{long} Chile sent nine ships to the strait. Peru sent ten boats to the same waters.")
    assert summary == ("Chile sent nine ships to the strait.", "Peru sent ten boats to the same waters.")


BARE = (
    "Ministers of nine countries met in Geneva on Monday. Envoys of the union waited in Bern for the outcome of the"
    " talks. Prices of wheat rose in Chicago to the highest level of the year."
)


@pytest.mark.parametrize(
    "title",
    ["", "Ministers of nine countries met in Geneva on Monday.", "Ministers of nine countries met in…"],
    ids=["no title", "its first sentence", "the beginning of that"],
)
def test_title_made_of_the_first_words_is_no_headline(title: str) -> None:
    assert summarise(title, BARE)[0].startswith("Ministers of nine countries")


@pytest.mark.parametrize("title", ["Ministers meet", "Ministers meet.", "Nine countries talk…"])
def test_other_titles_are_headlines(title: str) -> None:
    assert not is_beginning(title, BARE)


@pytest.mark.parametrize(
    ("dateline", "lead"),
    [
        ("(Reuters) - ", "Ministers of nine countries met in Geneva on Monday."),
        ("GENEVA (AP) — ", "Ministers of nine countries met in Geneva on Monday."),
        ("GENEVA, Switzerland — ", "Ministers of nine countries met in Geneva on Monday."),
        ("(CNN)", "Ministers of nine countries met in Geneva on Monday."),
        ("(Reuters) ", "Ministers of nine countries met in Geneva on Monday."),
        ("Kano, Nigeria (CNN)", "Ministers of nine countries met in Geneva on Monday."),
        ("(HP) ", "Ministers of nine countries met in Geneva on Monday."),
        ("GENEVA (AP) ", "Ministers of nine countries met in Geneva on Monday."),
        ("", "The United Nations (UN) Security Council met in New York on Monday."),
        ("", "OPEC — the cartel — agreed to pump less oil from next month."),
    ],
)
def test_dateline_is_no_part_of_the_first_sentence(dateline: str, lead: str) -> None:
    assert summarise("Talks", dateline + lead) == (lead,)


@pytest.mark.parametrize(
    ("body", "first"),
    [
        pytest.param(
            "Министр прибыл в Каракас в пятницу. Он встретился с президентом. Стороны подписали договор о торговле.",
            "Министр прибыл в Каракас в пятницу.",
            id="Russian",
        ),
        pytest.param(
            "El ministro llegó a Caracas el viernes. Sin embargo, no firmó nada. Rusia envió ayuda médica.",
            "El ministro llegó a Caracas el viernes.",
            id="Spanish",
        ),
        pytest.param(
            "俄罗斯外长周五抵达加拉加斯。双方讨论了能源合作问题。", "俄罗斯外长周五抵达加拉加斯。", id="Chinese"
        ),
        pytest.param(
            "وصل الوزير إلى كاراكاس يوم الجمعة. التقى الرئيس.", "وصل الوزير إلى كاراكاس يوم الجمعة.", id="Arabic"
        ),
    ],
)
def test_other_languages(body: str, first: str) -> None:
    summary = summarise("…", body)
    assert summary[0] == first
    assert not any(dangles(sentence) for sentence in summary)


words = st.sampled_from(
    [
        "He",
        "But",
        "The",
        "Maduro",
        "met",
        "agreement",
        "in",
        "Caracas.",
        "said.",
        "“We",
        "go,”",
        "\n\n",
        "U.S.",
        "why?",
        "5",
    ]
)


@settings(deadline=None)
@given(st.lists(words, max_size=80).map(" ".join), st.integers(1, 4), st.integers(20, 500))
def test_any_summary_is_verbatim_in_order_and_within_the_limit(body: str, most: int, limit: int) -> None:
    summary = summarise("Maduro met", body, sentences=most, limit=limit)
    assert len(summary) <= most
    assert len(" ".join(summary)) <= limit
    at = 0
    for sentence in summary:
        at = body.index(sentence, at) + len(sentence)


@settings(deadline=None)
@given(st.text(max_size=400))
def test_any_text_has_a_summary_or_none(body: str) -> None:
    assert len(" ".join(summarise("Title", body))) <= SUMMARY


@pytest.mark.parametrize(
    "sentence",
    [
        "He left for Havana on Monday.",
        "They’re expected in Oslo.",
        "However, nothing was signed in Geneva.",
        "But Moscow refused.",
        "This was denied by Moscow.",
        "In addition, three ships were seized.",
        "According to him, the ships were empty.",
        "“We will not yield,” he said.",
        "'We will not yield,' she told the court.",
        "“We will not yield.”",
        "Однако переговоры сорвались.",
        "Sin embargo, no hubo acuerdo.",
        "Er reiste nach Oslo ab.",
        "In fact, the ships were empty.",
        "Among them were nine ministers.",
        "In that case, Oslo would leave.",
        "Speaking in parliament, he denied the report.",
        "On Monday, they left for Havana.",
        "At a news conference on Friday, she called the vote a fraud.",
        "When asked about the plan, he declined to comment.",
        "“It was a mistake,” Maduro said.",
        "“That is over,” Lavrov said in Moscow.",
        "“We will not yield.",
        "It was a mistake,” Maduro said.",
        "Eight other people were wounded, he said.",
        "“We told Maduro,” he said.",
    ],
)
def test_dangling(sentence: str) -> None:
    assert dangles(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Lavrov left for Havana on Monday.",
        "This week, ministers of nine countries meet in Geneva.",
        "“We will not yield,” Maduro said in Caracas.",
        "Hezbollah denied the report.",
        "El presidente llegó a Caracas.",
        "Items were seized in Oslo.",
        "Das Parlament stimmte zu.",
        "Speaking in parliament, Maduro denied the report.",
        "After Lavrov left Caracas, he flew to Havana.",
        "When police arrived at the house, they found it empty.",
        "In this week’s vote, Oslo abstained.",
        "„Wir geben nicht nach“, sagte Maduro.",
        "For nine pesos the grocer Omar Ruiz sends a melon to any town, he says.",
        "Striker Omar Ruiz, who has a history of fainting, said he was well.",
    ],
)
def test_not_dangling(sentence: str) -> None:
    assert not dangles(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Photo: soldiers in Kyiv.",
        "Nicolás Maduro, left, greets Sergei Lavrov in Caracas.",
        "A woman is seen in this file photo in Khartoum.",
        "Read more about the talks in Geneva.",
        "Sign up for our free newsletter here.",
        "Ana Ruiz contributed to this report from Lima.",
        "© 2024 Harbour Post.",
        "Who will win the vote?",
        "and then they left.",
        "A headline without a stop",
        "The story goes on ...",
        "The ministers agreed on:",
        "By Our Staff Reporter.",
        "PUBLISHED: 06:47 EST, 3 July 2012.",
        "Last updated at 10:12 on 3rd December 2011.",
        "06:47 EST, 3 July 2012.",
        "Scroll down for video.",
        "Pictured at the summit in Lima.",
        "(Neither minister was seen in Lima again.)",
    ],
)
def test_no_report(sentence: str) -> None:
    assert not is_report(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Soldiers took photos of the ruins in Kyiv.",
        "The left won the vote in Chile.",
        "“It is over,” Maduro said.",
        "他来了。",
        "5 people died in Lima.",
        "Bishop Ruiz (pictured) was taken to hospital in Lima.",
        "The price was last updated in Lima.",
    ],
)
def test_report(sentence: str) -> None:
    assert is_report(sentence)


@pytest.mark.parametrize("sentence", ["Later, Oslo closed the port.", "We saw it.", "Grief: Mourners gather in Lima."])
def test_loose(sentence: str) -> None:
    assert is_loose(sentence)


def test_not_loose() -> None:
    assert not is_loose("Oslo closed the port.")


def test_thing_not_told_of_points_back_and_a_known_one_is_not() -> None:
    assert points_back("The agreement needed the consent of all.", frozenset({"finland", "nato"}))
    assert not points_back("The agreement needed the consent of all.", frozenset({"agreement", "signed"}))
    assert not points_back("The Kremlin refused.", frozenset())
