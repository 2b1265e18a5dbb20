"""feeds.yaml: read it whole or say why not, with file and line; write single changes back, comments and order kept.

Every write is atomic (a new file renamed over the old one) and starts from what is on disk at that moment.
"""

from __future__ import annotations

import os
import re
import stat
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from difflib import get_close_matches
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from bot.durations import duration
from bot.errors import FeedsFileError, NotFound, Refused
from bot.model import Feed, FullText

MAX_BYTES = 8 * 1024 * 1024
_TOP = ("defaults", "feeds")
_DEFAULTS = ("every", "full_text")
KEYS = ("id", "url", "publisher", "country", "language", "topics", "every", "full_text", "paused")
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}", re.ASCII)
_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}", re.ASCII)
_TOPIC_MAX = 64
_EVERY = timedelta(minutes=10)  # when neither the feed nor `defaults` says


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells one state of the file from another without reading it."""

    mtime_ns: int
    size: int
    inode: int


def stamp(path: Path) -> Stamp | None:
    """None when there is no such file."""
    try:
        status = path.stat()
    except OSError:
        return None
    return Stamp(status.st_mtime_ns, status.st_size, status.st_ino)


def locate(configured: Path | None) -> Path:
    """The file in force: the one that was set, else ./feeds.yaml, else the one that ships with the program."""
    if configured is not None:
        return configured
    here = Path("feeds.yaml")
    return here if here.exists() else packaged()


def packaged() -> Path:
    """The feeds that ship: inside the wheel, or at the top of a checkout."""
    inside = Path(__file__).parent / "data" / "feeds.yaml"
    return inside if inside.exists() else Path(__file__).parent.parent / "feeds.yaml"


class YamlFeeds:
    """Implements ports.FeedsFile. The file that ships is never written: the first change makes ./feeds.yaml of it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> tuple[Feed, ...]:
        """See the port."""
        return read(self.path)

    def stamp(self) -> Stamp | None:
        """See the port."""
        return stamp(self.path)

    def add(self, feed: Feed) -> None:
        """See the port."""
        self._own()
        add(self.path, feed)

    def set_paused(self, feed_id: str, paused: bool) -> None:
        """See the port."""
        self._own()
        set_paused(self.path, feed_id, paused)

    def remove(self, feed_id: str) -> None:
        """See the port."""
        self._own()
        remove(self.path, feed_id)

    def _own(self) -> None:
        if self.path != packaged() or self.path.resolve() == Path("feeds.yaml").resolve():
            return
        mine = Path("feeds.yaml")
        try:
            mine.write_bytes(self.path.read_bytes())
        except OSError as error:
            raise FeedsFileError(
                str(mine), None, f"cannot be written ({error.strerror}); nothing was changed"
            ) from error
        self.path = mine


def read(path: Path) -> tuple[Feed, ...]:
    """The feeds of the file, in its order. Raises FeedsFileError with the line and what would be valid."""
    return _feeds(str(path), _load(path))


def add(path: Path, feed: Feed) -> None:
    """Append a feed. Raises Refused when its id or URL is there already."""

    def change(document: CommentedMap) -> None:
        feeds = _feeds(str(path), document)
        if any(known.id == feed.id for known in feeds):
            raise Refused(f"There is a feed with the id {feed.id} already.")
        if twin := next((known for known in feeds if known.url == feed.url), None):
            raise Refused(f"That feed is there already, as {twin.id}.")
        entry: dict[str, Any] = {"id": feed.id, "url": feed.url, "publisher": feed.publisher}
        entry |= {key: value for key in ("country", "language") if (value := getattr(feed, key))}
        if feed.topics:
            topics = CommentedSeq(feed.topics)
            topics.fa.set_flow_style()
            entry["topics"] = topics
        if feed.every != _EVERY:
            entry["every"] = f"{int(feed.every.total_seconds())}s"
        if feed.full_text is not FullText.AUTO:
            entry["full_text"] = feed.full_text.value
        if feed.paused:
            entry["paused"] = True
        if document.get("feeds") is None:
            document["feeds"] = CommentedSeq()
        document["feeds"].append(CommentedMap(entry))

    _rewrite(path, change)


def set_paused(path: Path, feed_id: str, paused: bool) -> None:
    """Pause or resume a feed. Raises NotFound."""

    def change(document: CommentedMap) -> None:
        entry = _entry(document, feed_id)
        if paused:
            entry["paused"] = True
        else:
            entry.pop("paused", None)

    _rewrite(path, change)


