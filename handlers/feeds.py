"""The admins' commands: /feeds, /addfeed, /testfeed, /pausefeed, /resumefeed, /removefeed, /stats; and OPML files."""

from __future__ import annotations

from bot.errors import NotFound, Refused
from bot.model import Message
from bot.render import actions as do
from bot.render import admin, brakes, screens, trial
from bot.render import feeds as render
from bot.text import one_line
from handlers.context import Call, Document, Reply, Working
from handlers.reply import download

LARGEST_FILE = 5 * 1024 * 1024  # bytes; 10,000 feeds take about two
READING = "Reading your file …"
IMPORTING = "Adding the feeds …"


async def feeds(call: Call) -> Reply:
    """All feeds, sick ones first."""
    return await listed(call, 0)


async def listed(call: Call, page: int) -> Message:
    states = render.ordered(await call.services.feeds.list(), call.now)
    vitals = await call.services.feeds.vitals([state.feed.id for state in render.on_page(states, page)])
    return render.listed(states, vitals, page, call.now)


async def opened(call: Call, feed_id: str) -> Message:
    """A feed's own page. NotFound when there is none."""
    state = next((state for state in await call.services.feeds.list() if state.feed.id == feed_id), None)
    if state is None:
        raise NotFound(f"There is no feed “{feed_id}”. /feeds shows their ids.")
    return render.opened(state, (await call.services.feeds.vitals([feed_id]))[feed_id], call.now)


async def add(call: Call) -> Reply:
    """Tries a feed, or the feeds of a site, and shows what there is; adding takes a tap."""
    if not call.text:
        return screens.usage(
            "Which feed? Give its address, or the address of the site.", "/addfeed https://example.org"
        )
    return probe(call, call.text)


async def test(call: Call) -> Reply:
    """A feed's newest items as they would be ingested, with what was left out of them."""
    if not call.text:
        return screens.usage(
            "Which feed? Give its address, or the id of one of yours.", "/testfeed https://example.org"
        )
    which = one_line(call.text)

    async def work() -> Message:
        return trial.shown(await call.services.feeds.trial(which), call.now)

    return Working(trial.trying(which), work)


def probe(call: Call, url: str) -> Working:
    async def work() -> Message:
        found = await call.services.feeds.find(one_line(url))
        return admin.preview(found[0], call.now) if len(found) == 1 else admin.choice(found, call.now)

    return Working(admin.looking(url), work)


async def document(call: Call) -> Reply:
    """A file: says what it would bring; importing takes a tap. Refused when it is too large."""
    attachment = call.attachment
    if attachment is None:
        return None
    if attachment.size > LARGEST_FILE:
        raise Refused(f"That file is too large: at most {LARGEST_FILE // 1024**2} MiB.")

    async def work() -> Message:
        return admin.opml(await call.services.feeds.read_opml(await download(call, attachment)))

    return Working(screens.says(READING), work)


def import_all(call: Call, token: str) -> Working:
    """Add the feeds of a file that was shown."""

    async def work() -> Message:
        return admin.imported(await call.services.feeds.import_opml(token))

    return Working(screens.says(IMPORTING), work)


async def export(call: Call) -> Document:
    """All feeds as a file."""
    return Document("wirewatch-feeds.opml", await call.services.feeds.export_opml())


async def pause(call: Call) -> Reply:
    return await act(call, do.FeedVerb.PAUSE, _id(call))


async def resume(call: Call) -> Reply:
    return await act(call, do.FeedVerb.RESUME, _id(call))


async def remove(call: Call) -> Reply:
    """Asks first."""
    return await act(call, do.FeedVerb.ASK_REMOVE, _id(call))


async def stats(call: Call) -> Reply:
    """The archive in numbers."""
    return admin.stats(await call.services.feeds.stats())


async def act(call: Call, verb: do.FeedVerb, feed_id: str) -> Message:
    """Do it, and say what was done. NotFound with near ids when there is no such feed."""
    match verb:
        case do.FeedVerb.OPEN:
            return await opened(call, feed_id)
        case do.FeedVerb.PAUSE:
            return admin.paused(await call.services.feeds.pause(feed_id))
        case do.FeedVerb.RESUME:
            return admin.resumed(await call.services.feeds.resume(feed_id))
        case do.FeedVerb.RELEASE:
            return brakes.released(feed_id, await call.services.feeds.release(feed_id))
        case do.FeedVerb.RETRY:
            return admin.retried(await call.services.feeds.retry(feed_id))
        case do.FeedVerb.USE_NEW_ADDRESS:
            return admin.readdressed(await call.services.feeds.use_new_address(feed_id))
        case do.FeedVerb.REMOVE:
            return admin.removed(await call.services.feeds.remove(feed_id))
        case do.FeedVerb.ASK_REMOVE:
            if feed_id not in {state.feed.id for state in await call.services.feeds.list()}:
                raise NotFound(f"There is no feed “{feed_id}”. /feeds shows their ids.")
            return admin.ask_remove(feed_id)


def _id(call: Call) -> str:
    if not call.text:
        raise NotFound("Which feed? Give its id, as /feeds shows it.")
    return one_line(call.text)
