"""The index follows changes, and is never opened unless it is whole and ours."""

from __future__ import annotations

import json
import os
import pickle
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.errors import UserError
from desktop_app.search.index import SearchIndex
from desktop_app.search.query import Query
from desktop_app.search.records import IndexRecord
from desktop_app.search.segment_file import read_mapped
from desktop_app.search.stamp import STAMP_NAME

UUID = "6a1d1b0c-uuid"


def excerpt(number: int, text: str) -> IndexRecord:
    return IndexRecord(kind="excerpt", id=f"exc-{number}", text=text)


def passages(document: str, *texts: str) -> list[IndexRecord]:
    return [
        IndexRecord(
            kind="document", id=f"{document}@{n}", document=document, title="T", text=text, start=n
        )
        for n, text in enumerate(texts)
    ]


RECORDS = [excerpt(1, "Nặm Thà"), excerpt(2, "Mương Xỉnh"), *passages("doc-1", "một", "hai")]


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "cache" / UUID


@pytest.fixture
def index(folder):
    built = SearchIndex(folder)
    built.rebuild(RECORDS, uuid=UUID, change=5)
    yield built
    built.close()


def find(index: SearchIndex, text: str) -> set[str]:
    return {hit.id for hit in index.search(Query(text=text, limit=100)).hits}


def list_index_files(folder: Path) -> list[Path]:
    return [p for p in folder.glob("generation-*/*") if p.suffix in (".toc", ".seg")]


def test_pages_of_its_files_are_let_go_and_read_again(folder, monkeypatch):
    texts = [f"Nặm Thà chiến dịch {'dòng ' * 200}{number}" for number in range(2_000)]
    index = SearchIndex(folder)
    index.rebuild([excerpt(n, text) for n, text in enumerate(texts)], uuid=UUID, change=1)
    found = find(index, "dong")
    kept = read_mapped()
    monkeypatch.setattr("desktop_app.search.index.MAPPED_LIMIT", -(1 << 40))
    assert find(index, "dong") == found
    assert kept == 0 or read_mapped() < kept
    assert find(index, "dong") == found
    index.close()


def test_an_index_opens_again(index, folder):
    index.close()
    again = SearchIndex(folder)
    stamp = again.open(UUID)
    assert stamp is not None
    assert (stamp.uuid, stamp.change) == (UUID, 5)
    assert again.stamp == stamp == again.state(UUID)
    assert find(again, "nam tha") == {"exc-1"}
    assert again.count_records() == 4
    again.close()
    with pytest.raises(RuntimeError):
        again.search(Query(text="a"))


def test_only_the_owner_can_read_it(index, folder):
    if os.name != "posix":
        pytest.skip("modes are POSIX")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_an_update_replaces_and_deletes(index, folder):
    stamp = index.update(
        delete=["exc-2"], add=[excerpt(1, "Viêng Chăn"), excerpt(3, "mới")], change=6
    )
    assert stamp.change == 6
    assert find(index, "nam tha") == find(index, "muong") == set()
    assert find(index, "vieng chan") == {"exc-1"}
    assert find(index, "moi") == {"exc-3"}
    assert index.state(UUID) == stamp
    index.close()
    assert index.open(UUID) == stamp
    assert find(index, "moi") == {"exc-3"}


def test_a_document_goes_with_all_its_passages(index):
    index.update(delete=["doc-1"], add=[], change=6)
    assert find(index, "mot") == find(index, "hai") == set()
    index.update(delete=[], add=passages("doc-1", "ba", "bốn", "năm"), change=7)
    index.update(delete=[], add=passages("doc-1", "sáu"), change=8)
    assert find(index, "ba OR bon OR sau") == {"doc-1@0"}
    assert index.count_records() == 3


def test_an_excerpt_is_not_deleted_with_its_document(index):
    lying = IndexRecord(kind="excerpt", id="exc-9", document="doc-1", text="trích")
    index.update(delete=[], add=[lying], change=6)
    index.update(delete=["doc-1"], add=[], change=7)
    assert find(index, "trich") == {"exc-9"}


def test_one_id_twice_in_a_batch_is_one_record(index):
    index.update(delete=["exc-1"], add=[excerpt(1, "đầu"), excerpt(1, "cuối")], change=6)
    assert find(index, "dau") == set()
    assert find(index, "cuoi") == {"exc-1"}


