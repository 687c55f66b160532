"""Operations on properties, claims and citations."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from desktop_app.catalog.changes import Operation
from desktop_app.catalog.claims import (
    Cardinality,
    Citation,
    Claim,
    Confidence,
    Property,
    Rank,
    Stance,
    ValueType,
    Voice,
)
from desktop_app.catalog.folding import fold
from desktop_app.catalog.ids import Kind
from desktop_app.catalog.rules import valid_together
from desktop_app.errors import UserError
from desktop_app.services.commands.fields import (
    clean_fields,
    clean_line,
    clean_text,
    find_choice,
    read_choice,
    require_line,
    require_text,
    shorten,
)
from desktop_app.services.commands.registry import operation
from desktop_app.services.commands.values import read_date, read_value, require_subject
from desktop_app.services.session import Changed, Session
from desktop_app.store import claims as store
from desktop_app.store import excerpts, rows

Json = dict[str, Any]

_TEXTS_OF_CLAIM = ("detail", "speaker", "confidence_reason", "note")


@operation
def create_property(
    session: Session,
    *,
    label: str,
    value_type: str,
    cardinality: str = "many",
    key: str = "",
    label_vi: str = "",
    inverse: str = "",
    inverse_vi: str = "",
    unit: str = "",
) -> Changed:
    """Create a property of your own: value_type text, quantity, date or subject."""
    english = require_line(label, "label")
    made_key = re.sub(r"[^a-z0-9]+", "_", fold(clean_line(key) or english)).strip("_") or "property"
    known = store.list_properties(session.db)
    if any(made_key == had.key or english.casefold() == had.label_en.casefold() for had in known):
        raise UserError("property_there", "There is a property “{name}” already.", name=english)
    values = {
        "key": made_key,
        "label_en": english,
        "label_vi": clean_line(label_vi),
        "value_type": read_choice(ValueType, value_type, "value_type"),
        "cardinality": read_choice(Cardinality, cardinality, "cardinality"),
        "inverse_en": clean_line(inverse),
        "inverse_vi": clean_line(inverse_vi),
        "unit": clean_line(unit),
        "built_in": 0,
        "position": max((had.position for had in known), default=-1) + 1,
    }
    with session.change(Operation.CREATE_PROPERTY) as change:
        record = rows.take_id(session.db, Kind.PROPERTY)
        rows.insert_row(session.db, Kind.PROPERTY, {**values, "id": record})
    return Changed(change.seq, (record,))


@operation
def update_property(session: Session, *, property: str, details: Json) -> Changed:
    """Edit a property's labels, inverse labels, cardinality and unit; its type stays."""
    found = store.get_property(session.db, property)
    fields = clean_fields(Property, details, fixed=("key", "value_type", "built_in"))
    if "label_en" in fields:
        require_line(fields["label_en"], "label")
    if "cardinality" in fields:
        fields["cardinality"] = read_choice(Cardinality, fields["cardinality"], "cardinality")
    with session.change(Operation.UPDATE_PROPERTY) as change:
        rows.update_row(session.db, Kind.PROPERTY, found.id, fields)
    return Changed(change.seq, (found.id,))


@operation
def state_claim(
    session: Session,
    *,
    subject: str,
    property: str,
    value: str | int | float | Json,
    excerpt: str | None = None,
    stance: str = "supports",
    voice: str = "narrator",
    speaker: str = "",
    confidence: str | None = None,
    confidence_reason: str = "",
    detail: str = "",
    valid: str | Json | None = None,
    locator: str = "",
    note: str = "",
) -> Changed:
    """State a claim about an event or entity, cited to `excerpt` where one is given."""
    require_subject(session, subject)
    prop = store.get_property(session.db, property)
    claim = Claim(
        id="",
        subject=subject,
        property=prop.id,
        value=read_value(session, prop, value),
        detail=clean_line(detail),
        valid=_valid(valid),
        voice=read_choice(Voice, voice, "voice"),
        speaker=clean_line(speaker),
        confidence=find_choice(Confidence, confidence, "confidence"),
        confidence_reason=clean_text(confidence_reason),
        note=clean_text(note),
    )
    with session.change(Operation.STATE_CLAIM) as change:
        record = rows.take_id(session.db, Kind.CLAIM)
        rows.insert_row(session.db, Kind.CLAIM, {**store.claim_values(claim), "id": record})
        ids = [record]
        if excerpt:
            cited = cite_claim(
                session, claim=record, excerpt=excerpt, stance=stance, locator=locator
            )
            ids += cited.ids
    return Changed(change.seq, tuple(ids))


def _valid(given: str | Json | None) -> Any:
    if not given:
        return None
    found = read_date(given)
    if found is None:
        text = shorten(given)
        raise UserError("bad_date", "“{text}” is no date that Regesta can read.", text=text)
    return found


