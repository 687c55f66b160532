"""The bar that offers, at the start, what was typed before a crash and never saved."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.i18n import tr
from desktop_app.services.drafts import Draft
from desktop_app.ui.draft_words import say_count, say_subject, say_time
from desktop_app.ui.drafts import DraftDesk
from desktop_app.ui.icons import make_pixmap
from desktop_app.ui.theme import Role, wash_background
from desktop_app.ui.widgets.labels import ElidedLabel, plain_label

_SIGN = 18


class DraftsBar(QFrame):
    """One line above the panels; it takes no focus by itself and stops nobody."""

    continue_asked = Signal(object)
    discard_asked = Signal(object)
    all_asked = Signal()
    #: Later: back to work.
    put_off = Signal()

    def __init__(self, desk: DraftDesk, parent: QWidget | None = None) -> None:
        """Begin hidden; `offer` shows what `desk` offers."""
        super().__init__(parent)
        self.setObjectName("drafts_bar")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._desk = desk
        self._draft: Draft | None = None
        self._is_offering = False
        self._sign = plain_label(wrap=False)
        self._sign.setFixedSize(QSize(_SIGN, _SIGN))
        self.words = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self.words.setObjectName("drafts_bar_words")
        self.go_on = self._make_button("bar_continue", tr("Continue editing"), self._on_continue)
        self.discard = self._make_button("bar_discard", tr("Discard…"), self._on_discard)
        self.all = self._make_button("bar_all", "", self.all_asked)
        self.later = self._make_button("bar_later", tr("Later"), self._on_later)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 5, 8, 5)
        row.addWidget(self._sign)
        row.addWidget(self.words, 1)
        for button in (self.go_on, self.discard, self.all, self.later):
            row.addWidget(button)
        self.setFocusProxy(self.go_on)
        desk.offered_changed.connect(self._show)
        self._tint()
        self.hide()

    def _make_button(self, name: str, words: str, called: object) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(name)
        button.setAutoDefault(True)
        button.clicked.connect(called)
        return button

    def put_over(self, below: QWidget) -> QWidget:
        """Return a widget that shows the bar over `below`."""
        both = QWidget()
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self)
        column.addWidget(below, 1)
        return both

    def offer(self) -> None:
        """Show the drafts that were left, if there are any, until each is dealt with."""
        self._is_offering = True
        self._show()

    def _show(self) -> None:
        offered = self._desk.list_offered() if self._is_offering else []
        self._draft = offered[0] if offered else None
        if self._draft is None:
            self._is_offering = False
            self.hide()
            return
        self.words.set_text(
            tr(
                "Unsaved text from {time}: {subject} ({count})",
                time=say_time(self._draft),
                subject=say_subject(self._draft),
                count=say_count(self._draft),
            )
        )
        self.go_on.setAccessibleDescription(self.words.text())
        self.all.setText(tr("Show all {count}…", count=len(offered)))
        self.all.setVisible(len(offered) > 1)
        self.show()

    def _on_continue(self) -> None:
        if self._draft is not None:
            self.continue_asked.emit(self._draft)

    def _on_discard(self) -> None:
        if self._draft is not None:
            self.discard_asked.emit(self._draft)

    def _on_later(self) -> None:
        self._is_offering = False
        self.hide()
        self.put_off.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._on_later()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "later"):
            self._tint()

    def _tint(self) -> None:
        ink = wash_background(self, Role.FEEDS_CLAIM)
        self._sign.setPixmap(make_pixmap("edit", ink, _SIGN, self.devicePixelRatioF()))
