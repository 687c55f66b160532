"""Puts a report together, and proves that it holds every citation of what it reports (rule 6).

The citations are counted before and after, and a report that lost one is never returned.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from desktop_app.catalog.collation import sort_key
from desktop_app.reports.data import ReportData, ReportOptions
from desktop_app.reports.evidence import EvidenceBook
from desktop_app.reports.model import (
    BibliographyEntry,
    Block,
    Counts,
    IndexEntry,
    Report,
    list_block_names,
    list_refs,
)


def assemble(
    book: EvidenceBook, blocks: Sequence[Block], *, title: str, described: int = 0
) -> Report:
    """Return the report of `blocks`, whose notes `book` made, under `title` or the one asked for.

    `described` is the number of sources it describes, if it is a register of them.
    Raises AssertionError if a citation of the book's data were missing from it.
    """
    data, options, notes = book.data, book.options, book.notes
    report = Report(
        title=options.title or title,
        subtitle=data.scope,
        language=book.language,
        blocks=tuple(blocks),
        notes=notes.notes,
        bibliography=tuple(
            BibliographyEntry(source, runs)
            for source, runs in options.citer.list_bibliography(notes.sources)
        ),
        counts=_count(book, described),
        generated=data.generated,
        catalogue=data.catalogue,
        revision=data.revision,
        seal=data.seal,
        style=options.citer.name,
        day=data.day,
        index=list_index(data, blocks) if options.include_index else (),
        setup=options.setup,
    )
    verify_report(report, list_expected(data, options))
    return report


def verify_report(report: Report, expected: Iterable[str]) -> None:
    """Raise AssertionError unless each id of `expected` has one note and the text refers to it."""
    origins = [note.origin for note in report.notes]
    if sorted(origins) != sorted(expected):
        lost = sorted(set(expected) ^ set(origins))
        raise AssertionError(f"citations and notes differ: {lost or 'one is given twice'}")
    referred = [ref.number for block in report.blocks for ref in list_refs(block) if ref.first]
    if referred != [note.number for note in report.notes]:
        raise AssertionError("a note is not referred to exactly once, in order")


def list_expected(data: ReportData, options: ReportOptions) -> list[str]:
    """Return the ids of every citation, mention and name's passage the report must hold."""
    cited = [citation.id for claim in data.claims for citation in claim.citations]
    mentioned = [one.id for one in data.attachments] if options.include_mentions else []
    return cited + mentioned + [name.id for name in data.names_found]


def list_index(data: ReportData, blocks: Iterable[Block]) -> tuple[IndexEntry, ...]:
    """Return the names of all entities that `blocks` name, in dictionary order.

    Every other name of an entity leads to the one under which its pages stand, unless it differs
    from that in its case alone.
    """
    present = {name for block in blocks for name in list_block_names(block)}
    entries = []
    for record in sorted(present & data.entity_names.keys()):
        first, *others = data.entity_names[record]
        entries.append(IndexEntry(text=first.text, record=record, language=first.language))
        entries += [
            IndexEntry(text=other.text, record=record, see=first.text, language=other.language)
            for other in others
            if other.text.casefold() != first.text.casefold()
        ]
    unique = {(entry.text, entry.record): entry for entry in reversed(entries)}
    return tuple(sorted(unique.values(), key=lambda one: (sort_key(one.text), one.record)))


def _count(book: EvidenceBook, described: int) -> Counts:
    data, notes = book.data, book.notes
    mentions = len(data.attachments) if book.options.include_mentions else 0
    names = len(data.names_found)
    return Counts(
        claims=len(data.claims),
        citations=len(notes.notes) - mentions - names,
        mentions=mentions,
        names=names,
        sources=len(notes.sources),
        conflicts=len(data.conflicts),
        uncited=len(data.uncited),
        described=described,
    )
