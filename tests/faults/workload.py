"""Random work in a session, as an archivist's day has it: what fault tests interrupt.

`Work.step` does one thing and returns the changes that it acknowledged. What it makes can be
told from halves of it: every entity of it has two names, every claim a citation.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desktop_app.catalog.changes import Operation
from desktop_app.catalog.ids import LISTED
from desktop_app.errors import UserError
from desktop_app.services import commands  # noqa: F401  (registers the operations)
from desktop_app.services.backups import restore_backup, write_backup
from desktop_app.services.commands.registry import run_operation
from desktop_app.services.importing import import_files
from desktop_app.services.searching import SearchService
from desktop_app.services.session import Changed, Session, create_catalogue
from desktop_app.store import chain
from desktop_app.store.schema import BY_NAME, TABLES, row_json

LINE = "Ngày 6 tháng 5 năm 1962, Tiểu đoàn 4 diệt {number} tên ở Nặm Thà.\n"
#: Words that mean "there is nothing of the kind to do now".
NOTHING_TO_DO = {
    *("nothing_to_undo", "nothing_to_redo", "change_in_the_way", "no_record", "still_needed"),
    *("not_in_trash", "trashed_with_another", "not_undoable", "cannot_delete"),
}


def make_catalogue(path: Path) -> None:
    """Make a catalogue with one document, `doc-1`, for `Work` to go on with."""
    text = path.with_name("first.txt")
    text.write_text(LINE.format(number=134) * 40, "utf-8")
    session = create_catalogue(path, author="Tester")
    import_files(session, [text])
    session.close()


class Work:
    """Does random things in `session`; files that it makes lie in `folder`."""

    def __init__(
        self,
        session: Session,
        chance: random.Random,
        folder: Path,
        tell: Callable[[str, str], object] = lambda word, value: None,
    ) -> None:
        self.session = session
        self.tell = tell
        self.chance = chance
        self.folder = folder
        self._index: SearchService | None = None

    def step(self, weights: dict[str, int]) -> list[int]:
        """Do one of the things that `weights` names; return the changes that it made."""
        name = self.chance.choices(list(weights), list(weights.values()))[0]
        do: Callable[[], list[Changed]] = getattr(self, name)
        try:
            return [done.change for done in do() if done.change]
        except UserError as error:
            if error.code in NOTHING_TO_DO:
                return []
            raise

    def _do(self, name: str, /, **arguments: Any) -> Changed:
        return run_operation(self.session, name, arguments)

    def _any(self, table: str, where: str = "trashed IS NULL") -> str:
        found = self.session.db.column(f"SELECT id FROM {table} WHERE {where}")
        return str(self.chance.choice(found)) if found else f"{table[:3]}-0"

    def edit(self) -> list[Changed]:
        """Make an event, a passage, and a claim that cites it: three changes."""
        event = self._do("create_event", title=f"Event {self.chance.randrange(10**6)}")
        start = self.chance.randrange(2000)
        document = self._any("document")
        excerpt = self._do("create_excerpt", document=document, start=start, end=start + 40)
        claim = self._do(
            "state_claim",
            subject=event.ids[0],
            property="killed",
            value=start,
            excerpt=excerpt.ids[0],
        )
        return [event, excerpt, claim]

    def entity(self) -> list[Changed]:
        """Make an entity with two names in one change."""
        with self.session.change(Operation.CREATE_ENTITY) as opened:
            made = self._do("create_entity", kind="place", name=f"Nặm {self.chance.random()}")
            self._do("add_name", entity=made.ids[0], name="Second", language="en")
        return [Changed(opened.seq, made.ids)]

    def update(self) -> list[Changed]:
        """Change the title of an event."""
        title = {"title": f"Changed {self.chance.randrange(10**6)}"}
        return [self._do("update_event", event=self._any("event"), details=title)]

    def delete(self) -> list[Changed]:
        """Move an event to the trash with all that stands on it."""
        return [self._do("delete", id=self._any("event"))]

    def restore(self) -> list[Changed]:
        """Bring a deleted event back."""
        return [self._do("restore", id=self._any("event", "trashed = id"))]

    def undo(self) -> list[Changed]:
        """Take the newest change back, unless it brought the first document."""
        newest = self.session.find_undoable()
        return [self.session.undo()] if newest is not None and newest.seq > 2 else []

    def redo(self) -> list[Changed]:
        """Make the change undone last again."""
        return [self.session.redo()]

    def bring_in(self) -> list[Changed]:
        """Import a new text: its bytes, text, source and document in one change."""
        path = self.folder / f"t{self.chance.randrange(10**9)}.txt"
        path.write_text(LINE.format(number=self.chance.random()) * 40, "utf-8")
        done = import_files(self.session, [path])[0]
        if done.error is not None:
            raise done.error
        return [Changed(self.session.db.scalar("SELECT max(seq) FROM change"))]

    def bulk(self) -> list[Changed]:
        """Make many events in one large change, as an import of names does."""
        with self.session.change(Operation.IMPORT_NAMES, bulk=True) as opened:
            for number in range(30):
                self._do("create_event", title=f"Event {number}")
        return [Changed(opened.seq)]

    def index(self) -> list[Changed]:
        """Bring the search index up to date."""
        if self._index is None:
            self._index = SearchService(self.session)
        self.tell("indexing", "begins")
        self._index.bring_up_to_date()
        self.tell("indexing", "ends")
        return []

    def back_up(self) -> list[Changed]:
        """Write a backup beside the catalogue."""
        write_backup(self.session, self.folder / "backups")
        return []

    def restore_backup(self) -> list[Changed]:
        """Make a new catalogue of the newest backup."""
        found = sorted((self.folder / "backups").glob("*.db"))
        if found:
            new = self.folder / f"restored-{self.chance.randrange(10**9)}.db"
            restore_backup(found[-1], new)
        return []


#: A day at the desk; the weights are parts of a hundred, roughly.
EDITS = {"edit": 40, "entity": 10, "update": 20, "delete": 8, "restore": 6, "undo": 10, "redo": 6}
#: What a worker is told to do most.
DAYS = {
    "editing": EDITS,
    "importing": {**EDITS, "bring_in": 60},
    "indexing": {**EDITS, "index": 60},
    "only indexing": {"edit": 20, "entity": 5, "delete": 5, "bring_in": 5, "index": 65},
    "backing up": {**EDITS, "back_up": 30, "restore_backup": 15},
    "everything": {**EDITS, "bring_in": 4, "index": 6, "back_up": 3, "restore_backup": 2},
}


JOURNAL = ("change", "change_row", "row_seal", "seal")


def read_state(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of the catalogue that a change can write, lists among them."""
    names = [table.name for table in TABLES]
    return {
        name: [tuple(row.values()) for row in session.db.query(f"SELECT * FROM {name} ORDER BY 1")]
        for name in [*names, "listing", "original", "counter", "meta", *JOURNAL]
    }


