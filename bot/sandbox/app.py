"""Puts the sandbox on one ASGI app: Bot API, control API, and the chat page."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.middleware import Middleware

from bot.sandbox.botapi import BotApi
from bot.sandbox.control import Control
from bot.sandbox.guard import Guard
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.webhook import Courier


def create_app(sandbox: Sandbox) -> Starlette:
    """The Bot API at /bot<token>/METHOD, control at /control/..., the page at /."""
    api = BotApi(sandbox.world, sandbox.token, Courier(sandbox.world))
    routes = [*api.routes(), *Control(sandbox).routes()]
    return Starlette(routes=routes, middleware=[Middleware(Guard)])
