"""The journal in sentences: what each change did, in words the archivist knows.

It reads the images of the rows that the database wrote; nothing here can change the journal.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from desktop_app.catalog.changes import Change, Manner, Operation, RowChange, label_operation
from desktop_app.catalog.claims import Bound, Confidence, Property, Rank, Stance, Voice
from desktop_app.catalog.excerpts import AnchorState, TranslationStatus
from desktop_app.catalog.ids import find_kind
from desktop_app.catalog.sources import Level
from desktop_app.catalog.subjects import EntityKind, NameKind
from desktop_app.catalog.wording import word
from desktop_app.i18n import current_language, mark, tr, tr_marked
from desktop_app.services.session import Session
from desktop_app.store import claims, journal
from desktop_app.store.lists import get_listing

_LONGEST = 80
_MOST_LINES = 12

_NOUNS = {
    "repository": mark("repository"),
    "source": mark("source"),
    "contributor": mark("contributor"),
    "document": mark("document"),
    "revision": mark("version of the text"),
    "excerpt": mark("excerpt"),
    "entity": mark("entity"),
    "name": mark("name"),
    "entity_link": mark("link between entities"),
    "event": mark("event"),
    "property": mark("property"),
    "claim": mark("claim"),
    "citation": mark("citation"),
    "attachment": mark("attachment"),
}
#: What a column is called; those not named here are told by their own name.
_FIELDS = {
    "title": mark("title"),
    "title_translated": mark("translated title"),
    "note": mark("note"),
    "kind": mark("kind"),
    "text": mark("text"),
    "level": mark("level"),
    "parent": mark("part of"),
    "part_of": mark("part of"),
    "repository": mark("repository"),
    "date": mark("date"),
    "edtf": mark("date (EDTF)"),
    "wording": mark("wording"),
    "language": mark("language"),
    "pages": mark("pages"),
    "page": mark("page"),
    "publisher": mark("publisher"),
    "place": mark("place"),
    "container": mark("printed in"),
    "shelf_mark": mark("shelf mark"),
    "derived_from": mark("derived from"),
    "quoted_in": mark("quoted in"),
    "quote": mark("quote"),
    "start": mark("start"),
    "end": mark("end"),
    "state": mark("place in the text"),
    "translation": mark("translation"),
    "number": mark("number"),
    "unit": mark("unit"),
    "bound": mark("bound"),
    "as_written": mark("as written"),
    "value_subject": mark("value"),
    "subject": mark("about"),
    "property": mark("property"),
    "detail": mark("detail"),
    "voice": mark("voice"),
    "speaker": mark("speaker"),
    "confidence": mark("confidence"),
    "confidence_reason": mark("reason for the confidence"),
    "rank": mark("rank"),
    "rank_reason": mark("reason for the rank"),
    "stance": mark("stance"),
    "locator": mark("locator"),
    "name": mark("name"),
    "exists_from": mark("exists from"),
    "exists_to": mark("exists to"),
    "identifiers": mark("identifiers"),
    "literal": mark("name"),
    "family": mark("family name"),
    "given": mark("given name"),
    "role": mark("role"),
    "label_en": mark("English label"),
    "label_vi": mark("Vietnamese label"),
    "excerpt": mark("found in"),
}
_ENUMERATIONS: dict[tuple[str, str], type[StrEnum]] = {
    ("source", "level"): Level,
    ("excerpt", "state"): AnchorState,
    ("excerpt", "translation_status"): TranslationStatus,
    ("entity", "kind"): EntityKind,
    ("name", "kind"): NameKind,
    ("claim", "bound"): Bound,
    ("claim", "voice"): Voice,
    ("claim", "confidence"): Confidence,
    ("claim", "rank"): Rank,
    ("citation", "stance"): Stance,
}
#: Columns that say the same as another, or what no reader asks for.
_UNSAID = {
    *("id", "trashed", "prefix", "suffix", "revision", "position", "earliest", "latest"),
    *("valid_earliest", "valid_latest", "text_sha256", "sha256", "characters", "size"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One change: its label, who, when in local time, what it did line by line.

    `can_undo` says that it was done and not undone; a later change may still stand in the way.
    """

    change: Change
    label: str
    author: str
    when: datetime
    lines: tuple[str, ...]
    is_undone: bool
    can_undo: bool


def list_history(
    session: Session, record: str = "", *, limit: int = 200, before: int | None = None
) -> list[HistoryEntry]:
    """Return the changes of the catalogue, or of `record` and what it owns, newest first."""
    db = session.db
    if not record:
        changes = journal.list_changes(db, limit=limit, before=before)
        rows = {change.seq: journal.list_row_changes(db, change.seq) for change in changes}
    else:
        rows = {}
        for row in journal.list_history(db, record):
            if before is None or row.change < before:
                rows.setdefault(row.change, []).append(row)
        newest = sorted(rows, reverse=True)[:limit]
        changes = [journal.get_change(db, seq) for seq in newest]
    writer = _Writer(session, (row for seq in rows for row in rows[seq]))
    return [_entry(session, writer, change, rows[change.seq]) for change in changes]


