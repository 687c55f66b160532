"""The top of the provenance panel: what is selected, its names and facts, and the counts."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.i18n import tr
from desktop_app.services.provenance_records import Fact, Provenance
from desktop_app.ui.icons import make_icon
from desktop_app.ui.panels.provenance_link import Link
from desktop_app.ui.theme import Role, theme_of
from desktop_app.ui.widgets.labels import plain_label

_TITLE_SCALE = 1.35
_FACTS_SHOWN = 6


class ProvenanceHeader(QWidget):
    """Says what the panel is about."""

    record_asked = Signal(str)
    #: The count clicked: "claims", "uncited" or "conflicts".
    count_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin empty; `show_record` fills it."""
        super().__init__(parent)
        self.setObjectName("provenance_header")
        self._kind = plain_label(muted=True)
        self.title = plain_label(selectable=True)
        self.title.setObjectName("provenance_title")
        font = QFont(self.title.font())
        font.setPointSizeF(font.pointSizeF() * _TITLE_SCALE)
        font.setBold(True)
        self.title.setFont(font)
        self._facts = QWidget()
        self._more = QPushButton()
        self._more.setObjectName("more_facts")
        self._more.setFlat(True)
        self._more.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._more.clicked.connect(self._on_more)
        self._shown: tuple[Fact, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(3)
        for widget in (self._kind, self.title, self._facts, self._more):
            self._column.addWidget(widget)
        self._column.addLayout(self._make_counts())

    def _make_counts(self) -> QHBoxLayout:
        self.counts: dict[str, QPushButton] = {}
        row = QHBoxLayout()
        row.setSpacing(4)
        for name in ("claims", "uncited", "conflicts"):
            button = QPushButton()
            button.setObjectName(f"count_{name}")
            button.setProperty("count", name)
            button.clicked.connect(self._on_count)
            self.counts[name] = button
            row.addWidget(button)
        row.addStretch(1)
        return row

    def show_record(self, shown: Provenance) -> None:
        """Show the header of `shown`."""
        self._kind.setText(shown.kind_word)
        self.title.setText(shown.title)
        self._shown = shown.facts
        self._show_facts(_FACTS_SHOWN)
        claims, uncited, disputes = len(shown.claims), shown.uncited, shown.disputes
        words = {
            "claims": tr("1 claim") if claims == 1 else tr("{count} claims", count=claims),
            "uncited": tr("{count} uncited", count=uncited),
            "conflicts": (
                tr("1 conflict") if disputes == 1 else tr("{count} conflicts", count=disputes)
            ),
        }
        for name, number in (("claims", claims), ("uncited", uncited), ("conflicts", disputes)):
            self.counts[name].setText(words[name])
            self.counts[name].setVisible(number > 0)
        self._tint()

    def _show_facts(self, limit: int) -> None:
        facts = QWidget()
        column = QVBoxLayout(facts)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        for fact in self._shown[:limit]:
            column.addWidget(self._make_fact(fact))
        self._column.replaceWidget(self._facts, facts)
        # Only now: without a parent it would be shown as a window of its own.
        facts.setVisible(bool(self._shown))
        self._facts.hide()
        self._facts.deleteLater()
        self._facts = facts
        left = len(self._shown) - limit
        self._more.setText(tr("{count} more", count=left))
        self._more.setVisible(left > 0)

    def _make_fact(self, fact: Fact) -> QWidget:
        if not fact.record:
            return plain_label(f"{fact.name}: {fact.value}", selectable=True)
        link = Link(fact.record, fact.value, lead=f"{fact.name}:")
        link.asked.connect(self.record_asked)
        return link

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        """Give the counts that ask for work their colour and sign."""
        theme = theme_of(self)
        for name, role in (("uncited", Role.UNCITED), ("conflicts", Role.CONFLICT)):
            palette = QPalette(self.palette())
            palette.setColor(QPalette.ColorRole.ButtonText, theme.line(role))
            palette.setColor(QPalette.ColorRole.Button, theme.wash(role))
            self.counts[name].setPalette(palette)
            self.counts[name].setIcon(make_icon(role.value, palette))

    def _on_more(self) -> None:
        self._show_facts(len(self._shown))

    def _on_count(self) -> None:
        sender = self.sender()
        if isinstance(sender, QWidget):
            self.count_asked.emit(str(sender.property("count")))
