"""Documents made to exhaust a parser are refused, or read within bounds."""

from __future__ import annotations

import pytest

from bot.errors import NotAFeed
from bot.parse.scan import mend
from tests.parse.documents import item, only, read, rss


def _entities(*declarations: str, use: str) -> str:
    return f"<?xml version='1.0'?><!DOCTYPE rss [{''.join(declarations)}]>" + rss(
        item(f"<description>{use}</description>")
    )


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(
            _entities('<!ENTITY a "ha">', *(f'<!ENTITY b{n} "{"&a;" * 10}">' for n in range(9)), use="&b8;"),
            id="billion laughs",
        ),
        pytest.param(_entities(f'<!ENTITY a "{"x" * 50_000}">', use="&a;" * 50_000), id="quadratic"),
        pytest.param(_entities(f'<!ENTITY a "{"x" * 90}">', use="&a;" * 50_000), id="short but often"),
        pytest.param(_entities("<!ENTITY a '&a;'>", use="&a;"), id="recursive"),
        pytest.param(_entities("<!ENTITY a " * 50_000, use="x"), id="declared without end"),
        pytest.param(_entities(*(f'<!ENTITY a{n} "x">' for n in range(1_000)), use="&a1;"), id="many"),
    ],
)
def test_entity_bombs_are_refused(document: str) -> None:
    with pytest.raises(NotAFeed, match=r"entities|DOCTYPE"):
        read(document)


def test_harmless_entities_are_read() -> None:
    assert only(_entities('<!ENTITY author "Ada Quill">', use="By &author;")).summary == "By Ada Quill"


def test_entities_in_single_quotes_are_read_too() -> None:
    assert only(_entities("<!ENTITY author 'Ada Quill'>", use="By &author;")).summary == "By Ada Quill"


@pytest.mark.parametrize(
    "declaration",
    [
        '<!ENTITY x SYSTEM "file:///etc/passwd">',
        '<!ENTITY x PUBLIC "p" "http://169.254.169.254/">',
        '<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;',
    ],
)
def test_external_entities_are_never_read(declaration: str) -> None:
    entry = only(_entities(declaration, use="before &x; after"))
    assert "root:" not in entry.summary
    assert entry.title == "Ferry service resumes"


def test_a_flood_of_attributes_is_refused() -> None:
    flood = " ".join(f'a{n}="&gt;"' for n in range(5_000))
    with pytest.raises(NotAFeed, match="attributes"):
        read(rss(f"<item {flood}><title>x</title></item>"))


def test_long_tags_with_few_attributes_are_no_flood() -> None:
    picture = "data:image/png;base64," + "A=B " * 20_000
    assert only(rss(item(f"<description><img alt='x=1 y=2' src='{picture}'/>Text</description>"))).title


@pytest.mark.parametrize("name", ["author", "dc:creator", "itunes:author", "managingEditor"])
@pytest.mark.parametrize("filling", ["a" * 50_000, "a@" + "b." * 25_000, "<![CDATA[" + "a" * 50_000 + "]]>"])
def test_an_endless_name_costs_only_itself(name: str, filling: str) -> None:
    document = rss(item(f"<{name}>{filling}</{name}><link>/1</link>"), item(guid="2"))
    assert len(mend(document)) < 3_000
    assert [entry.guid for entry in read(document).entries] == ["1", "2"]


@pytest.mark.parametrize(
    "filling",
    [
        pytest.param("<b>" * 20_000 + "</b>" * 20_000, id="deep"),
        pytest.param("<b>" * 20_000, id="deep and open"),
        pytest.param("<" * 100_000, id="brackets"),
        pytest.param("&" * 100_000, id="ampersands"),
        pytest.param("<![CDATA[" * 20_000, id="open CDATA"),
        pytest.param("<a b='" * 20_000, id="open quotes"),
        pytest.param("<!--" * 20_000, id="open comments"),
    ],
)
def test_strange_fillings_cost_no_other_item(filling: str) -> None:
    parsed = read(rss(item(guid="1"), item(f"<description>{filling}</description></item>", guid="2")))
    assert parsed.entries[0].guid == "1"


def test_ten_thousand_items_are_all_read() -> None:
    assert len(read(rss(*(item(guid=str(n)) for n in range(10_000)))).entries) == 10_000


@pytest.mark.parametrize("doctype", ["<!DOCTYPE " * 50_000, "<!DOCTYPE x [" * 50_000])
def test_doctypes_without_end_are_refused(doctype: str) -> None:
    with pytest.raises(NotAFeed, match="refused"):
        read(doctype + rss(item()))


@pytest.mark.parametrize("prolog", ["\n" * 500_000, "<?" * 100_000, "<!--x-->" * 50_000])
def test_prologs_without_end_are_passed_over(prolog: str) -> None:
    """Linear: a quadratic pass over half a million characters would not come back."""
    assert len(read(prolog + rss(item())).entries) == 1


@pytest.mark.parametrize(
    "poison", ["</width>", "</height>", "</media:player>", "</gml:pos>", "<textinput><name>x</name>"]
)
def test_one_poisonous_item_costs_that_item(poison: str) -> None:
    """feedparser raises on these; the items around one arrive all the same."""
    parsed = read(rss(item(guid="1"), item(poison, guid="2"), item("<link>/3</link>", guid="3"), item(guid="4")))
    guids = [entry.guid for entry in parsed.entries]
    assert [guid for guid in guids if guid != "2"] == ["1", "3", "4"]
    assert len(guids) + parsed.skipped == 4
    assert parsed.title == "The Harbour Post"


def test_poison_in_a_feed_without_items_costs_nothing() -> None:
    parsed = read(rss(head="<title>The Harbour Post</title></width>"))
    assert (parsed.entries, parsed.skipped) == ((), 0)


def test_poison_before_the_first_item_costs_the_head_only() -> None:
    parsed = read(rss(item(guid="1"), item("<dc:creator>Ada Quill</dc:creator>", guid="2"), head="</width>"))
    assert [entry.guid for entry in parsed.entries] == ["1", "2"]
    assert parsed.entries[1].authors == ("Ada Quill",)
