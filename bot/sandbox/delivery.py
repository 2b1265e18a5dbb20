"""getUpdates, setWebhook, deleteWebhook, getWebhookInfo: the two ways a bot hears of anything."""

from __future__ import annotations

from urllib.parse import urlsplit

from bot.sandbox import limits
from bot.sandbox.checks import secret_of
from bot.sandbox.loopback import is_loopback
from bot.sandbox.model import Json, bad
from bot.sandbox.params import Params
from bot.sandbox.webhook import Courier
from bot.sandbox.world import Webhook, World


async def get_updates(world: World, params: Params) -> list[Json]:
    _allow(world, params)
    limit = params.integer("limit", limits.UPDATES_PER_CALL)
    batch = await world.updates.poll(params.integer("offset"), limit, params.integer("timeout"))
    return [update.wire() for update in batch]


def set_webhook(world: World, courier: Courier, params: Params) -> bool:
    url = params.text("url")
    if not url:
        return delete_webhook(world, courier, params)
    parts = urlsplit(url)
    if parts.scheme != "http" or not is_loopback(parts.hostname):
        raise bad("bad webhook: the sandbox delivers to http:// addresses of this machine only")
    secret = secret_of(params)
    _allow(world, params)
    if params.flag("drop_pending_updates"):
        world.updates.clear()
    world.webhook = Webhook(url, secret)
    world.updates.use_webhook(True)
    courier.start()
    return True


def delete_webhook(world: World, courier: Courier, params: Params) -> bool:
    if params.flag("drop_pending_updates"):
        world.updates.clear()
    world.webhook = Webhook()
    world.updates.use_webhook(False)
    courier.stop()
    return True


def get_webhook_info(world: World, params: Params) -> Json:
    webhook = world.webhook
    result: Json = {
        "url": webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates),
    }
    if webhook.last_error:
        result |= {"last_error_date": webhook.last_error_date, "last_error_message": webhook.last_error}
    if world.updates.allowed:
        result["allowed_updates"] = sorted(world.updates.allowed)
    return result


def _allow(world: World, params: Params) -> None:
    """The kinds named stay in force until a later call names others; an empty list is the default again."""
    if params.has("allowed_updates"):
        world.updates.allowed = frozenset(params.names("allowed_updates"))
