"""Staging files: reading each in a process of its own, before anything of it is a record.

Small ones wait in memory, large ones in the catalogue's staging (`store.staging`), in pieces and
outside the journal. Cancelling or failing drops what was staged.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from desktop_app.errors import UserError
from desktop_app.exchange import problems
from desktop_app.exchange.child import ReadingChild
from desktop_app.exchange.conversation import Original
from desktop_app.exchange.read_document import ReadDocument
from desktop_app.exchange.reading import read_original
from desktop_app.services.jobs import Cancelled, Progress
from desktop_app.services.session import Session
from desktop_app.store import documents, staging

#: Bytes of a file, and characters of a text, that may wait in memory, each and all together.
_SMALL = 4_000_000
_MOST_IN_MEMORY = 32_000_000
_BLOCK = documents.CHUNK_BYTES
#: Of the work on a file: hashing, staging, reading.
_HASHED, _STAGED = 0.1, 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """A file as read: its text, or the document it is already, or why it cannot go in.

    `data` and `text` hold what waits in memory; `original` and `content` are the numbers of what
    is staged in the catalogue, 0 for nothing.
    """

    path: Path
    data: bytes = b""
    original: int = 0
    sha256: str = ""
    size: int = 0
    read: ReadDocument | None = None
    text: str = ""
    content: int = 0
    text_sha256: str = ""
    already: str = ""
    error: UserError | None = None


def stage_files(
    session: Session,
    paths: Iterable[Path],
    progress: Progress | None = None,
    *,
    encodings: Mapping[Path, str] | None = None,
) -> list[Staged]:
    """Read each file without writing a record.

    What comes back is for `store_staged` or `drop_files`; raises StagingCancelled, which is to be
    dropped too, when the job is cancelled.
    """
    stage = _Stage(session, progress or Progress(), list(paths))
    try:
        with ReadingChild() as child:
            return [stage.add(child, path, (encodings or {}).get(path)) for path in stage.paths]
    except Cancelled as error:
        raise StagingCancelled(stage.originals, stage.contents) from error
    except BaseException:
        stage.drop()
        raise


class StagingCancelled(Cancelled):
    """Staging was cancelled. What was staged counts as nothing; `drop` frees its room.

    Freeing 400 MB takes a second or two, which the user is not made to wait for.
    """

    def __init__(self, originals: Sequence[int], contents: Sequence[int]) -> None:
        """Keep what is to be dropped."""
        super().__init__()
        self._originals = tuple(originals)
        self._contents = tuple(contents)

    def drop(self, session: Session) -> None:
        """Drop what was staged."""
        staging.drop_staged(session.db, self._originals, self._contents)


def drop_files(session: Session, staged: Iterable[Staged]) -> None:
    """Drop what is still staged of files that were not stored."""
    files = list(staged)
    staging.drop_staged(
        session.db,
        [one.original for one in files if one.original],
        [one.content for one in files if one.content],
    )


class _Stage:
    """The files of one import on their way: what is staged of them, and how far the work is."""

    def __init__(self, session: Session, progress: Progress, paths: list[Path]) -> None:
        """Begin with all of them ahead."""
        self.paths = paths
        self._session = session
        self._progress = progress
        self._in_memory = 0
        self.originals: list[int] = []
        self.contents: list[int] = []
        # A small file costs the start of its reader, whatever its size.
        self._weights = {path: _get_size(path) + 10_000 for path in paths}
        self._done = 0
        self._total = sum(self._weights.values())

    def drop(self) -> None:
        """Drop everything."""
        staging.drop_staged(self._session.db, self.originals, self.contents)

    def add(self, child: ReadingChild, path: Path, encoding: str | None) -> Staged:
        """Read one file; an error of the world is its result."""
        marks = len(self.originals), len(self.contents)
        self._report(path, 0)
        try:
            one = self._read(child, path, encoding)
        except UserError as error:
            one = Staged(path=path, error=error)
        # Who cancelled waits for nothing more.
        self._progress.check()
        if one.error is not None or one.already:
            staging.drop_staged(
                self._session.db, self.originals[marks[0] :], self.contents[marks[1] :]
            )
        self._done += self._weights[path]
        self._progress.report(self._done, self._total, path.name)
        return one

    def _report(self, path: Path, share: float) -> None:
        done = self._done + int(self._weights[path] * share)
        self._progress.report(done, self._total, path.name)

    def _read(self, child: ReadingChild, path: Path, encoding: str | None) -> Staged:
        self._session.refuse_own_file(path)
        size = _get_size(path)
        if size > problems.MAX_BYTES:
            raise problems.too_large(path.name, size)
        if size > min(_SMALL, _MOST_IN_MEMORY - self._in_memory):
            return self._read_large(child, path, encoding)
        data = read_original(path)
        original = Original.of(data)
        held = documents.find_document_by_hash(self._session.db, original.sha256)
        if held is not None:
            return Staged(path=path, already=held.id, sha256=original.sha256)
        self._in_memory += len(data)
        return self._parse(child, path, original, encoding, data=data)

    def _read_large(self, child: ReadingChild, path: Path, encoding: str | None) -> Staged:
        """Stage the original piece by piece and give the reader what was staged."""
        db = self._session.db
        digest = hashlib.sha256()
        for block in self._iterate(path, 0, _HASHED):
            digest.update(block)
        held = documents.find_document_by_hash(db, digest.hexdigest())
        if held is not None:
            return Staged(path=path, already=held.id, sha256=digest.hexdigest())
        staged = staging.StagedOriginal(db)
        self.originals.append(staged.id)
        for block in self._iterate(path, _HASHED, _STAGED):
            staged.add(block)
        staged.flush()
        if staged.size > problems.MAX_BYTES:
            raise problems.too_large(path.name, staged.size)
        original = Original(staged.size, staged.sha256, staged.pieces)
        return self._parse(child, path, original, encoding, staged=staged.id)

    def _parse(
        self,
        child: ReadingChild,
        path: Path,
        original: Original,
        encoding: str | None,
        *,
        data: bytes = b"",
        staged: int = 0,
    ) -> Staged:
        text = _Text(self._session, self.contents, _MOST_IN_MEMORY - self._in_memory)

        def take(piece: str) -> None:
            text.add(piece)
            done = min(text.characters / max(original.size, 1), 1)
            self._report(path, _STAGED + (1 - _STAGED) * done)

        read = child.read_pieces(
            original, path.name, take, encoding=encoding, cancelled=self._progress.is_cancelled
        )
        text.close()
        self._in_memory += len(text.held)
        return Staged(
            path=path,
            data=data,
            original=staged,
            sha256=original.sha256,
            size=original.size,
            read=read,
            text=text.held,
            content=text.content,
            text_sha256=text.sha256,
        )

    def _iterate(self, path: Path, start: float, end: float) -> Iterator[bytes]:
        """Give the blocks of a large file, and say how far that is."""
        size = done = 0
        with _explained(path):
            size = path.stat().st_size
        for block in _iterate_file(path):
            done += len(block)
            if done > problems.MAX_BYTES:
                raise problems.too_large(path.name, done)
            self._report(path, start + (end - start) * min(done / max(size, 1), 1))
            yield block


class _Text:
    """A text as it comes in: in memory while it is small, staged in the catalogue from then on."""

    def __init__(self, session: Session, contents: list[int], room: int) -> None:
        """Begin; the number of a staged text goes to `contents`, for it may have to be dropped."""
        self.characters = 0
        self.held = ""
        self.content = 0
        self.sha256 = ""
        self._session = session
        self._contents = contents
        self._room = min(room, _SMALL)
        self._pieces: list[str] = []
        self._staged: staging.StagedText | None = None

    def add(self, piece: str) -> None:
        """Take a piece."""
        self.characters += len(piece)
        if self._staged is not None:
            self._staged.add(piece)
            return
        self._pieces.append(piece)
        if self.characters > self._room:
            self._staged = staging.StagedText(self._session.db)
            self._contents.append(self._staged.id)
            for waiting in self._pieces:
                self._staged.add(waiting)
            self._pieces = []

    def close(self) -> None:
        """End the text."""
        if self._staged is None:
            self.held = "".join(self._pieces)
            self.sha256 = documents.hash_text(self.held)
            return
        self._staged.flush()
        self.content, self.sha256 = self._staged.id, self._staged.sha256


def _get_size(path: Path) -> int:
    """Return the size of a file, 0 where it cannot be told: reading it says why."""
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0


def _iterate_file(path: Path) -> Iterator[bytes]:
    """Give a file in blocks; raise UserError where it cannot be read."""
    with _explained(path), path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn the system's errors about a file into ours."""
    try:
        yield
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise problems.unreadable_file(path.name, reason) from error
