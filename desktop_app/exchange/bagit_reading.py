"""Checking a bag (RFC 8493) against its own lists: what is missing, altered or not listed.

A bag may come from anywhere: its names are data, so none leads out of its folder, links are
not followed, nothing is fetched, and its files are only read.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop_app.exchange.bagit import PAYLOAD, Report

_ALGORITHMS = ("sha512", "sha256", "sha1", "md5")
_LIST = re.compile(r"(tag)?manifest-([a-z0-9]+)\.txt")
_LINE = re.compile(r"([0-9A-Fa-f]+)[ \t]+\*?(.+)")
_LONGEST_LINE = 1 << 13
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class BagProblem:
    """One thing wrong with a bag: a stable code, and the file or line."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class BagCheck:
    """What a check found: how many files were compared, how large they are, what is wrong."""

    files: int
    size: int
    problems: tuple[BagProblem, ...]

    @property
    def ok(self) -> bool:
        """Return whether nothing is wrong."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class _Listed:
    name: str
    algorithm: str
    digest: str


def check_bag(folder: Path, report: Report) -> BagCheck:
    """Read every listed file of the bag `folder` and compare it; report while reading."""
    problems = [BagProblem(code, name) for code, name in _check_frame(folder)]
    listed: list[_Listed] = []
    payload_lists: list[set[str]] = []
    for path in sorted(folder.glob("*manifest-*.txt")):
        found = _LIST.fullmatch(path.name)
        if found is None or found[2] not in _ALGORITHMS or not _is_plain_file(path):
            problems.append(BagProblem("unknown_list", path.name))
            continue
        lines, bad = _read_list(path, found[2], is_tags=bool(found[1]))
        listed += lines
        problems += bad
        if not found[1]:
            payload_lists.append({line.name for line in lines})
    present = dict(_walk(folder))
    for names in payload_lists:
        extra = {name for name in present if name.startswith(PAYLOAD)} - names
        problems += [BagProblem("unlisted", name) for name in sorted(extra)]
    problems += _compare(folder, listed, present, report)
    return BagCheck(len({line.name for line in listed}), _sum(listed, present), _once(problems))


def _once(problems: list[BagProblem]) -> tuple[BagProblem, ...]:
    return tuple(dict.fromkeys(problems))


def _sum(listed: list[_Listed], present: dict[str, int]) -> int:
    return sum(present.get(name, 0) for name in {line.name for line in listed})


def _check_frame(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the declaration and the lists, before any file is read."""
    try:
        with (folder / "bagit.txt").open("rb") as file:
            begins = file.read(64)
    except OSError:
        begins = b""
    if not begins.startswith(b"BagIt-Version: "):
        yield "no_bag", "bagit.txt"
    if not any(folder.glob("manifest-*.txt")):
        yield "no_list", "manifest-sha256.txt"
    if os.path.lexists(folder / "fetch.txt"):
        yield "incomplete", "fetch.txt"


def _read_list(
    path: Path, algorithm: str, *, is_tags: bool
) -> tuple[list[_Listed], list[BagProblem]]:
    lines: list[_Listed] = []
    problems = []
    with path.open("rb") as file:
        number = 0
        while line := file.readline(_LONGEST_LINE):
            number += 1
            read = _LINE.fullmatch(line.decode("utf-8", "replace").rstrip("\r\n"))
            name = _decode(read[2]) if read else ""
            if read is None or not _is_inside(name) or name.startswith(PAYLOAD) == is_tags:
                problems.append(BagProblem("bad_line", f"{path.name}:{number}"))
            else:
                lines.append(_Listed(name, algorithm, read[1].lower()))
    return lines, problems


def _decode(name: str) -> str:
    name = name.removeprefix("./")
    return re.sub("%(0[AaDd]|25)", lambda found: chr(int(found[1], 16)), name)


def _is_inside(name: str) -> bool:
    """Return whether a name stays inside the bag on any system."""
    parts = name.split("/")
    return not (set(parts) & {"", ".", ".."} or "\\" in name or "\0" in name or ":" in parts[0])


def _walk(folder: Path) -> Iterator[tuple[str, int]]:
    """Yield name and size of every plain file in the bag; links are none."""
    for at, _folders, names in os.walk(folder):
        for name in names:
            path = Path(at) / name
            if _is_plain_file(path):
                yield path.relative_to(folder).as_posix(), path.lstat().st_size


def _is_plain_file(path: Path) -> bool:
    return stat.S_ISREG(path.lstat().st_mode)


def _compare(
    folder: Path, listed: list[_Listed], present: dict[str, int], report: Report
) -> Iterator[BagProblem]:
    """Yield the listed files that are not there or not what they were."""
    total = max(sum(present.get(line.name, 0) for line in listed), 1)
    done = 0
    for line in listed:
        report(done, total, line.name)
        if line.name not in present:
            yield BagProblem("missing", line.name)
            continue
        try:
            with (folder / line.name).open("rb") as file:
                digest = hashlib.new(line.algorithm, usedforsecurity=False)
                while block := file.read(_BLOCK):
                    digest.update(block)
                    done += len(block)
                    report(done, total, line.name)
        except OSError:
            yield BagProblem("unreadable", line.name)
            continue
        if digest.hexdigest() != line.digest:
            yield BagProblem("altered", line.name)
