"""The rows of editors: contributors, names, identifiers, and links between entities."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from desktop_app.catalog.ids import Kind
from desktop_app.catalog.sources import Contributor, Role
from desktop_app.catalog.subjects import LinkKind, Name, NameKind
from desktop_app.catalog.wording import word
from desktop_app.i18n import tr
from desktop_app.store.database import Database
from desktop_app.ui.widgets.claim_choices import find_excerpt, offer_excerpts
from desktop_app.ui.widgets.claim_pick import PickBox
from desktop_app.ui.widgets.form_fields import CalmCombo, LanguageCombo, list_words
from desktop_app.ui.widgets.form_records import find_listed, offer_listed
from desktop_app.ui.widgets.form_rows import Row
from desktop_app.ui.widgets.labels import set_plain_tip

_CHIP_LETTERS = 24
_ROW_COMBO, _LINK_COMBO = 9, 24


def role_words(role: Role) -> str:
    """Return what a contributor did, in the interface's language."""
    return {
        Role.AUTHOR: tr("author"),
        Role.EDITOR: tr("editor"),
        Role.TRANSLATOR: tr("translator"),
        Role.COMPILER: tr("compiler"),
        Role.SENDER: tr("sender"),
        Role.RECIPIENT: tr("recipient"),
        Role.INTERVIEWER: tr("interviewer"),
        Role.PHOTOGRAPHER: tr("photographer"),
    }[role]


def link_words(kind: LinkKind) -> str:
    """Return what is said of two entities, in the interface's language."""
    return {
        LinkKind.NOT_THE_SAME: tr("must not be confused with"),
        LinkKind.POSSIBLY_SAME: tr("possibly the same as"),
    }[kind]


class _LinedRow(Row):
    """A row with lines of text."""

    def _line(self, name: str, prompt: str, tip: str = "") -> QLineEdit:
        line = QLineEdit()
        line.setObjectName(name)
        line.setPlaceholderText(prompt)
        line.setAccessibleName(prompt)
        set_plain_tip(line, tip)
        line.textChanged.connect(self.changed)
        return line

    def _languages(self) -> LanguageCombo:
        combo = LanguageCombo()
        combo.setObjectName("row_language")
        combo.setAccessibleName(tr("Language"))
        combo.setMinimumContentsLength(6)
        combo.currentTextChanged.connect(self.changed)
        return combo

    def _choices(self, name: str, label: str, choices: list[tuple[str, str]]) -> CalmCombo:
        combo = CalmCombo()
        combo.setObjectName(name)
        combo.setAccessibleName(label)
        combo.add_choices(choices)
        # Rows share a line with others: on a small screen they would else pass its edge.
        combo.setMinimumContentsLength(_ROW_COMBO)
        combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        combo.currentIndexChanged.connect(self.changed)
        return combo


class ContributorRow(_LinedRow):
    """Role, then family and given name, or the name written whole, and its language."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with an author without a name."""
        super().__init__(parent)
        roles = [(role.value, role_words(role)) for role in Role]
        self.role = self._choices("row_role", tr("Role"), roles)
        self.literal = self._line("row_literal", tr("name written whole"))
        self.literal.setToolTip(tr("For bodies, and for names that are not taken apart"))
        self.family = self._line("row_family", tr("or family name"))
        self.given_name = self._line("row_given", tr("given name"))
        self.language = self._languages()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(3)
        grid.addWidget(self.role, 0, 0)
        grid.addWidget(self.literal, 0, 1, 1, 2)
        grid.addWidget(self.language, 1, 0)
        grid.addWidget(self.family, 1, 1)
        grid.addWidget(self.given_name, 1, 2)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        self.setFocusProxy(self.literal)

    def write(self, value: Contributor) -> None:
        self.record = value.id
        self.role.setCurrentIndex(max(self.role.findData(value.role.value), 0))
        self.literal.setText(value.literal)
        self.family.setText(value.family)
        self.given_name.setText(value.given)
        self.language.set_tag(value.language)

    def read(self) -> dict[str, Any]:
        return {
            "role": str(self.role.currentData()),
            "literal": self.literal.text().strip(),
            "family": self.family.text().strip(),
            "given": self.given_name.text().strip(),
            "language": self.language.tag(),
        }

    def inputs(self) -> dict[str, QWidget]:
        return {
            "role": self.role,
            "literal": self.literal,
            "family": self.family,
            "given_name": self.given_name,
            "language": self.language,
        }

    def is_blank(self) -> bool:
        said = self.read()
        return not (said["literal"] or said["family"] or said["given"])

    def problem(self) -> str:
        said = self.read()
        if said["literal"] and (said["family"] or said["given"]):
            return tr("Write a contributor's name whole or in two parts, not both")
        if not said["literal"] and not said["family"]:
            return tr("A contributor needs a family name, or a name written whole")
        return self.language.problem()


