"""What a publisher says in every item goes; what a running story repeats stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clean import article, boilerplate, memory
from bot.clean.memory import Source
from bot.model import NO_MEMORY, Article, Lesson, Memory
from tests.build import NOON

PUBLISHER = "Harbour Post"
# Title and three paragraphs each, of public record, on subjects apart.
GRAIN = (
    "Ukraine and Russia Sign Grain Deals in Istanbul",
    "Ukraine and Russia signed separate agreements in Istanbul on Friday to let grain leave ports on the Black Sea.",
    "António Guterres called the agreements a beacon on the Black Sea at the ceremony in Dolmabahçe Palace.",
    "Ships will be inspected at a centre in Istanbul before they pass the Bosphorus, the parties agreed.",
)
CANAL = (
    "Container Ship Freed After Six Days Across Suez Canal",
    "Salvage crews freed the container ship Ever Given from the bank of the Suez Canal on Monday.",
    "Egypt's canal authority said that more than 360 vessels were waiting at both ends of the waterway.",
    "Insurers estimated the value of the goods held up each day at more than nine billion dollars.",
)
TREATY = (
    "Sweden Becomes NATO's 32nd Member",
    "Sweden joined NATO on Thursday when Ulf Kristersson handed over the documents in Washington.",
    "Stockholm had applied in May 2022, together with Helsinki, which was admitted a year later.",
    "Hungary was the last of the allies to ratify the application, after a vote in its parliament.",
)
MOON = (
    "India Lands Craft Near Moon's South Pole",
    "India's Chandrayaan-3 landed near the lunar south pole on Wednesday, the first craft to do so.",
    "Narendra Modi watched the landing from Johannesburg, where he attended the BRICS summit.",
    "Scientists in Bengaluru cheered when the lander reported that it stood upright on the surface.",
)
STORIES = (GRAIN, CANAL, TREATY, MOON)
ABOUT = "The daily was founded in 1921 by a circle of dockside printers and schoolteachers."
RUNNING = (
    "Ever Given Blocks Suez Canal for a Second Day",
    "The container ship Ever Given lay across the Suez Canal for a second day on Wednesday as tugs pulled in vain.",
    "Shoei Kisen, the ship's owner in Japan, apologised for the trouble that it causes to world trade.",
    "Dredgers moved sand from under the bow of the Ever Given while the tide was high.",
)
BACKGROUND = "The Suez Canal carries about twelve percent of world trade between Asia and Europe."


def read(story: tuple[str, ...], *extra: str, known: Memory = NO_MEMORY, at: int = 4) -> Article:
    lines = [*story[:at], *extra, *story[at:]]
    return article.from_text(
        "\n\n".join(lines), title=story[0], publisher=PUBLISHER, url=None, published=None, now=NOON, memory=known
    )


def after(*articles: Article) -> Memory:
    known = NO_MEMORY
    for one in articles:
        known = memory.learn(known, memory.lesson(one))
    return known


def reasons(made: Article) -> dict[str, str]:
    return {one.text: one.reason for one in made.removed}


def test_a_line_that_two_items_had_goes_inside_the_third() -> None:
    known = after(*(read(story, "The view from the quay", at=2) for story in (GRAIN, CANAL)))
    made = read(TREATY, "The view from the quay", known=known, at=2)
    assert reasons(made) == {"The view from the quay": "repeated in 2 items of this publisher"}


def test_a_heading_of_one_item_stays_inside_the_next() -> None:
    known = after(read(GRAIN, "What happens next", at=2))
    assert "What happens next" in read(TREATY, "What happens next", known=known, at=2).body


def test_lines_that_differ_in_numbers_and_names_are_the_same() -> None:
    known = after(
        read(GRAIN, "Seen by 1,204 people in the last hour", at=2),
        read(CANAL, "Seen by 17 people in the last hour", at=2),
    )
    assert "Seen by" not in read(TREATY, "Seen by 360 people in the last hour", known=known, at=2).body
    assert memory.fingerprint("Ana Ruiz is a reporter based in Lisbon.") == memory.fingerprint(
        "Tom Lee is a reporter based in Port Said."
    )
    assert memory.fingerprint("Анна Иванова пишет для нас о странах Балтии") == memory.fingerprint(
        "Пётр Сидоров пишет для нас о странах Кавказа"
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ever Given", "Taylor Swift"),
        ("Lavrov Flies to Caracas", "Blinken Flies to Beijing"),
        ("the ship was freed at high tide", "the ship was held at low tide"),
        ("船が動いた", "船が止まった"),
    ],
)
def test_lines_of_other_words_are_others(one: str, other: str) -> None:
    assert memory.fingerprint(one) != memory.fingerprint(other)


def test_a_publishers_own_voice_goes_once_it_came_back_under_another_topic() -> None:
    said = "Every weekday we walk you through the day before you finish your coffee."
    assert said in read(CANAL, said, at=2).body
    assert said not in read(CANAL, said, known=after(read(GRAIN, said, at=2)), at=2).body


def test_a_pronoun_that_is_another_word_too_is_no_voice() -> None:
    told = "La presa abastece a su valle y a tres pueblos de la costa desde el año 1931."
    assert told in read(CANAL, told, known=after(read(GRAIN, told, at=2)), at=2).body
    country = "The US base on the island has been closed to visitors since the storm of 2019."
    assert country in read(CANAL, country, known=after(read(GRAIN, country, at=2)), at=2).body


def test_background_of_a_running_story_stays() -> None:
    known = after(*(read(CANAL, BACKGROUND, at=3) for _ in range(6)))
    assert BACKGROUND in read(RUNNING, BACKGROUND, known=known, at=3).body


def test_a_sentence_with_no_other_sign_goes_only_after_several_unrelated_items() -> None:
    early = read(MOON, ABOUT, known=after(read(GRAIN, ABOUT)))
    assert ABOUT in early.body
    late = read(MOON, ABOUT, known=after(*(read(story, ABOUT) for story in (GRAIN, CANAL, TREATY))))
    assert reasons(late) == {ABOUT: "repeated in 3 items of this publisher"}


def test_a_repeated_sentence_with_the_items_own_words_stays() -> None:
    known = after(*(read(story, BACKGROUND) for story in (GRAIN, TREATY, MOON)))
    assert BACKGROUND in read(CANAL, BACKGROUND, known=known).body


def test_a_repeated_quotation_with_its_speaker_stays() -> None:
    said = '"We need your help, and we need it now," the relief agency said in a statement.'
    known = after(*(read(story, said, at=2) for story in (GRAIN, TREATY, MOON)))
    assert said in read(CANAL, said, known=known, at=2).body


def test_the_items_own_title_stays_although_others_teased_it() -> None:
    known = after(*(read(story, MOON[0], at=2) for story in (GRAIN, TREATY)))
    assert read(MOON, known=known).title == MOON[0]


def test_nothing_known_changes_nothing() -> None:
    assert read(GRAIN).body.split("\n\n") == list(GRAIN[1:])


def test_an_early_item_is_cleaned_again_by_what_later_ones_taught() -> None:
    early = read(GRAIN, "The view from the quay", at=2)
    assert "The view from the quay" in early.body
    known = after(early, *(read(story, "The view from the quay", at=2) for story in STORIES[1:3]))
    cleaned = boilerplate.again(early.body, title=GRAIN[0], source=Source(PUBLISHER, known))
    assert cleaned.split("\n\n") == list(GRAIN[1:])
    assert boilerplate.again(cleaned, title=GRAIN[0], source=Source(PUBLISHER, known)) == cleaned


def test_an_item_alone_teaches_nothing_against_itself() -> None:
    made = read(GRAIN, ABOUT)
    assert boilerplate.again(made.body, title=GRAIN[0], source=Source(PUBLISHER, after(made))) == made.body


def test_background_of_a_running_story_stays_when_items_are_cleaned_again() -> None:
    made = read(CANAL, BACKGROUND, at=3)
    known = after(made, *(read(RUNNING, BACKGROUND, at=3) for _ in range(4)))
    assert boilerplate.again(made.body, title=CANAL[0], source=Source(PUBLISHER, known)) == made.body


LESSONS = st.lists(
    st.builds(
        Lesson, st.frozensets(st.integers(0, 4000), max_size=300), st.frozensets(st.integers(0, 99), max_size=16)
    ),
    max_size=40,
)


@given(LESSONS)
def test_memory_is_bounded_and_counts_each_item_once(taught: list[Lesson]) -> None:
    known = NO_MEMORY
    for lesson in taught:
        known = memory.learn(known, lesson)
        assert len(known.lines) <= memory.MAX_LINES
        assert len(known.topics) <= memory.MAX_TOPICS
        assert all(line in known.lines for line in list(lesson.lines)[: memory.MAX_LINES // 3])
    assert known.items == len(taught)
    assert all(1 <= trace.items <= known.items and len(trace.seen) <= memory.MAX_SEEN for trace in known.lines.values())


def test_what_repeated_outlives_what_came_once_and_is_forgotten_in_the_end() -> None:
    known = after(*(read(story, "The view from the quay") for story in STORIES))
    quay = memory.fingerprint("The view from the quay")
    for n in range(memory.FORGET + 5):
        known = memory.learn(known, Lesson(frozenset(range(n * 50, n * 50 + 50))))
        assert (quay in known.lines) is (n < memory.FORGET - 1)


@given(st.lists(st.sampled_from([line for story in STORIES for line in story] + [ABOUT, BACKGROUND]), max_size=12))
def test_cleaning_with_a_memory_adds_nothing_and_keeps_the_order(lines: list[str]) -> None:
    known = after(*(read(story, ABOUT, BACKGROUND) for story in STORIES))
    made = article.from_text(
        "\n\n".join(lines), title="A title", publisher=PUBLISHER, url=None, published=None, now=NOON, memory=known
    )
    kept = made.body.split("\n\n") if made.body else []
    rest = iter([made.dek, *lines])
    assert all(line in rest for line in kept)
