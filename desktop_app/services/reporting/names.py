"""The concordance of names, read from the authority file and from every text in its scope."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from desktop_app.catalog.documents import Document
from desktop_app.catalog.ids import Kind, find_kind, number_of
from desktop_app.catalog.subjects import Entity, EntityLink, LinkKind, Name
from desktop_app.reports.data import ReportData
from desktop_app.reports.model import Report
from desktop_app.reports.name_concordance import (
    Confusable,
    Likeness,
    NamedEntity,
    NameFacts,
    NamePlace,
    NameUse,
    build_name_concordance,
)
from desktop_app.services.citing import SourceBook
from desktop_app.services.reporting.choices import ReportChoices
from desktop_app.services.reporting.citations import make_options
from desktop_app.services.reporting.collecting import (
    begin_report_data,
    list_entity_names,
    make_entity_subject,
)
from desktop_app.services.reporting.name_places import NamePlaces, Passage, find_places
from desktop_app.services.reporting.spelling_finder import read_spelling
from desktop_app.services.session import Session
from desktop_app.store import documents, excerpts, sources, subjects
from desktop_app.store.database import Database


def make_name_report(session: Session, choices: ReportChoices) -> Report:
    """Return the concordance of the entities and in the sources chosen, of all where none is.

    Of sources alone, it has the entities that stand in them.
    """
    with session.db.guard:
        scope = _read_scope(session.db, choices.scope)
        shown = _list_passages(session.db, scope, mentions=choices.mentions)
        places = find_places(session.db, scope.documents, scope.everyone, shown)
        data, facts = _collect(session, choices, scope, shown, places)
        options = make_options(session, choices, data)
    return build_name_concordance(data, facts, options)


@dataclass(frozen=True, slots=True)
class _Scope:
    """The entities told of, all there are (for names they share), and the documents searched."""

    entities: dict[str, Entity]
    everyone: tuple[Entity, ...]
    documents: tuple[Document, ...]
    only_found: bool


def _read_scope(db: Database, scope: Sequence[str]) -> _Scope:
    everyone = tuple(subjects.list_entities(db))
    chosen = {one for one in scope if find_kind(one) is Kind.ENTITY}
    for entity in chosen:
        subjects.get_entity(db, entity)
    has_sources = any(find_kind(one) is Kind.SOURCE for one in scope)
    held = documents.list_documents(db)
    if has_sources:
        held = [
            document
            for source in scope
            if find_kind(source) is Kind.SOURCE
            for document in documents.list_documents_of(db, sources.get_source(db, source).id)
        ]
    return _Scope(
        entities={one.id: one for one in everyone if not chosen or one.id in chosen},
        everyone=everyone,
        documents=tuple(sorted(held, key=lambda one: number_of(one.id))),
        only_found=has_sources and not chosen,
    )


def _list_passages(db: Database, scope: _Scope, *, mentions: bool) -> list[Passage]:
    """Return the passages attached to the entities, and those their names were found in.

    A passage that is attached is told as such, unless `mentions` are left out.
    """
    attached = sorted(
        excerpts.list_attachments_of_subjects(db, scope.entities), key=lambda a: number_of(a.id)
    )
    about = [(one.id, one.subject, one.excerpt) for one in attached if mentions]
    known = {(subject, excerpt) for _, subject, excerpt in about}
    about += [
        (name.id, entity.id, name.excerpt)
        for entity in scope.entities.values()
        for name in entity.names
        if name.excerpt and (entity.id, name.excerpt) not in known
    ]
    held = {one.id: one for one in excerpts.list_excerpts(db, {one for *_, one in about})}
    wanted = {document.id for document in scope.documents}
    return [
        Passage(origin, subject, held[excerpt])
        for origin, subject, excerpt in about
        if excerpt in held and held[excerpt].document in wanted
    ]


def _collect(
    session: Session,
    choices: ReportChoices,
    scope: _Scope,
    shown: list[Passage],
    places: NamePlaces,
) -> tuple[ReportData, NameFacts]:
    """Return what the concordance says of the entities in its scope."""
    db = session.db
    shown_of: dict[str, list[Passage]] = defaultdict(list)
    for passage in shown:
        shown_of[passage.subject].append(passage)
    placed = {entity: places.list_all(entity) for entity in scope.entities}
    told = {
        entity.id: entity
        for entity in scope.entities.values()
        if not scope.only_found or placed[entity.id] or shown_of[entity.id]
    }
    used = {place.document for found in placed.values() for place in found}
    used |= {passage.excerpt.document for passage in shown}
    held = {one.id: one for one in scope.documents if one.id in used}
    origins = {passage.origin for passage in shown}
    attached = excerpts.list_attachments_of_subjects(db, told)
    confusables = _list_confusables(told, scope.everyone, subjects.list_all_links(db))
    named = told.keys() | {one.other for found in confusables.values() for one in found}
    names = list_entity_names(db, named, choices.language)
    data = replace(
        begin_report_data(
            session, choices.scope, language=choices.language, generated=choices.generated
        ),
        subjects=tuple(make_entity_subject(one, choices.language) for one in told.values()),
        labels={entity: found[0].text for entity, found in names.items()},
        excerpts={passage.excerpt.id: passage.excerpt for passage in shown},
        documents=held,
        attachments=tuple(one for one in attached if one.id in origins),
        entity_names=names,
        names_found=tuple(
            name for entity in told.values() for name in entity.names if name.id in origins
        ),
    )
    texts_of = Counter(document.source for document in held.values())
    facts = NameFacts(
        entities={
            entity.id: NamedEntity(
                uses=_list_uses(entity, shown_of[entity.id], places),
                confusables=tuple(confusables[entity.id]),
                unnamed=_list_unnamed(shown_of[entity.id], placed[entity.id]),
                exists=(entity.exists_from, entity.exists_to),
            )
            for entity in told.values()
        },
        sources=SourceBook(db, held, language=choices.language).name_sources(),
        titles={one.id: one.title for one in held.values() if texts_of[one.source] > 1},
        texts=len(scope.documents),
    )
    return data, facts


def _list_uses(entity: Entity, shown: list[Passage], places: NamePlaces) -> tuple[NameUse, ...]:
    """Return the entity's names with their places, and whether these show where it was found."""
    found = {passage.origin for passage in shown}
    uses = []
    for name in entity.names:
        spellings = places.list_spellings(entity.id, name)
        seen = {one for _, stands in spellings for place in stands for one in place.shown_by}
        is_elsewhere = name.id in found and name.id not in seen
        uses.append(NameUse(name=name, spellings=spellings, is_elsewhere=is_elsewhere))
    return tuple(uses)


