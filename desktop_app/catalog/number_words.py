"""Numbers spelt out at the beginning of a text, in Vietnamese and in English."""

from __future__ import annotations

import re

_DIGITS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8,
    "chín": 9,
}  # fmt: skip
#: Digits that exist only after tens or after linh; tư alone begins tư lệnh, commander.
_AFTER_TENS = {"mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5}
_ENGLISH = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
#: Words that multiply what stands before them.
MULTIPLES: dict[str, int] = {
    "chục": 10, "tá": 12, "trăm": 100, "nghìn": 1_000, "ngàn": 1_000, "vạn": 10_000,
    "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9, "dozen": 12, "hundred": 100, "thousand": 1_000,
    "million": 10**6, "billion": 10**9,
}  # fmt: skip
_VIETNAMESE_ONLY = {*_DIGITS, *_AFTER_TENS, "mười", "mươi", "linh", "lẻ"}
_WORD = re.compile(r"[^\W\d_]+")


def read_number_words(text: str, language: str) -> tuple[int, int] | None:
    """Return the number with which `text` begins and where its words end, None without one.

    `language` "vi" or "en" leaves out the words of the other. Năm is five only where it cannot
    be year: năm đồng chí, hai trăm năm mươi, but ba năm is three years.
    """
    words = [(match[0].lower(), match.end()) for match in _WORD.finditer(text)]
    if text[:1] != text[:1].strip() or not words or not text.lower().startswith(words[0][0]):
        return None
    count = _Count(language)
    end = 0
    after = ""
    for index, (word, word_end) in enumerate(words):
        if text[end : word_end - len(word)].strip(" -"):
            break
        following = words[index + 1][0] if index + 1 < len(words) else ""
        if not count.take(word, following):
            after = word
            break
        end = word_end
    is_range = (_DIGITS | _ENGLISH).get(after) == count.value() + 1  # hai ba người: two or three
    return (count.value(), end) if count.said and not count.waits and not is_range else None


class _Count:
    """Adds up the words of one number."""

    def __init__(self, language: str) -> None:
        """Start with nothing said."""
        self.language = language[:2]
        self.total = 0
        self.section = 0
        self.digit: int | None = None
        self.said = False
        self.waits = False
        self.article = False

    def value(self) -> int:
        """Return the number said so far."""
        return self.total + self.section + (self.digit or 0)

    def take(self, word: str, following: str) -> bool:
        """Add `word`; return whether it belongs to the number."""
        vietnamese = word in _VIETNAMESE_ONLY
        if (vietnamese and self.language == "en") or (word in _ENGLISH and self.language == "vi"):
            return False
        taken = (
            self._take_vietnamese(word, following)
            if vietnamese
            else self._take_other(word, following)
        )
        self.said = self.said or taken
        return taken

    def _take_vietnamese(self, word: str, following: str) -> bool:
        """Add a digit, tens, or the word that stands for an empty place."""
        if word in ("linh", "lẻ"):
            self.waits = self.said and self.digit is None
            return self.waits
        if word == "mười":
            return self._add_section(10) if self.digit is None else False
        if word == "mươi":
            return self._multiply_digit(10)
        if self.digit is not None or (word in _AFTER_TENS and not self.section):
            return False
        multiplied = following in MULTIPLES or following == "mươi"
        if word == "năm" and self.said and not self.waits and not multiplied:
            return False
        self.digit = (_DIGITS | _AFTER_TENS)[word]
        self.waits = False
        return True

    def _take_other(self, word: str, following: str) -> bool:
        """Add an English number, or a multiple of either language."""
        if word in ("a", "an"):
            self.article = not self.said and following in MULTIPLES
            return self.article
        if word == "and":
            return self.section >= 100 and following in _ENGLISH
        if word in _ENGLISH:
            number = _ENGLISH[word]
            room = 100 if self.section % 100 == 0 else 10 if self.section % 10 == 0 else 0
            return self._add_section(number) if number < room or not self.section else False
        factor = MULTIPLES.get(word, 0)
        if not factor or self.waits or not (self.said or self.article):
            return False
        if factor <= 100 and self.digit is not None:
            return self._multiply_digit(factor)
        group = self.section + (self.digit or 0) or 1
        if factor <= 100:
            self.section = group * factor
        else:
            whole = self.total if not (self.section or self.digit) and self.total else group
            self.total = whole * factor if whole == self.total else self.total + group * factor
            self.section = 0
        self.digit = None
        return True

    def _add_section(self, number: int) -> bool:
        """Add `number` below a thousand."""
        self.section += number
        self.waits = False
        return True

    def _multiply_digit(self, factor: int) -> bool:
        """Turn the digit just said into tens or hundreds."""
        if self.digit is None:
            return False
        self.section += self.digit * factor
        self.digit = None
        return True
