"""The search index of one catalogue: a cache on disk that can be thrown away at any time.

Importing this module imports Whoosh: do it when an index is first needed. One thread may
change the index while others search it; a search sees the state of the last change made.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import RLock
from typing import Any

from whoosh import index as whoosh_index

from desktop_app.errors import UserError
from desktop_app.search.fields import build_schema, find_owner, is_passage, make_document
from desktop_app.search.finding import find_hits
from desktop_app.search.names import Names
from desktop_app.search.query import Query, ReadDays, read_days_by_edtf
from desktop_app.search.records import IndexRecord, SearchResult
from desktop_app.search.stamp import (
    FileSum,
    Stamp,
    describe_maker,
    read_stamp,
    sum_file,
    sync_file,
    sync_folder,
    write_stamp,
)

MEMORY_MB = 128
PROGRESS_EVERY = 500

_GENERATION = "generation-"


class SearchIndex:
    """The index in one folder; `open` or `rebuild` it before searching or updating."""

    def __init__(self, folder: Path) -> None:
        """Keep the index in `folder`, which belongs to it alone."""
        self._folder = folder
        self._lock = RLock()
        self._stamp: Stamp | None = None
        self._index: Any = None
        self._searcher: Any = None

    @property
    def stamp(self) -> Stamp | None:
        """Return the stamp of the open index, None where it is closed."""
        return self._stamp

    def state(self, uuid: str) -> Stamp | None:
        """Return the stamp of an intact index of the catalogue `uuid`, else None: rebuild it.

        Reads every file of the index and opens none of them as an index.
        """
        return read_stamp(self._folder, uuid)

    def open(self, uuid: str) -> Stamp | None:
        """Open the index of the catalogue `uuid`; return None where it must be rebuilt."""
        self.close()
        stamp = self.state(uuid)
        if stamp is not None:
            self._enter(stamp, whoosh_index.open_dir(str(self._folder / stamp.generation)))
        return stamp

    def close(self) -> None:
        """Close the index; it can be opened again."""
        with self._lock:
            if self._searcher is not None:
                self._searcher.close()
                self._index.close()
            self._stamp = self._index = self._searcher = None

    def rebuild(
        self,
        records: Iterable[IndexRecord],
        *,
        uuid: str,
        change: int,
        mark: str = "",
        progress: Callable[[int], None] | None = None,
    ) -> Stamp:
        """Make the index anew from all `records` of the catalogue as of `change`, and open it.

        `progress` is told how many records were taken. An exception from it or from
        `records` cancels: the index that was there stays as it was.
        """
        self._prepare_folder()
        home = self._make_generation()
        try:
            fresh = whoosh_index.create_in(str(home), build_schema())
            writer = fresh.writer(limitmb=MEMORY_MB)
            _write(writer, _report(records, progress))
        except BaseException:
            shutil.rmtree(home, ignore_errors=True)
            raise
        stamp = _sign(home, {}, uuid=uuid, change=change, mark=mark)
        write_stamp(self._folder, stamp)
        self.close()
        self._enter(stamp, fresh)
        self._sweep(stamp.generation)
        return stamp

    def update(
        self, *, delete: Iterable[str], add: Iterable[IndexRecord], change: int, mark: str = ""
    ) -> Stamp:
        """Take out the records with the ids `delete`, put in `add`; `change` is the last one seen.

        The id of a document stands for all its passages. What is added replaces what the
        index holds of the same catalogue record: give all passages of a document, in order.
        """
        if self._stamp is None:
            raise RuntimeError("the index is not open")
        # Whoosh cannot replace what the same uncommitted writer added: one entry for an id.
        fresh = {record.id: record for record in add}
        gone = {*delete, *(find_owner(record) for record in fresh.values())}
        writer = self._begin()
        _write(writer, fresh.values(), gone)
        home = self._folder / self._stamp.generation
        stamp = _sign(home, self._stamp.files, uuid=self._stamp.uuid, change=change, mark=mark)
        write_stamp(self._folder, stamp)
        with self._lock:
            self._stamp = stamp
            before, self._searcher = self._searcher, self._index.searcher()
            before.close()
        return stamp

    def search(
        self,
        query: Query,
        *,
        names: Names | None = None,
        read_days: ReadDays = read_days_by_edtf,
    ) -> SearchResult:
        """Return what `query` finds; `names` expands it, `read_days` reads its dates.

        Raises UserError: "bad_query", or "slow_query" after finding.TIME_LIMIT seconds.
        """
        with self._lock:
            if self._searcher is None:
                raise RuntimeError("the index is not open")
            return find_hits(self._searcher, query, names, read_days)

    def count_records(self) -> int:
        """Return how many records the open index holds; each passage counts."""
        with self._lock:
            return int(self._searcher.doc_count()) if self._searcher is not None else 0

    def _enter(self, stamp: Stamp, opened: Any) -> None:
        """Make `opened` the index that is searched."""
        with self._lock:
            self._stamp = stamp
            self._index = opened
            self._searcher = opened.searcher()

    def _begin(self) -> Any:
        """Return a writer; raise where another process holds the index."""
        try:
            return self._index.writer(limitmb=MEMORY_MB)
        except whoosh_index.LockError as error:
            raise UserError(
                "index_busy",
                "Another program is changing the search index. Nothing was lost; "
                "close the other one and try again.",
            ) from error

    def _prepare_folder(self) -> None:
        """Make the folder, readable by its owner only: the index repeats words of the catalogue."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder.chmod(0o700)

    def _make_generation(self) -> Path:
        """Make and return the folder of the next generation of files."""
        numbers = [
            int(path.name.removeprefix(_GENERATION))
            for path in self._folder.glob(f"{_GENERATION}*")
            if path.name.removeprefix(_GENERATION).isdecimal()
        ]
        home = self._folder / f"{_GENERATION}{max(numbers, default=0) + 1}"
        home.mkdir(mode=0o700)
        return home

    def _sweep(self, generation: str) -> None:
        """Delete the files of earlier generations, as far as the system lets us."""
        for path in self._folder.glob(f"{_GENERATION}*"):
            if path.name != generation:
                shutil.rmtree(path, ignore_errors=True)


