"""From the window to paper: Ctrl+P, Enter, and a PDF that holds every citation of the sample."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from desktop_app.paths import SAMPLE
from desktop_app.reports.layout import footer_text
from desktop_app.reports.spans import note_spans
from desktop_app.services.preferences import PreferenceFile
from desktop_app.services.session import open_catalogue
from desktop_app.store import claims, excerpts
from desktop_app.ui.application import discard_window
from desktop_app.ui.dialogs.report import ReportDialog
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.theme import apply_theme
from tests.ui.printed import find_over_pages, read_bodies, read_pages, squash

pytestmark = pytest.mark.skipif(not SAMPLE.is_file(), reason="the sample is not built")


@pytest.fixture
def session(tmp_path: Path):
    path = tmp_path / "sample.db"
    shutil.copyfile(SAMPLE, path)
    opened = open_catalogue(path, author="Tester")
    yield opened
    opened.close()


@pytest.fixture
def window(qtbot, qapp, session, tmp_path):
    apply_theme(qapp, "light")
    opened = MainWindow(session, PreferenceFile(tmp_path / "preferences.json"))
    opened.show()
    qtbot.waitExposed(opened)
    yield opened
    discard_window(opened)


def open_report(qtbot, window) -> ReportDialog:
    window.actions_by_id.trigger("print_report")
    dialog = window.findChild(ReportDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.view.pages() is not None, timeout=30_000)
    return dialog


def test_the_pdf_holds_every_citation_of_the_catalogue(qtbot, window, session, tmp_path) -> None:
    language = "vi"
    dialog = open_report(qtbot, window)
    dialog.scope.by_all.setChecked(True)
    dialog.options.language.setCurrentIndex(dialog.options.language.findData(language))
    qtbot.waitUntil(lambda: dialog.view.pages() is not None, timeout=30_000)
    target = tmp_path / "report.pdf"
    dialog.outlet.save(str(target))
    qtbot.waitUntil(lambda: str(target) in dialog.strip.hint.words(), timeout=60_000)
    report = dialog.report()
    stated = claims.list_claims(session.db)
    quotes = {one.id: one.quote for one in excerpts.list_excerpts(session.db)}
    cited = [citation for claim in stated for citation in claim.citations]
    assert {citation.id for citation in cited} <= {note.origin for note in report.notes}
    for reader, pages in read_bodies(target, footer_text(report)).items():
        for citation in cited:
            found = find_over_pages(squash(quotes[citation.excerpt]), pages)
            assert found is not None, (reader, citation.id)
        for note in report.notes:
            said = squash("".join(span.text for span in note_spans(note, language)))
            found = find_over_pages(f"{note.number}.{said}", pages)
            assert found is not None, (reader, note.number)
        text = "".join(pages)
        for entry in report.bibliography:
            assert squash("".join(run.text for run in entry.runs)) in text


def test_ctrl_p_and_enter_print_the_selection(qtbot, window, session, tmp_path) -> None:
    event = next(one.subject for one in claims.list_claims(session.db) if one.citations)
    window.workspace.select(event)
    dialog = open_report(qtbot, window)
    assert dialog.scope.by_selection.isChecked()
    assert dialog.scope.scope() == (event,)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    asked = dialog.findChild(QFileDialog)
    if asked is None:
        pytest.skip("this machine has a printer, and its own dialog asks")
    asked.close()
    target = tmp_path / asked.selectedFiles()[0].rpartition("/")[2]
    dialog.outlet.save(str(target))
    qtbot.waitUntil(lambda: str(target) in dialog.strip.hint.words(), timeout=30_000)
    text = squash("".join(read_pages(target)["pdfium"]))
    quotes = {one.id: one.quote for one in excerpts.list_excerpts(session.db)}
    for claim in claims.list_claims_of(session.db, [event]):
        for citation in claim.citations:
            assert squash(quotes[citation.excerpt]) in text
