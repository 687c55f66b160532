"""What the search index is told of each record: plain records made from the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from desktop_app.catalog.claims import Claim, DateValue, Quantity, SubjectValue
from desktop_app.catalog.dates import parse_edtf
from desktop_app.catalog.ids import LISTED, Kind, find_kind
from desktop_app.catalog.subjects import Entity, EntityKind, LinkKind
from desktop_app.catalog.wording import value_text
from desktop_app.errors import UserError
from desktop_app.search.names import NamedEntity
from desktop_app.search.records import IndexRecord, split_passages
from desktop_app.store import claims, documents, excerpts, sources, subjects
from desktop_app.store.database import Database
from desktop_app.store.lists import get_listing

_BATCH = 500
_FIELD_OF_KIND = {
    EntityKind.PERSON: "person",
    EntityKind.UNIT: "unit",
    EntityKind.ORGANISATION: "unit",
    EntityKind.PLACE: "place",
}


def list_indexed(db: Database) -> Iterator[str]:
    """Yield the ids of all records that are indexed."""
    for kind in LISTED:
        yield from db.column(f"SELECT id FROM {kind} WHERE trashed IS NULL ORDER BY id")


def make_records(db: Database, ids: Iterable[str]) -> Iterator[IndexRecord]:
    """Yield the index's records of `ids`; those in the trash or gone give none."""
    by_kind: dict[Kind, list[str]] = {}
    for record in ids:
        kind = find_kind(record)
        if kind in LISTED:
            by_kind.setdefault(kind, []).append(record)
    for kind, found in by_kind.items():
        for start in range(0, len(found), _BATCH):
            yield from _make_batch(db, kind, found[start : start + _BATCH])


def _make_batch(db: Database, kind: Kind, ids: list[str]) -> Iterator[IndexRecord]:
    match kind:
        case Kind.SOURCE:
            return _sources(db, ids)
        case Kind.DOCUMENT:
            return _documents(db, ids)
        case Kind.EXCERPT:
            return _excerpts(db, ids)
        case Kind.ENTITY:
            return _entities(db, ids)
        case Kind.EVENT:
            return _events(db, ids)
        case _:
            return _claims(db, ids)


def find_days(edtf: str) -> tuple[str | None, str | None]:
    """Return the first and last day of an EDTF date, nothing for none or an unreadable one."""
    try:
        found = parse_edtf(edtf) if edtf else None
    except UserError:
        return None, None
    return (found.earliest, found.latest) if found else (None, None)


def _sources(db: Database, ids: list[str]) -> Iterator[IndexRecord]:
    for source in sources.list_sources(db, ids):
        people = [c.literal or f"{c.given} {c.family}".strip() for c in source.contributors]
        earliest, latest = find_days(source.edtf)
        words = (source.container, source.publisher, source.place, source.date, source.shelf_mark)
        yield IndexRecord(
            kind=Kind.SOURCE,
            id=source.id,
            title=source.title,
            names=tuple(filter(None, [source.title_translated])),
            text="\n".join(filter(None, [*people, *words, source.note])),
            earliest=earliest,
            latest=latest,
            language=source.language,
            extra={"source": source.title, "person": "\n".join(people)},
            sources=(source.id,),
        )


def _documents(db: Database, ids: list[str]) -> Iterator[IndexRecord]:
    for document in documents.list_documents(db, ids):
        text = documents.get_text(db, document.id)
        revision = documents.get_revision(db, document.id, document.revision)
        source = sources.get_source(db, document.source)
        earliest, latest = find_days(source.edtf)
        for start, end in split_passages(text, revision.pages):
            yield IndexRecord(
                kind=Kind.DOCUMENT,
                id=f"{document.id}@{start}",
                title=document.title,
                text=text[start:end],
                document=document.id,
                start=start,
                end=end,
                earliest=earliest,
                latest=latest,
                language=document.language,
                extra={"source": source.title},
                refs=(document.id,),
                sources=(document.source,),
            )


