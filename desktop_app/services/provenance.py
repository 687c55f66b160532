"""Why the catalogue believes what it says: what a record rests on, and what rests on it.

`describe` answers for every kind of record that can be selected. It reads in batches: a subject
with a thousand claims takes a handful of questions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from desktop_app.catalog.claims import Claim
from desktop_app.catalog.dates import format_date, parse_edtf
from desktop_app.catalog.excerpts import Attachment
from desktop_app.catalog.ids import Kind, find_kind, number_of
from desktop_app.catalog.sources import Source
from desktop_app.catalog.subjects import LinkKind, label_entity
from desktop_app.catalog.wording import word
from desktop_app.errors import UserError
from desktop_app.i18n import tr_in
from desktop_app.services.provenance_reading import ClaimReader, PassageReader, label_all
from desktop_app.services.provenance_records import ClaimView, Fact, Group, Mention, Provenance
from desktop_app.store import claims, documents, excerpts, lists, rows, sources, subjects
from desktop_app.store.database import Database

_TITLE_LENGTH = 160


def describe(db: Database, record: str, language: str) -> Provenance:
    """Return the provenance of a record, in words of `language`.

    Raises UserError "no_record" for one that is gone or of a kind that has none.
    """
    kind = find_kind(record)
    makers: dict[Kind | None, Callable[[Database, str, str], Provenance]] = {
        Kind.EVENT: _describe_event,
        Kind.ENTITY: _describe_entity,
        Kind.CLAIM: _describe_claim,
        Kind.EXCERPT: _describe_excerpt,
        Kind.DOCUMENT: _describe_document,
        Kind.SOURCE: _describe_source,
    }
    if kind not in makers:
        raise UserError("no_record", "There is no record {id} in this catalogue.", id=record)
    with db.guard:
        return makers[kind](db, record, language)


def view_claims(db: Database, record: str, language: str) -> tuple[ClaimView, ...]:
    """Return a claim's view, then those it conflicts with; raise UserError where it is gone."""
    return describe(db, claims.get_claim(db, record).id, language).claims


def _describe_event(db: Database, record: str, language: str) -> Provenance:
    event = subjects.get_event(db, record)
    row = lists.get_listing(db, [record]).get(record, {})
    facts = []
    if event.title_translated:
        facts.append(Fact(name=tr_in(language, "also called"), value=event.title_translated))
    if row.get("date"):
        words = format_date(parse_edtf(row["date"]), language)
        facts.append(Fact(name=tr_in(language, "date"), value=words))
    if event.part_of:
        above = label_all(db, [event.part_of], language).get(event.part_of, event.part_of)
        facts.append(Fact(name=tr_in(language, "part of"), value=above, record=event.part_of))
    parts = subjects.list_parts(db, record)
    facts += [Fact(name=tr_in(language, "has part"), value=p.title, record=p.id) for p in parts]
    if event.note:
        facts.append(Fact(name=tr_in(language, "note"), value=event.note))
    kind_word = " · ".join(filter(None, (tr_in(language, "event"), event.kind)))
    return _about_subject(db, record, language, kind_word, event.title, facts)


def _describe_entity(db: Database, record: str, language: str) -> Provenance:
    entity = subjects.get_entity(db, record)
    title = label_entity(entity.names, language)
    facts = []
    for name in entity.names:
        if name.text != title:
            said = " · ".join(filter(None, (word(name.kind, language), name.language)))
            facts.append(Fact(name=said, value=name.text))
    for side, edtf in (
        (tr_in(language, "exists from"), entity.exists_from),
        (tr_in(language, "exists until"), entity.exists_to),
    ):
        if edtf:
            facts.append(Fact(name=side, value=format_date(parse_edtf(edtf), language)))
    facts += _list_links(db, record, language)
    facts += [Fact(name=scheme, value=value) for scheme, value in entity.identifiers]
    if entity.note:
        facts.append(Fact(name=tr_in(language, "note"), value=entity.note))
    kind_word = word(entity.kind, language)
    return _about_subject(db, record, language, kind_word, title, facts)


