"""Properties, claims and citations in SQLite. A value lies in typed columns beside its kind."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from desktop_app.catalog.claims import (
    Bound,
    Cardinality,
    Citation,
    Claim,
    Confidence,
    DateValue,
    Property,
    Quantity,
    Rank,
    SpecialValue,
    Stance,
    SubjectValue,
    TextValue,
    Value,
    ValueType,
    Voice,
)
from desktop_app.catalog.ids import Kind, number_of
from desktop_app.errors import UserError
from desktop_app.store import rows
from desktop_app.store.database import Database, Row

_EMPTY: dict[str, Any] = {
    "text": "",
    "number": None,
    "unit": "",
    "bound": "",
    "as_written": "",
    "edtf": "",
    "wording": "",
    "earliest": None,
    "latest": None,
    "value_subject": None,
}


def value_columns(value: Value) -> dict[str, Any]:
    """Return the columns that hold `value`."""
    match value:
        case TextValue():
            return {**_EMPTY, "value_kind": "text", "text": value.text}
        case Quantity():
            return {
                **_EMPTY,
                "value_kind": "quantity",
                "number": float(value.number),
                "unit": value.unit,
                "bound": value.bound,
                "as_written": value.as_written,
            }
        case DateValue():
            return {
                **_EMPTY,
                "value_kind": "date",
                "edtf": value.edtf,
                "wording": value.wording,
                "earliest": value.earliest,
                "latest": value.latest,
            }
        case SubjectValue():
            return {**_EMPTY, "value_kind": "subject", "value_subject": value.subject}
        case SpecialValue():
            return {**_EMPTY, "value_kind": value.special}


def read_value(row: Row) -> Value:
    """Return the value that a claim's columns hold."""
    match row["value_kind"]:
        case "text":
            return TextValue(row["text"])
        case "quantity":
            number = row["number"]
            return Quantity(
                number=int(number) if number.is_integer() else number,
                unit=row["unit"],
                bound=Bound(row["bound"]),
                as_written=row["as_written"],
            )
        case "date":
            return _date(row, "")
        case "subject":
            return SubjectValue(row["value_subject"])
        case special:
            return SpecialValue(special)


def _date(row: Row, prefix: str) -> DateValue:
    return DateValue(
        edtf=row[f"{prefix}edtf"],
        wording=row[f"{prefix}wording"],
        earliest=row[f"{prefix}earliest"],
        latest=row[f"{prefix}latest"],
    )


def claim_values(claim: Claim) -> dict[str, Any]:
    """Return the columns of a claim's own row."""
    valid = claim.valid or DateValue(edtf="")
    return {
        "id": claim.id,
        "subject": claim.subject,
        "property": claim.property,
        **value_columns(claim.value),
        "detail": claim.detail,
        "valid_edtf": valid.edtf,
        "valid_wording": valid.wording,
        "valid_earliest": valid.earliest,
        "valid_latest": valid.latest,
        "voice": claim.voice,
        "speaker": claim.speaker,
        "confidence": claim.confidence,
        "confidence_reason": claim.confidence_reason,
        "rank": claim.rank,
        "rank_reason": claim.rank_reason,
        "note": claim.note,
    }


def get_claim(db: Database, record: str) -> Claim:
    """Return one claim with its citations; raise UserError where there is none."""
    return _claims(db, [rows.get_row(db, Kind.CLAIM, record)])[0]


def list_claims(db: Database, records: Iterable[str] | None = None) -> list[Claim]:
    """Return claims with their citations: all, or those of `records` outside the trash."""
    if records is None:
        return _claims(db, rows.list_rows(db, Kind.CLAIM))
    return _claims(db, rows.list_rows_in(db, Kind.CLAIM, "id", records))


def list_claims_of(db: Database, subjects: Iterable[str]) -> list[Claim]:
    """Return the claims about these subjects."""
    return _claims(db, rows.list_rows_in(db, Kind.CLAIM, "subject", subjects))


