"""The index follows every change, and is never that of another state of the file."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.search.query import Query
from desktop_app.services.commands.subjects import create_event
from desktop_app.services.indexing import list_indexed, make_records
from desktop_app.services.searching import SearchService, index_folder
from desktop_app.services.session import Session, open_catalogue
from desktop_app.store import journal
from tests.services.conftest import TEXT, Bench


@pytest.fixture
def service(bench: Bench, document: str) -> Iterator[SearchService]:
    bench.excerpt(document, "134 người chết")
    bench.do("create_entity", kind="place", name="Nặm Thà", language="vi")
    bench.do("create_event", title="Trận Nặm Thà")
    bench.do("state_claim", subject="evt-1", property="killed", value=134, excerpt="exc-1")
    opened = SearchService(bench.session)
    opened.bring_up_to_date()
    yield opened
    opened.close()


def find(service: SearchService, text: str) -> set[str]:
    service.bring_up_to_date()
    return {one.record for one in service.show(service.search(Query(text=text, limit=100)))}


def require_same(service: SearchService, session: Session) -> None:
    """The index holds exactly what one built from nothing would hold."""
    service.bring_up_to_date()
    fresh = {one.id for one in make_records(session.db, list_indexed(session.db))}
    assert service._index.count_records() == len(fresh)


def test_a_new_name_reaches_claims_and_queries(service: SearchService, bench: Bench) -> None:
    assert find(service, "Luang Namtha") == set()
    bench.do("add_name", entity="ent-1", name="Luang Namtha", language="en")
    assert {"ent-1", "evt-1", "clm-1", "doc-1"} <= find(service, "Luang Namtha")
    bench.session.undo()
    assert find(service, "Luang Namtha") == set()
    require_same(service, bench.session)


def test_a_renamed_event_is_found_through_its_claim(service: SearchService, bench: Bench) -> None:
    bench.do("update_event", event="evt-1", details={"title": "Chiến dịch mùa khô"})
    assert find(service, "mùa khô") == {"evt-1", "clm-1"}


def test_the_trash_is_not_searched(service: SearchService, bench: Bench) -> None:
    bench.do("delete", id="doc-1")
    assert find(service, "người chết") == set()
    bench.do("restore", id="doc-1")
    assert find(service, "người chết") == {"doc-1", "exc-1"}
    require_same(service, bench.session)


def test_a_change_of_nothing_listed_is_passed(service: SearchService, bench: Bench) -> None:
    bench.do("create_repository", name="Kho")
    service.bring_up_to_date()
    assert service._index.stamp.change == journal.head(bench.session.db)


def test_searching_writes_nothing_into_the_catalogue(service: SearchService, bench: Bench) -> None:
    changed = bench.session.db.scalar("SELECT total_changes()")
    find(service, "Nặm Thà")
    bench.do("create_event", title="Mới")
    changed_by_command = bench.session.db.scalar("SELECT total_changes()")
    assert changed_by_command > changed
    find(service, "Mới")
    assert bench.session.db.scalar("SELECT total_changes()") == changed_by_command


def test_a_restored_backup_meets_no_index_of_its_future(bench: Bench, document: str) -> None:
    path = bench.session.path
    backup = bench.folder / "backup.db"
    bench.session.close()
    shutil.copyfile(path, backup)
    session = open_catalogue(path, author="Tester")
    for title in ("Tương lai", "Mai sau"):
        create_event(session, title=title)
    service = SearchService(session)
    assert find(service, "tương lai")
    service.close()
    session.close()
    shutil.copyfile(backup, path)
    session = open_catalogue(path, author="Tester")
    for _ in range(3):
        create_event(session, title="Khác")
    service = SearchService(session)
    assert find(service, "tương lai") == set()
    assert len(find(service, "khác")) >= 3
    service.close()
    bench.session = session


@pytest.mark.parametrize("damage", ["remove", "cut", "empty"])
def test_a_missing_or_damaged_index_is_built_anew(
    service: SearchService, bench: Bench, damage: str
) -> None:
    service.close()
    folder = index_folder(bench.session)
    if damage == "remove":
        shutil.rmtree(folder)
    else:
        for path in [p for p in folder.rglob("*") if p.is_file()]:
            path.write_bytes(path.read_bytes()[:10] if damage == "cut" else b"")
    assert find(service, "người chết") == {"doc-1", "exc-1"}


def test_damage_that_opening_does_not_see_is_found_by_the_job(
    service: SearchService, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.close()
    # As if the stamp had been written long after the segments.
    monkeypatch.setattr("desktop_app.search.stamp._CLOCK_STEP", -(10**12))
    for path in index_folder(bench.session).rglob("*.seg"):
        content, told = bytearray(path.read_bytes()), path.stat()
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
        os.utime(path, ns=(told.st_atime_ns, told.st_mtime_ns))
    service.bring_up_to_date()
    assert service._index.is_intact()
    assert find(service, "người chết") == {"doc-1", "exc-1"}


def test_the_hit_of_a_document_opens_its_very_words(service: SearchService) -> None:
    result = service.search(Query(text="tieu doan 4", kinds=("document",)))
    [found] = service.show(result)
    assert TEXT[found.start : found.end] == "Tiểu đoàn 4"
    assert found.snippet.marks


def test_a_catalogue_that_can_only_be_read_is_searched(bench: Bench, document: str) -> None:
    path: Path = bench.session.path
    bench.session.close()
    session = open_catalogue(path, read_only=True)
    service = SearchService(session)
    assert find(service, "liên quân") == {"doc-1"}
    service.close()
    session.close()
    bench.session = open_catalogue(path)
