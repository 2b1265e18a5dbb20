"""The Bot API over HTTP: token, parameters, faults, the call, its answer and its line in the journal."""

from __future__ import annotations

import asyncio
import hmac
import logging
import re
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.sandbox import delivery, limits
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.loopback import Unreachable, ask, is_loopback
from bot.sandbox.methods import METHODS
from bot.sandbox.model import ApiError, Call, ChatKind, Json, bad
from bot.sandbox.params import Params, Upload, read_params
from bot.sandbox.targets import chat_id_of
from bot.sandbox.webhook import Courier
from bot.sandbox.world import World

_TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{1,100}")
_BY_URL = {"sendphoto": "photo", "senddocument": "document"}
_STAND_IN = Path(__file__).with_name("static") / "elsewhere.png"
_HANG_FOREVER = 3600.0  # seconds: longer than any client waits
_log = logging.getLogger(__name__)


class Cut(Response):
    """Begins an answer and never ends it: the server closes the connection, the client sees it broken."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
        await send({"type": "http.response.body", "body": b"", "more_body": True})


@dataclass(frozen=True, slots=True)
class BotApi:
    """The endpoints of one token."""

    world: World
    token: str
    courier: Courier

    def routes(self) -> list[Route]:
        return [
            Route("/bot{token}/{method}", self.call, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", self.download, methods=["GET"]),
        ]

    async def call(self, request: Request) -> Response:
        name = request.path_params["method"]
        try:
            self._authorize(request.path_params["token"])
            params = await read_params(request)
        except ApiError as error:
            return _refusal(error)
        return await self.answer(name, params)

    async def answer(self, name: str, params: Params) -> Response:
        """Run one call as the faults in force allow, and write it down."""
        method, chat_id = name.lower(), chat_id_of(params)
        fault = self.world.faults.take(method, chat_id)
        call = Call(0, self.world.now(), name, chat_id, params.printable(), 200, "", accepted=False)
        if fault is not None and fault.kind is FaultKind.MIGRATE:
            self._migrate(chat_id)
        if fault is not None and fault.kind in _BEFORE:
            return await self._fail(fault, call)
        call, response = await self._run(method, params, call)
        if fault is not None and fault.kind is FaultKind.LOST:
            call, response = replace(call, status=0), Cut()
        self.world.note(call)
        if fault is not None and fault.kind is FaultKind.SLOW:
            await self._idle(fault.seconds)
        return response

    async def _run(self, method: str, params: Params, call: Call) -> tuple[Call, Response]:
        try:
            result = await self._invoke(method, params)
        except ApiError as error:
            return replace(call, status=error.status, description=error.description), _refusal(error)
        message_id = result.get("message_id") if isinstance(result, dict) else None
        done = replace(call, accepted=True, message_id=message_id if isinstance(message_id, int) else None)
        return done, JSONResponse({"ok": True, "result": result})

    async def _invoke(self, method: str, params: Params) -> object:
        match method:
            case "getupdates":
                return await delivery.get_updates(self.world, params)
            case "setwebhook":
                return delivery.set_webhook(self.world, self.courier, params)
            case "deletewebhook":
                return delivery.delete_webhook(self.world, self.courier, params)
            case "getwebhookinfo":
                return delivery.get_webhook_info(self.world, params)
        if method not in METHODS:
            raise ApiError(404, "Not Found")
        if method in _BY_URL:
            params = await _with_content(params, _BY_URL[method])
        return METHODS[method](self.world, params)

    async def _fail(self, fault: Fault, call: Call) -> Response:
        cut = fault.kind in (FaultKind.DROP, FaultKind.HANG)
        self.world.note(replace(call, status=0 if cut else fault.status, description="" if cut else fault.words()))
        if fault.kind is FaultKind.HANG:
            await self._idle(fault.seconds or _HANG_FOREVER)
        if cut:
            return Cut()
        if fault.kind is FaultKind.HTML:
            return HTMLResponse(
                f"<html><body><h1>{fault.status}</h1>{escape(fault.words())}</body></html>", fault.status
            )
        return _refusal(ApiError(fault.status, fault.words(), fault.parameters()))

    async def _idle(self, seconds: float) -> None:
        """Wait, but not longer than the sandbox lives."""
        deadline = asyncio.get_running_loop().time() + seconds
        try:
            async with asyncio.timeout_at(deadline):
                while not self.world.closed:
                    await self.world.change()
        except TimeoutError:
            return

    def _migrate(self, chat_id: int | None) -> None:
        chat = self.world.chats.get(chat_id or 0)
        if chat is not None and chat.kind is ChatKind.GROUP and chat.migrated_to is None:
            self.world.migrate(chat)

    def _authorize(self, token: str) -> None:
        if not _TOKEN.fullmatch(token):
            raise ApiError(404, "Not Found")
        if not hmac.compare_digest(token, self.token):
            raise ApiError(401, "Unauthorized")

    async def download(self, request: Request) -> Response:
        try:
            self._authorize(request.path_params["token"])
        except ApiError as error:
            return _refusal(error)
        path = request.path_params["path"]
        file = next((one for one in self.world.files.values() if one.path == path), None)
        if file is None:
            return _refusal(ApiError(404, "Not Found"))
        return Response(file.content, media_type="application/octet-stream")


_BEFORE = frozenset({FaultKind.ERROR, FaultKind.HTML, FaultKind.DROP, FaultKind.HANG})


def _refusal(error: ApiError) -> JSONResponse:
    body: Json = {"ok": False, "error_code": error.status, "description": error.description}
    if error.parameters:
        body["parameters"] = error.parameters
    return JSONResponse(body, error.status)


async def _with_content(params: Params, name: str) -> Params:
    """A photo or document given by its address becomes one that was uploaded."""
    url = params.text(name)
    if not url.startswith(("http://", "https://")):
        return params
    if name == "photo" and not is_loopback(urlsplit(url).hostname):
        # The sandbox asks no other machine for anything: a drawing says so in the picture's place.
        upload = Upload("elsewhere.png", "image/png", _STAND_IN.read_bytes())
    else:
        upload = await _fetched(url, name)
    values = {key: value for key, value in params.values.items() if key != name}
    return Params(values, {**params.files, name: upload})


async def _fetched(url: str, name: str) -> Upload:
    limit = limits.URL_PHOTO_BYTES if name == "photo" else limits.DOWNLOAD_BYTES
    try:
        answer = await ask(url, limit=limit)
    except Unreachable as error:
        _log.info("a %s could not be fetched: %s", name, error)
        raise bad("failed to get HTTP URL content") from None
    if answer.status != 200:
        raise bad("failed to get HTTP URL content")
    kind = answer.content_type.partition(";")[0].strip()
    if name == "photo" and not kind.startswith("image/"):
        raise bad("wrong type of the web page content")
    return Upload(urlsplit(url).path.rsplit("/", 1)[-1] or name, kind, answer.body)
