"""A cheap, honest guess at a text's language: four languages, or none.

Lao is known by its script, Vietnamese by its letters, English and French by their small words.
"""

from __future__ import annotations

import re
from collections import Counter

_SAMPLE = 40_000
_LAO = re.compile("[\u0e80-\u0eff]")
# Letters that no other language of the corpus uses: not à é ê ô, which are French too.
_VIETNAMESE = re.compile("[ăđơưảạấầẩẫậắằẳẵặẻẽẹếềểễệỉĩịỏọốồổỗộớờởỡợủũụứừửữựỳỷỹỵ]")
_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = frozenset((
    "the", "of", "and", "to", "in", "was", "were", "that", "by", "with", "on", "for", "from", "his",
    "at", "had", "which",
))  # fmt: skip
_FRENCH = frozenset((
    "le", "la", "les", "de", "des", "du", "et", "en", "un", "une", "que", "qui", "dans", "pour",
    "par", "sur", "est", "au", "aux",
))  # fmt: skip
_SMALL_WORDS = {"en": _ENGLISH, "fr": _FRENCH}
_LEAST_WORDS = 8


def guess_language(text: str) -> str:
    """Return "vi", "en", "fr" or "lo" for `text`, "" where the signs are few or mixed."""
    sample = text[:_SAMPLE].lower()
    words = _WORD.findall(sample)
    if len(_LAO.findall(sample)) > len(sample) * 0.3:
        return "lo"
    if len(words) < _LEAST_WORDS:
        return ""
    if sum(bool(_VIETNAMESE.search(word)) for word in words) > len(words) * 0.25:
        return "vi"
    return _guess_by_small_words(words)


def _guess_by_small_words(words: list[str]) -> str:
    """Return the language whose small words make up enough of `words`, and twice the other's."""
    counts = Counter(words)
    shares = {
        language: sum(counts[word] for word in small) / len(words)
        for language, small in _SMALL_WORDS.items()
    }
    (best, share), (_, second) = sorted(shares.items(), key=lambda item: -item[1])
    return best if share > 0.12 and share > 2 * second else ""
