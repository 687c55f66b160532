"""Forty files built to do harm: each is refused by the name of a rule at once, or read as it is.

Every file is made here; none is larger than a few megabytes.
"""

from __future__ import annotations

import io
import struct
import time
import zipfile
import zlib
from collections.abc import Callable

import psutil
import pytest

from desktop_app.errors import UserError
from desktop_app.exchange.child import ReadingChild
from desktop_app.exchange.conversation import Original
from desktop_app.exchange.names_csv import NameBatch, open_batch
from tests.faults.document_builders import (
    MAIN,
    W,
    make_docx,
    make_docx_parts,
    make_pdf,
    pack,
    write_pdf,
)

#: Seconds of computing for what is refused, and for what is read after all.
REFUSED_WITHIN, READ_WITHIN = 2.0, 30.0
MEMORY = 600_000_000
WORD = "<w:p><w:r><w:t>kept</w:t></w:r></w:p>"


def with_main(xml: str, **more: bytes) -> bytes:
    """Return a DOCX whose main part is `xml`, with more parts."""
    parts = make_docx_parts(WORD)
    return pack({**parts, MAIN: xml.encode(), **more})


def in_body(xml: str, head: str = "") -> bytes:
    return with_main(f'{head}<w:document xmlns:w="{W}"><w:body>{xml}</w:body></w:document>')


def add_parts(*added: tuple[str, bytes]) -> bytes:
    """Return a DOCX with parts of any names beside its own."""
    target = io.BytesIO(make_docx(WORD))
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, data in added:
            info = zipfile.ZipInfo("x")
            info.filename = name
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return target.getvalue()


def swell() -> bytes:
    return add_parts(("word/media/a.bin", bytes(60_000_000)))


def swell_text() -> bytes:
    return in_body("<w:p/>" * 4_000_000)


def swell_by_many() -> bytes:
    return add_parts(*((f"word/media/{n}.bin", bytes(990_000)) for n in range(100)))


def overlap() -> bytes:
    """Return an archive whose directory names the same bytes many times."""
    data = make_docx(WORD)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        start, info = archive.start_dir, archive.getinfo(MAIN)
    end = data.rindex(b"PK\x05\x06")
    entries = []
    for number in range(100):
        name = f"word/a{number}.xml".encode()
        entries.append(
            struct.pack(
                "<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 8, 0, 0x21, info.CRC,
                info.compress_size, info.file_size, len(name), 0, 0, 0, 0, 0, info.header_offset,
            )
            + name
        )  # fmt: skip
    table = data[start:end] + b"".join(entries)
    count = 100 + struct.unpack("<H", data[end + 10 : end + 12])[0]
    tail = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count, count, len(table), start, 0)
    return data[:start] + table + tail


