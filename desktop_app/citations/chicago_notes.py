"""Chicago full notes: one function for each family of sources, without final period and chain.

A family takes a cited source, a locator as typed and the language's terms; `compose_note`
chooses it by the source's level.
"""

from __future__ import annotations

from collections.abc import Callable

from desktop_app.catalog.sources import Level, Role, Source
from desktop_app.catalog.wording import Runs, word
from desktop_app.citations.chicago_parts import (
    WHOLE_BOOKS,
    book_facts,
    correspondents,
    held_title,
    issue_runs,
    lead_runs,
    regest_title,
    role_runs,
    sub_verbo,
)
from desktop_app.citations.cited import CitedSource
from desktop_app.citations.joining import follow, join, text_run
from desktop_app.citations.locators import format_locator
from desktop_app.citations.names import (
    find_lead,
    list_contributors,
    note_names,
)
from desktop_app.citations.parts import (
    TitleForm,
    accessed_text,
    date_text,
    edition_text,
    find_container,
    is_archival,
    is_supplied,
    issue_text,
    list_holders,
    place_and_publisher,
    title_runs,
    volume_text,
)
from desktop_app.citations.terms import Terms


def holding_work(cited: CitedSource, terms: Terms) -> Runs:
    """Return "in" and the printed work a document stands in, with its facts; nothing for none."""
    container = find_container(cited)
    if container is not None and container.level in WHOLE_BOOKS:
        held = _book_note(CitedSource(source=container), "", terms)
    else:
        held = held_title(cited, terms)
    return follow(text_run(terms.in_word), " ", held) if held else ()


def compose_note(cited: CitedSource, locator: str, terms: Terms) -> Runs:
    """Return the first note of the source by the rule of its level."""
    level = cited.source.level
    if level is Level.REPORT and is_archival(cited):
        return _item_note(cited, locator, terms)
    if level is Level.COLLECTION and is_archival(cited):
        return _group_note(cited, locator, terms)
    return _FAMILIES[level](cited, locator, terms)


def _book_note(cited: CitedSource, locator: str, terms: Terms) -> Runs:
    source = cited.source
    head = join(
        (
            lead_runs(source, terms),
            title_runs(source, terms, TitleForm.ITALIC),
            *role_runs(source, terms.role_in_note, terms),
            text_run(edition_text(source, terms)),
            text_run(volume_text(source, terms)),
        ),
        ",",
        terms,
    )
    return _located(follow(head, " ", _facts(source, terms)), cited, locator, terms)


def _chapter_note(cited: CitedSource, locator: str, terms: Terms) -> Runs:
    source, book = cited.source, book_facts(cited)
    holder = find_container(cited)
    inside = follow(text_run(terms.in_word), " ", held_title(cited, terms))
    head = join(
        (
            lead_runs(source, terms),
            title_runs(source, terms, TitleForm.QUOTED),
            inside if held_title(cited, terms) else (),
            *_holder_roles(holder, source, terms),
            text_run(edition_text(book, terms)),
            text_run(volume_text(book, terms)),
        ),
        ",",
        terms,
    )
    return _located(follow(head, " ", _facts(book, terms)), cited, locator, terms)


def _entry_note(cited: CitedSource, locator: str, terms: Terms) -> Runs:
    """Return the note of an entry: under the work, s.v. its heading; a signed one as a chapter."""
    source, book = cited.source, book_facts(cited)
    if find_lead(source) is not None or not held_title(cited, terms):
        return _chapter_note(cited, locator, terms)
    head = join(
        (
            held_title(cited, terms),
            text_run(edition_text(book, terms)),
            text_run(volume_text(book, terms)),
        ),
        ",",
        terms,
    )
    facts = follow(head, " ", _facts(book, terms))
    return _located(join((facts, sub_verbo(source, terms)), ",", terms), cited, locator, terms)


def _article_note(cited: CitedSource, locator: str, terms: Terms) -> Runs:
    source = cited.source
    head = join(
        (
            lead_runs(source, terms),
            title_runs(source, terms, TitleForm.QUOTED),
            issue_runs(held_title(cited, terms), source, terms),
        ),
        ",",
        terms,
    )
    place = format_locator(locator, terms, bare_pages=terms.bare_pages)
    colon = terms.bare_pages and place[:1].isdigit()
    located = follow(head, ": ", text_run(place)) if colon else _comma(head, place, terms)
    return _comma(located, source.url.strip(), terms)


def _journal_note(cited: CitedSource, locator: str, terms: Terms) -> Runs:
    source = cited.source
    head = issue_runs(title_runs(source, terms, TitleForm.ITALIC), source, terms)
    return _located(head, cited, locator, terms)


def _newspaper_note(cited: CitedSource, locator: str, terms: Terms) -> Runs:
    source = cited.source
    parts = (
        lead_runs(source, terms),
        title_runs(source, terms, TitleForm.QUOTED),
        held_title(cited, terms),
        text_run(issue_text(source, terms)),
        text_run(date_text(source, terms)),
        text_run(format_locator(locator, terms)),
        text_run(source.url.strip()),
    )
    return join(parts, ",", terms)


def _web_note(cited: CitedSource, locator: str, terms: Terms) -> Runs:
    source = cited.source
    accessed = accessed_text(source, terms)
    dated = source.date.strip() or source.edtf.strip() or not accessed
    parts = (
        lead_runs(source, terms),
        title_runs(source, terms, TitleForm.QUOTED),
        held_title(cited, terms) or text_run(source.publisher.strip()),
        text_run(date_text(source, terms) if dated else ""),
        text_run(accessed),
        text_run(format_locator(locator, terms)),
        text_run(source.url.strip()),
    )
    return join(parts, ",", terms)


