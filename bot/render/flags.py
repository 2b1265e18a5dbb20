"""The flag of a country, from its code alone."""

from __future__ import annotations

_FIRST = 0x1F1E6 - ord("A")


def flag(code: str) -> str:
    """The flag emoji of an ISO 3166-1 alpha-2 code; "" for anything else."""
    if len(code) != 2 or not (code.isascii() and code.isalpha()):
        return ""
    return "".join(chr(_FIRST + ord(letter)) for letter in code.upper())


def flags(codes: tuple[str, ...], limit: int = 5) -> str:
    """The flags side by side, at most `limit`, then how many more."""
    shown = "".join(flag(code) for code in codes[:limit])
    return f"{shown} +{len(codes) - limit}" if len(codes) > limit else shown
