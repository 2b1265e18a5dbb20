"""The SSRF guard: what may be fetched, decided on the address that is connected to, at every hop.

A name is resolved once, every address is judged, and the connection goes to a judged address; TLS and Host keep the
name. So neither rebinding nor a redirect nor a strange spelling of 127.0.0.1 gets past it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from ipaddress import ip_address

import httpcore
import httpx

from bot.addresses import Network, permitted
from bot.errors import Refused
from bot.fetch.connections import Connections
from bot.fetch.resolver import NoAddress, Resolver

__all__ = ["AddressRefused", "GuardedBackend", "Network", "NoAnswer", "check_url", "guarded_transport", "permitted"]

_CONNECT_TO = 4  # addresses of one host tried before giving up
_CONNECT_TIMEOUT = 5.0  # seconds for one of them
_LONGEST_URL = 4_096

# Ports that web servers use: 80, 443 and the unprivileged ones, but for those where another service listens, which a
# request might be smuggled into.
_OTHER_SERVICES = frozenset(
    {1433, 1521, 1719, 1720, 1723, 2049, 2375, 2376, 2379, 2380, 3306, 3389, 3659, 4045, 4190, 5060, 5061, 5432}
    | {5672, 5900, 6000, 6379, 6566, 6665, 6666, 6667, 6668, 6669, 6697, 9042, 9092, 9200, 9300, 10080, 10250}
    | {11211, 27017}
)


class AddressRefused(Refused):
    """The URL or the address behind it may not be fetched; the text says which and why, in one sentence."""


class NoAnswer(Exception):
    """No address of the host took the connection in time. Not httpcore's, which raises the same for a TLS greeting."""


def check_url(url: str) -> httpx.URL:
    """The URL, parsed, when its form allows a fetch; the address behind it is judged when it is connected to.

    Raises AddressRefused for schemes but http and https, user names or passwords, and ports of other services.
    """
    try:
        parsed = httpx.URL(url) if len(url) <= _LONGEST_URL else None
        host = parsed.host if parsed else ""  # raises for punycode that stands for no name
    except (httpx.InvalidURL, ValueError, TypeError):
        parsed = None
    if parsed is not None and parsed.scheme not in ("", "http", "https"):
        raise AddressRefused(f"only http and https addresses can be fetched, not {parsed.scheme[:20]}:")
    if parsed is None or not parsed.scheme or not host:
        raise AddressRefused("this is not a web address")
    if parsed.userinfo:
        raise AddressRefused("an address must not carry a user name or password")
    if parsed.port is not None and not _web_port(parsed.port):
        raise AddressRefused(f"port {parsed.port} is not one that feeds are served on")
    return parsed.copy_with(fragment=None)


def _web_port(port: int) -> bool:
    return port in (80, 443) or (1024 <= port <= 65535 and port not in _OTHER_SERVICES)


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """httpcore's network with the guard in front of every connection."""

    def __init__(self, allowed: Sequence[Network] = (), resolver: Resolver | None = None) -> None:
        self._allowed = tuple(allowed)
        self._resolver = resolver or Resolver()
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Raises AddressRefused, NoAddress, NoAnswer, or as httpcore does."""
        addresses = await self._judged(host, port)
        limit = min(timeout or _CONNECT_TIMEOUT, _CONNECT_TIMEOUT)
        failure: Exception = NoAddress(f"{host} has no address")
        for address in addresses[:_CONNECT_TO]:
            try:
                return await self._network.connect_tcp(address, port, limit, local_address, socket_options)
            except httpcore.ConnectError as problem:
                failure = problem
            except httpcore.ConnectTimeout:
                failure = NoAnswer()
        raise failure

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None
    ) -> httpcore.AsyncNetworkStream:
        raise AddressRefused("sockets of this machine are not fetched from")

    async def sleep(self, seconds: float) -> None:
        await self._network.sleep(seconds)

    async def _judged(self, host: str, port: int) -> list[str]:
        """The addresses of the host that may be connected to; of a mixed answer only the public ones."""
        host = host.strip("[]")
        try:
            found = [str(ip_address(host))]
        except ValueError:
            found = await self._resolver.addresses(host, port)
        judged = [one for one in found if permitted(ip_address(one.partition("%")[0]), self._allowed)]
        if not judged:
            raise AddressRefused(f"the address of {host} is not allowed: it is not on the public internet")
        return judged


def guarded_transport(backend: GuardedBackend) -> httpx.AsyncHTTPTransport:
    """An httpx transport that can only connect through the guard. No proxy, no environment, no HTTP/2.

    httpx 0.28 has no door for a network backend, so its pool is replaced; a test pins that this still takes effect.
    """
    transport = httpx.AsyncHTTPTransport(trust_env=False)
    transport._pool = Connections(backend, httpx.create_ssl_context(trust_env=False))  # type: ignore[assignment]
    return transport
