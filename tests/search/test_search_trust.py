"""What is read before an index is opened, and what afterwards finds damage nobody could see."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.search.index import SearchIndex
from desktop_app.search.records import IndexRecord
from desktop_app.search.stamp import sum_file

UUID = "6a1d1b0c-uuid"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def index(folder: Path) -> Iterator[SearchIndex]:
    built = SearchIndex(folder)
    built.rebuild([IndexRecord(kind="event", id="evt-1", text="Nặm Thà")], uuid=UUID, change=5)
    yield built
    built.close()


def list_index_files(folder: Path) -> list[Path]:
    return [p for p in folder.glob("generation-*/*") if p.suffix in (".toc", ".seg")]


def damage_unseen(path: Path) -> None:
    """Change one bit of a file and nothing that the system tells of it."""
    content, told = bytearray(path.read_bytes()), path.stat()
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(told.st_atime_ns, told.st_mtime_ns))


def test_a_segment_as_old_as_its_stamp_says_is_not_read_to_be_opened(index, folder, monkeypatch):
    read = []

    def note(path):
        read.append(path.suffix)
        return sum_file(path)

    monkeypatch.setattr("desktop_app.search.stamp.sum_file", note)
    # As if the stamp had been written long after the segment.
    monkeypatch.setattr("desktop_app.search.stamp._CLOCK_STEP", -(10**12))
    index.close()
    assert index.open(UUID) is not None
    assert read == [".toc"]
    assert index.is_intact()
    assert sorted(read) == [".seg", ".toc", ".toc"]
    index.close()
    (path,) = [path for path in list_index_files(folder) if path.suffix == ".seg"]
    damage_unseen(path)
    assert index.open(UUID) is not None
    assert not index.is_intact()


def test_a_table_of_contents_is_read_before_it_is_opened(index, folder, monkeypatch):
    monkeypatch.setattr("desktop_app.search.stamp._CLOCK_STEP", -(10**12))
    index.close()
    (path,) = [path for path in list_index_files(folder) if path.suffix == ".toc"]
    damage_unseen(path)
    assert index.open(UUID) is None


def test_a_segment_changed_just_before_its_stamp_is_read(index, folder):
    index.close()
    for path in list_index_files(folder):
        if path.suffix == ".seg":
            os.utime(path)
            damage_unseen(path)
    assert index.open(UUID) is None
