"""What the dossier of an event says, read from the catalogue."""

from __future__ import annotations

from collections.abc import Iterable

from desktop_app.catalog.claims import Claim, DateValue, Rank, find_named
from desktop_app.catalog.subjects import label_entity
from desktop_app.reports.battle_tree import BODIES
from desktop_app.reports.event_dossier import EventFacts, build_event_dossier
from desktop_app.reports.model import Report
from desktop_app.services.reporting.choices import ReportChoices
from desktop_app.services.reporting.citations import make_options
from desktop_app.services.reporting.collecting import (
    Selection,
    gather_report_data,
    label_event,
    list_with_parts,
)
from desktop_app.services.reporting.order_of_battle import read_order_claims
from desktop_app.services.session import Session
from desktop_app.store import claims, subjects
from desktop_app.store.database import Database


def make_event_dossier(session: Session, choices: ReportChoices) -> Report:
    """Return the dossier of the events chosen, each with all its parts.

    An event that is part of another one that was chosen stands in that one's dossier.
    """
    db = session.db
    with db.guard:
        trees = _read_trees(db, choices.scope)
        held = {one for tree in trees.values() for one in tree}
        events = {event.id: event for event in subjects.list_events(db, held)}
        chosen = Selection()
        chosen.add_subjects(db, events)
        stated = list(chosen.claims.values())
        entities = subjects.list_entities(db)
        kinds = {entity.id: entity.kind.value for entity in entities}
        for tree in trees.values():
            chosen.add_claims(_read_forces(db, tree, stated, kinds))
        data = gather_report_data(
            session, chosen, choices.scope, language=choices.language, generated=choices.generated
        )
        options = make_options(session, choices, data)
        wholes = {event.part_of for event in events.values() if event.part_of}
        labels = {
            entity.id: label_entity(entity.names, choices.language) for entity in entities
        } | {event.id: label_event(event) for event in subjects.list_events(db, {*wholes, *events})}
    facts = EventFacts(roots=tuple(trees), events=events, labels=labels)
    return build_event_dossier(data, facts, options)


def _read_trees(db: Database, scope: Iterable[str]) -> dict[str, list[str]]:
    """Return by the events of `scope` what is part of them, without those that are parts of one.

    Of a circle of parts the first one chosen stands for all.
    """
    trees = {one: list_with_parts(db, subjects.get_event(db, one)) for one in scope}
    roots: dict[str, list[str]] = {}
    for event in sorted(trees, key=lambda one: -len(trees[one])):
        if not any(event in tree for tree in roots.values()):
            roots[event] = trees[event]
    return {event: roots[event] for event in trees if event in roots}


def _read_forces(
    db: Database, tree: list[str], stated: list[Claim], kinds: dict[str, str]
) -> list[Claim]:
    """Return the claims of place, posts and strength of all that took part in a tree of events."""
    participant = claims.get_property(db, "participant").id
    events = set(tree)
    bodies = {
        find_named(claim)
        for claim in stated
        if claim.subject in events
        and claim.property == participant
        and kinds.get(find_named(claim)) in BODIES
    }
    return read_order_claims(db, bodies, kinds, _find_span(db, tree, stated))


def _find_span(db: Database, tree: list[str], stated: list[Claim]) -> DateValue | None:
    """Return the time of an event, of its parts where it has no date, None where none has."""
    date = claims.get_property(db, "date").id
    events = set(tree)
    dated = [
        (claim.subject, claim.value)
        for claim in stated
        if claim.subject in events
        and claim.property == date
        and claim.rank is not Rank.DEPRECATED
        and isinstance(claim.value, DateValue)
    ]
    days = [value for subject, value in dated if subject == tree[0]] or [day for _, day in dated]
    if not days:
        return None
    # One open side leaves the whole open there.
    first, last = min(one.earliest or "" for one in days), max(one.latest or "~" for one in days)
    return DateValue(edtf="", earliest=first or None, latest=None if last == "~" else last)