def remove(path: Path, feed_id: str) -> None:
    """Take a feed out. Raises NotFound."""

    def change(document: CommentedMap) -> None:
        document["feeds"].remove(_entry(document, feed_id))

    _rewrite(path, change)


def _yaml() -> YAML:
    yaml = YAML(typ="rt", pure=True)
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _load(path: Path) -> CommentedMap:
    name = str(path)
    try:
        if path.is_dir():
            raise FeedsFileError(name, None, "this is a directory, a YAML file is expected")
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise FeedsFileError(name, None, "there is no such file; set WIREWATCH_FEEDS_FILE or make one") from error
    except OSError as error:
        raise FeedsFileError(name, None, f"cannot be read ({error.strerror})") from error
    if len(raw) > MAX_BYTES:
        raise FeedsFileError(name, None, f"is larger than {MAX_BYTES // 1024**2} MiB")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FeedsFileError(
            name, raw.count(b"\n", 0, error.start) + 1, "is not UTF-8 text; save it as UTF-8"
        ) from error
    return _parse(name, text)


def _parse(name: str, text: str) -> CommentedMap:
    for number, line in enumerate(text.splitlines(), 1):
        if line[: len(line) - len(line.lstrip())].count("\t"):
            raise FeedsFileError(name, number, "a tab indents this line; YAML wants spaces")
    try:
        document = _yaml().load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = str(error.problem or error.context or "not YAML").split("\n")[0]
        raise FeedsFileError(name, mark.line + 1 if mark else None, f"is not valid YAML: {problem}") from error
    except (YAMLError, ValueError, RecursionError) as error:
        raise FeedsFileError(name, None, f"is not valid YAML: {str(error).splitlines()[0][:120]}") from error
    if document is None:
        raise FeedsFileError(name, 1, "is empty; it needs `feeds:` with a list (`feeds: []` for none)")
    if not isinstance(document, CommentedMap):
        raise FeedsFileError(name, 1, "needs `feeds:` with a list at the top")
    return document


class _Reader:
    """Checks one document; every complaint has a line."""

    def __init__(self, name: str) -> None:
        self.name = name

    def wrong(self, where: CommentedMap, key: str | None, reason: str) -> FeedsFileError:
        line = where.lc.key(key)[0] if key is not None and key in where.lc.data else where.lc.line
        return FeedsFileError(self.name, line + 1, reason)

    def keys(self, where: CommentedMap, allowed: Iterable[str]) -> None:
        for key in where:
            if key not in allowed:
                near = get_close_matches(str(key), allowed, n=1)
                hint = f"did you mean {near[0]}?" if near else "valid are " + ", ".join(allowed)
                raise self.wrong(where, key, f"unknown key {str(key)[:60]!r}; {hint}")

    def text(self, where: CommentedMap, key: str, limit: int = 2000) -> str | None:
        value = where.get(key)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip() or len(value) > limit:
            raise self.wrong(where, key, f"{key} must be a text of 1 to {limit} characters, not {str(value)[:60]!r}")
        return str(value).strip()

    def matched(self, where: CommentedMap, key: str, pattern: re.Pattern[str], valid: str) -> str | None:
        value = self.text(where, key)
        if value is not None and not pattern.fullmatch(value):
            raise self.wrong(where, key, f"{key} is {value[:60]!r}; {valid}")
        return value

    def every(self, where: CommentedMap, default: timedelta) -> timedelta:
        if where.get("every") is None:
            return default
        try:
            value = duration(where["every"])
        except ValueError as error:
            raise self.wrong(where, "every", f"every is {str(where['every'])[:60]!r}; {error}") from error
        if value < timedelta(seconds=1):
            raise self.wrong(where, "every", "every must be at least 1s")
        return value

    def full_text(self, where: CommentedMap, default: FullText) -> FullText:
        value = where.get("full_text")
        if value is None:
            return default
        if value not in list(FullText):
            raise self.wrong(where, "full_text", f"full_text is {str(value)[:60]!r}; auto, always or never is expected")
        return FullText(value)

    def topics(self, where: CommentedMap) -> tuple[str, ...]:
        value = where.get("topics")
        if value is None:
            return ()
        good = isinstance(value, list) and all(isinstance(t, str) and 0 < len(t.strip()) <= _TOPIC_MAX for t in value)
        if not good:
            raise self.wrong(where, "topics", f"topics must be a list of texts of at most {_TOPIC_MAX} characters")
        return tuple(dict.fromkeys(str(topic).strip() for topic in value))

    def url(self, where: CommentedMap) -> str:
        url = self.text(where, "url")
        if url is None:
            raise self.wrong(where, None, "this feed has no url")
        try:
            parts = urlsplit(url)
            good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:
            good = False
        if not good or any(c.isspace() for c in url):
            raise self.wrong(where, "url", f"url is {url[:80]!r}; an address that starts with https:// is expected")
        return url

    def feed(self, where: CommentedMap, every: timedelta, full_text: FullText) -> Feed:
        self.keys(where, KEYS)
        feed_id = self.matched(where, "id", _ID, "1 to 40 of a-z, 0-9 and - are expected, such as moscow-times")
        if feed_id is None:
            raise self.wrong(where, None, "this feed has no id")
        url = self.url(where)
        paused = where.get("paused", False)
        if not isinstance(paused, bool):
            raise self.wrong(where, "paused", f"paused is {str(paused)[:60]!r}; true or false is expected")
        return Feed(
            id=feed_id,
            url=url,
            publisher=self.text(where, "publisher", 120) or (urlsplit(url).hostname or url).removeprefix("www."),
            country=self.matched(where, "country", _COUNTRY, "an ISO code of two capitals is expected, such as RU"),
            language=self.matched(where, "language", _LANGUAGE, "an ISO 639 code is expected, such as en"),
            topics=self.topics(where),
            every=self.every(where, every),
            full_text=self.full_text(where, full_text),
            paused=paused,
        )


