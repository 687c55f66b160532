"""Where backups lie: the chosen folder, and a second one that should be on another medium."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from desktop_app.errors import UserError
from desktop_app.paths import data_folder
from desktop_app.services.backups_manifest import MANIFEST, Backup, read_manifest
from desktop_app.services.preferences import PreferenceFile, Preferences
from desktop_app.services.saving import save_bytes

REMIND_AFTER = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Places:
    """The folder of backups, and the second one where one was named."""

    folder: Path
    second: Path | None = None

    @property
    def is_second_there(self) -> bool:
        """Tell whether the second folder's medium is mounted.

        The manifest in it tells: the empty folder a stick is mounted on is no second medium.
        """
        return self.second is not None and (self.second / MANIFEST).is_file()


def chosen_places(preferences: Preferences | None = None) -> Places:
    """Return the places that the user chose, by default a folder of the user's own data.

    Raises UserError where the user has no folder for either.
    """
    try:
        chosen = preferences or PreferenceFile().chosen
        folder = Path(chosen.backup_folder) if chosen.backup_folder else default_folder()
    except OSError as error:
        raise _no_folder(str(error.filename)) from error
    second = Path(chosen.backup_second_folder) if chosen.backup_second_folder else None
    return Places(folder, second)


def default_folder() -> Path:
    """Return the folder of backups where none was chosen."""
    return data_folder() / "backups"


def make_folder(folder: Path) -> None:
    """Make a folder for backups; raise UserError where it cannot be."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _no_folder(str(folder)) from error


def _no_folder(path: str) -> UserError:
    return UserError("no_folder", "The folder {path} could not be made.", path=path)


def choose_folder(preferences: PreferenceFile, folder: Path | None) -> None:
    """Keep backups in `folder` from now on, None: the default; raise UserError where it cannot be.

    The backups written so far stay where they are.
    """
    if folder is not None:
        _prepare(folder)
    preferences.put(backup_folder=str(folder.absolute()) if folder else "")


def choose_second_folder(preferences: PreferenceFile, folder: Path | None) -> None:
    """Copy backups into `folder` too, None: nowhere; raise UserError where it cannot be."""
    if folder is not None:
        if folder.absolute() == chosen_places(preferences.chosen).folder.absolute():
            raise UserError(
                "same_folder",
                "{path} is where the backups lie already. Choose a folder on another disk.",
                path=str(folder),
            )
        _prepare(folder)
    preferences.put(backup_second_folder=str(folder.absolute()) if folder else "")


def _prepare(folder: Path) -> None:
    make_folder(folder)
    if not (folder / MANIFEST).is_file():
        save_bytes(folder / MANIFEST, b"")


def find_uuid(places: Places, catalogue: Path) -> str:
    """Return the identity of the catalogue that was backed up from this path, "" where none was.

    For one that cannot be opened: the newest backup tells.
    """
    where = str(catalogue.absolute())
    found = [one for one in read_manifest(places.folder) if one.catalogue == where]
    if not found and places.second is not None:
        found = [one for one in read_manifest(places.second) if one.catalogue == where]
    return max(found, key=lambda one: one.when).uuid if found else ""


def are_apart(one: Path, other: Path) -> bool:
    """Tell whether two paths lie on different file systems, as far as the system says."""
    return _device(one) != _device(other)


def _device(path: Path) -> int:
    for place in (path, *path.absolute().parents):
        try:
            return place.stat().st_dev
        except OSError:
            continue
    return 0


def is_on_one_medium(
    catalogue: Path, places: Places, uuid: str, now: datetime | None = None
) -> bool:
    """Tell whether for 14 days no copy of this catalogue went to another medium than its own."""
    moment = now or datetime.now(UTC)
    backups = [one for one in read_manifest(places.folder) if one.uuid == uuid]
    if are_apart(catalogue, places.folder):
        elsewhere = [one.when for one in backups]
    else:
        elsewhere = [datetime.fromisoformat(one.elsewhere) for one in backups if one.elsewhere]
    if elsewhere:
        return max(elsewhere) < moment - REMIND_AFTER
    return bool(backups) and _oldest(backups) < moment - REMIND_AFTER


def _oldest(backups: list[Backup]) -> datetime:
    return min(one.when for one in backups)
