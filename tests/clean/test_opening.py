"""Title and dek of a plain text, with the text around them."""

from __future__ import annotations

from bot.clean import opening
from bot.clean.memory import NOBODY

TITLE = "Ferry line between the two coasts reopens after long strike"
LEDE = "The ferry line between the two coasts reopened on Friday after a strike of three weeks."
MORE = "Crews will be paid for the days on which no ship could leave the port, the company said."
DEK = "Crews get their pay after all."


def found(lines: list[str], title: str | None = None) -> tuple[str, list[str]]:
    made, rest, _ = opening.headline(lines, title=title, source=NOBODY)
    return made, rest


def test_the_title_stands_above_the_report() -> None:
    assert found(["World", TITLE, LEDE, MORE]) == (TITLE, [LEDE, MORE])


def test_a_heading_inside_the_report_is_no_title() -> None:
    assert found([LEDE, "What the crews of the ferry line get", MORE]) == (
        "",
        [LEDE, "What the crews of the ferry line get", MORE],
    )


def test_sentences_above_a_known_title_stay() -> None:
    assert found([LEDE, MORE, TITLE, "More."], TITLE)[1] == [LEDE, MORE, TITLE, "More."]
    assert found(["World", TITLE, LEDE], TITLE)[1] == [LEDE]


def test_pleas_above_the_title_do_not_hide_it() -> None:
    plea = "Your support keeps our journalism free for everyone who needs it."
    assert found([plea, TITLE, LEDE, MORE]) == (TITLE, [LEDE, MORE])


def test_a_dek_has_less_of_the_title_than_the_lede() -> None:
    assert opening.is_dek_before(DEK, LEDE, TITLE, apart=True)
    assert not opening.is_dek_before(LEDE, MORE, TITLE, apart=True)


def test_a_short_first_paragraph_is_a_dek_only_where_the_story_begins_anew() -> None:
    again = "A ferry was seen on Friday at the northern pier, its line of flags flying, and people waved from the quay."
    assert opening.is_dek_before(DEK, LEDE, TITLE, apart=False)
    assert not opening.is_dek_before(DEK, again, TITLE, apart=False)
