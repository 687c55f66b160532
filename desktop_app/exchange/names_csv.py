"""Names of entities from a CSV file: columns key, kind, name, language, name_kind; one row a name.

Rows with the same key name one entity. Each line is read by itself, so that a missing quote
spoils its own line and not the rest of the file; a bad row is reported with its line number.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from desktop_app.catalog.canonical import CanonicalWriter
from desktop_app.catalog.subjects import EntityKind, NameKind
from desktop_app.errors import UserError
from desktop_app.exchange import problems
from desktop_app.exchange.csv_writing import restore
from desktop_app.exchange.encodings import decode

COLUMNS = ("key", "kind", "name", "language", "name_kind")
#: Rows that one file may have, and lines that may be wrong before the file itself is.
MAX_ROWS = 2_000_000
MAX_PROBLEMS = 10_000
_NEEDED = ("key", "kind", "name")
_SEPARATORS = ",;\t"
_LANGUAGE = re.compile("[a-z]{2,3}(-[a-z0-9]{2,8})*")
_LONGEST_NAME = 500
_LONGEST_KEY = 200
_LONGEST_LINE = 10_000
_BATCH = 1_000
# What turns the direction of writing in sight of nobody; the plain marks U+200E and U+200F do not.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True, kw_only=True)
class NameRow:
    """One name of the entity that the file calls `key`. `line` counts from 1, the heading's."""

    line: int
    key: str
    kind: EntityKind
    name: str
    language: str = ""
    name_kind: NameKind = NameKind.VARIANT


@dataclass(frozen=True, slots=True)
class NameProblem:
    """A line that was left out, and why."""

    line: int
    error: UserError


@dataclass(frozen=True, slots=True, kw_only=True)
class NameCounts:
    """How much a file holds: usable rows, entities, and lines that only repeat or are wrong."""

    rows: int = 0
    entities: int = 0
    repeated: int = 0
    problems: int = 0


@dataclass(frozen=True, slots=True)
class NameBatch:
    """Some of the rows that can be used, in the file's order, and the lines that cannot."""

    rows: list[NameRow] = field(default_factory=list)
    problems: list[NameProblem] = field(default_factory=list)


def open_batch(written: bytes) -> NameBatch:
    """Return the rows and problems of a batch that `read_name_batches` gave."""
    made = json.loads(written)
    return NameBatch(
        [
            NameRow(
                line=line,
                key=key,
                kind=EntityKind(kind),
                name=name,
                language=language,
                name_kind=NameKind(name_kind),
            )
            for line, key, kind, name, language, name_kind in made["rows"]
        ],
        [NameProblem(line, UserError.from_plain(error)) for line, error in made["problems"]],
    )


def _write_batch(batch: NameBatch) -> bytes:
    """Return the batch as bytes, to cross to another process."""
    rows = [[r.line, r.key, r.kind, r.name, r.language, r.name_kind] for r in batch.rows]
    wrong = [[problem.line, problem.error.to_plain()] for problem in batch.problems]
    return json.dumps({"rows": rows, "problems": wrong}).encode("utf-8")


def read_name_batches(data: bytes, file_name: str, take: Callable[[bytes], None]) -> NameCounts:
    """Give the names in the bytes of a CSV file to `take`, in batches; return how many there are.

    Raises UserError "empty_file", "unknown_format", "missing_columns" where the first line is not
    the heading, "too_many_rows" or "too_many_bad_rows".
    """
    if not data:
        raise problems.empty_file(file_name)
    lines = _iterate_lines(data, file_name)
    table = _Table(*_read_heading(next(lines, ""), file_name))
    batch = NameBatch()
    for number, line in enumerate(lines, 2):
        table.read_line(number, line, batch)
        if table.wrong > MAX_PROBLEMS:
            raise _too_many_problems(file_name, batch.problems[-1])
        if table.rows > MAX_ROWS:
            raise _too_many_rows(file_name)
        if len(batch.rows) + len(batch.problems) >= _BATCH:
            take(_write_batch(batch))
            batch = NameBatch()
    take(_write_batch(batch))
    return NameCounts(
        rows=table.rows,
        entities=len(table.kinds),
        repeated=table.repeated,
        problems=table.wrong,
    )


