"""Tampering with a copy of the sample by SQLite tools: every kind is reported.

What is consistent in itself (history hashed anew, a tail cut off, a change forged at the end,
an older copy) is told by the remembered head alone; everything else by the check.
"""

from __future__ import annotations

import hashlib
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from desktop_app.services.checking import check_catalogue
from desktop_app.services.commands.subjects import create_event
from desktop_app.services.session import open_catalogue
from desktop_app.store import chain
from desktop_app.store.schema import TABLES

SAMPLE = Path(__file__).resolve().parents[2] / "catalog.db"
Tamper = Callable[[sqlite3.Connection, random.Random], None]


@contextmanager
def past_triggers(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the file as an attacker with an SQLite tool would; its schema ends as it was."""
    with closing(sqlite3.connect(path)) as conn:
        kept = conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in kept:
            conn.execute(f'DROP TRIGGER "{name}"')
        yield conn
        for _, sql in kept:
            conn.execute(sql)
        conn.commit()


def pick(conn: sqlite3.Connection, chance: random.Random, sql: str) -> object:
    return chance.choice(conn.execute(sql).fetchall())[0]


def edit_row(conn: sqlite3.Connection, chance: random.Random) -> None:
    table, column = chance.choice(
        [("event", "title"), ("claim", "note"), ("name", "text"), ("excerpt", "quote"),
         ("source", "title"), ("citation", "locator"), ("entity", "note")]
    )  # fmt: skip
    record = pick(conn, chance, f"SELECT id FROM {table}")
    conn.execute(f"UPDATE {table} SET {column} = {column} || '!' WHERE id = ?", (record,))


def delete_row(conn: sqlite3.Connection, chance: random.Random) -> None:
    table = chance.choice(["attachment", "citation", "name", "contributor"])
    record = pick(conn, chance, f"SELECT id FROM {table}")
    conn.execute(f"DELETE FROM {table} WHERE id = ?", (record,))


def insert_row(conn: sqlite3.Connection, chance: random.Random) -> None:
    conn.execute(
        "INSERT INTO event (id, title, title_translated, kind, note) VALUES (?, 'x', '', '', '')",
        (f"evt-{chance.randrange(1000, 9000)}",),
    )


def edit_image(conn: sqlite3.Connection, chance: random.Random) -> None:
    row = pick(conn, chance, "SELECT id FROM change_row WHERE after IS NOT NULL")
    conn.execute("UPDATE change_row SET after = replace(after, 'a', 'b') || ' ' WHERE id = ?",
                 (row,))  # fmt: skip


def edit_author(conn: sqlite3.Connection, chance: random.Random) -> None:
    seq = pick(conn, chance, "SELECT seq FROM change")
    column = chance.choice(["author", "at", "reason", "version"])
    conn.execute(f"UPDATE change SET {column} = {column} || 'x' WHERE seq = ?", (seq,))


def drop_journal_row(conn: sqlite3.Connection, chance: random.Random) -> None:
    row = pick(conn, chance, "SELECT id FROM change_row")
    conn.execute("DELETE FROM row_seal WHERE id = ?", (row,))
    conn.execute("DELETE FROM change_row WHERE id = ?", (row,))


def edit_text(conn: sqlite3.Connection, chance: random.Random) -> None:
    number = pick(conn, chance, "SELECT id FROM content")
    conn.execute("UPDATE content_chunk SET text = substr(text, 1, 3) || '?' || substr(text, 5) "
                 "WHERE content = ? AND number = 0", (number,))  # fmt: skip


def edit_original(conn: sqlite3.Connection, chance: random.Random) -> None:
    number = pick(conn, chance, "SELECT id FROM original")
    conn.execute(
        "UPDATE original_chunk SET data = CAST(data || x'00' AS BLOB) WHERE original = ?", (number,)
    )


def cut_tail(conn: sqlite3.Connection, chance: random.Random) -> None:
    """Take the newest changes away so well that the rest is consistent."""
    last = conn.execute("SELECT max(seq) FROM change").fetchone()[0]
    first = last - chance.randrange(1, 20)
    for record, table in conn.execute(
        "SELECT record, tbl FROM change_row WHERE change > ? ORDER BY id DESC", (first,)
    ).fetchall():
        conn.execute(f"DELETE FROM {table} WHERE id = ?", (record,))
        conn.execute("DELETE FROM listing WHERE id = ?", (record,))
    rows = "SELECT id FROM change_row WHERE change > ?"
    conn.execute(f"DELETE FROM row_seal WHERE id IN ({rows})", (first,))
    conn.execute("DELETE FROM change_row WHERE change > ?", (first,))
    conn.execute("DELETE FROM seal WHERE change > ?", (first,))
    conn.execute("DELETE FROM change WHERE seq > ?", (first,))
    for table, key in (("change", "seq"), ("change_row", "id")):
        conn.execute(
            f"UPDATE sqlite_sequence SET seq = (SELECT max({key}) FROM {table}) WHERE name = ?",
            (table,),
        )


def rehash(conn: sqlite3.Connection, chance: random.Random) -> None:
    """Change an author and every seal from there on, as one who knows the program would."""
    seq = pick(conn, chance, "SELECT seq FROM change")
    conn.execute("UPDATE change SET author = 'Somebody' WHERE seq = ?", (seq,))
    conn.commit()
    conn.row_factory = sqlite3.Row

    class Reader:
        def query(self, sql: str, args: object = ()) -> list[dict[str, object]]:
            return [dict(row) for row in conn.execute(sql, args)]  # type: ignore[arg-type]

        def column(self, sql: str, args: object = ()) -> list[object]:
            return [row[0] for row in conn.execute(sql, args)]  # type: ignore[arg-type]

        def scalar(self, sql: str, args: object = ()) -> object:
            found = self.column(sql, args)
            return found[0] if found else None

    previous = chain._last_hash(Reader(), seq - 1)  # type: ignore[arg-type, operator]
    later = conn.execute("SELECT change FROM seal WHERE change >= ? ORDER BY change", (seq,))
    for (one,) in [tuple(row) for row in later.fetchall()]:
        digest, _ = chain._digest(Reader(), one)  # type: ignore[arg-type]
        hashed = hashlib.sha256(previous + digest).digest()
        conn.execute("UPDATE seal SET digest = ?, previous = ?, hash = ? WHERE change = ?",
                     (digest, previous, hashed, one))  # fmt: skip
        previous = hashed


BY_CHECK: tuple[Tamper, ...] = (
    *(edit_row, delete_row, insert_row, edit_image, edit_author, drop_journal_row),
    *(edit_text, edit_original),
)
BY_HEAD: tuple[Tamper, ...] = (cut_tail, rehash)


@pytest.mark.parametrize("tamper", BY_CHECK, ids=lambda one: one.__name__)
def test_the_check_reports_it(
    tamper: Tamper, tmp_path: Path, rounds: Callable[[int, int], int], say: Callable[[str], None]
) -> None:
    chance = random.Random(f"{tamper.__name__} 17")
    count = rounds(2, 20)
    for _ in range(count):
        path = tmp_path / "c.db"
        shutil.copy(SAMPLE, path)
        with past_triggers(path) as conn:
            tamper(conn, chance)
        with closing(open_catalogue(path)) as session:
            report = check_catalogue(session.db)
        assert not report.ok
    say(f"tampering, {tamper.__name__}: {count} of {count} reported")


@pytest.mark.parametrize("tamper", BY_HEAD, ids=lambda one: one.__name__)
def test_the_remembered_head_reports_it(
    tamper: Tamper, tmp_path: Path, rounds: Callable[[int, int], int], say: Callable[[str], None]
) -> None:
    chance, count = random.Random(17), rounds(2, 20)
    for _ in range(count):
        path = tmp_path / "c.db"
        shutil.copy(SAMPLE, path)
        with closing(open_catalogue(path)) as session:
            head = chain.get_head(session.db)
        with past_triggers(path) as conn:
            tamper(conn, chance)
        with closing(open_catalogue(path)) as session:
            assert not chain.holds(session.db, head)
            codes = {one.code for one in check_catalogue(session.db).findings}
            assert "row_altered" not in codes
    say(f"tampering, {tamper.__name__}: {count} of {count} told by the remembered head")


def test_an_older_copy_and_another_history_are_told_by_the_head(tmp_path: Path) -> None:
    path, older = tmp_path / "c.db", tmp_path / "older.db"
    shutil.copy(SAMPLE, path)
    shutil.copy(SAMPLE, older)
    with closing(open_catalogue(path)) as session:
        create_event(session, title="Mine")
        head = chain.get_head(session.db)
    with closing(open_catalogue(older)) as session:
        assert not chain.holds(session.db, head)
        create_event(session, title="Another")
        assert chain.get_head(session.db).seq == head.seq
        assert not chain.holds(session.db, head)


def test_every_journalled_table_is_compared_with_the_history(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    for table in TABLES:
        shutil.copy(SAMPLE, path)
        with past_triggers(path) as conn:
            if not conn.execute(f"SELECT 1 FROM {table.name}").fetchall():
                continue
            conn.execute(f"DELETE FROM {table.name}")
        with closing(open_catalogue(path)) as session:
            found = {one.table for one in chain.verify_rows(session.db)}
        assert found == {table.name}
