"""Tells what is wrong with a query while it is being written: where, why, and what to write."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.search.parsing import parse_query
from desktop_app.search.query import BadQuery, ReadDays, read_query_days


@dataclass(frozen=True, slots=True)
class QueryFault:
    """What is wrong with a query, in the interface's language.

    `start` and `length` are code points of the query in NFC; length 0 is all of it. `instead`
    is a query that can be read, "" where there is none to propose.
    """

    start: int
    length: int
    sentence: str
    instead: str = ""


def find_fault(text: str, read_days: ReadDays = read_query_days) -> QueryFault | None:
    """Return the first fault of a query, None where it can be read or is blank."""
    try:
        parse_query(text, read_days)
    except BadQuery as error:
        return explain_fault(error, read_days)
    return None


def explain_fault(error: BadQuery, read_days: ReadDays = read_query_days) -> QueryFault:
    """Return what a refused query's error says; what it proposes instead can be read."""
    instead = error.instead
    try:
        is_readable = bool(instead) and parse_query(instead, read_days) is not None
    except BadQuery:
        is_readable = False
    return QueryFault(error.start, error.length, error.message, instead if is_readable else "")
