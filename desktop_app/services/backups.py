"""Backups as the rest of the program sees them: write, make sure of, list, restore.

Each has a module of its own: `backups_writing`, `backups_verifying`, `backups_manifest`,
`backups_rotation`, `backups_places`, `backups_listing`, `backups_restoring`.
"""

from __future__ import annotations

from desktop_app.services.backups_manifest import Backup, Reason, label_reason
from desktop_app.services.backups_restoring import replace_catalogue, restore_backup
from desktop_app.services.backups_writing import (
    Written,
    back_up,
    catch_up_second,
    ensure_backup,
    find_failure,
    find_newest,
    is_backup_due,
    is_second_behind,
    try_backup,
    write_backup,
    write_copy,
)

__all__ = [
    "Backup",
    "Reason",
    "Written",
    "back_up",
    "catch_up_second",
    "ensure_backup",
    "find_failure",
    "find_newest",
    "is_backup_due",
    "is_second_behind",
    "label_reason",
    "replace_catalogue",
    "restore_backup",
    "try_backup",
    "write_backup",
    "write_copy",
]
