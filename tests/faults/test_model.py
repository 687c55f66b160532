"""The catalogue equals a model after any commands, refusals, failures, undo, redo and reopening."""

from __future__ import annotations

import contextlib
import copy
import itertools
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from desktop_app.catalog.changes import Operation
from desktop_app.errors import UserError
from desktop_app.services import commands as _registered  # noqa: F401
from desktop_app.services.checking import check_catalogue
from desktop_app.services.commands.registry import REGISTRY, run_operation
from desktop_app.services.importing import import_files
from desktop_app.services.session import Session, create_catalogue, open_catalogue
from desktop_app.store import database, lists
from desktop_app.store.schema import TABLES
from tests.faults.catalogue_model import Refused, find_images
from tests.faults.claim_model import CatalogueModel
from tests.faults.command_strategies import (
    Command,
    claim_commands,
    commands,
    redactions,
    source_commands,
    subject_commands,
    text_commands,
    trash_commands,
)
from tests.faults.sqlite_calls import FULL, Call, Fail, find_library, watching
from tests.faults.workload import list_breaks

Rounds = Callable[[int, int], int]
Say = Callable[[str], None]
TEXT = "Ngày 4 tháng 5, Tiểu đoàn 4 diệt 134 tên ở Nặm Thà 𐐷 rồi rút."
#: So that most of what follows finds something to work on.
PRELUDE: list[Command] = [
    ("create_event", {"title": "Trận"}),
    ("create_entity", {"kind": "place", "name": "Nặm Thà"}),
    ("create_entity", {"kind": "person", "name": "An"}),
    ("create_excerpt", {"document": "doc-1", "start": 0, "end": 4}),
    ("state_claim", {"subject": "evt-1", "property": "killed", "value": 1, "excerpt": "exc-1"}),
    ("state_claim", {"subject": "evt-1", "property": "place", "value": {"subject": "ent-1"}}),
    ("create_source", {"title": "Sách", "contributors": ["An", "Bình"]}),
    ("create_event", {"title": "Chiến dịch"}),
    ("create_repository", {"name": "Lưu trữ"}),
    ("add_name", {"entity": "ent-1", "name": "Namtha", "language": "en"}),
    ("create_excerpt", {"document": "doc-1", "start": 16, "end": 28}),
    ("attach_excerpt", {"excerpt": "exc-2", "subject": "ent-1"}),
    ("link_entities", {"entity": "ent-1", "other": "ent-2", "kind": "possibly the same as"}),
    ("create_property", {"label": "Weight", "value_type": "quantity"}),
    ("state_claim", {"subject": "evt-1", "property": "killed", "value": 3, "excerpt": "exc-2"}),
    ("delete", {"id": "evt-2"}),
]
FAILING = "INSERT INTO counter (kind, last) VALUES ('event', NULL)"


@dataclass
class Space:
    """A disk on which so many more writes find room; None where it is not full."""

    left: int | None = None

    def __call__(self, call: Call) -> Fail | None:
        if self.left is None or call.kind != "write":
            return None
        self.left -= 1
        return Fail(FULL) if self.left < 0 else None


@dataclass(frozen=True)
class Template:
    """A catalogue and its model, for every example to begin with."""

    path: Path
    model: CatalogueModel
    changes: list[int]


def read_tables(session: Session) -> dict[str, dict[str, dict[str, Any]]]:
    db = session.db
    return {
        table.name: {row["id"]: row for row in db.query(f"SELECT * FROM {table.name}")}
        for table in TABLES
    }


def read_counters(session: Session) -> dict[str, int]:
    return {row["kind"]: row["last"] for row in session.db.query("SELECT kind, last FROM counter")}


def make_template(folder: Path) -> Template:
    """Make a catalogue with a document and the prelude, and its model beside it."""
    path, text = folder / "template.db", folder / "t.txt"
    text.write_text(TEXT, "utf-8")
    with contextlib.closing(create_catalogue(path, author="Tester")) as session:
        before = read_tables(session)
        import_files(session, [text])
        after = read_tables(session)
        model = CatalogueModel(after, read_counters(session), {"doc-1": TEXT})
        model.done.append(find_images(before, after))
        changes = [2]
        for name, arguments in PRELUDE:
            model.change(lambda name=name, given=arguments: getattr(model, name)(**given))
            changes.append(run_operation(session, name, arguments).change)
        assert read_tables(session) == model.tables
    return Template(path, model, changes)


