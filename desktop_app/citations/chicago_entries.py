"""Chicago bibliography entries: names inverted, parts divided by periods; without the chain."""

from __future__ import annotations

from collections.abc import Callable

from desktop_app.catalog.sources import Contributor, Level, Role, Source
from desktop_app.catalog.wording import Runs, word
from desktop_app.citations.chicago_notes import holding_work
from desktop_app.citations.chicago_parts import (
    LETTERS,
    book_facts,
    held_title,
    issue_runs,
    regest_title,
    role_runs,
    sub_verbo,
)
from desktop_app.citations.cited import CitedSource
from desktop_app.citations.joining import capitalise, follow, join, text_run
from desktop_app.citations.locators import format_locator
from desktop_app.citations.names import (
    entry_names,
    find_lead,
    full_name,
    join_names,
    lead_suffix,
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


def compose_entry(cited: CitedSource, terms: Terms) -> Runs:
    """Return the bibliography entry without its final period and its chain."""
    level = cited.source.level
    if is_archival(cited) and level not in LETTERS:
        return _archival_entry(cited, terms)
    return _FAMILIES[level](cited, terms)


def entry_lead(source: Source, terms: Terms) -> Runs:
    """Return the names that head the entry, the first one inverted where it is Western."""
    lead = find_lead(source)
    if lead is None:
        return ()
    role, people = lead
    return text_run(entry_names(people, terms) + lead_suffix(role, len(people), terms))


def _book_entry(cited: CitedSource, terms: Terms) -> Runs:
    source = cited.source
    return _sentences(
        terms,
        entry_lead(source, terms),
        title_runs(source, terms, TitleForm.ITALIC),
        *_roles(source, terms),
        _sentence(edition_text(source, terms)),
        _sentence(volume_text(source, terms)),
        _facts(source, terms),
        text_run(source.url.strip()),
    )


def _chapter_entry(cited: CitedSource, terms: Terms) -> Runs:
    source, book = cited.source, book_facts(cited)
    holder = find_container(cited)
    editors = list_contributors(holder, Role.EDITOR) if holder else ()
    edited = terms.role_in_entry[Role.EDITOR].format(names=note_names(editors, terms))
    inside = join(
        (
            follow(_sentence(terms.in_word), " ", held_title(cited, terms)),
            text_run(edited if editors else ""),
            text_run(edition_text(book, terms)),
            text_run(volume_text(book, terms)),
            _pages(source, terms),
        ),
        ",",
        terms,
    )
    return _sentences(
        terms,
        entry_lead(source, terms),
        title_runs(source, terms, TitleForm.QUOTED),
        inside if held_title(cited, terms) else (),
        *_roles(source, terms),
        _facts(book, terms),
        text_run(source.url.strip()),
    )


def _entry_entry(cited: CitedSource, terms: Terms) -> Runs:
    """Return the entry of an unsigned article in a reference work: under the work's title."""
    source, book = cited.source, book_facts(cited)
    if find_lead(source) is not None or not held_title(cited, terms):
        return _chapter_entry(cited, terms)
    work = join(
        (
            held_title(cited, terms),
            _sentence(edition_text(book, terms)),
            _sentence(volume_text(book, terms)),
        ),
        ".",
        terms,
    )
    facts = join((_facts(book, terms), sub_verbo(source, terms)), ",", terms)
    return _sentences(terms, work, facts, text_run(source.url.strip()))


def _article_entry(cited: CitedSource, terms: Terms) -> Runs:
    source = cited.source
    held = held_title(cited, terms)
    issue = issue_runs(held, source, terms)
    pages = _pages(source, terms)
    located = follow(issue, ": ", pages) if terms.bare_pages else join((issue, pages), ",", terms)
    return _sentences(
        terms,
        entry_lead(source, terms),
        title_runs(source, terms, TitleForm.QUOTED),
        located if held else capitalise(located),
        text_run(source.url.strip()),
    )


def _journal_entry(cited: CitedSource, terms: Terms) -> Runs:
    source = cited.source
    title = title_runs(source, terms, TitleForm.ITALIC)
    return _sentences(terms, issue_runs(title, source, terms), text_run(source.url.strip()))


def _newspaper_entry(cited: CitedSource, terms: Terms) -> Runs:
    source = cited.source
    paper = join(
        (
            held_title(cited, terms),
            text_run(issue_text(source, terms)),
            text_run(date_text(source, terms)),
            text_run(format_locator(source.pages, terms)),
        ),
        ",",
        terms,
    )
    return _sentences(
        terms,
        entry_lead(source, terms),
        title_runs(source, terms, TitleForm.QUOTED),
        paper,
        text_run(source.url.strip()),
    )


def _web_entry(cited: CitedSource, terms: Terms) -> Runs:
    source = cited.source
    accessed = accessed_text(source, terms)
    dated = source.date.strip() or source.edtf.strip() or not accessed
    return _sentences(
        terms,
        entry_lead(source, terms),
        title_runs(source, terms, TitleForm.QUOTED),
        held_title(cited, terms) or text_run(source.publisher.strip()),
        _sentence(date_text(source, terms) if dated else ""),
        _sentence(accessed),
        text_run(source.url.strip()),
    )


def _thesis_entry(cited: CitedSource, terms: Terms) -> Runs:
    source = cited.source
    kind = source.edition.strip() or terms.thesis
    year = date_text(source, terms, year_only=True)
    stated = join((text_run(kind), text_run(source.publisher.strip()), text_run(year)), ",", terms)
    return _sentences(
        terms,
        entry_lead(source, terms),
        title_runs(source, terms, TitleForm.QUOTED),
        stated,
        _holders(cited, terms),
        text_run(source.url.strip()),
    )


def _letter_entry(cited: CitedSource, terms: Terms) -> Runs:
    """Return the entry of a letter or telegram: Sender. Telegram to Recipient, date. Archive."""
    source = cited.source
    senders = list_contributors(source, Role.SENDER) or list_contributors(source, Role.AUTHOR)
    recipients = list_contributors(source, Role.RECIPIENT)
    what = word(source.level, terms.language).capitalize()
    if recipients:
        what = terms.letter_to.format(level=what, recipient=_list_names(recipients, terms))
    title = source.title.strip()
    described = bool(recipients or (senders and not title))
    letter = join(
        (
            title_runs(source, terms, TitleForm.QUOTED) if title or not described else (),
            text_run(_letter_kind(what, title, described=described)),
            text_run(date_text(source, terms)),
        ),
        ",",
        terms,
    )
    return _sentences(
        terms,
        text_run(entry_names(senders, terms)) if senders else (),
        letter,
        capitalise(holding_work(cited, terms)),
        _holders(cited, terms),
        text_run(source.url.strip()),
    )


def _list_names(people: tuple[Contributor, ...], terms: Terms) -> str:
    return join_names([full_name(person) for person in people], terms)


def _letter_kind(what: str, title: str, *, described: bool) -> str:
    """Return "Telegram to Recipient": lower case after a title, nothing where the title says it."""
    if not title:
        return what if described else ""
    return "" if is_supplied(title) and not described else what[:1].lower() + what[1:]


def _archival_entry(cited: CitedSource, terms: Terms) -> Runs:
    source = cited.source
    is_group = source.level in (Level.FONDS, Level.SERIES, Level.FILE, Level.COLLECTION)
    form = TitleForm.UPRIGHT if is_group else TitleForm.QUOTED
    dated = source.date.strip() or source.edtf.strip() or not is_group
    return _sentences(
        terms,
        entry_lead(source, terms),
        title_runs(source, terms, form),
        *_roles(source, terms),
        _sentence(date_text(source, terms) if dated else ""),
        capitalise(holding_work(cited, terms)),
        _holders(cited, terms),
        text_run(source.url.strip()),
    )


def _regesta_entry(cited: CitedSource, terms: Terms) -> Runs:
    source = cited.source
    dated = source.date.strip() or source.edtf.strip()
    return _sentences(
        terms,
        entry_lead(source, terms),
        capitalise(regest_title(source, terms)),
        capitalise(holding_work(cited, terms)),
        _sentence(date_text(source, terms) if dated else ""),
        _holders(cited, terms),
    )


def _facts(source: Source, terms: Terms) -> Runs:
    """Return "Place: Publisher, Year"."""
    year = date_text(source, terms, year_only=True)
    facts = text_run(f"{place_and_publisher(source, terms)}, {year}")
    return facts if source.place.strip() else capitalise(facts)


def _holders(cited: CitedSource, terms: Terms) -> Runs:
    return join((text_run(holder) for holder in list_holders(cited)), ",", terms)


def _pages(source: Source, terms: Terms) -> Runs:
    return text_run(format_locator(source.pages, terms, bare_pages=terms.bare_pages))


def _sentences(terms: Terms, *parts: Runs) -> Runs:
    """Return the parts divided by periods."""
    return join(parts, ".", terms)


def _sentence(text: str) -> Runs:
    """Return words of the style that begin a sentence."""
    return capitalise(text_run(text))


def _roles(source: Source, terms: Terms) -> tuple[Runs, ...]:
    return tuple(capitalise(part) for part in role_runs(source, terms.role_in_entry, terms))


_FAMILIES: dict[Level, Callable[[CitedSource, Terms], Runs]] = {
    Level.FONDS: _archival_entry,
    Level.SERIES: _archival_entry,
    Level.FILE: _archival_entry,
    Level.ITEM: _archival_entry,
    Level.COLLECTION: _book_entry,
    Level.BOOK: _book_entry,
    Level.CHAPTER: _chapter_entry,
    Level.ENTRY: _entry_entry,
    Level.JOURNAL: _journal_entry,
    Level.ARTICLE: _article_entry,
    Level.NEWSPAPER_ARTICLE: _newspaper_entry,
    Level.WEB_PAGE: _web_entry,
    Level.TELEGRAM: _letter_entry,
    Level.LETTER: _letter_entry,
    Level.REPORT: _book_entry,
    Level.THESIS: _thesis_entry,
    Level.REGESTA: _regesta_entry,
}
