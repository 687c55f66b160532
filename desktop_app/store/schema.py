"""The tables of a catalogue and the triggers that journal them.

Every journalled table has a text `id`, and `trashed`: the id of the record whose deletion put
the row into the trash, NULL outside it. Contents (original bytes, texts) are kept once by
their SHA-256, are never changed, and stand outside the journal; while one has no SHA-256 yet
it is staged, and may be dropped again. `seal` and `row_seal` chain the journal by hashes
(`chain`). `listing` is derived and can be rebuilt.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import sqlite_utils

T, N, R, B = "TEXT", "INTEGER", "REAL", "BLOB"


@dataclass(frozen=True, slots=True)
class Table:
    """A journalled table: its text columns, the others by type, links, and who owns a row.

    `owner` is the column that names the listed record a row belongs to in histories.
    """

    name: str
    text: str
    numbers: dict[str, str] = field(default_factory=dict)
    optional: str = ""
    links: tuple[tuple[str, str], ...] = ()
    owner: str = "id"
    indexes: tuple[tuple[str, ...], ...] = ()


TABLES = (
    Table("repository", "name place country identifier note"),
    Table(
        "source",
        "title title_translated level container date edtf publisher place edition volume issue "
        "pages shelf_mark url accessed language rights quoted_in_locator incomplete note",
        optional="parent repository source_class closeness derived_from quoted_in",
        links=(
            ("parent", "source"),
            ("repository", "repository"),
            ("derived_from", "source"),
            ("quoted_in", "source"),
        ),
        indexes=(("parent",), ("derived_from",), ("quoted_in",), ("repository",)),
    ),
    Table(
        "contributor",
        "source role family given literal language",
        {"position": N},
        links=(("source", "source"),),
        owner="source",
        indexes=(("source",),),
    ),
    Table(
        "document",
        "source title file_name media_type language sha256 text_sha256 note",
        {"size": N, "revision": N, "characters": N},
        links=(("source", "source"), ("sha256", "original"), ("text_sha256", "content")),
        indexes=(("source",), ("sha256",)),
    ),
    Table(
        "revision",
        "document text_sha256 pages encoding extractor note",
        {"number": N, "characters": N, "canonicalisation": N, "replaced": N},
        links=(("document", "document"), ("text_sha256", "content")),
        owner="document",
        indexes=(("document", "number"),),
    ),
    Table(
        "excerpt",
        "document quote prefix suffix page state translation translation_language translator note",
        {"revision": N, "start": N, "end": N},
        optional="translation_status",
        links=(("document", "document"),),
        indexes=(("document", "start"),),
    ),
    Table("entity", "kind exists_from exists_to identifiers note"),
    Table(
        "name",
        "entity text language script kind",
        {"position": N},
        optional="excerpt",
        links=(("entity", "entity"), ("excerpt", "excerpt")),
        owner="entity",
        indexes=(("entity",), ("excerpt",)),
    ),
    Table(
        "entity_link",
        "entity other kind note",
        links=(("entity", "entity"), ("other", "entity")),
        owner="entity",
        indexes=(("entity",), ("other",)),
    ),
    Table(
        "event",
        "title title_translated kind note",
        optional="part_of",
        links=(("part_of", "event"),),
        indexes=(("part_of",),),
    ),
    Table(
        "property",
        "key label_en label_vi value_type cardinality inverse_en inverse_vi unit",
        {"built_in": N, "position": N},
    ),
    Table(
        "claim",
        "subject property value_kind text unit bound as_written edtf wording detail valid_edtf "
        "valid_wording voice speaker confidence_reason rank rank_reason note",
        optional="earliest latest value_subject valid_earliest valid_latest confidence",
        numbers={"number": R},
        links=(("property", "property"),),
        indexes=(("subject",), ("value_subject",), ("property",)),
    ),
    Table(
        "citation",
        "claim excerpt stance locator note",
        links=(("claim", "claim"), ("excerpt", "excerpt")),
        owner="claim",
        indexes=(("claim",), ("excerpt",)),
    ),
    Table(
        "attachment",
        "excerpt subject note",
        links=(("excerpt", "excerpt"),),
        indexes=(("excerpt",), ("subject",)),
    ),
)
BY_NAME = {table.name: table for table in TABLES}

_FIXED = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE counter (kind TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT;
CREATE TABLE change (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    operation TEXT NOT NULL,
    manner TEXT NOT NULL CHECK (manner IN ('do', 'undo', 'redo')),
    target INTEGER REFERENCES change (seq),
    author TEXT NOT NULL,
    at TEXT NOT NULL,
    version TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX change_target ON change (target);
CREATE TABLE change_row (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    change INTEGER NOT NULL REFERENCES change (seq),
    tbl TEXT NOT NULL,
    record TEXT NOT NULL,
    owner TEXT NOT NULL,
    before TEXT,
    after TEXT
) STRICT;
CREATE INDEX change_row_change ON change_row (change);
CREATE INDEX change_row_record ON change_row (record);
CREATE INDEX change_row_owner ON change_row (owner);
CREATE TABLE open_change (only INTEGER PRIMARY KEY CHECK (only = 1), seq INTEGER NOT NULL) STRICT;
CREATE TABLE row_seal (
    id INTEGER PRIMARY KEY REFERENCES change_row (id), before BLOB, after BLOB
) STRICT;
CREATE TABLE redacted (
    id INTEGER PRIMARY KEY REFERENCES change_row (id),
    change INTEGER NOT NULL REFERENCES change (seq)
) STRICT;
CREATE INDEX redacted_change ON redacted (change);
CREATE TABLE seal (
    change INTEGER PRIMARY KEY REFERENCES change (seq), rows INTEGER NOT NULL,
    digest BLOB NOT NULL, previous BLOB NOT NULL, hash BLOB NOT NULL
) STRICT;
CREATE TABLE original (
    id INTEGER PRIMARY KEY AUTOINCREMENT, sha256 TEXT UNIQUE, size INTEGER NOT NULL
) STRICT;
CREATE TABLE original_chunk (
    original INTEGER NOT NULL REFERENCES original (id), number INTEGER NOT NULL,
    data BLOB NOT NULL, PRIMARY KEY (original, number)
) STRICT;
CREATE TABLE content (
    id INTEGER PRIMARY KEY AUTOINCREMENT, sha256 TEXT UNIQUE, characters INTEGER NOT NULL
) STRICT;
CREATE TABLE content_chunk (
    content INTEGER NOT NULL REFERENCES content (id), number INTEGER NOT NULL,
    text TEXT NOT NULL, PRIMARY KEY (content, number)
) STRICT;
CREATE TABLE listing (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, type TEXT NOT NULL, title TEXT NOT NULL,
    sort_title TEXT NOT NULL, detail TEXT NOT NULL, sort_detail TEXT NOT NULL,
    date TEXT NOT NULL, earliest TEXT, latest TEXT, number INTEGER NOT NULL,
    uncited INTEGER NOT NULL, conflicts INTEGER NOT NULL, state TEXT NOT NULL,
    folded TEXT NOT NULL, trashed TEXT
) STRICT;
"""

