"""/follow, /unfollow, /following."""

from __future__ import annotations

from bot.errors import Refused
from bot.follow import Followed, Resolved, Unclear, Wish, parse_command
from bot.follow.names import keyword
from bot.model import Chat, Message, Mode, Subject, SubjectKind, Subscription
from bot.render import confirm, screens
from bot.render import follow as render
from bot.render.watch import edit
from bot.understand.places import country_names
from handlers.context import Call, Reply, country_name

_PEOPLE = 6
_PAIRS = 4


async def follow(call: Call) -> Reply:
    """Follow what is named, and show what will come; asks back where the words are unclear."""
    wish = parse_command(call.text, (await this_chat(call)).usual)
    if not wish.parts:
        return regions()
    if wish.parts[0].kind is SubjectKind.ALL and not wish.mode_said:
        return render.ask_all()
    resolved = await call.services.follow.resolve(wish)
    if resolved.unclear is not None:
        return _unclear(wish, resolved, resolved.unclear)
    return await watch(call, resolved.subjects, wish.mode)


async def watch(call: Call, subjects: tuple[Subject, ...], mode: Mode) -> Message:
    """Follow, and the confirmation."""
    if all(subject.kind is SubjectKind.WITHOUT for subject in subjects):
        raise Refused("That says only what must not be in a report. What should be in it?")
    return await confirmed(call, await call.services.follow.follow(call.chat, subjects, mode, call.now))


async def confirmed(call: Call, followed: Followed) -> Message:
    """What a watch brings, with its preview."""
    watch = followed.subscription
    mine = await call.services.follow.following(call.chat.chat_id)
    wider = next((one for one in mine if one.chat == watch.chat and set(one.subjects) < set(watch.subjects)), None)
    return confirm.confirmed(watch, followed.preview, await this_chat(call), call.now, wider=wider)


async def this_chat(call: Call) -> Chat:
    """Its settings."""
    return await call.services.chats.get(call.chat.chat_id) or Chat(call.chat.chat_id, call.chat_kind, "")


async def unfollow(call: Call) -> Reply:
    """End a watch; without a name, the list to choose from."""
    wish = parse_command(call.text)
    if not wish.parts:
        return await following(call)
    known = await call.services.follow.find(call.chat, wish)
    if known is None:
        mine = await listed(call, 0)
        return [screens.says("This chat does not follow that."), mine]
    await call.services.follow.unfollow(call.chat.chat_id, known.id)
    return render.unfollowed(known)


async def following(call: Call) -> Reply:
    """What this chat follows."""
    return await listed(call, 0)


async def listed(call: Call, page: int, ended: Subscription | None = None) -> Message:
    """A page of what this chat follows; with the watch that was ended just now, to be had back."""
    return render.listed(await call.services.follow.following(call.chat.chat_id), page, call.now, ended=ended)


async def screen(call: Call, watch: Subscription) -> Message:
    """Where a watch is changed; it leads back to the page of the list that the watch is on."""
    mine = await call.services.follow.following(call.chat.chat_id)
    page = next((n for n, one in enumerate(mine) if one.id == watch.id), 0) // render.LIST_PAGE
    return edit(watch, await this_chat(call), call.now, forum=call.forum, page=page)


async def people(call: Call) -> Message:
    """Who is in the news, alone and in pairs."""
    stories = call.services.stories
    actors = await stories.actors_in_the_news(call.now, _PEOPLE)
    return screens.people(actors, await stories.pairs_in_the_news(call.now, _PAIRS), country_name)


def regions() -> Message:
    """The picker's first screen."""
    return screens.regions(tuple(country_names.regions()))


def _unclear(wish: Wish, resolved: Resolved, unclear: Unclear) -> Message:
    choices = tuple((*resolved.subjects, choice) for choice in unclear.choices)
    if unclear.known:
        return render.choose(unclear.text, choices, wish.mode)
    words = (*resolved.subjects, *_as_words(unclear))
    return render.unknown(unclear.text, choices, wish.mode, words=words if _as_words(unclear) else ())


def _as_words(unclear: Unclear) -> tuple[Subject, ...]:
    """The very words as a keyword, where that was not excluded and makes sense."""
    try:
        return (keyword(unclear.text),) if unclear.kind is None else ()
    except Refused:
        return ()
