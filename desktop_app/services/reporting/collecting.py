"""The claims, mentions and passages of a scope of records, read from the catalogue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from desktop_app.catalog.claims import Claim, Rank, SubjectValue
from desktop_app.catalog.dates import format_date, parse_edtf
from desktop_app.catalog.excerpts import Attachment
from desktop_app.catalog.ids import Kind, find_kind, number_of
from desktop_app.catalog.rules import find_conflicts, is_uncited
from desktop_app.catalog.subjects import Entity, EntityKind, Event, Name, label_entity
from desktop_app.errors import UserError
from desktop_app.i18n import tr_in
from desktop_app.reports.data import ReportConflict, ReportData, ReportSubject
from desktop_app.services.session import Session
from desktop_app.store import chain, claims, documents, excerpts, lists, sources, subjects
from desktop_app.store.database import Database, Row

_ENTITY_ORDER = {kind: number for number, kind in enumerate(EntityKind)}
#: After every day: where an event without a date stands.
_UNDATED = "9999"


@dataclass(slots=True)
class Selection:
    """The subjects, claims and attachments of a report, and names whose passages it shows."""

    subjects: set[str] = field(default_factory=set)
    claims: dict[str, Claim] = field(default_factory=dict)
    attachments: dict[str, Attachment] = field(default_factory=dict)
    names: dict[str, Name] = field(default_factory=dict)

    def add_subjects(self, db: Database, ids: Iterable[str]) -> None:
        """Take whole subjects, with all their claims and mentions."""
        wanted = set(ids)
        self.subjects |= wanted
        self.add_claims(claims.list_claims_of(db, wanted))
        self.add_attachments(excerpts.list_attachments_of_subjects(db, wanted))

    def add_claims(self, found: Iterable[Claim]) -> None:
        """Take single claims, and their subjects as headings."""
        for claim in found:
            self.claims[claim.id] = claim
            self.subjects.add(claim.subject)

    def add_attachments(self, found: Iterable[Attachment]) -> None:
        """Take single mentions, and their subjects as headings."""
        for attachment in found:
            self.attachments[attachment.id] = attachment
            self.subjects.add(attachment.subject)

    def add_names(self, found: Iterable[Name]) -> None:
        """Take those names that were found in a passage, as long as that is marked."""
        self.names |= {name.id: name for name in found if name.excerpt}

    def add_excerpts(self, db: Database, ids: Iterable[str]) -> None:
        """Take what rests on excerpts."""
        wanted = list(ids)
        for excerpt in wanted:
            self.add_claims(claims.list_claims_resting_on(db, excerpt))
        self.add_attachments(excerpts.list_attachments_of_excerpts(db, wanted))


def collect_report_data(
    session: Session, scope: Sequence[str], *, language: str, generated: str = ""
) -> ReportData:
    """Return everything a report on the records `scope` says, on everything where it is empty.

    `generated` is the day it bears (ISO), today where it is empty. Raises UserError for a record
    that is not there.
    """
    db = session.db
    chosen = Selection()
    for record in scope:
        _add_record(db, chosen, record)
    if not scope:
        events = {event.id for event in subjects.list_events(db)}
        chosen.add_subjects(db, events | {entity.id for entity in subjects.list_entities(db)})
    return gather_report_data(session, chosen, scope, language=language, generated=generated)


def gather_report_data(
    session: Session,
    chosen: Selection,
    scope: Sequence[str],
    *,
    language: str,
    generated: str = "",
) -> ReportData:
    """Return all that a report of `chosen` says; `scope` are the records it is said to be about.

    `generated` is the day it bears (ISO), today where it is empty.
    """
    db = session.db
    stated = sorted(chosen.claims.values(), key=lambda claim: number_of(claim.id))
    mentions = sorted(chosen.attachments.values(), key=lambda one: number_of(one.id))
    cited = {citation.excerpt for claim in stated for citation in claim.citations}
    cited |= {one.excerpt for one in mentions} | {str(one.excerpt) for one in chosen.names.values()}
    passages = excerpts.list_excerpts(db, cited)
    marked = {one.id for one in passages}
    found_in = [name for name in chosen.names.values() if name.excerpt in marked]
    held = documents.list_documents(db, {one.document for one in passages})
    named = {c.value.subject for c in stated if isinstance(c.value, SubjectValue)}
    return replace(
        begin_report_data(session, scope, language=language, generated=generated),
        subjects=tuple(_order_subjects(db, chosen, language)),
        claims=tuple(stated),
        labels=label_subjects_in(db, named, language),
        excerpts={one.id: one for one in passages},
        documents={one.id: one for one in held},
        attachments=tuple(mentions),
        conflicts=tuple(_list_conflicts(db, stated)),
        uncited=frozenset(claim.id for claim in stated if is_uncited(claim)),
        entity_names=list_entity_names(db, named | chosen.subjects, language),
        names_found=tuple(sorted(found_in, key=lambda name: number_of(name.id))),
    )


def begin_report_data(
    session: Session, scope: Sequence[str], *, language: str, generated: str = ""
) -> ReportData:
    """Return what any report on `scope` says of the catalogue, with no subject and no claim yet.

    `generated` is the day it bears (ISO), today where it is empty.
    """
    day = generated or datetime.now().astimezone().date().isoformat()
    head = chain.get_head(session.db)
    return ReportData(
        scope=_describe_scope(session.db, scope, language),
        catalogue=session.name,
        revision=head.seq,
        seal=head.short,
        generated=format_date(parse_edtf(day), language),
        day=day,
        subjects=(),
        claims=(),
        properties={prop.id: prop for prop in claims.list_properties(session.db)},
    )


def _add_record(db: Database, scope: Selection, record: str) -> None:
    match find_kind(record):
        case Kind.EVENT:
            scope.add_subjects(db, list_with_parts(db, subjects.get_event(db, record)))
        case Kind.ENTITY:
            scope.add_subjects(db, [subjects.get_entity(db, record).id])
        case Kind.CLAIM:
            scope.add_claims([claims.get_claim(db, record)])
        case Kind.EXCERPT:
            scope.add_excerpts(db, [excerpts.get_excerpt(db, record).id])
        case Kind.DOCUMENT:
            held = excerpts.list_excerpts_of(db, documents.get_document(db, record).id)
            scope.add_excerpts(db, [excerpt.id for excerpt in held])
        case Kind.SOURCE:
            for source in list_source_tree(db, record):
                for document in documents.list_documents_of(db, source):
                    _add_record(db, scope, document.id)
        case _:
            raise UserError("no_record", "There is no record {id} in this catalogue.", id=record)


def say_day(at: str, language: str) -> str:
    """Return the local day of a change's time (ISO 8601) in words."""
    day = datetime.fromisoformat(at).astimezone().date().isoformat()
    return format_date(parse_edtf(day), language)


