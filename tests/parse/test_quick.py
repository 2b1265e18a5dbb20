"""Ordinary documents are read without feedparser, to the very same result; the others are left to it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import NotAFeed
from bot.model import ParsedFeed
from bot.parse import quick
from bot.parse.feed import VOCABULARY
from bot.parse.scan import mend
from tests.parse.documents import NAMESPACES, atom, item, read, rss

_MEDIA = 'xmlns:media="http://search.yahoo.com/mrss/"'


def _quick(document: str) -> bool:
    """Whether it is read without feedparser."""
    return quick.read(mend(document), VOCABULARY) is not None


def _by_feedparser(document: str) -> str:
    """The same document with an instruction, which means nothing, and which is left to feedparser."""
    for end in ("</rss>", "</feed>"):
        document = document.replace(end, f"<?nothing?>{end}")
    assert not _quick(document)
    return document


def _outcome(document: str) -> ParsedFeed | str:
    try:
        return read(document)
    except NotAFeed as refused:
        return str(refused)


_NEWSPAPER = (
    f'<?xml version="1.0" encoding="UTF-8"?><?xml-stylesheet href="a.xsl"?><rss version="2.0" {NAMESPACES} '
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:desk="https://news.example/desk" '
    'xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:wfw="http://wellformedweb.org/CommentAPI/"><channel>'
    "<title>The Harbour Post</title><link>https://news.example/</link><description>News &amp; views</description>"
    '<atom:link href="https://news.example/rss" rel="self" type="application/rss+xml"/><language>en_GB</language>'
    "<copyright>© the Post</copyright><lastBuildDate>Fri, 06 Mar 2026 10:00:00 GMT</lastBuildDate><ttl>30</ttl>"
    "<sy:updatePeriod>hourly</sy:updatePeriod><image><title>The Harbour Post</title><url>https://news.example/i.png"
    "</url><link>https://news.example/</link></image><skipHours><hour>3</hour></skipHours><category>News</category>"
    "<managingEditor>desk@news.example (The desk)</managingEditor>"
    "<item><title><![CDATA[Ferry & port]]></title><link>https://news.example/1?a=1&amp;b=2</link>"
    '<guid isPermaLink="true">https://news.example/1</guid><description>&lt;p&gt;It sails.&lt;/p&gt;</description>'
    "<dc:creator><![CDATA[Ada Quill and Ben Ink]]></dc:creator><pubDate>Fri, 06 Mar 2026 09:00:00 +0100</pubDate>"
    '<category domain="https://news.example/tags">Ports</category><category>Islands</category>'
    '<media:content height="1" width="1800" medium="image" url="https://cdn.example/1.jpg"><media:credit>Ida Frame'
    "</media:credit><media:description>A ferry</media:description></media:content><desk:id>7</desk:id>"
    "<content:encoded><![CDATA[<p>It sails — again.</p>]]></content:encoded><slash:comments>0</slash:comments>"
    '<wfw:commentRss>https://news.example/1/feed</wfw:commentRss><post-id xmlns="urn:blog">7</post-id></item>'
    '<item><title>Second</title><source url="https://other.example/rss">Other</source><enclosure length="1" '
    'type="image/jpeg" url="https://cdn.example/2.jpg"/><author>The desk</author><comments>https://news.example/c'
    "</comments><guid isPermaLink='false'>2</guid><desk:box color='red'><desk:a>b</desk:a></desk:box></item>"
    "</channel></rss>"
)
_VIDEOS = (
    f'<feed xmlns="http://www.w3.org/2005/Atom" {_MEDIA} xmlns:yt="http://www.youtube.com/xml/schemas/2015" '
    'xml:lang="en-US"><id>urn:1</id><title type="text">Videos</title><subtitle type="html">&lt;b&gt;x&lt;/b&gt;'
    '</subtitle><link rel="self" href="https://news.example/atom"/><link href="https://news.example/"/><link rel="hub" '
    'href="https://hub.example/"/><author><name>Channel</name><uri>https://news.example/c</uri></author>'
    "<updated>2026-03-06T08:00:00Z</updated><generator uri='https://g.example/' version='1'>G</generator><logo>/l.png"
    "</logo><entry><id>urn:2</id><yt:videoId>x</yt:videoId><title>Port &amp;amp; ferry</title>"
    '<link rel="alternate" href="https://news.example/2"/><author><name>Ada Quill</name><email>ada@news.example</email>'
    "</author><published>2026-03-05T08:00:00+01:00</published><updated>2026-03-06T08:00:00Z</updated>"
    '<category term="ports" label="Ports"/><media:group><media:title>Ferry</media:title><media:thumbnail '
    'url="https://cdn.example/t.jpg" width="480"/><media:description>Long &amp; wide</media:description></media:group>'
    '<content type="html">&lt;p&gt;It sails.&lt;/p&gt;</content><rights>©</rights></entry></feed>'
)


@pytest.mark.parametrize(
    "document", [_NEWSPAPER, _VIDEOS, rss(item()), rss(), atom(), atom("<entry><id>1</id></entry>")]
)
def test_ordinary_documents_are_read_quickly_and_as_by_feedparser(document: str) -> None:
    assert _quick(document)
    assert read(document) == read(_by_feedparser(document))


@pytest.mark.parametrize(
    "document",
    [
        pytest.param('<!DOCTYPE rss [<!ENTITY a "b">]>' + rss(item()), id="doctype"),
        pytest.param(rss(item("<description>&nbsp;</description>")), id="undeclared entity"),
        pytest.param(rss(item("<b>unclosed")), id="not well-formed"),
        pytest.param(rss(item("<x:y>undeclared prefix</x:y>")), id="undeclared prefix"),
        pytest.param(rss(item("<description><p>It sails.</p></description>")), id="markup that is not escaped"),
        pytest.param(rss(item("<link xml:base='/a/'>b</link>")), id="base"),
        pytest.param(rss(item(title="caf\u00c3\u00a9")), id="UTF-8 as Latin-1"),
        pytest.param(rss(item(title="it\u0092s")), id="windows-1252 as Latin-1"),
        pytest.param(rss(item(title="it&#146;s")), id="windows-1252 by number"),
        pytest.param(rss(item("<author>@harbour</author>")), id="a sign of addresses"),
        pytest.param(rss(item("<date>2026-03-06</date>")), id="a name that means another"),
        pytest.param(rss(item("<authors>x</authors>")), id="a name of a result"),
        pytest.param(rss(item("<link>https:///news.example/1</link>")), id="slashes"),
        pytest.param(rss(item("<title type='html'>x</title>")), id="types in RSS"),
        pytest.param("<rss version='2.0'><item><title>x</title></item></rss>", id="no channel"),
        pytest.param(rss(item()).replace("<rss ", "<rss xmlns:r='http://purl.org/rss/1.0/' "), id="two formats"),
        pytest.param(
            atom("<entry><title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>x</div></title></entry>"),
            id="xhtml",
        ),
        pytest.param(atom("<entry><source><title>x</title></source></entry>"), id="source of Atom"),
        pytest.param(
            '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>x</title></entry></feed>', id="Atom 0.3"
        ),
    ],
)
def test_the_unusual_is_left_to_feedparser(document: str) -> None:
    assert not _quick(document)


def test_a_very_long_document_is_left_to_feedparser() -> None:
    assert quick.read(f"<rss><channel>{' ' * 4_000_000}</channel></rss>", VOCABULARY) is None


_TEXTS = (
    "", " ", "Ferry", "Ferry &amp; port", "<![CDATA[<p>It <b>sails</b></p>]]>", "&lt;i&gt;It&lt;/i&gt; sails", "a&lt;b",
    "Паром «снова»", "qualité\u00a0»", "Q&amp;amp;A", "1<!-- no -->2", "\n  spaced\n", "/a?b=1", "30", "&#233;&#x2019;",
    "2026-03-06T08:00:00Z", "Fri, 06 Mar 2026 10:00:00 GMT", "https://news.example/1", "Ada Quill, Ben Ink and Cy Nib",
)  # fmt: skip
_OF_ANY = (
    *(f"<{name}>{{}}</{name}>" for name in (
        "title", "link", "guid", "id", "author", "category", "pubDate", "updated", "comments", "published", "language",
        "rights", "lastBuildDate", "dc:date", "odd:thing", "TITLE", "itunes:keywords",
    )),
    "<guid isPermaLink='false'>{}</guid>", "<link rel='Self' href='/s'>{}</link>", "<link href='/l' type='TEXT/HTML'/>",
    "<link href=''/>", "<category term='t' label='L'>{}</category>", "<a:link rel='hub' href='https://hub.example/'/>",
    "<odd:box><odd:thing colour='red'><title>{}</title></odd:thing></odd:box>",
    "<author><email>a@b.example</email><name>Ada Quill</name></author>",
    "<slash:comments xmlns:slash='http://purl.org/rss/1.0/modules/slash/'>{}</slash:comments>",
    "<dcterms:issued xmlns:dcterms='http://purl.org/dc/terms/'>{}</dcterms:issued>",
    "<author><name>Ada Quill</name><odd:image src='i'>{}</odd:image></author>",
)  # fmt: skip
_OF_FEED = (
    *_OF_ANY, "<ttl>{}</ttl>", "<sy:updatePeriod>{}</sy:updatePeriod>", "<description>{}</description>",
    "<image><url>{}</url><title>{}</title></image>", "<textInput><name>{}</name></textInput>",
    "<itunes:category text='News'><itunes:category text='Daily'/></itunes:category>", "<subtitle>{}</subtitle>",
)  # fmt: skip
_OF_ITEM = (
    *_OF_ANY,
    *(f"<{name}>{{}}</{name}>" for name in (
        "description", "summary", "source", "content:encoded", "dc:creator", "dc:subject", "dc:title", "dc:description",
        "media:title", "media:keywords", "media:credit", "media:description", "itunes:author", "itunes:summary",
    )),
    "<enclosure url='/e.jpg' type='image/jpeg'/>", "<media:thumbnail url='/t.png'/>", "<itunes:image href='/i'/>",
    "<media:content url='/m.png' width='40'><media:title>{}</media:title><media:description>{}</media:description>"
    "</media:content>", "<media:group><media:content medium='image' url='/g.png'/><title>{}</title></media:group>",
    "<category domain='d'>{}</category>", "<author><name>Ben Ink</name></author>", "<content>{}</content>",
)  # fmt: skip
_STRANGE = (
    "<date>{}</date>", "<authors>{}</authors>", "<title>caf\u00c3\u00a9</title>", "<title>it&#146;s</title>",
    "<item>{}</item>", "<link xml:base='/b/'>{}</link>", "<odd:thing odd:url='/o' base='/b/'>{}</odd:thing>",
    "<title><i>{}</i></title>",
    "<author>{} (a@b.example)</author>", "<link>https:///x</link>", "<description type='text/plain'>{}</description>",
    "<media:thumbnail>{}</media:thumbnail>", "<x xmlns='http://purl.org/dc/elements/1.1/'>{}</x>", "<url>{}</url>",
    "<creator xmlns='http://purl.org/dc/elements/1.1/'>{}</creator>", "<source><title>{}</title></source>",
    "&nbsp;", "text", "<author><name>Ada Quill</name><authors>{}</authors></author>",
    "<title xmlns='urn:odd'>{}</title>", "<y:title xmlns:y='http://purl.org/dc/elements/1.1/'>{}</y:title>", "<item",
)  # fmt: skip
_HEADS = (
    f"<rss version='2.0' {NAMESPACES} xmlns:a='http://www.w3.org/2005/Atom' xmlns:odd='urn:odd'><channel>",
    f"<rss version='0.92' {NAMESPACES} xmlns:a='http://www.w3.org/2005/Atom' xmlns:odd='urn:dc' lang='de'><channel>",
    f"<feed xmlns='http://www.w3.org/2005/Atom' {NAMESPACES} xmlns:a='http://www.w3.org/2005/Atom' xmlns:odd='u'>",
)


def _elements(templates: tuple[str, ...], most: int) -> st.SearchStrategy[str]:
    filled = st.builds(lambda template, text: template.replace("{}", text), st.sampled_from(templates), _SOME_TEXT)
    return st.lists(filled, max_size=most).map("".join)


_SOME_TEXT = st.sampled_from(_TEXTS)
_ITEM = _elements(_OF_ITEM, 8)


@settings(max_examples=300)
@given(
    head=st.sampled_from(_HEADS),
    feed=_elements(_OF_FEED, 4),
    items=st.lists(_ITEM, min_size=1, max_size=3),
    strange=st.just("") | _elements(_STRANGE, 1),
    after=st.just("") | _elements(_OF_FEED, 1),
)
def test_whatever_is_read_quickly_is_read_as_by_feedparser(
    head: str, feed: str, items: list[str], strange: str, after: str
) -> None:
    name, end = ("entry", "</feed>") if head.startswith("<feed") else ("item", "</channel></rss>")
    entries = "".join(f"<{name}>{one}</{name}>" for one in (*items, strange + items[0]))
    document = f"{head}{feed}{entries}{after}{end}"
    if _quick(document):
        assert _outcome(document) == _outcome(_by_feedparser(document))
