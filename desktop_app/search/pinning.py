"""Puts what is meant into a query as it was typed: one record for a name, words for keys struck.

Knows no Whoosh, so that the window may do it while somebody types.
"""

from __future__ import annotations

import re

from desktop_app.search.parsing import parse_query
from desktop_app.search.printing import print_query
from desktop_app.search.query import (
    About,
    BadQuery,
    ReadDays,
    Words,
    read_query_days,
    replace_run,
)
from desktop_app.search.records import Struck


def pin_record(
    text: str, words: str, record: str, read_days: ReadDays = read_query_days
) -> str | None:
    """Return the query `text` with the record in place of `words`, None where they are not in it.

    `words` are bare words in a row, as a meaning has them.
    """
    try:
        node = parse_query(text, read_days)
    except BadQuery:
        return None
    run = tuple(Words(word) for word in words.split())
    pinned = replace_run(node, run, About(record)) if node is not None else None
    return print_query(pinned) if pinned is not None else None


def read_struck(text: str, struck: Struck) -> str:
    """Return the query `text` with its words as `struck` reads them."""
    read = dict(struck.words)
    return re.sub(r"[^\W_]+", lambda match: read.get(match[0], match[0]), text)
