"""Labels, tips, menus and message boxes that show text as it is.

Text from sources may look like markup ("<b>", "&amp;"); Qt guesses rich text unless told. Every
label and box of the program comes from here.
"""

from __future__ import annotations

import html
from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QInputDialog, QLabel, QMenu, QMessageBox, QSizePolicy, QWidget

from desktop_app.i18n import tr

MenuEntry = tuple[str, Callable[[], object], bool]
_ELIDED_LETTERS = 6


def plain_label(
    text: str = "",
    parent: QWidget | None = None,
    *,
    wrap: bool = True,
    selectable: bool = False,
    muted: bool = False,
    bold: bool = False,
) -> QLabel:
    """Return a label that shows `text` letter for letter."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setWordWrap(wrap)
    if selectable:
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    if muted:
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    if bold:
        font = QFont(label.font())
        font.setBold(True)
        label.setFont(font)
    return label


class ElidedLabel(QFrame):
    """One line of plain text, shortened with an ellipsis; the whole is its tip."""

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        """Show `text`, shortened where `mode` says."""
        super().__init__(parent)
        self._text = ""
        self._mode = mode
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show `text`; line breaks become spaces."""
        self._text = " ".join(text.split())
        self.setAccessibleName(self._text)
        set_plain_tip(self, text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """Return the whole text."""
        return self._text

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._text) + 2, metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * _ELIDED_LETTERS, metrics.height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = self.fontMetrics().elidedText(self._text, self._mode, self.width())
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter), shown)
        painter.end()


def elided_label(text: str = "", parent: QWidget | None = None) -> ElidedLabel:
    """Return a label of one line that shortens `text` where there is no room."""
    return ElidedLabel(text, parent)


def plain_tip(text: str) -> str:
    """Return `text` in the form in which a tool tip shows it letter for letter, wrapped."""
    if not text:
        return ""
    lines = "<br>".join(html.escape(line) for line in text.splitlines())
    return f"<qt>{lines}</qt>"


def set_plain_tip(widget: QWidget, text: str) -> None:
    """Give `widget` the tool tip `text`, letter for letter."""
    widget.setToolTip(plain_tip(text))


def escape_keys(text: str) -> str:
    """Return `text` in the form in which a button or menu shows it letter for letter.

    A lone ampersand would mark an access key and vanish.
    """
    return text.replace("&", "&&")


def set_plain_title(window: QWidget, title: str) -> None:
    """Give `window` the title `title`, letter for letter: Qt takes "[*]" for its own mark."""
    window.setWindowTitle(title.replace("[*]", "[*][*]"))


def plain_menu(parent: QWidget, *entries: MenuEntry) -> QMenu:
    """Return a menu of `entries`: (text, what it calls, whether it is enabled)."""
    menu = QMenu(parent)
    for text, called, enabled in entries:
        action = menu.addAction(escape_keys(text))
        action.triggered.connect(called)
        action.setEnabled(enabled)
    return menu


def message_box(
    parent: QWidget | None,
    title: str,
    text: str,
    detail: str = "",
    icon: QMessageBox.Icon = QMessageBox.Icon.Information,
) -> QMessageBox:
    """Return a box with one button, its `text` and `detail` shown letter for letter."""
    box = QMessageBox(icon, "", text, QMessageBox.StandardButton.NoButton, parent)
    set_plain_title(box, title)
    box.setInformativeText(detail)
    _show_plainly(box)
    box.addButton(tr("Close"), QMessageBox.ButtonRole.RejectRole)
    return box


def question_box(
    parent: QWidget | None,
    title: str,
    text: str,
    accept: str,
    detail: str = "",
    *,
    refuse: str = "",
) -> QMessageBox:
    """Return a box that asks; its first button says `accept`, its default one leaves all as it is.

    The other says `refuse`, "Cancel" without. The answer is yes where `box.clickedButton()` has
    the accept role.
    """
    icon = QMessageBox.Icon.Question
    box = QMessageBox(icon, "", text, QMessageBox.StandardButton.NoButton, parent)
    set_plain_title(box, title)
    box.setInformativeText(detail)
    _show_plainly(box)
    box.addButton(accept, QMessageBox.ButtonRole.AcceptRole)
    cancel = box.addButton(refuse or tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(cancel)
    box.setEscapeButton(cancel)
    return box


def line_dialog(parent: QWidget, title: str, text: str) -> QInputDialog:
    """Return a box that asks for one line, `text` before it shown letter for letter."""
    dialog = QInputDialog(parent)
    set_plain_title(dialog, title)
    dialog.setLabelText(text)
    _make_plain(dialog)
    return dialog


def _show_plainly(box: QMessageBox) -> None:
    box.setTextFormat(Qt.TextFormat.PlainText)
    _make_plain(box)


def _make_plain(box: QWidget) -> None:
    """Turn off the guess at rich text in every label of `box`, the informative one too."""
    for label in box.findChildren(QLabel):
        label.setTextFormat(Qt.TextFormat.PlainText)
