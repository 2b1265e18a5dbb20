"""What `wirewatch inspect` shows a person: an article, or a feed, in colour."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from rich.markup import escape
from rich.table import Table
from rich.text import Text

from bot.cli.terminal import out
from bot.model import Article, Mention, ParsedFeed, Tagged

_COLOURS = {"person": "bold cyan", "organisation": "bold magenta", "country": "green"}
_BODY_SHOWN = 12_000  # characters
_SHOWN_OF_A_REASON = 8  # removed lines


def article(tagged: Tagged) -> None:
    """Title, dek, body with its tags marked, what was removed, and the tags with their reasons."""
    found = tagged.article
    out.print(_marked(found.title, "title", tagged), style="bold")
    if found.dek:
        out.print(Text(found.dek, style="italic"))
    _facts(found)
    out.print()
    out.print(_marked(found.body, "body", tagged)[:_BODY_SHOWN])
    _removed(found)
    _tags(tagged)
    _events(tagged)
    if tagged.summary:
        out.print("\n[bold]Summary[/bold]")
        for sentence in tagged.summary:
            out.print(Text("  " + sentence))
    for note in (*found.notes, *(f"{stage} did not run" for stage in tagged.failed)):
        out.print(Text(f"! {note}", style="yellow"))


def feed(parsed: ParsedFeed) -> None:
    """A feed's entries, newest as the feed lists them."""
    out.print(Text(parsed.title or "(no title)", style="bold"), Text(parsed.format, style="dim"))
    table = Table(box=None, header_style="dim")
    for heading in ("published", "title", "link"):
        table.add_column(heading, overflow="fold")
    for entry in parsed.entries[:50]:
        table.add_row(_moment(entry.published), escape(entry.title), escape(entry.link or "–"))
    out.print(table)
    if len(parsed.entries) > 50:
        out.print(f"… and {len(parsed.entries) - 50} more")
    if parsed.skipped_why:
        out.print(f"[yellow]left out: {escape(parsed.skipped_why)}[/yellow]")


def _facts(found: Article) -> None:
    """What is known of the article, and from where."""
    sources = dict(found.sources)
    facts = {
        "authors": ", ".join(found.authors),
        "credit": found.credit,
        "published": _moment(found.published),
        "modified": _moment(found.modified),
        "dateline": found.dateline,
        "section": found.section,
        "language": found.language,
        "image": found.image,
        "caption": " / ".join(filter(None, (found.image_caption, found.image_credit))),
        "url": found.url,
    }
    table = Table(box=None, show_header=False, padding=(0, 1))
    for style in ("dim", "", "dim italic"):
        table.add_column(style=style, overflow="fold")
    if "title" in sources:
        table.add_row("title", "", f"from {sources['title']}")
    for name, value in facts.items():
        if value:
            table.add_row(name, Text(value), f"from {sources[name]}" if name in sources else "")
    out.print(table)


def _moment(when: datetime | None) -> str:
    """In its publisher's zone."""
    return f"{when:%Y-%m-%d %H:%M} {when.tzname()}" if when else ""


def _marked(text: str, field: str, tagged: Tagged) -> Text:
    marked = Text(text)
    for country in tagged.countries:
        _style(marked, country.mentions, field, _COLOURS["country"])
    for actor in tagged.actors:
        _style(marked, actor.mentions, field, _COLOURS[actor.actor.kind.value])
    return marked


def _style(marked: Text, mentions: tuple[Mention, ...], field: str, style: str) -> None:
    for mention in mentions:
        if mention.field == field:
            marked.stylize(style, mention.start, mention.end)


def _removed(found: Article) -> None:
    if not found.removed:
        return
    reasons = Counter(removed.reason for removed in found.removed)
    out.print(f"\n[bold]Removed[/bold] [dim]{len(found.removed)} lines[/dim]")
    for reason, count in reasons.most_common():
        out.print(Text.assemble((f"  {reason}", "yellow"), (f"  ×{count}" if count > 1 else "", "dim")))
        for removed in [one for one in found.removed if one.reason == reason][:_SHOWN_OF_A_REASON]:
            out.print(Text.assemble(("    – ", "red"), (removed.text[:160], "red strike")))
        if count > _SHOWN_OF_A_REASON:
            out.print(Text(f"    … and {count - _SHOWN_OF_A_REASON} more", style="dim"))


def _events(tagged: Tagged) -> None:
    if not tagged.events:
        return
    table = Table(box=None, header_style="dim", title="What happened", title_justify="left", title_style="bold")
    for heading in ("", "who", "whom", "where", "when", "sentence"):
        table.add_column(heading, overflow="fold")
    for event in tagged.events:
        kind = event.type.value + (" (planned)" if event.planned else "")
        sides = (escape(side.name) if side else "" for side in (event.source, event.target))
        table.add_row(kind, *sides, event.country or "", escape(event.when or ""), escape(event.sentence))
    out.print()
    out.print(table)


def _tags(tagged: Tagged) -> None:
    if not (tagged.actors or tagged.countries):
        return
    table = Table(box=None, header_style="dim")
    for heading in ("", "name", "country", "sector", "role", "mentions", "why"):
        table.add_column(heading, overflow="fold")
    for tag in tagged.actors:
        actor = tag.actor
        table.add_row(
            actor.kind.value,
            escape(actor.name),
            actor.country or "",
            actor.sector or "",
            tag.role or "",
            str(len(tag.mentions)),
            escape(tag.reason),
        )
    for country in tagged.countries:
        table.add_row("country", country.code, country.code, "", "", str(len(country.mentions)), escape(country.reason))
    out.print()
    out.print(table)
