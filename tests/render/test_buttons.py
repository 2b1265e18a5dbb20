"""Callback data: what we write we read; what others write is nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import zones
from bot.model import Button, ExcludeKind, Fate, Mode, Quiet, SubjectKind
from bot.render import actions as do
from bot.render import buttons as b
from bot.render.fields import MAX_PAGE
from bot.render.modes import coded, decoded
from bot.text import one_line

ids = st.integers(1, 2**63 - 1)
pages = st.integers(0, MAX_PAGE)
codes = st.from_regex(r"[A-Z]{2}", fullmatch=True)
slugs = st.from_regex(r"[a-z0-9-]{1,40}", fullmatch=True)
words = st.text(min_size=1, max_size=12).filter(lambda text: text == one_line(text))
modes = st.builds(
    Mode,
    each=st.booleans(),
    silent=st.booleans(),
    mentions=st.booleans(),
    near=st.booleans(),
    confirmed=st.integers(1, 9),
    minimum=st.integers(0, 10),
    cap=st.one_of(st.none(), st.integers(1, 60)),
)
all_modes = st.builds(
    replace,
    modes,
    digest=st.lists(st.integers(0, 1439), max_size=2).map(tuple),
    quiet=st.sampled_from(Quiet),
    wakes=st.integers(0, 10),
    languages=st.lists(st.from_regex("[a-z]{2}", fullmatch=True), max_size=3).map(tuple),
)
tunes = st.from_regex(r"k[1-9]|i(10|\d)|c\d{1,2}|d|(d[01]\d[0-5]\d){1,4}|q[hdt]|[esmn][01]|u", fullmatch=True)
places = st.sampled_from(do.Place)
subjects = st.one_of(
    st.tuples(st.just(SubjectKind.COUNTRY), codes),
    st.tuples(st.just(SubjectKind.ACTOR), slugs),
    st.tuples(st.just(SubjectKind.FEED), slugs),
    st.tuples(st.sampled_from([SubjectKind.KEYWORD, SubjectKind.TOPIC, SubjectKind.PUBLISHER]), words),
    st.just((SubjectKind.ALL, "")),
)
paged = st.one_of(st.tuples(st.just(SubjectKind.COUNTRY), codes), st.tuples(st.just(SubjectKind.ACTOR), slugs))

actions: st.SearchStrategy[do.Action] = st.one_of(
    st.builds(do.Show, st.sampled_from(do.Screen)),
    st.builds(do.Countries, st.integers(0, 99), pages),
    st.builds(do.OpenStory, ids, pages),
    paged.map(lambda pair: do.OpenPage(*pair)),
    st.builds(lambda pair, page: do.Latest(pair[0], pair[1], page), subjects, pages),
    st.builds(do.Search, words, pages),
    st.builds(do.Following, pages),
    st.builds(do.Feeds, pages),
    paged.map(lambda pair: do.AskAbout(*pair)),
    st.builds(lambda place, pair, mode: do.Follow(place, (pair,), mode), st.sampled_from(do.Place), subjects, modes),
    st.builds(do.Unfollow, st.sampled_from(do.Place), ids, pages),
    st.builds(do.SetMode, ids, all_modes),
    st.builds(do.Tune, places, ids, tunes),
    st.builds(do.EditWatch, ids),
    st.builds(do.Leave, ids, st.just(ExcludeKind.COUNTRY), codes, st.booleans()),
    st.builds(do.Leave, ids, st.just(ExcludeKind.STORY), ids.map(str), st.booleans()),
    st.builds(do.Leave, ids, st.just(ExcludeKind.PUBLISHER), words, st.booleans()),
    st.builds(do.Zones, st.sampled_from(zones.REGIONS), pages),
    st.sampled_from([name for names in zones.by_region().values() for name in names]).map(do.SetZone),
    st.builds(do.SetQuiet, st.integers(0, 1439), st.integers(0, 1439)),
    st.builds(do.Missed, st.sampled_from([1, 7]), st.sampled_from(["", *(fate.value for fate in Fate)]), pages),
    st.builds(do.Replay, st.sampled_from([1, 7])),
    st.builds(do.OpenDigest, ids, pages),
    st.builds(do.ImportWatches, st.from_regex(r"[A-Za-z0-9_-]{8,40}", fullmatch=True)),
    st.builds(do.MuteMenu, ids),
    st.builds(do.AlertMenu, ids),
    st.builds(do.Mute, ids, st.sampled_from([-1, 0, 1, 24])),
    st.builds(do.Why, ids),
    st.builds(do.AddFeed, st.from_regex(r"[A-Za-z0-9_-]{1,40}", fullmatch=True)),
    st.builds(do.ImportFeeds, st.from_regex(r"[A-Za-z0-9_-]{1,40}", fullmatch=True)),
    st.just(do.ExportFeeds()),
    st.builds(do.FeedAction, st.sampled_from(do.FeedVerb), slugs),
    st.builds(do.Set, st.sampled_from(do.Switch), st.booleans()),
    st.just(do.Forget()),
    st.just(do.Nothing()),
)


@settings(deadline=None)
@given(actions)
def test_what_is_written_is_read_and_fits(action: do.Action) -> None:
    data = b.encode(action)
    assert len(data.encode()) <= 64
    assert b.decode(data) == action


@settings(deadline=None)
@given(
    st.text(max_size=80) | st.from_regex(r"[a-z-]{1,2}(:[A-Za-z0-9* -]{0,12}){0,4}", fullmatch=True).map("~{}".format)
)
def test_hostile_data_is_nothing_or_exactly_what_we_would_write(data: str) -> None:
    action = b.decode(data)
    assert action is None or b.encode(action) == data


@pytest.mark.parametrize(
    "data",
    [
        "",
        "s:7:0",
        "s",
        "~",
        "~:",
        "~nonsense",
        "~s",
        "~s:7",
        "~s:0:0",
        "~s:-1:0",
        "~s:07:0",
        "~s:7:99999",
        "~s:٧:0",
        "~s:99999999999999999999999:0",
        "~u:n:1;drop:0",
        "~f:n:1:c:ve",
        "~f:n:1:c:VEN",
        "~f:q:1:c:VE",
        "~f:n:0:c:VE",
        "~f:n:se1:c:VE",
        "~f:n:1:x:anything",
        "~f:n:1:k:",
        "~f:n:1:k:a\nb",
        "~o:k:word",
        "~b:p:../etc",
        "~z:1:-2",
        "~z:1:1.5",
        "~t:s:2",
        "~x:1",
        "~x:",
        "~-:x",
        "~m:nowhere",
        "~y:n:1:d2500",
        "~y:n:1:k0",
        "~y:x:1:k2",
        "~y:n:1:",
        "~d:1:2c012",
        "~d:1:2c12",
        "~d:1:1d2500",
        "~zs:../../etc/passwd",
        "~zr:Nowhere Land:0",
        "~qh:1440:0",
        "~ms:2::0",
        "~ms:1:lost:0",
        "~iw:short",
        "~s:7:0" + " " * 60,
        "~f:n:1:k:\u202eabc",
        "~\ud800",
    ],
)
def test_forged_data_means_nothing(data: str) -> None:
    assert b.decode(data) is None


def test_what_does_not_fit_is_no_button() -> None:
    assert b.button("Follow", do.Follow(do.Place.NEW, ((SubjectKind.KEYWORD, "ж" * 40),))) is None
    with pytest.raises(ValueError, match="not a button"):
        b.encode(do.Follow(do.Place.NEW, ((SubjectKind.KEYWORD, "x" * 60),)))


def test_a_button_has_a_label_people_can_read() -> None:
    made = b.button("Follow\n\u202e " + "x" * 200, do.Nothing())
    assert made is not None
    assert made.text.startswith("Follow x")
    assert len(made.text) <= 64


def test_the_pager_says_where_one_is() -> None:
    assert b.pager(0, 1, do.Following) == ()
    assert [each.text if each else None for each in b.pager(1, 7, do.Following)] == ["‹", "2/7", "›"]
    assert [each.text if each else None for each in b.pager(0, 2, do.Following)] == [None, "1/2", "›"]
    assert b.pager(1, 2, do.Following)[0] == Button("‹", data="~i:0")
    assert b.pager(1, 2, do.Following)[2] is None


def test_a_pair_is_one_button() -> None:
    pair = do.Follow(do.Place.NEW, ((SubjectKind.COUNTRY, "VE"), (SubjectKind.KEYWORD, "AT&T oil")))
    assert b.encode(pair) == "~f:n:1:c:VE&k:AT&T oil"
    assert b.decode(b.encode(pair)) == pair


def test_a_keyword_that_reads_like_two_subjects_has_no_button() -> None:
    assert b.button("Follow", do.Follow(do.Place.NEW, ((SubjectKind.KEYWORD, "a&k:b"),))) is None


@given(all_modes)
def test_a_mode_in_a_button_is_that_mode(mode: Mode) -> None:
    assert decoded(coded(mode)) == mode
