"""The sentence and the passage around a place in a text: what becomes an excerpt."""

from __future__ import annotations

import re

from desktop_app.catalog.anchors import trim

#: Where a sentence ends: its sign, closing quotes and brackets, then a gap; or the paragraph.
_END = re.compile(r"[.!?…]+[\"”»’)\]]*(?=\s)|\n\s*\n|\f|\u2029|(?<=[.:;!?…”»)])\n")
#: A sign after these ends no sentence: an initial, a number before a word, a short form.
_NO_END = re.compile(r"(?:^|[\s(])(?:[^\W\d_]|\d{1,3}|[Tt]r|[Pp]p?|[Nn]r|[Vv]ol|Dr|Mr|Mrs|St)\.$")


def find_sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the sentence around [start, end) of `text`, in code points, trimmed.

    A place that reaches over several sentences has all of them.
    """
    first = 0
    for match in _END.finditer(text, 0, len(text)):
        if _is_no_end(text, match):
            continue
        if match.end() <= start:
            first = match.end()
        elif match.end() >= end:
            return trim(text, first, match.end())
    return trim(text, first, len(text))


def _is_no_end(text: str, match: re.Match[str]) -> bool:
    if match[0] != ".":
        return False
    return _NO_END.search(text[max(0, match.start() - 8) : match.end()]) is not None
