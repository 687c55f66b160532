"""PDF with a text layer, by PDFium: its text in reading order, page by page, with page labels.

Words broken at a line's end stay broken: joining them would be our reading, not the page's.
"""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

from desktop_app.catalog.canonical import canonicalise, canonicalise_pages
from desktop_app.exchange import problems
from desktop_app.exchange.read_document import ReadDocument
from desktop_app.i18n import tr

if TYPE_CHECKING:
    import pypdfium2

_WRONG_PASSWORD = 4
_LONGEST_LABEL = 40
# PDFium takes the hyphen and the line break after it together as one noncharacter.
_HYPHEN_BREAK = "\ufffe"


def read_pdf(data: bytes, name: str) -> ReadDocument:
    """Return the text layer of a PDF file with its page map.

    Raises UserError "encrypted_file", "damaged_file", or "no_text_layer" for a scan.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == _WRONG_PASSWORD
        raise (problems.encrypted_file if locked else problems.damaged_file)(name) from error
    try:
        return _read_open(document, name)
    finally:
        document.close()


def _read_open(document: pypdfium2.PdfDocument, name: str) -> ReadDocument:
    """Return the text of an open PDF."""
    count = len(document)
    labels = [_read_label(document, index) for index in range(count)]
    texts = [_read_page(document, index) for index in range(count)]
    if not count or all(text is None for text in texts):
        raise problems.damaged_file(name)
    if not any(text and text.strip() for text in texts):
        raise problems.no_text_layer(name, count)
    shown = [label or str(number) for number, label in enumerate(labels, 1)]
    canonical, pages = canonicalise_pages(
        (label, text or "") for label, text in zip(shown, texts, strict=True)
    )
    return ReadDocument(
        text=canonical.text,
        pages=pages,
        media_type="application/pdf",
        title=_read_title(document),
        replaced=canonical.replaced,
        extractor=_name_extractor(),
        notes=_describe(labels, texts),
    )


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


def _describe(labels: list[str], texts: list[str | None]) -> tuple[str, ...]:
    """Return what a reader must know of the pages."""
    empty = sum(text is not None and not text.strip() for text in texts)
    broken = sum(text is None for text in texts)
    facts = []
    if not any(labels):
        facts.append(tr("The file gives no page labels; pages are counted from 1"))
    if empty:
        facts.append(tr("{count} of {pages} pages hold no text", count=empty, pages=len(texts)))
    if broken:
        facts.append(
            tr("{count} of {pages} pages are damaged and left out", count=broken, pages=len(texts))
        )
    return tuple(facts)
