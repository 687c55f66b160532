"""The journal's chain of hashes: what tells an altered catalogue from an honest one.

Each image of a row has its SHA-256 in `row_seal`; a change's digest covers its own fields and
those hashes; its hash covers the digest and the hash before it. The digest never covers the
words themselves, so that a lawful redaction leaves the chain valid. Tamper-evident, not
tamper-proof: who rewrites the file, the profile and all backups rewrites history.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from desktop_app.store.database import Database, Row
from desktop_app.store.rows import CHUNK, chunks
from desktop_app.store.schema import BY_NAME, TABLES, row_json

_FIELDS = ("seq", "operation", "manner", "target", "author", "at", "version", "reason")
#: Images read at once.
_IMAGES = 2000
#: Changes verified between two reports of progress.
_STEP = 200

Step = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Head:
    """The newest change of a journal and the hash that seals all up to it, 0 and "" for none."""

    seq: int
    hash: str

    @property
    def short(self) -> str:
        """Return the first sixteen digits in groups, as printed under every report."""
        return " ".join(self.hash[at : at + 4] for at in range(0, 16, 4))


@dataclass(frozen=True, slots=True)
class Altered:
    """One sign of tampering or decay: a stable code, the change it begins at (0: none), a row."""

    code: str
    change: int
    table: str = ""
    record: str = ""


def get_head(db: Database) -> Head:
    """Return the head of the journal."""
    rows = db.query("SELECT change, hash FROM seal ORDER BY change DESC LIMIT 1")
    return Head(rows[0]["change"], rows[0]["hash"].hex()) if rows else Head(0, "")


def holds(db: Database, head: Head) -> bool:
    """Tell whether the journal goes through `head`: is that head an ancestor of this file's."""
    return bool(head.hash) and find_seal(db, head.seq) == head.hash


def find_seal(db: Database, change: int) -> str:
    """Return the hash, in hex, that seals all changes up to `change`, "" where there is none."""
    found = db.scalar("SELECT hash FROM seal WHERE change = ?", (change,))
    return found.hex() if found is not None else ""


def seal_rows(db: Database, change: int) -> None:
    """Keep the hashes of all images that the open change `change` journalled."""
    for images in _iterate_images(db, change):
        db.execute_many(
            "INSERT INTO row_seal (id, before, after) VALUES (?, ?, ?)",
            [(row["id"], sum_image(row["before"]), sum_image(row["after"])) for row in images],
        )


def seal_change(db: Database, change: int) -> None:
    """Seal the open change `change`, whose rows are sealed: the last write of its transaction."""
    previous = _last_hash(db, change - 1)
    digest, rows = _digest(db, change)
    db.execute(
        "INSERT INTO seal (change, rows, digest, previous, hash) VALUES (?, ?, ?, ?, ?)",
        (change, rows, digest, previous, _link(previous, digest)),
    )


def reread_written(db: Database, change: int) -> None:
    """Read again every row that the open change `change`, whose rows are sealed, wrote.

    Raises RuntimeError where the file does not hold what was journalled: a bug, or a fault of
    memory; the change is then rolled back before anything of it is kept.
    """
    for images in _iterate_images(db, change):
        by_table: dict[str, list[str]] = {}
        for row in images:
            by_table.setdefault(row["tbl"], []).append(row["record"])
        for table, records in by_table.items():
            image = row_json(BY_NAME[table], "")
            for part in chunks(sorted(set(records))):
                sql = f"SELECT id, {image} AS image FROM {table} WHERE id IN ({_marks(part)})"
                found = {row["id"]: sum_image(row["image"]) for row in db.query(sql, part)}
                for record, (sealed, _) in _last_seals(db, [*part]).items():
                    if found.get(record) != sealed:
                        raise RuntimeError(f"{record} is not what change {change} journalled")


def verify_chain(db: Database, since: int = 0, on_step: Step | None = None) -> Iterator[Altered]:
    """Yield what does not fit in the journal after change `since`, the first break first.

    Reads a few thousand images at a time; `on_step(done, total)` is called between changes.
    """
    yield from _verify_ends(db)
    previous = _last_hash(db, since)
    numbers = db.column("SELECT seq FROM change WHERE seq > ? ORDER BY seq", (since,))
    for done, seq in enumerate(numbers):
        if on_step is not None and done % _STEP == 0:
            on_step(done, len(numbers))
        seals = db.query("SELECT rows, digest, previous, hash FROM seal WHERE change = ?", (seq,))
        if not seals:
            yield Altered("no_seal", seq)
            continue
        yield from _verify_change(db, seq, seals[0], previous)
        previous = seals[0]["hash"]


