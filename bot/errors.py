"""The errors people can cause, and what they are told.

* WirewatchError          `str(e)` is one sentence a user may read; the cause is chained for the log
  - ConfigError           a setting or the command line: exit 2
  - FeedsFileError        feeds.yaml: carries file and line
  - NotFound              no such feed, actor, country, story, subscription; may carry suggestions
    + NotKept             a story or a report that is no longer in the archive, or never was
  - Refused               a limit or a right: not an admin, too many watches, too long
  - StoreError            the database cannot be used
    + AlreadyRunning      another process holds this database
  - NotAFeed              the document is no feed; says what it looks like instead
  - ModelFailed           the model endpoint has no usable answer
  - WorkerFailed          a worker process was killed (time, memory) or crashed
"""

from __future__ import annotations


class WirewatchError(Exception):
    """Base: its text is fit for a user."""


class ConfigError(WirewatchError):
    """A setting has a value that cannot be used."""


class FeedsFileError(WirewatchError):
    """The feeds file cannot be used; the last good one stays in force."""

    def __init__(self, path: str, line: int | None, reason: str) -> None:
        self.path, self.line, self.reason = path, line, reason
        super().__init__(f"{path}:{line}: {reason}" if line is not None else f"{path}: {reason}")


class NotFound(WirewatchError):
    """The name means nothing here; `suggestions` are near names."""

    def __init__(self, message: str, suggestions: tuple[str, ...] = ()) -> None:
        self.suggestions = suggestions
        super().__init__(message)


class NotKept(NotFound):
    """No such story or report in the archive: purged, or never there."""


class Refused(WirewatchError):
    """Understood, and not allowed."""


class StoreError(WirewatchError):
    """The database cannot be opened, read or written."""


class AlreadyRunning(StoreError):
    """Another Wirewatch holds this database."""


class NotAFeed(WirewatchError):
    """The document is no feed; the text says what it looks like."""


class WorkerFailed(WirewatchError):
    """A worker process was stopped: out of time, out of memory, or it crashed."""


class ModelFailed(WirewatchError):
    """The model endpoint did not answer, or not in a way that can be used."""
