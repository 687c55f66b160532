"""Removing a record for ever: no word of it stays in the file, every seal stays valid."""

from __future__ import annotations

from contextlib import closing

import pytest

from desktop_app.errors import UserError
from desktop_app.services.checking import check_catalogue
from desktop_app.services.commands.registry import run_operation
from desktop_app.services.history import list_history
from desktop_app.services.searching import SearchService
from desktop_app.services.session import open_catalogue
from desktop_app.store import chain


def do_all(bench, name, /, **arguments):
    return run_operation(bench.session, name, arguments)


SECRET = "Bà Hoài Thương sống ở ngõ Chùa Vàng."


@pytest.fixture
def removed(bench, tmp_path):
    """A document and an entity whose words must go, one record that stays."""
    bench.do("create_event", title="Hội nghị")
    document = bench.import_text(SECRET)
    excerpt = bench.excerpt(document, "Hoài Thương", SECRET)
    bench.do("update_excerpt", excerpt=excerpt, details={"note": "Chùa Vàng again"})
    source = bench.session.db.scalar("SELECT source FROM document WHERE id = ?", (document,))
    bench.do("update_source", source=source, details={"title": "Thư riêng"})
    head = chain.get_head(bench.session.db)
    bench.do("delete", id=source)
    return source, head


def test_no_word_stays_in_the_file_and_the_chain_is_valid(bench, removed):
    source, head = removed
    done = do_all(bench, "redact", id=source, reason="The family asked for it.")
    db = bench.session.db
    assert source in done.ids
    assert list(chain.verify_chain(db)) == []
    assert list(chain.verify_rows(db)) == []
    assert chain.holds(db, head)
    assert check_catalogue(db).ok
    path = bench.session.path
    bench.session.close()
    raw = path.read_bytes()
    for word in ("Hoài Thương", "Chùa Vàng", "Thư riêng"):
        assert word.encode() not in raw


def test_it_is_told_who_removed_it_when_and_why(bench, removed):
    source, _ = removed
    do_all(bench, "redact", id=source, reason="The family asked for it.")
    entry = list_history(bench.session)[0]
    assert entry.label == "Remove for ever"
    assert entry.reason == "The family asked for it."
    assert all("removed for ever" in line for line in entry.lines)
    assert not entry.can_undo


def test_undo_goes_past_it_and_never_brings_it_back(bench, removed):
    source, _ = removed
    change = do_all(bench, "redact", id=source, reason="Asked.").change
    found = bench.session.find_undoable()
    assert found is not None
    assert found.seq == 2
    for seq, code in ((change, "not_undoable"), (change - 1, "redacted")):
        with pytest.raises(UserError, match=code):
            bench.session.undo(seq)
    bench.session.undo()
    assert bench.session.redo().change
    assert check_catalogue(bench.session.db).ok


def test_the_index_forgets_it(bench, removed):
    source, _ = removed
    with closing(SearchService(bench.session)) as search:
        search.bring_up_to_date()
        do_all(bench, "redact", id=source, reason="Asked.")
        search.bring_up_to_date()
        assert search.search_shape("Thương")["hits"] == []
        assert search.search_shape("nghị")["hits"] != []


def test_only_what_is_in_the_trash_is_removed_and_only_with_a_reason(bench, removed):
    source, _ = removed
    event = bench.session.db.scalar("SELECT id FROM event")
    for given, code in (
        ({"id": event, "reason": "x"}, "not_in_trash"),
        ({"id": source, "reason": "  "}, "empty_field"),
    ):
        with pytest.raises(UserError, match=code):
            run_operation(bench.session, "redact", given)


def test_what_others_in_the_trash_still_name_is_kept(bench):
    event = bench.do("create_event", title="Hội nghị")
    part = bench.do("create_event", title="Phần", part_of=event)
    bench.do("delete", id=part)
    bench.do("delete", id=event)
    with pytest.raises(UserError, match="still_needed"):
        run_operation(bench.session, "redact", {"id": event, "reason": "Asked."})
    do_all(bench, "redact", id=part, reason="Asked.")
    do_all(bench, "redact", id=event, reason="Asked.")
    path = bench.session.path
    bench.session.close()
    with closing(open_catalogue(path)) as session:
        assert session.db.scalar("SELECT count(*) FROM event") == 0
        assert check_catalogue(session.db).ok
