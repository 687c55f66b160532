"""Reading a claim's value as a script or the claim line gives it.

Shapes: a text; {"number", "unit"?, "bound"?, "as_written"?}; {"edtf", "wording"?};
{"subject": id}; {"special": "unknown" | "none"}. A text for a quantity or a date is parsed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from desktop_app.catalog.claims import (
    Bound,
    DateValue,
    Property,
    Quantity,
    SpecialValue,
    SubjectValue,
    TextValue,
    Value,
    ValueType,
)
from desktop_app.catalog.dates import parse_date, parse_edtf
from desktop_app.catalog.ids import SUBJECTS, Kind, find_kind
from desktop_app.catalog.quantities import parse_quantity
from desktop_app.errors import UserError
from desktop_app.services.commands.fields import (
    clean_line,
    clean_text,
    read_choice,
    require_text,
    shorten,
)
from desktop_app.services.session import Session
from desktop_app.store import excerpts, rows

_SHAPES = {
    ValueType.TEXT: "text",
    ValueType.QUANTITY: '{"number": …, "unit": …}',
    ValueType.DATE: '{"edtf": …, "wording": …}',
    ValueType.SUBJECT: '{"subject": …}',
}


def read_value(session: Session, prop: Property, given: object) -> Value:
    """Return the value `given` stands for; raise UserError where it does not fit `prop`."""
    if isinstance(given, TextValue | Quantity | DateValue | SubjectValue | SpecialValue):
        return given
    if isinstance(given, Mapping) and "special" in given:
        if given["special"] not in ("unknown", "none"):
            raise _misfit(prop, given)
        return SpecialValue(str(given["special"]))
    if isinstance(given, bool) or not isinstance(given, str | int | float | Mapping):
        raise _misfit(prop, given)
    match prop.value_type:
        case ValueType.TEXT if isinstance(given, str) and clean_text(given):
            return TextValue(clean_text(given))
        case ValueType.QUANTITY:
            return _read_quantity(prop, given)
        case ValueType.DATE:
            return read_date(given) or _raise(_misfit(prop, given))
        case ValueType.SUBJECT if isinstance(given, Mapping | str):
            return _read_subject(session, prop, given)
    raise _misfit(prop, given)


def _read_quantity(prop: Property, given: str | int | float | Mapping[str, Any]) -> Quantity:
    if isinstance(given, str):
        found = parse_quantity(clean_line(given))
        if found is None:
            raise _misfit(prop, given)
        return found
    shape: Mapping[str, Any] = given if isinstance(given, Mapping) else {"number": given}
    number = shape.get("number")
    if isinstance(number, bool) or not isinstance(number, int | float) or not _is_finite(number):
        raise _misfit(prop, given)
    unit = shape.get("unit")
    return Quantity(
        number=number,
        unit=clean_line(require_text(prop.unit if unit is None else unit, "unit")),
        bound=read_choice(Bound, shape.get("bound") or Bound.EXACTLY, "bound"),
        as_written=clean_line(require_text(shape.get("as_written") or "", "as_written")),
    )


def _is_finite(number: int | float) -> bool:
    """Tell whether a float can hold `number`: JSON's whole numbers have no end."""
    try:
        return math.isfinite(number)
    except OverflowError:
        return False


def read_date(given: object, *, context: str | None = None) -> DateValue | None:
    """Return the date `given` stands for (EDTF, wording, or both), None where it is no date."""
    if isinstance(given, str):
        return parse_date(clean_line(given), context=context) if clean_line(given) else None
    if isinstance(given, Mapping) and given.get("edtf"):
        wording = clean_line(require_text(given.get("wording") or "", "wording"))
        return replace(parse_edtf(require_text(given["edtf"], "edtf")), wording=wording)
    if isinstance(given, Mapping) and given.get("wording"):
        return read_date(require_text(given["wording"], "wording"), context=context)
    return None


def _read_subject(session: Session, prop: Property, given: Mapping[str, Any] | str) -> SubjectValue:
    subject = given if isinstance(given, str) else given.get("subject")
    if not isinstance(subject, str):
        raise _misfit(prop, given)
    if find_kind(subject) not in SUBJECTS:
        raise _misfit(prop, given)
    require_subject(session, subject)
    return SubjectValue(subject)


def require_subject(session: Session, subject: str) -> Kind:
    """Return the kind of an existing entity or event; raise UserError for anything else."""
    kind = find_kind(subject)
    if kind not in SUBJECTS:
        raise UserError(
            "no_subject", "{id} is neither an entity nor an event of this catalogue.", id=subject
        )
    rows.get_row(session.db, kind, subject)
    return kind


def _misfit(prop: Property, given: object) -> UserError:
    return UserError(
        "wrong_value",
        "“{value}” is no value for {property}, which takes {shape}.",
        value=shorten(given),
        property=prop.label_en,
        shape=_SHAPES[prop.value_type],
    )


def _raise(error: UserError) -> DateValue:
    raise error


def keep_source_words(session: Session, given: Any, excerpt: str | None) -> Any:
    """Return the value `given` without a wording that the cited excerpt does not have.

    What an archivist types for a date or a number is her wording; "as written" is said only of
    the source's own.
    """
    if not isinstance(given, Mapping):
        return given
    quote = _squeeze(excerpts.get_excerpt(session.db, excerpt).quote) if excerpt else ""
    return {
        name: "" if name in ("wording", "as_written") and _squeeze(value) not in quote else value
        for name, value in given.items()
    }


def _squeeze(text: object) -> str:
    return "".join(str(text).casefold().split())