@dataclass(slots=True)
class _Surroundings:
    """Labels and entities of the subjects that some records name."""

    labels: Mapping[str, str]
    entities: Mapping[str, Entity]

    def fields(self, named: Iterable[str]) -> dict[str, str]:
        """Return the names of the entities among `named` by the field that searches them."""
        found: dict[str, list[str]] = {}
        for subject in named:
            entity = self.entities.get(subject)
            field = _FIELD_OF_KIND.get(entity.kind) if entity else None
            if entity and field:
                found.setdefault(field, []).extend(name.text for name in entity.names)
        return {field: "\n".join(names) for field, names in found.items()}


def _look_around(db: Database, named: set[str]) -> _Surroundings:
    entities = {entity.id: entity for entity in subjects.list_entities(db, named)}
    return _Surroundings(subjects.label_subjects(db, named), entities)


def _excerpts(db: Database, ids: list[str]) -> Iterator[IndexRecord]:
    held = excerpts.list_excerpts(db, ids)
    attached: dict[str, list[str]] = {}
    for attachment in excerpts.list_attachments_of_excerpts(db, [one.id for one in held]):
        attached.setdefault(attachment.excerpt, []).append(attachment.subject)
    about = _list_claimed(db, [one.id for one in held])
    around = _look_around(db, {subject for found in attached.values() for subject in found})
    titles = {one.id: one for one in documents.list_documents(db, {e.document for e in held})}
    dates = get_listing(db, [s for found in attached.values() for s in found])
    for excerpt in held:
        document = titles[excerpt.document]
        named = attached.get(excerpt.id, [])
        days = [dates[subject] for subject in named if subject in dates]
        yield IndexRecord(
            kind=Kind.EXCERPT,
            id=excerpt.id,
            title=document.title,
            text="\n".join(filter(None, [excerpt.quote, excerpt.translation, excerpt.note])),
            document=excerpt.document,
            start=excerpt.start,
            end=excerpt.end,
            earliest=min((d["earliest"] for d in days if d["earliest"]), default=None),
            latest=max((d["latest"] for d in days if d["latest"]), default=None),
            language=document.language,
            extra=around.fields(named),
            refs=_unite([excerpt.id, excerpt.document], named, about.get(excerpt.id, ())),
            sources=(document.source,),
            entities=_keep_entities(named),
            is_cited=excerpt.id in about,
        )


def _list_claimed(db: Database, ids: list[str]) -> dict[str, list[str]]:
    """Return by excerpt the claims that rest on it, and what these are about."""
    cited: dict[str, list[str]] = {}
    for citation in claims.list_citations_of(db, ids):
        cited.setdefault(citation.excerpt, []).append(citation.claim)
    held = {one.id: one for one in claims.list_claims(db, {c for o in cited.values() for c in o})}
    return {
        excerpt: [
            record
            for claim in found
            if claim in held
            for record in (claim, *_named_by(held[claim]))
        ]
        for excerpt, found in cited.items()
    }


def _unite(*found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(record for records in found for record in records))


def _keep_entities(subjects: Iterable[str]) -> tuple[str, ...]:
    return tuple(one for one in subjects if find_kind(one) is Kind.ENTITY)


def _entities(db: Database, ids: list[str]) -> Iterator[IndexRecord]:
    for entity in subjects.list_entities(db, ids):
        earliest = find_days(entity.exists_from)[0]
        latest = find_days(entity.exists_to)[1]
        names = "\n".join(name.text for name in entity.names)
        field = _FIELD_OF_KIND.get(entity.kind)
        yield IndexRecord(
            kind=Kind.ENTITY,
            id=entity.id,
            title=entity.label,
            names=tuple(name.text for name in entity.names if name.text != entity.label),
            text=entity.note,
            earliest=earliest,
            latest=latest,
            extra={field: names} if field else {},
            refs=(entity.id,),
            entities=(entity.id,),
        )


