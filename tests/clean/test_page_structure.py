"""What of a page is the report, told by where it stands: lists and quotations back in, captions and links out."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from bot.clean import align, article, furniture, html, outline, weave
from bot.model import Article

NOW = datetime(2026, 3, 6, 12, tzinfo=UTC)
PROSE = (
    "The harbour authority said on Monday that the northern breakwater stays closed to walkers until the end of May.",
    "Engineers found cracks along forty metres of the wall after the storms of January, and a second survey is due.",
    "The council set aside two million crowns for the repair, half of which comes from the national fund for ports.",
    "Fishing boats may still use the inner basin, the authority said, while the island ferry moves to quay four.",
)


def page(*pieces: str, head: str = "") -> str:
    inside = "".join(pieces)
    body = f"<main><h1>Breakwater closes</h1><div class='txt'>{inside}</div></main>"
    return f"<html><head><title>Breakwater closes</title>{head}</head><body>{body}</body></html>"


def p(*paragraphs: str) -> str:
    return "".join(f"<p>{text}</p>" for text in paragraphs)


def read(document: str) -> Article:
    return article.from_page(
        document, url="https://harbour.example/a", title=None, publisher=None, published=None, now=NOW
    )


def reasons(made: Article) -> dict[str, str]:
    return {one.text: one.reason for one in made.removed}


KEPT = {
    "a list": (
        "<ul><li>Walkers are sent round by the customs house.</li>"
        "<li>Anglers need a new permit for the pier.</li></ul>",
        ["- Walkers are sent round by the customs house.", "- Anglers need a new permit for the pier."],
    ),
    "a list with linked names": (
        "<ul><li><a href='/a'>Quay one</a>: closed to all boats until the survey is done.</li>"
        "<li><a href='/b'>Quay two</a>: open to boats of the pilots only.</li></ul>",
        ["- Quay one: closed to all boats until the survey is done.", "- Quay two: open to boats of the pilots only."],
    ),
    "an embedded post": (
        "<div class='social-media-embed'><blockquote class='twitter-tweet'><p>We walked the wall this morning and it is"
        " worse than the pictures show, so please keep off.</p></blockquote></div>",
        ["We walked the wall this morning and it is worse than the pictures show, so please keep off."],
    ),
    "a row of a table": (
        "<table><tr><th>Quay</th><th>Opens</th></tr><tr><td>Four</td><td>Monday</td></tr></table>",
        ["Quay | Opens", "Four | Monday"],
    ),
    "a subheading": ("<h2>What it means for the ferry</h2>", ["What it means for the ferry"]),
    "a list of marks in the page": (
        "<ul><li><a href='#a'>What the survey found</a></li><li><a href='#b'>When the wall opens again</a></li></ul>",
        ["- What the survey found", "- When the wall opens again"],
    ),
}


@pytest.mark.parametrize(("piece", "wanted"), KEPT.values(), ids=KEPT.keys())
def test_the_reports_own_pieces_stay_in_their_place(piece: str, wanted: list[str]) -> None:
    body = read(page(p(*PROSE[:2]), piece, p(*PROSE[2:]))).body.split("\n\n")
    assert body == [*PROSE[:2], *wanted, *PROSE[2:]]


GONE = {
    "a caption in a box": "<div class='media'><img src='a.jpg'><div>The wall in January.</div></div>",
    "a caption that repeats what the image shows": (
        "<p><img src='a.jpg' alt='The wall in January, seen from the pier'></p>"
        "<p><em>The wall in January, seen from the pier</em></p>"
    ),
    "a link with a label": "<p>Read more: <a href='/b'>How the first breakwater was built a century ago</a></p>",
    "a link with a label in Russian": "<p>Читайте также: <a href='/b'>Как строили первый волнолом</a></p>",
    "a link with a label in Japanese": "<p>関連記事：<a href='/b'>百年前に最初の防波堤はどのように造られたのか</a></p>",
    "a paragraph that is a link": "<p><a href='/b'>How the first breakwater was built a century ago</a></p>",
    "a list of links": (
        "<ul><li><a href='/b'>How the first breakwater was built</a></li>"
        "<li><a href='/c'>Storm of the century: a look back</a></li></ul>"
    ),
    "readers' comments": (
        "<div class='comments'><div class='comment'><p>I walk there every day, and nobody told us a thing about it, "
        "which is typical of this council.</p></div></div>"
    ),
    "a caption under a centred image": (
        "<p style='text-align:center'><img src='a.jpg'></p><p style='text-align:center'>图为一月的防波堤。</p>"
    ),
    "links to accounts": (
        "<p>Sigue el puerto en <a href='https://www.facebook.com/puerto'>Facebook</a> y "
        "<a href='https://twitter.com/puerto'>Twitter</a>.</p>"
    ),
    "a heading over links": (
        "<h3>Más sobre el puerto</h3><p><a href='/b'>How the first breakwater was built</a></p>"
        "<p><a href='/c'>Storm of the century: a look back</a></p><p><a href='/d'>Ferry prices to rise in June</a></p>"
    ),
    "another report's card": (
        "<div class='c-x'><h4><a href='/b'>How the first breakwater was built a century ago</a></h4>"
        "<p>A look back at a storm and at those who came after it.</p></div>"
    ),
    "another report's card with a picture": (
        "<div class='c-x'><img src='b.jpg'>"
        "<h4><a href='/b'>How the first breakwater was built a century ago</a></h4></div>"
    ),
    "a dialog": "<dialog><p>Tell us what you think of the new reading view, it takes two minutes.</p></dialog>",
}


@pytest.mark.parametrize("piece", GONE.values(), ids=GONE.keys())
def test_what_is_set_beside_the_report_goes(piece: str) -> None:
    assert read(page(p(*PROSE[:2]), piece, p(*PROSE[2:]))).body.split("\n\n") == list(PROSE)


def test_a_list_of_linked_names_with_long_accounts_is_no_row_of_cards() -> None:
    items = "".join(
        f"<div><h3><a href='/{n}'>The harbour's quay {n} and its sheds</a></h3>{p(text)}</div>"
        for n, text in enumerate(PROSE)
    )
    body = read(page(p(*PROSE[:2]), items.replace("survey is due", "survey is due later"))).body
    assert "quay 2 and its sheds" in body or "quay 3 and its sheds" in body


def test_an_image_beside_a_paragraph_makes_no_caption_of_it() -> None:
    piece = f"<div class='row'><img src='a.jpg'><p>{PROSE[2]}</p></div>"
    assert PROSE[2] in read(page(p(*PROSE[:2]), piece, p(PROSE[3]))).body


def test_a_quotation_beside_a_portrait_is_no_caption() -> None:
    quote = "We found out from the newspaper that the wall was shut."
    piece = f"<div class='quote'><div class='image'><img src='a.jpg'></div><p>{quote}</p></div>"
    made = read(page(p(*PROSE[:2]), piece, p(*PROSE[2:])))
    assert reasons(made).get(quote) != "caption"


def test_a_label_inside_a_sentence_is_no_link_line() -> None:
    text = (
        "The survey is clear: <a href='/b'>the wall moved by four centimetres in a single winter</a>, twice the limit."
    )
    made = read(page(p(*PROSE[:2]), f"<p>{text}</p>", p(*PROSE[2:])))
    assert "The survey is clear: the wall moved by four centimetres in a single winter, twice the limit." in made.body


KEPT_LINES = {
    "a centred paragraph under a centred one": "<p align='center'>One</p><p align='center'>{}</p>",
    "a link to a post on a network": "<p>{} <a href='https://twitter.com/port/status/17'>wrote</a> the port.</p>",
    "a link to one account": "<p>{} <a href='https://www.facebook.com/port'>the port</a> wrote.</p>",
    "a short line on the right": "<p style='text-align:right'>{}</p>",
}


@pytest.mark.parametrize("piece", KEPT_LINES.values(), ids=KEPT_LINES.keys())
def test_lines_that_only_look_like_furniture_stay(piece: str) -> None:
    assert "Keep off the wall" in read(page(p(PROSE[0]), piece.format("Keep off the wall"), p(*PROSE[1:]))).body


def test_a_heading_over_one_link_and_prose_stays() -> None:
    piece = "<h2>The ferry</h2><p><a href='/b'>How the first breakwater was built</a></p>"
    assert "The ferry" in read(page(p(*PROSE[:2]), piece, p(*PROSE[2:]))).body


@pytest.mark.parametrize(
    "line",
    [
        "2024年1月20日 3時12分",
        "입력 2023.05.25 20:10",
        "Понеділок, 1 серпня 2022, 09:20",
        "20 มิ.ย. 2024 เวลา 10:15",
        "21.08.2018 • 12:40",
    ],
)
def test_a_date_over_the_report_goes_in_any_language(line: str) -> None:
    assert read(page(p(line), p(*PROSE))).body.split("\n\n") == list(PROSE)


@pytest.mark.parametrize(
    "line",
    [
        "In 2024 rose 3 of 12 walls.",
        "1,234 people came in 2023, 12 more than in 2022",
        "Since 2024 the wall moves 12 mm a year, twice the limit, and 40 m of it are cracked",
    ],
)
def test_numbers_over_the_report_are_no_date(line: str) -> None:
    assert line in read(page(p(line), p(*PROSE))).body


def test_times_of_day_stay_where_they_head_entries() -> None:
    entries = "".join(f"<h2>1{n}:30</h2><p>{text}</p>" for n, text in enumerate(PROSE))
    assert read(page(entries)).body.startswith("10:30\n\n")


def test_a_signature_on_the_right_goes_at_the_end() -> None:
    made = read(page(p(*PROSE), "<p style='text-align:right'><strong>Nellie Bly</strong></p>"))
    assert made.body.split("\n\n") == list(PROSE)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        pytest.param(
            "<p>او می\u200cگوید که دیوار بسته می\u200cماند و راه دیگری برای رفتن به بندر نیست.</p>",
            "می\u200cگوید",
            id="joiner",
        ),
        pytest.param(
            "<p>Il dit «\u00a0oui\u00a0», et que le mur restera ferm\u00e9 jusqu\u2019en mai prochain.</p>",
            "« oui »",
            id="space",
        ),
    ],
)
def test_the_pages_own_spelling_stays(source: str, text: str) -> None:
    assert text in read(page(p(*PROSE[:2]), source, p(*PROSE[2:]))).body


def test_articles_appended_inside_the_article_go() -> None:
    other = f"<article class='post single'><h2><a href='/2'>Another story</a></h2>{p(*PROSE[2:])}</article>"
    document = (
        f"<body><article class='post single first'><h1>Breakwater closes</h1>{p(*PROSE[:2])}{other}</article></body>"
    )
    assert read(document).body.split("\n\n") == list(PROSE[:2])


def test_entries_of_a_live_page_stay() -> None:
    entries = "".join(f"<article class='entry'><h2>1{n}:00</h2><p>{text}</p></article>" for n, text in enumerate(PROSE))
    body = read(f"<body><article class='live'><h1>Breakwater closes</h1>{entries}</article></body>").body
    assert all(text in body for text in PROSE)


def _copy(*paragraphs: str) -> str:
    copy = {"@type": "NewsArticle", "headline": "Breakwater closes", "articleBody": "\n\n".join(paragraphs)}
    return f"<script type='application/ld+json'>{json.dumps(copy)}</script>"


PROMO = "Our harbour correspondent answers what readers have asked about ports, pilots and tides, every single Friday."


def test_paragraphs_that_the_publishers_copy_lacks_go() -> None:
    made = read(page(p(*PROSE[:2]), p(PROMO), p(*PROSE[2:]), head=_copy(*PROSE)))
    assert made.body.split("\n\n") == list(PROSE)
    assert reasons(made)[PROMO] == "not in the publisher's copy"


def test_a_copy_that_is_only_a_teaser_takes_nothing_away() -> None:
    assert PROSE[3] in read(page(p(*PROSE), head=_copy(PROSE[0]))).body


def test_headings_and_lists_stay_though_the_copy_lacks_them() -> None:
    piece = "<h2>What it means for the ferry</h2><ul><li>Walkers are sent round by the customs house.</li></ul>"
    body = read(page(p(*PROSE[:2]), piece, p(*PROSE[2:]), head=_copy(*PROSE))).body
    assert "What it means for the ferry\n\n- Walkers are sent round by the customs house." in body


def blocks(source: str) -> list[outline.Block]:
    root = html.parse(f"<body>{source}</body>")
    assert root is not None
    return outline.outline(root)


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        pytest.param("<p>One<br>two</p>", ["One", "two"], id="a line break"),
        pytest.param("<div>One <b>and</b> a half<p>two</p>three</div>", ["One and a half", "two", "three"], id="mixed"),
        pytest.param("<ul><li>One<ul><li>two</li></ul>three</li></ul>", ["One", "two", "three"], id="nested lists"),
        pytest.param("<table><tr><td>a1<td>b2<tr><td><p>c3</p></table>", ["a1 | b2", "c3"], id="rows"),
        pytest.param("<p>One</p><script>two</script><button>three</button>four", ["One", "four"], id="unread"),
        pytest.param("<p> ... </p><p>* * *</p>", [], id="no words"),
    ],
)
def test_text_breaks_where_a_browser_breaks_it(source: str, texts: list[str]) -> None:
    assert [block.text for block in blocks(source)] == texts


SHORT = "Nobody was hurt."


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        pytest.param(f"<div>{PROSE[0]} {p(*PROSE[1:])}</div>", PROSE[1:], id="text without an element of its own"),
        pytest.param(
            f"<div class='a'>{p(*PROSE, *PROSE[1:])}</div><div class='a'>{p(PROSE[0] + ' So it said.')}"
            f"<p>{SHORT}</p>{p(PROSE[1] + ' So it said.')}</div>",
            PROSE,
            id="a short sentence in a later part",
        ),
        pytest.param(
            f"<div>{p(PROSE[0])}<div class='h'><h2>Over to the ferry</h2></div>{p(*PROSE[1:])}</div>",
            PROSE,
            id="a heading in a box",
        ),
    ],
)
def test_what_the_extractor_left_out_of_the_report_comes_back(source: str, lines: tuple[str, ...]) -> None:
    around = blocks(source)
    woven = weave.woven(align.aligned(list(lines), around), around)
    missing = {PROSE[0], SHORT, "Over to the ferry"} & {block.text for block in around}
    assert missing <= {line.text for line in woven}


def test_a_heading_alone_in_a_box_over_nothing_stays_out() -> None:
    around = blocks(f"<div>{p(*PROSE[:2])}<div class='h'><h2>Most read</h2></div><div>x</div>{p(*PROSE[2:])}</div>")
    woven = weave.woven(align.aligned(list(PROSE), around), around)
    assert [line.text for line in woven] == list(PROSE)


def test_letters_of_short_scripts_weigh_more() -> None:
    assert outline.weight("防波堤は閉鎖") > 2 * outline.weight("seven")


def test_code_is_no_furniture_whatever_a_highlighter_calls_its_pieces() -> None:
    root = html.parse("<body><pre><code><span class='hljs-comment'># open the log</span> tail -f</code></pre></body>")
    assert root is not None
    furniture.prune(root)
    assert "# open the log" in "".join(root.itertext())


@pytest.mark.parametrize(
    ("lines", "doubtful"),
    [
        pytest.param(list(PROSE), False, id="all of it"),
        pytest.param([], True, id="nothing"),
        pytest.param([PROSE[0]], True, id="one paragraph of four"),
        pytest.param(
            [PROSE[0], *(f"Link to another page of the site, number {n}" for n in range(40))], True, id="links"
        ),
    ],
)
def test_an_extraction_is_doubted_when_it_took_little_of_the_prose(lines: list[str], doubtful: bool) -> None:
    around = blocks(p(*PROSE))
    assert weave.doubtful(align.aligned(lines, around), around) is doubtful
