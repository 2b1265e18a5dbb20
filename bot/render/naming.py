"""What admins see of actors that may be one, and of names that are given."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model import Actor, Button, Message, Pair, PairState, Weight
from bot.render import actions as do
from bot.render import buttons as b
from bot.render.markup import Node, blocks, bold, code, join, lines, message, prose
from bot.render.pieces import CountryName
from bot.text import one_line, shorten

_DROP = b.button("Leave it", do.Show(do.Screen.DROP))
_NAME = 60  # characters of a name in a button


def asked(pair: Pair, one: Weight, other: Weight, country_name: CountryName) -> Message:
    """Two actors with what hangs on each, and what a merge would move."""
    return message(
        blocks(
            bold("Are these one and the same?"),
            lines(_actor(pair.one, one, country_name), _actor(pair.other, other, country_name)),
            f"Why they may be: {pair.reason}.",
            join("", (bold(_name(pair.one)), " would count as ", bold(_name(pair.other)), f": {_moves(one)}."))
            if pair.state is not PairState.MERGED
            else None,
            "It can be undone at any time.",
        ),
        buttons=(
            (b.button(f"Merge into {shorten(one_line(pair.other.name), _NAME)}", do.Merge(pair.id)),),
            (b.button(f"Merge into {shorten(one_line(pair.one.name), _NAME)}", do.Merge(pair.id, turned=True)),),
            (b.button("Different", do.Part(pair.id)), _DROP),
        ),
    )


def merged(pair: Pair, moved: Weight) -> Message:
    """Done."""
    return message(
        blocks(
            join("", (bold(_name(pair.one)), " counts as ", bold(_name(pair.other)), " from now on.")),
            f"{_count(moved.items, 'report')} and {_count(moved.watches, 'watch', 'watches')} moved.",
        ),
        buttons=((b.button("Undo", do.Part(pair.id)),),),
    )


def parted(pair: Pair) -> Message:
    """They are two, and stay so."""
    return message(
        join("", (bold(_name(pair.one)), " and ", bold(_name(pair.other)), " are two. I shall not merge them.")),
        buttons=((b.button("Merge after all", do.OpenPair(pair.id)),),),
    )


def waiting(count: int, pairs: Sequence[Pair]) -> Message:
    """Pairs that only a person can decide."""
    if not pairs:
        return message(
            lines("No names wait for a decision.", join("", ("To merge two: ", code("/merge S. Lavrov and Lavrov"))))
        )
    return message(
        blocks(
            bold(f"{_count(count, 'pair')} of names may be one"),
            lines(*(f"{_name(pair.one)} – {_name(pair.other)}: {pair.reason}" for pair in pairs)),
        ),
        buttons=tuple(_row(pair) for pair in pairs),
    )


def merges(pairs: Sequence[Pair]) -> Message:
    """What was merged last, each with its undo."""
    if not pairs:
        return message("Nothing was merged.")
    return message(
        blocks(
            bold("Merged last"),
            lines(*(f"{_name(pair.one)} is {_name(pair.other)}: {_by(pair)}" for pair in pairs)),
        ),
        buttons=tuple(
            (b.button(f"Undo {shorten(one_line(pair.one.name), _NAME)}", do.Part(pair.id)),) for pair in pairs
        ),
    )


def offered(actor: Actor, name: str, reports: int, token: str) -> Message:
    """Another name, before it is given."""
    return message(
        blocks(
            join("", ("Shall ", bold(prose(one_line(name))), " be a name of ", bold(_name(actor)), "?")),
            f"{_count(reports, 'report')} here have these words. From now on the name is found in any language.",
        ),
        buttons=((b.button("Give the name", do.GiveName(token)), _DROP),),
    )


def given(pair: Pair) -> Message:
    """Done."""
    return message(
        join("", (bold(_name(pair.one)), " is a name of ", bold(_name(pair.other)), " from now on.")),
        buttons=((b.button("Undo", do.Part(pair.id)),),),
    )


def _row(pair: Pair) -> tuple[Button | None, ...]:
    names = f"{shorten(one_line(pair.one.name), 28)} – {shorten(one_line(pair.other.name), 28)}"
    return (b.button(names, do.OpenPair(pair.id)),)


def _actor(actor: Actor, weight: Weight, country_name: CountryName) -> Node:
    about = [actor.kind.value, country_name(actor.country) if actor.country else "", actor.sector or ""]
    counts = f"{_count(weight.items, 'report')}, {_count(weight.watches, 'watch', 'watches')}"
    return join("", (bold(_name(actor)), f" · {', '.join(filter(None, about))} · {counts}"))


def _moves(weight: Weight) -> str:
    moves = f"{_count(weight.items, 'report')} and {_count(weight.watches, 'watch', 'watches')}"
    return f"{moves} {'moves' if weight.items + weight.watches == 1 else 'move'}"


def _by(pair: Pair) -> str:
    return pair.reason if pair.by is None else "by an admin"


def _count(number: int, one: str, more: str = "") -> str:
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def _name(actor: Actor) -> str:
    return prose(shorten(one_line(actor.name), 100))
