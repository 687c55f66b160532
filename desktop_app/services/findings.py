"""What a check can find: each kind of finding with what it means, what to do, and its repair.

A repair is named only where it is one step and safe; `repairing` carries it out when asked.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from desktop_app.i18n import mark, tr_marked

ERROR, WARNING, NOTE = "error", "warning", "note"


class Repair(StrEnum):
    """One-step repairs. All but the first three are changes like any other and can be undone."""

    REINDEX_FILE = "reindex_file"
    REBUILD_LISTS = "rebuild_lists"
    REBUILD_INDEX = "rebuild_index"
    PUT_BACK = "put_back"
    MOVE_EXCERPT = "move_excerpt"
    MARK_REVIEW = "mark_review"


_REPAIR_WORDS = {
    Repair.REINDEX_FILE: mark("Build the file's own indexes anew"),
    Repair.REBUILD_LISTS: mark("Build the lists anew"),
    Repair.REBUILD_INDEX: mark("Build the search index anew"),
    Repair.PUT_BACK: mark("Put back what the history says"),
    Repair.MOVE_EXCERPT: mark("Move the excerpt to where its words stand"),
    Repair.MARK_REVIEW: mark("Mark the excerpt for review"),
}

_FROM_BACKUP = mark(
    "Do not work on in this file. Copy it to a safe place and open the newest backup made before "
    "the damage."
)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A kind of finding: what it means and what to do, as marked texts, and the safe repair."""

    meaning: str
    advice: str
    repair: Repair | None = None


EXPLANATIONS: dict[str, Explanation] = {
    "damaged": Explanation(
        mark("A part of the file cannot be read as it was written: a failing disk, a bad copy."),
        _FROM_BACKUP,
    ),
    "file_index": Explanation(
        mark("An index inside the file does not fit its table. The records themselves are whole."),
        mark("Build the indexes anew, then check again."),
        Repair.REINDEX_FILE,
    ),
    "broken_link": Explanation(
        mark("A record names another one that is not in the file."),
        _FROM_BACKUP,
    ),
    "no_ground": Explanation(
        mark("A record stands on another one that is missing or in the trash."),
        mark("Restore the missing record from the trash, or delete the one that stands on it."),
    ),
    "circle": Explanation(
        mark("A record stands above itself."),
        mark("Open the record and change what it is part of."),
    ),
    "bad_value": Explanation(
        mark("A field holds what Regesta never writes: the file was changed by another program."),
        _FROM_BACKUP,
        Repair.PUT_BACK,
    ),
    "fixity": Explanation(
        mark("The stored file is not the one that was imported: its SHA-256 differs."),
        _FROM_BACKUP,
    ),
    "text_altered": Explanation(
        mark("The stored text is not the one that was read at import: its SHA-256 differs."),
        _FROM_BACKUP,
    ),
    "needs_review": Explanation(
        mark("The passage was found again in a revised text, but not surely."),
        mark("Open the excerpt, compare it with the text, and confirm or move it."),
    ),
    "quote_differs": Explanation(
        mark("The document does not hold the quoted words at the excerpt's place."),
        mark("Compare the excerpt with the text. The quote itself is never changed."),
        Repair.MARK_REVIEW,
    ),
    "quote_elsewhere": Explanation(
        mark("The quoted words stand in the document, but at another place."),
        mark("Move the excerpt there: the quote itself is never changed."),
        Repair.MOVE_EXCERPT,
    ),
    "no_subject": Explanation(
        mark("A claim is about a record that is not in the file."),
        _FROM_BACKUP,
    ),
    "row_altered": Explanation(
        mark("A record is not what its history says: a flipped bit, or a change by other means."),
        mark("Compare with a backup. The history can put the record back as it was journalled."),
        Repair.PUT_BACK,
    ),
    "row_unknown": Explanation(
        mark("A record was put into the file by other means than Regesta."),
        mark("Compare with a backup. Delete the record if you do not know it."),
    ),
    "row_missing": Explanation(
        mark("A record that the history knows is gone from the file."),
        mark("The history can put it back as it was journalled."),
        Repair.PUT_BACK,
    ),
    "journal": Explanation(
        mark("The history does not fit together from this change on: the file was altered."),
        mark("Compare with a backup, or with the seal printed under an older report."),
    ),
    "seal_unknown": Explanation(
        mark("The seal you named is not in this catalogue's history."),
        mark("The file is older than the report, belongs to another catalogue, or was altered."),
    ),
    "lists_stale": Explanation(
        mark("A line of the lists does not show its record as it is."),
        mark("Build the lists anew: they are made from the records."),
        Repair.REBUILD_LISTS,
    ),
    "index_stale": Explanation(
        mark("The search index does not hold exactly the records of the catalogue."),
        mark("Build the index anew: it is made from the catalogue."),
        Repair.REBUILD_INDEX,
    ),
    "uncited": Explanation(
        mark("No excerpt supports the claim."), mark("Cite an excerpt, or leave it as it is.")
    ),
    "conflict": Explanation(
        mark("Claims say different things of one subject."),
        mark("Compare their excerpts and prefer one, with your reason."),
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: a stable code, the record's id or "", a sentence, how grave it is.

    `change` is the number of the change from which the journal does not fit, 0 elsewhere.
    """

    code: str
    id: str
    message: str
    severity: str
    change: int = 0

    @property
    def meaning(self) -> str:
        """Return what this kind of finding means, in words."""
        return tr_marked(EXPLANATIONS[self.code].meaning) if self.code in EXPLANATIONS else ""

    @property
    def advice(self) -> str:
        """Return what to do about it, in words."""
        return tr_marked(EXPLANATIONS[self.code].advice) if self.code in EXPLANATIONS else ""

    @property
    def repair(self) -> Repair | None:
        """Return the safe one-step repair, None where there is none."""
        return EXPLANATIONS[self.code].repair if self.code in EXPLANATIONS else None


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check counted and found. `ok` while nothing found is an error."""

    counts: dict[str, int]
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Tell whether no finding is an error."""
        return all(finding.severity != ERROR for finding in self.findings)

    def shape(self) -> dict[str, Any]:
        """Return the report as the command line prints it."""
        found = [
            {**asdict(finding), "repair": finding.repair.value if finding.repair else None}
            for finding in self.findings
        ]
        return {"ok": self.ok, "counts": self.counts, "findings": found}


def label_repair(repair: Repair) -> str:
    """Return the repair's words in the interface's language."""
    return tr_marked(_REPAIR_WORDS[repair])
