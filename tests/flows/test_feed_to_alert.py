"""From a feed to an alert, whole: what arrives, what does not, and that nothing comes twice."""

from __future__ import annotations

import pytest
from starlette.responses import PlainTextResponse

from bot.sandbox import Fault, FaultKind
from tests.flows.conftest import World

VISIT = (
    "Russian Foreign Minister Sergei Lavrov met President Nicolas Maduro in Caracas on 7 February 2020. "
    "He condemned the sanctions of the United States against Venezuela."
)
VISIT_TOLD_AGAIN = (
    "Lavrov was received by Nicolas Maduro on a visit to Venezuela. The Russian minister called Washington's sanctions"
    " on Caracas illegal."
)
CANAL = (
    "Salvage teams refloated the container ship Ever Given in the Suez Canal on 29 March 2021. "
    "Traffic through Egypt resumed the same evening."
)


async def following(world: World, user: int, *subjects: str) -> None:
    """Start, follow, and wait until the backlog is in."""
    world.sandbox.start(user)
    await world.sandbox.reply(user)
    for subject in subjects:
        assert await world.says(user, f"/follow {subject}")
    await world.polled()


async def alerts(world: World, user: int, needle: str, seconds: float = 60.0) -> list[str]:
    """The messages with the needle, once there is one and every feed was asked twice more."""
    await world.until(lambda: any(needle in text for text in world.texts(user)), seconds)
    await world.polled()
    return [text for text in world.texts(user) if needle in text]


async def test_a_new_item_on_a_followed_country_is_alerted_once(world: World) -> None:
    user = world.sandbox.desk_id
    async with world.bot():
        await following(world, user, "Venezuela")
        world.news["harbour"].publish("1", "Lavrov in Caracas for talks with Maduro", VISIT)
        (alert,) = await alerts(world, user, "Lavrov in Caracas")
        assert "Harbour" in alert
        assert "🇻🇪" in alert


async def test_an_item_about_something_else_is_not_alerted(world: World) -> None:
    user = world.sandbox.desk_id
    async with world.bot():
        await following(world, user, "Venezuela")
        world.news["harbour"].publish("1", "Ever Given floats again", CANAL)
        world.news["harbour"].publish("2", "Lavrov in Caracas for talks with Maduro", VISIT)
        await alerts(world, user, "Lavrov in Caracas")
        assert not [text for text in world.texts(user) if "Ever Given" in text]


async def test_the_backlog_of_a_new_feed_is_silent(world: World) -> None:
    user = world.sandbox.desk_id
    world.news["harbour"].publish("old", "Lavrov in Caracas for talks with Maduro", VISIT)
    async with world.bot():
        world.sandbox.start(user)
        await world.sandbox.reply(user)
        await world.says(user, "/follow all each")
        await world.polled(times=3)
        world.news["harbour"].publish("new", "Ever Given floats again", CANAL)
        await alerts(world, user, "Ever Given")
        assert not [text for text in world.texts(user) if text.startswith("Lavrov in Caracas")]


async def test_an_edit_a_changed_guid_and_a_restart_bring_no_second_alert(world: World) -> None:
    user = world.sandbox.desk_id
    async with world.bot():
        await following(world, user, "all each")
        world.news["harbour"].publish("1", "Lavrov in Caracas for talks with Maduro", VISIT)
        await alerts(world, user, "Lavrov in Caracas")
        world.news["harbour"].edit("1", text=VISIT + " The talks went on for three hours.")
        await world.polled(times=3)
        world.news["harbour"].edit("1", guid="another")
        await world.polled(times=3)
    async with world.bot():
        await world.polled(times=3)
        world.news["harbour"].publish("2", "Ever Given floats again", CANAL)
        await alerts(world, user, "Ever Given")
    assert len([text for text in world.texts(user) if text.startswith("Lavrov in Caracas")]) == 1


async def test_what_was_published_while_the_bot_was_down_is_alerted_after_the_restart(world: World) -> None:
    user = world.sandbox.desk_id
    async with world.bot():
        await following(world, user, "Venezuela")
    world.news["harbour"].publish("1", "Lavrov in Caracas for talks with Maduro", VISIT)
    async with world.bot():
        assert len(await alerts(world, user, "Lavrov in Caracas")) == 1


