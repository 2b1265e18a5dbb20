"""Asks WebSub hubs to subscribe or unsubscribe, through the guard. The implementation of ports.Hubs.

The answer's body is never read. Nothing that a hub or a network does gets out as an exception.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from types import TracebackType

import httpx

from bot.fetch.guard import AddressRefused, GuardedBackend, Network, NoAnswer, check_url, guarded_transport
from bot.fetch.resolver import NoAddress, Resolver
from bot.model import Failed, FailureKind

_MOST_HOPS = 3
_REDIRECTS = (307, 308)  # those that keep a POST; WebSub allows a hub no other
_AT_ONCE = 4  # over all hubs: thousands of feeds may name the same one


class HubClient:
    """`allowed` are private networks that may be connected to all the same; `total` is for one request and its hops."""

    def __init__(
        self,
        *,
        user_agent: str,
        allowed: Sequence[Network] = (),
        resolver: Resolver | None = None,
        total: timedelta = timedelta(seconds=20),
    ) -> None:
        self._transport = guarded_transport(GuardedBackend(allowed, resolver))
        self._headers = {"User-Agent": user_agent}
        self._total = total.total_seconds()
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def __aenter__(self) -> HubClient:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._transport.aclose()

    async def ask(self, hub: str, form: Mapping[str, str]) -> Failed | None:
        """POST the form. None: the hub took it, and will verify."""
        try:
            async with self._turns, asyncio.timeout(self._total):
                return await self._post(hub, form)
        except AddressRefused as refused:
            return Failed(FailureKind.GUARDED, str(refused))
        except NoAddress as problem:
            return Failed(FailureKind.DNS, str(problem))
        except (TimeoutError, NoAnswer, httpx.TimeoutException):
            return Failed(FailureKind.TIMEOUT, "the hub did not answer in time")
        except (httpx.TransportError, OSError):
            return Failed(FailureKind.CONNECT, "the hub cannot be connected to")

    async def _post(self, hub: str, form: Mapping[str, str]) -> Failed | None:
        target = check_url(hub)
        for _ in range(_MOST_HOPS + 1):
            timeout = dict.fromkeys(("connect", "read", "write", "pool"), self._total)
            request = httpx.Request("POST", target, headers=self._headers, data=form, extensions={"timeout": timeout})
            response = await self._transport.handle_async_request(request)
            await response.aclose()
            if response.is_success:
                return None
            if response.status_code not in _REDIRECTS:
                return Failed(FailureKind.STATUS, f"the hub answered {response.status_code}", response.status_code)
            onward = check_url(_joined(target, response.headers.get("location", "")))
            if target.scheme == "https" != onward.scheme:
                raise AddressRefused("the hub redirects to an address without encryption")
            target = onward
        return Failed(FailureKind.PROTOCOL, "the hub redirects in circles")


def _joined(base: httpx.URL, location: str) -> str:
    try:
        return str(base.join(location))
    except (httpx.InvalidURL, ValueError):
        return ""
