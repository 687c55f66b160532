"""A disk that is really full, at ten levels each: what was there stays, and nothing half is named.

A small disk in memory is mounted, filled up to a few kilobytes, and the program works on it.
"""

from __future__ import annotations

import errno
import os
import random
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_app.errors import UserError
from desktop_app.services import commands  # noqa: F401  (registers the operations)
from desktop_app.services.backups import restore_backup, write_backup
from desktop_app.services.checking import check_catalogue
from desktop_app.services.commands.registry import run_operation
from desktop_app.services.drafts import DraftFolder, make_draft_id
from desktop_app.services.preferences import PreferenceFile, read_preferences
from desktop_app.services.reporting.choices import ReportChoices
from desktop_app.services.reporting.kinds import make_report
from desktop_app.services.saving import write_text_report
from desktop_app.services.searching import SearchService
from desktop_app.services.session import Session, create_catalogue, open_catalogue
from tests.faults.workload import (
    LINE,
    Work,
    list_breaks,
    list_index_differences,
    make_catalogue,
    read_state,
)

Say = Callable[[str], None]
#: Bytes left free: from nothing to all but enough.
LEVELS = [0, *(4096 * pages for pages in (1, 2, 3, 5, 8, 12, 20, 32, 48))]
BIG = "Ngày dài. " * 40_000


@dataclass
class SmallDisk:
    """A mounted disk of a few megabytes."""

    folder: Path

    def fill(self, leave: int) -> None:
        """Take all space but `leave` bytes."""
        self.free()
        with (self.folder / "filler").open("wb", buffering=0) as file:
            space = shutil.disk_usage(self.folder).free - leave
            try:
                while space > 0:
                    space -= file.write(b"\0" * min(space, 65536))
            except OSError as error:
                assert error.errno == errno.ENOSPC

    def free(self) -> None:
        """Give the space back."""
        (self.folder / "filler").unlink(missing_ok=True)

    def list_names(self, folder: Path | None = None) -> set[str]:
        return {path.name for path in (folder or self.folder).iterdir()} - {"filler"}


@pytest.fixture
def disk() -> Iterator[SmallDisk]:
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root may mount the small disk that is filled")
    with tempfile.TemporaryDirectory() as folder:
        mount = ["mount", "-t", "tmpfs", "-o", "size=6m,mode=0777", "tmpfs", folder]
        if subprocess.run(mount, capture_output=True, check=False).returncode:
            pytest.skip("this system lets no disk in memory be mounted")
        try:
            yield SmallDisk(Path(folder))
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)


def test_the_catalogue_keeps_what_it_had(disk: SmallDisk, say: Say) -> None:
    path = disk.folder / "full.db"
    make_catalogue(path)
    saved = 0
    for number, level in enumerate(LEVELS):
        with closing(open_catalogue(path)) as session:
            disk.fill(level)
            saved += work_until_full(session)
            disk.free()
            create_event(session, f"After {number}", "")
        with closing(open_catalogue(path)) as session:
            assert check_catalogue(session.db).ok
            assert list_breaks(session) == []
    say(f"catalogue: full {len(LEVELS)} times, {saved} changes saved before, 0 lost")


def work_until_full(session: Session) -> int:
    """Write until the disk is full, ever larger; return how many changes were saved."""
    for saved in range(1000):
        before = read_state(session)
        try:
            create_event(session, "Full", "x" * 1000 * 2 ** min(saved, 12))
        except UserError as error:
            assert error.code == "disk_full"
            assert read_state(session) == before
            return saved
    raise AssertionError("the disk never was full")


def create_event(session: Session, title: str, note: str) -> None:
    run_operation(session, "create_event", {"title": title, "note": note})


def test_a_new_catalogue_is_whole_or_not_there(disk: SmallDisk, say: Say) -> None:
    refused = 0
    for number, level in enumerate(LEVELS):
        disk.fill(level)
        path = disk.folder / f"new-{number}.db"
        try:
            create_catalogue(path).close()
        except UserError as error:
            refused += 1
            assert error.code == "disk_full"
            assert not disk.list_names()
    disk.free()
    create_catalogue(path).close()
    say(f"new catalogue: refused {refused} times of {len(LEVELS)}, nothing left behind")
    assert refused


