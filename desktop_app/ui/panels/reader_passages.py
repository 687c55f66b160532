"""What the reader shows of a document: its text, its short citation, its excerpts.

Read from the open catalogue; no widgets here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from desktop_app.catalog.documents import Document, PageMark
from desktop_app.catalog.excerpts import AnchorState, Excerpt
from desktop_app.catalog.ids import Kind
from desktop_app.catalog.wording import plain
from desktop_app.i18n import current_language, tr
from desktop_app.services.citing import SourceBook
from desktop_app.store import documents, excerpts, rows, subjects
from desktop_app.store.database import Database
from desktop_app.ui.theme import Role
from desktop_app.ui.widgets.reader_excerpts import ReaderExcerpt

_LABEL_LENGTH = 300


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """A document as the reader needs it, but for its text."""

    record: Document
    pages: tuple[PageMark, ...]
    citation: str


def find_open_document(db: Database, record: str) -> OpenDocument | None:
    """Return a document outside the trash, None where there is none."""
    if not record or rows.find_row(db, Kind.DOCUMENT, record) is None:
        return None
    document = documents.get_document(db, record)
    pages = documents.get_revision(db, record, document.revision).pages
    book = SourceBook(db, [record], language=current_language())
    cited = document.source in book.cited
    citation = plain(book.citer.short_note(document.source)) if cited else ""
    return OpenDocument(document, pages, citation)


def list_passages(db: Database, document: Document) -> list[ReaderExcerpt]:
    """Return the document's excerpts as the reader shows them.

    Left out are those that are not found in the text in force: their offsets are of another.
    """
    held = [
        one
        for one in excerpts.list_excerpts_of(db, document.id)
        if one.revision == document.revision and one.state is not AnchorState.ORPHANED
    ]
    used = excerpts.list_excerpts_used(db, document.id)
    named = _name_attached(db, held)
    return [
        ReaderExcerpt(
            id=one.id,
            start=one.start,
            end=one.end,
            state="claim" if one.id in used else "excerpt",
            needs_review=one.state is AnchorState.NEEDS_REVIEW,
            label=_label(one, named.get(one.id, [])),
        )
        for one in held
    ]


def _name_attached(db: Database, held: Iterable[Excerpt]) -> dict[str, list[str]]:
    attached = excerpts.list_attachments_of_excerpts(db, [one.id for one in held])
    labels = subjects.label_subjects(db, {one.subject for one in attached})
    found: dict[str, list[str]] = {}
    for one in attached:
        if one.subject in labels:
            found.setdefault(one.excerpt, []).append(labels[one.subject])
    return found


def _label(excerpt: Excerpt, names: list[str]) -> str:
    said = [tr("Attached to: {names}", names=" · ".join(names))] if names else []
    text = "\n".join([*said, *filter(None, [excerpt.translation, excerpt.note])])
    return text if len(text) <= _LABEL_LENGTH else text[:_LABEL_LENGTH] + "…"


def count_roles(passages: Iterable[ReaderExcerpt]) -> dict[Role, int]:
    """Return how many passages are shown in each of the three ways."""
    counts = Counter(one.role for one in passages)
    return {role: counts[role] for role in (Role.FEEDS_CLAIM, Role.EXCERPTED, Role.NEEDS_REVIEW)}
