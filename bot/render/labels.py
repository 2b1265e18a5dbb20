"""What a watch is called, and the command that makes it."""

from __future__ import annotations

from bot.model import Subject, SubjectKind, Subscription
from bot.render.flags import flag
from bot.render.modes import typed
from bot.text import one_line


def label(watch: Subscription) -> str:
    """ "🇻🇪 Venezuela + Sergey Lavrov", "“oil” without “olive”"."""
    wanted = [subject_label(one) for one in watch.subjects if one.kind is not SubjectKind.WITHOUT]
    without = [subject_label(one) for one in watch.subjects if one.kind is SubjectKind.WITHOUT]
    return " + ".join(wanted) + (f" without {', '.join(without)}" if without else "")


def subject_label(subject: Subject) -> str:
    name = one_line(subject.label)
    match subject.kind:
        case SubjectKind.COUNTRY:
            return f"{flag(subject.value)} {name}"
        case SubjectKind.KEYWORD | SubjectKind.WITHOUT:
            return f"“{name}”"
        case SubjectKind.TOPIC:
            return f"topic {name}"
        case _:
            return name


def command(watch: Subscription) -> str:
    """The command that makes this watch."""
    wanted = " and ".join(_written(one) for one in watch.subjects if one.kind is not SubjectKind.WITHOUT)
    without = [f'-"{one_line(one.label)}"' for one in watch.subjects if one.kind is SubjectKind.WITHOUT]
    return " ".join(["/follow", wanted, *without, *typed(watch.mode)])


def _written(subject: Subject) -> str:
    if subject.kind is SubjectKind.ALL:
        return subject.kind.value
    if subject.kind is SubjectKind.PATTERN:
        return one_line(subject.label)
    return f"{subject.kind.value} {one_line(subject.label)}"