def list_claims_naming(db: Database, subject: str) -> list[Claim]:
    """Return the claims whose value is `subject`: seen from there they read as inverses."""
    return _claims(db, rows.list_rows(db, Kind.CLAIM, "value_subject = ?", (subject,)))


def list_claims_resting_on(db: Database, excerpt: str) -> list[Claim]:
    """Return the claims that cite an excerpt."""
    return _claims(
        db,
        rows.list_rows(
            db,
            Kind.CLAIM,
            "id IN (SELECT claim FROM citation WHERE excerpt = ? AND trashed IS NULL)",
            (excerpt,),
        ),
    )


def _claims(db: Database, found: list[Row]) -> list[Claim]:
    citations: dict[str, list[Citation]] = {}
    ids = [row["id"] for row in found]
    for row in rows.list_rows_in(db, Kind.CITATION, "claim", ids):
        citations.setdefault(row["claim"], []).append(_citation(row))
    by_number = sorted(found, key=lambda row: number_of(row["id"]))
    return [_claim(row, citations.get(row["id"], [])) for row in by_number]


def _claim(row: Row, citations: list[Citation]) -> Claim:
    return Claim(
        id=row["id"],
        subject=row["subject"],
        property=row["property"],
        value=read_value(row),
        detail=row["detail"],
        valid=_date(row, "valid_") if row["valid_edtf"] else None,
        voice=Voice(row["voice"]),
        speaker=row["speaker"],
        confidence=Confidence(row["confidence"]) if row["confidence"] else None,
        confidence_reason=row["confidence_reason"],
        rank=Rank(row["rank"]),
        rank_reason=row["rank_reason"],
        note=row["note"],
        citations=tuple(sorted(citations, key=lambda c: number_of(c.id))),
    )


def get_citation(db: Database, record: str) -> Citation:
    """Return one citation; raise UserError where there is none."""
    return _citation(rows.get_row(db, Kind.CITATION, record))


def list_citations_of(db: Database, excerpts: Iterable[str]) -> list[Citation]:
    """Return the citations of these excerpts."""
    return [_citation(row) for row in rows.list_rows_in(db, Kind.CITATION, "excerpt", excerpts)]


def list_cited_sources(db: Database, claims: Iterable[str]) -> list[tuple[str, str]]:
    """Return (claim, source) of every source that these claims are cited to, in order."""
    found: list[tuple[str, str]] = []
    for part in rows.chunks(sorted(set(claims))):
        read = db.query(
            "SELECT DISTINCT c.claim, d.source FROM citation AS c "
            "JOIN excerpt AS e ON e.id = c.excerpt JOIN document AS d ON d.id = e.document "
            f"WHERE c.trashed IS NULL AND c.claim IN ({', '.join('?' * len(part))}) "
            "ORDER BY c.claim, d.source",
            part,
        )
        found += [(row["claim"], row["source"]) for row in read]
    return found


def _citation(row: Row) -> Citation:
    del row["trashed"]
    row["stance"] = Stance(row["stance"])
    return Citation(**row)


def citation_values(citation: Citation) -> dict[str, Any]:
    """Return the columns of a citation's row."""
    return rows.record_values(citation)


def list_properties(db: Database) -> list[Property]:
    """Return all properties in their order."""
    return [_property(row) for row in rows.list_rows(db, Kind.PROPERTY, order="position, id")]


def get_property(db: Database, named: str) -> Property:
    """Return the property of this id, key or label (either language); raise UserError else."""
    for found in list_properties(db):
        names = (found.id, found.key, found.label_en.casefold(), found.label_vi.casefold())
        if named in names or named.casefold() in names:
            return found
    raise UserError("no_property", "There is no property called {name}.", name=named)


def _property(row: Row) -> Property:
    del row["trashed"]
    return Property(
        **{
            **row,
            "value_type": ValueType(row["value_type"]),
            "cardinality": Cardinality(row["cardinality"]),
            "built_in": bool(row["built_in"]),
        }
    )


def property_values(record: Property) -> dict[str, Any]:
    """Return the columns of a property's row."""
    values = rows.record_values(record)
    values["built_in"] = int(record.built_in)
    return values
