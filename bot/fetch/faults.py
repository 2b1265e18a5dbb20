"""What a network or a server does wrong, in words for an admin."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from bot.fetch.guard import AddressRefused, NoAnswer
from bot.fetch.inflate import BadEncoding, TooLarge
from bot.fetch.politeness import NoTurn
from bot.fetch.resolver import NoAddress
from bot.model import Failed, FailureKind


class Fault(Exception):
    """Carries what went wrong up to the public methods."""

    def __init__(self, failed: Failed) -> None:
        self.failed = failed
        super().__init__(failed.reason)


@contextmanager
def faults(host: str, total: float) -> Iterator[None]:
    """Turns what a network or a server does into a Fault with a reason."""
    try:
        yield
    except AddressRefused as refused:
        failed = Failed(FailureKind.GUARDED, str(refused))
    except NoAddress as problem:
        failed = Failed(FailureKind.DNS, str(problem))
    except NoTurn:
        failed = Failed(FailureKind.TIMEOUT, f"too many requests are waiting for {host}")
    except TimeoutError:
        failed = Failed(FailureKind.TIMEOUT, f"{host} did not finish its answer within {total:.0f} s")
    except NoAnswer:
        failed = Failed(FailureKind.CONNECT, f"{host} did not accept the connection in time")
    except httpx.ConnectTimeout:
        failed = Failed(FailureKind.TLS, f"{host} did not answer in TLS in time; does it speak plain http there?")
    except httpx.TimeoutException:
        failed = Failed(FailureKind.TIMEOUT, f"{host} stopped answering")
    except httpx.ConnectError as problem:
        failed = _no_connection(host, problem)
    except TooLarge:
        failed = Failed(FailureKind.TOO_LARGE, f"the answer of {host} is too large")
    except BadEncoding as problem:
        failed = Failed(FailureKind.PROTOCOL, f"{host} cannot be read: {problem}")
    except httpx.ProtocolError as problem:
        failed = Failed(FailureKind.PROTOCOL, f"{host} {_broken(str(problem))}")
    except (httpx.TransportError, OSError):
        failed = Failed(FailureKind.CONNECT, f"the connection to {host} broke")
    else:
        return
    raise Fault(failed)


def _broken(problem: str) -> str:
    """What a server did, by the words of httpcore and h11."""
    if "without sending a response" in problem:
        return "hung up without an answer"
    return "broke off its answer" if "closed connection" in problem else "does not answer by the rules of HTTP"


def _no_connection(host: str, problem: BaseException) -> Failed:
    cause: BaseException | None = problem
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Failed(FailureKind.TLS, f"the TLS certificate of {host} is not valid: {cause.verify_message[:80]}")
        if isinstance(cause, ssl.SSLError):
            return Failed(FailureKind.TLS, f"{host} does not speak TLS as it should")
        cause = cause.__cause__ or cause.__context__
    return Failed(FailureKind.CONNECT, f"{host} does not accept connections")
