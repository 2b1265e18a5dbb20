"""What servers and networks do becomes a Fetched, a NotModified or a Failed with its reason; never an exception."""

from __future__ import annotations

import asyncio
import gzip
import logging
import socket
import ssl
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from bot.model import Failed, FailureKind, Fetched, NotModified
from tests.fetch.server import AGENT, always, answer, by_path, fetcher, serve
from tests.parse.documents import NOW

_BODY = b"<rss><channel><title>The Harbour Post</title></channel></rss>"
_SHORT = timedelta(seconds=0.5)


async def _feed(response: bytes, *, close: bool = False, **settings: object) -> Fetched | NotModified | Failed:
    async with serve(always(response, close=close)) as site, fetcher(**settings) as web:
        return await web.feed(site.url())


def _failed(got: object, kind: FailureKind) -> Failed:
    assert isinstance(got, Failed), got
    assert got.kind is kind, got
    return got


# ---------------------------------------------------------------- the good case


async def test_a_feed_arrives_with_what_the_next_poll_needs() -> None:
    response = answer(
        _BODY,
        "Content-Type: text/xml; charset=windows-1251",
        'ETag: W/"a1"',
        "Last-Modified: Fri, 06 Mar 2026 10:00:00 GMT",
        "Cache-Control: public, max-age=300",
    )
    async with serve(always(response)) as site, fetcher() as web:
        got = await web.feed(site.url("/feed?x=1#top"))
        assert got == Fetched(
            url=site.url("/feed?x=1"),
            body=_BODY,
            content_type="text/xml; charset=windows-1251",
            etag='W/"a1"',
            last_modified="Fri, 06 Mar 2026 10:00:00 GMT",
            moved_to=None,
            max_age=timedelta(minutes=5),
        )
        request = site.requests[0]
        assert f"User-Agent: {AGENT}" in request
        assert "Accept-Encoding: gzip, deflate\r\n" in request
        assert "If-None-Match" not in request


async def test_the_validators_of_last_time_are_sent_back_verbatim() -> None:
    async with serve(always(answer(status="304 Not Modified", length=False))) as site, fetcher() as web:
        got = await web.feed(site.url(), etag='W/"a1"', last_modified="some day")
        assert got == NotModified()
        assert 'If-None-Match: W/"a1"' in site.requests[0]
        assert "If-Modified-Since: some day" in site.requests[0]


async def test_not_modified_brings_its_freshness_and_ignores_a_body() -> None:
    response = answer(b"surprise", "Cache-Control: max-age=60", status="304 Not Modified")
    async with serve(always(response)) as site, fetcher() as web:
        for _ in range(3):
            assert await web.feed(site.url(), etag='"a"') == NotModified(timedelta(minutes=1))


async def test_not_modified_without_having_asked_is_an_error() -> None:
    _failed(await _feed(answer(status="304 Not Modified", length=False)), FailureKind.PROTOCOL)


@pytest.mark.parametrize("etag", ["x" * 5_000, "a\r\nX-Evil: 1", "caf\u00e9", ""])
async def test_validators_that_cannot_be_sent_are_left_out(etag: str) -> None:
    async with serve(always(answer(_BODY))) as site, fetcher() as web:
        assert isinstance(await web.feed(site.url(), etag=etag), Fetched)
        assert "If-None-Match" not in site.requests[0]
        assert "Evil" not in site.requests[0]


async def test_no_cookie_is_kept_and_no_url_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    async with serve(always(answer(_BODY, "Set-Cookie: id=1; Path=/"))) as site, fetcher() as web:
        for _ in range(2):
            await web.feed(site.url("/feed?key=hidden"))
        assert "cookie" not in site.requests[1].lower()
    assert "hidden" not in caplog.text


# ---------------------------------------------------------------- redirects


async def test_permanent_redirects_tell_the_new_address() -> None:
    pages = {
        "a": answer(b"", "Location: /b", status="301 Moved"),
        "b": answer(b"", "Location: /c?x=1", status="308 Moved"),
        "c": answer(_BODY),
    }
    async with serve(by_path(**pages)) as site, fetcher() as web:
        got = await web.feed(site.url("/a"))
        assert isinstance(got, Fetched)
        assert got.url == got.moved_to == site.url("/c?x=1")


