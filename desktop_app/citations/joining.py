"""Joining the parts of a citation: commas and periods that know quotation marks and brackets.

American English prints a comma or period inside the closing quotation mark, Vietnamese
outside; neither doubles the period of an abbreviation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from desktop_app.catalog.wording import Run, Runs, plain
from desktop_app.citations.terms import Terms, list_number_words

_LINE_BREAKS = re.compile(r"[\n\r\t\v\f\x85\u2028\u2029]+")
_INITIALS = re.compile(r"(?<=\b[^\W\d_]\.) (?=[^\W\d_]\.)")
_BEFORE_NUMBERS = re.compile(
    rf"(?<![\w/])({'|'.join(sorted(map(re.escape, list_number_words()), key=len, reverse=True))})"
    r" (?=\[?\d|(?:[ivxlcdm]+|[IVXLCDM]+)(?:[\s,.;:)\]–]|$))"
)
_FINAL = (".", "?", "!", "…")


def text_run(text: str) -> Runs:
    """Return `text` as one upright run, no run at all for no text."""
    return (Run(text),) if text else ()


def add_mark(runs: Runs, mark: str, terms: Terms) -> Runs:
    """Return `runs` followed by the comma or period `mark` where the language prints it."""
    text = plain(runs)
    closing = terms.quotes[1]
    quoted = text.endswith(closing)
    before = text[: -len(closing)] if quoted else text
    if mark == "." and before.endswith(_FINAL):
        return runs
    if quoted and terms.punctuation_inside:
        last = runs[-1]
        moved = replace(last, text=last.text[: -len(closing)] + mark + closing)
        return (*runs[:-1], moved)
    return (*runs, Run(mark))


def join(parts: Iterable[Runs], mark: str, terms: Terms) -> Runs:
    """Return the parts that are not empty, each followed by `mark` and a blank but the last."""
    joined: Runs = ()
    for part in parts:
        if not part:
            continue
        joined = (*add_mark(joined, mark, terms), Run(" "), *part) if joined else part
    return joined


def follow(first: Runs, separator: str, second: Runs) -> Runs:
    """Return `first`, `separator` and `second`, or the one that is not empty."""
    return (*first, Run(separator), *second) if first and second else first or second


def finish(runs: Runs, terms: Terms) -> Runs:
    """Return `runs` with a period at the end and neighbours of one typeface made one."""
    return merge(add_mark(runs, ".", terms)) if runs else ()


def capitalise(runs: Runs) -> Runs:
    """Return `runs`, words of the style and never of a source, with a capital first letter."""
    if not runs:
        return runs
    first = runs[0]
    return (replace(first, text=first.text[:1].upper() + first.text[1:]), *runs[1:])


def merge(runs: Runs) -> Runs:
    """Return `runs` on one line, with neighbours of one typeface and language made one run.

    A number stays on the line of its word ("p. 12", "no. 3"), and initials stay together.
    """
    merged: list[Run] = []
    for run in runs:
        run = replace(run, text=_LINE_BREAKS.sub(" ", run.text))
        if merged and replace(merged[-1], text=run.text) == run:
            merged[-1] = replace(run, text=merged[-1].text + run.text)
        elif run.text:
            merged.append(run)
    return tuple(run if run.language else replace(run, text=_tie(run.text)) for run in merged)


def _tie(text: str) -> str:
    """Return words of the style and names with the blanks that must not break."""
    return _INITIALS.sub("\u00a0", _BEFORE_NUMBERS.sub("\\1\u00a0", text))
