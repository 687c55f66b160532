"""Where a catalogue lies, as far as that is a risk: network disks, folders that are synchronised.

A synchroniser may put an older file back, or two versions side by side; on a network disk the
locks that keep two programs apart are not always kept.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path, PurePath

from desktop_app.i18n import tr

_NETWORK = {
    *("nfs", "nfs4", "cifs", "smbfs", "smb2", "smb3", "afpfs", "webdav", "davfs", "fuse.davfs2"),
    *("fuse.sshfs", "9p", "afs", "ncpfs", "fuse.rclone", "fuse.gvfsd-fuse", "ceph", "glusterfs"),
    *("fuse.glusterfs", "lustre", "vboxsf", "virtiofs", "prl_fs", "vmhgfs", "fuse.vmhgfs-fuse"),
}
#: Names of folders that programs keep in step with a server, in small letters.
_SYNCHRONISED = {
    *("dropbox", "nextcloud", "owncloud", "icloud drive", "icloudedrive", "mobile documents"),
    *("google drive", "googledrive", "my drive", "pcloud", "pclouddrive", "mega", "syncthing"),
    *("box", "box sync", "seafile", "yandex.disk", "tresorit", "creative cloud files"),
}
_BEGINNINGS = ("onedrive", "dropbox", "nextcloud", "googledrive", "com~apple~clouddocs")
_MARKS = (".stfolder", ".dropbox", ".sync_nextcloud.db", ".owncloudsync.log")


def describe_place(path: Path) -> str:
    """Return what is risky about the place of `path` in a sentence, "" where nothing is."""
    found = path.resolve()
    name = find_synchroniser(found)
    if name:
        return tr(
            "The catalogue lies in a synchronised folder ({name}). Close it before another "
            "computer opens it, and keep backups elsewhere.",
            name=name,
        )
    kind = find_network(found)
    if kind:
        return tr(
            "The catalogue lies on a network disk ({kind}). Never open it on two computers at "
            "once, and keep backups elsewhere.",
            kind=kind,
        )
    if _count_names(found) > 1:
        return tr(
            "The file has several names (hard links). What you change under one of them changes "
            "under all; keep backups elsewhere."
        )
    return ""


def find_synchroniser(path: Path) -> str:
    """Return the synchronised folder that `path` lies in, by name or by its marks, or ""."""
    for folder in path.parents:
        name = folder.name.casefold()
        if name in _SYNCHRONISED or name.startswith(_BEGINNINGS):
            return folder.name
        if any(os.path.lexists(folder / mark) for mark in _MARKS):
            return folder.name
    return ""


def find_network(path: PurePath) -> str:
    """Return the kind of network disk that `path` lies on, "" for a disk of this computer."""
    if path.drive.startswith("\\\\"):
        return "SMB"
    import psutil

    try:
        disks = psutil.disk_partitions(all=True)
    except (OSError, RuntimeError):
        return ""
    holding = [disk for disk in disks if path.is_relative_to(disk.mountpoint)]
    if not holding:
        return ""
    nearest = max(holding, key=lambda disk: len(disk.mountpoint))
    is_remote = sys.platform == "win32" and "remote" in nearest.opts
    return nearest.fstype if is_remote or nearest.fstype.casefold() in _NETWORK else ""


def _count_names(path: Path) -> int:
    try:
        return path.stat().st_nlink
    except OSError:
        return 1
