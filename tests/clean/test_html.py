"""Feed HTML becomes plain paragraphs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clean import html


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("plain", "plain"),
        ("", ""),
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("one<br/>two", "one\n\ntwo"),
        ("<p>a &amp; b &lt;c&gt;</p>", "a & b <c>"),
        ("<p>a\n  b</p>", "a b"),
        ("<b>bo</b>ld <a href='/x'>link</a>", "bold link"),
        ("<ul><li>one</li><li>two</li></ul>", "- one\n\n- two"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", "a | b\n\nc | d"),
        ("<script>x()</script><style>p{}</style><iframe src='x'>y</iframe>z", "z"),
        ("<img src=x onerror=alert(1)>text", "text"),
        ("<figure><img><figcaption>A photo</figcaption></figure><p>text</p>", "text"),
        ("<blockquote><p>“Yes,” she said.</p></blockquote>", "“Yes,” she said."),
        ("&lt;p&gt;twice&lt;/p&gt;&lt;p&gt;escaped&lt;/p&gt;", "twice\n\nescaped"),
        ("it&amp;#8217;s", "it’s"),
        ("The <p> tag in HTML: &lt;p&gt; opens", "The\n\ntag in HTML: <p> opens"),
        ("<p>unclosed <b>bold", "unclosed bold"),
        ("<!-- note --><p>text</p>", "text"),
        ("zero\u200bwidth\u00a0space", "zerowidth space"),
    ],
)
def test_markup_becomes_text(markup: str, expected: str) -> None:
    assert html.to_text(markup) == expected


def test_what_is_nested_deeper_than_the_parser_goes_keeps_its_text() -> None:
    assert "deep" in html.to_text("<div>" * 5000 + "<script>no()</script>deep")
    assert "no()" not in html.to_text("<div>" * 5000 + "<script>no()</script>deep")


@given(st.text(max_size=300))
def test_any_text_is_bounded_and_has_no_blank_paragraph(text: str) -> None:
    made = html.to_text(text)
    assert len(made) <= html.MAX_TEXT
    assert all(part.strip() for part in made.split("\n\n")) or made == ""


@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<div>", "<li>", "<td>", "</table>", "<script>", "a", " ", "&amp;", "<", ">"])
    )
)
def test_any_soup_of_tags_becomes_text(soup: list[str]) -> None:
    assert "<script" not in html.to_text("".join(soup))
