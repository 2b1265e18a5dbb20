"""feeds.yaml: what is read, what is refused with which line, what a write keeps."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import feedsfile
from bot.errors import FeedsFileError, NotFound, Refused
from bot.model import Feed, FullText

GOOD = """\
# our feeds
defaults: {every: 10m, full_text: auto}
feeds:
  - id: harbour-post     # the local one
    url: https://harbour.example/rss
    publisher: The Harbour Post
    country: NO
    language: en
    topics: [ports, trade]
    every: 5m
    full_text: always
  # the second
  - id: meridian
    url: "https://meridian.example/atom"
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "feeds.yaml"
    file.write_text(GOOD)
    return file


def test_reads_every_key_and_defaults(path: Path) -> None:
    first, second = feedsfile.read(path)
    assert first == Feed(
        id="harbour-post",
        url="https://harbour.example/rss",
        publisher="The Harbour Post",
        country="NO",
        language="en",
        topics=("ports", "trade"),
        every=timedelta(minutes=5),
        full_text=FullText.ALWAYS,
    )
    assert (second.publisher, second.every, second.full_text) == (
        "meridian.example",
        timedelta(minutes=10),
        FullText.AUTO,
    )


def test_norway_is_a_country_not_a_boolean(path: Path) -> None:
    assert feedsfile.read(path)[0].country == "NO"


BROKEN = [
    pytest.param("", 1, "empty", id="empty file"),
    pytest.param("just words\n", 1, "feeds:", id="a scalar"),
    pytest.param("- a\n- b\n", 1, "feeds:", id="a list at the top"),
    pytest.param("feeds:\n\t- id: a\n", 2, "tab", id="a tab"),
    pytest.param("feeds: [\n", 2, "not valid YAML", id="not YAML"),
    pytest.param("feeds:\n  - id: a\n", 2, "no url", id="no url"),
    pytest.param("feeds:\n  - url: https://a.example/\n", 2, "no id", id="no id"),
    pytest.param("feeds:\n  - id: a\n    url: 7\n", 3, "url must be a text", id="url is a number"),
    pytest.param("feeds:\n  - id: a\n    url: ftp://a.example/x\n", 3, "https://", id="ftp"),
    pytest.param("feeds:\n  - id: a\n    url: https://\n", 3, "https://", id="no host"),
    pytest.param("feeds:\n  - id: A b\n    url: https://a.example/\n", 2, "a-z", id="bad id"),
    pytest.param("feeds:\n  - id: a\n    ulr: https://a.example/\n", 3, "did you mean url", id="unknown key"),
    pytest.param("fedes: []\n", 1, "did you mean feeds", id="unknown top key"),
    pytest.param("feeds:\n  - id: a\n    url: https://a.example/\n    every: soon\n", 4, "10m", id="bad duration"),
    pytest.param("feeds:\n  - id: a\n    url: https://a.example/\n    country: rus\n", 4, "ISO", id="bad country"),
    pytest.param("feeds:\n  - id: a\n    url: https://a.example/\n    full_text: yes\n", 4, "auto", id="bad full_text"),
    pytest.param("feeds:\n  - id: a\n    url: https://a.example/\n    paused: maybe\n", 4, "true", id="bad paused"),
    pytest.param("feeds:\n  - id: a\n    url: https://a.example/\n    topics: x\n", 4, "list", id="topics not a list"),
    pytest.param(
        "feeds:\n  - id: a\n    url: https://a.example/\n  - id: a\n    url: https://b.example/\n",
        4,
        "line 2",
        id="duplicate id names both lines",
    ),
    pytest.param(
        "feeds:\n  - id: a\n    url: https://a.example/\n  - id: b\n    url: https://a.example/\n",
        5,
        "line 2",
        id="duplicate url",
    ),
    pytest.param("feeds:\n  - id: a\n    id: b\n    url: https://a.example/\n", 3, "duplicate", id="duplicate key"),
    pytest.param("feeds: !!python/object/apply:os.system ['true']\n", None, "", id="python tag"),
    pytest.param("feeds: " + "[" * 5000 + "\n", None, "", id="deep nesting"),
    pytest.param("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nfeeds: *c\n", 1, "unknown key", id="aliases"),
]


@pytest.mark.parametrize(("text", "line", "says"), BROKEN)
def test_broken_file_is_refused_with_line_and_reason(tmp_path: Path, text: str, line: int | None, says: str) -> None:
    file = tmp_path / "feeds.yaml"
    file.write_text(text)
    with pytest.raises(FeedsFileError) as error:
        feedsfile.read(file)
    assert says in error.value.reason
    if line is not None:
        assert error.value.line == line
        assert str(error.value).startswith(f"{file}:{line}: ")


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe\x00bad", "feeds: # caf\xe9\n".encode("latin-1"), b"\x00\x01"],
    ids=["utf-16", "latin-1", "nul"],
)
def test_bytes_that_are_no_text_are_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "feeds.yaml"
    file.write_bytes(content)
    with pytest.raises(FeedsFileError):
        feedsfile.read(file)


