"""The options of a report on three pages: its content, its words, its paper.

What a kind of report does not know is not shown. The box knows no catalogue: it is given choices
and gives choices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QTabWidget, QWidget

from desktop_app.catalog.dates import parse_edtf
from desktop_app.i18n import mark, tr, tr_marked
from desktop_app.reports.data import QuoteForm
from desktop_app.reports.model import Margins, Paper, Setup
from desktop_app.services.preferences import PreferenceFile
from desktop_app.services.reporting.choices import ReportChoices
from desktop_app.services.reporting.kinds import ReportKind
from desktop_app.ui.widgets.date_edit import DateEdit
from desktop_app.ui.widgets.output_choices import StyleBox, make_language_box

#: How long a date rests before it counts as written.
_REST_MS = 500
_QUOTES = (
    (QuoteForm.FULL.value, mark("In full")),
    (QuoteForm.ENDS.value, mark("First and last words")),
)
_PAPERS = ((Paper.A4.value, "A4"), (Paper.LETTER.value, "US Letter"))
_MARGINS = (
    (Margins.NORMAL.value, mark("Ordinary")),
    (Margins.NARROW.value, mark("Narrow")),
    (Margins.WIDE.value, mark("Wide")),
)
_FOOT, _END = "foot", "end"
_NOTES = ((_FOOT, mark("At the foot of their page")), (_END, mark("At the end")))


class ReportOptionsBox(QTabWidget):
    """Tells apart what asks for another report and what only sets the same one anew."""

    #: The report has to be made anew.
    content_changed = Signal()
    #: Only its pages have to be set anew.
    page_changed = Signal()

    def __init__(
        self, preferences: PreferenceFile | None = None, *, has_notes: bool = True
    ) -> None:
        """Offer everything; without notes the options of notes and headings are left out."""
        super().__init__()
        self.setObjectName("report_options")
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._on_content_changed)
        self._is_filling = False
        self._make_content()
        self._make_words(preferences)
        self._make_page()
        if not has_notes:
            self.setTabVisible(0, False)
            self._page.setRowVisible(self.notes, False)
            self._page.setRowVisible(self.contents, False)

    def _make_content(self) -> None:
        self.on = DateEdit()
        self.on.line.setAccessibleName(tr("Day of the report"))
        self.order = _make_box("report_order", tr("Order"))
        self.grouping = _make_box("report_grouping", tr("Grouping"))
        self.mentions = _make_check("report_mentions", tr("Include &mentions"))
        self.descriptions = _make_check("report_descriptions", tr("Include descr&iptions"))
        self.index = _make_check("report_index", tr("Index of &names"))
        self._content = self._add_page(tr("&Content"))
        self._content.addRow(tr("D&ay:"), self.on)
        self._content.addRow(tr("&Order:"), self.order)
        self._content.addRow(tr("Gro&uping:"), self.grouping)
        for check in (self.mentions, self.descriptions, self.index):
            self._content.addRow(check)
            check.toggled.connect(self._on_content_changed)
        for box in (self.order, self.grouping):
            box.currentIndexChanged.connect(self._on_content_changed)
        self.on.value_changed.connect(self._rest.start)

    def _make_words(self, preferences: PreferenceFile | None) -> None:
        self.language = make_language_box("report_language", tr("Language of the report"))
        self.styles = StyleBox(preferences)
        self.quotes = _make_box("report_quotes", tr("Quotes"), _QUOTES)
        self.translations = _make_check("report_translations", tr("Include translatio&ns"))
        self._words = self._add_page(tr("Wor&ds"))
        self._words.addRow(tr("&Language:"), self.language)
        self._words.addRow(tr("C&itation style:"), self.styles)
        self._words.addRow(tr("&Quotes:"), self.quotes)
        self._words.addRow(self.translations)
        for box in (self.language, self.styles, self.quotes):
            box.currentIndexChanged.connect(self._on_content_changed)
        self.translations.toggled.connect(self._on_content_changed)

    def _make_page(self) -> None:
        self.paper = _make_box("report_paper", tr("Paper"), _PAPERS)
        self.margins = _make_box("report_margins", tr("Margins"), _MARGINS)
        self.notes = _make_box("report_notes", tr("Notes"), _NOTES)
        self.contents = _make_check("report_contents", tr("Table &of contents"))
        self._page = self._add_page(tr("Pa&ge"))
        self._page.addRow(tr("P&aper:"), self.paper)
        self._page.addRow(tr("&Margins:"), self.margins)
        self._page.addRow(tr("&Notes:"), self.notes)
        self._page.addRow(self.contents)
        for box in (self.paper, self.margins, self.notes):
            box.currentIndexChanged.connect(self._on_page_changed)
        self.contents.toggled.connect(self._on_page_changed)

    def _add_page(self, title: str) -> QFormLayout:
        page = QWidget()
        form = QFormLayout(page)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.addTab(page, title)
        return form

    def show_choices(self, kind: ReportKind, choices: ReportChoices) -> None:
        """Show what `kind` knows, with `choices` in it; nothing is announced."""
        self._is_filling = True
        for box, pairs, chosen in (
            (self.order, kind.orders, choices.order),
            (self.grouping, kind.groupings, choices.grouping),
        ):
            _fill(box, pairs)
            _choose(box, chosen)
            self._content.setRowVisible(box, len(pairs) > 1)
        self.mentions.setChecked(choices.mentions)
        self.descriptions.setChecked(choices.descriptions)
        self.translations.setChecked(choices.translations)
        self.index.setChecked(choices.index)
        self.contents.setChecked(choices.contents)
        for widget, name in ((self.mentions, "mentions"), (self.descriptions, "descriptions")):
            self._content.setRowVisible(widget, name in kind.knows)
        self._content.setRowVisible(self.on, "on" in kind.knows)
        self._words.setRowVisible(self.quotes, "quotes" in kind.knows)
        self._words.setRowVisible(self.translations, "translations" in kind.knows)
        self.on.set_value(parse_edtf(choices.on) if choices.on else None)
        _choose(self.language, choices.language)
        self.styles.show_style(choices.style)
        _choose(self.quotes, choices.quotes.value)
        _choose(self.paper, choices.paper.value)
        _choose(self.margins, choices.margins.value)
        _choose(self.notes, _FOOT if choices.notes_at_foot else _END)
        self._rest.stop()
        self._is_filling = False

    def read_choices(self, kind: ReportKind, scope: Sequence[str]) -> ReportChoices:
        """Return what is chosen for a report of `kind` about `scope`."""
        day, setup = self.on.value(), self.setup()
        return ReportChoices(
            kind=kind.key,
            scope=tuple(scope),
            language=str(self.language.currentData()),
            style=self.styles.style_key(),
            quotes=QuoteForm(self.quotes.currentData()),
            order=str(self.order.currentData() or ""),
            grouping=str(self.grouping.currentData() or ""),
            on=day.edtf if day else "",
            paper=setup.paper,
            margins=setup.margins,
            notes_at_foot=setup.notes_at_foot,
            contents=setup.contents,
            mentions=self.mentions.isChecked(),
            descriptions=self.descriptions.isChecked(),
            translations=self.translations.isChecked(),
            index=self.index.isChecked(),
        )

    def setup(self) -> Setup:
        """Return how the pages are to be set."""
        return Setup(
            paper=Paper(self.paper.currentData()),
            margins=Margins(self.margins.currentData()),
            notes_at_foot=self.notes.currentData() == _FOOT,
            contents=self.contents.isChecked(),
        )

    def is_day_understood(self) -> bool:
        """Tell whether the day of the report is a date, or none."""
        return self.on.is_acceptable()

    def _on_content_changed(self) -> None:
        if not self._is_filling:
            self.content_changed.emit()

    def _on_page_changed(self) -> None:
        if not self._is_filling:
            self.page_changed.emit()


def without_setup(choices: ReportChoices) -> ReportChoices:
    """Return `choices` with the pages set in the ordinary way: what the words depend on."""
    plain = ReportChoices()
    return replace(
        choices,
        paper=plain.paper,
        margins=plain.margins,
        notes_at_foot=plain.notes_at_foot,
        contents=plain.contents,
    )


def _make_check(name: str, text: str) -> QCheckBox:
    check = QCheckBox(text)
    check.setObjectName(name)
    return check


def _make_box(name: str, spoken: str, pairs: Sequence[tuple[str, str]] = ()) -> QComboBox:
    box = QComboBox()
    box.setObjectName(name)
    box.setAccessibleName(spoken)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    _fill(box, pairs)
    return box


def _fill(box: QComboBox, pairs: Sequence[tuple[str, str]]) -> None:
    box.clear()
    for key, text in pairs:
        box.addItem(tr_marked(text), key)


def _choose(box: QComboBox, key: str) -> None:
    """Choose `key`, the first entry where there is no such one."""
    box.setCurrentIndex(max(box.findData(key), 0))
