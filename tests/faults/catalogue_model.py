"""What a catalogue must hold after any commands: dicts and plain Python, no SQL.

Rules written a second time, as the manual says them, to compare the program with.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import Any

from desktop_app.catalog.ids import PREFIXES, Kind
from desktop_app.store.schema import BY_NAME

Row = dict[str, Any]
Tables = dict[str, dict[str, Row]]
Key = tuple[str, str]

TABLE_OF = {prefix: kind.value for kind, prefix in PREFIXES.items()}
#: What goes to the trash with a record: (its table, table of what goes, column that names it).
FALLS = (
    *(("source", "source", "parent"), ("source", "contributor", "source")),
    *(("source", "document", "source"), ("document", "revision", "document")),
    *(("document", "excerpt", "document"), ("excerpt", "citation", "excerpt")),
    *(("excerpt", "attachment", "excerpt"), ("entity", "name", "entity")),
    *(("entity", "entity_link", "entity"), ("entity", "entity_link", "other")),
    *(("claim", "citation", "claim"), ("property", "claim", "property")),
    *((subject, "claim", "subject") for subject in ("entity", "event")),
    *((subject, "claim", "value_subject") for subject in ("entity", "event")),
    *((subject, "attachment", "subject") for subject in ("entity", "event")),
)
#: What keeps a record from going: others that name it and would stay.
HOLDS = (
    *(("repository", "source", "repository"), ("source", "source", "derived_from")),
    *(("source", "source", "quoted_in"), ("event", "event", "part_of")),
)
UPWARDS = (
    *(("event", "part_of"), ("source", "parent")),
    *(("source", "derived_from"), ("source", "quoted_in")),
)


class Refused(Exception):
    """The command must be refused, and change nothing."""


def require(holds: object) -> None:
    if not holds:
        raise Refused


def line(text: str) -> str:
    return " ".join(text.split())


def filled(text: str) -> str:
    require(line(text))
    return line(text)


def blank(table: str) -> Row:
    """Return a row with nothing in it."""
    shape = BY_NAME[table]
    texts = dict.fromkeys(shape.text.split(), "")
    rest = {**dict.fromkeys(shape.optional.split()), **dict.fromkeys(shape.numbers, 0)}
    return {"id": "", **texts, **rest, "trashed": None}


class Model:
    """The rows of a catalogue, what was done to them, and what can be taken back."""

    def __init__(self, tables: Tables, counters: dict[str, int], texts: dict[str, str]) -> None:
        self.tables = tables
        self.counters = counters
        self.texts = texts
        self.done: list[dict[Key, tuple[Row | None, Row | None]]] = []
        self.undone: set[int] = set()
        self.redoable: list[int] = []
        #: Changes that nothing takes back any more, since words of them are gone for ever.
        self.sealed: set[int] = set()
        self._gone: set[Key] = set()

    # Reading

    def live(self, table: str, record: object) -> Row:
        """Return a row outside the trash; refuse where there is none."""
        row = self.tables[table].get(record) if isinstance(record, str) else None
        require(row is not None and row["trashed"] is None)
        assert row is not None
        return row

    def every(self, table: str, **values: object) -> list[Row]:
        """Return the rows outside the trash with these values."""
        return [
            row
            for row in self.tables[table].values()
            if row["trashed"] is None and all(row[name] == one for name, one in values.items())
        ]

    def subject(self, record: str) -> str:
        """Return the id of an entity or event outside the trash."""
        table = TABLE_OF.get(record.partition("-")[0], "")
        require(table in ("entity", "event"))
        return str(self.live(table, record)["id"])

    # Writing

    def add(self, table: str, **values: object) -> Row:
        self.counters[table] = self.counters.get(table, 0) + 1
        record = f"{PREFIXES[Kind(table)]}-{self.counters[table]}"
        self.tables[table][record] = {**blank(table), **values, "id": record}
        return self.tables[table][record]

    def change(self, work: Callable[[], object]) -> bool:
        """Do `work` as one change; return whether it changed anything. Refusals undo it."""
        before, counters = copy.deepcopy(self.tables), dict(self.counters)
        self._gone = set()
        try:
            work()
        except Refused:
            self.tables, self.counters = before, counters
            raise
        images = find_images(before, self.tables)
        if not images:
            self.counters = counters
            return False
        self.done.append(images)
        self.redoable.clear()
        if self._gone:
            touched = {n for n, made in enumerate(self.done) if self._gone & made.keys()}
            self.sealed |= touched
        return True

    # Undo, redo

    def find_undoable(self) -> int | None:
        """Return which of the changes done is taken back next."""
        left = [n for n in range(len(self.done)) if n not in self.undone | self.sealed]
        return left[-1] if left else None

    def undo(self, number: int) -> None:
        """Take one change back; refuse where something stands in its way."""
        require(number not in self.undone | self.sealed)
        self._replay({key: (after, old) for key, (old, after) in self.done[number].items()})
        self.undone.add(number)
        self.redoable.append(number)

    def redo(self) -> None:
        """Make the change undone last again."""
        require(self.redoable)
        self._replay(self.done[self.redoable[-1]])
        self.undone.discard(self.redoable.pop())

    def _replay(self, images: dict[Key, tuple[Row | None, Row | None]]) -> None:
        for (table, record), (expected, _) in images.items():
            require(self.tables[table].get(record) == expected)
        before = copy.deepcopy(self.tables)
        for (table, record), (_, wanted) in images.items():
            if wanted is None:
                del self.tables[table][record]
            else:
                self.tables[table][record] = copy.deepcopy(wanted)
        if not self.is_sound():
            self.tables = before
            raise Refused

    # The trash

    def delete(self, id: str) -> None:
        record = id
        table = TABLE_OF.get(record.partition("-")[0], "revision")
        require(table != "revision")
        row = self.live(table, record)
        require(not row.get("built_in"))
        require(table != "name" or len(self.every("name", entity=row["entity"])) > 1)
        falling = self.list_falling(table, record)
        for above, below, column in HOLDS:
            for one in [one for kind, one in falling if kind == above]:
                holders = {(below, row["id"]) for row in self.every(below, **{column: one})}
                require(holders <= falling)
        for kind, one in falling:
            self.tables[kind][one]["trashed"] = record

    def list_falling(self, table: str, record: str) -> set[Key]:
        """Return the record and all that cannot stand without it."""
        found, waiting = {(table, record)}, [(table, record)]
        while waiting:
            above, one = waiting.pop()
            for _, below, column in (fall for fall in FALLS if fall[0] == above):
                for row in self.every(below, **{column: one}):
                    if (below, row["id"]) not in found:
                        found.add((below, row["id"]))
                        waiting.append((below, row["id"]))
        return found

    def restore(self, id: str) -> None:
        record = id
        row = self.tables.get(TABLE_OF.get(record.partition("-")[0], ""), {}).get(record)
        require(row is not None and row["trashed"] == record)
        for rows in self.tables.values():
            for one in rows.values():
                if one["trashed"] == record:
                    one["trashed"] = None
        require(self.is_sound())

    def redact(self, id: str, reason: str) -> None:
        require(line(reason))
        self._gone = {
            (table, row["id"])
            for table, rows in self.tables.items()
            for row in rows.values()
            if row["trashed"] == id
        }
        require(id in {record for _, record in self._gone})
        for table, record in self._gone:
            del self.tables[table][record]
        gone = {record for _, record in self._gone}
        for table, rows in self.tables.items():
            columns = [name for name in blank(table) if name not in ("id", "trashed")]
            for row in rows.values():
                require(not any(row[column] in gone for column in columns))

    def is_sound(self) -> bool:
        """Tell whether everything outside the trash has what it stands on."""
        for _, below, column in (*FALLS, *HOLDS):
            for row in self.every(below):
                if row[column] is not None and not self.is_there(row[column]):
                    return False
        named = [row["excerpt"] for row in self.every("name") if row["excerpt"] is not None]
        keys = [row["key"] for row in self.every("property")]
        return (
            all(one in self.tables["excerpt"] for one in named)
            and len(keys) == len(set(keys))
            and not any(self.is_in_circle(*upward) for upward in UPWARDS)
        )

    def is_there(self, record: str) -> bool:
        row = self.tables[TABLE_OF[record.partition("-")[0]]].get(record)
        return row is not None and row["trashed"] is None

    def is_in_circle(self, table: str, column: str) -> bool:
        return any(
            record in self.list_above(table, record, column) for record in self.tables[table]
        )

    def list_above(self, table: str, record: str | None, column: str) -> list[str]:
        """Return what stands above `record`, each once."""
        found: list[str] = []
        row = self.tables[table].get(record or "", {})
        while (above := row.get(column)) and above not in found:
            found.append(above)
            row = self.tables[table].get(above, {})
        return found

    def require_above(self, table: str, target: str | None, column: str, below: str = "") -> None:
        """Refuse where `target` is not there or stands below `below` already."""
        if target:
            chain = [target, *self.list_above(table, target, column)]
            require(below not in chain)
            for one in chain:
                self.live(table, one)


def find_images(before: Tables, after: Tables) -> dict[Key, tuple[Row | None, Row | None]]:
    """Return each row that differs, before and after."""
    keys = {(table, record) for rows in (before, after) for table in rows for record in rows[table]}
    pairs = {key: (before[key[0]].get(key[1]), after[key[0]].get(key[1])) for key in keys}
    return {key: copy.deepcopy(pair) for key, pair in pairs.items() if pair[0] != pair[1]}


def make_key(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_") or "property"
