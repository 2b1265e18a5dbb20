"""Pages to articles, beside trafilatura's own extraction of the same pages in the same run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape

import trafilatura

from bench import samples
from bench.figures import Figure, cpu_seconds, peak_rss, rate, scaled
from bot.clean import article

_ROUNDS = 15
_NOW = datetime(2026, 3, 6, 12, tzinfo=UTC)
_PARAGRAPHS = 40
_LINKS = 300


@dataclass(frozen=True, slots=True)
class _Page:
    url: str
    html: str


def run(scale: float) -> list[Figure]:
    """Pages a second: the labelled set's, which are small, and ones as large as publishers' are."""
    small = [_Page(row["url"], row["html"]) for row in samples.rows("clean/pages.jsonl")] * scaled(_ROUNDS, scale)
    large = [_large(n) for n in range(scaled(_ROUNDS * 3, scale, 2))]
    return [
        *_both("small pages", small),
        *_both(f"pages of {len(large[0].html) // 1000} kB", large),
        Figure("peak memory of a process that cleans", peak_rss(), "MB"),
    ]


def _both(name: str, pages: list[_Page]) -> list[Figure]:
    return [
        _speed(name, _clean, pages),
        _speed(f"{name}, trafilatura's bare_extraction", lambda page: trafilatura.bare_extraction(page.html), pages),
    ]


def _speed(name: str, work: Callable[[_Page], object], pages: list[_Page]) -> Figure:
    work(pages[0])
    return Figure(name, rate(len(pages), cpu_seconds(lambda: [work(page) for page in pages])), "a CPU-second")


def _clean(page: _Page) -> object:
    return article.from_page(page.html, url=page.url, title=None, publisher=None, published=None, now=_NOW)


def _large(n: int) -> _Page:
    """A report among as many links, boxes and scripts as a publisher's page has."""
    pieces = [samples.news(n * 10 + i) for i in range(_PARAGRAPHS // 8)]
    body = "".join(f"<p>{escape(paragraph)}</p>" for piece in pieces for paragraph in piece.paragraphs)
    links = "".join(
        f'<li class="item"><a href="/news/{n}/{i}">{escape(samples.news(i).title)}</a></li>' for i in range(_LINKS)
    )
    script = f"<script>window.state = {{{'x: 1, ' * 2_000}}}</script>"
    html = (
        f"<!doctype html><html lang='en'><head><title>{escape(pieces[0].title)}</title>{script}</head><body>"
        f"<nav><ul>{links}</ul></nav><article><h1>{escape(pieces[0].title)}</h1>{body}</article>"
        f"<aside><h2>More</h2><ul>{links}</ul></aside><footer><p>All rights reserved.</p></footer></body></html>"
    )
    return _Page(f"https://outlet.example/news/{n}", html)
