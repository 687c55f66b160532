"""Tables as CSV in two flavours: safe for spreadsheets (the default), and exact.

A spreadsheet runs a cell that begins with `=`, `+`, `-` or `@`. The safe flavour puts an
apostrophe before every such place and quotes every text; `restore` takes it away again, exactly.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TextIO

Cell = str | int | float

SEPARATORS = (",", ";", "\t")

#: What a spreadsheet takes for the head of a formula: the ASCII signs and their full-width
#: twins, the minus sign, and the controls with which a cell may begin.
_RUN = "=+\\-@＝＋－＠−\t\r\n"
#: What a spreadsheet passes over before it: blanks, controls, invisible marks, quotation marks.
_PASSED = (
    "\x00-\x08\x0b\x0c\x0e-\x20\x7f-\xa0\u00ad\u061c\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f"
    "\u3000\ufeff'\"`´‘’‚‛“”„‟«»‹›＇＂"
)
#: Where a new cell begins for a reader that expects another separator than the one written.
_CUTS = ",;|\t\r\n"
_UNSAFE = re.compile(f"(^|[{_CUTS}])(?=[{_PASSED}]*[{_RUN}])")
_DEFUSED = re.compile(f"(^|[{_CUTS}])'(?=[{_PASSED}]*[{_RUN}])")


class Flavour(StrEnum):
    """How texts are written."""

    SAFE = "safe"
    EXACT = "exact"


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvForm:
    """The form of a CSV file: its flavour, its separator, and whether a byte order mark leads."""

    flavour: Flavour = Flavour.SAFE
    separator: str = ","
    has_mark: bool = False

    @property
    def encoding(self) -> str:
        """Return the name of the encoding, as Python knows it."""
        return "utf-8-sig" if self.has_mark else "utf-8"


def defuse(cell: str) -> str:
    """Return `cell` with an apostrophe before each place where a spreadsheet would run it.

    The places are its beginning and, for a spreadsheet set to another separator, those after
    a comma, semicolon, bar, tab or line break.
    """
    return _UNSAFE.sub(r"\1'", cell)


def restore(cell: str) -> str:
    """Return the text of which `defuse` made `cell`; any other text comes back as it is."""
    return _DEFUSED.sub(r"\1", cell)


def write_table(
    file: TextIO, heading: Sequence[str], rows: Iterable[Sequence[Cell]], form: CsvForm
) -> int:
    """Write a table line by line into `file`, which was opened with newline=""; return its rows.

    Numbers stay numbers: a spreadsheet runs none, and one with an apostrophe could not be added.
    """
    safe = form.flavour is Flavour.SAFE
    writer = csv.writer(
        file,
        delimiter=form.separator,
        # Inside quotation marks no separator of another country opens a cell.
        quoting=csv.QUOTE_NONNUMERIC if safe else csv.QUOTE_MINIMAL,
    )
    count = 0
    writer.writerow([defuse(cell) for cell in heading] if safe else heading)
    for row in rows:
        writer.writerow([_written(cell) for cell in row] if safe else row)
        count += 1
    return count


def _written(cell: Cell) -> Cell:
    return defuse(cell) if isinstance(cell, str) else cell
