"""Reads the parameters of a Bot API call: query, form, multipart or JSON, whichever way a client sends them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from email.message import Message as Headers
from urllib.parse import parse_qsl

from starlette.requests import Request

from bot.sandbox import limits
from bot.sandbox.model import ApiError, Json, bad

_FIELDS = 200  # parameters of one call
_TRUE = {"true", "1", "yes"}


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Params:
    """Values as sent: strings from forms, anything from JSON. Every reader raises the Bot API's 400."""

    values: Json = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        return self.values.get(name) not in (None, "")

    def text(self, name: str, default: str = "") -> str:
        value = self.values.get(name, default)
        if value is None:
            return default
        if isinstance(value, str):
            return value
        if isinstance(value, bool | int | float):
            return json.dumps(value)
        raise bad(f'field "{name}" must be a string')

    def integer(self, name: str, default: int = 0) -> int:
        if not self.has(name):
            return default
        try:
            return int(self.text(name))
        except ValueError:
            raise bad(f'field "{name}" must be a number') from None

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in _TRUE

    def structure(self, name: str) -> object:
        """A JSON value, given as such or as its text; None when absent."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        return _loads(value, f"can't parse {name.replace('_', ' ')} JSON object") if value else None

    def object(self, name: str) -> Json:
        value = self.structure(name)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise bad(f"object expected as {name.replace('_', ' ')}")
        return value

    def objects(self, name: str) -> list[Json]:
        value = self.structure(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise bad(f"can't parse {name.replace('_', ' ')}: Array of objects expected")
        return value

    def names(self, name: str) -> list[str]:
        value = self.structure(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise bad(f"can't parse {name.replace('_', ' ')}: Array of strings expected")
        return value

    def upload(self, name: str) -> Upload | None:
        """The file of a parameter, sent under its own name or by an attach:// reference."""
        value = self.text(name)
        if value.startswith("attach://"):
            return self.files.get(value.removeprefix("attach://"))
        return self.files.get(name)

    def printable(self) -> Json:
        """For the journal: values, and the names of files instead of their contents."""
        return {**self.values, **{name: f"file:{upload.name}" for name, upload in self.files.items()}}


async def read_params(request: Request) -> Params:
    """Query first, body over it. Raises ApiError 413 for a body over the limit, 400 for one that is broken."""
    values = _form(request.url.query.encode("latin-1"))
    kind = request.headers.get("content-type", "")
    large = kind.startswith("multipart/form-data")
    body = await read_body(request, limits.DOCUMENT_BYTES + limits.SMALL_BODY if large else limits.SMALL_BODY)
    if not body:
        return Params(values)
    if large:
        return parse_multipart(kind, body, values)
    if kind.startswith("application/json"):
        return Params({**values, **_json_object(body)})
    return Params({**values, **_form(body)})


async def read_body(request: Request, limit: int) -> bytes:
    """The whole body; ApiError 413 as soon as it is longer than `limit` bytes."""
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            raise ApiError(413, "Request Entity Too Large")
        chunks.append(chunk)
    return b"".join(chunks)


def _form(body: bytes) -> Json:
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=_FIELDS))
    except UnicodeDecodeError:
        raise bad("strings must be encoded in UTF-8") from None
    except ValueError:
        raise bad("too many parameters") from None


def _json_object(body: bytes) -> Json:
    value = _loads(body, "can't parse JSON object")
    if not isinstance(value, dict):
        raise bad("can't parse JSON object")
    return value


def _loads(text: str | bytes, reason: str) -> object:
    """The JSON value; a 400 where it is none, or could not be sent on (lone surrogates, NaN)."""
    try:
        value: object = json.loads(text)
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except UnicodeEncodeError:
        raise bad("strings must be encoded in UTF-8") from None
    except (ValueError, RecursionError):
        raise bad(reason) from None
    return value


def parse_multipart(kind: str, body: bytes, values: Json) -> Params:
    boundary = re.search(r'boundary="?([^";]{1,200})', kind)
    if boundary is None:
        raise bad("boundary expected in the multipart body")
    files: dict[str, Upload] = {}
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary[1].encode("latin-1"))[1:_FIELDS]:
        if part.startswith(b"--"):
            break
        head, separator, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        if not separator:
            raise bad("a part of the multipart body has no headers")
        _take_part(_headers(head), content, values, files)
    return Params(values, files)


def _headers(head: bytes) -> Headers:
    headers = Headers()
    for line in head.decode("utf-8", "replace").split("\r\n"):
        name, _, value = line.partition(":")
        headers[name.strip()] = value.strip()
    return headers


def _take_part(headers: Headers, content: bytes, values: Json, files: dict[str, Upload]) -> None:
    name = headers.get_param("name", header="content-disposition")
    if not isinstance(name, str):
        raise bad("a part of the multipart body has no name")
    filename = headers.get_filename()
    if filename is None:
        values[name] = content.decode("utf-8", "replace")
    else:
        files[name] = Upload(filename, headers.get_content_type(), content)