def test_missing_file_and_directory_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FeedsFileError, match="no such file"):
        feedsfile.read(tmp_path / "none.yaml")
    with pytest.raises(FeedsFileError, match="directory"):
        feedsfile.read(tmp_path)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    file = tmp_path_factory.mktemp("any") / "feeds.yaml"
    file.write_text(text, encoding="utf-8", errors="replace")
    with contextlib.suppress(FeedsFileError):
        feedsfile.read(file)


def test_adding_keeps_comments_order_and_quotes(path: Path) -> None:
    feedsfile.add(path, Feed(id="third", url="https://third.example/feed", publisher="Third", topics=("a", "b")))
    after = path.read_text()
    assert after.startswith(GOOD)
    assert [feed.id for feed in feedsfile.read(path)] == ["harbour-post", "meridian", "third"]
    assert "topics: [a, b]" in after


def test_what_is_added_is_what_is_read_back(path: Path) -> None:
    every = Feed(
        id="third",
        url="https://third.example/feed",
        publisher="Third",
        country="SE",
        language="sv",
        topics=("a",),
        every=timedelta(seconds=2),
        full_text=FullText.NEVER,
        paused=True,
    )
    feedsfile.add(path, every)
    assert feedsfile.read(path)[-1] == every


def test_adding_to_an_empty_list(tmp_path: Path) -> None:
    file = tmp_path / "feeds.yaml"
    file.write_text("# none yet\nfeeds: []\n")
    feedsfile.add(file, Feed(id="first", url="https://first.example/feed", publisher="First"))
    assert feedsfile.read(file)[0].id == "first"
    assert file.read_text().startswith("# none yet")


@pytest.mark.parametrize(
    "feed",
    [
        Feed(id="meridian", url="https://new.example/", publisher="x"),
        Feed(id="new", url="https://meridian.example/atom", publisher="x"),
    ],
    ids=["same id", "same url"],
)
def test_adding_twice_is_refused_and_changes_nothing(path: Path, feed: Feed) -> None:
    with pytest.raises(Refused):
        feedsfile.add(path, feed)
    assert path.read_text() == GOOD


def test_pausing_and_resuming_gives_the_same_file_back(path: Path) -> None:
    feedsfile.set_paused(path, "harbour-post", True)
    assert [feed.paused for feed in feedsfile.read(path)] == [True, False]
    assert "# the local one" in path.read_text()
    feedsfile.set_paused(path, "harbour-post", False)
    assert feedsfile.read(path)[0].paused is False


def test_removing_keeps_the_others(path: Path) -> None:
    feedsfile.remove(path, "harbour-post")
    assert [feed.id for feed in feedsfile.read(path)] == ["meridian"]
    assert path.read_text().startswith("# our feeds\n")


def test_unknown_feed_cannot_be_changed(path: Path) -> None:
    with pytest.raises(NotFound):
        feedsfile.remove(path, "nobody")
    with pytest.raises(NotFound):
        feedsfile.set_paused(path, "nobody", True)
    assert path.read_text() == GOOD


def test_a_broken_file_is_not_written_over(path: Path) -> None:
    path.write_text(GOOD + "  - id: broken\n")
    with pytest.raises(FeedsFileError):
        feedsfile.remove(path, "meridian")
    assert path.read_text() == GOOD + "  - id: broken\n"


def test_readers_never_see_half_a_file(path: Path) -> None:
    stop = threading.Event()
    seen: list[int] = []

    def reading() -> None:
        while not stop.is_set():
            seen.append(len(feedsfile.read(path)))

    reader = threading.Thread(target=reading)
    reader.start()
    for number in range(10):
        feedsfile.add(path, Feed(id=f"more-{number}", url=f"https://more.example/{number}", publisher="More"))
    stop.set()
    reader.join()
    assert seen == sorted(seen)


NEW = Feed(id="new", url="https://new.example/", publisher="x")


def test_many_are_added_in_one_write_or_none(path: Path) -> None:
    before = path.read_text()
    with pytest.raises(Refused):
        feedsfile.add_all(path, (NEW, replace(NEW, id="another")))
    assert path.read_text() == before
    feedsfile.add_all(path, (NEW, replace(NEW, id="another", url="https://another.example/rss")))
    assert [one.id for one in feedsfile.read(path)][-2:] == [NEW.id, "another"]


def test_a_file_never_outgrows_what_can_be_read(path: Path) -> None:
    before = path.read_text()
    long = "x" * 1900
    many = [replace(NEW, id=f"f-{n}", url=f"https://outlet.example/{n}/{long}") for n in range(4500)]
    with pytest.raises(Refused, match="would be larger"):
        feedsfile.add_all(path, many)
    assert path.read_text() == before


def test_another_address_keeps_everything_else(path: Path) -> None:
    before, first = path.read_text(), feedsfile.read(path)[0]
    feedsfile.set_url(path, first.id, "https://moved.example/rss")
    assert path.read_text() == before.replace(first.url, "https://moved.example/rss")
    with pytest.raises(Refused):
        feedsfile.set_url(path, first.id, feedsfile.read(path)[1].url)
    with pytest.raises(NotFound):
        feedsfile.set_url(path, "nobody", "https://x.example/")
