"""Which language a text is in: by script, then by function words and letters, and only where these tie by py3langid.

py3langid's model takes half a second and 120 MB, so a text that its small words give away never loads it. trafilatura
uses the same instance.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from importlib.resources import files

import py3langid

# Enough to be sure; the rest of a long text adds time, not certainty.
_SAMPLE = 1500
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
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
_HINT = 10.0
# What one function word or telling letter is worth, in the same unit.
_VOTE = 6.0
# Votes that settle it, if the next language has a third fewer.
_SURE = 3


def detect(text: str, *, hint: str | None = None) -> str | None:
    """ISO 639-1 code, or None when there are no words to judge by. `hint`: what the feed or the page declares."""
    sample = _NOISE.sub(" ", text[:_SAMPLE])
    script = _script(sample)
    declared = _declared(hint)
    if script is None:
        return None
    if script not in _COMMON:
        return script
    votes = _votes(sample, script)
    if declared in _COMMON[script]:
        votes[declared] += 2
    ranked = votes.most_common(2)
    if ranked and ranked[0][1] >= _SURE and (len(ranked) < 2 or ranked[0][1] >= 1.5 * ranked[1][1]):
        return ranked[0][0]
    return _weighed(sample, script, votes)


def _declared(hint: str | None) -> str | None:
    """The language of a tag such as "pt-BR"."""
    code = (hint or "").strip().lower().replace("_", "-").partition("-")[0]
    return {"nb": "no", "nn": "no", "iw": "he", "in": "id", "fil": "tl"}.get(code, code) or None


def _script(sample: str) -> str | None:
    """The script most letters are in; for a script of one language, the language."""
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


@lru_cache(maxsize=1)
def _function_words() -> dict[str, tuple[str, ...]]:
    """Word → languages in which it is a small, frequent word."""
    found: dict[str, tuple[str, ...]] = {}
    for line in (files("bot") / "data" / "function_words.tsv").read_text("utf8").splitlines():
        if not line.startswith("#"):
            language, words = line.split("\t")
            for word in words.split():
                found[word] = (*found.get(word, ()), language)
    return found


def function_word(word: str, language: str = "en") -> bool:
    """Whether it is one of the language's small words."""
    return language in _function_words().get(word.lower(), ())


@lru_cache(maxsize=1)
def _telling_letters() -> dict[str, tuple[str, ...]]:
    """Letter → the languages that write it, where few do."""
    rows = {
        "ßẞ": "de",
        "ñ¿¡": "es",
        "ãõ": "pt",
        "œù": "fr",
        "łąęśźż": "pl",
        "řěů": "cs",
        "ľĺŕ": "sk",
        "őű": "hu",
        "țșăţ": "ro",
        "ğış": "tr",
        "ə": "az",
        "đơưạảấầậắếềểệịọốồộớờợụủứừự": "vi",
        "æø": "da no",
        "åä": "sv fi",
        "ļņķģ": "lv",
        "ėųį": "lt",
        "ыэъё": "ru",
        "їєґі": "uk",
        "ў": "be",
        "ђћџњљј": "sr",
        "ќѓѕ": "mk",
        "әғқңөұүһ": "kk",
        "پچژگکی": "fa",
        "ٹڈڑےںھہ": "ur",
        "ښځڅړږ": "ps",
        "ةىيكإأ": "ar",
    }
    return {letter: tuple(languages.split()) for letters, languages in rows.items() for letter in letters}


def _votes(sample: str, script: str) -> Counter[str]:
    """How many function words and telling letters speak for each language of the script."""
    votes: Counter[str] = Counter()
    lowered = sample.lower()
    words = _function_words()
    for word in _WORD.findall(lowered):
        for language in words.get(word, ()):
            votes[language] += 1
    letters = _telling_letters()
    for letter, count in Counter(lowered).items():
        for language in letters.get(letter, ()):
            votes[language] += min(count, 2)
    return Counter({language: n for language, n in votes.items() if language in _COMMON[script]})


def _weighed(sample: str, script: str, votes: Counter[str]) -> str:
    """py3langid's opinion of the script's languages, with what is already known as a prior."""
    prior = _COMMON[script]
    scores: dict[str, float] = {
        language: score + prior[language] + _VOTE * votes[language]
        for language, score in py3langid.rank(sample)
        if language in prior
    }
    return max(scores, key=lambda language: scores[language])
