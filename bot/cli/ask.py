"""`wirewatch ask`: an answer with its citations, from the archive."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.text import Text

from bot.ask import Ask
from bot.cli.database import opened
from bot.cli.lines import lines
from bot.cli.terminal import emit, note, out, run, settings
from bot.config import Settings
from bot.inspection import BadLine, LineId, read_object
from bot.model import Answer, Citation
from bot.parse.dates import parse_date

# Any moment may be "now": it only says when "this week" is.
FAR_FUTURE = datetime(2999, 1, 1, tzinfo=UTC)
MAX_LINE = 100_000  # characters


def ask(
    question: Annotated[str, typer.Argument(help="The question; left out with --jsonl.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="The answer as JSON on stdout.")] = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Questions as JSON lines on stdin; see docs.")] = False,
) -> None:
    """Answer a question from what is in the archive; every sentence cites its source."""
    if jsonl == bool(question.strip()):
        raise typer.BadParameter("give a question, or --jsonl and questions on standard input")
    found = settings(level=logging.ERROR)
    run(_stream(found) if jsonl else _one(question, found, as_json))


async def _one(question: str, found: Settings, as_json: bool) -> None:
    async with opened(found) as store:
        answer = await Ask(store.archive, store.actors).ask(question, datetime.now(UTC))
    if as_json:
        emit(answer_json(None, question, answer))
    else:
        _show(answer)


async def _stream(found: Settings) -> None:
    async with opened(found) as store:
        use = Ask(store.archive, store.actors)
        async for raw in lines("-", MAX_LINE):
            if raw.strip():
                emit(await _answer_line(raw, use))


async def _answer_line(raw: str, use: Ask) -> dict[str, Any]:
    """One line in, one line out; a bad one says what is wrong and the stream goes on."""
    try:
        line_id, given = read_object(raw, MAX_LINE)
    except BadLine as bad:
        return _bad(bad.line_id, str(bad))
    question, moment = given.get("question"), given.get("now")
    if not isinstance(question, str) or not question.strip():
        return _bad(line_id, "A question is expected, as a string.")
    now = datetime.now(UTC) if moment is None else parse_date(str(moment), FAR_FUTURE)
    if now is None:
        return _bad(line_id, "The value of now is not a date.")
    return answer_json(line_id, question, await use.ask(question, now))


def answer_json(line_id: LineId, question: str, answer: Answer) -> dict[str, Any]:
    """The documented form."""
    return {
        "id": line_id,
        "question": question,
        "answer": answer_text(answer),
        "abstained": answer.abstained,
        "confidence": round(answer.confidence, 3),
        "reason": answer.reason,
        "citations": [_citation(citation) for citation in answer.citations],
        "actors": [actor.id for actor in answer.question.actors],
        "countries": list(answer.question.countries),
    }


def answer_text(answer: Answer) -> str:
    """The sentences, each with its numbers; the reason where there are none."""
    if answer.abstained:
        return answer.reason
    return " ".join(f"{text} {''.join(f'[{n}]' for n in numbers)}".strip() for text, numbers in answer.sentences)


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "n": citation.n,
        "title": citation.title,
        "url": citation.url,
        "source": citation.source,
        "published": citation.published.astimezone(UTC).isoformat(),
        "sentence": citation.sentence,
    }


def _bad(line_id: LineId, reason: str) -> dict[str, Any]:
    empty = {"answer": "", "abstained": True, "confidence": 0.0, "citations": [], "actors": [], "countries": []}
    return {"id": line_id, "question": None, **empty, "reason": reason}


def _show(answer: Answer) -> None:
    out.print(Text(answer_text(answer)))
    for citation in answer.citations:
        line = f"[{citation.n}] {citation.source}, {citation.published:%d %b %Y}: {citation.title}"
        out.print(Text(line, style="dim"))
        if citation.url:
            out.print(Text(f"    {citation.url}", style="dim"))
    if answer.abstained and answer.nearest is not None:
        nearest = answer.nearest
        note(f"nearest: {nearest.title} ({nearest.source}, {nearest.published:%d %b %Y}) {nearest.url or ''}")