def test_many_small_updates_stay_right(index):
    for number in range(25):
        index.update(delete=[], add=[excerpt(number, f"lần {number}")], change=6 + number)
    assert find(index, "lan") == {f"exc-{number}" for number in range(25)}
    assert index.count_records() == 27
    assert index.state(UUID) == index.stamp


def test_dates_survive_the_merging_of_segments(index):
    for number in range(12):
        day = f"1962-{number + 1:02}-10"
        dated = IndexRecord(kind="event", id=f"evt-{number}", earliest=day, latest=day)
        index.update(delete=["evt-0"] if number else [], add=[dated], change=6 + number)
    assert find(index, "date:1962-05") == {"evt-4"}
    assert find(index, "date:1962") == {f"evt-{number}" for number in range(1, 12)}


def test_no_stamp_no_index(folder):
    assert SearchIndex(folder).state(UUID) is None
    assert SearchIndex(folder).open(UUID) is None


def test_another_catalogue_or_version_is_refused(index, folder, monkeypatch):
    assert index.state("other") is None
    monkeypatch.setattr("desktop_app.search.stamp.ANALYSIS_VERSION", 999)
    assert index.state(UUID) is None


@pytest.mark.parametrize("damage", ["empty", "cut", "zeroed", "bit", "missing", "grown"])
def test_damage_to_any_file_is_seen_and_mended_by_a_rebuild(index, folder, damage):
    index.close()
    for number in range(len(list_index_files(folder))):
        path = sorted(list_index_files(folder))[number]
        content = bytearray(path.read_bytes())
        if damage == "missing":
            path.unlink()
        else:
            middle = len(content) // 2
            if damage == "empty":
                content = bytearray()
            elif damage == "cut":
                content = content[:-1]
            elif damage == "zeroed":
                content[middle : middle + 64] = bytes(64)
            elif damage == "bit":
                content[middle] ^= 1
            else:
                content += b"x"
            path.write_bytes(content)
        assert index.open(UUID) is None
        index.rebuild(RECORDS, uuid=UUID, change=5)
        assert find(index, "nam tha") == {"exc-1"}
        index.close()
        assert index.state(UUID) is not None
        assert len(list(folder.glob("generation-*"))) == 1


@pytest.mark.parametrize(
    "stamp",
    [
        b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 5000, b'{"uuid": 1}',
        b'{"uuid": "6a1d1b0c-uuid", "files": 3}', b'{"files": {"a": null}}',
    ],
)  # fmt: skip
def test_a_stamp_of_any_content_is_only_a_reason_to_rebuild(index, folder, stamp):
    (folder / STAMP_NAME).write_bytes(stamp)
    assert index.state(UUID) is None


def test_a_stamp_cannot_point_elsewhere(index, folder, tmp_path):
    content = json.loads((folder / STAMP_NAME).read_text("utf-8"))
    (folder / content["generation"]).rename(tmp_path / "elsewhere")
    content["generation"] = "../../elsewhere"
    (folder / STAMP_NAME).write_text(json.dumps(content), "utf-8")
    assert index.state(UUID) is None


