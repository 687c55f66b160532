"""Text that looks like markup is shown letter for letter, and no file it names is ever read.

A catalogue made of nothing but traps is walked through: lists, panels, editors, dialogs, tips,
preview, report. A watch on the bait, a picture on the disk, sees every read of it, Qt's own too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lxml import html
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QWidget
from shiboken6 import isValid

from desktop_app.catalog.claims import Rank
from desktop_app.catalog.ids import Kind
from desktop_app.errors import UserError
from desktop_app.services.preferences import PreferenceFile
from desktop_app.services.reporting.choices import ReportChoices
from desktop_app.services.reporting.kinds import make_report
from desktop_app.services.saving import write_text_report
from desktop_app.ui.application import discard_window, make_application
from desktop_app.ui.models.list_columns import VIEW_BY_ID
from desktop_app.ui.theme import apply_theme
from desktop_app.ui.widgets.labels import set_plain_tip, set_plain_title
from tests.faults.plain_widgets import hover_everywhere, list_faults
from tests.faults.probe_catalogue import BAIT, MARK, ProbeCatalogue, Watch, watch_file


@pytest.fixture
def bait(tmp_path: Path, monkeypatch) -> Path:
    """A real picture, also in the folder that relative names are looked for in."""
    path = tmp_path / BAIT
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    assert image.save(str(path))
    monkeypatch.chdir(tmp_path)
    return path


@pytest.fixture
def watch(bait: Path) -> Iterator[Watch]:
    try:
        with watch_file(bait) as made:
            yield made
    except OSError as error:
        pytest.skip(f"file reads cannot be watched here: {error}")


@pytest.fixture
def traps(tmp_path: Path, bait: Path) -> Iterator[ProbeCatalogue]:
    made = ProbeCatalogue(tmp_path, bait)
    yield made
    made.session.close()


@pytest.fixture
def window(qtbot, qapp, traps, tmp_path):
    from desktop_app.ui.main_window import MainWindow

    apply_theme(make_application(), "light")
    opened = MainWindow(traps.session, PreferenceFile(tmp_path / "preferences.json"))
    opened.resize(1400, 900)
    opened.show()
    qtbot.waitExposed(opened)
    qtbot.waitUntil(lambda: not opened.keeper.is_busy, timeout=30_000)
    yield opened
    discard_window(opened)


class Walk:
    """Goes from state to state; in each, nothing is markup and the bait was not touched."""

    def __init__(self, qtbot, watch: Watch) -> None:
        self.qtbot = qtbot
        self.watch = watch
        self.states: list[str] = []
        self.asked = 0

    def look(self, state: str) -> None:
        """Look at everything that is open now, and at its tips."""
        self.qtbot.wait(30)
        QApplication.processEvents()
        self.asked += hover_everywhere()
        for widget in QApplication.topLevelWidgets():
            if widget.isVisible():
                widget.grab()
        assert list_faults() == [], state
        assert self.watch.count() == 0, f"the bait was read: {state}"
        self.states.append(state)

    def close(self, dialog: object) -> None:
        """Close a dialog without keeping anything."""
        if isinstance(dialog, QDialog) and isValid(dialog):
            dialog.done(0)
        QApplication.processEvents()


@pytest.fixture
def walk(qtbot, watch) -> Walk:
    return Walk(qtbot, watch)


def test_the_watch_sees_what_it_forbids(qtbot, watch, bait):
    label = QLabel(f'<img src="{bait.as_uri()}"> <b>{MARK}</b>')
    qtbot.addWidget(label)
    label.show()
    label.grab()
    assert watch.count() > 0
    assert list_faults() != []
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText("")
    assert list_faults() == []
    label.setToolTip(f"<b>{MARK}</b>")
    assert list_faults() != []


def test_lists_panels_and_search(window, traps, walk, say):
    for view in VIEW_BY_ID:
        window.show_list(view)
        walk.look(f"list {view}")
    for record in traps.records():
        window.show_record(record)
        walk.look(f"record {record}")
    for line in ("img", "person:x", "nothingatall", '"'):
        window.results.search(line)
        window.show_results()
        walk.qtbot.waitUntil(lambda: not window.results._worker.is_busy, timeout=10_000)
        if line == "img":
            walk.qtbot.waitUntil(lambda: window.results.model.rowCount() > 5, timeout=10_000)
        walk.look(f"search {line}")
    window.files.fill_recent()
    window.actions_by_id.refresh()
    window.tell(traps.probe())
    walk.look("menus and status bar")
    say(f"{len(walk.states)} states, {walk.asked} tips asked for")


def list_dialogs(window, traps) -> dict[str, Callable[[], object]]:
    from desktop_app.ui.dialogs.add_evidence import open_add_evidence
    from desktop_app.ui.dialogs.claim_editor import open_claim_editor
    from desktop_app.ui.dialogs.delete import DeleteBox
    from desktop_app.ui.dialogs.new_property import NewPropertyDialog
    from desktop_app.ui.dialogs.prefer import ask_reason
    from desktop_app.ui.errors import show_error
    from desktop_app.ui.widgets.labels import question_box

    workspace = window.workspace
    probe = traps.probe
    refused = UserError("x", "{file} is damaged.", file=probe.first())
    new = NewPropertyDialog(traps.session, probe(), window)
    asked = question_box(window, probe(), probe.first(), "Do it", probe.first(), refuse="Leave it")
    return {
        "evidence": lambda: open_add_evidence(workspace, traps.claim, window),
        "claim": lambda: open_claim_editor(workspace, traps.claim, window),
        "text claim": lambda: open_claim_editor(workspace, traps.text_claim, window),
        "prefer": lambda: ask_reason(workspace, traps.claim, Rank.PREFERRED, window),
        "deprecate": lambda: ask_reason(workspace, traps.claim, Rank.DEPRECATED, window),
        "delete": lambda: DeleteBox(workspace, [traps.event], window).box,
        "delete a source": lambda: DeleteBox(workspace, [traps.source], window).box,
        "property": lambda: (new.open(), new)[1],
        "history": lambda: window.dialogs.open_history(""),
        "history of a record": lambda: window.dialogs.open_history(traps.event),
        "trash": lambda: window.dialogs.open_trash(),
        "shortcuts": lambda: window.dialogs.open_shortcuts(),
        "manual": lambda: window.dialogs.open_manual(),
        "problems": lambda: window.dialogs.open_problems(),
        "about": lambda: window.dialogs.open_about(),
        "import": lambda: window.dialogs.open_import([traps.file]),
        "error": lambda: show_error(window, refused),
        "question": lambda: (asked.open(), asked)[1],
    }


def test_dialogs(window, traps, walk, say):
    window.show_record(traps.event)
    for name, make in list_dialogs(window, traps).items():
        dialog = make()
        walk.look(name)
        walk.close(dialog)
    say(f"{len(walk.states)} dialogs, {walk.asked} tips asked for")


def test_editors(window, traps, walk, say):
    for record in traps.records():
        window.dialogs.open_editor(record)
        walk.look(f"editor of {record}")
        for editor in find_dialogs():
            type_into(editor, traps.probe())
            walk.look(f"editor of {record} with words typed")
            walk.close(editor)
    for kind in (Kind.SOURCE, Kind.EVENT, Kind.ENTITY, Kind.REPOSITORY):
        window.dialogs.create_record(kind)
        walk.look(f"new {kind}")
        for editor in find_dialogs():
            walk.close(editor)
    say(f"{len(walk.states)} states of editors, {walk.asked} tips asked for")


def test_drafts(window, traps, walk):
    window.dialogs.open_editor(traps.event)
    (editor,) = find_dialogs()
    type_into(editor, traps.probe.first())
    window.workspace.drafts.flush()
    walk.look("an editor with a draft")
    for draft in window.workspace.drafts.list_offered():
        dialog = window.drafts.read(draft, traps.probe.first())
        walk.look("a draft to read")
        walk.close(dialog)
    dialog = window.drafts.show_all()
    walk.look("the list of drafts")
    walk.close(dialog)
    walk.close(editor)


#: They end the program, or put another window in its place.
ENDING = {"quit", "language_en", "language_vi", "open_sample"}


def test_whatever_an_action_opens(window, traps, walk, say):
    window.show_record(traps.event)
    window.lists.shown_page().setFocus()
    for name, action in window.actions_by_id.actions.items():
        if name in ENDING or not action.isEnabled():
            continue
        action.trigger()
        walk.look(f"action {name}")
        for dialog in reversed(find_dialogs()):
            walk.close(dialog)
        walk.qtbot.waitUntil(
            lambda: not window.workspace.bridge.runner.list_running(), timeout=30_000
        )
    say(f"{len(walk.states)} actions, {walk.asked} tips asked for")
    assert len(walk.states) > 40


def find_dialogs() -> list[QDialog]:
    return [
        one
        for one in QApplication.topLevelWidgets()
        if isinstance(one, QDialog) and one.isVisible()
    ]


def type_into(editor: QWidget, words: str) -> None:
    for line in editor.findChildren(QLineEdit):
        if line.isEnabled() and not line.isReadOnly() and line.isVisible():
            line.setText(words)


def test_a_job_and_a_title_show_their_words(window, traps, walk):
    job = window.workspace.bridge.start_job(traps.probe.first(), lambda _progress: None)
    dialog = window.jobs.dialog_of(job)
    dialog.doing.set_text(traps.probe())
    dialog.show()
    walk.look("job")
    walk.qtbot.waitUntil(lambda: not window.workspace.bridge.runner.list_running())
    plain = QWidget()
    walk.qtbot.addWidget(plain)
    set_plain_title(plain, "A [*] of [*][*] B")
    set_plain_tip(plain, "<b>A&amp;B</b>\nC")
    assert plain.windowTitle() == "A [*][*] of [*][*][*][*] B"
    assert plain.toolTip() == "<qt>&lt;b&gt;A&amp;amp;B&lt;/b&gt;<br>C</qt>"


def test_reports_hold_no_markup_of_a_source(window, traps, walk, tmp_path):
    dialog = window.dialogs.open_report()
    walk.qtbot.waitUntil(lambda: dialog.view.pages is not None, timeout=30_000)
    walk.look("preview")
    walk.close(dialog)
    report = make_report(traps.session, ReportChoices())
    page = tmp_path / "report.html"
    write_text_report(report, page)
    require_inert(page)
    from desktop_app.ui.printing import write_pdf

    pdf = tmp_path / "report.pdf"
    write_pdf(report, pdf)
    data = pdf.read_bytes()
    assert re.search(rb"/URI|/JavaScript|/Launch|/GoToR|/OpenAction\s*<<", data) is None
    assert walk.watch.count() == 0


def require_inert(page: Path) -> None:
    """Assert that a report in HTML can load, run and lead to nothing."""
    text = page.read_text("utf-8")
    tree = html.fromstring(text.encode("utf-8"))
    loading = "//img|//script|//iframe|//object|//embed|//link|//form|//base|//video|//audio"
    assert tree.xpath(loading) == []
    assert [one for one in tree.xpath("//a/@href") if not one.startswith("#")] == []
    assert tree.xpath("//@*[starts-with(name(), 'on')]") == []
    [policy] = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert "default-src 'none'" in policy
    assert f"&lt;b&gt;{MARK}" in text
    assert "<b>b</b>" not in text


def test_the_manual_loads_nothing_but_its_own_pictures(qtbot, qapp, watch, bait):
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QTextDocument

    from desktop_app.paths import RESOURCES
    from desktop_app.ui.dialogs.manual import ManualDialog

    dialog = ManualDialog()
    qtbot.addWidget(dialog)
    assert not dialog.page.openLinks()
    assert not dialog.page.openExternalLinks()
    document = dialog.page.document()
    for place in (bait.as_uri(), str(bait), BAIT, "http://127.0.0.1/x.png", "qrc:/x.png"):
        for kind in QTextDocument.ResourceType:
            image = document.loadResource(kind.value, QUrl(place))
            assert isinstance(image, QImage), place
            assert (image.width(), image.height()) == (1, 1), place
    document.setHtml(f'<img src="{bait.as_uri()}"><img src="{BAIT}">')
    dialog.show()
    dialog.grab()
    assert watch.count() == 0
    assert RESOURCES.is_dir()