def _events(db: Database, ids: list[str]) -> Iterator[IndexRecord]:
    stated = claims.list_claims_of(db, ids)
    named: dict[str, set[str]] = {}
    for claim in stated:
        if isinstance(claim.value, SubjectValue):
            named.setdefault(claim.subject, set()).add(claim.value.subject)
    around = _look_around(db, {one for found in named.values() for one in found})
    days = get_listing(db, ids)
    for event in subjects.list_events(db, ids):
        row = days.get(event.id, {})
        yield IndexRecord(
            kind=Kind.EVENT,
            id=event.id,
            title=event.title,
            names=tuple(filter(None, [event.title_translated])),
            text=event.note,
            earliest=row.get("earliest"),
            latest=row.get("latest"),
            extra=around.fields(sorted(named.get(event.id, ()))),
            refs=_unite(
                [event.id, *filter(None, [event.part_of])], sorted(named.get(event.id, ()))
            ),
            entities=_keep_entities(sorted(named.get(event.id, ()))),
        )


def _claims(db: Database, ids: list[str]) -> Iterator[IndexRecord]:
    properties = {prop.id: prop for prop in claims.list_properties(db)}
    held = claims.list_claims(db, ids)
    states = get_listing(db, ids)
    rests_on: dict[str, list[str]] = {}
    for cited, source in claims.list_cited_sources(db, ids):
        rests_on.setdefault(cited, []).append(source)
    around = _look_around(db, {one for claim in held for one in _named_by(claim)})
    for claim in held:
        prop = properties[claim.property]
        value = value_text(claim.value, "en", around.labels)
        other = value_text(claim.value, "vi", around.labels)
        days = claim.value if isinstance(claim.value, DateValue) else claim.valid
        title = f"{around.labels.get(claim.subject, '')}: {prop.label_en} {value}"
        extra = around.fields(_named_by(claim))
        extra |= {
            "property": f"{prop.key}\n{prop.label_en}\n{prop.label_vi}",
            "value": value if value == other else f"{value}\n{other}",
            "voice": f"{claim.voice}\n{claim.speaker}",
        }
        yield IndexRecord(
            kind=Kind.CLAIM,
            id=claim.id,
            title=title,
            names=(prop.label_vi,) if prop.label_vi else (),
            text="\n".join(filter(None, [claim.detail, claim.speaker, claim.note])),
            earliest=days.earliest if days else None,
            latest=days.latest if days else None,
            extra=extra,
            refs=_unite(
                [claim.id, claim.property, *_named_by(claim)],
                [citation.excerpt for citation in claim.citations],
                _name_states(states.get(claim.id, {})),
            ),
            number=claim.value.number if isinstance(claim.value, Quantity) else None,
            sources=tuple(rests_on.get(claim.id, ())),
            entities=_keep_entities(_named_by(claim)),
            property=prop.key,
            is_cited=not states.get(claim.id, {}).get("uncited"),
        )


def _name_states(row: Mapping[str, Any]) -> list[str]:
    """Return what the listing says of a claim, in the words of the query language."""
    cited = "uncited" if row.get("uncited") else "cited"
    return [cited, "conflict"] if row.get("conflicts") else [cited]


def _named_by(claim: Claim) -> list[str]:
    value = claim.value
    return [claim.subject, *([value.subject] if isinstance(value, SubjectValue) else [])]


def list_named_entities(db: Database, ids: Iterable[str] | None = None) -> list[NamedEntity]:
    """Return entities as the name book takes them: all, or those of `ids`."""
    apart: dict[str, list[str]] = {}
    for link in subjects.list_all_links(db):
        if link.kind is LinkKind.NOT_THE_SAME:
            apart.setdefault(link.entity, []).append(link.other)
    return [
        NamedEntity(
            id=entity.id,
            names=tuple(name.text for name in entity.names),
            not_same=tuple(apart.get(entity.id, ())),
        )
        for entity in subjects.list_entities(db, ids)
    ]
