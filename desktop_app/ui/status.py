"""The status bar: which catalogue, how far it is, how the index is, what wants attention."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QStatusBar, QToolButton, QWidget

from desktop_app.i18n import tr
from desktop_app.services.session import Session
from desktop_app.store import journal
from desktop_app.ui.backups_keeper import Sign
from desktop_app.ui.icons import make_icon, make_pixmap
from desktop_app.ui.theme import Role, theme_of
from desktop_app.ui.widgets.labels import plain_label, set_plain_tip

_SHOWN_MS = 6_000
_ICON = 16


class StatusBar(QStatusBar):
    """Facts about the catalogue at the right, passing messages at the left."""

    uncited_wanted = Signal()
    conflicts_wanted = Signal()
    backups_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Show the facts of `session`."""
        super().__init__(parent)
        self.setObjectName("status_bar")
        self._session = session
        self._counts: dict[str, int] = {}
        self.index_state = self._label("index_state")
        self.uncited = self._button("status_uncited", self.uncited_wanted)
        self.conflicts = self._button("status_conflicts", self.conflicts_wanted)
        self.backups = self._button("status_backups", self.backups_wanted)
        self._backups_warn = False
        self.access = self._label("access")
        self.revision = self._label("revision")
        self.catalogue = self._label("catalogue")
        self.catalogue.setText(session.name)
        set_plain_tip(self.catalogue, str(session.path))
        self.show_revision()

    def _label(self, name: str) -> QLabel:
        label = plain_label(wrap=False)
        label.setObjectName(name)
        label.setContentsMargins(6, 0, 6, 0)
        self.addPermanentWidget(label)
        return label

    def _button(self, name: str, wanted: object) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setAutoRaise(True)
        button.setIconSize(QSize(_ICON, _ICON))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.clicked.connect(wanted)
        self.addPermanentWidget(button)
        return button

    def tell(self, text: str) -> None:
        """Show `text` for a while."""
        self.showMessage(text, _SHOWN_MS)

    def show_index_state(self, text: str) -> None:
        """Say how the index is; nothing where all is well."""
        self.index_state.setText(text)
        self.index_state.setVisible(bool(text))

    def show_backups(self, sign: Sign) -> None:
        """Say how the backups stand; a warning wears its colour and says why in its tip."""
        self._backups_warn = sign.is_warning
        self.backups.setText(sign.words)
        self.backups.setAccessibleDescription(sign.sentence)
        set_plain_tip(self.backups, sign.sentence)
        self._draw(self.backups, "backup", Role.NEEDS_REVIEW, int(sign.is_warning))

    def show_revision(self) -> None:
        """Say the number of the newest change, and whether the catalogue can be changed."""
        number = journal.head(self._session.db)
        self.revision.setText(tr("change {number}", number=number))
        read_only = self._session.db.read_only
        self.access.setText(tr("read only") if read_only else "")
        self.access.setVisible(read_only)
        self.show_index_state(self.index_state.text())

    def show_counts(self, counts: dict[str, int]) -> None:
        """Show how many claims are uncited and in conflict."""
        self._counts = counts
        uncited, conflicts = counts.get("uncited", 0), counts.get("conflict", 0)
        self.uncited.setText(tr("{count} uncited", count=uncited))
        self.conflicts.setText(tr("{count} in conflict", count=conflicts))
        self._draw(self.uncited, "uncited", Role.UNCITED, uncited)
        self._draw(self.conflicts, "conflict", Role.CONFLICT, conflicts)

    def _draw(self, button: QToolButton, icon: str, role: Role, count: int) -> None:
        if count:
            ratio = self.devicePixelRatioF()
            button.setIcon(make_pixmap(icon, theme_of(self).line(role), _ICON, ratio))
        else:
            button.setIcon(make_icon(icon, self.palette()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_counts"):
            self.show_counts(self._counts)
            self._draw(self.backups, "backup", Role.NEEDS_REVIEW, int(self._backups_warn))
