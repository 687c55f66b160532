"""How each kind of record looks in the listing: what is its title, detail, number and state."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from desktop_app.catalog.claims import Rank, Stance
from desktop_app.catalog.collation import sort_key
from desktop_app.catalog.folding import fold
from desktop_app.catalog.ids import Kind
from desktop_app.store import claims as claims_store
from desktop_app.store.database import Database, Row
from desktop_app.store.subjects import label_subjects

_TITLE_LENGTH = 200
_NUMBER_WIDTH = 18


def make_rows(db: Database, kind: Kind, ids: Sequence[str]) -> list[Row]:
    """Return the listing rows of records of one kind; those that are gone are left out."""
    makers: dict[Kind, Callable[[Database, Sequence[str]], list[Row]]] = {
        Kind.SOURCE: _sources,
        Kind.DOCUMENT: _documents,
        Kind.EXCERPT: _excerpts,
        Kind.ENTITY: _entities,
        Kind.EVENT: _events,
        Kind.CLAIM: _claims,
    }
    return makers[kind](db, ids)


def _row(kind: Kind, record: Row, *, searched: str = "", **values: Any) -> Row:
    title = re.sub(r"\s+", " ", str(values.pop("title", "")))[:_TITLE_LENGTH]
    detail = re.sub(r"\s+", " ", str(values.pop("detail", "")))[:_TITLE_LENGTH]
    empty = {"type": "", "date": "", "earliest": None, "latest": None, "number": 0, "uncited": 0}
    return {
        **empty,
        "conflicts": 0,
        "state": "",
        **values,
        "id": record["id"],
        "kind": kind.value,
        "title": title,
        "sort_title": sort_key(title),
        "detail": detail,
        "sort_detail": values.get("sort_detail") or sort_key(detail),
        "folded": fold(f"{title}\n{detail}\n{searched}"),
        "trashed": record["trashed"],
    }


def _select(db: Database, sql: str, ids: Sequence[str]) -> list[Row]:
    return db.query(sql.replace("(:ids)", f"({', '.join('?' * len(ids))})"), ids)


def _sources(db: Database, ids: Sequence[str]) -> list[Row]:
    found = _select(
        db,
        "SELECT s.id, s.title, s.title_translated, s.level, s.date, s.edtf, s.shelf_mark, "
        "s.trashed, s.container, s.publisher, (SELECT group_concat(CASE WHEN c.literal <> '' "
        "THEN c.literal ELSE trim(c.given || ' ' || c.family) END, '; ') FROM contributor AS c "
        "WHERE c.source = s.id AND c.trashed IS NULL) AS people, (SELECT count(*) FROM document "
        "AS d WHERE d.source = s.id AND d.trashed IS NULL) AS documents "
        "FROM source AS s WHERE s.id IN (:ids)",
        ids,
    )
    return [
        _row(
            Kind.SOURCE,
            row,
            title=row["title"],
            detail=row["people"] or row["publisher"] or row["container"],
            type=row["level"],
            date=row["date"],
            earliest=row["edtf"] or None,
            number=row["documents"],
            searched=f"{row['title_translated']}\n{row['shelf_mark']}\n{row['date']}",
        )
        for row in found
    ]


def _documents(db: Database, ids: Sequence[str]) -> list[Row]:
    found = _select(
        db,
        "SELECT d.id, d.title, d.file_name, d.language, d.characters, d.trashed, "
        "s.title AS source_title, (SELECT count(*) FROM excerpt AS e WHERE e.document = d.id "
        "AND e.trashed IS NULL) AS excerpts FROM document AS d JOIN source AS s "
        "ON s.id = d.source WHERE d.id IN (:ids)",
        ids,
    )
    return [
        _row(
            Kind.DOCUMENT,
            row,
            title=row["title"],
            detail=row["source_title"],
            type=row["language"],
            number=row["excerpts"],
            state="excerpted" if row["excerpts"] else "untouched",
            searched=row["file_name"],
        )
        for row in found
    ]


def _excerpts(db: Database, ids: Sequence[str]) -> list[Row]:
    found = _select(
        db,
        "SELECT e.id, e.quote, e.state, e.start, e.page, e.document, e.trashed, d.title, "
        "(SELECT count(DISTINCT c.claim) FROM citation AS c WHERE c.excerpt = e.id "
        "AND c.trashed IS NULL) AS claims, (SELECT count(*) FROM attachment AS a "
        "WHERE a.excerpt = e.id AND a.trashed IS NULL) AS mentions "
        "FROM excerpt AS e JOIN document AS d ON d.id = e.document WHERE e.id IN (:ids)",
        ids,
    )
    rows = []
    for row in found:
        used = "claim" if row["claims"] else "attached" if row["mentions"] else "loose"
        rows.append(
            _row(
                Kind.EXCERPT,
                row,
                title=row["quote"],
                detail=row["title"],
                sort_detail=f"{sort_key(row['title'])}\x00{row['start']:0{_NUMBER_WIDTH}d}",
                type=used,
                number=row["claims"],
                date=row["page"],
                state=row["state"],
            )
        )
    return rows


def _entities(db: Database, ids: Sequence[str]) -> list[Row]:
    names: dict[str, list[Row]] = {}
    # Names that went to the trash with their entity still tell which one lies there.
    found = _select(
        db,
        "SELECT entity, text, kind FROM name WHERE (trashed IS NULL OR trashed = entity) "
        "AND entity IN (:ids) ORDER BY position, id",
        ids,
    )
    for row in found:
        names.setdefault(row["entity"], []).append(row)
    counts = _count_claims(db, ids)
    rows = []
    for row in _select(db, "SELECT id, kind, trashed, note FROM entity WHERE id IN (:ids)", ids):
        own = names.get(row["id"], [])
        preferred = [name["text"] for name in own if name["kind"] == "preferred"]
        title = preferred[0] if preferred else own[0]["text"] if own else row["id"]
        others = [name["text"] for name in own if name["text"] != title]
        searched = "\n".join(others)
        rows.append(
            _row(
                Kind.ENTITY,
                row,
                title=title,
                detail=" · ".join(others),
                type=row["kind"],
                searched=searched,
                **counts[row["id"]],
            )
        )
    return rows


def _events(db: Database, ids: Sequence[str]) -> list[Row]:
    counts = _count_claims(db, ids)
    found = _select(
        db,
        "SELECT id, title, title_translated, kind, trashed FROM event WHERE id IN (:ids)",
        ids,
    )
    dates = _preferred_values(db, ids, "date")
    places = _preferred_values(db, ids, "place")
    named = [p["value_subject"] for p in places.values() if p["value_subject"]]
    # An event may be the place of one that is listed before it: its own row knows its title.
    titles = _select(db, "SELECT id, title FROM event WHERE id IN (:ids)", named)
    labels = {**label_subjects(db, named), **{row["id"]: row["title"] for row in titles}}
    rows = []
    for row in found:
        date = dates.get(row["id"], {})
        place = places.get(row["id"], {})
        rows.append(
            _row(
                Kind.EVENT,
                row,
                title=row["title"],
                detail=labels.get(place.get("value_subject") or "", place.get("text", "")),
                type=row["kind"],
                date=date.get("edtf", ""),
                earliest=date.get("earliest"),
                latest=date.get("latest"),
                searched=row["title_translated"],
                **counts[row["id"]],
            )
        )
    return rows


def _preferred_values(db: Database, subjects: Sequence[str], key: str) -> dict[str, Row]:
    """Return, by subject, the claim of property `key` to show: preferred first, then the oldest."""
    found = _select(
        db,
        "SELECT c.subject, c.value_subject, c.text, c.edtf, c.earliest, c.latest FROM claim AS c "
        f"JOIN property AS p ON p.id = c.property AND p.key = '{key}' WHERE c.trashed IS NULL "
        f"AND c.rank <> '{Rank.DEPRECATED}' AND c.subject IN (:ids) "
        f"ORDER BY c.rank = '{Rank.PREFERRED}', c.rowid DESC",
        subjects,
    )
    return {row["subject"]: row for row in found}


#: As `rules.is_uncited` says it.
_IS_UNCITED = (
    "NOT EXISTS (SELECT 1 FROM citation AS t WHERE t.claim = c.id AND t.trashed IS NULL "
    f"AND t.stance = '{Stance.SUPPORTS}')"
)


def _count_claims(db: Database, subjects: Sequence[str]) -> dict[str, dict[str, int]]:
    counts = {subject: {"number": 0, "uncited": 0} for subject in subjects}
    found = _select(
        db,
        f"SELECT c.subject, count(*) AS number, sum({_IS_UNCITED}) AS uncited FROM claim AS c "
        "WHERE c.trashed IS NULL AND c.subject IN (:ids) GROUP BY c.subject",
        subjects,
    )
    return counts | {row.pop("subject"): row for row in found}


def _claims(db: Database, ids: Sequence[str]) -> list[Row]:
    found = _select(
        db,
        "SELECT c.id, c.subject, c.property, c.value_kind, c.text, c.number, c.unit, c.bound, "
        "c.as_written, c.edtf, c.wording, c.earliest, c.latest, c.value_subject, c.detail, "
        f"c.rank, c.trashed, {_IS_UNCITED} AS uncited, (SELECT count(*) FROM citation AS t "
        "WHERE t.claim = c.id AND t.trashed IS NULL) AS citations FROM claim AS c "
        "WHERE c.id IN (:ids)",
        ids,
    )
    properties = {p.id: p for p in claims_store.list_properties(db)}
    labels = label_subjects(
        db,
        {row["subject"] for row in found}
        | {row["value_subject"] for row in found if row["value_subject"]},
    )
    rows = []
    for row in found:
        prop = properties.get(row["property"])
        rows.append(
            _row(
                Kind.CLAIM,
                row,
                title=labels.get(row["subject"], row["subject"]),
                detail=_plain_value(row, labels),
                type=prop.key if prop else "",
                date=row["edtf"],
                earliest=row["earliest"],
                latest=row["latest"],
                number=row["citations"],
                uncited=row["uncited"],
                state=row["rank"],
                searched=f"{prop.label_en}\n{prop.label_vi}\n{row['detail']}" if prop else "",
            )
        )
    return rows


def _plain_value(row: Row, labels: dict[str, str]) -> str:
    """Return a claim's value in no language but its own."""
    match row["value_kind"]:
        case "subject":
            return labels.get(row["value_subject"]) or str(row["value_subject"])
        case "quantity":
            return row["as_written"] or f"{row['number']:g} {row['unit']}".strip()
        case "date":
            return row["wording"] or row["edtf"]
        case "text":
            return str(row["text"])
        case special:
            return str(special)