def _report(
    records: Iterable[IndexRecord], progress: Callable[[int], None] | None
) -> Iterable[IndexRecord]:
    """Yield `records` and tell `progress` how many there were."""
    count = 0
    for count, record in enumerate(records, 1):
        yield record
        if progress and count % PROGRESS_EVERY == 0:
            progress(count)
    if progress:
        progress(count)


def _write(writer: Any, records: Iterable[IndexRecord], gone: Iterable[str] = ()) -> None:
    """Delete and add through `writer` and commit; on any exception leave the index as it was."""
    try:
        for record_id in gone:
            writer.delete_by_term("owner", record_id)
        # The title of a document is searched with its first passage: with each, one word of
        # the title would find them all.
        begun: set[str] = set()
        for record in records:
            document = find_owner(record) if is_passage(record) else ""
            writer.add_document(**make_document(record, headed=document not in begun))
            begun.update([document] if document else [])
        writer.commit()
    except BaseException:
        _abandon(writer)
        raise


def _abandon(writer: Any) -> None:
    """Cancel `writer`; give its lock back even where the disk is too full to cancel."""
    try:
        if not writer.is_closed:
            writer.cancel()
    except (OSError, ValueError):
        writer.writelock.release()


def _sign(home: Path, known: dict[str, FileSum], *, uuid: str, change: int, mark: str) -> Stamp:
    """Write the files in `home` through to the disk and return their stamp.

    Whoosh never changes a segment file it has written, so the sums in `known` hold; the
    table of contents has a new name after each commit.
    """
    files = {}
    for path in sorted(home.iterdir()):
        if path.suffix not in (".toc", ".seg"):
            continue
        if path.name not in known:
            sync_file(path)
        files[path.name] = known.get(path.name) or sum_file(path)
    sync_folder(home)
    return Stamp(
        uuid=uuid,
        change=change,
        mark=mark,
        generation=home.name,
        maker=describe_maker(),
        files=files,
    )
