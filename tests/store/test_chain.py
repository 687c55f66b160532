"""The journal's chain: an honest catalogue verifies, each way of altering it is named."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.services.commands.subjects import create_entity, create_event, update_event
from desktop_app.services.commands.trash import delete
from desktop_app.services.session import Session, create_catalogue, open_catalogue
from desktop_app.store import chain


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "sealed.db"
    with closing(create_catalogue(path, author="Tester")) as session:
        event = create_event(session, title="The town is taken").ids[0]
        create_entity(session, kind="place", name="Nặm Thà")
        update_event(session, event=event, details={"title": "Nặm Thà is taken"})
        delete(session, id=event)
        session.undo()
    return path


@pytest.fixture
def session(path: Path) -> Iterator[Session]:
    with closing(open_catalogue(path)) as opened:
        yield opened


def alter(path: Path, *statements: str) -> None:
    """Change the file as any SQLite tool could, past its triggers."""
    with closing(sqlite3.connect(path)) as conn:
        triggers = conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        kept = triggers.fetchall()
        for name, _ in kept:
            conn.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            conn.execute(statement)
        for _, sql in kept:
            conn.execute(sql)
        conn.commit()


def find_all(path: Path) -> dict[str, int]:
    """Return what the chain and the rows say, the first change of each."""
    with closing(open_catalogue(path)) as opened:
        found = [*chain.verify_chain(opened.db), *chain.verify_rows(opened.db)]
    return {one.code: one.change for one in reversed(found)}


def test_an_honest_catalogue_verifies(session: Session) -> None:
    assert list(chain.verify_chain(session.db)) == []
    assert list(chain.verify_rows(session.db)) == []
    head = chain.get_head(session.db)
    assert head.seq == 6
    assert len(head.hash) == 64
    assert chain.holds(session.db, head)


def test_the_head_stays_an_ancestor_and_is_not_another_files(session: Session) -> None:
    before = chain.get_head(session.db)
    create_event(session, title="Later")
    assert chain.holds(session.db, before)
    assert not chain.holds(session.db, chain.Head(before.seq, "00" * 32))
    assert not chain.holds(session.db, chain.Head(99, before.hash))


def test_the_same_catalogue_has_the_same_head(tmp_path: Path) -> None:
    heads = set()
    for name in ("a.db", "b.db"):
        made = create_catalogue(
            tmp_path / name, name="n", uuid="u", author="A", clock=lambda: "2020-01-01T00:00:00Z"
        )
        with closing(made) as opened:
            create_event(opened, title="One")
            heads.add(chain.get_head(opened.db))
    assert len(heads) == 1


@pytest.mark.parametrize(
    ("statement", "code", "change"),
    [
        ("UPDATE event SET title = 'Something else'", "row_altered", 6),
        ("DELETE FROM name", "row_missing", 3),
        ("INSERT INTO event (id, title, title_translated, kind, note) "
         "VALUES ('evt-9', 'x', '', '', '')", "row_altered", 0),
        ("UPDATE change SET author = 'Somebody else' WHERE seq = 3", "change_altered", 3),
        ("UPDATE change SET at = '1999' WHERE seq = 2", "change_altered", 2),
        ("UPDATE change_row SET after = replace(after, 'town', 'city') WHERE change = 2",
         "image_altered", 2),
        ("DELETE FROM change_row WHERE change = 4", "change_altered", 4),
        ("UPDATE seal SET digest = zeroblob(32) WHERE change = 4", "change_altered", 4),
        ("UPDATE seal SET hash = zeroblob(32) WHERE change = 4", "seal_altered", 4),
        ("UPDATE row_seal SET after = zeroblob(32) WHERE id = (SELECT max(id) FROM row_seal)",
         "image_altered", 6),
    ],
)  # fmt: skip
def test_what_was_altered_is_named(path: Path, statement: str, code: str, change: int) -> None:
    alter(path, statement)
    assert find_all(path).get(code) == change


def test_a_tail_cut_off_is_seen(path: Path) -> None:
    alter(
        path,
        "DELETE FROM row_seal WHERE id IN (SELECT id FROM change_row WHERE change = 6)",
        "DELETE FROM change_row WHERE change = 6",
        "DELETE FROM seal WHERE change = 6",
        "DELETE FROM change WHERE seq = 6",
    )
    assert "journal_cut" in find_all(path)


def test_a_redaction_leaves_the_chain_valid(session: Session) -> None:
    with session.db.transaction():
        session.db.execute("INSERT INTO redacted (id, change) SELECT id, 6 FROM change_row "
                           "WHERE record = 'evt-1' AND change = 2")  # fmt: skip
        session.db.execute("UPDATE change_row SET after = '' WHERE record = 'evt-1' AND change = 2")
    codes = [one.code for one in chain.verify_chain(session.db)]
    assert codes == ["change_altered"]  # of the change that did not say that it redacts


def test_words_cannot_be_blanked_without_a_redaction(session: Session) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="kept for ever"), session.db.transaction():
        session.db.execute("UPDATE change_row SET after = '' WHERE change = 2")


def test_a_change_is_read_again_before_it_is_kept(session: Session, monkeypatch) -> None:
    def slip(db, change):
        """Seal, then let a row differ from its image, as faulty memory would."""
        seal(db, change)
        trigger = db.scalar("SELECT sql FROM sqlite_master WHERE name = 'journal_event_update'")
        with db.changing_schema():
            db.execute("DROP TRIGGER journal_event_update")
            db.execute("UPDATE event SET note = 'slipped'")
            db.execute(trigger)

    seal = chain.seal_rows
    monkeypatch.setattr(chain, "seal_rows", slip)
    with pytest.raises(RuntimeError, match="not what change 7 journalled"):
        create_event(session, title="Later")
    monkeypatch.undo()
    assert session.db.scalar("SELECT count(*) FROM event") == 1
    assert list(chain.verify_rows(session.db)) == []
