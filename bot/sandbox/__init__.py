"""A Telegram of one's own: a local Bot API and a chat page on it, to try and to test the bot without a token."""

from bot.sandbox.app import create_app
from bot.sandbox.demo import DemoPanel, DemoStatus
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.model import Status
from bot.sandbox.sandbox import DEFAULT_TOKEN, Sandbox
from bot.sandbox.server import serving

__all__ = [
    "DEFAULT_TOKEN",
    "DemoPanel",
    "DemoStatus",
    "Fault",
    "FaultKind",
    "Sandbox",
    "Status",
    "create_app",
    "serving",
]
