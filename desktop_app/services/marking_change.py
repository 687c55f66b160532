"""Makes excerpts of many places and attaches them to one entity, as one change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from desktop_app.catalog.anchors import make_anchor, trim
from desktop_app.catalog.changes import Operation
from desktop_app.catalog.documents import find_page
from desktop_app.catalog.excerpts import AnchorState, Attachment, Excerpt
from desktop_app.catalog.ids import Kind
from desktop_app.errors import UserError
from desktop_app.services.commands.values import require_subject
from desktop_app.services.jobs import Progress
from desktop_app.services.marking import Occurrence
from desktop_app.services.marking_places import find_sentence
from desktop_app.services.session import Changed, Session
from desktop_app.store import documents, excerpts, rows

_BATCH = 500


class Reach(StrEnum):
    """What becomes the excerpt."""

    NAME = "name"
    SENTENCE = "sentence"
    PASSAGE = "passage"


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A passage to be attached: an excerpt that is there already, or the fields of a new one."""

    excerpt: str
    fields: Mapping[str, Any]


def mark_occurrences(
    session: Session,
    entity: str,
    places: Sequence[Occurrence],
    *,
    reach: Reach = Reach.SENTENCE,
    progress: Progress | None = None,
) -> Changed:
    """Attach `entity` to excerpts of `places`, made where there are none, as one change.

    Two places in one sentence are one excerpt. A job that is cancelled leaves nothing.
    """
    progress = progress or Progress()
    require_subject(session, entity)
    wanted, revisions = _prepare(session, places, reach, progress)
    with session.change(Operation.MARK_OCCURRENCES) as change:
        for document, revision in revisions.items():
            if documents.get_document(session.db, document).revision != revision:
                raise UserError(
                    "text_changed",
                    "The text of {document} was changed meanwhile. Nothing was marked; look for "
                    "the places again.",
                    document=document,
                )
        ids = _write(session, entity, wanted, progress)
    return Changed(change.seq, tuple(ids))


def _prepare(
    session: Session, places: Sequence[Occurrence], reach: Reach, progress: Progress
) -> tuple[list[_Wanted], dict[str, int]]:
    """Return what is to be attached and the revision of each document it was read from."""
    db = session.db
    by_document: dict[str, list[Occurrence]] = defaultdict(list)
    for place in places:
        by_document[place.document].append(place)
    wanted: list[_Wanted] = []
    revisions: dict[str, int] = {}
    done = 0
    for document, held in by_document.items():
        record = documents.get_document(db, document)
        revisions[document] = record.revision
        text = documents.get_text(db, document)
        pages = documents.get_revision(db, document, record.revision).pages
        there = {(one.start, one.end): one.id for one in excerpts.list_excerpts_of(db, document)}
        for start, end in dict.fromkeys(_reach(text, place, reach) for place in held):
            progress.report(done, len(places))
            done += 1
            if (start, end) in there:
                wanted.append(_Wanted(there[start, end], {}))
                continue
            quote, prefix, suffix = make_anchor(text, start, end)
            made = Excerpt(
                id="",
                document=document,
                revision=record.revision,
                start=start,
                end=end,
                quote=quote,
                prefix=prefix,
                suffix=suffix,
                page=find_page(pages, start, end),
                state=AnchorState.ANCHORED,
            )
            wanted.append(_Wanted("", excerpts.excerpt_values(made)))
    return wanted, revisions


def _reach(text: str, place: Occurrence, reach: Reach) -> tuple[int, int]:
    if reach is Reach.NAME:
        return place.start, place.end
    first, last = place.passage
    if reach is Reach.PASSAGE:
        return trim(text, first, last)
    start, end = find_sentence(text[first:last], place.start - first, place.end - first)
    return first + start, first + end


def _write(
    session: Session, entity: str, wanted: Sequence[_Wanted], progress: Progress
) -> list[str]:
    """Write excerpts and attachments a few hundred at a time; return the ids written."""
    db = session.db
    written: list[str] = []
    for first in range(0, len(wanted), _BATCH):
        progress.report(first, len(wanted))
        part = wanted[first : first + _BATCH]
        fresh = [one for one in part if not one.excerpt]
        ids = rows.take_ids(db, Kind.EXCERPT, len(fresh)) if fresh else []
        values = [{**one.fields, "id": record} for one, record in zip(fresh, ids, strict=True)]
        rows.insert_rows(db, Kind.EXCERPT, values)
        held = [one.excerpt for one in part if one.excerpt]
        known = excerpts.list_attachments_of_excerpts(db, held)
        attached = {one.excerpt for one in known if one.subject == entity}
        targets = [*ids, *(one for one in held if one not in attached)]
        marks = rows.take_ids(db, Kind.ATTACHMENT, len(targets)) if targets else []
        made = [
            rows.record_values(Attachment(id=record, excerpt=target, subject=entity))
            for record, target in zip(marks, targets, strict=True)
        ]
        rows.insert_rows(db, Kind.ATTACHMENT, made)
        written += [*ids, *marks]
    return written
