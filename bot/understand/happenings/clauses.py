"""Where, around a verb, its subject and objects stand: shallow parsing by function words, punctuation and known names.

English. Works on one sentence; does not know what the verbs mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.text import word_set
from bot.understand import syntax
from bot.understand.happenings.event_words import begins_with_verb, is_verb
from bot.understand.happenings.parties import Name, Side, side
from bot.understand.syntax import Clause, Stretch, Word

_TOKEN = re.compile(r"\d+(?:[.,]\d+)+|[^\W_][\w.’'-]*[^\W_.’'-]|[^\W_](?:\.[A-Za-z])*\.?|[,;:()—–\"“”?!]|\.{3}|…")
PREPOSITIONS = word_set(
    "in on at to from with by for against after before over near into during amid under since until about between"
    " through across towards toward via without within inside outside along around among beyond despite following"
    " above beneath regarding concerning past alongside behind below beside off onto up out upon ahead"
    " because per than like as versus except including"
)
_BREAKS = word_set(
    "that who whom whose which what where when while whether if unless after before because since although though but"
    " so as than said says say saying told tells added adds"
    " announced reported confirmed claimed warned insisted believes believe argued stated reports reportedly until once"
)
_HARD = frozenset(';:—–"“”?!()')
_STOPS_OBJECT = word_set(
    "that who whom whose which what where when while whether if unless because although though but so is are was were"
    " be been has have had will would could may might should can must do does did said says say told not also then"
    " yesterday today tomorrow tonight overnight again late early earlier later ago monday tuesday"
    " wednesday thursday friday"
    " saturday sunday last this next only just"
)
_PRONOUNS = word_set("he she it they")
_BEFORE_OWNERLESS = word_set("by after while before without to")  # "by imposing", "to disperse": whoever did the rest
_SPEECH = word_set(
    "said says told announced announces reported confirmed insisted warned argued stated notified declared promised"
    " pledged vowed admitted added claimed claims denied believes"
)
_ENDS_CLAUSE = word_set("who which whose while but so yet because that where when if after before since although")
_RELATIVES = word_set("who which that whom")
_ASIDES = _RELATIVES | word_set("whose where the a an one once all both its his her their long among itself himself")
_JOINING = word_set("and or but then also")
_FILLERS = word_set(
    " has have had is are was were be been being will would can could may might shall should also now then"
    " not never do does"
    " did already since later again still just even recently reportedly allegedly both"
)
_ROUGHLY = re.compile(  # "at least thirty": no preposition in it
    r"\b(?:between\s+[\d,]+\s+and|at\s+(?:least|most)|as\s+many\s+as|(?:more|fewer|less)\s+than|no\s+fewer\s+than|up\s+to|about|around|over|nearly"
    r"|almost|some)\s+(?=\d|(?:an?\s+)?(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty"
    r"|dozen"
    r"|hundred|thousand)\w*\b)",
    re.IGNORECASE,
)
_TIME_OPENER = re.compile(
    r"(?:on|in|at|for|during|after|before|since|by|from|with|as|under|amid|despite|following|earlier|later|meanwhile"
    r"|however|separately|yesterday|today|last|this|early|late|speaking|according|until|over|also|instead|still)\b",
    re.IGNORECASE,
)
_DOING = re.compile(r"[a-z]{2,}ing\s+(?:a|an|the|its|his|her|their)\b")
_PAST_LOOK = re.compile(r"[a-z]{3,}ed")


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    start: int
    end: int
    named: bool  # part of a known name

    @property
    def low(self) -> str:
        return self.text.lower()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with the actors and countries that it names."""

    text: str
    names: tuple[Name, ...]
    words: tuple[Token, ...]
    grammar: tuple[Word, ...] = ()  # as a parser tells it; (): none has

    def clause(self, start: int, verb_end: int, end: int) -> Clause:
        """That of the verb at character `start`, whose phrase ends at `end`."""
        verb = syntax.verb_at(self.grammar, start)
        return self.shallow(start, verb_end, end) if verb is None else syntax.clause(self.grammar, verb, end)

    def shallow(self, start: int, verb_end: int, end: int) -> Clause:
        """The same without a parser."""
        behind = right(self.words, end)
        leads = tuple(
            (word.low, direct(behind[n + 1 :]))
            for n, word in enumerate(behind)
            if not word.named and (word.low in PREPOSITIONS or word.low == "of")
        )
        objects, led = direct(right(self.words, verb_end)), direct(behind)
        agents = behind_word(behind, "by")
        return Clause(subjects(self.words, start), objects, agents, leads, led, follows=_follows(behind))

    def sides(self, stretches: Iterable[Stretch]) -> list[Side]:
        """Who the noun phrases are; those that are nobody, or no noun phrase, left out."""
        nouns = (
            one
            for one in stretches
            if not begins_with_verb(self.text[slice(*one)]) and not _DOING.match(self.text, *one)
        )
        found = (side(self.text, start, end, self.names) for start, end in nouns)
        return [one for one in found if one is not None]


