"""Makes small, sound documents of each kind that is imported, for others to damage."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
MAIN = "word/document.xml"


def make_words(count: int, *, start: int = 0) -> list[str]:
    """Return words that can be found again: w00001, w00002…, every fifth with an accent before."""
    return [f"{'Nặm ' if n % 5 == 0 else ''}w{n:05}" for n in range(start, start + count)]


def make_paragraphs(words: Sequence[str]) -> str:
    """Return the XML of paragraphs of eight words each."""
    lines = [" ".join(words[at : at + 8]) for at in range(0, len(words), 8)]
    return "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)


def make_docx_parts(body: str, *, note: str = "") -> dict[str, bytes]:
    """Return the parts of a DOCX with `body`, and `note` as the text of footnote 1."""
    rels = ""
    parts: dict[str, str] = {
        "[Content_Types].xml": f"<Types xmlns='{TYPES}'/>",
        "_rels/.rels": f'<Relationships xmlns="{RELS}"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="{MAIN}"/></Relationships>',
        MAIN: f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
    }
    if note:
        rels = f'<Relationship Id="r2" Type="{OFFICE}/footnotes" Target="footnotes.xml"/>'
        parts["word/footnotes.xml"] = (
            f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="1"><w:p><w:r><w:t>{note}</w:t></w:r>'
            "</w:p></w:footnote></w:footnotes>"
        )
    parts["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{RELS}">{rels}</Relationships>'
    return {name: text.encode() for name, text in parts.items()}


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Return the parts as a ZIP archive."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()


def make_docx(body: str, *, note: str = "") -> bytes:
    """Return a DOCX; `note` is the text of its one footnote."""
    return pack(make_docx_parts(body, note=note))


def make_pdf(pages: Sequence[str], *, packed: bool = True) -> bytes:
    """Return a PDF of `pages` of ASCII text, their contents packed or plain."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, text in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        shown = " T* ".join(f"({line}) Tj" for line in text.split("\n"))
        content = f"BT /F1 12 Tf 14 TL 72 720 Td {shown} ET".encode("ascii")
        how = b""
        if packed:
            content, how = zlib.compress(content), b" /Filter /FlateDecode"
        head = b"<< /Length %d%s >>\nstream\n" % (len(content), how)
        objects.append(head + content + b"\nendstream")
    return write_pdf(objects)


def write_pdf(objects: Sequence[bytes], *, count: int | None = None) -> bytes:
    """Return a PDF file of numbered objects, the first its catalogue, with a true table."""
    made = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = len(made)
    size = count or len(objects) + 1
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, table)
    return bytes(made)
