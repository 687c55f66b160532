"""Facts of a source that the reference styles say alike: years, what a letter is, archive paths."""

from __future__ import annotations

import re
from dataclasses import replace

from desktop_app.catalog.sources import Level, Role, Source
from desktop_app.catalog.wording import Runs, word
from desktop_app.citations.chicago_parts import LETTERS, book_facts
from desktop_app.citations.cited import CitedSource
from desktop_app.citations.joining import text_run
from desktop_app.citations.names import full_name, join_names, list_contributors
from desktop_app.citations.parts import (
    GROUPS,
    TitleForm,
    clean_title,
    date_text,
    find_container,
    is_supplied,
    title_runs,
    untitled,
)
from desktop_app.citations.terms import Terms

_DAY = re.compile(r"(\d{4})-\d{2}(?:-\d{2})?([?~%]?)")
_RANGE = re.compile(r"(\d{4}|\.\.)(?:-\d{2}){0,2}/(\d{4}|\.\.)(?:-\d{2}){0,2}")


def is_dated(source: Source) -> bool:
    """Return whether a date is known, printed or read."""
    return bool(source.date.strip() or source.edtf.strip())


def find_dated(cited: CitedSource) -> Source:
    """Return the source whose date counts: its own, else that of the book it stands in."""
    source = cited.source
    return source if is_dated(source) else book_facts(cited)


def year_text(cited: CitedSource, terms: Terms, no_date: str) -> str:
    """Return the year or years of the date, "c. 1962" and "[1962?]" as they are, else `no_date`.

    An undated fonds, series, file or calendar entry has none: "".
    """
    source = find_dated(cited)
    if not is_dated(source):
        return "" if source.level in (*GROUPS, Level.REGESTA) else no_date
    edtf = source.edtf.strip()
    if day := _DAY.fullmatch(edtf):
        edtf = day.group(1) + day.group(2)
    elif span := _RANGE.fullmatch(edtf):
        first, last = span.groups()
        edtf = first if first == last else f"{first}/{last}"
    return date_text(replace(source, edtf=edtf), terms, year_only=True)


def describe_item(source: Source, terms: Terms, form: TitleForm) -> tuple[Runs, str]:
    """Return the title of a source, nothing for an untitled letter, and what a letter is.

    An untitled telegram with a recipient gives ((), "Telegram to …"); one of which nothing is
    known gives its supplied title.
    """
    title = clean_title(source)
    if source.level not in LETTERS or is_supplied(title):
        return title_runs(source, terms, form), ""
    what = word(source.level, terms.language).capitalize()
    recipients = list_contributors(source, Role.RECIPIENT)
    senders = list_contributors(source, Role.SENDER, Role.AUTHOR)
    if recipients:
        named = join_names([full_name(one) for one in recipients], terms)
        what = terms.letter_to.format(level=what, recipient=named)
    if not title and not recipients and not senders:
        return text_run(untitled(source, terms)), ""
    return title_runs(source, terms, form) if title else (), what


def archive_path(cited: CitedSource) -> list[str]:
    """Return the way down to an archival source: repository, place, fonds, series, file, mark."""
    return [*name_repository(cited), *list_groups(cited)]


def name_repository(cited: CitedSource) -> list[str]:
    """Return the repository and its place, where the name does not say it; none for none."""
    if cited.repository is None:
        return []
    name, place = cited.repository.name.strip(), cited.repository.place.strip()
    return [part for part in (name, "" if place in name else place) if part]


def list_groups(cited: CitedSource) -> list[str]:
    """Return fonds, series and file with their marks from the top, then the source's own mark.

    A mark with which a lower one begins is not repeated.
    """
    groups: list[list[str]] = []
    marks = [cited.source.shelf_mark.strip()]
    for parent in cited.parents:
        if find_container(cited) is parent:
            continue
        mark = parent.shelf_mark.strip()
        known = not mark or any(own.startswith(mark) for own in marks)
        groups.append([parent.title.strip(), "" if known else mark])
        marks.append(mark)
    down = [part for group in reversed(groups) for part in group]
    return [part for part in (*down, marks[0]) if part]


def add_letter(year: str, letter: str) -> str:
    """Return `year` with the letter that tells works of one year apart: "1971a", "n.d.-a"."""
    if not letter:
        return year
    return year + letter if year[-1:].isdigit() or not year else f"{year}-{letter}"
