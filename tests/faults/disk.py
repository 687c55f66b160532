"""A disk that loses power: from the calls a program made, what may be found afterwards.

What was written since a file's last sync survives sector by sector or not, in any order; a
name given or taken away is sure only after its folder was synced, which SQLite does at the
first sync of a new journal and when it deletes one.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.sqlite_calls import Call

SECTOR = 512


@dataclass
class File:
    """A file's bytes as they are surely on the disk, and the calls since."""

    sure: bytes = b""
    waiting: list[Call] = field(default_factory=list)

    def settle(self) -> None:
        """Bring everything onto the disk."""
        self.sure = apply_calls(self.sure, self.waiting)
        self.waiting = []


class Disk:
    """The files of one folder while calls are made one by one."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self.names = {str(path): File(path.read_bytes()) for path in paths}
        self.sure_names = dict(self.names)

    def make(self, call: Call) -> None:
        """Make one call."""
        match call.kind:
            case "create":
                self.names[call.path] = File()
            case "delete":
                self.names.pop(call.path, None)
                if call.place:
                    self.sure_names = dict(self.names)
            case "sync":
                file = self.names[call.path]
                file.settle()
                if call.path.endswith("-journal") and self.sure_names.get(call.path) is not file:
                    self.sure_names = dict(self.names)
            case _:
                self.names[call.path].waiting.append(call)

    def cut_power(self, chance: random.Random) -> dict[str, bytes]:
        """Return the files that may be found when the power comes back."""
        share = chance.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        found = {}
        for path in sorted({*self.names, *self.sure_names}):
            names = self.names if chance.random() < share else self.sure_names
            if path in names:
                found[path] = find_bytes(names[path], share, chance)
        return found

    def copy_without_journals(self, _chance: random.Random) -> dict[str, bytes]:
        """Return what is copied who takes the catalogue's file alone from a running computer."""
        files = {path: file for path, file in self.names.items() if not path.endswith("-journal")}
        return {path: apply_calls(file.sure, file.waiting) for path, file in files.items()}


def apply_calls(data: bytes, calls: Iterable[Call], filler: bytes = b"\0") -> bytes:
    """Return `data` after `calls`; what no call wrote is `filler`."""
    made = bytearray(data)
    for call in calls:
        if call.kind == "truncate":
            del made[call.place :]
            continue
        end = call.place + len(call.data)
        if len(made) < end:
            made += filler * (end - len(made))
        made[call.place : end] = call.data
    return bytes(made)


def find_bytes(file: File, share: float, chance: random.Random) -> bytes:
    """Return bytes that may be found of `file`, of whose waiting sectors about `share` survived."""
    kept = [piece for call in file.waiting for piece in split(call) if chance.random() < share]
    if share < 1 and chance.random() < 0.3:
        chance.shuffle(kept)
    filler = chance.choice((b"\0", b"\xa5"))
    return apply_calls(file.sure, kept, filler)


def split(call: Call) -> list[Call]:
    """Return the parts of a call that survive or not by themselves: a write's sectors."""
    if call.kind != "write":
        return [call]
    parts, start, data = [], call.place, call.data
    while data:
        size = SECTOR - start % SECTOR
        parts.append(Call("write", call.path, start, data[:size]))
        start, data = start + size, data[size:]
    return parts
