"""A text read in pieces is the text read whole, wherever a piece ends: character by character."""

from __future__ import annotations

import random
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.catalog.canonical import CanonicalWriter, canonicalise
from desktop_app.catalog.composing import begins_anew, compose
from desktop_app.exchange.decoding import REPLACED, STRICT, SURROGATES, decode_pieces
from desktop_app.exchange.plain import MAX_PAGES, write_pages
from desktop_app.exchange.reading import read_bytes

#: What has gone wrong in other readers, each likely to meet a border.
TRICKY = (
    "\r\n", "\r", "\n", "\f", "\ufeff", "\x00", "\x85", "\ud800", "\udc00", "e\u0301", "\u0323",
    "\u0344", "\u0f73", "\u1100\u1161\u11a8", "\u09c7\u09be", "Nặm Thà", "ໃນ", "𝒳", "a" * 70,
    "\u0301\u0323" * 40, " ", "中文", "\u240c",
)  # fmt: skip
ENCODINGS = (
    "utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "windows-1252",
    "windows-1258", "tcvn3", "viscii", "big5", "gb18030", "shift_jis", "euc_jp", "euc_kr",
    "cp949", "gbk", "koi8_r", "utf-7", "iso2022_jp", "hz", "cp874",
)  # fmt: skip
texts = st.lists(st.sampled_from(TRICKY) | st.text(max_size=5), max_size=30).map("".join)


def cut(text: str, chance: random.Random) -> list[str]:
    """Return `text` in random pieces, some of them empty."""
    places = sorted(chance.randrange(len(text) + 1) for _ in range(chance.randrange(8)))
    return [text[a:b] for a, b in zip([0, *places], [*places, len(text)], strict=True)]


@given(texts, st.randoms(use_true_random=False))
def test_canonical_text_does_not_depend_on_the_cuts(text: str, chance: random.Random) -> None:
    given_on: list[str] = []
    writer = CanonicalWriter(given_on.append)
    for piece in cut(text, chance):
        writer.add(piece)
    length = writer.flush()
    whole = canonicalise(text)
    assert "".join(given_on) == whole.text
    assert (length, writer.replaced) == (len(whole.text), whole.replaced)


def list_pages(text: str) -> list[int]:
    """Return where pages begin, found the slow way: by the text before each form feed."""
    count = text.count("\f")
    if not 0 < count <= MAX_PAGES:
        return []
    ends = [at for at, char in enumerate(text) if char == "\f"]
    starts = [0, *(len(canonicalise(text[: end + 1]).text) for end in ends)]
    return starts if text[ends[-1] + 1 :].strip() else starts[:-1]


@given(texts, st.randoms(use_true_random=False))
def test_pages_do_not_depend_on_the_cuts(text: str, chance: random.Random) -> None:
    given_on: list[str] = []
    pages = write_pages(cut(text, chance), CanonicalWriter(given_on.append))
    assert [page.start for page in pages] == list_pages(text)
    assert "".join(given_on) == canonicalise(text).text


@pytest.mark.parametrize("encoding", ENCODINGS)
@settings(max_examples=60)
@given(data=st.binary(max_size=60), text=texts, piece=st.integers(4, 40))
def test_bytes_in_pieces_are_the_bytes_whole(
    encoding: str, data: bytes, text: str, piece: int
) -> None:
    from desktop_app.exchange.vietnamese import TABLES, decode_table

    if encoding in TABLES:
        assert "".join(decode_pieces(data, encoding, STRICT, piece=piece)) == decode_table(
            data, encoding
        )
        return
    way = "surrogatepass" if encoding.startswith("utf") else "ignore"
    data = text.encode(encoding, way) + data if encoding != "utf-7" else data
    for way in (STRICT, SURROGATES, REPLACED, "ignore"):
        try:
            whole = data.decode(encoding, way)
        except UnicodeError:
            with pytest.raises(UnicodeError):
                list(decode_pieces(data, encoding, way, piece=piece))
            continue
        assert "".join(decode_pieces(data, encoding, way, piece=piece)) == whole


def test_every_place_called_a_border_is_one() -> None:
    joined = set()
    for code in range(0x110000):
        apart = unicodedata.normalize("NFD", chr(code))
        if len(apart) > 1 and unicodedata.is_normalized("NFC", chr(code)):
            joined.update((apart[1], apart[-1]))
    for code in range(0x110000):
        char = chr(code)
        if begins_anew(char):
            assert char not in joined
            assert not unicodedata.combining(unicodedata.normalize("NFD", char)[0])


@given(st.lists(st.sampled_from("\u0301\u0323\u0344\u0f73\u0302\u0f71"), max_size=400))
def test_long_runs_of_marks_are_composed_as_the_standard_says(marks: list[str]) -> None:
    for text in ("a" + "".join(marks) + "e", "ắ" + "".join(marks), "".join(marks) + "가"):
        assert compose(text) == unicodedata.normalize("NFC", text)


def test_a_million_marks_over_one_letter_take_a_moment() -> None:
    marks = "\u0301\u0323" * 500_000
    began = time.process_time()
    document = read_bytes(f"a{marks}\nb".encode(), "a.txt")
    assert time.process_time() - began < 10
    assert document.text == "ạ" + "\u0323" * 499_999 + "\u0301" * 500_000 + "\nb"


@pytest.mark.parametrize(
    ("data", "characters"),
    [
        (b"x" * 10_000_000, 10_000_000),
        (b"a\f" * 100_000, 200_000),
        (b"\x00a" * 20 + b"text " * 100_000, 500_040),
        ("\ud800 một ".encode("utf-8", "surrogatepass") * 100_000, 600_000),
        (b"\xef\xbb\xbf" * 3 + b"a\r" * 300_000, 600_000),
    ],
    ids=["one line", "form feeds", "NUL", "surrogates", "marks and returns"],
)
def test_extreme_plain_text_is_read_whole(data: bytes, characters: int) -> None:
    document = read_bytes(data, "a.txt")
    assert document.characters == len(document.text) == characters
    assert document.text == canonicalise(data.decode("utf-8", "surrogatepass")).text
