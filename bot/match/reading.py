"""An item as matching looks at it."""

from __future__ import annotations

from functools import cached_property

from bot.match import patterns
from bot.match.words import has_keyword
from bot.model import Item, Mention, MentionField, Subject, SubjectKind
from bot.text import fold, sentences

Key = tuple[str, str]
Place = tuple[MentionField, int, int]


class Reading:
    """What is costly is made once, and when it is wanted: thousands of watches may ask the same."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.known: dict[object, bool] = {}  # what was asked already
        self._has: dict[Key, bool] = {}

    @cached_property
    def tags(self) -> frozenset[Key]:
        """The (kind, value) pairs of all it carries, keywords and patterns apart."""
        return frozenset(tags_of(self.item))

    @cached_property
    def plain(self) -> str:
        """What patterns are looked for in."""
        return "\n".join((self.item.title, self.item.dek, self.item.body))

    @cached_property
    def text(self) -> str:
        """What keywords are looked for in."""
        return fold(self.plain)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The headline and each sentence of the body: field, start, end."""
        spans: list[Place] = [("body", start, end) for start, end in sentences(self.item.body)]
        return (("title", 0, len(self.item.title)), *spans)

    @cached_property
    def mentions(self) -> dict[Key, tuple[Mention, ...]]:
        """Where its countries and actors stand."""
        found = {(SubjectKind.COUNTRY.value, tag.code): tag.mentions for tag in self.item.countries}
        return found | {(SubjectKind.ACTOR.value, tag.actor.id): tag.mentions for tag in self.item.actors}

    def has(self, subject: Subject) -> bool:
        """Whether the item carries it; of what must not be there, whether it is not."""
        key = (subject.kind.value, subject.value)
        if (known := self._has.get(key)) is None:
            known = self._has[key] = self._looked_for(subject)
        return known

    def has_in(self, subject: Subject, place: Place) -> bool:
        """Whether a country, an actor, a keyword or a pattern stands in that place."""
        field, start, end = place
        words = (self.item.title if field == "title" else self.item.body)[start:end]
        match subject.kind:
            case SubjectKind.KEYWORD:
                return has_keyword(subject.value, fold(words))
            case SubjectKind.PATTERN:
                return patterns.span(subject.value, words) is not None
        mentions = self.mentions.get((subject.kind.value, subject.value), ())
        return any(one.field == field and start <= one.start < end for one in mentions)

    def _looked_for(self, subject: Subject) -> bool:
        match subject.kind:
            case SubjectKind.KEYWORD:
                return has_keyword(subject.value, self.text)
            case SubjectKind.WITHOUT:
                return not has_keyword(subject.value, self.text)
            case SubjectKind.PATTERN:
                return patterns.span(subject.value, self.plain) is not None
        return (subject.kind.value, subject.value) in self.tags


def tags_of(item: Item) -> list[Key]:
    """The (kind, value) pairs of all it carries, keywords apart."""
    pairs = [(SubjectKind.COUNTRY, tag.code) for tag in item.countries]
    pairs += [(SubjectKind.ACTOR, tag.actor.id) for tag in item.actors]
    pairs += [(SubjectKind.TOPIC, fold(topic)) for topic in item.topics]
    pairs += [(SubjectKind.FEED, item.feed_id), (SubjectKind.PUBLISHER, fold(item.publisher)), (SubjectKind.ALL, "")]
    return [(kind.value, value) for kind, value in pairs]
