"""Vietnamese letters in old encodings, and what a Vietnamese or western word looks like.

Python has no codec for TCVN 5712 (the "ABC" fonts) and VISCII (RFC 1456); both are one
table here. The patterns serve one purpose: to tell a right reading of bytes from a wrong one.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

_ASCII = "".join(map(chr, range(128)))
_TCVN = (
    "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ"
    "\u00a0ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴ"
    "ẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíị"
    "òỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
)
_VISCII = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"
    "ÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư"
    "àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
# VISCII puts six rare capitals where ASCII has controls.
_VISCII_CAPITALS = {2: "Ẳ", 5: "Ẵ", 6: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}
#: 256 characters each, by byte.
TABLES = {
    "tcvn3": _ASCII + _TCVN,
    "viscii": "".join(_VISCII_CAPITALS.get(code, chr(code)) for code in range(128)) + _VISCII,
}

_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_SYLLABLE = (
    "(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
    "(?:uyê|uya|iê|yê|ia|ya|uô|ua|ươ|ưa|uy|uâ|uê|uơ|oa|oă|oe|oo|[aăâeêioôơuưy])"
    "(?:ch|ng|nh|[cmnptiyouư])?"
)
_VIETNAMESE_WORD = re.compile(_SYLLABLE)
# Names from Lao are written as one word of up to four syllables.
_VIETNAMESE_NAME = re.compile(f"(?:{_SYLLABLE}){{2,4}}")
_CLOSED = re.compile("(?:c|ch|p|t)$")
_ACUTE, _DOT = "\u0301", "\u0323"
_LONGEST_WORD = 24
# Western words seldom have two accented letters together; wrong readings often do.
_WESTERN_WORD = re.compile(
    "[A-ZÀ-ÖØ-ÞŒŠŽ]?[a-z]*(?:(?:éé|[ß-öø-ÿœšž])(?:[a-z]+|$))*|[A-ZÀ-ÖØ-ÞŒŠŽ]+"
)


def decode_table(data: bytes, name: str) -> str:
    """Return `data` read by the table of `name`, in NFD or NFC as the bytes have it."""
    return codecs.charmap_decode(data, "replace", TABLES[name])[0]


def is_vietnamese_word(word: str) -> bool:
    """Return whether `word` is built like a Vietnamese word, or a name in Vietnamese spelling."""
    if len(word) > _LONGEST_WORD or not (word.islower() or word.istitle() or word.isupper()):
        return False
    apart = unicodedata.normalize("NFD", word.lower())
    tones = _TONES.findall(apart)
    plain = unicodedata.normalize("NFC", _TONES.sub("", apart))
    if _VIETNAMESE_WORD.fullmatch(plain):
        # A syllable has one tone at most; one that ends in a stop has the acute or the dot.
        return len(tones) < 2 and not (
            _CLOSED.search(plain) and tones and tones[0] not in (_ACUTE, _DOT)
        )
    return not word.islower() and _VIETNAMESE_NAME.fullmatch(plain) is not None


def is_western_word(word: str) -> bool:
    """Return whether `word` is built like a word of a western European language."""
    return len(word) <= _LONGEST_WORD and _WESTERN_WORD.fullmatch(word) is not None
