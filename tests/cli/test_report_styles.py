"""`regesta report --style`: each style reaches the file, and a wrong one is refused."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from desktop_app.__main__ import main
from desktop_app.citations.style_words import STYLES, get_style_words

TEXT = "Tiểu đoàn 4 diệt 134 tên ở Nặm Thà.\n"


@pytest.fixture
def catalogue(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> str:
    made = str(tmp_path / "c.db")
    (tmp_path / "t.txt").write_text(TEXT, "utf-8")
    claim = {"subject": "evt-1", "property": "killed", "value": {"number": 134}}
    for words in (
        ("new", made),
        ("import", made, str(tmp_path / "t.txt"), "--title", "Biên niên", "--language", "vi"),
        ("do", made, "create_excerpt", json.dumps({"document": "doc-1", "start": 0, "end": 11})),
        ("do", made, "create_event", json.dumps({"title": "Trận đánh"})),
        ("do", made, "state_claim", json.dumps({**claim, "excerpt": "exc-1"})),
    ):
        assert main(list(words)) == 0
    capfd.readouterr()
    return made


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("style", STYLES)
def test_each_style_is_written(catalogue: str, tmp_path: Path, style: str, language: str) -> None:
    out = tmp_path / "r.txt"
    words = ["report", catalogue, "citations", "-o", str(out), "--style", style]
    assert main([*words, "--language", language]) == 0
    said = out.read_text("utf-8")
    assert get_style_words(language).titles[style] in said
    assert "Biên niên" in said


@pytest.mark.skipif(find_spec("citeproc") is None, reason="citeproc-py is not installed")
def test_a_csl_style_is_taken_from_its_file(catalogue: str, tmp_path: Path) -> None:
    out = tmp_path / "r.txt"
    style = Path(__file__).parents[1] / "citations" / "csl" / "notes.csl"
    words = ["report", catalogue, "citations", "-o", str(out), "--style", str(style)]
    assert main([*words, "--language", "fr"]) == 0
    said = out.read_text("utf-8")
    assert "Upland Notes (style CSL, sans ibid." in said
    assert "Biên niên" in said


def test_a_csl_style_that_is_not_there_is_told_and_nothing_written(
    catalogue: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "r.txt"
    words = ["report", catalogue, "citations", "-o", str(out), "--style", "none.csl"]
    assert main([*words, "--json"]) == 1
    assert json.loads(capfd.readouterr().out)["error"] == "csl_not_read"
    assert not out.exists()


def test_an_unknown_style_is_wrong_usage(catalogue: str, tmp_path: Path) -> None:
    out = str(tmp_path / "r.txt")
    with pytest.raises(SystemExit, match="2"):
        main(["report", catalogue, "citations", "-o", out, "--style", "vancouver"])
