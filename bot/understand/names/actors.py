"""Who an article is about: people and organisations, merged over their names, with kind, country, sector and reason.

English texts are read by a recogniser and rules; every other language by the seed's aliases and titles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.model import ActorKind, CountryTag, FoundActor, Mention, Tagger
from bot.understand.identity import sectors
from bot.understand.identity.ministries import Place
from bot.understand.identity.registry import seed_by_id
from bot.understand.names import candidates, evidence, light, organisations, people, titles
from bot.understand.names.entities import Recogniser
from bot.understand.names.groups import Group
from bot.understand.names.spans import Span

# Longest text that is searched for actors, in characters; the recogniser itself stops earlier (entities.LIMIT).
LIMIT = 300_000
MAX_MENTIONS = 200  # of one actor that are kept, the first ones


@dataclass(frozen=True, slots=True)
class _Joint:
    """Title and body as one text, so that a name in one explains a name in the other."""

    text: str
    title: int  # length of the title
    body: int  # where the body begins

    @staticmethod
    def of(title: str, body: str) -> _Joint:
        lead = title + "\n\n" if title else ""  # a recogniser is worse at a text that begins with blank lines
        return _Joint((lead + body)[:LIMIT], len(title), len(lead))

    def mention(self, start: int, end: int) -> Mention:
        if start < self.title:
            return Mention("title", start, end)
        return Mention("body", start - self.body, end - self.body)

    def places(self, countries: Sequence[CountryTag]) -> list[Place]:
        shift = {"title": 0, "body": self.body}
        found = [
            (m.start + shift[m.field], m.end + shift[m.field], tag.code) for tag in countries for m in tag.mentions
        ]
        return sorted(place for place in found if place[1] <= len(self.text))


def find(
    title: str,
    body: str,
    *,
    language: str | None,
    countries: Sequence[CountryTag] = (),
    tagger: Tagger = Tagger.FULL,
) -> tuple[FoundActor, ...]:
    """The actors of one article, the most salient first: named in the title, then often, then early.

    `countries` are the places of the same article: they are no actors, and they say whose minister one is.
    Texts beyond LIMIT characters are read up to there.
    """
    joint = _Joint.of(title, body)
    places = joint.places(countries)
    spoken = language or "en"
    entities = _recogniser(tagger)(joint.text) if spoken == "en" else ()
    spans = [
        span
        for span in candidates.collect(joint.text, joint.title, places, entities, spoken)
        if span.end <= joint.title or span.start >= joint.body
    ]
    found = [_describe(joint, group, places, spoken) for group in _groups(joint.text, spans)]
    return tuple(sorted(found, key=_salience))


def _groups(text: str, spans: Sequence[Span]) -> list[Group]:
    """The spans by whom they name, each group of the kind that the text around it says."""
    some = organisations.merge(text, [span for span in spans if span.kind is ActorKind.ORGANISATION])
    named = [group for group in some if _settle(text, group)]
    persons = [span for span in spans if span.kind is ActorKind.PERSON]
    # What turns out to be somebody's surname after all is merged with the people.
    late = [span for group in named if group.kind is ActorKind.PERSON for span in group.spans]
    everybody = people.merge(text, [*persons, *(replace(span, kind=ActorKind.PERSON) for span in late)])
    return [
        *(group for group in everybody if _settle(text, group)),
        *(group for group in named if group.kind is ActorKind.ORGANISATION),
    ]


def _settle(text: str, group: Group) -> bool:
    """Give the group the kind that the text says it has; False when it is no actor."""
    kind = evidence.kind_of(text, group.name, group.kind, group.spans)
    group.kind = kind or group.kind
    return kind is not None


def _recogniser(tagger: Tagger) -> Recogniser:
    if tagger is Tagger.LIGHT:
        return light.recognise
    from bot.understand.names import ner  # noqa: PLC0415 - spaCy takes 110 MB, which the light tagger is there to save

    return ner.english()


def _salience(actor: FoundActor) -> tuple[bool, int, bool, int]:
    first = actor.mentions[0]
    return first.field != "title", -len(actor.mentions), first.field == "body", first.start


def _describe(joint: _Joint, group: Group, places: Sequence[Place], language: str) -> FoundActor:
    spans = sorted(group.spans, key=lambda span: span.start)
    names = tuple(dict.fromkeys(joint.text[span.start : span.end] for span in spans))
    country, sector, reason = _about(joint.text, group, spans, places, language)
    return FoundActor(
        name=group.name,
        kind=group.kind,
        mentions=tuple(joint.mention(span.start, span.end) for span in spans[:MAX_MENTIONS]),
        names=names,
        country=country,
        sector=sector,
        seed=group.seed,
        reason=reason,
    )


def _about(
    text: str, group: Group, spans: Sequence[Span], places: Sequence[Place], language: str
) -> tuple[str | None, str | None, str]:
    """Country, sector and the words that say so."""
    if group.seed:
        actor = seed_by_id()[group.seed]
        alias = next((text[s.start : s.end] for s in spans if s.seed == group.seed), group.name)
        return actor.country, actor.sector, f"seed alias {alias!r}"
    sources = " + ".join(dict.fromkeys("NER" if s.source == "again" else s.source for s in spans))
    if group.kind is ActorKind.ORGANISATION:
        country = next((s.country for s in spans if s.country), None) or _owner(spans, places)
        says = sectors.of_organisation(group.name)
        return country, says[0] if says else None, f"{sources} + {says[1]!r}" if says else sources
    for span in spans[:8]:
        if role := titles.before(text, span.start, language):
            return _nearest_place(places, role.start - 30, span.start), role.sector, f"{sources} + title {role.words!r}"
        if role := titles.after(text, span.end, language):
            return _nearest_place(places, span.end, role.end + 25), role.sector, f"{sources} + role {role.words!r}"
    return _owner(spans, places), None, sources


def _nearest_place(places: Sequence[Place], start: int, end: int) -> str | None:
    return next((code for s, e, code in reversed(places) if start <= s and e <= end), None)


def _owner(spans: Sequence[Span], places: Sequence[Place]) -> str | None:
    """The country inside a name or just before it: "Bank of England", "Russia's Sergei Lavrov"."""
    return next((code for span in spans for s, e, code in places if span.start - 3 <= e <= span.end), None)
