"""Flows a report over pages: what may be parted and where, notes, footers, outline, links.

The pages are marks at places in points from the top left; `printing` paints them on paper,
on the screen or into a file, so that all three are the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from desktop_app.i18n import tr_in
from desktop_app.reports.layout import (
    Piece,
    PieceStyle,
    PieceTable,
    flatten_grids,
    footer_text,
    list_pieces,
)
from desktop_app.reports.model import ClaimLine, Report
from desktop_app.reports.setting import Sheet
from desktop_app.reports.spans import Span, plain_spans
from desktop_app.ui.printing_blocks import Block, LineMark, Paragraph, Rule, Slice
from desktop_app.ui.printing_context import make_context_block
from desktop_app.ui.printing_lines import SetLine, SetText
from desktop_app.ui.printing_tables import list_table_blocks
from desktop_app.ui.printing_type import A4, FOOTER, style_of

_FOOTER_RULE = 0.5
_FOOTER_GAP = 5.0
_NUMBER_GAP = 7.0
_STRIKE = 0.06
_STRIKE_HEIGHT = 0.28


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A heading's place: page (from 0) and height from the top."""

    title: str
    level: int
    page: int
    top: float


@dataclass(frozen=True, slots=True)
class NoteLink:
    """An area (left, top, right, bottom) that leads to a note, or from a note to its place."""

    area: tuple[float, float, float, float]
    note: int
    is_back: bool = False


@dataclass(slots=True)
class Page:
    """What stands on one page; `footer` is apart, because it is no part of the text."""

    lines: list[LineMark] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    footer: list[LineMark] = field(default_factory=list)
    links: list[NoteLink] = field(default_factory=list)


@dataclass(slots=True)
class Pages:
    """A report on pages. `notes` and `references` give page and height by a note's number."""

    sheet: Sheet
    pages: list[Page] = field(default_factory=list)
    outline: list[OutlineEntry] = field(default_factory=list)
    notes: dict[int, tuple[int, float]] = field(default_factory=dict)
    references: dict[int, tuple[int, float]] = field(default_factory=dict)


class ReportLayout:
    """Sets a report on pages, a few pieces at a time, so that a window can go on meanwhile.

    Pages that are full stay as they are; footers come when all is set.
    """

    def __init__(self, report: Report, sheet: Sheet = A4) -> None:
        """Begin with nothing set."""
        self._report = report
        self._pieces = list(flatten_grids(list_pieces(report)))
        self._uncited = _list_uncited(report)
        self._flow = _Flow(sheet)
        self.done = 0

    @property
    def pages(self) -> Pages:
        """Return the pages so far; the last may still grow."""
        return self._flow.pages

    @property
    def total(self) -> int:
        """Return how many pieces there are."""
        return len(self._pieces)

    def step(self) -> bool:
        """Set the next piece; return whether there was one. After the last come the footers."""
        if self.done == self.total:
            return False
        piece = self._pieces[self.done]
        measure = self.pages.sheet.measure
        if isinstance(piece, PieceTable):
            for block in list_table_blocks(piece, measure):
                self._flow.add(block)
        elif piece.style is PieceStyle.CONTEXT:
            self._flow.add(make_context_block(piece, measure))
        else:
            block = _make_block(piece, measure, is_barred=self.done in self._uncited)
            # The counts close the report together, and never alone on a page.
            ends = any(one.style is PieceStyle.COUNT for one in self._next_pieces())
            self._flow.add(replace(block, keep_with_next=True) if ends else block)
        self.done += 1
        if self.done == self.total:
            self._flow.finish()
            _add_footers(self.pages, self._report)
        return True

    def _next_pieces(self) -> list[Piece]:
        after = self._pieces[self.done + 1 : self.done + 2]
        return [piece for piece in after if isinstance(piece, Piece)]


def lay_out(
    report: Report,
    sheet: Sheet = A4,
    on_piece: Callable[[int, int], None] = lambda _done, _total: None,
) -> Pages:
    """Return `report` on pages of `sheet`; `on_piece` hears how many pieces of how many are set.

    May run in any thread; the pages then belong to it, as Qt's fonts do.
    """
    layout = ReportLayout(report, sheet)
    while layout.step():
        on_piece(layout.done, layout.total)
    return layout.pages


def _list_uncited(report: Report) -> set[int]:
    """Return the places, among all pieces, of claims without a citation."""
    first = 2 if report.subtitle else 1
    return {
        number
        for number, block in enumerate(report.blocks, first)
        if isinstance(block, ClaimLine) and block.uncited
    }


