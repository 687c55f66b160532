"""`regesta report KIND` and `regesta reports`: every kind, and only the options it knows."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from desktop_app.__main__ import main
from desktop_app.paths import SAMPLE
from desktop_app.services.reporting.kinds import REPORT_KINDS

pytestmark = pytest.mark.skipif(not SAMPLE.is_file(), reason="the sample is not built")
OF_SOME = {
    "--order": ["year"],
    "--grouping": ["year"],
    "--quotes": ["ends"],
    "--no-mentions": [],
    "--no-descriptions": [],
    "--no-translations": [],
    "--on": ["1962-05"],
}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A copy of the sample, which no other test holds."""
    return str(shutil.copy(SAMPLE, tmp_path_factory.mktemp("sample") / "sample.db"))


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]):
    def go(*words: str, status: int = 0) -> Any:
        assert main([*words, "--json"]) == status
        return json.loads(capfd.readouterr().out)

    return go


def test_the_kinds_are_listed_with_their_options(run) -> None:
    listed = run("reports")
    assert [one["kind"] for one in listed["reports"]] == list(REPORT_KINDS)
    for one in listed["reports"]:
        kind = REPORT_KINDS[one["kind"]]
        assert (one["title"], one["about"]) == (kind.title, kind.about)
        assert one["needs_subject"] is kind.needs_scope
        assert list(one["orders"]) == [key for key, _ in kind.orders]
        assert set(one["options"]) <= set(OF_SOME)


def test_a_person_reads_every_kind_with_its_options(capfd) -> None:
    assert main(["reports"]) == 0
    said = capfd.readouterr().out
    assert all(f"{key}  {kind.title}: " in said for key, kind in REPORT_KINDS.items())
    assert "--margins" in said


@pytest.mark.parametrize("kind", REPORT_KINDS)
def test_an_option_the_kind_does_not_know_is_wrong_usage(
    run, sample, tmp_path: Path, kind: str
) -> None:
    listed = {one["kind"]: one["options"] for one in run("reports")["reports"]}
    for option, values in OF_SOME.items():
        if option not in listed[kind]:
            words = ["report", sample, kind, "-o", str(tmp_path / "r.md"), option, *values]
            refused = run(*words, status=2)
            assert refused["error"] == "wrong_usage"
            assert option in refused["message"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["poems"], "citations"),
        (["citations", "--subject", "rep-1"], "rep-1"),
        (["citations", "--subject", "evt-1", "--subject", "prp-1"], "prp-1"),
    ],
)
def test_what_no_kind_can_do_is_wrong_usage(run, sample, tmp_path: Path, words, said) -> None:
    refused = run("report", sample, *words, "-o", str(tmp_path / "r.md"), status=2)
    assert refused["error"] == "wrong_usage"
    assert said in refused["message"]


@pytest.mark.parametrize("kind", [key for key, one in REPORT_KINDS.items() if one.needs_scope])
def test_a_kind_about_single_records_wants_one(run, sample, tmp_path: Path, kind: str) -> None:
    refused = run("report", sample, kind, "-o", str(tmp_path / "r.md"), status=2)
    assert refused["error"] == "wrong_usage"


@pytest.mark.parametrize("words", [["--on", "1962-13"], ["--date", "yesterday"], ["--paper", "a9"]])
def test_days_and_papers_that_are_none_are_wrong_usage(
    run, sample, tmp_path: Path, words, capfd
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["report", sample, "citations", "-o", str(tmp_path / "r.md"), *words])
    assert words[0] in capfd.readouterr().err


def test_a_record_that_is_not_there_is_no_wrong_usage(run, sample, tmp_path: Path) -> None:
    words = ["report", sample, "citations", "-o", str(tmp_path / "r.md"), "--subject"]
    for record in ("evt-99999", "nonsense"):
        assert run(*words, record, status=1)["error"] == "no_record"


@pytest.mark.parametrize("kind", REPORT_KINDS)
def test_each_kind_is_written_alike_each_time(run, sample, tmp_path: Path, kind: str) -> None:
    # Of an entity alone, a concordance searches all texts.
    scopes = ("event", "source", "entity")
    about = next(one for one in scopes if one in REPORT_KINDS[kind].scopes)
    subject = run("list", sample, about, "--limit", "1")["items"][0]["id"]
    written = []
    for name in ("one.md", "two.md"):
        words = ["--subject", subject, "--date", "2026-01-02", "-o", str(tmp_path / name)]
        counts = run("report", sample, kind, *words)["counts"]
        assert set(counts) == {"claims", "citations", "sources"}
        written.append((tmp_path / name).read_bytes())
    assert written[0] == written[1]
    assert written[0].startswith(b"# ")


def test_the_options_reach_the_report(run, sample, tmp_path: Path) -> None:
    whole, short, indexed = (tmp_path / f"{name}.md" for name in ("whole", "short", "indexed"))
    event = run("list", sample, "event", "--limit", "1")["items"][0]["id"]
    words = ["report", sample, "citations", "--subject", event, "--date", "2026-01-02", "-o"]
    counts = run(*words, str(whole))["counts"]
    assert run(*words, str(short), "--quotes", "ends")["counts"] == counts
    assert run(*words, str(indexed), "--index")["counts"] == counts
    assert "2 January 2026" in whole.read_text("utf-8")
    short_text, text, indexed_text = (path.read_text("utf-8") for path in (short, whole, indexed))
    assert len(short_text) < len(text) < len(indexed_text)
    assert "Index of names" in indexed_text
