"""Telegram's rates: a burst, a second, a minute; nobody pays for another's excess. The clock stands still."""

from __future__ import annotations

from bot.sandbox.flood import Flood
from bot.sandbox.model import ApiError
from tests.sandbox.conftest import StoppedClock


def refusal(flood: Flood, chat_id: int) -> ApiError | None:
    try:
        flood.take(chat_id)
    except ApiError as error:
        return error
    return None


def retry_after(flood: Flood, chat_id: int) -> object:
    """Seconds; None when the message goes through."""
    error = refusal(flood, chat_id)
    return error.parameters["retry_after"] if error and error.parameters else None


def test_a_private_chat_takes_a_short_burst_then_one_a_second(clock: StoppedClock) -> None:
    flood = Flood(clock)
    assert [retry_after(flood, 1) for _ in range(5)] == [None] * 4 + [1]
    clock.forward(1)
    assert [retry_after(flood, 1) for _ in range(2)] == [None, 1]
    clock.forward(0.5)
    assert retry_after(flood, 1) == 1
    clock.forward(0.5)
    assert retry_after(flood, 1) is None


def test_one_message_a_second_goes_on_for_ever(clock: StoppedClock) -> None:
    flood = Flood(clock)
    for _ in range(500):
        assert retry_after(flood, 1) is None
        clock.forward(1)


def test_one_hot_chat_does_not_hold_up_another(clock: StoppedClock) -> None:
    flood = Flood(clock)
    for _ in range(6):
        retry_after(flood, 1)
    assert retry_after(flood, 2) is None


def test_a_group_takes_twenty_a_minute(clock: StoppedClock) -> None:
    flood = Flood(clock)
    for _ in range(20):
        assert retry_after(flood, -100) is None
        clock.forward(1)
    assert retry_after(flood, -100) == 40
    clock.forward(39)
    assert retry_after(flood, -100) == 1
    clock.forward(1)
    assert retry_after(flood, -100) is None


def test_a_bot_sends_thirty_a_second(clock: StoppedClock) -> None:
    flood = Flood(clock)
    assert [retry_after(flood, chat_id) for chat_id in range(1, 32)] == [None] * 30 + [1]
    clock.forward(1)
    assert retry_after(flood, 31) is None


def test_a_refused_message_costs_nothing(clock: StoppedClock) -> None:
    flood = Flood(clock)
    for _ in range(100):
        retry_after(flood, 1)
    clock.forward(1)
    assert retry_after(flood, 1) is None


def test_a_refusal_says_how_long_in_telegrams_words(clock: StoppedClock) -> None:
    flood = Flood(clock)
    error = [refusal(flood, 1) for _ in range(5)][-1]
    assert error is not None
    assert (error.status, error.description) == (429, "Too Many Requests: retry after 1")


def test_limits_can_be_off(clock: StoppedClock) -> None:
    flood = Flood(clock, enforced=False)
    for _ in range(100):
        flood.take(1)
    flood.enforced = True
    assert [retry_after(flood, 1) for _ in range(5)] == [None] * 4 + [1]
