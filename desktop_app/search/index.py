"""The search index of one catalogue: a cache on disk that can be thrown away at any time.

Importing this module imports Whoosh: do it when an index is first needed. One thread may
change the index while others search it; a search sees the state of the last change made.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Lock

from desktop_app.errors import UserError
from desktop_app.search.codec import Storage
from desktop_app.search.fields import build_schema, find_owner
from desktop_app.search.finding import find_hits
from desktop_app.search.gathering import PieceBook
from desktop_app.search.names import Names
from desktop_app.search.query import Query, ReadDays, read_query_days
from desktop_app.search.records import IndexRecord, SearchResult
from desktop_app.search.segment_file import DamagedSegment, read_mapped
from desktop_app.search.snapshot import Snapshot
from desktop_app.search.stamp import (
    FileSum,
    Stamp,
    check_sums,
    describe_maker,
    read_stamp,
    sum_file,
    sync_file,
    sync_folder,
    write_stamp,
)
from desktop_app.search.writing import (
    IndexWriter,
    LockError,
    create_index,
    report_count,
    write_all,
)

PROGRESS_EVERY = 500
#: How many bytes of the index's files stay in memory from one search to the next.
MAPPED_LIMIT = 64 << 20

_GENERATION = "generation-"


class SearchIndex:
    """The index in one folder; `open` or `rebuild` it before searching or updating."""

    def __init__(self, folder: Path) -> None:
        """Keep the index in `folder`, which belongs to it alone."""
        self._folder = folder
        self._schema = build_schema()
        self._guard = Lock()
        self._stamp: Stamp | None = None
        self._storage: Storage | None = None
        self._snapshot: Snapshot | None = None
        self._mapped_before = 0
        # Pieces of text met in one update are met again in the next.
        self._book = PieceBook()

    @property
    def stamp(self) -> Stamp | None:
        """Return the stamp of the open index, None where it is closed."""
        return self._stamp

    def state(self, uuid: str) -> Stamp | None:
        """Return the stamp of an intact index of the catalogue `uuid`, else None: rebuild it.

        Opens none of its files as an index; reads those that may have changed since.
        """
        return read_stamp(self._folder, uuid)

    def open(self, uuid: str) -> Stamp | None:
        """Open the index of the catalogue `uuid`; return None where it must be rebuilt."""
        self.close()
        stamp = self.state(uuid)
        if stamp is None:
            return None
        storage = Storage(self._folder / stamp.generation)
        try:
            self._enter(stamp, storage)
        except (OSError, DamagedSegment):
            return None
        return stamp

    def is_intact(self) -> bool:
        """Return whether every file of the open index is as it was written. Reads all of them."""
        stamp = self._stamp
        return stamp is not None and check_sums(self._folder / stamp.generation, stamp)

    def close(self) -> None:
        """Close the index; it can be opened again."""
        with self._guard:
            self._stamp = self._storage = self._snapshot = None

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
            storage = Storage(home)
            create_index(storage, self._schema)
            writer = IndexWriter(storage, self._schema)
            write_all(writer, report_count(records, progress, PROGRESS_EVERY), optimize=True)
        except BaseException:
            shutil.rmtree(home, ignore_errors=True)
            raise
        stamp = _sign(home, {}, uuid=uuid, change=change, mark=mark)
        write_stamp(self._folder, stamp)
        self._enter(stamp, storage)
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
        # What the same writer adds cannot be replaced: one entry for an id.
        fresh = {record.id: record for record in add}
        gone = {*delete, *(find_owner(record) for record in fresh.values())}
        write_all(self._begin(), fresh.values(), gone)
        stamp = self._publish(change, mark)
        return self._tidy(stamp)

    def search(
        self,
        query: Query,
        *,
        names: Names | None = None,
        read_days: ReadDays = read_query_days,
        is_wanted: Callable[[], bool] | None = None,
    ) -> SearchResult:
        """Return what `query` finds; `names` expands it, `read_days` reads its dates.

        Raises UserError: "bad_query", or "slow_query" after finding.TIME_LIMIT seconds; and
        query.SearchAbandoned as soon as `is_wanted` says no.
        """
        with self._guard:
            snapshot = self._snapshot
        if snapshot is None:
            raise RuntimeError("the index is not open")
        try:
            return find_hits(snapshot, query, names, read_days, is_wanted)
        finally:
            if read_mapped() - self._mapped_before > MAPPED_LIMIT:
                snapshot.forget_pages()

    def list_records(self) -> set[str]:
        """Return the ids of the catalogue's records that the open index holds."""
        with self._guard:
            snapshot = self._snapshot
        return set(snapshot.iterate_records()) if snapshot is not None else set()

    def count_records(self) -> int:
        """Return how many records the open index holds; each passage counts."""
        with self._guard:
            return self._snapshot.doc_count if self._snapshot is not None else 0

    def _enter(self, stamp: Stamp, storage: Storage) -> None:
        """Make the last commit in `storage` the state that is searched."""
        snapshot = Snapshot(storage, self._schema)
        with self._guard:
            if self._snapshot is None:
                self._mapped_before = read_mapped()
            self._stamp, self._storage, self._snapshot = stamp, storage, snapshot

    def _publish(self, change: int, mark: str) -> Stamp:
        """Stamp what was committed and make it the state that is searched."""
        before, storage = self._stamp, self._storage
        assert before is not None and storage is not None
        home = self._folder / before.generation
        stamp = _sign(home, before.files, uuid=before.uuid, change=change, mark=mark)
        write_stamp(self._folder, stamp)
        self._enter(stamp, storage)
        return stamp

    def _tidy(self, stamp: Stamp) -> Stamp:
        """Merge segments where there are too many, after what was added can be found."""
        writer = self._begin()
        try:
            chosen = writer.find_merge()
            if not chosen:
                writer.cancel()
                return stamp
            writer.merge(chosen)
            writer.commit()
        except BaseException:
            if not writer.is_closed:
                writer.cancel()
            raise
        return self._publish(stamp.change, stamp.mark)

    def _begin(self) -> IndexWriter:
        """Return a writer; raise where another process holds the index."""
        if self._book.is_large:
            self._book = PieceBook()
        assert self._storage is not None
        try:
            return IndexWriter(self._storage, self._schema, self._book)
        except LockError as error:
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


def _sign(home: Path, known: dict[str, FileSum], *, uuid: str, change: int, mark: str) -> Stamp:
    """Write the files in `home` through to the disk and return their stamp.

    A segment file that was written is never changed, so the sums in `known` hold; the
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
