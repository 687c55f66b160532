"""Each operation: effect, event, undo, redo, refusal."""

from __future__ import annotations

import pytest

from desktop_app.catalog.changes import Manner, Operation
from desktop_app.errors import UserError
from desktop_app.services.commands.registry import REGISTRY, run_operation
from desktop_app.services.session import Session, open_catalogue
from desktop_app.services.shapes import Shapes
from desktop_app.store import lists
from tests.services.conftest import TEXT, Bench


def dump(session: Session) -> dict[str, list[dict[str, object]]]:
    """Everything the catalogue says: all journalled tables and the listing."""
    from desktop_app.store.schema import TABLES

    tables = [table.name for table in TABLES] + ["listing"]
    return {name: session.db.query(f"SELECT * FROM {name} ORDER BY id") for name in tables}


CASES: dict[str, dict[str, object]] = {
    "create_repository": {"name": "Kho lưu trữ", "details": {"place": "Hà Nội"}},
    "update_repository": {"repository": "rep-1", "details": {"place": "Viêng Chăn"}},
    "create_source": {
        "title": "Biên niên",
        "level": "book",
        "contributors": [{"literal": "Nhiều tác giả", "language": "vi"}],
        "date": "2011",
        "edtf": "2011",
        "repository": "rep-1",
        "incomplete": ["to be continued"],
    },
    "update_source": {
        "source": "src-1",
        "details": {"title": "Khác", "contributors": [{"family": "Doe", "given": "J."}]},
    },
    "update_document": {"document": "doc-1", "details": {"title": "Bản khác", "language": "vi"}},
    "create_excerpt": {"document": "doc-1", "start": 0, "end": 4},
    "move_excerpt": {"excerpt": "exc-1", "start": 5, "end": 12},
    "update_excerpt": {"excerpt": "exc-1", "details": {"note": "x", "translation": "y"}},
    "attach_excerpt": {"excerpt": "exc-1", "subject": "ent-1"},
    "detach_excerpt": {"excerpt": "exc-1", "subject": "evt-1"},
    "create_entity": {"kind": "place", "name": "Mương Xỉnh", "language": "vi"},
    "update_entity": {"entity": "ent-1", "details": {"kind": "person", "exists_from": "1920"}},
    "add_name": {"entity": "ent-1", "name": "Namtha", "language": "en", "kind": "transliterated"},
    "update_name": {"name": "nam-1", "details": {"text": "Luổng Nặm Thà"}},
    "link_entities": {"entity": "ent-1", "other": "ent-2", "kind": "must not be confused with"},
    "create_event": {"title": "Trận đánh", "part_of": "evt-1"},
    "update_event": {"event": "evt-1", "details": {"title": "Chiến dịch", "kind": "campaign"}},
    "create_property": {"label": "prisoners freed", "value_type": "quantity"},
    "update_property": {"property": "killed", "details": {"label_en": "dead"}},
    "state_claim": {
        "subject": "evt-1",
        "property": "killed",
        "value": {"number": 134, "unit": "men", "as_written": "134"},
        "excerpt": "exc-1",
        "detail": "enemy",
    },
    "update_claim": {"claim": "clm-1", "details": {"value": 137, "confidence": "probable"}},
    "cite_claim": {"claim": "clm-1", "excerpt": "exc-2", "stance": "contradicts"},
    "update_citation": {"citation": "cit-1", "details": {"locator": "s.v. 4 May"}},
    "prefer_claim": {"claim": "clm-1", "reason": "nearer to the event"},
    "rank_claim": {"claim": "clm-1", "rank": "deprecated", "reason": "a slip"},
    "delete": {"id": "doc-1"},
    "restore": {"id": "ent-3"},
}

