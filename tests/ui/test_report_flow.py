"""From the window to files: a kind, its options, its pages, every format; and there again later."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from desktop_app.reports.model import Paper
from desktop_app.services.reporting.kinds import REPORT_KINDS
from desktop_app.ui.dialogs.report import ReportDialog
from desktop_app.ui.dialogs.report_formats import FORMATS
from desktop_app.ui.theme import Role


def open_report(qtbot, window, action: str = "print_report") -> ReportDialog:
    window.actions_by_id.trigger(action)
    dialog = window.findChildren(ReportDialog)[-1]
    wait(qtbot, dialog)
    return dialog


def wait(qtbot, dialog: ReportDialog) -> None:
    qtbot.waitUntil(lambda: dialog.view.pages() is not None, timeout=30_000)


def test_a_kind_its_options_and_every_format_and_all_is_there_again(
    qtbot, window, small, tmp_path
) -> None:
    window.workspace.select(small.campaign)
    dialog = open_report(qtbot, window)
    keys = list(REPORT_KINDS)
    dialog.kinds.setFocus()
    for _ in range(keys.index("chronology")):
        qtbot.keyClick(dialog.kinds, Qt.Key.Key_Down)
    assert dialog.kinds.kind().key == "chronology"
    assert dialog.scope.scope() == (small.campaign,)
    options = dialog.options
    options.grouping.setCurrentIndex(options.grouping.findData("month"))
    options.language.setCurrentIndex(options.language.findData("vi"))
    options.paper.setCurrentIndex(options.paper.findData("letter"))
    wait(qtbot, dialog)
    assert dialog.report().language == "vi"
    assert dialog.view.pages().sheet.width == 612
    entries = {entry.objectName(): entry for entry in dialog.save_button.menu().actions()}
    for one in FORMATS:
        entries[one.name].trigger()
        asked = dialog.findChildren(QFileDialog)[-1]
        target = tmp_path / f"out{one.suffix}"
        asked.fileSelected.emit(str(target))
        asked.close()
        qtbot.waitUntil(lambda: dialog.strip.hint.role() is Role.VALID, timeout=30_000)
        assert target.stat().st_size > 200
        dialog.strip.settle("")
    dialog.close()
    again = open_report(qtbot, window, "report_chronology")
    chosen = again.options.read_choices(again.kinds.kind(), ())
    assert (chosen.grouping, chosen.language, chosen.paper) == ("month", "vi", Paper.LETTER)
    again.standard.click()
    wait(qtbot, again)
    assert again.report().language == "en"
    assert again.report().setup.paper is Paper.A4
    again.close()


def test_enter_prints_from_wherever_the_dialog_begins(qtbot, window, small, monkeypatch) -> None:
    window.workspace.select(small.campaign)
    dialog = open_report(qtbot, window)
    pressed = []
    dialog.print_button.clicked.connect(lambda: pressed.append(True))
    monkeypatch.setattr(dialog.outlet, "_report", None)  # nothing is to be asked here
    focused = QApplication.focusWidget()
    assert focused is not None and dialog.isAncestorOf(focused)
    qtbot.keyClick(focused, Qt.Key.Key_Return)
    assert pressed
    dialog.close()
