"""What sticks to text comes off, and only that."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clean import glue


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It tookâ\x80\x99s place", "It took’s place"),
        ("The â€œaccordâ€\x9d holds", "The “accord” holds"),
        ("MÃ©xico y EspaÃ±a", "México y España"),
        ("Ã–sterreich", "Österreich"),
        ("ÐœÐ¾ÑÐºÐ²Ð°".encode("latin-1", "ignore").decode("latin-1"), None),
        ("of\ufb01ce, \ufb02eet", "office, fleet"),
        ("tou\u00adched", "touched"),
        ("e\u0301lite", "élite"),
    ],
)
def test_broken_characters_are_mended(text: str, expected: str | None) -> None:
    assert glue.mend(text) == (text if expected is None else expected)


@pytest.mark.parametrize(
    "text",
    ["« CAFÉ »", "«CAFÉ»", "„MENÜ“ und „CAFÉ“", "México", "Привет, мир", "naïve façade", "50 °C, Â", "l’été", "Ärzte"],
)
def test_sound_characters_stay(text: str) -> None:
    assert glue.mend(text) == text


@pytest.mark.parametrize(
    ("paragraph", "head", "credit"),
    [
        (
            "A tour of four former Soviet states. Foreign Ministry",
            "A tour of four former Soviet states.",
            "Foreign Ministry",
        ),
        ("Ships wait at both ends. Maxar Technologies / AP", "Ships wait at both ends.", "Maxar Technologies / AP"),
        ("He arrived on Friday. Kremlin.ru", "He arrived on Friday.", "Kremlin.ru"),
        ("Флаг подняли в Брюсселе. Пресс-служба НАТО", "Флаг подняли в Брюсселе.", "Пресс-служба НАТО"),
        ("The bridge is closed. Photo: Getty Images", "The bridge is closed.", "Photo: Getty Images"),
    ],
)
def test_credits_come_off(paragraph: str, head: str, credit: str) -> None:
    assert glue.split_credit(paragraph) == (head, credit)


@pytest.mark.parametrize(
    "paragraph",
    [
        "The talks were arranged by the U.S. Foreign Ministry",
        "The report was published by the Foreign Ministry.",
        "He said no. She said yes",
        "He left. The ministry had asked him to leave the country by Friday",
        "A sentence without any end",
        "It was a long war. Nobody won.",
    ],
)
def test_sentences_keep_their_ends(paragraph: str) -> None:
    assert glue.split_credit(paragraph) == (paragraph, None)


@pytest.mark.parametrize(
    ("paragraph", "dateline", "rest"),
    [
        ("CARACAS, Feb 5 (Reuters) - Ships left.", "CARACAS, Feb 5 (Reuters)", "Ships left."),
        ("WASHINGTON (AP) — The Senate voted.", "WASHINGTON (AP)", "The Senate voted."),
        ("MOSCOW — Talks ended.", "MOSCOW", "Talks ended."),
        ("ISMAILIA, Egypt, March 29 (Reuters) - “Free”", "ISMAILIA, Egypt, March 29 (Reuters)", "“Free”"),
        ("МОСКВА, 5 фев — РИА Новости.", "МОСКВА, 5 фев", "РИА Новости."),
        ("Berlin (dpa) - Der Bundestag stimmt ab.", "Berlin (dpa)", "Der Bundestag stimmt ab."),
        ("ST. JOSEPH, Mich. (AP) — Rain fell.", "ST. JOSEPH, Mich. (AP)", "Rain fell."),
    ],
)
def test_datelines_come_off(paragraph: str, dateline: str, rest: str) -> None:
    assert glue.split_dateline(paragraph) == (dateline, rest)


@pytest.mark.parametrize(
    "paragraph",
    [
        "BREAKING — The bridge is closed.",
        "NATO - the alliance - said no.",
        "UPDATE - Two more ships left.",
        "Moscow — the capital of Russia — is cold.",
        "The envoy — a former judge — resigned.",
        "Ukraine (pop. 40 million) - a country at war",
        "No dateline here.",
    ],
)
def test_openings_that_are_no_datelines_stay(paragraph: str) -> None:
    assert glue.split_dateline(paragraph) == (None, paragraph)


@pytest.mark.parametrize(
    ("paragraph", "names"),
    [
        ("By Nellie Bly", ("Nellie Bly",)),
        ("By Nellie Bly and Martha Gellhorn", ("Nellie Bly", "Martha Gellhorn")),
        ("Por Rodolfo Walsh", ("Rodolfo Walsh",)),
        ("By Friday the ships had left the port", ()),
        ("By the end of March, nothing had moved.", ()),
        ("Nellie Bly", ()),
    ],
)
def test_bylines(paragraph: str, names: tuple[str, ...]) -> None:
    assert glue.byline(paragraph) == names


def test_wrapped_lines_are_joined_and_short_ones_are_not() -> None:
    wrapped = "\n".join(
        [
            "The foreign ministers of both countries signed an accord",
            "on Sunday that renames the northern one, and shook",
            "hands.",
        ]
    )
    assert len(glue.split(wrapped)) == 1
    assert glue.split("Once\nMonthly\nAnnual") == ["Once", "Monthly", "Annual"]


@given(st.text(max_size=400))
def test_any_text_splits_into_lines(text: str) -> None:
    for line in glue.split(text):
        assert line == line.strip() != ""
        assert "\n" not in line
        head, credit = glue.split_credit(line)
        assert line.startswith(head)
        assert credit is None or credit in line
        dateline, rest = glue.split_dateline(line)
        assert line.endswith(rest)
        assert dateline is None or line.startswith(dateline)
        glue.byline(line)


@pytest.mark.parametrize(
    "tail",
    [
        "Continue reading...",
        "[…]",
        "[...]",
        "Read more…",
        "[Read more]",
        "Continue reading Ferry reopens →",
        "Weiterlesen",
        "…",
    ],
)
def test_a_link_behind_the_last_stop_goes(tail: str) -> None:
    told = "The ferry line between the two coasts reopened on Friday."
    assert glue.without_link(f"{told} {tail}") == told


@pytest.mark.parametrize(
    "paragraph",
    [
        "The minister had one piece of advice for pupils of the school. Read more.",
        "The minister told the pupils of the school to read more",
        "Nobody at the pier knew when the ferry would come ...",
        "[…]",
        "Continue reading",
    ],
)
def test_what_a_report_says_at_its_end_stays(paragraph: str) -> None:
    assert glue.without_link(paragraph) == paragraph


@pytest.mark.parametrize(
    ("paragraph", "dateline"),
    [
        ("SIOUX FALLS, S.D. – People across the nation talk about it.", "SIOUX FALLS, S.D."),
        ("GAZA/JERUSALEM, March 3 (Reuters) - Israel said on Monday.", "GAZA/JERUSALEM, March 3 (Reuters)"),
        ("МОСКВА, 5 фев — РИА Новости. Министр прибудет в пятницу.", "МОСКВА, 5 фев — РИА Новости"),
        ("KYIV, Ukraine — The grid failed.", "KYIV, Ukraine"),
        ("PORT-AU-PRINCE, Haiti (AP) — Gangs attacked.", "PORT-AU-PRINCE, Haiti (AP)"),
        ("MADRID, 5 Feb. (EUROPA PRESS) - El ministro viajará.", "MADRID, 5 Feb. (EUROPA PRESS)"),
    ],
)
def test_datelines_of_agencies(paragraph: str, dateline: str) -> None:
    assert glue.split_dateline(paragraph)[0] == dateline


@pytest.mark.parametrize("paragraph", ["U.S. — The state of things.", "FIFA - The body said", "UPDATE 2 - Oil rises"])
def test_capitals_before_a_dash_are_no_dateline(paragraph: str) -> None:
    assert glue.split_dateline(paragraph)[0] is None


@pytest.mark.parametrize(
    ("paragraph", "credit"),
    [
        ("The harbour was closed on Tuesday. AP Photo/Kin Cheung", "AP Photo/Kin Cheung"),
        ("Порт закрыли во вторник. ТАСС", "ТАСС"),
        ("The post was deleted within the hour. Screenshot", "Screenshot"),
        ("He won the election.” Getty Images", "Getty Images"),
        ("Who won? The press", None),
        ("He founded Apple Inc. News Corp", None),
        ("He lives in Washington, D.C. Photos of the house were sold.", None),
        ("The minister resigned. His office said so", None),
    ],
)
def test_credits_at_the_end_of_a_paragraph(paragraph: str, credit: str | None) -> None:
    assert glue.split_credit(paragraph)[1] == credit


@pytest.mark.parametrize(
    ("given", "mended"),
    [
        ("â€œQuotedâ€\x9d â€“ itâ€™s", "“Quoted” – it’s"),
        ("“Quoted” – it’s ‘so’ „hier“ «là»", "“Quoted” – it’s ‘so’ „hier“ «là»"),
        ("o\ufb03ce so\u00adft", "office soft"),
        ("a\u00a0b\u200b  c\u2009d", "a b c d"),
        ("ÐŸÑ€Ð¸Ð²ÐµÑ‚", "Привет"),
        ("naïve façade, ÀÉ", "naïve façade, ÀÉ"),
    ],
)
def test_characters_are_mended_and_quotes_kept(given: str, mended: str) -> None:
    assert glue.split(given) == [mended]
