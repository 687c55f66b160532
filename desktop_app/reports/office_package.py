"""What DOCX and ODT share: escaped XML, characters XML cannot hold, and the archive's bytes.

Markup is a type of its own, so that no word of a source reaches a file unescaped. The same
parts give the same bytes.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from io import BytesIO
from itertools import accumulate
from typing import NewType

from desktop_app.i18n import tr_in
from desktop_app.reports.layout import (
    Cell,
    PieceTable,
)
from desktop_app.reports.model import IndexEntry, Report
from desktop_app.reports.sections import Section

Markup = NewType("Markup", str)

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
#: More columns side by side cannot be read on A4; the rest of a conflict follows in a new table.
MOST_COLUMNS = 5
#: Characters of a running head that leave room for the section on the same line.
_LONGEST_HEAD = 70
#: How a line of context is shared out: left, word, right, source; in hundredths of the line.
CONTEXT_SHARES = (34, 14, 34, 18)
CONTEXT_STYLES = ("ContextLeft", "ContextWord", "ContextRight", "ContextSource")
REPLACEMENT = "\ufffd"
_NOT_XML = re.compile("[^\t\n\r\v\f\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_BREAK = re.compile(r"\r\n|[\r\v\f]")
_PARTS = re.compile(r"([\n\t])")
_TAG = re.compile(r"([A-Za-z]{2,3})(?:-[A-Za-z]{4})?(?:-([A-Za-z]{2}))?(?:-[A-Za-z0-9]{1,8})*")
_REGIONS = {"en": "GB", "vi": "VN", "fr": "FR", "lo": "LA", "zh": "CN"}
#: Languages that word processors set with their second and third font and dictionary.
COMPLEX = frozenset({"ar", "fa", "he", "hi", "km", "lo", "my", "th", "ur"})
ASIAN = frozenset({"ja", "ko", "zh"})
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_ORDINARY_FILE = 0o644 << 16
_UNIX = 3


def tag(
    name: str, attributes: Mapping[str, str] | None = None, *content: Markup, lines: bool = False
) -> Markup:
    """Return an element; its attributes are escaped, its content is markup already."""
    said = "".join(f' {key}="{escape(value)}"' for key, value in (attributes or {}).items())
    if not content:
        return Markup(f"<{name}{said}/>")
    between = "\n" if lines else ""
    return Markup(f"<{name}{said}>{between.join(content)}</{name}>")


class Words:
    """Turns text into what XML can hold and counts what it could not."""

    def __init__(self) -> None:
        """Begin with nothing replaced."""
        self.replaced = 0

    def split(self, text: str) -> Iterator[str]:
        """Yield the text in pieces; each line break and each tab is a piece of its own."""
        shown, count = _NOT_XML.subn(REPLACEMENT, text)
        self.replaced += count
        return (part for part in _PARTS.split(_LINE_BREAK.sub("\n", shown)) if part)

    def one_line(self, text: str) -> Markup:
        """Return escaped text without line breaks."""
        return escape_text(" ".join("".join(self.split(text)).split()))


def readable(text: str) -> str:
    """Return `text` as it is read back from a file."""
    return "".join(Words().split(text))


def escape_text(text: str) -> Markup:
    """Return one piece of `Words.split` as markup."""
    return Markup(escape(text, quote=False))


def find_region(language: str) -> tuple[str, str] | None:
    """Return language and region ("" where unknown), None for what is no language tag."""
    found = _TAG.fullmatch(language)
    if found is None:
        return None
    first = found[1].lower()
    return first, (found[2] or _REGIONS.get(first, "")).upper()


def chunk_columns(table: PieceTable) -> Iterator[tuple[Cell, ...]]:
    """Yield the columns of a table, as many as stand side by side on a page."""
    for start in range(0, len(table.columns), MOST_COLUMNS):
        yield table.columns[start : start + MOST_COLUMNS]


def page_words(language: str) -> tuple[str, str, str]:
    """Return what stands before, between and after a page's number and the count of pages."""
    before, rest = tr_in(language, "page {page} of {pages}", page="\0", pages="\1").split("\0")
    between, after = rest.split("\1")
    return before, between, after


def note_kind(report: Report) -> str:
    """Return what word processors call the notes of a report, by where they stand."""
    return "footnote" if report.setup.notes_at_foot else "endnote"


def name_section(section: Section) -> str:
    """Return the name of a heading's place in the file."""
    return f"section{section.place}"


def name_sources(report: Report) -> dict[str, str]:
    """Return the name of each bibliography entry's place in the file, by its source."""
    return {entry.source: f"source{number}" for number, entry in enumerate(report.bibliography, 1)}


def group_index(report: Report) -> dict[str, tuple[IndexEntry, ...]]:
    """Return the entries of the index of names by the record they name."""
    records = dict.fromkeys(entry.record for entry in report.index)
    grouped: dict[str, list[IndexEntry]] = {record: [] for record in records}
    for entry in report.index:
        grouped[entry.record].append(entry)
    return {record: tuple(entries) for record, entries in grouped.items()}


def share_out(whole: int, weights: Sequence[int]) -> list[int]:
    """Return `whole` in parts by their weights; the parts add up to it."""
    total = sum(weights)
    ends = [whole * reached // total for reached in accumulate(weights)]
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]


def head_text(report: Report) -> str:
    """Return what stands over every page but the first, before the name of its section."""
    whole = f"{report.title}: {report.subtitle}" if report.subtitle else report.title
    return " ".join((whole if len(whole) <= _LONGEST_HEAD else report.title).split())


def say_replaced(count: int, language: str) -> str:
    """Return how many characters could not be written, "" for none."""
    if not count:
        return ""
    if count == 1:
        return tr_in(language, "One character that this format cannot hold stands as “\ufffd”.")
    return tr_in(
        language, "{count} characters that this format cannot hold stand as “\ufffd”.", count=count
    )


def pack(parts: Mapping[str, str], *, stored: str = "") -> bytes:
    """Return an archive of the parts in their order; `stored` names the one left unpacked."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, _EARLIEST)
            info.create_system = _UNIX
            info.external_attr = _ORDINARY_FILE
            info.compress_type = zipfile.ZIP_STORED if name == stored else zipfile.ZIP_DEFLATED
            archive.writestr(info, text.encode("utf-8"))
    return packed.getvalue()