_IN_REDACTION = (
    "EXISTS (SELECT 1 FROM open_change AS o JOIN change AS c ON c.seq = o.seq "
    "WHERE c.operation = 'redact')"
)
#: What may be neither changed nor deleted, by table and verb, but where the condition holds.
_KEPT_FOR_EVER: dict[str, dict[str, str]] = {
    "change": {},
    # A lawful redaction takes the words of an image away and nothing else.
    "change_row": {
        "UPDATE": "NEW.id = OLD.id AND NEW.change = OLD.change AND NEW.tbl = OLD.tbl "
        "AND NEW.record = OLD.record AND NEW.owner = OLD.owner "
        "AND (NEW.before IS OLD.before OR NEW.before = '') "
        "AND (NEW.after IS OLD.after OR NEW.after = '') "
        "AND EXISTS (SELECT 1 FROM redacted WHERE id = OLD.id)"
    },
    "row_seal": {},
    "redacted": {},
    "seal": {},
    **{
        table: {
            "UPDATE": "OLD.sha256 IS NULL",
            "DELETE": f"OLD.sha256 IS NULL OR {_IN_REDACTION}",
        }
        for table in ("original", "content")
    },
    **{
        f"{table}_chunk": {
            "DELETE": f"(SELECT sha256 FROM {table} WHERE id = OLD.{table}) IS NULL "
            f"OR {_IN_REDACTION}"
        }
        for table in ("original", "content")
    },
}

_LISTING_INDEXES = ("sort_title", "sort_detail", "type", "earliest", "number", "state")


