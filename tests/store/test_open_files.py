"""Nothing opens a catalogue's file but its one connection: searched for in code and at work."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import sqlite_utils.utils

from desktop_app.errors import UserError
from desktop_app.services.session import create_catalogue
from desktop_app.store.database import Database
from desktop_app.store.opening_header import check_header
from desktop_app.store.store import open_store
from tests.conftest import LIVE_FILES

ROOT = Path(__file__).resolve().parents[2]
WRITE = "import sqlite3, sys\nsqlite3.connect(sys.argv[1], timeout=0.1).execute('BEGIN IMMEDIATE')"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    create_catalogue(tmp_path / "a.db", author="Tester").close()
    return tmp_path / "a.db"


def test_only_the_store_connects() -> None:
    found = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "desktop_app").rglob("*.py")
        if re.search(
            r"sqlite3\.connect\(|sqlite_utils\.Database\(|QSqlDatabase|apsw",
            path.read_text("utf-8"),
        )
    ]
    assert all(name.replace("\\", "/").startswith("desktop_app/store/") for name in found), found


def test_the_watch_sees_a_second_handle(path: Path) -> None:
    with closing(open_store(path)):
        check_header(path)
        assert LIVE_FILES.touched == [f"open {path.resolve()}"]
        LIVE_FILES.touched.clear()


def test_the_open_file_is_not_opened_twice(path: Path, tmp_path: Path) -> None:
    tmp_path.joinpath("link.db").symlink_to(path)
    tmp_path.joinpath("twin.db").hardlink_to(path)
    with closing(open_store(path)):
        for name in ("a.db", "link.db", "twin.db"):
            for opening in (open_store, Database):
                with pytest.raises(UserError, match="catalogue_in_use"):
                    opening(tmp_path / name)
        # The locks still hold: another program gets nowhere.
        done = subprocess.run([sys.executable, "-c", WRITE, str(path)], capture_output=True)
        assert b"locked" in done.stderr


def test_another_sqlite_in_the_process_is_refused() -> None:
    assert sqlite_utils.utils.sqlite3 is sqlite3
    code = (
        "import sys, types, sqlite3\n"
        "import sqlite_utils.utils as utils\n"
        "utils.sqlite3 = types.ModuleType('pysqlite3')\n"
        "import desktop_app.store.database\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert "remove pysqlite3" in done.stderr
