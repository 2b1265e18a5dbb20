"""Puts the sandbox on one ASGI app: Bot API, control API, and the chat page."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.middleware import Middleware

from bot.sandbox.botapi import BotApi
from bot.sandbox.control import Control
from bot.sandbox.demo import DemoPanel
from bot.sandbox.guard import Guard
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.web import Page
from bot.sandbox.webhook import Courier


def create_app(sandbox: Sandbox, *, demo: DemoPanel | None = None) -> Starlette:
    """The Bot API at /bot<token>/METHOD, control at /control/..., the page at / with what it asks for at /ui/..."""
    api = BotApi(sandbox.world, sandbox.token, Courier(sandbox.world))
    routes = [*api.routes(), *Control(sandbox).routes(), *Page(sandbox, demo).routes()]
    return Starlette(routes=routes, middleware=[Middleware(Guard)])
