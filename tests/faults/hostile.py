"""Forty catalogues that mean harm, each made of an honest one by SQL that any tool can run.

Each says which sentence it must get: most are refused for their schema before a table of ours
is read; what no schema shows (values, facts) is found by the checks that come next.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

SCHEMA, FACTS, DAMAGED, OTHER = "foreign_schema", "foreign_facts", "damaged", "not_a_catalogue"


@dataclass(frozen=True)
class Hostile:
    """A name, what makes it, and the codes of which it must get one."""

    name: str
    make: Callable[[Path], None]
    codes: tuple[str, ...] = (SCHEMA,)


def run_sql(*statements: str) -> Callable[[Path], None]:
    """Return what runs `statements` in a file past its triggers and checks."""

    def make(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as conn:
            conn.execute("PRAGMA foreign_keys = OFF")
            conn.execute("PRAGMA ignore_check_constraints = ON")
            for statement in statements:
                conn.execute(statement)

    return make


def past_triggers(*statements: str) -> Callable[[Path], None]:
    """Return what runs `statements` without the triggers, and puts the same triggers back."""

    def make(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as conn:
            conn.execute("PRAGMA foreign_keys = OFF")
            conn.execute("PRAGMA ignore_check_constraints = ON")
            found = conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            kept = found.fetchall()
            for name, _ in kept:
                conn.execute(f'DROP TRIGGER "{name}"')
            for statement in statements:
                conn.execute(statement)
            for _, sql in kept:
                conn.execute(sql)

    return make


def in_schema(assignment: str, where: str) -> Callable[[Path], None]:
    """Return what rewrites the schema's own text."""

    def make(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as conn:
            conn.execute("PRAGMA writable_schema = ON")
            conn.execute(f"UPDATE sqlite_master SET {assignment} WHERE {where}")

    return make


def add_to_schema(kind: str, name: str, table: str, root: int, sql: str) -> Callable[[Path], None]:
    """Return what adds a row to the schema by hand."""

    def make(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as conn:
            conn.execute("PRAGMA writable_schema = ON")
            row = (kind, name, table, root, sql)
            conn.execute("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", row)

    return make


def patch(at: int, data: bytes) -> Callable[[Path], None]:
    """Return what writes `data` into the header at byte `at`."""

    def make(path: Path) -> None:
        with path.open("r+b") as file:
            file.seek(at)
            file.write(data)

    return make


def many_tables(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.execute("BEGIN")
        for number in range(2100):
            conn.execute(f"CREATE TABLE t{number} (a)")
        conn.execute("COMMIT")


def instead_of_table(table: str, select: str) -> Callable[[Path], None]:
    """Return what puts a view where a table of ours was."""
    return run_sql(
        "PRAGMA legacy_alter_table = ON",
        f"ALTER TABLE {table} RENAME TO kept_{table}",
        f"CREATE VIEW {table} AS {select}",
    )


ENDLESS = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x"
BILLIONS = " CROSS JOIN ".join(
    ["sqlite_master AS a"] + [f"sqlite_master AS a{n}" for n in range(5)]
)
GIANT = "zeroblob(900000000)"

HOSTILE = [
    Hostile("a view", run_sql("CREATE VIEW v AS SELECT 1")),
    Hostile("a view of endless rows", run_sql(f"CREATE VIEW v AS {ENDLESS} FROM n")),
    Hostile(
        "meta is an endless view", instead_of_table("meta", f"{ENDLESS} AS key, x AS value FROM n")
    ),
    Hostile(
        "listing is a view of billions",
        instead_of_table("listing", f"SELECT 1 AS id FROM {BILLIONS}"),
    ),
    Hostile("change is a view", instead_of_table("change", "SELECT 1 AS seq")),
    Hostile(
        "a view that calls load_extension", run_sql("CREATE VIEW v AS SELECT load_extension('x')")
    ),
    Hostile(
        "a trigger that erases the journal",
        run_sql("CREATE TRIGGER erase AFTER INSERT ON open_change BEGIN DELETE FROM row_seal; END"),
    ),
    Hostile(
        "a trigger on meta",
        run_sql("CREATE TRIGGER t AFTER UPDATE ON meta BEGIN DELETE FROM listing; END"),
    ),
    Hostile(
        "a trigger that writes what was not said",
        run_sql(
            "CREATE TRIGGER t AFTER INSERT ON claim BEGIN "
            "UPDATE claim SET text = 'x' WHERE id = NEW.id; END"
        ),
    ),
    Hostile("a guard taken away", run_sql("DROP TRIGGER keep_change_delete")),
    Hostile("a journal trigger taken away", run_sql("DROP TRIGGER journal_event_update")),
    Hostile(
        "a journal trigger that does nothing",
        run_sql(
            "DROP TRIGGER journal_event_update",
            "CREATE TRIGGER journal_event_update AFTER UPDATE ON event BEGIN SELECT 1; END",
        ),
    ),
    Hostile(
        "a guard that ignores",
        run_sql(
            "DROP TRIGGER keep_seal_update",
            "CREATE TRIGGER keep_seal_update BEFORE UPDATE ON seal BEGIN SELECT RAISE(IGNORE); END",
        ),
    ),
    Hostile("a table more", run_sql("CREATE TABLE more (a)")),
    Hostile("a table of a look-alike name", run_sql('CREATE TABLE "sourсe" (a)')),
    Hostile("a name full of controls", run_sql('CREATE TABLE "a\u202e\n\x1b[31m<b>x</b>" (a)')),
    Hostile("an index more", run_sql("CREATE INDEX more ON event (title)")),
    Hostile("an index on an expression", run_sql("CREATE INDEX e ON event (abs(note))")),
    Hostile("a partial index", run_sql("CREATE INDEX e ON event (note) WHERE note > 'a'")),
    Hostile("a column with a default", run_sql("ALTER TABLE event ADD COLUMN x TEXT DEFAULT 'y'")),
    Hostile(
        "a computed column",
        run_sql("ALTER TABLE event ADD COLUMN x TEXT AS (hex(zeroblob(100000000)))"),
    ),
    Hostile("a full-text table", run_sql("CREATE VIRTUAL TABLE f USING fts5 (a)")),
    Hostile("an r-tree", run_sql("CREATE VIRTUAL TABLE r USING rtree (a, b, c)")),
    Hostile(
        "a virtual table by name",
        add_to_schema("table", "d", "d", 0, "CREATE VIRTUAL TABLE d USING dbstat"),
        (SCHEMA, DAMAGED),
    ),
    Hostile(
        "a virtual table of an unknown module",
        add_to_schema("table", "d", "d", 0, "CREATE VIRTUAL TABLE d USING evil (x)"),
        (SCHEMA, DAMAGED),
    ),
    Hostile("two thousand tables", many_tables),
    Hostile(
        "nonsense in the schema",
        in_schema("sql = 'CREATE TABLE event (('", "name = 'event'"),
        (SCHEMA, DAMAGED),
    ),
    Hostile(
        "a check that was taken out",
        in_schema("sql = replace(sql, ' CHECK (only = 1)', '')", "name = 'open_change'"),
    ),
    Hostile(
        "a table that is no longer strict",
        in_schema("sql = replace(sql, ') STRICT', ')')", "name = 'event'"),
    ),
    Hostile(
        "two tables on one page",
        in_schema(
            "rootpage = (SELECT rootpage FROM sqlite_master WHERE name = 'event')",
            "name = 'entity'",
        ),
        (DAMAGED,),
    ),
    Hostile(
        "a table on a page that is not there",
        in_schema("rootpage = 100000", "name = 'event'"),
        (SCHEMA, DAMAGED),
    ),
    Hostile(
        "a schema that is its own table",
        in_schema("rootpage = 1", "name = 'event'"),
        (SCHEMA, DAMAGED),
    ),
    Hostile(
        "the list of migrations with a default",
        run_sql('ALTER TABLE "_sqlite_migrations" ADD COLUMN x DEFAULT 7'),
    ),
    Hostile(
        "an identity that names another folder",
        past_triggers("UPDATE meta SET value = '../../../../tmp/evil' WHERE key = 'uuid'"),
        (FACTS,),
    ),
    Hostile("no identity", past_triggers("DELETE FROM meta"), (FACTS,)),
    Hostile(
        "facts that nobody wrote",
        past_triggers("INSERT INTO meta VALUES ('plug_in', 'evil.py')"),
        (FACTS,),
    ),
    Hostile(
        "a name of ten megabytes",
        past_triggers("UPDATE meta SET value = hex(zeroblob(5000000)) WHERE key = 'name'"),
        (FACTS,),
    ),
    Hostile(
        "a change that was left open",
        past_triggers("INSERT INTO open_change (only, seq) VALUES (1, 1)"),
        (FACTS,),
    ),
    Hostile(
        "negative numbers",
        past_triggers("UPDATE change SET seq = -seq"),
        (FACTS, DAMAGED),
    ),
    Hostile(
        "a counter below nought",
        past_triggers("UPDATE counter SET last = -9223372036854775808"),
        (FACTS,),
    ),
    Hostile(
        "words where numbers belong",
        lambda path: loosely(path, "UPDATE document SET size = 'x'", "document"),
        (DAMAGED,),
    ),
    Hostile(
        "bytes where words belong",
        lambda path: loosely(path, "UPDATE property SET label_en = x'00ff'", "property"),
        (DAMAGED,),
    ),
    Hostile(
        "nothing where words belong",
        lambda path: loosely(path, "UPDATE property SET label_en = NULL", "property", " NOT NULL"),
        (DAMAGED,),
    ),
    Hostile("text in UTF-16", patch(56, struct.pack(">I", 2)), (OTHER, DAMAGED)),
    Hostile("a schema format of the future", patch(44, struct.pack(">I", 99)), (DAMAGED,)),
    Hostile("pages of one byte", patch(16, b"\x00\x03"), (OTHER, DAMAGED)),
    Hostile("a billion pages", patch(28, struct.pack(">I", 1 << 30)), (DAMAGED,)),
    Hostile("a WAL that is not there", patch(18, b"\x02\x02"), ("", DAMAGED)),
    Hostile(
        "a format that nobody writes", patch(18, b"\x09\x09"), ("", "read_only", DAMAGED, OTHER)
    ),
]


def loosely(path: Path, statement: str, table: str, without: str = "") -> None:
    """Run `statement` while `table` is not strict, and make it strict again."""
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        [kept] = conn.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        loose = kept.replace(") STRICT", ")")
        loose = loose.replace(without, "") if without else loose
        loose = loose.replace(" TEXT", "").replace(" INTEGER", "")
        conn.execute("PRAGMA writable_schema = ON")
        conn.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", (loose, table))
    past_triggers(statement)(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.execute("PRAGMA writable_schema = ON")
        conn.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", (kept, table))
