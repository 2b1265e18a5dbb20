"""Which entries are one item, each with its negative twin."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clean import identity
from bot.model import Entry, KnownItem

NOON = datetime(2026, 3, 6, 12, tzinfo=UTC)


def entry(
    n: int,
    *,
    guid: str | None = "",
    link: str | None = "",
    title: str = "",
    summary: str = "",
    published: datetime | None = None,
) -> Entry:
    return Entry(
        guid=f"id-{n}" if guid == "" else guid,
        link=f"https://news.example/{n}" if link == "" else link,
        title=title or f"Minister number {n} meets envoy from port {n}",
        summary=summary,
        published=published,
    )


class Shelf:
    """An archive in miniature: the first item behind a key keeps it."""

    def __init__(self) -> None:
        self.items: dict[int, KnownItem] = {}
        self.keys: dict[str, int] = {}

    def poll(self, *entries: Entry, feed: str = "harbour") -> int:
        """How many of the entries are new."""
        new = 0
        for one, own in zip(entries, identity.keys(entries, feed_id=feed, publisher="Harbour Post"), strict=True):
            assert own, "every entry has a key"
            if not any(
                k in self.keys and identity.same_item(one, self.items[self.keys[k]], matched_key=k) for k in own
            ):
                new += 1
                ident = len(self.items)
                self.items[ident] = KnownItem(id=ident, feed_id=feed, title=one.title, url=one.link)
                free = [k for k in own if k not in self.keys]
                assert free, "a new item has a key of its own"
                self.keys.update(dict.fromkeys(free, ident))
        return new


def test_an_item_served_again_is_known() -> None:
    shelf = Shelf()
    assert shelf.poll(entry(1), entry(2)) == 2
    assert shelf.poll(entry(2), entry(1)) == 0


def test_an_item_that_leaves_and_returns_is_known() -> None:
    shelf = Shelf()
    shelf.poll(entry(1))
    shelf.poll(entry(2))
    assert shelf.poll(entry(1)) == 0


def test_a_guid_that_flips_at_each_poll_is_no_new_item() -> None:
    shelf = Shelf()
    assert shelf.poll(entry(1, guid="a")) == 1
    assert shelf.poll(entry(1, guid="b")) == 0
    assert shelf.poll(entry(1, guid="c", title="Minister number 1 meets envoy, sources say")) == 0


def test_a_new_guid_with_a_new_link_is_a_new_item() -> None:
    shelf = Shelf()
    shelf.poll(entry(1, guid="a"))
    assert shelf.poll(entry(2, guid="b")) == 1


def test_duplicate_guids_in_one_document_are_all_items() -> None:
    assert Shelf().poll(*(entry(n, guid="same") for n in range(10))) == 10


def test_duplicate_guids_with_one_link_and_different_titles_are_all_items() -> None:
    shelf = Shelf()
    ten = [entry(n, guid="same", link="https://news.example/") for n in range(10)]
    assert shelf.poll(*ten) == 10
    assert shelf.poll(*ten) == 0


def test_one_link_under_different_guids_and_titles_is_several_items() -> None:
    shelf = Shelf()
    both = (entry(1, link="https://news.example/live"), entry(2, link="https://news.example/live"))
    assert shelf.poll(*both) == 2
    assert shelf.poll(*both) == 0


def test_one_link_under_different_guids_with_one_title_is_one_item() -> None:
    shelf = Shelf()
    assert shelf.poll(entry(1, guid="a"), entry(1, guid="b")) == 1


def test_the_same_item_twice_in_one_document_is_one() -> None:
    assert Shelf().poll(entry(1), entry(2), entry(1)) == 2


def test_an_edited_item_is_known() -> None:
    shelf = Shelf()
    shelf.poll(entry(1, published=NOON))
    edited = entry(1, title="Envoy is met: what we know", summary="More.", published=NOON + timedelta(hours=1))
    assert shelf.poll(edited) == 0


def test_a_link_that_moves_under_one_guid_is_known() -> None:
    shelf = Shelf()
    shelf.poll(entry(1))
    assert shelf.poll(entry(1, link="https://news.example/moved")) == 0


def test_a_guid_reused_for_another_link_and_title_is_a_new_item() -> None:
    shelf = Shelf()
    shelf.poll(entry(1, guid="latest", title="Storm closes the northern harbour"))
    assert shelf.poll(entry(2, guid="latest", title="Parliament votes down the budget")) == 1
    assert shelf.poll(entry(2, guid="latest", title="Parliament votes down the budget")) == 0


def test_a_guid_reused_without_a_link_for_another_title_is_a_new_item() -> None:
    shelf = Shelf()
    shelf.poll(entry(1, guid="latest", link=None, title="Storm closes the northern harbour"))
    assert shelf.poll(entry(1, guid="latest", link=None, title="Storm closes the southern harbour")) == 0
    assert shelf.poll(entry(1, guid="latest", link=None, title="Parliament votes down the budget")) == 1
    assert shelf.poll(entry(1, guid="latest", link=None, title="Parliament votes down the budget")) == 0


def test_untitled_posts_without_a_link_are_told_by_their_guid() -> None:
    shelf = Shelf()
    assert shelf.poll(Entry(guid="a", link=None, title="", summary="Rain.")) == 1
    assert shelf.poll(Entry(guid="a", link=None, title="", summary="Rain, and wind.")) == 0
    assert shelf.poll(Entry(guid="b", link=None, title="", summary="Sun.")) == 1


def test_an_entry_without_a_link_whose_guid_another_one_takes_is_known_by_its_text() -> None:
    shelf = Shelf()
    one = entry(1, guid="same", link=None, summary="The envoy arrived at the port this morning.")
    assert shelf.poll(one) == 1
    assert shelf.poll(entry(2, guid="same", title="Parliament votes down the budget"), one) == 1
    assert shelf.poll(entry(2, guid="same", title="Parliament votes down the budget"), one) == 0


def test_without_guid_and_link_a_counter_in_the_text_is_no_new_item() -> None:
    shelf = Shelf()
    bare = entry(1, guid=None, link=None, summary="The envoy arrived. <i>1,234 views</i>")
    assert shelf.poll(bare) == 1
    assert shelf.poll(replace(bare, summary="The envoy arrived. <i>1,301 views</i>")) == 0
    assert shelf.poll(replace(bare, summary="The envoy arrived with 1,301 guests.")) == 1


@pytest.mark.parametrize(
    "link",
    [
        "http://news.example/1",
        "https://www.news.example/1/",
        "https://m.news.example/1?utm_source=rss&fbclid=x",
        "https://amp.news.example/1/amp",
        "https://news.example/1#comments",
        "HTTPS://NEWS.example:443/1",
    ],
)
def test_a_variant_of_the_address_under_a_new_guid_is_known(link: str) -> None:
    shelf = Shelf()
    shelf.poll(entry(1))
    assert shelf.poll(entry(1, guid="other", link=link)) == 0


def test_another_page_of_the_site_under_a_new_guid_is_new() -> None:
    shelf = Shelf()
    shelf.poll(entry(1))
    assert (
        shelf.poll(entry(1, guid="other", link="https://news.example/1?page=2", title="Another matter altogether")) == 1
    )


def test_the_same_page_in_two_feeds_is_one_item() -> None:
    shelf = Shelf()
    assert shelf.poll(entry(1, guid="a"), feed="world") == 1
    assert shelf.poll(entry(1, guid="z", link="http://www.news.example/1?utm_source=rss"), feed="africa") == 0


def test_one_guid_in_two_feeds_is_two_items() -> None:
    shelf = Shelf()
    shelf.poll(entry(1, guid="7"), feed="world")
    assert shelf.poll(entry(2, guid="7"), feed="africa") == 1


def test_a_front_page_as_the_link_identifies_nothing() -> None:
    shelf = Shelf()
    shelf.poll(entry(1, link="https://news.example/"))
    assert shelf.poll(entry(2, link="https://news.example/")) == 1


def test_a_live_page_link_with_a_wholly_new_title_is_a_new_item() -> None:
    shelf = Shelf()
    shelf.poll(entry(1, link="https://news.example/live", title="Talks open at the capital"))
    assert shelf.poll(entry(2, link="https://news.example/live", title="Ceasefire holds overnight")) == 1


def test_entries_of_a_live_page_told_apart_by_fragment_only() -> None:
    shelf = Shelf()
    posts = [entry(n, guid=None, link=f"https://news.example/live#post-{n}") for n in range(3)]
    assert shelf.poll(*posts) == 3
    assert shelf.poll(*posts) == 0


def test_without_guid_and_link_the_text_tells() -> None:
    shelf = Shelf()
    bare = entry(1, guid=None, link=None, summary="The envoy arrived.")
    assert shelf.poll(bare) == 1
    assert shelf.poll(replace(bare, published=NOON)) == 0
    assert shelf.poll(replace(bare, summary="The envoy left.")) == 1


def test_without_guid_a_volatile_link_is_no_new_item() -> None:
    shelf = Shelf()
    said = "The envoy arrived at the port this morning and was met by the mayor."
    shelf.poll(entry(1, guid=None, link="https://news.example/a?token=1", summary=said))
    assert shelf.poll(entry(1, guid=None, link="https://news.example/a?token=2", summary=said)) == 0


def test_without_guid_a_recurring_short_title_is_a_new_item() -> None:
    shelf = Shelf()
    shelf.poll(entry(1, guid=None, title="Weather"))
    assert shelf.poll(entry(2, guid=None, title="Weather")) == 1


def test_guid_and_link_both_change_but_title_and_moment_stay() -> None:
    shelf = Shelf()
    title = "Minister meets envoy in the old port"
    shelf.poll(entry(1, title=title, published=NOON))
    assert shelf.poll(entry(2, title=title, published=NOON)) == 0
    assert shelf.poll(entry(3, title=title, published=NOON + timedelta(days=1))) == 1


def test_an_entry_with_nothing_still_has_a_key() -> None:
    assert Shelf().poll(Entry(guid=None, link=None, title="")) == 1


def test_long_guids_and_links_are_digested() -> None:
    (own,) = identity.keys(
        [entry(1, guid="g" * 65_536, link="https://news.example/" + "a" * 1900)], feed_id="f" * 40, publisher="p" * 200
    )
    assert all(len(key) <= identity.MAX_KEY for key in own)


@pytest.mark.parametrize("key", ["g:harbour:7", "l:news.example/7", "d:x", "t:x"])
def test_the_very_same_entry_is_the_same_item(key: str) -> None:
    known = KnownItem(id=1, feed_id="harbour", title=entry(7).title, url=entry(7).link)
    assert identity.same_item(entry(7), known, matched_key=key)


_ENTRIES = st.builds(
    Entry,
    guid=st.none() | st.text(max_size=6),
    link=st.none() | st.sampled_from([f"https://news.example/{n}" for n in range(4)] + ["https://news.example/"]),
    title=st.text(max_size=20),
    summary=st.text(max_size=20),
    published=st.none() | st.just(NOON),
)


@given(st.lists(_ENTRIES, max_size=8))
def test_polling_a_document_again_brings_nothing_new(entries: list[Entry]) -> None:
    shelf = Shelf()
    shelf.poll(*entries)
    assert shelf.poll(*entries) == 0


@given(st.lists(_ENTRIES, max_size=8, unique_by=lambda e: (e.guid, e.link, e.title)))
def test_every_entry_has_bounded_keys(entries: list[Entry]) -> None:
    for own in identity.keys(entries, feed_id="harbour", publisher="Harbour Post"):
        assert own
        assert len(set(own)) == len(own)
        assert all(0 < len(key) <= identity.MAX_KEY for key in own)
