"""The sections of a report: their numbers, and which of them name a record.

A contents list and an index of names are made from these where there are no pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from desktop_app.catalog.wording import colon
from desktop_app.reports.layout import AnyPiece, Piece, PieceGrid, PieceStyle
from desktop_app.reports.spans import plain_spans

#: Headings down to this level stand in the contents.
CONTENTS_DEPTH = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading: its place among all headings (from 1), its number ("2.1"), words and level.

    What closes a report, such as the bibliography, has no number. `key` is the record's id.
    """

    place: int
    number: str
    text: str
    level: int
    key: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """All sections in order, by record those that name it, and the report's language."""

    sections: tuple[Section, ...]
    places: Mapping[str, tuple[Section, ...]]
    language: str

    @property
    def contents(self) -> tuple[Section, ...]:
        """Return the sections that the contents list."""
        return tuple(one for one in self.sections if one.level <= CONTENTS_DEPTH)


def make_outline(body: Iterable[AnyPiece], end: Iterable[AnyPiece], language: str) -> Outline:
    """Return the sections of `body`, which are numbered, and of `end`, which are not."""
    sections: list[Section] = []
    places: dict[str, dict[int, Section]] = {}
    counts: list[tuple[int, int]] = []
    for piece in body:
        if isinstance(piece, Piece) and piece.style is PieceStyle.HEADING:
            counts = _count_on(counts, piece.level)
            number = ".".join(str(count) for _, count in counts)
            sections.append(_section(piece, len(sections) + 1, number))
        if sections:
            for name in list_piece_names(piece):
                places.setdefault(name, {})[len(sections)] = sections[-1]
    for piece in end:
        if isinstance(piece, Piece) and piece.style is PieceStyle.HEADING:
            sections.append(_section(piece, len(sections) + 1, ""))
    found = {name: tuple(where.values()) for name, where in places.items()}
    return Outline(tuple(sections), found, language)


def list_index_places(piece: Piece, outline: Outline) -> Iterator[tuple[str, Section]]:
    """Yield the sections that name an entry of the index, each with what stands before it."""
    for number, section in enumerate(outline.places.get(piece.key, ())):
        yield "; " if number else colon(outline.language), section


def list_piece_names(piece: AnyPiece) -> Iterator[str]:
    """Yield the ids of the records that a piece names, a grid's row by row."""
    if isinstance(piece, PieceGrid):
        for row in piece.rows:
            yield from row.names
    elif isinstance(piece, Piece):
        yield from piece.names


def _count_on(counts: list[tuple[int, int]], level: int) -> list[tuple[int, int]]:
    """Return (level, number) of a heading and of those above it; levels may be passed over."""
    above = [one for one in counts if one[0] < level]
    same = [number for at, number in counts[len(above) :][:1] if at >= level]
    return [*above, (level, same[0] + 1 if same else 1)]


def _section(piece: Piece, place: int, number: str) -> Section:
    words = " ".join(plain_spans(piece.spans).split())
    return Section(place=place, number=number, text=words, level=piece.level, key=piece.key)
