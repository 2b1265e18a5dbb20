"""A message as it may leave: no link and no preview leads into a private network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.addresses import Network, public_host
from bot.model import Button, Message


def public(message: Message, allowed: Sequence[Network] = ()) -> Message:
    """The message without links and buttons to hosts that are not public, but for those in the networks `allowed`.

    The text stays. A message that had such a link has no preview.
    """
    spans = tuple(span for span in message.spans if span.url is None or public_host(span.url, allowed))
    buttons = tuple(row for row in (_public(row, allowed) for row in message.buttons) if row)
    if spans == message.spans and buttons == message.buttons:
        return message
    return replace(message, spans=spans, buttons=buttons, preview=False)


def preview_of(message: Message) -> str | None:
    """The page to preview: that of the first link, which is the report's own; None when there is none.

    Telegram would take the first address in the text, and that may be anybody's.
    """
    return next((span.url for span in message.spans if span.url), None) if message.preview else None


def _public(row: Sequence[Button], allowed: Sequence[Network]) -> tuple[Button, ...]:
    return tuple(key for key in row if key.url is None or public_host(key.url, allowed))
