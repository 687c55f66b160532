"""The records that words of a query may name: the town, the province and the campaign of a name.

Asked of the index itself: the entities that bear the name, then entities and events in whose
titles and names it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from whoosh import query as wq

from desktop_app.search.analysis import list_words
from desktop_app.search.executor import Matching
from desktop_app.search.printing import print_query
from desktop_app.search.query import About, Node, Words, replace_run
from desktop_app.search.records import Meaning

#: Records offered for one name.
MOST_MEANINGS = 12
#: Records with a name in their titles that are looked at: more are not worth choosing from.
_LOOKED_AT = 200
_SUBJECTS = ("entity", "event")


def list_meanings(
    matchings: Sequence[Matching], node: Node, named: Mapping[tuple[Words, ...], tuple[str, ...]]
) -> tuple[Meaning, ...]:
    """Return what the names in `node` may mean: bearers of a name first, then shorter titles."""
    found = []
    for run, bearers in named.items():
        words = " ".join(one.text for one in run)
        held = dict(_list_bearers(matchings, bearers))
        others = dict(_list_titled(matchings, words))
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


def _list_titled(
    matchings: Sequence[Matching], words: str
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the entities and events in whose titles or names `words` stand."""
    keys = [word.folded for word in list_words(words)]
    name = wq.Phrase("heading", keys) if len(keys) > 1 else wq.Term("heading", keys[0])
    kinds = wq.Or([wq.Term("kind", kind) for kind in _SUBJECTS])
    yield from _list_stored(matchings, wq.And([kinds, name]))


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
