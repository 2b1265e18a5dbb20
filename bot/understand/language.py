"""Which language a text is in: by script, then by its frequent words and letters, and where these tie by py3langid.

Names say little: "met President Nicolás Maduro in Caracas" is English. So what is capitalised inside a sentence is
weighed down, and so are the particles inside names. py3langid's model takes half a second and 120 MB: a text that its
small words give away never loads it. trafilatura uses the same instance.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import py3langid

from bot.understand import wordlists

# Enough to be sure; the rest of a long text adds time, not certainty.
_SAMPLE = 1500
# Vowel signs and accents that combine are part of a word.
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u064b-\u065f\u0900-\u0903\u093a-\u094f])*(?:['’][^\W\d_]+)?")
_LATIN = re.compile("[A-Za-z]")
_NOISE = re.compile(r"https?://\S+|\S+@\S+|[@#]\w+")
# One script, one language of the news.
_SCRIPTS = {
    "ko": "\u1100-\u11ff\uac00-\ud7a3",
    "th": "\u0e00-\u0e7f",
    "lo": "\u0e80-\u0eff",
    "el": "\u0370-\u03ff\u1f00-\u1fff",
    "he": "\u0590-\u05ff",
    "hy": "\u0530-\u058f",
    "ka": "\u10a0-\u10ff",
    "bn": "\u0980-\u09ff",
    "pa": "\u0a00-\u0a7f",
    "gu": "\u0a80-\u0aff",
    "or": "\u0b00-\u0b7f",
    "ta": "\u0b80-\u0bff",
    "te": "\u0c00-\u0c7f",
    "kn": "\u0c80-\u0cff",
    "ml": "\u0d00-\u0d7f",
    "si": "\u0d80-\u0dff",
    "my": "\u1000-\u109f",
    "km": "\u1780-\u17ff",
    "am": "\u1200-\u137f",
    "kana": "\u3040-\u30ff\u31f0-\u31ff",
    "han": "\u3400-\u9fff\uf900-\ufaff",
    "cyrillic": "\u0400-\u052f",
    "arabic": "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefe",
    "devanagari": "\u0900-\u097f",
    "latin": "A-Za-z\u00aa\u00ba\u00c0-\u024f\u1e00-\u1eff",
}
# Simplified in Japan, and there alone.
_JAPANESE = re.compile("[発対戦権変歳図売円駅広脳検択沢辺験労県]")
_SCRIPT = re.compile("|".join(f"(?P<{name}>[{letters}]+)" for name, letters in _SCRIPTS.items()))
# What py3langid may answer for a script it has to tell apart, with how common the language is in news (log odds).
_COMMON = {
    "latin": {
        **{
            "en": 12.0,
            "es": 9.0,
            "fr": 9.0,
            "de": 9.0,
            "pt": 8.0,
            "it": 8.0,
            "tr": 7.0,
            "nl": 7.0,
            "pl": 7.0,
            "id": 7.0,
        },
        **{
            "sv": 5.0,
            "ro": 5.0,
            "cs": 5.0,
            "hu": 5.0,
            "vi": 5.0,
            "da": 4.0,
            "no": 4.0,
            "fi": 5.0,
            "hr": 4.0,
            "sk": 1.0,
        },
        **{
            "ca": 2.0,
            "sl": 2.0,
            "sq": 2.0,
            "lt": 2.0,
            "lv": 2.0,
            "et": 2.0,
            "az": 2.0,
            "sw": 2.0,
            "tl": 2.0,
            "ms": 2.0,
        },
        **{"sr": 1.0, "bs": 1.0, "gl": 0.0, "eu": 0.0, "is": 0.0, "af": -2.0, "so": -2.0, "uz": -2.0, "ha": -6.0},
    },
    "cyrillic": {
        **{
            "ru": 9.0,
            "uk": 6.0,
            "bg": 4.0,
            "sr": 3.0,
            "be": 2.0,
            "mk": 2.0,
            "kk": 2.0,
            "ky": 1.0,
            "tg": 1.0,
            "mn": 1.0,
        },
    },
    "arabic": {"ar": 6.0, "fa": 5.0, "ur": 3.0, "ps": 1.0, "ug": 0.0, "ku": 0.0},
    "devanagari": {"hi": 6.0, "mr": 2.0, "ne": 2.0},
}
# Log odds that a feed's or a page's own word about its language is right, against any other language.
_HINT = 8.0
_PRIOR = 0.3  # of _COMMON, which was set for py3langid's larger figures
# Capitalised inside a sentence, capitalised where it has to be, a particle of a name.
_NAME, _OPENER, _PARTICLE = 0.3, 0.7, 0.1
_PARTICLES = frozenset(
    (
        *("von", "van", "der", "den", "de", "da", "do", "dos", "das", "di", "del", "della", "la", "le", "bin", "ibn"),
        *("ben", "al", "el", "ten", "ter", "zu", "y", "e", "dal", "abu"),
    )
)
# py3langid's figures are log probabilities of overlapping n-grams: far too sure of themselves.
_NGRAMS = 0.2
# What one language must be ahead of all others for py3langid not to be asked; and for the text to be surely in it.
_CLEAR, _SURE = 25.0, 8.0


def detect(text: str, *, hint: str | None = None) -> str | None:
    """ISO 639-1 code, or None when there are no words to judge by. `hint`: what the feed or the page declares."""
    ranked = _ranked(text, hint)
    return ranked[0][0] if ranked else None


def certain(text: str, language: str) -> bool:
    """The words say that the text is in that language, and leave no other."""
    ranked = _ranked(text, None)
    return bool(ranked) and ranked[0][0] == language and (len(ranked) < 2 or ranked[0][1] - ranked[1][1] >= _SURE)


def _ranked(text: str, hint: str | None) -> list[tuple[str, float]]:
    """The languages of the text's script, the likeliest first, with their log odds."""
    sample = _NOISE.sub(" ", text[:_SAMPLE])
    script = _script(sample)
    if script is None or script not in _COMMON:
        return [(script, 0.0)] if script else []
    scores = {language: _PRIOR * common for language, common in _COMMON[script].items()}
    declared = _declared(hint)
    if declared in scores:
        scores[declared] += _HINT
    tokens = list(_tokens(sample))
    _add_words(scores, tokens)
    _add_letters(scores, tokens)
    ranked = _sorted(scores)
    if ranked[0][1] - ranked[1][1] >= _CLEAR:
        return ranked
    plain = " ".join(word for word, weight in tokens if weight == 1)
    for part in filter(None, (sample, plain)):
        _add_ngrams(scores, part)
    return _sorted(scores)


