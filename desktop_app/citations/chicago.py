"""Chicago notes and bibliography (17th edition; the 18th differs in leaving places out).

A note is composed by `chicago_notes` or `chicago_short`, a bibliography entry by
`chicago_entries`; here they get their chain ("quoted in", "derived from"), what is known to
be missing, and the final period.
"""

from __future__ import annotations

from collections.abc import Callable, Container

from desktop_app.catalog.collation import sort_key
from desktop_app.catalog.wording import Runs, plain
from desktop_app.citations.chains import Compose, add_entry_chain, add_note_chain
from desktop_app.citations.chicago_entries import compose_entry, entry_lead
from desktop_app.citations.chicago_notes import compose_note
from desktop_app.citations.chicago_short import compose_short
from desktop_app.citations.cited import CitedSource
from desktop_app.citations.joining import finish, follow, join, text_run
from desktop_app.citations.locators import format_locator
from desktop_app.citations.names import sort_given
from desktop_app.citations.parts import incomplete_text, without_article
from desktop_app.citations.terms import Terms, get_terms


def full_note(
    cited: CitedSource, locator: str = "", *, language: str = "en", known: Container[str] = ()
) -> Runs:
    """Return the first note of a source, a sentence with its final period.

    `locator` is as typed. The chain follows: "quoted in" the source that quotes it, at its
    locator, and "derived from" the source it summarises; those whose ids are in `known`,
    cited in full before, in short.
    """
    terms = get_terms(language)
    note = _note(cited, locator, terms, full=True)
    return finish(
        add_note_chain(note, cited, terms, _composer(terms, lambda source: source not in known)),
        terms,
    )


def short_note(
    cited: CitedSource, locator: str = "", *, language: str = "en", twins: Container[str] = ()
) -> Runs:
    """Return a later note: family name, short title, locator, and the chain in short.

    Of the chain, the sources whose ids are in `twins` are cited in full: another source has
    the same short note.
    """
    terms = get_terms(language)
    note = _note(cited, locator, terms, full=False)
    return finish(
        add_note_chain(note, cited, terms, _composer(terms, lambda source: source in twins)),
        terms,
    )


def source_name(cited: CitedSource, *, language: str = "en") -> Runs:
    """Return what a source is called in a table: its short note, without chain and period."""
    return compose_short(cited, "", get_terms(language))


def ibid_note(locator: str = "", *, language: str = "en") -> Runs:
    """Return "Ibid., 45." for the note after one of the same source."""
    terms = get_terms(language)
    place = format_locator(locator, terms, bare_pages=terms.bare_pages)
    return finish(join((text_run(terms.ibid), text_run(place)), ",", terms), terms)


def bibliography_entry(
    cited: CitedSource, *, language: str = "en", known: Container[str] = ()
) -> Runs:
    """Return the entry of a source; the sources of its chain that are in `known` in short."""
    terms = get_terms(language)
    entry = compose_entry(cited, terms)
    entry = follow(entry, " ", text_run(incomplete_text(cited.source, terms)))
    compose = _composer(terms, lambda source: source not in known)
    return finish(add_entry_chain(entry, cited, terms, compose), terms)


def bibliography_sort_key(cited: CitedSource, *, language: str = "en") -> tuple[str, str, str, str]:
    """Return what orders the bibliography: names, then title without article, date and id.

    Vietnamese and Lao names sort as they are written, in a Vietnamese list the Vietnamese by the
    given name; an anonymous source sorts by its title.
    """
    terms = get_terms(language)
    source = cited.source
    title = source.title.strip() or plain(compose_entry(cited, terms))
    title = without_article(title, source.language or terms.language)
    names = plain(entry_lead(source, terms)) or title
    names = f"{sort_given(source, terms)} {names}".lstrip()
    return sort_key(names), sort_key(title), source.edtf or source.date, source.id


def _note(cited: CitedSource, locator: str, terms: Terms, *, full: bool) -> Runs:
    """Return the note without its period and its chain."""
    if not full:
        return compose_short(cited, locator, terms)
    note = compose_note(cited, locator, terms)
    return follow(note, " ", text_run(incomplete_text(cited.source, terms)))


def _composer(terms: Terms, in_full: Callable[[str], bool]) -> Compose:
    """Return what composes the notes of a chain; `in_full` decides by a source's id."""
    return lambda linked, locator: _note(linked, locator, terms, full=in_full(linked.source.id))
