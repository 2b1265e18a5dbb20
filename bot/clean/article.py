"""Entry, page or plain text -> Article: puts the cleaning steps together and says what degraded.

Never raises for what it is given: the worst outcome is a thinner article with a note.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise

from bot.clean import boilerplate, frame, glue, html, links, names, opening, outline, page, teasers, walls
from bot.clean.lines import certain
from bot.clean.memory import Source
from bot.clean.phrases import fold
from bot.clean.structured import Claims
from bot.model import NO_MEMORY, Article, Entry, Fetched, Memory, Removed
from bot.text import one_line, safe, shorten

MAX_PARAGRAPHS = 3000
MAX_READ = 1_000_000  # characters of a plain text
_CUT = "The text is too long; what is beyond its limit was left out."
_CREDIT_WORDS = 4
_DEK_LENGTH = 400
_UNDER_DEK = frozenset({"byline", "date line", "reading time", "share", "age"})
_STOP = re.compile(r"[.!?…:;,][\"”’»)]*$")


@dataclass(frozen=True, slots=True)
class _Cleaned:
    """Paragraphs on their way to an article."""

    lines: list[str]
    removed: tuple[Removed, ...] = ()
    dek: str = ""
    authors: tuple[str, ...] = ()
    credit: str | None = None
    dateline: str | None = None
    notes: tuple[str, ...] = field(default=())
    beneath: frozenset[str] = frozenset()  # lines that stood right beneath links that went
    below: frozenset[str] = frozenset()  # lines that stood right below anything that went
    signed: frozenset[str] = frozenset()  # of these, below a byline, a date or buttons: where a dek is above them
    glued: bool = False  # the credit stood behind the first paragraph


def from_entry(
    entry: Entry,
    *,
    page: Fetched | None,
    publisher: str,
    language: str | None,
    now: datetime,
    memory: Memory = NO_MEMORY,
) -> Article:
    """The entry's own text, or its page's, when the page really is the article; `notes` says why not."""
    source = Source(publisher, memory)
    title = one_line(glue.mend(html.plain(entry.title)))
    summary, content = html.to_text(entry.summary), html.to_text(entry.content)
    text, teaser = (content, summary) if len(content) >= len(summary) else (summary, "")
    own = Article(
        title=title,
        body="",
        authors=_signed(entry.authors),
        published=entry.published or entry.updated,
        language=language,
        image=entry.image if links.is_http(entry.image) else None,
        url=links.canonical(entry.link) if entry.link and links.is_http(entry.link) else None,
    )
    cleaned = _clean(glue.split(text), title=title, dek=_dek(teaser, text), source=source, authors=own.authors)
    fallback = _filled(own, _framed(cleaned, title, source))
    if page is None:
        return fallback
    return _from_page_or(fallback, page, source=source, now=now)


def from_page(
    html: str | bytes,
    *,
    url: str | None,
    title: str | None,
    publisher: str | None,
    published: datetime | None,
    now: datetime,
    memory: Memory = NO_MEMORY,
) -> Article:
    """A page alone. A wall or an unreadable page comes back with little text and a note."""
    read = page.read(html, url=url, now=now)
    known = Article(title=one_line(title or ""), body="", published=published, url=_address(url, read.claims))
    made = _filled_from_page(known, read, source=Source(publisher or read.claims.publisher, memory))
    kind = None if read.notes else _wall(read)
    if kind is None:
        return made
    body = made.body if kind == walls.PAYWALL else ""  # a paywall lets the opening through; it is the report's
    return replace(made, body=body, notes=(*made.notes, f"The page is {kind}, not the whole article."))


def from_text(
    text: str,
    *,
    title: str | None,
    publisher: str | None,
    url: str | None,
    published: datetime | None,
    now: datetime,
    memory: Memory = NO_MEMORY,
) -> Article:
    """Plain text with dirt around it: finds title and dek, strips what is not the report."""
    del now  # plain text gives no dates to check
    whole = glue.split(text[:MAX_READ])
    lines = whole[:MAX_PARAGRAPHS]
    source = Source(publisher or "", memory)
    found, lines, above = opening.headline(lines, title=title, source=source)
    cleaned = _clean(lines, title=found, dek="", source=source)
    cleaned = _framed(_with_dek(cleaned, found), found, source)
    article = Article(title=found, body="", published=published, url=_address(url, Claims()))
    filled = _filled(article, replace(cleaned, removed=above + cleaned.removed))
    cut = len(text) > MAX_READ or len(whole) > MAX_PARAGRAPHS or len(filled.body) >= html.MAX_TEXT - 1
    return replace(filled, notes=(*filled.notes, _CUT)) if cut else filled


def as_is(
    text: str,
    *,
    title: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    published: datetime | None = None,
) -> Article:
    """The text as the body, to the character, so that offsets into it hold; nothing is stripped or guessed."""
    del publisher
    return Article(title=title or "", body=text, published=published, url=url if links.is_http(url) else None)


# ---------------------------------------------------------------- pages


def _from_page_or(fallback: Article, fetched: Fetched, *, source: Source, now: datetime) -> Article:
    """The page's article, with what the feed knew better; the fallback with a note where the page is none."""
    read = page.read(fetched.body, url=fetched.url, now=now, content_type=fetched.content_type)
    article = _filled_from_page(replace(fallback, body="", dek="", removed=(), notes=()), read, source=source)
    if why := _refusal(article, fallback, read):
        extra = replace(fallback, image=fallback.image or read.claims.image) if "wall" not in why else fallback
        return replace(extra, notes=(*fallback.notes, why))
    return replace(article, full=True)