REFUSED: dict[str, tuple[dict[str, object], str]] = {
    "create_repository": ({"name": " "}, "empty_field"),
    "update_repository": ({"repository": "rep-9", "details": {"name": "x"}}, "no_record"),
    "create_source": ({"title": "x", "level": "scroll"}, "bad_choice"),
    "update_source": ({"source": "src-1", "details": {"parent": "src-1"}}, "circle"),
    "update_document": ({"document": "doc-1", "details": {"sha256": "x"}}, "unknown_argument"),
    "create_excerpt": ({"document": "doc-1", "start": 5, "end": 5000}, "bad_range"),
    "move_excerpt": ({"excerpt": "exc-1", "start": -1, "end": 3}, "bad_range"),
    "update_excerpt": ({"excerpt": "exc-1", "details": {"quote": "x"}}, "unknown_argument"),
    "attach_excerpt": ({"excerpt": "exc-1", "subject": "src-1"}, "no_subject"),
    "detach_excerpt": ({"excerpt": "exc-2", "subject": "evt-1"}, "not_attached"),
    "create_entity": ({"kind": "ghost", "name": "x"}, "bad_choice"),
    "update_entity": ({"entity": "ent-1", "details": {"exists_from": "1930-02-29"}}, "bad_date"),
    "add_name": ({"entity": "ent-1", "name": "Nặm Thà", "language": "vi"}, "name_there"),
    "update_name": ({"name": "nam-1", "details": {"text": ""}}, "empty_field"),
    "link_entities": (
        {"entity": "ent-1", "other": "ent-1", "kind": "possibly the same as"},
        "same_entity",
    ),
    "create_event": ({"title": "x", "part_of": "evt-9"}, "no_record"),
    "update_event": ({"event": "evt-1", "details": {"part_of": "evt-1"}}, "event_circle"),
    "create_property": ({"label": "Killed", "value_type": "quantity"}, "property_there"),
    "update_property": ({"property": "nothing", "details": {}}, "no_property"),
    "state_claim": ({"subject": "evt-1", "property": "date", "value": "hello"}, "wrong_value"),
    "update_claim": ({"claim": "clm-1", "details": {"value": {"edtf": "1962"}}}, "wrong_value"),
    "cite_claim": ({"claim": "clm-9", "excerpt": "exc-1"}, "no_record"),
    "update_citation": ({"citation": "cit-1", "details": {"stance": "sings"}}, "bad_choice"),
    "prefer_claim": ({"claim": "clm-1", "reason": "  "}, "no_reason"),
    "rank_claim": ({"claim": "clm-1", "rank": "deprecated"}, "no_reason"),
    "delete": ({"id": "prp-1"}, "cannot_delete"),
    "restore": ({"id": "ent-1"}, "not_in_trash"),
    "redact": ({"id": "ent-1", "reason": "x"}, "not_in_trash"),
}


@pytest.fixture
def stage(bench: Bench, document: str) -> Bench:
    """A catalogue in which every case can happen."""
    bench.do("create_repository", name="Kho")
    bench.excerpt(document, "134")
    bench.excerpt(document, "137")
    bench.do("create_entity", kind="place", name="Nặm Thà", language="vi")
    bench.do("create_entity", kind="place", name="Xiêng Khoảng", language="vi")
    bench.do("create_entity", kind="place", name="Gone", language="en")
    bench.do("create_event", title="Nặm Thà 1962")
    bench.do("attach_excerpt", excerpt="exc-1", subject="evt-1")
    bench.do("state_claim", subject="evt-1", property="wounded", value=227, excerpt="exc-1")
    bench.do("delete", id="ent-3")
    return bench


def test_every_operation_has_its_case() -> None:
    # A redaction cannot be undone: test_redaction.py has its case.
    assert set(CASES) | {"redact"} == set(REFUSED) == set(REGISTRY)


@pytest.mark.parametrize("name", sorted(CASES))
def test_effect_event_undo_redo(stage: Bench, name: str) -> None:
    before = dump(stage.session)
    stage.events.clear()
    done = run_operation(stage.session, name, CASES[name])
    after = dump(stage.session)
    assert after != before
    [event] = stage.events
    assert event.operation is Operation(name)
    assert event.change == done.change
    assert event.manner is Manner.DO
    undone = stage.session.undo()
    assert dump(stage.session) == before
    assert stage.events[-1].manner is Manner.UNDO
    assert stage.events[-1].change == undone.change
    stage.session.redo()
    assert dump(stage.session) == after
    assert stage.events[-1].manner is Manner.REDO


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_refusal_changes_nothing(stage: Bench, name: str) -> None:
    arguments, code = REFUSED[name]
    before = dump(stage.session)
    stage.events.clear()
    with pytest.raises(UserError) as caught:
        run_operation(stage.session, name, arguments)
    assert caught.value.code == code
    assert caught.value.message
    assert dump(stage.session) == before
    assert stage.events == []


