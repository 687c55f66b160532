"""What stands above and below the text of every page: running heads, footers, page numbers."""

from __future__ import annotations

from desktop_app.i18n import tr_in
from desktop_app.reports.layout import footer_text
from desktop_app.reports.model import Report
from desktop_app.reports.setting import Sheet
from desktop_app.reports.spans import Span
from desktop_app.ui.printing_lines import SetLine, SetText, set_line, shorten
from desktop_app.ui.printing_marks import LineMark, Page, Pages, Rule
from desktop_app.ui.printing_type import FOOTER, HEAD

_RULE = 0.5
_RULE_GREY = 0.55
_FOOTER_GAP = 5.0
_HEAD_GAP = 4.0
#: How far above the text the running head begins.
HEAD_ABOVE = 27.0
_BETWEEN = 18.0
#: How much of the measure a section's name may take beside the title.
_SECTION_SHARE = 0.5


class RunningHeads:
    """The report's title at the left over a page, the name of its section at the right."""

    def __init__(self, report: Report, sheet: Sheet) -> None:
        """Begin with none set; those of one section are the same on every page."""
        self._title = Span(text=report.title)
        self._sheet = sheet
        self._top = max(sheet.top - HEAD_ABOVE, 0.0)
        self._set: dict[str, list[LineMark]] = {}

    def add(self, page: Page) -> None:
        """Put the head over a page, and a rule under it."""
        if page.section not in self._set:
            self._set[page.section] = self._set_section(page.section)
        sheet = self._sheet
        page.head += self._set[page.section]
        top = self._top + max(mark.line.height for mark in page.head) + _HEAD_GAP
        page.rules.append(Rule(sheet.side, top, sheet.measure, _RULE, _RULE_GREY))

    def _set_section(self, section: str) -> list[LineMark]:
        sheet, room = self._sheet, self._sheet.measure
        marks = []
        if section:
            name = shorten(Span(text=section), HEAD, sheet.measure * _SECTION_SHARE)
            line = set_line(Span(text=name), HEAD)
            marks.append(LineMark(line, sheet.width - sheet.side - line.width, self._top))
            room -= line.width + _BETWEEN
        title = set_line(Span(text=shorten(self._title, HEAD, room)), HEAD)
        return [LineMark(title, sheet.side, self._top), *marks]


def add_footers(pages: Pages, report: Report) -> None:
    """Put catalogue, revision, date and `page n of N` at the foot of every page."""
    sheet = pages.sheet
    count = len(pages.pages)
    widest = _set_number(report.language, count, count, sheet.measure).width
    said = SetText((Span(text=footer_text(report)),), FOOTER, sheet.measure - widest - _BETWEEN)
    top = sheet.height - sheet.footer
    for number, page in enumerate(pages.pages, 1):
        shown = _set_number(report.language, number, count, sheet.measure)
        rule = Rule(sheet.side, top - _FOOTER_GAP, sheet.measure, _RULE, _RULE_GREY)
        page.rules.append(rule)
        page.footer += [
            LineMark(line, sheet.side, top + place * line.height)
            for place, line in enumerate(said.lines)
        ]
        page.footer.append(LineMark(shown, sheet.width - sheet.side - shown.width, top))


def _set_number(language: str, number: int, count: int, measure: float) -> SetLine:
    words = tr_in(language, "page {page} of {pages}", page=number, pages=count)
    return SetText((Span(text=words),), FOOTER, measure).lines[0]
