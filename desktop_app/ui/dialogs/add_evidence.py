"""Cites a passage for a claim: the current excerpt, or one found by a few of its words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from desktop_app.catalog.claims import Stance
from desktop_app.catalog.wording import word
from desktop_app.errors import UserError
from desktop_app.i18n import current_language, tr
from desktop_app.services.commands.claims import cite_claim
from desktop_app.services.provenance import view_claims
from desktop_app.store.excerpts import get_excerpt
from desktop_app.ui.dialogs.prefer import describe_claim
from desktop_app.ui.draft_keeper import DraftKeeper
from desktop_app.ui.theme import Role
from desktop_app.ui.widgets.claim_choices import find_excerpt, offer_excerpts
from desktop_app.ui.widgets.claim_hint import Hint
from desktop_app.ui.widgets.claim_pick import PickBox
from desktop_app.ui.widgets.draft_parts import InputPart, PickPart
from desktop_app.ui.widgets.draft_sign import DraftSign
from desktop_app.ui.widgets.labels import plain_label
from desktop_app.ui.widgets.quote_view import QuoteView
from desktop_app.ui.widgets.type_ahead import Choice
from desktop_app.ui.workspace import Workspace

_STANCES = tuple(Stance)


class AddEvidenceDialog(QDialog):
    """Chooses excerpt, stance and locator of a new citation."""

    def __init__(self, workspace: Workspace, claim: str, parent: QWidget | None = None) -> None:
        """Cite for `claim`; the workspace's current excerpt is proposed."""
        super().__init__(parent)
        self.setObjectName("add_evidence_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Add evidence"))
        self._workspace = workspace
        self._claim = claim
        self._make_fields()
        self.keeper = DraftKeeper(
            workspace.drafts, self, parts=self.draft_parts, title=self.draft_title
        )
        self.finished.connect(self.keeper.finish)
        self._lay_out()
        db = workspace.session.db
        self.excerpt.set_pick(find_excerpt(db, workspace.current_excerpt))
        self._on_pick()
        self.keeper.begin("evidence", claim)
        self._watch()
        self.resize(self.fontMetrics().averageCharWidth() * 72, self.sizeHint().height())

    def _make_fields(self) -> None:
        self.excerpt = PickBox(tr("Excerpt: some of its words"))
        self.excerpt.setObjectName("evidence_excerpt")
        self.excerpt.set_source(self._offer)
        self.excerpt.pick_changed.connect(self._on_pick)
        self.excerpt.entered.connect(self.accept)
        self.quote = QuoteView()
        self.quote.activated.connect(self._open_passage)
        self.stance = QComboBox()
        self.stance.setObjectName("evidence_stance")
        self.stance.setAccessibleName(tr("What it does to the claim"))
        for one in _STANCES:
            self.stance.addItem(word(one, current_language()), one.value)
        self.locator = QLineEdit()
        self.locator.setObjectName("evidence_locator")
        self.locator.setAccessibleName(tr("Locator"))
        self.locator.setPlaceholderText(tr("Where the page label does not say it: s.v. “8-3-1962”"))
        self.note = QLineEdit()
        self.note.setObjectName("evidence_note")
        self.note.setAccessibleName(tr("Note"))
        self.hint = Hint()

    def _lay_out(self) -> None:
        views = view_claims(self._workspace.session.db, self._claim, current_language())
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(tr("Excerpt"), self.excerpt)
        form.addRow("", self.quote)
        form.addRow(tr("The passage"), self.stance)
        form.addRow(tr("Locator"), self.locator)
        form.addRow(tr("Note"), self.note)
        buttons = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole
        self.accept_button = buttons.addButton(tr("Add evidence"), role.AcceptRole)
        self.accept_button.setObjectName("accept_evidence")
        self.accept_button.setDefault(True)
        buttons.addButton(tr("Cancel"), role.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        self._claim_words = describe_claim(views[0])
        column.addWidget(plain_label(self._claim_words, bold=True))
        column.addLayout(form)
        column.addWidget(DraftSign(self._workspace.drafts, self.keeper))
        column.addWidget(self.hint)
        column.addWidget(buttons)

    def _watch(self) -> None:
        self.excerpt.pick_changed.connect(self._on_edited)
        self.stance.currentIndexChanged.connect(self._on_edited)
        for line in (self.excerpt.line, self.locator, self.note):
            line.textChanged.connect(self._on_edited)

    def _on_edited(self, _value: object = None) -> None:
        self.keeper.touch()

    def draft_parts(self) -> list[InputPart]:
        """Return the fields for the draft."""
        return [
            PickPart("excerpt", tr("Excerpt"), self.excerpt, self._find_excerpt),
            InputPart("stance", tr("The passage"), self.stance),
            InputPart("locator", tr("Locator"), self.locator),
            InputPart("note", tr("Note"), self.note),
        ]

    def draft_title(self) -> str:
        """Return the claim on one line."""
        return self._claim_words

    def _find_excerpt(self, record: str) -> Choice | None:
        return find_excerpt(self._workspace.session.db, record)

    def show_first(self) -> None:
        """Open over the parent with the focus in the field for the excerpt."""
        self.open()
        self.excerpt.setFocus(Qt.FocusReason.OtherFocusReason)

    def accept(self) -> None:
        """Cite and close, or say why not."""
        pick = self.excerpt.current_pick()
        if pick is None or self.excerpt.typed():
            self.hint.say(tr("Choose an excerpt: type some of its words, then Enter"), Role.INVALID)
            return
        try:
            cite_claim(
                self._workspace.session,
                claim=self._claim,
                excerpt=pick.id,
                stance=_STANCES[self.stance.currentIndex()].value,
                locator=self.locator.text(),
                note=self.note.text(),
            )
        except UserError as error:
            self.hint.say(error.message, Role.INVALID)
            return
        super().accept()

    def _offer(self, query: str) -> list[Choice]:
        return offer_excerpts(self._workspace.session.db, query)

    def _on_pick(self) -> None:
        pick = self.excerpt.current_pick()
        self.quote.setVisible(pick is not None)
        if pick is not None:
            found = get_excerpt(self._workspace.session.db, pick.id)
            self.quote.set_passage(found.prefix, found.quote, found.suffix)
        self.hint.say("")

    def _open_passage(self) -> None:
        pick = self.excerpt.current_pick()
        if pick is not None:
            found = get_excerpt(self._workspace.session.db, pick.id)
            self._workspace.show_passage(found.document, found.start, found.end)


def open_add_evidence(workspace: Workspace, claim: str, parent: QWidget) -> AddEvidenceDialog:
    """Open the dialog that cites a passage for `claim`."""
    dialog = AddEvidenceDialog(workspace, claim, parent)
    dialog.show_first()
    return dialog
