"""Names of entities from a CSV file: columns key, kind, name, language, name_kind; one row a name.

Rows with the same key name one entity. Each line is read by itself, so that a missing quote
spoils its own line and not the rest of the file; a bad row is reported with its line number.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from desktop_app.catalog.canonical import canonicalise
from desktop_app.catalog.subjects import EntityKind, NameKind
from desktop_app.errors import UserError
from desktop_app.exchange.encodings import decode
from desktop_app.exchange.reading import read_original

COLUMNS = ("key", "kind", "name", "language", "name_kind")
_NEEDED = ("key", "kind", "name")
_SEPARATORS = ",;\t"
_LANGUAGE = re.compile("[a-z]{2,3}(-[a-z0-9]{2,8})*")
_LONGEST_NAME = 500


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


@dataclass(frozen=True, slots=True)
class NameTable:
    """The rows that can be used, in the file's order, and the lines that cannot."""

    rows: tuple[NameRow, ...]
    problems: tuple[NameProblem, ...]


def read_names(path: Path) -> NameTable:
    """Return the names in the CSV file `path`; bad rows are among its `problems`.

    Raises UserError "missing_file", "unreadable_file", "empty_file", "too_large", or
    "missing_columns" where the first line is not the heading.
    """
    return parse_names(read_original(path), path.name)


def parse_names(data: bytes, file_name: str) -> NameTable:
    """Return the names in the bytes of a CSV file, as `read_names` does."""
    lines = canonicalise(decode(data, file_name).text).text.split("\n")
    separator, columns = _read_heading(lines[0], file_name)
    rows: dict[tuple[str, str, str], NameRow] = {}
    kinds: dict[str, EntityKind] = {}
    problems: list[NameProblem] = []
    for number, line in enumerate(lines[1:], 2):
        if not line.strip(" \t" + separator):
            continue
        try:
            row = _read_row(line, number, separator, columns, kinds)
        except UserError as error:
            problems.append(NameProblem(number, error))
            continue
        kinds.setdefault(row.key, row.kind)
        # The same name of the same entity again says nothing new; its first row stands.
        rows.setdefault((row.key, row.name, row.language), row)
    return NameTable(tuple(rows.values()), tuple(problems))


def _read_heading(line: str, file_name: str) -> tuple[str, dict[str, int]]:
    """Return the separator and the place of each column."""
    separator = max(_SEPARATORS, key=line.count)
    cells = [cell.strip().lower() for cell in _split(line, separator)]
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
) -> NameRow:
    """Return one row; raise UserError "bad_row" for what is missing or unknown in it."""
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
        column: " ".join(cells[place].split()) if place < len(cells) else ""
        for column, place in columns.items()
    }
    if not found["key"] or not found["name"]:
        raise UserError("bad_row", "This line has no key or no name.")
    if len(found["name"]) > _LONGEST_NAME:
        raise UserError(
            "bad_row",
            "The name in this line has more than {limit} characters.",
            limit=_LONGEST_NAME,
        )
    kind = _read_kind(found["kind"])
    if kinds.get(found["key"], kind) is not kind:
        raise UserError(
            "bad_row",
            "The key {key} is of the kind {first} in an earlier line and {second} here.",
            key=found["key"],
            first=kinds[found["key"]],
            second=kind,
        )
    return NameRow(
        line=number,
        key=found["key"],
        kind=kind,
        name=found["name"],
        language=_read_language(found.get("language", "")),
        name_kind=_read_name_kind(found.get("name_kind", ""), first=found["key"] not in kinds),
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
