"""Records as JSON objects: the shapes of the command line's `show` and `list`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

from desktop_app.catalog.claims import (
    Claim,
    DateValue,
    Quantity,
    SpecialValue,
    SubjectValue,
    TextValue,
    Value,
)
from desktop_app.catalog.excerpts import Excerpt
from desktop_app.catalog.ids import LISTED, Kind, find_kind, number_of
from desktop_app.errors import UserError
from desktop_app.services.citing import SourceBook
from desktop_app.store import claims, documents, excerpts, rows, sources, subjects
from desktop_app.store.database import Database

Json = dict[str, Any]


def value_shape(value: Value) -> Any:
    """Return a value in the shape in which `state_claim` takes it."""
    match value:
        case TextValue():
            return value.text
        case Quantity():
            return {
                "number": value.number,
                "unit": value.unit,
                "bound": value.bound,
                "as_written": value.as_written,
            }
        case DateValue():
            return asdict(value)
        case SubjectValue():
            return {"subject": value.subject}
        case SpecialValue():
            return {"special": value.special}


def excerpt_shape(excerpt: Excerpt) -> Json:
    """Return an excerpt's own fields."""
    return {"kind": Kind.EXCERPT.value, **asdict(excerpt)}


class Shapes:
    """Makes the objects of many records with few questions to the database."""

    def __init__(self, db: Database, *, language: str = "en") -> None:
        """Read from `db`; `language` is that of the formatted citations."""
        self._db = db
        self._language = language
        self._properties = {prop.id: prop for prop in claims.list_properties(db)}

    def show(self, record: str) -> Json:
        """Return one record of any kind; raise UserError where there is none."""
        kind = find_kind(record)
        if kind is None:
            raise UserError("no_record", "There is no record {id} in this catalogue.", id=record)
        if kind not in LISTED:
            row = rows.get_row(self._db, kind, record)
            return {"kind": kind.value, **row}
        shown = self.list_records(kind, [record])
        if not shown:
            rows.get_row(self._db, kind, record)
        if kind is Kind.DOCUMENT:
            shown[0]["text"] = documents.get_text(self._db, record)
        return shown[0]

    def list_records(self, kind: Kind, ids: list[str]) -> list[Json]:
        """Return the records of `ids`, all of `kind`, in their order; gone ones are left out."""
        makers = {
            Kind.SOURCE: self._sources,
            Kind.DOCUMENT: self._documents,
            Kind.EXCERPT: self._excerpts,
            Kind.ENTITY: self._entities,
            Kind.EVENT: self._events,
            Kind.CLAIM: self._claims_by_id,
        }
        found = {shape["id"]: shape for shape in makers[kind](ids)}
        return [found[record] for record in ids if record in found]

    def _sources(self, ids: list[str]) -> list[Json]:
        held = self._ids_by(Kind.DOCUMENT, "source", ids)
        children = self._ids_by(Kind.SOURCE, "parent", ids)
        return [
            {
                "kind": Kind.SOURCE.value,
                **asdict(source),
                "documents": held.get(source.id, []),
                "children": children.get(source.id, []),
            }
            for source in sources.list_sources(self._db, ids)
        ]

    def _documents(self, ids: list[str]) -> list[Json]:
        found = []
        held = self._ids_by(Kind.EXCERPT, "document", ids, 'start, "end", id')
        for document in documents.list_documents(self._db, ids):
            revision = documents.get_revision(self._db, document.id, document.revision)
            shape = {"kind": Kind.DOCUMENT.value, **asdict(document)}
            shape["file"] = document.file_name
            shape["pages"] = [asdict(page) for page in revision.pages]
            shape["encoding"] = revision.encoding
            shape["extractor"] = revision.extractor
            shape["canonicalisation"] = revision.canonicalisation
            shape["replaced"] = revision.replaced
            shape["excerpts"] = held.get(document.id, [])
            found.append(shape)
        return found

    def _ids_by(
        self, kind: Kind, column: str, values: list[str], order: str = ""
    ) -> dict[str, list[str]]:
        """Return, by the value of `column`, the ids of the rows that have it.

        Oldest first unless `order` names columns.
        """
        found: dict[str, list[str]] = {}
        held = rows.list_rows_in(self._db, kind, column, values, order or "id")
        for row in held if order else sorted(held, key=lambda row: number_of(row["id"])):
            found.setdefault(row[column], []).append(row["id"])
        return found

    def _excerpts(self, ids: list[str]) -> list[Json]:
        found = []
        held = excerpts.list_excerpts(self._db, ids)
        book = SourceBook(self._db, {one.document for one in held}, language=self._language)
        resting: dict[str, list[str]] = {}
        for row in rows.list_rows_in(self._db, Kind.CITATION, "excerpt", ids):
            resting.setdefault(row["excerpt"], []).append(row["claim"])
        attached: dict[str, list[str]] = {}
        attachments = excerpts.list_attachments_of_excerpts(self._db, ids)
        for attachment in sorted(attachments, key=lambda one: number_of(one.id)):
            attached.setdefault(attachment.excerpt, []).append(attachment.subject)
        for excerpt in held:
            shape = excerpt_shape(excerpt)
            shape["source"] = book.source_of(excerpt)
            shape["formatted"] = book.format(excerpt)
            shape["claims"] = sorted(set(resting.get(excerpt.id, [])), key=number_of)
            shape["subjects"] = attached.get(excerpt.id, [])
            found.append(shape)
        return found

    def _claims_by_id(self, ids: list[str]) -> list[Json]:
        return self._claims(claims.list_claims(self._db, ids))

    def _claims(self, held: Iterable[Claim]) -> list[Json]:
        stated = list(held)
        cited = {citation.excerpt for claim in stated for citation in claim.citations}
        passages = {one.id: one for one in excerpts.list_excerpts(self._db, cited)}
        used = {one.document for one in passages.values()}
        book = SourceBook(self._db, used, language=self._language)
        return [self._claim(claim, passages, book) for claim in stated]

    def _claim(self, claim: Claim, passages: dict[str, Excerpt], book: SourceBook) -> Json:
        prop = self._properties[claim.property]
        shape = {"kind": Kind.CLAIM.value, **asdict(claim)}
        shape["property"] = prop.key
        shape["value"] = value_shape(claim.value)
        shape["uncited"] = not any(c.stance == "supports" for c in claim.citations)
        shape["citations"] = [
            {
                "id": citation.id,
                "excerpt": citation.excerpt,
                "stance": citation.stance,
                "locator": citation.locator,
                "note": citation.note,
                "quote": passages[citation.excerpt].quote,
                "document": passages[citation.excerpt].document,
                "source": book.source_of(passages[citation.excerpt]),
                "formatted": book.format(passages[citation.excerpt], citation.locator),
            }
            for citation in claim.citations
            if citation.excerpt in passages
        ]
        return shape

    def _entities(self, ids: list[str]) -> list[Json]:
        found = []
        about = _About(self._db, ids, self._claims)
        links: dict[str, list[Json]] = {}
        for link in subjects.list_all_links(self._db):
            for side in (link.entity, link.other):
                links.setdefault(side, []).append(asdict(link))
        for entity in subjects.list_entities(self._db, ids):
            shape = {**asdict(entity), "entity_kind": entity.kind, "kind": Kind.ENTITY.value}
            shape["label"] = entity.label
            shape["links"] = links.get(entity.id, [])
            found.append({**shape, **about.shape(entity.id)})
        return found

    def _events(self, ids: list[str]) -> list[Json]:
        found = []
        about = _About(self._db, ids, self._claims)
        parts = self._ids_by(Kind.EVENT, "part_of", ids)
        for event in subjects.list_events(self._db, ids):
            shape = {**asdict(event), "event_kind": event.kind, "kind": Kind.EVENT.value}
            shape["parts"] = parts.get(event.id, [])
            found.append({**shape, **about.shape(event.id)})
        return found


