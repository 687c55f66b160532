"""The second row of a claim: detail, when it holds, whose voice, how sure, a note."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QComboBox, QFormLayout, QLineEdit, QWidget

from desktop_app.catalog.claims import Claim, Confidence, Voice
from desktop_app.catalog.wording import word
from desktop_app.i18n import current_language, tr
from desktop_app.ui.widgets.date_edit import DateEdit
from desktop_app.ui.widgets.draft_parts import InputPart

_VOICES = tuple(Voice)
_CONFIDENCES = tuple(Confidence)


class ClaimDetails(QWidget):
    """What limits or weighs a claim's value; each part may stay empty."""

    changed = Signal()
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self.setObjectName("claim_details")
        self._make_fields()
        self._forms = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._forms.setContentsMargins(0, 0, 0, 0)
        self._forms.setSpacing(12)
        self._forms.addLayout(
            _make_form(
                (tr("Detail"), self.detail),
                (tr("Holds (when)"), self.valid),
                (tr("Note"), self.note),
            ),
            1,
        )
        self._forms.addLayout(
            _make_form(
                (tr("Voice"), self.voice),
                (tr("Speaker"), self.speaker),
                (tr("Confidence"), self.confidence),
                (tr("Why so sure"), self.reason),
            ),
            1,
        )
        self.setFocusProxy(self.detail)
        self.reset()

    def _make_fields(self) -> None:
        language = current_language()
        self.detail = self._make_line("claim_detail", tr("Which side, in what role, of what"))
        self.valid = DateEdit()
        self.valid.setObjectName("claim_valid")
        self.valid.value_changed.connect(self.changed)
        self.valid.line.returnPressed.connect(self.entered)
        self.voice = QComboBox()
        self.voice.setObjectName("claim_voice")
        for voice in _VOICES:
            self.voice.addItem(word(voice, language), voice.value)
        self.voice.currentIndexChanged.connect(self._on_voice)
        self.speaker = self._make_line("claim_speaker", tr("Who is quoted or reported"))
        self.confidence = QComboBox()
        self.confidence.setObjectName("claim_confidence")
        self.confidence.addItem(tr("not said"), "")
        for confidence in _CONFIDENCES:
            self.confidence.addItem(word(confidence, language), confidence.value)
        self.confidence.currentIndexChanged.connect(self._on_confidence)
        self.reason = self._make_line("claim_confidence_reason", tr("A reader will want to know"))
        self.note = self._make_line("claim_note", "")
        self.voice.setAccessibleName(tr("Voice"))
        self.confidence.setAccessibleName(tr("Confidence"))
        self.note.setAccessibleName(tr("Note"))

    def _make_line(self, name: str, prompt: str) -> QLineEdit:
        line = QLineEdit()
        line.setObjectName(name)
        line.setPlaceholderText(prompt)
        line.setAccessibleName(prompt)
        line.textChanged.connect(self.changed)
        line.returnPressed.connect(self.entered)
        return line

    def set_direction(self, way: QBoxLayout.Direction) -> None:
        """Set the two columns side by side, or below one another where there is little room."""
        self._forms.setDirection(way)

    def set_claim(self, claim: Claim) -> None:
        """Show what `claim` says."""
        self.detail.setText(claim.detail)
        self.valid.set_value(claim.valid)
        self.voice.setCurrentIndex(_VOICES.index(claim.voice))
        self.speaker.setText(claim.speaker)
        at = 1 + _CONFIDENCES.index(claim.confidence) if claim.confidence else 0
        self.confidence.setCurrentIndex(at)
        self.reason.setText(claim.confidence_reason)
        self.note.setText(claim.note)
        for line in (self.detail, self.speaker, self.reason, self.note):
            line.setCursorPosition(0)

    def reset(self) -> None:
        """Empty everything: the narrator's voice, no word on confidence."""
        for line in (self.detail, self.valid.line, self.speaker, self.reason, self.note):
            line.clear()
        self.voice.setCurrentIndex(0)
        self.confidence.setCurrentIndex(0)
        self._on_voice(0)
        self._on_confidence(0)

    def given(self) -> dict[str, Any]:
        """Return the arguments that `state_claim` takes."""
        confidence = self.confidence.currentIndex()
        valid = self.valid.value()
        return {
            "detail": self.detail.text(),
            "valid": {"edtf": valid.edtf, "wording": valid.wording} if valid else None,
            "voice": _VOICES[self.voice.currentIndex()].value,
            "speaker": self.speaker.text(),
            "confidence": _CONFIDENCES[confidence - 1].value if confidence else None,
            "confidence_reason": self.reason.text(),
            "note": self.note.text(),
        }

    def draft_parts(self) -> list[InputPart]:
        """Return the fields for the form's draft."""
        return [
            InputPart("detail", tr("Detail"), self.detail),
            InputPart("valid", tr("Holds (when)"), self.valid),
            InputPart("note", tr("Note"), self.note),
            InputPart("voice", tr("Voice"), self.voice),
            InputPart("speaker", tr("Speaker"), self.speaker),
            InputPart("confidence", tr("Confidence"), self.confidence),
            InputPart("confidence_reason", tr("Why so sure"), self.reason),
        ]

    def problem(self) -> str:
        """Return what is wrong, "" for nothing."""
        if not self.valid.is_acceptable():
            return tr("“{text}” is no date that Regesta can read", text=self.valid.text())
        return ""

    def _on_voice(self, index: int) -> None:
        self.speaker.setEnabled(index != 0 or bool(self.speaker.text()))
        self.changed.emit()

    def _on_confidence(self, index: int) -> None:
        self.reason.setEnabled(index != 0 or bool(self.reason.text()))
        self.changed.emit()


def _make_form(*rows: tuple[str, QWidget]) -> QFormLayout:
    """Return a form of labels and fields, which keep their labels beside them."""
    form = QFormLayout()
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
    form.setVerticalSpacing(4)
    for label, field in rows:
        form.addRow(label, field)
    return form