@pytest.mark.parametrize(("status", "moved"), [("301 Moved", True), ("302 Found", False)])
async def test_an_unchanged_feed_tells_its_new_address_too(status: str, moved: bool) -> None:
    pages = {"a": answer(b"", "Location: /b", status=status), "b": answer(b"", status="304 Not Modified")}
    async with serve(by_path(**pages)) as site, fetcher() as web:
        got = await web.feed(site.url("/a"), etag='"e"')
        assert got == NotModified(moved_to=site.url("/b") if moved else None)


@pytest.mark.parametrize("first", ["302 Found", "303 See Other", "307 Temporary"])
async def test_one_temporary_redirect_on_the_way_means_not_moved(first: str) -> None:
    pages = {
        "a": answer(b"", "Location: /b", status=first),
        "b": answer(b"", "Location: /c", status="301 Moved"),
        "c": answer(_BODY),
    }
    async with serve(by_path(**pages)) as site, fetcher() as web:
        got = await web.feed(site.url("/a"))
        assert isinstance(got, Fetched)
        assert (got.url, got.moved_to) == (site.url("/c"), None)


@pytest.mark.parametrize(
    "response",
    [
        pytest.param(answer(b"", "Location: /feed", status="302 Found"), id="to itself"),
        pytest.param(answer(b"", status="302 Found"), id="no location"),
        pytest.param(answer(b"", "Location: http://[::1", status="302 Found"), id="broken location"),
    ],
)
async def test_redirects_that_lead_nowhere(response: bytes) -> None:
    got = await _feed(response)
    assert isinstance(got, Failed)
    assert got.kind in (FailureKind.PROTOCOL, FailureKind.GUARDED)


async def test_an_endless_chain_of_redirects_ends_after_ten() -> None:
    async def onward(request: str, writer: asyncio.StreamWriter) -> None:
        step = int(request.split(" ")[1].strip("/") or 0)
        writer.write(answer(b"", f"Location: /{step + 1}", status="301 Moved"))

    async with serve(onward) as site, fetcher() as web:
        _failed(await web.feed(site.url("/0")), FailureKind.PROTOCOL)
        assert len(site.requests) == 11


# ---------------------------------------------------------------- statuses


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 451, 500, 502, 503, 520, 999])
async def test_error_statuses_keep_their_number(status: int) -> None:
    failed = _failed(await _feed(answer(b"no", status=f"{status} Whatever")), FailureKind.STATUS)
    assert failed.status == status
    assert str(status) in failed.reason


async def test_a_bot_wall_is_called_one() -> None:
    failed = _failed(await _feed(answer(b"", "cf-mitigated: challenge", status="403 Forbidden")), FailureKind.STATUS)
    assert "bot check" in failed.reason


_WALL = b"<!DOCTYPE html><title>Just a moment...</title><p>Checking your browser"
_DOWN = b"<!DOCTYPE html><title>503</title><p>We are mending it."


@pytest.mark.parametrize("status", ["403 Forbidden", "429 Too Many Requests", "503 Service Unavailable"])
@pytest.mark.parametrize(("page", "wall"), [(_WALL, True), (_DOWN, False)], ids=["bot check", "other"])
async def test_a_bot_wall_is_known_by_its_page_too(status: str, page: bytes, wall: bool) -> None:
    for response in (answer(page, status=status), answer(gzip.compress(page), "Content-Encoding: gzip", status=status)):
        failed = _failed(await _feed(response), FailureKind.STATUS)
        assert failed.status == int(status[:3])
        assert ("bot check" in failed.reason) is wall


