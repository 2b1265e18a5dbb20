"""The extractor's lines found again among the blocks of the page: what stands where, in the page's own spelling.

The extractor glues lines, splits them, and loses joiners and spaces; letters and digits are what both have in common.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

from bot.clean.outline import KEY, Block, key

_SURE = 24  # letters that are enough to know a block again inside a longer line
_PART = 60  # letters of a block that are looked for inside lines
_LOOKS = 3000  # searches through the whole text
_LONG, _MANY = 20_000, 300  # letters of a line and blocks on either side that are tried
_NEARLY = 0.95  # of a line is in the blocks it is made of


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the body, and the block it is; None where the page has no such block."""

    text: str
    block: Block | None = None


@dataclass(frozen=True, slots=True)
class Aligned:
    """The extractor's lines, and which blocks of the page they are."""

    lines: list[Line]
    at: dict[int, int]  # number of a block -> number of the line that has its text


def aligned(lines: list[str], blocks: list[Block]) -> Aligned:
    """Lines as the page has them: a line of several blocks is split, a split block is one line again."""
    keys = [key(line, None) for line in lines]
    settled = _settled(lines, keys, blocks, _where(keys, blocks))
    return Aligned(
        settled, _where([line.block.key if line.block else key(line.text, None) for line in settled], blocks)
    )


def shown(block: Block, *, item: bool) -> str:
    """The block as a paragraph of a body."""
    return f"- {block.text}" if item and not block.text.startswith("- ") else block.text


def _where(keys: list[str], blocks: list[Block]) -> dict[int, int]:
    """Number of a block -> number of the line it is, or is a part of."""
    names = {name[:KEY]: n for n, name in reversed(list(enumerate(keys)))}
    starts = list(accumulate((len(name) for name in keys), initial=0))
    whole = "".join(keys)
    at: dict[int, int] = {}
    looks = 0
    for n, block in enumerate(blocks):
        line = names.get(block.key[:KEY])
        if line is None and len(block.key) >= _SURE and looks < _LOOKS:
            looks += 1
            line = _line_at(starts, block.key, whole)
        if line is not None:
            at[n] = line
    return at


def _line_at(starts: list[int], name: str, whole: str) -> int | None:
    """The line that a block's beginning or end stands in."""
    offset = whole.find(name[:_PART])
    if offset < 0:
        offset = whole.find(name[-_PART:])
    return bisect_right(starts, offset) - 1 if offset >= 0 else None


def _settled(lines: list[str], keys: list[str], blocks: list[Block], at: dict[int, int]) -> list[Line]:
    of: dict[int, list[int]] = {}
    for n, line in at.items():
        of.setdefault(line, []).append(n)
    out: list[Line] = []
    i = 0
    while i < len(lines):
        numbers = of.get(i, [])
        exact = next((n for n in numbers if _same(blocks[n].key, keys[i])), None)
        item = lines[i].startswith("- ")
        if exact is not None:
            out.append(Line(shown(blocks[exact], item=item), blocks[exact]))
        elif numbers and (end := _end_of(blocks[numbers[0]].key, keys, i)):
            out.append(Line(shown(blocks[numbers[0]], item=item), blocks[numbers[0]]))
            i = end - 1
        elif numbers and (parts := _parts(keys[i], numbers, blocks)):
            out.extend(Line(shown(block, item=block.item), block) for block in parts)
        else:
            out.append(Line(lines[i]))
        i += 1
    return out


def _same(one: str, other: str) -> bool:
    """Equal, or nearly: the extractor drops what it cannot read."""
    return one == other or (len(one) >= _SURE and abs(len(one) - len(other)) <= (1 - _NEARLY) * len(one))


def _end_of(name: str, keys: list[str], start: int) -> int | None:
    """Where the run of lines ends that together are a block; None when they are none."""
    joined, end = "", start
    while end < len(keys) and len(joined) < len(name):
        joined += keys[end]
        end += 1
    return end if joined == name else None


def _parts(line: str, numbers: list[int], blocks: list[Block]) -> list[Block]:
    """The blocks that a line is made of; none where they are not nearly all of it."""
    low, high = min(numbers), max(numbers) + 1
    if len(line) > _LONG or high - low > _MANY:
        return []
    floor, ceiling = max(0, low - _MANY), min(len(blocks), high + _MANY)
    while low > floor and blocks[low - 1].key in line:
        low -= 1
    while high < ceiling and blocks[high].key in line:
        high += 1
    parts = [block for block in blocks[low:high] if block.key in line]
    said = sum(len(block.key) for block in parts)
    return parts if len(parts) > 1 and _NEARLY * len(line) <= said <= len(line) else []
