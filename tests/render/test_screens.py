"""Pages, lists and questions: what they say, and where their buttons lead."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import (
    Answer,
    Chat,
    Citation,
    Counts,
    Fate,
    FeedPreview,
    Listing,
    Message,
    Mode,
    Outcome,
    Preview,
    Question,
    Sources,
    Story,
    SubjectKind,
    Telling,
)
from bot.render import actions as do
from bot.render import admin, answer, confirm, follow, missed, pages, places, screens, settings, times, watch
from bot.render.buttons import decode
from bot.render.flags import flag, flags
from bot.render.modes import in_words
from bot.text import utf16_length
from tests.build import NOON, actor, at, entry, feed, item, subject, subscription

VE = (SubjectKind.COUNTRY, "VE")


def name(code: str) -> str:
    return {"VE": "Venezuela", "RU": "Russia"}.get(code, code)


def actions(made: Message) -> list[do.Action | None]:
    return [decode(button.data or "") for row in made.buttons for button in row]


def labels(made: Message) -> list[str]:
    return [button.text for row in made.buttons for button in row]


def citation(n: int, **changes: object) -> Citation:
    base = Citation(n, n, f"Headline {n}", f"https://outlet.example/{n}", f"Outlet {n}", NOON, f"Sentence {n}.")
    return replace(base, **changes)  # type: ignore[arg-type]


ASKED = Question("what is he doing there?", (actor(1),), ("VE",))


# ---------------------------------------------------------------- answers


def test_every_sentence_carries_links_to_its_sources() -> None:
    said = Answer(ASKED, (("He landed.", (1, 2)), ("He met.", (1,))), (citation(1), citation(2)), False, 0.9, "")
    made = answer.answer(said, country_name=name)
    assert made.text.startswith("He landed. [1] [2]\n\nHe met. [1]\n\nSources\n[1] Headline 1 · Outlet 1 · 6 Mar 2026")
    urls = [span.url for span in made.spans if span.type == "text_link"]
    assert urls == [f"https://outlet.example/{n}" for n in (1, 2, 1, 1, 2)]


def test_a_report_that_is_cited_twice_is_one_source() -> None:
    citations = (citation(1), citation(2), citation(3, item_id=1, title="Headline 1"))
    said = Answer(ASKED, (("He landed.", (1, 2)), ("He met.", (3,))), citations, False, 0.9, "")
    sources = answer.answer(said).text.partition("Sources\n")[2].split("\n")
    assert [line.partition(" ·")[0] for line in sources] == ["[1] [3] Headline 1", "[2] Headline 2"]


def test_an_answer_offers_the_pair_that_was_asked_about() -> None:
    said = Answer(ASKED, (("He landed.", (1,)),), (citation(1),), False, 0.9, "")
    pair = do.Follow(do.Place.BUTTON, ((SubjectKind.ACTOR, "person-1"), VE))
    assert actions(answer.answer(said, country_name=name)) == [
        do.OpenPage(SubjectKind.ACTOR, "person-1"),
        do.OpenPage(*VE),
        pair,
    ]


def test_a_question_about_nobody_offers_nothing() -> None:
    said = Answer(Question("rain?"), (("It rained.", (1,)),), (citation(1),), False, 0.9, "")
    assert answer.answer(said).buttons == ()


def test_what_is_followed_already_is_not_offered_under_an_answer() -> None:
    asked = Question("x", (), ("VE",))
    said = Answer(asked, (("It rained.", (1,)),), (citation(1),), False, 0.9, "")
    assert actions(answer.answer(said, following=(subscription(1),))) == [do.OpenPage(*VE)]


def test_nothing_found_is_said_with_the_nearest() -> None:
    made = answer.answer(Answer(ASKED, (), (), True, 0.0, "I have nothing on Person Nr1 and rain.", citation(1)))
    assert made.text == (
        "I have nothing on Person Nr1 and rain.\n\nThe nearest I have\nHeadline 1 · Outlet 1 · 6 Mar 2026\nSentence 1."
    )


def test_nothing_at_all_is_still_an_answer() -> None:
    assert answer.answer(Answer(Question("x"), (), (), True, 0.0, "")).text == "I have nothing on that."


def test_an_answer_says_what_it_rests_on() -> None:
    said = Answer(ASKED, (("He landed.", (1,)),), (citation(1),), False, 0.9, "From one report.")
    assert answer.answer(said).text.endswith("\n\nFrom one report.")


def test_a_source_without_a_page_is_no_link() -> None:
    said = Answer(ASKED, (("He landed.", (1,)),), (citation(1, url=None),), False, 0.9, "")
    assert [span.type for span in answer.answer(said).spans] == ["bold"]


# ---------------------------------------------------------------- pages


def test_an_actor_page_has_who_what_and_follow() -> None:
    who = actor(1, aliases=("Nr1", "Person Nr1"))
    made = pages.actor_page(who, Listing((item(3), item(4)), 1, 3), following=(), now=NOON, country_name=name)
    assert made.text.startswith("Person Nr1\nPerson · 🇷🇺 Russia\nAlso: Nr1\n\n6. Headline 3\nOutlet 1 · 11:57 UTC")
    assert actions(made) == [
        do.OpenStory(3),
        do.OpenStory(4),
        do.Latest(SubjectKind.ACTOR, "person-1", 0),
        do.Nothing(),
        do.Latest(SubjectKind.ACTOR, "person-1", 2),
        do.Follow(do.Place.BUTTON, ((SubjectKind.ACTOR, "person-1"),)),
    ]


def test_an_actor_page_says_the_office() -> None:
    made = pages.actor_page(
        actor(1), Listing(()), following=(), now=NOON, country_name=name, office="Mayor of Springfield since 1990"
    )
    assert made.text.startswith("Person Nr1\nPerson · 🇷🇺 Russia\nMayor of Springfield since 1990\n\nNothing")


def test_an_empty_page_says_what_to_do() -> None:
    made = pages.actor_page(actor(1), Listing(()), following=(), now=NOON, country_name=name)
    assert "Follow, and you hear of it" in made.text
    made = pages.country_page("VE", Listing(()), (), following=(), now=NOON, country_name=name)
    assert made.text.startswith("🇻🇪 Venezuela\n\nNothing about Venezuela")


def test_a_followed_country_offers_to_unfollow() -> None:
    made = pages.country_page(
        "VE", Listing((item(3),)), (actor(1),), following=(subscription(5),), now=NOON, country_name=name
    )
    assert "In the news: Person Nr1" in made.text
    assert actions(made)[-1] == do.Unfollow(do.Place.BUTTON, 5)


def test_a_story_is_a_timeline_of_who_reported_when() -> None:
    items = tuple(item(n, publisher=f"Outlet {n}", story_id=1, published=at(n)) for n in range(1, 13))
    made = pages.story(
        Story(1, "A story", at(1), at(12), items), 0, sources=Sources(12, ((2, "Reuters"),)), country_name=name
    )
    assert "12 independent sources\n12:01 UTC · Outlet 1 · Headline 1\n12:02 UTC · Outlet 2 via Reuters · " in made.text
    assert do.OpenStory(1, 1) in actions(made)
    second = pages.story(Story(1, "A story", at(1), at(12), items), 99, sources=Sources(12), country_name=name)
    assert "12:11 UTC · Outlet 11" in second.text


def test_the_latest_list_may_be_empty() -> None:
    made = pages.latest("What's new", Listing(()), lambda page: do.Latest(page=page), now=NOON, empty="Nothing yet.")
    assert (made.text, made.buttons) == ("What's new\n\nNothing yet.", ())


# ---------------------------------------------------------------- following


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        (Mode(), "one message a story, as soon as it is in"),
        (Mode(each=True), "every report, also further ones of the same story, as soon as it is in"),
        (Mode(mentions=True), "one message a story, as soon as it is in, also where it is only mentioned"),
        (
            Mode(silent=True, confirmed=3),
            "one message a story, once 3 independent publishers report it, without a sound",
        ),
    ],
)
def test_a_mode_reads_as_a_sentence(mode: Mode, words: str) -> None:
    assert in_words(mode) == words


PREVIEW = Preview(
    timedelta(days=7),
    False,
    Outcome(63, (NOON.date(), 9), (item(1), item(2), item(3))),
    ((Mode(confirmed=2), Outcome(21)), (Mode(digest=(480,)), Outcome(7)), (Mode(cap=3), Outcome(40))),
)
CHAT = Chat(1001, "private", "")


def test_the_confirmation_says_what_would_have_come_and_offers_calmer_ways_with_their_numbers() -> None:
    made = confirm.confirmed(subscription(1, subject(label="Venezuela")), PREVIEW, CHAT, NOON)
    assert made.text.startswith(
        "✓ You follow 🇻🇪 Venezuela.\nYou get one message a story, as soon as it is in.\n\n"
        "Last week that would have been 63 messages, at most 9 a day, on Friday. The last three:\n\nHeadline 1"
    )
    assert labels(made)[:3] == ["Confirmed by 2 · 21", "Daily digest · 7", "3 an hour · 40"]
    assert actions(made)[:3] == [do.Tune(do.Place.NEW, 1, what) for what in ("k2", "d0800", "c3")]


def test_the_confirmation_of_something_new_says_what_comes_next() -> None:
    nothing = Preview(timedelta(days=2, hours=3), True, Outcome())
    made = confirm.confirmed(subscription(1), nothing, CHAT, NOON)
    assert "In the last 2 days, which is all I have, there was nothing: the next report is the first" in made.text


def test_a_busy_watch_says_how_far_back_was_looked() -> None:
    busy = Preview(timedelta(hours=31), False, Outcome(300, (NOON.date(), 200), (item(1),)))
    assert (
        "In the last 31 h that would have been 300 messages"
        in confirm.confirmed(subscription(1), busy, CHAT, NOON).text
    )


@pytest.mark.parametrize(
    ("every", "messages", "said"),
    [
        (13, 300, "Last week that would have been about 300 messages (by every 13th story)"),
        (2, 1, "about one message (by every 2nd story)"),
        (23, 0, "there was nothing in every 23rd story: the next report is the first you get"),
        (1, 300, "would have been 300 messages"),
    ],
)
def test_what_was_reckoned_from_some_of_the_stories_says_so(every: int, messages: int, said: str) -> None:
    some = Preview(timedelta(days=7), False, Outcome(messages, None, (item(1),) if messages else ()), every=every)
    assert said in confirm.confirmed(subscription(1), some, CHAT, NOON).text


def test_a_digest_asks_where_the_chat_is_once() -> None:
    daily = subscription(1, mode=Mode(digest=(480,)))
    made = confirm.confirmed(daily, PREVIEW, CHAT, NOON)
    assert "That is by UTC, until I know your time zone." in made.text
    assert do.Show(do.Screen.ZONES) in actions(made)
    known = confirm.confirmed(daily, PREVIEW, replace(CHAT, timezone="Europe/Berlin"), NOON)
    assert do.Show(do.Screen.ZONES) not in actions(known)
    assert "UTC, until" not in known.text


def test_each_part_of_a_watch_has_its_choices_with_a_tick() -> None:
    made = watch.edit(subscription(1, mode=Mode(confirmed=2, cap=3)), CHAT, NOON)
    assert {"Publishers: 2 confirm", "At most: 3 an hour", "When: at once"} <= set(labels(made))
    assert do.EditPart(1, "k") in actions(made)
    chosen = watch.part(subscription(1, mode=Mode(confirmed=2)), "k")
    assert labels(chosen) == ["any one", "✓ 2 confirm", "3 confirm", "‹ Back"]
    assert do.Tune(do.Place.LIST, 1, "k3") in actions(chosen)


def test_what_was_typed_is_shown_where_no_choice_is_like_it() -> None:
    mode = Mode(digest=(450,), confirmed=4, minimum=5, cap=7, wakes=9)
    made = labels(watch.edit(subscription(1, mode=mode), CHAT, NOON))
    assert {"When: 07:30", "Publishers: 4 confirm", "Importance: 5 and more"} <= set(made)
    assert "Wakes you: importance 9 and more" in made
    assert not any(label.startswith("At most") for label in made), "a digest has no cap"


@pytest.mark.parametrize("letter", "dkicesqw")
def test_every_part_has_a_way_back_and_data_that_fits(letter: str) -> None:
    made = watch.part(subscription(2**40, mode=Mode(digest=(480,))), letter)
    assert actions(made)[-1] == do.EditWatch(2**40)
    assert None not in actions(made)


def test_calmer_ways_that_would_bring_no_less_are_offered_without_a_number() -> None:
    quiet = Preview(timedelta(days=7), False, Outcome(1, None, (item(1),)), ((Mode(confirmed=2), Outcome(1)),))
    made = confirm.confirmed(subscription(1), quiet, CHAT, NOON)
    assert labels(made)[0] == "Confirmed by 2"
    assert "Too much?" not in made.text


def test_one_of_each_reads_as_one() -> None:
    counts = {Fate.SENT: 2, Fate.UNCONFIRMED: 1}
    made = missed.missed(counts, (), do.Missed(1), now=NOON, timezone=None, following=1)
    assert "1 waits for more publishers" in made.text
    assert "▶ Send me the one that was not sent" in labels(made)


def test_a_pair_can_be_narrowed_to_one_sentence() -> None:
    pair = subscription(1, subject("actor", "person-1", "Person"), subject())
    assert do.Tune(do.Place.LIST, 1, "n1") in actions(watch.edit(pair, CHAT, NOON))
    assert do.Tune(do.Place.LIST, 1, "n1") not in actions(watch.edit(subscription(1), CHAT, NOON))


def test_the_list_pages_and_each_watch_can_be_ended() -> None:
    many = tuple(subscription(n, subject(label=f"L{n}")) for n in range(1, 21))
    made = follow.listed(many, 1, NOON)
    assert made.text.startswith("Following (20)")
    assert do.Unfollow(do.Place.LIST, 9, 1) in actions(made)
    assert do.Following(2) in actions(made)
    assert do.Unfollow(do.Place.LIST, 17, 2) in actions(follow.listed(many, 99, NOON))


def test_an_empty_list_says_how_to_begin() -> None:
    made = follow.listed((), 0, NOON)
    assert actions(made) == [do.Show(do.Screen.REGIONS), do.Show(do.Screen.PEOPLE)]


def test_a_muted_watch_shows_it_and_can_be_heard_again() -> None:
    made = follow.listed((subscription(1, muted_until=at(60)), subscription(2, muted_until=at(-60))), 0, NOON)
    assert made.text.count("quiet until") == 1
    assert actions(made).count(do.Mute(1, -1)) == 1


def test_unfollowing_can_be_undone_as_it_was() -> None:
    ended = subscription(1, subject("keyword", "zoll", "Zoll"), subject(), mode=Mode(silent=True))
    made = follow.unfollowed(ended)
    assert actions(made)[0] == do.Follow(do.Place.NEW, ((SubjectKind.KEYWORD, "Zoll"), VE), Mode(silent=True))


def test_a_watch_too_long_for_a_button_is_undone_by_its_command() -> None:
    ended = subscription(
        1,
        subject("keyword", "ж" * 60, "ж" * 60),
        mode=Mode(confirmed=2, each=True, silent=True, mentions=True, cap=None),
    )
    made = follow.unfollowed(ended)
    assert f"/follow keyword {'ж' * 60} each silent mentions confirmed 2" in made.text
    assert labels(made) == ["What I follow"]


def test_all_is_asked_back_with_calmer_modes() -> None:
    made = follow.ask_all()
    modes = [action.mode for action in actions(made) if isinstance(action, do.Follow)]
    assert modes == [Mode(confirmed=3), Mode(silent=True), Mode(each=True, cap=None)]


def test_an_unknown_name_offers_near_ones_and_its_words() -> None:
    made = follow.unknown(
        "Lavrof",
        ((subject("actor", "lavrov", "Sergey Lavrov"), subject(label="Venezuela")),),
        Mode(silent=True),
        words=(subject("keyword", "lavrof", "Lavrof"),),
    )
    assert labels(made) == ["Sergey Lavrov + 🇻🇪 Venezuela", "Follow the words “Lavrof”"]
    assert actions(made)[1] == do.Follow(do.Place.NEW, ((SubjectKind.KEYWORD, "Lavrof"),), Mode(silent=True))


def test_an_unknown_feed_is_not_offered_as_words() -> None:
    made = follow.unknown("nope", ((subject("feed", "feed-1", "feed-1"),),), Mode())
    assert labels(made) == ["feed feed-1"]


def test_of_two_with_one_name_one_is_chosen() -> None:
    made = follow.choose(
        "Georgia", ((subject("country", "GE", "Georgia"),), (subject("keyword", "georgia", "Georgia"),)), Mode()
    )
    assert labels(made) == ["🇬🇪 Georgia", "keyword “Georgia”"]


# ---------------------------------------------------------------- admins


def test_a_tried_feed_shows_three_items_and_asks() -> None:
    found = FeedPreview("t0", feed(1), "<b>Feed</b>", tuple(entry(n) for n in range(5)), 40, ("https://x.example/2",))
    made = admin.preview(found, NOON)
    assert made.text.startswith("<b>Feed</b>\nhttps://outlet-1.example/rss\n40 items · as feed-1 · publisher Outlet 1")
    assert made.text.count("• ") == 3
    assert "https://x.example/2" in made.text
    assert actions(made) == [do.AddFeed("t0"), do.Show(do.Screen.DROP)]


def test_removing_asks_first_and_says_how_to_undo() -> None:
    assert actions(admin.ask_remove("feed-1"))[0] == do.FeedAction(do.FeedVerb.REMOVE, "feed-1")
    assert "/addfeed https://outlet-1.example/rss" in admin.removed(feed(1)).text


def test_stats_say_what_is_still_to_be_read_while_there_is_something() -> None:
    counts = Counts(9, 9, 0, 0, 0, 0, 0, 0, None, None)
    assert "Still to be read: 1,200" in admin.stats(replace(counts, unread=1200)).text
    assert "read:" not in admin.stats(counts).text


def test_stats_of_an_empty_archive() -> None:
    assert "(empty)" in admin.stats(Counts(0, 0, 0, 0, 0, 0, 0, 0, None, None)).text


# ---------------------------------------------------------------- fixed screens


def test_welcome_offers_countries_that_follow_at_once() -> None:
    made = screens.welcome(("VE", "RU"), name)
    assert labels(made)[:2] == ["🇻🇪 Venezuela", "🇷🇺 Russia"]
    assert actions(made)[0] == do.Follow(do.Place.NEW, (VE,))


def test_welcome_of_an_empty_archive_still_leads_on() -> None:
    assert labels(screens.welcome((), name)) == ["More countries", "People and pairs", "Ask something", "What's new"]


def test_the_picker_pages_by_name() -> None:
    codes = [a + b for a in "AB" for b in "ABCDEFGHIJKLM"]
    made = screens.countries(2, "Somewhere", codes, 1, name)
    assert labels(made)[0] == "🇧🇫 BF"
    assert do.Countries(2, 0) in actions(made)


def test_settings_say_what_is_and_what_a_tap_does() -> None:
    made = settings.settings(Chat(1, "private", "x", silent=True), NOON)
    assert "without a sound" in made.text
    assert "Times are UTC, where it is 12:00: your time zone is not set." in made.text
    assert do.Set(do.Switch.SILENT, False) in actions(made)
    assert do.Show(do.Screen.PICTURES) in actions(made)
    known = Chat(1, "private", "x", timezone="Europe/Berlin", quiet=(23 * 60, 7 * 60))
    text = settings.settings(known, NOON).text
    assert "Time zone: Berlin, where it is 13:00.\nQuiet hours: 23:00–07:00. What comes then is one message" in text


def test_settings_offer_other_words_for_summaries_where_there_is_a_model() -> None:
    plain = settings.settings(Chat(1, "private", "x"), NOON, into="es")
    assert "Summaries" not in plain.text
    assert not any("Summaries" in label for label in labels(plain))
    made = settings.settings(Chat(1, "private", "x"), NOON, retelling=True, into="es")
    assert "Summaries are in the reports' own words." in made.text
    assert {do.Set(do.Switch.REWRITTEN, True), do.Set(do.Switch.TRANSLATED, True)} <= set(actions(made))
    assert do.Set(do.Switch.TRANSLATED, True) not in actions(
        settings.settings(Chat(1, "private", "x"), NOON, retelling=True)
    )


@pytest.mark.parametrize(
    ("telling", "off"),
    [(Telling.REWRITTEN, do.Switch.REWRITTEN), (Telling.TRANSLATED, do.Switch.TRANSLATED)],
)
def test_settings_lead_back_to_the_reports_own_words(telling: Telling, off: do.Switch) -> None:
    chat = Chat(1, "private", "x", telling=telling, language="es")
    made = settings.settings(chat, NOON, retelling=True, into="es")
    assert "checked against the reports" in made.text
    assert do.Set(off, False) in actions(made)
    assert do.Set(off, True) not in actions(made)


def test_errors_carry_the_mark_that_finds_the_log() -> None:
    assert screens.broken("a1b2").text.endswith("tell the admin a1b2.")


def test_no_page_by_that_name_offers_the_near_ones() -> None:
    made = screens.names("lavrof", [subject("actor", "lavrov", "Sergey Lavrov"), subject("topic", "oil", "Oil")])
    assert labels(made) == ["Sergey Lavrov", "topic Oil"]
    assert actions(made) == [do.OpenPage(SubjectKind.ACTOR, "lavrov"), do.Latest(SubjectKind.TOPIC, "oil")]
    assert "/search lavrof" in screens.names("lavrof", []).text


def test_a_4096_emoji_name_is_answered_within_limits() -> None:
    for made in (screens.names("🚀" * 4096, []), follow.unknown("🚀" * 4096, (), Mode()), screens.says("🚀" * 4096)):
        assert utf16_length(made.text) <= 4096


# ---------------------------------------------------------------- small things


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "12:00 UTC"), (-24 * 60, "5 Mar, 12:00 UTC"), (-400 * 24 * 60, "30 Jan 2025")],
)
def test_a_moment_is_as_short_as_it_stays_clear(minutes: int, words: str) -> None:
    assert times.clock(at(minutes), NOON) == words


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(0), "1 min"),
        (timedelta(minutes=119), "119 min"),
        (timedelta(hours=5), "5 h"),
        (timedelta(days=3), "3 days"),
    ],
)
def test_a_span_is_rounded(length: timedelta, words: str) -> None:
    assert times.span(length) == words


@pytest.mark.parametrize(("code", "emoji"), [("VE", "🇻🇪"), ("xk", "🇽🇰"), ("V", ""), ("V1", ""), ("éé", "")])
def test_flags(code: str, emoji: str) -> None:
    assert flag(code) == emoji


def test_many_flags_are_counted() -> None:
    assert flags(("VE",) * 7) == "🇻🇪" * 5 + " +2"


def test_words_too_long_for_a_button_are_followed_by_command() -> None:
    made = follow.unknown("ж" * 50, (), Mode(), words=(subject("keyword", "ж" * 50, "ж" * 50),))
    assert made.buttons == ()
    assert f"/follow keyword {'ж' * 50}" in made.text


# ---------------------------------------------------------------- about a channel


def test_a_message_about_a_channel_says_so_and_its_formatting_stays_in_place() -> None:
    made = places.headed(screens.welcome(("VE",), name), "Harbour 🚀 wire", -100)
    assert made.text.startswith("📣 Harbour 🚀 wire\n\nNews about the people")
    units = made.text.encode("utf-16-le")
    bold = [units[2 * one.offset : 2 * (one.offset + one.length)].decode("utf-16-le") for one in made.spans]
    assert bold[0] == "Harbour 🚀 wire"
    assert bold[1].startswith("News about the people")
    assert actions(made)[-1] == do.Own(-100)


def test_a_message_that_has_no_room_for_the_channels_name_keeps_the_way_back() -> None:
    made = places.headed(screens.says("x" * 4096), "Harbour wire", -100)
    assert made.text == "x" * 4096
    assert actions(made) == [do.Own(-100)]


@pytest.mark.parametrize("who", ["Ann", "A" * 64, "🚀" * 64])
def test_who_can_give_the_right_fits_the_note_of_a_tap(who: str) -> None:
    assert len(places.no_right_to_topics(f"{who} (owner)")) <= 200
