"""What a mistake shows: one report at a time, typed text kept first, an end where it must be."""

from __future__ import annotations

import gc
import sys

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop_app.errors import UserError
from desktop_app.services.problem_files import MISTAKE, keep_report, list_reports
from desktop_app.ui import crash_watch, errors
from desktop_app.ui.crash_dialogs import BugDialog, failing_box
from desktop_app.ui.crash_reports import ProblemReportsDialog
from desktop_app.ui.errors import ErrorHooks, FailurePace, show_error


def raised(error: BaseException) -> BaseException:
    try:
        raise error
    except BaseException as caught:
        return caught


def find_boxes(kind: type) -> list:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, kind)]


@pytest.fixture
def hooks(qapp, qtbot):
    made = ErrorHooks(qapp)
    yield made
    for box in (*find_boxes(BugDialog), *find_boxes(QMessageBox)):
        box.close()
    qapp.processEvents()
    made.setParent(None)


def meet(hooks, qapp, error: BaseException) -> None:
    hooks._on_raised(type(error), error, error.__traceback__)
    qapp.processEvents()


def test_ten_of_one_mistake_within_a_minute_are_too_many():
    now = [0.0]
    pace = FailurePace(lambda: now[0])
    slow, fast = [], []
    for _ in range(30):
        now[0] += 10
        slow.append(pace.is_too_fast(raised(ValueError())))
    for _ in range(20):
        now[0] += 1
        fast.append(pace.is_too_fast(raised(KeyError())))
    assert not any(slow)
    assert [number for number, one in enumerate(fast, 1) if one] == [10, 20]


@pytest.mark.expects_error_log
def test_what_is_typed_is_kept_before_the_report_is_shown(hooks, qapp):
    seen = []
    hooks.before_report.append(lambda: 1 / 0)
    hooks.before_report.append(lambda: seen.append(len(find_boxes(BugDialog))))
    meet(hooks, qapp, raised(ValueError()))
    assert seen == [0]
    assert len(find_boxes(BugDialog)) == 1


@pytest.mark.expects_error_log
def test_a_failed_job_keeps_what_is_typed_too(hooks, qapp):
    seen = []
    hooks.before_report.append(lambda: seen.append("typed"))
    show_error(None, raised(ValueError()))
    assert seen == ["typed"]


@pytest.mark.expects_error_log
def test_a_box_without_a_window_stays_until_it_is_closed(hooks, qapp):
    meet(hooks, qapp, raised(ValueError()))
    gc.collect()
    (box,) = find_boxes(BugDialog)
    assert box.isVisible()
    box.close()
    qapp.processEvents()
    meet(hooks, qapp, raised(ValueError()))
    assert [one.isVisible() for one in find_boxes(BugDialog)] == [True]


@pytest.mark.expects_error_log
def test_closing_is_offered_and_can_be_refused(hooks, qapp, qtbot):
    wanted = []
    hooks.closing_wanted.connect(lambda: wanted.append(True))
    for _ in range(10):
        meet(hooks, qapp, raised(ValueError()))
    (box,) = find_boxes(QMessageBox)
    assert box.defaultButton().text() == "Save and close"
    box.close()
    qapp.processEvents()
    assert wanted == []
    for _ in range(10):
        meet(hooks, qapp, raised(ValueError()))
    (box,) = find_boxes(QMessageBox)
    box.defaultButton().click()
    assert wanted == [True]


@pytest.mark.expects_error_log
def test_a_mistake_in_the_report_itself_offers_to_close(hooks, qapp, monkeypatch):
    meet(hooks, qapp, raised(ValueError()))
    (box,) = find_boxes(BugDialog)
    monkeypatch.setattr(QGuiApplication, "clipboard", lambda: None)
    try:
        box.copy()
    except AttributeError as error:
        meet(hooks, qapp, error)
    assert len(find_boxes(QMessageBox)) == 1


@pytest.mark.expects_error_log
def test_where_no_box_can_be_shown_the_end_is_asked_for(hooks, qapp, monkeypatch, qtbot):
    monkeypatch.setattr(errors, "show_error", lambda *_given: 1 / 0)
    with qtbot.waitSignal(hooks.closing_wanted):
        meet(hooks, qapp, raised(ValueError()))


def test_an_interrupt_in_the_console_asks_for_the_end(hooks, qapp, qtbot):
    with qtbot.waitSignal(hooks.closing_wanted):
        meet(hooks, qapp, raised(KeyboardInterrupt()))
    assert find_boxes(BugDialog) == []


def test_the_hooks_are_given_back(hooks):
    before = (sys.excepthook, sys.unraisablehook)
    hooks.install()
    assert sys.excepthook != before[0]
    hooks.uninstall()
    assert (sys.excepthook, sys.unraisablehook) == before


def test_memory_and_disk_are_no_mistakes_of_ours(hooks, qapp):
    meet(hooks, qapp, raised(MemoryError()))
    (box,) = find_boxes(QMessageBox)
    assert box.text().startswith("There is not enough memory for this.")


@pytest.mark.parametrize(
    ("error", "said"),
    [(UserError("x", "{file} is damaged.", file="<b>a</b>"), "<b>a</b> is damaged.")],
)
def test_an_error_before_the_window_is_said_in_a_box(qapp, monkeypatch, error, said):
    seen = []

    def look():
        box = QApplication.activeModalWidget()
        seen.append(box.text())
        box.close()

    monkeypatch.setattr(crash_watch.QGuiApplication, "platformName", lambda: "xcb")
    QTimer.singleShot(50, look)
    crash_watch.say_before_window(error)
    assert seen == [said]


def test_reports_are_listed_read_copied_and_deleted(qtbot):
    keep_report("the older", MISTAKE)
    keep_report("the newer", MISTAKE)
    dialog = ProblemReportsDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.list.count() == 2
    assert dialog.view.toPlainText() == "the newer"
    dialog.list.setCurrentRow(1)
    dialog.copy()
    assert QGuiApplication.clipboard().text() == "the older"
    dialog.delete_all()
    assert (dialog.list.count(), list_reports()) == (0, [])
    assert not dialog.copy_button.isEnabled()
    assert dialog.said.text() == "There are no reports: nothing went wrong."


def test_the_offer_to_close_is_calm_and_plain(qtbot):
    box = failing_box(None)
    qtbot.addWidget(box)
    assert [button.text() for button in box.buttons()] == ["Save and close", "Go on"]
