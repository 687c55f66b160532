"""Any sequence of operations, refused ones among them, is undone and redone step by step."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.errors import UserError
from desktop_app.services import commands  # noqa: F401  (registers the operations)
from desktop_app.services.commands.registry import run_operation
from desktop_app.services.importing import import_files
from desktop_app.services.session import Session, create_catalogue, open_catalogue
from desktop_app.store import lists
from desktop_app.store.schema import TABLES

TEXT = "Ngày 4 tháng 5, Tiểu đoàn 4 diệt 134 tên ở Nặm Thà 𐐷 rồi rút."
_NUMBERS = itertools.count()

ids = st.integers(1, 3)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
spans = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)))


def _operation(name: str, /, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.tuples(st.just(name), st.fixed_dictionaries(fields))


def _id(prefix: str) -> st.SearchStrategy[str]:
    return ids.map(lambda number: f"{prefix}-{number}")


subjects = _id("evt") | _id("ent")
any_id = st.sampled_from(["src", "doc", "exc", "ent", "nam", "evt", "clm", "cit", "att"]).flatmap(
    _id
)
operations = st.one_of(
    _operation("create_event", title=words, part_of=st.none() | _id("evt")),
    _operation("update_event", event=_id("evt"), details=st.fixed_dictionaries({"title": words})),
    _operation("create_entity", kind=st.sampled_from(["person", "place"]), name=words),
    _operation("add_name", entity=_id("ent"), name=words, language=st.sampled_from(["vi", "en"])),
    spans.map(lambda s: ("create_excerpt", {"document": "doc-1", "start": min(s), "end": max(s)})),
    _operation("move_excerpt", excerpt=_id("exc"), start=st.integers(0, 9), end=st.just(20)),
    _operation("attach_excerpt", excerpt=_id("exc"), subject=subjects),
    _operation(
        "state_claim",
        subject=subjects,
        property=st.sampled_from(["killed", "wounded"]),
        value=st.integers(0, 3),
        excerpt=st.none() | _id("exc"),
    ),
    _operation(
        "state_claim",
        subject=subjects,
        property=st.just("place"),
        value=st.fixed_dictionaries({"subject": _id("ent")}),
    ),
    _operation("cite_claim", claim=_id("clm"), excerpt=_id("exc")),
    _operation("prefer_claim", claim=_id("clm"), reason=words),
    _operation("delete", id=any_id),
    _operation("restore", id=any_id),
)


def _dump(session: Session) -> dict[str, list[dict[str, Any]]]:
    names = [table.name for table in TABLES] + ["listing"]
    return {name: session.db.query(f"SELECT * FROM {name} ORDER BY id") for name in names}


#: So that most of what follows finds something to work on.
PRELUDE: list[tuple[str, dict[str, Any]]] = [
    ("create_event", {"title": "Trận"}),
    ("create_entity", {"kind": "place", "name": "Nặm Thà"}),
    ("create_excerpt", {"document": "doc-1", "start": 0, "end": 4}),
    ("state_claim", {"subject": "evt-1", "property": "killed", "value": 1, "excerpt": "exc-1"}),
    ("state_claim", {"subject": "ent-1", "property": "place", "value": {"subject": "ent-1"}}),
]


@settings(max_examples=30)
@given(st.lists(operations, min_size=1, max_size=20))
def test_undo_and_redo_meet_every_state_again(steps: list[tuple[str, dict[str, Any]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{next(_NUMBERS)}.db"
        session = create_catalogue(path, author="Tester")
        states = [_dump(session)]
        source = Path(folder) / "t.txt"
        source.write_text(TEXT, "utf-8")
        import_files(session, [source])
        states.append(_dump(session))
        for name, arguments in [*PRELUDE, *steps]:
            try:
                done = run_operation(session, name, arguments)
            except UserError:
                assert _dump(session) == states[-1]
                continue
            if done.change:
                states.append(_dump(session))
            else:
                assert _dump(session) == states[-1]
        _require_listing_rebuilt(session, states[-1])
        for state in reversed(states[:-1]):
            session.undo()
            assert _dump(session) == state
        session.close()
        session = open_catalogue(path, author="Tester")
        for state in states[1:]:
            session.redo()
            assert _dump(session) == state
        session.close()


def _require_listing_rebuilt(session: Session, state: dict[str, list[dict[str, Any]]]) -> None:
    """What was kept in step row by row is what a rebuild from nothing gives."""
    with session.db.transaction():
        lists.rebuild_listing(session.db)
    assert _dump(session) == state
