"""From the words people write to what they follow, on a real database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import NotFound, Refused
from bot.follow import Follow, Part, Unclear, Wish, parse_command
from bot.follow.names import keyword, pattern
from bot.follow.watches import MAX_PATTERNS, MAX_WATCHES
from bot.model import Actor, ActorKind, Mode, Quiet, Subject, SubjectKind
from bot.ports import Store
from bot.store import open_store
from tests.build import NOON, at, chat, feed, new_item

LAVROV = Actor("sergey-lavrov", "Sergey Lavrov", ActorKind.PERSON, "RU", aliases=("Lavrov", "Лавров"))
DELCY = Actor("delcy-rodriguez", "Delcy Rodríguez", ActorKind.PERSON, "VE", aliases=("Rodríguez",))
BRUNO = Actor("bruno-rodriguez", "Bruno Rodríguez", ActorKind.PERSON, "CU", aliases=("Rodríguez",))
EACH = Mode(each=True, cap=None)
VENEZUELA = Subject(SubjectKind.COUNTRY, "VE", "Venezuela")
OF_LAVROV = Subject(SubjectKind.ACTOR, "sergey-lavrov", "Sergey Lavrov")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await open_store(f"sqlite:///{tmp_path}/t.db")
    await opened.actors.seed((LAVROV, DELCY, BRUNO))
    await opened.feeds.sync((feed(1, topics=("Energy",)), feed(2, topics=("world",), publisher="Café Noir")), NOON)
    yield opened
    await opened.close()


@pytest.fixture
def follow(store: Store) -> Follow:
    return Follow(store.subscriptions, store.chats, store.actors, store.archive, store.feeds)


# ---------------------------------------------------------------- the words


def without(text: str) -> Part:
    return Part(text, SubjectKind.WITHOUT)


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        pytest.param("", Wish(()), id="nothing"),
        pytest.param("Venezuela", Wish((Part("Venezuela"),)), id="a name"),
        pytest.param("  xi   jinping ", Wish((Part("xi jinping"),)), id="white space"),
        pytest.param("country Venezuela", Wish((Part("Venezuela", SubjectKind.COUNTRY),)), id="a kind"),
        pytest.param("COUNTRY ve", Wish((Part("ve", SubjectKind.COUNTRY),)), id="a kind in capitals"),
        pytest.param(
            "actor Lavrov and country Venezuela",
            Wish((Part("Lavrov", SubjectKind.ACTOR), Part("Venezuela", SubjectKind.COUNTRY))),
            id="a pair",
        ),
        pytest.param("Lavrov + Venezuela", Wish((Part("Lavrov"), Part("Venezuela"))), id="a pair with a plus"),
        pytest.param("Venezuela each", Wish((Part("Venezuela"),), EACH, True), id="each"),
        pytest.param(
            "Venezuela silent confirmed 3",
            Wish((Part("Venezuela"),), Mode(silent=True, confirmed=3), True),
            id="two modes",
        ),
        pytest.param("Venezuela confirmed", Wish((Part("Venezuela"),), Mode(confirmed=2), True), id="confirmed alone"),
        pytest.param("Venezuela instant nocap", Wish((Part("Venezuela"),), Mode(cap=None), True), id="nocap"),
        pytest.param("all each", Wish((Part("all", SubjectKind.ALL),), EACH, True), id="all"),
        pytest.param("all", Wish((Part("all", SubjectKind.ALL),)), id="all without a mode"),
        pytest.param("all and Venezuela", Wish((Part("Venezuela"),)), id="all of a country is the country"),
        pytest.param('"all"', Wish((Part("all", None, True),)), id="quoted all is a word"),
        pytest.param(
            'keyword "search and rescue" silent',
            Wish((Part("search and rescue", SubjectKind.KEYWORD, True),), Mode(silent=True), True),
            id="quoted and",
        ),
        pytest.param("keyword silent", Wish((Part("silent", SubjectKind.KEYWORD),)), id="a mode word as keyword"),
        pytest.param("keyword a.*b+", Wish((Part("a.*b+", SubjectKind.KEYWORD),)), id="a keyword is a literal"),
        pytest.param("country", Wish((Part("country"),)), id="a kind alone is a name"),
        pytest.param("cap and trade", Wish((Part("cap"), Part("trade"))), id="cap without a number is a name"),
        pytest.param("silent", Wish((), Mode(silent=True), True), id="a mode alone"),
        pytest.param("Cuba each cap 5", Wish((Part("Cuba"),), Mode(each=True, cap=5), True), id="each, with a cap"),
        pytest.param("Cuba digest 08:00", Wish((Part("Cuba"),), Mode(digest=(480,)), True), id="digest"),
        pytest.param("Cuba digest 18.30,8:00", Wish((Part("Cuba"),), Mode(digest=(480, 1110)), True), id="two digests"),
        pytest.param("Cuba min 7 wake high", Wish((Part("Cuba"),), Mode(minimum=7, wakes=6), True), id="importance"),
        pytest.param("Cuba min 0.6", Wish((Part("Cuba"),), Mode(minimum=6), True), id="importance of one"),
        pytest.param("Cuba quiet drop", Wish((Part("Cuba"),), Mode(quiet=Quiet.DROP), True), id="quiet hours"),
        pytest.param("Cuba lang en,es", Wish((Part("Cuba"),), Mode(languages=("en", "es")), True), id="languages"),
        pytest.param("Cuba + Iran near", Wish((Part("Cuba"), Part("Iran")), Mode(near=True), True), id="near"),
        pytest.param("a digest", Wish((Part("a digest"),)), id="digest without a time is a name"),
        pytest.param(
            'oil -olive -"palm oil" silent',
            Wish((Part("oil"), *map(without, ("olive", "palm oil"))), Mode(silent=True), True),
            id="what must not be in it",
        ),
        pytest.param("-5", Wish((Part("-5"),)), id="a dash in front is a name"),
        pytest.param("Al - Shabaab", Wish((Part("Al - Shabaab"),)), id="a dash between is a dash"),
        pytest.param("Cuba mentions", Wish((Part("Cuba"),), Mode(mentions=True), True), id="mentions too"),
    ],
)
def test_the_words_after_follow(words: str, wish: Wish) -> None:
    assert parse_command(words) == wish


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("Venezuela digest 25:00", "No clock shows 25:00"),
        ("Venezuela digest 1:00,2:00,3:00,4:00,5:00", "4 digests a day"),
        ("Venezuela cap 0", "from 1 to 60"),
        ("Venezuela min 11", "from 0 to 10"),
        ("Venezuela lang en,es,fr,de,it,pt", "5 languages"),
        ("oil -a1 -b1 -c1 -d1 -e1 -f1 -g1", "there can be 6"),
        ("Venezuela confirmed 0", "from 1 to 9"),
        ("Venezuela confirmed 99999", "from 1 to 9"),
        ("a1 and b1 and c1 and d1 and e1", "up to 4 can be combined"),
    ],
)
def test_what_cannot_be_had_is_said_with_what_can(words: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_command(words)
    assert sentence in str(refused.value)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_words_are_a_wish_or_a_sentence(words: str) -> None:
    try:
        wish = parse_command(words)
    except Refused:
        return
    assert all(part.text for part in wish.parts)


@pytest.mark.parametrize("text", ["a", "4", "42", "!!", "", "é", "x" * 101, "$ €"])
def test_a_keyword_that_would_match_everything_or_nothing_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        keyword(text)


@pytest.mark.parametrize(
    ("text", "value"), [("AI", "ai"), ("5G", "5g"), ("Zölle  neu", "zolle neu"), ("a.*b", "a.*b")], ids=str
)
def test_a_keyword_is_folded_and_literal(text: str, value: str) -> None:
    assert keyword(text) == Subject(SubjectKind.KEYWORD, value, " ".join(text.split()))


# ---------------------------------------------------------------- the names


@pytest.mark.parametrize(
    ("words", "subjects"),
    [
        ("Venezuela", (VENEZUELA,)),
        ("VE", (VENEZUELA,)),
        ("venezuelan", (VENEZUELA,)),
        ("country venezuela", (VENEZUELA,)),
        ("lavrov", (OF_LAVROV,)),
        ("Лавров", (OF_LAVROV,)),
        ("actor Sergey Lavrov", (OF_LAVROV,)),
        ("Lavrov and Venezuela", (OF_LAVROV, VENEZUELA)),
        ("Venezuela and venezuela", (VENEZUELA,)),
        ("Trinidad and Tobago", (Subject(SubjectKind.COUNTRY, "TT", "Trinidad & Tobago"),)),
        ("topic energy", (Subject(SubjectKind.TOPIC, "energy", "Energy"),)),
        ("publisher cafe noir", (Subject(SubjectKind.PUBLISHER, "cafe noir", "Café Noir"),)),
        ("feed feed-2", (Subject(SubjectKind.FEED, "feed-2", "feed-2"),)),
        ("Energy", (Subject(SubjectKind.TOPIC, "energy", "Energy"),)),
        ("keyword Venezuela", (Subject(SubjectKind.KEYWORD, "venezuela", "Venezuela"),)),
        ('"oil price"', (Subject(SubjectKind.KEYWORD, "oil price", "oil price"),)),
        ("all", (Subject(SubjectKind.ALL, "", "Everything"),)),
    ],
)
async def test_names_mean_subjects(follow: Follow, words: str, subjects: tuple[Subject, ...]) -> None:
    resolved = await follow.resolve(parse_command(words))
    assert resolved.unclear is None
    assert [(s.kind, s.value) for s in resolved.subjects] == [(s.kind, s.value) for s in subjects]


async def test_a_name_of_two_is_a_choice(follow: Follow) -> None:
    resolved = await follow.resolve(parse_command("Venezuela and Rodríguez"))
    assert resolved.subjects == (VENEZUELA,)
    assert resolved.unclear is not None
    assert resolved.unclear.known
    assert {choice.value for choice in resolved.unclear.choices} == {"delcy-rodriguez", "bruno-rodriguez"}


async def test_the_full_name_of_one_of_two_is_clear(follow: Follow) -> None:
    assert (await follow.resolve(parse_command("Delcy Rodriguez"))).subjects[0].value == "delcy-rodriguez"


async def test_a_misspelt_name_brings_near_ones(follow: Follow) -> None:
    found = await follow.names.resolve("Lavrof")
    assert isinstance(found, Unclear)
    assert not found.known
    assert OF_LAVROV in found.choices
    country = await follow.names.resolve("Venezula", SubjectKind.COUNTRY)
    assert isinstance(country, Unclear)
    assert country.choices == (VENEZUELA,)


async def test_an_unknown_topic_brings_those_there_are(follow: Follow) -> None:
    found = await follow.names.resolve("gardening", SubjectKind.TOPIC)
    assert isinstance(found, Unclear)
    assert {choice.label for choice in found.choices} == {"Energy", "world"}


async def test_the_subject_behind_a_button(follow: Follow) -> None:
    for kind, value in [("country", "VE"), ("actor", "sergey-lavrov"), ("feed", "feed-1"), ("all", "")]:
        assert (await follow.names.subject(SubjectKind(kind), value)).value == value


@pytest.mark.parametrize(("kind", "value"), [("country", "ZZ"), ("actor", "nobody"), ("feed", "gone"), ("topic", "x")])
async def test_a_button_on_what_is_gone_says_so(follow: Follow, kind: str, value: str) -> None:
    with pytest.raises(NotFound):
        await follow.names.subject(SubjectKind(kind), value)


# ---------------------------------------------------------------- the watches


async def test_following_twice_is_one_watch_with_the_newer_mode(follow: Follow) -> None:
    first = await follow.follow(chat(1), (VENEZUELA,), Mode(), NOON)
    second = await follow.follow(chat(1), (VENEZUELA,), Mode(each=True), NOON)
    assert first.subscription.id == second.subscription.id
    assert [watch.mode for watch in await follow.following(chat(1).chat_id)] == [Mode(each=True)]


async def test_following_shows_what_it_would_have_brought(follow: Follow, store: Store) -> None:
    for n in range(1, 6):
        await store.archive.add(new_item(n, countries=("VE",), title=f"Headline {n}"))
    await store.archive.add(new_item(9, countries=("RU",)))
    followed = await follow.follow(chat(1), (VENEZUELA,), Mode(), NOON)
    outcome = followed.preview.outcome
    assert (outcome.messages, outcome.busiest) == (5, (NOON.date(), 5))
    assert [item.title for item in outcome.samples] == ["Headline 1", "Headline 2", "Headline 3"]


async def test_calmer_modes_show_their_own_numbers(follow: Follow, store: Store) -> None:
    for n in range(1, 6):
        await store.archive.add(new_item(n, countries=("VE",), published=at(-n), first_seen=at(-n)))
    preview = (await follow.follow(chat(1), (VENEZUELA,), Mode(), NOON)).preview
    assert [(mode, outcome.messages) for mode, outcome in preview.calmer] == [
        # What waits when the week ends comes as one message: the digest, and what was over the cap.
        (Mode(confirmed=2), 0),
        (Mode(digest=(480,)), 1),
        (Mode(minimum=4), 0),
        (Mode(cap=3), 4),
    ]
    assert (preview.young, preview.span) == (True, timedelta(minutes=5))


async def test_a_week_of_an_old_archive_is_looked_at(follow: Follow, store: Store) -> None:
    for n, days in enumerate((1, 6, 8, 30), 1):
        when = NOON - timedelta(days=days)
        await store.archive.add(new_item(n, countries=("VE",), published=when, first_seen=when))
    preview = (await follow.follow(chat(1), (VENEZUELA,), Mode(), NOON)).preview
    assert (preview.outcome.messages, preview.young, preview.span) == (2, False, timedelta(days=7))


async def test_a_keyword_preview_has_the_words_as_they_stand(follow: Follow, store: Store) -> None:
    await store.archive.add(new_item(1, title="The price of oil"))
    await store.archive.add(new_item(2, title="The oil price falls"))
    followed = await follow.follow(chat(1), (keyword("oil price"),), Mode(), NOON)
    assert [item.title for item in followed.preview.outcome.samples] == ["The oil price falls"]


async def test_of_a_busy_subject_every_so_manieth_story_stands_for_the_others(
    follow: Follow, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(1, 91):
        when = NOON - timedelta(hours=n)
        await store.archive.add(
            new_item(n, countries=("VE", "CU") if n % 9 == 0 else ("VE",), published=when, first_seen=when)
        )
    exact = (await follow.follow(chat(1), (VENEZUELA,), Mode(cap=None), NOON)).preview
    assert (exact.outcome.messages, exact.every) == (90, 1)
    monkeypatch.setattr("bot.follow.preview.REPORTS", 30)
    about = (await follow.follow(chat(1), (VENEZUELA,), Mode(cap=None), NOON)).preview
    assert (about.outcome.messages, about.every) == (90, 3)
    assert [outcome.messages for _, outcome in about.calmer][1] in (4, 5), "a digest a day, not three"
    assert about.outcome.busiest is not None
    assert 20 <= about.outcome.busiest[1] <= 28
    assert len({item.id for item in about.outcome.samples}) == len(about.outcome.samples) == 3
    assert all(item.story_id > 0 for item in about.outcome.samples), "the archive's own"
    few = (await follow.follow(chat(1), (Subject(SubjectKind.COUNTRY, "CU", "Cuba"),), Mode(), NOON)).preview
    assert (few.outcome.messages, few.every) == (10, 1)


async def test_of_very_much_the_latest_is_looked_at(
    follow: Follow, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(1, 31):
        when = NOON - timedelta(hours=n)
        await store.archive.add(new_item(n, countries=("VE",), published=when, first_seen=when))
    monkeypatch.setattr("bot.follow.preview._MOST", 20)
    preview = (await follow.follow(chat(1), (VENEZUELA,), Mode(cap=None), NOON)).preview
    assert (preview.outcome.messages, preview.span, preview.young) == (20, timedelta(hours=20), False)


async def test_a_pattern_has_its_preview(follow: Follow, store: Store) -> None:
    await store.archive.add(new_item(1, title="The price of oil"))
    await store.archive.add(new_item(2, title="The oil price falls"))
    followed = await follow.follow(chat(1), (pattern("oil (price|export)s?"),), Mode(), NOON)
    assert [item.title for item in followed.preview.outcome.samples] == ["The oil price falls"]


async def test_a_new_subject_has_no_preview(follow: Follow) -> None:
    outcome = (await follow.follow(chat(1), (VENEZUELA,), Mode(), NOON)).preview.outcome
    assert (outcome.messages, outcome.busiest, outcome.samples) == (0, None, ())


async def test_unfollowing_twice_is_no_error(follow: Follow) -> None:
    watch = (await follow.follow(chat(1), (VENEZUELA,), Mode(), NOON)).subscription
    assert await follow.unfollow(chat(1).chat_id, watch.id) == watch
    assert await follow.unfollow(chat(1).chat_id, watch.id) is None


async def test_nobody_reaches_the_watch_of_another_chat(follow: Follow) -> None:
    watch = (await follow.follow(chat(1), (VENEZUELA,), Mode(), NOON)).subscription
    other = chat(2).chat_id
    assert await follow.unfollow(other, watch.id) is None
    assert await follow.mute(other, watch.id, 1, NOON) is None
    assert await follow.set_mode(other, watch.id, Mode(each=True), NOON) is None
    assert await follow.following(chat(1).chat_id) == (watch,)


async def test_a_mute_ends_by_itself_or_by_hand(follow: Follow) -> None:
    watch = (await follow.follow(chat(1), (VENEZUELA,), Mode(), NOON)).subscription
    muted = await follow.mute(chat(1).chat_id, watch.id, 24, NOON)
    assert muted is not None
    assert muted.muted_until == NOON + timedelta(hours=24)
    heard = await follow.mute(chat(1).chat_id, watch.id, -1, at(1))
    assert heard is not None
    assert heard.muted_until is None


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Venezuela", True),
        ("country VE", True),
        ("lithium", True),
        ("keyword Lithium", True),
        ("country lithium", False),
        ("Venezuela and lithium", False),
        ("Russia", False),
        ("nonsense", False),
    ],
)
async def test_a_watch_is_found_by_its_label_or_meaning(follow: Follow, words: str, found: bool) -> None:
    await follow.follow(chat(1), (VENEZUELA,), Mode(), NOON)
    await follow.follow(chat(1), (keyword("Lithium"),), Mode(), NOON)
    assert (await follow.find(chat(1), parse_command(words)) is not None) == found


async def test_a_topic_of_a_forum_has_its_own_watches(follow: Follow) -> None:
    await follow.follow(chat(1, 7), (VENEZUELA,), Mode(), NOON)
    assert await follow.find(chat(1, 8), parse_command("Venezuela")) is None
    assert await follow.find(chat(1, 7), parse_command("Venezuela")) is not None


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("/oil|gas/", [("oil|gas", SubjectKind.PATTERN)]),
        ("/oil and gas/ silent", [("oil and gas", SubjectKind.PATTERN)]),
        ("pattern /-x silent/", [("-x silent", SubjectKind.PATTERN)]),
        (r"/a\/b/ and Venezuela", [(r"a\/b", SubjectKind.PATTERN), ("Venezuela", None)]),
        ("and/or", [("and/or", None)]),
        ('"/oil/"', [("/oil/", None)]),
    ],
)
def test_a_pattern_stands_between_slashes(words: str, parts: list[tuple[str, SubjectKind | None]]) -> None:
    assert [(part.text, part.kind) for part in parse_command(words).parts] == parts


@pytest.mark.parametrize("words", ["/oil", "pattern oil", "/oil/ gas", "//"])
def test_a_pattern_without_its_slashes_is_explained(words: str) -> None:
    with pytest.raises(Refused, match="between two slashes"):
        parse_command(words)


async def test_a_pattern_is_found_again_by_its_words(follow: Follow) -> None:
    wish = parse_command("/Oil|gas/ and Venezuela")
    resolved = await follow.resolve(wish)
    assert [(one.value, one.label) for one in resolved.subjects] == [("Oil|gas", "/Oil|gas/"), ("VE", "Venezuela")]
    watch = (await follow.follow(chat(1), resolved.subjects, Mode(), NOON)).subscription
    assert await follow.find(chat(1), wish) == watch
    assert await follow.find(chat(1), parse_command("/oil|gas/ and Venezuela")) is None
    assert await follow.names.subject(SubjectKind.PATTERN, "Oil|gas") == resolved.subjects[0]


async def test_a_chat_has_so_many_patterns_and_no_more(follow: Follow, store: Store) -> None:
    for n in range(MAX_PATTERNS):
        await store.subscriptions.add(chat(1), (pattern(f"word{n}"),), Mode(), NOON)
    with pytest.raises(Refused, match="patterns"):
        await follow.follow(chat(1), (pattern("oil|gas"),), Mode(), NOON)
    await follow.follow(chat(1), (pattern("word1"),), Mode(silent=True), NOON)
    await follow.follow(chat(1), (VENEZUELA,), Mode(), NOON)
    await follow.follow(chat(2), (pattern("oil|gas"),), Mode(), NOON)


async def test_a_chat_that_follows_too_much_can_still_change_what_it_has(follow: Follow, store: Store) -> None:
    await follow.follow(chat(1), (VENEZUELA,), Mode(), NOON)
    for n in range(MAX_WATCHES - 1):
        await store.subscriptions.add(chat(1), (keyword(f"word{n}"),), Mode(), NOON)
    with pytest.raises(Refused, match="more than 500 watches"):
        await follow.follow(chat(1), (OF_LAVROV,), Mode(), NOON)
    assert (await follow.follow(chat(1), (VENEZUELA,), Mode(silent=True), NOON)).subscription.mode.silent
    assert (await follow.follow(chat(2), (OF_LAVROV,), Mode(), NOON)).subscription.mode == Mode()
