"""Each kind of damage is named, and mended in one step where a step is safe."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.services.checking import check_catalogue, find_printed_seal
from desktop_app.services.commands.subjects import create_event
from desktop_app.services.findings import EXPLANATIONS, Finding, Repair, label_repair
from desktop_app.services.repairing import repair_findings
from desktop_app.services.searching import SearchService
from desktop_app.services.session import Session, open_catalogue
from desktop_app.store import chain


@pytest.fixture
def path(bench, document) -> Path:
    excerpt = bench.excerpt(document, "134 người chết")
    event = bench.do("create_event", title="Hội nghị")
    bench.do("create_event", title="Phần một", part_of=event)
    value = {"number": 134}
    bench.do("state_claim", subject=event, property="killed", value=value, excerpt=excerpt)
    bench.do("create_entity", kind="place", name="Nặm Thà")
    bench.session.close()
    return bench.session.path


def alter(path: Path, *statements: str) -> None:
    """Change the file as any SQLite tool could, past triggers and foreign keys."""
    with closing(sqlite3.connect(path)) as conn:
        kept = conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in kept:
            conn.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            conn.execute(statement)
        for _, sql in kept:
            conn.execute(sql)
        conn.commit()


def find(session: Session) -> list[Finding]:
    return [one for one in check_catalogue(session.db).findings if one.severity != "note"]


def mend(session: Session, repair: Repair) -> int:
    with closing(SearchService(session)) as search:
        return repair_findings(session, find(session), repair, search)


def test_a_sound_catalogue_has_no_findings(path: Path) -> None:
    with closing(open_catalogue(path)) as session:
        assert find(session) == []


def test_a_record_altered_by_other_means_is_put_back_from_the_history(path: Path) -> None:
    alter(path, "UPDATE claim SET number = 13", "DELETE FROM name WHERE text = 'Nặm Thà'")
    with closing(open_catalogue(path)) as session:
        found = {one.code: one for one in find(session)}
        assert found["row_altered"].id == "clm-1"
        assert "change" in found["row_altered"].message
        assert found["row_missing"].change == 7
        assert mend(session, Repair.PUT_BACK) >= 2
        assert session.db.scalar("SELECT number FROM claim") == 134
        mend(session, Repair.REBUILD_LISTS)
        assert find(session) == []
        session.undo()
        assert session.db.scalar("SELECT number FROM claim") == 13
        session.redo()
        assert session.db.scalar("SELECT text FROM name") == "Nặm Thà"


def test_a_record_the_history_does_not_know_is_told_and_left(path: Path) -> None:
    alter(
        path,
        "INSERT INTO event (id, title, title_translated, kind, note) "
        "VALUES ('evt-99', 'Forged', '', '', '')",
    )
    with closing(open_catalogue(path)) as session:
        found = {one.code: one for one in find(session)}
        assert found["row_unknown"].id == "evt-99"
        assert found["row_unknown"].repair is None


DAMAGE: dict[str, tuple[str, ...]] = {
    "circle": ("UPDATE event SET part_of = 'evt-2' WHERE id = 'evt-1'",),
    "bad_value": ("UPDATE entity SET kind = 'spaceship'",),
    "no_ground": ("UPDATE event SET trashed = 'evt-1' WHERE id = 'evt-1'",),
    "no_subject": ("UPDATE claim SET subject = 'evt-77'",),
    "broken_link": ("UPDATE citation SET excerpt = 'exc-77'",),
    "text_altered": ("UPDATE content_chunk SET text = replace(text, '134', '143')",),
    "fixity": ("UPDATE original_chunk SET data = x'00'",),
    "journal": ("UPDATE change SET author = 'Somebody' WHERE seq = 4",),
    "lists_stale": ("UPDATE listing SET title = 'Other' WHERE id = 'evt-1'",),
    "quote_elsewhere": ('UPDATE excerpt SET start = start - 3, "end" = "end" - 3',),
    "quote_differs": ("UPDATE excerpt SET quote = 'words that stand nowhere'",),
}


@pytest.mark.parametrize("code", DAMAGE)
def test_each_kind_of_damage_is_named(path: Path, code: str) -> None:
    alter(path, *DAMAGE[code])
    with closing(open_catalogue(path)) as session:
        found = {one.code: one for one in find(session)}
        assert code in found
        assert found[code].meaning
        assert found[code].advice
        assert check_catalogue(session.db).counts


def test_an_excerpt_is_moved_to_where_its_words_stand(path: Path) -> None:
    alter(path, 'UPDATE excerpt SET start = start - 3, "end" = "end" - 3')
    with closing(open_catalogue(path)) as session:
        assert mend(session, Repair.MOVE_EXCERPT) == 1
        assert {one.code for one in find(session)} <= {"lists_stale"}


def test_lists_and_index_are_built_anew(path: Path) -> None:
    alter(path, "UPDATE listing SET title = 'Other'")
    with closing(open_catalogue(path)) as session:
        assert mend(session, Repair.REBUILD_LISTS) > 1
        assert find(session) == []


def test_a_printed_seal_is_found_or_refused(path: Path) -> None:
    with closing(open_catalogue(path)) as session:
        head = chain.get_head(session.db)
        earlier = chain.find_seal(session.db, 3)
        assert find_printed_seal(session.db, head.seq, head.short) is None
        assert find_printed_seal(session.db, 3, earlier[:8].upper()) is None
        for change, seal in ((3, head.short), (head.seq + 1, head.short), (3, earlier[:4])):
            finding = find_printed_seal(session.db, change, seal)
            assert finding is not None
            assert finding.code == "seal_unknown"


def test_every_repair_has_words() -> None:
    assert all(label_repair(repair) for repair in Repair)
    named = {one.repair for one in EXPLANATIONS.values() if one.repair}
    assert named == set(Repair)


def test_an_index_that_differs_from_the_catalogue_is_named_and_built_anew(path: Path) -> None:
    with closing(open_catalogue(path)) as session, closing(SearchService(session)) as search:
        assert search.list_differences() == []  # there is none yet
        search.bring_up_to_date()
        assert search.list_differences() == []
        index = search._index
        stamp = index.stamp
        index.update(delete=["evt-1", "clm-1"], add=[], change=stamp.change, mark=stamp.mark)
        found = check_catalogue(session.db, search=search).findings
        lost = [one for one in found if one.code == "index_stale"]
        assert [one.id for one in lost] == ["clm-1", "evt-1"]
        assert repair_findings(session, lost, Repair.REBUILD_INDEX, search) == 2
        assert search.list_differences() == []


def test_what_the_index_has_yet_to_read_is_no_finding(path: Path) -> None:
    with closing(open_catalogue(path)) as session, closing(SearchService(session)) as search:
        search.bring_up_to_date()
        create_event(session, title="Later")
        assert search.list_differences() == []
