"""The admins' command on stories: /split."""

from __future__ import annotations

from bot.model import Message
from bot.render import actions as do
from bot.render import screens
from bot.render import splitting as render
from handlers.context import Call, Reply


async def split(call: Call) -> Reply:
    """A story's reports, to take out what belongs to another."""
    digits = call.text.strip().lstrip("#")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 19):
        return screens.usage("Which story? /latest and every alert have a button to it.", "/split 7")
    found = await call.services.splitting.of(int(digits))
    return render.grouped(found.story, found.regroupings, call.now)


async def act(call: Call, action: do.TakeOut | do.PutBack) -> Message:
    """A tap on one of these."""
    match action:
        case do.TakeOut(item_id):
            return render.taken_out(*await call.services.splitting.take_out(item_id))
        case do.PutBack(regrouping_id):
            return render.put_back(await call.services.splitting.undo(regrouping_id))
