"""/ask, and plain text: a name gets its page, a link its feed, anything else an answer."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.follow import Unclear
from bot.model import Message, SubjectKind
from bot.render import answer as render
from bot.render import screens
from bot.text import one_line
from handlers import feeds, pages
from handlers.context import Call, Reply, country_name
from handlers.reply import typing

_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_LONGEST_NAME = 60  # characters; longer is a question
_SHORTEST_CODE = 3  # below, only capitals are a country's code: "no" and "in" are words


async def ask(call: Call) -> Reply:
    """An answer from the archive with its sources; without a question, how to ask."""
    if not call.text:
        return await prompt(call)
    return await answer(call, call.text)


async def text(call: Call) -> Reply:
    """What somebody writes without a command."""
    words = one_line(call.text)
    if not words:
        return None
    if _LINK.fullmatch(words):
        return await _link(call, words)
    return await _named(call, words) or await answer(call, words)


async def addressed(call: Call) -> Reply:
    """The same in a group, without the bot's name."""
    name = re.compile(rf"@{re.escape(call.api.username)}\b", re.IGNORECASE)
    return await text(replace(call, text=name.sub(" ", call.text)))


async def prompt(call: Call) -> Message:
    """How to ask, with examples from the news."""
    stories = call.services.stories
    countries = await stories.countries_in_the_news(call.now, 2)
    actors = await stories.actors_in_the_news(call.now, 2)
    return screens.ask_prompt(countries, actors, country_name)


async def answer(call: Call, question: str) -> Message:
    """Answers while the chat shows that we type."""
    await typing(call)
    found = await call.services.ask.ask(one_line(question), call.now)
    following = await call.services.follow.following(call.chat.chat_id)
    return render.answer(found, following=following, country_name=country_name)


async def about(call: Call, kind: SubjectKind, value: str) -> Message:
    """An example question about a country or an actor. NotFound when there is no such thing."""
    subject = await call.services.follow.names.subject(kind, value)
    name = subject.label
    return await answer(call, f"What is new in {name}?" if kind is SubjectKind.COUNTRY else f"What is {name} doing?")


async def _named(call: Call, words: str) -> Message | None:
    """The page of the country or actor whose bare name that is."""
    if len(words) > _LONGEST_NAME or (len(words) < _SHORTEST_CODE and not words.isupper()):
        return None
    found = await call.services.follow.names.resolve(words)
    if isinstance(found, Unclear):
        return screens.names(words, found.choices, known=True) if found.known else None
    if found.kind not in (SubjectKind.COUNTRY, SubjectKind.ACTOR):
        return None
    return await pages.newest(call, found.kind, found.value, 0)


async def _link(call: Call, url: str) -> Reply:
    if call.is_admin:
        return feeds.probe(call, url)
    return screens.says("I cannot open links. Write a name or a question, and I look into what I have read.")