def read(sentence: str, known: Sequence[Name], grammar: tuple[Word, ...] = ()) -> Sentence:
    return Sentence(sentence, tuple(known), tokens(sentence, known), grammar)


def tokens(sentence: str, known: Sequence[Name]) -> tuple[Token, ...]:
    """Words and punctuation, in order."""
    found = []
    rough = {at for match in _ROUGHLY.finditer(sentence) for at in range(*match.span())}
    for match in _TOKEN.finditer(sentence):
        if match.start() in rough:
            continue
        named = any(name.start <= match.start() < name.end for name in known)
        found.append(Token(match[0], match.start(), match.end(), named))
    return tuple(found)


def subjects(words: Sequence[Token], at: int, depth: int = 0) -> tuple[Stretch, ...]:
    """The noun phrases that are the subject of the verb group beginning at character `at`; coordinated ones apart."""
    end = next((n for n, word in enumerate(words) if word.start >= at), len(words))
    while end > 0 and _is_filler(words[end - 1]):
        end -= 1
    if end and words[end - 1].text == "," and (opened := _aside_start(words, end - 1)) is not None:
        return subjects(words, words[opened].start, depth + 1) if depth < 3 else ()
    if end and words[end - 1].low in _BEFORE_OWNERLESS:
        return _shared(words, end, depth) if depth < 3 else ()
    begin = _clause_start(words, end)
    region = list(words[begin:end])
    region = _without_asides(region)
    phrase = _noun_phrase(region) if any(word.text != "," for word in region) else []
    if len(phrase) == 1 and phrase[0].low in _PRONOUNS and begin and depth < 3:
        return _shared(words, begin, depth)
    if phrase:
        return _before_aside(words, begin, depth) + tuple(_coordinated(phrase))
    if begin == 0 or depth > 3:
        return ()
    return _shared(words, begin, depth)


def _before_aside(words: Sequence[Token], begin: int, depth: int) -> tuple[Stretch, ...]:
    """X of "X, the group that rules Gaza, and Y agreed", where Y begins at `begin`."""
    if depth or begin < 4 or words[begin - 1].low != "and" or words[begin - 2].text != ",":
        return ()
    opened = _aside_start(words, begin - 2)
    if opened is None or _clause_start(words, opened):
        return ()
    return subjects(words, words[opened].start, depth + 1)


def _aside_start(words: Sequence[Token], end: int) -> int | None:
    """The comma that opens ", who met Xi in Beijing" where its closing comma is words[end]; None: no such aside."""
    for n in range(end - 1, 0, -1):
        if words[n].text in _HARD:
            return None
        if words[n].text == "," and _opens_aside(words[n + 1]):
            return n
    return None


def _opens_aside(word: Token) -> bool:
    """ "X, who …,", "X, the first to …,", "X, once its ally,", "X, speaking in Davos,"."""
    if word.named:
        return word.text.endswith(("'s", "’s"))  # "Germany, Kyiv's largest donor,"
    return word.low in _ASIDES or (
        word.text.islower() and not _PAST_LOOK.fullmatch(word.text) and not is_verb(word.text)
    )


def _is_filler(word: Token) -> bool:
    return not word.named and (word.low in _FILLERS or (word.low.endswith("ly") and word.text.islower()))


