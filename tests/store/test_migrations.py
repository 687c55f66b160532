"""Bringing a catalogue up to date: a copy first, by name, once; refused where it cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlite_utils
from sqlite_utils import Migrations

from desktop_app.errors import UserError
from desktop_app.services.session import create_catalogue
from desktop_app.store import migrations as module
from desktop_app.store.database import Database
from desktop_app.store.schema import create_tables
from desktop_app.store.store import open_store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    create_catalogue(tmp_path / "old.db", author="Tester").close()
    return tmp_path / "old.db"


@pytest.fixture
def second_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program as it will be when the catalogue has a second version."""
    later = Migrations("regesta")

    @later()
    def first_schema(db: sqlite_utils.Database) -> None:
        create_tables(db)

    @later()
    def add_colours(db: sqlite_utils.Database) -> None:
        db.execute("CREATE TABLE colour (id TEXT PRIMARY KEY) STRICT")

    monkeypatch.setattr(module, "migrations", later)


def test_an_old_catalogue_is_copied_and_brought_up_to_date(
    path: Path, second_version: None
) -> None:
    db = open_store(path)
    assert db.scalar("PRAGMA user_version") == 2
    assert db.query("SELECT id FROM colour") == []
    keys = db.column("SELECT key FROM property ORDER BY id")
    db.close()
    [copy] = path.parent.glob("old.db.before-version-2-*")
    old = Database(copy)
    assert old.scalar("PRAGMA user_version") == 1
    assert old.column("SELECT key FROM property ORDER BY id") == keys
    old.close()
    open_store(path).close()
    assert len(list(path.parent.glob("old.db.before-*"))) == 1


def test_an_old_catalogue_that_can_only_be_read_is_refused(
    path: Path, second_version: None
) -> None:
    with pytest.raises(UserError, match="older_catalogue"):
        open_store(path, read_only=True)


def test_a_migration_that_fails_leaves_the_catalogue_as_it_was(
    path: Path, second_version: None
) -> None:
    @module.migrations()
    def break_down(db: sqlite_utils.Database) -> None:
        db.execute("CREATE TABLE half (id TEXT PRIMARY KEY) STRICT")
        raise RuntimeError("a bug")

    with pytest.raises(RuntimeError, match="a bug"):
        open_store(path)
    db = Database(path)
    assert db.query("SELECT name FROM sqlite_master WHERE name = 'half'") == []
    assert db.column("SELECT count(*) FROM property")[0] > 20
    db.close()
