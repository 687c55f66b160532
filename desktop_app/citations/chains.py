"""What a source was quoted in or derived from, added to its note and its entry in any style."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from desktop_app.catalog.wording import Run, Runs
from desktop_app.citations.cited import CitedSource
from desktop_app.citations.joining import add_mark, capitalise, follow, join, text_run
from desktop_app.citations.terms import Terms

#: Composes the note of a linked source at a locator, without chain and final period.
Compose = Callable[[CitedSource, str], Runs]


def list_chain(cited: CitedSource) -> tuple[CitedSource, ...]:
    """Return the source and all that its chain leads to, each once."""
    chain: dict[str, CitedSource] = {}
    waiting = [cited]
    while waiting:
        one = waiting.pop(0)
        if one.source.id not in chain:
            chain[one.source.id] = one
            waiting += [link for link in (one.quoted_in, one.derived_from) if link is not None]
    return tuple(chain.values())


def add_note_chain(note: Runs, cited: CitedSource, terms: Terms, compose: Compose) -> Runs:
    """Return `note` followed by ", quoted in …" and "; derived from …", link after link."""
    for words, linked in _list_links(cited, terms, compose):
        if words == terms.quoted_in:
            before = (*add_mark(note, ",", terms), Run(" "))
        else:
            before = (*note, Run(terms.semicolon))
        note = (*before, Run(f"{words} "), *linked)
    return note


def add_entry_chain(entry: Runs, cited: CitedSource, terms: Terms, compose: Compose) -> Runs:
    """Return `entry` followed by a sentence for each link of the chain."""
    for words, linked in _list_links(cited, terms, compose):
        entry = join((entry, follow(capitalise(text_run(words)), " ", linked)), ".", terms)
    return entry


def _list_links(cited: CitedSource, terms: Terms, compose: Compose) -> Iterator[tuple[str, Runs]]:
    """Yield each link: its words ("quoted in"), and the note of what it leads to."""
    links = (
        (terms.quoted_in, cited.quoted_in, cited.source.quoted_in_locator),
        (terms.derived_from, cited.derived_from, ""),
    )
    for words, linked, locator in links:
        if linked is not None:
            yield words, add_note_chain(compose(linked, locator), linked, terms, compose)