def _clause_start(words: Sequence[Token], end: int) -> int:
    """The index at which the clause begins whose verb group begins at `end`."""
    for n in range(end - 1, -1, -1):
        word = words[n]
        if word.named:
            continue
        if word.text in _HARD or word.low in _BREAKS or (word.low == "to" and n == end - 1):
            return n + 1
        if word.low in ("and", "or") and (n == end - 1 or _has_verb(words[:n]) or words[n - 1].text == ","):
            return n + 1
        if _verb_like(words, n):
            return n + 1
    return 0


def _verb_like(words: Sequence[Token], n: int) -> bool:
    """A finite verb, as far as its form says: "bombed" behind a noun."""
    word = words[n]
    if word.named or not word.text.islower() or n == 0:
        return False
    if word.low in ("has", "have", "had", "is", "are", "was", "were", "will", "would"):
        return True
    before = words[n - 1]
    attribute = before.low in ("the", "a", "an", "of", "its", "his", "their", "two", "three") or before.text == ","
    past = _PAST_LOOK.fullmatch(word.text) or (is_verb(word.text) and not word.text.endswith("s"))
    return bool(past) and not attribute and not _before_noun(words, n)


def _before_noun(words: Sequence[Token], n: int) -> bool:
    """An adjective: "two armed men"."""
    behind = words[n + 1] if n + 1 < len(words) else None
    plain = behind is not None and behind.text.islower() and behind.low not in PREPOSITIONS
    return plain and words[n - 1].text.islower() and behind is not None and behind.text.endswith(("s", "en"))


def _has_verb(words: Sequence[Token]) -> bool:
    clause = max((n for n, word in enumerate(words) if word.text in _HARD or word.low in _BREAKS), default=-1)
    return any(_verb_like(words, n) for n in range(clause + 1, len(words)))


def _without_asides(region: list[Token]) -> list[Token]:
    """Without openers before a comma ("On Monday,") and asides between commas ("X, the mayor of Y,")."""
    parts: list[list[Token]] = [[]]
    for word in region:
        if word.text == "," and not word.named:
            parts.append([])
        else:
            parts[-1].append(word)
    while len(parts) > 1 and (not parts[0] or _TIME_OPENER.match(parts[0][0].text)):
        parts.pop(0)
    if len(parts) > 1 and not parts[-1]:
        return parts[0]  # "X, aside,"
    if len(parts) > 1 and any(word.low == "and" for word in parts[-1]):
        return [word for part in parts for word in part]  # "A, B and C"
    return parts[-1] if len(parts) < 3 or _TIME_OPENER.match(parts[0][0].text) else parts[0]


def _noun_phrase(region: list[Token]) -> list[Token]:
    """Up to the first preposition but "of"; behind a leading phrase with one, what is left."""
    start = 0
    while start < len(region) and not region[start].named and region[start].low in _JOINING:
        start += 1
    if start < len(region) and region[start].low in PREPOSITIONS and not region[start].named:
        names = [n for n in range(start, len(region)) if region[n].named]
        start = names[-1] if names else len(region) - 1
        while start > 0 and region[start - 1].named:
            start -= 1
    kept = []
    for word in region[start:]:
        if not word.named and word.low in PREPOSITIONS:
            break
        kept.append(word)
    return kept


def _coordinated(phrase: list[Token]) -> list[Stretch]:
    """ "A, B and C" as three."""
    found: list[list[Token]] = [[]]
    for n, word in enumerate(phrase):
        joins = word.text == "," or (word.low == "and" and not word.named)
        if joins and found[-1] and n + 1 < len(phrase):
            found.append([])
        elif not joins:
            found[-1].append(word)
    return [(part[0].start, part[-1].end) for part in found if part]


def _shared(words: Sequence[Token], begin: int, depth: int) -> tuple[Stretch, ...]:
    """The subject of a clause without one of its own: a relative's antecedent, or that of the clause before."""
    mark = words[begin - 1]
    said = next((n for n in range(begin - 1, max(begin - 5, 0), -1) if words[n].low in _SPEECH), None)
    if said is not None and mark.low in ("that", words[said].low):
        return subjects(words, words[said].start, depth + 1)
    if mark.low in _RELATIVES and begin >= 2:
        end = begin - 1
        while end and words[end - 1].text == ",":
            end -= 1
        return _antecedent(words[:end], person=mark.low.startswith("who"))
    before = next((n for n in range(begin - 1, -1, -1) if _verb_like(words, n)), None)
    if before is None:
        before = next((n for n in range(begin - 1, 0, -1) if not words[n].named and is_verb(words[n].text)), None)
    return subjects(words, words[before].start, depth + 1) if before else ()


