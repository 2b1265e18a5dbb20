"""Puts back what the extractor lost between the paragraphs it took: lists, quotations, tables, single paragraphs.

The extractor's lines say where the report is; the outline says what else stands there. Only pieces that look like the
report's own text come back: little of them is links, and they are no captions or labels.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from lxml import html as lxml_html

from bot.clean import furniture
from bot.clean.align import Aligned, Line, shown
from bot.clean.outline import Block, ends

_FULL = 80  # letters of a paragraph that stands for itself
_LITTLE, _LITTLE_OF_SHORT = 0.25, 0.6  # of the page's prose
_SHORT = 1200  # characters of a text that may be a teaser of the report
_MOSTLY_ELSE = 8  # times the prose that was taken: lists of links
_DEEPEST = 100  # elements around a block that are looked at; publishers' pages have under 40
_MOST = 0.8  # of the report's letters are in its home
_HEADINGS = frozenset({"h2", "h3", "h4", "h5"})
_PIECES = frozenset({"ul", "ol", "dl", "table", "blockquote", "pre", "p"})
_APART = frozenset({"figure", "figcaption", "aside", "nav", "footer", "form", "header", "button", "label", "iframe"})
_ANYWHERE = frozenset({"div.", "li.", "td.", "body.", "blockquote.", "section.", "span."})  # says nothing of a place


def doubtful(took: Aligned, blocks: list[Block]) -> bool:
    """The extractor took little of the page's prose, or mostly something else."""
    prose = [n for n, block in enumerate(blocks) if block.weight > _FULL and block.linked < 0.3 and ends(block.text)]
    total = sum(blocks[n].weight for n in prose)
    taken = sum(blocks[n].weight for n in prose if n in took.at)
    said = sum(len(line.text) for line in took.lines)
    thin = taken < (_LITTLE if said > _SHORT else _LITTLE_OF_SHORT) * total
    return not took.lines or thin or said > _MOSTLY_ELSE * max(taken, 1)


def woven(took: Aligned, blocks: list[Block]) -> list[Line]:
    """The lines, with the blocks that belong between them."""
    missing = _wanted(blocks, took.at) if took.at else set()
    return _placed(took.lines, blocks, took.at, missing) if missing else took.lines


@dataclass(frozen=True, slots=True)
class _Home:
    """Where the report stands."""

    element: lxml_html.HtmlElement
    taken: frozenset[lxml_html.HtmlElement]  # elements around blocks that the extractor took
    places: frozenset[str]  # kinds of place that its paragraphs stand in
    first: int
    last: int


def _home(blocks: list[Block], at: dict[int, int]) -> _Home | None:
    weights: Counter[lxml_html.HtmlElement] = Counter()
    for n in at:
        for element in _around(blocks[n].element):
            weights[element] += blocks[n].weight
    total = sum(blocks[n].weight for n in at)
    heaviest = max(at, key=lambda n: blocks[n].weight)
    element = next((e for e in _around(blocks[heaviest].element) if weights[e] >= _MOST * total), None)
    if element is None:
        return None
    places = Counter(blocks[n].place for n in at if blocks[n].tag == "p" and blocks[n].weight > _FULL)
    full = [n for n in at if blocks[n].weight > _FULL] or list(at)
    kinds = frozenset(place for place, count in places.items() if count >= 3 and place not in _ANYWHERE)
    return _Home(element, frozenset(weights), kinds, min(full), max(full))


def _around(element: lxml_html.HtmlElement | None) -> list[lxml_html.HtmlElement]:
    found: list[lxml_html.HtmlElement] = []
    while element is not None and len(found) < _DEEPEST:
        found.append(element)
        element = element.getparent()
    return found


def _wanted(blocks: list[Block], at: dict[int, int]) -> set[int]:
    home = _home(blocks, at)
    if home is None:
        return set()
    pieces: dict[lxml_html.HtmlElement, list[int]] = {}
    wanted: set[int] = set()
    said = {blocks[n].key for n in at}
    for n, block in enumerate(blocks):
        if n in at or block.key in said:
            continue
        said.add(block.key)
        if block.weight > _FULL and (_in_place(block, home) or _is_bare(block, home)):
            wanted.add(n)
        if home.first < n < home.last and (piece := _piece(block, home)) is not None:
            pieces.setdefault(piece, []).append(n)
    for piece, numbers in pieces.items():
        heads = numbers[-1] + 1 in at and blocks[numbers[-1]].tag in _HEADINGS
        if _is_report(piece, [blocks[n] for n in numbers], heads=heads):
            wanted.update(numbers)
    return wanted | _between(blocks, home, at, wanted)


def _in_place(block: Block, home: _Home) -> bool:
    """A paragraph where the report's stand."""
    return block.tag == "p" and block.place in home.places


def _is_bare(block: Block, home: _Home) -> bool:
    """Stands without an element of its own in one that holds the report's paragraphs."""
    return block.element in home.taken and block.linked < 0.3 and ends(block.text) and "://" not in block.text


def _between(blocks: list[Block], home: _Home, at: dict[int, int], wanted: set[int]) -> set[int]:
    """Short sentences and subheadings between paragraphs that came back."""
    found: set[int] = set()
    for n in range(1, len(blocks) - 1):
        block = blocks[n]
        if n in at or n in wanted or block.linked >= 0.1 or not {n - 1, n + 1} & wanted:
            continue
        near = [blocks[i].element.getparent() for i in (n - 1, n + 1) if i in wanted or i in found or i in at]
        short = block.tag in _HEADINGS or (_in_place(block, home) and ends(block.text))
        if short and len(near) == 2 and block.element.getparent() in near:
            found.add(n)
    return found


def _piece(block: Block, home: _Home) -> lxml_html.HtmlElement | None:
    """The largest element around the block of which the extractor took nothing; None outside the home."""
    found = None
    for element in _around(block.element):
        if element is home.element:
            return found if found is not None else block.element
        if furniture.is_named(element) and next(element.iter("blockquote"), None) is None:
            return None
        if element not in home.taken:
            found = element
    return None


def _is_report(piece: lxml_html.HtmlElement, blocks: list[Block], *, heads: bool) -> bool:
    """Reads like the report's own text: hardly linked, and sentences or items rather than labels.

    `heads`: it ends in a heading over a paragraph that was taken.
    """
    total = sum(block.weight for block in blocks)
    linked = sum(block.linked * block.weight for block in blocks) / max(1, total)
    if piece.tag in _APART or linked > 0.5 or any(block.element.tag in _APART for block in blocks):
        return False
    if piece.tag in _HEADINGS or (heads and len(blocks) == 1):
        return True
    if piece.tag == "p" or len(blocks) == 1:
        return total > _FULL or (blocks[0].tag in _PIECES and linked < 0.1 and ends(blocks[-1].text))
    listed = sum(block.weight for block in blocks if block.item or block.tag in ("tr", "td", "th", "dt"))
    full = sum(block.weight for block in blocks if block.weight > _FULL)
    return listed > 0.7 * total or full > 0.5 * total


def _placed(lines: list[Line], blocks: list[Block], at: dict[int, int], missing: set[int]) -> list[Line]:
    """Missing blocks after the line of the last block before them that was taken."""
    after: dict[int, list[Line]] = {}
    last = -1
    for n, block in enumerate(blocks):
        if n in missing:
            after.setdefault(last, []).append(Line(shown(block, item=block.item), block))
        elif n in at:
            last = max(last, at[n])
    merged = after.get(-1, [])[:]
    for n, line in enumerate(lines):
        merged.append(line)
        merged.extend(after.get(n, ()))
    return merged