class Machine(RuleBasedStateMachine):
    """Does the same to a catalogue and to its model, and compares them after each step."""

    template: Template
    counts: Counter[str]
    numbers = itertools.count()

    def __init__(self) -> None:
        super().__init__()
        self.space = Space()
        self.stack = contextlib.ExitStack()
        if find_library() is not None:
            self.stack.enter_context(watching(self.space))
        folder = self.template.path.parent
        self.path = folder / f"{next(self.numbers)}.db"
        shutil.copyfile(self.template.path, self.path)
        self.session = open_catalogue(self.path, author="Tester")
        self.model = copy.deepcopy(self.template.model)
        self.changes = list(self.template.changes)
        self.is_out_of_order = False

    def compare(self, step: str) -> None:
        """Compare the catalogue with its model."""
        self.counts[step] += 1
        assert read_tables(self.session) == self.model.tables
        assert read_counters(self.session) == self.model.counters

    def run(self, *made: Command) -> int:
        """Run commands as one change; return its number, 0 where nothing was changed."""
        if len(made) == 1:
            return run_operation(self.session, *made[0]).change
        with self.session.change(Operation.UPDATE_EVENT) as opened:
            for name, arguments in made:
                run_operation(self.session, name, arguments)
        return opened.seq

    def foresee(self, *made: Command) -> bool | None:
        """Run commands on the model: whether anything is changed, None where they are refused."""

        def work() -> None:
            for name, arguments in copy.deepcopy(made):
                getattr(self.model, name)(**arguments)

        try:
            return self.model.change(work)
        except Refused:
            return None

    @rule(made=commands)
    def do(self, made: Command) -> None:
        self.do_together(made)

    @rule(made=source_commands)
    def do_to_sources(self, made: Command) -> None:
        self.do_together(made)

    @rule(made=text_commands)
    def do_to_texts(self, made: Command) -> None:
        self.do_together(made)

    @rule(made=subject_commands)
    def do_to_subjects(self, made: Command) -> None:
        self.do_together(made)

    @rule(made=claim_commands)
    def do_to_claims(self, made: Command) -> None:
        self.do_together(made)

    @rule(made=trash_commands)
    def do_in_the_trash(self, made: Command) -> None:
        self.do_together(made)

    @rule(made=redactions)
    def redact(self, made: Command) -> None:
        sealed = len(self.model.sealed)
        self.do_together(made)
        self.is_out_of_order |= len(self.model.sealed) > sealed

    @rule(first=commands, second=commands)
    def do_two(self, first: Command, second: Command) -> None:
        self.do_together(first, second)

    def do_together(self, *made: Command) -> None:
        expected = self.foresee(*made)
        try:
            change = self.run(*made)
        except UserError as error:
            assert expected is None, (made, error)
            self.compare(f"{len(made)} refused")
            return
        assert expected is not None, made
        assert expected == bool(change), made
        if change:
            self.changes.append(change)
        self.compare(f"{len(made)} done" if change else "without effect")

    @rule(made=commands, is_first=st.booleans())
    def pass_over_a_failed_statement(self, made: Command, is_first: bool) -> None:
        def fail() -> None:
            with contextlib.suppress(sqlite3.Error):
                self.session.db.execute(FAILING)

        # A command without effect leaves nothing to be kept from being saved.
        with (
            contextlib.suppress(RuntimeError, UserError),
            self.session.change(Operation.UPDATE_EVENT),
        ):
            if is_first:
                fail()
            self.run(made)
            fail()
        self.compare("failure passed over")

    @rule(made=commands, refused=commands)
    def pass_over_a_refusal(self, made: Command, refused: Command) -> None:
        wrong = refused[0], {**refused[1], "nonsense": 1}
        with (
            contextlib.suppress(RuntimeError, UserError),
            self.session.change(Operation.UPDATE_EVENT) as opened,
        ):
            self.run(made)
            try:
                with self.session.change(Operation.UPDATE_EVENT):
                    self.run(refused)
                    self.run(wrong)
            except UserError:
                opened = None
        assert opened is None or opened.seq not in self.session.db.column("SELECT seq FROM change")
        self.compare("refusal passed over")

    @precondition(lambda self: find_library() is not None)
    @rule(made=commands, left=st.integers(0, 40))
    def do_on_a_full_disk(self, made: Command, left: int) -> None:
        self.space.left = left
        try:
            change = self.run(made)
        except UserError as error:
            self.space.left = None
            if error.code != "disk_full":
                assert self.foresee(made) is None, (made, error)
            self.compare("full disk" if error.code == "disk_full" else "1 refused")
            return
        self.space.left = None
        assert self.foresee(made) == bool(change)
        if change:
            self.changes.append(change)
        self.compare("1 done")

    @rule()
    def undo(self) -> None:
        number = self.model.find_undoable()
        if number is None:
            with pytest.raises(UserError, match="nothing_to_undo"):
                self.session.undo()
            return
        self.undo_one(number, must=not self.is_out_of_order)

    @rule(back=st.integers(1, 6))
    def undo_another(self, back: int) -> None:
        number = len(self.changes) - back
        if number >= 0:
            self.is_out_of_order = True
            self.undo_one(number, must=False)

    def undo_one(self, number: int, *, must: bool) -> None:
        try:
            self.model.undo(number)
        except Refused:
            assert not must
            with pytest.raises(UserError):
                self.session.undo(self.changes[number])
            self.compare("undo refused")
            return
        self.session.undo(self.changes[number])
        self.compare("undone")

    @precondition(lambda self: self.model.undone)
    @rule()
    def redo(self) -> None:
        is_possible = bool(self.model.redoable)
        try:
            self.model.redo()
        except Refused:
            assert self.is_out_of_order or not is_possible
            with pytest.raises(UserError):
                self.session.redo()
            self.compare("redo refused")
            return
        self.session.redo()
        self.compare("redone")

    @rule()
    def reopen(self) -> None:
        self.session.close()
        self.session = open_catalogue(self.path, author="Tester")
        self.compare("reopened")

    def teardown(self) -> None:
        try:
            assert check_catalogue(self.session.db).ok
            assert list_breaks(self.session) == []
            rows = self.session.db.query("SELECT * FROM listing ORDER BY id")
            with self.session.db.transaction():
                lists.rebuild_listing(self.session.db)
            assert self.session.db.query("SELECT * FROM listing ORDER BY id") == rows
        finally:
            self.session.close()
            self.stack.close()
            self.path.unlink()


