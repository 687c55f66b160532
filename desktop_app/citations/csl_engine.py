"""A CSL style read from a file and followed by citeproc-py, an optional package.

citeproc-py is pure Python and is asked for only when a style is used. Its faults, of whatever
kind, become a UserError: a report is made whole or not at all.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from lxml import etree

from desktop_app.catalog.wording import Run, Runs
from desktop_app.errors import UserError

_NAMESPACE = "{http://purl.org/net/xbiblio/csl}"
_LARGEST = 4_000_000
_LOCALES = {"en": "en-GB", "vi": "vi-VN", "fr": "fr-FR", "lo": "en-GB"}
#: What citeproc-py raises on a style or a record that it cannot follow.
_FAULTS = (
    *(ValueError, TypeError, AttributeError, LookupError, NotImplementedError, AssertionError),
    etree.LxmlError,
)


def is_csl_available() -> bool:
    """Return whether citeproc-py is installed."""
    return importlib.util.find_spec("citeproc") is not None


def read_style_title(path: Path) -> str:
    """Return the title of the CSL style in a file; raise UserError where it holds none."""
    info = _read_style(path).find(f"{_NAMESPACE}info/{_NAMESPACE}title")
    return " ".join((info.text or "").split()) if info is not None else path.stem


class CslEngine:
    """One style over the CSL-JSON records given, by their ids, in an output language."""

    def __init__(self, path: Path, records: Mapping[str, dict[str, Any]], language: str) -> None:
        """Read the style; raise UserError where it, or citeproc-py, is missing or faulty."""
        root = _read_style(path)
        self._has_order = root.find(f"{_NAMESPACE}bibliography/{_NAMESPACE}sort") is not None
        self.has_bibliography = root.find(f"{_NAMESPACE}bibliography") is not None
        self._path = path
        self._citeproc = _import_citeproc()
        self._ids = list(records)
        self._bibliography = self._ask(lambda: self._load(records, language))
        if self._has_order:
            for key in self._ids:
                self._register(key)
            self._ask(self._bibliography.sort)

    def cite(self, key: str, place: tuple[str, str] | None, *, again: bool = False) -> Runs:
        """Return the citation of a record at a place; `again` is a later one, not next to it."""

        def render() -> str:
            before = [self._make_item(key, None), self._make_item("", None)] if again else []
            item = self._make_item(key, place)
            return str(self._bibliography.style.render_citation(item.citation, before, None))

        self._register(key)
        return _read_html(self._ask(render))

    def list_entry(self, key: str) -> Runs:
        """Return the bibliography entry of a record."""

        def render() -> str:
            (entry,) = self._bibliography.style.render_bibliography([self._make_item(key, None)])
            return str(entry)

        self._register(key)
        return _read_html(self._ask(render))

    def place_of(self, key: str) -> int:
        """Return where a record stands in the bibliography, in the style's order or as cited."""
        self._register(key)
        place: int = self._bibliography.keys.index(self._name(key))
        return place

    def _load(self, records: Mapping[str, dict[str, Any]], language: str) -> Any:
        known = {*self._citeproc.VARIABLES, "id", "type"}
        data = [
            {name: value for name, value in record.items() if name.replace("-", "_") in known}
            | {"id": self._name(key)}
            for key, record in records.items()
        ]
        source = importlib.import_module("citeproc.source.json").CiteProcJSON(data)
        html = importlib.import_module("citeproc.formatter.html")
        locale = _LOCALES.get(language, "en-GB")
        style = self._citeproc.CitationStylesStyle(str(self._path), locale=locale, validate=False)
        return self._citeproc.CitationStylesBibliography(style, source, html)

    def _register(self, key: str) -> None:
        if self._name(key) not in self._bibliography.keys:
            self._bibliography.register(self._make_item(key, None).citation)

    def _make_item(self, key: str, place: tuple[str, str] | None) -> Any:
        given = {"locator": self._citeproc.Locator(*place)} if place else {}
        item = self._citeproc.CitationItem(self._name(key) if key else "", **given)
        citation = self._citeproc.Citation([item])
        citation.bibliography = self._bibliography if hasattr(self, "_bibliography") else None
        return item

    def _name(self, key: str) -> str:
        """Return what citeproc-py calls a record; it knows small letters alone."""
        return f"r{self._ids.index(key)}"

    def _ask(self, work: Callable[[], Any]) -> Any:
        try:
            return work()
        except _FAULTS as fault:
            raise UserError(
                "csl_not_followed",
                "The citation style {file} could not be followed ({fault}). Nothing was written; "
                "choose another style.",
                file=self._path.name,
                fault=type(fault).__name__,
            ) from fault


def _import_citeproc() -> Any:
    if not is_csl_available():
        raise UserError(
            "csl_missing",
            "CSL styles need the package citeproc-py, which is not installed. Install it with "
            "pip install citeproc-py, or choose one of Regesta’s own styles.",
        )
    return importlib.import_module("citeproc")


def _read_style(path: Path) -> Any:
    """Return the root of a style's file, which must cite by itself."""
    try:
        if path.stat().st_size > _LARGEST:
            raise _not_a_style(path)
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        root = etree.fromstring(path.read_bytes(), parser)
    except OSError as fault:
        raise UserError(
            "csl_not_read",
            "The citation style {file} could not be read: {reason}. Choose the file again, or "
            "another style.",
            file=str(path),
            reason=fault.strerror or type(fault).__name__,
        ) from fault
    except etree.LxmlError as fault:
        raise _not_a_style(path) from fault
    if root.tag != f"{_NAMESPACE}style" or root.getroottree().docinfo.doctype:
        raise _not_a_style(path)
    if root.find(f"{_NAMESPACE}citation") is None:
        raise UserError(
            "csl_dependent",
            "The citation style {file} only names another style that it follows. Choose the file "
            "of that style.",
            file=path.name,
        )
    return root


def _not_a_style(path: Path) -> UserError:
    return UserError(
        "csl_not_a_style",
        "{file} is not a CSL citation style. Choose a file that ends in .csl.",
        file=path.name,
    )


class _RunReader(HTMLParser):
    """Reads the few marks that citeproc-py writes: italics and small capitals."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.runs: list[Run] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a mark."""
        self._open.append("caps" if "small-caps" in (dict(attrs).get("style") or "") else tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the last mark."""
        del tag
        if self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Take text in the typeface of the marks that are open."""
        italic, caps = "i" in self._open, "caps" in self._open
        self.runs.append(Run(data, italic=italic, small_caps=caps))


def _read_html(text: str) -> Runs:
    reader = _RunReader()
    reader.feed(text)
    reader.close()
    return tuple(reader.runs)
