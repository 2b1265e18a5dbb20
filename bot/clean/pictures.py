"""The picture an article opens with, with its caption and whose it is. Logos, avatars and placeholders are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree

from bot.clean import links

_DECOR = re.compile(
    r"logo|icon|qr-?code|avatar|sprite|placeholder|blank\.|pixel|spacer|1x1|gravatar|default[-_.]|no-?image|fallback|"
    r"profile|headshot|badge|emoji|loader|share[-_]|social[-_]|og[-_]?image\.|opengraph\.|apple-touch|tracking|"
    r"\.svg(?:$|\?)|\.gif(?:$|\?)|doubleclick|/ads?/|author|header|banner|counter|tracker|[{}]|468x60|480x60|728x90|300x250|"
    r"[?&]w(?:idth)?=1?\d\d(?:&|$)|^https?://[^/]+/?$",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"related|recommend|sidebar|widget|footer|author|byline|avatar|logo|nav|menu|comment|promo|teaser|newsletter|share|"
    r"social|more-|most-|trending|(?:^|[\s_-])(?:ad|ads|advert\w*|card)(?:[\s_-]|$)",
    re.IGNORECASE,
)
_OUTSIDE = ("aside", "footer", "nav", "form", "noscript")
# The width that an address asks for, where that is no more than a thumbnail's.
_SMALL = re.compile(r"(?:[?&](?:w|width|imwidth)=|[_/-]w_?|[-_/](?=\d{2,3}x\d{2,3}\b))[1-4]?\d\d(?!\d)", re.IGNORECASE)
_SMALLEST = 200  # pixels of a side that are given
_SOURCES = ("data-src", "data-lazy-src", "data-original", "src")
_SETS = ("data-srcset", "srcset")
_BEFORE_TEXT = 900  # characters of paragraphs that may stand above the lead picture
_MAX_ELEMENTS = 3000
_CREDIT_CLASS = re.compile(r"credit|copyright|photographer|(?:^|[\s_-])(?:source|author|byline|rights)", re.IGNORECASE)
_CREDIT = re.compile(
    r"[\s.,;|–—-]*[(\[]?\s*((?:(?:AP |file )?(?:photo(?:graph)?|foto|image|bild|picture|credit|crédit(?: photo)?|"
    r"imagen|immagine|kredit|фото|zdjęcie|kuva|fotó|bron|källa|fuente|fonte|quelle|source)"
    r"(?:graf)?(?: credit)?\s*(?:by |: |/|：)|©|\(c\)|courtesy (?:of )?).{2,120}?)[)\]]?\.?$",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?:(?:photo(?:graph)?|foto|image|bild|picture|credit|crédit(?: photo)?|imagen|immagine|фото|quelle|source|"
    r"fuente|fonte|bron)(?: credit)?\s*(?:by |: |：)|©|\(c\)|courtesy of )\s*",
    re.IGNORECASE,
)
_SIZE = re.compile(
    r"[-_]?\d{2,4}x\d{2,4}|[-_@]\dx|[-_](?:scaled|large|medium|small|thumb\w*|hero|lead|\d{3,4})(?=$|[-_.])"
)
_ID = re.compile(r"[0-9a-f]{8,}|\d{6,}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Picture:
    url: str
    caption: str = ""
    credit: str = ""
    source: str = ""


def lead(root: etree._Element, *, url: str | None, claimed: list[Picture]) -> Picture | None:
    """The article's picture: the one it shows above its text, else the first that it claims, if that is no logo.

    The page's own has its caption beside it, and no letters printed over it for sharing.
    """
    shown = next(_shown(root, url or ""), None)
    good = [one for one in claimed if not _DECOR.search(one.url)]
    if shown is None:
        return good[0] if good else None
    same = next((one for one in good if _alike(one.url, shown.url)), None)
    if same is None and good and not shown.caption:
        return good[0]  # a picture without a caption that the page does not claim may be anything
    known = same or shown
    address = known.url if _SMALL.search(shown.url) else shown.url
    return Picture(address, shown.caption or known.caption, shown.credit or known.credit, shown.source)


def parted(caption: str) -> tuple[str, str]:
    """ "Envoys in Port Amel. Photo: Ida Wells / Agency" -> caption and credit."""
    match = _CREDIT.search(caption)
    if match is None:
        return caption, ""
    return caption[: match.start()].rstrip(" (["), _LABEL.sub("", match[1]).strip(" .")


# ---------------------------------------------------------------- pictures that the page shows


def _shown(root: etree._Element, base: str) -> Iterator[Picture]:
    """Pictures of the article, in order, up to its first long stretch of text."""
    read = 0
    for n, element in enumerate(_article(root).iter(etree.Element)):
        if n > _MAX_ELEMENTS or read > _BEFORE_TEXT:
            return
        if element.tag == "p":
            read += len(" ".join(element.itertext()))
        elif element.tag in ("img", "amp-img") and (address := _address(element, base)) and not _is_elsewhere(element):
            yield _captioned(element, address)


def _article(root: etree._Element) -> etree._Element:
    """The closest element that holds the headline and text: pictures outside it belong to the site."""
    headline = next(root.iter("h1"), None)
    if headline is None:
        return next(root.iter("article"), root)
    for above in headline.iterancestors():
        if above.tag in ("article", "main") or len(above.findall(".//p")) > 3:
            return above
    return root


def _address(image: etree._Element, base: str) -> str | None:
    """The largest version of a content image; None for decoration."""
    sides = [image.get("width") or "", image.get("height") or ""]
    if any(side.isdigit() and int(side) < _SMALLEST for side in sides):
        return None
    if _DECOR.search((image.get("class") or "")[:300]):
        return None
    for address in (*_versions(image), *(image.get(name) or "" for name in _SOURCES)):
        full = _absolute(address, base)
        if full and not _DECOR.search(full):
            return full
    return None


def _versions(image: etree._Element) -> list[str]:
    """What its source sets offer, the widest first."""
    above = image.getparent()
    holders = [image, *(above.iterchildren("source") if above is not None and above.tag == "picture" else ())]
    offers: list[tuple[float, str]] = []
    for holder in holders:
        for name in _SETS:
            offers.extend(_offers(holder.get(name) or ""))
    return [address for _, address in sorted(offers, key=lambda offer: -offer[0])]


def _offers(sources: str) -> Iterator[tuple[float, str]]:
    for offer in re.split(r",\s+", sources[:8000])[:30]:
        address, _, size = offer.strip().rpartition(" ")
        if address and re.fullmatch(r"\d+(?:\.\d+)?[wx]", size):
            yield float(size[:-1]) * (1000 if size[-1] == "x" else 1), address


def _is_elsewhere(image: etree._Element) -> bool:
    for n, above in enumerate(image.iterancestors()):
        if n > 8 or above.tag in ("main", "article", "body"):
            return False
        if above.tag in _OUTSIDE or _ELSEWHERE.search(f"{above.get('class') or ''} {above.get('id') or ''}"[:300]):
            return True
    return False


def _captioned(image: etree._Element, address: str) -> Picture:
    figure = next((above for n, above in enumerate(image.iterancestors()) if n < 6 and above.tag == "figure"), None)
    caption = figure.find(".//figcaption") if figure is not None else None
    if figure is None or caption is None:
        return Picture(address, source="picture above the text")
    marked = next((one for one in figure.iter(etree.Element) if one is not caption and _is_credit(one)), None)
    credit = _text(marked) if marked is not None else ""
    said = _text(caption)
    if credit and said.endswith(credit):
        said = said[: -len(credit)].rstrip(" |-–—(")
    said, found = parted(said)
    return Picture(address, said, _LABEL.sub("", credit) or found, "picture above the text")


def _is_credit(element: etree._Element) -> bool:
    return bool(_CREDIT_CLASS.search(element.get("class") or "")) and len(_text(element)) < 120


def _text(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())[:600]


def _absolute(address: str, base: str) -> str | None:
    if not address.strip() or address.startswith("data:"):
        return None
    try:
        full = urljoin(base, address.strip())
    except ValueError:
        return None
    return full if links.is_http(full) else None


def _alike(one: str, other: str) -> bool:
    """Two addresses of one picture: most of the same name, sizes apart, or a long number in both."""
    if set(_ID.findall(urlsplit(one).path)) & set(_ID.findall(urlsplit(other).path)):
        return True
    left, right = _name_words(one), _name_words(other)
    return len(left & right) >= 0.6 * max(1, min(len(left), len(right)))


def _name_words(address: str) -> set[str]:
    name = unquote(urlsplit(address).path).rstrip("/").rpartition("/")[2].lower()
    words = re.split(r"[\W_]+", _SIZE.sub("", name.rpartition(".")[0] or name))
    return {word for word in words if not word.isdigit()} or {name}
