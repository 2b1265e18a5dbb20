"""Coverage-guided fuzzing of the parse stage; by hand, outside the tests: see CONTRIBUTING.md.

    python tools/fuzz_parse.py [SEEDS …] [-max_total_time=1200] [-timeout=10] [-rss_limit_mb=2048]

SEEDS are folders of documents to start from; new ones that reach further are kept in the first. An input that breaks a
promise is written to crash-… beside the caller. Needs atheris, which the project does not: a venv of its own will do.
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import atheris

with atheris.instrument_imports(include=["bot", "feedparser"]):
    from bot.errors import NotAFeed
    from bot.model import ParsedFeed
    from bot.parse import discover, opml, quick
    from bot.parse.dates import parse_date
    from bot.parse.encoding import decode
    from bot.parse.feed import VOCABULARY, parse
    from bot.parse.habit import habit_of
    from bot.parse.markup import legal
    from bot.parse.people import people
    from bot.parse.scan import mend

NOW = datetime(2026, 3, 6, 12, tzinfo=UTC)
URL = "https://news.example/feed"
CONTENT_TYPES = (None, "text/xml; charset=utf-8", "text/xml; charset=windows-1251", "application/json", "text/html")
WORDS = (
    "<rss version='2.0'>", "<channel>", "<item>", "</item>", "<title>", "<link>", "<guid>", "<description>",
    "<pubDate>", "<feed xmlns='http://www.w3.org/2005/Atom'>", "<entry>", "<author>", "<name>", "<category",
    "<![CDATA[", "]]>", "<!--", "xmlns:dc='http://purl.org/dc/elements/1.1/'", "<dc:date>",
    "xmlns:media='http://search.yahoo.com/mrss/'", "&#x", "<media:content", "<media:group>", "<media:thumbnail",
    " url='", " type='xhtml'", "<div>", "&amp;", "&nbsp;", "&lt;", "<!DOCTYPE", "<!ENTITY", "<?xml encoding='",
    "utf-16", "koi8-r", "gbk", "xml:base='", "xml:lang='", "<image>", "<url>", "<rdf:RDF", "<source", "<enclosure",
    "<width>", "<gml:pos>", "{", '"items": [', '"version":', '"id":', "2026-03-05T12:00:00Z", "05/03/2026", "W10",
    "марта", "<outline", "xmlUrl='", "<skipHours><hour>", "<ttl>", "@", "(",
)  # fmt: skip


def one_input(data: bytes) -> None:
    """Raises where a promise is broken. The first byte chooses a content type."""
    kind, body = (CONTENT_TYPES[data[0] % len(CONTENT_TYPES)], data[1:]) if data else (None, data)
    with contextlib.suppress(NotAFeed):
        check(parse(body, content_type=kind, url=URL, now=NOW))
    with contextlib.suppress(NotAFeed):
        opml.read(body)
    discover.feeds_of(body, url=URL)
    text = legal(decode(body, kind))
    for line in text.split("\n")[:5]:
        parse_date(line, NOW, habit_of([line], NOW))
        people([line])
    compare(text)


def check(parsed: ParsedFeed) -> None:
    """What is stored and sent later must be storable and sendable."""
    texts = [parsed.title, *(text for e in parsed.entries for text in (e.title, e.summary, e.content, e.guid or ""))]
    links = [e.link for e in parsed.entries if e.link]
    moments = [moment for e in parsed.entries for moment in (e.published, e.updated) if moment]
    promise(all(legal(text) == text for text in texts), "strings are legal")
    promise(all(link.startswith(("http://", "https://")) for link in links), "links are http or none")
    promise(all(moment.tzinfo is UTC for moment in moments), "moments are aware UTC")
    promise((parsed.skipped > 0) == (parsed.skipped_why is not None), "what is left out has a reason")


def compare(text: str) -> None:
    """What is read quickly is read as feedparser reads it; an instruction in the document leaves it to feedparser."""
    with contextlib.suppress(NotAFeed):
        if quick.read(mend(text), VOCABULARY) is None or "</" not in text:
            return
        head, end, tail = text.rpartition("</")
        quickly, slowly = (
            parse(one.encode(), content_type="text/xml; charset=utf-8", url=URL, now=NOW)
            for one in (text, f"{head}<?nothing?>{end}{tail}")
        )
        promise(quickly == slowly, "read quickly as by feedparser")


def promise(holds: bool, what: str) -> None:
    if not holds:
        raise AssertionError(what)


def escaped(word: str) -> str:
    """As libFuzzer's dictionaries are written: ASCII, all else by number."""
    return "".join(chr(b) if 0x20 <= b < 0x7F and chr(b) not in '"\\' else f"\\x{b:02x}" for b in word.encode())


def main() -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".dict", encoding="utf-8") as dictionary:
        dictionary.write("".join(f'"{escaped(word)}"\n' for word in WORDS))
        dictionary.flush()
        atheris.Setup([*sys.argv, f"-dict={dictionary.name}"], one_input)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
