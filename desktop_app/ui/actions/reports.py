"""Actions of the reports: one for each kind there is, and those that a record can be told in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop_app.catalog.ids import find_kind
from desktop_app.i18n import mark
from desktop_app.services.reporting.kinds import REPORT_KINDS, ReportKind
from desktop_app.ui.actions.registry import ActionSpec, Handler

if TYPE_CHECKING:
    from desktop_app.ui.main_window import MainWindow

_REPORTS = mark("Re&ports")
#: The kind that has its own entry, key and place in the bar.
_USUAL = "citations"


def _opener(key: str) -> Handler:
    def run(window: MainWindow) -> None:
        window.dialogs.open_report(window.targets(), key)

    return run


def _make(kind: ReportKind) -> ActionSpec:
    return ActionSpec(
        id=f"report_{kind.key}",
        text=kind.title,
        menu="file",
        group=2,
        submenu=_REPORTS,
        asks=True,
        run=_opener(kind.key),
    )


def list_reports_about(records: Sequence[str]) -> list[str]:
    """Return the actions of the kinds of report that can be about every one of `records`."""
    kinds = {find_kind(record) for record in records}
    return [
        "print_report" if key == _USUAL else f"report_{key}"
        for key, kind in REPORT_KINDS.items()
        if kinds and kinds <= set(kind.scopes)
    ]


SPECS = (
    ActionSpec(
        id="print_report",
        text=mark("Citation re&port…"),
        menu="file",
        group=2,
        submenu=_REPORTS,
        keys=("Ctrl+P",),
        icon="report",
        run=_opener(_USUAL),
    ),
    *(_make(kind) for key, kind in REPORT_KINDS.items() if key != _USUAL),
)
