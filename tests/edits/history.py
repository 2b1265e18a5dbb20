"""A feed's life, made up from a seed: what its editors and its software do to it, and what must come of that.

The model knows nothing of identity keys or digests. It knows which item is which, because it made them, and changes
only so much at once that a careful reader of the feed would still recognise each. `python -m tests.edits.history`
replays many lives; tests/store/test_history.py a short one.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.alerts import Alerts
from bot.clean import links
from bot.clean.volatile import words
from bot.model import ChatRef, Delivery, FullText, Item, Message, Mode, Priority, Sent, SubjectKind
from bot.ports import Store
from bot.store import open_store
from bot.store.versions import MOST
from tests.build import NOON, feed, subject
from tests.edits.desk import Room
from tests.newsroom import Piece

WINDOW = 30  # items of a listing
STEP = timedelta(minutes=10)
_NAMES = (
    "Aurora", "Borealis", "Cassandra", "Dunkirk", "Esmeralda", "Fortuna", "Gibraltar", "Hercules", "Ithaca", "Juno",
    "Kestrel", "Leviathan", "Marigold", "Nautilus", "Osprey", "Pelican", "Quasar", "Raven", "Siren", "Tempest",
)  # fmt: skip
_DOES = ("leaves", "reaches", "inspects", "avoids", "repairs", "buys", "sells", "hails", "tows", "insures", "blocks")
_WHERE = ("Rotterdam", "Odesa", "Santos", "Mombasa", "Colombo", "Busan", "Durban", "Vigo", "Gdansk", "Callao", "Aden")


@dataclass(slots=True, eq=False)
class Truth:
    """One item as its editors know it. `former` are the texts that were replaced, each once."""

    number: int
    title: str
    sentences: list[str]
    piece: Piece
    alerted: bool
    former: dict[tuple[str, str], None] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return " ".join(self.sentences)


@dataclass(slots=True)
class Telegram:
    """ports.Sender: takes everything."""

    headlines: list[str] = field(default_factory=list)

    async def send(
        self,
        chat: ChatRef,
        message: Message,
        *,
        silent: bool = False,
        reply_to: int | None = None,
        priority: Priority = Priority.ALERT,
    ) -> Delivery:
        self.headlines.append(message.text.splitlines()[0])
        return Sent(len(self.headlines))

    async def edit(
        self, chat: ChatRef, message_id: int, message: Message, *, priority: Priority = Priority.EDIT
    ) -> Delivery:
        return Sent(message_id)

    def busy(self) -> tuple[int, ...]:
        return ()

    def opens_in(self) -> timedelta:
        return timedelta()


class Life:
    """The feed, its editors, and the bot that polls it."""

    def __init__(self, store: Store, seed: int) -> None:
        self.rng = random.Random(seed)
        self.store = store
        self.room = Room(store, feed(1, full_text=FullText.NEVER))
        self.sender = Telegram()
        self.alerts = Alerts(store, self.sender, lambda: self.room.now, owner="a test")
        self.items: list[Truth] = []
        self.listed: list[Truth] = []
        self.left: list[Truth] = []
        self.thin: set[int] = set()
        self.touched: set[int] = set()  # since the last poll
        self.reused: set[str] = set()  # guids that more than one item has had
        self.rebuilt = False
        self.views = self.seen = 0  # of the items, those up to that number have been polled
        self.did: Counter[str] = Counter()

    async def begin(self) -> None:
        await self.room.opened()
        await self.store.chats.seen(1, "private", "", self.room.now)
        everything = subject(SubjectKind.ALL, "", "everything")
        await self.store.subscriptions.add(ChatRef(1), [everything], Mode(each=True, cap=None), self.room.now)
        for _ in range(8):
            self._new(alerted=False)
        await self.poll()

    async def step(self) -> None:
        """A few things happen to the feed, and it is polled."""
        self.touched.clear()
        if self.rng.random() < 0.03:
            self._whole()
        else:
            for _ in range(self.rng.randint(0, 3)):
                self._one()
        if self.rng.random() < 0.04:
            await self._outage()
        await self.poll()

    async def poll(self) -> None:
        channel = self.room.channel
        shown = list(self.listed)
        if self.rng.random() < 0.1:
            self.rng.shuffle(shown)
        channel.pieces = [self._shown(one) for one in shown]
        if shown and self.rng.random() < 0.05:
            channel.pieces.append(channel.pieces[0])
        result = await self.room.poll(later=STEP)
        assert result.reason is None, result.reason
        self.seen = len(self.items)
        await self.room.ingest.later.tick()
        await self.alerts.match()
        await self.alerts.send_waiting()

    async def check(self) -> None:
        """Exactly the items, the texts, the versions and the alerts that there must be."""
        found = Counter(int(item.title.split()[-1]) for item in await self._stored())
        assert found == Counter(one.number for one in self.items), "items"
        stored = {int(item.title.split()[-1]): item for item in await self._stored()}
        versions: dict[int, list[tuple[str, str]]] = {}
        for version in await self.store.versions.of([item.id for item in stored.values()]):
            versions.setdefault(version.item_id, []).append((version.title, words(version.body)))
        for one in self.items:
            item, former = stored[one.number], [(title, words(text)) for title, text in one.former]
            assert (item.title, words(item.body)) == (one.title, words(one.text)), f"item {one.number}"
            kept = former if len(former) <= MOST else [former[0], *former[1 - MOST :]]
            assert sorted(versions.get(item.id, [])) == sorted(kept), f"versions of item {one.number}"
        sent = Counter(int(line.split()[-1]) for line in self.sender.headlines)
        assert sent == Counter(one.number for one in self.items if one.alerted)

    async def _stored(self) -> list[Item]:
        found: list[Item] = []
        while more := await self.store.archive.added_after(found[-1].id if found else 0, since=NOON - STEP):
            found += more
        return found

    # ------------------------------------------------------------ what happens

    def _one(self) -> None:
        doings: list[tuple[int, Callable[[], object]]] = [
            (6, self._new), (10, self._change), (3, self._leave), (2, self._return), (2, self._reuse), (1, self._burst),
            (2, self._thin_out), (2, self._flap),
        ]  # fmt: skip
        weights = [weight for weight, _ in doings]
        doing = self.rng.choices([doing for _, doing in doings], weights)[0]
        self.did[doing.__name__.strip("_")] += 1
        doing()

    def _whole(self) -> None:
        """Something befalls the whole listing."""
        doings = [self._rebuild_with_dates, self._redate_all, self._churn, self._dig_up, self._rebuild]
        doing = self.rng.choice(doings)
        self.did[doing.__name__.strip("_")] += 1
        doing()

    def _new(self, *, alerted: bool = True, published: datetime | None = None) -> Truth:
        number = len(self.items) + 1
        title = f"{self._name()} {self._does()} {self._name()} near {self._where()} nr {number}"
        sentences = [self._sentence() for _ in range(self.rng.randint(4, 7))]
        moment = published or self.room.now - timedelta(minutes=self.rng.randint(0, 300))
        link = f"https://news.example/{number}/{self.rng.randrange(10**6)}"
        dated = moment if published or self.rng.random() < 0.9 else None
        piece = Piece(f"id-{number}", title, " ".join(sentences), link, dated)
        one = Truth(number, title, sentences, piece, alerted)
        self.items.append(one)
        self.touched.add(number)
        self.listed.insert(0, one)
        self._cut_off()
        return one

    def _cut_off(self) -> None:
        """The oldest fall out of the window, but none that readers have not seen as it is."""
        for one in [one for one in reversed(self.listed) if one.number not in self.touched]:
            if len(self.listed) > WINDOW:
                self.listed.remove(one)
                self.left.append(one)

    def _burst(self) -> None:
        for _ in range(self.rng.randint(5, 20)):
            self._new()

    def _dig_up(self) -> None:
        """Twice in a life: what happens more often is a feed's way, and news."""
        if self.did["dig_up"] > 2:
            return
        for n in range(self.rng.randint(6, 9)):
            self._new(alerted=False, published=self.room.now - timedelta(days=12, minutes=n))

    def _reuse(self) -> None:
        """A new item about something else, under the guid of an old one, which may still be listed."""
        one = self._new()
        others = [o for o in self.items if len(set(o.title.split()) & set(one.title.split())) <= 2]  # "near", "nr"
        others = [o for o in others if (o.piece.link or o not in self.listed) and o.piece.guid not in self.reused]
        if others:
            one.piece = replace(one.piece, guid=self.rng.choice(others).piece.guid)
            self.reused.add(one.piece.guid)

    def _leave(self) -> None:
        one = self.rng.choice(self.listed)
        if len(self.listed) > 3 and one.number not in self.touched:
            self.listed.remove(one)
            self.left.append(one)

    def _return(self) -> None:
        if self.left:
            one = self.left.pop(self.rng.randrange(len(self.left)))
            self.listed.insert(self.rng.randint(0, len(self.listed)), one)
            self.touched.add(one.number)
            self._cut_off()

    def _thin_out(self) -> None:
        """The feed gives a teaser of what it gave whole, or the whole again."""
        if seen := [one.number for one in self.listed if one.number <= self.seen and one.number not in self.touched]:
            self.thin ^= {self.rng.choice(seen)}

    def _flap(self) -> None:
        """A former text is put back."""
        one = self.rng.choice(self.listed)
        if one.former and one.number not in self.thin | self.touched:
            self.touched.add(one.number)
            title, text = self.rng.choice(list(one.former))
            sentences = [f"{part}." for part in text.rstrip(".").split(". ")]
            self._set(one, title, sentences)

    def _change(self) -> None:
        """One to three things of an item, so that something of it stays by which it is known."""
        one = self.rng.choice(self.listed)
        if one.number in self.touched:
            return
        self.touched.add(one.number)
        how = self.rng.sample(("guid", "link", "date", "title", "text", "tracking", "no guid", "no link"), 3)
        how = how[: self.rng.randint(1, 3)]
        before = one.piece
        title = self._other_title(one) if "title" in how else one.title
        after = before
        if "guid" in how:
            after = replace(after, guid=f"id-{one.number}-{self.rng.randrange(10**6)}")
        if "no guid" in how:
            after = replace(after, guid="")
        if "link" in how:
            after = replace(after, link=f"https://news.example/{one.number}/{self.rng.randrange(10**6)}")
        if "no link" in how:
            after = replace(after, link="")
        if "date" in how:
            after = replace(after, published=self.rng.choice((self.room.now, None, self.room.now - 3 * STEP)))
        if "tracking" in how and after.link:
            after = replace(after, link=f"{after.link.partition('?')[0]}?utm_source={self.rng.randrange(99)}#top")
        if not self._is_anchored(before, after, same_title=title == one.title):
            return
        one.piece = after
        if one.number not in self.thin:
            self._set(one, title, self._other_text(one) if "text" in how else one.sentences)

    def _is_anchored(self, before: Piece, after: Piece, *, same_title: bool) -> bool:
        """Whether the guid, the address, or headline and date say that it is the same item."""
        if before.guid and before.guid == after.guid and before.guid not in self.reused:
            return True
        if before.link and after.link and links.key(before.link) == links.key(after.link):
            return True
        return same_title and before.published is not None and before.published == after.published

    def _set(self, one: Truth, title: str, sentences: list[str]) -> None:
        if (title, sentences) != (one.title, one.sentences):
            former = (one.title, one.text)
            one.former.pop(former, None)
            one.former[former] = None
            one.title, one.sentences = title, list(sentences)

    # ------------------------------------------------------------ the whole listing

    def _rebuild_with_dates(self) -> None:
        """Other guids and addresses; what is dated keeps its date."""
        for one in self.listed:
            if one.piece.published is not None:
                self._readdress(one)

    def _rebuild(self) -> None:
        """Other guids, addresses and dates, once in a life."""
        if self.rebuilt:
            return
        self.rebuilt = True
        self.thin.clear()
        for one in self.listed:
            self._readdress(one)
            one.piece = replace(one.piece, published=self.room.now)

    def _readdress(self, one: Truth) -> None:
        number = self.rng.randrange(10**9)
        one.piece = replace(one.piece, guid=f"new-{number}", link=f"https://new.example/{number}")

    def _redate_all(self) -> None:
        for one in self.listed:
            after = replace(one.piece, published=self.room.now)
            if self._is_anchored(one.piece, after, same_title=True):
                one.piece = after

    def _churn(self) -> None:
        """What readers do not see."""
        self.views = self.rng.randrange(10**6)

    async def _outage(self) -> None:
        self.room.web.documents.clear()
        self.room.channel.pieces = []
        (one,) = self.room.feeds
        self.room.now += STEP
        state = await self.store.feeds.claim(one.id, self.room.now, owner="a test", lease=STEP)
        assert state is not None
        assert (await self.room.ingest.poll(state)).reason

    # ------------------------------------------------------------ words

    def _shown(self, one: Truth) -> Piece:
        text = one.text
        if one.number in self.thin:
            text = text[: len(text) // 3] + " […]"
        if self.views:
            text = f"<p>{text}</p> <small>{self.views} views</small>"
        return replace(one.piece, title=one.title, text=text)

    def _other_title(self, one: Truth) -> str:
        words = one.title.split()
        words[self.rng.choice((0, 2))] = self._name()
        return " ".join(words)

    def _other_text(self, one: Truth) -> list[str]:
        sentences = list(one.sentences)
        at = self.rng.randrange(len(sentences))
        match self.rng.choice(("in", "out", "other")):
            case "out" if len(sentences) > 3:
                del sentences[at]
            case "other":
                sentences[at] = self._sentence()
            case _:
                sentences.insert(at, self._sentence())
        return sentences

    def _sentence(self) -> str:
        return (
            f"The {self._name()} {self._does()} the {self._name()} off {self._where()} with"
            f" {self.rng.randrange(10**6)} tons of coal and a crew of {self.rng.randrange(99)}."
        )

    def _name(self) -> str:
        return self.rng.choice(_NAMES)

    def _does(self) -> str:
        return self.rng.choice(_DOES)

    def _where(self) -> str:
        return self.rng.choice(_WHERE)


async def live(store: Store, seed: int, polls: int, *, every: int = 50) -> Life:
    """A whole life; AssertionError where something else came of it than there must."""
    life = Life(store, seed)
    await life.begin()
    for n in range(polls):
        await life.step()
        if n % every == 0:
            await life.check()
    await life.check()
    return life


async def _main(seeds: range, polls: int, every: int) -> None:
    did: Counter[str] = Counter()
    for seed in seeds:
        with tempfile.TemporaryDirectory() as directory:
            store = await open_store(f"sqlite:///{Path(directory) / 'w.db'}")
            try:
                life = await live(store, seed, polls, every=every)
                did += life.did
                former = sum(len(one.former) for one in life.items)
                print(f"seed {seed}: {len(life.items)} items, {former} versions, {len(life.sender.headlines)} alerts")
            finally:
                await store.close()
    print(dict(did))


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seeds", type=int, default=10)
    arguments.add_argument("--first", type=int, default=0)
    arguments.add_argument("--polls", type=int, default=500)
    arguments.add_argument("--every", type=int, default=50, help="polls from one check to the next")
    given = arguments.parse_args()
    asyncio.run(_main(range(given.first, given.first + given.seeds), given.polls, given.every))
