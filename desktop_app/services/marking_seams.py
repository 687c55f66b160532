"""Names that a line break parts: where wrapped lines end a passage, the index sees two halves."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from desktop_app.catalog.folding import fold
from desktop_app.search.analysis import list_words


def list_parted(text: str, names: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Yield [start, end) of the two lines of `text` over which one of `names` may stand.

    Only the characters that the text uses are folded, never the text as a whole, which takes
    seconds at five megabytes.
    """
    if "\n" not in text:
        return
    classes: dict[str, list[str]] = defaultdict(list)
    for char in sorted(set(text)):
        classes[fold(char)].append(char)
    patterns = dict.fromkeys(filter(None, (_make_pattern(name, classes) for name in names)))
    if not patterns:
        return
    seen: set[tuple[int, int]] = set()
    for match in re.finditer("|".join(patterns), text):
        start = text.rfind("\n", 0, match.start()) + 1
        after = text.find("\n", match.end())
        place = (start, after if after >= 0 else len(text))
        if place not in seen:
            seen.add(place)
            yield place


def _make_pattern(name: str, classes: dict[str, list[str]]) -> str:
    """Return the pattern of a name with a line break between any two of its words."""
    words = [one.folded for one in list_words(name)]
    marks = "".join(classes.get("", ()))
    gap = f"[{re.escape(marks)}]*" if marks else ""
    shown = []
    for word in words:
        letters = ["".join(classes.get(letter, letter)) for letter in word]
        shown.append("".join(f"[{re.escape(letter)}]{gap}" for letter in letters))
    blank, broken = r"[^\S\n]*", r"[^\S\n]*[-‐‑]?\n[^\S\n]*"
    joined = []
    for parted in range(1, len(shown)):
        before = rf"(?:{blank}[-‐‑'’ ]?{blank})".join(shown[:parted])
        behind = rf"(?:{blank}[-‐‑'’ ]?{blank})".join(shown[parted:])
        joined.append(before + broken + behind)
    return "|".join(joined)