def _list_links(db: Database, record: str, language: str) -> list[Fact]:
    links = subjects.list_links(db, record)
    others = {link.id: link.other if link.entity == record else link.entity for link in links}
    labels = label_all(db, others.values(), language)
    words = {
        LinkKind.NOT_THE_SAME: tr_in(language, "must not be confused with"),
        LinkKind.POSSIBLY_SAME: tr_in(language, "possibly the same as"),
    }
    return [
        Fact(name=words[link.kind], value=labels[others[link.id]], record=others[link.id])
        for link in links
        if others[link.id] in labels
    ]


def _about_subject(
    db: Database, record: str, language: str, kind_word: str, title: str, facts: Sequence[Fact]
) -> Provenance:
    """Return a subject's claims by property, those that name it, and its mentions."""
    own = claims.list_claims_of(db, [record])
    naming = [c for c in claims.list_claims_naming(db, record) if c.subject != record]
    reader = ClaimReader(db, [*own, *naming], language=language)
    return Provenance(
        record=record,
        kind=find_kind(record) or Kind.ENTITY,
        kind_word=kind_word,
        title=title,
        facts=tuple(facts),
        groups=(*_by_property(reader, own, language), *_inverse(reader, naming, language)),
        mentions=_mentions_of_subject(db, record, language),
    )


def _by_property(reader: ClaimReader, own: Iterable[Claim], language: str) -> list[Group]:
    found: dict[str, list[Claim]] = {}
    for claim in own:
        found.setdefault(claim.property, []).append(claim)
    return [
        Group(
            heading=prop.label(language),
            claims=tuple(reader.view(claim) for claim in found[prop.id]),
        )
        for prop in reader.properties.values()
        if prop.id in found
    ]


def _inverse(reader: ClaimReader, naming: Iterable[Claim], language: str) -> list[Group]:
    found: dict[str, list[Claim]] = {}
    for claim in naming:
        found.setdefault(claim.property, []).append(claim)
    groups = []
    for prop in reader.properties.values():
        if prop.id not in found:
            continue
        inverse = (prop.inverse_vi if language == "vi" else "") or prop.inverse_en
        heading = inverse or tr_in(language, "{property} of", property=prop.label(language))
        views = tuple(reader.view(claim, inverse=True) for claim in found[prop.id])
        groups.append(Group(heading=heading, claims=views, is_inverse=True))
    return groups


def _mentions_of_subject(db: Database, record: str, language: str) -> tuple[Mention, ...]:
    found = excerpts.list_attachments_of_subjects(db, [record])
    reader = PassageReader(db, {one.excerpt for one in found}, language=language)
    return tuple(_make_mentions(found, reader, {}))


def _make_mentions(
    found: Iterable[Attachment], reader: PassageReader, labels: dict[str, str]
) -> Iterable[Mention]:
    for one in sorted(found, key=lambda one: number_of(one.id)):
        passage = reader.find_passage(one.excerpt)
        if passage is not None:
            yield Mention(
                attachment=one.id,
                subject=one.subject,
                title=labels.get(one.subject, ""),
                passage=passage,
                note=one.note,
            )


def _by_subject(db: Database, stated: Sequence[Claim], language: str) -> tuple[Group, ...]:
    """Return claims about several subjects, under the subjects' names."""
    reader = ClaimReader(db, stated, language=language)
    found: dict[str, list[Claim]] = {}
    for claim in stated:
        found.setdefault(claim.subject, []).append(claim)
    return tuple(
        Group(
            heading=reader.labels.get(subject) or subject,
            claims=tuple(reader.view(claim, lead=True) for claim in group),
            record=subject,
        )
        for subject, group in found.items()
    )


def _describe_claim(db: Database, record: str, language: str) -> Provenance:
    claim = claims.get_claim(db, record)
    reader = ClaimReader(db, [claim], language=language)
    shown = [claim, *claims.list_claims(db, reader.rivals_of(record))]
    groups = _by_subject(db, shown, language)
    view = groups[0].claims[0]
    return Provenance(
        record=record,
        kind=Kind.CLAIM,
        kind_word=tr_in(language, "claim"),
        title=f"{view.label}: {view.value}",
        facts=(Fact(name=tr_in(language, "about"), value=view.subject, record=claim.subject),),
        groups=groups,
    )


