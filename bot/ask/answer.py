"""From evidence to an answer: sentences of sources with the numbers of their citations, or an honest "nothing".

Pure. Adds no word of its own to a sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.ask.retrieve import Found
from bot.ask.wording import plain
from bot.model import Answer, Citation, Evidence, Item, Question
from bot.understand.grouping.similarity import jaccard, terms
from bot.understand.places import country_names

_SENTENCES = 5
_SENTENCES_OF_FACT = 3  # a question for one fact needs no overview
_PER_STORY = 2
_GOOD_ENOUGH = 0.55  # of the best sentence's score
_GOOD_ENOUGH_FOR_FACT = 0.75
_SAME = 0.6  # overlap of terms from which two sentences say one thing: one is shown, both are cited
_CITED_TOGETHER = 3
_STALE = timedelta(days=90)


def compose(question: Question, evidence: Sequence[Evidence], now: datetime, since: datetime | None) -> Answer:
    """An answer from evidence, best first and not empty. `since`: how far back the archive goes."""
    groups = _grouped(question, evidence)
    numbers: dict[tuple[int, str], int] = {}
    for group in groups:
        for one in group:
            numbers.setdefault((one.item.id, one.sentence), len(numbers) + 1)
    cited = {(one.item.id, one.sentence): one for group in groups for one in group}
    items = {one.item.id: one.item for one in cited.values()}
    return Answer(
        question=question,
        sentences=tuple((group[0].sentence, tuple(numbers[g.item.id, g.sentence] for g in group)) for group in groups),
        citations=tuple(_citation(n, cited[key].item, key[1]) for key, n in numbers.items()),
        abstained=False,
        confidence=_confidence(question, groups, now),
        reason=_basis(list(items.values())),
        searched_since=since,
    )


def _grouped(question: Question, evidence: Sequence[Evidence]) -> list[list[Evidence]]:
    """The sentences to show, each with those of other sources that say the same."""
    most = _SENTENCES if question.latest else _SENTENCES_OF_FACT
    enough = _GOOD_ENOUGH if question.latest else _GOOD_ENOUGH_FOR_FACT
    groups: list[list[Evidence]] = []
    stories: Counter[int] = Counter()
    for one in evidence:
        if one.score < enough * evidence[0].score:
            break
        said = set(terms(one.sentence))
        same = next((group for group in groups if jaccard(said, set(terms(group[0].sentence))) >= _SAME), None)
        if same is not None:
            if len(same) < _CITED_TOGETHER and all(other.item.publisher != one.item.publisher for other in same):
                same.append(one)
        elif len(groups) < most and stories[one.item.story_id] < _PER_STORY:
            groups.append([one])
            stories[one.item.story_id] += 1
    if question.latest:
        groups.sort(key=lambda group: group[0].item.when, reverse=True)
    return groups


def _citation(n: int, item: Item, sentence: str) -> Citation:
    return Citation(n, item.id, item.title, item.url, item.publisher, item.when, sentence)


def _confidence(question: Question, groups: Sequence[Sequence[Evidence]], now: datetime) -> float:
    """0…1: how surely the sentences answer, by what they name, who says so and how old it is."""
    shown = [one for group in groups for one in group]
    asked = [actor.name for actor in question.actors] + list(question.terms)
    best = set(plain(max(shown, key=lambda one: one.score).sentence).split())
    named = sum(bool(best.intersection(plain(word).split()[-1:])) for word in asked) / len(asked) if asked else 1.0
    publishers = len({one.item.publisher for one in shown})
    sure = 0.5 + 0.3 * named + (0.15 if publishers > 1 else 0.0)
    stale = question.latest and question.since is None and now - max(one.item.when for one in shown) > _STALE
    return round(sure * (0.7 if stale else 1.0), 2)


def _basis(items: Sequence[Item]) -> str:
    publishers = len({item.publisher for item in items})
    reports = "one report" if len(items) == 1 else f"{len(items)} reports by {publishers} publishers"
    if publishers == 1 and len(items) > 1:
        reports = f"{len(items)} reports by one publisher"
    return f"From {reports}, the newest of {_day(max(item.when for item in items))}."


def nothing(question: Question, found: Found, since: datetime, did_you_mean: Sequence[str] = ()) -> Answer:
    """The archive was looked through and does not say."""
    nearest = found.nearest[0] if found.nearest else None
    hint = f" Did you mean {' or '.join(did_you_mean)}?" if did_you_mean else ""
    reason = f"I have nothing on {_asked(question)}{_period(question)}. My archive goes back to {_day(since)}.{hint}"
    return _abstained(question, reason, since, nearest)


def empty(question: Question) -> Answer:
    return _abstained(question, "My archive is still empty, so I cannot tell. Ask again when the first feeds are read.")


def not_a_question(question: Question) -> Answer:
    return _abstained(
        question, "Ask me about a person, an organisation, a country or an event: “What happened in Sudan this week?”"
    )


def could_not_look(question: Question) -> Answer:
    return _abstained(question, "I could not look: the archive does not respond. Please ask again in a minute.")


def _abstained(question: Question, reason: str, since: datetime | None = None, nearest: Item | None = None) -> Answer:
    return Answer(
        question=question,
        sentences=(),
        citations=(),
        abstained=True,
        confidence=0.0,
        reason=reason,
        nearest=_citation(1, nearest, nearest.summary[0] if nearest.summary else nearest.title) if nearest else None,
        searched_since=since,
    )


def _asked(question: Question) -> str:
    subjects = [actor.name for actor in question.actors] + [country_names.name(code) for code in question.countries]
    if question.terms:
        subjects.append(f"“{' '.join(question.terms)}”")
    if not subjects:
        return "that"
    return " and ".join([", ".join(subjects[:-1]), subjects[-1]] if len(subjects) > 1 else subjects)


def _period(question: Question) -> str:
    since = f" since {_day(question.since)}" if question.since else ""
    until = f" until {_day(question.until)}" if question.until else ""
    return since + until


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"
