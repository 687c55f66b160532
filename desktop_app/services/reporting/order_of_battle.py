"""Which units stand in an order of battle, and what is claimed of them, read from the catalogue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from desktop_app.catalog.claims import Claim, DateValue, Rank, find_named
from desktop_app.catalog.dates import overlaps, parse_edtf
from desktop_app.catalog.ids import Kind, find_kind
from desktop_app.catalog.subjects import Entity, EntityKind, label_entity
from desktop_app.errors import UserError
from desktop_app.reports.battle_tree import BODIES, PLACES, is_of_order, may_hold, reach
from desktop_app.reports.model import Report
from desktop_app.reports.order_of_battle import OrderFacts, build_order_of_battle
from desktop_app.services.reporting.choices import ReportChoices
from desktop_app.services.reporting.citations import make_options
from desktop_app.services.reporting.collecting import (
    Selection,
    gather_report_data,
    list_with_parts,
)
from desktop_app.services.session import Session
from desktop_app.store import claims, subjects
from desktop_app.store.database import Database


def make_order_of_battle(session: Session, choices: ReportChoices) -> Report:
    """Return the order of battle of the events, units or organisations chosen, or of everything.

    Raises UserError for a day that is no date and for an entity that can have no place in it.
    """
    on = parse_edtf(choices.on) if choices.on else None
    db = session.db
    with db.guard:
        ranks = _Ranks(db, on)
        taking_part = _list_taking_part(db, choices.scope)
        units = ranks.choose(choices.scope, taking_part)
        chosen = Selection()
        chosen.add_claims(one for one in ranks.claims if one.subject in units)
        chosen.add_claims(one for one in taking_part if find_named(one) in units)
        data = gather_report_data(
            session, chosen, choices.scope, language=choices.language, generated=choices.generated
        )
        options = make_options(session, choices, data)
    labels = {
        unit: label_entity(body.names, choices.language) for unit, body in ranks.bodies.items()
    }
    events = [one for one in choices.scope if find_kind(one) is Kind.EVENT]
    facts = OrderFacts(
        units=tuple(sorted(units)),
        labels=labels,
        on=on,
        event=events[0] if len(events) == 1 else "",
    )
    return build_order_of_battle(data, facts, options)


def read_order_claims(
    db: Database, units: Iterable[str], kinds: Mapping[str, str], on: DateValue | None
) -> list[Claim]:
    """Return what is claimed, and not deprecated, of the place, posts and strength of `units`.

    Claims that cannot hold on `on` are left out. `kinds` maps entities to their kinds.
    """
    properties = {prop.id: prop for prop in claims.list_properties(db)}
    return [
        claim
        for claim in claims.list_claims_of(db, units)
        if claim.rank is not Rank.DEPRECATED
        and may_hold(claim, on)
        and is_of_order(claim, properties[claim.property], kinds)
    ]


class _Ranks:
    """All units and organisations there were on a day, and the claims that order them."""

    def __init__(self, db: Database, on: DateValue | None) -> None:
        self._db = db
        entities = subjects.list_entities(db)
        kinds = {entity.id: entity.kind.value for entity in entities}
        self.bodies: dict[str, Entity] = {
            one.id: one for one in entities if one.kind.value in BODIES and _existed(one, on)
        }
        self.claims = read_order_claims(db, self.bodies, kinds, on)
        places = {prop.id for prop in claims.list_properties(db) if prop.key in PLACES}
        self._above: dict[str, set[str]] = defaultdict(set)
        self._below: dict[str, set[str]] = defaultdict(set)
        for claim in self.claims:
            if claim.property in places and find_named(claim) in self.bodies:
                self._above[claim.subject].add(find_named(claim))
                self._below[find_named(claim)].add(claim.subject)

    def choose(self, scope: Iterable[str], taking_part: Iterable[Claim]) -> set[str]:
        """Return the units of records: of a body all below it, of events all around who took part.

        Where no record is chosen, all units, and the organisations of which something is said.
        """
        records = list(scope)
        chosen = [self._body(one) for one in records if find_kind(one) is not Kind.EVENT]
        there = {find_named(claim) for claim in taking_part} & self.bodies.keys()
        if records:
            start = {*chosen, *there}
            return start | reach(start, self._below) | reach(there, self._above)
        said = {claim.subject for claim in self.claims} | self._below.keys()
        return said | {one.id for one in self.bodies.values() if one.kind is EntityKind.UNIT}

    def _body(self, record: str) -> str:
        if record not in self.bodies:
            entity = subjects.get_entity(self._db, record)
            raise UserError(
                "no_unit",
                "“{name}” is no unit or organisation of that time. Choose an event, a unit or an "
                "organisation, or another day.",
                name=entity.label,
            )
        return record


def _list_taking_part(db: Database, scope: Iterable[str]) -> list[Claim]:
    """Return the claims, not deprecated, of who took part in the events of `scope` and parts."""
    roots = [subjects.get_event(db, one) for one in scope if find_kind(one) is Kind.EVENT]
    events = {part for root in roots for part in list_with_parts(db, root)}
    participant = claims.get_property(db, "participant").id
    return [
        claim
        for claim in claims.list_claims_of(db, events)
        if claim.property == participant and claim.rank is not Rank.DEPRECATED
    ]


def _existed(entity: Entity, on: DateValue | None) -> bool:
    """Tell whether the dates of an entity's existence, where they are known, allow the day."""
    if on is None:
        return True
    begun = parse_edtf(entity.exists_from).earliest if entity.exists_from else None
    ended = parse_edtf(entity.exists_to).latest if entity.exists_to else None
    return overlaps(DateValue(edtf="", earliest=begun, latest=ended), on)
