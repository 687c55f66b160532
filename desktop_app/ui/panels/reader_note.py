"""The editor of an excerpt's note and translation, below the text.

What is typed is one change, made when the editor is left, at Ctrl+Enter or by its button; until
then every field keeps its own undo.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.catalog.excerpts import Excerpt, TranslationStatus
from desktop_app.catalog.ids import Kind
from desktop_app.catalog.wording import word
from desktop_app.errors import UserError
from desktop_app.i18n import current_language, tr
from desktop_app.services.commands.excerpts import update_excerpt
from desktop_app.store import excerpts, rows
from desktop_app.ui.draft_keeper import DraftKeeper
from desktop_app.ui.theme import Role
from desktop_app.ui.widgets.claim_hint import Hint
from desktop_app.ui.widgets.draft_parts import InputPart
from desktop_app.ui.widgets.draft_sign import DraftSign
from desktop_app.ui.widgets.labels import plain_label
from desktop_app.ui.workspace import Workspace

_LINES = 3
_LANGUAGE_LETTERS = 12


class NoteEditor(QWidget):
    """Note, translation, and what is said of the translation."""

    #: Esc: the owner may hide the editor.
    closed = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        """Edit excerpts of `workspace`'s catalogue."""
        super().__init__(parent)
        self.setObjectName("excerpt_note_editor")
        self._session = workspace.session
        self._excerpt = self._quote = ""
        self._loaded: dict[str, Any] = {}
        self.keeper = DraftKeeper(
            workspace.drafts, self, parts=self.draft_parts, title=self.draft_title
        )
        self._make_fields()
        self._lay_out(DraftSign(workspace.drafts, self.keeper))
        self._leaving = QTimer(self)
        self._leaving.setSingleShot(True)
        self._leaving.setInterval(0)
        self._leaving.timeout.connect(self._on_left)
        for field in self._fields():
            field.installEventFilter(self)
        self._load(None)

    def _make_fields(self) -> None:
        self.note = self._make_text("excerpt_note", tr("Note"))
        self.translation = self._make_text("excerpt_translation", tr("Translation"))
        self.language = self._make_line("translation_language", tr("Language of the translation"))
        self.language.setPlaceholderText(tr("Language"))
        self.language.setMaximumWidth(
            self.fontMetrics().averageCharWidth() * _LANGUAGE_LETTERS + 16
        )
        self.translator = self._make_line("translator", tr("Translator"))
        self.translator.setPlaceholderText(tr("Translator"))
        self.status = QComboBox()
        self.status.setObjectName("translation_status")
        self.status.setAccessibleName(tr("State of the translation"))
        self.status.addItem("—", "")
        for one in TranslationStatus:
            self.status.addItem(word(one, current_language()), one.value)
        self.status.currentIndexChanged.connect(self._show_state)
        self.save_button = QPushButton(tr("Save"))
        self.save_button.setObjectName("save_note")
        self.save_button.clicked.connect(self.save)
        self.hint = Hint()

    def _make_text(self, name: str, label: str) -> QPlainTextEdit:
        field = QPlainTextEdit()
        field.setObjectName(name)
        field.setAccessibleName(label)
        field.setTabChangesFocus(True)
        field.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES + 14)
        field.textChanged.connect(self._show_state)
        return field

    def _make_line(self, name: str, label: str) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName(name)
        field.setAccessibleName(label)
        field.textChanged.connect(self._show_state)
        return field

    def _lay_out(self, sign: QWidget) -> None:
        grid = QGridLayout()
        grid.setSpacing(4)
        grid.addWidget(plain_label(tr("Note"), muted=True), 0, 0)
        grid.addWidget(plain_label(tr("Translation"), muted=True), 0, 1)
        grid.addWidget(self.note, 1, 0)
        grid.addWidget(self.translation, 1, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        below = QHBoxLayout()
        below.addWidget(self.language)
        below.addWidget(self.translator, 2)
        below.addWidget(self.status, 1)
        below.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(grid)
        column.addLayout(below)
        column.addWidget(sign)
        column.addWidget(self.hint)
        self.setFocusProxy(self.note)

    def _fields(self) -> tuple[QWidget, ...]:
        return (self.note, self.translation, self.language, self.translator, self.status)

    # What is edited

    def draft_parts(self) -> list[InputPart]:
        """Return the fields for the draft."""
        return [
            InputPart("note", tr("Note"), self.note),
            InputPart("translation", tr("Translation"), self.translation),
            InputPart("translation_language", tr("Language of the translation"), self.language),
            InputPart("translator", tr("Translator"), self.translator),
            InputPart("translation_status", tr("State of the translation"), self.status),
        ]

    def draft_title(self) -> str:
        """Return the words of the excerpt."""
        return self._quote

    def set_excerpt(self, record: str) -> None:
        """Edit excerpt `record`, "" for none; what was typed for another is saved first."""
        if record == self._excerpt:
            self.refresh()
            return
        self.save()
        if self.is_edited():
            # It could not be saved, and is not to be lost.
            self.keeper.leave()
        self._excerpt = record
        self.refresh(even_if_edited=True)

    def refresh(self, *, even_if_edited: bool = False) -> None:
        """Show the excerpt as it is now, unless something is being typed."""
        db = self._session.db
        row = rows.find_row(db, Kind.EXCERPT, self._excerpt) if self._excerpt else None
        if row is None:
            self._excerpt = ""
            self._load(None)
        elif even_if_edited or not self.is_edited():
            self._load(excerpts.get_excerpt(db, self._excerpt))

    def _load(self, excerpt: Excerpt | None) -> None:
        said = _read(excerpt) if excerpt else _read(None)
        self._loaded = said
        if self._typed() != said:
            self.note.setPlainText(said["note"])
            self.translation.setPlainText(said["translation"])
            self.language.setText(said["translation_language"])
            self.translator.setText(said["translator"])
            found = self.status.findData(said["translation_status"])
            self.status.setCurrentIndex(max(found, 0))
            # What the text fields make of what they are given is what "unchanged" means.
            self._loaded = self._typed()
        self._quote = excerpt.quote if excerpt is not None else ""
        if excerpt is None:
            self.keeper.finish()
        else:
            self.keeper.begin("note", excerpt.id)
        self.setEnabled(excerpt is not None and not self._session.db.read_only)
        self._say("")
        self._show_state()

    def _typed(self) -> dict[str, Any]:
        return {
            "note": self.note.toPlainText(),
            "translation": self.translation.toPlainText(),
            "translation_language": self.language.text(),
            "translator": self.translator.text(),
            "translation_status": self.status.currentData() or "",
        }

    def is_edited(self) -> bool:
        """Tell whether something typed is not saved yet."""
        return bool(self._excerpt) and self._typed() != self._loaded

    def save(self) -> None:
        """Save what was typed as one change; say here why it cannot be."""
        if not self.is_edited():
            return
        typed = self._typed()
        details = {name: typed[name] for name in typed if typed[name] != self._loaded[name]}
        if "translation_status" in details:
            details["translation_status"] = details["translation_status"] or None
        before, self._loaded = self._loaded, typed
        try:
            update_excerpt(self._session, excerpt=self._excerpt, details=details)
        except UserError as error:
            self._loaded = before
            self._say(error.message)
            return
        self.keeper.begin("note", self._excerpt)
        self._say("")
        self._show_state()

    def _say(self, words: str) -> None:
        self.hint.say(words, Role.INVALID)
        self.hint.setVisible(bool(words))

    def _show_state(self) -> None:
        self.save_button.setEnabled(self.is_edited())
        self.keeper.touch()

    # Keys and focus

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self._leaving.start()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.closed.emit()
                return True
            is_return = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if is_return and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.save()
                return True
        return super().eventFilter(watched, event)

    def _on_left(self) -> None:
        focused = QApplication.focusWidget()
        inside = focused is not None and self.isAncestorOf(focused)
        if not inside and QApplication.activePopupWidget() is None:
            self.save()


def _read(excerpt: Excerpt | None) -> dict[str, Any]:
    if excerpt is None:
        return dict.fromkeys(
            ("note", "translation", "translation_language", "translator", "translation_status"), ""
        )
    return {
        "note": excerpt.note,
        "translation": excerpt.translation,
        "translation_language": excerpt.translation_language,
        "translator": excerpt.translator,
        "translation_status": excerpt.translation_status or "",
    }
