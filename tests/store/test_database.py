"""The file: pragmas, lock, transactions, and what is said of files that are no catalogue."""

from __future__ import annotations

import contextlib
import gc
import json
import os
import re
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlite_utils.utils

from desktop_app.errors import UserError
from desktop_app.services.session import create_catalogue
from desktop_app.store import database, rows
from desktop_app.store.copying import copy_database
from desktop_app.store.database import PRAGMAS, Database
from desktop_app.store.migrations import current_version
from desktop_app.store.opening_header import APPLICATION_ID
from desktop_app.store.schema import TABLES
from desktop_app.store.store import create_store, open_store

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    create_catalogue(tmp_path / "a.db", author="Tester").close()
    return tmp_path / "a.db"


@pytest.fixture
def db(path: Path) -> Iterator[Database]:
    opened = open_store(path)
    yield opened
    opened.close()


def test_sqlite_utils_uses_our_sqlite() -> None:
    """Two SQLite libraries in one process would drop each other's locks."""
    assert sqlite_utils.utils.sqlite3 is sqlite3


def test_pragmas_and_identity(db: Database) -> None:
    for name, value in PRAGMAS.items():
        assert db.scalar(f"PRAGMA {name}") == value
    assert db.scalar("PRAGMA application_id") == APPLICATION_ID
    assert db.scalar("PRAGMA user_version") == current_version()


def test_every_table_is_strict(db: Database) -> None:
    names = db.column(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
        "AND name NOT LIKE '%sqlite_migrations'"
    )
    assert {table.name for table in TABLES} <= set(names)
    loose = [
        name
        for name in names
        if not db.scalar("SELECT strict FROM pragma_table_list WHERE name = ?", (name,))
    ]
    assert loose == []


def test_a_failed_statement_poisons_its_change(db: Database) -> None:
    """A swallowed error must not leave half a change behind."""
    before = db.scalar("SELECT count(*) FROM counter")
    with pytest.raises(RuntimeError, match="failed"), db.transaction():
        db.execute("INSERT INTO counter (kind, last) VALUES ('x', 1)")
        with contextlib.suppress(sqlite3.IntegrityError):
            db.execute("INSERT INTO counter (kind, last) VALUES ('x', 1)")
    assert db.scalar("SELECT count(*) FROM counter") == before


def test_a_row_outside_a_change_is_refused(db: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError), db.transaction():
        db.execute("UPDATE property SET label_en = 'x' WHERE id = 'prp-1'")
    with pytest.raises(RuntimeError, match="outside"):
        db.execute("DELETE FROM meta")


@pytest.mark.parametrize("table", ["change", "change_row", "original", "content"])
def test_what_is_kept_for_ever_cannot_be_altered(db: Database, table: str) -> None:
    if table in ("original", "content"):
        with db.transaction():
            size = "size" if table == "original" else "characters"
            db.execute(f"INSERT INTO {table} (sha256, {size}) VALUES ('x', 1)")
    with pytest.raises(sqlite3.IntegrityError, match="kept for ever"), db.transaction():
        db.execute(f"DELETE FROM {table}")


def test_a_second_program_is_told_who_holds_the_catalogue(db: Database, path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from desktop_app.store.store import open_store\n"
        "from desktop_app.errors import UserError\n"
        "try: open_store(Path(sys.argv[1]))\n"
        "except UserError as error: print(error.code, error.message)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], cwd=ROOT, capture_output=True, text=True
    )
    assert done.stdout.startswith("catalogue_in_use")
    holder = json.loads(path.with_name(f".{path.name}.held").read_text("utf-8"))
    assert holder["host"] in done.stdout
    assert re.search(r"since \d{4}-\d\d-\d\d \d\d:\d\d\.", done.stdout)
    assert holder["pid"] == os.getpid()


