"""The structure of a PDF file (ISO 32000-1): pages, fonts, outline, links, metadata.

Qt's own PDF writer gives a glyph one character at most, which loses ligatures, Lao vowels and
everything beyond the basic plane, and has no outline; here a character id carries any text.
The same input gives the same bytes. Knows nothing of Qt and nothing of reports.
"""

from __future__ import annotations

import hashlib
import zlib
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from xml.sax.saxutils import escape

from desktop_app.ui.printing_cff import Outline, find_box, write_cff

#: Where a link or an outline entry leads: the page (from 0) and the height on it, in points.
Place = tuple[int, float]
_MOST_MAPPED = 100


@dataclass(slots=True)
class PdfFont:
    """A font of the file: an outline and a text for each character id, from 0."""

    name: str
    ascent: int
    descent: int
    slant: int = 0
    outlines: list[Outline] = field(default_factory=lambda: [Outline(0)])
    texts: list[str] = field(default_factory=lambda: [""])

    def add(self, outline: Outline, text: str) -> int:
        """Return the id of a new character."""
        self.outlines.append(outline)
        self.texts.append(text)
        return len(self.outlines) - 1


@dataclass(frozen=True, slots=True)
class PdfLink:
    """An area of a page (left, bottom, right, top, in points) that leads to a place."""

    area: tuple[float, float, float, float]
    place: Place


@dataclass(frozen=True, slots=True)
class PdfPage:
    """A page: what is painted on it, in PDF operators, and its links."""

    content: bytes
    links: tuple[PdfLink, ...] = ()


@dataclass(frozen=True, slots=True)
class PdfMark:
    """An entry of the outline; `level` is 1 for the outermost."""

    title: str
    level: int
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfFacts:
    """What the file says of itself."""

    title: str
    subject: str
    language: str
    creator: str
    made: datetime
    width: float
    height: float


class _Objects:
    """The numbered objects of a file; a number may be given out before its object is known."""

    def __init__(self) -> None:
        self._bodies: list[bytes] = []

    def reserve(self) -> int:
        self._bodies.append(b"")
        return len(self._bodies)

    def put(self, number: int, body: str | bytes) -> int:
        self._bodies[number - 1] = body.encode("ascii") if isinstance(body, str) else body
        return number

    def add(self, body: str | bytes) -> int:
        return self.put(self.reserve(), body)

    def add_stream(self, data: bytes, entries: str = "", *, packed: bool = True) -> int:
        if packed:
            data = zlib.compress(data, 6)
            entries += " /Filter /FlateDecode"
        head = f"<< /Length {len(data)}{entries} >>\nstream\n"
        return self.add(head.encode("ascii") + data + b"\nendstream")

    def write(self, root: int, info: int) -> bytes:
        # The comment of four high bytes tells transfer programs that the file is binary.
        parts, offsets = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"], []
        end = len(parts[0])
        for number, body in enumerate(self._bodies, 1):
            offsets.append(end)
            parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
            end += len(parts[-1])
        digest = hashlib.sha256(b"".join(parts)).hexdigest()[:32].upper()
        table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
        count = len(self._bodies) + 1
        trailer = f"<< /Size {count} /Root {root} 0 R /Info {info} 0 R "
        trailer += f"/ID [<{digest}> <{digest}>] >>"
        parts.append(
            f"xref\n0 {count}\n0000000000 65535 f \n{table}"
            f"trailer\n{trailer}\nstartxref\n{end}\n%%EOF\n".encode("ascii")
        )
        return b"".join(parts)