def _entry(
    session: Session, writer: _Writer, change: Change, rows: list[RowChange]
) -> HistoryEntry:
    label = label_operation(change.operation)
    if change.manner is Manner.UNDO:
        label = tr("Undo: {operation}", operation=label)
    elif change.manner is Manner.REDO:
        label = tr("Redo: {operation}", operation=label)
    is_undone = change.manner is Manner.DO and journal.is_undone(session.db, change.seq)
    return HistoryEntry(
        change=change,
        label=label,
        author=change.author,
        when=datetime.fromisoformat(change.at).astimezone(),
        lines=tuple(writer.lines(rows)),
        is_undone=is_undone,
        can_undo=change.manner is Manner.DO
        and not is_undone
        and change.operation is not Operation.CREATE_CATALOGUE
        and not session.db.read_only,
    )


class _Writer:
    """Writes the rows of changes as lines; labels of records are read once for all of them."""

    def __init__(self, session: Session, rows: Iterable[RowChange]) -> None:
        named = {
            value
            for row in rows
            for image in (_image(row.before), _image(row.after))
            for value in (row.record, *image.values())
            if isinstance(value, str) and find_kind(value)
        }
        listed = get_listing(session.db, sorted(named))
        self._titles = {one: str(listed[one]["title"]) for one in listed}
        self._properties = {prop.id: prop for prop in claims.list_properties(session.db)}

    def lines(self, rows: list[RowChange]) -> list[str]:
        """Return what `rows` did; a long change is cut and says how much more it did."""
        shown = [line for row in rows[: 4 * _MOST_LINES] for line in self._row_lines(row)]
        if len(shown) <= _MOST_LINES and len(rows) <= 4 * _MOST_LINES:
            return shown
        rest = max(len(rows), len(shown)) - _MOST_LINES
        return [*shown[:_MOST_LINES], tr("and {count} more", count=rest)]

    def _row_lines(self, row: RowChange) -> list[str]:
        before, after = _image(row.before), _image(row.after)
        noun = tr_marked(_NOUNS[row.table])
        named = self._name(row.table, after or before)
        if not before:
            return [tr("new {noun}: {name}", noun=noun, name=named)]
        if not after:
            return [tr("taken back {noun}: {name}", noun=noun, name=named)]
        if before.get("trashed") != after.get("trashed"):
            if after.get("trashed"):
                return [tr("to the trash, {noun}: {name}", noun=noun, name=named)]
            return [tr("from the trash, {noun}: {name}", noun=noun, name=named)]
        return [
            tr(
                "{noun} {name}: {field}: {before} → {after}",
                noun=noun,
                name=named,
                field=self._field(name),
                before=self._say(_word(row.table, name, before.get(name))),
                after=self._say(_word(row.table, name, value)),
            )
            for name, value in after.items()
            if name not in _UNSAID and before.get(name) != value
        ]

    def _field(self, name: str) -> str:
        plain = name.removeprefix("valid_")
        said = tr_marked(_FIELDS[plain]) if plain in _FIELDS else plain.replace("_", " ")
        return tr("valid, {field}", field=said) if plain != name else said

    def _say(self, value: object) -> str:
        if value is None or value == "" or value == "[]":
            return "—"
        if isinstance(value, str) and value in self._titles:
            return _short(self._titles[value])
        if isinstance(value, str) and value in self._properties:
            return self._properties[value].label(current_language())
        if isinstance(value, float):
            return f"{value:g}"
        return _short(str(value))

    def _name(self, table: str, row: Mapping[str, Any]) -> str:
        """Return what a reader knows the row by."""
        match table:
            case "claim":
                return _short(f"{self._say(row['subject'])}: {self._stated(row)}")
            case "citation":
                stance = _word(table, "stance", row["stance"])
                return f"{stance}: {self._say(row['excerpt'])}"
            case "attachment":
                return f"{self._say(row['excerpt'])} → {self._say(row['subject'])}"
            case "entity_link":
                return f"{self._say(row['entity'])} {row['kind']} {self._say(row['other'])}"
            case "contributor":
                return row["literal"] or f"{row['given']} {row['family']}".strip()
            case "revision":
                return f"{self._say(row['document'])}, {row['number']}"
        known = ("title", "quote", "text", "name", "label_en")
        found = next((str(row[one]) for one in known if row.get(one)), "")
        return _short(found or self._titles.get(row["id"], row["id"]))

    def _stated(self, row: Mapping[str, Any]) -> str:
        prop: Property | None = self._properties.get(row["property"])
        label = prop.label(current_language()) if prop else row["property"]
        match row["value_kind"]:
            case "subject":
                value = self._say(row["value_subject"])
            case "quantity":
                value = row["as_written"] or f"{row['number']:g} {row['unit']}".strip()
            case "date":
                value = row["wording"] or row["edtf"]
            case "text":
                value = row["text"]
            case special:
                value = str(special)
        return f"{label} = {value}"


def _word(table: str, column: str, value: Any) -> Any:
    """Return the word for a member of an enumeration, any other value as it is."""
    enumeration = _ENUMERATIONS.get((table, column))
    if enumeration is None or value not in enumeration.__members__.values():
        return value
    return word(enumeration(value), current_language())


def _image(written: str | None) -> dict[str, Any]:
    return json.loads(written) if written else {}


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