def _iterate_lines(data: bytes, file_name: str) -> Iterator[str]:
    """Give the lines; of one that is far too long, enough to say so."""
    pieces: list[str] = []
    writer = CanonicalWriter(pieces.append)
    begun = ""
    for piece in decode(data, file_name).pieces():
        writer.add(piece)
        first, *others = "".join(pieces).split("\n")
        pieces.clear()
        begun = (begun + first)[: _LONGEST_LINE + 1]
        for line in others:
            yield begun
            begun = line
    writer.flush()
    first, *others = "".join(pieces).split("\n")
    yield (begun + first)[: _LONGEST_LINE + 1]
    yield from others


class _Table:
    """Reads lines one after the other and knows what came before."""

    def __init__(self, separator: str, columns: dict[str, int]) -> None:
        """Begin after the heading."""
        self.kinds: dict[str, EntityKind] = {}
        self.rows = self.repeated = self.wrong = 0
        self._separator = separator
        self._columns = columns
        self._seen: dict[bytes, int] = {}

    def read_line(self, number: int, line: str, batch: NameBatch) -> None:
        """Add what `line` says to `batch`; an empty line says nothing."""
        if not line.strip(" \t" + self._separator):
            return
        try:
            row, says_kind = _read_row(line, number, self._separator, self._columns, self.kinds)
            is_new = self._is_new(row, says_kind)
        except UserError as error:
            self.wrong += 1
            batch.problems.append(NameProblem(number, error))
            return
        self.kinds.setdefault(row.key, row.kind)
        if is_new:
            self.rows += 1
            batch.rows.append(row)
        else:
            self.repeated += 1

    def _is_new(self, row: NameRow, says_kind: bool) -> bool:
        """Tell whether the entity has no such name; raise UserError where it has it as another."""
        # Digests, for a million names themselves would take more memory than is given.
        said = "\n".join((row.key, row.name, row.language)).encode("utf-8")
        digest = hashlib.blake2b(said, digest_size=16).digest()
        kind = list(NameKind).index(row.name_kind)
        first = self._seen.setdefault(digest, row.line * len(NameKind) + kind)
        line, first_kind = divmod(first, len(NameKind))
        if line != row.line and says_kind and first_kind != kind:
            raise UserError(
                "bad_row",
                "This name stands in line {line} as {first}, here as {second}.",
                line=line,
                first=list(NameKind)[first_kind].value,
                second=row.name_kind.value,
            )
        return line == row.line


def _too_many_problems(file_name: str, last: NameProblem) -> UserError:
    return UserError(
        "too_many_bad_rows",
        "More than {limit} lines of {file} cannot be used, the last of them line {line}: "
        "{reason} Nothing was changed; check its columns and their separators.",
        file=file_name,
        limit=MAX_PROBLEMS,
        line=last.line,
        reason=last.error.message,
    )


def _too_many_rows(file_name: str) -> UserError:
    return UserError(
        "too_many_rows",
        "{file} holds more than {limit} names, as many as one import takes. Nothing was changed; "
        "split it into parts.",
        file=file_name,
        limit=MAX_ROWS,
    )


def _read_heading(line: str, file_name: str) -> tuple[str, dict[str, int]]:
    """Return the separator and the place of each column."""
    separator = max(_SEPARATORS, key=line.count)
    cells = [cell.strip(' \t"').lower() for cell in line.split(separator)]
    columns = {column: cells.index(column) for column in COLUMNS if column in cells}
    missing = [column for column in _NEEDED if column not in columns]
    if missing:
        raise UserError(
            "missing_columns",
            "{file} lacks the columns {columns} in its first line. Nothing was changed; the first "
            "line must be: {heading}",
            file=file_name,
            columns=", ".join(missing),
            heading=",".join(COLUMNS),
        )
    return separator, columns