def list_source_tree(db: Database, source: str) -> list[str]:
    """Return the ids of `source` and of all below it; raise UserError where it is not there."""
    found: dict[str, None] = {}
    waiting = [sources.get_source(db, source)]
    while waiting:
        one = waiting.pop()
        if one.id not in found:
            found[one.id] = None
            waiting += reversed(sources.list_children(db, one.id))
    return list(found)


def list_with_parts(db: Database, event: Event) -> list[str]:
    """Return the ids of `event` and of all its parts, the parts' parts too."""
    found: dict[str, None] = {}
    waiting = [event]
    while waiting:
        one = waiting.pop()
        if one.id not in found:
            found[one.id] = None
            waiting += subjects.list_parts(db, one.id)
    return list(found)


def _order_subjects(db: Database, scope: Selection, language: str) -> list[ReportSubject]:
    """Return the subjects: events by date, then entities by kind and name.

    Subjects of which nothing is said are left out of a report on everything.
    """
    used = {claim.subject for claim in scope.claims.values()}
    used |= {attachment.subject for attachment in scope.attachments.values()}
    told = scope.subjects & used
    listed = defaultdict[str, Row](dict, lists.get_listing(db, told))
    events = subjects.list_events(db, told)
    events.sort(
        key=lambda event: (
            listed[event.id].get("earliest") or _UNDATED,
            listed[event.id].get("latest") or _UNDATED,
            number_of(event.id),
        )
    )
    entities = subjects.list_entities(db, told)
    entities.sort(key=lambda e: (_ENTITY_ORDER[e.kind], listed[e.id].get("sort_title", ""), e.id))
    return [
        *(make_event_subject(event) for event in events),
        *(make_entity_subject(entity, language) for entity in entities),
    ]


def make_event_subject(event: Event) -> ReportSubject:
    """Return an event as a subject of a report."""
    return ReportSubject(
        id=event.id,
        kind="event",
        label=label_event(event),
        description=event.note,
        part_of=event.part_of,
    )


def label_event(event: Event) -> str:
    """Return an event's title with its translation behind it."""
    return f"{event.title} [{event.title_translated}]" if event.title_translated else event.title


def make_entity_subject(entity: Entity, language: str) -> ReportSubject:
    """Return an entity as a report's subject, under the name that `language` shows first."""
    return ReportSubject(
        id=entity.id,
        kind=entity.kind.value,
        label=label_entity(entity.names, language),
        description=entity.note,
        names=entity.names,
    )


def label_subjects_in(db: Database, named: set[str], language: str) -> dict[str, str]:
    """Return what a report in `language` calls each entity and event of `named`."""
    labels = {e.id: label_entity(e.names, language) for e in subjects.list_entities(db, named)}
    return labels | {event.id: event.title for event in subjects.list_events(db, named)}


def list_entity_names(
    db: Database, wanted: Iterable[str], language: str
) -> dict[str, tuple[Name, ...]]:
    """Return all names of each entity, the one that `language` shows first."""
    found = {}
    for entity in subjects.list_entities(db, wanted):
        label = label_entity(entity.names, language)
        found[entity.id] = tuple(sorted(entity.names, key=lambda name: name.text != label))
    return {entity: names for entity, names in found.items() if names}


def _list_conflicts(db: Database, stated: list[Claim]) -> list[ReportConflict]:
    properties = {prop.id: prop for prop in claims.list_properties(db)}
    by_id = {claim.id: claim for claim in stated}
    found = []
    for conflict in find_conflicts(stated, properties):
        members = [by_id[claim] for claim in conflict.claims]
        reasons = [claim.rank_reason for claim in members if claim.rank is Rank.PREFERRED]
        found.append(
            ReportConflict(
                claims=conflict.claims,
                settled=conflict.settled,
                reason=reasons[0] if conflict.settled else "",
            )
        )
    return found


def _describe_scope(db: Database, scope: Sequence[str], language: str) -> str:
    if not scope:
        return tr_in(language, "The whole catalogue")
    named = scope[:3]
    listed = lists.get_listing(db, named)
    labels = [str(listed[one]["title"]) if one in listed else one for one in named]
    more = len(scope) - len(labels)
    if more:
        labels.append(tr_in(language, "and {count} more", count=more))
    return "; ".join(labels)
