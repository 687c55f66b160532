"""Drafts: what is typed into a form and not saved yet, one small file each in the user's folder.

A file is written beside its name, synced and renamed, so that it is old or new and never half.
It bears a sum over its words; one that is damaged costs only itself. Nothing here knows a window.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from desktop_app.paths import data_folder

#: The form of the file. A file with a higher number is left alone: a newer Regesta wrote it.
VERSION = 1
_SUFFIX, _PARTIAL, _DAMAGED = ".json", ".part", ".damaged"
_DRAFT_NAME = re.compile(r"[0-9a-f]{32}")
_UUID = re.compile(r"[0-9a-fA-F-]{8,64}")
#: More than anybody types; a larger file was not written by us.
_LARGEST = 1024 * 1024 * 1024
#: Two readings of a process's start differ by less than this, in seconds.
_SAME_START = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDraft:
    """One field that differs from the record: its state as the form opened, and as typed.

    States are what the form's input made of itself, in JSON's types; the words are for reading
    and copying where no form can be opened.
    """

    name: str
    label: str
    was: Any
    typed: Any
    was_words: str
    typed_words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """The process that wrote a draft: while it runs, its drafts are its own affair."""

    host: str = ""
    pid: int = 0
    started: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What one form held. `record` is "" for one to be made, `base` the change it was read at."""

    id: str
    catalogue: str
    form: str
    record: str
    title: str
    base: int
    #: When it was last written, ISO 8601 in UTC.
    at: str
    fields: tuple[FieldDraft, ...]
    #: What the form needs besides its fields, such as the passage a claim rests on.
    context: dict[str, Any] = field(default_factory=dict)
    writer: Writer = Writer()


@dataclass(frozen=True, slots=True)
class FoundDrafts:
    """What lies in a folder of drafts: those to be offered, newest first, and the others."""

    drafts: tuple[Draft, ...] = ()
    #: Files that cannot be read; those that are damaged have been renamed.
    damaged: tuple[Path, ...] = ()
    #: How many a newer Regesta wrote; they stay as they are.
    newer: int = 0


class _Damaged(ValueError):
    """The file is no draft, or not whole."""


class _Newer(ValueError):
    """A newer Regesta wrote the file."""


def make_draft_id() -> str:
    """Return a name that no other draft has."""
    return uuid4().hex


class DraftFolder:
    """The drafts of one catalogue of one user."""

    def __init__(self, uuid: str) -> None:
        """Keep the drafts of the catalogue `uuid`; nothing is made before the first is written."""
        self.uuid = uuid
        # A catalogue from elsewhere says what it likes: only a plain uuid becomes a folder's name.
        is_plain = _UUID.fullmatch(uuid) is not None
        self._name = uuid if is_plain else hashlib.sha256(uuid.encode()).hexdigest()

    @property
    def path(self) -> Path:
        """Return the folder, made or not."""
        return data_folder() / "drafts" / self._name

    def write(self, draft_id: str, data: bytes) -> None:
        """Write a draft (`encode_draft`) durably, whole or not at all; raise OSError."""
        folder = self.path
        if not folder.is_dir():
            folder.parent.mkdir(mode=0o700, exist_ok=True)
            folder.mkdir(mode=0o700, exist_ok=True)
        partial = folder / f"{draft_id}{_PARTIAL}"
        try:
            with open(partial, "wb", opener=_open_private) as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(folder / f"{draft_id}{_SUFFIX}")
        except OSError:
            partial.unlink(missing_ok=True)
            raise
        _sync_folder(folder)

    def remove(self, draft_id: str) -> None:
        """Remove a draft, if it is there; raise OSError where it cannot be."""
        path = self.path / f"{draft_id}{_SUFFIX}"
        if path.exists():
            path.unlink()
            _sync_folder(path.parent)

    def read(self) -> FoundDrafts:
        """Return what lies in the folder; a file that cannot be read is renamed, not removed."""
        found: list[Draft] = []
        damaged: list[Path] = []
        newer = 0
        for path in self._list_files():
            try:
                draft = _read_file(path)
            except _Newer:
                newer += 1
            except _Damaged:
                damaged.append(_set_aside(path))
            except OSError:
                # Perhaps only for now: it stays where it is.
                damaged.append(path)
            else:
                if draft.catalogue == self.uuid and not is_being_written(draft.writer):
                    found.append(draft)
        newest_first = sorted(found, key=lambda one: one.at, reverse=True)
        return FoundDrafts(tuple(newest_first), tuple(damaged), newer)

    def _list_files(self) -> list[Path]:
        try:
            listed = sorted(self.path.iterdir())
        except OSError:
            return []
        return [
            path
            for path in listed
            if path.suffix == _SUFFIX and _DRAFT_NAME.fullmatch(path.stem) and path.is_file()
        ]


def _read_file(path: Path) -> Draft:
    if path.stat().st_size > _LARGEST:
        raise _Damaged
    draft = decode_draft(path.read_bytes())
    if draft.id != path.stem:
        raise _Damaged
    return draft


def encode_draft(draft: Draft) -> bytes:
    """Return the bytes of a draft's file; any text survives, even half a surrogate pair."""
    body = asdict(draft)
    whole = {"regesta_draft": VERSION, "sha256": _sum(body), "draft": body}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass")


def decode_draft(data: bytes) -> Draft:
    """Return the draft that `encode_draft` wrote; raise ValueError for anything else."""
    try:
        whole = json.loads(data.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError) as error:
        raise _Damaged from error
    version = whole.get("regesta_draft") if isinstance(whole, dict) else None
    if type(version) is int and version > VERSION:
        raise _Newer
    body = whole.get("draft") if isinstance(whole, dict) else None
    if version != VERSION or not isinstance(body, dict) or whole.get("sha256") != _sum(body):
        raise _Damaged
    try:
        return _read_body(body)
    except (TypeError, KeyError, AttributeError) as error:
        raise _Damaged from error


def _read_body(body: dict[str, Any]) -> Draft:
    fields = tuple(FieldDraft(**one) for one in body["fields"])
    draft = Draft(**{**body, "fields": fields, "writer": Writer(**body["writer"])})
    words = (draft.id, draft.catalogue, draft.form, draft.record, draft.title, draft.at)
    texts = [text for one in fields for text in (one.name, one.label, one.typed_words)]
    is_whole = all(isinstance(one, str) for one in (*words, *texts))
    if not is_whole or type(draft.base) is not int or not isinstance(draft.context, dict):
        raise _Damaged
    return draft


def _sum(body: Mapping[str, Any]) -> str:
    plain = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def _set_aside(path: Path) -> Path:
    """Rename a file that cannot be read, so that it is told of once; its words may be in it."""
    aside = path.with_suffix(_DAMAGED)
    try:
        path.rename(aside)
    except OSError:
        return path
    return aside


def sign_draft(draft: Draft) -> Draft:
    """Return `draft` with this process as its writer."""
    return replace(draft, writer=_this_process())


@lru_cache(maxsize=1)
def _this_process() -> Writer:
    return Writer(host=platform.node(), pid=os.getpid(), started=_find_start(os.getpid()) or 0.0)


def is_being_written(writer: Writer) -> bool:
    """Tell whether another process of this machine that wrote the draft still runs."""
    if writer.host != platform.node() or writer.pid in (0, os.getpid()):
        return False
    started = _find_start(writer.pid)
    return started is not None and abs(started - writer.started) < _SAME_START


def _find_start(pid: int) -> float | None:
    import psutil

    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        return float(process.create_time())
    except (psutil.Error, ValueError, OverflowError):
        return None


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
