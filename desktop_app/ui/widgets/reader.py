"""The reader: a document's text with its excerpts, a find bar, zoom and a caret.

`ReaderView` takes and gives code points of the canonical text; inside, Qt counts UTF-16 units. It
changes nothing itself: it tells what the archivist asks for and shows what it is then given.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.catalog.documents import PageMark
from desktop_app.ui.theme import reading_font
from desktop_app.ui.widgets.find_bar import FindBar
from desktop_app.ui.widgets.reader_boundaries import step_passage
from desktop_app.ui.widgets.reader_excerpts import ExcerptIndex, PlacedExcerpt, ReaderExcerpt
from desktop_app.ui.widgets.reader_find import TextFinder
from desktop_app.ui.widgets.reader_keys import ReaderCommand
from desktop_app.ui.widgets.reader_page import ReaderPage
from desktop_app.ui.widgets.reader_text import ReaderText

__all__ = ["ReaderExcerpt", "ReaderView"]

ZOOM_LEVELS = (50, 67, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300)
#: The command's boundary: whether it is the end, whether it goes forward, whether by letters.
_BOUNDARY_STEPS = {
    ReaderCommand.END_LATER: (True, True, False),
    ReaderCommand.END_EARLIER: (True, False, False),
    ReaderCommand.START_LATER: (False, True, False),
    ReaderCommand.START_EARLIER: (False, False, False),
    ReaderCommand.END_LATER_FINE: (True, True, True),
    ReaderCommand.END_EARLIER_FINE: (True, False, True),
    ReaderCommand.START_LATER_FINE: (False, True, True),
    ReaderCommand.START_EARLIER_FINE: (False, False, True),
}


class ReaderView(QWidget):
    """Shows one text with its excerpts. All offsets are code points of the canonical text."""

    selection_changed = Signal(int, int)
    excerpt_activated = Signal(str)
    excerpt_requested = Signal(int, int)
    boundary_changed = Signal(str, int, int)
    zoom_changed = Signal(int)
    #: A hit of a search was gone to: which, from 1, and of how many.
    hit_shown = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Set up an empty reader."""
        super().__init__(parent)
        self.setObjectName("reader")
        self.page = ReaderPage(self)
        self.find_bar = FindBar(self)
        self.find_bar.hide()
        self.setFocusProxy(self.page)
        self._finder = TextFinder("")
        self._found: list[tuple[int, int]] = []
        self._found_here = -1
        self._sought: tuple[str, bool] = ("", False)
        self._current: str | None = None
        self._activated: tuple[tuple[str, ...], int] = ((), 0)
        self._zoom = 100
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.page, 1)
        column.addWidget(self.find_bar)

    def _connect(self) -> None:
        self.page.command_given.connect(self._on_command)
        self.page.excerpts_clicked.connect(self._activate_one)
        self.page.zoom_asked.connect(self._step_zoom)
        self.page.selectionChanged.connect(self._on_selection_changed)
        self.find_bar.query_changed.connect(self._on_query_changed)
        self.find_bar.next_asked.connect(self.find_next)
        self.find_bar.previous_asked.connect(self.find_previous)
        self.find_bar.closed.connect(self.close_find_bar)

    # The text and its excerpts

    def set_text(self, text: str, pages: tuple[PageMark, ...] = ()) -> None:
        """Show the canonical `text` with its `pages` from the beginning, without excerpts."""
        shown = ReaderText(text)
        self._finder = TextFinder(text)
        self._current = None
        self._activated = ((), 0)
        self.page.set_current(None)
        self.page.set_reader_text(shown, [(shown.to_utf16(one.start), one.label) for one in pages])
        self._sought = ("", False)
        self._show_found([], -1)
        if self.find_bar.isVisible():
            self._on_query_changed(self.find_bar.line.text(), self.find_bar.tones.isChecked())

    def text(self) -> str:
        """Return the canonical text on show."""
        return self.page.reader_text.canonical

    def set_excerpts(self, excerpts: Sequence[ReaderExcerpt]) -> None:
        """Show `excerpts`; scroll position, caret and selection stay."""
        self.page.set_index(ExcerptIndex(excerpts, self.page.reader_text.to_utf16))
        if self._current is not None and self.page.index.find(self._current) is None:
            self.set_current_excerpt(None)

    def set_current_excerpt(self, excerpt_id: str | None) -> None:
        """Frame one excerpt: the one whose boundaries the keys move. Emits nothing."""
        self._current = excerpt_id
        self.page.set_current(excerpt_id)

    def current_excerpt(self) -> str | None:
        """Return the id of the framed excerpt, or None."""
        return self._current

    # Places

    def select(self, start: int, end: int) -> None:
        """Select [start, end) and bring its beginning into sight."""
        text = self.page.reader_text
        self.page.move_caret(text.to_utf16(start), text.to_utf16(end))

    def reveal(self, start: int, end: int) -> None:
        """Bring [start, end) to the middle, the caret at its start, and let it flash."""
        text = self.page.reader_text
        first, last = text.to_utf16(start), text.to_utf16(end)
        self.page.move_caret(first)
        self.page.flash(first, last)

    def selected_range(self) -> tuple[int, int] | None:
        """Return the selection, or None where nothing is selected."""
        cursor = self.page.textCursor()
        if not cursor.hasSelection():
            return None
        text = self.page.reader_text
        return text.from_utf16(cursor.selectionStart()), text.from_utf16(cursor.selectionEnd())

    def caret(self) -> int:
        """Return where the caret is."""
        return self.page.reader_text.from_utf16(self.page.textCursor().position())

    def visible_range(self) -> tuple[int, int]:
        """Return the stretch of text on the screen."""
        first, last = self.page.visible_range()
        text = self.page.reader_text
        return text.from_utf16(first), text.from_utf16(last)

    # Zoom

    def set_zoom(self, percent: int) -> None:
        """Show the letters at `percent` of their ordinary size, held between 50 and 300."""
        percent = min(max(percent, ZOOM_LEVELS[0]), ZOOM_LEVELS[-1])
        if percent != self._zoom:
            self._zoom = percent
            self.page.set_points(round(reading_font().pointSizeF() * percent / 100, 2))
            self.zoom_changed.emit(percent)

    def zoom(self) -> int:
        """Return the size of the letters in per cent."""
        return self._zoom

    def _step_zoom(self, steps: int) -> None:
        at = bisect_left(ZOOM_LEVELS, self._zoom) + steps
        self.set_zoom(ZOOM_LEVELS[min(max(at, 0), len(ZOOM_LEVELS) - 1)])

    # Find

    def show_find_bar(self) -> None:
        """Open the find bar with the selected words, if they are on one line."""
        selected = self.selected_range()
        words = self.text()[slice(*selected)] if selected else ""
        self.find_bar.open_with("" if "\n" in words or len(words) > 200 else words)

    def close_find_bar(self) -> None:
        """Hide the find bar and its marks; the match in hand stays selected."""
        self.find_bar.hide()
        self._sought = ("", False)
        self._show_found([], -1)
        self.page.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_hits(self, places: Sequence[tuple[int, int]]) -> None:
        """Mark `places` (in the order of the text) as matches, the one at the caret in hand.

        Those that are sought in the find bar go before.
        """
        if not self.find_bar.isVisible():
            starts = [start for start, _ in places]
            caret = self.caret()
            self._show_found(list(places), starts.index(caret) if caret in starts else -1)

    def has_matches(self) -> bool:
        """Tell whether there are matches to go through."""
        return bool(self._found)

    def find_next(self) -> None:
        """Go to the next match, after the last to the first."""
        # Words just typed are sought first, and that already goes to their nearest match.
        if not self.find_bar.settle():
            self._go_to_found(self._found_here + 1)

    def find_previous(self) -> None:
        """Go to the previous match, before the first to the last."""
        if not self.find_bar.settle():
            self._go_to_found(self._found_here - 1)

    def _on_query_changed(self, query: str, tones: bool) -> None:
        if (query, tones) == self._sought:
            return
        self._sought = (query, tones)
        selected = self.selected_range()
        from_here = selected[0] if selected else self.caret()
        found = self._finder.find(query, tones=tones)
        self._show_found(found, -1)
        if found:
            first = bisect_left([start for start, _ in found], from_here)
            self._go_to_found(first)

    def _go_to_found(self, number: int) -> None:
        """Select match `number`, counted around the end."""
        if not self._found:
            if not self.find_bar.isVisible():
                self.show_find_bar()
            return
        number %= len(self._found)
        self._found_here = number
        self.page.set_found_here(number)
        self.find_bar.set_count(number + 1, len(self._found))
        if not self.find_bar.isVisible():
            self.hit_shown.emit(number + 1, len(self._found))
        self.select(*self._found[number])

    def _show_found(self, found: list[tuple[int, int]], here: int) -> None:
        """Mark `found` and say how many there are."""
        self._found = found
        self._found_here = here
        self.page.set_found(self.page.reader_text.place(found), here)
        self.find_bar.set_count(here + 1, len(found))

    # What keys and clicks ask

    def _on_command(self, command: ReaderCommand) -> None:
        if command in _BOUNDARY_STEPS:
            self._move_boundary(*_BOUNDARY_STEPS[command])
            return
        match command:
            case ReaderCommand.ACTIVATE:
                self._activate_or_request()
            case ReaderCommand.TAKE_SELECTION:
                self._take_selection()
            case ReaderCommand.NEXT_EXCERPT | ReaderCommand.PREVIOUS_EXCERPT:
                self._go_to_excerpt(forward=command is ReaderCommand.NEXT_EXCERPT)
            case ReaderCommand.FIND:
                self.show_find_bar()
            case ReaderCommand.FIND_NEXT:
                self.find_next()
            case ReaderCommand.FIND_PREVIOUS:
                self.find_previous()
            case ReaderCommand.ZOOM_IN:
                self._step_zoom(1)
            case ReaderCommand.ZOOM_OUT:
                self._step_zoom(-1)
            case _:
                self.set_zoom(100)

    def _activate_or_request(self) -> None:
        """Ask for an excerpt of the selection; without one, open the excerpt at the caret."""
        selected = self.selected_range()
        if selected:
            self.excerpt_requested.emit(*selected)
            return
        position = self.page.textCursor().position()
        self._activate_one(self.page.index.list_at(position))

    def _activate_one(self, candidates: Sequence[PlacedExcerpt]) -> None:
        """Activate the smallest of overlapping excerpts, and at each further time the next."""
        if not candidates:
            return
        ids = tuple(one.excerpt.id for one in candidates)
        known, place = self._activated
        place = (place + 1) % len(ids) if ids == known and self._current == known[place] else 0
        self._activated = (ids, place)
        self.set_current_excerpt(ids[place])
        self.excerpt_activated.emit(ids[place])

    def _go_to_excerpt(self, *, forward: bool) -> None:
        """Put the caret at the start of the next or previous excerpt and activate it."""
        position = self.page.textCursor().position()
        index = self.page.index
        one = index.find_next(position) if forward else index.find_previous(position)
        if one is not None:
            self.page.move_caret(one.start)
            self._activated = ((one.excerpt.id,), 0)
            self.set_current_excerpt(one.excerpt.id)
            self.excerpt_activated.emit(one.excerpt.id)

    def _boundary_excerpt(self) -> ReaderExcerpt | None:
        """Return the framed excerpt, else the smallest around the caret."""
        placed = self.page.index.find(self._current) if self._current else None
        if placed is None:
            around = self.page.index.list_at(self.page.textCursor().position())
            placed = around[0] if around else None
        return placed.excerpt if placed else None

    def _move_boundary(self, is_end: bool, forward: bool, fine: bool) -> None:
        one = self._boundary_excerpt()
        if one is None:
            return
        moved = step_passage(
            self.text(), one.start, one.end, forward=forward, is_end=is_end, fine=fine
        )
        if moved:
            self.set_current_excerpt(one.id)
            self.boundary_changed.emit(one.id, *moved)

    def _take_selection(self) -> None:
        one, selected = self._boundary_excerpt(), self.selected_range()
        if one and selected:
            self.set_current_excerpt(one.id)
            self.boundary_changed.emit(one.id, *selected)

    def _on_selection_changed(self) -> None:
        selected = self.selected_range()
        self.selection_changed.emit(*(selected or (self.caret(), self.caret())))
