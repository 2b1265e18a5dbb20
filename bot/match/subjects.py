"""Whether an item is what a watch is on. No tag, no match: countries and actors match by tag, never by a substring."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.match import patterns
from bot.match.reading import Reading
from bot.match.words import pattern_of
from bot.model import ExcludeKind, Item, Match, Mention, MentionField, Subject, SubjectKind, Subscription
from bot.text import fold

LEAD = 600  # characters: headline news is told in its first two or three sentences
OFTEN = 3
# Those that stand somewhere in the text.
_PLACED = (SubjectKind.COUNTRY, SubjectKind.ACTOR, SubjectKind.KEYWORD, SubjectKind.PATTERN)


def matching(reading: Reading, subscriptions: Iterable[Subscription]) -> tuple[Subscription, ...]:
    """Those that the item satisfies, each once, in their order."""
    return tuple({one.id: one for one in subscriptions if satisfies(reading, one)}.values())


def satisfies(reading: Reading, watch: Subscription) -> bool:
    """All its subjects are there, in a language that is wanted, and the item is about one, unless mentions will do."""
    subjects, mode, item = watch.subjects, watch.mode, reading.item
    if not any(subject.kind is not SubjectKind.WITHOUT for subject in subjects):
        return False
    if excludes(watch, item):
        return False
    if mode.languages and item.language not in mode.languages:
        return False
    asked = subjects, mode.mentions, mode.near  # the same for all who follow the same
    if (known := reading.known.get(asked)) is None:
        known = reading.known[asked] = _fits(reading, *asked)
    return known


def _fits(reading: Reading, subjects: Sequence[Subject], mentions: bool, near: bool) -> bool:
    if not all(reading.has(subject) for subject in subjects):
        return False
    if not (mentions or any(is_about(reading.item, subject) for subject in subjects)):
        return False
    return not near or _stand_together(reading, subjects)


def excludes(watch: Subscription, item: Item) -> bool:
    """Whether the item carries something that the watch wants nothing of."""
    if not watch.excludes:
        return False
    carried = {(ExcludeKind.ACTOR, tag.actor.id) for tag in item.actors}
    carried |= {(ExcludeKind.COUNTRY, tag.code) for tag in item.countries}
    carried |= {(ExcludeKind.PUBLISHER, fold(item.publisher)), (ExcludeKind.STORY, str(item.story_id))}
    return any((one.kind, one.value) in carried for one in watch.excludes)


def excludes_story(watch: Subscription, story_id: int | None) -> bool:
    """Whether the watch wants nothing more of that story."""
    return any(one.kind is ExcludeKind.STORY and one.value == str(story_id) for one in watch.excludes)


def explained(item: Item, subscriptions: Iterable[Subscription]) -> tuple[Match, ...]:
    """Each with the words of the item that its subjects stand for."""
    return tuple(Match(one, tuple((s, evidence_for(s, item)) for s in one.subjects)) for one in subscriptions)


def is_about(item: Item, subject: Subject) -> bool:
    """Whether a country or an actor is what the item is about, rather than mentioned in it; True for other subjects.

    It stands in the headline, or within the first LEAD characters of the text, or as often as the most named one of
    its kind and OFTEN times at least. A tag whose place in the text is not known counts.
    """
    if subject.kind is SubjectKind.WITHOUT:
        return False
    tags = {tag.code: tag.mentions for tag in item.countries} if subject.kind is SubjectKind.COUNTRY else {}
    if subject.kind is SubjectKind.ACTOR:
        tags = {tag.actor.id: tag.mentions for tag in item.actors}
    mentions = tags.get(subject.value, ())
    if not mentions or any(mention.field == "title" or mention.start < LEAD for mention in mentions):
        return True
    return len(mentions) >= max(OFTEN, *(len(others) for others in tags.values()))


def evidence_for(subject: Subject, item: Item) -> Mention | None:
    """Where the text says so; None when it is the feed, the publisher or the topic that matches."""
    if subject.kind is SubjectKind.COUNTRY:
        return next((tag.mentions[0] for tag in item.countries if tag.code == subject.value and tag.mentions), None)
    if subject.kind is SubjectKind.ACTOR:
        return next((tag.mentions[0] for tag in item.actors if tag.actor.id == subject.value and tag.mentions), None)
    if subject.kind is SubjectKind.KEYWORD:
        return _keyword_mention(subject, item)
    if subject.kind is SubjectKind.PATTERN:
        return _pattern_mention(subject.value, item)
    return None


def _stand_together(reading: Reading, subjects: Sequence[Subject]) -> bool:
    """Whether the headline, or one sentence, has all of those that stand somewhere."""
    placed = [subject for subject in subjects if subject.kind in _PLACED]
    return len(placed) < 2 or any(all(reading.has_in(one, place) for one in placed) for place in reading.places)


def _pattern_mention(pattern: str, item: Item) -> Mention | None:
    fields: tuple[tuple[MentionField, str], ...] = (("title", item.title), ("body", item.body))
    found = ((field, patterns.span(pattern, text)) for field, text in fields)
    return next((Mention(field, *span) for field, span in found if span is not None), None)


def _keyword_mention(subject: Subject, item: Item) -> Mention | None:
    """Offsets where the keyword stands as typed; None where only the folded text (no accents) has it."""
    fields: tuple[tuple[MentionField, str], ...] = (("title", item.title), ("body", item.body))
    for field, text in fields:
        for words in (subject.label, subject.value):
            if words and (hit := pattern_of(words).search(text)):
                return Mention(field, hit.start(), hit.end())
    return None
