"""Operations on documents, excerpts and attachments. They never alter a document's text."""

from __future__ import annotations

from typing import Any

from desktop_app.catalog.anchors import make_anchor
from desktop_app.catalog.changes import Operation
from desktop_app.catalog.documents import Document, find_page
from desktop_app.catalog.excerpts import AnchorState, Attachment, Excerpt, TranslationStatus
from desktop_app.catalog.ids import Kind
from desktop_app.errors import UserError
from desktop_app.services.commands.fields import (
    clean_fields,
    clean_text,
    find_choice,
    require_line,
)
from desktop_app.services.commands.registry import operation
from desktop_app.services.commands.values import require_subject
from desktop_app.services.session import Changed, Session
from desktop_app.store import documents, rows, sources
from desktop_app.store import excerpts as store

_FIELDS_OF_DOCUMENT = ("title", "language", "note", "source")
_FIELDS_OF_EXCERPT = (
    "note",
    "translation",
    "translation_language",
    "translator",
    "translation_status",
)


@operation
def update_document(session: Session, *, document: str, details: dict[str, Any]) -> Changed:
    """Edit what is said of a document: title, language, note, the source it belongs to."""
    _require_known(details, _FIELDS_OF_DOCUMENT, "update_document")
    fields = clean_fields(Document, details)
    if "title" in fields:
        require_line(fields["title"], "title")
    if "source" in fields:
        sources.get_source(session.db, fields["source"])
    with session.change(Operation.UPDATE_DOCUMENT) as change:
        rows.update_row(session.db, Kind.DOCUMENT, document, fields)
    return Changed(change.seq, (document,))


def _require_known(given: dict[str, Any], known: tuple[str, ...], operation_name: str) -> None:
    for name in given:
        if name not in known:
            raise UserError(
                "unknown_argument",
                "{operation} takes no argument {argument}; it takes {known}.",
                operation=operation_name,
                argument=name,
                known=", ".join(known),
            )


def _anchor(session: Session, document: str, start: int, end: int) -> dict[str, Any]:
    """Return the fields of an excerpt of [start, end) of the document's text in force."""
    held = documents.get_document(session.db, document)
    text = documents.get_text(session.db, document)
    quote, prefix, suffix = make_anchor(text, start, end)
    pages = documents.get_revision(session.db, document, held.revision).pages
    return {
        "revision": held.revision,
        "start": start,
        "end": end,
        "quote": quote,
        "prefix": prefix,
        "suffix": suffix,
        "page": find_page(pages, start, end),
        "state": AnchorState.ANCHORED,
    }


@operation
def create_excerpt(
    session: Session, *, document: str, start: int, end: int, note: str = ""
) -> Changed:
    """Mark the passage [start, end), in code points; a passage marked already is given back."""
    anchor = _anchor(session, document, start, end)
    found = store.find_excerpt_at(session.db, document, start, end)
    if found is not None:
        return Changed(0, (found.id,))
    with session.change(Operation.CREATE_EXCERPT) as change:
        record = rows.take_id(session.db, Kind.EXCERPT)
        made = Excerpt(id=record, document=document, note=clean_text(note), **anchor)
        rows.insert_row(session.db, Kind.EXCERPT, store.excerpt_values(made))
    return Changed(change.seq, (record,))


@operation
def move_excerpt(session: Session, *, excerpt: str, start: int, end: int) -> Changed:
    """Move the boundaries of an excerpt to [start, end), in code points."""
    old = store.get_excerpt(session.db, excerpt)
    anchor = _anchor(session, old.document, start, end)
    with session.change(Operation.MOVE_EXCERPT) as change:
        rows.update_row(session.db, Kind.EXCERPT, excerpt, anchor)
    return Changed(change.seq, (excerpt,))


@operation
def update_excerpt(session: Session, *, excerpt: str, details: dict[str, Any]) -> Changed:
    """Edit an excerpt's note and translation (language, translator, status)."""
    _require_known(details, _FIELDS_OF_EXCERPT, "update_excerpt")
    fields = clean_fields(Excerpt, details)
    if "translation" in details:
        fields["translation"] = clean_text(details["translation"] or "")
    if "translation_status" in details:
        fields["translation_status"] = find_choice(
            TranslationStatus, details["translation_status"], "translation_status"
        )
    with session.change(Operation.UPDATE_EXCERPT) as change:
        rows.update_row(session.db, Kind.EXCERPT, excerpt, fields)
    return Changed(change.seq, (excerpt,))


@operation
def attach_excerpt(session: Session, *, excerpt: str, subject: str, note: str = "") -> Changed:
    """Attach an excerpt to an event or entity; one attached already is given back."""
    store.get_excerpt(session.db, excerpt)
    require_subject(session, subject)
    for attachment in store.list_attachments_of_excerpts(session.db, [excerpt]):
        if attachment.subject == subject:
            return Changed(0, (attachment.id,))
    with session.change(Operation.ATTACH_EXCERPT) as change:
        record = rows.take_id(session.db, Kind.ATTACHMENT)
        made = Attachment(id=record, excerpt=excerpt, subject=subject, note=clean_text(note))
        values = rows.record_values(made)
        rows.insert_row(session.db, Kind.ATTACHMENT, values)
    return Changed(change.seq, (record,))


@operation
def detach_excerpt(session: Session, *, excerpt: str, subject: str) -> Changed:
    """Detach an excerpt from an event or entity."""
    found = [
        attachment
        for attachment in store.list_attachments_of_excerpts(session.db, [excerpt])
        if attachment.subject == subject
    ]
    if not found:
        raise UserError(
            "not_attached",
            "{excerpt} is not attached to {subject}.",
            excerpt=excerpt,
            subject=subject,
        )
    with session.change(Operation.DETACH_EXCERPT) as change:
        for attachment in found:
            rows.update_row(session.db, Kind.ATTACHMENT, attachment.id, {"trashed": attachment.id})
    return Changed(change.seq, tuple(attachment.id for attachment in found))