def _describe_excerpt(db: Database, record: str, language: str) -> Provenance:
    excerpt = excerpts.get_excerpt(db, record)
    reader = PassageReader(db, [record], language=language)
    attached = excerpts.list_attachments_of_excerpts(db, [record])
    labels = label_all(db, {one.subject for one in attached}, language)
    facts = []
    if excerpt.note:
        facts.append(Fact(name=tr_in(language, "note"), value=excerpt.note))
    if excerpt.translation:
        facts.append(Fact(name=tr_in(language, "translation"), value=excerpt.translation))
    return Provenance(
        record=record,
        kind=Kind.EXCERPT,
        kind_word=tr_in(language, "excerpt"),
        title=_shorten(excerpt.quote),
        facts=tuple(facts),
        passage=reader.find_passage(record),
        groups=_by_subject(db, claims.list_claims_resting_on(db, record), language),
        mentions=tuple(_make_mentions(attached, reader, labels)),
    )


def _shorten(quote: str) -> str:
    line = " ".join(quote.split())
    return line if len(line) <= _TITLE_LENGTH else f"{line[:_TITLE_LENGTH].rstrip()}…"


def _excerpts_of(db: Database, held: Iterable[str]) -> list[str]:
    return [one.id for document in held for one in excerpts.list_excerpts_of(db, document)]


def _claims_on(db: Database, passages: Sequence[str]) -> list[Claim]:
    """Return the claims that cite any of the excerpts `passages`."""
    cited = rows.list_rows_in(db, Kind.CITATION, "excerpt", passages)
    return claims.list_claims(db, {row["claim"] for row in cited})


def _describe_document(db: Database, record: str, language: str) -> Provenance:
    document = documents.get_document(db, record)
    source = sources.get_source(db, document.source)
    passages = _excerpts_of(db, [record])
    resting = _claims_on(db, passages)
    facts = [
        Fact(name=tr_in(language, "text of"), value=source.title, record=source.id),
        *_source_facts(db, source, language),
        *_counts(passages, resting, language),
    ]
    if document.note:
        facts.append(Fact(name=tr_in(language, "note"), value=document.note))
    return Provenance(
        record=record,
        kind=Kind.DOCUMENT,
        kind_word=tr_in(language, "document"),
        title=document.title,
        facts=tuple(facts),
        groups=_by_subject(db, resting, language),
    )


def _counts(passages: Sequence[str], resting: Sequence[Claim], language: str) -> list[Fact]:
    return [
        Fact(name=tr_in(language, "excerpts"), value=str(len(passages))),
        Fact(name=tr_in(language, "claims that rest on it"), value=str(len(resting))),
    ]


def _describe_source(db: Database, record: str, language: str) -> Provenance:
    source = sources.get_source(db, record)
    held = documents.list_documents_of(db, record)
    passages = _excerpts_of(db, [one.id for one in held])
    resting = _claims_on(db, passages)
    drawn = rows.list_rows(db, Kind.SOURCE, "derived_from = ? OR quoted_in = ?", (record, record))
    facts = [
        *_source_facts(db, source, language),
        *(Fact(name=tr_in(language, "document"), value=o.title, record=o.id) for o in held),
        *(
            Fact(name=tr_in(language, "drawn from it"), value=row["title"], record=row["id"])
            for row in drawn
        ),
        *_counts(passages, resting, language),
    ]
    if source.note:
        facts.append(Fact(name=tr_in(language, "note"), value=source.note))
    return Provenance(
        record=record,
        kind=Kind.SOURCE,
        kind_word=word(source.level, language),
        title=source.title,
        facts=tuple(facts),
        groups=_by_subject(db, resting, language),
    )


def _source_facts(db: Database, source: Source, language: str) -> list[Fact]:
    """Return who made a source, when, and what it is part of or taken from."""
    people = [c.literal or f"{c.given} {c.family}".strip() for c in source.contributors]
    links = {
        source.parent: tr_in(language, "part of"),
        source.quoted_in: tr_in(language, "quoted in"),
        source.derived_from: tr_in(language, "derived from"),
    }
    above = {one.id: one for one in sources.list_sources(db, [link for link in links if link])}
    facts = [Fact(name=tr_in(language, "made by"), value="; ".join(people))] if people else []
    if source.date:
        facts.append(Fact(name=tr_in(language, "date"), value=source.date))
    facts += [
        Fact(name=name, value=above[link].title, record=link)
        for link, name in links.items()
        if link in above and link
    ]
    if source.shelf_mark:
        facts.append(Fact(name=tr_in(language, "shelf mark"), value=source.shelf_mark))
    return facts
