"""Builds bot/data/frequent_words.tsv: each language's most frequent words, in order, from the stop lists of justext.

Run: python tools/build_words.py. The same input gives the same bytes. Names are left out as far as the lists show them.
"""

from __future__ import annotations

from importlib.resources import files

_MOST = 400
# Words this frequent may be capitalised because sentences begin with them; further down they are names.
_SENTENCE_OPENERS = 60
_LANGUAGES = {
    **{"en": "English", "es": "Spanish", "fr": "French", "de": "German", "pt": "Portuguese", "it": "Italian"},
    **{"tr": "Turkish", "nl": "Dutch", "pl": "Polish", "id": "Indonesian", "sv": "Swedish", "ro": "Romanian"},
    **{"cs": "Czech", "hu": "Hungarian", "vi": "Vietnamese", "da": "Danish", "no": "Norwegian_Bokmal"},
    **{"fi": "Finnish", "hr": "Croatian", "sk": "Slovak", "ca": "Catalan", "sl": "Slovenian", "sq": "Albanian"},
    **{"lt": "Lithuanian", "lv": "Latvian", "et": "Estonian", "az": "Azerbaijani", "sw": "Swahili"},
    **{"tl": "Tagalog", "ms": "Malay", "gl": "Galician", "eu": "Basque", "is": "Icelandic", "af": "Afrikaans"},
    **{"uz": "Uzbek", "bs": "Bosnian", "ru": "Russian", "uk": "Ukrainian", "bg": "Bulgarian", "sr": "Serbian"},
    **{"be": "Belarusian", "mk": "Macedonian", "kk": "Kazakh", "ky": "Kyrgyz", "ar": "Arabic", "fa": "Persian"},
    **{"ur": "Urdu", "hi": "Hindi", "mr": "Marathi", "ne": "Nepali"},
}
_HEADER = "# language\tits most frequent words, in order; built by tools/build_words.py from the stop lists of justext"


def main() -> None:
    rows = (f"{code}\t{' '.join(_words(name))}" for code, name in _LANGUAGES.items())
    target = files("bot") / "data" / "frequent_words.tsv"
    with open(str(target), "w", encoding="utf8") as out:
        out.write("\n".join((_HEADER, *rows)) + "\n")


def _words(language: str) -> list[str]:
    listed = (files("justext") / "stoplists" / f"{language}.txt").read_text("utf8").split()
    kept: dict[str, None] = {}
    for rank, word in enumerate(word.rstrip(".,") for word in listed[:_MOST]):
        lowered = word.lower()
        if word == lowered or language == "German" or rank < _SENTENCE_OPENERS:
            kept.setdefault(lowered)
    return list(kept)


if __name__ == "__main__":
    main()