def _refusal(article: Article, fallback: Article, read: page.Page) -> str | None:
    """Why the page's text may not stand for the feed's; None when it may."""
    if read.notes:
        return read.notes[0] + " The feed's own text stands."
    if kind := _wall(read):
        return f"The page is {kind}, not the article; the feed's own text stands."
    if len(article.body) <= len(fallback.body):
        return "The page gave no more text than the feed; the feed's own text stands."
    if not _same_subject(fallback, article, read.claims):
        return "The page shares no words with the item's title; the feed's own text stands."
    return None


def _wall(read: page.Page) -> str | None:
    return walls.wall(read.source, "\n".join(read.paragraphs), title=read.claims.title, free=read.claims.free)


def _same_subject(item: Article, article: Article, claims: Claims) -> bool:
    """A good part of the title's words, or of the feed's own text, is on the page."""
    title, there = _words(item.title), _words(f"{claims.title}\n{article.body}")
    if title and len(title & there) >= max(1, len(title) / 3):
        return True
    own = _words(item.body)
    return (bool(own) and len(own & there) >= len(own) / 2) or not (title or own)


def _filled_from_page(known: Article, read: page.Page, *, source: Source) -> Article:
    claims = read.claims
    title = known.title or one_line(glue.mend(claims.title))
    cleaned = _clean(
        read.paragraphs, title=title, dek=one_line(glue.mend(claims.dek)), source=source, authors=claims.authors
    )
    filled = _filled(known, replace(cleaned, removed=read.removed + cleaned.removed))
    return replace(
        filled,
        title=title,
        authors=known.authors or claims.authors or cleaned.authors,
        published=known.published or claims.published,
        modified=claims.modified,
        section=claims.section,
        language=known.language or claims.language,
        image=known.image or claims.image,
        image_caption=claims.image_caption if known.image in (None, claims.image) else "",
        image_credit=claims.image_credit if known.image in (None, claims.image) else "",
        credit=filled.credit or claims.credit or None,
        notes=(*filled.notes, *read.notes),
        sources=claims.sources,
    )


def _signed(lines: Sequence[str]) -> tuple[str, ...]:
    """The people of a feed's bylines; the bodies where nobody else signs."""
    plain = [one_line(glue.mend(html.plain(line))) for line in lines]
    people = dict.fromkeys(name for line in plain for name in names.people(line))
    return tuple(people or dict.fromkeys(name for line in plain for name in names.organisations(line)))


def _address(url: str | None, claims: Claims) -> str | None:
    return next((links.canonical(one) for one in (url, claims.url) if one and links.is_http(one)), None)


# ---------------------------------------------------------------- the steps


def _clean(lines: Sequence[str], *, title: str, dek: str, source: Source, authors: tuple[str, ...] = ()) -> _Cleaned:
    """Boilerplate out, then the glue: repeated headline, bylines, dateline, credits."""
    lines = [line for line in (safe(line).strip() for line in lines[:MAX_PARAGRAPHS]) if line]
    lines, stuck = _without_what_sticks_to(dek, lines)
    signed = tuple(name for line in lines[:8] for name in glue.byline(line))
    before = lines
    lines, removed = boilerplate.strip(lines, title=title, dek=dek, source=source, authors=authors + signed)
    beneath, below = _beneath(before, removed), _below(before, removed)
    lines, repeated = _without_repeats(lines, title=title)
    lines, authors, bylines = _without_bylines(lines)
    under = _below(before, [one for one in (*removed, *bylines) if one.reason in _UNDER_DEK])
    dek, credit = glue.split_credit(dek) if dek and not _is_lede(dek, lines) else ("", None)
    dateline = None
    if lines:
        dateline, lines[0] = glue.split_dateline(lines[0])
    pairs = [glue.split_credit(glue.without_link(line)) for line in lines]
    credit = credit or stuck or next((found for _, found in pairs if found), None)
    kept, gone = [line for line, _ in pairs], removed + repeated + bylines
    glued = bool(stuck or (pairs and pairs[0][1]))
    return _Cleaned(kept, gone, dek, authors, credit, dateline, beneath=beneath, below=below, signed=under, glued=glued)


def _beneath(lines: Sequence[str], removed: tuple[Removed, ...]) -> frozenset[str]:
    """Lines that stay and stand right beneath at least two headlines that went with the heading above them."""
    reasons = {one.text: one.reason for one in removed}
    below = [reasons.get(line) == teasers.BENEATH for line in lines]
    return frozenset(
        line for n, line in enumerate(lines) if line not in reasons and n > 1 and below[n - 1] and below[n - 2]
    )


