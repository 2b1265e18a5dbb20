"""Feeds and pages over HTTP: conditional, guarded at every hop, bounded in time and size, polite.

Nothing that a server or a network does gets out as an exception: it becomes a Failed with a reason.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from types import TracebackType

import httpx

from bot.fetch import headers as said
from bot.fetch.faults import Fault, faults
from bot.fetch.guard import AddressRefused, GuardedBackend, Network, check_url, guarded_transport
from bot.fetch.inflate import BadEncoding, Body, TooLarge
from bot.fetch.politeness import Line, Manners
from bot.fetch.resolver import Resolver
from bot.fetch.robots import Robots
from bot.model import Failed, FailureKind, Fetched, NotModified
from bot.parse.linkheader import linked
from bot.parse.markup import absolute
from bot.parse.walls import is_bot_check

_FEED_TYPES = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
)
_PAGE_TYPES = "text/html, application/xhtml+xml;q=0.9"
_HTML = ("text/html", "application/xhtml+xml")
_MEBIBYTE = 1024 * 1024
_ROBOTS_BYTES = 512 * 1024  # RFC 9309 asks for at least 500 KiB
_MOST_HOPS = 10
_PERMANENT = (301, 308)
_REDIRECTS = (*_PERMANENT, 302, 303, 307)
_WALLS = (
    HTTPStatus.FORBIDDEN,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.SERVICE_UNAVAILABLE,
)  # bot checks come with these
_WALL_BYTES = 64 * 1024
_WALL_TIME = 5.0  # seconds
_MOST_PARTS = 50_000  # of a body; each costs the same, however small it is
_PARTS_A_TURN = 64
_REST = timedelta(minutes=1)  # after a 429 that does not say how long
_MOST_SLOW = 2_000


@dataclass(frozen=True, slots=True)
class _Job:
    """What is asked for, and within which limits."""

    line: Line
    headers: Mapping[str, str]
    limit: int  # bytes of body
    robots: bool = False
    cut: bool = False  # a body beyond the limit is cut there, rather than refused


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    url: httpx.URL
    headers: httpx.Headers
    body: bytes = b""
    whole: bool = True  # not cut off, as far as one can tell
    moved: bool = False  # redirected, every time permanently


class HttpFetcher:
    """The implementation of ports.Fetcher.

    `user_agent` names the program, its version and its address; its first word is what robots.txt is asked about.
    `allowed` are private networks that may be fetched all the same. `total` bounds one fetch over all its redirects,
    `read` the wait for the next bytes, `longest_rest` what a site may ask for; sizes are of the inflated body in bytes.
    """

    def __init__(
        self,
        *,
        user_agent: str,
        allowed: Sequence[Network] = (),
        total: timedelta = timedelta(seconds=30),
        read: timedelta = timedelta(seconds=15),
        longest_rest: timedelta = timedelta(hours=24),
        max_feed: int = 15 * _MEBIBYTE,
        max_page: int = 5 * _MEBIBYTE,
        resolver: Resolver | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._total, self._max_feed, self._max_page = total.total_seconds(), max_feed, max_page
        self._timeout = {name: read.total_seconds() for name in ("connect", "read", "write")} | {"pool": self._total}
        self._headers = {"User-Agent": user_agent, "Accept-Encoding": "gzip, deflate"}
        self._transport = guarded_transport(GuardedBackend(allowed, resolver))
        self._manners = Manners(allowed, longest_rest=longest_rest)
        self._robots = Robots(user_agent.partition("/")[0], self._robots_txt)
        self._slow: OrderedDict[str, None] = OrderedDict()
        self._clock = clock

    async def __aenter__(self) -> HttpFetcher:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        await self._transport.aclose()

    async def feed(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched | NotModified | Failed:
        conditions = {
            name: value
            for name, value in (("If-None-Match", etag), ("If-Modified-Since", last_modified))
            if said.validator(value) and value
        }
        line = Line.SLOW if url in self._slow else Line.FEED
        job = _Job(line, {**self._headers, "Accept": _FEED_TYPES, **conditions}, self._max_feed)
        try:
            answer = await self._get(url, job)
        except Fault as fault:
            self._remember(url, slow=fault.failed.kind is FailureKind.TIMEOUT)
            return fault.failed
        self._remember(url, slow=False)
        if answer.status != HTTPStatus.NOT_MODIFIED:
            return self._fetched(answer)
        if not conditions:
            return Failed(FailureKind.PROTOCOL, "it answered “not modified” to a first request", 304)
        return NotModified(said.max_age(answer.headers, self._clock()), _moved(answer))

    async def page(self, url: str) -> Fetched | Failed:
        job = _Job(Line.PAGE, {**self._headers, "Accept": _PAGE_TYPES}, self._max_page, robots=True)
        try:
            answer = await self._get(url, job)
        except Fault as fault:
            return fault.failed
        kind = answer.headers.get("content-type", "text/html").partition(";")[0].strip().casefold()
        if kind not in _HTML:
            return Failed(FailureKind.PARSE, f"this is not a web page but {kind[:60] or 'of no known type'}")
        return self._fetched(answer)

    # ------------------------------------------------------------ one fetch

    async def _get(self, url: str, job: _Job) -> _Answer:
        """The first answer that is no redirect. Raises Fault for everything but 2xx and 304."""
        target, moved, left = _checked(url), True, self._total
        seen = {target}
        for hop in range(_MOST_HOPS + 1):
            if job.robots and not await self._robots.allows(target):
                raise Fault(Failed(FailureKind.ROBOTS, f"{target.host} asks robots not to read this page"))
            answer, spent = await self._turn(target, job, left)
            left -= spent
            if answer.status not in _REDIRECTS:
                self._judge(answer)
                return replace(answer, moved=moved and hop > 0)
            onward = _onward(answer)
            moved = moved and answer.status in _PERMANENT and target.scheme <= onward.scheme  # never down to http
            if onward in seen:
                break
            seen.add(onward)
            target = onward
        raise Fault(Failed(FailureKind.PROTOCOL, f"{target.host} redirects in circles"))

    async def _turn(self, target: httpx.URL, job: _Job, left: float) -> tuple[_Answer, float]:
        """One request, when the site may be asked; and the seconds it took, waiting for the turn not counted."""
        gap = await self._robots.delay(target) if job.robots else None
        with faults(target.host, self._total):
            async with self._manners.turn(target, job.line, gap):
                if rest := self._manners.held(target):
                    reason = f"{target.host} asked to be left alone for another {rest.total_seconds():.0f} s"
                    raise Fault(Failed(FailureKind.STATUS, reason, HTTPStatus.TOO_MANY_REQUESTS, rest))
                started = time.monotonic()
                async with asyncio.timeout(left):
                    answer = await self._once(target, job)
                return answer, time.monotonic() - started

    async def _once(self, target: httpx.URL, job: _Job) -> _Answer:
        # Straight to the transport: httpx's client would add cookies, log every URL, and cost half of the time.
        request = httpx.Request("GET", target, headers=job.headers, extensions={"timeout": self._timeout})
        response = await self._transport.handle_async_request(request)
        try:
            # To its end also a 304, which has no body: only then is the connection kept for the next feed of the site.
            if response.is_success or response.status_code == HTTPStatus.NOT_MODIFIED:
                body, whole = await _read(response, job)
            elif response.status_code in _WALLS:
                body, whole = await _wall(response, job), False
            else:
                body, whole = b"", False
        finally:
            await response.aclose()
        return _Answer(response.status_code, target, response.headers, body, whole)

    def _judge(self, answer: _Answer) -> None:
        """Raises Fault for an error status, and remembers when the site wants a rest."""
        good = 200 <= answer.status < 300 and answer.status != HTTPStatus.PARTIAL_CONTENT  # a part was not asked for
        if good or answer.status == HTTPStatus.NOT_MODIFIED:
            return
        rest = said.retry_after(answer.headers, self._clock())
        if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
            rest = rest or _REST
        if rest:
            self._manners.hold(answer.url, rest)
        raise Fault(Failed(FailureKind.STATUS, _status_reason(answer), answer.status, rest))

    def _fetched(self, answer: _Answer) -> Fetched:
        headers = answer.headers
        return Fetched(
            url=str(answer.url),
            body=answer.body,
            content_type=headers.get("content-type"),
            # Of half a document none: with it the server would say that nothing has changed, and the rest be lost.
            etag=said.validator(headers.get("etag")) if answer.whole else None,
            last_modified=said.validator(headers.get("last-modified")) if answer.whole else None,
            moved_to=_moved(answer),
            max_age=said.max_age(headers, self._clock()),
            hub=_linked(answer, "hub"),
            self_url=_linked(answer, "self"),
        )

    async def _robots_txt(self, url: httpx.URL) -> tuple[int, str] | None:
        try:
            answer = await self._get(str(url), _Job(Line.FEED, self._headers, _ROBOTS_BYTES, cut=True))
        except Fault as fault:
            if fault.failed.kind in (FailureKind.GUARDED, FailureKind.DNS):
                raise  # the page cannot be reached either, and this is the better reason
            return (fault.failed.status, "") if fault.failed.status else None
        return answer.status, answer.body.decode("utf-8", "replace")

    def _remember(self, url: str, *, slow: bool) -> None:
        """Which feeds ran out of time when last tried: they wait in a line of their own."""
        self._slow.pop(url, None)
        if slow:
            self._slow[url] = None
            if len(self._slow) > _MOST_SLOW:
                self._slow.popitem(last=False)


async def _read(response: httpx.Response, job: _Job) -> tuple[bytes, bool]:
    """The body, and whether that is all of it."""
    body = Body(response.headers.get("content-encoding", ""), job.limit)
    length = response.headers.get("content-length", "")
    if length.isdecimal() and int(length[:20]) > job.limit and not job.cut:
        raise TooLarge
    stream = response.stream
    assert isinstance(stream, httpx.AsyncByteStream)  # noqa: S101  an async transport has no other
    parts = 0
    async for chunk in stream:
        parts += 1
        if parts > _MOST_PARTS:
            raise BadEncoding("its answer comes in crumbs")
        if parts % _PARTS_A_TURN == 0:
            await asyncio.sleep(0)  # parts that came together are handed out without a pause for anybody else
        try:
            body.add(chunk)
        except TooLarge:
            if not job.cut:
                raise
            break
    return body.finish(), body.whole


async def _wall(response: httpx.Response, job: _Job) -> bytes:
    """The beginning of a page that came with an error status, if it comes at once; the status counts more."""
    with suppress(BadEncoding, httpx.TransportError, TimeoutError):
        async with asyncio.timeout(_WALL_TIME):
            return (await _read(response, replace(job, limit=_WALL_BYTES, cut=True)))[0]
    return b""


def _moved(answer: _Answer) -> str | None:
    return str(answer.url) if answer.moved else None


def _linked(answer: _Answer, rel: str) -> str | None:
    target = linked(answer.headers.get("link"), rel)
    return absolute(target, str(answer.url)) if target else None


def _checked(url: str) -> httpx.URL:
    try:
        return check_url(url)
    except AddressRefused as refused:
        raise Fault(Failed(FailureKind.GUARDED, str(refused))) from None


def _onward(answer: _Answer) -> httpx.URL:
    """Where a redirect leads. Raises Fault when nowhere, or where we do not go."""
    location = answer.headers.get("location", "").strip()
    if not location:
        raise Fault(Failed(FailureKind.PROTOCOL, f"{answer.url.host} redirects to nowhere", answer.status))
    try:
        joined = answer.url.join(location)
    except (httpx.InvalidURL, ValueError):
        raise Fault(Failed(FailureKind.PROTOCOL, f"{answer.url.host} redirects to no address", answer.status)) from None
    try:
        return check_url(str(joined))
    except AddressRefused as refused:
        raise Fault(Failed(FailureKind.GUARDED, f"{answer.url.host} redirects where we do not go: {refused}")) from None


def _status_reason(answer: _Answer) -> str:
    host, status = answer.url.host, answer.status
    page = answer.body.decode("utf-8", "replace")
    if answer.headers.get("cf-mitigated", "").casefold() == "challenge" or is_bot_check(page):
        return f"{host} answered with a bot check ({status})"
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = "an unknown status"
    return f"{host} answered {status}, {phrase}"