class Payload:
    """Makes a folder when unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = str(path)

    def __reduce__(self):
        return os.mkdir, (self.path,)


def test_a_foreign_table_of_contents_is_never_unpickled(index, folder, tmp_path):
    index.close()
    ran = tmp_path / "ran"
    home = next(folder.glob("generation-*"))
    (home / "_MAIN_99.toc").write_bytes(pickle.dumps(Payload(ran)))
    assert index.open(UUID) is None
    (home / "_MAIN_99.toc").unlink()
    assert index.state(UUID) is not None
    for path in home.glob("*.toc"):
        path.write_bytes(pickle.dumps(Payload(ran)))
    assert index.open(UUID) is None
    assert not ran.exists()


def test_a_commit_whose_stamp_was_never_written_is_rebuilt(index, folder, monkeypatch):
    def fail(*_args):
        raise OSError("disk full")

    monkeypatch.setattr("desktop_app.search.index.write_stamp", fail)
    with pytest.raises(OSError):
        index.update(delete=[], add=[excerpt(7, "bảy")], change=6)
    monkeypatch.undo()
    index.close()
    assert index.open(UUID) is None
    index.rebuild([*RECORDS, excerpt(7, "bảy")], uuid=UUID, change=6)
    assert find(index, "bay") == {"exc-7"}


def test_a_failing_batch_leaves_the_index_as_it_was(index):
    def broken():
        yield excerpt(8, "tám")
        raise ValueError("unreadable")

    with pytest.raises(ValueError):
        index.update(delete=["exc-1"], add=broken(), change=6)
    bad = IndexRecord(kind="excerpt", id="exc-8", text=3)  # type: ignore[arg-type]
    with pytest.raises((TypeError, AttributeError)):
        index.update(delete=["exc-1"], add=[excerpt(9, "chín"), bad], change=6)
    assert find(index, "nam tha") == {"exc-1"}
    assert find(index, "chin") == set()
    assert index.state(UUID) == index.stamp
    index.update(delete=["exc-1"], add=[], change=6)
    assert find(index, "nam tha") == set()


def test_a_cancelled_rebuild_leaves_the_old_index(index, folder):
    class Cancelled(Exception):
        pass

    def cancel(_count):
        raise Cancelled

    before = index.stamp
    with pytest.raises(Cancelled):
        index.rebuild([excerpt(1, "khác")], uuid=UUID, change=9, progress=cancel)
    assert index.state(UUID) == before == index.stamp
    assert find(index, "nam tha") == {"exc-1"}
    assert len(list(folder.glob("generation-*"))) == 1


def test_progress_counts_records(folder):
    told: list[int] = []
    index = SearchIndex(folder)
    index.rebuild((excerpt(n, "x") for n in range(1200)), uuid=UUID, change=1, progress=told.append)
    assert told == [500, 1000, 1200]
    assert find(index, "x OR y") and index.count_records() == 1200
    index.close()


def test_an_empty_catalogue_has_an_index(folder):
    index = SearchIndex(folder)
    index.rebuild([], uuid=UUID, change=0)
    assert find(index, "nam") == set()
    index.update(delete=["exc-1"], add=[], change=1)
    index.update(delete=[], add=[excerpt(1, "Nặm")], change=2)
    assert find(index, "nam") == {"exc-1"}
    index.close()
    assert index.open(UUID) is not None
    index.close()


def test_a_second_writer_is_told_so(index, folder):
    other = SearchIndex(folder)
    other.open(UUID)
    writer = index._begin()
    try:
        with pytest.raises(UserError) as caught:
            other.update(delete=[], add=[], change=9)
        assert caught.value.code == "index_busy"
    finally:
        writer.cancel()
        other.close()


KILLED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from desktop_app.search.index import SearchIndex
from desktop_app.search.records import IndexRecord
index = SearchIndex(Path(sys.argv[1]))
assert index.open("6a1d1b0c-uuid")
def records():
    for number in range(400):
        if number == int(sys.argv[3]):
            os.kill(os.getpid(), signal.SIGKILL)
        yield IndexRecord(kind="excerpt", id=f"exc-{number}", text="bị cắt")
if sys.argv[4] == "rebuild":
    index.rebuild(records(), uuid="6a1d1b0c-uuid", change=9)
else:
    index.update(delete=[], add=list(records())[:300], change=8)
    index.update(delete=[], add=records(), change=9)
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX")
@pytest.mark.parametrize("work", ["rebuild", "update"])
def test_a_killed_writer_leaves_a_whole_index(index, folder, work):
    index.close()
    root = str(Path(__file__).resolve().parents[2])
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(folder), root, "350", work], check=False
    )
    assert done.returncode == -9
    assert index.open(UUID) is not None
    assert find(index, "nam tha") == {"exc-1"}
    index.update(delete=["exc-1"], add=[], change=9)
    assert find(index, "nam tha") == set()


def test_searching_goes_on_while_the_index_changes(index):
    import threading

    failed: list[BaseException] = []

    def search() -> None:
        try:
            for _ in range(40):
                assert find(index, "nam") >= set()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(10):
        index.update(delete=[], add=[excerpt(number + 10, "nam")], change=6 + number)
    for thread in threads:
        thread.join()
    assert failed == []
    assert len(find(index, "nam")) == 11
