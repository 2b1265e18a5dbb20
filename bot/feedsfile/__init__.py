"""feeds.yaml: read it whole or say why not, with file and line; write single changes back, comments and order kept.

Every write is atomic (a new file renamed over the old one) and starts from what is on disk at that moment.
"""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from bot.errors import FeedsFileError, NotFound, Refused
from bot.feedsfile import entries
from bot.feedsfile.entries import KEYS
from bot.model import Feed

__all__ = [
    "KEYS",
    "MAX_BYTES",
    "Stamp",
    "YamlFeeds",
    "add",
    "add_all",
    "locate",
    "packaged",
    "read",
    "remove",
    "set_paused",
    "set_url",
    "stamp",
]

MAX_BYTES = 8 * 1024 * 1024


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
    inside = Path(__file__).parent.parent / "data" / "feeds.yaml"
    return inside if inside.exists() else Path(__file__).parents[2] / "feeds.yaml"


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
        self.add_all((feed,))

    def add_all(self, feeds: Sequence[Feed]) -> None:
        """See the port."""
        self._own()
        add_all(self.path, feeds)

    def set_url(self, feed_id: str, url: str) -> None:
        """See the port."""
        self._own()
        set_url(self.path, feed_id, url)

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
    return entries.feeds(str(path), _load(path))


def add(path: Path, feed: Feed) -> None:
    """Append a feed. Raises Refused when its id or URL is there already."""
    add_all(path, (feed,))


def add_all(path: Path, feeds: Sequence[Feed]) -> None:
    """Append feeds in one write. Raises Refused when an id or a URL is there already; then nothing is written."""

    def change(document: CommentedMap) -> None:
        known = entries.feeds(str(path), document)
        ids, urls = {feed.id for feed in known}, {feed.url: feed.id for feed in known}
        if document.get("feeds") is None:
            document["feeds"] = CommentedSeq()
        for feed in feeds:
            if feed.id in ids:
                raise Refused(f"There is a feed with the id {feed.id} already.")
            if feed.url in urls:
                raise Refused(f"That feed is there already, as {urls[feed.url]}.")
            ids.add(feed.id)
            urls[feed.url] = feed.id
            document["feeds"].append(entries.written(feed))

    _rewrite(path, change)


def set_url(path: Path, feed_id: str, url: str) -> None:
    """Give a feed another address. Raises NotFound; Refused when another feed has it."""

    def change(document: CommentedMap) -> None:
        if twin := next((known for known in entries.feeds(str(path), document) if known.url == url), None):
            raise Refused(f"That address is there already, as {twin.id}.")
        _entry(document, feed_id)["url"] = url

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
    if buffer.tell() > MAX_BYTES:
        raise Refused(f"{path.name} would be larger than {MAX_BYTES // 1024**2} MiB. Nothing was changed.")
    entries.feeds(str(path), _parse(str(path), buffer.getvalue().decode()))
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
