"""The commands that write files for other programs, as a script calls them."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from desktop_app.__main__ import main


@pytest.fixture
def run(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    def call(*words: str, status: int = 0) -> Any:
        capfd.readouterr()
        assert main([*words, "--json"]) == status
        return json.loads(capfd.readouterr().out)

    catalogue = str(tmp_path / "c.db")
    call("new", catalogue)
    names = ((1, "Nặm Thà"), (2, "=cmd|' /C calc'!A0"))
    for _, name in names:
        given = {"kind": "place", "name": name, "language": "vi"}
        call("do", catalogue, "create_entity", json.dumps(given))
    return call


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_export_and_verify(run, tmp_path):
    folder = tmp_path / "bag"
    done = run("export", str(tmp_path / "c.db"), str(folder), "--language", "vi")
    assert done["damaged"] == []
    assert done["rows"] > 10
    assert run("verify-export", str(folder))["ok"] is True
    assert run("export", str(tmp_path / "c.db"), str(folder), status=1)["error"] == "already_there"
    (folder / "data" / "README.txt").write_text("other")
    found = run("verify-export", str(folder), status=1)
    assert found["problems"] == [{"code": "altered", "file": "data/README.txt"}]
    assert run("verify-export", str(tmp_path / "none"), status=1)["error"] == "no_folder_there"


def test_verify_says_in_words(run, tmp_path, capfd):
    run("export", str(tmp_path / "c.db"), str(tmp_path / "bag"))
    assert main(["verify-export", str(tmp_path / "bag")]) == 0
    assert "are there and unaltered" in capfd.readouterr().out
    (tmp_path / "bag" / "data" / "index.html").unlink()
    assert main(["verify-export", str(tmp_path / "bag")]) == 1
    assert capfd.readouterr().out == "missing: data/index.html\n"


def test_list_as_csv(run, tmp_path):
    path = tmp_path / "list.csv"
    listed = run("list", str(tmp_path / "c.db"), "entity", "--csv", str(path))
    assert listed == {"file": str(path), "rows": 2}
    rows = read(path)
    assert [row["title"] for row in rows] == ["'=cmd|' /C calc'!A0", "Nặm Thà"]
    run("list", str(tmp_path / "c.db"), "entity", "--csv", str(path), "--exact-cells")
    rows = read(path)
    assert rows[0]["title"] == "=cmd|' /C calc'!A0"


def test_names_out_and_in(run, tmp_path):
    path = tmp_path / "names.csv"
    assert run("export-names", str(tmp_path / "c.db"), str(path))["rows"] == 2
    run("new", str(tmp_path / "d.db"))
    assert run("import-names", str(tmp_path / "d.db"), str(path))["names"] == 2
