"""Names of which it is open whom they name, found in the catalogue."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

from desktop_app.catalog.subjects import LinkKind, label_entity
from desktop_app.reports.audit_findings import NameFinding, OpenName
from desktop_app.reports.data import ReportData
from desktop_app.store import subjects
from desktop_app.store.database import Database


def find_open_names(
    db: Database, data: ReportData, *, language: str, everything: bool
) -> tuple[tuple[NameFinding, ...], dict[str, str]]:
    """Return the names not resolved and the labels of the entities they may stand for.

    A name that several entities have, unless each two of them must not be confused; entities
    that are possibly the same; speakers of claims whose name no entity has. Of a part of the
    catalogue only the entities that `data` names are looked at.
    """
    entities = subjects.list_entities(db)
    labels = {one.id: label_entity(one.names, language) or one.id for one in entities}
    wanted = set(labels) if everything else set(data.entity_names)
    bearers: dict[str, dict[str, str]] = defaultdict(dict)
    for entity in entities:
        for name in entity.names:
            bearers[name.text.casefold()].setdefault(entity.id, name.text)
    links = subjects.list_all_links(db)
    apart = {
        frozenset((link.entity, link.other)) for link in links if link.kind is LinkKind.NOT_THE_SAME
    }
    shared = [
        NameFinding(text=next(iter(held.values())), why=OpenName.SHARED, records=tuple(held))
        for held in bearers.values()
        if not wanted.isdisjoint(held)
        and any(frozenset(pair) not in apart for pair in combinations(held, 2))
    ]
    same = [
        NameFinding(
            text=labels[link.entity],
            why=OpenName.POSSIBLY_SAME,
            records=(link.entity, link.other),
            note=link.note,
        )
        for link in links
        if link.kind is LinkKind.POSSIBLY_SAME and not wanted.isdisjoint((link.entity, link.other))
    ]
    spoken = dict.fromkeys(claim.speaker for claim in data.claims if claim.speaker)
    unknown = [
        NameFinding(text=speaker, why=OpenName.SPEAKER)
        for speaker in spoken
        if speaker.casefold() not in bearers
    ]
    return (*shared, *same, *unknown), labels
