"""Pieces that several messages share: a headline, a by-line, actors by weight, hashtags, the Follow button."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from bot.model import Actor, ActorKind, ActorTag, Button, CountryTag, Item, Recap, SubjectKind, Subscription, Telling
from bot.render import actions as do
from bot.render import buttons as b
from bot.render.flags import flag, flags
from bot.render.headlines import shown
from bot.render.markup import Node, Part, bold, italic, join, lines, link, prose
from bot.render.times import clock
from bot.text import fitting, one_line, shorten

CountryName = Callable[[str], str]
_ACTORS = 3  # named in a line
_SUMMARY = 420  # characters that two sentences may take in an alert
_LONG_SUMMARY = 700  # that more of them may on a page
_NOT_IN_HASHTAG = re.compile(r"[^\w]+")
_WITHIN = re.compile(r"(?<=\w\w)['’ʼ`´](?=\w)")  # "People's", "Sana'a" are one word; "d'Ivoire" is two
_LONGEST_HASHTAG = 32  # characters: what is longer nobody types, and it fills a line of a phone


def headline(item: Item, limit: int = 300) -> Part:
    """The title, linked to the report."""
    return link(title_of(item, limit), item.url)


def title_of(item: Item, limit: int = 300) -> str:
    """The headline without the site's name, labels and bait; the text's first words where there is no title."""
    title = shown(item.title, item.publisher) or shorten(one_line(item.dek or item.body), 120) or "Untitled report"
    return shorten(prose(title), limit)


def summary(item: Item, sentences: int = 2) -> str:
    """The first sentences of the summary that fit together uncut, or the standfirst where there is none."""
    limit = _SUMMARY if sentences <= 2 else _LONG_SUMMARY
    said = fitting((_sentence(sentence, item.body) for sentence in item.summary), sentences, limit)
    return shorten(prose(" ".join(said) or one_line(item.dek)), limit)


def _sentence(sentence: str, body: str) -> str:
    """With "…" where the summary has only its beginning."""
    after = body.partition(sentence)[2][:1]
    cut = after == " " and sentence[-1:].isalnum()
    return one_line(sentence) + ("…" if cut else "")


_TOLD_BY_A_MODEL = {
    Telling.REWRITTEN: "Reworded by a model, checked against the reports.",
    Telling.TRANSLATED: "Translated by a model, checked against the reports.",
}


def recap(told: Recap, items: Iterable[Item], lead: Item | None = None) -> Node | None:
    """A story's summary, each sentence with whose it is unless all are `lead`'s; None for no sentences."""
    by_id = {item.id: item for item in items}
    said = [(one.sentence, by_id[one.item_id]) for one in told.sentences if one.item_id in by_id]
    alone = all(item is lead for _, item in said)
    parts = [join(" ", (prose(_sentence(words, item.body)), None if alone else _mark(item))) for words, item in said]
    note = _TOLD_BY_A_MODEL.get(told.telling)
    return lines(join(" ", parts), italic(note) if note else None) if parts else None


def _mark(item: Item) -> Part:
    return link(f"[{prose(one_line(item.publisher))}]", item.url)


def byline(item: Item, now: datetime, timezone: str | None = None) -> str:
    """ "Publisher · 12:05 UTC · 🇻🇪🇷🇺"."""
    parts = (one_line(item.publisher), clock(item.when, now, timezone), flags(codes(item.countries)))
    return " · ".join(part for part in parts if part)


def who(item: Item) -> str:
    """ "🇻🇪🇷🇺 · Sergey Lavrov, OPEC": where and about whom."""
    names = ", ".join(one_line(actor.name) for actor in actors(item.actors)[:_ACTORS])
    return " · ".join(part for part in (flags(codes(item.countries)), names) if part)


def entry(item: Item, now: datetime, number: int | None = None, *, timezone: str | None = None) -> Node:
    """An item in a list: its headline, and under it who and when."""
    lead = f"{number}. " if number is not None else ""
    return lines(join("", (lead, bold(headline(item, 160)))), byline(item, now, timezone))


def codes(tags: Iterable[CountryTag]) -> tuple[str, ...]:
    """Countries by weight: in the title first, then the most mentioned."""
    return tuple(tag.code for tag in sorted(tags, key=_weight))


def actors(tags: Iterable[ActorTag]) -> tuple[Actor, ...]:
    """Actors that can be followed, by weight: in the title first, then the most mentioned."""
    return tuple(tag.actor for tag in sorted(tags, key=_weight) if not tag.actor.local)


def _weight(tag: ActorTag | CountryTag) -> tuple[bool, int]:
    return (not any(mention.field == "title" for mention in tag.mentions), -len(tag.mentions))


def hashtags(item: Item, name: CountryName | None, limit: int = 4) -> str:
    """ "#Venezuela #Lavrov": what Telegram's own search finds; countries only when there is someone to name them."""
    countries = [name(code) for code in codes(item.countries)[:2]] if name else []
    people = [short_name(actor) for actor in actors(item.actors)[:limit]]
    tags = (hashtag(word) for word in countries + people)
    return " ".join(list(dict.fromkeys(tag for tag in tags if tag))[:limit])


def hashtag(words: str) -> str:
    """One hashtag of some words; "" when nothing is left that Telegram would take."""
    text = _WITHIN.sub("", unicodedata.normalize("NFC", words))
    if any(unicodedata.category(letter) in ("Mn", "Mc") for letter in text):
        return ""  # a mark ends a hashtag, and a name without its marks is another one
    tag = "".join(part[:1].upper() + part[1:] for part in _NOT_IN_HASHTAG.split(text))
    return f"#{tag}" if len(tag) <= _LONGEST_HASHTAG and any(map(str.isalpha, tag)) else ""


def short_name(actor: Actor) -> str:
    """A person's last name (as written: "Xi" is Xi Jinping's, which the registry knows as an alias), else the name."""
    words = one_line(actor.name).split()
    if actor.kind is not ActorKind.PERSON or len(words) < 2:
        return " ".join(words)
    return next((alias for alias in actor.aliases if alias in words), words[-1])


def followed(following: Sequence[Subscription], kind: SubjectKind, value: str) -> Subscription | None:
    """The watch of this chat on exactly that."""
    for subscription in following:
        if len(subscription.subjects) == 1:
            subject = subscription.subjects[0]
            if (subject.kind, subject.value) == (kind, value):
                return subscription
    return None


def follow_button(label: str, *targets: do.Target) -> Button | None:
    """ "Follow …"; a tap changes it into the other."""
    return b.button(f"➕ Follow {label}", do.Follow(do.Place.BUTTON, targets))


def unfollow_button(label: str, subscription_id: int) -> Button | None:
    """ "Unfollow …"; a tap changes it into the other."""
    return b.button(f"Unfollow {label}", do.Unfollow(do.Place.BUTTON, subscription_id))


def toggle(label: str, target: do.Target, following: Sequence[Subscription]) -> Button | None:
    """Whichever of the two applies."""
    known = followed(following, *target)
    return unfollow_button(label, known.id) if known else follow_button(label, target)


def country_label(code: str, name: CountryName | None) -> str:
    """ "🇻🇪 Venezuela"; the flag alone when nobody names it."""
    return f"{flag(code)} {name(code)}" if name else flag(code)
