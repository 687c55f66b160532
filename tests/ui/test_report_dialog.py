"""The report dialog: what it is about, its preview, and files that hold every quote."""

from __future__ import annotations

import re
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QFileDialog, QToolButton

from desktop_app.reports.proofs import read_docx, read_odt
from desktop_app.ui.dialogs.report import ReportDialog, open_report_dialog
from desktop_app.ui.dialogs.report_formats import FORMATS
from desktop_app.ui.theme import Role
from desktop_app.ui.widgets.output_choices import suggest_name
from desktop_app.ui.widgets.type_ahead import Choice
from desktop_app.ui.workspace import Workspace

NOTES = {".docx": read_docx, ".odt": read_odt}


@pytest.fixture
def workspace(qtbot, small):
    made = Workspace(small.session)
    yield made
    made.close()


@pytest.fixture
def open_dialog(qtbot, workspace):
    opened: list[ReportDialog] = []

    def make(records=()) -> ReportDialog:
        dialog = open_report_dialog(workspace, None, records)
        opened.append(dialog)
        qtbot.waitExposed(dialog)
        return dialog

    yield make
    for dialog in opened:
        dialog.close()


def wait(qtbot, dialog: ReportDialog) -> None:
    qtbot.waitUntil(lambda: dialog.view.pages() is not None, timeout=20_000)


def read_pdf(path: Path) -> str:
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in pypdf.PdfReader(path).pages))


def read_saved(path: Path) -> str:
    """Return the words of a saved report without its white space."""
    if path.suffix == ".pdf":
        return read_pdf(path)
    if path.suffix not in NOTES:
        return re.sub(r"\s+", "", path.read_text("utf-8"))
    return re.sub(
        r"\s+", "", "".join(text for _, text in NOTES[path.suffix](path.read_bytes()).notes)
    )


def test_it_reports_on_the_selection(qtbot, open_dialog, small) -> None:
    dialog = open_dialog([small.campaign])
    wait(qtbot, dialog)
    assert dialog.scope.by_selection.isChecked()
    assert dialog.report().counts.claims == 3
    assert dialog.report().subtitle == "Chiến dịch Nặm Thà"
    assert dialog.place.text() == f"Page 1 of {len(dialog.view.pages().pages)}"


def test_without_a_selection_it_reports_on_everything(qtbot, open_dialog) -> None:
    dialog = open_dialog()
    wait(qtbot, dialog)
    assert dialog.scope.by_all.isChecked()
    assert not dialog.scope.by_selection.isEnabled()
    assert dialog.report().subtitle == "The whole catalogue"


def test_named_records_language_and_mentions(qtbot, open_dialog, small) -> None:
    small.do("attach_excerpt", excerpt=small.excerpt, subject=small.unit)
    dialog = open_dialog()
    dialog.scope.by_name.setChecked(True)
    assert dialog.strip.hint.words() == "Name at least one record"
    assert not dialog.save_button.isEnabled()
    dialog.scope.named.chosen.emit(Choice(small.unit, "Tiểu đoàn 4", kind="unit"))
    wait(qtbot, dialog)
    assert dialog.report().counts.mentions == 1
    dialog.options.mentions.setChecked(False)
    wait(qtbot, dialog)
    assert dialog.report().counts.mentions == 0
    dialog.options.language.setCurrentIndex(dialog.options.language.findData("vi"))
    wait(qtbot, dialog)
    assert dialog.report().language == "vi"


def test_the_names_offered_hold_what_is_typed_without_tones(open_dialog, small) -> None:
    dialog = open_dialog()
    offered = {choice.id for choice in dialog.scope._offer("nam tha")}
    assert {small.campaign, small.place} <= offered
    assert small.source in {choice.id for choice in dialog.scope._offer("dien")}


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".odt", ".html", ".md", ".txt", ".csv"])
def test_it_saves_each_format_with_the_quote(qtbot, open_dialog, small, tmp_path, suffix) -> None:
    dialog = open_dialog([small.campaign])
    wait(qtbot, dialog)
    path = tmp_path / f"out{suffix}"
    dialog.outlet.save(str(path))
    qtbot.waitUntil(lambda: dialog.strip.hint.role() is Role.VALID, timeout=20_000)
    assert str(path) in dialog.strip.hint.words()
    assert "134ngườichết" in read_saved(path)


