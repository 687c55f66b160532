"""What was chosen last for each kind of report, kept in the user's profile for each catalogue.

What a report is about is not kept, nor the day it bears. A damaged file costs the choices in it,
and a value that is known no longer costs that value alone: the kind's own takes its place.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from desktop_app.catalog.dates import parse_edtf
from desktop_app.catalog.wording import OUTPUT_LANGUAGES
from desktop_app.citations.csl_engine import is_csl_available
from desktop_app.citations.style_words import CSL, is_style
from desktop_app.errors import UserError
from desktop_app.paths import data_folder
from desktop_app.reports.data import QuoteForm
from desktop_app.reports.model import Margins, Paper
from desktop_app.services.profile_files import place_of, read_object, write_object
from desktop_app.services.reporting.choices import ReportChoices
from desktop_app.services.reporting.kinds import ReportKind

#: Chosen anew each time.
_FLEETING = frozenset({"kind", "scope", "generated"})
_LONGEST = 200
_ENUMS: Mapping[str, type[QuoteForm | Paper | Margins]] = {
    "quotes": QuoteForm,
    "paper": Paper,
    "margins": Margins,
}


class ReportMemory:
    """The choices for the catalogue `uuid`; each `keep` is written at once, whole or not."""

    def __init__(self, uuid: str, folder: Path | None = None) -> None:
        """Read them from `folder`, the user's own by default."""
        self.path = place_of(folder or data_folder() / "reports", uuid)
        found = read_object(self.path).get("kinds")
        kinds = found if isinstance(found, Mapping) else {}
        self._kinds = {key: dict(one) for key, one in kinds.items() if isinstance(one, Mapping)}

    def recall(self, kind: ReportKind, standard: ReportChoices) -> ReportChoices:
        """Return what was chosen for `kind` last, the value of `standard` where nothing was."""
        found = self._kinds.get(kind.key, {})
        usable = {
            one.name: _read(one.name, found[one.name], kind)
            for one in fields(ReportChoices)
            if one.name in found and one.name not in _FLEETING
        }
        kept = {name: value for name, value in usable.items() if value is not None}
        return replace(standard, kind=kind.key, **kept)

    def keep(self, choices: ReportChoices, standard: ReportChoices) -> None:
        """Keep of `choices`, for their kind, what is not as in `standard` or was kept before.

        So what nobody chose goes on following the standard. A full disk or a locked folder
        loses the choices.
        """
        before = self._kinds.get(choices.kind, {})
        chosen = {
            one.name: getattr(choices, one.name)
            for one in fields(ReportChoices)
            if one.name not in _FLEETING
            and (one.name in before or getattr(choices, one.name) != getattr(standard, one.name))
        }
        if chosen != before:
            self._kinds[choices.kind] = chosen
            self._write()

    def forget(self, kind: ReportKind) -> None:
        """Forget what was chosen for `kind`."""
        if self._kinds.pop(kind.key, None) is not None:
            self._write()

    def _write(self) -> None:
        with contextlib.suppress(OSError):
            write_object(self.path, {"kinds": self._kinds})


def _read(name: str, value: Any, kind: ReportKind) -> Any:
    """Return a kept value as `ReportChoices` has it, None where it cannot be used."""
    if name in _ENUMS:
        known = [one.value for one in _ENUMS[name]]
        return _ENUMS[name](value) if value in known else None
    if type(value) is not type(getattr(ReportChoices(), name)):
        return None
    return value if _ACCEPTED.get(name, _accept)(value, kind) else None


def _accept(_value: Any, _kind: ReportKind) -> bool:
    return True


def _is_day(value: str, _kind: ReportKind) -> bool:
    try:
        return len(value) < _LONGEST and (not value or bool(parse_edtf(value)))
    except UserError:
        return False


def _is_style_here(value: str, _kind: ReportKind) -> bool:
    """Tell whether a style is known and, where a file says it, can still be followed."""
    if not is_style(value) or not value.startswith(CSL):
        return is_style(value)
    return is_csl_available() and Path(value.removeprefix(CSL)).is_file()


_ACCEPTED: dict[str, Callable[[Any, ReportKind], bool]] = {
    "language": lambda value, _kind: value in OUTPUT_LANGUAGES,
    "style": _is_style_here,
    "order": lambda value, kind: value in dict(kind.orders),
    "grouping": lambda value, kind: value in dict(kind.groupings),
    "on": _is_day,
}