class NameRow(_LinedRow):
    """The text of a name, its kind, language and script, and the excerpt it was found in."""

    def __init__(self, db: Database, parent: QWidget | None = None) -> None:
        """Begin with a variant without a text."""
        super().__init__(parent)
        self._db = db
        self.text = self._line("row_text", tr("name"))
        self.kind = self._choices("row_kind", tr("Kind of name"), list_words(NameKind, word))
        self.kind.setCurrentIndex(self.kind.findData(NameKind.VARIANT.value))
        self.language = self._languages()
        self.script = self._line("row_script", tr("script"), tr("Such as Latn or Laoo (ISO 15924)"))
        self.script.setMaxLength(16)
        self.found_in = PickBox(tr("found in which excerpt"))
        self.found_in.setObjectName("row_excerpt")
        self.found_in.set_source(self._offer_excerpts)
        self.found_in.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.found_in.taken.connect(self._shorten_pick)
        self.found_in.pick_changed.connect(self.changed)
        self.found_in.line.textChanged.connect(self.changed)
        above, below = QHBoxLayout(), QHBoxLayout()
        above.addWidget(self.text, 3)
        above.addWidget(self.kind, 2)
        below.addWidget(self.language, 2)
        below.addWidget(self.script, 1)
        below.addWidget(self.found_in, 4)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 4)
        grid.setSpacing(3)
        grid.addLayout(above, 0, 0)
        grid.addLayout(below, 1, 0)
        self.setFocusProxy(self.text)

    def _offer_excerpts(self, query: str) -> list[Any]:
        return offer_excerpts(self._db, query)

    def write(self, value: Name) -> None:
        self.record = value.id
        self.text.setText(value.text)
        self.kind.setCurrentIndex(self.kind.findData(value.kind.value))
        self.language.set_tag(value.language)
        self.script.setText(value.script)
        self.found_in.set_pick(find_excerpt(self._db, value.excerpt) if value.excerpt else None)
        self._shorten_pick()

    def _shorten_pick(self) -> None:
        """Cut the quote on the chip, which would else take a line of its own."""
        pick = self.found_in.current_pick()
        if pick is not None and len(pick.title) > _CHIP_LETTERS:
            self.found_in.set_pick(replace(pick, title=f"{pick.title[:_CHIP_LETTERS]}…"))

    def set_kind(self, kind: NameKind) -> None:
        """Choose what kind of name it is."""
        self.kind.setCurrentIndex(self.kind.findData(kind.value))

    def read(self) -> dict[str, Any]:
        pick = self.found_in.current_pick()
        return {
            "text": self.text.text().strip(),
            "kind": str(self.kind.currentData()),
            "language": self.language.tag(),
            "script": self.script.text().strip(),
            "excerpt": pick.id if pick is not None else None,
        }

    def inputs(self) -> dict[str, QWidget]:
        return {
            "text": self.text,
            "kind": self.kind,
            "language": self.language,
            "script": self.script,
            "found_in": self.found_in,
        }

    def is_blank(self) -> bool:
        return not self.text.text().strip() and not self.record

    def problem(self) -> str:
        if not self.text.text().strip():
            return tr("A name must not be empty; remove the row instead")
        if self.found_in.typed():
            return tr("Press Enter to take the excerpt that is offered, or Esc to give it up")
        return self.language.problem()


class IdentifierRow(_LinedRow):
    """A scheme (VIAF, Wikidata, …) and the value in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin blank."""
        super().__init__(parent)
        self.scheme = self._line("row_scheme", tr("scheme, such as Wikidata"))
        self.value = self._line("row_value", tr("identifier"))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.scheme, 1)
        line.addWidget(self.value, 2)
        self.setFocusProxy(self.scheme)

    def write(self, value: tuple[str, str]) -> None:
        self.scheme.setText(value[0])
        self.value.setText(value[1])

    def read(self) -> dict[str, Any]:
        return {"scheme": self.scheme.text().strip(), "value": self.value.text().strip()}

    def inputs(self) -> dict[str, QWidget]:
        return {"scheme": self.scheme, "value": self.value}

    def is_blank(self) -> bool:
        return not any(self.read().values())

    def problem(self) -> str:
        if not all(self.read().values()):
            return tr("An identifier needs both its scheme and its value")
        return ""


class LinkRow(_LinedRow):
    """What is said of this entity and another, and why."""

    def __init__(self, db: Database, entity: str, parent: QWidget | None = None) -> None:
        """Begin blank; `entity` itself is not offered."""
        super().__init__(parent)
        self._find = find_listed(db, Kind.ENTITY)
        kinds = [(kind.value, link_words(kind)) for kind in LinkKind]
        self.kind = self._choices("row_link", tr("What is said of the two"), kinds)
        self.kind.setMinimumContentsLength(_LINK_COMBO)
        self.other = PickBox(tr("which entity"))
        self.other.setObjectName("row_other")
        self.other.set_source(offer_listed(db, Kind.ENTITY, without=entity))
        self.other.pick_changed.connect(self.changed)
        self.other.line.textChanged.connect(self.changed)
        self.note = self._line("row_note", tr("why"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 4)
        grid.setSpacing(3)
        grid.addWidget(self.kind, 0, 0)
        grid.addWidget(self.other, 0, 1)
        grid.addWidget(self.note, 1, 0, 1, 2)
        grid.setColumnStretch(1, 1)
        self.setFocusProxy(self.other)

    def write(self, value: tuple[str, LinkKind, str, str]) -> None:
        """Show a link as (id, kind, the other entity, note)."""
        self.record, kind, other, note = value
        self.kind.setCurrentIndex(self.kind.findData(kind.value))
        self.other.set_pick(self._find(other))
        self.note.setText(note)

    def read(self) -> dict[str, Any]:
        pick = self.other.current_pick()
        return {
            "kind": str(self.kind.currentData()),
            "other": pick.id if pick is not None else "",
            "note": self.note.text().strip(),
        }

    def inputs(self) -> dict[str, QWidget]:
        return {"kind": self.kind, "other": self.other, "note": self.note}

    def is_blank(self) -> bool:
        return not self.read()["other"] and not self.note.text().strip() and not self.other.typed()

    def problem(self) -> str:
        if not self.read()["other"] or self.other.typed():
            return tr("Choose the other entity: type a few letters, then Enter")
        return ""
