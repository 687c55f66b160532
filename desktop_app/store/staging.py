"""Originals and texts on their way into the catalogue, piece by piece and outside the journal.

Each few pieces are a short transaction of their own, so that the window goes on meanwhile. What is
staged counts as nothing until a change keeps it; dropped, or left over by a crash, it is gone
(`documents.purge_staged`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from desktop_app.store.database import Database
from desktop_app.store.documents import CHUNK_CHARACTERS

#: Pieces written in one transaction: two megabytes hold nobody up.
_TOGETHER = 2
#: Pieces of a text written in one transaction.
_TEXTS_TOGETHER = 16
#: Pieces dropped in one transaction: nothing is written of them, so they may be many more.
_DROPPED = {"original_chunk": 48, "content_chunk": 512}


class StagedOriginal:
    """The bytes of a file, staged. `sha256` and `size` tell what was added so far."""

    def __init__(self, db: Database) -> None:
        """Begin an empty original."""
        self.id = _begin(db, "INSERT INTO original (size) VALUES (0)")
        self.size = 0
        self._db = db
        self._sum = hashlib.sha256()
        self._number = 0
        self._waiting: list[bytes] = []

    @property
    def sha256(self) -> str:
        """Return the SHA-256 in hex."""
        return self._sum.hexdigest()

    def add(self, data: bytes) -> None:
        """Add one piece of `documents.CHUNK_BYTES`; only the last may be shorter."""
        self._sum.update(data)
        self.size += len(data)
        self._waiting.append(data)
        if len(self._waiting) >= _TOGETHER:
            self.flush()

    def flush(self) -> None:
        """Write what waits."""
        if not self._waiting:
            return
        with self._db.transaction():
            self._db.execute_many(
                "INSERT INTO original_chunk (original, number, data) VALUES (?, ?, ?)",
                [(self.id, self._number + n, data) for n, data in enumerate(self._waiting)],
            )
        self._number += len(self._waiting)
        self._waiting = []

    def pieces(self) -> Iterable[bytes]:
        """Yield the bytes as they lie in the catalogue."""
        for number in range(self._number):
            yield self._db.scalar(
                "SELECT data FROM original_chunk WHERE original = ? AND number = ?",
                (self.id, number),
            )


class StagedText:
    """A canonical text, staged. `sha256` and `characters` tell what was added so far."""

    def __init__(self, db: Database) -> None:
        """Begin an empty text."""
        self.id = _begin(db, "INSERT INTO content (characters) VALUES (0)")
        self.characters = 0
        self._db = db
        self._sum = hashlib.sha256()
        self._number = 0
        self._waiting = ""

    @property
    def sha256(self) -> str:
        """Return the SHA-256, in hex, of the text's UTF-8 bytes."""
        return self._sum.hexdigest()

    def add(self, text: str) -> None:
        """Add a piece of any length."""
        self._sum.update(text.encode("utf-8"))
        self.characters += len(text)
        self._waiting += text
        whole = len(self._waiting) - len(self._waiting) % CHUNK_CHARACTERS
        if whole >= CHUNK_CHARACTERS * _TEXTS_TOGETHER:
            self._write(self._waiting[:whole])
            self._waiting = self._waiting[whole:]

    def flush(self) -> None:
        """Write what waits; nothing can be added any more."""
        if self._waiting:
            self._write(self._waiting)
            self._waiting = ""

    def _write(self, text: str) -> None:
        starts = range(0, len(text), CHUNK_CHARACTERS)
        with self._db.transaction():
            self._db.execute_many(
                "INSERT INTO content_chunk (content, number, text) VALUES (?, ?, ?)",
                [
                    (self.id, self._number + n, text[at : at + CHUNK_CHARACTERS])
                    for n, at in enumerate(starts)
                ],
            )
        self._number += len(starts)


def _begin(db: Database, sql: str) -> int:
    with db.transaction():
        db.execute(sql)
        return int(db.scalar("SELECT last_insert_rowid()"))


def keep_staged_original(db: Database, staged: int, sha256: str, size: int) -> None:
    """Keep a staged original for ever, inside a change; the same bytes kept before stand for it."""
    if db.scalar("SELECT 1 FROM original WHERE sha256 = ?", (sha256,)) is None:
        db.execute("UPDATE original SET sha256 = ?, size = ? WHERE id = ?", (sha256, size, staged))


def keep_staged_text(db: Database, staged: int, sha256: str, characters: int) -> None:
    """Keep a staged text for ever, inside a change; the same text kept before stands for it."""
    if db.scalar("SELECT 1 FROM content WHERE sha256 = ?", (sha256,)) is None:
        db.execute(
            "UPDATE content SET sha256 = ?, characters = ? WHERE id = ?",
            (sha256, characters, staged),
        )


def drop_staged(db: Database, originals: Iterable[int], contents: Iterable[int]) -> None:
    """Drop what is still staged of `originals` and `contents`; what was kept stays."""
    for table, chunk, found in (
        ("original", "original_chunk", originals),
        ("content", "content_chunk", contents),
    ):
        for staged in found:
            _drop(db, table, chunk, staged)


def _drop(db: Database, table: str, chunk: str, staged: int) -> None:
    sql = f"SELECT 1 FROM {table} WHERE id = ? AND sha256 IS NULL"
    if db.scalar(sql, (staged,)) is None:
        return
    last = db.scalar(f"SELECT max(number) FROM {chunk} WHERE {table} = ?", (staged,))
    together = _DROPPED[chunk]
    for number in range(0, (last if last is not None else -1) + 1, together):
        with db.transaction():
            db.execute(
                f"DELETE FROM {chunk} WHERE {table} = ? AND number BETWEEN ? AND ?",
                (staged, number, number + together - 1),
            )
    with db.transaction():
        db.execute(f"DELETE FROM {table} WHERE id = ?", (staged,))