def _list_unnamed(shown: list[Passage], places: list[NamePlace]) -> tuple[str, ...]:
    """Return the attachments that show none of the entity's names."""
    seen = {one for place in places for one in place.shown_by}
    attached = (one.origin for one in shown if find_kind(one.origin) is Kind.ATTACHMENT)
    return tuple(one for one in attached if one not in seen)


def _list_confusables(
    told: Iterable[str], everyone: Sequence[Entity], links: Iterable[EntityLink]
) -> dict[str, list[Confusable]]:
    """Return for each entity what the archivist says of it and others, then names alike."""
    found: dict[str, list[Confusable]] = {entity: [] for entity in told}
    for link in links:
        said = (
            Likeness.SAID_OTHER
            if link.kind is LinkKind.NOT_THE_SAME
            else Likeness.SAID_POSSIBLY_SAME
        )
        for own, other in ((link.entity, link.other), (link.other, link.entity)):
            if own in found:
                found[own].append(Confusable(other=other, likeness=said, note=link.note))
    bearers: dict[str, list[tuple[str, Name]]] = defaultdict(list)
    for entity in everyone:
        for name in entity.names:
            if key := read_spelling(name.text).key:
                bearers[key].append((entity.id, name))
    for sharing in bearers.values():
        for own, other, likeness, names in _list_pairs(sharing):
            if own in found and all(one.other != other for one in found[own]):
                found[own].append(
                    Confusable(
                        other=other, likeness=likeness, own_name=names[0], other_name=names[1]
                    )
                )
    return found


def _list_pairs(
    sharing: Sequence[tuple[str, Name]],
) -> Iterator[tuple[str, str, Likeness, tuple[str, str]]]:
    """Yield each two entities that share a key of names: first those that are spelt alike."""
    if len({entity for entity, _ in sharing}) < 2:
        return
    pairs = [
        (own, other, (own_name.text, other_name.text))
        for own, own_name in sharing
        for other, other_name in sharing
        if own != other
    ]
    for own, other, names in sorted(pairs, key=lambda pair: pair[2][0] != pair[2][1]):
        alike = names[0] == names[1]
        yield own, other, Likeness.SPELT_ALIKE if alike else Likeness.FOLDED_ALIKE, names
