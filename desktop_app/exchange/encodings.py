"""Which encoding bytes of text are in, how sure that is, and what else they might be.

Byte order marks and valid UTF-8 are certain. One-byte encodings look alike, so each is tried
on the words with accents and judged by how many come out as words of its languages.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from desktop_app.catalog.canonical import canonicalise
from desktop_app.exchange import problems
from desktop_app.exchange.decoding import REPLACED, STRICT, WAYS, decode_pieces
from desktop_app.exchange.read_document import Alternative
from desktop_app.exchange.vietnamese import (
    TABLES,
    is_vietnamese_word,
    is_western_word,
)

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: In order of preference where two read alike.
_ONE_BYTE: dict[str, Callable[[str], bool]] = {
    "windows-1258": is_vietnamese_word,
    "windows-1252": is_western_word,
    "tcvn3": is_vietnamese_word,
    "viscii": is_vietnamese_word,
}
_SAMPLE = 65_536
#: Bytes from which many zeros among them mean a program or a picture, not a text.
_ENOUGH = 64
_PREVIEW = 80
_FEW_WORDS = 12
_GOOD, _FAIR, _MARGIN = 0.9, 0.6, 0.2
_HIGH = re.compile(rb"[\x80-\xff]")
# The bound in front keeps a line of a million letters from being read a million times.
_ACCENTED = re.compile(rb"[^\s\x80-\xff]{0,64}[\x80-\xff][^\s]*")
_MOST_ACCENTED = 2_000
_BETWEEN_WORDS = re.compile(r"[\s!-/:-@\[-`{-~‘’“”„‹›«»…–—•·°§©£\u00a0\d]+")
_NOT_FOR_FILES = ("idna", "punycode")
# What is left to ask for: the encodings of neighbours' documents, no mainframe's among them.
_RARE = (
    "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1257", "cp874", "cp437", "cp850", "koi8_r",
    "mac_roman", "big5", "gb18030", "shift_jis", "euc_jp", "euc_kr",
)  # fmt: skip
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# Letters, marks and signs of the languages this catalogue meets; others leave UTF-16 unproven.
_USUAL = re.compile(
    "[\t\n\r -~\u00a0-\u024f\u0300-\u036f\u0e80-\u0eff\u1e00-\u1eff\u2010-\u203a\u20ab]"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """How bytes are to be read. `lost` counts the places that mean nothing in the encoding."""

    data: bytes
    encoding: str
    way: str = STRICT
    sure: bool = True
    alternatives: tuple[Alternative, ...] = ()
    lost: int = 0

    def pieces(self) -> Iterator[str]:
        """Give the text in pieces, which are not yet canonical."""
        return decode_pieces(self.data, self.encoding, self.way)

    @property
    def text(self) -> str:
        """Return the whole text; for samples and small files."""
        return "".join(self.pieces())


def decode(data: bytes, name: str, *, encoding: str | None = None) -> Decoded:
    """Return how to read `data`: by `encoding` where one is given, else by the best guess.

    Raises UserError "unknown_encoding", or "unknown_format" where the bytes are no text at all.
    """
    if encoding is not None:
        return _decode_as(data, find_encoding(encoding, name))
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return _decode_as(data, marked)
    wide = _find_unmarked_utf16(data)
    if wide:
        return _decode_as(data, wide)
    if len(data) >= _ENOUGH and data[:_SAMPLE].count(0) > 0.3 * len(data[:_SAMPLE]):
        raise problems.unknown_format(name)
    return _decode_utf8(data) or _decode_one_byte(data, name)


def find_encoding(encoding: str, name: str) -> str:
    """Return our name of `encoding`; raise UserError "unknown_encoding" where there is none."""
    plain = encoding.strip().lower().replace("_", "-")
    if plain in TABLES:
        return plain
    if plain in ("tcvn", "tcvn-3", "tcvn5712", "tcvn5712-1", "abc"):
        return "tcvn3"
    try:
        b"a".decode(plain, "ignore")
        found = codecs.lookup(plain).name
    except (LookupError, ValueError) as error:
        raise problems.unknown_encoding(name, encoding) from error
    if found in _NOT_FOR_FILES:
        raise problems.unknown_encoding(name, encoding)
    # The web's rule (WHATWG Encoding): what calls itself Latin-1 or ASCII is windows-1252.
    windows = {"cp1258": "windows-1258", "cp1252": "windows-1252", "iso8859-1": "windows-1252"}
    windows |= {"ascii": "windows-1252", "utf-8-sig": "utf-8"}
    return windows.get(found, found)


def _decode_as(data: bytes, encoding: str) -> Decoded:
    """Return `data` read by `encoding`, bytes without meaning as U+FFFD and counted."""
    for way in WAYS[:-1]:
        try:
            for _ in decode_pieces(data, encoding, way):
                pass
        except UnicodeError:
            continue
        return Decoded(data, encoding, way)
    pairs = zip(
        decode_pieces(data, encoding, REPLACED),
        decode_pieces(data, encoding, "ignore"),
        strict=True,
    )
    lost = sum(text.count("\ufffd") - kept.count("\ufffd") for text, kept in pairs)
    return Decoded(data, encoding, REPLACED, lost=lost)


def _find_unmarked_utf16(data: bytes) -> str:
    """Return the byte order in which `data` is UTF-16 beyond doubt, or ""."""
    sample = data[:_SAMPLE]
    if len(sample) < 8 or (b"\x00" not in sample and sample.isascii()):
        return ""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample.decode(encoding, "replace")
        usual = len(_USUAL.findall(text))
        if usual >= 0.98 * len(text) and (" " in text or "\n" in text):
            return encoding
    return ""


def _decode_utf8(data: bytes) -> Decoded | None:
    """Return `data` as UTF-8 where it is that, or is but for a few broken places; else None."""
    read = _decode_as(data, "utf-8")
    if not read.lost:
        return read
    first = _find_accent(data)
    sample = data[first : first + _SAMPLE].decode("utf-8", "replace")
    broken = sample.count("\ufffd")
    whole = sum(not char.isascii() for char in sample) - broken
    if whole < 10 * max(broken, 1):
        return None
    return replace(read, sure=whole >= 50 * max(broken, 1))


def _decode_one_byte(data: bytes, name: str) -> Decoded:
    """Return `data` by the one-byte encoding in which most accented words are words."""
    first = _find_accent(data)
    words = _ACCENTED.findall(data[first : first + 16 * _SAMPLE])[:_MOST_ACCENTED]
    sample = b" ".join(words)
    readings = {encoding: _decode_as(sample, encoding).text for encoding in _ONE_BYTE}
    scores = {
        encoding: _score(readings[encoding], is_word) for encoding, is_word in _ONE_BYTE.items()
    }
    ranked = sorted(_ONE_BYTE, key=lambda encoding: -scores[encoding])
    best = ranked[0]
    if scores[best] < _FAIR:
        return _decode_rare(data, name, ranked)
    composed = unicodedata.normalize("NFC", readings[best])
    others = [e for e in ranked if unicodedata.normalize("NFC", readings[e]) != composed]
    margin = scores[best] - max((scores[other] for other in others), default=0.0)
    sure = scores[best] >= _GOOD and margin >= _MARGIN and len(words) >= _FEW_WORDS
    read = _decode_as(data, best)
    return replace(read, sure=sure, alternatives=_preview(data, others))


def _score(text: str, is_word: Callable[[str], bool]) -> float:
    """Return the share of the accented words of `text` that are words."""
    composed = unicodedata.normalize("NFC", text)
    words = [w for w in _BETWEEN_WORDS.split(composed) if w and not w.isascii()]
    return sum(map(is_word, words)) / len(words) if words else 0.0


def _decode_rare(data: bytes, name: str, ranked: list[str]) -> Decoded:
    """Return `data` by what charset-normalizer finds, never sure; refuse what is no text."""
    sample = data[:_SAMPLE]
    if len(_CONTROLS.findall(sample)) > len(sample) * 0.02:
        raise problems.unknown_format(name)
    from charset_normalizer import from_bytes

    found = from_bytes(sample, cp_isolation=list(_RARE)).best()
    best = find_encoding(found.encoding, name) if found else ranked[0]
    read = _decode_as(data, best)
    others = [encoding for encoding in ranked if encoding != best]
    return replace(read, sure=False, alternatives=_preview(data, others))


def _find_accent(data: bytes) -> int:
    """Return where the first word with a byte beyond ASCII begins, 0 where there is none."""
    first = _HIGH.search(data)
    if first is None:
        return 0
    word = _ACCENTED.search(data, max(0, first.start() - 64))
    return word.start() if word else first.start()


def _preview(data: bytes, encodings: list[str]) -> tuple[Alternative, ...]:
    """Return how each of `encodings` would read the first words with accents."""
    start = _find_accent(data)
    sample = data[start : start + _PREVIEW]
    return tuple(
        Alternative(
            encoding, " ".join(canonicalise(_decode_as(sample, encoding).text).text.split())
        )
        for encoding in encodings
    )
