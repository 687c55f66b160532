"""The frame of every editor: fields under headings, what is wrong, Save and Cancel.

Saving is one change and writes only what was edited. Ctrl+Enter saves; Esc asks before edits
are given up. Each kind of record brings its fields and its `write`.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.catalog.changes import Operation
from desktop_app.catalog.ids import Kind
from desktop_app.i18n import tr
from desktop_app.store.lists import get_listing
from desktop_app.ui.dialogs.form_dialog import FormDialog
from desktop_app.ui.theme import Role
from desktop_app.ui.widgets.form_fields import Field
from desktop_app.ui.widgets.labels import plain_label
from desktop_app.ui.workspace import Workspace

_LETTERS_WIDE = 92
#: What the frame takes besides the form: margins, the line of problems, the buttons.
_AROUND = 110
_LONG_FACT = 60
#: The fields that name a record, in this order.
_NAMING = ("title", "name", "names", "label_en")


class RecordEditor(FormDialog):
    """An editor of one record, or of one that is to be made (`record` is "")."""

    #: The id of the record that was saved or made.
    saved = Signal(str)
    kind: Kind
    #: The operations under which edits and new records stand in the history.
    updates: Operation
    creates: Operation | None = None

    def __init__(
        self, workspace: Workspace, record: str, title: str, parent: QWidget | None = None
    ) -> None:
        """Show `record`; raise UserError where there is none."""
        super().__init__(workspace, title, parent)
        self.setObjectName("record_editor")
        self.record = record
        self.fields: dict[str, Field] = {}
        self._labels: dict[str, QLabel] = {}
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._form.setHorizontalSpacing(14)
        self.problem_hint.setObjectName("editor_problem")
        self._inside = QWidget()
        within = QVBoxLayout(self._inside)
        within.addLayout(self._form)
        within.addStretch(1)
        self.area = self.lay_out(self._inside)
        self.make_fields()
        self._fill()
        # Read once: a draft is written while a job may hold the catalogue.
        row = get_listing(self.session.db, [record]).get(record)
        self._title = str(row["title"]) if row is not None else ""
        self.keeper.begin(self.kind.value, record)
        self.keeper.resumed.connect(self._mark_edited)
        for field in self.fields.values():
            field.changed.connect(self._validate)
            field.changed.connect(self.keeper.touch)
        self._validate()
        self._set_size()
        # Its own timer: it ends with the editor, which may go before the first layout.
        self._scrolling = QTimer(self)
        self._scrolling.setSingleShot(True)
        self._scrolling.setInterval(0)
        self._scrolling.timeout.connect(self._scroll_to_top)

    # What each kind of record brings

    @abstractmethod
    def make_fields(self) -> None:
        """Add the fields and headings, in the order of the form."""

    @abstractmethod
    def values(self) -> dict[str, Any]:
        """Return the record's values by the names of the fields; of a new record none."""

    @abstractmethod
    def write(self, edited: dict[str, Any]) -> str:
        """Write what was edited, inside the open change, and return the record's id."""

    # Laying out

    def add_field(self, field: Field) -> None:
        """Add a field below the others."""
        self.fields[field.name] = field
        label = plain_label(field.label, wrap=False)
        label.setBuddy(field.widget)
        self._labels[field.name] = label
        self._form.addRow(label, field.widget)

    def add_heading(self, words: str) -> None:
        """Add a heading over the fields that follow."""
        heading = plain_label(words, bold=True)
        heading.setContentsMargins(0, 10, 0, 2)
        self._form.addRow(heading)

    def add_fact(self, label: str, words: str) -> QLabel:
        """Add a line that is only read."""
        # A label that may wrap asks for more height than its line needs.
        shown = plain_label(words, wrap=len(words) > _LONG_FACT, selectable=True)
        shown.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._form.addRow(plain_label(label, wrap=False, muted=True), shown)
        return shown

    def add_wide(self, widget: QWidget) -> None:
        """Add something across the whole form."""
        self._form.addRow(widget)

    def _fill(self) -> None:
        values = self.values()
        for name, field in self.fields.items():
            field.fill(values.get(name))

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Go to the next or the previous stop of the form as it is read.

        Qt's own chain follows the order in which widgets were made, and enters boxes that lend
        their focus a second time; rows of names are made and moved at any time.
        """
        stops = [stop for field in self.fields.values() for stop in field.tab_stops()]
        stops += [self.save_button, self.cancel_button]
        stops = [one for one in stops if one.isVisibleTo(self) and one.isEnabled()]
        here = self.focusWidget()
        at = next((n for n, one in enumerate(stops) if _holds(one, here)), -1 if forward else 0)
        target = stops[(at + (1 if forward else -1)) % len(stops)]
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        target.setFocus(reason)
        if self._inside.isAncestorOf(target):
            self.area.ensureWidgetVisible(target)
        return True

    def _set_size(self) -> None:
        layout = self._inside.layout()
        assert layout is not None
        width = self.fontMetrics().averageCharWidth() * _LETTERS_WIDE
        inside = layout.totalHeightForWidth(width - 60) if layout.hasHeightForWidth() else 0
        self.fit(_LETTERS_WIDE, max(inside, self._inside.minimumSizeHint().height()) + _AROUND)

    # What is edited

    def draft_parts(self) -> Sequence[Field]:
        return list(self.fields.values())

    def draft_title(self) -> str:
        if self._title:
            return self._title
        field = next((self.fields[name] for name in _NAMING if name in self.fields), None)
        words = field.say(field.keep()) if field is not None else ""
        return words.partition("\n")[0].partition(" · ")[0]

    def _mark_edited(self) -> None:
        """Set the labels of the fields that a draft changed in bold."""
        for field in self.edited_fields():
            label = self._labels[field.name]
            font = label.font()
            font.setBold(True)
            label.setFont(font)

    def edited_fields(self) -> list[Field]:
        """Return the fields that differ from the record."""
        return [field for field in self.fields.values() if field.is_edited()]

    def is_edited(self) -> bool:
        """Return whether anything differs from the record."""
        return bool(self.edited_fields())

    def find_problem(self) -> tuple[Field | None, str]:
        """Return the first field that keeps the record from being saved, and why."""
        for field in self.fields.values():
            problem = field.problem()
            if problem:
                return field, problem
        return None, self.find_conflict()

    def find_conflict(self) -> str:
        """Return what is wrong with the fields taken together, "" for nothing."""
        return ""

    def _validate(self) -> None:
        _, problem = self.find_problem()
        if self.session.db.read_only:
            problem = tr("This catalogue is open for reading only: nothing can be saved")
        # An empty form is not told off for what nobody had the time to write.
        is_said = bool(self.record) or self.is_edited() or self.session.db.read_only
        self.problem_hint.say(problem if is_said else "", Role.INVALID if problem else None)
        self.save_button.setEnabled(not problem)

    def is_ready(self) -> bool:
        field, problem = self.find_problem()
        if not problem and not self.session.db.read_only:
            return True
        self.problem_hint.say(problem or self.problem_hint.words(), Role.INVALID)
        if field is not None:
            self.show_field(field)
        return False

    def save(self) -> None:
        operation = self.updates if self.record else self.creates
        assert operation is not None
        with self.session.change(operation, initiator=self):
            edited: dict[str, Any] = {}
            for field in self.edited_fields():
                edited.update(field.given())
            record = self.write(edited)
        self.record = record
        self.saved.emit(record)

    def show_field(self, field: Field) -> None:
        """Go to `field`, scrolled into sight."""
        field.widget.setFocus(Qt.FocusReason.OtherFocusReason)
        self.area.ensureWidgetVisible(field.widget)

    def show_first(self) -> None:
        """Open over the parent with the focus in the first field, or the first one put back."""
        self.open()
        first: Sequence[Field] = self.edited_fields() or list(self.fields.values())
        for field in first[:1]:
            field.widget.setFocus(Qt.FocusReason.OtherFocusReason)
        # After the first layout: the height of wrapped rows is known only then.
        self._scrolling.start()

    def _scroll_to_top(self) -> None:
        self.area.verticalScrollBar().setValue(0)
        for field in self.edited_fields()[:1]:
            self.area.ensureWidgetVisible(field.widget)


def _holds(stop: QWidget, widget: QWidget | None) -> bool:
    return widget is not None and (stop is widget or stop.isAncestorOf(widget))