def _verify_ends(db: Database) -> Iterator[Altered]:
    """Yield what the tables themselves tell: a tail cut off, rows of no change, no seal."""
    for table, key in (("change", "seq"), ("change_row", "id")):
        given = db.scalar("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)) or 0
        last = db.scalar(f"SELECT max({key}) FROM {table}") or 0
        if given != last and db.scalar("SELECT count(*) FROM open_change") == 0:
            yield Altered("journal_cut", 0, table)
    for seq in db.column(
        "SELECT DISTINCT change FROM change_row WHERE change NOT IN (SELECT seq FROM change)"
    ):
        yield Altered("rows_of_no_change", seq)
    for seq in db.column("SELECT change FROM seal WHERE change NOT IN (SELECT seq FROM change)"):
        yield Altered("seal_of_no_change", seq)


def _verify_change(db: Database, seq: int, seal: Row, previous: bytes) -> Iterator[Altered]:
    for images in _iterate_images(db, seq):
        for row in images:
            code = _find_fault(row)
            if code:
                yield Altered(code, seq, row["tbl"], row["record"])
    if _digest(db, seq) != (seal["digest"], seal["rows"]):
        yield Altered("change_altered", seq)
    elif seal["previous"] != previous:
        yield Altered("chain_broken", seq)
    elif seal["hash"] != _link(previous, seal["digest"]):
        yield Altered("seal_altered", seq)


def _find_fault(row: Row) -> str:
    if row["sealed"] is None:
        return "row_not_sealed"
    for side in ("before", "after"):
        if row[side] == "" and row["redacted_by"] is not None:
            continue
        if sum_image(row[side]) != row[f"{side}_hash"]:
            return "image_altered"
    return ""


def verify_rows(db: Database, on_step: Step | None = None) -> Iterator[Altered]:
    """Yield every row that is not what the journal last made of it, or of which it knows nothing.

    The journal's last image of a row is its row hash: a flipped bit shows here and not in
    SQLite's own check.
    """
    for number, table in enumerate(TABLES):
        if on_step is not None:
            on_step(number, len(TABLES))
        for rows in _iterate_rows(db, table.name, row_json(table, "")):
            known = _last_seals(db, [row["id"] for row in rows])
            for row in rows:
                after, change = known.get(row["id"], (None, 0))
                if sum_image(row["image"]) != after:
                    yield Altered("row_altered", change, table.name, row["id"])
        for row in db.query(
            "SELECT r.record, r.change FROM change_row AS r JOIN row_seal AS s ON s.id = r.id "
            f"WHERE r.tbl = ? AND NOT EXISTS (SELECT 1 FROM {table.name} WHERE id = r.record) "
            "AND r.id = (SELECT max(id) FROM change_row WHERE record = r.record) "
            "AND s.after IS NOT NULL",
            (table.name,),
        ):
            yield Altered("row_missing", row["change"], table.name, row["record"])


def _iterate_rows(db: Database, table: str, image: str) -> Iterator[list[Row]]:
    after = ""
    while rows := db.query(
        f"SELECT id, {image} AS image FROM {table} WHERE id > ? ORDER BY id LIMIT ?",
        (after, CHUNK),
    ):
        yield rows
        after = rows[-1]["id"]


def _last_seals(db: Database, records: list[str]) -> dict[str, tuple[bytes | None, int]]:
    rows = db.query(
        "SELECT r.record, r.change, s.after FROM change_row AS r JOIN row_seal AS s "
        "ON s.id = r.id WHERE r.id IN (SELECT max(id) FROM change_row "
        f"WHERE record IN ({_marks(records)}) GROUP BY record)",
        records,
    )
    return {row["record"]: (row["after"], row["change"]) for row in rows}


def _iterate_images(db: Database, change: int) -> Iterator[list[Row]]:
    """Yield the images of one change in order, a few thousand at a time."""
    after = 0
    while rows := db.query(
        "SELECT r.id, r.tbl, r.record, r.owner, r.before, r.after, s.id AS sealed, "
        "s.before AS before_hash, s.after AS after_hash, d.change AS redacted_by "
        "FROM change_row AS r LEFT JOIN row_seal AS s ON s.id = r.id "
        "LEFT JOIN redacted AS d ON d.id = r.id "
        "WHERE r.change = ? AND r.id > ? ORDER BY r.id LIMIT ?",
        (change, after, _IMAGES),
    ):
        yield rows
        after = rows[-1]["id"]


def _digest(db: Database, change: int) -> tuple[bytes, int]:
    """Return the digest of a change and how many rows it covers.

    It covers the change's fields, the images it redacts, and the hashes of its own images.
    """
    fields = db.query(f"SELECT {', '.join(_FIELDS)} FROM change WHERE seq = ?", (change,))[0]
    redacts = db.column("SELECT id FROM redacted WHERE change = ? ORDER BY id", (change,))
    hashed, count = hashlib.sha256(_json([*fields.values(), redacts])), 0
    for rows in _iterate_images(db, change):
        for row in rows:
            sides = [part and part.hex() for part in (row["before_hash"], row["after_hash"])]
            hashed.update(_json([row["id"], row["tbl"], row["record"], row["owner"], *sides]))
        count += len(rows)
    return hashed.digest(), count


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))


def _json(values: list[object]) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _last_hash(db: Database, until: int) -> bytes:
    found: bytes | None = db.scalar(
        "SELECT hash FROM seal WHERE change <= ? ORDER BY change DESC LIMIT 1", (until,)
    )
    return found or _genesis(db)


def sum_image(image: str | None) -> bytes | None:
    """Return the SHA-256 of a row's image, None where there was no row."""
    return None if image is None else hashlib.sha256(image.encode()).digest()


def _genesis(db: Database) -> bytes:
    uuid = str(db.scalar("SELECT value FROM meta WHERE key = 'uuid'") or "")
    return hashlib.sha256(b"regesta " + uuid.encode()).digest()


def _link(previous: bytes, digest: bytes) -> bytes:
    return hashlib.sha256(previous + digest).digest()