class _About:
    """The claims about some subjects, those that name them, and their excerpts, read at once."""

    def __init__(
        self, db: Database, ids: list[str], shape_claims: Callable[[Iterable[Claim]], list[Json]]
    ) -> None:
        """Read what is said of `ids`; `shape_claims` makes the claims' objects."""
        self._claims: dict[str, list[Json]] = {}
        for shape in shape_claims(claims.list_claims_of(db, ids)):
            self._claims.setdefault(shape["subject"], []).append(shape)
        self._naming: dict[str, list[str]] = {}
        naming = rows.list_rows_in(db, Kind.CLAIM, "value_subject", ids)
        for row in sorted(naming, key=lambda row: number_of(row["id"])):
            self._naming.setdefault(row["value_subject"], []).append(row["id"])
        attached = excerpts.list_attachments_of_subjects(db, ids)
        held = {e.id: e for e in excerpts.list_excerpts(db, {one.excerpt for one in attached})}
        self._excerpts: dict[str, list[Json]] = {}
        for one in sorted(attached, key=lambda one: number_of(one.id)):
            if one.excerpt in held:
                shapes = self._excerpts.setdefault(one.subject, [])
                shapes.append(excerpt_shape(held[one.excerpt]))

    def shape(self, subject: str) -> Json:
        """Return what an event's or entity's object holds besides its own fields."""
        return {
            "claims": self._claims.get(subject, []),
            "named_by": self._naming.get(subject, []),
            "excerpts": self._excerpts.get(subject, []),
        }
