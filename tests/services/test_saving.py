"""Files that leave the catalogue: whole or not at all, and never in place of a device."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from desktop_app.errors import UserError
from desktop_app.services.saving import save_bytes


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "r.html"
    path.write_bytes(b"old")
    save_bytes(path, b"new")
    assert path.read_bytes() == b"new"
    assert [found.name for found in tmp_path.iterdir()] == ["r.html"]


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="not_written"):
        save_bytes(tmp_path / "none" / "r.html", b"new")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_what_is_no_file_is_left_alone(tmp_path: Path) -> None:
    pipe = tmp_path / "r.html"
    os.mkfifo(pipe)
    with pytest.raises(UserError, match="not_a_file"):
        save_bytes(pipe, b"new")
    assert pipe.is_fifo()
    with pytest.raises(UserError, match="not_a_file"):
        save_bytes(tmp_path, b"new")
