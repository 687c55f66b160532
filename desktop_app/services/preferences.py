"""What the user chose for the program itself, kept in one JSON file of the settings folder.

Each option is one typed line below. To add one, add a line: its name in the file, what holds
without it, and how a value read from the file is judged. A damaged file costs the choices in
it, never the start.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from desktop_app.i18n import LANGUAGES
from desktop_app.paths import config_folder

T = TypeVar("T")

_FILE = "preferences.json"
_RECENT_KEPT = 10
THEMES = ("system", "light", "dark")
ZOOMS = range(50, 301)


@dataclass(frozen=True)
class Option(Generic[T]):
    """One choice: `accept` tells whether a value read from the file can be used."""

    name: str
    default: T
    accept: Callable[[Any], bool]


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _is_sizes(value: Any) -> bool:
    is_list = isinstance(value, list) and len(value) <= 16
    return is_list and all(type(one) is int and 0 <= one <= 100_000 for one in value)


def _is_widths(value: Any) -> bool:
    return isinstance(value, dict) and all(_is_sizes(one) for one in value.values())


#: "" follows the system's language.
LANGUAGE = Option("language", "", lambda v: v == "" or v in LANGUAGES)
THEME = Option("theme", "system", lambda v: v in THEMES)
READER_ZOOM = Option("reader_zoom", 100, lambda v: type(v) is int and v in ZOOMS)
RECENT = Option[list[str]]("recent_catalogues", [], _is_texts)
#: The window's place, as Qt writes it, in base 64.
GEOMETRY = Option("window_geometry", "", _is_text)
SPLIT = Option[list[int]]("panel_widths", [], _is_sizes)
LIST_VIEW = Option("list", "event", _is_text)
LIST_COLUMNS = Option[dict[str, list[int]]]("list_columns", {}, _is_widths)
LAST_FOLDER = Option("last_folder", "", _is_text)
OPTIONS: tuple[Option[Any], ...] = (
    *(LANGUAGE, THEME, READER_ZOOM, RECENT, GEOMETRY, SPLIT),
    *(LIST_VIEW, LIST_COLUMNS, LAST_FOLDER),
)


class Preferences:
    """The options with their values; every `put` is written at once, whole or not at all."""

    def __init__(self, path: Path | None = None) -> None:
        """Read `path`, the user's own file by default; what cannot be used is the default."""
        self.path = path or config_folder() / _FILE
        self._values = _read(self.path)

    def get(self, option: Option[T]) -> T:
        """Return the value of `option`."""
        value = self._values.get(option.name, option.default)
        return value if option.accept(value) else option.default

    def put(self, option: Option[T], value: T) -> None:
        """Keep `value`; a full disk or a locked folder loses it and stops nobody's work."""
        if not option.accept(value):
            raise ValueError(f"{option.name} cannot be {value!r}")
        if self._values.get(option.name, option.default) != value:
            self._values[option.name] = value
            _write(self.path, self._values)

    def note_opened(self, catalogue: Path) -> None:
        """Put `catalogue` first among the recent ones."""
        opened = str(catalogue.absolute())
        others = [path for path in self.get(RECENT) if path != opened]
        self.put(RECENT, [opened, *others][:_RECENT_KEPT])

    def list_recent(self) -> list[Path]:
        """Return the catalogues opened before that still are where they were, newest first."""
        return [path for path in map(Path, self.get(RECENT)) if path.is_file()]


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(path: Path, values: dict[str, Any]) -> None:
    partial = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with partial.open("w", encoding="utf-8") as file:
            json.dump(values, file, ensure_ascii=False, indent=1, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError:
        partial.unlink(missing_ok=True)
