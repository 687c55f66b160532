"""The table of contents: a line for each heading, its page number filled in when all is set.

How many lines it has is known from the headings alone, so the pages after it never move.
"""

from __future__ import annotations

from collections.abc import Iterator

from desktop_app.reports.model import Heading, Report
from desktop_app.reports.setting import Sheet
from desktop_app.reports.spans import Span
from desktop_app.reports.words import get_words
from desktop_app.ui.printing_blocks import Paragraph
from desktop_app.ui.printing_flow import Flow
from desktop_app.ui.printing_lines import SetText, set_line
from desktop_app.ui.printing_marks import Goal, LineMark, Link, OutlineEntry, Page, Rule
from desktop_app.ui.printing_type import CONTENTS

#: The width kept free for the page numbers.
_NUMBERS = 34.0
_DOT, _DOTS_APART, _DOTS_GREY = 0.8, 4.5, 0.35
_BESIDE_DOTS = 5.0


def list_contents(report: Report) -> Iterator[tuple[str, int]]:
    """Yield the title and the level of every heading the contents name, in their order."""
    words = get_words(report.language)
    for block in report.blocks:
        if isinstance(block, Heading) and block.level <= len(CONTENTS):
            yield block.text, block.level
    sections = (
        (words.notes, report.notes and not report.setup.notes_at_foot),
        (words.bibliography, report.bibliography),
        (words.index, report.index),
    )
    yield from ((title, 1) for title, stands in sections if stands)


def list_contents_blocks(report: Report, measure: float) -> Iterator[Paragraph]:
    """Yield the lines of the contents, without their numbers."""
    for number, (title, level) in enumerate(list_contents(report), 1):
        style = CONTENTS[level - 1]
        lines = SetText((Span(text=title),), style, measure - _NUMBERS).lines
        yield Paragraph(lines, before=style.before, entry=number, keep_with_next=level == 1)


def fill_contents(flow: Flow) -> None:
    """Put dots and the number of its heading's page behind every line of the contents."""
    pages = flow.pages
    if not flow.entries:
        return
    # The first heading is that of the contents themselves.
    headings = [
        (place, entry) for place, entry in enumerate(pages.outline) if entry.level <= len(CONTENTS)
    ][1:]
    for number, (place, entry) in enumerate(headings, 1):
        on, mark = flow.entries[number]
        _fill_entry(pages.pages[on], mark, pages.sheet, (place, entry))


def _fill_entry(
    page: Page, mark: LineMark, sheet: Sheet, heading: tuple[int, OutlineEntry]
) -> None:
    place, entry = heading
    right = sheet.width - sheet.side
    number = set_line(Span(text=str(entry.page + 1)), mark.line.owner.style)
    left = right - number.width
    top = mark.baseline - number.baseline
    # Read in this order, a heading and its page stand on one line.
    page.lines.insert(page.lines.index(mark) + 1, LineMark(number, left, top))
    # All dots stand under each other, counted from the right.
    first = mark.left + mark.line.width + _BESIDE_DOTS
    count = int((left - _BESIDE_DOTS - first) // _DOTS_APART)
    if count > 0:
        begin = right - _NUMBERS - ((right - _NUMBERS - first) // _DOTS_APART) * _DOTS_APART
        width = (left - _BESIDE_DOTS - begin) // _DOTS_APART * _DOTS_APART + _DOT
        rule = Rule(begin, mark.baseline - _DOT, width, _DOT, _DOTS_GREY, _DOTS_APART)
        page.rules.append(rule)
    area = (mark.left, mark.top, right, mark.top + mark.line.height)
    page.links.append(Link(area, Goal.HEADING, place))
