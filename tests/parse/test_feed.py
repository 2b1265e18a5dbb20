"""RSS, RDF, Atom and CDF become entries; whatever is broken costs as little as possible."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import NotAFeed
from tests.parse.documents import NAMESPACES, URL, atom, item, only, read, rss


def test_rss_item_with_everything_a_news_feed_sends() -> None:
    entry = only(
        rss(
            item(
                "<link>/2026/ferry</link>"
                "<description>&lt;p&gt;It sails &lt;b&gt;again&lt;/b&gt;.&lt;/p&gt;</description>"
                "<content:encoded><![CDATA[<p>It sails again, daily.</p>]]></content:encoded>"
                "<dc:creator>Ada Quill</dc:creator><dc:creator>Ben Ink</dc:creator>"
                "<category>Transport</category><category>Islands</category><category>Transport</category>"
                "<pubDate>Fri, 06 Mar 2026 14:00:00 MSK</pubDate>"
                '<media:content url="/small.jpg" medium="image" width="120"/>'
                '<media:content url="/large.jpg" medium="image" width="1200"/>'
            )
        )
    )
    assert entry.guid == "1"
    assert entry.link == "https://news.example/2026/ferry"
    assert entry.title == "Ferry service resumes"
    assert entry.summary == "<p>It sails <b>again</b>.</p>"
    assert entry.content == "<p>It sails again, daily.</p>"
    assert entry.authors == ("Ada Quill", "Ben Ink")
    assert entry.categories == ("Transport", "Islands")
    assert entry.published == datetime(2026, 3, 6, 11, 0, tzinfo=UTC)
    assert entry.image == "https://news.example/large.jpg"


def test_atom_entry_keeps_publication_and_update_apart() -> None:
    entry = only(
        atom(
            "<entry><id>tag:news.example,2026:7</id>"
            "<title type='html'>Q&amp;amp;A: the &lt;i&gt;ferry&lt;/i&gt;</title>"
            "<link rel='self' href='https://news.example/atom/7'/><link href='https://news.example/7'/>"
            "<published>2026-03-05T08:00:00+01:00</published><updated>2026-03-06T08:00:00Z</updated>"
            "<author><name>Ada Quill</name><email>ada@news.example</email></author>"
            "<category term='transport' label='Transport'/><summary>1 &lt; 2</summary></entry>"
        )
    )
    assert entry.guid == "tag:news.example,2026:7"
    assert entry.title == "Q&A: the ferry"
    assert entry.link == "https://news.example/7"
    assert entry.published == datetime(2026, 3, 5, 7, 0, tzinfo=UTC)
    assert entry.updated == datetime(2026, 3, 6, 8, 0, tzinfo=UTC)
    assert entry.authors == ("Ada Quill",)
    assert entry.categories == ("Transport",)
    assert entry.summary == "1 &lt; 2", "plain text becomes HTML that shows it"


def test_an_update_is_not_a_publication() -> None:
    entry = only(atom("<entry><id>7</id><title>x</title><updated>2026-03-06T08:00:00Z</updated></entry>"))
    assert entry.published is None
    assert entry.updated is not None


def test_the_dublin_core_date_of_rss_is_a_publication() -> None:
    entry = only(rss(item("<dc:date>2026-03-06T08:00:00Z</dc:date>")))
    assert entry.published == datetime(2026, 3, 6, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("document", "version"),
    [
        pytest.param(
            '<rss version="0.91"><channel><item><title>x</title></item></channel></rss>', "rss091u", id="0.91"
        ),
        pytest.param('<rss version="0.92"><channel><item><title>x</title></item></channel></rss>', "rss092", id="0.92"),
        pytest.param(rss(item()), "rss20", id="2.0"),
        pytest.param(
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
            '<channel rdf:about="/"/><item rdf:about="x"><title>x</title></item></rdf:RDF>',
            "rss10",
            id="1.0",
        ),
        pytest.param(
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
            'xmlns="http://my.netscape.com/rdf/simple/0.9/"><item><title>x</title></item></rdf:RDF>',
            "rss090",
            id="0.90",
        ),
        pytest.param(atom("<entry><id>1</id></entry>"), "atom10", id="atom 1.0"),
        pytest.param(
            '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>x</title></entry></feed>',
            "atom03",
            id="atom 0.3",
        ),
    ],
)
def test_every_format_is_read_and_named(document: str, version: str) -> None:
    parsed = read(document)
    assert parsed.format == version
    assert len(parsed.entries) == 1


def test_feed_tells_title_language_link_and_how_often_to_come() -> None:
    parsed = read(
        rss(
            item(),
            head="<title>Post &amp;amp; Courier</title><link>/</link><language>en-GB</language><ttl>30</ttl>",
        )
    )
    assert parsed.title == "Post & Courier"
    assert parsed.link == "https://news.example/"
    assert parsed.language == "en-GB"
    assert parsed.ttl == timedelta(minutes=30)


def _hours(*hours: int, days: tuple[int, ...] = ()) -> frozenset[int]:
    return frozenset(n for n in range(168) if n % 24 in hours or n // 24 in days)


@pytest.mark.parametrize(
    ("head", "skips"),
    [
        pytest.param("", _hours(), id="none"),
        pytest.param("<skipHours><hour>0</hour>\n<hour> 13 </hour></skipHours>", _hours(0, 13), id="hours"),
        pytest.param("<skipHours><hour>24</hour></skipHours>", _hours(0), id="24 is midnight"),
        pytest.param("<skipHours><hour>25</hour><hour>x</hour><hour>-1</hour></skipHours>", _hours(), id="no hours"),
        pytest.param("<skipDays><day>Sunday</day><day>funday</day></skipDays>", _hours(days=(6,)), id="days"),
        pytest.param(
            "<skipHours><hour>5</hour></skipHours><skipDays><day>monday</day></skipDays>",
            _hours(5, days=(0,)),
            id="both",
        ),
        pytest.param(
            f"<skipHours>{''.join(f'<hour>{n}</hour>' for n in range(24))}</skipHours>",
            _hours(),
            id="all cannot be meant",
        ),
        pytest.param("<skipHours><hour>5</hour>", _hours(), id="cut off"),
        pytest.param("<skipHours>" * 5_000, _hours(), id="hostile"),
    ],
)
def test_when_to_leave_it_alone(head: str, skips: frozenset[int]) -> None:
    assert read(rss(item(), head=head)).skips == skips


def test_what_an_item_says_of_skipping_is_text() -> None:
    assert (
        read(rss(item("<description><![CDATA[<skipHours><hour>3</hour></skipHours>]]></description>"))).skips == set()
    )


@pytest.mark.parametrize(
    ("head", "ttl"),
    [
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", timedelta(hours=6)),
        ("<sy:updatePeriod>hourly</sy:updatePeriod>", timedelta(hours=1)),
        ("<ttl>99999</ttl>", timedelta(days=7)),
        ("<ttl>-5</ttl>", None),
        ("<ttl>soon</ttl>", None),
        ("<sy:updatePeriod>sometimes</sy:updatePeriod>", None),
        ("", None),
    ],
)
def test_refresh_hints(head: str, ttl: timedelta | None) -> None:
    assert read(rss(item(), head=head)).ttl == ttl


@pytest.mark.parametrize(
    ("inside", "image"),
    [
        ('<enclosure url="https://cdn.example/a.jpg" type="image/jpeg"/>', "https://cdn.example/a.jpg"),
        ('<media:thumbnail url="//cdn.example/t.png"/>', "https://cdn.example/t.png"),
        ('<itunes:image href="https://cdn.example/i.png"/>', "https://cdn.example/i.png"),
        ('<media:group><media:content url="https://cdn.example/g.webp"/></media:group>', "https://cdn.example/g.webp"),
        ('<enclosure url="https://cdn.example/a.mp3" type="audio/mpeg"/>', None),
        ('<media:content url="javascript:alert(1)" medium="image"/>', None),
        ("", None),
    ],
)
def test_lead_image(inside: str, image: str | None) -> None:
    assert only(rss(item(inside))).image == image


def test_a_photo_caption_is_not_the_article() -> None:
    captioned = '<media:content url="https://cdn.example/a.jpg" medium="image"><media:description type="plain">Photo: \
a ferry</media:description></media:content>'
    entry = only(rss(item(captioned + "<description>It sails again.</description>")))
    assert entry.summary == "It sails again."
    assert "Photo" not in entry.content
    assert only(rss(item(captioned))).summary == "Photo: a ferry", "but it is better than nothing"


@pytest.mark.parametrize(
    ("link", "absolute"),
    [
        ("story/1", "https://news.example/world/story/1"),
        ("//cdn.example/1", "https://cdn.example/1"),
        ("  https://news.example/a b  ", "https://news.example/a%20b"),
        ("HTTPS://News.example/A", "https://News.example/A"),
        ("https://news.example/?a=1&amp;b=2", "https://news.example/?a=1&b=2"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("mailto:desk@news.example", None),
        ("http://[::1", None),
        ("https://news.example/" + "x" * 8_000, None),
        ("", None),
    ],
)
def test_links_are_absolute_http_or_left_out(link: str, absolute: str | None) -> None:
    assert only(rss(item(f"<link>{link}</link>"))).link == absolute


def test_links_follow_xml_base_before_the_url_of_the_feed() -> None:
    entry = "<entry xml:base='/islands/'><id>1</id><title>x</title><link href='ferry'/></entry>"
    assert only(atom(entry)).link == "https://news.example/islands/ferry"


@pytest.mark.parametrize(
    ("guid", "link"),
    [
        ("https://news.example/5", "https://news.example/5"),
        ("story-5", None),
        ("/2026/story", "https://news.example/2026/story"),
        ("//m.news.example/5", "https://m.news.example/5"),
        ("tag:news.example,2026:5", None),
    ],
)
def test_a_guid_is_the_link_only_if_it_is_one(guid: str, link: str | None) -> None:
    assert only(rss(f"<item><title>x</title><guid>{guid}</guid></item>")).link == link
    with_link = f"<item><title>x</title><guid>{guid}</guid><link>/a</link></item>"
    assert only(rss(with_link)).link == "https://news.example/a"


def test_a_guid_does_not_change_when_the_feed_moves() -> None:
    document = rss("<item><title>x</title><guid>story-5</guid></item>")
    guids = {only(document, url=url).guid for url in (URL, "http://old.example/rss")}
    assert guids == {"story-5"}


def test_items_with_the_same_guid_or_the_same_link_all_arrive() -> None:
    same_guid = [item(f"<link>/{n}</link>") for n in range(10)]
    same_link = [item("<link>/1</link>", guid=str(n)) for n in range(10)]
    assert len(read(rss(*same_guid, *same_link)).entries) == 20


@pytest.mark.parametrize(
    "bare",
    [
        "<item><title>Only a title</title></item>",
        "<item><link>https://news.example/1</link></item>",
        "<item><description>Only a text</description></item>",
        "<item><guid isPermaLink='false'>9</guid></item>",
    ],
)
def test_an_item_may_lack_nearly_everything(bare: str) -> None:
    assert read(rss(bare)).skipped == 0
    assert only(rss(bare)).published is None


def test_an_item_that_says_nothing_is_counted_not_delivered() -> None:
    parsed = read(rss("<item><pubDate>Fri, 06 Mar 2026 10:00:00 GMT</pubDate></item>", item()))
    assert (len(parsed.entries), parsed.skipped) == (1, 1)
    assert parsed.skipped_why == "1 without id, link, title or text"
    assert read(rss(item())).skipped_why is None


def test_a_feed_without_items_is_a_feed() -> None:
    assert read(rss()).entries == ()


def test_a_cut_off_document_gives_its_whole_items_only() -> None:
    whole = rss(item("<link>/1</link>"), item("<link>/2</link>", guid="2"))
    cut = read(whole[: whole.index("/2") + 2])
    assert [entry.link for entry in cut.entries] == ["https://news.example/1"]
    assert (cut.skipped, cut.skipped_why) == (1, "1 in which the document breaks off")
    assert read(whole[: whole.index("</channel>")]).skipped == 0, "nothing is lost when only the end tags are missing"


@pytest.mark.parametrize(
    "document",
    [
        pytest.param("  \n\ufeff junk before " + rss(item()), id="junk before the prolog"),
        pytest.param("<?xml version='1.0'?><!-- a <rss> comment -->" + rss(item()), id="comment first"),
        pytest.param(
            "<?xml version='1.0'?>" + rss(item("<description>Fish & Chips</description>")), id="raw ampersand"
        ),
        pytest.param(rss(item("<weird:thing>x</weird:thing>")), id="undeclared namespace"),
        pytest.param(rss(item("<b><i>unclosed</b>")), id="tags in the wrong order"),
        pytest.param(rss(item("<description>&#99999999999;&#xD800;&#0;</description>")), id="impossible references"),
        pytest.param(rss(item("<description>&nbsp;&copy;&bogus;</description>")), id="HTML entities"),
        pytest.param("<?xml-stylesheet href='file:///etc/passwd'?>" + rss(item()), id="stylesheet"),
        pytest.param("<!DOCTYPE rss SYSTEM 'file:///etc/passwd'>" + rss(item()), id="external DOCTYPE"),
    ],
)
@pytest.mark.parametrize("content_type", [None, "text/html", "text/plain; charset=x-unknown", "image/png"])
def test_broken_documents_still_deliver(document: str, content_type: str | None) -> None:
    assert only(document, content_type=content_type).title == "Ferry service resumes"


def test_an_impossible_reference_does_not_cost_the_items_after_it() -> None:
    bad = item("<description>&#x1234567890; & broken</description>")
    good = item("<description>fine &#8212; fine</description>", guid="2")
    parsed = read(rss(bad, good, item(guid="3")))
    assert [entry.guid for entry in parsed.entries] == ["1", "2", "3"]
    assert parsed.entries[1].summary == "fine — fine"


def test_halves_of_a_surrogate_pair_become_the_character_they_mean() -> None:
    assert only(rss(item(title="Fish &#xD83D;&#xDC1F; and &#55357;&#56351;"))).title == "Fish 🐟 and 🐟"


@pytest.mark.parametrize("bad", ["\x00", "\x0b", "\x1b", "\ufffe", "\x7f"])
def test_characters_that_a_database_refuses_are_dropped(bad: str) -> None:
    assert only(rss(item(title=f"Fer{bad}ry"))).title == "Ferry"


def test_a_title_never_turns_the_direction_of_the_text_after_it() -> None:
    assert only(rss(item(title="Ferry\u202egnp.exe\u2066"))).title == "Ferrygnp.exe"


@pytest.mark.parametrize(
    "title", ["*bold* _x_ [y](z)", "{0} %s ${HOME}", "'; DROP TABLE items; --", "/start @everyone", "if x<y then z"]
)
def test_titles_are_data(title: str) -> None:
    assert only(rss(item(title=title.replace("<", "&lt;")))).title == title


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b"  \n\t ", "empty"),
        (b"<!DOCTYPE html><html><head><title>Home</title></head><body>Hi</body></html>", "a web page"),
        (b"<html><title>Just a moment...</title><body>checking</body></html>", "bot check"),
        (b'{"error": "rate limit exceeded"}', "rate limit exceeded"),
        (b"[1, 2, 3]", "JSON"),
        (b'{"items": ', "broken JSON"),
        (b"Service temporarily unavailable", "plain text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(128, 256)) * 50, "binary"),
        (b"<?xml version='1.0'?><note><to>you</to></note>", "neither RSS, RDF nor Atom"),
        (b"<?xml version='1.0'?><!-- nothing -->", "no XML"),
    ],
)
def test_what_is_no_feed_is_told_in_words(body: bytes, reason: str) -> None:
    with pytest.raises(NotAFeed, match=reason):
        read(body)


def test_a_page_of_a_blog_about_feeds_is_a_page() -> None:
    page = b"<!DOCTYPE html><html><body><p>An RSS feed begins with &lt;rss&gt;.</p></body></html>"
    with pytest.raises(NotAFeed, match="web page"):
        read(page)


def test_html_declared_as_feed_type_is_still_a_page() -> None:
    with pytest.raises(NotAFeed, match="web page"):
        read("<html><body>Hello</body></html>", content_type="application/rss+xml")


def test_capital_letters_and_prefixes_are_forgiven() -> None:
    document = (
        f'<r:rss xmlns:r="http://purl.org/rss/1.0/" {NAMESPACES}><r:channel><r:item><r:title>x</r:title></r:item>\
</r:channel></r:rss>'
    )
    assert only(document).title == "x"
    assert len(read("<RSS><CHANNEL><ITEM><TITLE>x</TITLE></ITEM></CHANNEL></RSS>").entries) == 1
