"""Goes on with a draft: opens its form with the typed text in place, or shows it for reading.

Where the record moved on, the three-way view comes first. Nothing is saved here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QDialog, QMessageBox, QWidget
from shiboken6 import isValid

from desktop_app.catalog.changes import label_operation
from desktop_app.catalog.ids import Kind, find_kind
from desktop_app.errors import UserError
from desktop_app.i18n import tr
from desktop_app.services.drafts import Draft, FieldDraft
from desktop_app.store import documents, excerpts, journal, rows
from desktop_app.ui.dialogs.draft_merge import MergeDialog
from desktop_app.ui.dialogs.draft_read import ReadDraftDialog
from desktop_app.ui.draft_keeper import DraftKeeper
from desktop_app.ui.draft_words import say_moment, say_subject, say_time
from desktop_app.ui.errors import show_error
from desktop_app.ui.panels.drafts import DraftsDialog
from desktop_app.ui.panels.drafts_bar import DraftsBar
from desktop_app.ui.widgets.claim_line_draft import FORM as CLAIM_LINE
from desktop_app.ui.widgets.labels import question_box

if TYPE_CHECKING:
    from desktop_app.ui.main_window import MainWindow

_NOTE = "note"


class DraftOpener(QObject):
    """What the user can do with the drafts offered in one window."""

    def __init__(self, window: MainWindow) -> None:
        """Open forms over `window`."""
        super().__init__(window)
        self._window = window
        self._workspace = window.workspace
        self._desk = window.workspace.drafts
        self._db = window.session.db
        self._list: DraftsDialog | None = None
        self.bar = DraftsBar(self._desk, window)
        self.bar.continue_asked.connect(self.go_on)
        self.bar.discard_asked.connect(self.ask_discard)
        self.bar.all_asked.connect(self.show_all)
        self.bar.put_off.connect(self._leave_bar)

    def offer(self) -> None:
        """Show in the bar what earlier runs left, if there is anything."""
        self._desk.look()
        self.bar.offer()

    def _leave_bar(self) -> None:
        self._window.lists.shown_page().setFocus(Qt.FocusReason.OtherFocusReason)

    # What is asked

    def show_all(self) -> DraftsDialog:
        """Open the list of drafts."""
        self._desk.look()
        self._list = DraftsDialog(self._desk, self._window)
        self._list.continue_asked.connect(self.go_on)
        self._list.read_asked.connect(self.read)
        self._list.discard_asked.connect(self.ask_discard)
        self._list.open()
        self._list.setFocus()
        return self._list

    def go_on(self, draft: Draft) -> None:
        """Continue `draft` in its form; where there is none any more, show it for reading."""
        try:
            obstacle = self._find_obstacle(draft)
            if obstacle:
                self.read(draft, obstacle)
            elif draft.form == CLAIM_LINE:
                self._go_on_claim(draft)
            elif draft.form == _NOTE:
                self._go_on_note(draft)
            else:
                self._go_on_dialog(draft)
        except UserError as error:
            show_error(self._window, error)

    def read(
        self, draft: Draft, reason: str = "", parent: QWidget | None = None
    ) -> ReadDraftDialog:
        """Show `draft` for reading and copying; `reason` says why no form is opened."""
        dialog = ReadDraftDialog(draft, reason, parent or self._top())
        dialog.discard_asked.connect(self._on_read_discard)
        dialog.open()
        return dialog

    def _on_read_discard(self, draft: Draft) -> None:
        dialog = self.sender()
        box = self.ask_discard(draft, dialog if isinstance(dialog, QDialog) else None)
        if isinstance(dialog, QDialog):
            box.accepted.connect(dialog.reject)

    def ask_discard(self, draft: Draft, parent: QWidget | None = None) -> QMessageBox:
        """Ask once whether `draft` is to be thrown away."""
        self._doomed = draft
        self._box = question_box(
            parent or self._top(),
            tr("Discard the unsaved text"),
            tr(
                "Discard the unsaved text from {time}: {subject}?",
                time=say_time(draft),
                subject=say_subject(draft),
            ),
            tr("Discard"),
            tr("It cannot be brought back."),
        )
        self._box.setObjectName("discard_draft_box")
        self._box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._box.buttonClicked.connect(self._on_discard)
        self._box.open()
        return self._box

    def _on_discard(self, button: QAbstractButton) -> None:
        if self._box.buttonRole(button) is QMessageBox.ButtonRole.AcceptRole:
            self._desk.remove(self._doomed.id)

    def _top(self) -> QWidget:
        """Return what boxes open over: the list of drafts while it is on show."""
        is_listed = self._list is not None and isValid(self._list) and self._list.isVisible()
        return self._list if is_listed and self._list is not None else self._window

    # Whether it can be gone on with

    def _find_obstacle(self, draft: Draft) -> str:
        """Return why no form can be opened for `draft`, "" where one can."""
        from desktop_app.ui.dialogs.draft_forms import FORMS

        if draft.form not in {*FORMS, _NOTE, CLAIM_LINE}:
            return tr("This Regesta has no such form. The text can be copied from here.")
        if self._db.read_only:
            return tr("This catalogue is open for reading only. The text can be copied from here.")
        kind = find_kind(draft.record)
        if not draft.record or kind is None:
            return ""
        if rows.find_row(self._db, kind, draft.record) is not None:
            return ""
        if rows.find_row(self._db, kind, draft.record, trashed=True) is not None:
            return tr(
                "The record is in the trash. Restore it to go on, or copy the text from here."
            )
        return tr("The record is no longer in this catalogue. The text can be copied from here.")

    # Forms that are dialogs

    def _go_on_dialog(self, draft: Draft) -> None:
        from desktop_app.ui.dialogs.draft_forms import make_form

        form = make_form(self._workspace, draft, self._window)

        def show(left: list[FieldDraft]) -> None:
            if form.keeper.has_text() or left:
                form.show_first()
            else:
                form.deleteLater()
            self._tell(draft, form.keeper, left, form)

        self._merge(draft, form.keeper, then=show, otherwise=form.deleteLater)

    def _merge(
        self,
        draft: Draft,
        keeper: DraftKeeper,
        *,
        then: Callable[[list[FieldDraft]], object],
        otherwise: Callable[[], object],
    ) -> None:
        """Put `draft` into the form of `keeper`, after the three-way view where it is needed."""
        clashes = keeper.find_clashes(draft)
        if not clashes:
            then(keeper.resume(draft))
            return
        dialog = MergeDialog(self._say_moved_on(draft), clashes, self._window)

        def put_in() -> None:
            then(keeper.resume(draft, dialog.chosen()))

        dialog.accepted.connect(put_in)
        dialog.rejected.connect(otherwise)
        dialog.show_first()

    def _say_moved_on(self, draft: Draft) -> str:
        subject = say_subject(draft)
        last = journal.find_last_change(self._db, draft.record)
        choose = tr("Choose what is to stand in each field. Nothing is saved until you save.")
        if last <= draft.base:
            said = tr("{subject} is not as it was when you began to type.", subject=subject)
            return f"{said} {choose}"
        change = journal.get_change(self._db, last)
        said = tr(
            "{subject} was changed since you began to type: change {number}, {operation}, "
            "by {author}, {time}.",
            subject=subject,
            number=last,
            operation=label_operation(change.operation),
            author=change.author,
            time=say_moment(change.at),
        )
        return f"{said} {choose}"

    def _tell(
        self, draft: Draft, keeper: DraftKeeper, left: list[FieldDraft], parent: QWidget
    ) -> None:
        """Say what could not be put back, or that there was nothing left to save."""
        if left:
            reason = tr("Not all of it could be put back into the form. Copy the rest from here.")
            self.read(draft, reason, parent)
        elif not keeper.has_text():
            self._workspace.told.emit(tr("All of this text is in the catalogue already."))

    # Forms below the text of the reader

    def _go_on_note(self, draft: Draft) -> None:
        bench = self._window.reader.bench
        held = excerpts.get_excerpt(self._db, draft.record)
        self._window.show_reader()
        self._workspace.show_passage(held.document, held.start, held.end)
        bench.take(held.id)
        bench.box.open_note()
        editor = bench.box.editor
        if editor.keeper.has_text():
            raise UserError(
                "form_in_use",
                "Save what is being written there first. The unsaved text is still kept.",
            )

        def show(left: list[FieldDraft]) -> None:
            bench.box.open_note()
            self._tell(draft, editor.keeper, left, self._window)

        self._merge(draft, editor.keeper, then=show, otherwise=bench.box.close_note)

    def _go_on_claim(self, draft: Draft) -> None:
        bench = self._window.reader.bench
        line, given = bench.claim_line, draft.context
        if line.draft.keeper.has_text():
            raise UserError(
                "form_in_use",
                "Save what is being written there first. The unsaved text is still kept.",
            )
        self._window.show_reader()
        subject = given.get("subject")
        about = str(subject.get("id") or "") if isinstance(subject, dict) else ""
        passage = self._find_passage(given)
        excerpt = self._find_excerpt(given)
        bench.box.close_note()
        line.show()
        if passage is not None:
            self._workspace.show_passage(*passage)
            line.start_with_passage(*passage, str(given.get("quote", "")), subject=about)
        else:
            line.start(subject=about)
            line.set_excerpt(excerpt)
        left = line.draft.resume(draft)
        line.value_edit.field().setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell(draft, line.draft.keeper, left, self._window)

    def _find_excerpt(self, given: dict[str, Any]) -> str:
        """Return the excerpt the claim was to rest on, shown in the text; "" where it is gone."""
        record = str(given.get("excerpt") or "")
        if rows.find_row(self._db, Kind.EXCERPT, record) is None:
            return ""
        held = excerpts.get_excerpt(self._db, record)
        self._workspace.show_passage(held.document, held.start, held.end)
        return record

    def _find_passage(self, given: dict[str, Any]) -> tuple[str, int, int] | None:
        """Return the passage the claim was to rest on, if its words still stand there."""
        match given.get("passage"):
            case [str() as document, int() as start, int() as end]:
                if rows.find_row(self._db, Kind.DOCUMENT, document) is None:
                    return None
                said = documents.get_text(self._db, document)[start:end]
                return (document, start, end) if said == given.get("quote") else None
        return None
