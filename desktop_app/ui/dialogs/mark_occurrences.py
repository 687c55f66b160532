"""Every place where an entity is named, with ticks; those ticked become excerpts in one change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.catalog.ids import Kind
from desktop_app.errors import UserError
from desktop_app.i18n import tr
from desktop_app.services.jobs import Cancelled, Job, Progress
from desktop_app.services.marking import MOST_PLACES, Occurrence, find_occurrences
from desktop_app.services.marking_change import Reach, mark_occurrences
from desktop_app.services.session import Changed
from desktop_app.store import documents, rows, subjects
from desktop_app.ui.dialogs.mark_tree import OccurrenceTree
from desktop_app.ui.errors import show_error
from desktop_app.ui.theme import Role
from desktop_app.ui.widgets.claim_hint import Hint
from desktop_app.ui.widgets.empty_state import EmptyState
from desktop_app.ui.widgets.labels import elided_label, escape_keys, set_plain_title
from desktop_app.ui.workspace import Workspace

_STEPS = 1000


class MarkDialog(QDialog):
    """Finds in a job, lists by source, marks in a job; each can be stopped."""

    def __init__(
        self, workspace: Workspace, entity: str, document: str = "", parent: QWidget | None = None
    ) -> None:
        """Look for `entity` in all documents; `document` can be looked through alone."""
        super().__init__(parent)
        self.setObjectName("mark_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workspace = workspace
        self._session = workspace.session
        self._entity = entity
        self._job: Job | None = None
        self._label = subjects.get_entity(self._session.db, entity).label
        set_plain_title(self, tr("Where “{name}” is named", name=self._label))
        self._make_fields(document)
        self._make_buttons()
        self._lay_out()
        self._connect()
        self.look()

    def _make_fields(self, document: str) -> None:
        self.scope = QComboBox()
        self.scope.setObjectName("mark_scope")
        self.scope.setAccessibleName(tr("Where to look"))
        self.scope.addItem(tr("All documents"), "")
        held = rows.find_row(self._session.db, Kind.DOCUMENT, document) if document else None
        if held is not None:
            title = documents.get_document(self._session.db, document).title
            self.scope.addItem(tr("Only “{title}”", title=title), document)
        self.scope.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.scope.setMinimumContentsLength(24)
        self.reach = QComboBox()
        self.reach.setObjectName("mark_reach")
        self.reach.setAccessibleName(tr("What becomes the excerpt"))
        self.reach.addItem(tr("The sentence around the name"), Reach.SENTENCE)
        self.reach.addItem(tr("The name alone"), Reach.NAME)
        self.reach.addItem(tr("The whole passage"), Reach.PASSAGE)
        self.tree = OccurrenceTree(self._session.db)
        self.empty = EmptyState("search", tr("Looking through the documents…"))
        self.said = elided_label()
        self.said.setObjectName("mark_said")
        self.hint = Hint()
        self.hint.setObjectName("mark_hint")
        self.bar = QProgressBar()
        self.bar.setObjectName("mark_bar")
        self.bar.setAccessibleName(tr("Progress"))
        self.bar.setTextVisible(False)

    def _make_buttons(self) -> None:
        self.all_button = self._make_button("mark_all", tr("Select &all"))
        self.none_button = self._make_button("mark_none", tr("Select &none"))
        self.stop_button = self._make_button("mark_stop", tr("Stop"))
        role = QDialogButtonBox.ButtonRole
        self.buttons = QDialogButtonBox()
        self.mark_button = self.buttons.addButton("", role.AcceptRole)
        self.mark_button.setObjectName("mark_now")
        self.mark_button.setToolTip(tr("Ctrl+Enter"))
        close = self.buttons.addButton(tr("Close"), role.RejectRole)
        for button in (self.mark_button, close):
            button.setAutoDefault(False)

    def _make_button(self, name: str, words: str) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(name)
        button.setAutoDefault(False)
        return button

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(tr("&Look in:"), self.scope)
        form.addRow(tr("&Excerpt:"), self.reach)
        self.body = QStackedWidget()
        self.body.addWidget(self.empty)
        self.body.addWidget(self.tree)
        choose = QHBoxLayout()
        choose.addWidget(self.said, 1)
        choose.addWidget(self.all_button)
        choose.addWidget(self.none_button)
        working = QHBoxLayout()
        working.addWidget(self.bar, 1)
        working.addWidget(self.stop_button)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addLayout(choose)
        column.addWidget(self.body, 1)
        column.addWidget(self.hint)
        column.addLayout(working)
        column.addWidget(self.buttons)
        room = self.screen().availableGeometry()
        self.resize(min(820, room.width() - 40), min(640, room.height() - 60))

    def _connect(self) -> None:
        self.scope.currentIndexChanged.connect(self.look)
        self.tree.ticked.connect(self._show_count)
        self.tree.place_wanted.connect(self._workspace.show_passage)
        self.all_button.clicked.connect(self.tree.tick_all)
        self.none_button.clicked.connect(self.tree.tick_none)
        self.stop_button.clicked.connect(self.stop)
        self.buttons.accepted.connect(self.mark_ticked)
        self.buttons.rejected.connect(self.reject)
        self._workspace.bridge.job_progressed.connect(self._on_progressed)
        self._workspace.closing.connect(self.reject)

    # Finding

    def look(self) -> None:
        """Look for the places anew."""
        self._drop_job()
        self.tree.set_places(())
        session, search, entity = self._session, self._workspace.search, self._entity
        document = str(self.scope.currentData())

        def work(progress: Progress) -> list[Occurrence]:
            return find_occurrences(session, search, entity, document=document, progress=progress)

        self.empty.set_content("search", tr("Looking through the documents…"))
        self.body.setCurrentWidget(self.empty)
        self._start(tr("Find occurrences"), work, self._on_found)

    def _on_found(self, job: Job) -> None:
        if not self._ended(job):
            self.empty.set_content("search", tr("The search was stopped."))
            return
        places: list[Occurrence] = job.result
        if not places:
            self.empty.set_content("search", tr("None of its names stands in these documents."))
            return
        self.tree.set_places(places)
        self.body.setCurrentWidget(self.tree)
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)
        if len(places) >= MOST_PLACES:
            self.hint.say(tr("The first {count} places are shown.", count=MOST_PLACES))
        self._show_count()

    # Marking

    def mark_ticked(self) -> None:
        """Make excerpts of the ticked places and attach the entity, as one change."""
        places = list(self.tree.ticked_places())
        if not places or self._job is not None:
            return
        session, entity, reach = self._session, self._entity, Reach(self.reach.currentData())

        def work(progress: Progress) -> Changed:
            return mark_occurrences(session, entity, places, reach=reach, progress=progress)

        self._start(tr("Mark occurrences"), work, self._on_marked)

    def _on_marked(self, job: Job) -> None:
        if self._ended(job):
            count = sum(1 for one in job.result.ids if one.startswith("att-"))
            self._workspace.told.emit(
                tr("“{name}”: {count} passages attached. Undo takes them back.",
                   name=self._label, count=count)
            )  # fmt: skip
            self.accept()

    # Jobs

    def _start(
        self, label: str, work: Callable[[Progress], Any], then: Callable[[Job], None]
    ) -> None:
        self.hint.say("")
        self.bar.setRange(0, 0)
        self._job = self._workspace.bridge.start_job(label, work, then=then, is_quiet=True)
        self._show_count()

    def stop(self) -> None:
        """Ask the job to stop; nothing of it is kept."""
        if self._job is not None:
            self._job.progress.cancel()
            self.hint.say(tr("Stopping; nothing of it is kept…"))

    def _drop_job(self) -> None:
        if self._job is not None:
            self._job.progress.cancel()
            self._job = None

    def _on_progressed(self, job: Job) -> None:
        if job is self._job and job.progress.total:
            self.bar.setRange(0, _STEPS)
            self.bar.setValue(min(job.progress.done * _STEPS // job.progress.total, _STEPS))

    def _ended(self, job: Job) -> bool:
        """Return whether `job` is the one awaited and came to a good end; say else what was."""
        if job is not self._job:
            return False
        self._job = None
        self._show_count()
        if isinstance(job.error, Cancelled):
            self.hint.say(tr("Stopped; nothing was written."))
        elif isinstance(job.error, UserError):
            self.hint.say(job.error.message, Role.INVALID)
        elif job.error is not None:
            show_error(self, job.error)
        return job.error is None

    def _show_count(self) -> None:
        is_busy = self._job is not None
        ticked = sum(1 for _ in self.tree.ticked_places())
        self.said.set_text(
            tr("{ticked} of {count} places ticked", ticked=ticked, count=self.tree.count())
            if self.tree.count()
            else ""
        )
        self.mark_button.setText(escape_keys(tr("Mark {count} places", count=ticked)))
        self.mark_button.setEnabled(bool(ticked) and not is_busy)
        for button in (self.all_button, self.none_button):
            button.setEnabled(bool(self.tree.count()) and not is_busy)
        self.tree.setEnabled(not is_busy)
        self.bar.setVisible(is_busy)
        self.stop_button.setVisible(is_busy)

    def done(self, result: int) -> None:
        self._drop_job()
        super().done(result)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # Enter shows a place; marking many passages asks for more than a slip of a key.
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.mark_ticked()
            return
        super().keyPressEvent(event)
