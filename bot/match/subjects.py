"""Whether an item is what a watch is on. No tag, no match: countries and actors match by tag, never by a substring."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

from bot.model import ExcludeKind, Item, Match, Mention, MentionField, Subject, SubjectKind, Subscription
from bot.text import fold, sentences

# Scripts written without spaces: there a keyword has no word boundary to look for.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_BEGINS = re.compile(r"\w{3,}\*")  # a word of a keyword that stands for all that begin so

LEAD = 600  # characters: headline news is told in its first two or three sentences
OFTEN = 3
_PLACED = (SubjectKind.COUNTRY, SubjectKind.ACTOR, SubjectKind.KEYWORD)  # those that stand somewhere in the text

Key = tuple[str, str]


class Reading:
    """An item as matching looks at it; what is costly is made once, and when it is wanted."""

    def __init__(self, item: Item) -> None:
        self.item = item

    @cached_property
    def tags(self) -> frozenset[Key]:
        """The (kind, value) pairs of all it carries, keywords apart."""
        return frozenset(tags_of(self.item))

    @cached_property
    def text(self) -> str:
        """What keywords are looked for in."""
        return fold("\n".join((self.item.title, self.item.dek, self.item.body)))

    @cached_property
    def places(self) -> tuple[tuple[MentionField, int, int, str], ...]:
        """The headline and each sentence of the body: field, start, end, folded."""
        body = self.item.body
        spans = [("body", start, end) for start, end in sentences(body)]
        whole: list[tuple[MentionField, int, int, str]] = [("title", 0, len(self.item.title), fold(self.item.title))]
        return (*whole, *(("body", start, end, fold(body[start:end])) for _, start, end in spans))

    @cached_property
    def mentions(self) -> dict[Key, tuple[Mention, ...]]:
        """Where its countries and actors stand."""
        found = {(SubjectKind.COUNTRY.value, tag.code): tag.mentions for tag in self.item.countries}
        return found | {(SubjectKind.ACTOR.value, tag.actor.id): tag.mentions for tag in self.item.actors}


def tags_of(item: Item) -> list[Key]:
    """The (kind, value) pairs of all it carries, keywords apart."""
    pairs = [(SubjectKind.COUNTRY, tag.code) for tag in item.countries]
    pairs += [(SubjectKind.ACTOR, tag.actor.id) for tag in item.actors]
    pairs += [(SubjectKind.TOPIC, fold(topic)) for topic in item.topics]
    pairs += [(SubjectKind.FEED, item.feed_id), (SubjectKind.PUBLISHER, fold(item.publisher)), (SubjectKind.ALL, "")]
    return [(kind.value, value) for kind, value in pairs]


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
    if not all(_has(reading, subject) for subject in subjects):
        return False
    if not (mode.mentions or any(is_about(item, subject) for subject in subjects)):
        return False
    return not mode.near or _stand_together(reading, subjects)


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
    return None


def has_keyword(keyword: str, folded: str) -> bool:
    """Whether a folded text has the folded keyword as whole words."""
    return needle(keyword) in folded and _pattern(keyword).search(folded) is not None


@lru_cache(maxsize=10_000)
def needle(keyword: str) -> str:
    """What a folded text that has this folded keyword has to contain, letter by letter."""
    found = keyword
    if _BEGINS.search(keyword):
        found = max(re.split(r"(?<=\w{3})\*(?=\s|$)", keyword), key=len)
    return found.strip()


@lru_cache(maxsize=10_000)
def _pattern(keyword: str) -> re.Pattern[str]:
    """Escaped literals between word boundaries, with nothing to try twice: linear, whatever a user typed."""
    literal = r"\s+".join(map(_word, keyword.split()))
    if _UNSPACED.search(keyword):
        return re.compile(literal, re.IGNORECASE)
    return re.compile(rf"(?<!\w){literal}(?!\w)", re.IGNORECASE)


def _word(word: str) -> str:
    return re.escape(word[:-1]) + r"\w*+" if _BEGINS.fullmatch(word) else re.escape(word)


def _has(reading: Reading, subject: Subject) -> bool:
    match subject.kind:
        case SubjectKind.KEYWORD:
            return has_keyword(subject.value, reading.text)
        case SubjectKind.WITHOUT:
            return not has_keyword(subject.value, reading.text)
        case _:
            return (subject.kind.value, subject.value) in reading.tags


def _stand_together(reading: Reading, subjects: Sequence[Subject]) -> bool:
    """Whether the headline, or one sentence, has all of those that stand somewhere."""
    placed = [subject for subject in subjects if subject.kind in _PLACED]
    return len(placed) < 2 or any(all(_in(reading, subject, place) for subject in placed) for place in reading.places)


def _in(reading: Reading, subject: Subject, place: tuple[MentionField, int, int, str]) -> bool:
    field, start, end, folded = place
    if subject.kind is SubjectKind.KEYWORD:
        return has_keyword(subject.value, folded)
    mentions = reading.mentions.get((subject.kind.value, subject.value), ())
    return any(one.field == field and start <= one.start < end for one in mentions)


def _keyword_mention(subject: Subject, item: Item) -> Mention | None:
    """Offsets where the keyword stands as typed; None where only the folded text (no accents) has it."""
    fields: tuple[tuple[MentionField, str], ...] = (("title", item.title), ("body", item.body))
    for field, text in fields:
        for words in (subject.label, subject.value):
            if words and (hit := _pattern(words).search(text)):
                return Mention(field, hit.start(), hit.end())
    return None
