"""The whole bot by webhook: the Bot API posts the updates, and long polling is never asked for."""

from __future__ import annotations

import socket

import httpx

from bot.web import SECRET_HEADER, WEBHOOK_PATH
from tests.flows.conftest import World
from tests.flows.test_feed_to_alert import VISIT, alerts, following


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])


async def test_commands_buttons_and_alerts_work_by_webhook(world: World) -> None:
    user, sandbox = world.sandbox.desk_id, world.sandbox
    root = f"http://127.0.0.1:{free_port()}"
    settings = {"listen": root.removeprefix("http://"), "public_url": root, "webhook_secret": "a-secret"}
    async with httpx.AsyncClient(base_url=root, trust_env=False) as client:
        async with world.bot(**settings):
            await following(world, user, "Venezuela")
            world.news["harbour"].publish("1", "Lavrov in Caracas for talks with Maduro", VISIT)
            assert len(await alerts(world, user, "Lavrov in Caracas")) == 1
            alert = next(one for one in sandbox.sent(user) if one.text.startswith("Lavrov in Caracas"))
            pressed = sandbox.press(
                user, alert.id, next(b.text for row in alert.keyboard for b in row if "Why" in b.text)
            )
            await sandbox.until(lambda: sandbox.answer_to(pressed))
            assert not sandbox.calls("getUpdates")

            assert (await client.get("/readyz")).json() == {"ready": True}
            before = sandbox.sent(user)
            for headers, status in (({}, 403), ({SECRET_HEADER: "a-secret"}, 200)):
                forged = {"update_id": 1, "message": "not a message"}
                assert (await client.post(WEBHOOK_PATH, json=forged, headers=headers)).status_code == status
            assert await world.says(user, "/help")
            assert len(sandbox.sent(user)) == len(before) + 1
        said = sandbox.say(user, "/help")  # while it is down
    async with world.bot():  # by polling again: the webhook is gone, and what came meanwhile is answered
        assert (await sandbox.reply(user, said, 60)).text
