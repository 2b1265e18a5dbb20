"""Inline mode: "@bot lavrov" in any chat offers the newest reports to send there."""

from __future__ import annotations

from datetime import datetime

from telegram import InlineQueryResultArticle, InputTextMessageContent, LinkPreviewOptions, Update
from telegram.error import BadRequest

from bot.addresses import public_host
from bot.deliver.telegram import entities
from bot.errors import WirewatchError
from bot.model import Item, Listing, Subject
from bot.render import pages, pieces
from bot.render.reach import public
from bot.text import one_line
from handlers.access import Turn, Turnstile
from handlers.context import Callback, Context, Services

_CACHE = 30  # seconds that Telegram may give the same answer to others


def inline(services: Services, turnstile: Turnstile) -> Callback:
    """The callback for inline queries."""

    async def callback(update: Update, context: Context) -> None:
        query = update.inline_query
        if query is None:
            return
        async with turnstile.turn(query.from_user.id) as turn:
            if turn is not Turn.MINE:
                return
            now = services.clock()
            try:
                listing = await _found(services, one_line(query.query), now)
            except WirewatchError:
                listing = Listing(())
            try:
                await query.answer([_result(item, now, services) for item in listing.items], cache_time=_CACHE)
            except BadRequest:  # typed on meanwhile: the query is too old
                return

    return callback


async def _found(services: Services, words: str, now: datetime) -> Listing:
    if not words:
        return await services.stories.latest(None, 0, now)
    subject = await services.follow.names.resolve(words)
    if isinstance(subject, Subject):
        return await services.stories.latest(subject, 0, now)
    return await services.stories.search(words, 0, now)


def _result(item: Item, now: datetime, services: Services) -> InlineQueryResultArticle:
    card = public(pages.card(item, now), services.networks)
    return InlineQueryResultArticle(
        id=str(item.id),
        title=pieces.title_of(item, 120),
        description=pieces.byline(item, now),
        url=item.url if item.url and public_host(item.url, services.networks) else None,
        input_message_content=InputTextMessageContent(
            card.text, entities=entities(card), link_preview_options=LinkPreviewOptions(is_disabled=True)
        ),
    )
