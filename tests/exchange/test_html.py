"""HTML becomes structured plain text; nothing is loaded, nothing is lost to nesting."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from desktop_app.errors import UserError
from desktop_app.exchange.reading import read_bytes


def read(html: str) -> str:
    return read_bytes(f"<!DOCTYPE html><body>{html}".encode(), "a.html").text


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>một<p>hai", "một\nhai"),
        ("<p>a\n   b&nbsp;c</p>", "a b\u00a0c"),
        ("<h1>Chương</h1><p>a</p><h2>Mục</h2>b", "Chương\na\n\nMục\nb"),
        ("a<br>b<br><br><br>c", "a\nb\n\nc"),
        ("<ul><li>a<li><p>b</p><p>c</p></ul>", "• a\n• b\nc"),
        ("<ol start=3><li>a</li><li>b<ol><li>x</ol></li><li>c</ol>", "3. a\n4. b\n1. x\n5. c"),
        ("<table><tr><th>Đơn vị<th>Quân số<tr><td><p>BV13</p><td>5.600</table>z",
         "Đơn vị\tQuân số\nBV13\t5.600\nz"),
        ("<table><tr><td>a<td><td>c</table>", "a\t\tc"),
        ("<script>x<y</script><style>p{}</style>a<noscript>n</noscript>b", "ab"),
        ("<pre>  a\n    b\n\nc</pre>", "  a\n    b\n\nc"),
        ("năm 1962<sup>1</sup>, 3 m<sup>2</sup>", "năm 1962¹, 3 m²"),
        ('1962<sup><a href="#n1">1</a></sup>', "1962[1]"),
        ("&#150; &eacute; &#x1F600; &amp;lt; &nosuch;", "– é 😀 &lt; &nosuch;"),
        ("<p>a</p><!-- <p>hidden</p> --><p>b", "a\nb"),
        ("<b>c</b>hữ <i>ng</i>hiêng", "chữ nghiêng"),
        ("e&#x301;", "é"),
    ],
)  # fmt: skip
def test_structure(html: str, expected: str) -> None:
    assert read(html) == expected


def test_layout_table_becomes_blocks() -> None:
    cell = "".join(f"<p>Đoạn {number} " + "chữ " * 30 + "</p>" for number in range(4))
    lines = read(f"<table><tr><td>menu</td><td>{cell}</td></tr></table>").split("\n")
    assert [line[:6] for line in lines] == ["menu", *(f"Đoạn {n}" for n in range(4))]


def test_deep_nesting_loses_nothing() -> None:
    assert read("<div>" * 20_000 + "đáy" + "</div>" * 20_000 + "<p>sau") == "đáy\nsau"
    assert read("<b>" * 50_000 + "đáy") == "đáy"
    assert read("<table><tr><td>" * 3_000 + "đáy") == "đáy"


def test_title_pictures_and_controls() -> None:
    html = (
        "<html><head><title>Tê &amp;\n đề</title></head><body>a\x00b\x85<img src=x><img>".encode()
    )
    document = read_bytes(html, "a.html")
    assert document.title == "Tê & đề"
    assert (document.text, document.replaced) == ("a\u2400b\ufffd", 2)
    assert document.notes == ("2 pictures left out",)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16-le", "utf-16"])
def test_declared_and_real_encodings(encoding: str) -> None:
    text = '<html><meta http-equiv="Content-Type" content="text/html; charset=%s"><p>été là</p>'
    document = read_bytes((text % encoding).encode(encoding), "a.htm")
    assert document.text == "été là"
    assert document.encoding_sure


def test_declared_vietnamese() -> None:
    html = b'<html><meta charset="windows-1258"><p>N\xe3\xf2m Th\xe0'
    document = read_bytes(html, "a.html")
    assert (document.text, document.encoding) == ("Nặm Thà", "windows-1258")


def test_wrong_declaration_yields_to_the_bytes() -> None:
    html = "<html><meta charset=iso-8859-1><p>Nặm Thà, bộ đội".encode()
    assert read_bytes(html, "a.html").text == "Nặm Thà, bộ đội"
    html = "<html><meta charset=utf-8><p>été là".encode("cp1252")
    assert read_bytes(html, "a.html").text == "été là"


def test_nothing_is_loaded(tmp_path: Path) -> None:
    canary = tmp_path / "canary.txt"
    canary.write_text("secret")
    uri = canary.as_uri()
    opened: list[str] = []
    watching = [True]

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if watching[0] and event in ("open", "socket.connect", "urllib.Request"):
            opened.append(str(arguments[0]))

    sys.addaudithook(watch)
    html = (
        f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "{uri}">]><html><head>'
        f'<link rel=stylesheet href="{uri}"><base href="{uri}"></head><body>&x;'
        f'<img src="{uri}"><iframe src="{uri}"></iframe><object data="{uri}">o</object>a'
    )
    text = read_bytes(html.encode(), "a.html").text
    watching[0] = False
    assert "secret" not in text
    assert not [path for path in opened if "canary" in path or "://" in path]


def test_xhtml_and_fragment_by_ending() -> None:
    xhtml = '<?xml version="1.0" encoding="utf-8"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><p>á</p></html>'
    assert read_bytes(xhtml.encode(), "a.xhtml").text == "á"
    assert read_bytes(b"<p>a</p><p>b</p>", "a.html").text == "a\nb"
    assert read_bytes(b"<p>a</p><p>b</p>", "a.txt").text == "<p>a</p><p>b</p>"


def test_page_without_words_is_empty() -> None:
    with pytest.raises(UserError) as caught:
        read_bytes(b"<html><body><img src=a.png></body></html>", "a.html")
    assert caught.value.code == "empty_file"


def test_pages_made_to_take_for_ever_do_not() -> None:
    title = read_bytes(b"<html><title>" + b"x&amp;" * 300_000 + b"</title>a", "a.html").title
    assert title == "x&" * 150
    comments = b"<!-- -->" * 500
    assert read_bytes(comments + b"x", "a.txt").media_type == "text/plain"
    assert read_bytes(b" <!-- a -->" * 9 + b"<HTML lang=vi>b", "a.txt").text == "b"
