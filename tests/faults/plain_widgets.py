"""Looks through every widget of the program for a text that Qt would take for markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPoint,
    Qt,
)
from PySide6.QtGui import QAction, QHelpEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QMenu,
    QTabBar,
    QTextEdit,
    QWidget,
)

from tests.faults.probe_catalogue import MARK

#: The tags of the factory's own tips.
_TIP_TAGS = re.compile(r"</?qt>|<br>|<br/>")
_LONE_AMPERSAND = re.compile(r"(?<!&)(?:&&)*&(?!&)")
_MOST_ROWS = 60


def list_faults() -> list[str]:
    """Return what is wrong in any window now, a line each."""
    found = []
    for window in QApplication.topLevelWidgets():
        for widget in (window, *window.findChildren(QWidget)):
            found += [f"{_name(widget)}: {fault}" for fault in _look_at(widget)]
        for action in window.findChildren(QAction):
            found += [f"action {action.objectName()}: {fault}" for fault in _look_at_action(action)]
    return found


def _name(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()}"


def _look_at(widget: QWidget) -> Iterator[str]:
    yield from _tip(widget.toolTip())
    if MARK in widget.whatsThis() or MARK in widget.statusTip():
        yield "an explanation that Qt shows as it guesses"
    # "[*]" is Qt's mark for a changed file: a doubled one shows.
    if widget.isWindow() and "[*]" in widget.windowTitle().replace("[*][*]", ""):
        yield f"a title that loses words: {widget.windowTitle()}"
    if isinstance(widget, QLabel):
        yield from _label(widget)
    if isinstance(widget, QAbstractButton) and not widget.actions():
        yield from _keys(widget.text())
    if isinstance(widget, QMenu):
        yield from _keys(widget.title())
        for action in widget.actions():
            yield from _look_at_action(action)
    if isinstance(widget, QTabBar):
        for number in range(widget.count()):
            yield from _keys(widget.tabText(number))
            yield from _tip(widget.tabToolTip(number))
    if isinstance(widget, QTextEdit) and widget.objectName() != "manual_page":
        yield "a field for formatted text"
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        yield from _rows(widget.model())


def _look_at_action(action: QAction) -> Iterator[str]:
    yield from _keys(action.text())
    # Qt makes an action's tip of its text; in a tool bar it is shown as it guesses.
    if action.associatedObjects():
        yield from _tip(action.toolTip())


def _label(label: QLabel) -> Iterator[str]:
    text = label.text()
    if label.objectName() == "qtooltip_label":
        yield from _tip(text)
    elif label.textFormat() != Qt.TextFormat.PlainText and (MARK in text or "<" in text):
        yield f"a label that guesses: {text[:60]}"
    if label.buddy() is not None:
        yield from _keys(text)


def _tip(text: str) -> Iterator[str]:
    """A tip is plain, or says plain text in the factory's form."""
    if MARK in text and not _is_plain_tip(text):
        yield f"a tip that is markup: {text[:80]}"


def _is_plain_tip(text: str) -> bool:
    if text.startswith("<qt>"):
        return "<" not in _TIP_TAGS.sub("", text)
    return "<" not in text and "&" not in text


def _keys(text: str) -> Iterator[str]:
    if MARK in text and _LONE_AMPERSAND.search(text):
        yield f"an ampersand that vanishes: {text[:80]}"


def _rows(model: QAbstractItemModel, parent: QModelIndex | None = None) -> Iterator[str]:
    above = parent or QModelIndex()
    # Lists and tables have no rows below a row, and hide what only others need.
    is_list = isinstance(model, QAbstractListModel)
    is_flat = is_list or isinstance(model, QAbstractTableModel)
    columns = 1 if is_list else model.columnCount(above)
    for row in range(min(model.rowCount(above), _MOST_ROWS)):
        for column in range(columns):
            index = model.index(row, column, above)
            said = model.data(index, Qt.ItemDataRole.ToolTipRole)
            yield from _tip(str(said or ""))
            if column == 0 and not is_flat:
                yield from _rows(model, index)


def hover_everywhere() -> int:
    """Ask every widget that is seen for its tip, at several places; return how many asked."""
    asked = 0
    for window in QApplication.topLevelWidgets():
        widgets = [window, *window.findChildren(QWidget)] if window.isVisible() else []
        for widget in widgets:
            if not widget.isVisible() or not widget.width() or not widget.height():
                continue
            for share in (0.1, 0.5, 0.9):
                at = QPoint(int(widget.width() * 0.3), int(widget.height() * share))
                event = QHelpEvent(QEvent.Type.ToolTip, at, widget.mapToGlobal(at))
                QApplication.sendEvent(widget, event)
                asked += 1
    QApplication.processEvents()
    return asked
