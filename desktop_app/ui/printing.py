"""Puts a report on paper: into a PDF file, onto a printer, or onto any painter for a preview.

All three show the same pages of `printing_pages`. The PDF is written by Regesta itself, so
that every character of every citation can be searched and copied as the source wrote it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QMarginsF, QPointF, QRectF
from PySide6.QtGui import QColor, QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrinter

from desktop_app.errors import UserError
from desktop_app.reports.model import Report, Setup
from desktop_app.reports.setting import Sheet, make_sheet
from desktop_app.services.jobs import Cancelled, Progress
from desktop_app.services.saving import save_bytes
from desktop_app.ui.printing_heads import HEAD_ABOVE
from desktop_app.ui.printing_marks import LineMark, Page, Pages, Rule
from desktop_app.ui.printing_pages import ReportLayout, lay_out
from desktop_app.ui.printing_press import Press
from desktop_app.ui.printing_proof import verify_pages
from desktop_app.ui.printing_type import REF_RISE, REF_SIZE, UNITS, ref_size

_POINTS_PER_INCH = 72
_PIECES_TOLD = 20


def write_pdf(report: Report, path: Path, progress: Progress | None = None) -> int:
    """Write `report` to `path` as PDF, whole or not at all, and return how many pages it has.

    The file bears the report's day, so that all its bytes follow from the report and the fonts.
    Raises UserError where it cannot be written and Cancelled where `progress` was cancelled.
    May run in any thread.
    """
    layout = ReportLayout(report)
    press = Press(report, layout.pages)
    while layout.step():
        if progress is not None and layout.done % _PIECES_TOLD == 0:
            progress.report(layout.done, max(layout.total, layout.done))
        for number in layout.list_full():
            press.take(number)
    save_bytes(path, press.finish())
    return len(layout.pages.pages)


def print_report(report: Report, printer: QPrinter, progress: Progress | None = None) -> None:
    """Print `report` on the paper `printer` is set to; raise UserError where it refuses.

    The printer's page range is kept. Raises Cancelled where `progress` was cancelled. May run
    in any thread, the printer then being used by no other.
    """
    sheet = sheet_of(printer.pageLayout(), report.setup)
    pages = lay_out(report, sheet, _piece_reporter(progress))
    verify_pages(pages, report)
    # The margins are ours: Qt would shift what is painted by the printer's own.
    printer.setFullPage(True)
    painter = QPainter()
    if not painter.begin(printer):
        raise UserError(
            "not_printed",
            "The printer could not be reached, so nothing was printed. Check that it is on and "
            "connected, or save the report as PDF.",
        )
    try:
        _print_pages(pages, printer, painter, progress)
    except Cancelled:
        printer.abort()
        raise
    finally:
        painter.end()


def sheet_of(layout: QPageLayout, setup: Setup) -> Sheet:
    """Return the sheet of a printer's page layout, with our margins or its own where wider."""
    size = layout.fullRectPoints().size()
    least = layout.minimumMargins() if layout.units() == QPageLayout.Unit.Point else QMarginsF()
    ours = make_sheet(setup)
    return replace(
        ours,
        width=size.width(),
        height=size.height(),
        side=max(ours.side * min(size.width() / ours.width, 1.0), least.left(), least.right()),
        top=max(ours.top, least.top() + HEAD_ABOVE),
        bottom=max(ours.bottom, least.bottom() + ours.bottom - ours.footer),
        footer=max(ours.footer, least.bottom()),
    )


def paint_page(painter: QPainter, page: Page, sheet: Sheet, scale: float) -> None:
    """Paint a page from the painter's origin, `scale` device units to a point."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.scale(scale, scale)
    painter.setClipRect(QRectF(0, 0, sheet.width, sheet.height))
    for rule in page.rules:
        ink = QColor.fromRgbF(rule.grey, rule.grey, rule.grey)
        for left, width in _list_dots(rule):
            painter.fillRect(QRectF(left, rule.top, width, rule.height), ink)
    painter.scale(1 / UNITS, 1 / UNITS)
    for mark in (*page.head, *page.lines, *page.footer):
        _paint_line(painter, mark)
    painter.restore()


def _list_dots(rule: Rule) -> Iterator[tuple[float, float]]:
    """Yield where each dot of a rule begins and how wide it is, or the same of the whole."""
    if not rule.apart:
        yield rule.left, rule.width
        return
    for number in range(int(rule.width // rule.apart) + 1):
        yield rule.left + number * rule.apart, rule.height


def _paint_line(painter: QPainter, mark: LineMark) -> None:
    style = mark.line.owner.style
    painter.setPen(QColor.fromRgbF(style.grey, style.grey, style.grey))
    small = ref_size(style)
    top = mark.baseline * UNITS - mark.line.ascent
    for run in mark.line.line.glyphRuns():
        size = run.rawFont().pixelSize()
        rise = size / REF_SIZE * REF_RISE if round(size) == small else 0.0
        painter.drawGlyphRun(QPointF(mark.left * UNITS, top - rise), run)


def _print_pages(
    pages: Pages, printer: QPrinter, painter: QPainter, progress: Progress | None
) -> None:
    first = printer.fromPage() or 1
    last = printer.toPage() or len(pages.pages)
    scale = printer.resolution() / _POINTS_PER_INCH
    for number, page in enumerate(pages.pages[first - 1 : last]):
        if progress is not None:
            progress.report(len(pages.pages) + number, 2 * len(pages.pages))
        if number:
            printer.newPage()
        paint_page(painter, page, pages.sheet, scale)


def _piece_reporter(progress: Progress | None) -> Callable[[int, int], None]:
    """Return what `lay_out` tells of its pieces; setting them is the first half of the work."""

    def report(done: int, total: int) -> None:
        if progress is not None and done % _PIECES_TOLD == 0:
            progress.report(done, 2 * total)

    return report
