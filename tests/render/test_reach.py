"""No message leads Telegram, or a reader, into a private network."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from bot.addresses import public_host
from bot.model import Button, Message
from bot.render.markup import lines, link, message
from bot.render.reach import preview_of, public

LOOPBACK = (ip_network("127.0.0.0/8"),)

PRIVATE = [
    "http://127.0.0.1/x",
    "http://127.0.0.1:8080/x",
    "http://10.1.2.3/",
    "http://192.168.0.1/",
    "http://169.254.169.254/latest/meta-data",
    "http://100.64.0.1/",
    "http://0.0.0.0/",
    "http://[::1]/",
    "http://[fd00::1]/",
    "http://[fe80::1%25eth0]/",
    "http://[::ffff:10.0.0.1]/",
    "http://[64:ff9b::a00:1]/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.1/",
    "http://127.1/",
    "http://localhost/",
    "http://LOCALHOST:3000/",
    "http://www.localhost./",
    "http://printer.local/",
    "http://metadata.google.internal/",
    "http://router.lan/",
    "http://nas.home.arpa/",
    "http://intranet/",
    "http://[broken/",
]
PUBLIC = [
    "https://outlet.example/1",
    "https://93.184.216.34/",
    "http://[2606:2800:220:1::1]/",
    "https://localnews.example/",
    "https://local.news.example/",
    "https://internal.example.org/",
    "https://xn--e1afmkfd.example/",
]


@pytest.mark.parametrize("url", PRIVATE)
def test_private_hosts_are_no_link_and_no_preview(url: str) -> None:
    made = message(lines(link("One", "https://outlet.example/1"), link("Two", "https://two.example/")), preview=True)
    spans = tuple(
        span if n else type(span)(span.type, span.offset, span.length, url) for n, span in enumerate(made.spans)
    )
    sent = public(Message(made.text, spans, ((Button("Go", url=url), Button("Ours", data="~-")),), True))
    assert sent.text == "One\nTwo"
    assert [span.url for span in sent.spans] == ["https://two.example/"]
    assert [[key.text for key in row] for row in sent.buttons] == [["Ours"]]
    assert not sent.preview
    assert preview_of(sent) is None


@pytest.mark.parametrize("url", PUBLIC)
def test_public_hosts_stay_as_they_are(url: str) -> None:
    made = message(link("One", url), preview=True)
    assert public(made) is made
    assert preview_of(made) == url


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080/x", "http://localhost/x"])
def test_an_allowed_network_may_be_linked_to_and_no_other(url: str) -> None:
    assert public_host(url, LOOPBACK)
    assert not public_host(url)
    assert not public_host("http://10.0.0.1/", LOOPBACK)


def test_the_preview_is_of_a_link_and_never_of_an_address_in_the_text() -> None:
    assert preview_of(message("See http://10.0.0.1/ now", preview=True)) is None
    both = message(lines("http://10.0.0.1/", link("One", "https://outlet.example/1")), preview=True)
    assert preview_of(both) == "https://outlet.example/1"
    assert preview_of(message(link("One", "https://outlet.example/1"))) is None