@pytest.mark.parametrize(
    "response",
    [
        pytest.param(answer(b"junk", "Content-Encoding: br", "Retry-After: 90", status="503 X"), id="an odd encoding"),
        pytest.param(answer(b"", "Content-Length: 500", "Retry-After: 90", status="503 X"), id="cut off"),
        pytest.param(answer(b"x" * 500_000, "Retry-After: 90", status="503 X"), id="long"),
    ],
)
async def test_a_page_that_comes_with_an_error_takes_nothing_from_its_status(response: bytes) -> None:
    failed = _failed(await _feed(response, close=True), FailureKind.STATUS)
    assert (failed.status, failed.retry_after) == (503, timedelta(seconds=90))


async def test_a_part_that_was_not_asked_for_is_no_document() -> None:
    _failed(await _feed(answer(_BODY[:20], 'ETag: "a"', status="206 Partial Content")), FailureKind.STATUS)


@pytest.mark.parametrize(
    ("response", "words"),
    [
        pytest.param(b"", "hung up without an answer", id="nothing"),
        pytest.param(answer(b"short", "Content-Length: 500"), "broke off its answer", id="cut off"),
        pytest.param(b"SSH-2.0-OpenSSH_9.2\r\n\r\n", "rules of HTTP", id="another protocol"),
    ],
)
async def test_the_reason_tells_how_an_answer_is_broken(response: bytes, words: str) -> None:
    assert words in _failed(await _feed(response, close=True), FailureKind.PROTOCOL).reason


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Retry-After: 120", timedelta(seconds=120)),
        (f"Retry-After: {format_datetime(NOW + timedelta(minutes=10), usegmt=True)}", timedelta(minutes=10)),
        ("Retry-After: 978307200", timedelta(hours=24)),
        ("Retry-After: Fri, 06 Mar 2099 10:00:00 GMT", timedelta(hours=24)),
        ("Retry-After: soon", timedelta(minutes=1)),
        ("X-Other: 1", timedelta(minutes=1)),
    ],
)
async def test_a_server_that_is_asked_too_often_is_left_alone(header: str, expected: timedelta) -> None:
    response = answer(b"", header, status="429 Too Many Requests")
    async with serve(always(response)) as site, fetcher(clock=lambda: NOW) as web:
        assert _failed(await web.feed(site.url()), FailureKind.STATUS).retry_after == expected
        again = _failed(await web.feed(site.url()), FailureKind.STATUS)
        assert again.retry_after is not None
        assert timedelta() < again.retry_after <= expected
        assert len(site.requests) == 1, "no request before it"
        await web.feed(site.url("/another"))
        assert len(site.requests) == 2, "on one's own machine another feed is not held up"


async def test_an_empty_answer_is_handed_on_for_the_parser_to_judge() -> None:
    got = await _feed(answer(status="204 No Content", length=False))
    assert isinstance(got, Fetched)
    assert got.body == b""


# ---------------------------------------------------------------- broken HTTP


