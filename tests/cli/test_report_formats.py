"""`regesta report -o` with .docx and .odt: each holds every citation of the sample."""

from __future__ import annotations

import shutil
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest
from lxml import etree

from desktop_app.__main__ import main
from desktop_app.cli.opening import open_session
from desktop_app.paths import SAMPLE
from desktop_app.reports.model import ClaimLine, Report
from desktop_app.reports.office_package import readable
from desktop_app.reports.proofs import read_docx, read_odt
from desktop_app.services.reporting.choices import ReportChoices
from desktop_app.services.reporting.kinds import make_report

READERS = {".docx": read_docx, ".odt": read_odt}


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    return Path(shutil.copy(SAMPLE, tmp_path / "sample.db"))


@pytest.fixture
def make_in():
    def make(path: Path, language: str) -> Report:
        with open_session(path) as session:
            return make_report(session, ReportChoices(language=language))

    return make


def read_text(path: Path) -> str:
    """Return every word of the text without notes."""
    data = path.read_bytes()
    if path.suffix == ".docx":
        return "\n".join(one.text for one in docx.Document(BytesIO(data)).paragraphs)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        content = etree.fromstring(archive.read("content.xml"))
    for one in content.iter("{*}s"):
        one.text = " " * int(next(iter(one.attrib.values()), "1"))
    for one in list(content.iter("{*}note-body")):
        one.clear(keep_tail=True)
    return "".join(content.itertext())


def require_order(words: list[str], text: str) -> None:
    """Assert that all of `words` stand in the text one after another."""
    place = 0
    for one in words:
        place = text.find(one, place)
        assert place >= 0, one
        place += len(one)


@pytest.mark.parametrize(("suffix", "language"), [(".docx", "vi"), (".odt", "en")])
def test_the_sample_is_written_whole(
    sample: Path, tmp_path: Path, make_in, suffix: str, language: str
) -> None:
    path = tmp_path / f"r{suffix}"
    words = ["report", str(sample), "citations", "-o", str(path), "--language", language]
    assert main(words) == 0
    report: Report = make_in(sample, language)
    notes = READERS[suffix](path.read_bytes()).notes
    assert [number for number, _ in notes] == [str(one.number) for one in report.notes]
    assert len(notes) == report.counts.citations + report.counts.mentions > 400
    for (_, text), note in zip(notes, report.notes, strict=True):
        assert note.quote is None or readable(note.quote.text) in text
        assert readable("".join(run.text for run in note.citation)) in text
    claims = [one for one in report.blocks if isinstance(one, ClaimLine)]
    require_order([f"{one.label}: {readable(one.value)}" for one in claims], read_text(path))
