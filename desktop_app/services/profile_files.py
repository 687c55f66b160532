"""Small JSON files of the user's profile: read in doubt as nothing, written whole or not at all.

They hold what may be lost without harm to any catalogue: settings, searches, choices.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_-]+")


def place_of(folder: Path, uuid: str) -> Path:
    """Return the file in `folder` that belongs to the catalogue `uuid`."""
    return folder / f"{_NOT_IN_NAMES.sub('', uuid) or 'catalogue'}.json"


def read_object(path: Path) -> Mapping[str, Any]:
    """Return the JSON object in `path`; an empty one for a file that is missing or damaged."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, Mapping) else {}


def write_object(path: Path, value: Mapping[str, Any]) -> None:
    """Write `value` as JSON in the place of `path`, whole or not at all; raise OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with partial.open("w", encoding="utf-8", errors="surrogatepass") as file:
            file.write(json.dumps(value, ensure_ascii=False, indent=1))
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError:
        partial.unlink(missing_ok=True)
        raise
