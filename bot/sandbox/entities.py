"""Text as Telegram stores it: trimmed, entities checked against UTF-16 boundaries, links and commands found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from bot.sandbox import limits
from bot.sandbox.model import Entity, Json, bad
from bot.text import utf16_length

_GIVEN = frozenset(
    [
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
    ]
)
# Telegram finds these itself and ignores what the bot claims.
_FOUND = frozenset(["mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"])
_OPAQUE = frozenset({"code", "pre", "text_link", "text_mention"})
_PATTERNS = (
    ("url", re.compile(r"https?://[^\s<>\"]{3,}[^\s<>\".,;:!?)\]}'»”]")),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}")),
    ("bot_command", re.compile(r"(?<![\w/<>@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])")),
    ("mention", re.compile(r"(?<![\w@])@[A-Za-z][A-Za-z0-9_]{3,31}(?!\w)")),
    ("hashtag", re.compile(r"(?<![\w#&])#(?=\w{0,255}[^\W\d_])\w{1,256}")),
    ("cashtag", re.compile(r"(?<![\w$])\$[A-Z]{1,8}(?!\w)")),
)


def formatted(text: str, given: list[Json], limit: int, what: str) -> tuple[str, tuple[Entity, ...]]:
    """The text and entities that are stored; `what` is "message" or "message caption". Raises the Bot API's 400."""
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise bad("strings must be encoded in UTF-8")
    text = text.replace("\r", "")
    entities = [entity for one in given if (entity := _read(one)) is not None]
    if len(entities) > limits.ENTITIES:
        raise bad("ENTITIES_TOO_LONG")
    _check_bounds(text, entities)
    text, entities = _trimmed(text, entities)
    if utf16_length(text) > limit:
        raise bad(f"{what} is too long")
    return text, tuple(_merged(entities, found(text)))


def found(text: str) -> list[Entity]:
    """What Telegram itself marks in a text, earlier kinds winning where two overlap."""
    units = _units(text)
    result: list[Entity] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            entity = Entity(kind, units[match.start()], units[match.end()] - units[match.start()])
            if not any(_overlap(entity, other) for other in result):
                result.append(entity)
    return sorted(result, key=lambda entity: entity.offset)


def slice_units(text: str, start: int, end: int) -> str:
    """The part of a text between two UTF-16 offsets."""
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le", "replace")


def checked_url(url: str) -> str:
    """The URL, or a ValueError in Telegram's words: http, https and tg only, and a host with a dot."""
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        host = parts.hostname or ""
    except ValueError:
        raise ValueError("Wrong HTTP URL") from None
    if parts.scheme == "tg":
        return url
    if parts.scheme not in ("http", "https"):
        raise ValueError("Unsupported URL protocol")
    if not ("." in host.strip(".") or ":" in host) or any(c.isspace() for c in url):
        raise ValueError("Wrong HTTP URL")
    return url


def _read(one: Json) -> Entity | None:
    kind, offset, length = one.get("type"), one.get("offset"), one.get("length")
    if not isinstance(kind, str) or not isinstance(offset, int) or not isinstance(length, int):
        raise bad("can't parse MessageEntity: type, offset and length expected")
    if kind in _FOUND:
        return None
    if kind not in _GIVEN:
        raise bad("can't parse MessageEntity: Unsupported type specified")
    if not 0 <= offset <= 1_000_000:
        raise bad(f"receive an entity with incorrect offset {offset}")
    if not 0 <= length <= 1_000_000:
        raise bad(f"receive an entity with incorrect length {length}")
    entity = Entity(kind, offset, length, _optional(one, "url"), _optional(one, "language"))
    if kind == "text_link":
        try:
            checked_url(entity.url or "")
        except ValueError as error:
            raise bad(f"entity URL '{entity.url}' is invalid: {error}") from None
    if kind == "text_mention":
        return replace(entity, user_id=_mentioned(one))
    if kind == "custom_emoji":
        return replace(entity, custom_emoji_id=_optional(one, "custom_emoji_id"))
    return entity if length else None


def _optional(one: Json, name: str) -> str | None:
    value = one.get(name)
    return value if isinstance(value, str) and value else None


def _mentioned(one: Json) -> int:
    user = one.get("user")
    identity = user.get("id") if isinstance(user, dict) else None
    if not isinstance(identity, int):
        raise bad("can't parse MessageEntity: user expected in a text_mention")
    return identity


def _units(text: str) -> list[int]:
    """For every index of a character (and the end): its UTF-16 offset."""
    units, offset = [], 0
    for c in text:
        units.append(offset)
        offset += 2 if ord(c) > 0xFFFF else 1
    units.append(offset)
    return units


def _check_bounds(text: str, entities: Iterable[Entity]) -> None:
    units = _units(text)
    boundaries, total = set(units), units[-1]
    for entity in entities:
        if entity.offset > total or entity.end > total:
            raise bad(f"entity ends after the end of the text at UTF-16 offset {entity.end}")
        for edge, word in ((entity.offset, "begins"), (entity.end, "ends")):
            if edge not in boundaries:
                raise bad(f"entity {word} in a middle of a UTF-16 symbol at byte offset {edge}")


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    stripped = text.strip()
    lead = utf16_length(text[: len(text) - len(text.lstrip())]) if stripped else 0
    total = utf16_length(stripped)
    moved = []
    for entity in entities:
        start, end = max(0, entity.offset - lead), min(total, entity.end - lead)
        if end > start:
            moved.append(replace(entity, offset=start, length=end - start))
    return stripped, moved


def _merged(given: list[Entity], automatic: list[Entity]) -> list[Entity]:
    opaque = [entity for entity in given if entity.type in _OPAQUE]
    kept = [entity for entity in automatic if not any(_overlap(entity, other) for other in opaque)]
    return sorted([*given, *kept], key=lambda entity: (entity.offset, -entity.length))


def _overlap(one: Entity, other: Entity) -> bool:
    return one.offset < other.end and other.offset < one.end
