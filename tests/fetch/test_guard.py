"""No address of a private network is connected to: judged by address, counted at the sockets."""

from __future__ import annotations

import asyncio
import contextlib
from ipaddress import ip_address, ip_network

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.fetch.guard import AddressRefused, GuardedBackend, check_url, guarded_transport, permitted
from bot.fetch.resolver import Resolver
from bot.fetch.websub import HubClient
from bot.model import Failed, FailureKind, Fetched
from tests.fetch.server import LOOPBACK, always, answer, fetcher, serve

_PRIVATE = (
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.254", "127.0.0.1", "127.0.0.2", "127.255.255.254",
    "169.254.169.254", "169.254.1.1", "168.63.129.16", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.0.170",
    "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1",
    "240.0.0.1", "255.255.255.255",
    "::", "::1", "::127.0.0.2", "::7f00:2", "::ffff:127.0.0.2", "::ffff:7f00:2", "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:2", "64:ff9b::10.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2002:7f00:2::1", "2002:a9fe:a9fe::1", "3fff::1", "5f00::1",
    "fc00::1", "fd00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1", "ff0e::1",
)  # fmt: skip
_PUBLIC = (
    "1.1.1.1",
    "93.184.215.14",
    "2606:4700::1111",
    "::ffff:1.1.1.1",
    "64:ff9b::1.1.1.1",
    "192.31.196.1",
    "100.63.1.1",
)


@pytest.mark.parametrize("address", _PRIVATE)
def test_addresses_that_are_not_public_are_refused(address: str) -> None:
    assert not permitted(ip_address(address))


@pytest.mark.parametrize("address", _PUBLIC)
def test_public_addresses_are_permitted(address: str) -> None:
    assert permitted(ip_address(address))


@pytest.mark.parametrize(
    ("allowed", "address", "expected"),
    [
        ("127.0.0.1/32", "127.0.0.1", True),
        ("127.0.0.1/32", "::ffff:127.0.0.1", True),
        ("127.0.0.1/32", "127.0.0.2", False),
        ("127.0.0.1/32", "::1", False),
        ("::1/128", "::1", True),
        ("::1/128", "127.0.0.1", False),
        ("10.1.0.0/16", "10.1.2.3", True),
        ("10.1.0.0/16", "10.2.2.3", False),
        ("fd00::/8", "fd12::1", True),
    ],
)
def test_networks_are_allowed_one_by_one(allowed: str, address: str, expected: bool) -> None:
    assert permitted(ip_address(address), [ip_network(allowed)]) is expected


@given(st.ip_addresses())
def test_whatever_the_standard_library_calls_private_is_refused(address: object) -> None:
    found = ip_address(str(address))
    if found.is_private or found.is_loopback or found.is_link_local or found.is_multicast:
        assert not permitted(found) or getattr(found, "ipv4_mapped", None) is not None


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "gopher://a.example/", "data:text/html,x", "ftp://a.example/", "javascript:alert(1)",
        "//a.example",
        "a.example/feed", "", "http://", "http:///x", "https://user@a.example/", "https://user:secret@a.example/",
        "https://a.example@127.0.0.1/", "http://a.example:22/", "http://a.example:25/", "http://a.example:6379/",
        "http://a.example:99999/", "http://a.example:x/", "http://a.example/\x00", "http://[::1",
        "http://" + "a" * 5_000,
        "http://a.example\\@127.0.0.1/",
    ],
)  # fmt: skip
def test_urls_of_the_wrong_form_are_refused(url: str) -> None:
    with pytest.raises(AddressRefused):
        check_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example/feed",
        "https://a.example:8443/f?x=1#part",
        "http://127.0.0.1:8080/",
        "https://пример.example/лента",
        "HTTPS://A.EXAMPLE/",
    ],
)
def test_web_addresses_pass(url: str) -> None:
    assert check_url(url).scheme in ("http", "https")


def test_a_refusal_never_repeats_a_password() -> None:
    with pytest.raises(AddressRefused) as refused:
        check_url("https://user:secret@a.example/")
    assert "secret" not in str(refused.value)


