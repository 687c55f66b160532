"""Joins the parts: the only module besides the command line that sees every layer."""

from __future__ import annotations

import argparse
import filecmp
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from desktop_app import i18n
from desktop_app.errors import UserError
from desktop_app.paths import SAMPLE, data_folder
from desktop_app.reports.model import Report
from desktop_app.services.reporting.choices import ReportChoices
from desktop_app.services.reporting.kinds import make_report
from desktop_app.services.saving import write_text_report
from desktop_app.services.session import Session
from desktop_app.store.lock import is_held

_SAMPLE_COPY = "sample-"

_FRESH_COPY = i18n.mark(
    "A fresh copy of the sample. The copies you worked in are under File ▸ Open recent."
)


def copy_sample() -> Path:
    """Copy the sample catalogue into the user's data and return the copy's path.

    The sample itself is never opened: it stays what its builder made. Earlier copies in which
    nothing was changed, and that nobody holds, are taken away.
    """
    if not SAMPLE.is_file():
        raise UserError(
            "no_sample", "The sample catalogue is missing from {path}.", path=str(SAMPLE)
        )
    for old in data_folder().glob(f"{_SAMPLE_COPY}*.db"):
        # Reading a catalogue writes nothing into it, so an unused copy is the same bytes.
        if not is_held(old) and filecmp.cmp(SAMPLE, old, shallow=False):
            old.unlink(missing_ok=True)
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    path = data_folder() / f"{_SAMPLE_COPY}{stamp}.db"
    shutil.copyfile(SAMPLE, path)
    return path


def open_window(given: argparse.Namespace) -> int:
    """Open the window, or draw it into a picture; return the program's exit status."""
    from desktop_app.ui import application

    if given.language:
        i18n.set_language(given.language)
    path = given.catalogue or copy_sample()
    if given.screenshot is None:
        others = () if given.catalogue else set(path.parent.glob("sample-*.db")) - {path}
        return application.run(
            path,
            theme=given.theme,
            language=given.language,
            copy_sample=copy_sample,
            greeting=_FRESH_COPY if others else "",
        )
    width, _, height = given.size.partition("x")
    application.screenshot(
        path,
        given.screenshot,
        width=int(width),
        height=int(height),
        theme=given.theme,
        select=given.select or "",
    )
    return 0


def write_report(session: Session, path: Path, choices: ReportChoices) -> dict[str, int]:
    """Write the report asked for to `path`, in the format of its suffix; return what it holds."""
    session.refuse_own_file(path)
    report = make_report(session, choices)
    write_report_file(report, path)
    counts = report.counts
    return {
        "claims": counts.claims,
        "citations": counts.citations,
        "sources": counts.sources,
    }


def write_report_file(report: Report, path: Path) -> None:
    """Write a report in the format of the file's suffix; raise UserError where it cannot be."""
    if path.suffix.lower() == ".pdf":
        from desktop_app.ui.application import make_application
        from desktop_app.ui.printing import write_pdf

        # Fonts need Qt's application, but no command of the command line needs a display.
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        make_application()
        write_pdf(report, path)
    else:
        write_text_report(report, path)
