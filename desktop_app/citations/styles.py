"""The citation styles by their keys: one citer each, made for the sources of one report.

A new style is a `ReferenceCiter` of its own, a line here, and a name in `style_words`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from desktop_app.citations.apa_citer import ApaCiter
from desktop_app.citations.archival_citer import ArchivalCiter
from desktop_app.citations.cited import CitedSource
from desktop_app.citations.citer import ChicagoCiter
from desktop_app.citations.csl_citer import CslCiter
from desktop_app.citations.iso690_citers import (
    Iso690DateCiter,
    Iso690NotesCiter,
    Iso690NumericCiter,
)
from desktop_app.citations.mla_citer import MlaCiter
from desktop_app.citations.reference_citer import ReferenceCiter
from desktop_app.citations.style_words import CSL

_CITERS: dict[str, Callable[[Mapping[str, CitedSource], str], ChicagoCiter | ReferenceCiter]] = {
    "chicago": ChicagoCiter,
    "iso690-notes": Iso690NotesCiter,
    "iso690-numeric": Iso690NumericCiter,
    "iso690-date": Iso690DateCiter,
    "apa": ApaCiter,
    "mla": MlaCiter,
    "archival": ArchivalCiter,
}


def make_citer(
    style: str, sources: Mapping[str, CitedSource], language: str
) -> ChicagoCiter | ReferenceCiter:
    """Return the citer of the `style`, one of `STYLES` or "csl:" and a path, over the sources.

    The sources are given by their ids. Raises UserError for a CSL style that cannot be used.
    """
    if style.startswith(CSL):
        return CslCiter(sources, language, Path(style.removeprefix(CSL)))
    return _CITERS[style](sources, language)
