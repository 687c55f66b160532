"""Sets a report on pages: its pieces as blocks, contents, index, heads and footers.

The pages are marks at places in points from the top left; `printing` paints them on paper,
on the screen or into a file, so that all three are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain, groupby, islice

from desktop_app.reports.layout import (
    AnyPiece,
    Piece,
    PieceGrid,
    PieceStyle,
    PieceTable,
    footer_text,
    list_body,
    list_end,
    list_notes,
    note_piece,
)
from desktop_app.reports.model import Grid, Report
from desktop_app.reports.setting import Sheet, make_sheet
from desktop_app.reports.spans import Span, plain_spans
from desktop_app.reports.words import get_words, list_count_lines
from desktop_app.ui.printing_blocks import Block, Paragraph
from desktop_app.ui.printing_branch import make_branch_block
from desktop_app.ui.printing_cells import CellLine
from desktop_app.ui.printing_contents import fill_contents, list_contents_blocks
from desktop_app.ui.printing_context import make_context_block
from desktop_app.ui.printing_faces import Typefaces
from desktop_app.ui.printing_flow import Flow
from desktop_app.ui.printing_grid import list_grid_blocks
from desktop_app.ui.printing_heads import RunningHeads, add_footers
from desktop_app.ui.printing_index import Columns, column_width, list_index_lines
from desktop_app.ui.printing_lines import SetText
from desktop_app.ui.printing_marks import Pages
from desktop_app.ui.printing_notes import Foot
from desktop_app.ui.printing_tables import list_table_blocks
from desktop_app.ui.printing_type import FOOTER, style_of

_NUMBER_GAP = 7.0
_ABOVE_COUNTS = 16.0
#: The citation style, and what is said of typefaces.
_OTHER_CLOSING_LINES = 3


class ReportLayout:
    """Sets a report on pages, a few blocks at a time, so that a window can go on meanwhile.

    Pages that are full stay as they are; the numbers of the contents and the footers come when
    all is set.
    """

    def __init__(self, report: Report, sheet: Sheet | None = None) -> None:
        """Begin with nothing set, on the paper the report asks for or on `sheet`."""
        self._report = report
        sheet = sheet or make_sheet(report.setup)
        self._measure = sheet.measure
        self._faces = Typefaces()
        self._faces.meet(SetText((Span(text=footer_text(report)),), FOOTER, self._measure))
        self._notes = {note.number: note for note in report.notes}
        at_foot = report.setup.notes_at_foot
        foot = Foot(sheet, self._set_note) if at_foot else None
        self._flow = Flow(Pages(sheet), foot, self._faces.meet)
        self._heads = RunningHeads(report, sheet)
        self._headed = 1
        self._told = 0
        #: How many pages the contents fill, None as long as that is not known.
        self._held: int | None = None if report.setup.contents else 0
        self._blocks = self._list_blocks()
        self._has_counts = self._is_done = False
        self.done = 0
        self.total = _count_steps(report)

    @property
    def pages(self) -> Pages:
        """Return the pages so far; the last may still grow."""
        return self._flow.pages

    def step(self) -> bool:
        """Set the next block; return whether there was one. After the last come the footers."""
        if self._is_done:
            return False
        block = next(self._blocks, None)
        if block is not None:
            self._flow.add(block)
            self.done += 1
        else:
            self._flow.finish()
            fill_contents(self._flow)
            add_footers(self.pages, self._report)
            self.done = self.total
            self._is_done = True
        self._add_heads(len(self.pages.pages) - (not self._is_done))
        return True

    def list_full(self) -> range:
        """Return the pages (from 0) that became full since last asked; those of the contents,
        which wait for their numbers, are not among them.
        """
        if self._held is None:
            return range(0)
        full = range(max(self._told, self._held), len(self.pages.pages) - 1)
        self._told = max(full.start, full.stop)
        return full

    def _add_heads(self, until: int) -> None:
        """Put the running heads over pages that are full; the first page has its title."""
        for page in self.pages.pages[self._headed : until]:
            self._heads.add(page)
        self._headed = max(self._headed, until)

    def _list_blocks(self) -> Iterator[Block]:
        report = self._report
        body = list_body(report)
        for piece in islice(body, 2 if report.subtitle else 1):
            yield from self._set(piece, None)
        if report.setup.contents:
            yield from self._list_contents()
        notes = () if report.setup.notes_at_foot else list_notes(report)
        pieces = chain(body, notes, list_end(report))
        for is_index, group in groupby(pieces, _is_index):
            if is_index:
                yield from self._list_index([one for one in group if isinstance(one, Piece)])
            else:
                for piece, after in _pair(group):
                    yield from self._set(piece, after)
        *lines, last = self._faces.list_lines(report.language)
        yield from (self._set_count(line, keep_with_next=True) for line in lines)
        yield self._set_count(last)

    def _list_contents(self) -> Iterator[Block]:
        title = get_words(self._report.language).contents
        heading = Piece(style=PieceStyle.HEADING, spans=(Span(text=title),), level=1)
        yield replace(_make_block(heading, self._measure), keep_with_next=True)
        yield from list_contents_blocks(self._report, self._measure)
        self._flow.end_part()
        self._held = len(self.pages.pages) - 1

    def _list_index(self, pieces: list[Piece]) -> Iterator[Block]:
        # All that may be named stands on its page by now.
        width = column_width(self._measure)
        lines: list[CellLine] = []
        for entry in list_index_lines(pieces, self.pages.names, width):
            lines += entry
        yield Columns(tuple(lines), width, below=self._closing_height)

    @property
    def _closing_height(self) -> float:
        """Return about how high the lines are that close the report."""
        report, style = self._report, style_of(PieceStyle.COUNT)
        count = len(list_count_lines(report.counts, report.language)) + _OTHER_CLOSING_LINES
        return _ABOVE_COUNTS + count * (style.before + style.leading)

    def _set(self, piece: AnyPiece, after: AnyPiece | None) -> Iterator[Block]:
        """Yield a piece as blocks; `after` is the next one, which it may be kept with."""
        if isinstance(piece, PieceTable):
            yield from list_table_blocks(piece, self._measure)
        elif isinstance(piece, PieceGrid):
            yield from list_grid_blocks(piece, self._measure)
        elif piece.style is PieceStyle.CONTEXT:
            yield make_context_block(piece, self._measure)
        elif piece.style is PieceStyle.BRANCH:
            deeper = isinstance(after, Piece) and len(after.rails) > len(piece.rails)
            yield make_branch_block(piece, self._measure, has_parts=deeper)
        else:
            block = _make_block(piece, self._measure)
            if _is_count(piece) and not self._has_counts:
                self._has_counts = True
                block = replace(block, before=_ABOVE_COUNTS)
            # What waits to be placed with the counts is not met in time by the flow.
            self._faces.meet(block.lines[0].owner)
            # The counts close the report together, and never alone on a page.
            yield replace(block, keep_with_next=True) if _is_count(after) else block

    def _set_note(self, number: int) -> Paragraph | None:
        note = self._notes.get(number)
        if note is None:
            return None
        block = _make_block(note_piece(note, self._report.language), self._measure)
        self._faces.meet(block.lines[0].owner)
        return block

    def _set_count(self, text: str, *, keep_with_next: bool = False) -> Block:
        piece = Piece(style=PieceStyle.COUNT, spans=(Span(text=text),))
        return replace(_make_block(piece, self._measure), keep_with_next=keep_with_next)


def lay_out(
    report: Report,
    sheet: Sheet | None = None,
    on_piece: Callable[[int, int], None] = lambda _done, _total: None,
) -> Pages:
    """Return `report` on pages of `sheet`; `on_piece` hears how many blocks of how many are set.

    May run in any thread; the pages then belong to it, as Qt's fonts do.
    """
    layout = ReportLayout(report, sheet)
    while layout.step():
        on_piece(layout.done, max(layout.total, layout.done))
    return layout.pages


def _make_block(piece: Piece, measure: float) -> Paragraph:
    style = style_of(piece.style, piece.level)
    is_heading = piece.style is PieceStyle.HEADING
    is_kept = piece.style in (PieceStyle.NAMES, PieceStyle.COUNT)
    block = Paragraph(
        SetText(piece.spans, style, measure, piece.number).lines,
        before=style.before,
        keep_with_next=piece.keep_with_next or is_kept,
        heading=(plain_spans(piece.spans), piece.level) if is_heading else None,
        is_barred=piece.is_uncited,
        source=piece.key if piece.style is PieceStyle.ENTRY else "",
        names=piece.names,
    )
    if piece.style is not PieceStyle.NOTE:
        return block
    spans = (Span(text=f"{piece.number}."),)
    number = SetText(spans, replace(style, indent=0.0), measure, piece.number).lines[0]
    left = max(style.indent - _NUMBER_GAP - number.width, 0.0)
    return replace(block, marker=number, marker_left=left, note=piece.number)


def _is_count(piece: AnyPiece | None) -> bool:
    return isinstance(piece, Piece) and piece.style is PieceStyle.COUNT


def _is_index(piece: AnyPiece) -> bool:
    return isinstance(piece, Piece) and piece.style is PieceStyle.INDEX


def _pair(pieces: Iterable[AnyPiece]) -> Iterator[tuple[AnyPiece, AnyPiece | None]]:
    """Yield each piece with the one after it."""
    before: AnyPiece | None = None
    for piece in pieces:
        if before is not None:
            yield before, piece
        before = piece
    if before is not None:
        yield before, None


def _count_steps(report: Report) -> int:
    """Return about how many blocks a report has."""
    rows = sum(len(block.rows) for block in report.blocks if isinstance(block, Grid))
    notes = 0 if report.setup.notes_at_foot else len(report.notes)
    return len(report.blocks) + rows + notes + len(report.bibliography) + 8
