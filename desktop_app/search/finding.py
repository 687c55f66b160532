"""Runs a query against one open searcher and ranks what it finds.

Hits on the exact spelling come first, then hits on what was typed, then hits by other names;
inside these, where dates are asked for, precise dates before open or year-wide ones.
"""

from __future__ import annotations

import re
from dataclasses import replace
from time import monotonic
from typing import Any

from desktop_app.errors import UserError
from desktop_app.search.analysis import list_words
from desktop_app.search.names import Names
from desktop_app.search.parsing import MAX_CHARACTERS, parse_query
from desktop_app.search.planning import Planner, Way
from desktop_app.search.query import (
    All,
    During,
    Everything,
    Node,
    OfKind,
    Query,
    ReadDays,
    has_dates,
    list_words_sought,
)
from desktop_app.search.records import Hit, SearchResult

TIME_LIMIT = 5.0
#: Beyond this many pages' worth nobody reads on; it bounds the memory of one page.
PAGE_LIMIT = 100_000

_CHECK_EVERY = 256
_SUGGESTED_LENGTH = 3
_ONE_CHANGE_LENGTH = 4
_DATE_IN_FIGURES = re.compile(
    r"(?P<iso>\d{4}-\d{2}(?:-\d{2})?)|(?P<parts>(?:\d{1,2}[/.-]){1,2})(?P<year>\d{4})"
)


def find_hits(
    searcher: Any, query: Query, names: Names | None, read_days: ReadDays
) -> SearchResult:
    """Return the page of hits that `query` asks for.

    Raises UserError("bad_query") for a query that cannot be read and UserError("slow_query")
    for one that takes longer than TIME_LIMIT seconds.
    """
    node = _read_query(query, read_days)
    deadline = monotonic() + TIME_LIMIT
    planner = Planner(searcher.reader(), names if query.expand and not query.exact else None)
    found, exact = _match(searcher, planner, node, query, deadline)
    order = _rank(searcher, found, exact, dated=has_dates(node))
    first = max(0, query.offset)
    page = order[first : first + max(0, min(query.limit, PAGE_LIMIT))]
    return SearchResult(
        total=len(order),
        hits=tuple(_make_hit(searcher, doc, found[doc][1], doc in exact) for doc in page),
        expanded=planner.expanded,
        suggestion=None if order else _suggest(searcher, query, node, read_days, deadline),
        patterns=planner.patterns,
    )


def _read_query(query: Query, read_days: ReadDays) -> Node:
    """Return the whole tree of `query`: its text and its other conditions."""
    node = parse_query(query.text, read_days)
    if node is None and not query.narrows:
        raise UserError("bad_query", "The query is empty. Type at least one word.")
    parts: list[Node] = [node or Everything()]
    if query.kinds:
        parts.append(OfKind(query.kinds))
    if query.from_day or query.to_day:
        parts.append(During(query.from_day, query.to_day))
    return All(tuple(parts)) if len(parts) > 1 else parts[0]


def _match(
    searcher: Any, planner: Planner, node: Node, query: Query, deadline: float
) -> tuple[dict[int, tuple[int, float]], set[int]]:
    """Return tier and score of every document found, and the documents found exactly."""
    if query.exact:
        scores = _score(searcher, planner.build(node, Way.EXACT), deadline)
        exact = set(scores)
        typed = exact
    else:
        widest = Way.WIDE if query.expand else Way.TYPED
        scores = _score(searcher, planner.build(node, widest), deadline)
        typed = set(scores)
        if query.expand:
            typed = _collect(searcher, planner.build(node, Way.TYPED), deadline)
        exact = _collect(searcher, Planner(searcher.reader()).build(node, Way.EXACT), deadline)
        exact &= typed
    boost = planner.build_boost(node)
    extra = _score(searcher, boost, deadline) if boost is not None and scores else {}
    tiers = {doc: 0 if doc in exact else 1 if doc in typed else 2 for doc in scores}
    return {doc: (tiers[doc], score + extra.get(doc, 0.0)) for doc, score in scores.items()}, exact


def _score(searcher: Any, whoosh_query: Any, deadline: float) -> dict[int, float]:
    """Return the score of every document that `whoosh_query` finds."""
    context = searcher.context(needs_current=True)
    scores: dict[int, float] = {}
    for leaf, offset in searcher.leaf_searchers():
        matcher = whoosh_query.matcher(leaf, context)
        while matcher.is_active():
            scores[offset + matcher.id()] = matcher.score()
            if len(scores) % _CHECK_EVERY == 0:
                _check_time(deadline)
            matcher.next()
        _check_time(deadline)
    return scores


