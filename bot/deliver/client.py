"""How the Bot API's answers are read: what is not quite as python-telegram-bot wants it must not stop the bot.

To that library one update that it cannot read holds up all that follow, for ever; a reply without a date looks like a
message that was not sent; and a proxy's HTML page is a traceback. Bot API servers other than Telegram's, and versions
newer than the library's, bring all three.
"""

from __future__ import annotations

import json
import logging
import re
import time
from typing import Any

from telegram import Update
from telegram.request import HTTPXRequest

log = logging.getLogger(__name__)

_COMMAND = re.compile(r"/\w{1,32}(?:@\w+)?")
_PERSON = {"is_bot": False, "first_name": ""}
_RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


class Request(HTTPXRequest):
    """The library's HTTP client, with answers put right before it reads them."""

    async def do_request(self, url: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """See the base class."""
        code, payload = await super().do_request(url, *args, **kwargs)
        code, answer = put_right(url.rpartition("/")[2], code, payload)
        return code, json.dumps(answer).encode()


def put_right(method: str, code: int, payload: bytes) -> tuple[int, dict[str, Any]]:
    """The status and the document of an answer, as Telegram would have sent them."""
    try:
        answer = json.loads(payload.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        return code if code >= 400 else 502, {"ok": False, "description": f"no JSON in the answer (status {code})"}
    if method == "deleteWebhook" and code == 404:  # a server without webhooks has none to delete
        return 200, {"ok": True, "result": True}
    if code < 400 and not answer.get("ok"):
        stated = answer.get("error_code")
        code = stated if isinstance(stated, int) and 400 <= stated < 600 else 502
    result = answer.get("result")
    if method == "getUpdates" and isinstance(result, list):
        answer["result"] = [readable(update) for update in result if isinstance(update, dict) and "update_id" in update]
    else:
        _complete("result", result)
    return code, answer


def readable(update: dict[str, Any]) -> dict[str, Any]:
    """The update, completed; when the library cannot read it all the same, its number alone, which nobody handles."""
    _complete("update", update)
    try:
        Update.de_json(update, None)
    except (TypeError, LookupError, ValueError, AttributeError, OverflowError, OSError) as error:
        kinds = ", ".join(sorted(update.keys() - {"update_id"}))
        log.warning("update %s (%s) cannot be read and is passed over: %s", update.get("update_id"), kinds, error)
        return {"update_id": update["update_id"]}
    return update


def _complete(name: str, value: Any) -> None:
    """Fill in what the library insists on and the bot does not need, here and below."""
    if isinstance(value, list):
        for one in value:
            _complete(name, one)
    elif isinstance(value, dict):
        for missing, default in _assumed(name, value).items():
            value.setdefault(missing, default)
        for key, below in value.items():
            _complete(key, below)


def _assumed(name: str, value: dict[str, Any]) -> dict[str, Any]:
    if name in ("from", "user"):
        return _PERSON
    if name == "chat":
        return {"type": "supergroup" if str(value.get("id")).startswith("-") else "private"}
    if name == "callback_query":
        return {"chat_instance": ""}
    if "message_id" in value:
        return {"date": int(time.time()), "chat": {"id": 0}, "entities": _command(value.get("text"))}
    if value.get("status") == "administrator":
        return dict.fromkeys(_RIGHTS, False)
    if value.get("status") == "creator":
        return {"is_anonymous": False}
    return {}


def _command(text: object) -> list[dict[str, Any]]:
    """The entity of a command at the start of a text: without it the library takes it for plain words."""
    found = _COMMAND.match(text) if isinstance(text, str) else None
    return [{"type": "bot_command", "offset": 0, "length": found.end()}] if found else []
