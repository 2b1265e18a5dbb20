"""What goes and what stays, without markup to lean on."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clean import boilerplate
from bot.clean.memory import Source

LEDE = "The ferry line between the two coasts reopened on Friday after a week of talks."
END = "Crews will be paid for the days on which no ship could leave the port."


def kept(*middle: str, publisher: str = "Harbour Post", title: str = "", authors: tuple[str, ...] = ()) -> list[str]:
    lines, _ = boilerplate.strip([LEDE, *middle, END], source=Source(publisher), title=title, authors=authors)
    return [line for line in lines if line not in (LEDE, END)]


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "Share",
        "READ MORE: What the crews earn",
        "[Related: What the crews earn]",
        "Sign up for our newsletter and get five stories every morning.",
        "Follow us on Telegram, Facebook and X.",
        "Photo: Getty Images",
        "© 2026 Harbour Post. All rights reserved.",
        "The post Ferry line reopens appeared first on Harbour Post.",
        "Support our journalism from just $3 a month and help us stay free.",
        "Your support keeps Harbour Post alive: we need you to donate today.",
        "Подписывайтесь на наш канал",
        "Lee también: Lo que ganan los marineros",
        "Lesen Sie auch: Was die Crews verdienen",
        "https://news.example/what-the-crews-earn",
        "* * *",
        "You have 2 free articles left this month. Subscribe now for full access.",
        "This is your last free article.",
        "Get the Harbour Post in your inbox",
        "Share this article: Facebook | X | WhatsApp",
        "Facebook · Telegram · Email",
    ],
)
def test_boilerplate_goes_wherever_it_stands(line: str) -> None:
    assert kept(line) == []


@pytest.mark.parametrize(
    "line",
    [
        "“We need your support, please donate $5 a month to our work,” the charity said in its appeal.",
        "The union asked its members to donate a day's pay to the strike fund, which holds about $40,000.",
        "Subscribers of the line may use their tickets on buses as well, according to the operator.",
        "The newsletter of the port authority, first printed in 1931, will no longer be printed.",
        "Q: Do you subscribe to the view that your crews earn too little, and would you join us?",
        "You take the tide, you take the wind, and then you take your chance, the pilots say.",
        "The post of harbour master has been vacant for a year.",
        "You have two free days left before the ferry leaves, the operator told passengers.",
        "The letter that was in your inbox on Monday came from the port authority, the operator said in a statement.",
        "Facebook: the company that nobody in the port had heard of",
        "Share prices of the operator rose by a tenth within an hour of the announcement.",
        "Related companies of the operator had asked for the same exemption, the court papers show.",
        "More than 360 ships were waiting at both ends.",
        "Sources: the operator had known of the fault for weeks, and had told nobody.",
        "Continue? The crews were asked that question three times.",
    ],
)
def test_the_report_stays(line: str) -> None:
    assert kept(line) == [line]


def test_a_letter_goes_to_its_end_and_no_further() -> None:
    letter = ["Dear readers,", "We are under pressure.", "If you value our work, please support Harbour Post."]
    assert kept(*letter) == []
    assert kept(*letter, "Trains to the port ran late.") == ["Trains to the port ran late."]


def test_a_letter_that_asks_for_nothing_stays() -> None:
    lines = ["Dear readers,", "We left the island at dawn and saw no ship until noon."]
    assert kept(*lines) == lines


def test_form_words_go_only_in_company() -> None:
    assert kept("Once", "Monthly", "Continue") == []
    assert kept("Once") == ["Once"]


def test_the_title_stays_even_when_it_reads_like_a_plea() -> None:
    assert kept("Support us", title="Support us") == ["Support us"]


def test_a_text_is_never_emptied() -> None:
    lines, removed = boilerplate.strip(["Support us", "Read more"])
    assert lines == ["Support us", "Read more"]
    assert not removed


def test_a_bio_goes_at_the_end_but_a_report_on_a_journalist_stays() -> None:
    bio = "Nellie Bly is a reporter who writes about ferries for the Harbour Post."
    lines, _ = boilerplate.strip([LEDE, END, bio], authors=("Nellie Bly",))
    assert lines == [LEDE, END]
    lines, _ = boilerplate.strip([LEDE, END, bio], authors=("Martha Gellhorn",))
    assert lines == [LEDE, END, bio]


_LINES = st.sampled_from(
    [LEDE, END, "Share", "Donate", "Once", "Monthly", "Dear readers,", "Support us with $5 a month, you help our work."]
)


@given(st.lists(_LINES | st.text(min_size=1, max_size=80), max_size=20))
def test_every_line_is_kept_or_listed_with_a_reason(lines: list[str]) -> None:
    stays, gone = boilerplate.strip(lines, source=Source("Harbour Post"))
    assert Counter(stays) + Counter(one.text for one in gone) == Counter(lines)
    assert all(one.reason for one in gone)
    assert stays or not lines
