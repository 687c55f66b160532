"""PDF: the text layer by pages and labels; scans, locks and damage each say what they are."""

from __future__ import annotations

import io

import pypdf
import pytest
from pypdf.constants import PageLabelStyle

from desktop_app.catalog.documents import find_page
from desktop_app.errors import UserError
from desktop_app.exchange.reading import read_bytes


def rewrite(data: bytes, *, password: str = "", owner: str = "", roman: int = 0) -> bytes:
    """Return the PDF written again: locked, or with its first `roman` pages numbered i, ii."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    if roman:
        writer.set_page_label(0, roman - 1, style=PageLabelStyle.LOWERCASE_ROMAN)
        writer.set_page_label(roman, len(writer.pages) - 1, style=PageLabelStyle.DECIMAL, start=17)
    if password or owner:
        writer.encrypt(password, owner or None, algorithm="AES-256")
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def build_pdf(lines: list[bytes]) -> bytes:
    """Return a PDF of one page written by hand, its lines in Helvetica."""
    shown = b" ".join(b"(" + line + b") Tj T*" for line in lines)
    content = b"BT /F1 12 Tf 14 TL 20 200 Td " + shown + b" ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Resources<</Font<</F1 5 0 R>>>>"
        b"/Contents 4 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    written = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return (
        written
        + b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\n" % table
        + (b"startxref\n%d\n%%%%EOF" % len(written))
    )


def refuse(data: bytes, name: str = "a.pdf") -> UserError:
    with pytest.raises(UserError) as caught:
        read_bytes(data, name)
    return caught.value


def test_pages_labels_and_title(make_pdf) -> None:
    data = make_pdf(["Lời nói đầu", "Mục lục", "Ngày 6 tháng 5 năm 1962\nNặm Thà được giải phóng"])
    document = read_bytes(rewrite(data, roman=2), "a.pdf")
    assert [mark.label for mark in document.pages] == ["i", "ii", "17"]
    assert document.text == (
        "Lời nói đầu\nMục lục\nNgày 6 tháng 5 năm 1962\nNặm Thà được giải phóng"
    )
    place = document.text.index("Nặm")
    assert find_page(document.pages, place, place + 3) == "17"
    assert document.title == "Nhật ký chiến dịch"
    assert document.language == "vi"
    assert document.notes == ()


def test_pages_without_labels_and_without_text(make_pdf) -> None:
    document = read_bytes(make_pdf(["một", "", "ba"]), "a.pdf")
    assert [mark.label for mark in document.pages] == ["1", "2", "3"]
    assert document.text == "một\n\nba"
    assert document.notes[1] == "1 of 3 pages hold no text"


def test_hyphen_at_the_end_of_a_line_stays() -> None:
    document = read_bytes(build_pdf([b"a counter-", b"attack at dawn"]), "a.pdf")
    assert document.text == "a counter-\nattack at dawn"


def test_scan_has_no_text_layer(make_pdf) -> None:
    error = refuse(make_pdf(["", ""]))
    assert error.code == "no_text_layer"
    assert "2 pages" in error.message


def test_locked_and_merely_restricted(make_pdf) -> None:
    data = make_pdf(["chữ"])
    assert refuse(rewrite(data, password="bí mật")).code == "encrypted_file"
    assert read_bytes(rewrite(data, owner="chủ"), "a.pdf").text == "chữ"


def test_damaged(make_pdf) -> None:
    data = make_pdf(["chữ"])
    assert refuse(data[: len(data) // 2]).code == "damaged_file"
    assert refuse(b"%PDF-1.7\n").code == "damaged_file"
    assert refuse(b"\x00\x01\x02\xff" * 500).code == "damaged_file"


def test_name_that_lies(make_pdf) -> None:
    document = read_bytes(make_pdf(["chữ"]), "a.txt")
    assert document.media_type == "application/pdf"
    assert document.notes[0] == (
        "The name says TXT, the content is PDF; it was read by its content"
    )
    assert not any("name says" in note for note in read_bytes(make_pdf(["chữ"]), "a").notes)
    plain = read_bytes("chữ".encode(), "a.pdf")
    assert (plain.text, plain.media_type) == ("chữ", "text/plain")
    assert plain.notes[0].startswith("The name says PDF")


@pytest.mark.parametrize(
    "head",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(50), b"\xff\xd8\xff\xe0" + bytes(50), b"GIF89a" + bytes(50),
        b"{\\rtf1 text}", b"SQLite format 3\x00" + bytes(100), b"\x1f\x8b\x08" + bytes(50),
        b"7z\xbc\xaf\x27\x1c" + bytes(50), bytes(range(256)) * 4,
        b"\x7fELF\x02\x01\x01" + bytes(99),
    ],
)  # fmt: skip
def test_what_is_no_document(head: bytes) -> None:
    assert refuse(head, "a.txt").code == "unknown_format"