def test_a_backup_is_whole_or_not_there(disk: SmallDisk, tmp_path: Path, say: Say) -> None:
    path, home = tmp_path / "work.db", disk.folder / "backups"
    make_catalogue(path)
    home.mkdir()
    refused = 0
    with closing(open_catalogue(path)) as session:
        create_event(session, "Long", BIG)
        for level in LEVELS:
            disk.fill(level)
            with pytest.raises(UserError) as refusal:
                write_backup(session, home)
            refused += 1
            assert refusal.value.code == "backup_failed"
            assert disk.list_names(home) == set()
        disk.free()
        copy = write_backup(session, home)
    for number, level in enumerate(LEVELS):
        disk.fill(level)
        with pytest.raises(UserError) as refusal:
            restore_backup(copy, disk.folder / f"restored-{number}.db")
        assert refusal.value.code in ("not_restored", "disk_full")
        assert disk.list_names() == {"backups"}
    say(f"backup and restore: refused {refused} times each, nothing left behind")


# A writer of Whoosh that failed leaves its files to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_the_index_is_built_when_there_is_space_again(
    disk: SmallDisk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, say: Say
) -> None:
    monkeypatch.setenv("REGESTA_HOME", str(disk.folder / "home"))
    path = tmp_path / "work.db"
    make_catalogue(path)
    refused = 0
    for number, level in enumerate(LEVELS):
        with closing(open_catalogue(path)) as session, closing(SearchService(session)) as index:
            index.bring_up_to_date()
            before = read_state(session)
            create_event(session, f"Event {number}", LINE.format(number=number) * 2000)
            after = read_state(session)
            disk.fill(level)
            try:
                index.bring_up_to_date()
            except UserError as error:
                refused += 1
                assert error.code == "index_not_written"
            assert read_state(session) == after != before
            disk.free()
            assert list_index_differences(session, index) == []
    say(f"index: refused {refused} times of {len(LEVELS)}, whole each time there was space")
    assert refused


def test_a_report_on_disk_stays_until_a_new_one_is_whole(
    disk: SmallDisk, tmp_path: Path, qapp: object, say: Say
) -> None:
    from desktop_app.ui.printing import write_pdf

    path = tmp_path / "work.db"
    make_catalogue(path)
    with closing(open_catalogue(path)) as session:
        work = Work(session, random.Random(1), tmp_path)
        for _ in range(80):
            work.edit()
        report = make_report(session, ReportChoices())
    writers = {".html": write_text_report, ".md": write_text_report, ".pdf": write_pdf}
    refused = 0
    for suffix, write in writers.items():
        out = disk.folder / f"report{suffix}"
        out.write_text("the old report")
        for level in LEVELS[:3]:
            disk.fill(level)
            with pytest.raises(UserError, match="not_written"):
                write(report, out)
            refused += 1
            assert out.read_text() == "the old report"
        disk.free()
        write(report, out)
        assert out.stat().st_size > LEVELS[2]
    assert disk.list_names() == {f"report{suffix}" for suffix in writers}
    say(f"reports: refused {refused} times, the old one there each time")


def test_settings_and_drafts_are_old_or_new(
    disk: SmallDisk, monkeypatch: pytest.MonkeyPatch, say: Say
) -> None:
    monkeypatch.setenv("REGESTA_HOME", str(disk.folder))
    settings = disk.folder / "preferences.json"
    PreferenceFile(settings).put(theme="dark")
    drafts, draft = DraftFolder("0" * 32), make_draft_id()
    drafts.write(draft, b"old words")
    (kept,) = disk.folder.rglob(f"{draft}*")
    for level in LEVELS:
        disk.fill(level)
        file = PreferenceFile(settings)
        file.put(recent_catalogues=["/" + "x" * 90_000 * (level // 4096 + 1)])
        assert file.chosen.recent_catalogues
        assert read_preferences(settings).recent_catalogues == []
        with pytest.raises(OSError, match="space"):
            drafts.write(draft, b"x" * (level + 200_000))
        assert kept.read_bytes() == b"old words"
    assert read_preferences(settings).theme == "dark"
    assert [path.name for path in disk.folder.rglob("*.part*")] == []
    say(f"settings and drafts: full {len(LEVELS)} times, the old ones there each time")
