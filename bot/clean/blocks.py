"""Lines of the extractor that are none of the report's by where they stand: headline, dek, captions, lists of links."""

from __future__ import annotations

import re

from lxml import html as lxml_html

from bot.clean.align import Line
from bot.clean.outline import KEY, Block, ends, key, weight
from bot.model import Removed

MAX_DEK = 500  # characters
MAX_CAPTION, MAX_PLAIN_CAPTION = 300, 120  # letters
_PART, _HALF = 40, 20  # letters that tell that a passage is there; half of them where a line was put in between
MAX_FOLLOW = 320  # letters of a paragraph that asks to follow
MIN_HEADLINE, MAX_BLURB = 24, 180  # letters of another report's headline in a box, and of what else is in there
_SLACK = 40  # letters of a credit beside a caption
_PICTURE = re.compile(r"imag|\bimg|photo|foto|bild|pict|media|figure|galler|video|caption|credit|legend", re.IGNORECASE)
_HEADLINE, _LINKS = "headline repeated", "nothing but links"
_HEAD, _CRUMB = 4, 20  # lines at the top, and letters of one that is only a piece of a menu
_SIGNATURE = 40  # letters
_LABEL = 40  # characters before a link: "Read more:"
_LABEL_END = re.compile(r"[:：>»→|–—-]\s*$")
_IMAGES = ("img", "picture", "amp-img", "video", "iframe")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def without_furniture(
    lines: list[Line], *, dek: str = "", alts: frozenset[str] = frozenset()
) -> tuple[list[Line], list[Removed]]:
    """The report's lines, and the others with the reason. `alts` are keys of the descriptions of the page's images."""
    kept: list[Line] = []
    gone: list[Removed] = []
    found = [line.block for line in lines]
    lists = _link_lists(found) | _cards(found)
    apart = _apart(found, key(dek))
    reasons = [_reason(lines, n, alts) for n in range(len(lines))]
    for n in range(len(lines)):
        reasons[n] = "dek" if n == apart else _LINKS if n in lists else reasons[n]
    _label(lines, reasons)
    for line, reason in zip(lines, reasons, strict=True):
        if reason == _HEADLINE and (len(kept) >= 3 or len(lines) == 1):
            reason = None
        if reason:
            gone.append(Removed(line.text, reason))
        else:
            kept.append(line)
    if 2 * sum(len(one.text) for one in gone) > sum(len(line.text) for line in lines):
        return lines, []  # the page is a list of links, and that is its report
    return kept, gone


def _reason(lines: list[Line], n: int, alts: frozenset[str]) -> str | None:
    """Why a line is none of the report's, by what it is alone and by its place."""
    block, left = lines[n].block, len(lines) - 1 - n
    if block is None:
        return "label" if n < _HEAD and weight(key(lines[n].text, None)) <= _CRUMB else None
    if block.tag == "h1":
        return _HEADLINE
    if _is_link_line(block):
        return _LINKS
    if _asks_to_follow(block, left):
        return "contact"
    if left < 2 and block.weight <= _SIGNATURE and not ends(block.text) and _is_set(block.element, "right"):
        return "byline"
    return "caption" if _is_caption(block, alts) else None


def _asks_to_follow(block: Block, left: int) -> bool:
    """Links to accounts on social networks, and little else."""
    if not block.follows or block.weight > MAX_FOLLOW or "quote" in f"{block.tag}{block.place}":
        return False
    return block.follows > 1 or (left < 3 and not block.item)


def _label(lines: list[Line], reasons: list[str | None]) -> None:
    """A heading over nothing but links goes with them."""
    for n in range(len(lines) - 2, -1, -1):
        if reasons[n] or reasons[n + 1] != _LINKS or not _heads(lines[n]):
            continue
        end = n + 1
        while end < len(lines) and reasons[end] == _LINKS:
            end += 1
        if end == len(lines) or end - n > 2 or _heads(lines[end]):
            reasons[n] = _LINKS


def _heads(line: Line) -> bool:
    """Short, without a stop."""
    return len(line.text) <= 60 and not ends(line.text) and not line.text.startswith("- ")


def agreed(lines: list[Line], body: str) -> tuple[list[Line], list[Removed]]:
    """Without paragraphs that the publisher's own copy of the text lacks, where that copy is plainly the whole text.

    Headings, lists, tables and quotations stay: publishers leave them out of the copy.
    """
    whole = key(body, None)
    names = [key(line.text, None) for line in lines]
    inside = [_holds(whole, name) for name in names]
    said = "".join(names)
    shared = sum(len(name) for name, there in zip(names, inside, strict=True) if there)
    if shared < 0.6 * len(said) or told(body, lines) < 0.9:
        return lines, []
    foreign = [not there and _is_prose(line.block) for line, there in zip(lines, inside, strict=True)]
    gone = [Removed(line.text, "not in the publisher's copy") for line, bad in zip(lines, foreign, strict=True) if bad]
    return [line for line, bad in zip(lines, foreign, strict=True) if not bad], gone


