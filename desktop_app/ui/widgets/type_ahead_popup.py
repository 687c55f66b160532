"""The list below a type-ahead box. The focus never leaves the line: keys arrive through the box."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.i18n import tr
from desktop_app.ui.icons import paint_sign
from desktop_app.ui.theme import small_font, theme_of_palette
from desktop_app.ui.widgets.type_ahead_chip import kind_icon

if TYPE_CHECKING:
    from desktop_app.ui.widgets.type_ahead import Choice

ROWS_SHOWN = 10
_PADDING = 6
_SIGN = 16
_NARROWEST = 320
_AnyIndex = QModelIndex | QPersistentModelIndex


def describe_choice(choice: Choice) -> str:
    """Return the words of a row: the title, or the offer to create a record of its kind."""
    if not choice.create:
        return choice.title
    # Whole sentences: a language may need another word order or ending for each kind.
    offers = {
        "person": tr("Create person “{name}”", name=choice.title),
        "unit": tr("Create unit “{name}”", name=choice.title),
        "organisation": tr("Create organisation “{name}”", name=choice.title),
        "place": tr("Create place “{name}”", name=choice.title),
        "thing": tr("Create thing “{name}”", name=choice.title),
        "document": tr("Create document “{name}”", name=choice.title),
        "event": tr("Create event “{name}”", name=choice.title),
        "source": tr("Create source “{name}”", name=choice.title),
        "property": tr("Create property “{name}”", name=choice.title),
    }
    return offers.get(choice.kind) or tr("Create “{name}”", name=choice.title)


class ChoiceModel(QAbstractListModel):
    """The choices as rows."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._choices: Sequence[Choice] = ()

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Show `choices`."""
        self.beginResetModel()
        self._choices = tuple(choices)
        self.endResetModel()

    def choice_at(self, row: int) -> Choice | None:
        """Return the choice of `row`, None outside."""
        return self._choices[row] if 0 <= row < len(self._choices) else None

    def rowCount(self, parent: _AnyIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._choices)

    def data(self, index: _AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        choice = self.choice_at(index.row()) if index.isValid() else None
        if choice is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return describe_choice(choice)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (describe_choice(choice), choice.subtitle)))
        return choice if role == Qt.ItemDataRole.UserRole else None


class ChoiceDelegate(QStyledItemDelegate):
    """Paints a row: icon of the kind, title, and the subtitle in lesser ink."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _AnyIndex) -> QSize:
        return QSize(_NARROWEST, option.fontMetrics.height() + 2 * _PADDING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _AnyIndex) -> None:
        choice: Choice = index.data(Qt.ItemDataRole.UserRole)
        theme = theme_of_palette(option.palette)
        is_marked = bool(option.state & QStyle.StateFlag.State_Selected)
        ink = QColor(theme.on_selection if is_marked else theme.text)
        lesser = QColor(theme.on_selection if is_marked else theme.muted)
        area: QRect = option.rect
        painter.save()
        if is_marked:
            painter.fillRect(area, QColor(theme.selection))
        elif choice.create:
            painter.fillRect(area, QColor(theme.alternate))
        sign = QRectF(area.left() + _PADDING, area.center().y() - _SIGN / 2, _SIGN, _SIGN)
        icon = "add" if choice.create else kind_icon(choice.kind)
        paint_sign(painter, icon, lesser, sign)
        room = area.adjusted(_SIGN + 2 * _PADDING, 0, -_PADDING, 0)
        title_width = self._paint_title(painter, option, room, describe_choice(choice), ink)
        room.setLeft(room.left() + title_width + 2 * _PADDING)
        painter.setPen(lesser)
        painter.setFont(small_font(option.font))
        words = painter.fontMetrics().elidedText(
            choice.subtitle, Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(
            room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), words
        )
        painter.restore()

    def _paint_title(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        room: QRect,
        title: str,
        ink: QColor,
    ) -> int:
        """Write the title into `room`; return the width it took."""
        words = option.fontMetrics.elidedText(title, Qt.TextElideMode.ElideMiddle, room.width())
        painter.setPen(ink)
        painter.setFont(option.font)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), words)
        return option.fontMetrics.horizontalAdvance(words)


class ChoicePopup(QFrame):
    """A frameless window under its box that never takes the focus."""

    row_taken = Signal(object)

    def __init__(self, box: QWidget) -> None:
        """Belong to `box`, below which it opens."""
        super().__init__(box, Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint)
        self._box = box
        self.setObjectName("choice_popup")
        self.setFrameShape(QFrame.Shape.Box)
        self.setForegroundRole(QPalette.ColorRole.Mid)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.model = ChoiceModel(self)
        self.view = QListView(self)
        self.view.setObjectName("choice_list")
        self.view.setAccessibleName(tr("Choices"))
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setModel(self.model)
        self.view.setItemDelegate(ChoiceDelegate(self.view))
        self.view.clicked.connect(self._on_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self.view)

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Open below the box with `choices`, the first marked; without any, close."""
        self.model.set_choices(choices)
        if not choices or not self._box.isVisible():
            self.hide()
            return
        self.view.setFont(self._box.font())
        self.view.setCurrentIndex(self.model.index(0))
        self._place()
        self._box.window().installEventFilter(self)
        self.show()
        self.raise_()

    def current_choice(self) -> Choice | None:
        """Return the marked choice."""
        return self.model.choice_at(self.view.currentIndex().row())

    def move_row(self, step: int) -> None:
        """Mark the row `step` further, around the ends."""
        count = self.model.rowCount()
        if count:
            row = (self.view.currentIndex().row() + step) % count
            self.view.setCurrentIndex(self.model.index(row))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        leaving = (QEvent.Type.WindowDeactivate, QEvent.Type.Hide, QEvent.Type.Close)
        if event.type() in leaving:
            self.hide()
        elif event.type() in (QEvent.Type.Move, QEvent.Type.Resize) and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        """Take a place below the box, or above it where the screen ends."""
        row = self.view.sizeHintForRow(0)
        height = row * min(self.model.rowCount(), ROWS_SHOWN) + 4
        width = max(self._box.width(), _NARROWEST)
        at = self._box.mapToGlobal(QPoint(0, self._box.height()))
        screen = self._box.screen().availableGeometry()
        if at.y() + height > screen.bottom():
            at = self._box.mapToGlobal(QPoint(0, -height))
        at.setX(max(screen.left(), min(at.x(), screen.right() - width)))
        self.setGeometry(QRect(at, QSize(width, height)))

    def _on_clicked(self, index: QModelIndex) -> None:
        choice = self.model.choice_at(index.row())
        if choice is not None:
            self.row_taken.emit(choice)
