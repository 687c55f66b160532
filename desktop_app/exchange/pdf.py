"""PDF with a text layer, by PDFium: its text in reading order, page by page, with page labels.

Words broken at a line's end stay broken: joining them would be our reading, not the page's.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop_app.catalog.canonical import canonicalise
from desktop_app.catalog.documents import PageMark
from desktop_app.errors import UserError
from desktop_app.exchange import problems
from desktop_app.exchange.pdf_soundness import Soundness, look_over
from desktop_app.exchange.read_document import ReadDocument
from desktop_app.i18n import tr

if TYPE_CHECKING:
    import pypdfium2

_WRONG_PASSWORD = 4
_LONGEST_LABEL = 40
#: More pages than any document has; a file of a few bytes can say it has millions.
MAX_PAGES = 20_000
# PDFium takes the hyphen and the line break after it together as one noncharacter.
_HYPHEN_BREAK = "\ufffe"


def read_pdf(data: bytes, name: str, take: Callable[[str], None]) -> ReadDocument:
    """Give the text layer of a PDF file to `take`, page by page; return the rest.

    Raises UserError "encrypted_file", "damaged_file", "too_complex", or "no_text_layer" for a scan.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == _WRONG_PASSWORD
        raise (problems.encrypted_file if locked else problems.damaged_file)(name) from error
    try:
        return _read_open(document, name, take, look_over(data))
    finally:
        document.close()


def _read_open(
    document: pypdfium2.PdfDocument,
    name: str,
    take: Callable[[str], None],
    soundness: Soundness,
) -> ReadDocument:
    """Read an open PDF. Each page is made canonical by itself, and a line feed parts two."""
    count = len(document)
    if count > MAX_PAGES:
        raise _too_many_pages(name, count)
    pages, seen = list[PageMark](), _Seen(count)
    start = replaced = 0
    for index in range(count):
        label = _read_label(document, index)
        text = _read_page(document, index)
        seen.note(label, text)
        page = canonicalise(text or "")
        pages.append(PageMark(start, label or str(index + 1)))
        take(page.text if index == count - 1 else f"{page.text}\n")
        start += len(page.text) + 1
        replaced += page.replaced
    if seen.broken == count:
        raise problems.damaged_file(name)
    if seen.broken + seen.empty == count:
        raise problems.no_text_layer(name, count)
    return ReadDocument(
        text="",
        pages=tuple(pages),
        media_type="application/pdf",
        title=_read_title(document),
        replaced=replaced,
        extractor=_name_extractor(),
        notes=seen.describe(soundness),
    )


def _too_many_pages(name: str, count: int) -> UserError:
    return UserError(
        "too_complex",
        "{file} says it has {count} pages; at most {limit} are read. Nothing was changed; it may "
        "be built to do harm, else split it into parts.",
        file=name,
        count=count,
        limit=MAX_PAGES,
    )


class _Seen:
    """Counts what a reader must know of the pages."""

    def __init__(self, count: int) -> None:
        """Begin before the first of `count` pages."""
        self.count = count
        self.empty = self.broken = self.labelled = 0

    def note(self, label: str, text: str | None) -> None:
        """Count one page; None where it is broken."""
        self.labelled += bool(label)
        self.broken += text is None
        self.empty += text is not None and not text.strip()

    def describe(self, soundness: Soundness) -> tuple[str, ...]:
        """Return the sentences."""
        facts = []
        if soundness.damaged:
            facts.append(
                tr(
                    "The file is damaged in {count} places and was mended while reading; compare "
                    "the text with the pages",
                    count=soundness.damaged,
                )
            )
        named = min(self.count, soundness.listed)
        if soundness.pages > named:
            facts.append(
                tr(
                    "The file holds {found} pages, its own list names {count}; the others are left "
                    "out",
                    found=soundness.pages,
                    count=named,
                )
            )
        if not self.labelled:
            facts.append(tr("The file gives no page labels; pages are counted from 1"))
        if self.empty:
            facts.append(
                tr("{count} of {pages} pages hold no text", count=self.empty, pages=self.count)
            )
        if self.broken:
            facts.append(
                tr(
                    "{count} of {pages} pages are damaged and left out",
                    count=self.broken,
                    pages=self.count,
                )
            )
        return tuple(facts)


def _read_page(document: pypdfium2.PdfDocument, index: int) -> str | None:
    """Return the text of one page, None where the page is broken."""
    import pypdfium2

    try:
        page = document[index]
        layer = page.get_textpage()
    except pypdfium2.PdfiumError:
        return None
    try:
        return str(layer.get_text_range()).replace(_HYPHEN_BREAK, "-\n")
    finally:
        layer.close()
        page.close()


def _read_label(document: pypdfium2.PdfDocument, index: int) -> str:
    """Return the label printed on a page, "" where the file gives none."""
    try:
        label = str(document.get_page_label(index))
    except (UnicodeDecodeError, ctypes.ArgumentError):
        return ""
    return " ".join(canonicalise(label).text.split())[:_LONGEST_LABEL]


def _read_title(document: pypdfium2.PdfDocument) -> str:
    """Return the title of the file's own description."""
    try:
        title = str(document.get_metadata_value("Title"))
    except UnicodeDecodeError:
        return ""
    return " ".join(canonicalise(title).text.split())


def _name_extractor() -> str:
    """Return the library and its engine with their versions."""
    import pypdfium2

    versions = pypdfium2.version
    return f"pdf 1 (pypdfium2 {versions.PYPDFIUM_INFO}, PDFium {versions.PDFIUM_INFO.build})"
