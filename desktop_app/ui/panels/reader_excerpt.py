"""The box below the text: the excerpt in hand, what it is attached to, its note.

One field attaches it to any number of events and entities: type, Enter, type, Enter. What does
not exist yet is created in place, in the same undo step.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.catalog.changes import Operation
from desktop_app.catalog.excerpts import AnchorState, Excerpt
from desktop_app.catalog.ids import Kind
from desktop_app.errors import UserError
from desktop_app.i18n import tr
from desktop_app.services.commands.excerpts import attach_excerpt, detach_excerpt, move_excerpt
from desktop_app.store import excerpts, rows
from desktop_app.ui.icons import make_icon
from desktop_app.ui.panels.reader_note import NoteEditor
from desktop_app.ui.theme import Role
from desktop_app.ui.widgets.badges import Badge, BadgeKind
from desktop_app.ui.widgets.claim_choices import create_subject, find_subject, offer_subjects
from desktop_app.ui.widgets.claim_hint import Hint
from desktop_app.ui.widgets.flat_button import flat_button
from desktop_app.ui.widgets.labels import ElidedLabel, elided_label
from desktop_app.ui.widgets.type_ahead import Choice, TypeAheadBox
from desktop_app.ui.workspace import Workspace

_RECENT_KEPT = 8
_ROWS_SHOWN = 4
_ROW_GAP = 6


class ChipScroll(QScrollArea):
    """Holds a type-ahead box; one with very many chips scrolls instead of taking the window."""

    def __init__(self, box: TypeAheadBox, parent: QWidget | None = None) -> None:
        """Hold `box`."""
        super().__init__(parent)
        self._box = box
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(box)

    def fit(self) -> None:
        """Be as high as the box needs, up to a few rows, and show its line."""
        row = self._box.line.sizeHint().height() + _ROW_GAP
        needed = self._box.heightForWidth(self.viewport().width())
        self.setFixedHeight(min(max(needed, row + _ROW_GAP), _ROWS_SHOWN * row))
        self.ensureWidgetVisible(self._box.line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()


class ExcerptBox(QFrame):
    """Works on one excerpt; `set_excerpt` says which."""

    claim_asked = Signal()
    delete_asked = Signal()
    #: Esc in the field, or the button: back to the text.
    left = Signal()
    closed = Signal()
    note_opened = Signal()
    #: The subject just attached.
    attached = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        """Work in `workspace`'s catalogue."""
        super().__init__(parent)
        self.setObjectName("excerpt_box")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._workspace = workspace
        self._session = workspace.session
        self._excerpt = ""
        self._recent: list[str] = []
        self._make_widgets()
        self._lay_out()
        self._connect()

    def _make_widgets(self) -> None:
        self.quote = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self.quote.setObjectName("excerpt_quote")
        self.review = Badge(BadgeKind.NEEDS_REVIEW)
        self.confirm = QPushButton(tr("The passage is right"))
        self.confirm.setObjectName("confirm_passage")
        self.claim = self._make_button("excerpt_claim", tr("State a claim"), "claim")
        self.claim.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.claim.setText(tr("Claim"))
        self.note = self._make_button("excerpt_note_button", tr("Note and translation"), "edit")
        self.note.setCheckable(True)
        self.delete = self._make_button("excerpt_delete", tr("Move to trash"), "delete")
        self.close_button = self._make_button("excerpt_close", tr("Close (Esc)"), "close")
        self.subjects = TypeAheadBox()
        self.subjects.setObjectName("attach_box")
        self.subjects.line.setObjectName("attach_line")
        self.subjects.set_prompt(tr("Attach to: an event, person, unit, place…"))
        self.subjects.set_source(self._offer)
        self.chips = ChipScroll(self.subjects)
        self.words = elided_label()
        self.words.setObjectName("excerpt_words")
        self.words.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self.editor = NoteEditor(self._workspace)
        self.editor.hide()
        self.hint = Hint()
        self.hint.hide()

    def _make_button(self, name: str, tip: str, icon: str) -> QToolButton:
        return flat_button(name, tip, icon, self.palette())

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.quote, 1)
        for widget in (self.review, self.confirm, self.claim, self.note, self.delete):
            row.addWidget(widget)
        row.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 5, 8, 6)
        column.setSpacing(4)
        column.addLayout(row)
        for below in (self.chips, self.words, self.hint, self.editor):
            column.addWidget(below)
        self.setFocusProxy(self.subjects)

    def _connect(self) -> None:
        self.subjects.chosen.connect(self._on_chosen)
        self.subjects.removed.connect(self._on_removed)
        self.subjects.line.installEventFilter(self)
        self.claim.clicked.connect(self.claim_asked)
        self.delete.clicked.connect(self.delete_asked)
        self.close_button.clicked.connect(self.closed)
        self.confirm.clicked.connect(self._on_confirmed)
        self.note.toggled.connect(self._on_note_toggled)
        self.editor.closed.connect(self._on_note_closed)

    # The excerpt

    def excerpt(self) -> str:
        """Return the id of the excerpt in hand, "" for none."""
        return self._excerpt

    def set_excerpt(self, record: str) -> None:
        """Work on excerpt `record`, "" for none."""
        if record != self._excerpt:
            self._say("")
            self.subjects.clear()
        self._excerpt = record
        self.editor.set_excerpt(record)
        self.refresh()

    def refresh(self) -> None:
        """Show the excerpt as it is now; forget one that is gone."""
        db = self._session.db
        row = rows.find_row(db, Kind.EXCERPT, self._excerpt) if self._excerpt else None
        if row is None:
            self._excerpt = ""
            self.editor.set_excerpt("")
            self.subjects.set_chosen([])
            return
        self._show(excerpts.get_excerpt(db, self._excerpt))
        self.editor.refresh()
        chips = [find_subject(db, one) for one in self.attached_subjects()]
        fresh = [chip for chip in chips if chip is not None]
        if fresh != self.subjects.chosen_choices():
            self.subjects.set_chosen(fresh)
            self.chips.fit()

    def _show(self, excerpt: Excerpt) -> None:
        page = tr("p. {label}: ", label=excerpt.page) if excerpt.page else ""
        self.quote.set_text(page + tr("“{quote}”", quote=excerpt.quote))
        is_sure = excerpt.state is AnchorState.ANCHORED
        can_write = not self._session.db.read_only
        self.review.setVisible(not is_sure)
        self.confirm.setVisible(not is_sure and can_write)
        for widget in (self.subjects, self.claim, self.delete):
            widget.setEnabled(can_write)
        said = [excerpt.translation, excerpt.note]
        self.words.set_text(" — ".join(filter(None, said)))
        self.words.setVisible(any(said) and not self.editor.isVisibleTo(self))

    def attached_subjects(self) -> list[str]:
        """Return the ids of the events and entities it is attached to, the first first."""
        if not self._excerpt:
            return []
        db = self._session.db
        found = excerpts.list_attachments_of_excerpts(db, [self._excerpt])
        return [one.subject for one in sorted(found, key=lambda one: (len(one.id), one.id))]

    def open_note(self) -> None:
        """Open the note and go to it."""
        self.note.setChecked(True)
        self.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_note(self) -> None:
        """Save and hide the note."""
        self.note.setChecked(False)

    # Attaching

    def _offer(self, query: str) -> Sequence[Choice]:
        attached = set(self.attached_subjects())
        if not query and self._recent:
            known = [find_subject(self._session.db, one) for one in self._recent]
            offered = [one for one in known if one is not None]
        else:
            offered = offer_subjects(self._session.db, query)
        return [one for one in offered if one.create or one.id not in attached]

    def _on_chosen(self, choice: Choice) -> None:
        try:
            with self._session.change(Operation.ATTACH_EXCERPT):
                made = choice.id or create_subject(self._session, choice, excerpt=self._excerpt)
                attach_excerpt(self._session, excerpt=self._excerpt, subject=made)
        except UserError as error:
            self._say(error.message)
            return
        self._say("")
        self._recent = [made, *(one for one in self._recent if one != made)][:_RECENT_KEPT]
        self.attached.emit(made)

    def _on_removed(self, choice: Choice) -> None:
        try:
            detach_excerpt(self._session, excerpt=self._excerpt, subject=choice.id)
        except UserError as error:
            self._say(error.message)

    def _on_confirmed(self) -> None:
        held = excerpts.get_excerpt(self._session.db, self._excerpt)
        try:
            move_excerpt(self._session, excerpt=held.id, start=held.start, end=held.end)
        except UserError as error:
            self._say(error.message)

    def _say(self, words: str) -> None:
        self.hint.say(words, Role.INVALID)
        self.hint.setVisible(bool(words))

    # Note, keys, look

    def _on_note_toggled(self, is_open: bool) -> None:
        if not is_open:
            self.editor.save()
        self.editor.setVisible(is_open)
        self.refresh()
        if is_open:
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            self.note_opened.emit()

    def _on_note_closed(self) -> None:
        self.note.setChecked(False)
        self.subjects.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        line = self.subjects.line
        if watched is line and isinstance(event, QKeyEvent) and not line.text():
            is_override = event.type() == QEvent.Type.ShortcutOverride
            keys = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
            if is_override and any(event.matches(key) for key in keys):
                # An empty line has nothing of its own to undo: what was just marked has.
                event.ignore()
                return True
            is_press = event.type() == QEvent.Type.KeyPress
            is_idle = not self.subjects.popup.isVisible()
            if is_press and event.key() == Qt.Key.Key_Escape and is_idle:
                self.left.emit()
                return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            for button in self.findChildren(QToolButton):
                name = button.property("icon_name")
                if name:
                    button.setIcon(make_icon(name, self.palette()))
