"""What the web answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class FailureKind(StrEnum):
    GUARDED = "guarded"  # an address that may not be connected to
    DNS = "dns"
    CONNECT = "connect"
    TLS = "tls"
    TIMEOUT = "timeout"
    STATUS = "status"  # an HTTP status that is an error
    TOO_LARGE = "too large"
    PROTOCOL = "protocol"  # broken HTTP, redirect loop, bad encoding
    ROBOTS = "robots"  # robots.txt asks that the page be left alone
    PARSE = "parse"  # not a feed, or not a page
    WORKER = "worker"  # the worker process ran out of time or memory


@dataclass(frozen=True, slots=True)
class Fetched:
    url: str  # after redirects
    body: bytes
    content_type: str | None = None  # the header, verbatim
    etag: str | None = None
    last_modified: str | None = None
    moved_to: str | None = None  # set when every redirect on the way was permanent (301, 308)
    max_age: timedelta | None = None
    hub: str | None = None  # a WebSub hub and the feed's own address, as Link headers announce them
    self_url: str | None = None


@dataclass(frozen=True, slots=True)
class NotModified:
    max_age: timedelta | None = None
    moved_to: str | None = None  # as of Fetched


@dataclass(frozen=True, slots=True)
class Failed:
    kind: FailureKind
    reason: str  # one sentence without secrets, for admins and the log
    status: int | None = None
    retry_after: timedelta | None = None
