"""What each element of an ordinary RSS or Atom document adds to the feed or the entry that it stands in.

The keys and values are those of feedparser's result, as far as bot.parse.entries reads them.
"""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from bot.parse.tags import XML, Reader, Unusual, attributes_of, has_meaning, name_of, plain_address, text_of

PERSON = frozenset({"name", "email", "uri", "url", "homepage"})
_TYPES = {"text": "text/plain", "plain": "text/plain", "html": "text/html"}
_KNOWN_TYPES = frozenset({"text/plain", "text/html"})

Handler = Callable[[Reader, etree._Element, int], None]


def _store(reader: Reader, key: str, value: str, depth: int) -> None:
    if reader.depths is not None:
        if depth > reader.depths.get(key, depth):
            return
        reader.depths[key] = depth
    reader.found[key] = value


def _bare(reader: Reader, element: etree._Element) -> None:
    if attributes_of(reader, element):
        raise Unusual


def _kind(reader: Reader, element: etree._Element, default: str) -> str:
    """The type of a text: of RSS the element's own, of Atom as its attribute says."""
    attributes = attributes_of(reader, element)
    given = attributes.pop("type", default)
    kind = _TYPES.get(given, given)
    if kind not in _KNOWN_TYPES or not attributes.keys() <= {f"{XML}lang"} or (given != default and not reader.atom):
        raise Unusual
    return kind


def _guessed(reader: Reader, kind: str, text: str) -> str:
    if reader.atom or kind != "text/plain" or not reader.vocabulary.looks_like_html(text):
        return kind
    return "text/html"


def _title(reader: Reader, element: etree._Element, depth: int) -> None:
    if _titled(reader, _kind(reader, element, "text/plain"), text_of(element), depth):
        reader.title_depth = depth


def _media_title(reader: Reader, element: etree._Element, depth: int) -> None:
    if attributes_of(reader, element).get("type", "plain") != "plain":
        raise Unusual
    _titled(reader, "text/plain", text_of(element), depth)


def _titled(reader: Reader, kind: str, text: str, depth: int) -> str:
    """A title, kept unless one has been seen that counts for more."""
    if not -1 < reader.title_depth <= depth:
        _store(reader, "title", text, depth)
        reader.found["title_detail"] = {"type": _guessed(reader, kind, text)}
    return text


def _description(reader: Reader, element: etree._Element, depth: int) -> None:
    _summarised(reader, element, depth, "text/html")


def _summary(reader: Reader, element: etree._Element, depth: int) -> None:
    _summarised(reader, element, depth, "text/plain")


def _subtitle(reader: Reader, element: etree._Element, depth: int) -> None:
    _texted(reader, element, depth, "subtitle", "text/plain")


def _summarised(reader: Reader, element: etree._Element, depth: int, default: str) -> None:
    """A summary; a second one is a content."""
    if "summary" in reader.found and not reader.has_content:
        _content(reader, element, depth)
        return
    _texted(reader, element, depth, "summary", default)


def _texted(reader: Reader, element: etree._Element, depth: int, key: str, default: str) -> None:
    kind, text = _kind(reader, element, default), text_of(element)
    _store(reader, key, text, depth)
    reader.found[f"{key}_detail"] = {"type": _guessed(reader, kind, text)}


def _content(reader: Reader, element: etree._Element, _depth: int, default: str = "text/plain") -> None:
    kind, text = _kind(reader, element, default), text_of(element)
    reader.has_content = True
    reader.found.setdefault("content", []).append({"type": _guessed(reader, kind, text), "value": text})
    reader.found.setdefault("summary", text)


def _encoded(reader: Reader, element: etree._Element, depth: int) -> None:
    _content(reader, element, depth, "text/html")


def _link(reader: Reader, element: etree._Element, _depth: int) -> None:
    link = {"rel": "alternate"} | _hyperlink(attributes_of(reader, element))
    kind = link.setdefault("type", "application/atom+xml" if link["rel"] == "self" else "text/html")
    reader.found.setdefault("links", []).append(link)
    text = plain_address(text_of(element))
    if "href" in link:
        if link["rel"] == "alternate" and kind in ("text/html", "html", "application/xhtml+xml", "xhtml"):
            reader.found["link"] = link["href"]
    else:
        reader.found["link"] = text
        if text:
            link["href"] = text


def _hyperlink(attributes: dict[str, str]) -> dict[str, str]:
    """The address of a link or an enclosure under "href", whatever it is called."""
    if href := attributes.get("url", attributes.get("uri", attributes.get("href"))):
        kept = {name: value for name, value in attributes.items() if name not in ("url", "uri")}
        return {**kept, "href": plain_address(href)}
    return attributes


def _enclosure(reader: Reader, element: etree._Element, _depth: int) -> None:
    link = {**_hyperlink(attributes_of(reader, element)), "rel": "enclosure"}
    text_of(element)
    reader.found.setdefault("links", []).append(link)


