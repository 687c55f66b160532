"""The citation style of a report: chosen in its dialog, remembered, and on every page."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from desktop_app.catalog.wording import plain
from desktop_app.citations.csl_engine import is_csl_available
from desktop_app.citations.style_words import STYLES
from desktop_app.services.preferences import PreferenceFile
from desktop_app.ui.dialogs.report import open_report_dialog
from desktop_app.ui.widgets.output_choices import StyleBox
from desktop_app.ui.workspace import Workspace

STYLE = Path(__file__).resolve().parents[1] / "citations" / "csl" / "notes.csl"


def test_a_style_is_chosen_and_remembered(qtbot, small, tmp_path) -> None:
    workspace = Workspace(small.session)
    kept = PreferenceFile(tmp_path / "preferences.json")
    dialog = open_report_dialog(workspace, None, [small.campaign], kept)
    qtbot.waitUntil(lambda: dialog.view.pages() is not None, timeout=20_000)
    assert dialog.report().style == "Chicago, notes and bibliography"
    for key in reversed(STYLES):
        dialog.options.styles.setCurrentIndex(dialog.options.styles.findData(key))
        qtbot.waitUntil(lambda: dialog.report() is not None, timeout=20_000)
        assert dialog.report().style == dialog.options.styles.currentText()
        assert len(dialog.report().notes) == dialog.report().counts.citations
        assert all(plain(note.citation) for note in dialog.report().notes)
    dialog.options.styles.setCurrentIndex(dialog.options.styles.findData("iso690-notes"))
    dialog.close()
    assert PreferenceFile(kept.path).chosen.report_style == "iso690-notes"
    again = open_report_dialog(workspace, None, [small.campaign], PreferenceFile(kept.path))
    assert again.options.styles.style_key() == "iso690-notes"
    again.close()
    workspace.close()


def test_a_csl_style_is_asked_for_and_remembered(qtbot, small, tmp_path) -> None:
    kept = PreferenceFile(tmp_path / "preferences.json")
    box = StyleBox(kept)
    qtbot.addWidget(box)
    row = box.findData("file")
    assert bool(box.model().flags(box.model().index(row, 0)) & Qt.ItemFlag.ItemIsEnabled) == (
        is_csl_available()
    )
    box.setCurrentIndex(row)
    assert box.style_key() == STYLES[0] == box.currentData()
    (dialog,) = box.findChildren(QFileDialog)
    dialog.reject()
    box.choose_file(str(STYLE))
    assert (box.currentText(), box.style_key()) == ("Upland Notes", f"csl:{STYLE}")
    again = StyleBox(PreferenceFile(kept.path))
    qtbot.addWidget(again)
    assert again.style_key() == f"csl:{STYLE}"
    again.show_style("csl:/gone/away.csl")
    assert again.currentText() == "away.csl"
