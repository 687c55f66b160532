"""Offers another query where one finds nothing: the nearest words, or a search by date."""

from __future__ import annotations

import re
from collections.abc import Callable

from desktop_app.search.analysis import list_words, squash_words
from desktop_app.search.executor import Watch
from desktop_app.search.lexicon import find_near
from desktop_app.search.names import Names
from desktop_app.search.parsing import MAX_CHARACTERS
from desktop_app.search.query import Node, Query, list_words_sought
from desktop_app.search.snapshot import Snapshot

_SUGGESTED_LENGTH = 3
_ONE_CHANGE_LENGTH = 4
#: No longer run of words is compared with names.
_NAME_WORDS = 5
_DATE_IN_FIGURES = re.compile(
    r"(?P<iso>\d{4}-\d{2}(?:-\d{2})?)|(?P<parts>(?:\d{1,2}[/.-]){1,2})(?P<year>\d{4})"
)


def suggest_query(
    snapshot: Snapshot,
    query: Query,
    node: Node,
    finds: Callable[[str], bool],
    watch: Watch,
    names: Names | None = None,
) -> str | None:
    """Return the query with what is unknown replaced by the nearest name or the nearest words.

    A bare date becomes a search by date. None where every word is known, where one has no near
    word, or where that finds nothing.
    """
    by_date = _write_as_date(query.text)
    if by_date:
        return by_date if finds(by_date) else None
    if names is not None:
        named = _suggest_name(snapshot, query.text, node, names, watch)
        if named and finds(named):
            return named
    words = _suggest_words(snapshot, query, node, watch)
    if words is None or not finds(words):
        return None
    return _spell_names(words, names) if names is not None else words


def _suggest_name(
    snapshot: Snapshot, text: str, node: Node, names: Names, watch: Watch
) -> str | None:
    """Return `text` with the longest run of words that is nearly a name replaced by the name."""
    words = [one.text for one in list_words_sought(node) if one.plain]
    known = [_knows_all(snapshot, word) for word in words]
    for length in range(min(len(words), _NAME_WORDS), 0, -1):
        for first in range(len(words) - length + 1):
            if all(known[first : first + length]):
                continue
            watch.check()
            name = names.find_near_name(words[first : first + length])
            if name:
                run = r"\s+".join(map(re.escape, words[first : first + length]))
                return re.sub(rf"(?<!\w){run}(?!\w)", name.replace("\\", ""), text, count=1)
    return None


def _knows_all(snapshot: Snapshot, text: str) -> bool:
    """Return whether some text of the index has each of the words of `text`."""
    return all(snapshot.holds("content", word.folded) for word in list_words(text))


def _spell_names(text: str, names: Names) -> str:
    """Return `text` with names written as the authority file writes them, tones included."""
    words = text.split()
    for found in reversed(names.expand(words)):
        typed = squash_words(" ".join(words[found.first : found.after]))[0]
        spelt = [name for name in found.names if squash_words(name)[0] == typed]
        if spelt and all(word.isalnum() for word in words[found.first : found.after]):
            words[found.first : found.after] = [spelt[0]]
    return " ".join(words)


def _suggest_words(snapshot: Snapshot, query: Query, node: Node, watch: Watch) -> str | None:
    """Return the query with its unknown words replaced by the nearest known ones, or None."""
    suggestion = query.text
    for words in list_words_sought(node):
        field = f"in_{words.field}" if words.field else "content"
        for word in list_words(words.text):
            watch.check()
            if words.prefix or snapshot.holds(field, word.folded):
                continue
            # A number that is not there has no neighbour: 1968 is not meant as 1962.
            near = _find_nearest(snapshot, field, word.folded) if word.folded.isalpha() else None
            if near is None:
                return None
            typed = re.escape(words.text[word.start : word.end])
            suggestion = re.sub(rf"(?<!\w){typed}(?!\w)", near, suggestion, count=1)
    if suggestion == query.text or len(suggestion) > MAX_CHARACTERS:
        return None
    return suggestion


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


def _find_nearest(snapshot: Snapshot, field: str, word: str) -> str | None:
    """Return the commonest word of the index within the fewest changes of `word`, or None."""
    for distance in (1, 2) if len(word) > _ONE_CHANGE_LENGTH else (1,):
        if len(word) < _SUGGESTED_LENGTH:
            return None
        known = {near for near in _list_swapped(word) if snapshot.holds(field, near)}
        for view in snapshot.views:
            numbers = find_near(view.segment, field, word, distance, 1)
            known.update(view.segment.term(int(n)).decode("utf-8") for n in numbers)
        ranked = sorted((-snapshot.doc_frequency(field, near), near) for near in known)
        if ranked:
            return ranked[0][1]
    return None


def _list_swapped(word: str) -> list[str]:
    """Return `word` with two neighbouring letters swapped, in every place: one slip of typing."""
    return [word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in range(len(word) - 1)]
