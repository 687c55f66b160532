"""Asks, before work begins, about a catalogue that is not the one this user left."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.i18n import tr
from desktop_app.services.known_heads import say_minute
from desktop_app.services.opening import Opening
from desktop_app.store import chain, journal
from desktop_app.ui.icons import make_pixmap
from desktop_app.ui.theme import Role, theme_of
from desktop_app.ui.widgets.labels import elided_label, plain_label

_SIGN = 40
_WIDTH = 560


class OpenAlarmDialog(QDialog):
    """Says what differs; accepted where the user wants to open the file all the same."""

    backups_wanted = Signal(Path)

    def __init__(self, opening: Opening, parent: QWidget | None = None) -> None:
        """Ask about `opening`, which nobody works in yet."""
        super().__init__(parent)
        self.setObjectName("open_alarm")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Is this your catalogue?"))
        self.opening = opening
        self.setMinimumWidth(_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 18, 18, 14)
        column.setSpacing(14)
        column.addLayout(self._make_words())
        column.addLayout(self._make_facts())
        said = tr(
            "Nothing was changed. If you put this file here yourself, open it all the same: "
            "from then on it is the one that is remembered."
        )
        column.addWidget(plain_label(said, muted=True))
        column.addLayout(self._make_buttons())

    def _make_words(self) -> QHBoxLayout:
        sign = QLabel()
        sign.setFixedSize(QSize(_SIGN, _SIGN))
        colour = theme_of(self).line(Role.NEEDS_REVIEW)
        sign.setPixmap(make_pixmap("warning", colour, _SIGN, self.devicePixelRatioF()))
        words = QVBoxLayout()
        words.addWidget(elided_label(str(self.opening.place)))
        for number, alarm in enumerate(self.opening.alarms):
            label = plain_label(alarm.text, selectable=True)
            label.setObjectName(f"open_alarm_text_{number}")
            words.addWidget(label)
        words.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return row

    def _make_facts(self) -> QFormLayout:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setContentsMargins(_SIGN + 14, 0, 0, 0)
        known = self.opening.recognition.known
        if known is not None:
            left = tr(
                "change {seq}, {day}, seal {seal}",
                seq=known.seq,
                day=known.day,
                seal=chain.Head(known.seq, known.hash).short or "–",
            )
            form.addRow(plain_label(tr("You left:"), wrap=False), plain_label(left))
        form.addRow(plain_label(tr("This file:"), wrap=False), plain_label(self._describe_end()))
        return form

    def _describe_end(self) -> str:
        db = self.opening.session.db
        head = chain.get_head(db)
        last = journal.list_changes(db, limit=1)
        if not last:
            return tr("no change yet")
        return tr(
            "change {seq}, {day}, seal {seal}, by {author}",
            seq=last[0].seq,
            day=say_minute(last[0].at),
            seal=head.short or "–",
            author=last[0].author[:60],
        )

    def _make_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        backups = QPushButton(tr("Look for backups…"))
        backups.clicked.connect(lambda: self.backups_wanted.emit(self.opening.place))
        accept = QPushButton(tr("Open all the same"))
        accept.clicked.connect(self.accept)
        cancel = QPushButton(tr("Cancel"))
        cancel.clicked.connect(self.reject)
        cancel.setDefault(True)
        for name, button in (("backups", backups), ("accept", accept), ("cancel", cancel)):
            button.setObjectName(f"open_alarm_{name}")
            button.setAutoDefault(name == "cancel")
        row.addWidget(backups)
        row.addStretch(1)
        row.addWidget(accept)
        row.addWidget(cancel)
        cancel.setFocus()
        return row
