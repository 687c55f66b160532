"""Records as JSON objects: the shapes of the command line's `show` and `list`."""

from __future__ import annotations

from collections.abc import Iterable
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
from desktop_app.catalog.ids import LISTED, Kind, find_kind
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
        found = []
        for source in sources.list_sources(self._db, ids):
            shape = {"kind": Kind.SOURCE.value, **asdict(source)}
            held = documents.list_documents_of(self._db, source.id)
            shape["documents"] = [document.id for document in held]
            shape["children"] = [one.id for one in sources.list_children(self._db, source.id)]
            found.append(shape)
        return found

    def _documents(self, ids: list[str]) -> list[Json]:
        found = []
        for document in documents.list_documents(self._db, ids):
            revision = documents.get_revision(self._db, document.id, document.revision)
            shape = {"kind": Kind.DOCUMENT.value, **asdict(document)}
            shape["file"] = document.file_name
            shape["pages"] = [asdict(page) for page in revision.pages]
            shape["encoding"] = revision.encoding
            shape["extractor"] = revision.extractor
            shape["canonicalisation"] = revision.canonicalisation
            shape["replaced"] = revision.replaced
            held = excerpts.list_excerpts_of(self._db, document.id)
            shape["excerpts"] = [excerpt.id for excerpt in held]
            found.append(shape)
        return found

    def _excerpts(self, ids: list[str]) -> list[Json]:
        found = []
        held = excerpts.list_excerpts(self._db, ids)
        book = SourceBook(self._db, {one.document for one in held}, language=self._language)
        for excerpt in held:
            shape = excerpt_shape(excerpt)
            shape["source"] = book.source_of(excerpt)
            shape["formatted"] = book.format(excerpt)
            resting = claims.list_claims_resting_on(self._db, excerpt.id)
            shape["claims"] = [claim.id for claim in resting]
            attached = excerpts.list_attachments_of_excerpts(self._db, [excerpt.id])
            shape["subjects"] = [attachment.subject for attachment in attached]
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
        for entity in subjects.list_entities(self._db, ids):
            shape = {"kind": Kind.ENTITY.value, **asdict(entity)}
            shape["entity_kind"] = entity.kind
            shape["kind"] = Kind.ENTITY.value
            shape["label"] = entity.label
            shape["links"] = [asdict(link) for link in subjects.list_links(self._db, entity.id)]
            found.append({**shape, **self._about(entity.id)})
        return found

    def _events(self, ids: list[str]) -> list[Json]:
        found = []
        for event in subjects.list_events(self._db, ids):
            shape = {**asdict(event), "event_kind": event.kind, "kind": Kind.EVENT.value}
            shape["parts"] = [one.id for one in subjects.list_parts(self._db, event.id)]
            found.append({**shape, **self._about(event.id)})
        return found

    def _about(self, subject: str) -> Json:
        """Return the claims about a subject, those that name it, and its excerpts."""
        stated = claims.list_claims_of(self._db, [subject])
        attached = excerpts.list_attachments_of_subjects(self._db, [subject])
        naming = claims.list_claims_naming(self._db, subject)
        held = excerpts.list_excerpts(self._db, [one.excerpt for one in attached])
        return {
            "claims": self._claims(stated),
            "named_by": [claim.id for claim in naming],
            "excerpts": [excerpt_shape(one) for one in held],
        }
