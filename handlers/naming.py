"""The admins' commands on names: /merge, /unmerge, /alias."""

from __future__ import annotations

import re

from bot.errors import Refused
from bot.follow import Unclear
from bot.model import Message, PairState, SubjectKind
from bot.naming import Offer, Weighed
from bot.render import actions as do
from bot.render import naming as render
from bot.render import screens
from bot.text import one_line
from handlers.context import Call, Reply, country_name

_AND = re.compile(r"\s+and\s+|\s*\+\s*", re.IGNORECASE)


async def merge(call: Call) -> Reply:
    """Two names that are one; without words, the pairs that wait."""
    if not call.text:
        return render.waiting(*await call.services.naming.waiting())
    parts = [part for part in _AND.split(one_line(call.text)) if part]
    if len(parts) < 2:
        return screens.usage("Which two are one?", "/merge S. Lavrov and Sergey Lavrov")
    # A name may have an "and" of its own: the first way to cut the words that means two actors counts.
    named = [await _two(call, " and ".join(parts[:n]), " and ".join(parts[n:])) for n in range(1, min(len(parts), 4))]
    pair = next((one for one in named if isinstance(one, tuple)), None)
    if pair is None:
        return next(one for one in named if isinstance(one, Message))
    return _shown(await call.services.naming.propose(*pair))


async def unmerge(call: Call) -> Reply:
    """What was merged last, of everybody or of one actor, with a button to undo it."""
    if not call.text:
        return render.merges(await call.services.naming.merged())
    who = await _one(call, call.text)
    return who if isinstance(who, Message) else render.merges(await call.services.naming.merged(who))


async def alias(call: Call) -> Reply:
    """Another name for an actor."""
    name, equals, other = one_line(call.text).partition("=")
    if not (equals and name.strip() and other.strip()):
        return screens.usage("Whose name, and which other one?", "/alias Sergey Lavrov = Сергей Лавров")
    who = await _one(call, name.strip())
    if isinstance(who, Message):
        return who
    offer = await call.services.naming.offer(who, other.strip())
    if isinstance(offer, Offer):
        return render.offered(offer.actor, offer.name, offer.reports, offer.token)
    return _shown(offer)


async def act(call: Call, action: do.OpenPair | do.Merge | do.Part | do.GiveName) -> Message:
    """A tap on one of these."""
    naming = call.services.naming
    match action:
        case do.OpenPair(pair_id):
            return _shown(await naming.weighed(pair_id))
        case do.Merge(pair_id, turned):
            done = await naming.merge(pair_id, turned=turned, by=call.user_id)
            return render.merged(done.pair, done.one)
        case do.Part(pair_id):
            return render.parted((await naming.part(pair_id, call.user_id)).pair)
        case do.GiveName(token):
            return render.given((await naming.give(token, call.user_id)).pair)


def _shown(weighed: Weighed) -> Message:
    if weighed.pair.state is PairState.MERGED:
        return render.merged(weighed.pair, weighed.one)
    return render.asked(weighed.pair, weighed.one, weighed.other, country_name)


async def _two(call: Call, first: str, second: str) -> tuple[str, str] | Message:
    one = await _one(call, first)
    other = await _one(call, second)
    if isinstance(one, Message):
        return one
    return other if isinstance(other, Message) else (one, other)


async def _one(call: Call, name: str) -> str | Message:
    """The id of the actor of that name, or the question which one is meant."""
    found = await call.services.follow.names.resolve(name, SubjectKind.ACTOR)
    if isinstance(found, Unclear):
        return screens.names(name, found.choices, known=found.known)
    if found.kind is not SubjectKind.ACTOR:
        raise Refused(f"“{found.label}” is no person and no organisation.")
    return found.value