def _feeds(name: str, document: CommentedMap) -> tuple[Feed, ...]:
    reader = _Reader(name)
    reader.keys(document, _TOP)
    defaults = document.get("defaults")
    if defaults is None:
        defaults = CommentedMap()
    if not isinstance(defaults, CommentedMap):
        raise reader.wrong(document, "defaults", "defaults must be a mapping, such as {every: 10m}")
    reader.keys(defaults, _DEFAULTS)
    every = reader.every(defaults, _EVERY)
    full_text = reader.full_text(defaults, FullText.AUTO)
    entries = document.get("feeds")
    if "feeds" not in document or not isinstance(entries, CommentedSeq | None):
        raise reader.wrong(document, "feeds", "`feeds:` with a list is expected (`feeds: []` for none)")
    feeds: list[Feed] = []
    lines: dict[str, int] = {}
    for index, entry in enumerate(entries or ()):
        if not isinstance(entry, CommentedMap):
            place = entries.lc.item(index) if entries is not None else None
            line = place[0] + 1 if place else document.lc.key("feeds")[0] + 1
            raise FeedsFileError(name, line, "a feed is a mapping with id and url")
        feed = reader.feed(entry, every, full_text)
        for unique in (f"id {feed.id}", f"url {feed.url}"):
            if unique in lines:
                raise reader.wrong(entry, unique.split()[0], f"duplicate {unique}; line {lines[unique]} has it already")
            lines[unique] = entry.lc.line + 1
        feeds.append(feed)
    return tuple(feeds)


def _entry(document: CommentedMap, feed_id: str) -> CommentedMap:
    for entry in document.get("feeds") or ():
        if entry.get("id") == feed_id:
            return entry  # type: ignore[no-any-return]
    raise NotFound(f"There is no feed with the id {feed_id}.")


def _rewrite(path: Path, change: Callable[[CommentedMap], None]) -> None:
    """Read, change, check, and put in place; what was edited in between is never overwritten."""
    before = stamp(path)
    document = _load(path)
    change(document)
    buffer = BytesIO()
    _yaml().dump(document, buffer)
    _feeds(str(path), _parse(str(path), buffer.getvalue().decode()))
    if stamp(path) != before:
        raise Refused(f"{path.name} was edited at this very moment. Please try again.")
    try:
        _replace(path, buffer.getvalue())
    except OSError as error:
        raise FeedsFileError(str(path), None, f"cannot be written ({error.strerror}); nothing was changed") from error


def _replace(path: Path, content: bytes) -> None:
    target = path.resolve()
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, stat.S_IMODE(target.stat().st_mode))
        os.replace(temporary, target)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
