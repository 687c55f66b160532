"""Reading a file of any known format: what it is by its content, then the format's reader.

The name's ending only decides where the content leaves it open. `read_bytes` runs the
parsers in this process; files from outside are read through `exchange.child`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from pathlib import Path, PurePath

from desktop_app.exchange import problems
from desktop_app.exchange.language import guess_language
from desktop_app.exchange.read_document import Alternative, ReadDocument
from desktop_app.i18n import tr

__all__ = [
    "Alternative",
    "Format",
    "ReadDocument",
    "find_format",
    "read_bytes",
    "read_original",
    "read_pieces",
]

#: Characters kept of a title that a file gives itself.
LONGEST_TITLE = 300
#: Characters of a text's beginning that are kept for a preview.
HEAD = 2_000
_LANGUAGE_SAMPLE = 40_000
_HEAD = 4_096
_COMMENTS = 20
_HTML_START = re.compile(rb"<!doctype\s+html\b|<html[\s>]", re.IGNORECASE)
_ANY_TAG = re.compile(rb"<(?:p|br|div|span|body|head|table|h[1-6]|meta|a|b|i|ul|ol)\b", re.I)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM\x00")
_OTHERS = (
    (b"{\\rtf", "RTF"),
    (b"SQLite format 3\x00", "SQLite"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"AT&TFORM", "DjVu"),
    (b"%!PS", "PostScript"),
)
_ZIPPED = (
    (b"application/vnd.oasis.opendocument", "OpenDocument"),
    (b"application/epub+zip", "EPUB"),
)


class Format(StrEnum):
    """The formats that are read, by the ending their names usually have."""

    PLAIN = "txt"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"


_ENDINGS = {
    ".txt": Format.PLAIN,
    ".text": Format.PLAIN,
    ".md": Format.PLAIN,
    ".htm": Format.HTML,
    ".html": Format.HTML,
    ".xhtml": Format.HTML,
    ".docx": Format.DOCX,
    ".docm": Format.DOCX,
    ".dotx": Format.DOCX,
    ".pdf": Format.PDF,
}


def read_original(path: Path) -> bytes:
    """Return the bytes of `path`, read once.

    Raises UserError "missing_file", "unreadable_file", "empty_file" or "too_large".
    """
    try:
        with path.open("rb") as file:
            data = file.read(problems.MAX_BYTES + 1)
            size = max(len(data), path.stat().st_size)
    except FileNotFoundError as error:
        raise problems.missing_file(path.name) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise problems.unreadable_file(path.name, reason) from error
    if len(data) > problems.MAX_BYTES:
        raise problems.too_large(path.name, size)
    if not data:
        raise problems.empty_file(path.name)
    return data


def read_bytes(data: bytes, file_name: str, *, encoding: str | None = None) -> ReadDocument:
    """Return the document in `data` with its text; raises the UserErrors of `read_pieces`."""
    texts: list[str] = []
    document = read_pieces(data, file_name, texts.append, encoding=encoding)
    return replace(document, text="".join(texts))


def read_pieces(
    data: bytes, file_name: str, take: Callable[[str], None], *, encoding: str | None = None
) -> ReadDocument:
    """Give the text in `data` to `take` piece by piece; return the document without it.

    `file_name` serves messages and where content is open. What was given before an error is void.
    Raises UserError "empty_file", "too_large", "unknown_format", "unknown_encoding",
    "damaged_file", "encrypted_file", "no_text_layer" or "too_complex".
    """
    if not data:
        raise problems.empty_file(file_name)
    if len(data) > problems.MAX_BYTES:
        raise problems.too_large(file_name, len(data))
    found = find_format(data, file_name)
    passing = _Passing(take)
    document = _READERS[found](data, file_name, passing.take, encoding)
    if not passing.has_text:
        raise problems.empty_file(file_name)
    expected = _ENDINGS.get(PurePath(file_name).suffix.lower())
    notes = document.notes
    if expected is not None and found is not expected:
        notes = (_describe_mismatch(found, expected), *notes)
    return replace(
        document,
        characters=passing.characters,
        head=passing.head[:HEAD],
        title=document.title[:LONGEST_TITLE].rstrip(),
        language=guess_language(passing.head),
        notes=notes,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
    )


class _Passing:
    """Looks at the text on its way: how long it is, how it begins, whether there is any."""

    def __init__(self, take: Callable[[str], None]) -> None:
        """Give each piece on to `take`."""
        self.characters = 0
        self.head = ""
        self.has_text = False
        self._take = take

    def take(self, text: str) -> None:
        """Take a piece."""
        self.characters += len(text)
        if len(self.head) < _LANGUAGE_SAMPLE:
            self.head += text[: _LANGUAGE_SAMPLE - len(self.head)]
        self.has_text = self.has_text or not text.isspace()
        self._take(text)


def find_format(data: bytes, file_name: str) -> Format:
    """Return the format of `data` by its content, by its name's ending where that is open.

    Raises UserError "unknown_format", "encrypted_file" or "damaged_file".
    """
    head = data[:_HEAD]
    ending = _ENDINGS.get(PurePath(file_name).suffix.lower(), Format.PLAIN)
    _refuse_others(data, file_name)
    if head.startswith(b"%PDF-") or (ending is Format.PDF and b"%PDF-" in head):
        return Format.PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        _refuse_other_archive(head, file_name)
        return Format.DOCX
    if _starts_as_html(_narrow(head)):
        return Format.HTML
    if ending is Format.HTML and _ANY_TAG.search(_narrow(data[: 16 * _HEAD])):
        return Format.HTML
    if ending in (Format.PDF, Format.DOCX) and _looks_binary(head):
        raise problems.damaged_file(file_name)
    return Format.PLAIN


def _narrow(head: bytes) -> bytes:
    """Return `head` as one byte a character: marks in front and the zeros of UTF-16 taken out."""
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        head = head.removeprefix(mark)
    return head.replace(b"\x00", b"")


def _starts_as_html(head: bytes) -> bool:
    """Return whether the first tag, after a declaration and comments, is HTML's."""
    head = head.lstrip()
    # No pattern: one for any number of comments takes for ever where the page is none.
    for opening, closing in ((b"<?xml", b"?>"), *((b"<!--", b"-->"),) * _COMMENTS):
        if head.startswith(opening):
            head = head.partition(closing)[2].lstrip()
    return _HTML_START.match(head) is not None