def _thesis_note(cited: CitedSource, locator: str, terms: Terms) -> Runs:
    source = cited.source
    facts = [source.edition.strip() or terms.thesis, source.publisher.strip()]
    year = date_text(source, terms, year_only=True)
    stated = f"({', '.join(part for part in (*facts, year) if part)})"
    head = join((lead_runs(source, terms), title_runs(source, terms, TitleForm.QUOTED)), ",", terms)
    located = _located(follow(head, " ", text_run(stated)), cited, locator, terms, url=False)
    return join((located, *_holders(cited), text_run(source.url.strip())), ",", terms)


def _letter_note(cited: CitedSource, locator: str, terms: Terms) -> Runs:
    """Return the note of a letter or telegram: who to whom, its title if any, what it is, date."""
    source = cited.source
    people = correspondents(source, terms)
    title = source.title.strip()
    named = bool(title) or not people
    says_what = (not title and not people) or is_supplied(title)
    parts = (
        text_run(people),
        title_runs(source, terms, TitleForm.QUOTED) if named else (),
        text_run("" if says_what else word(source.level, terms.language)),
    )
    return _archived(join(parts, ",", terms), cited, locator, terms)


def _item_note(cited: CitedSource, locator: str, terms: Terms) -> Runs:
    source = cited.source
    head = join(
        (
            lead_runs(source, terms),
            title_runs(source, terms, TitleForm.QUOTED),
            *role_runs(source, terms.role_in_note, terms),
        ),
        ",",
        terms,
    )
    return _archived(head, cited, locator, terms)


def _group_note(cited: CitedSource, locator: str, terms: Terms) -> Runs:
    source = cited.source
    dated = source.date.strip() or source.edtf.strip()
    parts = (
        title_runs(source, terms, TitleForm.UPRIGHT),
        text_run(date_text(source, terms) if dated else ""),
        text_run(format_locator(locator, terms)),
        *_holders(cited),
    )
    return join(parts, ",", terms)


def _regesta_note(cited: CitedSource, locator: str, terms: Terms) -> Runs:
    """Return the note of a calendar entry; what it was made from follows as its chain."""
    source = cited.source
    dated = source.date.strip() or source.edtf.strip()
    parts = (
        lead_runs(source, terms),
        regest_title(source, terms),
        holding_work(cited, terms),
        text_run(date_text(source, terms) if dated else ""),
        text_run(format_locator(locator, terms)),
        *_holders(cited),
    )
    return join(parts, ",", terms)


def _holder_roles(holder: Source | None, source: Source, terms: Terms) -> tuple[Runs, ...]:
    """Return the editors of the book a chapter stands in: the book's own, or the chapter's."""
    if holder is None:
        return role_runs(source, terms.role_in_note, terms)
    people = list_contributors(holder, Role.EDITOR)
    form = terms.role_in_note[Role.EDITOR]
    named = text_run(form.format(names=note_names(people, terms))) if people else ()
    return (named, *role_runs(source, terms.role_in_note, terms))


def _facts(source: Source, terms: Terms) -> Runs:
    """Return "(Place: Publisher, Year)"."""
    year = date_text(source, terms, year_only=True)
    return text_run(f"({place_and_publisher(source, terms)}, {year})")


def _located(
    head: Runs, cited: CitedSource, locator: str, terms: Terms, *, url: bool = True
) -> Runs:
    """Return `head`, which ends with facts in parentheses, its locator and its address."""
    place = format_locator(locator, terms, bare_pages=terms.bare_pages)
    return _comma(_comma(head, place, terms), cited.source.url.strip() if url else "", terms)


def _archived(head: Runs, cited: CitedSource, locator: str, terms: Terms) -> Runs:
    """Return `head`, date, locator, the printed source that holds it, and the archive's chain."""
    parts = (
        head,
        text_run(date_text(cited.source, terms)),
        text_run(format_locator(locator, terms)),
        holding_work(cited, terms),
        *_holders(cited),
        text_run(cited.source.url.strip()),
    )
    return join(parts, ",", terms)


def _holders(cited: CitedSource) -> tuple[Runs, ...]:
    return tuple(text_run(holder) for holder in list_holders(cited))


def _comma(head: Runs, text: str, terms: Terms) -> Runs:
    return join((head, text_run(text)), ",", terms)


_FAMILIES: dict[Level, Callable[[CitedSource, str, Terms], Runs]] = {
    Level.FONDS: _group_note,
    Level.SERIES: _group_note,
    Level.FILE: _group_note,
    Level.ITEM: _item_note,
    Level.COLLECTION: _book_note,
    Level.BOOK: _book_note,
    Level.CHAPTER: _chapter_note,
    Level.ENTRY: _entry_note,
    Level.JOURNAL: _journal_note,
    Level.ARTICLE: _article_note,
    Level.NEWSPAPER_ARTICLE: _newspaper_note,
    Level.WEB_PAGE: _web_note,
    Level.TELEGRAM: _letter_note,
    Level.LETTER: _letter_note,
    Level.REPORT: _book_note,
    Level.THESIS: _thesis_note,
    Level.REGESTA: _regesta_note,
}
