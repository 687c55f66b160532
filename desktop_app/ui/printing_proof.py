"""Counts again what was set and written: every note whole, on or after the page of its reference.

The report itself was proven when it was assembled (`reports.assembling`); here its pages are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from desktop_app.reports.model import Note, Report
from desktop_app.reports.spans import note_spans
from desktop_app.ui.printing_contents import list_contents
from desktop_app.ui.printing_marks import Goal, Pages


def verify_pages(pages: Pages, report: Report) -> None:
    """Raise AssertionError unless all notes, references, contents and names stand on `pages`."""
    lost = [*_list_lost(pages, report)]
    if lost:
        raise AssertionError(f"the report and its pages differ: {'; '.join(lost[:5])}")


def verify_words(said: Mapping[int, str], report: Report) -> None:
    """Raise AssertionError unless `said`, written of each note, is its number and all it says."""
    wrong = [
        note.number
        for note in report.notes
        if _squash(said.get(note.number, "")) != _squash(_note_text(note, report.language))
    ]
    if wrong or len(said) != len(report.notes):
        raise AssertionError(f"notes were not written as the report has them: {wrong[:5]}")


def _list_lost(pages: Pages, report: Report) -> Iterator[str]:
    numbers = {note.number for note in report.notes}
    for number in sorted(numbers ^ pages.notes.keys()):
        yield f"note {number}"
    for number in sorted(numbers - pages.references.keys()):
        yield f"reference to note {number}"
    for number in numbers & pages.notes.keys() & pages.references.keys():
        if pages.notes[number][0] < pages.references[number][0]:
            yield f"note {number} stands before its reference"
    for page in pages.pages:
        for link in page.links:
            if link.goal is Goal.NOTE and link.key not in numbers:
                yield f"the number {link.key} leads to no note"
    if report.setup.contents:
        headings = [entry.title for entry in pages.outline if entry.level <= 2][1:]
        if headings != [title for title, _level in list_contents(report)]:
            yield "a heading of the contents"
    for entry in report.index:
        if not entry.see and entry.record not in pages.names:
            yield f"the pages of {entry.text}"


def _note_text(note: Note, language: str) -> str:
    return f"{note.number}." + "".join(span.text for span in note_spans(note, language))


def _squash(text: str) -> str:
    return "".join(text.split())
