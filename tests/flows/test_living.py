"""One event, several publishers: one message that is edited as they join, and a reply for what is new alone."""

from __future__ import annotations

from tests.flows.conftest import World
from tests.flows.test_feed_to_alert import VISIT, VISIT_TOLD_AGAIN, alerts, following

CONFIRMED = "Confirmed by 2 independent publishers"
TURN = (
    "Sergei Lavrov resigned on Friday hours after his talks with Nicolas Maduro in Caracas. "
    "The Russian foreign minister gave no reason for leaving."
)


async def test_a_second_publisher_is_an_edit_of_the_message_and_no_message(world: World) -> None:
    user = world.sandbox.desk_id
    async with world.bot():
        await following(world, user, "Venezuela")
        world.news["harbour"].publish("1", "Lavrov in Caracas for talks with Maduro", VISIT)
        (alert,) = await alerts(world, user, "Lavrov in Caracas")
        before = len(world.texts(user))
        assert CONFIRMED not in alert
        world.news["meridian"].publish("9", "Lavrov meets Maduro in Caracas for talks", VISIT_TOLD_AGAIN)
        (alert,) = await alerts(world, user, CONFIRMED)
        assert alert.startswith("Lavrov in Caracas")
        assert len(world.texts(user)) == before


async def test_what_is_new_is_a_reply_under_the_message(world: World) -> None:
    user = world.sandbox.desk_id
    async with world.bot():
        await following(world, user, "Venezuela")
        world.news["harbour"].publish("1", "Lavrov in Caracas for talks with Maduro", VISIT)
        await alerts(world, user, "Lavrov in Caracas")
        told = world.sandbox.sent(user)[-1]
        world.news["meridian"].publish("9", "Lavrov resigns after talks with Maduro in Caracas", TURN)
        (reply,) = await alerts(world, user, "New: ")
        assert world.sandbox.sent(user)[-1].reply_to == told.id
        assert "Lavrov resigns after talks" in reply
        assert "Meridian" in reply


async def test_a_headline_that_says_something_else_is_corrected_for_those_who_were_told(world: World) -> None:
    desk, analyst = world.sandbox.desk_id, world.sandbox.analyst_id
    async with world.bot():
        await following(world, desk, "Venezuela")
        await following(world, analyst, "Egypt")
        world.news["harbour"].publish("1", "Lavrov in Caracas for talks with Maduro", VISIT)
        await alerts(world, desk, "Lavrov in Caracas")
        told = world.sandbox.sent(desk)[-1]
        world.news["harbour"].edit("1", title="Lavrov not in Caracas: talks with Maduro called off")
        (correction,) = await alerts(world, desk, "has changed this headline")
        assert world.sandbox.sent(desk)[-1].reply_to == told.id
        assert "Before: Lavrov in Caracas for talks with Maduro" in correction
        assert "Now: Lavrov not in Caracas: talks with Maduro called off" in correction
        await world.until(lambda: world.sandbox.sent(desk)[-2].text.startswith("Lavrov not in Caracas"))
        assert not [text for text in world.texts(analyst) if "headline" in text]
