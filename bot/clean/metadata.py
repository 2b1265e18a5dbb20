"""A page's title, dek, authors, dates, section, language and picture: the best of what it claims and what it shows.

Puts together what structured, headline, bylines, moments and pictures read, and says where each is from. Does not
read the text of the article.
"""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import urlsplit

from lxml import etree

from bot.clean import bylines, headline, moments, names, pictures, publishers, structured
from bot.clean.glue import mend
from bot.clean.html import plain
from bot.clean.structured import Claims, Said
from bot.text import one_line

_MASTHEAD = re.compile(r"logo|site-?(?:title|name)|masthead|(?:^|[\s_-])brand", re.IGNORECASE)
_MAX_HEADINGS = 5
_LONGEST_DEK = 400  # characters
_MOST_AUTHORS = 12


def read(root: etree._Element, *, url: str | None, now: datetime) -> Claims:
    """Everything may be missing. Takes out of the tree what the publisher's own rules say is no part of an article."""
    rules = publishers.of(url)
    publishers.prune(root, rules)
    said = structured.read(root, url=url)
    title, title_from = _title(said, root, url, rules)
    authors, credit, authors_from = _shown(root, rules) if rules.byline else _signed(said, root, url)
    modified, modified_from = moments.first(said.modified, now)
    published, published_from = moments.published(said.published, root, url=url, now=now, modified=modified)
    picture = pictures.lead(root, url=url, claimed=said.pictures(url)) or pictures.Picture("")
    sources = (
        *(("title", title_from), ("authors", authors_from), ("published", published_from)),
        *(("modified", modified_from), ("image", picture.source)),
    )
    return Claims(
        title=title,
        dek=_dek(said.dek),
        authors=authors,
        credit=credit,
        published=published or modified,
        modified=modified,
        section=said.section,
        language=said.language(root),
        image=picture.url or None,
        image_caption=picture.caption,
        image_credit=picture.credit,
        url=said.address(url),
        publisher=said.publisher,
        body=said.body,
        free=said.free,
        sources=tuple((field, source) for field, source in sources if source),
    )


def _dek(described: str) -> str:
    """Descriptions of several sentences are the text's beginning, not a standfirst."""
    line = one_line(mend(described))
    return line if len(line) <= _LONGEST_DEK else ""


def _title(said: Said, root: etree._Element, url: str | None, rules: publishers.Rules) -> tuple[str, str]:
    heads = [h for h in root.iter("h1") if not _is_masthead(h, url)]
    headings = [found for h in heads if (found := one_line("".join(h.itertext())))][:_MAX_HEADINGS]
    claims = [*said.titles, ("<title>", plain(root.findtext(".//title") or ""))]
    if rules.title:
        claims = [claim for claim in claims if claim[0] == rules.title]
        headings = headings if rules.title == "heading" else []
    title, source = headline.choose(claims, headings, (said.publisher, *_hosts(url)))
    return one_line(mend(title)), source


def _is_masthead(heading: etree._Element, url: str | None) -> bool:
    """The site's name or logo: called that, or a link to the front page."""
    if _MASTHEAD.search(f"{heading.get('class') or ''} {heading.get('id') or ''}"):
        return True
    link, above = next(heading.iter("a"), None), heading.getparent()
    if link is None and above is not None and above.tag == "a":
        link = above
    return link is not None and _is_front(link.get("href") or "#", url)


def _is_front(href: str, url: str | None) -> bool:
    try:
        parts, own = urlsplit(href.strip().lower()), urlsplit(url or "")
    except ValueError:
        return False
    if parts.netloc not in ("", own.netloc) or parts.query or href.startswith("#"):
        return False
    return parts.path in ("", "/", "./", "/index.html", "/index.php")


def _signed(said: Said, root: etree._Element, url: str | None) -> tuple[tuple[str, ...], str, str]:
    """(authors, credit, source): the people of the first source that names any, then those whom the page shows.

    Bodies that sign are the credit; they are the authors as well where nobody else is.
    """
    sites = {headline.squeezed(name) for name in (said.publisher, *_hosts(url)) if name}
    bodies: dict[str, str] = {}
    for source, lines in said.bylines:
        people, others = _parted(lines, said.bodies, sites)
        bodies.update(dict.fromkeys(others, source))
        if people:
            return people[:_MOST_AUTHORS], ", ".join(bodies), source
    if people := bylines.people(root):
        return people, ", ".join(bodies), "byline"
    first = next(iter(bodies.values()), "")
    return tuple(body for body, source in bodies.items() if source == first), ", ".join(bodies), first


def _shown(root: etree._Element, rules: publishers.Rules) -> tuple[tuple[str, ...], str, str]:
    """Those whom the elements name that the publisher's rules point to."""
    lines = [" ".join(" ".join(one.itertext()).split()) for one in publishers.marked(root, rules.byline)]
    return tuple(dict.fromkeys(name for line in lines for name in names.people(line))), "", "publisher's rule"


def _parted(lines: list[str], known: frozenset[str], sites: set[str]) -> tuple[tuple[str, ...], list[str]]:
    """The people and the bodies of bylines; the site itself is a body."""
    people: list[str] = []
    bodies = [mend(line) for line in lines if line in known]
    for line in lines:
        if line not in known:
            named = names.people(mend(line))
            people.extend(name for name in named if not _is_site(name, sites))
            bodies.extend(name for name in named if _is_site(name, sites))
            bodies.extend(names.organisations(mend(line)))
    return tuple(dict.fromkeys(people)), bodies


def _is_site(name: str, sites: set[str]) -> bool:
    """Its name, or its name and that of a department."""
    return headline.squeezed(name) in sites or headline.squeezed(name.split()[0]) in sites


def _hosts(url: str | None) -> tuple[str, str]:
    host = (urlsplit(url or "").hostname or "").removeprefix("www.")
    return host, host.split(".")[0]