def columns_of(table: Table) -> list[str]:
    """Return the names of all columns of `table`, in order."""
    return ["id", *table.text.split(), *table.optional.split(), *table.numbers, "trashed"]


def row_json(table: Table, alias: str) -> str:
    """Return the SQL expression that writes a row of `table` as a JSON object.

    By hand: with `trusted_schema` off, SQLite before 3.41 refuses json_object() in a trigger.
    """
    prefix = f"{alias}." if alias else ""
    parts = []
    for name in columns_of(table):
        value = f'{prefix}"{name}"'
        if name not in table.numbers:
            for plain, escaped in (("'\\'", "'\\\\'"), ("'\"'", "'\\\"'"), *_ESCAPED):
                value = f"replace({value}, {plain}, {escaped})"
            value = f"coalesce('\"' || {value} || '\"', 'null')"
        else:
            value = f"CASE WHEN {value} IS NULL THEN 'null' ELSE quote({value}) END"
        parts.append(f"'\"{name}\":' || {value}")
    return "'{' || " + " || ',' || ".join(parts) + " || '}'"


#: The control characters that canonical text may hold.
_ESCAPED = (("char(10)", "'\\n'"), ("char(9)", "'\\t'"))


def create_tables(db: sqlite_utils.Database) -> None:
    """Create every table and trigger of schema version 1."""
    # Not executescript: it commits the migration's own transaction.
    for statement in _FIXED.split(";\n"):
        if statement.strip():
            db.execute(statement)
    for name in _LISTING_INDEXES:
        db.execute(
            f"CREATE INDEX listing_{name} ON listing (kind, {name}, id) WHERE trashed IS NULL"
        )
    for name in ("uncited", "conflicts"):
        db.execute(
            f"CREATE INDEX listing_{name} ON listing (kind) WHERE trashed IS NULL AND {name} > 0"
        )
    for table in TABLES:
        _create_table(db, table)
    install_triggers(db)


def _create_table(db: sqlite_utils.Database, table: Table) -> None:
    links = dict(table.links)
    needs = set(table.text.split())
    lines = ["id TEXT PRIMARY KEY"]
    for name in columns_of(table)[1:]:
        kind = table.numbers.get(name, T)
        required = " NOT NULL" if name in needs or kind == N else ""
        link = f" REFERENCES {links[name]} ({_key_of(links[name])})" if name in links else ""
        lines.append(f'"{name}" {kind}{required}{link}')
    db.execute(f"CREATE TABLE {table.name} ({', '.join(lines)}) STRICT")
    for number, index in enumerate(table.indexes):
        named = ", ".join(f'"{column}"' for column in index)
        db.execute(f"CREATE INDEX {table.name}_{number} ON {table.name} ({named})")


def _key_of(table: str) -> str:
    return "sha256" if table in {"original", "content"} else "id"


def install_triggers(db: sqlite_utils.Database) -> None:
    """Install the journal's triggers and the guards of what is kept for ever.

    sqlite-utils' `transform()` drops triggers: a migration that uses it calls this again.
    """
    for name in [trigger.name for trigger in db.triggers]:
        db.execute(f'DROP TRIGGER "{name}"')
    for table in TABLES:
        for verb, before, after in (
            ("INSERT", "NULL", row_json(table, "NEW")),
            ("UPDATE", row_json(table, "OLD"), row_json(table, "NEW")),
            ("DELETE", row_json(table, "OLD"), "NULL"),
        ):
            side = "OLD" if verb == "DELETE" else "NEW"
            db.execute(
                f"CREATE TRIGGER journal_{table.name}_{verb.lower()} AFTER {verb} "
                f"ON {table.name} BEGIN INSERT INTO change_row "
                "(change, tbl, record, owner, before, after) VALUES "
                f"((SELECT seq FROM open_change), '{table.name}', {side}.id, "
                f'{side}."{table.owner}", {before}, {after}); END'
            )
    for name, allowed in _KEPT_FOR_EVER.items():
        for verb in ("UPDATE", "DELETE"):
            unless = f"WHEN NOT ({allowed[verb]}) " if verb in allowed else ""
            db.execute(
                f"CREATE TRIGGER keep_{name}_{verb.lower()} BEFORE {verb} ON {name} {unless}"
                f"BEGIN SELECT RAISE(ABORT, 'rows of {name} are kept for ever'); END"
            )
