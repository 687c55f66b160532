"""The command line beside another Regesta, after another computer, on a file put back."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.__main__ import main
from desktop_app.services.session import open_catalogue


@pytest.fixture
def path(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Path:
    path = tmp_path / "a.db"
    assert run("new", str(path)) == 0
    assert run("do", str(path), "create_event", '{"title": "Nặm Thà"}') == 0
    capfd.readouterr()
    return path


def run(*words: str) -> int:
    return main([*words, "--json"])


def hold_elsewhere(path: Path) -> Path:
    """Let the catalogue be as another computer left it when its plug was pulled."""
    with closing(open_catalogue(path)):
        holder = path.with_name(f".{path.name}.held")
        said = json.loads(holder.read_text("utf-8"))
    holder.write_text(json.dumps({**said, "host": "reading-room", "machine": "x"}), "utf-8")
    return holder


def test_another_computers_catalogue_is_left_alone(
    path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    holder = hold_elsewhere(path)
    before = path.read_bytes(), holder.read_bytes()
    assert run("list", str(path), "event") == 1
    said = json.loads(capfd.readouterr().out)
    assert said["error"] == "held_elsewhere"
    assert "reading-room" in said["message"]
    assert (path.read_bytes(), holder.read_bytes()) == before


@pytest.mark.parametrize(
    "words",
    [
        ("list", "event"),
        ("show", "evt-1"),
        ("search", "nam tha"),
        ("history",),
        ("check",),
        ("report", "citations", "-o", "report.md"),
    ],
)
def test_a_copy_of_it_can_be_read(
    path: Path,
    words: tuple[str, ...],
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    holder = hold_elsewhere(path)
    monkeypatch.chdir(path.parent)
    assert run(words[0], str(path), *words[1:], "--snapshot") == 0
    done = capfd.readouterr()
    assert json.loads(done.out)
    assert "Read-only copy" in done.err
    assert holder.exists()


def test_it_is_taken_over_on_request_only(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    holder = hold_elsewhere(path)
    title = '{"title": "After"}'
    assert run("do", str(path), "create_event", title, "--take-over") == 0
    assert "Taken over" in capfd.readouterr().err
    assert not holder.exists()
    assert run("list", str(path), "event") == 0


def test_a_file_put_back_is_told_of_until_it_is_accepted(
    path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    shutil.copyfile(path, path.with_name("old.db"))
    assert run("do", str(path), "create_event", '{"title": "Two"}') == 0
    shutil.copyfile(path.with_name("old.db"), path)
    for _ in range(2):
        assert run("list", str(path), "event") == 0
        assert "not the file you last used" in capfd.readouterr().err
    assert run("check", str(path), "--accept") == 0
    capfd.readouterr()
    assert run("list", str(path), "event") == 0
    assert capfd.readouterr().err == ""
