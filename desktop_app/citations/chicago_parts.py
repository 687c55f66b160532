"""Parts that Chicago notes, short notes and bibliography entries share."""

from __future__ import annotations

from desktop_app.catalog.sources import Contributor, Level, Role, Source
from desktop_app.catalog.wording import Run, Runs, word
from desktop_app.citations.cited import CitedSource
from desktop_app.citations.joining import capitalise, follow, join, text_run
from desktop_app.citations.names import (
    find_lead,
    full_name,
    join_names,
    lead_suffix,
    list_contributors,
    note_names,
    short_name,
)
from desktop_app.citations.parts import (
    TitleForm,
    date_text,
    find_container,
    issue_text,
    title_runs,
    untitled,
    volume_text,
)
from desktop_app.citations.terms import Terms

LETTERS = frozenset({Level.LETTER, Level.TELEGRAM})
WHOLE_BOOKS = frozenset({Level.BOOK, Level.COLLECTION, Level.REPORT})
_FOLLOWING = (Role.EDITOR, Role.TRANSLATOR, Role.COMPILER, Role.INTERVIEWER, Role.PHOTOGRAPHER)


def lead_runs(source: Source, terms: Terms) -> Runs:
    """Return the names that head a note, with what they did where they are not authors."""
    lead = find_lead(source)
    if lead is None:
        return ()
    role, people = lead
    return text_run(note_names(people, terms) + lead_suffix(role, len(people), terms))


def role_runs(source: Source, forms: dict[Role, str], terms: Terms) -> tuple[Runs, ...]:
    """Return the editors, translators and others who follow the title, each as one part."""
    lead = find_lead(source)
    roles = [role for role in _FOLLOWING if lead is None or role is not lead[0]]
    parts = []
    for role in roles:
        people = list_contributors(source, role)
        if people:
            parts.append(text_run(forms[role].format(names=note_names(people, terms))))
    return tuple(parts)


def correspondents(source: Source, terms: Terms) -> str:
    """Return "Sender to Recipient", the one who is known, or nothing."""
    senders = list_contributors(source, Role.SENDER) or list_contributors(source, Role.AUTHOR)
    return letter_words(senders, list_contributors(source, Role.RECIPIENT), terms)


def letter_words(
    senders: tuple[Contributor, ...],
    recipients: tuple[Contributor, ...],
    terms: Terms,
    *,
    short: bool = False,
) -> str:
    """Return "Sender to Recipient" in full or in short, the sender alone, or nothing."""

    def named(people: tuple[Contributor, ...]) -> str:
        if short and len(people) > 3:
            return terms.other_recipients.format(first=short_name(people[0]))
        return join_names([(short_name if short else full_name)(one) for one in people], terms)

    if senders and recipients:
        return terms.letter_between.format(sender=named(senders), recipient=named(recipients))
    return named(senders)


def issue_runs(title: Runs, source: Source, terms: Terms) -> Runs:
    """Return a periodical's title, volume, number and date: *Title* 37, no. 2 (1931).

    Of an article whose periodical is not known only the date is left.
    """
    volume, issue = volume_text(source, terms), issue_text(source, terms)
    if terms.bare_pages and source.volume.strip().isdecimal():
        head = follow(title, " ", text_run(source.volume.strip()))
    else:
        head = join((title, text_run(volume)), ",", terms)
    numbered = join((head, text_run(issue)), ",", terms)
    date = date_text(source, terms)
    return follow(numbered, " ", text_run(f"({date})")) if numbered else text_run(date)


def held_title(cited: CitedSource, terms: Terms) -> Runs:
    """Return the title of the periodical, book or site that holds a source, in italics."""
    container = find_container(cited)
    if container is not None and container.title.strip():
        return title_runs(container, terms, TitleForm.ITALIC)
    name = cited.source.container.strip()
    return (Run(name, italic=True, language=cited.source.language),) if name else ()


def regest_title(source: Source, terms: Terms, *, short: bool = False) -> Runs:
    """Return 'calendar entry “Title”', with a capital where no name comes before it.

    Its title is its date or number, so a short note leaves out only the translation.
    """
    if not source.title.strip():
        return text_run(untitled(source, terms))
    titled = title_runs(source, terms, TitleForm.QUOTED)[: 1 if short else None]
    kind = text_run(word(Level.REGESTA, terms.language))
    return follow(kind if find_lead(source) else capitalise(kind), " ", titled)


def sub_verbo(source: Source, terms: Terms) -> Runs:
    """Return the heading of an entry: s.v. “Heading”."""
    if not source.title.strip():
        return text_run(untitled(source, terms))
    heading = title_runs(source, terms, TitleForm.QUOTED)
    return follow(text_run(terms.locators.heading[0]), " ", heading)


def book_facts(cited: CitedSource) -> Source:
    """Return the source whose publication facts count: the book a chapter stands in, or itself."""
    source, container = cited.source, find_container(cited)
    if container is None or source.publisher or source.level in WHOLE_BOOKS:
        return source
    return container