@pytest.mark.parametrize(
    "response",
    [
        pytest.param(b"SSH-2.0-OpenSSH_9.2\r\n", id="another protocol"),
        pytest.param(b"HTTP/1.1 banana OK\r\n\r\n", id="status line"),
        pytest.param(b"\x00\xff" * 500, id="noise"),
        pytest.param(b"", id="nothing"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nshort", id="too short"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", id="negative length"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", id="no length"),
        pytest.param(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc", id="broken chunk"),
        pytest.param(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nabc", id="cut chunk"),
        pytest.param(b"HTTP/1.1 200 OK\r\n" + b"X-Filler: " + b"x" * 8_000_000, id="endless header"),
        pytest.param(b"HTTP/1.1 200 OK\r\n" + b"X-Filler: xxxxxxxx\r\n" * 400_000, id="endless headers"),
    ],
)
async def test_broken_answers_are_failures(response: bytes) -> None:
    got = await _feed(response, close=True)
    assert isinstance(got, Failed)
    assert got.kind in (FailureKind.PROTOCOL, FailureKind.CONNECT)


async def test_a_body_without_length_ends_with_the_connection() -> None:
    got = await _feed(answer(_BODY, length=False), close=True)
    assert isinstance(got, Fetched)
    assert got.body == _BODY


async def test_a_length_that_is_too_small_gives_that_much() -> None:
    got = await _feed(answer(_BODY, "Content-Length: 5"))
    assert isinstance(got, Fetched)
    assert got.body == _BODY[:5]


# ---------------------------------------------------------------- size


async def test_a_body_beyond_the_bound_is_refused_before_it_is_read() -> None:
    got = await _feed(answer(b"x", "Content-Length: 99000000000"))
    assert "too large" in _failed(got, FailureKind.TOO_LARGE).reason


async def test_an_endless_body_is_cut() -> None:
    sent = 0

    async def endless(request: str, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while not writer.is_closing():
            writer.write(b"x" * 65_536)
            await writer.drain()
            sent += 65_536

    async with serve(endless) as site, fetcher(max_feed=300_000) as web:
        _failed(await web.feed(site.url()), FailureKind.TOO_LARGE)
    assert sent < 20_000_000


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", "GZIP", "deflate", "raw deflate", "identity", ""])
async def test_every_encoding_that_was_asked_for_is_read(encoding: str) -> None:
    raw = zlib.compressobj(wbits=-15)
    packed = {
        "deflate": zlib.compress(_BODY),
        "raw deflate": raw.compress(_BODY) + raw.flush(),
        "identity": _BODY,
        "": _BODY,
    }.get(encoding, gzip.compress(_BODY))
    got = await _feed(answer(packed, f"Content-Encoding: {encoding.removeprefix('raw ')}"))
    assert isinstance(got, Fetched)
    assert got.body == _BODY


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "deflate, gzip", "rot13"])
async def test_other_and_stacked_encodings_are_refused(encoding: str) -> None:
    got = await _feed(answer(gzip.compress(gzip.compress(_BODY)), f"Content-Encoding: {encoding}"))
    _failed(got, FailureKind.PROTOCOL)


async def test_a_false_claim_of_gzip_is_forgiven() -> None:
    got = await _feed(answer(_BODY, "Content-Encoding: gzip"))
    assert isinstance(got, Fetched)
    assert got.body == _BODY


@pytest.mark.parametrize(("cut", "etag"), [(None, '"a"'), (-12, None)], ids=["whole", "cut off"])
async def test_half_a_compressed_document_is_asked_for_again(cut: int | None, etag: str | None) -> None:
    """Its validators are those of the whole one."""
    packed = gzip.compress(_BODY)[:cut]
    got = await _feed(
        answer(packed, "Content-Encoding: gzip", 'ETag: "a"', "Last-Modified: Fri, 06 Mar 2026 10:00:00 GMT")
    )
    assert isinstance(got, Fetched)
    assert got.etag == etag
    assert (got.last_modified is None) is (etag is None)


async def test_damaged_gzip_is_a_failure() -> None:
    packed = bytearray(gzip.compress(_BODY * 100))
    packed[20:30] = b"\xff" * 10
    _failed(await _feed(answer(bytes(packed), "Content-Encoding: gzip")), FailureKind.PROTOCOL)


async def test_a_zip_bomb_costs_its_bound_only() -> None:
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(1_000_000)) for _ in range(200)) + packer.flush()
    got = await _feed(answer(bomb, "Content-Encoding: gzip"), max_feed=1_000_000)
    _failed(got, FailureKind.TOO_LARGE)


async def test_a_body_in_crumbs_is_given_up() -> None:
    crumbs = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 60_000
    assert "crumbs" in _failed(await _feed(crumbs), FailureKind.PROTOCOL).reason


async def test_a_server_that_always_says_continue_is_given_up() -> None:
    _failed(await _feed(b"HTTP/1.1 100 Continue\r\n\r\n" * 10_000 + answer(_BODY)), FailureKind.PROTOCOL)


async def test_a_few_words_before_the_answer_are_no_fault() -> None:
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n" * 20
    async with serve(always(hints + answer(_BODY * 5_000))) as site, fetcher() as web:
        for _ in range(3):
            got = await web.feed(site.url())
            assert isinstance(got, Fetched)
            assert got.body == _BODY * 5_000
        assert site.connections == 1


# ---------------------------------------------------------------- time


