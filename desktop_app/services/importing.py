"""Importing documents: files are staged first, then go in as one change with one undo.

Staging reads each file in a process of its own and touches no catalogue; a bad file gets its
reason and the others go on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_app.catalog.canonical import CANONICALISATION, canonicalise
from desktop_app.catalog.changes import Operation
from desktop_app.catalog.documents import Document, Revision
from desktop_app.catalog.ids import Kind
from desktop_app.errors import UserError
from desktop_app.exchange.child import ReadingChild
from desktop_app.exchange.read_document import ReadDocument
from desktop_app.exchange.reading import read_original
from desktop_app.i18n import tr
from desktop_app.services.commands.fields import clean_line
from desktop_app.services.commands.sources import create_source
from desktop_app.services.jobs import Progress
from desktop_app.services.session import Session
from desktop_app.store import documents, rows, sources

#: Bytes of originals that one import may hold in memory before it is stored.
MAX_STAGED = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """A file as read: its text, or the document it is already, or why it cannot go in."""

    path: Path
    data: bytes = b""
    read: ReadDocument | None = None
    already: str = ""
    error: UserError | None = None


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


def stage_files(
    session: Session,
    paths: Iterable[Path],
    progress: Progress | None = None,
    *,
    encodings: Mapping[Path, str] | None = None,
) -> list[Staged]:
    """Read each file without touching the catalogue; raise Cancelled when the job is cancelled."""
    progress = progress or Progress()
    waiting = list(paths)
    staged: list[Staged] = []
    size = 0
    with ReadingChild() as child:
        for number, path in enumerate(waiting):
            progress.report(number, len(waiting), path.name)
            one = _stage(session, child, path, progress, (encodings or {}).get(path))
            progress.check()
            size += len(one.data)
            if size > MAX_STAGED:
                one = Staged(path=path, error=_too_much())
            staged.append(one)
    progress.report(len(waiting), len(waiting))
    return staged


def _too_much() -> UserError:
    return UserError(
        "too_much_at_once",
        "This file would make the import larger than one gigabyte. It was left out; import it "
        "by itself.",
    )


def _stage(
    session: Session, child: ReadingChild, path: Path, progress: Progress, encoding: str | None
) -> Staged:
    try:
        session.refuse_own_file(path)
        data = read_original(path)
        digest = hashlib.sha256(data).hexdigest()
        held = documents.find_document_by_hash(session.db, digest)
        if held is not None:
            return Staged(path=path, already=held.id)
        read = child.read(data, path.name, encoding=encoding, cancelled=progress.is_cancelled)
    except UserError as error:
        return Staged(path=path, error=error)
    return Staged(path=path, data=data, read=read)


def store_staged(
    session: Session,
    staged: Iterable[Staged],
    *,
    title: str = "",
    language: str = "",
    source: str | None = None,
) -> list[ImportedFile]:
    """Put staged files into the catalogue as one change; each gets a new source, or `source`."""
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
    digest = hashlib.sha256(one.data).hexdigest()
    # The same bytes may come twice in one import.
    held = one.already or documents.find_document_by_hash(db, digest)
    if isinstance(held, str):
        held = documents.get_document(db, held)
    if held is not None or one.read is None:
        return _report_held(one, held)
    read = one.read
    named = clean_line(title) or clean_line(read.title) or clean_line(one.path.stem) or "—"
    spoken = clean_line(language) or read.language
    home = source or create_source(session, title=named, language=spoken).ids[0]
    text_digest = documents.keep_text(db, read.text)
    document = Document(
        id=rows.take_id(db, Kind.DOCUMENT),
        source=home,
        title=named,
        # A name may hold bytes that are no text; SQLite takes only text.
        file_name=canonicalise(one.path.name).text,
        media_type=read.media_type,
        language=spoken,
        sha256=documents.keep_original(db, one.data),
        size=len(one.data),
        revision=1,
        characters=len(read.text),
        text_sha256=text_digest,
    )
    rows.insert_row(db, Kind.DOCUMENT, documents.document_values(document))
    revision = Revision(
        id=rows.take_id(db, Kind.REVISION),
        document=document.id,
        number=1,
        text_sha256=text_digest,
        characters=len(read.text),
        pages=read.pages,
        encoding=read.encoding,
        extractor=read.extractor,
        canonicalisation=CANONICALISATION,
        replaced=read.replaced,
        note="\n".join(read.notes),
    )
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
    staged = stage_files(session, paths, progress, encodings=encodings)
    return store_staged(session, staged, title=title, language=language, source=source)
