"""Chicago short notes, for every citation of a source after its first; without period and chain."""

from __future__ import annotations

from desktop_app.catalog.sources import Level, Role, Source
from desktop_app.catalog.wording import Runs
from desktop_app.citations.chicago_parts import (
    LETTERS,
    WHOLE_BOOKS,
    held_title,
    letter_words,
    regest_title,
    sub_verbo,
)
from desktop_app.citations.cited import CitedSource
from desktop_app.citations.joining import join, text_run
from desktop_app.citations.locators import format_locator
from desktop_app.citations.names import (
    find_lead,
    list_contributors,
    short_names,
)
from desktop_app.citations.parts import (
    GROUPS,
    TitleForm,
    date_text,
    is_archival,
    short_title,
)
from desktop_app.citations.terms import Terms


def compose_short(cited: CitedSource, locator: str, terms: Terms) -> Runs:
    """Return the short note: who, a short title, the locator; for letters who to whom and when."""
    source = cited.source
    if source.level in LETTERS and (people := _short_correspondents(source, terms)):
        parts = [text_run(people), text_run(date_text(source, terms))]
    elif source.level is Level.REGESTA:
        parts = [_short_lead(source, terms), regest_title(source, terms, short=True)]
    elif source.level is Level.ENTRY and not find_lead(source) and held_title(cited, terms):
        parts = [held_title(cited, terms), sub_verbo(source, terms)]
    else:
        form = _title_form(cited)
        parts = [_short_lead(source, terms), short_title(source, terms, form)]
    bare = terms.bare_pages and source.level not in LETTERS and not is_archival(cited)
    place = format_locator(locator, terms, bare_pages=bare)
    return join((*parts, text_run(place)), ",", terms)


def _title_form(cited: CitedSource) -> TitleForm:
    if cited.source.level in GROUPS:
        return TitleForm.UPRIGHT
    if cited.source.level is Level.JOURNAL:
        return TitleForm.ITALIC
    whole = cited.source.level in WHOLE_BOOKS and not is_archival(cited)
    return TitleForm.ITALIC if whole else TitleForm.QUOTED


def _short_lead(source: Source, terms: Terms) -> Runs:
    lead = find_lead(source)
    return text_run(short_names(lead[1], terms)) if lead else ()


def _short_correspondents(source: Source, terms: Terms) -> str:
    senders = list_contributors(source, Role.SENDER) or list_contributors(source, Role.AUTHOR)
    recipients = list_contributors(source, Role.RECIPIENT)
    return letter_words(senders, recipients, terms, short=True)