def test_a_folder_that_is_not_there_is_said_in_the_dialog(qtbot, open_dialog, tmp_path) -> None:
    dialog = open_dialog()
    wait(qtbot, dialog)
    dialog.outlet.save(str(tmp_path / "missing" / "out.pdf"))
    qtbot.waitUntil(lambda: dialog.strip.hint.role() is Role.INVALID, timeout=20_000)
    assert "could not be written" in dialog.strip.hint.words()
    assert dialog.save_button.isEnabled()


def test_it_prints_in_a_job(qtbot, open_dialog, tmp_path) -> None:
    dialog = open_dialog()
    wait(qtbot, dialog)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    dialog.outlet.print_to(printer)
    qtbot.waitUntil(lambda: dialog.strip.hint.role() is Role.VALID, timeout=20_000)
    assert len(pypdf.PdfReader(tmp_path / "printed.pdf").pages) == len(dialog.view.pages().pages)


def test_stopping_writes_nothing(qtbot, open_dialog, tmp_path) -> None:
    dialog = open_dialog()
    wait(qtbot, dialog)
    dialog.outlet.save(str(tmp_path / "out.pdf"))
    dialog.strip.cancel()
    qtbot.waitUntil(lambda: dialog.save_button.isEnabled(), timeout=20_000)
    if dialog.strip.hint.role() is None:
        assert dialog.strip.hint.words() == "Stopped; nothing was written."
        assert not (tmp_path / "out.pdf").exists()


def test_enter_before_the_report_is_there_is_not_lost(qtbot, open_dialog, monkeypatch) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: [])
    dialog = open_dialog()
    assert dialog.report() is None
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.findChild(QFileDialog) is not None, timeout=20_000)
    dialog.findChild(QFileDialog).close()


def test_the_preview_goes_by_pages(qtbot, open_dialog) -> None:
    dialog = open_dialog()
    wait(qtbot, dialog)
    qtbot.keyClick(dialog.view, Qt.Key.Key_End)
    assert dialog.view.shown_page() == len(dialog.view.pages().pages)
    qtbot.keyClick(dialog.view, Qt.Key.Key_Home)
    assert dialog.view.shown_page() == 1


def test_the_pages_are_shown_larger_and_smaller(qtbot, open_dialog) -> None:
    dialog = open_dialog()
    wait(qtbot, dialog)
    view, control = dialog.view, Qt.KeyboardModifier.ControlModifier
    fitted = view._scale()
    assert view.horizontalScrollBar().maximum() == 0
    qtbot.keyClick(view, Qt.Key.Key_Plus, control)
    dialog.findChild(QToolButton, "report_larger").click()
    assert view._scale() > fitted
    assert view.horizontalScrollBar().maximum() > 0
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.shown_page() == len(view.pages().pages)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.horizontalScrollBar().value() > 0
    view.grab()
    qtbot.keyClick(view, Qt.Key.Key_0, control)
    assert view._scale() == fitted
    qtbot.keyClick(dialog.kinds, Qt.Key.Key_Minus, control)
    assert view._scale() < fitted


def test_a_file_s_name_holds_no_sign_that_systems_refuse(qtbot, open_dialog, small) -> None:
    event = small.do("create_event", title='A/B: "C" <d>? ' + "x" * 200)
    dialog = open_dialog([event])
    wait(qtbot, dialog)
    name = suggest_name(dialog.report(), ".pdf")
    assert name.startswith("Citation report - A B C d x")
    assert len(name) <= 84


def test_each_format_asks_for_a_file_of_its_kind(qtbot, open_dialog) -> None:
    dialog = open_dialog()
    wait(qtbot, dialog)
    offered = {one.objectName(): one for one in dialog.save_button.menu().actions()}
    assert list(offered) == [one.name for one in FORMATS]
    for one in FORMATS:
        offered[one.name].trigger()
        asked = dialog.findChild(QFileDialog)
        assert asked.selectedFiles()[0].endswith(one.suffix)
        assert f"*{one.suffix}" in asked.nameFilters()[0]
        asked.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        asked.reject()
        asked.setParent(None)
        asked.deleteLater()
