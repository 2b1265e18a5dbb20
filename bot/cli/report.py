"""What `wirewatch inspect` shows a person: an article, or a feed, in colour."""

from __future__ import annotations

from datetime import datetime

from rich.markup import escape
from rich.table import Table
from rich.text import Text

from bot.cli.terminal import out
from bot.model import Article, Mention, ParsedFeed, Tagged

_COLOURS = {"person": "bold cyan", "organisation": "bold magenta", "country": "green"}
_BODY_SHOWN = 12_000  # characters


def article(tagged: Tagged) -> None:
    """Title, dek, body with its tags marked, what was removed, and the tags with their reasons."""
    found = tagged.article
    out.print(_marked(found.title, "title", tagged), style="bold")
    if found.dek:
        out.print(Text(found.dek, style="italic"))
    out.print(Text(_facts(found), style="dim"))
    out.print()
    out.print(_marked(found.body, "body", tagged)[:_BODY_SHOWN])
    _removed(found)
    _tags(tagged)
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


def _facts(found: Article) -> str:
    facts = [", ".join(found.authors), _moment(found.published), found.language, found.dateline, found.credit]
    return " · ".join(fact for fact in facts if fact)


def _moment(when: datetime | None) -> str:
    return f"{when:%Y-%m-%d %H:%M} UTC" if when else ""


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
    out.print("\n[bold]Removed[/bold]")
    for removed in found.removed:
        out.print(Text.assemble(("  – ", "red"), (removed.text[:160], "red strike"), (f"  ({removed.reason})", "dim")))


def _tags(tagged: Tagged) -> None:
    if not (tagged.actors or tagged.countries):
        return
    table = Table(box=None, header_style="dim")
    for heading in ("", "name", "country", "sector", "mentions", "why"):
        table.add_column(heading, overflow="fold")
    for tag in tagged.actors:
        actor = tag.actor
        table.add_row(
            actor.kind.value,
            escape(actor.name),
            actor.country or "",
            actor.sector or "",
            str(len(tag.mentions)),
            escape(tag.reason),
        )
    for country in tagged.countries:
        table.add_row("country", country.code, country.code, "", str(len(country.mentions)), escape(country.reason))
    out.print()
    out.print(table)
