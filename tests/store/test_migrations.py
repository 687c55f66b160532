"""Bringing a catalogue up to date: a copy first, a verified new form, a swap; or nothing at all."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlite_utils
from sqlite_utils import Migrations

from desktop_app.errors import UserError
from desktop_app.services.session import create_catalogue, open_catalogue
from desktop_app.services.shapes import Shapes
from desktop_app.store import chain
from desktop_app.store import migrations as module
from desktop_app.store.database import Database
from desktop_app.store.schema import create_tables
from desktop_app.store.store import open_store

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = Path(__file__).with_name("fixtures")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    create_catalogue(tmp_path / "old.db", author="Tester").close()
    return tmp_path / "old.db"


def make_later() -> Migrations:
    """Return the migrations of the program as it will be when there is a second version."""
    later = Migrations("regesta")

    @later()
    def first_schema(db: sqlite_utils.Database) -> None:
        create_tables(db)

    @later()
    def add_colours(db: sqlite_utils.Database) -> None:
        db.execute("CREATE TABLE colour (id TEXT PRIMARY KEY) STRICT")

    return later


@pytest.fixture
def second_version(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The program as it will be when the catalogue has a second version."""
    monkeypatch.setattr(module, "migrations", make_later())
    yield


@pytest.mark.parametrize("fixture", sorted(FIXTURES.glob("*.db")), ids=lambda one: one.stem)
def test_every_released_version_opens_for_ever(fixture: Path, tmp_path: Path) -> None:
    """A released file is never made again: where this fails, a migration is missing."""
    shutil.copyfile(fixture, tmp_path / "a.db")
    with closing(open_catalogue(tmp_path / "a.db")) as session:
        assert session.db.version == module.current_version()
        assert not any(chain.verify_chain(session.db))
        assert not any(chain.verify_rows(session.db))
        assert Shapes(session.db).show("clm-1")["subject"] == "evt-1"
        assert session.db.scalar("SELECT count(*) FROM change") > 8
        assert session.undo().change


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
    assert {one.name for one in path.parent.iterdir()} == {"old.db", copy.name}


def test_an_old_catalogue_that_can_only_be_read_is_refused(
    path: Path, second_version: None
) -> None:
    with pytest.raises(UserError, match="older_catalogue"):
        open_store(path, read_only=True)


def test_a_migration_that_fails_leaves_the_catalogue_as_it_was(
    path: Path, second_version: None
) -> None:
    before = path.read_bytes()

    @module.migrations()
    def break_down(db: sqlite_utils.Database) -> None:
        db.execute("CREATE TABLE half (id TEXT PRIMARY KEY) STRICT")
        raise RuntimeError("a bug")

    with pytest.raises(RuntimeError, match="a bug"):
        open_store(path)
    assert path.read_bytes() == before
    assert not list(path.parent.glob(".*"))


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM name", "DROP TABLE attachment", "UPDATE claim SET note = 'x'"],
)
def test_a_migration_that_loses_or_alters_rows_is_not_taken(
    tmp_path: Path, second_version: None, statement: str
) -> None:
    path = tmp_path / "old.db"
    shutil.copyfile(FIXTURES / "version-1.db", path)
    before = path.read_bytes()

    @module.migrations()
    def lose(db: sqlite_utils.Database) -> None:
        for trigger in db.triggers:
            db.execute(f"DROP TRIGGER {trigger.name}")
        db.execute(statement)

    with pytest.raises((UserError, RuntimeError)) as caught:
        open_store(path)
    assert getattr(caught.value, "code", "") in ("not_migrated", "foreign_schema", "damaged")
    assert path.read_bytes() == before


#: Dies at the n-th step of opening, which migrates.
KILLED = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
import test_migrations as tests
from desktop_app.store import copying, database, migrations, store
migrations.migrations = tests.make_later()
left = int(sys.argv[2])
def step(module, name):
    real = getattr(module, name)
    def run(*words, **more):
        for _ in range(2):
            global left
            left -= 1
            if left < 0:
                os._exit(9)
            if _ == 0:
                found = real(*words, **more)
        return found
    setattr(module, name, run)
for module, name in (
    (migrations, "copy_before"), (migrations, "copy_database"), (migrations, "_migrate_copy"),
    (migrations, "make_schema"), (migrations, "sync_folder"), (migrations, "_count_rows"),
    (database.Database, "close"), (Path, "replace"),
):
    step(module, name)
store.open_store(Path(sys.argv[1])).close()
"""


@pytest.mark.skipif(os.name == "nt", reason="a killed process leaves other locks on Windows")
def test_a_migration_killed_at_any_step_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    # At every fifth step in the ordinary run, at each one at full count.
    stride = 1 if os.environ.get("REGESTA_FAULTS") == "full" else 5
    found, step, code = [], 0, 9
    while code == 9:
        folder = tmp_path / str(step)
        folder.mkdir()
        path = folder / "a.db"
        shutil.copyfile(FIXTURES / "version-1.db", path)
        words = [sys.executable, "-c", KILLED, str(path), str(step), str(Path(__file__).parent)]
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
        code = done.returncode
        assert code in (0, 9), done.stderr
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, "migrations", make_later())
            version = int.from_bytes(path.read_bytes()[60:64], "big")
            found.append(version)
            with closing(open_store(path)) as db:
                assert db.version == 2
                assert not any(chain.verify_rows(db))
                assert db.scalar("SELECT count(*) FROM claim") == 1
        assert list(folder.glob("a.db.before-version-2-*")) or version == 2
        step += stride
    assert found == sorted(found)
    assert set(found) == {1, 2}
    assert step > 15