def _guid(reader: Reader, element: etree._Element, depth: int) -> None:
    permanent = attributes_of(reader, element).get("ispermalink", "true") == "true"
    text = text_of(element)
    if permanent and ":///" in text:
        raise Unusual
    _store(reader, "id", text, depth)
    reader.found.setdefault("guidislink", permanent and "link" not in reader.found)
    if permanent:
        reader.found.setdefault("link", text)


def _value(key: str) -> Handler:
    def handler(reader: Reader, element: etree._Element, depth: int) -> None:
        _bare(reader, element)
        _store(reader, key, text_of(element), depth)

    return handler


def _author(reader: Reader, element: etree._Element, depth: int) -> None:
    """Its name. Names with an address in them are for feedparser to take apart."""
    attributes_of(reader, element)
    if reader.depths is None or depth > reader.depths.setdefault("author", depth):
        raise Unusual
    authors = reader.found.setdefault("authors", [])
    name = _person(reader, element) if len(element) else text_of(element)
    nested = bool(len(element))
    if "@" in name or (authors and authors[-1]["nested"] != nested):
        raise Unusual
    authors.append({"name": name, "nested": nested})


def _person(reader: Reader, element: etree._Element) -> str:
    names = []
    for child in element:
        name, _ = name_of(reader, child), attributes_of(reader, child)
        if len(child) or (name not in PERSON and has_meaning(reader, name)):
            raise Unusual
        if name == "name":
            names.append(text_of(child))
    if len(names) != 1 or not names[0]:
        raise Unusual
    return names[0]


def _category(reader: Reader, element: etree._Element, _depth: int) -> None:
    attributes, text = attributes_of(reader, element), text_of(element)
    term, label = attributes.get("term"), attributes.get("label")
    scheme = attributes.get("scheme", attributes.get("domain"))
    tags = reader.found.setdefault("tags", [])
    tag = {"term": term, "scheme": scheme, "label": label}
    if (term or scheme or label) and tag not in tags:
        tags.append(tag)
    if text and tags and not tags[-1]["term"]:
        tags[-1]["term"] = text
    elif text:
        tags.append({"term": text, "scheme": None, "label": None})


def _keywords(reader: Reader, element: etree._Element, _depth: int) -> None:
    _bare(reader, element)
    words = [word for part in text_of(element).split(",") if (word := part.strip())]
    reader.found.setdefault("tags", []).extend({"term": word, "scheme": None, "label": None} for word in words)


def _thumbnail(reader: Reader, element: etree._Element, depth: int) -> None:
    attributes = attributes_of(reader, element)
    if "url" not in attributes or text_of(element):
        raise Unusual
    reader.found.setdefault("media_thumbnail", []).append(attributes)


def _picture(reader: Reader, element: etree._Element, _depth: int) -> None:
    attributes = attributes_of(reader, element)
    if href := attributes.get("href") or attributes.get("url"):
        reader.found["image"] = {"href": href}


def _source(reader: Reader, element: etree._Element, _depth: int) -> None:
    attributes_of(reader, element)
    text_of(element)
    reader.title_depth = -1


_DATES: dict[str, Handler] = {
    **dict.fromkeys(("published", "issued", "pubdate", "dcterms_issued"), _value("published")),
    **dict.fromkeys(("created", "dcterms_created"), _value("created")),
    **dict.fromkeys(("updated", "modified", "lastbuilddate", "dc_date", "dcterms_modified"), _value("updated")),
}
OF_ENTRIES: dict[str, Handler] = {
    "title": _title,
    "dc_title": _title,
    "media_title": _media_title,
    "description": _description,
    "dc_description": _description,
    "summary": _summary,
    "itunes_summary": _summary,
    **dict.fromkeys(("subtitle", "tagline", "itunes_subtitle"), _subtitle),
    "content": _content,
    "content_encoded": _encoded,
    "link": _link,
    "guid": _guid,
    "id": _guid,
    "enclosure": _enclosure,
    **_DATES,
    **dict.fromkeys(("author", "dc_creator", "dc_author", "itunes_author"), _author),
    **dict.fromkeys(("category", "keywords", "dc_subject"), _category),
    **dict.fromkeys(("media_keywords", "itunes_keywords"), _keywords),
    "media_thumbnail": _thumbnail,
    "media_caption": _value("media_caption"),
    "itunes_image": _picture,
    "source": _source,
}
OF_FEEDS: dict[str, Handler] = {
    **_DATES,
    "title": _title,
    "link": _link,
    "id": _guid,
    **dict.fromkeys(("language", "dc_language"), _value("language")),
    **{key: _value(key) for key in ("ttl", "sy_updateperiod", "sy_updatefrequency")},
}
