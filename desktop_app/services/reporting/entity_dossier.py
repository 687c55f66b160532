"""What the dossier of an entity says, read from the catalogue."""

from __future__ import annotations

from collections.abc import Iterable

from desktop_app.catalog.claims import Claim, find_named
from desktop_app.catalog.ids import Kind, find_kind
from desktop_app.catalog.rules import find_conflicts
from desktop_app.catalog.subjects import label_entity
from desktop_app.reports.entity_dossier import EntityFacts, build_entity_dossier
from desktop_app.reports.model import Report
from desktop_app.services.reporting.choices import ReportChoices
from desktop_app.services.reporting.citations import make_options
from desktop_app.services.reporting.collecting import Selection, gather_report_data
from desktop_app.services.session import Session
from desktop_app.store import claims, subjects
from desktop_app.store.database import Database


def make_entity_dossier(session: Session, choices: ReportChoices) -> Report:
    """Return the dossier of the entities chosen, one after the other."""
    db = session.db
    with db.guard:
        records = list(dict.fromkeys(choices.scope))
        entities = tuple(subjects.get_entity(db, record) for record in records)
        chosen = _select(db, records)
        for entity in entities:
            chosen.add_names(entity.names)
        data = gather_report_data(
            session, chosen, records, language=choices.language, generated=choices.generated
        )
        options = make_options(session, choices, data)
        links = [link for record in records for link in subjects.list_links(db, record)]
        linked = {end for link in links for end in (link.entity, link.other)} | set(records)
        facts = EntityFacts(
            entities=entities,
            links=tuple(dict.fromkeys(links)),
            kinds=read_kinds(db, data.claims),
            labels={
                one.id: label_entity(one.names, choices.language)
                for one in subjects.list_entities(db, linked)
            },
        )
    return build_entity_dossier(data, facts, options)


def read_kinds(db: Database, stated: Iterable[Claim]) -> dict[str, str]:
    """Return "event" or the entity's kind for each subject that claims are of or name."""
    ends = {claim.subject for claim in stated}
    ends |= {find_named(one) for one in stated if find_named(one)}
    found = {entity.id: entity.kind.value for entity in subjects.list_entities(db, ends)}
    return found | {end: "event" for end in ends if find_kind(end) is Kind.EVENT}


def add_rivals(db: Database, chosen: Selection) -> None:
    """Take also each claim that contradicts one that was taken."""
    properties = {prop.id: prop for prop in claims.list_properties(db)}
    stated = claims.list_claims_of(db, chosen.subjects)
    by_id = {claim.id: claim for claim in stated}
    for conflict in find_conflicts(stated, properties):
        if not chosen.claims.keys().isdisjoint(conflict.claims):
            chosen.add_claims(by_id[claim] for claim in conflict.claims)


def _select(db: Database, records: list[str]) -> Selection:
    """Return the claims of and about `records`, the dates of their events, and all rivals."""
    chosen = Selection()
    chosen.add_subjects(db, records)
    for record in records:
        chosen.add_claims(claims.list_claims_naming(db, record))
    ends = chosen.subjects | {find_named(claim) for claim in chosen.claims.values()}
    events = {end for end in ends if find_kind(end) is Kind.EVENT}
    date = claims.get_property(db, "date").id
    chosen.add_claims(one for one in claims.list_claims_of(db, events) if one.property == date)
    add_rivals(db, chosen)
    return chosen
