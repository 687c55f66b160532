"""The archival style: where a record lies, from the repository down, then what it is.

Repository, place, fonds, series, file and mark, folio: item, date. Published works are cited
by Chicago's rules, after the records in the bibliography. A record of which the repository or
the mark is not known says so.
"""

from __future__ import annotations

from desktop_app.catalog.sources import Role
from desktop_app.catalog.wording import Runs, word
from desktop_app.citations.chicago_entries import compose_entry as compose_printed_entry
from desktop_app.citations.chicago_notes import compose_note as compose_printed_note
from desktop_app.citations.chicago_notes import holding_work
from desktop_app.citations.chicago_parts import LETTERS, correspondents, letter_words
from desktop_app.citations.chicago_short import compose_short as compose_printed_short
from desktop_app.citations.cited import CitedSource
from desktop_app.citations.facts import is_dated, list_groups, name_repository
from desktop_app.citations.joining import follow, join, text_run
from desktop_app.citations.locators import format_locator, parse_locators
from desktop_app.citations.names import find_lead, list_contributors, note_names
from desktop_app.citations.parts import (
    GROUPS,
    TitleForm,
    date_text,
    find_container,
    incomplete_text,
    is_archival,
    is_supplied,
    short_title,
    title_runs,
)
from desktop_app.citations.style_words import StyleWords
from desktop_app.citations.terms import Terms


def compose_note(cited: CitedSource, locator: str, terms: Terms, words: StyleWords) -> Runs:
    """Return the first note, without its chain and final period."""
    if not is_archival(cited):
        note = compose_printed_note(cited, locator, terms)
    else:
        path = ", ".join(list_path(cited, words))
        note = _place(path, describe_record(cited, terms), cited, locator, terms)
        note = join((note, text_run(cited.source.url.strip())), ",", terms)
    return follow(note, " ", text_run(incomplete_text(cited.source, terms)))


def compose_short(cited: CitedSource, locator: str, terms: Terms) -> Runs:
    """Return a later note: the mark and folio, then the item in short with its date."""
    if not is_archival(cited):
        return compose_printed_short(cited, locator, terms)
    source = cited.source
    marks = [one.shelf_mark.strip() for one in (source, *cited.parents)]
    mark = next((one for one in marks if one), "")
    return _place(mark, describe_record(cited, terms, short=True), cited, locator, terms)


def compose_entry(cited: CitedSource, terms: Terms, words: StyleWords) -> Runs:
    """Return the entry: the path down to the record as sentences, then the record."""
    if not is_archival(cited):
        entry = compose_printed_entry(cited, terms)
    else:
        top = ", ".join(name_repository(cited)) or _unknown_repository(cited, words)
        path = (text_run(top), text_run(", ".join(_groups(cited, words))))
        record = describe_record(cited, terms)
        entry = join((*path, record, text_run(cited.source.url.strip())), ".", terms)
    return follow(entry, " ", text_run(incomplete_text(cited.source, terms)))


def describe_record(cited: CitedSource, terms: Terms, *, short: bool = False) -> Runs:
    """Return "Sender to Recipient, telegram, 8 March 1962", or creator, title and date."""
    source = cited.source
    title = source.title.strip()
    dated = date_text(source, terms) if is_dated(source) or source.level not in GROUPS else ""
    form = TitleForm.UPRIGHT if source.level in GROUPS else TitleForm.QUOTED
    named = short_title(source, terms, form) if short else title_runs(source, terms, form)
    if source.level in LETTERS:
        who = _correspondents(cited, terms) if short else correspondents(source, terms)
        kind = "" if short or is_supplied(title) or not (title or who) else _kind(cited, terms)
        shown = named if title or not who else ()
        parts = (text_run(who), shown, text_run(kind))
    else:
        lead = find_lead(source)
        parts = (text_run(note_names(lead[1], terms) if lead else ""), named, ())
    host = () if short else holding_work(cited, terms)
    return join((*parts, text_run(dated), host), ",", terms)


def list_path(cited: CitedSource, words: StyleWords) -> list[str]:
    """Return the way down to a record, with brackets for a repository or mark not known.

    A record known only from a printed work, or from what quotes it, lies nowhere: [].
    """
    top = name_repository(cited) or [_unknown_repository(cited, words)]
    return [part for part in (*top, *_groups(cited, words)) if part]


def _groups(cited: CitedSource, words: StyleWords) -> list[str]:
    """Return fonds, series, file and mark; the words for no mark where an item has none."""
    groups = list_groups(cited)
    marked = any(one.shelf_mark.strip() for one in (cited.source, *cited.parents))
    needs_mark = cited.source.level not in GROUPS and bool(name_repository(cited) or groups)
    return groups if marked or not needs_mark else [*groups, words.no_mark]


def _unknown_repository(cited: CitedSource, words: StyleWords) -> str:
    is_known_from_print = cited.quoted_in is not None or find_container(cited) is not None
    return "" if is_known_from_print else words.no_repository


def _correspondents(cited: CitedSource, terms: Terms) -> str:
    senders = list_contributors(cited.source, Role.SENDER, Role.AUTHOR)
    recipients = list_contributors(cited.source, Role.RECIPIENT)
    return letter_words(senders, recipients, terms, short=True)


def _kind(cited: CitedSource, terms: Terms) -> str:
    return word(cited.source.level, terms.language)


def _place(where: str, record: Runs, cited: CitedSource, locator: str, terms: Terms) -> Runs:
    """Return "where, fol. 3: record"; with no place known, "record, fol. 3"."""
    place = text_run(_new_place(cited, locator, terms))
    if not where:
        return join((record, place), ",", terms)
    return follow(join((text_run(where), place), ",", terms), terms.colon, record)


def _new_place(cited: CitedSource, locator: str, terms: Terms) -> str:
    """Return the locator, nothing where the shelf mark ends with the same place."""
    last = cited.source.shelf_mark.rpartition(",")[2]
    said = parse_locators(last) if last.strip() else ()
    return "" if said and said == parse_locators(locator) else format_locator(locator, terms)
