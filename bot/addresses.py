"""Which addresses are on the public internet. Pure: resolves no name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address

# Beyond what ipaddress calls not global. In Python 3.11 is_global is True for most of these.
_NEVER = tuple(
    ip_network(text)
    for text in (
        "192.0.0.0/24",  # IETF protocol assignments
        "192.88.99.0/24",  # 6to4 relays
        "100.64.0.0/10",  # carrier-grade NAT
        "168.63.129.16/32",  # a cloud's host agent, on a public address
        "::/96",  # IPv4-compatible
        "64:ff9b:1::/48",  # local-use NAT64
        "100::/64",  # discard
        "2001::/23",  # IETF protocol assignments, Teredo among them
        "2001:db8::/32",
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation
        "5f00::/16",  # segment routing
        "fec0::/10",  # site-local
    )
)
_NAT64 = IPv6Network("64:ff9b::/96")

# Names that no public resolver answers (RFC 6761, 6762, 8375, ICANN's .internal) or that home and office networks use.
_HOME = ("localhost", "local", "internal", "home.arpa", "localdomain", "lan", "home", "corp", "intranet", "private")
_NUMBER = re.compile(r"(0x[0-9a-f]*|[0-9]+)")  # a last label that makes a browser read the host as an IPv4 address
_LOOPBACK = IPv4Address("127.0.0.1")


def permitted(address: Address, allowed: Iterable[Network] = ()) -> bool:
    """Whether an address may be connected to: public, or inside one of the networks allowed by the operator."""
    address = _inner(address)
    if any(address.version == network.version and address in network for network in allowed):
        return True
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not any(address.version == network.version and address in network for network in _NEVER)
    )


def _inner(address: Address) -> Address:
    """The IPv4 address that a mapped or NAT64 one leads to, else the address itself."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return address.ipv4_mapped
        if address in _NAT64:
            return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def public_host(url: str, allowed: Iterable[Network] = ()) -> bool:
    """Whether the host of a URL is one that anybody's browser may be led to, as far as its name says.

    An address has to be `permitted`; a name must not be of the kinds that exist on private networks alone.
    """
    try:
        host = (urlsplit(url).hostname or "").rstrip(".").casefold()
    except ValueError:
        return False
    try:
        return permitted(ip_address(host.partition("%")[0]), allowed)
    except ValueError:
        pass
    if host == "localhost" or host.endswith(".localhost"):
        return permitted(_LOOPBACK, allowed)
    if "." not in host or _NUMBER.fullmatch(host.rpartition(".")[2]):
        return False
    return not host.endswith(tuple(f".{name}" for name in _HOME))
