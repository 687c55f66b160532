"""Chicago notes and bibliography (17th edition; the 18th differs in leaving places out).

A note is composed by `chicago_notes` or `chicago_short`, a bibliography entry by
`chicago_entries`; here they get their chain ("quoted in", "derived from"), what is known to
be missing, and the final period.
"""

from __future__ import annotations

from desktop_app.catalog.collation import sort_key
from desktop_app.catalog.wording import Run, Runs, plain
from desktop_app.citations.chicago_entries import compose_entry, entry_lead
from desktop_app.citations.chicago_notes import compose_note
from desktop_app.citations.chicago_short import compose_short
from desktop_app.citations.cited import CitedSource
from desktop_app.citations.joining import add_mark, capitalise, finish, follow, join, text_run
from desktop_app.citations.locators import format_locator
from desktop_app.citations.parts import incomplete_text, without_article
from desktop_app.citations.terms import Terms, get_terms


def full_note(cited: CitedSource, locator: str = "", *, language: str = "en") -> Runs:
    """Return the first note of a source, a sentence with its final period.

    `locator` is as typed. The chain follows: "quoted in" the source that quotes it, at its
    locator, and "derived from" the source it summarises.
    """
    terms = get_terms(language)
    return finish(_chained(cited, locator, terms, full=True), terms)


def short_note(cited: CitedSource, locator: str = "", *, language: str = "en") -> Runs:
    """Return a later note: family name, short title, locator, and the chain in short."""
    terms = get_terms(language)
    return finish(_chained(cited, locator, terms, full=False), terms)


def ibid_note(locator: str = "", *, language: str = "en") -> Runs:
    """Return "Ibid., 45." for the note after one of the same source."""
    terms = get_terms(language)
    place = format_locator(locator, terms, bare_pages=terms.bare_pages)
    return finish(join((text_run(terms.ibid), text_run(place)), ",", terms), terms)


def format_citation(cited: CitedSource, locator: str = "", *, language: str = "en") -> str:
    """Return the first note as plain text."""
    return plain(full_note(cited, locator, language=language))


def bibliography_entry(
    cited: CitedSource, *, language: str = "en", full_chain: bool = True
) -> Runs:
    """Return the entry of a source; `full_chain` False where the chain has entries of its own."""
    terms = get_terms(language)
    entry = compose_entry(cited, terms)
    entry = follow(entry, " ", text_run(incomplete_text(cited.source, terms)))
    for words, linked in chain_runs(cited, terms, full=full_chain):
        link = follow(capitalise(text_run(words)), " ", linked)
        entry = join((entry, link), ".", terms)
    return finish(entry, terms)


def bibliography_sort_key(cited: CitedSource, *, language: str = "en") -> tuple[str, str, str, str]:
    """Return what orders the bibliography: names, then title without article, date and id.

    Vietnamese and Lao names sort as they are written; an anonymous source sorts by its title.
    """
    terms = get_terms(language)
    source = cited.source
    title = source.title.strip() or plain(compose_entry(cited, terms))
    title = without_article(title, source.language or terms.language)
    names = plain(entry_lead(source, terms)) or title
    return sort_key(names), sort_key(title), source.edtf or source.date, source.id


def chain_runs(cited: CitedSource, terms: Terms, *, full: bool) -> tuple[tuple[str, Runs], ...]:
    """Return each link of the chain: its words ("quoted in"), and the note of what it leads to."""
    links = []
    if cited.quoted_in is not None:
        locator = cited.source.quoted_in_locator
        links.append((terms.quoted_in, _chained(cited.quoted_in, locator, terms, full=full)))
    if cited.derived_from is not None:
        links.append((terms.derived_from, _chained(cited.derived_from, "", terms, full=full)))
    return tuple(links)


def _chained(cited: CitedSource, locator: str, terms: Terms, *, full: bool) -> Runs:
    """Return the note without its period, its incompleteness and its chain."""
    compose = compose_note if full else compose_short
    note = compose(cited, locator, terms)
    if full:
        note = follow(note, " ", text_run(incomplete_text(cited.source, terms)))
    for words, linked in chain_runs(cited, terms, full=full):
        before = add_mark(note, ",", terms) if words == terms.quoted_in else (*note, Run(";"))
        note = (*before, Run(f" {words} "), *linked)
    return note