@given(st.text(max_size=60))
def test_any_text_is_a_url_or_refused(text: str) -> None:
    for url in (text, f"http://{text}", f"https://a.example/{text}"):
        with contextlib.suppress(AddressRefused):
            assert check_url(url).scheme in ("http", "https")
            assert check_url(url).host


# ---------------------------------------------------------------- counted at the sockets

_SPELLINGS = (
    "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "localhost", "127.0.0.1.",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]", "0.0.0.0", "１２７.0.0.1", "[64:ff9b::7f00:1]", "[::127.0.0.1]", "LOCALHOST",
    "017700000001", "0x7f.0x0.0x0.0x1", "127。0。0。1", "①②⑦.0.0.1", "%31%32%37.0.0.1", "127.0.0.1%00", "0",
    "[::]", "[::1]", "[::1%25lo]", "[fe80::1%25lo]", "[2002:7f00:1::]", "[2001:0:4136:e378:8000:63bf:80ff:fffe]",
    "[fec0::1]", "localhost.",
)  # fmt: skip


@pytest.mark.parametrize("spelling", _SPELLINGS)
async def test_no_spelling_of_loopback_is_connected_to(spelling: str) -> None:
    async with serve(always(answer(b"secret"))) as inside, fetcher(allowed=()) as web:
        async with HubClient(user_agent="Wirewatch") as hubs:
            url = inside.url(host=spelling)
            for got in (await web.feed(url), await web.page(url), await hubs.ask(url, {"hub.mode": "subscribe"})):
                assert isinstance(got, Failed)
                assert got.kind in (FailureKind.GUARDED, FailureKind.DNS)
        assert inside.connections == 0


@pytest.mark.parametrize("spelling", _SPELLINGS)
async def test_no_spelling_of_loopback_is_redirected_to(spelling: str) -> None:
    async with serve(always(answer(b"secret"))) as inside:
        location = f"Location: http://{spelling}:{inside.port}/\r\n".encode()
        onward = b"HTTP/1.1 307 Onward\r\nContent-Length: 0\r\n" + location + b"\r\n"
        outside_only = [ip_network("127.0.0.9/32")]
        async with (
            serve(always(onward), host="127.0.0.9") as outside,
            fetcher(allowed=outside_only) as web,
            HubClient(user_agent="Wirewatch", allowed=outside_only) as hubs,
        ):
            url = outside.url(host="127.0.0.9")
            for got in (await web.feed(url), await web.page(url), await hubs.ask(url, {})):
                assert isinstance(got, Failed)
            assert outside.connections
        assert inside.connections == 0


@pytest.mark.parametrize("spelling", ["127.0.0.1", "127.1", "localhost"])
async def test_allowed_spellings_are_connected_to(spelling: str) -> None:
    async with serve(always(answer(b"<rss/>"))) as inside, fetcher() as web:
        assert isinstance(await web.feed(inside.url(host=spelling)), Fetched)


@pytest.mark.parametrize("status", ["301 Moved Permanently", "302 Found", "303 See Other", "307 T", "308 P"])
@pytest.mark.parametrize("kind", ["feed", "page"])
async def test_redirects_do_not_lead_inside(status: str, kind: str) -> None:
    async with serve(always(answer(b"secret")), host="127.0.0.2") as inside:
        onward = answer(b"", f"Location: {inside.url(host='127.0.0.2')}", status=status)
        allowed = [ip_network("127.0.0.1/32")]
        async with serve(always(onward)) as outside, fetcher(allowed=allowed) as web:
            got = await (web.feed(outside.url()) if kind == "feed" else web.page(outside.url()))
        assert isinstance(got, Failed)
        assert inside.connections == 0


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "gopher://127.0.0.1/", "http://user:pw@127.0.0.1/", "http://127.0.0.1:22/"]
)
async def test_redirects_obey_the_form_of_urls_too(location: str) -> None:
    async with serve(always(answer(b"", f"Location: {location}", status="302 Found"))) as outside, fetcher() as web:
        got = await web.feed(outside.url())
    assert isinstance(got, Failed)
    assert got.kind is FailureKind.GUARDED
    assert got.reason.startswith("127.0.0.1 redirects where we do not go: ")


