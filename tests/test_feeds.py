"""The feeds as admins manage them: feeds.yaml and the database change together, and a notice goes out once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot import feedsfile
from bot.errors import NotAFeed, NotFound, Refused, WorkerFailed
from bot.feeds import CANDIDATES, PREVIEW_LIFE, Feeds
from bot.model import (
    Article,
    Condition,
    Failed,
    FailureKind,
    Fetched,
    Message,
    NotModified,
    PollRecord,
    Understood,
)
from bot.notices import Notices
from bot.parse import opml
from bot.ports import Store
from bot.store import open_store
from tests.build import NOON, at, feed
from tests.parse.documents import item, rss
from tests.workers import InProcess

SITE = "https://news.example/"
START = f"""# My feeds, by hand.
feeds:
  - id: harbour  # the first
    url: {SITE}old.xml
    publisher: Harbour
"""


@dataclass
class Web:
    """ports.Fetcher on a few pages."""

    pages: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    async def feed(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched | NotModified | Failed:
        self.asked.append(url)
        if url not in self.pages:
            return Failed(FailureKind.STATUS, "news.example answered 404, Not Found", 404)
        return Fetched(url, self.pages[url].encode())

    async def page(self, url: str) -> Fetched | Failed:
        if url not in self.pages:
            return Failed(FailureKind.STATUS, "403", 403)
        return Fetched(url, self.pages[url].encode(), "text/html")


class Desk(InProcess):
    """ports.Workers without processes, as far as feeds need them."""

    async def understand(self, article: Article) -> Understood:
        if "too long" in article.title:
            raise WorkerFailed("it took too long")
        return Understood(language="en", summary=(article.body.partition(".")[0] + ".",))


@dataclass
class Office:
    """Feeds with everything behind them."""

    feeds: Feeds
    store: Store
    web: Web
    path: Path
    now: datetime = NOON
    told: list[str] = field(default_factory=list)
    reachable: bool = True

    async def tell(self, message: Message) -> bool:
        if self.reachable:
            self.told.append(message.text)
        return self.reachable

    async def polled(self, record: PollRecord, feed_id: str = "harbour") -> None:
        await self.store.feeds.claim_due(self.now, owner="a", lease=timedelta(minutes=1), limit=100, everything=True)
        await self.store.feeds.record(feed_id, "a", record)
        await self.store.free_leases()

    def ids(self) -> list[str]:
        return [one.id for one in feedsfile.read(self.path)]


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    path = tmp_path / "feeds.yaml"
    path.write_text(START)
    store = await open_store(f"sqlite:///{tmp_path}/t.db")
    web = Web()
    made: list[Office] = []

    async def tell(text: str) -> None:
        made[0].told.append(text)

    feeds = Feeds(feedsfile.YamlFeeds(path), store, web, Desk(), lambda: made[0].now, tell)
    made.append(Office(feeds, store, web, path))
    await feeds.sync()
    yield made[0]
    await store.close()


def page(*paths: str) -> str:
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="{path}">' for path in paths)
    return f"<html><head><title>News</title>{links}</head><body><p>Welcome.</p></body></html>"


def document(title: str, *titles: str) -> str:
    items = [item(title=one, guid=one) for one in titles]
    return rss(*items, head=f"<title>{title}</title>")


# ---------------------------------------------------------------- finding


async def test_all_feeds_of_a_page_are_found_with_their_items_and_one_is_added(office: Office) -> None:
    office.web.pages |= {
        SITE: page("/world.xml", "/broken.xml", "/sport.xml"),
        f"{SITE}world.xml": document("World", "Ferry sails", "Bridge opens"),
        f"{SITE}broken.xml": "nothing",
        f"{SITE}sport.xml": document("Sport", "Match won"),
    }
    world, sport = await office.feeds.find("news.example/")
    assert [one.title for one in world.entries] == ["Ferry sails", "Bridge opens"]
    assert (sport.title, sport.total, sport.feed.id) == ("Sport", 1, "sport")
    assert office.ids() == ["harbour"], "finding adds nothing"
    assert (await office.feeds.add(sport.token)).url == f"{SITE}sport.xml"
    assert office.ids() == ["harbour", "sport"]


async def test_feeds_with_one_name_get_ids_of_their_own(office: Office) -> None:
    office.web.pages |= {
        SITE: page("/a.xml", "/b.xml"),
        f"{SITE}a.xml": document("News", "A"),
        f"{SITE}b.xml": document("News", "B"),
    }
    assert [one.feed.id for one in await office.feeds.find(SITE)] == ["news", "news-2"]


async def test_feeds_that_are_there_already_are_not_offered(office: Office) -> None:
    office.web.pages |= {
        SITE: page("/old.xml", "/new.xml"),
        f"{SITE}old.xml": document("Old", "A"),
        f"{SITE}new.xml": document("New", "B"),
    }
    (new,) = await office.feeds.find(SITE)
    assert new.title == "New"
    await office.feeds.add(new.token)
    with pytest.raises(Refused, match="there already, as harbour"):
        await office.feeds.find(SITE)


async def test_a_page_without_feeds_is_searched_within_bounds(office: Office) -> None:
    office.web.pages[SITE] = page(*(f"/{n}.xml" for n in range(50)))
    with pytest.raises(NotAFeed):
        await office.feeds.find(SITE)
    assert len(office.web.asked) == 1 + CANDIDATES


async def test_a_preview_can_be_added_for_half_an_hour(office: Office) -> None:
    office.web.pages[f"{SITE}world.xml"] = document("World", "Ferry sails")
    preview = await office.feeds.probe(f"{SITE}world.xml")
    office.now += PREVIEW_LIFE + timedelta(seconds=1)
    with pytest.raises(NotFound, match="too old"):
        await office.feeds.add(preview.token)
    assert office.ids() == ["harbour"]


# ---------------------------------------------------------------- OPML

FILE = b"""<opml version="2.0"><body>
<outline text="Europe"><outline text="Baltic Times" xmlUrl="https://baltic.example/rss"/>
<outline text="Baltic Times" xmlUrl="https://baltic.example/two"/></outline>
<outline text="Harbour" xmlUrl="https://news.example/old.xml"/>
<outline text="Odd" xmlUrl="https://odd.example:0/rss"/>
</body></opml>"""


async def test_an_opml_file_is_imported_in_one_write_with_folders_as_topics(office: Office) -> None:
    found = await office.feeds.read_opml(FILE)
    assert (found.total, [one.url for one in found.new]) == (
        4,
        ["https://baltic.example/rss", "https://baltic.example/two"],
    )
    assert office.path.read_text() == START, "reading adds nothing"
    result = await office.feeds.import_opml(found.token)
    assert ([one.id for one in result.added], result.left_out) == (["baltic-times", "baltic-times-2"], 2)
    written = office.path.read_text()
    assert written.startswith(START), "comments and order are kept"
    assert [one.topics for one in feedsfile.read(office.path)] == [(), ("Europe",), ("Europe",)]
    assert len(await office.feeds.list()) == 3


async def test_importing_a_file_twice_adds_nothing(office: Office) -> None:
    token = (await office.feeds.read_opml(FILE)).token
    await office.feeds.import_opml(token)
    written = office.path.read_text()
    assert (await office.feeds.import_opml(token)).added == ()
    assert office.path.read_text() == written


@pytest.mark.parametrize("body", [b"", b"\x89PNG", b"<html></html>", b"<!DOCTYPE x [<!ENTITY a 'b'>]><opml/>"])
async def test_what_is_no_opml_is_refused(office: Office, body: bytes) -> None:
    with pytest.raises(NotAFeed, match=r"^I cannot import that: .*\.$"):
        await office.feeds.read_opml(body)


async def test_an_import_needs_a_file_that_was_shown(office: Office) -> None:
    with pytest.raises(NotFound):
        await office.feeds.import_opml("never-shown")
    assert office.path.read_text() == START


async def test_what_is_exported_is_read_back(office: Office) -> None:
    await office.feeds.import_opml((await office.feeds.read_opml(FILE)).token)
    outlines = opml.read(await office.feeds.export_opml())
    assert [(one.url, one.categories) for one in outlines][1] == ("https://baltic.example/rss", ("Europe",))
    assert (await office.feeds.read_opml(await office.feeds.export_opml())).new == ()


# ---------------------------------------------------------------- mending


async def test_a_moved_feed_gets_its_new_address_and_comments_stay(office: Office) -> None:
    await office.polled(PollRecord(NOON, at(10), ok=True, moved_to=f"{SITE}new.xml", since=NOON))
    assert (await office.feeds.use_new_address("harbour")).url == f"{SITE}new.xml"
    assert office.path.read_text() == START.replace("old.xml", "new.xml")
    (state,) = await office.feeds.list()
    assert (state.feed.url, state.moved_to, state.next_check) == (f"{SITE}new.xml", None, None)


async def test_a_feed_that_has_not_moved_keeps_its_address(office: Office) -> None:
    with pytest.raises(NotFound, match="has not moved"):
        await office.feeds.use_new_address("harbour")
    assert office.path.read_text() == START


async def test_a_new_address_that_another_feed_has_is_refused(office: Office) -> None:
    feedsfile.add(office.path, feed(1))
    await office.feeds.sync()
    await office.polled(PollRecord(NOON, at(10), ok=True, moved_to=feed(1).url, since=NOON))
    with pytest.raises(Refused, match="there already, as feed-1"):
        await office.feeds.use_new_address("harbour")


async def test_retry_makes_a_feed_due_unless_it_is_paused(office: Office) -> None:
    await office.polled(PollRecord(NOON, at(600), ok=False, failures=5, reason="No."))
    await office.feeds.retry("harbour")
    assert (await office.feeds.list())[0].next_check is None
    await office.feeds.pause("harbour")
    with pytest.raises(Refused, match="paused"):
        await office.feeds.retry("harbour")


# ---------------------------------------------------------------- notices

FAILED = PollRecord(NOON, at(10), ok=False, failures=1, reason="x answered 503", trouble=Condition.FAILING, since=NOON)


async def test_admins_hear_once_that_a_feed_fails_and_once_that_it_is_well(office: Office) -> None:
    await office.polled(FAILED)
    await Notices(office.store, office.tell, lambda: office.now).tick()
    assert office.told == [], "one failure is nothing"
    for failures in (3, 4, 7, 8):
        office.now = at(10 * failures)
        await office.polled(replace(FAILED, failures=failures))
        await Notices(office.store, office.tell, lambda: office.now).tick()  # a new one, as after a restart
    (told,) = office.told
    assert told == "A feed has changed\n\n🔴 harbour · Harbour\nFailing since 12:00 UTC: x answered 503."
    await office.polled(PollRecord(at(90), at(100), ok=True, since=at(90)))
    await office.polled(PollRecord(at(100), at(110), ok=True, since=at(90)))
    for minutes in (101, 209, 210, 280):
        office.now = at(minutes)
        await Notices(office.store, office.tell, lambda: office.now).tick()
    assert office.told[1:] == ["A feed has changed\n\n🟢 harbour · Harbour\nWell again."]


async def test_what_telegram_did_not_take_is_told_later_or_never(office: Office) -> None:
    notices = Notices(office.store, office.tell, lambda: office.now)
    office.reachable = False
    await office.polled(replace(FAILED, failures=4))
    office.now = at(70)
    await notices.tick()
    office.reachable = True
    await notices.tick()
    assert len(office.told) == 1


async def test_a_move_is_told_once_with_a_way_to_the_feed(office: Office) -> None:
    said: list[Message] = []

    async def tell(message: Message) -> bool:
        said.append(message)
        return True

    notices = Notices(office.store, tell, lambda: office.now)
    for minutes in (0, 60, 120):
        office.now = at(minutes)
        record = PollRecord(
            office.now, at(minutes + 10), ok=True, since=NOON, address=f"{SITE}new.xml", moved_since=NOON
        )
        await office.polled(record)
        await notices.tick()
    (message,) = said
    assert message.text.startswith("A feed has changed\n\n🟡 harbour · Harbour\nMoved since 12:00 UTC: it is polled at")
    assert [[key.text for key in row] for row in message.buttons] == [["🟡 harbour"], ["All feeds"]]
    await office.feeds.use_new_address("harbour")
    await office.polled(PollRecord(at(130), at(140), ok=True, since=at(130)))
    office.now = at(999)
    await notices.tick()
    assert len(said) == 1, "its admin did it, and knows"


async def test_an_outage_that_nobody_heard_of_ends_without_a_word(office: Office) -> None:
    notices = Notices(office.store, office.tell, lambda: office.now)
    office.reachable = False
    await office.polled(replace(FAILED, failures=3))
    await notices.tick()
    office.reachable = True
    await office.polled(PollRecord(at(60), at(70), ok=True, since=at(60)))
    office.now = at(300)
    await notices.tick()
    assert office.told == []


async def many(office: Office, count: int) -> None:
    feedsfile.YamlFeeds(office.path).add_all([feed(n) for n in range(count)])
    await office.feeds.sync()
    await office.polled(WORKS)


async def recorded(office: Office, record: PollRecord, numbers: range) -> None:
    await office.store.feeds.claim_due(office.now, owner="a", lease=timedelta(minutes=1), limit=999, everything=True)
    for n in numbers:
        await office.store.feeds.record(f"feed-{n}", "a", record)
    await office.store.free_leases()


WORKS = PollRecord(NOON, at(10), ok=True, since=NOON)


async def test_feeds_that_fail_one_after_the_other_are_told_of_in_a_few_messages(office: Office) -> None:
    await many(office, 30)
    await recorded(office, WORKS, range(30))
    notices = Notices(office.store, office.tell, lambda: office.now)
    for n in range(12):  # one more each five minutes
        office.now = at(70 + 5 * n)
        await recorded(office, replace(FAILED, failures=4), range(n, n + 1))
        await notices.tick()
        await notices.tick()
    assert [text.partition("\n")[0] for text in office.told] == [
        "A feed has changed", *["3 feeds have changed"] * 3
    ]  # fmt: skip


async def test_a_feed_that_fails_at_every_other_poll_is_never_told_of(office: Office) -> None:
    notices = Notices(office.store, office.tell, lambda: office.now)
    for hour in range(0, 200, 2):
        office.now = at(60 * hour)
        good = replace(WORKS, checked=office.now, since=office.now)
        bad = replace(FAILED, checked=office.now, since=office.now)
        await office.polled(bad if hour % 4 else good)
        for minutes in (0, 61, 119):
            office.now = at(60 * hour + minutes)
            await notices.tick()
    assert office.told == []


async def test_an_outage_of_our_own_network_is_one_message_and_one_when_it_is_over(office: Office) -> None:
    await many(office, 210)
    await recorded(office, WORKS, range(210))
    notices = Notices(office.store, office.tell, lambda: office.now)
    for failures in range(1, 8):
        office.now = at(10 * failures)
        await recorded(office, replace(FAILED, failures=failures), range(200))
        await notices.tick()
        await Notices(office.store, office.tell, lambda: office.now).tick()  # as after a restart
    (told,) = office.told
    assert told.startswith("200 of 211 feeds fail: probably our own network\n\nIt began about 12:00 UTC.")
    assert "x answered 503" in told
    back = at(80)
    await recorded(office, replace(WORKS, checked=back, since=back), range(195))
    await recorded(office, replace(WORKS, checked=at(90), since=back), range(195))
    for minutes in (90, 91, 120, 200, 300):
        office.now = at(minutes)
        await notices.tick()
    assert [text.partition("\n")[0] for text in office.told[1:]] == ["The feeds answer again", "5 feeds have changed"]
    assert "206 of 211 are well." in office.told[1]


async def test_a_network_that_comes_and_goes_is_told_of_once_and_then_when_it_stays_away(office: Office) -> None:
    await many(office, 30)
    notices = Notices(office.store, office.tell, lambda: office.now)
    for minutes in range(0, 20 * 60, 20):
        office.now = at(minutes)
        down = replace(FAILED, checked=office.now, failures=2, since=at(minutes - 15))
        up = replace(WORKS, checked=office.now, since=at(minutes - 15))
        await recorded(office, down if minutes % 40 else up, range(30))
        await notices.tick()
    assert [text.partition("\n")[0] for text in office.told] == [
        "30 of 31 feeds fail: probably our own network", "The feeds answer again"
    ]  # fmt: skip
    away = office.now
    await recorded(office, replace(FAILED, checked=away, failures=9, since=away), range(30))
    for hours in (1, 5, 6, 7):
        office.now = away + timedelta(hours=hours)
        await notices.tick()
    assert len(office.told) == 3


async def test_an_outage_that_does_not_end_is_told_of_feed_by_feed(office: Office) -> None:
    await many(office, 40)
    await recorded(office, WORKS, range(40))
    notices = Notices(office.store, office.tell, lambda: office.now)
    await recorded(office, replace(FAILED, failures=9), range(30))
    for hours in (1, 12, 25, 26):
        office.now = at(60 * hours)
        await notices.tick()
    assert [text.partition("\n")[0] for text in office.told] == [
        "30 of 41 feeds fail: probably our own network", "30 feeds have changed"
    ]  # fmt: skip
    assert office.told[1].endswith("… and 20 more.")


# ---------------------------------------------------------------- trying


FERRY = (
    "<html><head><title>Ferry line reopens</title></head><body><article><h1>Ferry line reopens</h1>"
    + "<p>The ferry left Port Amel on Friday with two hundred people on board, a week after the talks began.</p>" * 2
    + "<p>It comes back at night, the harbour master said, and leaves again in the morning with the mail.</p>"
    + "</article></body></html>"
)


async def test_a_trial_shows_items_with_their_pages_and_stores_nothing(office: Office) -> None:
    office.web.pages[SITE + "new.xml"] = rss(
        item(f"<link>{SITE}ferry</link>", title="Ferry line reopens", guid="1"),
        item(f"<link>{SITE}gone</link><description>Another line.</description>", title="No page for this", guid="2"),
        item("<description>A third line.</description>", title="This takes too long", guid="3"),
        head="<title>New</title>",
    )
    office.web.pages[SITE + "ferry"] = FERRY
    trial = await office.feeds.trial(SITE + "new.xml")
    assert (trial.title, trial.total, office.ids()) == ("New", 3, ["harbour"])
    ferry, gone, long = trial.items
    assert ferry.article.body.startswith("The ferry left Port Amel on Friday")
    assert gone.article.notes == ("page not fetched: 403",)
    assert long.article.notes == ("the text could not be read: it took too long",)
    assert (await office.store.archive.counts()).items == 0
    assert trial.token is not None
    assert (await office.feeds.add(trial.token)).url == SITE + "new.xml"


@pytest.mark.parametrize("which", ["harbour", " Harbour ", SITE + "old.xml"])
async def test_a_feed_that_is_there_is_tried_by_its_id_or_address(office: Office, which: str) -> None:
    office.web.pages[SITE + "old.xml"] = document("Old", "A", "B")
    trial = await office.feeds.trial(which)
    assert (trial.feed.id, trial.token, len(trial.items)) == ("harbour", None, 2)


async def test_a_trial_of_no_feed_says_so(office: Office) -> None:
    office.web.pages[SITE] = page()
    with pytest.raises(NotAFeed):
        await office.feeds.trial(SITE)
    with pytest.raises(NotFound) as unknown:
        await office.feeds.trial("harbor")
    assert unknown.value.suggestions == ("harbour",)
