"""Changes: one named operation of one user, the undo step, history and audit trail in one.

Every operation stands in one enumeration; its marked words are the undo menu's label.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desktop_app.i18n import mark, tr_marked


class Operation(StrEnum):
    """Everything that changes a catalogue."""

    CREATE_CATALOGUE = "create_catalogue"
    IMPORT_DOCUMENTS = "import_documents"
    IMPORT_NAMES = "import_names"
    CREATE_REPOSITORY = "create_repository"
    UPDATE_REPOSITORY = "update_repository"
    CREATE_SOURCE = "create_source"
    UPDATE_SOURCE = "update_source"
    UPDATE_DOCUMENT = "update_document"
    CREATE_EXCERPT = "create_excerpt"
    UPDATE_EXCERPT = "update_excerpt"
    MOVE_EXCERPT = "move_excerpt"
    ATTACH_EXCERPT = "attach_excerpt"
    DETACH_EXCERPT = "detach_excerpt"
    MARK_OCCURRENCES = "mark_occurrences"
    CREATE_ENTITY = "create_entity"
    UPDATE_ENTITY = "update_entity"
    ADD_NAME = "add_name"
    UPDATE_NAME = "update_name"
    LINK_ENTITIES = "link_entities"
    CREATE_EVENT = "create_event"
    UPDATE_EVENT = "update_event"
    CREATE_PROPERTY = "create_property"
    UPDATE_PROPERTY = "update_property"
    STATE_CLAIM = "state_claim"
    UPDATE_CLAIM = "update_claim"
    CITE_CLAIM = "cite_claim"
    UPDATE_CITATION = "update_citation"
    PREFER_CLAIM = "prefer_claim"
    RANK_CLAIM = "rank_claim"
    DELETE = "delete"
    RESTORE = "restore"
    REDACT = "redact"
    REPAIR = "repair"
    SALVAGE = "salvage"


_LABELS = {
    Operation.CREATE_CATALOGUE: mark("Create catalogue"),
    Operation.IMPORT_DOCUMENTS: mark("Import documents"),
    Operation.IMPORT_NAMES: mark("Import names"),
    Operation.CREATE_REPOSITORY: mark("Create repository"),
    Operation.UPDATE_REPOSITORY: mark("Edit repository"),
    Operation.CREATE_SOURCE: mark("Create source"),
    Operation.UPDATE_SOURCE: mark("Edit source"),
    Operation.UPDATE_DOCUMENT: mark("Edit document"),
    Operation.CREATE_EXCERPT: mark("Create excerpt"),
    Operation.UPDATE_EXCERPT: mark("Edit excerpt"),
    Operation.MOVE_EXCERPT: mark("Move excerpt boundary"),
    Operation.ATTACH_EXCERPT: mark("Attach excerpt"),
    Operation.DETACH_EXCERPT: mark("Detach excerpt"),
    Operation.MARK_OCCURRENCES: mark("Mark occurrences"),
    Operation.CREATE_ENTITY: mark("Create entity"),
    Operation.UPDATE_ENTITY: mark("Edit entity"),
    Operation.ADD_NAME: mark("Add name"),
    Operation.UPDATE_NAME: mark("Edit name"),
    Operation.LINK_ENTITIES: mark("Link entities"),
    Operation.CREATE_EVENT: mark("Create event"),
    Operation.UPDATE_EVENT: mark("Edit event"),
    Operation.CREATE_PROPERTY: mark("Create property"),
    Operation.UPDATE_PROPERTY: mark("Edit property"),
    Operation.STATE_CLAIM: mark("State claim"),
    Operation.UPDATE_CLAIM: mark("Edit claim"),
    Operation.CITE_CLAIM: mark("Cite claim"),
    Operation.UPDATE_CITATION: mark("Edit citation"),
    Operation.PREFER_CLAIM: mark("Prefer claim"),
    Operation.RANK_CLAIM: mark("Change rank"),
    Operation.DELETE: mark("Move to trash"),
    Operation.RESTORE: mark("Restore from trash"),
    Operation.REDACT: mark("Remove for ever"),
    Operation.REPAIR: mark("Repair"),
    Operation.SALVAGE: mark("Salvage"),
}


class Manner(StrEnum):
    """Whether a change was made, undid another, or redid it."""

    DO = "do"
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of the journal.

    `at` is UTC, ISO 8601; `target` is what undo and redo hit; `reason` is "" where none was given.
    """

    seq: int
    operation: Operation
    manner: Manner
    target: int | None
    author: str
    at: str
    version: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChange:
    """One row before and after, as JSON objects; None where it did not exist."""

    id: int
    change: int
    table: str
    record: str
    owner: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeEvent:
    """What is announced after a commit: the change, the ids it wrote and those it touches.

    `ids` are the records whose rows changed; `touched` adds every listed record that shows
    something of them. `initiator` is whoever asked, so that a panel can tell its own edit.
    """

    change: int
    operation: Operation
    manner: Manner
    ids: frozenset[str]
    touched: frozenset[str]
    initiator: object | None = None


def label_operation(operation: Operation) -> str:
    """Return the operation's words in the interface's language."""
    return tr_marked(_LABELS[operation])