async def test_a_second_publisher_of_the_story_brings_no_second_alert(world: World) -> None:
    user = world.sandbox.desk_id
    async with world.bot():
        await following(world, user, "Venezuela")
        world.news["harbour"].publish("1", "Lavrov in Caracas for talks with Maduro", VISIT)
        await alerts(world, user, "Lavrov in Caracas")
        twin = VISIT.replace("He condemned", "Lavrov condemned")
        world.news["meridian"].publish("9", "Lavrov meets Maduro in Caracas for talks", twin)
        world.news["meridian"].publish("10", "Venezuela grounds flights to Colombia", "Venezuela grounded all flights.")
        await alerts(world, user, "grounds flights")
        assert not [text for text in world.texts(user) if "Lavrov meets Maduro" in text]


@pytest.mark.parametrize(("text", "confirms"), [(VISIT_TOLD_AGAIN, True), (VISIT, False)], ids=["own words", "a copy"])
async def test_a_confirmed_watch_is_told_with_the_second_source(world: World, text: str, confirms: bool) -> None:
    user = world.sandbox.desk_id
    async with world.bot():
        await following(world, user, "Venezuela confirmed 2")
        world.news["harbour"].publish("1", "Lavrov in Caracas for talks with Maduro", VISIT)
        await world.polled(times=3)
        assert not [text for text in world.texts(user) if "Lavrov" in text]
        world.news["meridian"].publish("9", "Lavrov meets Maduro in Caracas for talks", text)
        if confirms:
            await world.until(lambda: any("Lavrov meets Maduro" in text for text in world.texts(user)))
        else:
            await world.polled("meridian", times=3)
            assert not [text for text in world.texts(user) if "Lavrov meets" in text]


async def test_a_broken_feed_delays_no_other_and_loses_nothing(world: World) -> None:
    user = world.sandbox.desk_id
    async with world.bot():
        await following(world, user, "all each")
        world.news["meridian"].broken = lambda request: PlainTextResponse("<html>nothing here</html>")
        await world.polled("meridian", times=1)
        world.news["meridian"].publish("9", "Sweden joins NATO", "Sweden became the 32nd member of NATO in March 2024.")
        world.news["harbour"].publish("1", "Ever Given floats again", CANAL)
        await alerts_now(world, user, "Ever Given")
        world.news["meridian"].broken = None
        assert await alerts_now(world, user, "Sweden joins") == 1


async def alerts_now(world: World, user: int, needle: str) -> int:
    """How many, as soon as there is one."""
    await world.until(lambda: any(needle in text for text in world.texts(user)), 90.0)
    return len([text for text in world.texts(user) if needle in text])


async def test_a_blocked_chat_is_paused_and_the_others_are_served(world: World) -> None:
    desk, analyst = world.sandbox.desk_id, world.sandbox.analyst_id
    async with world.bot():
        await following(world, desk, "all each")
        await following(world, analyst, "all each")
        world.sandbox.fail(Fault(FaultKind.ERROR, chat_id=desk, method="sendMessage", status=403))
        world.news["harbour"].publish("1", "Ever Given floats again", CANAL)
        await alerts(world, analyst, "Ever Given")
        world.news["harbour"].publish("2", "Sweden joins NATO", "Sweden became the 32nd member of NATO in March 2024.")
        await alerts(world, analyst, "Sweden joins")
        assert not [text for text in world.texts(desk) if "Sweden joins" in text or "Ever Given" in text]
        world.sandbox.start(desk)
        world.news["harbour"].publish("3", "Lavrov in Caracas for talks with Maduro", VISIT)
        assert len(await alerts(world, desk, "Lavrov in Caracas")) == 1


async def test_a_feeds_file_that_is_broken_while_running_changes_nothing(world: World) -> None:
    user, admin = world.sandbox.desk_id, world.sandbox.admin_id
    async with world.bot():
        world.sandbox.start(admin)
        await world.sandbox.reply(admin)
        await following(world, user, "all each")
        good = world.feeds_file.read_text()
        world.feeds_file.write_text(good + "\tbroken")
        await world.until(lambda: any("feeds.yaml" in text and "tab" in text for text in world.texts(admin)))
        world.news["harbour"].publish("1", "Ever Given floats again", CANAL)
        await alerts(world, user, "Ever Given")


async def test_a_question_is_answered_with_citations_of_items_that_say_so(world: World) -> None:
    user = world.sandbox.desk_id
    async with world.bot():
        await following(world, user, "all each")
        world.news["harbour"].publish("1", "Lavrov in Caracas for talks with Maduro", VISIT)
        await alerts(world, user, "Lavrov in Caracas")
        answer = await world.says(user, "what is Lavrov doing in Venezuela?")
        assert "Lavrov met President Nicolas Maduro in Caracas" in answer
        assert "[1]" in answer
        assert "Harbour" in answer
        nothing = await world.says(user, "what is Lavrov doing in Finland?")
        assert "nothing" in nothing.lower()
