"""Telegram's limits as of Bot API 10.0, in one table. Lengths of texts are UTF-16 code units unless said otherwise.

Documented ones come from core.telegram.org/bots/api, the rates from core.telegram.org/bots/faq. Those marked
"observed" are not documented; the value is the common experience of bot authors.
"""

from __future__ import annotations

from typing import Final

TEXT: Final = 4096
CAPTION: Final = 1024
ENTITIES: Final = 100
CALLBACK_DATA_BYTES: Final = 64
CALLBACK_ANSWER: Final = 200
CALLBACK_LIFETIME: Final = 60.0  # seconds; observed, between 15 s and some minutes
BUTTONS: Final = 100
BUTTONS_PER_ROW: Final = 8
COPY_TEXT: Final = 256

COMMANDS: Final = 100
COMMAND_DESCRIPTION: Final = 256
BOT_NAME: Final = 64
BOT_DESCRIPTION: Final = 512
BOT_SHORT_DESCRIPTION: Final = 120

UPDATES_PER_CALL: Final = 100
POLL_SECONDS: Final = 50
INLINE_RESULTS: Final = 50
WEBHOOK_SECRET: Final = 256
DELETE_WINDOW: Final = 48 * 3600  # seconds

DOCUMENT_BYTES: Final = 50 * 1024 * 1024
PHOTO_BYTES: Final = 10 * 1024 * 1024
DOWNLOAD_BYTES: Final = 20 * 1024 * 1024  # getFile
URL_PHOTO_BYTES: Final = 5 * 1024 * 1024

SENDS_PER_SECOND: Final = 30
PRIVATE_PER_SECOND: Final = 1.0
PRIVATE_BURST: Final = 4  # observed: "short bursts" of three to five pass
GROUP_PER_MINUTE: Final = 20

# Ours, to bound the memory of a sandbox that runs for days.
HISTORY: Final = 2_000  # messages kept per chat
QUEUE: Final = 10_000  # updates waiting for the bot
JOURNAL: Final = 50_000  # calls remembered
QUERIES: Final = 1_000  # callback and inline queries remembered
FILE_STORE_BYTES: Final = 256 * 1024 * 1024
SMALL_BODY: Final = 1024 * 1024  # a request that carries no file
TOPIC_NAME = 128  # UTF-16 units
