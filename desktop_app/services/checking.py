"""`check`: is the catalogue whole, does every excerpt still say what its document says?

Conflicts and uncited claims are notes: they are the archivist's business, not damage.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from desktop_app.catalog.anchors import check_anchor
from desktop_app.catalog.excerpts import AnchorState, Excerpt
from desktop_app.catalog.reanchoring import Grade, find_again
from desktop_app.catalog.rules import find_conflicts, is_uncited
from desktop_app.errors import UserError
from desktop_app.i18n import tr
from desktop_app.services.jobs import Progress
from desktop_app.store import claims, documents, excerpts, integrity
from desktop_app.store.database import Database

ERROR, WARNING, NOTE = "error", "warning", "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: a stable code, the record's id or "", a sentence, how grave it is."""

    code: str
    id: str
    message: str
    severity: str


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
        found = [asdict(finding) for finding in self.findings]
        return {"ok": self.ok, "counts": self.counts, "findings": found}


def check_catalogue(db: Database, progress: Progress | None = None) -> CheckReport:
    """Check the whole catalogue; change nothing."""
    progress = progress or Progress()
    findings: list[Finding] = []
    steps = (_check_database, _check_documents, _check_excerpts, _check_claims, _check_subjects)
    for number, step in enumerate(steps):
        progress.report(number, len(steps))
        try:
            findings += step(db)
        except UserError as error:
            findings.append(Finding(error.code, "", error.message, ERROR))
    return CheckReport(count_records(db), tuple(findings))


def count_records(db: Database) -> dict[str, int]:
    """Return the counts of the command line's `check`."""
    counts = integrity.count_rows(db)
    stated = claims.list_claims(db)
    properties = {prop.id: prop for prop in claims.list_properties(db)}
    counts["uncited_claims"] = sum(is_uncited(claim) for claim in stated)
    counts["conflicts"] = sum(not c.settled for c in find_conflicts(stated, properties))
    return counts


def _check_database(db: Database) -> Iterator[Finding]:
    for line in integrity.check_database(db):
        message = tr("SQLite reports damage: {line}", line=line)
        yield Finding("damaged", "", message, ERROR)
    for table, record in integrity.check_links(db):
        message = tr("{id} in {table} refers to a record that is missing.", id=record, table=table)
        yield Finding("broken_link", record, message, ERROR)


def _check_documents(db: Database) -> Iterator[Finding]:
    for document in documents.list_documents(db):
        original = documents.get_original(db, document.sha256)
        if hashlib.sha256(original).hexdigest() != document.sha256:
            message = tr(
                "The original of {title} is no longer the file that was imported.",
                title=document.title,
            )
            yield Finding("fixity", document.id, message, ERROR)
        text = documents.get_text(db, document.id)
        if documents.hash_text(text) != document.text_sha256 or len(text) != document.characters:
            message = tr("The text of {title} was altered.", title=document.title)
            yield Finding("text_altered", document.id, message, ERROR)


def _check_excerpts(db: Database) -> Iterator[Finding]:
    for document in documents.list_documents(db):
        texts: dict[int, str] = {}
        for excerpt in excerpts.list_excerpts_of(db, document.id):
            if excerpt.revision not in texts:
                texts[excerpt.revision] = documents.get_text(db, document.id, excerpt.revision)
            if excerpt.state is AnchorState.NEEDS_REVIEW:
                message = tr("{id} needs review: its place in the text is not sure.", id=excerpt.id)
                yield Finding("needs_review", excerpt.id, message, WARNING)
            elif not check_anchor(texts[excerpt.revision], excerpt):
                message = _describe_difference(excerpt, texts[excerpt.revision])
                yield Finding("quote_differs", excerpt.id, message, ERROR)


def _describe_difference(excerpt: Excerpt, text: str) -> str:
    """Say that a quote is not what the text says there, and where the same words stand if they do.

    Only a sure place is named; nothing is moved.
    """
    message = tr("The quote of {id} is not what its document says there.", id=excerpt.id)
    found = find_again(text, excerpt.quote, excerpt.prefix, excerpt.suffix, excerpt.start)
    if found.grade not in (Grade.EXACT, Grade.MOVED):
        return message
    place = tr("The same words stand at {start}–{end}.", start=found.start, end=found.end)
    return f"{message} {place}"


def _check_claims(db: Database) -> Iterator[Finding]:
    stated = claims.list_claims(db)
    properties = {prop.id: prop for prop in claims.list_properties(db)}
    for claim in stated:
        if is_uncited(claim):
            message = tr("{id} has no excerpt that supports it.", id=claim.id)
            yield Finding("uncited", claim.id, message, NOTE)
    for conflict in find_conflicts(stated, properties):
        if not conflict.settled:
            message = tr(
                "{claims} say different things of {subject} ({property}).",
                claims=", ".join(conflict.claims),
                subject=conflict.subject,
                property=properties[conflict.property].key,
            )
            yield Finding("conflict", conflict.claims[0], message, NOTE)


def _check_subjects(db: Database) -> Iterator[Finding]:
    for claim in integrity.list_claims_without_subject(db):
        message = tr("{id} is about a record that is missing.", id=claim)
        yield Finding("no_subject", claim, message, ERROR)
