"""A message to every chat: as its author sees it before and while it is sent, and as the chats do."""

from __future__ import annotations

from bot.model import Broadcast, Message, Progress, Stage
from bot.render import actions as do
from bot.render import buttons as b
from bot.render.markup import Node, blocks, bold, lines, message, quote

_HEADS = {
    Stage.RUNNING: "On its way",
    Stage.STOPPED: "Stopped",
    Stage.DONE: "Done",
}


def shown(broadcast: Broadcast) -> Message:
    """What the chats get."""
    return message(broadcast.text)


def preview(broadcast: Broadcast, chats: int) -> Message:
    """What would be sent, and to how many."""
    return message(
        blocks(bold(f"To {_chats(chats)}?"), _quoted(broadcast)),
        buttons=(
            (b.button(f"Send to {_chats(chats)}", do.SendBroadcast(broadcast.id)),),
            (b.button("Cancel", do.Show(do.Screen.DROP)),),
        ),
    )


def progress(broadcast: Broadcast, progress: Progress, stage: Stage) -> Message:
    """How far it is."""
    lost = f"{progress.lost:,} could not be reached or are left out." if progress.lost else None
    return message(
        blocks(
            lines(bold(f"{_HEADS[stage]}: {progress.sent:,} of {_chats(progress.total)}"), lost),
            _quoted(broadcast),
        ),
        buttons=((b.button("Stop", do.StopBroadcast(broadcast.id)),),) if stage is Stage.RUNNING else (),
    )


def _quoted(broadcast: Broadcast) -> Node:
    return quote(broadcast.text)


def _chats(count: int) -> str:
    return f"{count:,} chat" if count == 1 else f"{count:,} chats"
