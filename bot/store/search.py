"""The full-text index over the items: FTS5 in SQLite, tsvector in PostgreSQL, the same words in both.

Both get text that is folded here, so that they agree on what a word is; both stem English and know no stop words
(a person may be called Will). Scripts that write no spaces are indexed character by character and sought as phrases.
Terms are data: nothing in them is syntax.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import (
    Connection,
    Float,
    Integer,
    Subquery,
    TextClause,
    column,
    text,
)

from bot.errors import StoreError
from bot.store.columns import storable
from bot.text import fold

MAX_TERMS = 32
_MAX_TERM = 200
_MAX_BODY = 60_000  # characters of a body that are indexed; PostgreSQL takes 1 MB of distinct words at most
_TITLE, _DEK, _BODY = 5.0, 2.0, 1.0  # what a word is worth there

# Han, kana, Thai, Lao, Khmer, Burmese: one "word" a character.
_UNSPACED = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])"
)
# Hyphens, dots and slashes would make PostgreSQL see hosts, paths and numbers with signs.
_SEPARATORS = re.compile(r"[\x00-\x2f\x3a-\x60\x7b-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\u2000-\u206f\u3000-\u303f_]+")
_MOST_KEPT = 20_000
_FEW = 120  # distinct characters

_PUT_SQLITE = text("INSERT INTO item_search (rowid, title, dek, body) VALUES (:id, :title, :dek, :body)")
_REMOVE_SQLITE = text(
    "INSERT INTO item_search (item_search, rowid, title, dek, body) VALUES ('delete', :id, :title, :dek, :body)"
)
_REMOVE_POSTGRES = text("DELETE FROM item_search WHERE id = :id")
_PUT_POSTGRES = text(
    "INSERT INTO item_search (id, document) VALUES (:id, setweight(to_tsvector('wirewatch', :title), 'A')"
    " || setweight(to_tsvector('wirewatch', :dek), 'B') || setweight(to_tsvector('wirewatch', :body), 'D'))"
)


class _Plain(dict[int, str]):
    """What each character becomes in the index; made as characters come, since there are a million."""

    def __missing__(self, code: int) -> str:
        if len(self) >= _MOST_KEPT:
            self.clear()
        plain = fold(f"a{storable(chr(code))}a")[1:-1]  # between letters, since at an end white space would go
        self[code] = made = _SEPARATORS.sub(" ", _UNSPACED.sub(r" \1 ", plain))
        return made


_plain = _Plain()


def words(raw: str) -> str:
    """The text as both indexes get it: folded, punctuation out, unspaced scripts spaced."""
    rare = set(raw) if not raw.isascii() else ()
    if len(rare) < _FEW:  # as a rule: replacing a few marks in passing beats looking at every character
        for mark in rare:
            if mark > "\x7f":
                raw = raw.replace(mark, _plain[ord(mark)])
    return " ".join(raw.translate(_plain).split())


def phrases(terms: Sequence[str]) -> tuple[str, ...]:
    """The terms as they are sought, without those that hold no letter or digit."""
    found = (words(term[:_MAX_TERM]) for term in terms[:MAX_TERMS])
    return tuple(dict.fromkeys(phrase for phrase in found if any(c.isalnum() for c in phrase)))


def put(connection: Connection, rows: Sequence[tuple[int, str, str, str]]) -> None:
    """Index items: (id, title, dek, body)."""
    statement = _PUT_SQLITE if connection.dialect.name == "sqlite" else _PUT_POSTGRES
    connection.execute(
        statement,
        [
            {"id": id_, "title": words(title), "dek": words(dek), "body": words(body[:_MAX_BODY])}
            for id_, title, dek, body in rows
        ],
    )


def remove(connection: Connection, id_: int, title: str, dek: str, body: str) -> None:
    """Out of the index, an item with its text as `put` got it: this FTS5 table keeps none of its own."""
    if connection.dialect.name == "sqlite":
        row = {"id": id_, "title": words(title), "dek": words(dek), "body": words(body[:_MAX_BODY])}
        connection.execute(_REMOVE_SQLITE, row)
    else:
        connection.execute(_REMOVE_POSTGRES, {"id": id_})


def matches(dialect: str, sought: Sequence[str]) -> Subquery:
    """Items with any of the phrases: columns `id` and `score` (higher is better)."""
    clause = _match_sqlite(sought) if dialect == "sqlite" else _match_postgres(sought)
    return clause.columns(column("id", Integer), column("score", Float)).subquery("found")


def _match_sqlite(sought: Sequence[str]) -> TextClause:
    # Inside double quotes FTS5 knows one special character, the quote, and `words` leaves none.
    query = " OR ".join(f'"{phrase}"' for phrase in sought)
    return text(
        f"SELECT rowid AS id, -bm25(item_search, {_TITLE}, {_DEK}, {_BODY}) AS score"  # noqa: S608 (our own numbers)
        " FROM item_search WHERE item_search MATCH :search_query"
    ).bindparams(search_query=query)


def _match_postgres(sought: Sequence[str]) -> TextClause:
    query = " || ".join(f"phraseto_tsquery('wirewatch', :phrase_{n})" for n in range(len(sought)))
    weights = f"'{{{_BODY / _TITLE}, 0.3, {_DEK / _TITLE}, 1.0}}'"
    return text(
        f"SELECT id, ts_rank({weights}, document, query, 1) AS score"  # noqa: S608 (names and numbers of ours)
        f" FROM item_search, (SELECT {query} AS query) AS sought WHERE document @@ query"
    ).bindparams(**{f"phrase_{n}": phrase for n, phrase in enumerate(sought)})


def check(connection: Connection) -> None:
    """Raises StoreError when this SQLite was built without full-text search."""
    if connection.dialect.name != "sqlite":
        return
    if not connection.scalar(text("SELECT sqlite_compileoption_used('ENABLE_FTS5')")):
        raise StoreError("This Python's SQLite has no full-text search (FTS5). Use another Python, or PostgreSQL.")