def _split(line: str, separator: str) -> list[str]:
    """Return the cells of one line; raise UserError "bad_row" where its quotes do not match."""
    try:
        return next(csv.reader([line], delimiter=separator, strict=True), [])
    except csv.Error as error:
        raise UserError(
            "bad_row",
            "The quotation marks of this line do not match; a name must stand on one line.",
        ) from error


def _read_row(
    line: str, number: int, separator: str, columns: dict[str, int], kinds: dict[str, EntityKind]
) -> tuple[NameRow, bool]:
    """Return one row and whether it says the kind of name itself.

    Raises UserError "bad_row" for what is missing or unknown in it.
    """
    if len(line) > _LONGEST_LINE:
        raise UserError(
            "bad_row", "This line has more than {limit} characters.", limit=_LONGEST_LINE
        )
    cells = _split(line, separator)
    if len(cells) > len(columns) and any(
        cell.strip() for cell in cells[max(columns.values()) + 1 :]
    ):
        raise UserError(
            "bad_row",
            "This line has more cells than the heading; put a name that holds a comma in "
            "quotation marks.",
        )
    found = {
        column: restore(" ".join(cells[place].split())) if place < len(cells) else ""
        for column, place in columns.items()
    }
    if not found["key"] or not found["name"]:
        raise UserError("bad_row", "This line has no key or no name.")
    _check_name(found["name"], found["key"])
    kind = _read_kind(found["kind"])
    if kinds.get(found["key"], kind) is not kind:
        raise UserError(
            "bad_row",
            "The key {key} is of the kind {first} in an earlier line and {second} here.",
            key=found["key"],
            first=kinds[found["key"]],
            second=kind,
        )
    row = NameRow(
        line=number,
        key=found["key"],
        kind=kind,
        name=found["name"],
        language=_read_language(found.get("language", "")),
        name_kind=_read_name_kind(found.get("name_kind", ""), first=found["key"] not in kinds),
    )
    return row, bool(found.get("name_kind"))


def _check_name(name: str, key: str) -> None:
    """Raise UserError "bad_row" for a name or key that cannot be one."""
    if len(name) > _LONGEST_NAME:
        raise UserError(
            "bad_row",
            "The name in this line has more than {limit} characters.",
            limit=_LONGEST_NAME,
        )
    if len(key) > _LONGEST_KEY:
        raise UserError(
            "bad_row",
            "The key in this line has more than {limit} characters.",
            limit=_LONGEST_KEY,
        )
    turning = _TURNING.search(name + key)
    if turning is not None:
        raise UserError(
            "bad_row",
            "This line holds the invisible sign {sign}, which turns the direction of writing; "
            "take it out.",
            sign=f"U+{ord(turning[0]):04X}",
        )


def _read_kind(written: str) -> EntityKind:
    """Return the entity's kind; raise UserError "bad_row" where there is no such kind."""
    try:
        return EntityKind(written.lower())
    except ValueError as error:
        raise UserError(
            "bad_row",
            "There is no kind {kind}; an entity is one of: {kinds}.",
            kind=repr(written),
            kinds=", ".join(EntityKind),
        ) from error


def _read_name_kind(written: str, *, first: bool) -> NameKind:
    """Return the name's kind; where none is written, an entity's first name is its preferred."""
    if not written:
        return NameKind.PREFERRED if first else NameKind.VARIANT
    try:
        return NameKind(written.lower())
    except ValueError as error:
        raise UserError(
            "bad_row",
            "There is no kind of name {kind}; a name is one of: {kinds}.",
            kind=repr(written),
            kinds=", ".join(NameKind),
        ) from error


def _read_language(written: str) -> str:
    """Return the language code; raise UserError "bad_row" where it is not built like one."""
    code = written.lower()
    if code and not _LANGUAGE.fullmatch(code):
        raise UserError(
            "bad_row",
            "{language} is no language code; write for example vi, en, lo or fr.",
            language=repr(written),
        )
    return code