def _below(lines: list[str], removed: Sequence[Removed]) -> frozenset[str]:
    """Lines that stay and stand right below one that went."""
    gone = {one.text for one in removed}
    return frozenset(line for above, line in pairwise(lines) if above in gone and line not in gone)


def _without_what_sticks_to(dek: str, lines: list[str]) -> tuple[list[str], str | None]:
    """Pages show a dek with a credit behind it: where the dek is known, the rest is the credit, whatever its words."""
    for n, line in enumerate(lines[:3] if dek else ()):
        rest = line.removeprefix(dek).strip()
        if line != rest and rest and len(rest.split()) <= _CREDIT_WORDS:
            return [*lines[:n], dek, *lines[n + 1 :]], rest
    return lines, None


def _without_repeats(lines: list[str], *, title: str) -> tuple[list[str], tuple[Removed, ...]]:
    """Without the headline, and without a paragraph that was said already."""
    wanted = outline.key(title, None)
    kept: list[str] = []
    gone: list[Removed] = []
    seen: set[str] = set()
    for line in lines:
        bare = outline.key(line, None)
        if bare == wanted and wanted:
            gone.append(Removed(line, "headline repeated"))
        elif bare in seen and line.count(" ") >= 12 and _STOP.search(line) and line[0] not in "-•":
            gone.append(Removed(line, "said twice"))
        else:
            kept.append(line)
            seen.add(bare)
    return (kept, tuple(gone)) if kept else (lines, ())


def _is_lede(dek: str, lines: list[str]) -> bool:
    """The body says it too, whole or cut short: then it is no dek."""
    start = _bare(dek.rstrip("….[] "))[:120]
    return any(start in _bare(line) for line in lines[:6])


def _without_bylines(lines: list[str]) -> tuple[list[str], tuple[str, ...], tuple[Removed, ...]]:
    """Bylines among the first and last paragraphs are data, not text."""
    kept: list[str] = []
    authors: list[str] = []
    gone: list[Removed] = []
    for n, line in enumerate(lines):
        names = glue.byline(line) if n < 4 or n >= len(lines) - 2 else ()
        authors.extend(names)
        if names and len(lines) > 1:
            gone.append(Removed(line, "byline"))
        else:
            kept.append(line)
    return kept, tuple(dict.fromkeys(authors)), tuple(gone)


def _with_dek(cleaned: _Cleaned, title: str) -> _Cleaned:
    """The first paragraph is the dek when a credit was glued to it, or when something stood between it and the lede."""
    if len(cleaned.lines) < 3 or cleaned.dateline:
        return cleaned
    first, second = cleaned.lines[:2]
    glued = cleaned.glued and frame.is_prose(first) and len(first) <= _DEK_LENGTH
    apart = second in cleaned.signed
    if not glued and not opening.is_dek_before(first, second, title, apart=apart):
        return cleaned
    return replace(cleaned, dek=first, lines=cleaned.lines[1:])


def _framed(cleaned: _Cleaned, title: str, source: Source) -> _Cleaned:
    """Without what stands outside the report's prose."""
    lines = list(enumerate(cleaned.lines))
    hints = frame.Hints(
        voiced=frozenset(n for n, line in lines if boilerplate.speaks_to_readers(line, source.name)),
        beneath=frozenset(n for n, line in lines if line in cleaned.beneath),
        below=frozenset(n for n, line in lines if line in cleaned.below),
    )
    around = frame.outside(cleaned.lines, title=title, dek=cleaned.dek, hints=hints)
    gone = tuple(Removed(cleaned.lines[n], reason) for n, reason in sorted(around.items()))
    kept = [line for n, line in enumerate(cleaned.lines) if n not in around]
    if gone:  # the ends are where they were not before, and lines that only an end gives away show now
        kept, late = boilerplate.strip(kept, title=title, dek=cleaned.dek, source=source, authors=cleaned.authors)
        gone += late
    return replace(cleaned, lines=kept, removed=cleaned.removed + gone)


def _dek(teaser: str, text: str) -> str:
    """The feed's summary, when its content is something else than the same text at length."""
    line = one_line(glue.mend(teaser))
    if not line or len(line) > _DEK_LENGTH or fold(line)[:80] in fold(text[:2000]) or certain(line):
        return ""
    return line


def _filled(article: Article, cleaned: _Cleaned) -> Article:
    body = html.join([one_line(line) for line in cleaned.lines if line])
    return replace(
        article,
        title=article.title or shorten(next(iter(cleaned.lines), ""), 120),
        body=body,
        dek=cleaned.dek or article.dek,
        authors=article.authors or cleaned.authors,
        credit=cleaned.credit,
        dateline=cleaned.dateline,
        removed=cleaned.removed,
        notes=(*article.notes, *cleaned.notes),
    )


def _bare(text: str) -> str:
    return re.sub(r"\W+", " ", fold(text)).strip()


def _words(text: str) -> set[str]:
    return {word for word in _bare(text).split() if len(word) > 3 or not word.isascii()}
