"""Importing documents: files are staged first, then go in as one change with one undo.

Staging (`importing_stage`) reads each file in a process of its own and writes no record; a bad
file gets its reason and the others go on. What is staged and not stored is dropped again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_app.catalog.canonical import CANONICALISATION, canonicalise
from desktop_app.catalog.changes import Operation
from desktop_app.catalog.documents import Document, Revision
from desktop_app.catalog.ids import Kind
from desktop_app.errors import UserError
from desktop_app.exchange.read_document import ReadDocument
from desktop_app.i18n import tr
from desktop_app.services.commands.fields import clean_line
from desktop_app.services.commands.sources import create_source
from desktop_app.services.importing_stage import (
    Staged,
    StagingCancelled,
    drop_files,
    stage_files,
)
from desktop_app.services.jobs import Progress
from desktop_app.services.session import Session
from desktop_app.store import documents, rows, sources, staging

__all__ = [
    "ImportedFile",
    "Staged",
    "StagingCancelled",
    "drop_files",
    "import_files",
    "stage_files",
    "store_staged",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedFile:
    """What became of one file. `already`: these bytes were in the catalogue before."""

    file: str
    document: str | None = None
    source: str | None = None
    characters: int = 0
    sha256: str = ""
    already: bool = False
    encoding: str = ""
    encoding_sure: bool = True
    notes: tuple[str, ...] = ()
    error: UserError | None = None

    def shape(self) -> dict[str, Any]:
        """Return the file's report as the command line prints it."""
        error = self.error and {"code": self.error.code, "message": self.error.message}
        return {
            "file": self.file,
            "document": self.document,
            "source": self.source,
            "characters": self.characters,
            "sha256": self.sha256,
            "error": error,
            "already": self.already,
            "encoding": self.encoding,
            "encoding_sure": self.encoding_sure,
            "notes": list(self.notes),
        }

    def sentence(self) -> str:
        """Return what became of the file, in one line."""
        if self.error is not None:
            return self.error.message
        if self.already:
            return tr("in the catalogue already, as {id}", id=self.document)
        done = tr("imported as {id}, {count} characters", id=self.document, count=self.characters)
        if self.encoding_sure:
            return done
        doubt = tr("the encoding is a guess: {encoding}", encoding=self.encoding)
        return f"{done}; {doubt}"


def store_staged(
    session: Session,
    staged: Iterable[Staged],
    *,
    title: str = "",
    language: str = "",
    source: str | None = None,
) -> list[ImportedFile]:
    """Put staged files into the catalogue as one change; each gets a new source, or `source`.

    What stays staged (known bytes, files left out) is for `drop_files`.
    """
    if source:
        sources.get_source(session.db, source)
    done: list[ImportedFile] = []
    with session.change(Operation.IMPORT_DOCUMENTS):
        for one in staged:
            if one.error is not None:
                done.append(ImportedFile(file=str(one.path), error=one.error))
            else:
                done.append(_store(session, one, title, language, source))
    return done


def _store(
    session: Session, one: Staged, title: str, language: str, source: str | None
) -> ImportedFile:
    db = session.db
    # The same bytes may come twice in one import.
    held = one.already or documents.find_document_by_hash(db, one.sha256)
    if isinstance(held, str):
        held = documents.get_document(db, held)
    if held is not None or one.read is None:
        return _report_held(one, held)
    read = one.read
    named = clean_line(title) or clean_line(read.title) or clean_line(one.path.stem) or "—"
    spoken = clean_line(language) or read.language
    home = source or create_source(session, title=named, language=spoken).ids[0]
    _keep_contents(session, one)
    document = Document(
        id=rows.take_id(db, Kind.DOCUMENT),
        source=home,
        title=named,
        # A name may hold bytes that are no text; SQLite takes only text.
        file_name=canonicalise(one.path.name).text,
        media_type=read.media_type,
        language=spoken,
        sha256=one.sha256,
        size=one.size,
        revision=1,
        characters=read.characters,
        text_sha256=one.text_sha256,
    )
    rows.insert_row(db, Kind.DOCUMENT, documents.document_values(document))
    revision = _make_revision(document, read, rows.take_id(db, Kind.REVISION))
    rows.insert_row(db, Kind.REVISION, documents.revision_values(revision))
    return ImportedFile(
        file=str(one.path),
        document=document.id,
        source=home,
        characters=document.characters,
        sha256=document.sha256,
        encoding=read.encoding,
        encoding_sure=read.encoding_sure,
        notes=read.notes,
    )


def _keep_contents(session: Session, one: Staged) -> None:
    """Keep the original and the text, from memory or from where they are staged."""
    db = session.db
    if one.original:
        staging.keep_staged_original(db, one.original, one.sha256, one.size)
    else:
        documents.keep_original(db, one.data)
    if one.content:
        characters = one.read.characters if one.read else 0
        staging.keep_staged_text(db, one.content, one.text_sha256, characters)
    else:
        documents.keep_text(db, one.text)


def _make_revision(document: Document, read: ReadDocument, record: str) -> Revision:
    return Revision(
        id=record,
        document=document.id,
        number=1,
        text_sha256=document.text_sha256,
        characters=document.characters,
        pages=read.pages,
        encoding=read.encoding,
        extractor=read.extractor,
        canonicalisation=CANONICALISATION,
        replaced=read.replaced,
        note="\n".join(read.notes),
    )


def _report_held(one: Staged, held: Document | None) -> ImportedFile:
    if held is None:
        raise RuntimeError(f"{one.path} was staged without a text and without a reason")
    return ImportedFile(
        file=str(one.path),
        document=held.id,
        source=held.source,
        characters=held.characters,
        sha256=held.sha256,
        already=True,
    )


def import_files(
    session: Session,
    paths: Iterable[Path],
    progress: Progress | None = None,
    *,
    title: str = "",
    language: str = "",
    source: str | None = None,
    encodings: Mapping[Path, str] | None = None,
) -> list[ImportedFile]:
    """Stage files and store them, with a report for each; cancelling leaves nothing."""
    if source:
        sources.get_source(session.db, source)
    try:
        staged = stage_files(session, paths, progress, encodings=encodings)
    except StagingCancelled as cancelled:
        cancelled.drop(session)
        raise
    try:
        return store_staged(session, staged, title=title, language=language, source=source)
    finally:
        drop_files(session, staged)
