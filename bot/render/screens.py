"""Fixed screens: welcome, help, pickers, settings, and what is said when something is wrong."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model import Actor, Button, Chat, Message, Subject, SubjectKind
from bot.render import actions as do
from bot.render import buttons as b
from bot.render import pieces, places
from bot.render.markup import blocks, bold, code, italic, join, lines, message, prose
from bot.text import one_line, shorten

_CHANNELS = 3
PICKER_PAGE = 18  # countries a page: nine rows of two
_HOME = b.button("‹ Back", do.Show(do.Screen.HOME))


def welcome(countries: Sequence[str], country_name: pieces.CountryName, channels: Sequence[Chat] = ()) -> Message:
    """The first thing anybody sees: what it is for, and the countries to follow with one tap. `countries`: codes.

    `channels`: those that this person took the bot into.
    """
    offers = [
        b.button(pieces.country_label(code, country_name), do.Follow(do.Place.NEW, ((SubjectKind.COUNTRY, code),)))
        for code in countries[:8]
    ]
    return message(
        blocks(
            bold("News about the people and places you follow, as it breaks."),
            lines(
                "I read the world's news feeds and write to you when something happens around a country, a person or"
                " an organisation: one message a story, with its sources.",
                "You can also just ask me; I answer from what was published, and say where it stands.",
            ),
            "Tap a country to follow it; people, and two together, are one tap further."
            if offers
            else "Choose a country to follow.",
        ),
        buttons=(
            *_in_twos(offers),
            (
                b.button("More countries", do.Show(do.Screen.REGIONS)),
                b.button("People and pairs", do.Show(do.Screen.PEOPLE)),
            ),
            (b.button("Ask something", do.Show(do.Screen.ASK)), b.button("What's new", do.Latest())),
            *((places.manage_button(chat),) for chat in channels[:_CHANNELS]),
        ),
    )


def hello_group() -> Message:
    """When the bot was added to a group."""
    return message(
        blocks(
            bold("Hello. I bring this group the news about the people and places it follows."),
            lines(
                join("", ("An admin of the group says what: ", code("/follow Venezuela"))),
                join("", ("Everybody may ask: ", code("/ask what is new in Venezuela?"))),
            ),
        ),
        buttons=(
            (b.button("Choose a country", do.Show(do.Screen.REGIONS)), b.button("Help", do.Show(do.Screen.HELP))),
        ),
    )


def help_page(commands: Sequence[tuple[str, str]], *, examples: bool = True) -> Message:
    """What can be said. `commands`: name and description, in the order of the menu."""
    typed = (
        ("/follow Venezuela", "one message a story"),
        ("/follow Lavrov and Venezuela", "only where both are in it"),
        ("/follow keyword lithium confirmed 2", "once two publishers report it"),
        ("/follow Brazil digest 08:00", "what came in one message, each morning"),
        ("/follow all confirmed 3 silent", "the big stories, without a sound"),
    )
    return message(
        blocks(
            bold("What you can do"),
            lines("Write a name, and you get its page. Write a question, and you get an answer with its sources."),
            lines(*(f"/{name} – {description}" for name, description in commands)),
            lines(bold("Examples"), *(join("", (code(words), f" – {what}")) for words, what in typed))
            if examples
            else None,
        ),
        buttons=(
            (b.button("Choose a country", do.Show(do.Screen.REGIONS)), b.button("What I follow", do.Following())),
        ),
    )


def ask_prompt(countries: Sequence[str], actors: Sequence[Actor], country_name: pieces.CountryName) -> Message:
    """How to ask, with examples about what is in the news now."""
    examples = [
        *(
            (
                b.button(
                    f"What is new in {pieces.country_label(code, country_name)}?",
                    do.AskAbout(SubjectKind.COUNTRY, code),
                ),
            )
            for code in countries[:2]
        ),
        *(
            (b.button(f"What is {actor.name} doing?", do.AskAbout(SubjectKind.ACTOR, actor.id)),)
            for actor in actors[:2]
        ),
    ]
    return message(
        blocks(
            bold("Ask me about anybody in the news."),
            lines("Write your question as you would ask a colleague, for example:"),
            italic("What is Lavrov doing in Venezuela?"),
            "In a group, begin with /ask.",
        ),
        buttons=(*examples, (_HOME,)),
    )


def regions(names: Sequence[str]) -> Message:
    """The picker's first screen."""
    return message(
        blocks(bold("Where?"), "Or write the name of any country, person or organisation."),
        buttons=(
            *_in_twos([b.button(name, do.Countries(n)) for n, name in enumerate(names)]),
            (b.button("People and pairs", do.Show(do.Screen.PEOPLE)),),
            (_HOME,),
        ),
    )


