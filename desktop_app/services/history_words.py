"""What each journalled row says, as lines an archivist reads: "killed: 134 → 137"."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any

from desktop_app.catalog.changes import RowChange
from desktop_app.catalog.claims import Bound, Confidence, Property, Rank, Stance, Voice
from desktop_app.catalog.excerpts import AnchorState, TranslationStatus
from desktop_app.catalog.ids import find_kind
from desktop_app.catalog.sources import Level
from desktop_app.catalog.subjects import EntityKind, NameKind
from desktop_app.catalog.wording import word
from desktop_app.i18n import current_language, mark, tr, tr_marked
from desktop_app.store import claims
from desktop_app.store.database import Database
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
#: Columns that together are what a claim states.
_VALUE = (
    *("value_kind", "text", "number", "unit", "bound", "as_written", "edtf", "wording"),
    "value_subject",
)
#: Columns that say the same as another, or what no reader asks for.
_UNSAID = {
    *("id", "trashed", "prefix", "suffix", "revision", "position", "earliest", "latest"),
    *("valid_earliest", "valid_latest", "text_sha256", "sha256", "characters", "size"),
}


class HistoryWriter:
    """Writes the rows of changes as lines; labels of records are read once for all of them.

    In the history of one record, `about`, its own lines do not repeat its name.
    """

    def __init__(self, db: Database, rows: Iterable[RowChange], *, about: str = "") -> None:
        self._about = about
        named = {
            value
            for row in rows
            for image in (_image(row.before), _image(row.after))
            for value in (row.record, *image.values())
            if isinstance(value, str) and find_kind(value)
        }
        listed = get_listing(db, sorted(named))
        self._titles = {one: str(listed[one]["title"]) for one in listed}
        self._properties = {prop.id: prop for prop in claims.list_properties(db)}

    def lines(self, rows: list[RowChange]) -> list[str]:
        """Return what `rows` did; a long change is cut and says how much more it did."""
        shown = [line for row in rows[: 4 * _MOST_LINES] for line in self._row_lines(row)]
        if len(shown) <= _MOST_LINES and len(rows) <= 4 * _MOST_LINES:
            return shown
        rest = max(len(rows), len(shown)) - _MOST_LINES
        return [*shown[:_MOST_LINES], tr("and {count} more", count=rest)]

    def _row_lines(self, row: RowChange) -> list[str]:
        noun = tr_marked(_NOUNS[row.table])
        if "" in (row.before, row.after):
            return [tr("{noun}: its words were removed for ever", noun=noun)]
        before, after = _image(row.before), _image(row.after)
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
            line
            if row.record == self._about
            else tr("{noun} {name}: {change}", noun=noun, name=named, change=line)
            for line in self._differences(row.table, before, after)
        ]

    def _differences(
        self, table: str, before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> Iterator[str]:
        """Yield each field that differs, before and after; a claim's value as one."""
        together = _VALUE if table == "claim" else ()
        if any(before.get(name) != after.get(name) for name in together):
            prop = self._property(after["property"])
            yield _arrow(prop, self._value(before), self._value(after))
        for name, value in after.items():
            if name not in _UNSAID and name not in together and before.get(name) != value:
                old, new = _word(table, name, before.get(name)), _word(table, name, value)
                yield _arrow(self._field(name), self._say(old), self._say(new))

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
        return f"{self._property(row['property'])} = {self._value(row)}"

    def _property(self, record: str) -> str:
        prop: Property | None = self._properties.get(record)
        return prop.label(current_language()) if prop else record

    def _value(self, row: Mapping[str, Any]) -> str:
        match row["value_kind"]:
            case "subject":
                return self._say(row["value_subject"])
            case "quantity":
                return str(row["as_written"] or _quantity(row))
            case "date":
                return str(row["wording"] or row["edtf"])
            case "text":
                return _short(row["text"])
            case special:
                return str(special)


def _quantity(row: Mapping[str, Any]) -> str:
    bound = row["bound"]
    said = word(Bound(bound), current_language()) if bound not in ("", Bound.EXACTLY) else ""
    return " ".join(filter(None, [said, f"{row['number']:g}", row["unit"]]))


def _arrow(field: str, before: str, after: str) -> str:
    return tr("{field}: {before} → {after}", field=field, before=before, after=after)


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
