"""The chat page and what it asks for: state, messages, files, live events, and what a person does on it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.sandbox import inline
from bot.sandbox.demo import DemoPanel
from bot.sandbox.model import ApiError, Chat, ChatKind, Event, Json, Status, User, bad
from bot.sandbox.params import Params, read_params
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.views import message_view, messages_view, state_view, visible

_STATIC = Path(__file__).with_name("static")
_HEARTBEAT = 15.0  # seconds between signs of life on a quiet stream
_INLINE_SECONDS = 5.0
_NO_CACHE = {"Cache-Control": "no-cache"}


@dataclass(frozen=True, slots=True)
class Page:
    sandbox: Sandbox
    demo: DemoPanel | None

    def routes(self) -> list[Route | Mount]:
        return [
            Route("/", self.index, methods=["GET"]),
            Route("/ui/events", self.events, methods=["GET"]),
            Route("/ui/file", self.file, methods=["GET"]),
            Route("/ui/{action}", self.read, methods=["GET"]),
            Route("/ui/{action}", self.act, methods=["POST"]),
            Mount("/static", _Static(directory=_STATIC)),
        ]

    async def index(self, request: Request) -> Response:
        return FileResponse(_STATIC / "index.html", headers=_NO_CACHE)

    # ------------------------------------------------------------ reading

    async def read(self, request: Request) -> Response:
        return await _answer(self._read(request.path_params["action"], request))

    async def _read(self, action: str, request: Request) -> object:
        params = await read_params(request)
        if action == "demo":
            return self._demo_view()
        user = self._user(params)
        match action:
            case "state":
                return state_view(self.sandbox.world, user) | {"demo": self.demo is not None}
            case "messages":
                return messages_view(self.sandbox.world, self._chat(params, user), params.integer("before") or None)
        raise ApiError(404, "Not Found")

    def _demo_view(self) -> Json | None:
        if self.demo is None:
            return None
        status = self.demo.status()
        return {
            "next_in": status.next_in,
            "next_title": status.next_title,
            "waiting": status.waiting,
            "notes": list(status.notes),
        }

    async def file(self, request: Request) -> Response:
        """A picture to show, anything else to save: never something a browser would run."""
        file = self.sandbox.world.files.get(request.query_params.get("id", ""))
        if file is None:
            return Response("This file is no longer kept.", 404)
        if file.width:
            return Response(file.content, media_type=file.mime)
        disposition = f"attachment; filename*=utf-8''{quote(file.name)}"
        return Response(
            file.content, media_type="application/octet-stream", headers={"Content-Disposition": disposition}
        )

    async def events(self, request: Request) -> Response:
        return StreamingResponse(self._stream(), media_type="text/event-stream", headers=_NO_CACHE)

    async def _stream(self) -> AsyncIterator[str]:
        world = self.sandbox.world
        queue = world.listen()
        try:
            yield "retry: 1000\n\n"
            while not world.closed:
                try:
                    async with asyncio.timeout(_HEARTBEAT):
                        event = await queue.get()
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if event is None:
                    return
                yield f"data: {json.dumps(self._event_view(event))}\n\n"
        finally:
            world.unlisten(queue)

    def _event_view(self, event: Event) -> Json:
        view: Json = {"kind": event.kind, "chat": event.chat_id, "user": event.user_id, "data": event.data}
        if event.kind in ("message", "edit"):
            message = self.sandbox.world.chats[event.chat_id].messages.get(_integer(event.data["message"]))
            view["data"] = message_view(self.sandbox.world, message) if message else None
        return view

    # ------------------------------------------------------------ acting

    async def act(self, request: Request) -> Response:
        return await _answer(self._act(request.path_params["action"], request))

    async def _act(self, action: str, request: Request) -> object:
        params = await read_params(request)
        if action == "publish":
            return await self._publish()
        user = self._user(params)
        chat = self._chat(params, user)
        match action:
            case "send":
                return self._send(user, chat, params)
            case "upload":
                return self._upload(user, chat, params)
            case "press":
                message_id, data = params.integer("message"), params.text("data")
                return {"query": self.sandbox.press(user.id, message_id, chat_id=chat.id, data=data).id}
            case "read":
                return self._mark_read(user, chat, params.integer("message"))
            case "bot":
                return self._move_bot(user, chat, params)
            case "topic":
                return self._topic(user, chat, params)
            case "inline":
                return await self._inline(user, params.text("query"))
            case "choose":
                return {
                    "message": inline.choose(
                        self.sandbox, user.id, chat.id, params.text("query"), params.text("result")
                    ).id
                }
        raise ApiError(404, "Not Found")

    def _send(self, user: User, chat: Chat, params: Params) -> Json:
        message = self.sandbox.say(
            user.id,
            params.text("text").strip(),
            chat_id=chat.id,
            reply_to=params.integer("reply_to") or None,
            thread_id=params.integer("thread") or None,
        )
        return {"message": message.id}

    def _upload(self, user: User, chat: Chat, params: Params) -> Json:
        upload = params.upload("file")
        if upload is None or not upload.content:
            raise bad("file must be non-empty")
        caption = params.text("caption")
        return {
            "message": self.sandbox.upload(user.id, upload.name, upload.content, chat_id=chat.id, caption=caption).id
        }

    def _mark_read(self, user: User, chat: Chat, message_id: int) -> bool:
        chat.read[user.id] = max(chat.read.get(user.id, 0), message_id)
        return True

    def _move_bot(self, user: User, chat: Chat, params: Params) -> bool:
        """Block or unblock the bot in a private chat; remove it from a group, add it, give or take its rights."""
        present = params.flag("present")
        if chat.kind is not ChatKind.PRIVATE:
            admin = chat.kind is ChatKind.CHANNEL or params.flag("admin")
            status = Status.KICKED if not present else Status.ADMINISTRATOR if admin else Status.MEMBER
            lacks = frozenset(params.names("lacks")) if present else frozenset()
            self.sandbox.set_bot_status(chat.id, status, user.id, lacks)
        elif present:
            self.sandbox.unblock(user.id)
        else:
            self.sandbox.block(user.id)
        return True

    def _topic(self, user: User, chat: Chat, params: Params) -> bool:
        """An administrator closes a topic, opens it again, or deletes it."""
        if chat.members.get(user.id) not in (Status.CREATOR, Status.ADMINISTRATOR):
            raise bad("not enough rights to manage topics")
        thread = params.integer("thread")
        if params.flag("deleted"):
            self.sandbox.delete_topic(chat.id, thread)
        else:
            self.sandbox.close_topic(chat.id, thread, closed=params.flag("closed"))
        return True

    async def _inline(self, user: User, text: str) -> Json:
        query = self.sandbox.ask_inline(user.id, text)
        try:
            answer = await self.sandbox.until(lambda: self.sandbox.answer_to(query), _INLINE_SECONDS)
        except TimeoutError:
            return {"query": query.id, "results": []}
        return {"query": query.id, "results": inline.results_view(answer)}

    async def _publish(self) -> bool:
        if self.demo is None:
            raise ApiError(404, "Not Found: this sandbox has no samples to publish")
        await self.demo.publish()
        return True

    # ------------------------------------------------------------ who, where

    def _user(self, params: Params) -> User:
        user = self.sandbox.world.users.get(params.integer("user") or self.sandbox.desk_id)
        if user is None or user.is_bot:
            raise bad("user not found")
        return user

    def _chat(self, params: Params, user: User) -> Chat:
        chat = self.sandbox.chat(params.integer("chat"))
        if not visible(chat, user.id):
            raise bad("chat not found")
        return chat


class _Static(StaticFiles):
    """Files of the page; a browser asks each time whether they changed."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        response.headers.update(_NO_CACHE)
        return response


async def _answer(result: Awaitable[object]) -> Response:
    try:
        return JSONResponse({"ok": True, "result": await result}, headers=_NO_CACHE)
    except ApiError as error:
        return JSONResponse({"ok": False, "description": error.description}, error.status)


def _integer(value: object) -> int:
    return value if isinstance(value, int) else 0
