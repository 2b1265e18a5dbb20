"""An alert says what happened, who says so, and what one can do; article text is only ever text."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.model import (
    Actor,
    ActorKind,
    Alert,
    Button,
    ChatRef,
    Importance,
    Item,
    Match,
    Mention,
    Message,
    Recap,
    Sources,
    Story,
    StorySentence,
    Subscription,
)
from bot.render import actions as do
from bot.render.alert import alert, alert_buttons, mute_buttons
from bot.render.buttons import decode
from bot.render.pieces import hashtag, short_name
from bot.render.why import why
from bot.text import utf16_length
from tests.build import NOON, actor, at, item, subject, subscription

LAVROV = Actor("sergey-lavrov", "Sergey Lavrov", ActorKind.PERSON, "RU", aliases=("Lavrov",))
OPEC = Actor("opec", "OPEC", ActorKind.ORGANISATION)
NAMES = {"VE": "Venezuela", "RU": "Russia"}


def name(code: str) -> str:
    return NAMES[code]


def claimed(of: Item) -> Alert:
    return Alert(12, ChatRef(5), of.id, of.story_id, (1,), False, NOON, 0)


def render(of: Item, story: Story | None = None, *following: Subscription) -> Message:
    return alert(claimed(of), of, story, following=following, country_name=name)


def labels(made: Message) -> list[str]:
    return [button.text for row in made.buttons for button in row]


def news(**changes: object) -> Item:
    return item(7, countries=("VE", "RU"), actors=(LAVROV, OPEC), **changes)


def test_an_alert_has_the_first_two_sentences_if_they_fit_together() -> None:
    made = render(news(summary=("Lavrov landed in Caracas with nine ministers.", "He met the president.", "He left.")))
    assert "ministers. He met the president.\n" in made.text


def test_a_second_sentence_that_does_not_fit_gives_no_place_to_one_that_leans_on_it() -> None:
    long = f"Envoys met {'and met ' * 30}in Oslo."
    made = render(
        news(
            summary=("Lavrov landed in Caracas with nine ministers and a long list of wishes." * 3, long, "They left.")
        )
    )
    assert "wishes.\n" in made.text
    assert "and met" not in made.text


def test_an_alert_is_headline_summary_source_and_tags() -> None:
    made = render(news(title="Lavrov lands in Caracas", summary=("He landed.", "He met.", "He left.")))
    assert made.text == (
        "Lavrov lands in Caracas\n\n"
        "He landed. He met.\n\n"
        "Outlet 1 · 11:53 UTC · 🇻🇪🇷🇺 · Sergey Lavrov, OPEC\n"
        "#Venezuela #Russia #Lavrov #OPEC"
    )
    assert {(span.type, span.offset, span.length) for span in made.spans} == {("bold", 0, 23), ("text_link", 0, 23)}
    assert labels(made) == ["Story", "Mute", "Why", "➕ Follow Sergey Lavrov"]
    assert not made.preview


def test_previews_are_shown_where_the_chat_wants_them() -> None:
    assert alert(claimed(news()), news(), None, previews=True).preview


def test_a_story_of_several_publishers_says_so() -> None:
    items = (news(), item(8, publisher="Outlet 2"), item(9, publisher="Outlet 2"))
    story = Story(7, "x", at(0), at(1), items)
    made = alert(claimed(items[0]), items[0], story, sources=Sources(2))
    assert "Outlet 1 + 1 more · " in made.text
    assert labels(made)[0] == "Story · 3 reports"


def test_a_report_taken_from_an_agency_says_so() -> None:
    made = alert(claimed(news()), news(), None, sources=Sources(1, ((7, "Reuters"),)))
    assert "Outlet 1 via Reuters · " in made.text


def test_what_is_followed_is_not_offered_again() -> None:
    mine = subscription(1, subject("actor", "sergey-lavrov"))
    assert labels(render(news(), None, mine))[-1] == "➕ Follow OPEC"
    both = subscription(2, subject("actor", "opec"))
    assert labels(render(news(), None, mine, both))[-1] == "➕ Follow 🇻🇪 Venezuela"


def test_a_pair_is_not_the_same_as_following_one_of_it() -> None:
    pair = subscription(1, subject("actor", "sergey-lavrov"), subject("country", "VE"))
    assert labels(render(news(), None, pair))[-1] == "➕ Follow Sergey Lavrov"


def test_nothing_left_to_follow_leaves_no_button() -> None:
    assert labels(render(item(1))) == ["Story", "Mute", "Why"]


def test_a_summary_that_is_the_beginning_of_a_sentence_says_so() -> None:
    long = "The ministers of Norway and Chile and the ministers of Peru met in Lima"
    assert f"{long}…" in render(news(body=f"{long} and parted.", summary=(long,))).text
    assert f"{long}…" not in render(news(body=long, summary=(long,))).text


def test_an_alert_says_when_the_latest_stands_on_one_publisher_alone() -> None:
    items = (news(), item(8, publisher="Outlet 2"))
    story = Story(1, "t", at(0), at(0), items)
    alone = alert(claimed(items[0]), items[1], story, sources=Sources(2, latest=1))
    assert "Outlet 2 + 1 more · " in alone.text
    assert "✅ Confirmed by 2 independent publishers · the latest by Outlet 2 alone" in alone.text
    both = alert(claimed(items[0]), items[1], story, sources=Sources(3, latest=2))
    assert both.text.endswith("✅ Confirmed by 3 independent publishers")


def test_the_alert_of_a_story_says_what_its_reports_say_together_and_who_said_it() -> None:
    items = (news(body="He landed. He left."), item(8, publisher="Outlet 2", body="Moscow denied it."))
    told = Recap((StorySentence("He landed.", 7), StorySentence("Moscow denied it.", 8)))
    made = alert(claimed(items[0]), items[0], Story(1, "t", at(0), at(0), items), recap=told)
    assert "\n\nHe landed. [Outlet 1] Moscow denied it. [Outlet 2]\n\n" in made.text


def test_a_headline_is_shown_without_label_and_site() -> None:
    made = render(news(title="WATCH: Lavrov lands in Caracas | Harbour Post", publisher="Harbour Post"))
    assert made.text.startswith("Lavrov lands in Caracas\n")


def test_an_item_without_title_summary_or_page_is_still_an_alert() -> None:
    bare = item(1, title="", dek="", body="Only a body.", summary=(), url=None)
    made = alert(claimed(bare), bare, None)
    assert made.text.startswith("Only a body.\n\nOutlet 1 · ")
    assert all(span.type != "text_link" for span in made.spans)


def test_the_day_is_named_when_it_is_not_today() -> None:
    assert "5 Mar, 11:53 UTC" in render(news(published=at(-7) - timedelta(days=1))).text


@pytest.mark.parametrize(
    "title",
    [
        "<b>5 < 7 & done</b>",
        "*bold* _it_ [link](https://evil.example) `code`",
        "&lt;script&gt;",
        "{title} %s {0}",
    ],
)
def test_markup_in_a_title_stays_text(title: str) -> None:
    made = render(news(title=title))
    assert made.text.startswith(title + "\n")
    assert [span.url for span in made.spans if span.type == "text_link"] == ["https://outlet.example/7"]


def test_article_text_brings_no_command_and_no_bidi_override() -> None:
    made = render(news(title="x\u202ey", summary=("Send /forget to the bot.",)))
    assert made.text.startswith("xy\n")
    assert "/forget" not in made.text
    assert "/\u2060forget" in made.text


def test_a_giant_item_fits_one_message() -> None:
    made = render(news(title="🚀" * 4096, summary=("й" * 9000,), publisher="п" * 5000))
    assert utf16_length(made.text) <= 4096
    assert all(span.offset + span.length <= utf16_length(made.text) for span in made.spans)


@pytest.mark.parametrize(
    ("words", "tag"),
    [
        ("Venezuela", "#Venezuela"),
        ("United States", "#UnitedStates"),
        ("Côte d'Ivoire", "#CôteDIvoire"),
        ("Tigray People's Liberation Front", "#TigrayPeoplesLiberationFront"),
        ("People’s Bank of Tarn", "#PeoplesBankOfTarn"),
        ("Sana'a", "#Sanaa"),
        ("O'Brien", "#OBrien"),
        ("al-Shabaab", "#AlShabaab"),
        ("Jean-Pierre Nr1", "#JeanPierreNr1"),
        ("1922 Committee", "#1922Committee"),
        ("3M", "#3M"),
        ("Ministe\u0301rio", "#Ministério"),
        ("习近平", "#习近平"),
        ("नरेन्द्र", ""),
        ("Committee for the Very Long Name of a Body", ""),
        ("5", ""),
        ("19 20", ""),
        ("…", ""),
        ("Лавров", "#Лавров"),
    ],
)
def test_hashtags_are_what_telegram_takes(words: str, tag: str) -> None:
    assert hashtag(words) == tag


def test_a_short_name_is_the_one_in_use() -> None:
    xi = actor(1, name="Xi Jinping", aliases=("Xi",))
    assert [short_name(who) for who in (LAVROV, OPEC, xi, actor(2, name="Pelé"))] == ["Lavrov", "OPEC", "Xi", "Pelé"]


def test_mute_offers_each_watch_and_the_way_back() -> None:
    rows = mute_buttons(12, (subscription(1, subject(label="Venezuela")),))
    flat: list[Button] = [button for row in rows for button in row if button]
    assert [decode(button.data or "") for button in flat] == [
        do.Nothing(),
        do.Mute(1, 1),
        do.Mute(1, 24),
        do.Mute(1, 0),
        do.AlertMenu(12),
    ]


def test_the_alert_keyboard_names_its_alert() -> None:
    rows = alert_buttons(12, news(), None, ())
    assert [decode(button.data or "") for button in rows[0] if button] == [
        do.OpenStory(7),
        do.MuteMenu(12),
        do.Why(12),
    ]


def test_why_shows_the_words_that_matched() -> None:
    body = "Long before. " * 20 + "He flew to Venezuela\non Friday. " + "Long after. " * 20
    start = body.index("Venezuela")
    watch = subscription(1, subject(label="Venezuela"))
    match = Match(watch, ((watch.subjects[0], Mention("body", start, start + 9)),))
    made = why(item(7, body=body), (match,), 7)
    assert "You follow Venezuela." in made.text
    assert "\n…Long before." in made.text
    assert "He flew to Venezuela on Friday." in made.text
    quoted = next(span for span in made.spans if span.type == "blockquote")
    bold_inside = [s for s in made.spans if s.type == "bold" and s.offset > quoted.offset]
    assert [made.text[span.offset : span.offset + span.length] for span in bold_inside] == ["Venezuela"]


@pytest.mark.parametrize(
    ("kind", "words"),
    [("feed", "came in the feed"), ("publisher", "It is from"), ("topic", "is about"), ("all", "You follow X.")],
)
def test_why_explains_what_has_no_words(kind: str, words: str) -> None:
    watch = subscription(1, subject(kind, "", "X"))
    assert words in why(item(7), (Match(watch, ((watch.subjects[0], None),)),), 7).text


def test_why_of_a_watch_that_is_gone_still_answers() -> None:
    made = why(item(7), (), 7)
    assert "do not follow it any more" in made.text
    assert labels(made) == ["Story"]


def test_why_says_what_made_the_importance() -> None:
    weight = Importance(7, ("at least 19 killed", "4 independent publishers"))
    assert (
        "Importance 7 of 10: at least 19 killed, 4 independent publishers." in why(item(7), (), 7, weight=weight).text
    )
    assert "Importance" not in why(item(7), (), 7).text
