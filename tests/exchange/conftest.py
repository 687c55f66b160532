"""Makers of real files: DOCX by its parts, PDF by Qt."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"

MakeDocx = Callable[..., bytes]
MakePdf = Callable[[list[str]], bytes]


def build_docx(body: str, *, notes: dict[str, str] | None = None, title: str = "") -> bytes:
    """Return a DOCX with `body` inside w:body; `notes` maps "footnote"/"endnote" to its XML."""
    notes = notes or {}
    rels = "".join(
        f'<Relationship Id="r{kind}" Type="{OFFICE}/{kind}s" Target="{kind}s.xml"/>'
        for kind in notes
    )
    parts = {
        "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
        "_rels/.rels": f'<Relationships xmlns="{RELS}"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{RELS}">{rels}</Relationships>',
        **{
            f"word/{kind}s.xml": f'<w:{kind}s xmlns:w="{W}">{xml}</w:{kind}s>'
            for kind, xml in notes.items()
        },
    }
    if title:
        parts["docProps/core.xml"] = (
            '<cp:coreProperties xmlns:cp="urn:cp" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:title>{title}</dc:title></cp:coreProperties>"
        )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, text in parts.items():
            archive.writestr(part, text)
    return target.getvalue()


@pytest.fixture
def make_docx() -> MakeDocx:
    return build_docx


@pytest.fixture
def make_pdf(qapp: object) -> MakePdf:
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF
    from PySide6.QtGui import QFont, QPainter, QPdfWriter

    def build(pages: list[str]) -> bytes:
        written = QByteArray()
        buffer = QBuffer(written)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        writer.setTitle("Nhật ký chiến dịch")
        painter = QPainter(writer)
        font = QFont("Noto Sans", 12)
        font.setFeature(QFont.Tag("ccmp"), 0)
        painter.setFont(font)
        for number, text in enumerate(pages):
            if number:
                writer.newPage()
            painter.drawText(QRectF(0, 0, 9000, 12000), 0, text)
        painter.end()
        buffer.close()
        return written.data()

    return build
