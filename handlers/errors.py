"""Last resort: what a person is told when something failed, and what the log gets."""

from __future__ import annotations

import logging
import secrets

from bot.errors import StoreError, WirewatchError
from bot.model import Message
from bot.render import screens

log = logging.getLogger(__name__)


def told(error: Exception) -> Message:
    """One plain sentence. An error of ours words its own; any other is logged under a mark that the person gets.

    What is wrong with a database, and where it lies, is for the log and not for a chat.
    """
    if isinstance(error, StoreError):
        log.error("the database failed a person: %s", error, exc_info=error)
        return screens.says("I cannot reach my archive just now. Please try again in a minute.")
    if isinstance(error, WirewatchError):
        if error.__cause__ is not None:
            log.warning("%s", error, exc_info=error)
        return screens.says(str(error))
    mark = secrets.token_hex(3)
    log.error("error %s", mark, exc_info=error)
    return screens.broken(mark)