def test_undo_everything_and_redo_over_a_restart(stage: Bench) -> None:
    full = dump(stage.session)
    path = stage.session.path
    steps = 0
    while stage.session.find_undoable():
        stage.session.undo()
        steps += 1
    assert steps > 10
    empty = dump(stage.session)
    assert [name for name, rows in empty.items() if rows] == ["property"]
    stage.session.close()
    again = open_catalogue(path)
    try:
        for _ in range(steps):
            again.redo()
        assert again.find_redoable() is None
        assert dump(again) == full
    finally:
        again.close()
        stage.session = open_catalogue(path)


def test_a_later_change_stands_in_the_way(stage: Bench) -> None:
    done = run_operation(
        stage.session, "update_event", {"event": "evt-1", "details": {"title": "One"}}
    )
    run_operation(stage.session, "update_event", {"event": "evt-1", "details": {"title": "Two"}})
    with pytest.raises(UserError) as caught:
        stage.session.undo(done.change)
    assert caught.value.code == "change_in_the_way"
    assert stage.session.db.scalar("SELECT title FROM event") == "Two"


def test_an_old_change_is_undone_where_nothing_stands_on_it(stage: Bench) -> None:
    done = run_operation(stage.session, "add_name", CASES["add_name"])
    stage.do("create_event", title="Later")
    stage.session.undo(done.change)
    assert stage.session.db.scalar("SELECT count(*) FROM name WHERE text = 'Namtha'") == 0


def test_a_new_change_ends_redo(stage: Bench) -> None:
    stage.session.undo()
    stage.do("create_event", title="New")
    with pytest.raises(UserError, match="nothing_to_redo"):
        stage.session.redo()


def test_the_same_passage_is_one_excerpt(stage: Bench, document: str) -> None:
    again = run_operation(
        stage.session,
        "create_excerpt",
        {"document": document, "start": TEXT.index("134"), "end": TEXT.index("134") + 3},
    )
    assert again.ids == ("exc-1",)
    assert again.change == 0


def test_a_list_shows_the_preferred_date(stage: Bench) -> None:
    for edtf in ("1962-03-28", "1962-04-28"):
        stage.do("state_claim", subject="evt-1", property="date", value={"edtf": edtf})
    row = lists.get_listing(stage.session.db, ["evt-1"])["evt-1"]
    assert (row["date"], row["conflicts"], row["uncited"]) == ("1962-03-28", 1, 2)
    stage.do("prefer_claim", claim="clm-3", reason="body of the entry")
    row = lists.get_listing(stage.session.db, ["evt-1"])["evt-1"]
    assert (row["date"], row["conflicts"]) == ("1962-04-28", 0)
    shown = Shapes(stage.session.db).show("clm-3")
    assert shown["rank"] == "preferred"
    assert shown["rank_reason"] == "body of the entry"


def test_deletion_takes_what_cannot_stand_alone(stage: Bench) -> None:
    stage.do("delete", id="doc-1")
    counts = {
        table: stage.session.db.scalar(f"SELECT count(*) FROM {table} WHERE trashed IS NULL")
        for table in ("document", "excerpt", "citation", "attachment", "claim")
    }
    assert counts == {"document": 0, "excerpt": 0, "citation": 0, "attachment": 0, "claim": 1}
    assert lists.get_listing(stage.session.db, ["clm-1"])["clm-1"]["uncited"] == 1
    stage.do("restore", id="doc-1")
    assert lists.get_listing(stage.session.db, ["clm-1"])["clm-1"]["uncited"] == 0


def test_a_part_of_the_trash_comes_back_with_its_whole(stage: Bench) -> None:
    stage.do("delete", id="doc-1")
    with pytest.raises(UserError, match="trashed_with_another"):
        stage.do("restore", id="exc-1")


def test_a_source_that_others_name_is_kept(stage: Bench) -> None:
    stage.do("create_source", title="Regest", derived_from="src-1")
    with pytest.raises(UserError, match="still_needed"):
        stage.do("delete", id="src-1")
