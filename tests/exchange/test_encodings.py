"""Each encoding with Vietnamese in it is found; what is unsure says so and names the others."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.catalog.canonical import canonicalise
from desktop_app.errors import UserError
from desktop_app.exchange.encodings import decode
from desktop_app.exchange.reading import read_bytes
from desktop_app.exchange.vietnamese import TABLES

VIETNAMESE = (
    "Ngày 6 tháng 5 năm 1962, bộ đội giải phóng thị xã Nặm Thà. Đơn vị của chúng tôi vượt qua "
    "con đường rừng, suốt đêm mưa, để kịp giờ nổ súng; cán bộ và chiến sĩ đều quyết tâm hoàn "
    "thành nhiệm vụ được giao, dù thiếu gạo, thiếu thuốc và phải khiêng cáng thương binh.\n"
)
FRENCH = (
    "Le détachement fut cerné près de la rivière; les pièces d'artillerie, très éprouvées par "
    "l'été, n'étaient plus réparées. L'état-major décida d'évacuer la vallée à l'aube, malgré "
    "les réserves exprimées par le général, déjà blessé, et par le gouverneur de la contrée.\n"
)


def to_1258(text: str) -> bytes:
    """Return `text` in windows-1258, whose letters carry their tone as a mark after them."""
    written = bytearray()
    for char in text:
        try:
            written += char.encode("cp1258")
        except UnicodeEncodeError:
            plain = unicodedata.normalize("NFD", char)
            tone = next(mark for mark in plain if mark in "\u0300\u0301\u0303\u0309\u0323")
            base = unicodedata.normalize("NFC", plain.replace(tone, ""))
            written += base.encode("cp1258") + tone.encode("cp1258")
    return bytes(written)


def to_table(text: str, name: str) -> bytes:
    return bytes(TABLES[name].index(char) for char in text)


ENCODED = [
    ("utf-8", VIETNAMESE.encode()),
    ("utf-8", b"\xef\xbb\xbf" + VIETNAMESE.encode()),
    ("utf-8", unicodedata.normalize("NFD", VIETNAMESE).encode()),
    ("utf-16-le", b"\xff\xfe" + VIETNAMESE.encode("utf-16-le")),
    ("utf-16-be", b"\xfe\xff" + VIETNAMESE.encode("utf-16-be")),
    ("utf-16-le", VIETNAMESE.encode("utf-16-le")),
    ("utf-16-be", VIETNAMESE.encode("utf-16-be")),
    ("utf-32-le", b"\xff\xfe\0\0" + VIETNAMESE.encode("utf-32-le")),
    ("windows-1258", to_1258(VIETNAMESE)),
    ("tcvn3", to_table(VIETNAMESE, "tcvn3")),
    ("viscii", to_table(VIETNAMESE, "viscii")),
]


@pytest.mark.parametrize(("encoding", "data"), ENCODED)
def test_vietnamese_is_found_and_sure(encoding: str, data: bytes) -> None:
    document = read_bytes(data, "a.txt")
    assert document.text == VIETNAMESE
    assert (document.encoding, document.encoding_sure) == (encoding, True)
    assert document.language == "vi"
    assert document.replaced == 0


def test_french_is_western() -> None:
    document = read_bytes(FRENCH.encode("cp1252"), "a.txt")
    assert document.text == FRENCH
    assert document.encoding_sure
    assert document.language == "fr"


@pytest.mark.parametrize("encoding", ["windows-1258", "tcvn3", "viscii"])
def test_few_words_are_unsure_and_shown_in_the_others(encoding: str) -> None:
    text = "Nặm Thà bị vây"
    data = to_1258(text) if encoding == "windows-1258" else to_table(text, encoding)
    document = read_bytes(data, "a.txt")
    assert not document.encoding_sure
    readings = {document.encoding: document.text}
    readings |= {other.encoding: other.preview for other in document.alternatives}
    assert readings[encoding] == text


def test_chosen_encoding_is_obeyed() -> None:
    data = to_table("Nặm Thà", "viscii")
    document = read_bytes(data, "a.txt", encoding="VISCII")
    assert (document.text, document.encoding, document.encoding_sure) == ("Nặm Thà", "viscii", True)


def test_other_languages_are_guessed_and_never_sure() -> None:
    russian = "Вьетнамские добровольцы перешли границу и заняли долину реки. " * 4
    document = read_bytes(russian.encode("cp1251"), "a.txt")
    assert (document.text, document.encoding_sure) == (russian, False)


@pytest.mark.parametrize("encoding", ["klingon", "rot13", "base64", "", "utf\x00", "idna" * 99])
def test_unknown_encoding_is_said(encoding: str) -> None:
    with pytest.raises(UserError) as caught:
        read_bytes(b"abc", "a.txt", encoding=encoding)
    assert caught.value.code == "unknown_encoding"


def test_a_few_broken_bytes_do_not_undo_utf8() -> None:
    data = (VIETNAMESE * 3).encode()
    document = read_bytes(data[:500] + b"\xff" + data[500:-2] + b"\xe1\xbb", "a.txt")
    assert document.encoding == "utf-8"
    assert document.replaced == document.text.count("\ufffd") > 0
    assert document.notes


def test_surrogates_in_utf8_and_utf16_are_counted() -> None:
    assert decode("a\ud800b".encode("utf-8", "surrogatepass"), "a").encoding == "utf-8"
    for data in (
        "a\ud800b".encode("utf-8", "surrogatepass"),
        b"\xff\xfe" + "a\ud800b".encode("utf-16-le", "surrogatepass"),
    ):
        document = read_bytes(data, "a.txt")
        assert (document.text, document.replaced) == ("a\ufffdb", 1)


@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1))
def test_valid_utf8_is_read_as_it_is(text: str) -> None:
    marked = decode(b"\xef\xbb\xbf" + text.encode(), "a.txt")
    assert canonicalise(marked.text).text == canonicalise(text).text
    bare = decode(text.encode(), "a.txt")
    if "\x00" not in text and not text.startswith("\ufeff"):
        assert (bare.text, bare.encoding) == (text, "utf-8")


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        decoded = decode(data, "a.txt")
    except UserError as error:
        assert error.code == "unknown_format"
    else:
        canonicalise(decoded.text).text.encode("utf-8")


@pytest.mark.parametrize(
    "text", ["", "\u0e9a\u0eb2\u0e99" * 30, "Nặm Thà", "1962 1963", "zu der Zeit war das " * 9]
)
def test_language_is_not_claimed_without_signs(text: str) -> None:
    from desktop_app.exchange.language import guess_language

    assert guess_language(text) == ("lo" if "\u0e9a" in text else "")
