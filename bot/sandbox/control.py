"""The control API: what a test or a person does to the sandbox from outside, and what it reads back. JSON over HTTP.

Answers have the Bot API's form. GET takes its parameters from the query, POST from a JSON (or form) body.
"""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as BadBase64
from collections.abc import Callable
from dataclasses import asdict, dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.model import ApiError, Chat, Json, Message, Status, bad
from bot.sandbox.params import Params, read_params
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.wire import chat_json, message_json, user_json

_LIST_LIMIT = 1_000  # entries in one answer

Action = Callable[[Sandbox, Params], object]


@dataclass(frozen=True, slots=True)
class Control:
    sandbox: Sandbox

    def routes(self) -> list[Route]:
        return [
            Route("/control/{action}", self.read, methods=["GET"]),
            Route("/control/{action}", self.act, methods=["POST"]),
        ]

    async def read(self, request: Request) -> Response:
        return await self._answer(_READS, request)

    async def act(self, request: Request) -> Response:
        return await self._answer(_ACTIONS, request)

    async def _answer(self, table: dict[str, Action], request: Request) -> Response:
        action = table.get(request.path_params["action"])
        try:
            if action is None:
                raise ApiError(404, f"Not Found: there are {', '.join(sorted(table))}")
            result = action(self.sandbox, await read_params(request))
        except ApiError as error:
            body: Json = {"ok": False, "error_code": error.status, "description": error.description}
            return JSONResponse(body | ({"parameters": error.parameters} if error.parameters else {}), error.status)
        return JSONResponse({"ok": True, "result": result})


# ---------------------------------------------------------------- reading


def _state(sandbox: Sandbox, params: Params) -> Json:
    return {
        "bot": user_json(sandbox.world.bot),
        "admin_id": sandbox.admin_id,
        "users": [user_json(user) for user in sandbox.users],
        "chats": [_chat(chat) for chat in sandbox.world.chats.values()],
        "pending_updates": len(sandbox.world.updates),
        "pending_faults": len(sandbox.world.faults.pending()),
        "calls": len(sandbox.world.journal),
    }


def _chat(chat: Chat) -> Json:
    members = {str(user_id): status.value for user_id, status in chat.members.items()}
    topics = {str(thread): name for thread, name in chat.topics.items()}
    return chat_json(chat) | {"bot": chat.bot, "members": members, "topics": topics, "migrated_to": chat.migrated_to}


def _messages(sandbox: Sandbox, params: Params) -> list[Json]:
    """Of one chat, after a message id."""
    after = params.integer("after")
    found = [one for one in sandbox.messages(params.integer("chat_id")) if one.id > after]
    return [_message(sandbox, one) for one in found[:_LIST_LIMIT]]


def _message(sandbox: Sandbox, message: Message) -> Json:
    return message_json(message, sandbox.world.directory) | {"silent": message.silent}


def _journal(sandbox: Sandbox, params: Params) -> list[Json]:
    """Calls after a number, of one method where named."""
    after = params.integer("after")
    calls = [call for call in sandbox.calls(params.text("method") or None) if call.number > after]
    return [asdict(call) for call in calls[:_LIST_LIMIT]]


def _query_answer(sandbox: Sandbox, params: Params) -> Json | None:
    """The bot's answer to a query; null while there is none."""
    answer = sandbox.world.answers.get(params.text("query_id"))
    return None if answer is None else asdict(answer)


_READS: dict[str, Action] = {
    "state": _state,
    "messages": _messages,
    "journal": _journal,
    "answer": _query_answer,
    "faults": lambda sandbox, params: [asdict(fault) for fault in sandbox.world.faults.pending()],
}


# ---------------------------------------------------------------- acting


def _user(sandbox: Sandbox, params: Params) -> Json:
    name = params.text("name").strip()
    if not name:
        raise bad("name is empty")
    language = params.text("language", "en")
    identity = params.integer("id") or None
    return user_json(sandbox.add_user(name, params.text("username"), language=language, user_id=identity))


def _group(sandbox: Sandbox, params: Params) -> Json:
    chat = sandbox.add_group(
        params.text("title", "Group"),
        _members(sandbox, params),
        bot=_status(params, "bot", Status.MEMBER),
        basic=params.flag("basic"),
        topics=tuple(params.names("topics")),
    )
    return _chat(chat)


def _members(sandbox: Sandbox, params: Params) -> tuple[int, ...] | None:
    given = params.structure("members")
    if given is None:
        return None
    if not isinstance(given, list) or not given or not all(one in sandbox.world.users for one in given):
        raise bad("members must be ids of users")
    return tuple(given)


def _status(params: Params, name: str, default: Status | None = None) -> Status:
    if default is not None and not params.has(name):
        return default
    try:
        return Status(params.text(name))
    except ValueError:
        raise bad(f"{name} must be one of {', '.join(Status)}") from None


