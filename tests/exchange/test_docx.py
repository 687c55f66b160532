"""DOCX: paragraphs, tables, notes; what is left out is said; what is hostile is refused."""

from __future__ import annotations

import io
import struct
import zipfile

import docx
import pytest

from desktop_app.errors import UserError
from desktop_app.exchange.reading import read_bytes


def p(*runs: str) -> str:
    return "<w:p>" + "".join(runs) + "</w:p>"


def r(text: str) -> str:
    return f"<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>"


def repack(data: bytes, **changed: str) -> bytes:
    """Return the archive with parts replaced or added; a name's dots are written as `__`."""
    parts = {name.replace("__", "/"): text for name, text in changed.items()}
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", 8) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, text in parts.items():
            new.writestr(name, text)
    return target.getvalue()


def refuse(data: bytes, name: str = "a.docx") -> UserError:
    with pytest.raises(UserError) as caught:
        read_bytes(data, name)
    return caught.value


def test_written_by_another_library(tmp_path) -> None:
    made = docx.Document()
    made.core_properties.title = "Chiến dịch"
    made.add_heading("Nặm Thà", 1)
    made.add_paragraph("Ngày 6 tháng 5 năm 1962.")
    table = made.add_table(2, 2)
    for row, texts in enumerate((("Đơn vị", "Quân số"), ("BV13", "400"))):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    made.sections[0].header.paragraphs[0].text = "đầu trang"
    made.save(tmp_path / "a.docx")
    document = read_bytes((tmp_path / "a.docx").read_bytes(), "a.docx")
    assert document.text == "Nặm Thà\nNgày 6 tháng 5 năm 1962.\nĐơn vị\tQuân số\nBV13\t400"
    assert document.title == "Chiến dịch"
    assert document.encoding_sure


def test_notes_are_numbered_as_they_are_met(make_docx) -> None:
    body = p(r("Nặm Thà"), '<w:r><w:footnoteReference w:id="7"/></w:r>', r(" bị vây")) + p(
        r("Hết"),
        '<w:r><w:endnoteReference w:id="2"/></w:r>',
        '<w:r><w:footnoteReference w:id="9"/></w:r>',
    )
    footnotes = (
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        f'<w:footnote w:id="7">{p("<w:r><w:footnoteRef/></w:r>", r("Luang Namtha."))}'
        f"{p(r('Đoạn hai.'))}</w:footnote><w:footnote w:id='9'>{p(r('Ba.'))}</w:footnote>"
    )
    data = make_docx(
        body,
        notes={
            "footnote": footnotes,
            "endnote": f'<w:endnote w:id="2">{p(r("Cuối."))}</w:endnote>',
        },
    )
    document = read_bytes(data, "a.docx")
    assert document.text == (
        "Nặm Thà[1] bị vây\nHết[2][3]\n\n[1] Luang Namtha. Đoạn hai.\n[2] Cuối.\n[3] Ba."
    )
    assert document.notes == (
        "2 footnotes, numbered at the end of the text",
        "1 endnotes, numbered at the end of the text",
    )


def test_runs_tabs_breaks_and_hyphens(make_docx) -> None:
    body = p(
        "<w:pPr><w:tabs><w:tab w:val='left'/></w:tabs><w:numPr/></w:pPr>",
        r("Na\u0306\u0323m "),
        "<w:r><w:tab/><w:t>a</w:t><w:br/><w:t>b</w:t><w:noBreakHyphen/></w:r>",
        "<w:r><w:instrText> PAGE </w:instrText></w:r>",
        "<w:hyperlink><w:r><w:t>c</w:t></w:r></w:hyperlink>",
    )
    document = read_bytes(make_docx(body), "a.docx")
    assert document.text == "Nặm \ta\nb\u2011c"
    assert document.notes == ("1 paragraphs without their automatic number or bullet",)


def test_tracked_changes_comments_and_boxes(make_docx) -> None:
    box = (
        "<w:drawing><x:txbxContent xmlns:x='urn:x'>"
        + p(r("khung"))
        + "</x:txbxContent></w:drawing>"
    )
    choice = (
        "<m:AlternateContent xmlns:m='urn:m'><m:Choice><w:r>" + box + "</w:r></m:Choice>"
        "<m:Fallback><w:r>" + box + "</w:r></m:Fallback></m:AlternateContent>"
    )
    body = p(
        r("giữ "), "<w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del>",
        "<w:ins>" + r("thêm") + "</w:ins>", "<w:moveFrom>" + r("cũ") + "</w:moveFrom>",
        "<w:r><w:commentReference w:id='0'/></w:r>",
    ) + p(choice, r("ngoài"))  # fmt: skip
    document = read_bytes(make_docx(body), "a.docx")
    assert document.text == "giữ thêm\nkhung\nngoài"
    assert document.notes == ("2 tracked deletions left out", "1 comments left out")


def test_nested_table_and_empty_paragraphs(make_docx) -> None:
    inner = f"<w:tbl><w:tr><w:tc>{p(r('x'))}</w:tc><w:tc>{p(r('y'))}</w:tc></w:tr></w:tbl>"
    body = (
        p(r("a"))
        + p() * 5
        + p(r("b"))
        + f"<w:tbl><w:tr><w:tc>{p(r('1'))}{p(r('2'))}</w:tc>"
        + f"<w:tc>{inner}{p()}</w:tc></w:tr></w:tbl>"
    )
    assert read_bytes(make_docx(body), "a.docx").text == "a\n\nb\n1 2\tx y"


