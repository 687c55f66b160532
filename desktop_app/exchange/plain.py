"""Plain text: its encoding, its canonical form, and its pages where form feeds part them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from desktop_app.catalog.canonical import CanonicalWriter
from desktop_app.catalog.documents import PageMark
from desktop_app.exchange.encodings import Decoded, decode
from desktop_app.exchange.read_document import ReadDocument
from desktop_app.i18n import tr

EXTRACTOR = "plain 1"
#: More form feeds than any document has pages mean something else by them.
MAX_PAGES = 20_000


def read_plain(
    data: bytes, name: str, take: Callable[[str], None], *, encoding: str | None = None
) -> ReadDocument:
    """Give the text of `data` to `take`, return the rest of what was read.

    Raises UserError "unknown_encoding" or "unknown_format".
    """
    decoded = decode(data, name, encoding=encoding)
    writer = CanonicalWriter(take)
    pages = write_pages(decoded.pieces(), writer)
    notes = describe_decoding(decoded)
    if pages:
        notes += (tr("{count} pages, counted by the form feeds in the text", count=len(pages)),)
    return ReadDocument(
        text="",
        pages=pages,
        media_type="text/plain",
        encoding=decoded.encoding,
        encoding_sure=decoded.sure,
        alternatives=decoded.alternatives,
        replaced=writer.replaced + decoded.lost,
        extractor=EXTRACTOR,
        notes=notes,
    )


def write_pages(pieces: Iterable[str], writer: CanonicalWriter) -> tuple[PageMark, ...]:
    """Write `pieces`; return the pages, numbered from 1, where form feeds part them.

    A form feed is a control character and stays visible as its picture, at the end of its
    page; white space after the last one is no page. Without form feeds there are no pages.
    """
    starts = [0]
    is_written_on = False
    for piece in pieces:
        at = 0
        while len(starts) <= MAX_PAGES + 1 and (feed := piece.find("\f", at)) >= 0:
            writer.add(piece[at : feed + 1])
            # Nothing composes with the picture of a form feed.
            starts.append(writer.flush())
            at, is_written_on = feed + 1, False
        rest = piece[at:]
        writer.add(rest)
        is_written_on = is_written_on or bool(rest.strip())
    writer.flush()
    if not 1 < len(starts) <= MAX_PAGES + 1:
        return ()
    kept = starts if is_written_on else starts[:-1]
    return tuple(PageMark(start, str(number)) for number, start in enumerate(kept, 1))


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
