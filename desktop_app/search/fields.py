"""The fields of the Whoosh index, and how a record becomes one of its documents.

Texts are cut into words by `analysis`, never by Whoosh. Only what a hit must show is stored;
the texts themselves stay in the catalogue.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from whoosh.analysis import Analyzer, Token
from whoosh.columns import NumericColumn
from whoosh.fields import COLUMN, ID, STORED, TEXT, Schema

from desktop_app.search.analysis import BREAK, iter_keys
from desktop_app.search.records import CITED, EXTRA_FIELDS, KIND_ORDER, NOT_CITED, IndexRecord

#: Days of an open side, before and after every day that can be written. A record without
#: dates begins after the last and ends before the first: it overlaps nothing.
FIRST_DAY = -2_000_000_000
LAST_DAY = 2_000_000_000
STORED_FIELDS = ("id", "kind", "title", "document", "start", "end", "earliest", "latest")

_WIDE_DAYS = 300
_SIGN = 1 << 63
_ALL_BITS = (1 << 64) - 1
_DAY = re.compile(r"([+-]?\d{4,})-(\d\d)-(\d\d)")


class KeyAnalyzer(Analyzer):
    """Gives Whoosh the keys of a text; it is pickled with the index by its name."""

    def __call__(self, value: str, **_wishes: Any) -> Iterator[Token]:
        """Yield one token, changed in place, for each key, as Whoosh expects."""
        token = Token(positions=True)
        for key in iter_keys(value):
            token.text = key.text
            token.pos = key.position
            token.boost = 1.0
            yield token


def build_schema() -> Schema:
    """Return the fields of the index."""
    return Schema(
        owner=ID(),
        kind=ID(stored=True),
        language=ID(),
        source_id=ID(),
        entity_id=ID(),
        property_key=ID(),
        cited=ID(),
        number=ID(),
        refs=_text(),
        content=_text(),
        heading=_text(),
        first_day=COLUMN(NumericColumn("i", default=LAST_DAY + 1)),
        last_day=COLUMN(NumericColumn("i", default=FIRST_DAY - 1)),
        order=COLUMN(NumericColumn("B", default=0)),
        **{f"in_{name}": _text() for name in EXTRA_FIELDS},
        **{name: STORED() for name in STORED_FIELDS if name != "kind"},
    )


def _text() -> TEXT:
    """Return a field of words with their places."""
    return TEXT(analyzer=KeyAnalyzer(), phrase=True)


def find_owner(record: IndexRecord) -> str:
    """Return the id of the catalogue's record that `record` belongs to: a passage's document."""
    return record.document or record.id if is_passage(record) else record.id


def is_passage(record: IndexRecord) -> bool:
    """Return whether `record` is one passage of a document."""
    return record.kind == "document" and "@" in record.id


def make_document(record: IndexRecord, *, headed: bool = True) -> dict[str, Any]:
    """Return the values of the index's fields for `record`; a tuple holds several terms.

    Without `headed` title and names are shown, but not searched.
    """
    heading = BREAK.join(filter(None, (record.title, *record.names))) if headed else ""
    values: dict[str, Any] = {
        "owner": find_owner(record),
        "language": record.language.casefold().partition("-")[0],
        "source_id": record.sources,
        "entity_id": record.entities,
        "property_key": record.property,
        "content": BREAK.join(filter(None, (heading, record.text))),
        "heading": heading,
        "order": rank_record(record),
        "id": record.id,
        "kind": str(record.kind),
        "title": record.title,
        "document": record.document,
        "start": record.start,
        "end": record.end,
        "earliest": record.earliest,
        "latest": record.latest,
    }
    if record.refs:
        values["refs"] = " ".join(map(write_ref, record.refs))
    if record.is_cited is not None:
        values["cited"] = CITED if record.is_cited else NOT_CITED
    if record.number is not None:
        values["number"] = write_number(record.number)
    for name in EXTRA_FIELDS if record.extra else ():
        values[f"in_{name}"] = record.extra.get(name, "").replace("\n", BREAK)
    if record.earliest or record.latest:
        values["first_day"] = number_day(record.earliest, FIRST_DAY)
        values["last_day"] = number_day(record.latest, LAST_DAY)
    return {name: value for name, value in values.items() if value not in (None, "", ())}


def write_ref(record: str) -> str:
    """Return the key of a record's id, or of a state, in the field `refs`."""
    return record.replace("-", "")


def write_number(number: float) -> str:
    """Return `number` as a term that sorts as numbers do."""
    (bits,) = struct.unpack(">Q", struct.pack(">d", number + 0.0))
    return f"{bits ^ (_ALL_BITS if bits & _SIGN else _SIGN):016x}"


def rank_record(record: IndexRecord) -> int:
    """Return the order of equal hits: ten for open or year-wide dates, plus that of the kind."""
    kind = KIND_ORDER.index(record.kind) if record.kind in KIND_ORDER else len(KIND_ORDER)
    return (0 if _is_precise(record.earliest, record.latest) else 10) + kind


@lru_cache(maxsize=50_000)
def number_day(day: str | None, otherwise: int) -> int:
    """Return an ISO day as a number that sorts as days do; `otherwise` where it is None."""
    match = _DAY.match(day) if day else None
    if match is None:
        return otherwise
    year = max(-99_999, min(99_999, int(match[1])))
    return year * 10_000 + int(match[2]) * 100 + int(match[3])


@lru_cache(maxsize=50_000)
def _is_precise(earliest: str | None, latest: str | None) -> bool:
    """Return whether the dates say more than a year."""
    if not earliest or not latest:
        return False
    try:
        width = date.fromisoformat(latest) - date.fromisoformat(earliest)
    except ValueError:
        return earliest[:7] == latest[:7]
    return width.days < _WIDE_DAYS