def _make_block(piece: Piece, measure: float, *, is_barred: bool) -> Paragraph:
    style = style_of(piece.style, piece.level)
    lines = SetText(piece.spans, style, measure).lines
    is_heading = piece.style is PieceStyle.HEADING
    block = Paragraph(
        lines,
        before=style.before,
        keep_with_next=piece.keep_with_next or piece.style is PieceStyle.NAMES,
        heading=(plain_spans(piece.spans), piece.level) if is_heading else None,
        is_barred=is_barred,
    )
    if piece.style is not PieceStyle.NOTE:
        return block
    spans = (Span(text=f"{piece.number}."),)
    number = SetText(spans, replace(style, indent=0.0), measure).lines[0]
    left = max(style.indent - _NUMBER_GAP - number.width, 0.0)
    return replace(block, marker=number, marker_left=left, note=piece.number)


class _Flow:
    """Places blocks one after the other, page after page."""

    def __init__(self, sheet: Sheet) -> None:
        self.pages = Pages(sheet, [Page()])
        self._sheet = sheet
        self._top = sheet.top
        self._chain: list[Block] = []

    def add(self, block: Block) -> None:
        """Place `block`, with those before it that it is kept with."""
        self._chain.append(block)
        if not block.keep_with_next:
            self.finish()

    def finish(self) -> None:
        """Place what waits for a block that does not come any more."""
        if not self._chain:
            return
        needed = sum(block.before + block.height for block in self._chain[:-1])
        needed += self._chain[-1].before + self._chain[-1].first_height
        if needed > self._room and not self._is_at_head:
            self._turn()
        for block in self._chain:
            self._place(block)
        self._chain = []

    @property
    def _room(self) -> float:
        return self._sheet.height - self._sheet.bottom - self._top

    @property
    def _is_at_head(self) -> bool:
        return self._top == self._sheet.top

    def _turn(self) -> None:
        self.pages.pages.append(Page())
        self._top = self._sheet.top

    def _place(self, block: Block) -> None:
        rest: Block | None = block
        while rest is not None:
            before = 0.0 if self._is_at_head else rest.before
            if before + rest.first_height > self._room and not self._is_at_head:
                self._turn()
                before = 0.0
            self._top += before
            if isinstance(rest, Paragraph):
                self._note_place(rest)
            taken = rest.take(self._sheet.side, self._top, self._room)
            self._add(taken)
            self._top += taken.height
            rest = taken.rest
            if rest is not None:
                self._turn()

    def _note_place(self, paragraph: Paragraph) -> None:
        place = (len(self.pages.pages) - 1, self._top)
        if paragraph.heading is not None:
            title, level = paragraph.heading
            self.pages.outline.append(OutlineEntry(title, level, *place))
        if paragraph.note and paragraph.marker is not None:
            self.pages.notes[paragraph.note] = place
            left = self._sheet.side + paragraph.marker_left
            right = left + paragraph.marker.width
            area = (left, self._top, right, self._top + paragraph.marker.height)
            self.pages.pages[-1].links.append(NoteLink(area, paragraph.note, is_back=True))

    def _add(self, taken: Slice) -> None:
        page = self.pages.pages[-1]
        page.lines += taken.lines
        page.rules += taken.rules
        for mark in taken.lines:
            if mark.line.owner.stretches:
                self._add_stretches(page, mark)

    def _add_stretches(self, page: Page, mark: LineMark) -> None:
        size = mark.line.owner.style.size
        for stretch, start, end in mark.line.list_stretches():
            left, right = mark.left + start, mark.left + end
            if stretch.struck:
                top = mark.baseline - size * _STRIKE_HEIGHT
                page.rules.append(Rule(left, top, right - left, size * _STRIKE))
            if stretch.note:
                area = (left - 1, mark.top, right + 1, mark.baseline)
                page.links.append(NoteLink(area, stretch.note))
            if stretch.first:
                place = (len(self.pages.pages) - 1, mark.top)
                self.pages.references.setdefault(stretch.note, place)


def _add_footers(pages: Pages, report: Report) -> None:
    """Put catalogue, revision, date and `page n of N` at the foot of every page."""
    sheet = pages.sheet
    count = len(pages.pages)
    widest = _set_number(report.language, count, count, sheet.measure).width
    said = SetText((Span(text=footer_text(report)),), FOOTER, sheet.measure - widest - 18)
    top = sheet.height - sheet.bottom + (sheet.bottom - sheet.footer)
    for number, page in enumerate(pages.pages, 1):
        shown = _set_number(report.language, number, count, sheet.measure)
        page.rules.append(Rule(sheet.side, top - _FOOTER_GAP, sheet.measure, _FOOTER_RULE, 0.55))
        page.footer += [
            LineMark(line, sheet.side, top + place * line.height)
            for place, line in enumerate(said.lines)
        ]
        page.footer.append(LineMark(shown, sheet.width - sheet.side - shown.width, top))


def _set_number(language: str, number: int, count: int, measure: float) -> SetLine:
    words = tr_in(language, "page {page} of {pages}", page=number, pages=count)
    return SetText((Span(text=words),), FOOTER, measure).lines[0]