def write_file(
    facts: PdfFacts,
    pages: Sequence[PdfPage],
    fonts: Sequence[PdfFont],
    marks: Sequence[PdfMark],
    on_page: Callable[[int], None] = lambda _page: None,
) -> bytes:
    """Return a whole PDF file; fonts are `/F0`, `/F1` … in the pages' operators.

    `on_page` hears of each page as it is packed.
    """
    objects = _Objects()
    root, tree = objects.reserve(), objects.reserve()
    used = " ".join(f"/F{n} {_font(objects, font)} 0 R" for n, font in enumerate(fonts))
    resources = objects.add(f"<< /Font << {used} >> >>")
    kids = [objects.reserve() for _ in pages]
    for number, page in enumerate(pages):
        on_page(number)
        _page(objects, page, kids, number, f"/Parent {tree} 0 R /Resources {resources} 0 R")
    box = f"/MediaBox [0 0 {_real(facts.width)} {_real(facts.height)}]"
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    objects.put(tree, f"<< /Type /Pages /Count {len(kids)} {box} /Kids [{listed}] >>")
    catalog = f"/Type /Catalog /Pages {tree} 0 R /Lang {_text(facts.language)}"
    catalog += " /ViewerPreferences << /DisplayDocTitle true >>"
    catalog += f" /Metadata {_metadata(objects, facts)} 0 R"
    if marks:
        catalog += f" /Outlines {_outline(objects, marks, kids)} 0 R /PageMode /UseOutlines"
    objects.put(root, f"<< {catalog} >>")
    return objects.write(root, _info(objects, facts))


def _page(objects: _Objects, page: PdfPage, kids: list[int], number: int, shared: str) -> None:
    content = objects.add_stream(page.content)
    links = " ".join(f"{_link(objects, link, kids)} 0 R" for link in page.links)
    annotations = f" /Annots [{links}]" if links else ""
    objects.put(kids[number], f"<< /Type /Page {shared} /Contents {content} 0 R{annotations} >>")


def _link(objects: _Objects, link: PdfLink, kids: list[int]) -> int:
    area = " ".join(_real(side) for side in link.area)
    return objects.add(
        f"<< /Type /Annot /Subtype /Link /Rect [{area}] /Border [0 0 0] "
        f"/Dest {_destination(link.place, kids)} >>"
    )


def _destination(place: Place, kids: list[int]) -> str:
    page, height = place
    return f"[{kids[page]} 0 R /XYZ null {_real(height)} null]"


def _font(objects: _Objects, font: PdfFont) -> int:
    """Add a composite font whose codes are its character ids, two bytes each."""
    digest = hashlib.sha256("\n".join((font.name, *font.texts)).encode("utf-8")).digest()
    tag = "".join(chr(ord("A") + byte % 26) for byte in digest[:6])
    name = f"{tag}+{font.name}"
    program = objects.add_stream(write_cff(name, font.outlines), " /Subtype /CIDFontType0C")
    box = " ".join(str(side) for side in find_box(font.outlines))
    flags = 4 | (64 if font.slant else 0)
    descriptor = objects.add(
        f"<< /Type /FontDescriptor /FontName /{name} /Flags {flags} /FontBBox [{box}] "
        f"/ItalicAngle {font.slant} /Ascent {font.ascent} /Descent {-font.descent} "
        f"/CapHeight {font.ascent} /StemV 80 /FontFile3 {program} 0 R >>"
    )
    widths = " ".join(str(outline.advance) for outline in font.outlines)
    system = "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
    descendant = objects.add(
        f"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /{name} {system} "
        f"/FontDescriptor {descriptor} 0 R /DW 0 /W [0 [{widths}]] >>"
    )
    meaning = objects.add_stream(_unicode_map(font.texts))
    return objects.add(
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H "
        f"/DescendantFonts [{descendant} 0 R] /ToUnicode {meaning} 0 R >>"
    )


def _unicode_map(texts: Sequence[str]) -> bytes:
    """Return the map from character ids to texts, at most a hundred in a block."""
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <FFFF>",
        "endcodespacerange",
    ]
    mapped = [(number, text) for number, text in enumerate(texts) if text]
    for first in range(0, len(mapped), _MOST_MAPPED):
        block = mapped[first : first + _MOST_MAPPED]
        lines.append(f"{len(block)} beginbfchar")
        lines += [f"<{number:04X}> <{_utf16(text)}>" for number, text in block]
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode("ascii")