def _last_phrase(words: Sequence[Token]) -> tuple[Stretch, ...]:
    """The noun phrase at the end."""
    start = len(words)
    while start > 0:
        word = words[start - 1]
        stops = word.text in _HARD or word.text == "," or word.low in PREPOSITIONS or word.low in _BREAKS
        if not word.named and (stops or word.low == "and" or _verb_like(words, start - 1)):
            break
        start -= 1
    return ((words[start].start, words[-1].end),) if start < len(words) else ()


def _antecedent(words: Sequence[Token], *, person: bool) -> tuple[Stretch, ...]:
    """Whom a relative clause is about; not the place: "the bombings in Istanbul that killed 44"."""
    found = _last_phrase(words)
    if person or not found:
        return found
    first = next(n for n, word in enumerate(words) if word.start == found[0][0])
    if first and words[first - 1].low in PREPOSITIONS - {"of", "by"}:
        return _antecedent(words[: first - 1], person=False)
    return found


def word_end(words: Sequence[Token], at: int) -> int:
    """Where the word ends that begins at or behind character `at`."""
    return next((word.end for word in words if word.start >= at), at)


def _follows(behind: Sequence[Token]) -> str:
    """The word right behind, if it is no name."""
    return behind[0].low if behind and not behind[0].named else ""


def right(words: Sequence[Token], at: int) -> list[Token]:
    """What follows character `at` up to the end of the clause."""
    found: list[Token] = []
    for n, word in enumerate(words):
        if word.start < at:
            continue
        if not word.named and (word.text in _HARD or word.low in _ENDS_CLAUSE):
            break
        if not word.named and word.low in ("and", "or", ",") and _verb_follows(words, n):
            break
        found.append(word)
    return found


def _verb_follows(words: Sequence[Token], n: int) -> bool:
    ahead = n + 1
    while ahead < len(words) and (_is_filler(words[ahead]) or words[ahead].low in ("and", "or")):
        ahead += 1
    while ahead < len(words) and (words[ahead].named or (ahead > n + 1 and words[ahead].low == "the")):
        ahead += 1  # "…, and Brazil sent": another's act
    if ahead >= len(words):
        return False
    word = words[ahead]
    if not word.text.islower() or is_verb(word.text):
        return word.text.islower()
    looks = _PAST_LOOK.fullmatch(word.text) is not None and not _before_noun(words, ahead)  # "and armoured vehicles"
    return looks or word.text.endswith("ing")


def direct(behind: Sequence[Token]) -> tuple[Stretch, ...]:
    """The noun phrases right behind a verb, coordinated ones apart; () where a preposition or nothing follows."""
    kept: list[Token] = []
    for word in behind:
        if not word.named and (word.low in PREPOSITIONS or word.low in _STOPS_OBJECT):
            break
        if not word.named and word.low == "of" and (not kept or kept[-1].named):
            break
        if word.text == "," and not _list_goes_on(behind, word):
            break
        kept.append(word)
    return tuple(_coordinated(kept))


def _list_goes_on(behind: Sequence[Token], comma: Token) -> bool:
    """ "A, B and C": a name follows the comma, and "and" before anything else stops it."""
    rest = [word for word in behind if word.start > comma.start]
    if not rest or not (rest[0].named or rest[0].low in ("and",)):
        return False
    for word in rest:
        if word.low == "and":
            return True
        if not word.named and word.text != ",":
            return False
    return False


def behind_word(behind: Sequence[Token], preposition: str) -> tuple[Stretch, ...]:
    """The noun phrases behind the first such preposition."""
    for n, word in enumerate(behind):
        if not word.named and word.low == preposition:
            return direct(behind[n + 1 :])
    return ()
