"""Export a list or the names as CSV: for spreadsheets or exactly, with which separator, where."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.exchange.csv_writing import CsvForm, Flavour
from desktop_app.i18n import current_language, tr, tr_marked
from desktop_app.services.exporting_tables import CsvColumn, Row, write_list, write_names
from desktop_app.services.jobs import Job, Progress
from desktop_app.services.preferences import PreferenceFile
from desktop_app.services.reading import CatalogueReader
from desktop_app.ui.models.list_columns import Column, Words, say_signs
from desktop_app.ui.panels.list_page import ListPage
from desktop_app.ui.widgets.labels import plain_label, set_plain_title
from desktop_app.ui.workspace import Workspace

#: Writes the file in a form; returns its rows.
Write = Callable[[Path, CsvForm, Progress], int]

_INDENT = 24


class CsvDialog(QDialog):
    """Asks for the form of the file, then for its place; a job writes it."""

    def __init__(
        self,
        workspace: Workspace,
        preferences: PreferenceFile,
        *,
        title: str,
        said: str,
        file_name: str,
        write: Write,
        has_flavours: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        """Say what is written in `said`; propose the name `file_name`.

        Without `has_flavours` the file is always safe for spreadsheets.
        """
        super().__init__(parent)
        self.setObjectName("export_csv_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        set_plain_title(self, title)
        self._workspace = workspace
        self._preferences = preferences
        self._file_name = file_name
        self._write = write
        self._make_fields()
        self._lay_out(said, has_flavours=has_flavours)

    def _make_fields(self) -> None:
        self.safe = QRadioButton(tr("For a &spreadsheet"))
        self.safe.setObjectName("csv_safe")
        self.exact = QRadioButton(tr("E&xactly as it is"))
        self.exact.setObjectName("csv_exact")
        self.safe.setChecked(True)
        self._group = QButtonGroup(self)
        self.separator = QComboBox()
        self.separator.setObjectName("csv_separator")
        for label, sign in ((tr("Comma"), ","), (tr("Semicolon"), ";"), (tr("Tab"), "\t")):
            self.separator.addItem(label, sign)
        # Where decimals have a comma, spreadsheets expect a semicolon between cells.
        comma_in_numbers = QLocale.system().decimalPoint() == ","
        self.separator.setCurrentIndex(1 if comma_in_numbers else 0)
        self.has_mark = QCheckBox(tr("&Begin with a Unicode mark, which Excel needs"))
        self.has_mark.setObjectName("csv_mark")
        self.has_mark.setChecked(True)

    def _lay_out(self, said: str, *, has_flavours: bool) -> None:
        column = QVBoxLayout(self)
        column.addWidget(plain_label(said))
        column.addSpacing(6)
        if has_flavours:
            self._lay_out_flavours(column)
        form = QFormLayout()
        form.addRow(tr("Se&parator:"), self.separator)
        column.addLayout(form)
        column.addWidget(self.has_mark)
        buttons = QDialogButtonBox()
        save = buttons.addButton(tr("&Save as…"), QDialogButtonBox.ButtonRole.ActionRole)
        save.setObjectName("csv_save")
        save.setDefault(True)
        save.clicked.connect(self.ask_file)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        column.addStretch(1)
        column.addWidget(buttons)
        self.resize(max(self.fontMetrics().averageCharWidth() * 70, 420), self.sizeHint().height())

    def _lay_out_flavours(self, column: QVBoxLayout) -> None:
        safe = tr(
            "What a spreadsheet would run as a formula gets an apostrophe in front; the words "
            "themselves stay as they are."
        )
        exact = tr("For programs that take every cell for text.")
        for button, words in ((self.safe, safe), (self.exact, exact)):
            self._group.addButton(button)
            button.setAccessibleDescription(words)
            column.addWidget(button)
            label = plain_label(words, muted=True)
            label.setContentsMargins(_INDENT, 0, 0, 4)
            column.addWidget(label)

    def form(self) -> CsvForm:
        """Return the form that is chosen."""
        return CsvForm(
            flavour=Flavour.SAFE if self.safe.isChecked() else Flavour.EXACT,
            separator=str(self.separator.currentData()),
            has_mark=self.has_mark.isChecked(),
        )

    def ask_file(self) -> QFileDialog:
        """Ask where the file goes."""
        dialog = QFileDialog(self, self.windowTitle())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.setNameFilters([tr("CSV tables (*.csv)"), tr("All files (*)")])
        dialog.setDirectory(self._preferences.chosen.last_folder or str(Path.home()))
        dialog.selectFile(self._file_name)
        dialog.fileSelected.connect(self.save)
        dialog.open()
        return dialog

    def save(self, name: str) -> Job:
        """Write the file `name` as a job, and close."""
        path, form, write = Path(name), self.form(), self._write
        self._preferences.put(last_folder=str(path.parent))
        workspace = self._workspace

        def tell(job: Job) -> None:
            if job.error is None:
                workspace.told.emit(tr("{rows} rows saved: {path}", rows=job.result, path=name))

        job = workspace.bridge.start_job(
            self.windowTitle(), lambda progress: write(path, form, progress), then=tell
        )
        self.accept()
        return job


def open_list_export(
    workspace: Workspace, preferences: PreferenceFile, page: ListPage, parent: QWidget
) -> CsvDialog:
    """Open the export of the list on `page`: its rows now, in their order, with its columns."""
    page.apply_filter()
    session, query = workspace.session, page.model.query
    labels = CatalogueReader(session).property_labels(current_language())
    columns = list_csv_columns(page.model.columns, Words(current_language(), labels))
    name = tr_marked(page.view.title)
    dialog = CsvDialog(
        workspace,
        preferences,
        title=tr("Export this list"),
        said=tr(
            "{list}: {count} rows, as filtered and sorted.", list=name, count=len(page.model.ids())
        ),
        file_name=f"{name}.csv",
        write=lambda path, form, progress: write_list(
            session, query, path, columns, form, progress
        ),
        parent=parent,
    )
    dialog.open()
    return dialog


def list_csv_columns(columns: tuple[Column, ...], words: Words) -> list[CsvColumn]:
    """Return the id, the columns of a list as it shows them, days as numbers, and the signs."""
    found = [CsvColumn(tr("Identifier"), lambda row: str(row["id"]))]
    for column in columns:
        found.append(_shown(column, words))
        if column.order == "earliest":
            found.append(CsvColumn(tr("Earliest day"), lambda row: row["earliest"] or ""))
            found.append(CsvColumn(tr("Latest day"), lambda row: row["latest"] or ""))
    return [*found, CsvColumn(tr("To be looked at"), _say_signs)]


def _shown(column: Column, words: Words) -> CsvColumn:
    if column.is_number:
        return CsvColumn(tr_marked(column.title), lambda row: int(row["number"]))
    return CsvColumn(tr_marked(column.title), lambda row: column.text(row, words))


def _say_signs(row: Row) -> str:
    return "; ".join(say_signs(row).splitlines())


def open_names_export(
    workspace: Workspace, preferences: PreferenceFile, parent: QWidget
) -> CsvDialog:
    """Open the export of all names of all entities."""
    session = workspace.session
    dialog = CsvDialog(
        workspace,
        preferences,
        title=tr("Export names"),
        said=tr("All names of all entities, one to a row, as the import of names reads them."),
        file_name=f"{tr('Names')}.csv",
        write=lambda path, form, progress: write_names(session, path, form, progress),
        has_flavours=False,
        parent=parent,
    )
    dialog.open()
    return dialog