def _topic(sandbox: Sandbox, params: Params) -> Json:
    chat_id, thread_id = params.integer("chat_id"), params.integer("thread_id")
    if params.flag("deleted"):
        sandbox.delete_topic(chat_id, thread_id)
        return {"thread_id": thread_id}
    if params.has("closed"):
        sandbox.close_topic(chat_id, thread_id, closed=params.flag("closed"))
        return {"thread_id": thread_id}
    return {"thread_id": sandbox.add_topic(chat_id, params.text("name", "Topic"))}


def _say(sandbox: Sandbox, params: Params) -> Json:
    message = sandbox.say(
        _person(sandbox, params),
        params.text("text"),
        chat_id=params.integer("chat_id") or None,
        reply_to=params.integer("reply_to") or None,
        thread_id=params.integer("thread_id") or None,
    )
    return _message(sandbox, message)


def _upload(sandbox: Sandbox, params: Params) -> Json:
    """A file in the form field `file`, or its bytes as `content_base64`."""
    upload = params.upload("file")
    try:
        content = upload.content if upload else b64decode(params.text("content_base64"), validate=True)
    except BadBase64:
        raise bad("content_base64 is no base64") from None
    name = upload.name if upload else params.text("name", "file")
    chat_id = params.integer("chat_id") or None
    return _message(
        sandbox,
        sandbox.upload(_person(sandbox, params), name, content, chat_id=chat_id, caption=params.text("caption")),
    )


def _edit(sandbox: Sandbox, params: Params) -> Json:
    chat_id = params.integer("chat_id") or None
    message_id, text = params.integer("message_id"), params.text("text")
    return _message(sandbox, sandbox.edit(_person(sandbox, params), message_id, text, chat_id=chat_id))


def _press(sandbox: Sandbox, params: Params) -> Json:
    query = sandbox.press(
        _person(sandbox, params),
        params.integer("message_id"),
        params.text("button") or None,
        chat_id=params.integer("chat_id") or None,
        data=params.text("data"),
    )
    return {"query_id": query.id}


def _inline(sandbox: Sandbox, params: Params) -> Json:
    return {"query_id": sandbox.ask_inline(_person(sandbox, params), params.text("query")).id}


def _person(sandbox: Sandbox, params: Params) -> int:
    user_id = params.integer("user_id")
    if user_id not in sandbox.world.users:
        raise bad("user not found")
    return user_id


def _block(sandbox: Sandbox, params: Params) -> bool:
    sandbox.block(_person(sandbox, params))
    return True


def _unblock(sandbox: Sandbox, params: Params) -> bool:
    sandbox.unblock(_person(sandbox, params))
    return True


def _deactivate(sandbox: Sandbox, params: Params) -> bool:
    sandbox.deactivate(_person(sandbox, params))
    return True


def _bot_status(sandbox: Sandbox, params: Params) -> bool:
    lacks = frozenset(params.names("lacks"))
    sandbox.set_bot_status(params.integer("chat_id"), _status(params, "status"), params.integer("by") or None, lacks)
    return True


def _member(sandbox: Sandbox, params: Params) -> bool:
    sandbox.set_member(params.integer("chat_id"), _person(sandbox, params), _status(params, "status"))
    return True


def _migrate(sandbox: Sandbox, params: Params) -> Json:
    return {"chat_id": sandbox.migrate(params.integer("chat_id"))}


def _fault(sandbox: Sandbox, params: Params) -> bool:
    """Add a fault; {"clear": true} takes all away first."""
    if params.flag("clear"):
        sandbox.world.faults.clear()
    if params.has("kind"):
        sandbox.fail(_read_fault(params))
    return True


def _read_fault(params: Params) -> Fault:
    try:
        kind = FaultKind(params.text("kind"))
        seconds = float(params.text("seconds", "0"))
    except ValueError:
        raise bad(f"kind must be one of {', '.join(FaultKind)}, seconds a number") from None
    return Fault(
        kind,
        params.text("method") or None,
        params.integer("chat_id") or None,
        params.integer("times", 1),
        params.integer("status", 500),
        params.text("description") or None,
        params.integer("retry_after") or None,
        seconds,
    )


def _flood(sandbox: Sandbox, params: Params) -> bool:
    sandbox.world.flood.enforced = params.flag("enforced")
    return True


_ACTIONS: dict[str, Action] = {
    "user": _user,
    "group": _group,
    "channel": lambda sandbox, params: _chat(
        sandbox.add_channel(params.text("title", "Channel"), params.text("username"))
    ),
    "topic": _topic,
    "say": _say,
    "upload": _upload,
    "edit": _edit,
    "press": _press,
    "inline": _inline,
    "block": _block,
    "unblock": _unblock,
    "deactivate": _deactivate,
    "bot_status": _bot_status,
    "member": _member,
    "migrate": _migrate,
    "fault": _fault,
    "flood": _flood,
}
