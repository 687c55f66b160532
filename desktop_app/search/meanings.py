"""The records that words of a query may name: the town, the province and the campaign of a name.

Asked of the index itself: the entities that bear the name, then entities and events in whose
titles and names it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from whoosh import query as wq

from desktop_app.search.analysis import list_words, squash_words
from desktop_app.search.executor import Matching
from desktop_app.search.names import Expansion
from desktop_app.search.printing import print_query
from desktop_app.search.query import About, Node, Words, replace_run
from desktop_app.search.records import Meaning

#: Records offered for one name.
MOST_MEANINGS = 12
#: Records with a name in their titles that are looked at: more are not worth choosing from.
_LOOKED_AT = 200
_SUBJECTS = ("entity", "event")


def list_meanings(
    matchings: Sequence[Matching], node: Node, named: Mapping[tuple[Words, ...], Expansion]
) -> tuple[Meaning, ...]:
    """Return what the names in `node` may mean: bearers of a name first, then shorter titles."""
    found = []
    for run, expansion in named.items():
        words = " ".join(one.text for one in run)
        held = dict(_list_bearers(matchings, expansion.bearers))
        others = dict(_list_titled(matchings, [words, *_list_spellings(words, expansion)]))
        for record in held:
            others.pop(record, None)
        ordered = sorted(others.items(), key=lambda one: (len(one[1][1]), one[1][1], one[0]))
        for record, (kind, title) in [*held.items(), *ordered][:MOST_MEANINGS]:
            pinned = replace_run(node, run, About(record))
            if pinned is not None:
                found.append(
                    Meaning(
                        words=words,
                        id=record,
                        kind=kind,
                        title=title,
                        named=record in held,
                        query=print_query(pinned),
                    )
                )
    return tuple(found)


def _list_bearers(
    matchings: Sequence[Matching], ids: Iterable[str]
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the entities with these ids: id, kind and title."""
    for record in ids:
        yield from _list_stored(matchings, wq.Term("owner", record))


def _list_spellings(words: str, expansion: Expansion) -> list[str]:
    """Return the other names that differ only in how they are written: Namtha, Nặm Thà."""
    typed = squash_words(words)[0]
    return [name for name in expansion.names if squash_words(name)[0] == typed]


def _list_titled(
    matchings: Sequence[Matching], spellings: Iterable[str]
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the entities and events in whose titles or names one of `spellings` stands."""
    rows = dict.fromkeys(tuple(word.folded for word in list_words(one)) for one in spellings)
    names = [
        wq.Phrase("heading", list(row)) if len(row) > 1 else wq.Term("heading", row[0])
        for row in rows
    ]
    kinds = wq.Or([wq.Term("kind", kind) for kind in _SUBJECTS])
    yield from _list_stored(matchings, wq.And([kinds, wq.Or(names)]))


def _list_stored(
    matchings: Sequence[Matching], query: Any
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield id, kind and title of what `query` finds."""
    left = _LOOKED_AT
    for matching in matchings:
        docs = matching.view.keep_live(matching.match(query))[:left]
        left -= len(docs)
        for doc in np.asarray(docs).tolist():
            stored = matching.segment.stored(doc)
            yield stored["id"], (stored["kind"], stored.get("title", ""))
