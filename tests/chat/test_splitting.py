"""Admins take a report out of a story and put it back; others may not, and nobody gets an alert for it."""

from __future__ import annotations

import pytest

from tests.chat.conftest import Desk, labels


async def one_story(desk: Desk) -> int:
    """Three reports, the last one of another event."""
    story = await desk.add_item(1, title="Lavrov lands in Caracas")
    await desk.add_item(2, publisher="Outlet 2", story_id=story, title="Lavrov landed")
    await desk.add_item(3, publisher="Outlet 3", story_id=story, title="Ferry runs aground")
    return story


async def test_a_report_is_taken_out_and_put_back(desk: Desk) -> None:
    story = await one_story(desk)
    shown = await desk.say(f"/split {story}", by=desk.admin)
    assert "3. " in shown.text
    assert "Outlet 3 · Ferry runs aground" in shown.text
    await desk.tap(shown, "3", by=desk.admin)
    done = await desk.changed(shown)
    assert done.text == "Ferry runs aground is a story of its own now."
    assert "Ferry" not in (await desk.say(f"/story {story}")).text

    await desk.tap(done, "Undo", by=desk.admin)
    assert (await desk.changed(done)).text == "Undone: 1 report is back."
    assert "Ferry" in (await desk.say(f"/story {story}")).text


async def test_what_was_split_is_listed_until_it_is_undone(desk: Desk) -> None:
    story = await one_story(desk)
    shown = await desk.say(f"/split {story}", by=desk.admin)
    await desk.tap(shown, "3", by=desk.admin)
    await desk.changed(shown)
    again = await desk.say(f"/split {story}", by=desk.admin)
    assert "1 report went out, since an admin saw it so." in again.text
    (undo,) = [label for label in labels(again) if label.startswith("Undo")]
    await desk.tap(again, undo, by=desk.admin)
    await desk.changed(again)
    assert "went out" not in (await desk.say(f"/split {story}", by=desk.admin)).text


@pytest.mark.parametrize(
    ("words", "says"),
    [("/split", "Which story?"), ("/split seven", "Which story?"), ("/split 99", "I have no story 99")],
)
async def test_what_is_no_story_is_said_so(desk: Desk, words: str, says: str) -> None:
    assert says in (await desk.say(words, by=desk.admin)).text


async def test_a_story_of_one_report_offers_nothing(desk: Desk) -> None:
    story = await desk.add_item(1, title="Lavrov lands")
    shown = await desk.say(f"/split {story}", by=desk.admin)
    assert "It has one report." in shown.text
    assert not labels(shown)


async def test_others_than_admins_may_not(desk: Desk) -> None:
    story = await one_story(desk)
    assert "Lavrov" not in (await desk.say(f"/split {story}")).text
