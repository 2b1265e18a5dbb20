"""Who gets it: one item against the subscriptions that may want it. Pure.

No tag, no match: a country or an actor matches by its tag alone, never by a substring of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from bot.model import (
    ChatRef,
    ExcludeKind,
    Item,
    Match,
    Mention,
    MentionField,
    NewAlert,
    Subject,
    SubjectKind,
    Subscription,
)
from bot.text import fold

# Scripts written without spaces: there a keyword has no word boundary to look for.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


LEAD = 600  # characters: headline news is told in its first two or three sentences
OFTEN = 3


def keys_of(item: Item, keywords: Iterable[str] = ()) -> tuple[tuple[str, str], ...]:
    """The (kind, value) pairs under which subscriptions may ask for this item, those of the `keywords` that it has
    among them."""
    pairs = [(SubjectKind.COUNTRY, tag.code) for tag in item.countries]
    pairs += [(SubjectKind.ACTOR, tag.actor.id) for tag in item.actors]
    pairs += [(SubjectKind.TOPIC, fold(topic)) for topic in item.topics]
    pairs += [(SubjectKind.FEED, item.feed_id), (SubjectKind.PUBLISHER, fold(item.publisher)), (SubjectKind.ALL, "")]
    text = _text(item)
    pairs += [(SubjectKind.KEYWORD, keyword) for keyword in keywords if has_keyword(keyword, text)]
    return tuple((kind.value, value) for kind, value in pairs)


def matching(item: Item, subscriptions: Iterable[Subscription], now: datetime) -> tuple[Match, ...]:
    """The subscriptions that this item satisfies with all their subjects and that are not muted, each once."""
    keys = frozenset(keys_of(item))
    text = _text(item)
    found: dict[int, Match] = {}
    for subscription in subscriptions:
        if subscription.id in found or (subscription.muted_until is not None and subscription.muted_until > now):
            continue
        if _wants(subscription, item, keys, text):
            evidence = tuple((subject, evidence_for(subject, item)) for subject in subscription.subjects)
            found[subscription.id] = Match(subscription, evidence)
    return tuple(found.values())


def _wants(subscription: Subscription, item: Item, keys: frozenset[tuple[str, str]], text: str) -> bool:
    """All subjects match, and the item is about one of them, unless mentions will do."""
    subjects = subscription.subjects
    if excludes(subscription, item) or not subjects or not all(_satisfies(subject, keys, text) for subject in subjects):
        return False
    return subscription.mode.mentions or any(is_about(item, subject) for subject in subjects)


def excludes(subscription: Subscription, item: Item) -> bool:
    """Whether the item carries something that the watch wants nothing of."""
    if not subscription.excludes:
        return False
    carried = {(ExcludeKind.ACTOR, tag.actor.id) for tag in item.actors}
    carried |= {(ExcludeKind.COUNTRY, tag.code) for tag in item.countries}
    carried |= {(ExcludeKind.PUBLISHER, fold(item.publisher)), (ExcludeKind.STORY, str(item.story_id))}
    return any((one.kind, one.value) in carried for one in subscription.excludes)


def excludes_story(subscription: Subscription, story_id: int | None) -> bool:
    """Whether the watch wants nothing more of that story."""
    return any(one.kind is ExcludeKind.STORY and one.value == str(story_id) for one in subscription.excludes)


def is_about(item: Item, subject: Subject) -> bool:
    """Whether a country or an actor is what the item is about, rather than mentioned in it; True for other subjects.

    It stands in the headline, or within the first LEAD characters of the text, or as often as the most named one of
    its kind and OFTEN times at least. A tag whose place in the text is not known counts.
    """
    tags = {tag.code: tag.mentions for tag in item.countries} if subject.kind is SubjectKind.COUNTRY else {}
    if subject.kind is SubjectKind.ACTOR:
        tags = {tag.actor.id: tag.mentions for tag in item.actors}
    mentions = tags.get(subject.value, ())
    if not mentions or any(mention.field == "title" or mention.start < LEAD for mention in mentions):
        return True
    return len(mentions) >= max(OFTEN, *(len(others) for others in tags.values()))


def to_alerts(
    item: Item, matches: Sequence[Match], *, sources: int, now: datetime, lifetime: timedelta
) -> tuple[NewAlert, ...]:
    """One alert a chat, however many of its subscriptions match; `sources` are the story's independent ones."""
    by_chat: dict[ChatRef, list[Subscription]] = {}
    for match in matches:
        if match.subscription.mode.confirmed <= sources:
            by_chat.setdefault(match.subscription.chat, []).append(match.subscription)
    return tuple(
        NewAlert(
            chat=chat,
            item_id=item.id,
            story_id=item.story_id,
            key=f"item:{item.id}" if any(s.mode.each for s in wanted) else f"story:{item.story_id}",
            subscription_ids=tuple(s.id for s in wanted),
            silent=all(s.mode.silent for s in wanted),
            expires=now + lifetime,
        )
        for chat, wanted in by_chat.items()
    )


def evidence_for(subject: Subject, item: Item) -> Mention | None:
    """Where the text says so; None when it is the feed, the publisher or the topic that matches."""
    if subject.kind is SubjectKind.COUNTRY:
        return next((tag.mentions[0] for tag in item.countries if tag.code == subject.value and tag.mentions), None)
    if subject.kind is SubjectKind.ACTOR:
        return next((tag.mentions[0] for tag in item.actors if tag.actor.id == subject.value and tag.mentions), None)
    if subject.kind is SubjectKind.KEYWORD:
        return _keyword_mention(subject, item)
    return None


def _text(item: Item) -> str:
    """What keywords are looked for in."""
    return fold("\n".join((item.title, item.dek, item.body)))


def _satisfies(subject: Subject, keys: frozenset[tuple[str, str]], text: str) -> bool:
    if subject.kind is SubjectKind.KEYWORD:
        return has_keyword(subject.value, text)
    return (subject.kind.value, subject.value) in keys


def has_keyword(keyword: str, folded: str) -> bool:
    """Whether a folded text has the folded keyword as whole words."""
    return keyword in folded and _pattern(keyword).search(folded) is not None


@lru_cache(maxsize=10_000)
def _pattern(keyword: str) -> re.Pattern[str]:
    """An escaped literal between word boundaries: linear, whatever a user typed."""
    literal = r"\s+".join(re.escape(word) for word in keyword.split())
    if _UNSPACED.search(keyword):
        return re.compile(literal, re.IGNORECASE)
    return re.compile(rf"(?<!\w){literal}(?!\w)", re.IGNORECASE)


def _keyword_mention(subject: Subject, item: Item) -> Mention | None:
    """Offsets where the keyword stands as typed; None where only the folded text (no accents) has it."""
    fields: tuple[tuple[MentionField, str], ...] = (("title", item.title), ("body", item.body))
    for field, text in fields:
        for needle in (subject.label, subject.value):
            if needle and (hit := _pattern(needle).search(text)):
                return Mention(field, hit.start(), hit.end())
    return None