class _Flipping:
    """A name server that answers the public address first and the inner one ever after."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers, self.asked = list(answers), 0

    def __call__(self, host: str, port: int) -> list[str]:
        self.asked += 1
        return self.answers[min(self.asked, len(self.answers)) - 1]


async def test_rebinding_gains_nothing() -> None:
    """The name is asked once; the address that was judged is the one connected to."""
    names = _Flipping(["127.0.0.3"], ["127.0.0.1"])
    async with serve(always(answer(b"secret"))) as inside:
        async with fetcher(allowed=[ip_network("127.0.0.3/32")], resolver=Resolver(names)) as web:
            for _ in range(3):
                got = await web.feed(inside.url(host="rebinding.example"))
                assert isinstance(got, Failed)
                assert got.kind is FailureKind.CONNECT, "127.0.0.3 is allowed, and nobody listens there"
        assert inside.connections == 0
        assert names.asked == 1


@pytest.mark.parametrize("after", [1, 2, 3])
async def test_rebinding_after_some_look_ups_gains_nothing(after: int) -> None:
    seconds = 0.0
    names = _Flipping(*[["127.0.0.3"]] * after, ["127.0.0.1"])
    async with serve(always(answer(b"secret"))) as inside:
        resolver = Resolver(names, lambda: seconds)
        async with fetcher(allowed=[ip_network("127.0.0.3/32")], resolver=resolver) as web:
            for _ in range(after + 2):
                assert isinstance(await web.feed(inside.url(host="rebinding.example")), Failed)
                seconds += 61  # the answer is asked for anew
        assert inside.connections == 0
        assert names.asked == after + 2


async def test_of_a_mixed_answer_only_the_permitted_addresses_are_used() -> None:
    async with (
        serve(always(answer(b"secret"))) as inside,
        serve(always(answer(b"<rss/>")), host="127.0.0.2") as outside,
    ):
        names = Resolver(lambda host, port: ["127.0.0.1", "::1", "127.0.0.2"])
        async with fetcher(allowed=[ip_network("127.0.0.2/32")], resolver=names) as web:
            assert isinstance(await web.feed(outside.url(host="mixed.example")), Fetched)
        assert inside.connections == 0


async def test_proxies_of_the_environment_are_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    async with serve(always(answer(b"proxied"))) as proxy, serve(always(answer(b"<rss/>"))) as site:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url("/"))
        async with fetcher() as web:
            got = await web.feed(site.url())
        assert isinstance(got, Fetched)
        assert proxy.connections == 0


async def test_the_transport_connects_through_the_guard_only() -> None:
    """Pins httpx: its pool is replaced behind its back, and a new version might stop asking ours."""
    transport = guarded_transport(GuardedBackend())
    async with serve(always(answer(b"secret"))) as inside:
        with pytest.raises(AddressRefused):
            await transport.handle_async_request(httpx.Request("GET", inside.url()))
        assert inside.connections == 0
    await transport.aclose()


async def test_a_slow_name_delays_nobody_else() -> None:
    released = asyncio.Event()
    loop = asyncio.get_running_loop()

    def names(host: str, port: int) -> list[str]:
        if host.startswith("slow"):
            asyncio.run_coroutine_threadsafe(released.wait(), loop).result()
        return ["127.0.0.1"]

    resolver = Resolver(names)
    slow = [asyncio.create_task(resolver.addresses(f"slow{n}.example", 80)) for n in range(50)]
    await asyncio.sleep(0)
    assert await resolver.addresses("quick.example", 80) == ["127.0.0.1"]
    assert not any(task.done() for task in slow)
    released.set()
    assert await asyncio.gather(*slow) == [["127.0.0.1"]] * 50


async def test_names_without_an_address_are_dns_failures() -> None:
    async with fetcher(allowed=LOOPBACK) as web:
        for host in ("no-such-host.invalid", "a" * 70 + ".example", "xn--a.example"):
            got = await web.feed(f"http://{host}/feed")
            assert isinstance(got, Failed)
            assert got.kind in (FailureKind.DNS, FailureKind.GUARDED)
