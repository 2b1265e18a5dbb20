"""Every format and extension that news feeds use, each in a small document of its own."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.model import Entry
from tests.parse.documents import atom, item, only, read, rss

_RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
_RSS_10 = (
    f'<?xml version="1.0"?><rdf:RDF {_RDF} xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel rdf:about="https://news.example/"><title>T'
    "</title><link>https://news.example/</link><description>d</description><items><rdf:Seq><rdf:li "
    'rdf:resource="https://news.example/1"/></rdf:Seq></items></channel><image rdf:about="https://news.example/i.png">'
    "<title>Logo</title><url>https://news.example/i.png</url></image>"
    '<item rdf:about="https://news.example/1"><title>Ferry</title><link>https://news.example/1</link>'
    "<description>It sails.</description><dc:date>2026-03-05T12:00Z</dc:date><dc:creator>Ada Quill</dc:creator>"
    "<dc:subject>Ports</dc:subject></item></rdf:RDF>"
)
_RSS_090 = (
    f'<rdf:RDF {_RDF} xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>T</title>'
    "<link>https://news.example/</link></channel><item><title>Ferry</title><link>https://news.example/1</link></item>"
    "</rdf:RDF>"
)
_NETSCAPE = (
    '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
    '"http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><title>T</title><item>'
    "<title>Ferry</title><link>https://news.example/1</link><description>It sails.</description></item></channel></rss>"
)
_ATOM_03 = (
    '<feed version="0.3" xmlns="http://purl.org/atom/ns#" xml:lang="en"><title>T</title><entry>'
    '<title mode="escaped" type="text/html">Ferry</title><id>tag:news.example,2026:1</id>'
    '<link rel="alternate" type="text/html" href="https://news.example/1"/><issued>2026-03-05T12:00:00Z</issued>'
    "<modified>2026-03-06T08:00:00Z</modified><author><name>Ada Quill</name></author><summary>It sails.</summary>"
    "</entry></feed>"
)
_CDF = (
    '<?xml version="1.0"?><CHANNEL HREF="https://news.example/"><TITLE>T</TITLE><ITEM HREF="https://news.example/1" '
    'LASTMOD="2026-03-06T08:00"><TITLE>Ferry</TITLE><ABSTRACT>It sails.</ABSTRACT></ITEM></CHANNEL>'
)
_JSON = (
    '{"version": "https://jsonfeed.org/version/%s", "title": "T", "items": [{"id": "1", "url": "https://news.example/1",'
    ' "title": "Ferry", "summary": "It sails.", "date_published": "2026-03-05T12:00:00Z", "tags": ["Ports"], %s}]}'
)
_NOON, _LATER = datetime(2026, 3, 5, 12, tzinfo=UTC), datetime(2026, 3, 6, 8, tzinfo=UTC)
_FULL = {"published": _NOON, "authors": ("Ada Quill",), "categories": ("Ports",), "summary": "It sails."}


def _old(version: str) -> str:
    return (
        f'<rss version="{version}"><channel><title>T</title><item><title>Ferry</title><link>https://news.example/1</link>'
        "<description>It sails.</description></item></channel></rss>"
    )


@pytest.mark.parametrize(
    ("document", "version", "expected"),
    [
        pytest.param(_RSS_090, "rss090", {"guid": None}, id="RSS 0.90"),
        pytest.param(_NETSCAPE, "rss091n", {"summary": "It sails."}, id="RSS 0.91 of Netscape"),
        pytest.param(_old("0.91"), "rss091u", {"summary": "It sails."}, id="RSS 0.91 of Userland"),
        pytest.param(_old("0.92"), "rss092", {"summary": "It sails."}, id="RSS 0.92"),
        pytest.param(_old("0.93"), "rss093", {"summary": "It sails."}, id="RSS 0.93"),
        pytest.param(_old("0.94"), "rss094", {"summary": "It sails."}, id="RSS 0.94"),
        pytest.param(_RSS_10, "rss10", _FULL | {"guid": "https://news.example/1"}, id="RSS 1.0"),
        pytest.param(_old("2.0"), "rss20", {"summary": "It sails."}, id="RSS 2.0"),
        pytest.param(_old("2.0.1"), "rss20", {"summary": "It sails."}, id="RSS 2.0.1"),
        pytest.param(_old("7"), "rss", {"summary": "It sails."}, id="RSS of an unknown version"),
        pytest.param(
            _ATOM_03,
            "atom03",
            {"guid": "tag:news.example,2026:1", "published": _NOON, "updated": _LATER, "authors": ("Ada Quill",)},
            id="Atom 0.3",
        ),
        pytest.param(
            atom(
                "<entry><title>Ferry</title><id>urn:1</id><link href='https://news.example/1'/><author><name>Ada Quill"
                "</name></author><category term='Ports'/><published>2026-03-05T12:00:00Z</published>"
                "<summary>It sails.</summary></entry>"
            ),
            "atom10",
            _FULL | {"guid": "urn:1"},
            id="Atom 1.0",
        ),
        pytest.param(_CDF, "cdf", {"summary": "It sails.", "updated": _LATER}, id="CDF"),
        pytest.param(_JSON % ("1", '"author": {"name": "Ada Quill"}'), "json10", _FULL, id="JSON Feed 1.0"),
        pytest.param(_JSON % ("1.1", '"authors": [{"name": "Ada Quill"}]'), "json11", _FULL, id="JSON Feed 1.1"),
    ],
)
def test_every_format_tells_the_same_story(document: str, version: str, expected: dict[str, Any]) -> None:
    parsed = read(document)
    assert (parsed.title in ("T", "The Harbour Post"), parsed.format, parsed.skipped) == (True, version, 0)
    (entry,) = parsed.entries
    assert (entry.title, entry.link) == ("Ferry", "https://news.example/1")
    assert {name: getattr(entry, name) for name in expected} == expected


_A = 'xmlns:a="http://www.w3.org/2005/Atom"'


@pytest.mark.parametrize(
    ("inside", "field", "value"),
    [
        pytest.param("<dc:creator>Ada Quill</dc:creator>", "authors", ("Ada Quill",), id="dc:creator"),
        pytest.param("<dc:date>2026-03-05T12:00:00Z</dc:date>", "published", _NOON, id="dc:date"),
        pytest.param("<dc:subject>A</dc:subject><dc:subject>B</dc:subject>", "categories", ("A", "B"), id="dc:subject"),
        pytest.param("<dc:description>It sails.</dc:description>", "summary", "It sails.", id="dc:description"),
        pytest.param(
            '<dcterms:created xmlns:dcterms="http://purl.org/dc/terms/">2026-03-05T12:00:00Z</dcterms:created>',
            "published",
            _NOON,
            id="dcterms:created",
        ),
        pytest.param(
            "<content:encoded>&lt;p>It&lt;/p></content:encoded>", "content", "<p>It</p>", id="content:encoded"
        ),
        pytest.param(
            '<x:encoded xmlns:x="http://purl.org/rss/1.0/modules/content/">&lt;p>It&lt;/p></x:encoded>',
            "content",
            "<p>It</p>",
            id="another prefix",
        ),
        pytest.param("<itunes:author>Ada Quill</itunes:author>", "authors", ("Ada Quill",), id="itunes:author"),
        pytest.param("<itunes:summary>It sails.</itunes:summary>", "summary", "It sails.", id="itunes:summary"),
        pytest.param("<itunes:subtitle>It sails.</itunes:subtitle>", "summary", "It sails.", id="itunes:subtitle"),
        pytest.param("<itunes:keywords>one, two</itunes:keywords>", "categories", ("one", "two"), id="itunes:keywords"),
        pytest.param('<itunes:image href="/i.png"/>', "image", "https://news.example/i.png", id="itunes:image"),
        pytest.param("<media:keywords>one, two</media:keywords>", "categories", ("one", "two"), id="media:keywords"),
        pytest.param(
            '<media:group><media:content url="/v.mp4" type="video/mp4"><media:thumbnail url="/t.jpg"/></media:content>'
            "</media:group>",
            "image",
            "https://news.example/t.jpg",
            id="media:group of a video",
        ),
        pytest.param(
            '<media:content url="/s.jpg" width="90"/><media:content url="/l.jpg" width="900"/>',
            "image",
            "https://news.example/l.jpg",
            id="media:content, the widest",
        ),
        pytest.param(
            '<enclosure url="/a.mp3" type="audio/mpeg"/><enclosure url="/a.jpg" type="image/jpeg"/>',
            "image",
            "https://news.example/a.jpg",
            id="enclosure",
        ),
        pytest.param("<image>https://cdn.example/a</image>", "image", "https://cdn.example/a", id="image as bare text"),
        pytest.param("<image>no picture</image>", "image", None, id="image that is none"),
        pytest.param(f'<a:link {_A} href="/a"/>', "link", "https://news.example/a", id="atom:link"),
        pytest.param(f"<a:updated {_A}>2026-03-06T08:00:00Z</a:updated>", "updated", _LATER, id="atom:updated"),
        pytest.param(
            f"<a:author {_A}><a:name>Ada Quill</a:name></a:author>", "authors", ("Ada Quill",), id="atom:author"
        ),
        pytest.param(
            '<g:point xmlns:g="http://www.georss.org/georss">45 -71</g:point><description>It</description>',
            "summary",
            "It",
            id="georss",
        ),
        pytest.param("<summary>It sails.</summary>", "summary", "It sails.", id="summary in RSS"),
    ],
)
def test_extensions_of_rss(inside: str, field: str, value: object) -> None:
    assert getattr(only(rss(item(inside))), field) == value


_XHTML = "<div xmlns='http://www.w3.org/1999/xhtml'>It <b>sails</b> &amp; stays</div>"


@pytest.mark.parametrize(
    ("inside", "field", "value"),
    [
        pytest.param(f"<title type='xhtml'>{_XHTML}</title>", "title", "It sails & stays", id="title in XHTML"),
        pytest.param(
            f"<content type='xhtml'>{_XHTML}</content>", "content", "It <b>sails</b> &amp; stays", id="content"
        ),
        pytest.param("<summary type='html'>&lt;i>It&lt;/i></summary>", "summary", "<i>It</i>", id="summary in HTML"),
        pytest.param("<link xml:base='/deep/' href='1'/>", "link", "https://news.example/deep/1", id="xml:base"),
        pytest.param(
            "<link rel='enclosure' type='image/png' href='/p.png'/>",
            "image",
            "https://news.example/p.png",
            id="enclosure",
        ),
        pytest.param(
            "<category term='x' label='Ports'/><category term='y'/>", "categories", ("Ports", "y"), id="labels"
        ),
        pytest.param(
            "<author><name>Ada Quill</name></author><author><name>Ben Ink</name><uri>/b</uri></author>",
            "authors",
            ("Ada Quill", "Ben Ink"),
            id="authors",
        ),
        pytest.param(
            "<contributor><name>Cy Nib</name></contributor>", "authors", (), id="contributors are not authors"
        ),
    ],
)
def test_constructs_of_atom(inside: str, field: str, value: object) -> None:
    assert getattr(only(atom(f"<entry><id>urn:1</id>{inside}</entry>")), field) == value


@pytest.mark.parametrize(
    ("document", "language"),
    [
        (rss(head="<language>pt-BR</language>"), "pt-BR"),
        (rss(head="<dc:language>de</dc:language>"), "de"),
        (rss().replace("<rss ", "<rss xml:lang='fr' "), "fr"),
        (atom().replace("<feed ", "<feed xml:lang='en_US' "), "en-US"),
        (rss(), None),
    ],
)
def test_the_language_of_a_feed(document: str, language: str | None) -> None:
    assert read(document).language == language


@pytest.mark.parametrize(
    ("author", "authors"),
    [
        ("Ada Quill", ("Ada Quill",)),
        ("ada@news.example (Ada Quill)", ("Ada Quill",)),
        ("Ada Quill (ada@news.example)", ("Ada Quill",)),
        ("Ada Quill &lt;ada@news.example&gt;", ("Ada Quill",)),
        ("<![CDATA[Ada Quill <ada@news.example>]]>", ("Ada Quill",)),
        ("ada@news.example", ()),
        ("ada@news.example (Ada Quill), ben@news.agency (Ben Ink)", ("Ada Quill", "Ben Ink")),
        ("Ada Quill, Ben Ink and Cy Nib", ("Ada Quill", "Ben Ink", "Cy Nib")),
        ("Ada Quill, Ben Ink, and Cy Nib", ("Ada Quill", "Ben Ink", "Cy Nib")),
        ("By Ada Quill &amp; Ben Ink", ("Ada Quill", "Ben Ink")),
        ("Анна Перо и Борис Чернилов", ("Анна Перо", "Борис Чернилов")),
        ("Quill, Ada; Ink, Ben", ("Quill, Ada", "Ink, Ben")),
        ("Quill, Ada", ("Quill, Ada",)),
        ("Ada Quill, political editor", ("Ada Quill",)),
        ("Ada Quill and agencies", ("Ada Quill",)),
        ("Ministry of Health and Social Care", ("Ministry of Health and Social Care",)),
        ("Science and Technology", ("Science and Technology",)),
        ("Ortega y Gasset", ("Ortega y Gasset",)),
        ("<![CDATA[<a href='/ada'>Ada Quill</a>]]>", ("Ada Quill",)),
        ("@harbourpost", ("@harbourpost",)),
        (" , ; ", ()),
        ("", ()),
    ],
)
def test_names_of_authors(author: str, authors: tuple[str, ...]) -> None:
    for name in ("author", "dc:creator"):
        assert only(rss(item(f"<{name}>{author}</{name}>"))).authors == authors


def test_the_number_of_authors_is_bounded() -> None:
    many = "; ".join(f"Ada Quill {n}" for n in range(60))
    assert len(only(rss(item(f"<author>{many}</author>"))).authors) == 20


def test_several_elements_name_several_authors_each_once() -> None:
    twice = "<dc:creator>Ada Quill</dc:creator><author>ada@news.example (Ada Quill)</author><author>Ben Ink</author>"
    assert only(rss(item(twice))).authors == ("Ada Quill", "Ben Ink")


def test_an_entry_without_extensions_has_none_of_their_values() -> None:
    assert only(rss(item())) == Entry(guid="1", link=None, title="Ferry service resumes")
