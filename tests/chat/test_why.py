"""Why an alert came, and what one can have against it: one tap, and one to undo it."""

from __future__ import annotations

from bot.model import ExcludeKind, Subscription
from tests.chat.conftest import Desk, data_of, labels
from tests.chat.test_following import alerted


async def watch_of(desk: Desk) -> Subscription:
    (watch,) = await desk.store.subscriptions.of_chat(desk.user)
    return watch


async def test_a_story_is_left_out_with_one_tap_and_taken_in_again_with_another(desk: Desk) -> None:
    message = await desk.say("/help")
    _, alert = await alerted(desk, desk.user)
    await desk.tap(message, data=f"~w:{alert}")
    why = await desk.sandbox.until(lambda: next((m for m in desk.sandbox.sent(desk.user) if "Why you" in m.text), None))
    assert {"Not this story", "Mute 1 hour", "24 hours", "For ever", "Story"} <= set(labels(why))
    assert "Not 🇻🇪 Venezuela" not in labels(why), "that is what is followed"
    note = await desk.tap(why, "Not this story")
    assert note.text == "🇻🇪 Venezuela: not this story, from now on."
    (exclude,) = (await watch_of(desk)).excludes
    assert exclude.kind is ExcludeKind.STORY
    why = await desk.changed(why)
    note = await desk.tap(why, "↩ Undo: not this story")
    assert note.text == "🇻🇪 Venezuela: this story again."
    assert (await watch_of(desk)).excludes == ()


async def test_less_like_this_raises_what_matters_and_can_be_undone(desk: Desk) -> None:
    message = await desk.say("/help")
    _, alert = await alerted(desk, desk.user)
    await desk.tap(message, data=f"~w:{alert}")
    why = await desk.sandbox.until(lambda: next((m for m in desk.sandbox.sent(desk.user) if "Why you" in m.text), None))
    (less,) = (one for one in labels(why) if one.startswith("Less like this"))
    await desk.tap(why, less)
    assert (await watch_of(desk)).mode.minimum > 0
    why = await desk.changed(why)
    await desk.tap(why, "↩ Undo: less like this")
    assert (await watch_of(desk)).mode.minimum == 0


async def test_nobody_leaves_something_out_of_another_chats_watch(desk: Desk) -> None:
    message = await desk.say("/help")
    watch, _ = await alerted(desk, desk.user)
    await desk.say("/help", by=desk.admin)
    theirs = desk.sandbox.sent(desk.admin)[-1]
    note = await desk.tap(theirs, by=desk.admin, data=f"~v:{watch}:1:c:CU")
    assert "out of date" in note.text
    assert (await watch_of(desk)).excludes == ()
    await desk.tap(message, data=f"~v:{watch}:1:c:CU")
    assert [one.label for one in (await watch_of(desk)).excludes] == ["Cuba"]


async def test_what_a_watch_leaves_out_is_shown_where_it_is_changed(desk: Desk) -> None:
    message = await desk.say("/help")
    watch, _ = await alerted(desk, desk.user)
    await desk.tap(message, data=f"~v:{watch}:1:c:CU")
    await desk.tap(message, data=f"~ew:{watch}")
    screen = await desk.changed(message)
    assert "It leaves out: Cuba." in screen.text
    assert data_of(screen, "↩ Undo: not Cuba") == f"~v:{watch}:0:c:CU"