def _looks_binary(head: bytes) -> bool:
    """Return whether `head` is no text of any kind: neither UTF-8 nor free of controls."""
    try:
        head[:-4].decode("utf-8")
    except UnicodeDecodeError:
        return any(byte < 9 for byte in head) and not head.startswith((b"\xff\xfe", b"\xfe\xff"))
    return b"\x00\x00" in head


def _refuse_others(data: bytes, name: str) -> None:
    """Raise for a format that is known by its first bytes but not read."""
    if data.startswith(_OLE):
        if _ENCRYPTED_PACKAGE in data:
            raise problems.encrypted_file(name)
        raise problems.known_but_unread(name, "DOC/XLS/PPT")
    if data.startswith(_PICTURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        raise problems.picture_file(name)
    for magic, kind in _OTHERS:
        if data.startswith(magic):
            raise problems.known_but_unread(name, kind)


def _refuse_other_archive(head: bytes, name: str) -> None:
    """Raise for an archive whose first part names another format."""
    for media_type, kind in _ZIPPED:
        if media_type in head[:200]:
            raise problems.known_but_unread(name, kind)


_Take = Callable[[str], None]


def _read_plain(data: bytes, name: str, take: _Take, encoding: str | None) -> ReadDocument:
    """Read plain text."""
    from desktop_app.exchange.plain import read_plain

    return read_plain(data, name, take, encoding=encoding)


def _read_html(data: bytes, name: str, take: _Take, encoding: str | None) -> ReadDocument:
    """Read HTML."""
    from desktop_app.exchange.html import read_html

    return read_html(data, name, take, encoding=encoding)


def _read_docx(data: bytes, name: str, take: _Take, _encoding: str | None) -> ReadDocument:
    """Read DOCX, which has an encoding of its own."""
    from desktop_app.exchange.docx import read_docx

    return read_docx(data, name, take)


def _read_pdf(data: bytes, name: str, take: _Take, _encoding: str | None) -> ReadDocument:
    """Read PDF, which has an encoding of its own."""
    from desktop_app.exchange.pdf import read_pdf

    return read_pdf(data, name, take)


_READERS = {
    Format.PLAIN: _read_plain,
    Format.HTML: _read_html,
    Format.DOCX: _read_docx,
    Format.PDF: _read_pdf,
}


def _describe_mismatch(found: Format, expected: Format) -> str:
    """Return the note of a file whose content is not what its name says."""
    return tr(
        "The name says {expected}, the content is {found}; it was read by its content",
        expected=expected.upper(),
        found=found.upper(),
    )
