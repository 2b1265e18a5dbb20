"""Headlines as they are shown: no site's name, no label, no bait; everything else stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.headlines import shown
from bot.text import one_line

PUBLISHER = "The Harbour Post"
TALKS = "Talks on grain resume in Istanbul"


@pytest.mark.parametrize(
    "title",
    [
        f"{TALKS} | The Harbour Post",
        f"{TALKS} - Harbour Post",
        f"{TALKS} — The Harbour Post Online",
        f"{TALKS} | harbourpost.example.com",
        f"The Harbour Post: | {TALKS}",
        f"OPINION | {TALKS}",
        f"Opinion: {TALKS}",
        f"WATCH: {TALKS}",
        f"WATCH LIVE: {TALKS}",
        f"Breaking: {TALKS}",
        f"BREAKING NEWS — {TALKS}",
        f"LIVE: {TALKS}",
        f"LIVE UPDATES | {TALKS}",
        f"Exclusive - {TALKS}",
        f"EXCLUSIVE-{TALKS}",
        f"UPDATE 2-{TALKS}",
        f"[VIDEO] {TALKS}",
        f"{TALKS} (VIDEO)",
        f"{TALKS} [with photos]",
        f"{TALKS} – live updates",
        f"{TALKS}: what you need to know",
        f"{TALKS} - here's why",
        f"{TALKS}… you won't believe what the minister said",
        f"🚨🚨 {TALKS} 🔥",
        f"LIVE | BREAKING: {TALKS} | The Harbour Post",
        f"Срочно: {TALKS}",
        f"ÚLTIMA HORA | {TALKS}",
        f"Eilmeldung: {TALKS}",
        f"The Harbour Post: {TALKS}",
        f"{TALKS} | World News | The Harbour Post",
        f"{TALKS} - Politik - harbourpost.example.com",
        f"VIDÉO. {TALKS}",
        f"СРОЧНО! {TALKS}",
        f"{TALKS}. ВИДЕО",
        f"{TALKS} (ФОТО, ВІДЕО)",
        f"{TALKS} (FOTOS y VÍDEO)",
        f"{TALKS} – as it happened",
        f"{TALKS}: what we know so far",
        f"{TALKS}, and the reason will shock you",
        f"++ {TALKS} ++",
        f"عاجل: {TALKS}",
        f"【速報】{TALKS}",
        f"AO VIVO: {TALKS}",
        f"DIRETTA - {TALKS}",
        f"SON DAKİKA: {TALKS}",
        f"CORRECTED-{TALKS}",
    ],
)
def test_what_is_no_headline_is_taken_off_its_ends(title: str) -> None:
    assert shown(title, PUBLISHER) == TALKS


@pytest.mark.parametrize(
    "title",
    [
        TALKS,
        "Live-fire drills begin off Taiwan",
        "Videos show a strike on the bridge at Kherson",
        "Breaking bread in Beirut as shops open again",
        "Biden: talks on grain will resume",
        "Russia - Ukraine: grain talks resume",
        "Correction: the minister did not resign",
        "Update on the ferry: all passengers are safe",
        "Ceasefire - what Gaza needs most is water",
        "Read the letter that the court sent to Lima",
        "The Harbour Post buys a rival paper",
        "Video. A word that changed cinema",
        "Talks resume | World",
        "Direct flights to Caracas resume after six years",
        "+5 percent for wheat in a week",
        "Sponsored: ten ways to heat a home",
        "Scoop of the century? The press looks back at Watergate",
        "Live: no",
        "The Harbour Post",
    ],
)
def test_what_is_a_headline_stays(title: str) -> None:
    assert shown(title, PUBLISHER) == title


def test_shouting_is_toned_down() -> None:
    assert shown("Ferry sinks off Lesbos!!!", PUBLISHER) == "Ferry sinks off Lesbos!"


@given(st.text(max_size=200), st.text(max_size=30))
def test_never_more_than_the_title_and_never_nothing_of_something(title: str, publisher: str) -> None:
    made = shown(title, publisher)
    assert len(made) <= len(one_line(title))
    assert bool(made) == bool(one_line(title))


@pytest.mark.parametrize("title", ["+" * 4001, " | " * 1500, "VIDEO. " * 700], ids=["pluses", "bars", "labels"])
def test_what_is_too_long_for_a_headline_is_left_as_it_is(title: str) -> None:
    assert shown(title, PUBLISHER) == one_line(title)