def _sorted(scores: dict[str, float]) -> list[tuple[str, float]]:
    return sorted(scores.items(), key=lambda pair: -pair[1])


def _tokens(sample: str) -> Iterator[tuple[str, float]]:
    """Every word with the weight of what it says: 1, less where it may be a name."""
    matches = list(_WORD.finditer(sample))
    shouted = sample.upper() == sample
    for n, match in enumerate(matches):
        word = match[0]
        if _in_name(matches, n):
            yield word, _PARTICLE
        elif shouted or word[0].lower() == word[0]:
            yield word, 1.0
        else:
            before = sample[: match.start()].rstrip()
            yield word, _OPENER if not before or before[-1] in '.!?:"“„«' else _NAME


def _in_name(matches: list[re.Match[str]], n: int) -> bool:
    """A particle between capitals ("Luiz Inácio Lula da Silva"), or one of two that open a name ("Von der Leyen")."""
    if matches[n][0].lower() not in _PARTICLES:
        return False
    first, last = n, n
    while first > 0 and matches[first][0].lower() in _PARTICLES:
        first -= 1
    while last < len(matches) - 1 and matches[last][0].lower() in _PARTICLES:
        last += 1
    if not matches[last][0][0].isupper():
        return False
    opens = first == 0 and matches[0][0].lower() in _PARTICLES
    return last - first >= 2 and (opens or matches[first][0][0].isupper())


def _add_words(scores: dict[str, float], tokens: list[tuple[str, float]]) -> None:
    words, countries = wordlists.words(), wordlists.country_words()
    for word, weight in tokens:
        said = {language: weight * value for language, value in words.get(word.lower(), {}).items()}
        for language, value in countries.get(word, {}).items():
            said[language] = max(value, said.get(language, 0.0))
        for language, value in said.items():
            if language in scores:
                scores[language] += value


def _add_letters(scores: dict[str, float], tokens: list[tuple[str, float]]) -> None:
    worth = wordlists.letters()
    for letter, count in Counter("".join(word for word, weight in tokens if weight == 1).lower()).items():
        for language, value in worth.get(letter, {}).items():
            if language in scores:
                scores[language] += min(count, 2) * value


def _add_ngrams(scores: dict[str, float], text: str) -> None:
    """py3langid's opinion; it has none (the least of its numbers for each) of a text of a letter or two."""
    opinion = {language: float(score) for language, score in py3langid.rank(text) if language in scores}
    if max(opinion.values()) < -1e6:
        return
    least = min(opinion.values())
    for language in scores:
        scores[language] += _NGRAMS * opinion.get(language, least)


def _declared(hint: str | None) -> str | None:
    """The language of a tag such as "pt-BR"."""
    code = (hint or "").strip().lower().replace("_", "-").partition("-")[0]
    return {"nb": "no", "nn": "no", "iw": "he", "in": "id", "fil": "tl"}.get(code, code) or None


def _script(sample: str) -> str | None:
    """The script most letters are in; for a script of one language, the language."""
    if sample.isascii():
        return "latin" if _LATIN.search(sample) else None
    letters: Counter[str] = Counter()
    for match in _SCRIPT.finditer(sample):
        letters[match.lastgroup or ""] += len(match[0])
    if (letters["kana"] and letters["kana"] * 8 >= letters["han"]) or _JAPANESE.search(sample):
        letters["ja"] = letters.pop("kana", 0) + letters.pop("han", 0)
    elif "han" in letters:
        letters["zh"] = letters.pop("han")
    # An ideograph says about as much as two letters.
    for dense in ("zh", "ja", "ko"):
        letters[dense] *= 2
    script, count = letters.most_common(1)[0]
    return script if count else None
