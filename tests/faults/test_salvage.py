"""Salvage: of a file with pages destroyed nearly all rows come back, and the rest is named."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.errors import UserError
from desktop_app.services.checking import check_catalogue
from desktop_app.services.salvaging import describe_salvage, salvage_catalogue
from desktop_app.services.session import open_catalogue
from desktop_app.store import chain
from desktop_app.store.schema import TABLES

SAMPLE = Path(__file__).resolve().parents[2] / "catalog.db"
PAGE = 4096


def read_rows(path: Path) -> dict[str, set[tuple[object, ...]]]:
    """Return all rows of all journalled tables."""
    with closing(sqlite3.connect(path)) as conn:
        return {t.name: set(conn.execute(f"SELECT * FROM {t.name}")) for t in TABLES}


def destroy(path: Path, chance: random.Random, pages: int) -> None:
    """Write noise over `pages` pages."""
    count = path.stat().st_size // PAGE
    with path.open("r+b") as file:
        for number in chance.sample(range(count), pages):
            file.seek(number * PAGE)
            file.write(chance.randbytes(PAGE))


def test_a_sound_catalogue_comes_out_with_its_history(tmp_path: Path) -> None:
    damaged, target = tmp_path / "damaged.db", tmp_path / "new.db"
    shutil.copy(SAMPLE, damaged)
    report = salvage_catalogue(damaged, target)
    assert report.is_whole
    assert read_rows(target) == read_rows(SAMPLE)
    assert "Nothing is known to be lost." in report.listed.read_text("utf-8")
    with closing(open_catalogue(target)) as session:
        assert check_catalogue(session.db).ok
        shutil.copy(SAMPLE, tmp_path / "copy.db")
        with closing(open_catalogue(tmp_path / "copy.db")) as other:
            assert chain.get_head(session.db) == chain.get_head(other.db)
        assert session.undo().change


def test_most_rows_of_a_damaged_catalogue_come_back(
    tmp_path: Path, rounds: Callable[[int, int], int], say: Callable[[str], None]
) -> None:
    chance, whole = random.Random(3), read_rows(SAMPLE)
    total = sum(len(rows) for rows in whole.values())
    shares = []
    for number in range(rounds(6, 60)):
        damaged, target = tmp_path / "damaged.db", tmp_path / f"{number}.db"
        shutil.copy(SAMPLE, damaged)
        destroy(damaged, chance, 3)
        before = damaged.read_bytes()
        report = salvage_catalogue(damaged, target)
        assert damaged.read_bytes() == before
        found = read_rows(target)
        right = sum(len(found[name] & whole[name]) for name in whole)
        named = len(report.lost) + len(report.dropped)
        assert right + named >= total - 3
        assert describe_salvage(report) == report.listed.read_text("utf-8")
        with closing(open_catalogue(target)) as session:
            codes = {one.code for one in check_catalogue(session.db).findings}
            torn = {"fixity", "text_altered", "quote_differs"} if report.lost_contents else set()
            assert codes <= {"uncited", "conflict"} | torn
            assert not report.lost_contents or codes & torn
        shares.append(right / total)
        target.unlink()
    say(f"salvage: {len(shares)} files with 3 pages destroyed, "
        f"rows back: mean {sum(shares) / len(shares):.3f}, least {min(shares):.3f}")  # fmt: skip
    assert sum(shares) / len(shares) >= 0.95


def test_where_nothing_can_be_read_it_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(random.Random(1).randbytes(60 * PAGE))
    with pytest.raises(UserError, match="nothing_to_salvage"):
        salvage_catalogue(damaged, tmp_path / "new.db")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["damaged.db"]


def test_a_destroyed_table_of_contents_is_mended(tmp_path: Path) -> None:
    damaged, target = tmp_path / "damaged.db", tmp_path / "new.db"
    raw = SAMPLE.read_bytes()
    damaged.write_bytes(bytes(PAGE) + raw[PAGE:])
    assert salvage_catalogue(damaged, target).is_whole
    assert read_rows(target) == read_rows(SAMPLE)


def test_a_taken_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "new.db").write_bytes(b"mine")
    with pytest.raises(UserError, match="already_there"):
        salvage_catalogue(SAMPLE, tmp_path / "new.db")
    assert (tmp_path / "new.db").read_bytes() == b"mine"
