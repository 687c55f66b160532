"""Turning what the user or a script gave into checked fields of a record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from enum import StrEnum
from typing import Any, TypeVar

from desktop_app.catalog.canonical import canonicalise
from desktop_app.errors import UserError

E = TypeVar("E", bound=StrEnum)


def clean_line(text: str) -> str:
    """Return `text` in the catalogue's form, on one line, without blanks at its ends."""
    return " ".join(canonicalise(text).text.split())


def clean_text(text: str) -> str:
    """Return `text` in the catalogue's form, its lines kept."""
    return canonicalise(text).text.strip()


def require_line(text: str, field: str) -> str:
    """Return `text` as `clean_line` does; raise UserError where nothing is left."""
    line = clean_line(text)
    if not line:
        raise UserError("empty_field", "{field} must not be empty.", field=field)
    return line


def read_choice(kind: type[E], value: str | None, field: str) -> E:
    """Return the member of `kind` that `value` names; raise UserError naming the choices."""
    try:
        return kind((value or "").replace("_", " "))
    except ValueError:
        pass
    try:
        return kind(value or "")
    except ValueError as error:
        raise UserError(
            "bad_choice",
            "{field} cannot be “{value}”. It is one of: {choices}.",
            field=field,
            value=value,
            choices=", ".join(kind),
        ) from error


def find_choice(kind: type[E], value: str | None, field: str) -> E | None:
    """Return the member that `value` names, None for an empty value."""
    return read_choice(kind, value, field) if value else None


def clean_fields(record: type, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return `given` with its texts cleaned; raise UserError for a field `record` has not."""
    known = {field.name for field in fields(record)} - {"id"}
    for name in given:
        if name not in known:
            raise UserError(
                "unknown_argument",
                "{operation} takes no argument {argument}; it takes {known}.",
                operation=record.__name__,
                argument=name,
                known=", ".join(sorted(known)),
            )
    return {
        name: (clean_text(value) if name == "note" else clean_line(value))
        if isinstance(value, str)
        else value
        for name, value in given.items()
    }
