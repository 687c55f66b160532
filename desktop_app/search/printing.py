"""Writes the tree of a query as text that is read into the same tree again."""

from __future__ import annotations

from decimal import Decimal

from desktop_app.catalog.ids import find_kind
from desktop_app.search.query import (
    About,
    Alike,
    All,
    Compared,
    During,
    Either,
    InLanguage,
    InState,
    Near,
    Node,
    OfKind,
    Shape,
    Without,
    Words,
)


def print_query(node: Node) -> str:
    """Return `node` in the query language; Everything is ""."""
    if isinstance(node, All):
        narrowed = _print_narrowed(node)
        return narrowed or " ".join(_print_part(part) for part in node.parts)
    if isinstance(node, Either):
        return " OR ".join(
            # Words side by side bind more closely than OR.
            print_query(part) if isinstance(part, All) else _print_part(part)
            for part in node.parts
        )
    if isinstance(node, Without):
        inner = _print_part(node.part)
        return f"-({inner})" if isinstance(node.part, Without) else f"-{inner}"
    return _print_leaf(node)


def _print_part(node: Node) -> str:
    """Return a part of an All or Either, in parentheses where it needs them."""
    if isinstance(node, Either) or (isinstance(node, All) and not _print_narrowed(node)):
        return f"({print_query(node)})"
    return print_query(node)


def _print_narrowed(node: All) -> str:
    """Return claim:word for what was so written, else ""."""
    if len(node.parts) != 2:
        return ""
    kind, inner = node.parts
    if not isinstance(kind, OfKind) or len(kind.kinds) != 1 or kind.kinds[0] == "source":
        return ""
    if not isinstance(inner, Words | Near | Shape | Alike) or inner.field:
        return ""
    # An id after the field would be read as the record's.
    is_id = find_kind(inner.text.strip().lower()) is not None
    return "" if is_id else f"{kind.kinds[0]}:{_print_leaf(inner)}"


def _print_leaf(node: Node) -> str:
    """Return a node that has no parts."""
    match node:
        case Words(text, field, phrase, prefix, exact):
            mark = "=" if exact else ""
            # A beginning that ends in a mark is read as the words before it.
            written = f'"{text}"' if phrase else f"{text}*" if prefix else text
            return f"{_print_field(field)}{mark}{written}"
        case Near(text, distance, field):
            return f'{_print_field(field)}"{text}"~{distance}'
        case Shape(text, field):
            return f"{_print_field(field)}{text}"
        case Alike(text, changes, field):
            return f"{_print_field(field)}{text}~{changes}"
        case Compared():
            return f"value:{_print_comparison(node)}"
        case About(record):
            return f"entity:{record}"
        case InState(state):
            return f"{state}:"
        case OfKind(kinds):
            written = " OR ".join(f"kind:{kind}" for kind in kinds)
            return written if len(kinds) == 1 else f"({written})"
        case InLanguage(code):
            return f'language:"{code}"' if not code.isalnum() else f"language:{code}"
        case During(earliest, latest):
            return f"date:{earliest or ''}..{latest or ''}"
    return ""


def _print_field(field: str) -> str:
    """Return the prefix of a field."""
    return f"{field}:" if field else ""


def _print_comparison(node: Compared) -> str:
    """Return the limits of a comparison."""
    if node.low is not None and node.low == node.high:
        return f"={_print_number(node.low)}"
    if node.above and node.low is not None:
        return f">{_print_number(node.low)}"
    if node.below and node.high is not None:
        return f"<{_print_number(node.high)}"
    low, high = ("" if limit is None else _print_number(limit) for limit in (node.low, node.high))
    return f"{low}..{high}"


def _print_number(number: float) -> str:
    """Return a number as a query reads it: never three decimals, which would be thousands."""
    written = format(Decimal(repr(number)), "f")
    whole, _, decimals = written.partition(".")
    decimals = decimals.rstrip("0")
    if len(decimals) == 3:
        decimals += "0"
    return f"{whole}.{decimals}" if decimals else whole
