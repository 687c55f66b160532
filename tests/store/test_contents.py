"""Originals and texts: kept once for ever in pieces; what is only staged is dropped again."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.store import documents
from desktop_app.store.store import create_store, open_store


def test_contents_come_back_as_they_were_from_many_pieces(tmp_path: Path) -> None:
    text, data = "Nặm Thà 😀\n" * 20_000, bytes(range(256)) * 9_000
    with closing(create_store(tmp_path / "a.db")) as db:
        with db.transaction():
            digest, original = documents.keep_text(db, text), documents.keep_original(db, data)
            assert documents.keep_text(db, text) == digest
            assert documents.keep_original(db, data) == original
        pieces = list(documents.iterate_text(db, digest))
        assert "".join(pieces) == text
        assert {len(piece) for piece in pieces[:-1]} == {65_536}
        assert documents.get_original(db, original) == data
        assert db.scalar("SELECT count(*) FROM content") == 1


def test_what_was_left_staged_is_dropped_at_the_next_open(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with closing(create_store(path)) as db, db.transaction():
        documents.keep_text(db, "kept")
        db.execute("INSERT INTO content (characters) VALUES (3)")
        db.execute("INSERT INTO content_chunk SELECT last_insert_rowid(), 0, 'abc'")
        db.execute("INSERT INTO original (size) VALUES (3)")
        db.execute("INSERT INTO original_chunk SELECT last_insert_rowid(), 0, x'616263'")
    with closing(open_store(path)) as db:
        assert db.column("SELECT text FROM content_chunk") == ["kept"]
        assert db.scalar("SELECT count(*) FROM original_chunk") == 0


@pytest.mark.parametrize("table", ["original_chunk", "content_chunk"])
def test_pieces_of_what_is_kept_are_never_deleted(tmp_path: Path, table: str) -> None:
    with closing(create_store(tmp_path / "a.db")) as db:
        with db.transaction():
            documents.keep_text(db, "kept")
            documents.keep_original(db, b"kept")
        with pytest.raises(sqlite3.IntegrityError, match="kept for ever"), db.transaction():
            db.execute(f"DELETE FROM {table}")
