"""Pages to read: /latest, /actor, /country, /story, /search."""

from __future__ import annotations

from bot.errors import NotFound
from bot.follow import Unclear
from bot.model import Listing, Message, Recap, Story, SubjectKind
from bot.render import actions as do
from bot.render import pages, screens
from bot.text import one_line, shorten
from bot.understand.grouping import families
from bot.understand.identity import offices
from bot.understand.news.importance import importance
from bot.understand.summaries.leading import standing, turning
from bot.understand.summaries.story_summary import recap_of
from handlers.context import Call, Reply, country_name

_NAMED = 4  # actors on a country's page
_NOTHING_YET = "Nothing yet. The first reports come in within minutes; try /latest again then."


async def latest(call: Call) -> Reply:
    """The newest reports, on a subject where one is named."""
    return await _named(call, None) if call.text else await newest(call, SubjectKind.ALL, "", 0)


async def actor(call: Call) -> Reply:
    """An actor's page, by name."""
    if not call.text:
        return screens.usage("Whose page?", "/actor Lavrov")
    return await _named(call, SubjectKind.ACTOR)


async def country(call: Call) -> Reply:
    """A country's page, by name."""
    if not call.text:
        return screens.usage("Which country?", "/country Venezuela")
    return await _named(call, SubjectKind.COUNTRY)


async def story(call: Call) -> Reply:
    """A story by its number."""
    if not call.text:
        return screens.usage("Which story? Its number is in the address of its button.", "/story 7")
    return await story_page(call, call.text)


async def story_page(call: Call, story_id: str | int, page: int = 0) -> Message:
    """NotFound for what is no number of a story."""
    digits = str(story_id).strip().lstrip("#")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 19):
        raise NotFound("A story has a number, as in /story 7. /latest shows the newest ones.")
    found = await call.services.stories.story(int(digits))
    versions = await call.services.stories.versions(found)
    return pages.story(
        found,
        page,
        versions,
        sources=families.sources(found.items),
        recap=await _recap(call, found),
        lead=turning(found.items),
        weight=importance(found),
        country_name=country_name,
    )


async def _recap(call: Call, story: Story) -> Recap:
    """As this chat wants it worded."""
    items = standing(story.items)
    recap, reteller = recap_of(items), call.services.reteller
    chat = await call.services.chats.get(call.chat.chat_id) if reteller else None
    return await reteller.retell(recap, items, chat) if reteller and chat else recap


async def search(call: Call) -> Reply:
    """Reports with these words."""
    if not call.text:
        return screens.usage("Search for which words?", "/search oil embargo")
    return await found(call, one_line(call.text), 0)


async def found(call: Call, words: str, page: int) -> Message:
    """A page of what a search finds."""
    words = shorten(words, 200)
    listing = await call.services.stories.search(words, page, call.now)
    return pages.latest(
        f"Reports on “{words}”",
        listing,
        lambda turned: do.Search(words, turned),
        now=call.now,
        empty="No report has these words. Fewer words find more.",
    )


async def newest(call: Call, kind: SubjectKind, value: str, number: int) -> Message:
    """A page of the newest reports on a subject, in the dress of its kind."""
    subject = await call.services.follow.names.subject(kind, value)
    listing = await call.services.stories.latest(subject, number, call.now)
    if kind is SubjectKind.ACTOR:
        return await _actor(call, value, listing)
    if kind is SubjectKind.COUNTRY:
        return await _country(call, value, listing)
    title = "What's new" if kind is SubjectKind.ALL else f"What's new: {subject.label}"
    return pages.latest(title, listing, lambda turned: do.Latest(kind, value, turned), now=call.now, empty=_NOTHING_YET)


async def _actor(call: Call, actor_id: str, listing: Listing) -> Message:
    who = await call.services.follow.names.actor(actor_id)
    following = await call.services.follow.following(call.chat.chat_id)
    office = offices.said(who.id, call.now.date())
    return pages.actor_page(who, listing, following=following, now=call.now, country_name=country_name, office=office)


async def _country(call: Call, code: str, listing: Listing) -> Message:
    actors = await call.services.stories.actors_in_the_news(call.now, _NAMED, code)
    following = await call.services.follow.following(call.chat.chat_id)
    return pages.country_page(code, listing, actors, following=following, now=call.now, country_name=country_name)


async def _named(call: Call, kind: SubjectKind | None) -> Message:
    subject = await call.services.follow.names.resolve(call.text, kind)
    if isinstance(subject, Unclear):
        return screens.names(call.text, subject.choices, known=subject.known)
    return await newest(call, subject.kind, subject.value, 0)
