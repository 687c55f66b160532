"""Turning what the user or a script gave into checked fields of a record."""

from __future__ import annotations

import json
import typing
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from desktop_app.catalog.canonical import canonicalise
from desktop_app.errors import UserError

E = TypeVar("E", bound=StrEnum)

#: Characters of a wrong value that a message repeats.
_LONGEST_SHOWN = 80
#: The greatest number SQLite can count to.
_GREATEST = (1 << 63) - 1


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


def read_choice(kind: type[E], value: object, field: str) -> E:
    """Return the member of `kind` that `value` names; raise UserError naming the choices."""
    for word in (value, value.replace("_", " ")) if isinstance(value, str) else ():
        if word in kind._value2member_map_:
            return kind(word)
    raise UserError(
        "bad_choice",
        "{field} cannot be “{value}”. It is one of: {choices}.",
        field=field,
        value="" if value is None else shorten(value),
        choices=", ".join(kind),
    )


def find_choice(kind: type[E], value: object, field: str) -> E | None:
    """Return the member that `value` names, None for an empty value."""
    return None if value is None or value == "" else read_choice(kind, value, field)


def clean_fields(
    record: type, given: Mapping[str, Any], *, fixed: Sequence[str] = ()
) -> dict[str, Any]:
    """Return `given` with its texts cleaned, null for a text as "".

    Raises UserError for a field that `record` has not or that is `fixed`, and for a value
    of another type than the field's.
    """
    known = typing.get_type_hints(record)
    for name in ("id", *fixed):
        known.pop(name, None)
    return {name: _clean_field(record, known, name, value) for name, value in given.items()}


def _clean_field(record: type, known: Mapping[str, Any], name: str, value: object) -> object:
    if name not in known:
        raise UserError(
            "unknown_argument",
            "{operation} takes no argument {argument}; it takes {known}.",
            operation=record.__name__,
            argument=name,
            known=", ".join(sorted(known)),
        )
    wanted = known[name]
    if wanted is str:
        text = require_text("" if value is None else value, name)
        return clean_text(text) if name == "note" else clean_line(text)
    if wanted is int:
        return _require_number(value, name)
    if typing.get_origin(wanted) is tuple:
        if not isinstance(value, list | tuple | None):
            raise wrong_type(name, "list", value)
        return value
    return None if value is None else clean_line(require_text(value, name))


def _require_number(value: object, field: str) -> int:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    if not is_number or abs(typing.cast(int, value)) > _GREATEST:
        raise wrong_type(field, "integer", value)
    return typing.cast(int, value)


def require_text(value: object, field: str) -> str:
    """Return `value` where it is a text; raise UserError for anything else."""
    if not isinstance(value, str):
        raise wrong_type(field, "text", value)
    return value


def wrong_type(field: str, expected: str, value: object) -> UserError:
    """Return the error that says what `field` takes."""
    return UserError(
        "wrong_type",
        "{field} must be {expected}, not “{value}”. Nothing was changed.",
        field=field,
        expected=expected,
        value=shorten(value),
    )


def shorten(value: object) -> str:
    """Return `value` as a script wrote it, cut where it would fill the screen."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
