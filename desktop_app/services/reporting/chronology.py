"""The chronology's events and dated claims, read from the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from desktop_app.catalog.ids import Kind, find_kind
from desktop_app.reports.chronology import build_chronology
from desktop_app.reports.data import ReportData
from desktop_app.reports.model import Report
from desktop_app.services.reporting.choices import ReportChoices
from desktop_app.services.reporting.citations import make_options
from desktop_app.services.reporting.collecting import (
    Selection,
    gather_report_data,
    list_with_parts,
    make_event_subject,
)
from desktop_app.services.session import Session
from desktop_app.store import claims, subjects
from desktop_app.store.database import Database


def make_chronology(session: Session, choices: ReportChoices) -> Report:
    """Return the chronology of the events and entities chosen, of everything where none is."""
    with session.db.guard:
        data = collect_chronology(
            session, choices.scope, language=choices.language, generated=choices.generated
        )
        options = make_options(session, choices, data)
    return build_chronology(data, options)


def collect_chronology(
    session: Session, scope: Sequence[str], *, language: str, generated: str = ""
) -> ReportData:
    """Return what a chronology may tell, every event though nothing is said of it.

    Of an event its parts come too; of an entity the events that a claim says it had to do
    with, and what claims about others say of it. Raises UserError for a record that is not
    there.
    """
    db = session.db
    chosen = Selection()
    for record in scope:
        if find_kind(record) is Kind.EVENT:
            chosen.add_subjects(db, list_with_parts(db, subjects.get_event(db, record)))
        else:
            _add_entity(db, chosen, subjects.get_entity(db, record).id)
    if not scope:
        events = {event.id for event in subjects.list_events(db)}
        chosen.add_subjects(db, events | {entity.id for entity in subjects.list_entities(db)})
    chosen.attachments.clear()
    data = gather_report_data(session, chosen, scope, language=language, generated=generated)
    return _add_silent_events(db, data, chosen.subjects)


def _add_entity(db: Database, chosen: Selection, entity: str) -> None:
    naming = claims.list_claims_naming(db, entity)
    events = {claim.subject for claim in naming if find_kind(claim.subject) is Kind.EVENT}
    chosen.add_subjects(db, {entity} | events)
    chosen.add_claims(naming)


def _add_silent_events(db: Database, data: ReportData, wanted: Iterable[str]) -> ReportData:
    """Return `data` with the events of which no claim is made, and the names of all wholes."""
    told = {subject.id for subject in data.subjects}
    silent = subjects.list_events(db, set(wanted) - told)
    shown = (*data.subjects, *(make_event_subject(event) for event in silent))
    wholes = subjects.list_events(db, {one.part_of for one in shown if one.part_of})
    labels = {event.id: make_event_subject(event).label for event in wholes}
    return replace(data, subjects=shown, labels={**labels, **data.labels})
