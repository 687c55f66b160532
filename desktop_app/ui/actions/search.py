"""Actions of the search: from hit to hit while reading, and the index made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.errors import UserError
from desktop_app.i18n import mark
from desktop_app.search.records import SearchResult
from desktop_app.services.results_export import list_report_records
from desktop_app.ui.actions.registry import ActionSpec
from desktop_app.ui.errors import show_error

if TYPE_CHECKING:
    from desktop_app.ui.main_window import MainWindow


def _has_hits(window: MainWindow) -> bool:
    return window.results.has_hits()


def _next_hit(window: MainWindow) -> None:
    window.results.step(1)


def _previous_hit(window: MainWindow) -> None:
    window.results.step(-1)


def _can_save(window: MainWindow) -> bool:
    return window.results.can_save()


def _save_search(window: MainWindow) -> None:
    window.results.save_search()


def _export(window: MainWindow) -> None:
    from desktop_app.ui.dialogs.results_out import open_contexts_export, open_results_export

    workspace, preferences = window.workspace, window.preferences
    lines = window.results.contexts()
    if lines:
        open_contexts_export(workspace, preferences, lines, window)
    else:
        window.results.find_all(
            lambda result: open_results_export(workspace, preferences, result, window)
        )


def _report(window: MainWindow) -> None:
    def report(result: SearchResult) -> None:
        records = list_report_records(window.session.db, result)
        if records:
            window.dialogs.open_report(records)
            return
        error = UserError(
            "nothing_to_report",
            "None of these results is an excerpt or rests on one: a citation report would be "
            "empty. Mark passages first.",
        )
        show_error(window, error)

    window.results.find_all(report)


def _has_contexts(window: MainWindow) -> bool:
    return bool(window.results.contexts())


def _print_contexts(window: MainWindow) -> None:
    from desktop_app.ui.dialogs.results_out import open_context_report

    results = window.results
    open_context_report(
        window.workspace, results.contexts(), results.query_text(), window, window.preferences
    )


#: What the button above the results offers.
RESULT_ACTIONS = ("save_search", "export_results", "report_results", "print_contexts")

_RESULTS = mark("Search &results")

SPECS = (
    ActionSpec(
        id="save_search",
        text=mark("&Save this search…"),
        menu="edit",
        group=3,
        keys=("Ctrl+D",),
        enabled=_can_save,
        run=_save_search,
    ),
    ActionSpec(
        id="export_results",
        text=mark("E&xport what was found…"),
        menu="edit",
        group=3,
        submenu=_RESULTS,
        enabled=_has_hits,
        run=_export,
    ),
    ActionSpec(
        id="report_results",
        text=mark("Citation &report on what was found…"),
        menu="edit",
        group=3,
        submenu=_RESULTS,
        enabled=_has_hits,
        run=_report,
    ),
    ActionSpec(
        id="print_contexts",
        text=mark("&Print words in context…"),
        menu="edit",
        group=3,
        submenu=_RESULTS,
        enabled=_has_contexts,
        run=_print_contexts,
    ),
    ActionSpec(
        id="next_hit",
        text=mark("&Next search result"),
        menu="edit",
        group=3,
        keys=("F4",),
        enabled=_has_hits,
        run=_next_hit,
    ),
    ActionSpec(
        id="previous_hit",
        text=mark("&Previous search result"),
        menu="edit",
        group=3,
        keys=("Shift+F4",),
        enabled=_has_hits,
        run=_previous_hit,
    ),
)