def test_the_catalogue_equals_its_model(
    tmp_path: Path, rounds: Rounds, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nothing here is about power: waiting for the disk would be most of the time.
    monkeypatch.setitem(database.PRAGMAS, "synchronous", 0)
    counts: Counter[str] = Counter()
    made = type("Chosen", (Machine,), {"template": make_template(tmp_path), "counts": counts})
    run_state_machine_as_test(
        made,
        settings=settings(
            max_examples=rounds(40, 1000),
            stateful_step_count=rounds(20, 40),
            report_multiple_bugs=False,
        ),
    )
    say(f"{counts.total()} steps equal to the model: {dict(counts)}")


def test_the_model_knows_every_operation() -> None:
    assert [name for name in REGISTRY if not hasattr(CatalogueModel, name)] == []


def test_a_part_that_failed_and_was_passed_over_keeps_nothing(tmp_path: Path) -> None:
    with contextlib.closing(create_catalogue(tmp_path / "m.db", author="Tester")) as session:
        run_operation(session, "create_event", {"title": "Trận"})
        before = read_tables(session)
        claim = {"subject": "evt-1", "property": "killed", "value": 1, "excerpt": "exc-9"}
        with (
            pytest.raises(RuntimeError, match="not reported"),
            session.change(Operation.STATE_CLAIM),
            contextlib.suppress(UserError),
        ):
            run_operation(session, "state_claim", claim)
        assert read_tables(session) == before


def test_an_event_that_is_a_place_is_listed_by_its_newest_title(tmp_path: Path) -> None:
    with contextlib.closing(create_catalogue(tmp_path / "m.db", author="Tester")) as session:
        for title in ("Trận", "Chiến dịch"):
            run_operation(session, "create_event", {"title": title})
        place = {"subject": "evt-1", "property": "place", "value": {"subject": "evt-2"}}
        run_operation(session, "state_claim", place)
        run_operation(session, "update_event", {"event": "evt-2", "details": {"title": "Mới"}})
        assert lists.get_listing(session.db, ["evt-1"])["evt-1"]["detail"] == "Mới"
        with session.db.transaction():
            lists.rebuild_listing(session.db)
        assert lists.get_listing(session.db, ["evt-1"])["evt-1"]["detail"] == "Mới"
