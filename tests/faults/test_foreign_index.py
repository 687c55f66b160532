"""No index is opened that this user's Regesta did not build: opening one runs what it holds.

A payload that makes a file when it is unpickled is planted wherever an index could be looked
for: beside the catalogue, in the cache, under a forged stamp, by another user, through a link.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import shutil
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from desktop_app.paths import cache_folder
from desktop_app.services.commands.subjects import create_event
from desktop_app.services.searching import SearchService, index_folder
from desktop_app.services.session import Session, create_catalogue

STRANGER = 65_534


class Payload(Schema):
    """Makes a folder when it is unpickled, as the schema of an index is at opening."""

    def __init__(self, ran: Path) -> None:
        super().__init__()
        self.ran = str(ran)

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (self.ran,)


@pytest.fixture
def session(tmp_path: Path):
    with closing(create_catalogue(tmp_path / "a.db", author="Tester")) as opened:
        create_event(opened, title="Nặm Thà")
        yield opened


def plant(home: Path, payload: Payload) -> None:
    """Put the payload into the table of contents of the index in `home`, and sign it."""
    stamp = home / "stamp.json"
    said = json.loads(stamp.read_text("utf-8"))
    generation = home / said["generation"]
    storage = FileStorage(str(generation))
    contents = TOC.read(storage, "MAIN")
    contents.schema = payload
    for table in generation.glob("*.toc"):
        table.unlink()
    contents.write(storage, "MAIN")
    for name in said["files"]:
        data = (generation / name).read_bytes()
        said["files"][name] |= {"size": len(data), "crc": zlib.crc32(data)}
        said["files"][name]["changed"] = (generation / name).stat().st_mtime_ns
    stamp.write_text(json.dumps(said), "utf-8")


def by_another_user(home: Path) -> None:
    for path in (home, *home.rglob("*")):
        os.chown(path, STRANGER, STRANGER)


def folder_by_another_user(home: Path) -> None:
    os.chown(home, STRANGER, STRANGER)


def stamp_by_another_user(home: Path) -> None:
    os.chown(home / "stamp.json", STRANGER, STRANGER)


def open_to_all(home: Path) -> None:
    home.chmod(0o777)


def generation_open_to_all(home: Path) -> None:
    next(one for one in home.iterdir() if one.is_dir()).chmod(0o777)


def through_a_link(home: Path) -> None:
    away = home.with_name("away")
    home.rename(away)
    home.symlink_to(away)


def all_indexes_open_to_all(home: Path) -> None:
    home.parent.chmod(0o777)


@pytest.mark.skipif(os.name == "nt", reason="owners and modes are POSIX")
@pytest.mark.parametrize(
    "expose",
    [
        by_another_user,
        folder_by_another_user,
        stamp_by_another_user,
        open_to_all,
        generation_open_to_all,
        through_a_link,
        all_indexes_open_to_all,
    ],
)
def test_a_forged_stamp_opens_nothing(
    session: Session, tmp_path: Path, expose: Callable[[Path], None]
) -> None:
    if os.geteuid() != 0 and "user" in expose.__name__:
        pytest.skip("only root gives files away")
    with closing(SearchService(session)) as search:
        search.bring_up_to_date()
    home = index_folder(session)
    plant(home, Payload(tmp_path / "ran"))
    expose(home)
    with closing(SearchService(session)) as search:
        try:
            assert search.search_shape("nam tha")["total"] == 1
        except Exception as error:
            # A folder of somebody else's is not even rebuilt.
            assert getattr(error, "code", "") == "index_not_written"
    assert not (tmp_path / "ran").exists()


def test_an_index_beside_the_catalogue_is_not_looked_at(session: Session, tmp_path: Path) -> None:
    payload = Payload(tmp_path / "ran")
    with closing(SearchService(session)) as search:
        search.bring_up_to_date()
    home = index_folder(session)
    for name in ("index", "a.db-index", ".index", "cache"):
        shutil.copytree(home, tmp_path / name)
        plant(tmp_path / name, payload)
        shutil.copytree(tmp_path / name, tmp_path / "index" / f"in-{name}")
    shutil.rmtree(cache_folder() / "index")
    with closing(SearchService(session)) as search:
        assert search.search_shape("nam tha")["total"] == 1
    assert not (tmp_path / "ran").exists()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_the_payload_would_run(session: Session, tmp_path: Path) -> None:
    """The control: whoever opens such an index as Whoosh does runs the payload."""
    with closing(SearchService(session)) as search:
        search.bring_up_to_date()
    home = index_folder(session)
    plant(home, Payload(tmp_path / "ran"))
    [generation] = [one for one in home.iterdir() if one.is_dir()]
    with contextlib.suppress(Exception):
        TOC.read(FileStorage(str(generation)), "MAIN")
    gc.collect()
    assert (tmp_path / "ran").exists()
