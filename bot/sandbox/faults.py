"""What the sandbox can be told to do wrong: the next calls of a method, or to a chat, fail in a given way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.sandbox.model import Json


class FaultKind(StrEnum):
    ERROR = "error"  # answer `status` with `description`; nothing happens
    HTML = "html"  # answer `status` with a page instead of JSON, as a gateway does
    DROP = "drop"  # cut the connection; nothing happens
    HANG = "hang"  # answer nothing for `seconds`, then cut the connection; nothing happens
    LOST = "lost"  # it happens, and the connection is cut instead of an answer
    SLOW = "slow"  # it happens, and the answer comes after `seconds`
    MIGRATE = "migrate"  # the group becomes a supergroup at this very moment


_DESCRIPTIONS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    429: "Too Many Requests: retry after {retry_after}",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """`method` None: any but getUpdates; `chat_id` None: any. `times` 0: until cleared."""

    kind: FaultKind = FaultKind.ERROR
    method: str | None = None
    chat_id: int | None = None
    times: int = 1
    status: int = 500
    description: str | None = None
    retry_after: int | None = None
    seconds: float = 0.0

    def matches(self, method: str, chat_id: int | None) -> bool:
        named = method != "getupdates" if self.method is None else self.method.lower() == method
        return named and (self.chat_id is None or self.chat_id == chat_id)

    def words(self) -> str:
        """The description to answer: the one given, or Telegram's usual one for the status."""
        text = self.description or _DESCRIPTIONS.get(self.status, "Internal Server Error")
        return text.format(retry_after=self.retry_after) if self.description is None else text

    def parameters(self) -> Json | None:
        return None if self.retry_after is None else {"retry_after": self.retry_after}


class Faults:
    """Faults in force, oldest first; at most one applies to a call."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._faults.append(fault)

    def clear(self) -> None:
        self._faults.clear()

    def pending(self) -> tuple[Fault, ...]:
        return tuple(self._faults)

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault for this call, used up by one; `method` in lower case."""
        for index, fault in enumerate(self._faults):
            if fault.matches(method, chat_id):
                if fault.times == 1:
                    del self._faults[index]
                elif fault.times > 1:
                    self._faults[index] = replace(fault, times=fault.times - 1)
                return fault
        return None