def _collect(searcher: Any, whoosh_query: Any, deadline: float) -> set[int]:
    """Return the documents that `whoosh_query` finds."""
    context = searcher.context(needs_current=True, weighting=None)
    found: set[int] = set()
    for leaf, offset in searcher.leaf_searchers():
        matcher = whoosh_query.matcher(leaf, context)
        for count, doc in enumerate(matcher.all_ids()):
            found.add(offset + doc)
            if count % _CHECK_EVERY == 0:
                _check_time(deadline)
    return found


def _check_time(deadline: float) -> None:
    """Raise where the query has had its time."""
    if monotonic() > deadline:
        raise UserError(
            "slow_query",
            "The search took longer than {seconds} seconds and was stopped. "
            "Add a word, or write out the beginnings of words marked with a star.",
            seconds=int(TIME_LIMIT),
        )


def _rank(
    searcher: Any, found: dict[int, tuple[int, float]], exact: set[int], *, dated: bool
) -> list[int]:
    """Return the documents in the order in which they are shown."""
    if not found:
        return []
    orders = {}
    for leaf, offset in searcher.leaf_searchers():
        column = leaf.reader().column_reader("order", translate=False)
        last = offset + leaf.reader().doc_count_all()
        orders.update({doc: column[doc - offset] for doc in found if offset <= doc < last})

    def sort_key(doc: int) -> tuple[int, int, float, int, int]:
        tier, score = found[doc]
        wide, kind = divmod(int(orders[doc]), 10)
        return tier, wide if dated else 0, -round(score, 6), kind, doc

    return sorted(found, key=sort_key)


def _make_hit(searcher: Any, doc: int, score: float, exact: bool) -> Hit:
    """Return the hit that one document of the index stands for."""
    stored = searcher.stored_fields(doc)
    return Hit(
        kind=stored["kind"],
        id=stored["id"],
        title=stored.get("title", ""),
        document=stored.get("document"),
        start=stored.get("start", 0),
        end=stored.get("end", 0),
        earliest=stored.get("earliest"),
        latest=stored.get("latest"),
        score=round(score, 4),
        exact=exact,
    )


def _suggest(
    searcher: Any, query: Query, node: Node, read_days: ReadDays, deadline: float
) -> str | None:
    """Return the query with its unknown words replaced by the nearest known ones.

    A bare date becomes a search by date. None where every word is known, where one has no near
    word, or where that finds nothing.
    """
    reader = searcher.reader()
    by_date = _write_as_date(query.text)
    if by_date:
        return by_date if _finds(searcher, query, by_date, read_days, deadline) else None
    suggestion = query.text
    for words in list_words_sought(node):
        field = f"in_{words.field}" if words.field else "content"
        for word in list_words(words.text):
            if words.prefix or (field, word.folded) in reader:
                continue
            # A number that is not there has no neighbour: 1968 is not meant as 1962.
            near = _find_nearest(reader, field, word.folded) if word.folded.isalpha() else None
            if near is None or monotonic() > deadline:
                return None
            typed = re.escape(words.text[word.start : word.end])
            suggestion = re.sub(rf"(?<!\w){typed}(?!\w)", near, suggestion, count=1)
    if suggestion == query.text or len(suggestion) > MAX_CHARACTERS:
        return None
    return suggestion if _finds(searcher, query, suggestion, read_days, deadline) else None


def _finds(searcher: Any, query: Query, text: str, read_days: ReadDays, deadline: float) -> bool:
    """Tell whether `query` with `text` in the place of its own finds anything as it is typed."""
    try:
        other = _read_query(replace(query, text=text), read_days)
    except UserError:
        return False
    return bool(_collect(searcher, Planner(searcher.reader()).build(other, Way.TYPED), deadline))


def _write_as_date(text: str) -> str:
    """Return `text` as a search by date where it is a date in figures and nothing else, else ""."""
    found = _DATE_IN_FIGURES.fullmatch(text.strip())
    if found is None:
        return ""
    if found["iso"]:
        return f"date:{found['iso']}"
    # As in Vietnam and in the sources: the day first.
    numbers = [f"{int(part):02d}" for part in re.findall(r"\d+", found["parts"])]
    return "date:" + "-".join([found["year"], *reversed(numbers)])


def _find_nearest(reader: Any, field: str, word: str) -> str | None:
    """Return the commonest word of the index within the fewest changes of `word`, or None."""
    for distance in (1, 2) if len(word) > _ONE_CHANGE_LENGTH else (1,):
        if len(word) < _SUGGESTED_LENGTH:
            return None
        known = {*reader.terms_within(field, word, distance, prefix=1)}
        known.update(near for near in _list_swapped(word) if (field, near) in reader)
        ranked = sorted((-reader.doc_frequency(field, near), near) for near in known)
        if ranked:
            return str(ranked[0][1])
    return None


def _list_swapped(word: str) -> list[str]:
    """Return `word` with two neighbouring letters swapped, in every place: one slip of typing."""
    return [word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in range(len(word) - 1)]
