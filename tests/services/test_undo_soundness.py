"""Undo of a single change, redo and restore never leave a record without its ground."""

from __future__ import annotations

import pytest

from desktop_app.errors import UserError
from desktop_app.services.checking import check_catalogue
from tests.services.conftest import Bench


def last(bench: Bench) -> int:
    return bench.events[-1].change


def refuse(bench: Bench, change: int, code: str) -> None:
    """Undo `change`, which must be refused and leave everything as it was."""
    head = bench.session.db.scalar("SELECT max(seq) FROM change")
    with pytest.raises(UserError) as caught:
        bench.session.undo(change)
    assert caught.value.code == code
    assert caught.value.message
    assert bench.session.db.scalar("SELECT max(seq) FROM change") == head
    assert check_catalogue(bench.session.db).ok


def test_a_subject_that_is_spoken_of_is_not_undone(bench: Bench) -> None:
    event = bench.do("create_event", title="x")
    made = last(bench)
    bench.do("state_claim", subject=event, property="killed", value=1)
    refuse(bench, made, "needs_another")


def test_a_subject_that_is_a_value_or_is_attached_is_not_undone(
    bench: Bench, document: str
) -> None:
    place = bench.do("create_entity", kind="place", name="Nặm Thà")
    made = last(bench)
    event = bench.do("create_event", title="x")
    bench.do("state_claim", subject=event, property="place", value={"subject": place})
    refuse(bench, made, "needs_another")
    bench.session.undo()
    bench.do("attach_excerpt", excerpt=bench.excerpt(document, "Nặm Thà"), subject=place)
    refuse(bench, made, "needs_another")


def test_an_excerpt_that_is_cited_or_names_somebody_is_not_undone(
    bench: Bench, document: str
) -> None:
    excerpt = bench.excerpt(document, "Nặm Thà")
    made = last(bench)
    bench.do("create_entity", kind="place", name="Nặm Thà", excerpt=excerpt)
    refuse(bench, made, "needs_another")
    bench.session.undo()
    event = bench.do("create_event", title="x")
    bench.do("state_claim", subject=event, property="objective", value="y", excerpt=excerpt)
    refuse(bench, made, "needs_another")


def test_the_import_of_a_document_with_excerpts_is_not_undone(bench: Bench) -> None:
    document = bench.import_text("Nặm Thà 1962")
    made = last(bench)
    bench.excerpt(document, "1962", "Nặm Thà 1962")
    refuse(bench, made, "needs_another")


def test_a_deletion_is_not_undone_below_a_later_one(bench: Bench, document: str) -> None:
    excerpt = bench.excerpt(document, "134")
    bench.do("delete", id=excerpt)
    deleted = last(bench)
    bench.do("delete", id=document)
    refuse(bench, deleted, "needs_another")
    with pytest.raises(UserError, match="needs_another"):
        bench.do("restore", id=excerpt)
    bench.do("restore", id=document)
    bench.do("restore", id=excerpt)


def test_a_part_comes_back_only_with_its_whole(bench: Bench) -> None:
    whole = bench.do("create_event", title="campaign")
    part = bench.do("create_event", title="battle", part_of=whole)
    bench.do("delete", id=part)
    bench.do("delete", id=whole)
    with pytest.raises(UserError, match="needs_another"):
        bench.do("restore", id=part)
    bench.do("restore", id=whole)
    bench.do("restore", id=part)


@pytest.mark.parametrize("link", ["parent", "derived_from", "quoted_in"])
def test_undo_closes_no_circle_of_sources(bench: Bench, link: str) -> None:
    one, other = bench.do("create_source", title="a"), bench.do("create_source", title="b")
    bench.do("update_source", source=one, details={link: other})
    bench.do("update_source", source=one, details={link: None})
    freed = last(bench)
    bench.do("update_source", source=other, details={link: one})
    refuse(bench, freed, "would_be_circle")


def test_undo_closes_no_circle_of_events(bench: Bench) -> None:
    one, other = bench.do("create_event", title="a"), bench.do("create_event", title="b")
    bench.do("update_event", event=one, details={"part_of": other})
    bench.do("update_event", event=one, details={"part_of": None})
    freed = last(bench)
    bench.do("update_event", event=other, details={"part_of": one})
    refuse(bench, freed, "would_be_circle")


def test_a_property_does_not_come_back_beside_its_twin(bench: Bench) -> None:
    made = bench.do("create_property", label="colour", value_type="text")
    bench.do("delete", id=made)
    deleted = last(bench)
    bench.do("create_property", label="colour", value_type="text")
    refuse(bench, deleted, "property_there")
    with pytest.raises(UserError, match="property_there"):
        bench.do("restore", id=made)


def test_undo_meets_restore_and_its_own_undo(bench: Bench) -> None:
    event = bench.do("create_event", title="x")
    made = last(bench)
    bench.do("delete", id=event)
    bench.do("restore", id=event)
    refuse(bench, made + 1, "change_in_the_way")
    bench.session.undo()
    bench.session.undo()
    bench.session.undo()
    refuse(bench, made, "not_undoable")
    for _ in range(3):
        bench.session.redo()
    with pytest.raises(UserError, match="nothing_to_redo"):
        bench.session.redo()
