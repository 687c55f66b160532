"""Plain text: canonical, with pages where form feeds part it; the corpus as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app.catalog.documents import PageMark, find_page
from desktop_app.errors import UserError
from desktop_app.exchange.read_document import ReadDocument
from desktop_app.exchange.reading import read_bytes, read_original


def test_form_feeds_part_pages_and_stay_visible() -> None:
    document = read_bytes("mộ\u0323t\fhai\r\n\f\f\u0301bốn\n\f \n".encode(), "a.txt")
    assert [mark.label for mark in document.pages] == ["1", "2", "3", "4"]
    starts = [document.text[mark.start :][:1] for mark in document.pages]
    assert starts == ["m", "h", "\u240c", "\u0301"]
    assert document.replaced == 4
    place = document.text.index("bốn")
    assert find_page(document.pages, place, place + 3) == "4"


def test_picture_of_a_form_feed_in_the_source_is_no_page() -> None:
    document = read_bytes("a\u240cb\fc\f\ufeffd".encode(), "a.txt")
    assert document.pages == (PageMark(0, "1"), PageMark(4, "2"), PageMark(6, "3"))
    assert document.text[6:] == "\ufeffd"


def test_text_without_form_feeds_has_no_pages() -> None:
    assert read_bytes(b"a\nb", "a.txt").pages == ()
    assert read_bytes(b"a\f" * 30_000, "a.txt").pages == ()


def test_json_round_trip() -> None:
    document = read_bytes(b"mot\fhai \xe9t\xe9", "a.txt")
    assert ReadDocument.from_json(document.to_json()) == document
    assert document.alternatives


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b" \r\n\t", b"\xff\xfe"])
def test_empty_file(data: bytes) -> None:
    with pytest.raises(UserError) as caught:
        read_bytes(data, "a.txt")
    assert caught.value.code == "empty_file"


@pytest.mark.parametrize(
    ("name", "language"), [("chronicle-vi.txt", "vi"), ("article-en.txt", "en")]
)
def test_corpus(corpus: Path, name: str, language: str) -> None:
    document = read_bytes(read_original(corpus / name), name)
    assert (document.encoding, document.encoding_sure) == ("utf-8", True)
    assert (document.language, document.replaced) == (language, 0)
    assert document.size == (corpus / name).stat().st_size


def test_missing_folder_and_odd_paths(tmp_path: Path) -> None:
    for path, code in (
        (tmp_path / "none.txt", "missing_file"),
        (tmp_path, "unreadable_file"),
        (tmp_path / "a\x00b", "unreadable_file"),
    ):
        with pytest.raises(UserError) as caught:
            read_original(path)
        assert caught.value.code == code


def test_name_with_braces_and_percent_is_only_shown() -> None:
    with pytest.raises(UserError) as caught:
        read_bytes(b"", "{0}%s<b>.txt")
    assert "{0}%s<b>.txt" in caught.value.message