def lie_about_size() -> bytes:
    """Return an archive that says its text is small and unpacks to a hundred megabytes."""
    data = bytearray(in_body("<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 300_000))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        info, start = archive.getinfo(MAIN), archive.start_dir
    small = struct.pack("<I", 1_000)
    data[info.header_offset + 22 : info.header_offset + 26] = small
    place = data.index(MAIN.encode(), start) - 46
    data[place + 24 : place + 28] = small
    return bytes(data)


def rename_in_zip(old: bytes, new: bytes) -> bytes:
    """Return a DOCX one of whose parts has a name that no archiver writes."""
    assert len(old) == len(new)
    return add_parts((old.decode(), b"x")).replace(old, new)


def entities(levels: int, width: int) -> str:
    made = ['<!ENTITY e0 "ha">']
    made += [f'<!ENTITY e{n} "{f"&e{n - 1};" * width}">' for n in range(1, levels)]
    return f"<!DOCTYPE d [{''.join(made)}]>"


def pdf_of(*bodies: bytes, count: int | None = None) -> bytes:
    return write_pdf([b"<< /Type /Catalog /Pages 2 0 R >>", *bodies], count=count)


def pdf_with_content(content: bytes, *, packed: bool = True) -> bytes:
    how = b" /Filter /FlateDecode" if packed else b""
    body = zlib.compress(content, 9) if packed else content
    return pdf_of(
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources "
        b"<< /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d%s >>\nstream\n" % (len(body), how) + body + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )


def loop_of_tables() -> bytes:
    data = make_pdf(["kept"])
    table = data.rindex(b"xref\n0")
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % table)


def csv(rows: str) -> bytes:
    return f"key,kind,name,language,name_kind\n{rows}ok,place,kept,,\n".encode()


DEEP = 100_000
LONG = "w" * 5_000_000
TOO_COMPLEX, DAMAGED = frozenset({"too_complex"}), frozenset({"damaged_file"})
EITHER = TOO_COMPLEX | DAMAGED
READ = frozenset({"read"})
Bomb = tuple[str, Callable[[], bytes], frozenset[str]]
BOMBS: dict[str, Bomb] = {
    "zip: sixty megabytes of nothing": ("docx", swell, TOO_COMPLEX),
    "zip: a text of nothing but empty paragraphs": ("docx", swell_text, TOO_COMPLEX),
    "zip: many parts that swell together": ("docx", swell_by_many, TOO_COMPLEX),
    "zip: parts that share bytes": ("docx", overlap, TOO_COMPLEX),
    "zip: a size that lies": ("docx", lie_about_size, DAMAGED),
    "zip: 2,001 parts": (
        "docx", lambda: add_parts(*((f"m/{n}", b"") for n in range(2_001))), TOO_COMPLEX,
    ),
    "zip: two parts of one name": (
        "docx", lambda: rename_in_zip(b"word/documenT.xmm", b"word/document.xml"), TOO_COMPLEX,
    ),
    "zip: names that differ in capitals": (
        "docx", lambda: add_parts(("WORD/Document.xml", b"x")), TOO_COMPLEX,
    ),
    "zip: a name that climbs": ("docx", lambda: add_parts(("../../evil", b"x")), TOO_COMPLEX),
    "zip: an absolute name": ("docx", lambda: add_parts(("/etc/evil", b"x")), TOO_COMPLEX),
    "zip: a name for another disk": ("docx", lambda: add_parts(("c:evil", b"x")), TOO_COMPLEX),
    "zip: a backslash": (
        "docx", lambda: rename_in_zip(b"word/evilevil", b"..\\word\\evil1"), TOO_COMPLEX,
    ),
    "zip: cut off in the directory": ("docx", lambda: make_docx(WORD)[:-30], DAMAGED),
    "xml: billion laughs": (
        "docx", lambda: in_body("<w:p><w:r><w:t>&e9;</w:t></w:r></w:p>", entities(10, 10)), EITHER,
    ),
    "xml: quadratic growth": (
        "docx",
        lambda: in_body(
            f"<w:p><w:r><w:t>{'&a;' * 50_000}</w:t></w:r></w:p>",
            f'<!DOCTYPE d [<!ENTITY a "{"A" * 50_000}">]>',
        ),
        EITHER,
    ),
    "xml: an entity of itself": (
        "docx",
        lambda: in_body("<w:p><w:r><w:t>&a;</w:t></w:r></w:p>", '<!DOCTYPE d [<!ENTITY a "&a;">]>'),
        EITHER,
    ),
    "xml: a hundred thousand deep": ("docx", lambda: in_body("<w:a>" * DEEP), EITHER),
    "xml: an attribute of twelve megabytes": (
        "docx", lambda: in_body(f'<w:p w:a="{"abcdefgh" * 1_500_000}"/>'), EITHER,
    ),
    "xml: a hundred thousand attributes": (
        "docx",
        lambda: in_body("<w:p " + " ".join(f"a{n}=''" for n in range(100_000)) + f"/>{WORD}"),
        EITHER | READ,
    ),
    "xml: a name of a megabyte": ("docx", lambda: in_body(f"<{'n' * 1_000_000}/>"), EITHER | READ),
    "docx: half a million paragraphs": (
        "docx", lambda: in_body("<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 500_000),
        READ | TOO_COMPLEX,
    ),
    "docx: tables in tables in tables": (
        "docx",
        lambda: in_body("<w:tbl><w:tr><w:tc>" * 60 + WORD + "</w:tc></w:tr></w:tbl>" * 60),
        READ,
    ),
    "pdf: two thousand million pages": (
        "pdf", lambda: pdf_of(b"<< /Type /Pages /Kids [] /Count 2000000000 >>"), EITHER,
    ),
    "pdf: a table of two thousand million": (
        "pdf",
        lambda: pdf_of(b"<< /Type /Pages /Kids [] /Count 0 >>", count=2_000_000_000),
        EITHER,
    ),
    "pdf: pages that are their own parents": (
        "pdf", lambda: pdf_of(b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9999 >>"), EITHER,
    ),
    "pdf: tables that lead to each other": ("pdf", loop_of_tables, READ | DAMAGED),
    "pdf: a content that swells": (
        "pdf", lambda: pdf_with_content(b" " * 60_000_000 + b"BT /F1 9 Tf (kept) Tj ET"),
        EITHER | READ | {"no_text_layer"},
    ),
    "pdf: arrays a hundred thousand deep": (
        "pdf", lambda: pdf_of(b"<< /Type /Pages /Kids " + b"[" * DEEP + b" /Count 1 >>"), EITHER,
    ),
    "pdf: states saved for ever": (
        "pdf", lambda: pdf_with_content(b"q " * 1_000_000 + b"BT /F1 9 Tf (kept) Tj ET"),
        READ | EITHER | {"no_text_layer"},
    ),
    "pdf: a picture of nine gigabytes": (
        "pdf",
        lambda: make_pdf(["kept"]).replace(
            b"/Resources <<",
            b"/Resources << /XObject << /I << /Subtype /Image /Width 99999 /Height 99999 >> >>",
        ),
        READ | DAMAGED,
    ),
    "html: five hundred tables in each other": (
        "html", lambda: ("<table><tr><td>" * 500 + "kept").encode(), READ,
    ),
    "html: a hundred thousand <b>": ("html", lambda: ("<b>" * DEEP + "kept").encode(), READ),
    "html: a hundred thousand raised signs": (
        "html", lambda: (f"<p>kept{'<sup>' * DEEP}{'1' * 100_000}{'</sup>' * DEEP}").encode(), READ,
    ),
    "html: a word of five megabytes": ("html", lambda: f"<p>kept {LONG}".encode(), READ),
    "html: an attribute of five megabytes": (
        "html", lambda: f"<p title='{LONG}'>kept</p>".encode(), READ,
    ),
    "html: a million comments never closed": (
        "html", lambda: ("<p>kept" + "<!--" * 1_000_000).encode(), READ,
    ),
    "html: a million entities": ("html", lambda: ("<p>kept" + "&amp;" * 1_000_000).encode(), READ),
    "txt: one line of ten megabytes": ("txt", lambda: b"kept " + b"x" * 10_000_000, READ),
    "txt: a million marks over one letter": (
        "txt", lambda: ("kept a" + "\u0301\u0323" * 500_000).encode(), READ,
    ),
    "txt: one word with one foreign byte at its end": (
        "txt", lambda: b"kept " + b"a" * 5_000_000 + b"\xff", READ | {"unknown_format"},
    ),
}  # fmt: skip
ROW_BOMBS: dict[str, tuple[bytes, int]] = {
    "csv: a quote that is never closed": (csv('a,place,"' + "x,y\n" * 9_000), 9_000),
    "csv: a field of eight megabytes": (csv(f"a,place,{'x' * 8_000_000},,\n"), 1),
    "csv: a name written backwards": (csv("a,place,\u202egro.live,,\n"), 1),
    "csv: a million commas": (csv("," * 1_000_000 + "\n"), 0),
    "csv: control characters for a name": (csv("a,place,\x1b[2J\x07,,\n"), 0),
}


def get_seconds(child: ReadingChild) -> float:
    process = child._process
    times = psutil.Process(process.pid).cpu_times() if process else None
    return times.user + times.system if times else 0.0


@pytest.fixture(scope="module")
def child():
    with ReadingChild() as made:
        made.read(b"warm", "a.txt")
        yield made


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_or_read(name: str, child: ReadingChild) -> None:
    kind, build, allowed = BOMBS[name]
    data = build()
    worked, began = get_seconds(child), time.monotonic()
    try:
        document = child.read(data, f"a.{kind}")
    except UserError as error:
        end = error.code
        assert end in allowed, error
        limit = REFUSED_WITHIN
        assert "changed" in error.message
    else:
        end, limit = "read", READ_WITHIN
        assert end in allowed, document.text[:100]
        assert document.text.startswith(("kept", "x\n"))
        assert get_seconds(child) - worked < limit
    assert time.monotonic() - began < limit * 5
    assert psutil.Process(child._process.pid).memory_info().rss < MEMORY if child._process else True


@pytest.mark.parametrize("name", ROW_BOMBS)
def test_a_bomb_among_names_spoils_its_own_lines(name: str, child: ReadingChild) -> None:
    data, wrong = ROW_BOMBS[name]
    found: list[NameBatch] = []
    counts = child.read_names(
        Original.of(data), "a.csv", lambda written: found.append(open_batch(written))
    )
    assert counts.problems == wrong
    assert found[-1].rows[-1].name == "kept"
    assert all(one.name.isprintable() for batch in found for one in batch.rows)


def test_there_are_forty_bombs(say) -> None:
    assert len(BOMBS) >= 40
    say(f"{len(BOMBS)} bombs in documents, {len(ROW_BOMBS)} among names")