def _outline(objects: _Objects, marks: Sequence[PdfMark], kids: list[int]) -> int:
    """Add the outline as a tree of linked entries; a level that is left out is passed over."""
    top = objects.reserve()
    numbers = [objects.reserve() for _ in marks]
    parents: list[int] = []
    open_marks: list[tuple[int, int]] = [(0, top)]
    for mark, number in zip(marks, numbers, strict=True):
        while open_marks[-1][0] >= mark.level:
            open_marks.pop()
        parents.append(open_marks[-1][1])
        open_marks.append((mark.level, number))
    children: dict[int, list[int]] = {}
    for number, parent in zip(numbers, parents, strict=True):
        children.setdefault(parent, []).append(number)
    for mark, number, parent in zip(marks, numbers, parents, strict=True):
        entries = f"/Title {_text(mark.title)} /Parent {parent} 0 R"
        entries += f" /Dest {_destination(mark.place, kids)}"
        entries += _siblings(children[parent], number) + _children(children.get(number, []), -1)
        objects.put(number, f"<< {entries} >>")
    return objects.put(top, f"<< /Type /Outlines{_children(children[top], 1)} >>")


def _siblings(family: list[int], number: int) -> str:
    # The numbers of a family rise, and a report may have thousands of subjects.
    place = bisect_left(family, number)
    before = f" /Prev {family[place - 1]} 0 R" if place else ""
    after = f" /Next {family[place + 1]} 0 R" if place + 1 < len(family) else ""
    return before + after


def _children(family: list[int], sign: int) -> str:
    """Say the first, the last and the number of children; a negative number is shown closed."""
    if not family:
        return ""
    return f" /First {family[0]} 0 R /Last {family[-1]} 0 R /Count {sign * len(family)}"


def _info(objects: _Objects, facts: PdfFacts) -> int:
    made = f"(D:{facts.made:%Y%m%d%H%M%S}Z)"
    return objects.add(
        f"<< /Title {_text(facts.title)} /Subject {_text(facts.subject)} "
        f"/Creator {_text(facts.creator)} /Producer {_text(facts.creator)} "
        f"/CreationDate {made} /ModDate {made} >>"
    )


def _metadata(objects: _Objects, facts: PdfFacts) -> int:
    """Add the same facts as XMP, unpacked, so that programs that know no PDF find them."""
    made = f"{facts.made:%Y-%m-%dT%H:%M:%SZ}"
    language = escape(facts.language)

    def alternative(text: str) -> str:
        # XML has no place for control characters, escaped or not.
        words = escape("".join(char if char.isprintable() else " " for char in text))
        return f'<rdf:Alt><rdf:li xml:lang="x-default">{words}</rdf:li></rdf:Alt>'

    packet = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:xmp="http://ns.adobe.com/xap/1.0/">\n'
        f"<dc:title>{alternative(facts.title)}</dc:title>\n"
        f"<dc:description>{alternative(facts.subject)}</dc:description>\n"
        f"<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>\n"
        f"<xmp:CreatorTool>{escape(facts.creator)}</xmp:CreatorTool>\n"
        f"<xmp:CreateDate>{made}</xmp:CreateDate>\n"
        "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n"
        '<?xpacket end="r"?>'
    )
    return objects.add_stream(
        packet.encode("utf-8"), " /Type /Metadata /Subtype /XML", packed=False
    )


def _text(text: str) -> str:
    """Return a text string: UTF-16 with its mark, in hexadecimal."""
    return f"<FEFF{_utf16(text)}>"


def _utf16(text: str) -> str:
    return text.encode("utf-16-be").hex().upper()


def _real(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


def join_operators(operators: Iterable[str]) -> bytes:
    """Return operators as the content of a page."""
    return "\n".join(operators).encode("ascii")
