"""What was found going out: tables, a citation report, words in context on paper."""

from __future__ import annotations

import csv

import pytest
from PySide6.QtWidgets import QDialog, QLabel

from desktop_app.exchange.csv_writing import CsvForm
from desktop_app.reports.model import Report
from desktop_app.services.concordance import make_context_report
from desktop_app.services.jobs import Cancelled, Progress
from desktop_app.ui.dialogs.export_csv import CsvDialog
from desktop_app.ui.dialogs.report import ReportDialog
from desktop_app.ui.dialogs.results_out import open_context_report, open_contexts_export
from desktop_app.ui.printing_pages import lay_out


@pytest.fixture
def panel(window, qtbot):
    qtbot.waitUntil(lambda: window.workspace.search.is_ready, timeout=20_000)
    qtbot.waitUntil(lambda: not window.keeper.is_busy, timeout=20_000)
    window._bring_results()
    return window.results


def ask(qtbot, panel, text: str) -> None:
    panel.search(text)
    qtbot.waitUntil(lambda: not panel._worker.is_busy, timeout=10_000)


def find_dialog(qtbot, window, kind: type[QDialog]) -> QDialog:
    qtbot.waitUntil(lambda: bool(window.findChildren(kind)), timeout=10_000)
    return window.findChildren(kind)[-1]


def test_every_hit_is_written_best_first_and_safely(panel, window, small, qtbot, tmp_path):
    small.do("create_event", title="=Nặm Thà()")
    qtbot.waitUntil(lambda: not window.keeper.is_busy, timeout=10_000)
    ask(qtbot, panel, "nam tha")
    window.actions_by_id.trigger("export_results")
    dialog = find_dialog(qtbot, window, CsvDialog)
    path, form = tmp_path / "found.csv", dialog.form()
    job = dialog.save(str(path))
    qtbot.waitUntil(job.ended.is_set, timeout=10_000)
    assert job.error is None
    with path.open(encoding=form.encoding, newline="") as file:
        rows = list(csv.reader(file, delimiter=form.separator))
    assert [row[0] for row in rows[1:]] == [one.found.record for one in panel.model.rows()]
    assert not any(cell.startswith("=") for row in rows for cell in row)


def test_a_citation_report_on_what_was_found(panel, window, small, qtbot):
    ask(qtbot, panel, "bao cao ghi")
    window.actions_by_id.trigger("report_results")
    dialog = find_dialog(qtbot, window, ReportDialog)
    assert dialog.scope.scope() == (small.excerpt,)
    qtbot.waitUntil(lambda: dialog.report() is not None, timeout=10_000)
    dialog.reject()


def test_words_in_context_are_set_under_each_other(panel, window, small, qtbot, tmp_path):
    panel.outcome.set_layout_name("context")
    ask(qtbot, panel, "nguoi OR noi OR doan OR 13*")
    qtbot.waitUntil(lambda: len(panel.contexts()) > 3, timeout=10_000)
    lines = panel.contexts()
    dialog = open_context_report(window.workspace, lines, panel.query_text(), window)
    qtbot.waitUntil(lambda: dialog.report() is not None, timeout=10_000)
    assert not dialog.scope.isVisible() and not dialog.options.mentions.isVisible()
    report: Report = dialog.report()
    assert report.counts.places == len(lines)
    dialog.reject()
    path = tmp_path / "words.csv"
    export = open_contexts_export(window.workspace, window.preferences, lines, window)
    job = export.save(str(path))
    qtbot.waitUntil(job.ended.is_set, timeout=10_000)
    assert job.error is None and job.result == len(lines)


def test_on_paper_the_words_begin_at_one_place_and_none_is_lost(panel, small, window, qtbot):
    panel.outcome.set_layout_name("context")
    ask(qtbot, panel, "nguoi OR noi OR doan")
    qtbot.waitUntil(lambda: len(panel.contexts()) > 2, timeout=10_000)
    lines = panel.contexts() * 40
    report = make_context_report(small.session, lines, "x", language="en")
    pages = lay_out(report)
    words = {one.word for one in lines}
    lefts = [
        round(mark.left, 3)
        for page in pages.pages
        for mark in page.lines
        if mark.line.owner.text in words
    ]
    assert len(lefts) == len(lines) and len(pages.pages) > 2
    assert len(set(lefts)) == 1
    right = pages.sheet.width - pages.sheet.side + 0.5
    assert all(mark.left + mark.line.width <= right for page in pages.pages for mark in page.lines)


def test_a_stopped_export_leaves_no_file(panel, small, window, qtbot, tmp_path):
    ask(qtbot, panel, "nam tha")
    window.actions_by_id.trigger("export_results")
    dialog = find_dialog(qtbot, window, CsvDialog)
    progress = Progress()
    progress.cancel()
    path = tmp_path / "stopped.csv"
    with pytest.raises(Cancelled):
        dialog._write(path, CsvForm(), progress)
    assert not path.exists()
    dialog.reject()


def test_an_export_that_leaves_hits_out_says_so(panel, window, qtbot, monkeypatch):
    monkeypatch.setattr("desktop_app.ui.panels.search_finder.MOST_HITS", 2)
    ask(qtbot, panel, "nam tha")
    window.actions_by_id.trigger("export_results")
    dialog = find_dialog(qtbot, window, CsvDialog)
    said = [label.text() for label in dialog.findChildren(QLabel)]
    assert f"The best 2 of {panel.model.rowCount()} results." in said
    dialog.reject()
