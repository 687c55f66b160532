"""Names and places: the right file or a clear refusal, whatever a name holds; lost disks."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path, PureWindowsPath

import pytest

from desktop_app.errors import UserError
from desktop_app.services.commands.subjects import create_event
from desktop_app.services.known_heads import Acquaintance
from desktop_app.services.opening import open_for_work, open_snapshot, save_elsewhere
from desktop_app.services.opening_places import describe_place, find_network, find_synchroniser
from desktop_app.services.searching import SearchService
from desktop_app.services.session import create_catalogue, open_catalogue
from desktop_app.store.database import make_uri
from desktop_app.store.sidecars import is_writable

POSIX = pytest.mark.skipif(os.name == "nt", reason="names that Windows does not take")
NAMES = [
    "a?b.db",
    "a#b.db",
    "a%41b.db",
    "a?mode=memory&cache=shared.db",
    "a b  c.db",
    " lead.db",
    "trail .db ",
    "Nặm Thà – ປະຫວັດສາດ.db",
    "e\u0301-nfd.db",
    "\u202egnp.db",
    "emoji 𐐷🙂.db",
    "new\nline.db",
    "tab\there.db",
    "quote'\".db",
    "-journal",
    "x.db-wal.db",
    "back\\slash.db",
    "a" * 200 + ".db",
    "file:other.db",
    ":memory:",
]


@POSIX
@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_an_odd_name_is_the_right_file(tmp_path: Path, name: str) -> None:
    home = tmp_path / "home"
    home.mkdir()
    path = home / name
    create_catalogue(path, name="Odd", author="Tester").close()
    with closing(open_for_work(path)) as opening:
        create_event(opening.session, title="Here")
        with closing(SearchService(opening.session)) as search:
            assert search.search_shape("here")["total"] == 1
        save_elsewhere(opening.session, home / f"copy {name}"[:240])
    assert {one.name for one in home.iterdir()} == {name, f"copy {name}"[:240]}
    with closing(open_for_work(path)) as opening:
        assert opening.recognition.acquaintance is Acquaintance.KNOWN
        assert opening.session.db.column("SELECT title FROM event") == ["Here"]
    with closing(open_snapshot(path)) as opening:
        assert opening.session.db.column("SELECT title FROM event") == ["Here"]
    assert len(list(tmp_path.iterdir())) == 1


@POSIX
def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.db"))
    create_catalogue(path, author="Tester").close()
    with closing(open_for_work(path)) as opening:
        create_event(opening.session, title="Here")
    with closing(open_for_work(path)) as opening:
        assert opening.recognition.acquaintance is Acquaintance.KNOWN


def test_relative_names_and_links_are_the_same_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.db"
    create_catalogue(path, author="Tester").close()
    monkeypatch.chdir(tmp_path)
    tmp_path.joinpath("folder").mkdir()
    links = [Path("a.db"), Path("folder/../a.db")]
    if os.name != "nt":
        tmp_path.joinpath("folder", "link.db").symlink_to(path)
        links.append(Path("folder/link.db"))
    for link in links:
        with closing(open_catalogue(link)) as session:
            assert path.with_name(".a.db.held").exists()
            create_event(session, title=str(link))
    with closing(open_catalogue(path)) as session:
        assert session.db.scalar("SELECT count(*) FROM event") == len(links)
    assert {one.name for one in tmp_path.iterdir()} == {"a.db", "folder"}


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


def make_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))


def make_loop(path: Path) -> None:
    path.symlink_to(path)


def make_dangling(path: Path) -> None:
    path.symlink_to(path.with_name("nothing"))


@POSIX
@pytest.mark.parametrize(
    ("make", "codes"),
    [
        (Path.mkdir, {"unreadable"}),
        (make_pipe, {"not_a_catalogue"}),
        (make_socket, {"not_a_catalogue"}),
        (make_loop, {"unreadable"}),
        (make_dangling, {"no_catalogue"}),
        (Path.touch, {"not_a_catalogue"}),
    ],
)
def test_what_is_no_file_is_refused(tmp_path: Path, make, codes: set[str]) -> None:
    path = tmp_path / "x.db"
    make(path)
    for _ in range(2):
        with pytest.raises(UserError) as caught:
            open_for_work(path)
        assert caught.value.code in codes


@pytest.mark.parametrize("name", ["a\0b.db", "x/" * 3000 + "a.db", "a" * 300 + ".db"])
def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError) as caught:
        open_for_work(tmp_path / name)
    assert caught.value.code in ("no_catalogue", "unreadable")


def test_names_of_windows_become_uris() -> None:
    class Named:
        def __init__(self, name: str) -> None:
            self.name = PureWindowsPath(name)

        def absolute(self) -> PureWindowsPath:
            return self.name

    assert make_uri(Named("C:\\a b\\ư#.db")) == "file:///C:/a%20b/%C6%B0%23.db"  # type: ignore[arg-type]
    assert make_uri(Named("\\\\server\\share\\x.db")) == "file:////server/share/x.db"  # type: ignore[arg-type]


def test_risky_places_are_told_of_quietly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder, name in (
        ("Dropbox/Archive", "Dropbox"),
        ("OneDrive - Viện Sử học/a", "OneDrive - Viện Sử học"),
        ("Nextcloud", "Nextcloud"),
        ("Library/Mobile Documents/x", "Mobile Documents"),
    ):
        assert find_synchroniser(tmp_path / folder / "a.db") == name
    assert find_synchroniser(tmp_path / "box of papers" / "a.db") == ""
    assert find_network(PureWindowsPath("\\\\server\\share\\a.db")) == "SMB"
    home = tmp_path / "Nextcloud"
    home.mkdir()
    create_catalogue(home / "a.db").close()
    with closing(open_for_work(home / "a.db")) as opening:
        [note] = [note for note in opening.notes if note.code == "place"]
        assert "Nextcloud" in note.text
    twin = tmp_path / "twin.db"
    shutil.copyfile(home / "a.db", twin)
    assert describe_place(twin) == ""
    tmp_path.joinpath("other.db").hardlink_to(twin)
    assert "several names" in describe_place(twin)

    class Disk:
        mountpoint, fstype, opts = str(tmp_path), "cifs", "rw"

    import psutil

    monkeypatch.setattr(psutil, "disk_partitions", lambda **_: [Disk()])
    assert "cifs" in describe_place(tmp_path / "b.db")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="mounts a disk")
@pytest.mark.parametrize("how", ["unmounted", "deleted", "replaced", "moved"])
def test_a_file_that_is_gone_takes_no_change(tmp_path: Path, how: str) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=32m", "none", str(disk)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no right to mount")
    is_mounted, path = True, disk / "a.db"
    try:
        create_catalogue(path, author="Tester").close()
        with closing(open_for_work(path)) as opening:
            create_event(opening.session, title="Saved")
            if how == "unmounted":
                subprocess.run(["umount", "-l", str(disk)], check=True)
                is_mounted = False
            elif how == "moved":
                path.rename(disk / "b.db")
            else:
                path.unlink()
                if how == "replaced":
                    path.write_bytes(b"another")
                    path.with_name("a.db-journal").write_bytes(b"its journal")
            for _ in range(2):
                with pytest.raises(UserError, match="file_gone"):
                    create_event(opening.session, title="Not saved")
            save_elsewhere(opening.session, tmp_path / "saved.db")
        if how == "replaced":
            assert path.read_bytes() == b"another"
            assert path.with_name("a.db-journal").read_bytes() == b"its journal"
        elif how == "unmounted":
            assert list(disk.iterdir()) == []
    finally:
        if is_mounted:
            subprocess.run(["umount", str(disk)], check=True)
    with closing(open_catalogue(tmp_path / "saved.db")) as session:
        assert session.db.column("SELECT title FROM event") == ["Saved"]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="mounts a disk")
def test_a_full_disk_at_opening(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "none", str(disk)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no right to mount")
    try:
        path = disk / "a.db"
        create_catalogue(path, author="Tester").close()
        with disk.joinpath("full").open("wb", buffering=0) as file:
            try:
                while file.write(bytes(4096)):
                    pass
            except OSError:
                pass
        with closing(open_for_work(path)) as opening:
            with pytest.raises(UserError, match="disk_full"):
                create_event(opening.session, title="x" * 100_000)
            disk.joinpath("full").unlink()
            create_event(opening.session, title="Room again")
        with closing(open_catalogue(path)) as session:
            assert session.db.column("SELECT title FROM event") == ["Room again"]
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_what_can_be_written_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.touch()
    assert is_writable(path)
