"""Rotation keeps what the rules say, within its room, and never the last good one less."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.errors import UserError
from desktop_app.services.backups import Reason, back_up
from desktop_app.services.backups_files import ENDING, hash_file
from desktop_app.services.backups_manifest import Backup, put_backup, read_manifest
from desktop_app.services.backups_rotation import LEAST, choose_kept, delete_backup, rotate

NOW = datetime(2026, 5, 20, 8, 0, tzinfo=UTC)


def make(hours: float, *, size: int = 1, reason: Reason = Reason.CLOSE, pinned=False) -> Backup:
    at = NOW - timedelta(hours=hours)
    return Backup(
        file=f"{at:%Y%m%dT%H%M%S%f}{ENDING}",
        sha256="",
        size=size,
        changed=0,
        uuid="u",
        name="n",
        version=1,
        seq=1,
        head="h",
        counts={},
        at=at.isoformat(),
        reason=reason,
        verified=at.isoformat(),
        pinned=pinned,
    )


backups = st.lists(
    st.builds(
        make,
        st.floats(-100, 24 * 900, allow_nan=False),
        size=st.integers(0, 1000),
        reason=st.sampled_from(Reason),
        pinned=st.booleans(),
    ),
    max_size=60,
    unique_by=lambda one: one.file,
)


@given(backups, st.none() | st.integers(0, 20_000))
def test_what_must_be_kept_is_kept(found, limit):
    kept = choose_kept(found, NOW, limit)
    newest = sorted(found, key=lambda one: one.at, reverse=True)
    assert kept <= {one.file for one in found}
    assert {one.file for one in newest[:LEAST]} <= kept
    assert {one.file for one in found if one.pinned or one.reason is Reason.MIGRATION} <= kept
    assert len(kept) >= min(LEAST, len(found))


@given(backups, st.integers(0, 20_000))
def test_only_what_is_kept_whatever_it_takes_passes_the_limit(found, limit):
    newest = sorted(found, key=lambda one: (one.when, one.seq, one.file), reverse=True)
    must = {one.file for one in found if one.pinned or one.reason is Reason.MIGRATION}
    must |= {one.file for one in newest[:LEAST]}
    kept = choose_kept(found, NOW, limit)
    size = sum(one.size for one in found if one.file in kept)
    assert size <= limit or not {one.file for one in found if one.file in kept and one.size} - must


@given(backups)
def test_two_days_are_kept_whole_and_rotating_twice_changes_nothing(found):
    kept = choose_kept(found, NOW)
    assert {one.file for one in found if one.when >= NOW - timedelta(days=2)} <= kept
    left = [one for one in found if one.file in kept]
    assert choose_kept(left, NOW) == kept


@given(backups, st.integers(1, 400))
def test_no_later_day_brings_back_more(found, days):
    """What is kept later was kept before: nothing is deleted that would be missed tomorrow."""
    later = NOW + timedelta(days=days)
    assert choose_kept(found, later) <= choose_kept(found, NOW)


def test_three_years_of_daily_work():
    """Four backups on each working day: 8 of two days, then 12 by day, 10 by week, 9 by month."""
    kept: list[Backup] = []
    start = NOW - timedelta(days=1096)
    for day in range(1096):
        for hour in (0, 3, 6, 9):
            at = start + timedelta(days=day, hours=hour)
            hours = (NOW - at).total_seconds() / 3600
            kept.append(make(hours))
            files = choose_kept(kept, at)
            kept = [one for one in kept if one.file in files]
    ages = sorted((NOW - one.when).days for one in kept)
    assert 30 <= len(kept) <= 8 + 12 + 10 + 9
    assert ages[-1] > 230
    assert sum(age <= 2 for age in ages) >= 8


def test_who_works_seldom_keeps_old_ones():
    """Days without work are no days: twelve backups in two years are all kept."""
    found = [make(24 * 60 * number) for number in range(12)]
    assert choose_kept(found, NOW) == {one.file for one in found}


def test_little_room_thins_the_newest_days_first():
    found = [make(hours) for hours in range(40)] + [make(24 * 30 * n + 50) for n in range(6)]
    kept = choose_kept(found, NOW, limit=12)
    months = {one.file for one in found[41:]}
    assert months <= kept and len(kept) == 12


def _fill(bench, count: int):
    bench.do("create_event", title="Work")
    written = back_up(bench.session, Reason.BY_HAND)
    folder, moment = written.path.parent, datetime.now(UTC)
    for number in range(count):
        at = (moment - timedelta(days=400 + number)).isoformat()
        line = replace(written.backup, file=f"old{number}{ENDING}", at=at)
        shutil.copy(written.path, folder / line.file)
        put_backup(folder, line)
    return folder, written


def test_files_and_lines_go_together(bench):
    folder, written = _fill(bench, 30)
    gone = rotate(folder, bench.session.uuid)
    lines = read_manifest(folder)
    assert len(gone) > 5
    assert {one.file for one in lines} == {path.name for path in folder.glob(f"*{ENDING}")}
    assert written.path.is_file()


def test_other_catalogues_are_let_be(bench):
    folder, _ = _fill(bench, 30)
    assert rotate(folder, "another") == []
    assert len(read_manifest(folder)) == 31


def test_one_changed_backup_stops_all(bench):
    folder, written = _fill(bench, 30)
    written.path.chmod(0o600)
    written.path.write_bytes(written.path.read_bytes()[:-4096])
    with pytest.raises(UserError) as caught:
        rotate(folder, bench.session.uuid)
    assert caught.value.code == "backup_changed" and written.path.name in caught.value.message
    assert len(list(folder.glob(f"*{ENDING}"))) == 31


def test_a_missing_file_is_no_backup_to_count(bench):
    folder, written = _fill(bench, 3)
    written.path.unlink()
    (folder / f"old0{ENDING}").unlink()
    assert rotate(folder, bench.session.uuid) == []
    assert (folder / f"old1{ENDING}").is_file() and (folder / f"old2{ENDING}").is_file()


def test_a_deletion_that_was_killed_is_ended(bench):
    folder, written = _fill(bench, 1)
    put_backup(folder, replace(read_manifest(folder)[0], deleting=True))
    rotate(folder, bench.session.uuid)
    assert [one.file for one in read_manifest(folder)] == [written.path.name]
    assert not (folder / f"old0{ENDING}").exists()
    delete_backup(folder, "never-there" + ENDING)
    assert hash_file(written.path) == written.backup.sha256
