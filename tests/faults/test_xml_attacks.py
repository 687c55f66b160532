"""XML that asks for files and addresses gets neither; honest documents with a DOCTYPE lose nothing.

A file that must not be read and a door that must not be knocked at stand beside every attack.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_app.errors import UserError
from desktop_app.exchange.child import ReadingChild
from tests.faults.document_builders import MAIN, OFFICE, RELS, W, make_docx_parts, pack

CANARY = "canary-5f1d9a"
BODY = "<w:p><w:r><w:t>kept {text}</w:t></w:r></w:p>"
TEXT = "Nặm Thà – 6 tháng 5"


@dataclass(frozen=True)
class Bait:
    """Where the canary is, and the address where nobody may knock."""

    path: Path
    address: str
    door: socket.socket

    def fill(self, written: str) -> str:
        return written.replace("FILE", self.path.as_uri()).replace("HTTP", self.address)

    def was_taken(self) -> bool:
        """Tell whether the file was read (where the disk notes that) or the door knocked at."""
        try:
            self.door.accept()[0].close()
        except BlockingIOError:
            return self.path.stat().st_atime_ns != 0
        return True


@pytest.fixture
def bait(tmp_path: Path) -> Iterator[Bait]:
    path = tmp_path / "canary.txt"
    path.write_text(CANARY)
    (tmp_path / "canary.dtd").write_text(f'<!ENTITY out "{CANARY}">')
    os.utime(path, ns=(0, path.stat().st_mtime_ns))
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.setblocking(False)
        yield Bait(path, f"http://127.0.0.1:{door.getsockname()[1]}/x.dtd", door)


@pytest.fixture(scope="module")
def child() -> Iterator[ReadingChild]:
    with ReadingChild() as made:
        yield made


def docx(document: str = "", **parts: str) -> dict[str, bytes]:
    """Return the parts of a DOCX, some of them replaced; `_` stands for `/` and `rels` is whole."""
    made = make_docx_parts(BODY.format(text=""), note="note")
    if document:
        made[MAIN] = document.encode()
    for name, written in parts.items():
        made[{"core": "docProps/core.xml", "notes": "word/footnotes.xml"}[name]] = written.encode()
    return made


def main(head: str, text: str) -> str:
    return f'{head}<w:document xmlns:w="{W}"><w:body>{BODY.format(text=text)}</w:body></w:document>'


def notes(head: str) -> str:
    return (
        f'{head}<w:footnotes xmlns:w="{W}"><w:footnote w:id="1">{BODY.format(text="&x;")}'
        "</w:footnote></w:footnotes>"
    )


REFERENCE = BODY.format(text="") + "<w:p><w:r><w:footnoteReference w:id='1'/></w:r></w:p>"
ATTACKS: dict[str, tuple[str, str]] = {
    "file entity in the text": ("docx", main('<!DOCTYPE d [<!ENTITY x SYSTEM "FILE">]>', "&x;")),
    "address entity in the text": ("docx", main('<!DOCTYPE d [<!ENTITY x SYSTEM "HTTP">]>', "&x;")),
    "public entity": ("docx", main('<!DOCTYPE d [<!ENTITY x PUBLIC "a" "FILE">]>', "&x;")),
    "parameter entity from a file": (
        "docx", main('<!DOCTYPE d [<!ENTITY % x SYSTEM "FILE"> %x;]>', ""),
    ),
    "parameter entity from an address": (
        "docx", main('<!DOCTYPE d [<!ENTITY % x SYSTEM "HTTP"> %x;]>', ""),
    ),
    "parameter entity that makes another": (
        "docx",
        main(
            '<!DOCTYPE d [<!ENTITY % f SYSTEM "FILE"><!ENTITY % e "<!ENTITY x SYSTEM '
            "'HTTP?%f;'>\"> %e;]>",
            "&x;",
        ),
    ),
    "DTD in a file": ("docx", main('<!DOCTYPE d SYSTEM "FILE">', "&out;")),
    "DTD at an address": ("docx", main('<!DOCTYPE d SYSTEM "HTTP">', "")),
    "public DTD": ("docx", main('<!DOCTYPE d PUBLIC "-//X//Y" "HTTP">', "&nbsp;")),
    "XInclude of a file": (
        "docx",
        main(
            "",
            '</w:t><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" '
            'href="FILE"/><w:t>',
        ),
    ),
    "style sheet of a file": (
        "docx", main('<?xml-stylesheet href="FILE"?><?xml-model href="HTTP"?>', ""),
    ),
    "schema location": (
        "docx",
        main(
            "",
            '</w:t><a xmlns:i="http://www.w3.org/2001/XMLSchema-instance" '
            'i:schemaLocation="x FILE y HTTP"/><w:t>',
        ),
    ),
    "file entity in the notes": ("notes", notes('<!DOCTYPE d [<!ENTITY x SYSTEM "FILE">]>')),
    "file entity in the title": (
        "core",
        '<!DOCTYPE d [<!ENTITY x SYSTEM "FILE">]><c xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title>&x;</dc:title></c>",
    ),
    "relation to a file": ("rels", "FILE"),
    "page that loads": (
        "html",
        '<!DOCTYPE html SYSTEM "FILE" [<!ENTITY x SYSTEM "FILE">]><html><base href="HTTP">'
        '<link rel=stylesheet href="FILE"><img src="FILE"><img src="HTTP"><iframe src="FILE">'
        '</iframe><object data="FILE"></object><script src="HTTP"></script><p>kept &x;',
    ),
    "XHTML that loads": (
        "xhtml",
        '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "HTTP" ['
        '<!ENTITY x SYSTEM "FILE">]><html xmlns="http://www.w3.org/1999/xhtml"><body><p>kept &x;'
        '</p><embed src="FILE"/></body></html>',
    ),
}  # fmt: skip


def build_attack(kind: str, written: str) -> tuple[bytes, str]:
    if kind in ("html", "xhtml"):
        return written.encode(), f"a.{kind}"
    if kind == "docx":
        parts = docx(written)
    elif kind == "rels":
        parts = docx()
        parts["word/_rels/document.xml.rels"] = (
            f'<Relationships xmlns="{RELS}"><Relationship Id="r1" Type="{OFFICE}/footnotes" '
            f'Target="{written}"/><Relationship Id="r2" Type="{OFFICE}/attachedTemplate" '
            f'TargetMode="External" Target="{written}"/></Relationships>'
        ).encode()
    else:
        body = f'<w:document xmlns:w="{W}"><w:body>{REFERENCE}</w:body></w:document>'
        parts = docx(body, **{kind: written})
    return pack(parts), "a.docx"


@pytest.mark.parametrize("name", ATTACKS)
def test_nothing_is_loaded(name: str, bait: Bait, child: ReadingChild) -> None:
    kind, written = ATTACKS[name]
    data, file_name = build_attack(kind, bait.fill(written))
    try:
        document = child.read(data, file_name)
    except UserError as error:
        assert error.code in ("damaged_file", "too_complex")
    else:
        assert CANARY not in document.text + document.title + "".join(document.notes)
        assert "kept" in document.text
    assert not bait.was_taken()


def test_the_bait_would_be_noticed(bait: Bait) -> None:
    try:
        with socket.create_connection(bait.door.getsockname()):
            assert bait.was_taken()
    except OSError as error:
        pytest.skip(f"there is no network here, not even one's own: {error.strerror}")
    before = bait.path.stat().st_atime_ns
    bait.path.read_text()
    if bait.path.stat().st_atime_ns == before:
        pytest.skip("this disk does not note when a file is read")


ENTITY = '<!DOCTYPE d [<!ENTITY nt "Nặm Thà">]>'
PUBLIC = "-//W3C//DTD"
PAGE = f"<html><head><title>t</title></head><body><p>{TEXT}</p></body></html>"
HONEST: dict[str, tuple[str, str]] = {
    "internal entity": ("docx", main(ENTITY, "&nt; – 6 tháng 5")),
    "entity of entities": (
        "docx",
        main('<!DOCTYPE d [<!ENTITY n "Nặm"><!ENTITY nt "&n; Thà">]>', "&nt; – 6 tháng 5"),
    ),
    "DTD that is elsewhere": ("docx", main('<!DOCTYPE d SYSTEM "http://x.invalid/d.dtd">', TEXT)),
    "public DTD": ("docx", main('<!DOCTYPE d PUBLIC "-//X//Y" "d.dtd">', TEXT)),
    "notation and picture": (
        "docx",
        main(
            '<!DOCTYPE d [<!NOTATION gif SYSTEM "g"><!ENTITY p SYSTEM "p.gif" NDATA gif>]>', TEXT
        ),
    ),
    "default attributes": (
        "docx", main('<!DOCTYPE d [<!ATTLIST w:t xml:space CDATA "preserve">]>', TEXT),
    ),
    "elements declared": ("docx", main("<!DOCTYPE d [<!ELEMENT d ANY><!-- c --><?p i?>]>", TEXT)),
    "empty subset": ("docx", main("<?xml version='1.0' standalone='yes'?><!DOCTYPE d []>", TEXT)),
    "characters by number": ("docx", main("<!DOCTYPE d>", "N&#7863;m Th&#xE0; – 6 tháng 5")),
    "marked section": ("docx", main("<!DOCTYPE d>", f"<![CDATA[{TEXT}]]>")),
    "HTML 5": ("html", f"<!DOCTYPE html>{PAGE}"),
    "HTML 5, about:legacy-compat": (
        "html", f"<!DOCTYPE html SYSTEM 'about:legacy-compat'>{PAGE}",
    ),
    "HTML 4 strict": (
        "html",
        f'<!DOCTYPE HTML PUBLIC "{PUBLIC} HTML 4.01//EN" "http://x.invalid/strict.dtd">{PAGE}',
    ),
    "HTML 3.2": ("html", f'<!DOCTYPE HTML PUBLIC "{PUBLIC} HTML 3.2 Final//EN">{PAGE}'),
    "XHTML 1.0": (
        "xhtml",
        f'<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE html PUBLIC "{PUBLIC} XHTML 1.0 '
        f'Strict//EN" "http://x.invalid/x.dtd">{PAGE}',
    ),
    "XHTML 1.1 with named letters": (
        "xhtml",
        f'<!DOCTYPE html PUBLIC "{PUBLIC} XHTML 1.1//EN" "x.dtd">'
        + PAGE.replace("à", "&agrave;").replace("–", "&ndash;"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_doctype_costs_no_character(name: str, child: ReadingChild) -> None:
    kind, written = HONEST[name]
    data = pack(docx(written)) if kind == "docx" else written.encode()
    document = child.read(data, f"a.{kind}")
    assert document.text == (f"kept {TEXT}" if kind == "docx" else TEXT)


def test_counts(say) -> None:
    assert len(ATTACKS) >= 15 and len(HONEST) >= 15
    say(f"{len(ATTACKS)} attacks by XML, {len(HONEST)} honest documents with a DOCTYPE")
