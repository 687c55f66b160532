"""Plain text: its encoding, its canonical form, and its pages where form feeds part them."""

from __future__ import annotations

from desktop_app.catalog.canonical import CanonicalText, canonicalise
from desktop_app.catalog.documents import PageMark
from desktop_app.exchange.encodings import Decoded, decode
from desktop_app.exchange.read_document import ReadDocument
from desktop_app.i18n import tr

EXTRACTOR = "plain 1"
#: More form feeds than any document has pages mean something else by them.
MAX_PAGES = 20_000


def read_plain(data: bytes, name: str, *, encoding: str | None = None) -> ReadDocument:
    """Return the text of `data`; raise UserError "unknown_encoding" or "unknown_format"."""
    decoded = decode(data, name, encoding=encoding)
    canonical, pages = split_form_feeds(decoded.text)
    notes = describe_decoding(decoded)
    if pages:
        notes += (tr("{count} pages, counted by the form feeds in the text", count=len(pages)),)
    return ReadDocument(
        text=canonical.text,
        pages=pages,
        media_type="text/plain",
        encoding=decoded.encoding,
        encoding_sure=decoded.sure,
        alternatives=decoded.alternatives,
        replaced=canonical.replaced + decoded.lost,
        extractor=EXTRACTOR,
        notes=notes,
    )


def split_form_feeds(text: str) -> tuple[CanonicalText, tuple[PageMark, ...]]:
    """Return `text` in canonical form, and its pages, numbered from 1, where form feeds part it.

    A form feed is a control character and stays visible as its picture, at the end of its
    page; white space after the last one is no page. Without form feeds there are no pages.
    """
    if not 0 < text.count("\f") <= MAX_PAGES:
        return canonicalise(text), ()
    first, *rest = text.split("\f")
    # Nothing composes with the picture or a line feed, so pieces are as long as in the whole.
    lengths = [len(canonicalise(first).text)]
    lengths += [len(canonicalise("\n" + piece).text) - 1 for piece in rest]
    pages: list[PageMark] = []
    start = 0
    for number, length in enumerate(lengths, 1):
        if number <= len(rest) or rest[-1].strip():
            pages.append(PageMark(start, str(number)))
        start += length + 1
    return canonicalise(text), tuple(pages)


def describe_decoding(decoded: Decoded) -> tuple[str, ...]:
    """Return what a reader must know of how the bytes became text."""
    if not decoded.lost:
        return ()
    return (
        tr(
            "{count} places hold bytes that are not {encoding}",
            count=decoded.lost,
            encoding=decoded.encoding,
        ),
    )
