"""Abbreviations as a source prints them, with what they stand for in square brackets.

Only a whole name in capitals is expanded: "BTTM" becomes "BTTM [Bộ Tổng Tham mưu]". A word in a
title stays as it is, and so does what the archivist has expanded already.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from desktop_app.catalog.sources import Source

_ABBREVIATION = re.compile(r"(?=.*\w.*\w)(?:[^\W_a-z]|[.&/ -])+")


def list_abbreviations(sources: Iterable[Source]) -> set[str]:
    """Return the names of bodies, publishers and containers that are written in capitals."""
    return {name for source in sources for name in _names_of(source) if _is_short(name)}


def expand_source(source: Source, meanings: Mapping[str, str]) -> Source:
    """Return `source` with the names that are abbreviations followed by their `meanings`."""
    if not any(name in meanings for name in _names_of(source)):
        return source

    def expand(name: str) -> str:
        meaning = meanings.get(name.strip())
        return f"{name.strip()} [{meaning}]" if meaning else name

    return replace(
        source,
        publisher=expand(source.publisher),
        container=expand(source.container),
        contributors=tuple(
            replace(one, literal=expand(one.literal)) for one in source.contributors
        ),
    )


def _names_of(source: Source) -> list[str]:
    literals = (one.literal for one in source.contributors)
    return [name.strip() for name in (source.publisher, source.container, *literals)]


def _is_short(name: str) -> bool:
    return bool(_ABBREVIATION.fullmatch(name)) and name.isupper() and len(name) <= 12