async def test_a_server_that_says_nothing_is_given_up() -> None:
    async def silent(request: str, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(60)

    async with serve(silent) as site, fetcher(read=_SHORT) as web:
        _failed(await web.feed(site.url()), FailureKind.TIMEOUT)


async def test_a_body_that_drips_for_ever_is_given_up() -> None:
    async def dripping(request: str, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while not writer.is_closing():
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.05)

    async with serve(dripping) as site, fetcher(total=_SHORT) as web:
        failed = _failed(await web.feed(site.url()), FailureKind.TIMEOUT)
        assert "did not finish" in failed.reason


async def test_the_total_counts_all_redirects_together() -> None:
    async def slow(request: str, writer: asyncio.StreamWriter) -> None:
        step = int(request.split(" ")[1].strip("/") or 0)
        await asyncio.sleep(0.15)
        writer.write(answer(b"", f"Location: /{step + 1}", status="302 Found"))

    async with serve(slow) as site, fetcher(total=_SHORT) as web:
        _failed(await web.feed(site.url("/0")), FailureKind.TIMEOUT)
        assert len(site.requests) < 6


async def test_feeds_that_hang_do_not_hold_up_the_others_of_their_host() -> None:
    async def handler(request: str, writer: asyncio.StreamWriter) -> None:
        if "hang" in request:
            await asyncio.sleep(60)
        writer.write(answer(_BODY))

    async with serve(handler) as site, fetcher(total=_SHORT) as web:
        hanging = [site.url(f"/hang/{n}") for n in range(4)]
        for got in await asyncio.gather(*(web.feed(url) for url in hanging)):
            _failed(got, FailureKind.TIMEOUT)
        again = [asyncio.create_task(web.feed(url)) for url in hanging]
        good = await asyncio.gather(*(web.feed(site.url(f"/good/{n}")) for n in range(8)))
        assert all(isinstance(got, Fetched) for got in good)
        assert not any(task.done() for task in again), "the good ones did not wait for the hanging ones"
        await asyncio.gather(*again)


async def test_a_cancelled_fetch_leaves_the_fetcher_usable() -> None:
    started = asyncio.Event()

    async def handler(request: str, writer: asyncio.StreamWriter) -> None:
        if "hang" in request:
            started.set()
            await asyncio.sleep(60)
        writer.write(answer(_BODY))

    async with serve(handler) as site, fetcher() as web:
        task = asyncio.create_task(web.feed(site.url("/hang")))
        await started.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert isinstance(await web.feed(site.url("/good")), Fetched)


# ---------------------------------------------------------------- connections


async def test_a_closed_port_is_a_connect_failure() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        async with fetcher() as web:
            _failed(await web.feed(f"http://127.0.0.1:{port}/"), FailureKind.CONNECT)


async def test_tls_to_a_port_that_speaks_plain_http_names_tls() -> None:
    async def reply_at_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(reply_at_once, "127.0.0.1", 0)
    async with server, fetcher() as web:
        got = await web.feed(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
    assert "TLS" in _failed(got, FailureKind.TLS).reason


async def test_a_port_that_waits_for_plain_http_names_tls_too() -> None:
    async with serve(always(answer(_BODY))) as site, fetcher(read=_SHORT) as web:
        assert "TLS" in _failed(await web.feed(site.url(scheme="https")), FailureKind.TLS).reason
        assert site.requests == []


async def test_a_certificate_that_nobody_vouches_for_is_refused() -> None:
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(Path(__file__).with_name("self_signed.pem"))  # made for this test, trusted by nobody
    async with serve(always(answer(_BODY)), tls=tls) as site, fetcher() as web:
        failed = _failed(await web.feed(site.url(scheme="https")), FailureKind.TLS)
        assert "certificate" in failed.reason
        assert site.requests == []


async def test_at_most_four_at_once_to_ones_own_host() -> None:
    async def handler(request: str, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.01)
        writer.write(answer(_BODY))

    async with serve(handler) as site, fetcher() as web:
        got = await asyncio.gather(*(web.feed(site.url(f"/{n}")) for n in range(40)))
        assert all(isinstance(one, Fetched) for one in got)
        assert site.most_at_once <= 4
        assert site.connections <= 8, "connections are used again"


# ---------------------------------------------------------------- pages


_PAGE = answer(b"<html><p>It sails.</p></html>", "Content-Type: text/html; charset=utf-8")


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        (answer(b"User-agent: *\nDisallow: /private"), True),
        (answer(b"User-agent: *\nDisallow: /"), False),
        (answer(b"User-agent: Wirewatch\nDisallow: /page\n\nUser-agent: *\nDisallow:"), False),
        (answer(b"User-agent: OtherBot\nDisallow: /"), True),
        (answer(b"", status="404 Not Found"), True),
        (answer(b"", status="403 Forbidden"), True),
        (answer(b"", status="503 Unavailable"), False),
        (answer(b"\xff\x00" * 100), True),
        (answer(b"User-agent: *\nDisallow: /\n" + b"# filler\n" * 100_000), False),
    ],
)
async def test_pages_obey_robots_txt(rules: bytes, allowed: bool) -> None:
    async with serve(by_path(robots_txt=rules, page=_PAGE)) as site, fetcher() as web:
        got = await web.page(site.url("/page"))
        if allowed:
            assert isinstance(got, Fetched)
        else:
            _failed(got, FailureKind.ROBOTS)
            assert "/page" not in site.paths


