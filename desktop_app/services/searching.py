"""Searching the open catalogue: the index kept beside it in the user's cache, brought up to
date from the journal and built anew whenever it cannot be trusted.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from desktop_app.catalog.ids import Kind, find_kind
from desktop_app.errors import UserError
from desktop_app.paths import cache_folder
from desktop_app.search.names import Expansion, NameBook, OwnNames
from desktop_app.search.query import Query, read_days_by_edtf
from desktop_app.search.records import Hit, SearchResult
from desktop_app.search.snippets import Snippet, make_snippet
from desktop_app.services import indexing
from desktop_app.services.jobs import Progress
from desktop_app.services.session import Session
from desktop_app.store import documents, excerpts, journal, lists, outbox

#: Records that one commit of the index takes.
_BATCH = 20_000


@dataclass(frozen=True, slots=True)
class Found:
    """A hit with what is shown of it: its snippet and the passage that it opens.

    `start` and `end` are code points of the matching passage in the document's text.
    """

    hit: Hit
    record: str
    title: str
    snippet: Snippet
    document: str
    file: str
    start: int
    end: int
    date: str


def index_folder(session: Session) -> Path:
    """Return where the index of this very file lies: by its identity and its place."""
    try:
        home = cache_folder()
    except OSError as error:
        raise _explain_home(error) from error
    origin = session.db.origin
    place = hashlib.sha256(os.fsencode((origin or session.path).absolute())).hexdigest()[:16]
    # All copies for reading of one catalogue share an index, which is not that of its holder.
    return home / "index" / f"{session.uuid}-{place}{'-copy' if origin else ''}"


def _explain_home(error: OSError) -> UserError:
    return UserError(
        "index_not_written",
        "The search index could not be kept in {path} ({reason}). The catalogue is safe. Free "
        "some space there, or let REGESTA_HOME name another folder.",
        path=error.filename or "",
        reason=error.strerror or str(error),
    )


class _NameLookup:
    """Knows the names by whatever is known when a search comes to it."""

    def __init__(self, borrow: Callable[[], AbstractContextManager[NameBook]]) -> None:
        self._borrow = borrow

    def expand(self, words: Sequence[str]) -> list[Expansion]:
        """Return the names of entities among `words`."""
        with self._borrow() as names:
            return names.expand(words)

    def list_own_names(self, entity_id: str) -> OwnNames:
        """Return the names by which only this entity can be meant."""
        with self._borrow() as names:
            return names.list_own_names(entity_id)

    def find_near_name(self, words: Sequence[str]) -> str | None:
        """Return the name nearest to `words`, or None."""
        with self._borrow() as names:
            return names.find_near_name(words)


class SearchService:
    """The index of one session. `bring_up_to_date` runs in a job, searching in any thread."""

    def __init__(self, session: Session) -> None:
        """Keep the index of `session`'s catalogue; it is opened when first needed."""
        self._session = session
        self._index: Any = None
        self._is_verified = False
        self._names: NameBook | None = None
        self._guard = threading.Lock()
        self._names_guard = threading.Lock()

    def close(self) -> None:
        """Close the index."""
        if self._index is not None:
            self._index.close()
            self._index = None

    @property
    def is_ready(self) -> bool:
        """Tell whether an index is open, be it a few changes behind."""
        return self._index is not None and self._index.stamp is not None

    def bring_up_to_date(self, progress: Progress | None = None) -> None:
        """Open the index, or build it anew, and index what changed since. Safe in any thread.

        Searching can begin as soon as `is_ready`; then every byte of what was opened is compared
        with its checksum, and a damaged index built anew.
        """
        self._prepare(progress or Progress())
        with self._guard:
            try:
                if not self._is_verified and not self._index.is_intact():
                    self._index.close()
                    self._rebuild(progress or Progress())
                self._is_verified = True
            except OSError as error:
                raise _explain_home(error) from error

    def _prepare(self, progress: Progress) -> None:
        with self._guard:
            try:
                if not self.is_ready and not self._open():
                    self._rebuild(progress)
                self._catch_up(progress)
            except OSError as error:
                raise _explain_home(error) from error

    def list_differences(self) -> list[str]:
        """Return the records that the index lacks or holds without reason.

        Nothing where there is no index that can be trusted: it is built when first needed. What
        the next update reads again is no difference.
        """
        db = self._session.db
        with self._guard:
            if not self.is_ready and not self._open():
                return []
            seen, held = self._index.stamp.change, self._index.list_records()
        with db.guard:
            expected = set(indexing.list_indexed(db))
            waiting = outbox.list_waiting(db, seen, journal.head(db))
        return sorted((held ^ expected) - set(waiting))

    def rebuild(self, progress: Progress | None = None) -> int:
        """Throw the index away and build it anew; return how many records it holds."""
        with self._guard:
            try:
                self._open()
                return self._rebuild(progress or Progress())
            except OSError as error:
                raise _explain_home(error) from error

    def _open(self) -> bool:
        # Imports Whoosh, which takes a moment: only when a search is near.
        from desktop_app.search.index import SearchIndex

        if self._index is None:
            self._index = SearchIndex(index_folder(self._session))
        self._is_verified = False
        stamp = self._index.open(self._session.uuid)
        if stamp is not None and stamp.mark != outbox.mark_change(self._session.db, stamp.change):
            self._index.close()
            return False
        return stamp is not None

    def _rebuild(self, progress: Progress) -> int:
        db = self._session.db
        with db.guard:
            head = journal.head(db)
            ids = list(indexing.list_indexed(db))
        self._index.rebuild(
            indexing.make_records(db, ids),
            uuid=self._session.uuid,
            change=head,
            mark=outbox.mark_change(db, head),
            progress=lambda count: progress.report(min(count, len(ids)), len(ids)),
        )
        self._names, self._is_verified = None, True
        return int(self._index.count_records())

    def _catch_up(self, progress: Progress) -> None:
        """Index what the journal says was touched since; a crash before the end repeats work."""
        db = self._session.db
        while (seen := self._index.stamp.change) < (head := journal.head(db)):
            waiting = outbox.list_waiting(db, seen, head)
            # Once even for nothing: the stamp must come to say `head`.
            for start in range(0, max(len(waiting), 1), _BATCH):
                progress.report(start, len(waiting))
                ids = waiting[start : start + _BATCH]
                self._update(ids, head if start + _BATCH >= len(waiting) else seen)

    def _update(self, ids: list[str], change: int) -> None:
        db = self._session.db
        with db.guard:
            records = list(indexing.make_records(db, ids))
        mark = outbox.mark_change(db, change)
        self._index.update(delete=ids, add=records, change=change, mark=mark)
        self._refresh_names(ids)

    def _refresh_names(self, ids: list[str]) -> None:
        entities = [record for record in ids if find_kind(record) is Kind.ENTITY]
        with self._names_guard:
            if self._names is None or not entities:
                return
            for entity in entities:
                self._names.drop(entity)
            for named in indexing.list_named_entities(self._session.db, entities):
                self._names.put(named)

    def search(self, query: Query, is_wanted: Callable[[], bool] | None = None) -> SearchResult:
        """Return what `query` finds; raise UserError where it cannot be read or takes too long.

        Raises SearchAbandoned as soon as `is_wanted` says no.
        """
        if not self.is_ready:
            self._prepare(Progress())
        names = _NameLookup(self._borrow_names) if query.expand else None
        result: SearchResult = self._index.search(query, names=names, is_wanted=is_wanted)
        return result

    @contextmanager
    def _borrow_names(self) -> Iterator[NameBook]:
        # The indexing job changes the names while others search by them.
        with self._names_guard:
            if self._names is None:
                self._names = NameBook(indexing.list_named_entities(self._session.db))
            yield self._names

    def show(self, result: SearchResult) -> list[Found]:
        """Return the hits with snippets and places; hits deleted meanwhile are left out."""
        db = self._session.db
        records = {hit.id: hit.id.partition("@")[0] for hit in result.hits}
        rows = lists.get_listing(db, records.values())
        held = {one.id: one for one in documents.list_documents(db, _documents_of(result))}
        passages = {
            one.id: one
            for one in excerpts.list_excerpts(
                db, [hit.id for hit in result.hits if hit.kind == Kind.EXCERPT]
            )
        }
        found = []
        for hit in result.hits:
            row = rows.get(records[hit.id])
            if row is None or row["trashed"] is not None:
                continue
            document = held.get(hit.document or "")
            if hit.kind == Kind.DOCUMENT and document:
                text = documents.get_passage(db, document.text_sha256, hit.start, hit.end)
            elif hit.kind == Kind.EXCERPT and hit.id in passages:
                text = passages[hit.id].quote
            else:
                text = _text_of(row)
            snippet = make_snippet(text, result.patterns)
            match = snippet.first if document else None
            start = hit.start + match[0] if match else hit.start
            end = hit.start + match[1] if match else hit.end
            found.append(
                Found(
                    hit=hit,
                    record=records[hit.id],
                    title=row["title"] if hit.kind != Kind.EXCERPT else row["detail"],
                    snippet=snippet,
                    document=document.id if document else "",
                    file=document.file_name if document else "",
                    start=start if document else 0,
                    end=end if document else 0,
                    date=row["date"] if hit.kind in (Kind.EVENT, Kind.CLAIM, Kind.SOURCE) else "",
                )
            )
        return found

    def search_shape(
        self,
        text: str,
        *,
        kinds: tuple[str, ...] = (),
        from_date: str | None = None,
        to_date: str | None = None,
        exact: bool = False,
        expand: bool = True,
        limit: int = 20,
        offset: int = 0,
    ) -> dict[str, Any]:
        """Search and return the answer in the shape of the command line's `search`."""
        query = Query(
            text=text,
            kinds=kinds,
            from_day=read_days_by_edtf(from_date)[0] if from_date else None,
            to_day=read_days_by_edtf(to_date)[1] if to_date else None,
            exact=exact,
            expand=expand,
            limit=limit,
            offset=offset,
        )
        result = self.search(query)
        return {
            "total": result.total,
            "hits": [_hit_shape(found) for found in self.show(result)],
            "expanded": list(result.expanded),
            "suggestion": result.suggestion,
            "struck": asdict(result.struck) if result.struck else None,
            "meanings": [asdict(meaning) for meaning in result.meanings],
        }


def _documents_of(result: SearchResult) -> list[str]:
    return [hit.document for hit in result.hits if hit.document]


def _text_of(row: dict[str, Any]) -> str:
    return f"{row['title']} · {row['detail']}" if row["detail"] else str(row["title"])


def _hit_shape(found: Found) -> dict[str, Any]:
    has_place = bool(found.document)
    return {
        "kind": found.hit.kind,
        "id": found.record,
        "title": found.title,
        "snippet": found.snippet.text,
        "marks": [list(mark) for mark in found.snippet.marks],
        "document": found.document or None,
        "file": found.file or None,
        "start": found.start if has_place else None,
        "end": found.end if has_place else None,
        "date": found.date or None,
        "score": found.hit.score,
        "exact": found.hit.exact,
    }