@operation
def update_claim(session: Session, *, claim: str, details: Json) -> Changed:
    """Edit a claim: value, detail, valid, voice, speaker, confidence, its reason, note."""
    old = store.get_claim(session.db, claim)
    known = {
        *("value", "detail", "valid", "voice", "speaker"),
        *("confidence", "confidence_reason", "note", "property"),
    }
    for name in details:
        if name not in known:
            raise UserError(
                "unknown_argument",
                "{operation} takes no argument {argument}; it takes {known}.",
                operation="update_claim",
                argument=name,
                known=", ".join(sorted(known)),
            )
    named = require_text(details.get("property") or old.property, "property")
    prop = store.get_property(session.db, named)
    given = {name: _text_or(details, name, getattr(old, name)) for name in _TEXTS_OF_CLAIM}
    new = replace(
        old,
        property=prop.id,
        value=read_value(session, prop, details.get("value", old.value)),
        detail=clean_line(given["detail"]),
        valid=_valid(details["valid"]) if "valid" in details else old.valid,
        voice=read_choice(Voice, details.get("voice", old.voice), "voice"),
        speaker=clean_line(given["speaker"]),
        confidence=find_choice(Confidence, details.get("confidence", old.confidence), "confidence"),
        confidence_reason=clean_text(given["confidence_reason"]),
        note=clean_text(given["note"]),
    )
    with session.change(Operation.UPDATE_CLAIM) as change:
        rows.update_row(session.db, Kind.CLAIM, claim, store.claim_values(new))
    return Changed(change.seq, (claim,))


def _text_or(details: Json, name: str, old: str) -> str:
    """Return the text given, "" for null, the `old` one where nothing is given."""
    given = details.get(name, old)
    return require_text("" if given is None else given, name)


@operation
def cite_claim(
    session: Session,
    *,
    claim: str,
    excerpt: str,
    stance: str = "supports",
    locator: str = "",
    note: str = "",
) -> Changed:
    """Cite an excerpt for a claim; one cited already with this stance is given back."""
    held = store.get_claim(session.db, claim)
    excerpts.get_excerpt(session.db, excerpt)
    chosen = read_choice(Stance, stance, "stance")
    for citation in held.citations:
        if citation.excerpt == excerpt and citation.stance is chosen:
            return Changed(0, (citation.id,))
    made = Citation(
        id="",
        claim=claim,
        excerpt=excerpt,
        stance=chosen,
        locator=clean_line(locator),
        note=clean_text(note),
    )
    with session.change(Operation.CITE_CLAIM) as change:
        record = rows.take_id(session.db, Kind.CITATION)
        rows.insert_row(session.db, Kind.CITATION, {**store.citation_values(made), "id": record})
    return Changed(change.seq, (record,))


@operation
def update_citation(session: Session, *, citation: str, details: Json) -> Changed:
    """Edit a citation: stance, locator, note."""
    store.get_citation(session.db, citation)
    fields = clean_fields(Citation, details, fixed=("claim", "excerpt"))
    if "stance" in fields:
        fields["stance"] = read_choice(Stance, fields["stance"], "stance")
    with session.change(Operation.UPDATE_CITATION) as change:
        rows.update_row(session.db, Kind.CITATION, citation, fields)
    return Changed(change.seq, (citation,))


@operation
def prefer_claim(session: Session, *, claim: str, reason: str) -> Changed:
    """Prefer a claim to those it conflicts with, for a written reason; the others stay."""
    why = clean_text(reason)
    if not why:
        raise UserError(
            "no_reason", "Write why this value is preferred: a reader will want to know."
        )
    chosen = store.get_claim(session.db, claim)
    with session.change(Operation.PREFER_CLAIM) as change:
        for other in _list_preferred_rivals(session, chosen):
            fields = {"rank": Rank.NORMAL, "rank_reason": ""}
            rows.update_row(session.db, Kind.CLAIM, other, fields)
        fields = {"rank": Rank.PREFERRED, "rank_reason": why}
        rows.update_row(session.db, Kind.CLAIM, claim, fields)
    return Changed(change.seq, (claim,))


def _list_preferred_rivals(session: Session, chosen: Claim) -> list[str]:
    """Return the preferred claims that hold together with `chosen`, be their values the same."""
    if store.get_property(session.db, chosen.property).cardinality is not Cardinality.SINGLE:
        return []
    return [
        other.id
        for other in store.list_claims_of(session.db, [chosen.subject])
        if other.rank is Rank.PREFERRED
        and other.id != chosen.id
        and other.property == chosen.property
        and other.detail.casefold() == chosen.detail.casefold()
        and valid_together(other, chosen)
    ]


@operation
def rank_claim(session: Session, *, claim: str, rank: str, reason: str = "") -> Changed:
    """Make a claim normal again, or deprecated for a written reason; it stays either way."""
    chosen = read_choice(Rank, rank, "rank")
    if chosen is Rank.PREFERRED:
        return prefer_claim(session, claim=claim, reason=reason)
    why = clean_text(reason)
    if chosen is Rank.DEPRECATED and not why:
        raise UserError("no_reason", "Write why this value is deprecated: a reader will ask.")
    store.get_claim(session.db, claim)
    with session.change(Operation.RANK_CLAIM) as change:
        rows.update_row(session.db, Kind.CLAIM, claim, {"rank": chosen, "rank_reason": why})
    return Changed(change.seq, (claim,))
