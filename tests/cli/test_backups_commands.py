"""`backup`, `backups` and `restore` of the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.cli.arguments import COMMANDS

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def run(tmp_path: Path):
    """Return what runs a command and gives its exit status and its JSON value."""

    def call(*words: str) -> tuple[int, dict]:
        done = subprocess.run(
            [sys.executable, "-m", "desktop_app", *words, "--json"],
            capture_output=True,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            check=False,
        )
        return done.returncode, json.loads(done.stdout)

    call("new", "c.db")
    call("do", "c.db", "create_event", '{"title": "Old"}')
    return call


def test_the_commands_are_known():
    assert {"backup", "backups", "restore"} <= set(COMMANDS)


def test_listing_and_verifying(run):
    assert run("backups", "c.db")[1]["backups"] == []
    path = Path(run("backup", "c.db")[1]["backup"])
    status, value = run("backups", "c.db")
    (one,) = value["backups"]
    assert (status, one["state"], one["path"]) == (0, "verified", str(path))
    assert one["counts"]["events"] == 1 and one["seq"] == 2
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-4096])
    status, value = run("backups", "c.db", "--verify")
    assert (status, value["backups"][0]["state"]) == (1, "changed")


def test_a_damaged_catalogue_still_has_its_backups_listed(run, tmp_path):
    run("backup", "c.db")
    (tmp_path / "c.db").write_bytes(b"damaged")
    status, value = run("backups", "c.db")
    assert status == 0 and value["backups"][0]["state"] == "verified"
    status, value = run("restore", value["backups"][0]["path"], "c.db")
    assert (status, value["error"]) == (1, "already_there")
    (backup,) = [one["path"] for one in run("backups", "c.db")[1]["backups"]]
    status, value = run("restore", backup, "c.db", "--replace")
    assert status == 0 and (tmp_path / value["parked"]).read_bytes() == b"damaged"
    assert run("list", "c.db", "event")[1]["total"] == 1


def test_a_named_folder_gets_one_copy_with_its_manifest(run, tmp_path):
    status, value = run("backup", "c.db", "copies")
    assert status == 0 and value["warnings"] == []
    assert sorted(path.name for path in (tmp_path / "copies").iterdir()) == sorted(
        ["manifest.jsonl", Path(value["backup"]).name]
    )


def test_an_import_backs_up_first_and_goes_on_without(run, tmp_path):
    (tmp_path / "a.txt").write_text("Ngày 6 tháng 5", "utf-8")
    (tmp_path / "b.txt").write_text("Ngày 7 tháng 5", "utf-8")
    assert run("import", "c.db", "a.txt")[0] == 0
    (one,) = run("backups", "c.db")[1]["backups"]
    assert (one["reason"], one["counts"]["documents"]) == ("import", 0)
    # One of the last ten minutes will do.
    assert run("import", "c.db", "b.txt")[0] == 0
    assert len(run("backups", "c.db")[1]["backups"]) == 1