def told(body: str, lines: list[Line]) -> float:
    """How much of a publisher's copy the lines say, 0…1, by samples."""
    whole, said = key(body, None), key("".join(line.text for line in lines), None)
    samples = [whole[at : at + _PART] for at in range(0, max(1, len(whole) - _PART), 2 * _PART)]
    return sum(sample[:_HALF] in said or sample[_HALF:] in said for sample in samples) / len(samples)


def _holds(whole: str, name: str) -> bool:
    return not name or name[:_PART] in whole or name[-_PART:] in whole


def _is_prose(block: Block | None) -> bool:
    if block is None or block.item or block.tag in _HEADINGS or block.tag in ("tr", "blockquote", "pre"):
        return False
    return "blockquote" not in block.place


def alts(root: lxml_html.HtmlElement) -> frozenset[str]:
    """Keys of what the page says its images show."""
    return frozenset(name for image in root.iter("img") if len(name := key(image.get("alt") or "")) > 12)


def _apart(found: list[Block | None], dek: str) -> int | None:
    """Which of the first lines is the dek: named so, set as a heading or in a place of its own; None when none is."""
    if len(found) < 4:
        return None
    for n, block in enumerate(found[:3]):
        if block is None or block.tag in ("h1", "li") or len(block.text) > MAX_DEK:
            continue
        if dek and key(block.text) == dek:
            home = {later.place for later in found[n + 1 :] if later and later.tag == "p"}
            return n if block.standfirst or block.tag != "p" or (home and block.place not in home) else None
        after = found[n + 1]
        if block.tag in ("h2", "h3") and block.weight > 40 and n < 2 and after and after.tag == "p":
            return n
    return None


def _is_link_line(block: Block) -> bool:
    """A paragraph that is one link, and no sentence; or a label and a link: "Read more: …"."""
    if block.tag in _HEADINGS or block.item or block.text[-1] in ".:!。":
        return False
    if block.linked > 0.85:
        return block.weight <= 280 and (block.linked >= 1 if block.tag != "p" else block.weight >= 12)
    return block.linked > 0.5 and 0 < len(block.lead) <= _LABEL and bool(_LABEL_END.search(block.lead))


def _is_caption(block: Block, alts: frozenset[str]) -> bool:
    """Says what an image is said to show, or stands alone with one in their box."""
    if block.weight > MAX_CAPTION or block.tag in _HEADINGS or block.item or block.standfirst:
        return False
    if block.key[:KEY] in alts:
        return True
    if "quote" in f"{block.element.tag} {block.place} {block.element.get('class')}":
        return False
    short = block.weight <= MAX_PLAIN_CAPTION
    if short and block.tag == "p" and _is_set(block.element, "center") and _shows(block.element.getprevious()):
        return True
    plain = short and not ends(block.text)
    box = block.element if block.tag != "p" else block.element.getparent()
    for _ in range(3):
        if box is None or box.tag in ("body", "article", "main"):
            return False
        if next(box.iter(*_IMAGES), None) is not None:
            named = box.tag == "figure" or bool(_PICTURE.search(f"{box.get('class')} {block.element.get('class')}"))
            return (named or plain) and _says_no_more(box, block.weight + _SLACK)
        box = box.getparent()
    return False


def _is_set(element: lxml_html.HtmlElement, side: str) -> bool:
    """Centred, or on the right."""
    return side in f"{element.get('style')} {element.get('align')}"


def _shows(element: lxml_html.HtmlElement | None) -> bool:
    """An image, centred and without words."""
    if element is None or not _is_set(element, "center") or next(element.iter(*_IMAGES), None) is None:
        return False
    return not key("".join(element.itertext()), None)


def _says_no_more(box: lxml_html.HtmlElement, letters: int) -> bool:
    said = 0
    for text in box.itertext():
        said += weight(key(text, None))
        if said > letters:
            return False
    return True


def _cards(found: list[Block | None]) -> set[int]:
    """Lines of boxes that hold another report's headline, as a link, with a sentence of it or its picture."""
    chosen: set[int] = set()
    for n, block in enumerate(found):
        if block is None or block.tag not in _HEADINGS or block.linked < 0.95 or block.weight < MIN_HEADLINE:
            continue
        box = block.element.getparent()
        if box is not None and box.tag not in ("body", "main") and _says_no_more(box, block.weight + MAX_BLURB):
            inside = set(box.iter())
            lines = {i for i in range(n, min(n + 3, len(found))) if (one := found[i]) and one.element in inside}
            chosen |= lines if len(lines) > 1 or next(box.iter(*_IMAGES), None) is not None else set()
    return chosen


def _link_lists(found: list[Block | None]) -> set[int]:
    """Lines of lists in which every item is a link, or opens with one at the end of the page."""
    chosen: set[int] = set()
    run: list[int] = []
    for n, block in enumerate([*found, None]):
        if block and block.item:
            run.append(n)
            continue
        blocks = [one for i in run if (one := found[i])]
        last = bool(run) and run[-1] >= len(found) - 3
        if blocks and all(one.linked > 0.8 or (last and one.opens_linked and one.linked > 0.2) for one in blocks):
            chosen.update(run)
        run = []
    return chosen
