"""Search results going out: as a table, as words in context on paper, as a citation report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop_app.exchange.csv_writing import Cell, CsvForm
from desktop_app.i18n import current_language, mark, tr
from desktop_app.reports.model import Report
from desktop_app.search.records import SearchResult
from desktop_app.services.concordance import (
    MOST_LINES,
    Context,
    make_context_report,
    write_contexts,
)
from desktop_app.services.jobs import Progress
from desktop_app.services.preferences import PreferenceFile
from desktop_app.services.reporting.choices import ReportChoices
from desktop_app.services.reporting.kinds import ReportKind
from desktop_app.services.results_export import write_results
from desktop_app.services.session import Session
from desktop_app.ui.dialogs.export_csv import CsvDialog
from desktop_app.ui.dialogs.report import ReportDialog
from desktop_app.ui.panels.search_rows import make_rows
from desktop_app.ui.workspace import Workspace


def open_results_export(
    workspace: Workspace, preferences: PreferenceFile, result: SearchResult, parent: QWidget
) -> CsvDialog:
    """Open the export of every hit of `result`, best first."""
    session, search, language = workspace.session, workspace.search, current_language()
    heading = [
        *(tr("Identifier"), tr("Kind"), tr("Title"), tr("Date"), tr("Passage")),
        *(tr("Citation"), tr("Document"), tr("File"), tr("Start"), tr("End")),
    ]

    def cells(part: SearchResult) -> Iterator[Sequence[Cell]]:
        for row in make_rows(search, session.db, part, language):
            one = row.found
            place: tuple[Cell, Cell] = (one.start, one.end) if one.document else ("", "")
            said = (one.record, row.said, one.title, row.date, one.snippet.text)
            yield (*said, row.source, one.document, one.file, *place)

    def write(path: Path, form: CsvForm, progress: Progress) -> int:
        return write_results(session, result, path, heading, cells, form, progress)

    count, total = len(result.hits), result.total
    said = tr("{count} results, best first.", count=count)
    if count < total:
        said = tr("The best {count} of {total} results.", count=count, total=total)
    dialog = CsvDialog(
        workspace,
        preferences,
        title=tr("Export the search results"),
        said=said,
        file_name=f"{tr('Search results')}.csv",
        write=write,
        parent=parent,
    )
    dialog.open()
    return dialog


def open_contexts_export(
    workspace: Workspace, preferences: PreferenceFile, lines: Sequence[Context], parent: QWidget
) -> CsvDialog:
    """Open the export of words in context, in the order on show."""
    session = workspace.session
    heading = [
        *(tr("Before"), tr("Found"), tr("After"), tr("Citation")),
        *(tr("Date"), tr("Document"), tr("Start")),
    ]

    def write(path: Path, form: CsvForm, progress: Progress) -> int:
        return write_contexts(session, lines, path, heading, form, progress)

    dialog = CsvDialog(
        workspace,
        preferences,
        title=tr("Export the words in context"),
        said=tr("{count} places, as sorted.", count=len(lines)),
        file_name=f"{tr('Words in context')}.csv",
        write=write,
        parent=parent,
    )
    dialog.open()
    return dialog


def open_context_report(
    workspace: Workspace,
    lines: Sequence[Context],
    query: str,
    parent: QWidget,
    preferences: PreferenceFile | None = None,
) -> ReportDialog:
    """Open words in context, in the order on show, as pages to be printed or saved."""
    shown = tuple(lines)

    def make(session: Session, choices: ReportChoices) -> Report:
        return make_context_report(
            session,
            shown,
            query,
            language=choices.language,
            style=choices.style,
            is_whole=len(shown) < MOST_LINES,
        )

    kind = ReportKind(
        key="contexts",
        title=mark("Words in context"),
        about=mark("Every place that was found, with the words around it."),
        make=make,
        scopes=(),
    )
    dialog = ReportDialog(workspace, (), parent, preferences, kinds=(kind,), has_notes=False)
    dialog.setObjectName("context_report")
    dialog.open()
    return dialog