def test_a_dead_holder_shuts_nobody_out(path: Path) -> None:
    path.with_name(f".{path.name}.held").write_text("not json", "utf-8")
    open_store(path).close()
    assert not path.with_name(f".{path.name}.held").exists()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_a_catalogue"),
        (b"hello", "not_a_catalogue"),
        (b"SQLite format 3\x00" + bytes(100), "not_a_catalogue"),
    ],
)
def test_other_files_are_refused_untouched(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "other.db"
    path.write_bytes(content)
    with pytest.raises(UserError, match=code):
        open_store(path)
    assert path.read_bytes() == content


def test_a_missing_file_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no_catalogue"):
        open_store(tmp_path / "none.db")
    assert list(tmp_path.iterdir()) == []


def test_an_existing_file_is_not_overwritten(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(UserError, match="already_there"):
        create_store(path)
    assert path.read_bytes() == before


def make_newer(path: Path, min_reader: int) -> None:
    with contextlib.closing(sqlite3.connect(path)) as con, con:
        con.execute(f"PRAGMA user_version = {current_version() + 1}")
        con.execute("UPDATE meta SET value = ? WHERE key = 'min_reader'", (min_reader,))
        con.execute("CREATE TABLE later (id TEXT PRIMARY KEY) STRICT")
        con.execute("ALTER TABLE event ADD COLUMN later TEXT")


def test_a_newer_catalogue_is_refused(path: Path) -> None:
    make_newer(path, current_version() + 1)
    with pytest.raises(UserError, match="newer_catalogue") as caught:
        open_store(path)
    assert "version 2" in caught.value.message


def test_a_newer_catalogue_that_this_program_can_read_opens_for_reading(path: Path) -> None:
    make_newer(path, current_version())
    before = path.read_bytes()
    with contextlib.closing(open_store(path)) as db:
        assert db.read_only
        assert db.scalar("SELECT count(*) FROM property") > 20
    assert path.read_bytes() == before


def test_a_damaged_file_is_refused_with_a_sentence(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for page in range(1, len(data) // 4096):
        data[page * 4096 : page * 4096 + 4096] = b"\xaa" * 4096
    path.write_bytes(bytes(data))
    with pytest.raises(UserError) as caught:
        opened = open_store(path)
        try:
            opened.query("SELECT * FROM property")
        finally:
            opened.close()
    assert caught.value.code == "damaged"


@pytest.mark.parametrize("name", ["a?b#c.db", "Nặm Thà – ປະຫວັດ.db", "x y %41.db", "emoji 𐐷.db"])
def test_odd_names_open_the_right_file(tmp_path: Path, name: str) -> None:
    create_catalogue(tmp_path / name, author="Tester").close()
    assert {found.name for found in tmp_path.iterdir()} == {name}
    open_store(tmp_path / name).close()


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_a_file_that_cannot_be_written_opens_for_reading(path: Path) -> None:
    opened = Database(path, read_only=True)
    try:
        assert opened.scalar("SELECT count(*) FROM property") > 20
        with pytest.raises(UserError, match="read_only"), opened.transaction():
            pass
    finally:
        opened.close()


def test_a_copy_is_whole_and_leaves_no_part(db: Database, tmp_path: Path) -> None:
    copy_database(db, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db.part").exists()
    opened = open_store(tmp_path / "copy.db")
    assert opened.column("SELECT key FROM property") == db.column("SELECT key FROM property")
    opened.close()


def test_identifiers_are_never_given_twice(db: Database) -> None:
    from desktop_app.catalog.ids import Kind

    with db.transaction():
        first = rows.take_id(db, Kind.EVENT)
    with db.transaction():
        second = rows.take_id(db, Kind.EVENT)
    assert (first, second) == ("evt-1", "evt-2")


def test_a_read_waits_for_the_change_of_another_thread(db: Database) -> None:
    """One connection: without the lock, a reader would see half a change."""
    inside, seen = threading.Event(), []

    def read() -> None:
        inside.wait(5)
        seen.append(db.scalar("SELECT last FROM counter WHERE kind = 'thread'"))

    reader = threading.Thread(target=read)
    reader.start()
    with pytest.raises(ZeroDivisionError), db.transaction():
        db.execute("INSERT INTO counter (kind, last) VALUES ('thread', 1)")
        inside.set()
        raise ZeroDivisionError
    reader.join(5)
    assert seen == [None]


def test_row_images_are_json_whatever_the_text(db: Database) -> None:
    from desktop_app.catalog.ids import Kind
    from desktop_app.store import journal

    with db.transaction():
        seq = journal.begin_change(
            db, journal.Operation.CREATE_EVENT, author="a", at="t", version="0"
        )
        title = 'quote " backslash \\ line\nbreak\ttab 𐐷 ’ ນ້ຳ'
        values = {"id": "evt-1", "title": title, "title_translated": "", "kind": "", "note": ""}
        rows.insert_row(db, Kind.EVENT, {**values, "part_of": None})
        journal.end_change(db)
    [row] = journal.list_row_changes(db, seq)
    assert json.loads(row.after or "")["title"] == title


def test_explain_leaves_our_own_bugs_alone() -> None:
    bug = sqlite3.OperationalError("no such column: x")
    assert database.explain(bug, Path("x")) is bug


def test_a_catalogue_that_nobody_holds_any_more_bars_no_other(tmp_path: Path) -> None:
    kept = create_store(tmp_path / "a.db")
    identity = kept._identity
    with pytest.raises(UserError, match="catalogue_in_use"):
        Database(tmp_path / "a.db")
    kept.conn.close()
    del kept
    gc.collect()
    assert identity not in database._OPEN_HERE
