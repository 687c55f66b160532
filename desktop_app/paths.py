"""Where Regesta's own files lie: shipped resources, and the user's cache, settings and data."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import PlatformDirs

ROOT = Path(__file__).resolve().parent.parent
RESOURCES = ROOT / "resources"
SAMPLE = ROOT / "catalog.db"


def _home(kind: str) -> Path:
    """Return the per-user folder of `kind`, made with mode 0700; REGESTA_HOME moves all of them."""
    moved = os.environ.get("REGESTA_HOME")
    dirs = PlatformDirs("regesta", appauthor=False)
    named = {
        "cache": dirs.user_cache_path,
        "config": dirs.user_config_path,
        "data": dirs.user_data_path,
    }
    path = Path(moved) / kind if moved else named[kind]
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def cache_folder() -> Path:
    """Return the folder of things that can be rebuilt: the search indexes."""
    return _home("cache")


def config_folder() -> Path:
    """Return the folder of the user's preferences."""
    return _home("config")


def data_folder() -> Path:
    """Return the folder of what the user would miss: backups and copies of the sample."""
    return _home("data")
