"""The title of the open document, which turns into a field for choosing another one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QSizePolicy,
    QStackedWidget,
    QStyle,
    QStyleOptionFocusRect,
    QWidget,
)

from desktop_app.catalog.folding import fold
from desktop_app.catalog.ids import Kind
from desktop_app.i18n import tr
from desktop_app.store import lists
from desktop_app.store.database import Database
from desktop_app.ui.icons import paint_sign
from desktop_app.ui.widgets.labels import set_plain_tip
from desktop_app.ui.widgets.type_ahead import Choice, TypeAheadBox

_OFFERED = 50
_SIGN = 14
_PADDING = 6
_LEAST_LETTERS = 10


class TitleButton(QAbstractButton):
    """The title in bold on one line, shortened where there is no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin without a title."""
        super().__init__(parent)
        self.setObjectName("reader_title")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.set_title("")

    def set_title(self, title: str) -> None:
        """Show `title`, or the request to choose a document."""
        shown = " ".join(title.split()) or tr("Choose a document")
        # An ampersand in the text of a button makes a shortcut of the letter after it.
        self.setText(shown.replace("&", "&&"))
        self._title = shown
        self.setAccessibleName(tr("Document: {title}. Press to choose another.", title=shown))
        set_plain_tip(self, shown)
        self.update()

    def title(self) -> str:
        """Return what is shown."""
        return self._title

    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setBold(True)
        return font

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._bold())
        width = metrics.horizontalAdvance(self._title) + _SIGN + 4 * _PADDING
        return QSize(width, metrics.height() + 2 * _PADDING)

    def minimumSizeHint(self) -> QSize:
        letters = self.fontMetrics().averageCharWidth() * _LEAST_LETTERS
        return QSize(letters, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        palette = self.palette()
        if self.underMouse() or self.isDown():
            painter.fillRect(self.rect(), palette.color(QPalette.ColorRole.Button))
        font = self._bold()
        metrics = QFontMetrics(font)
        room = self.width() - _SIGN - 3 * _PADDING
        shown = metrics.elidedText(self._title, Qt.TextElideMode.ElideMiddle, room)
        painter.setFont(font)
        painter.setPen(palette.color(QPalette.ColorRole.WindowText))
        area = QRect(_PADDING, 0, room, self.height())
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter), shown)
        left = _PADDING + metrics.horizontalAdvance(shown) + _PADDING
        sign = QRectF(left, (self.height() - _SIGN) / 2, _SIGN, _SIGN)
        paint_sign(painter, "down", palette.color(QPalette.ColorRole.PlaceholderText), sign)
        if self.hasFocus():
            option = QStyleOptionFocusRect()
            option.initFrom(self)
            self.style().drawPrimitive(
                QStyle.PrimitiveElement.PE_FrameFocusRect, option, painter, self
            )
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.click()
        else:
            super().keyPressEvent(event)


class DocumentBox(TypeAheadBox):
    """Chooses a document by its title; an empty line is offered all of them."""

    def offer(self) -> None:
        """Open the list for what the line says."""
        self._ask_source()


class DocumentChooser(QStackedWidget):
    """The title, or in its place the field."""

    document_chosen = Signal(str)
    #: The field was left without a choice.
    left = Signal()

    def __init__(self, db: Database, parent: QWidget | None = None) -> None:
        """Choose among the documents of `db`."""
        super().__init__(parent)
        self._db = db
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.button = TitleButton()
        self.button.clicked.connect(self.choose)
        self.box = DocumentBox()
        self.box.setObjectName("document_chooser")
        self.box.line.setObjectName("document_chooser_line")
        self.box.set_prompt(tr("Title of a document, then Enter"))
        self.box.set_source(self._offer)
        self.box.chosen.connect(self._on_chosen)
        self.box.line.installEventFilter(self)
        self.addWidget(self.button)
        self.addWidget(self.box)

    def choose(self) -> None:
        """Turn into the field and offer every document."""
        self.box.clear()
        self.setCurrentWidget(self.box)
        self.box.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.box.offer()

    def set_title(self, title: str) -> None:
        """Show the title of the open document."""
        self.button.set_title(title)

    def is_choosing(self) -> bool:
        """Tell whether the field is open."""
        return self.currentWidget() is self.box

    def _offer(self, query: str) -> Sequence[Choice]:
        asked = lists.ListQuery(kind=Kind.DOCUMENT, text=fold(query), order="sort_title")
        ids = lists.list_ids(self._db, asked, limit=_OFFERED)
        rows = lists.get_listing(self._db, ids)
        return [Choice(one, rows[one]["title"], rows[one]["detail"], "document") for one in ids]

    def _on_chosen(self, choice: Choice) -> None:
        self._close()
        self.document_chosen.emit(choice.id)

    def _close(self) -> None:
        self.box.clear()
        self.setCurrentWidget(self.button)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.box.line and self.is_choosing():
            if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
                if event.type() == QEvent.Type.ShortcutOverride:
                    event.accept()
                    return True
                if event.type() == QEvent.Type.KeyPress and not self.box.line.text():
                    self._close()
                    self.left.emit()
                    return True
            elif event.type() == QEvent.Type.FocusOut:
                self._close()
        return super().eventFilter(watched, event)