def people(actors: Sequence[Actor], pairs: Sequence[tuple[Actor, str]], country_name: pieces.CountryName) -> Message:
    """Who is in the news, alone and with a country: a tap follows."""
    alone = [b.button(who.name, do.Follow(do.Place.NEW, ((SubjectKind.ACTOR, who.id),))) for who in actors]
    both = [
        b.button(
            f"{who.name} + {pieces.country_label(code, country_name)}",
            do.Follow(do.Place.NEW, ((SubjectKind.ACTOR, who.id), (SubjectKind.COUNTRY, code))),
        )
        for who, code in pairs
    ]
    return message(
        blocks(
            bold("Whom?"),
            "Tap who is in the news, or a pair: of a pair you hear only what has both in it."
            if alone
            else "Nobody is in the news yet.",
            lines(
                "Anybody else: just write the name.",
                join("", ("Any other pair: ", code("follow Lavrov and Venezuela"))),
            ),
        ),
        buttons=(*_in_twos(alone), *((one,) for one in both), (b.button("‹ Back", do.Show(do.Screen.HOME)),)),
    )


def countries(region: int, title: str, codes: Sequence[str], page: int, country_name: pieces.CountryName) -> Message:
    """The countries of one region, by name."""
    ordered = sorted(codes, key=country_name)
    pages = max(1, -(-len(ordered) // PICKER_PAGE))
    page = min(page, pages - 1)
    shown = ordered[page * PICKER_PAGE : (page + 1) * PICKER_PAGE]
    offers = [
        b.button(pieces.country_label(code, country_name), do.Follow(do.Place.NEW, ((SubjectKind.COUNTRY, code),)))
        for code in shown
    ]
    return message(
        blocks(bold(title), "Tap a country to follow it."),
        buttons=(
            *_in_twos(offers),
            b.pager(page, pages, lambda turned: do.Countries(region, turned)),
            (b.button("‹ Back", do.Show(do.Screen.REGIONS)),),
        ),
    )


def ask_forget(watches: int) -> Message:
    count = "one watch" if watches == 1 else f"{watches} watches"
    return message(
        blocks(
            bold("Delete everything I know of this chat?"),
            f"That is {count}, its settings and what was sent. It cannot be undone, and no more alerts come.",
        ),
        buttons=((b.button("Delete it all", do.Forget()), b.button("Keep it", do.Show(do.Screen.DROP))),),
    )


def forgotten() -> Message:
    return message("Done: everything about this chat is deleted. /start begins anew.")


def names(text: str, choices: Sequence[Subject], *, known: bool = False) -> Message:
    """No page by that name, but near ones as buttons; or several of that very name (`known`)."""
    said = bold(prose(shorten(one_line(text), 100)))
    if not choices:
        return message(
            lines(
                join("", ("I know nobody and no country called ", said, ".")),
                join("", ("Look for the words in the reports: ", code(f"/search {shorten(one_line(text), 80)}"))),
            )
        )
    question = ("Which ", said, " do you mean?") if known else ("I do not know ", said, ". Did you mean one of these?")
    return message(join("", question), buttons=[(_page_button(subject),) for subject in choices[:6]])


def usage(words: str, example: str) -> Message:
    """A command that lacks its argument."""
    return message(lines(words, join("", ("For example: ", code(example)))))


def says(text: str) -> Message:
    """One plain sentence, as an error of ours words it; its commands can be tapped."""
    return message(text)


def broken(mark: str) -> Message:
    """Last resort; `mark` finds the log entry."""
    return message(
        lines(
            "Something went wrong on my side, and it is noted. Please try again in a moment.",
            join("", ("If it stays: tell the admin ", code(mark), ".")),
        )
    )


def _page_button(subject: Subject) -> Button | None:
    if subject.kind in (SubjectKind.ACTOR, SubjectKind.COUNTRY):
        return b.button(subject.label, do.OpenPage(subject.kind, subject.value))
    return b.button(f"{subject.kind.value} {subject.label}", do.Latest(subject.kind, subject.value))


def _in_twos(buttons: Sequence[Button | None]) -> list[Sequence[Button | None]]:
    return [buttons[n : n + 2] for n in range(0, len(buttons), 2)]
