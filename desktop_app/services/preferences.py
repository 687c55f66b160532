"""What the user chose for the program itself, kept in one JSON file of the settings folder.

Each setting is one typed line of `Preferences`. To add one, add a line there and, where not
every value of its type can be used, one to `_ACCEPTED`. A damaged file costs the choices in it,
never the start.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop_app.citations.style_words import STYLES, is_style
from desktop_app.i18n import LANGUAGES
from desktop_app.paths import config_folder
from desktop_app.services.profile_files import read_object, write_object

_FILE = "preferences.json"
_RECENT_KEPT = 10
THEMES = ("system", "light", "dark")
SEARCH_LAYOUTS = ("", "kind", "source", "context")
BACKUP_MINUTES = (10, 30, 60)
SMALLEST_ZOOM, LARGEST_ZOOM = 50, 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """The settings and what holds without them."""

    #: "" follows the system's language.
    language: str = ""
    theme: str = "system"
    #: Per cent of the ordinary size of the reader's letters.
    reader_zoom: int = 100
    recent_catalogues: list[str] = field(default_factory=list)
    last_folder: str = ""
    #: The window's place, as Qt writes it, in base 64.
    window_geometry: str = ""
    panel_widths: list[int] = field(default_factory=list)
    list_shown: str = "event"
    list_columns: dict[str, list[int]] = field(default_factory=dict)
    #: How reports cite their sources.
    report_style: str = STYLES[0]
    #: How search results are shown: best first, by kind, by source, words in context.
    search_layout: str = ""
    #: Whether what narrows the results stands beside them.
    search_facets: bool = True
    #: "" is the folder of the user's own data; the second one is on another disk, or "".
    backup_folder: str = ""
    backup_second_folder: str = ""
    backup_minutes: int = 30
    #: Until when (ISO 8601, UTC) nothing is said of copies that lie on one disk.
    backup_silence: str = ""


def _are_texts(value: list[Any]) -> bool:
    return all(isinstance(one, str) for one in value)


def _are_sizes(value: object) -> bool:
    is_short = isinstance(value, list) and len(value) <= 16
    return is_short and all(type(one) is int and 0 <= one <= 100_000 for one in value)  # type: ignore[attr-defined]


def _is_time(value: str) -> bool:
    try:
        return not value or datetime.fromisoformat(value).utcoffset() is not None
    except ValueError:
        return False


_ACCEPTED: dict[str, Callable[[Any], bool]] = {
    "language": lambda value: value in ("", *LANGUAGES),
    "theme": lambda value: value in THEMES,
    "reader_zoom": lambda value: SMALLEST_ZOOM <= value <= LARGEST_ZOOM,
    "recent_catalogues": _are_texts,
    "panel_widths": _are_sizes,
    "report_style": is_style,
    "search_layout": lambda value: value in SEARCH_LAYOUTS,
    "backup_minutes": lambda value: value in BACKUP_MINUTES,
    "backup_silence": _is_time,
    "list_columns": lambda value: all(_are_sizes(one) for one in value.values()),
}


class PreferenceFile:
    """The settings with their file; every `put` is written at once, whole or not at all."""

    def __init__(self, path: Path | None = None, *, is_kept: bool = True) -> None:
        """Read `path`, the user's own file by default; what cannot be used is left out.

        Settings that are not kept begin with the defaults, touch no file and end with the program.
        """
        self._is_kept = is_kept
        self.path = path or config_folder() / _FILE
        self.chosen = read_preferences(self.path) if is_kept else Preferences()

    def put(self, **changes: Any) -> None:
        """Set the named settings; a full disk or a locked folder loses them and stops nobody."""
        for name, value in changes.items():
            if not _is_usable(name, value):
                raise ValueError(f"{name} cannot be {value!r}")
        changed = replace(self.chosen, **changes)
        if changed != self.chosen:
            self.chosen = changed
            if self._is_kept:
                with contextlib.suppress(OSError):
                    write_object(self.path, asdict(changed))

    def note_opened(self, catalogue: Path) -> None:
        """Put `catalogue` first among the recent ones."""
        opened = str(catalogue.absolute())
        others = [path for path in self.chosen.recent_catalogues if path != opened]
        self.put(recent_catalogues=[opened, *others][:_RECENT_KEPT])

    def list_recent(self) -> list[Path]:
        """Return the catalogues opened before that still are where they were, newest first."""
        return [path for path in map(Path, self.chosen.recent_catalogues) if path.is_file()]


def read_preferences(path: Path) -> Preferences:
    """Return the settings in `path`, the default of each that is missing or cannot be used."""
    known = read_object(path)
    names = [one.name for one in fields(Preferences)]
    usable = {name: known[name] for name in names if name in known}
    return Preferences(**{n: value for n, value in usable.items() if _is_usable(n, value)})


def _is_usable(name: str, value: Any) -> bool:
    default = getattr(Preferences(), name)
    return type(value) is type(default) and _ACCEPTED.get(name, lambda _: True)(value)