async def test_feeds_do_not_ask_robots_txt() -> None:
    async with serve(by_path(robots_txt=answer(b"User-agent: *\nDisallow: /"), feed=answer(_BODY))) as site:
        async with fetcher() as web:
            assert isinstance(await web.feed(site.url("/feed")), Fetched)
        assert site.paths == ["/feed"]


async def test_robots_txt_is_asked_once_for_many_pages() -> None:
    async with serve(by_path(robots_txt=answer(b""), page=_PAGE)) as site, fetcher() as web:
        await asyncio.gather(*(web.page(site.url(f"/page/{n}")) for n in range(6)))
        assert site.paths.count("/robots.txt") == 1
        assert len(site.paths) == 7


async def test_a_page_that_redirects_obeys_the_robots_txt_of_where_it_leads() -> None:
    closed = {"robots_txt": answer(b"User-agent: *\nDisallow: /"), "page": _PAGE}
    async with serve(by_path(**closed)) as there:
        onward = answer(b"", f"Location: {there.url('/page')}", status="302 Found")
        async with serve(by_path(page=onward)) as here, fetcher() as web:
            _failed(await web.page(here.url("/page")), FailureKind.ROBOTS)
        assert there.paths == ["/robots.txt"]


@pytest.mark.parametrize(
    ("content_type", "is_page"),
    [
        ("text/html", True),
        ("application/xhtml+xml; charset=utf-8", True),
        ("TEXT/HTML", True),
        ("application/pdf", False),
        ("image/jpeg", False),
        ("text/plain", False),
    ],
)
async def test_only_web_pages_are_pages(content_type: str, is_page: bool) -> None:
    async with serve(by_path(page=answer(b"x", f"Content-Type: {content_type}"))) as site, fetcher() as web:
        got = await web.page(site.url("/page"))
    assert isinstance(got, Fetched if is_page else Failed)


async def test_pages_have_a_bound_of_their_own() -> None:
    async with serve(by_path(page=answer(b"x" * 2_000))) as site, fetcher(max_page=1_000) as web:
        _failed(await web.page(site.url("/page")), FailureKind.TOO_LARGE)


async def test_a_clock_that_moves_does_not_matter_to_dates_of_the_server() -> None:
    """Retry-After as a date is read against the server's own clock, not ours."""
    late = NOW + timedelta(hours=3)
    headers = (
        f"Date: {format_datetime(late, usegmt=True)}",
        f"Retry-After: {format_datetime(late + timedelta(minutes=5), usegmt=True)}",
    )
    got = await _feed(answer(b"", *headers, status="503 Unavailable"), clock=lambda: datetime(2026, 3, 6, tzinfo=UTC))
    assert _failed(got, FailureKind.STATUS).retry_after == timedelta(minutes=5)
