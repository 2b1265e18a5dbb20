"""Callback data: what we write we read; what others write is nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Button, Mode, SubjectKind
from bot.render import buttons as b
from bot.text import one_line

ids = st.integers(1, 2**63 - 1)
pages = st.integers(0, b.MAX_PAGE)
codes = st.from_regex(r"[A-Z]{2}", fullmatch=True)
slugs = st.from_regex(r"[a-z0-9-]{1,40}", fullmatch=True)
words = st.text(min_size=1, max_size=12).filter(lambda text: text == one_line(text))
modes = st.builds(Mode, each=st.booleans(), silent=st.booleans(), confirmed=st.integers(1, 9))
subjects = st.one_of(
    st.tuples(st.just(SubjectKind.COUNTRY), codes),
    st.tuples(st.just(SubjectKind.ACTOR), slugs),
    st.tuples(st.just(SubjectKind.FEED), slugs),
    st.tuples(st.sampled_from([SubjectKind.KEYWORD, SubjectKind.TOPIC, SubjectKind.PUBLISHER]), words),
    st.just((SubjectKind.ALL, "")),
)
paged = st.one_of(st.tuples(st.just(SubjectKind.COUNTRY), codes), st.tuples(st.just(SubjectKind.ACTOR), slugs))

actions: st.SearchStrategy[b.Action] = st.one_of(
    st.builds(b.Show, st.sampled_from(b.Screen)),
    st.builds(b.Countries, st.integers(0, 99), pages),
    st.builds(b.OpenStory, ids, pages),
    paged.map(lambda pair: b.OpenPage(*pair)),
    st.builds(lambda pair, page: b.Latest(pair[0], pair[1], page), subjects, pages),
    st.builds(b.Search, words, pages),
    st.builds(b.Following, pages),
    st.builds(b.Feeds, pages),
    paged.map(lambda pair: b.AskAbout(*pair)),
    st.builds(lambda place, pair, mode: b.Follow(place, (pair,), mode), st.sampled_from(b.Place), subjects, modes),
    st.builds(b.Unfollow, st.sampled_from(b.Place), ids),
    st.builds(b.SetMode, ids, modes),
    st.builds(b.MuteMenu, ids),
    st.builds(b.AlertMenu, ids),
    st.builds(b.Mute, ids, st.sampled_from([-1, 0, 1, 24])),
    st.builds(b.Why, ids),
    st.builds(b.AddFeed, st.from_regex(r"[A-Za-z0-9_-]{1,40}", fullmatch=True)),
    st.builds(b.FeedAction, st.sampled_from(b.FeedVerb), slugs),
    st.builds(b.Set, st.sampled_from(b.Switch), st.booleans()),
    st.just(b.Forget()),
    st.just(b.Nothing()),
)


@given(actions)
def test_what_is_written_is_read_and_fits(action: b.Action) -> None:
    data = b.encode(action)
    assert len(data.encode()) <= 64
    assert b.decode(data) == action


@given(st.text(max_size=80) | st.from_regex(r"[a-z-]{1,2}(:[A-Za-z0-9* -]{0,12}){0,4}", fullmatch=True))
def test_hostile_data_is_nothing_or_exactly_what_we_would_write(data: str) -> None:
    action = b.decode(data)
    assert action is None or b.encode(action) == data


@pytest.mark.parametrize(
    "data",
    [
        "",
        ":",
        "nonsense",
        "s",
        "s:7",
        "s:0:0",
        "s:-1:0",
        "s:07:0",
        "s:7:99999",
        "s:٧:0",
        "s:99999999999999999999999:0",
        "u:n:1;drop",
        "f:n:1:c:ve",
        "f:n:1:c:VEN",
        "f:q:1:c:VE",
        "f:n:0:c:VE",
        "f:n:se1:c:VE",
        "f:n:1:x:anything",
        "f:n:1:k:",
        "f:n:1:k:a\nb",
        "o:k:word",
        "b:p:../etc",
        "z:1:-2",
        "z:1:1.5",
        "t:s:2",
        "x:1",
        "x:",
        "-:x",
        "m:nowhere",
        "s:7:0" + " " * 60,
        "f:n:1:k:\u202eabc",
        "\ud800",
    ],
)
def test_forged_data_means_nothing(data: str) -> None:
    assert b.decode(data) is None


def test_what_does_not_fit_is_no_button() -> None:
    assert b.button("Follow", b.Follow(b.Place.NEW, ((SubjectKind.KEYWORD, "ж" * 40),))) is None
    with pytest.raises(ValueError, match="not a button"):
        b.encode(b.Follow(b.Place.NEW, ((SubjectKind.KEYWORD, "x" * 60),)))


def test_a_button_has_a_label_people_can_read() -> None:
    made = b.button("Follow\n\u202e " + "x" * 200, b.Nothing())
    assert made is not None
    assert made.text.startswith("Follow x")
    assert len(made.text) <= 64


def test_the_pager_says_where_one_is() -> None:
    assert b.pager(0, 1, b.Following) == ()
    assert [each.text if each else None for each in b.pager(1, 7, b.Following)] == ["‹", "2/7", "›"]
    assert [each.text if each else None for each in b.pager(0, 2, b.Following)] == [None, "1/2", "›"]
    assert b.pager(1, 2, b.Following)[0] == Button("‹", data="i:0")
    assert b.pager(1, 2, b.Following)[2] is None


def test_a_pair_is_one_button() -> None:
    pair = b.Follow(b.Place.NEW, ((SubjectKind.COUNTRY, "VE"), (SubjectKind.KEYWORD, "AT&T oil")))
    assert b.encode(pair) == "f:n:1:c:VE&k:AT&T oil"
    assert b.decode(b.encode(pair)) == pair


def test_a_keyword_that_reads_like_two_subjects_has_no_button() -> None:
    assert b.button("Follow", b.Follow(b.Place.NEW, ((SubjectKind.KEYWORD, "a&k:b"),))) is None
