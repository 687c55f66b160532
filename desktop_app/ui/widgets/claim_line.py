"""The claim line: subject, property, value, Enter. It states a claim and is ready for the next.

The evidence is an excerpt, or a passage that becomes one in the same undo step. What is created
on the way (a subject, a person named as value) is part of that step too.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.catalog.changes import ChangeEvent, Operation
from desktop_app.catalog.claims import Property
from desktop_app.catalog.ids import SUBJECTS, Kind, find_kind
from desktop_app.errors import UserError
from desktop_app.i18n import tr
from desktop_app.services.commands.claims import state_claim
from desktop_app.services.commands.excerpts import create_excerpt
from desktop_app.services.commands.values import keep_source_words
from desktop_app.store import claims, excerpts, lists
from desktop_app.store.rows import find_row
from desktop_app.ui.icons import make_icon
from desktop_app.ui.theme import Role
from desktop_app.ui.widgets.claim_choices import (
    create_subject,
    find_subject,
    offer_properties,
    offer_subjects,
    property_choice,
)
from desktop_app.ui.widgets.claim_details import ClaimDetails
from desktop_app.ui.widgets.claim_hint import Hint
from desktop_app.ui.widgets.claim_line_draft import ClaimLineDraft
from desktop_app.ui.widgets.claim_pick import PickBox
from desktop_app.ui.widgets.claim_value import ClaimValueEdit, settle_value
from desktop_app.ui.widgets.draft_sign import DraftSign
from desktop_app.ui.widgets.labels import elided_label, set_plain_tip
from desktop_app.ui.widgets.type_ahead import Choice
from desktop_app.ui.workspace import Workspace

#: Narrower than this, the fields stand below one another.
_NARROW_LETTERS = 90


class ClaimLine(QFrame):
    """States claims about any event or entity, cited to a passage."""

    #: The id of the claim just stated.
    stated = Signal(str)
    #: Esc, with nothing left to clear: the owner may hide the line.
    closed = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        """State claims in `workspace`'s catalogue; `start` before use."""
        super().__init__(parent)
        self.setObjectName("claim_line")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._workspace = workspace
        self._session = workspace.session
        self._properties: dict[str, Property] = {}
        self._excerpt = ""
        self._passage: tuple[str, int, int] | None = None
        self._quote = ""
        self._make_fields()
        self.draft = ClaimLineDraft(self, self, workspace.drafts)
        self._lay_out()
        self._tint()
        self.set_excerpt("")
        workspace.bridge.changed.connect(self._on_changed)

    # What the owner uses

    def start(self, *, subject: str = "", excerpt: str = "") -> None:
        """Be ready for a claim about `subject` with `excerpt` as evidence, and take the focus.

        Without a subject the last one stays, else the selected event or entity; without an
        excerpt the workspace's current one. The property and the value are emptied.
        """
        self.draft.leave()
        self.set_excerpt(excerpt or self._workspace.current_excerpt)
        self._begin(subject)

    def start_with_passage(
        self, document: str, start: int, end: int, quote: str, *, subject: str = ""
    ) -> None:
        """As `start`, but the evidence is a passage (code points) not yet made an excerpt.

        The excerpt is created in the same undo step as the claim.
        """
        self.draft.leave()
        self._excerpt, self._passage = "", (document, start, end)
        self._show_evidence(quote)
        self._begin(subject)

    def set_subject(self, record: str) -> None:
        """Let the next claim be about `record`, "" for one to be chosen."""
        self.subject_box.set_pick(find_subject(self._session.db, record) if record else None)

    def set_excerpt(self, excerpt: str) -> None:
        """Let the next claim be cited to `excerpt`, "" for no evidence."""
        row = find_row(self._session.db, Kind.EXCERPT, excerpt) if excerpt else None
        self._excerpt, self._passage = (excerpt if row else ""), None
        self._show_evidence(excerpts.get_excerpt(self._session.db, excerpt).quote if row else "")

    def set_property(self, named: str) -> None:
        """Choose the property of this id, key or label; raise UserError where there is none."""
        self.property_box.set_pick(self.find_property(named))

    def find_property(self, named: str) -> Choice:
        """Return the choice of the property of this id, key or label; raise UserError."""
        prop = claims.get_property(self._session.db, named)
        self._properties[prop.id] = prop
        return property_choice(prop)

    def evidence_shape(self) -> dict[str, Any]:
        """Return what the next claim is cited to: an excerpt, a passage, or nothing."""
        passage = list(self._passage) if self._passage else None
        return {"excerpt": self._excerpt, "passage": passage, "quote": self._quote}

    def state(self) -> None:
        """State the claim, or say on the line what is missing or wrong."""
        missing = self._find_gap()
        if missing is not None:
            words, field = missing
            self.hint.say(words, Role.INVALID)
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        try:
            claim = self._write()
        except UserError as error:
            self.hint.say(error.message, Role.INVALID)
            return
        self._on_stated(claim)

    # How it is built

    def _make_fields(self) -> None:
        self.subject_box = PickBox(tr("About: an event or entity"))
        self.subject_box.setObjectName("claim_subject")
        self.subject_box.set_source(self._offer_subjects)
        self.subject_box.taken.connect(self._focus_property)
        self.subject_box.entered.connect(self._focus_property)
        self.subject_box.pick_changed.connect(self._on_subject)
        self.property_box = PickBox(tr("Property"))
        self.property_box.setObjectName("claim_property")
        self.property_box.set_source(self._offer_properties)
        self.property_box.taken.connect(self._on_property_taken)
        self.property_box.entered.connect(self._focus_value)
        self.property_box.pick_changed.connect(self._on_property)
        self.value_edit = ClaimValueEdit(self._session)
        self.value_edit.changed.connect(self._show_reading)
        self.value_edit.entered.connect(self.state)
        self.details = ClaimDetails()
        self.details.entered.connect(self.state)
        self.details.hide()
        self.hint = Hint()
        self.evidence = elided_label()
        self.evidence.setObjectName("claim_evidence")
        self.drop_button = QToolButton()
        self.drop_button.setObjectName("drop_evidence")
        self.drop_button.setAutoRaise(True)
        self.drop_button.setIconSize(QSize(10, 10))
        self.drop_button.setAccessibleName(tr("State it without this passage"))
        set_plain_tip(self.drop_button, tr("State it without this passage"))
        self.drop_button.clicked.connect(self._on_drop)
        self.state_button = QPushButton(tr("State claim"))
        self.state_button.setObjectName("state_claim_button")
        self.state_button.clicked.connect(self.state)
        self.more = QToolButton()
        self.more.setObjectName("claim_more")
        self.more.setText(tr("Details"))
        self.more.setArrowType(Qt.ArrowType.RightArrow)
        self.more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.more.setAutoRaise(True)
        self.more.setCheckable(True)
        self.more.toggled.connect(self._on_more)
        set_plain_tip(self.more, tr("Detail, date of validity, voice, confidence, note"))

    def _lay_out(self) -> None:
        self._fields = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._fields.setSpacing(6)
        for field, share in ((self.subject_box, 4), (self.property_box, 3), (self.value_edit, 5)):
            self._fields.addWidget(field, share, Qt.AlignmentFlag.AlignTop)
        below = QHBoxLayout()
        below.addWidget(self.more)
        below.addWidget(self.evidence, 1)
        below.addWidget(self.drop_button)
        below.addWidget(self.state_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addLayout(self._fields)
        column.addWidget(self.hint)
        column.addWidget(DraftSign(self._workspace.drafts, self.draft.keeper))
        column.addWidget(self.details)
        column.addLayout(below)
        column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setFocusProxy(self.property_box)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        letters = event.size().width() / max(self.fontMetrics().averageCharWidth(), 1)
        ways = QBoxLayout.Direction
        way = ways.TopToBottom if letters < _NARROW_LETTERS else ways.LeftToRight
        self._fields.setDirection(way)
        self.details.set_direction(way)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        self.drop_button.setIcon(make_icon("close", self.palette()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    # What is offered

    def _offer_subjects(self, query: str) -> list[Choice]:
        return offer_subjects(self._session.db, query, likely="event")

    def _offer_properties(self, query: str) -> list[Choice]:
        known = claims.list_properties(self._session.db)
        self._properties = {prop.id: prop for prop in known}
        return offer_properties(known, query)

    # What happens on the way

    def _begin(self, subject: str) -> None:
        selected = self._workspace.selection
        if subject:
            self.set_subject(subject)
        elif self.subject_box.current_pick() is None and find_kind(selected) in SUBJECTS:
            self.set_subject(selected)
        self.property_box.set_pick(None)
        self.value_edit.clear()
        self.hint.say("")
        self.draft.begin()
        self.setFocusProxy(
            self.property_box if self.subject_box.current_pick() else self.subject_box
        )
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_evidence(self, quote: str) -> None:
        self._quote = quote
        self.drop_button.setEnabled(bool(quote))
        if quote:
            self.evidence.set_text(tr("Evidence: “{quote}”", quote=quote))
        else:
            self.evidence.set_text(tr("Without a passage: the claim will be uncited"))

    def _focus_property(self) -> None:
        self.property_box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _focus_value(self) -> None:
        self.value_edit.field().setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen_property(self) -> Property | None:
        pick = self.property_box.current_pick()
        return self._properties.get(pick.id) if pick else None

    def _on_subject(self) -> None:
        pick = self.subject_box.current_pick()
        self.value_edit.set_context(self._date_context(pick.id) if pick and pick.id else None)

    def _date_context(self, subject: str) -> str | None:
        """Return the subject's own date, which supplies the year that a wording lacks."""
        row = lists.get_listing(self._session.db, [subject]).get(subject)
        return (row["date"] or None) if row else None

    def _on_property(self) -> None:
        self.value_edit.set_property(self._chosen_property())

    def _on_property_taken(self) -> None:
        pick = self.property_box.current_pick()
        if pick is not None and pick.create:
            self._create_property(pick.title)
            return
        self.value_edit.suggest(self._quote)
        self._focus_value()

    def _create_property(self, label: str) -> None:
        from desktop_app.ui.dialogs.new_property import NewPropertyDialog

        self.property_box.set_pick(None)
        dialog = NewPropertyDialog(self._session, label, self)
        dialog.created.connect(self._on_property_created)
        dialog.open()

    def _on_property_created(self, record: str) -> None:
        self.set_property(record)
        self._on_property_taken()

    def _show_reading(self) -> None:
        problem = self.value_edit.problem()
        reading = self.value_edit.reading()
        self.hint.say(problem or reading, Role.INVALID if problem else Role.VALID)

    def _on_drop(self) -> None:
        self.set_excerpt("")
        if self._chosen_property():
            self._focus_value()
        else:
            self._focus_property()

    def _on_more(self, is_open: bool) -> None:
        self.more.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)
        self.details.setVisible(is_open)
        if is_open:
            self.details.setFocus(Qt.FocusReason.OtherFocusReason)

    # Stating

    def _find_gap(self) -> tuple[str, QWidget] | None:
        """Return what is missing or wrong and where, None where the claim can be stated."""
        if self.subject_box.current_pick() is None or self.subject_box.typed():
            words = tr("Choose what the claim is about: type a name, then Enter")
            return words, self.subject_box
        if self._chosen_property() is None or self.property_box.typed():
            return tr("Choose the property: type a few letters, then Enter"), self.property_box
        if self.value_edit.given() is None:
            words = self.value_edit.problem() or tr(
                "Give the value, or say that it is unknown or none"
            )
            return words, self.value_edit.field()
        problem = self.details.problem()
        return (problem, self.details) if problem else None

    def _write(self) -> str:
        """Write excerpt, new subjects and claim as one change; return the claim's id."""
        subject, prop = self.subject_box.current_pick(), self._chosen_property()
        assert subject is not None and prop is not None
        session = self._session
        with session.change(Operation.STATE_CLAIM):
            excerpt = self._excerpt
            if self._passage is not None:
                document, start, end = self._passage
                made = create_excerpt(session, document=document, start=start, end=end)
                excerpt = made.ids[0]
            about = subject.id or create_subject(session, subject, excerpt=excerpt)
            typed = keep_source_words(session, self.value_edit.given(), excerpt)
            value = settle_value(session, typed, excerpt=excerpt)
            done = state_claim(
                session,
                subject=about,
                property=prop.id,
                value=value,
                excerpt=excerpt or None,
                **self.details.given(),
            )
        self._excerpt, self._passage = excerpt, None
        self._workspace.current_excerpt = excerpt or self._workspace.current_excerpt
        if subject.create:
            self.set_subject(about)
        return done.ids[0]

    def _on_stated(self, claim: str) -> None:
        row = lists.get_listing(self._session.db, [claim])[claim]
        pick = self.property_box.current_pick()
        label = pick.title if pick else ""
        self.property_box.set_pick(None)
        self.value_edit.clear()
        self.details.reset()
        self.draft.begin()
        self.hint.say(
            tr("Stated: {subject}, {property}: {value}", subject=row["title"], property=label,
               value=row["detail"]),
            Role.VALID,
        )  # fmt: skip
        self._focus_property()
        self.stated.emit(claim)

    def _on_changed(self, event: ChangeEvent) -> None:
        """Follow renamed subjects; let go of what an undo or a deletion took away."""
        touched = event.touched | event.ids
        pick = self.subject_box.current_pick()
        if pick is not None and pick.id in touched:
            self.set_subject(pick.id)
        if self._excerpt in touched:
            self.set_excerpt(self._excerpt)