def test_strict_namespace(make_docx) -> None:
    data = make_docx(p(r("á")))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("word/document.xml").decode()
    strict = xml.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert read_bytes(repack(data, **{"word__document.xml": strict}), "a.docx").text == "á"


def test_damaged_and_foreign_archives(make_docx) -> None:
    data = make_docx(p(r("nguyên vẹn " * 50)))
    assert refuse(data[: len(data) // 2]).code == "damaged_file"
    assert refuse(data[:40]).code == "damaged_file"
    assert refuse(repack(data, **{"word__document.xml": "<w:p"})).code == "damaged_file"
    assert refuse(b"\0\0\0\0" + data[4:]).code == "damaged_file"
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    assert refuse(empty.getvalue()).code == "unknown_format"
    flipped = bytearray(data)
    flipped[data.index(b"word/document.xml") + 40] ^= 0xFF
    assert refuse(bytes(flipped)).code == "damaged_file"
    odt = io.BytesIO()
    with zipfile.ZipFile(odt, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    assert "OpenDocument" in refuse(odt.getvalue(), "a.odt").message


def test_encrypted_office_file_and_old_doc() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert refuse(ole + "EncryptedPackage".encode("utf-16-le")).code == "encrypted_file"
    assert refuse(ole, "a.doc").code == "unknown_format"


def test_archive_with_a_password(make_docx) -> None:
    data = bytearray(make_docx(p(r("a"))))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(signature)
        while start >= 0:
            data[start + place] |= 1
            start = data.find(signature, start + 4)
    assert refuse(bytes(data)).code == "encrypted_file"


def test_bombs_are_refused_by_their_rule(make_docx) -> None:
    data = make_docx(p(r("a")))
    assert "swell" in refuse(repack(data, word__x=" " * 30_000_000)).message
    many = repack(data, **{f"word/{number}.xml": "" for number in range(2_100)})
    assert "parts" in refuse(many).message
    for part in ("../evil", "/etc/evil", "..\\evil", "c:evil", "word/../../evil"):
        assert "outside" in refuse(repack(data, **{part: "x"})).message
    with pytest.warns(UserWarning, match="Duplicate"):
        doubled = io.BytesIO(data)
        with zipfile.ZipFile(doubled, "a") as archive:
            archive.writestr("word/document.xml", "<a/>")
    assert "same name" in refuse(doubled.getvalue()).message
    assert "same name" in refuse(repack(data, **{"WORD/Document.xml": "x"})).message
    link = zipfile.ZipInfo("word/link")
    link.external_attr = 0o120777 << 16
    linked = io.BytesIO(data)
    with zipfile.ZipFile(linked, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "outside" in refuse(linked.getvalue()).message


def test_overlapping_parts_are_refused(make_docx) -> None:
    data = bytearray(make_docx(p(r("a" * 100))))
    directory = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", directory + 4)
    third = data.index(b"PK\x01\x02", second + 4)
    # The third part now begins where the second does.
    data[third + 42 : third + 46] = data[second + 42 : second + 46]
    assert "overlap" in refuse(bytes(data)).message


def test_lying_size_is_damage(make_docx) -> None:
    data = bytearray(make_docx(p(r("chữ " * 400))))
    place = data.index(b"PK\x01\x02")
    while data[place + 46 : place + 63] != b"word/document.xml":
        place = data.index(b"PK\x01\x02", place + 4)
    data[place + 24 : place + 28] = struct.pack("<I", 30)
    assert refuse(bytes(data)).code == "damaged_file"


def test_entities_are_not_resolved(make_docx, tmp_path) -> None:
    (tmp_path / "canary").write_text("secret")
    data = make_docx(p(r("a")))
    canary = (tmp_path / "canary").as_uri()
    head = f'<!DOCTYPE w [<!ENTITY x SYSTEM "{canary}"><!ENTITY a "aaaaaaaaaa">'
    head += "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">'
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    for entity in ("x", "i"):
        xml = (
            f'{head}]><w:document xmlns:w="urn:w"><w:body><w:p><w:r><w:t>b&{entity};</w:t>'
            "</w:r></w:p></w:body></w:document>"
        )
        try:
            text = read_bytes(repack(data, **{"word__document.xml": xml}), "a.docx").text
        except UserError as error:
            assert error.code in ("damaged_file", "too_complex")
        else:
            assert "secret" not in text
            assert len(text) < 100


def test_very_many_paragraphs_need_no_tree(make_docx) -> None:
    empty = "".join(f"<w:p w:id='{number * 7919 % 1_000_003}'/>" for number in range(300_000))
    document = read_bytes(make_docx(p(r("a")) + empty + p(r("b"))), "a.docx")
    assert document.text == "a\n\nb"


def test_deep_nesting_loses_nothing(make_docx) -> None:
    deep = "<w:sdt>" * 5_000 + p(r("đáy")) + "</w:sdt>" * 5_000
    assert read_bytes(make_docx(p(r("a")) + deep), "a.docx").text == "a\nđáy"
