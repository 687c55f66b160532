"""The operations by name: what the command line's `do` runs and `operations` lists.

A command is an ordinary function `name(session, *, …) -> Changed` whose arguments are plain
JSON values; the decorator reads their names and types from its signature.
"""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from desktop_app.errors import UserError
from desktop_app.services.session import Changed, Session

C = TypeVar("C", bound=Callable[..., Changed])
_JSON_TYPES = {str: "text", int: "integer", float: "number", bool: "boolean", dict: "object"}


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of an operation: its types as JSON knows them, and whether it is needed."""

    name: str
    types: tuple[str, ...]
    required: bool


@dataclass(frozen=True, slots=True)
class Registered:
    """One operation: its name, its function, what it does and what it takes."""

    name: str
    function: Callable[..., Changed]
    summary: str
    arguments: tuple[Argument, ...]


REGISTRY: dict[str, Registered] = {}
_REASON = Argument("reason", ("text", "null"), required=False)


def operation(function: C) -> C:
    """Register `function` as the operation of its own name."""
    name = function.__name__
    hints = typing.get_type_hints(function)
    arguments = tuple(
        Argument(parameter.name, _json_types(hints[parameter.name]), _is_required(parameter))
        for parameter in inspect.signature(function).parameters.values()
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY
    )
    summary = (function.__doc__ or "").partition("\n")[0]
    REGISTRY[name] = Registered(name, function, summary, arguments)
    return function


def _is_required(parameter: inspect.Parameter) -> bool:
    return parameter.default is inspect.Parameter.empty


def _json_types(annotation: Any) -> tuple[str, ...]:
    origin = typing.get_origin(annotation)
    if origin in (types.UnionType, typing.Union):
        parts = [_json_types(part) for part in typing.get_args(annotation)]
        return tuple(dict.fromkeys(name for part in parts for name in part))
    if annotation is type(None):
        return ("null",)
    if origin in (list, tuple):
        return ("list",)
    return (_JSON_TYPES.get(origin or annotation, "any"),)


def run_operation(session: Session, name: str, arguments: Mapping[str, Any]) -> Changed:
    """Run the operation called `name`; raise UserError for an unknown one or wrong arguments.

    Every operation takes a `reason`, which the journal keeps; one that has an argument of that
    name keeps it in the record besides.
    """
    found = REGISTRY.get(name)
    if found is None:
        raise UserError("no_operation", "There is no operation called {name}.", name=name)
    known = {argument.name: argument for argument in (*found.arguments, _REASON)}
    for given, value in arguments.items():
        if given not in known:
            raise UserError(
                "unknown_argument",
                "{operation} takes no argument {argument}; it takes {known}.",
                operation=name,
                argument=given,
                known=", ".join(known),
            )
        _require_type(name, known[given], value)
    missing = [a.name for a in found.arguments if a.required and a.name not in arguments]
    if missing:
        raise UserError(
            "missing_argument",
            "{operation} needs {missing}.",
            operation=name,
            missing=", ".join(missing),
        )
    taken = {argument.name for argument in found.arguments}
    with session.because(str(arguments.get("reason") or "")):
        return found.function(session, **{n: v for n, v in arguments.items() if n in taken})


def _require_type(operation_name: str, argument: Argument, value: Any) -> None:
    given = "null" if value is None else "list" if isinstance(value, list) else ""
    given = given or _JSON_TYPES.get(type(value), "any")
    allowed = {"any", *argument.types} | ({"integer"} if "number" in argument.types else set())
    if "any" not in argument.types and given not in allowed - {"any"}:
        raise UserError(
            "wrong_type",
            "{operation}: {argument} must be {expected}, not {given}.",
            operation=operation_name,
            argument=argument.name,
            expected=" / ".join(argument.types),
            given=given,
        )