def list_breaks(session: Session) -> list[str]:
    """Return where the journal's chain, or a row and its last image, do not agree."""
    found = [*chain.verify_chain(session.db), *chain.verify_rows(session.db)]
    return [repr(one) for one in [*found, *list_differences_from_journal(session)]]


def list_differences_from_journal(session: Session) -> list[str]:
    """Return the records whose row is not what the journal's last image of it says."""
    wrong = []
    for name, table in BY_NAME.items():
        last = (
            "SELECT record, after FROM change_row WHERE id IN "
            "(SELECT max(id) FROM change_row WHERE tbl = ? GROUP BY record)"
        )
        told = {row["record"]: row["after"] for row in session.db.query(last, (name,))}
        live = session.db.query(f"SELECT id, {row_json(table, '')} AS image FROM {name}")
        rows = {row["id"]: row["image"] for row in live}
        told = {record: image for record, image in told.items() if image is not None}
        wrong += [record for record in {*told, *rows} if told.get(record) != rows.get(record)]
    return sorted(wrong)


def list_halves(session: Session) -> list[str]:
    """Return what only half a command can have left: an entity or a claim without its other row."""
    one_name = (
        "SELECT id FROM entity AS e WHERE (SELECT count(*) FROM name WHERE entity = e.id) < 2"
    )
    uncited = "SELECT id FROM claim WHERE id NOT IN (SELECT claim FROM citation)"
    without_rows = "SELECT seq FROM change WHERE seq NOT IN (SELECT change FROM change_row)"
    without_text = (
        "SELECT id FROM document WHERE text_sha256 NOT IN (SELECT sha256 FROM content) "
        "OR sha256 NOT IN (SELECT sha256 FROM original AS o JOIN original_chunk ON original = o.id)"
    )
    found = [session.db.column(sql) for sql in (one_name, uncited, without_rows, without_text)]
    return [str(one) for column in found for one in column]


def list_index_differences(session: Session, index: SearchService) -> list[str]:
    """Return what the index, brought up to date, holds twice, too little or too much."""
    index.bring_up_to_date()
    wrong = []
    for kind in LISTED:
        found = ask_index(index, f"kind:{kind}")
        held = session.db.column(f"SELECT id FROM {kind} WHERE trashed IS NULL")
        records = sorted(record for record, _ in found)
        if len(found) != len(set(found)):
            wrong.append(f"{kind}: twice")
        if sorted(set(records)) != sorted(held):
            wrong.append(f"{kind}: {set(records) ^ set(held)}")
    newest = "SELECT id, title FROM event WHERE trashed IS NULL ORDER BY rowid DESC LIMIT 3"
    for record, title in (row.values() for row in session.db.query(newest)):
        if (record, 0) not in ask_index(index, f'kind:event "{title}"'):
            wrong.append(f"{record}: {title}")
    return wrong


def ask_index(index: SearchService, query: str) -> list[tuple[str, int]]:
    """Return the id and the place of everything that `query` finds."""
    found = index.search_shape(query, limit=1_000_000)
    return sorted((hit["id"], hit["start"] or 0) for hit in found["hits"])
