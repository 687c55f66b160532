"""Places blocks one after the other, page after page, with their notes at the foot.

Knows what may be parted and where; of a report it knows nothing. Every block is placed in the
order given, and a page that was turned is never touched again.
"""

from __future__ import annotations

from collections.abc import Callable

from desktop_app.ui.printing_blocks import Block, Need, Notes, Paragraph, Room, Slice
from desktop_app.ui.printing_lines import SetText
from desktop_app.ui.printing_marks import (
    Area,
    Goal,
    LineMark,
    Link,
    OutlineEntry,
    Page,
    Pages,
    Rule,
)
from desktop_app.ui.printing_notes import Foot

_STRIKE = 0.06
_STRIKE_HEIGHT = 0.28
#: A page that would stay empty by more than this share takes what it can of the next block.
_MOST_EMPTY = 0.25


class Flow:
    """Pages that grow at their end. Blocks that are kept with the next wait for it."""

    def __init__(
        self,
        pages: Pages,
        foot: Foot | None = None,
        on_text: Callable[[SetText], None] = lambda _text: None,
    ) -> None:
        """Begin at the head of a first page; without `foot` notes are no matter of the pages.

        `on_text` hears of each text that is placed.
        """
        self.pages = pages
        pages.pages.append(Page())
        self._sheet = pages.sheet
        self._top = self._sheet.top
        self._foot = foot
        self._on_text = on_text
        self._chain: list[Block] = []
        self._chain_height = 0.0
        #: Where each line of the contents ends: its page, its last line.
        self.entries: dict[int, tuple[int, LineMark]] = {}
        self._has_text = False
        self._has_section = False
        self._section = ""

    def add(self, block: Block) -> None:
        """Place `block`, with those before it that it is kept with."""
        self._chain.append(block)
        self._chain_height += block.before + block.first.height
        # A chain that no page could hold is not waited for.
        if not block.keep_with_next or self._chain_height > self._sheet.room:
            self.settle()

    def settle(self) -> None:
        """Place what waits for a block that does not come any more."""
        if not self._chain:
            return
        chain, self._chain, self._chain_height = self._chain, [], 0.0
        first, *others = chain
        self._turn_for(_need_of(chain), first, _least_of(chain))
        self._place(first)
        for block in others:
            self._place(block, is_kept=True)

    def end_part(self) -> None:
        """Begin a new page, which is of no section yet."""
        self.settle()
        self._section = ""
        self._turn()

    def finish(self) -> None:
        """Place all that waits, and the notes of the last page and what goes over from it."""
        self.settle()
        self._close()
        while self._foot is not None and not self._foot.is_empty:
            self._begin_page()
            self._close()

    # Pages

    @property
    def _room(self) -> Room:
        height = self._sheet.height - self._sheet.bottom - self._top
        if self._foot is None:
            return Room(height)
        return Room(height - self._foot.height, self._foot.cost)

    @property
    def _is_fresh(self) -> bool:
        """Say whether the page has all the room that a page can have."""
        return not self._has_text and (self._foot is None or self._foot.is_empty)

    def _turn_for(self, need: Need, block: Block, least: Need) -> None:
        """Turn the page where it cannot hold `need`, unless no other could.

        Where much of it would stay empty, `least` is enough.
        """
        while not self._is_fresh:
            head = self._head_of(block)
            before = block.before if self._has_text else (head.whole.height if head else 0.0)
            is_empty = self._room.height > _MOST_EMPTY * self._sheet.room
            if any(
                self._room.holds(before + one.height, one.notes)
                for one in ((need, least) if is_empty else (need,))
            ):
                return
            self._turn()

    def _turn(self) -> None:
        self._close()
        self._begin_page()

    def _begin_page(self) -> None:
        self.pages.pages.append(Page(section=self._section))
        self._top = self._sheet.top
        self._has_text = self._has_section = False

    def _close(self) -> None:
        """Put the notes at the foot of the page."""
        if self._foot is None:
            return
        for top, note, taken in self._foot.close(self._top, is_bare=not self._has_text):
            self._note_place(note, top)
            self._add(taken)

    # Blocks

    def _head_of(self, block: Block) -> Block | None:
        return block.heads if block.heads is not block else None

    def _place(self, block: Block, *, is_kept: bool = False) -> None:
        """Place a block; one that `is_kept` with those before begins below them if it can."""
        rest: Block | None = block
        while rest is not None:
            begins_here = is_kept and self._room.holds(rest.before + rest.least.height)
            is_kept = False
            if not begins_here:
                self._turn_for(rest.first, rest, rest.least)
            self._top += rest.before if self._has_text else 0.0
            head = self._head_of(rest)
            if head is not None and not self._has_text:
                self._put(head, Room(self._sheet.room))
            if isinstance(rest, Paragraph):
                self._note_place(rest, self._top)
            self._note_names(rest)
            rest = self._put(rest, self._room).rest
            self._has_text = True
            if rest is not None:
                self._turn()

    def _put(self, block: Block, room: Room) -> Slice:
        taken = block.take(self._sheet.side, self._top, room)
        self._add(taken)
        self._top += taken.height
        if self._foot is not None:
            notes: Notes = tuple(sorted(n for mark in taken.lines for n in mark.line.notes))
            self._foot.add(notes)
        if isinstance(block, Paragraph) and block.entry and taken.rest is None:
            self.entries[block.entry] = (len(self.pages.pages) - 1, taken.lines[-1])
        return taken

    def _note_names(self, block: Block) -> None:
        page = len(self.pages.pages) - 1
        for name in block.names:
            places = self.pages.names.setdefault(name, [])
            if not places or places[-1] != page:
                places.append(page)

    def _note_place(self, paragraph: Paragraph, top: float) -> None:
        page = self.pages.pages[-1]
        place = (len(self.pages.pages) - 1, top)
        if paragraph.heading is not None:
            title, level = paragraph.heading
            self.pages.outline.append(OutlineEntry(title, level, *place))
            if level == 1:
                self._section = title
                page.section = page.section if self._has_section else title
                self._has_section = True
        if paragraph.source:
            self.pages.sources[paragraph.source] = place
        if paragraph.note and paragraph.marker is not None:
            self.pages.notes[paragraph.note] = place
            left = self._sheet.side + paragraph.marker_left
            right = left + paragraph.marker.width
            area = (left, top, right, top + paragraph.marker.height)
            page.links.append(Link(area, Goal.REFERENCE, paragraph.note))

    def _add(self, taken: Slice) -> None:
        page = self.pages.pages[-1]
        page.lines += taken.lines
        page.rules += taken.rules
        for mark in taken.lines:
            if mark.line.start == 0:
                self._on_text(mark.line.owner)
            if mark.line.owner.stretches:
                self._add_stretches(page, mark)

    def _add_stretches(self, page: Page, mark: LineMark) -> None:
        size = mark.line.owner.style.size
        for stretch, start, end in mark.line.list_stretches():
            left, right = mark.left + start, mark.left + end
            area: Area = (left - 1, mark.top, right + 1, mark.top + mark.line.height)
            if stretch.struck:
                top = mark.baseline - size * _STRIKE_HEIGHT
                page.rules.append(Rule(left, top, right - left, size * _STRIKE))
            if stretch.note:
                page.links.append(Link((*area[:3], mark.baseline), Goal.NOTE, stretch.note))
            if stretch.source:
                page.links.append(Link(area, Goal.SOURCE, stretch.source))
            if stretch.page is not None:
                page.links.append(Link(area, Goal.PAGE, stretch.page))
            if stretch.first:
                place = (len(self.pages.pages) - 1, mark.top)
                self.pages.references.setdefault(stretch.note, place)


def _need_of(chain: list[Block]) -> Need:
    """Return what blocks that are kept together need, the last of them only begun."""
    return _add_need(chain, chain[-1].first)


def _least_of(chain: list[Block]) -> Need:
    """Return the same where much of a page would stay empty."""
    return _add_need(chain, chain[-1].least)


def _add_need(chain: list[Block], last: Need) -> Need:
    *kept, _ = chain
    height = sum(block.whole.height for block in kept) + last.height
    height += sum(block.before for block in chain[1:])
    notes = [note for block in kept for note in block.whole.notes]
    return Need(height, (*notes, *last.notes))
