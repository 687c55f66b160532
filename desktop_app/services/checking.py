"""`check`: is the catalogue whole, and does everything in it still fit together?

Conflicts and uncited claims are notes: they are the archivist's business, not damage. What
each finding means and what repairs it stands in `findings`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from desktop_app.catalog.anchors import check_anchor
from desktop_app.catalog.excerpts import AnchorState, Excerpt
from desktop_app.catalog.reanchoring import Grade, find_again
from desktop_app.catalog.rules import find_conflicts, is_uncited
from desktop_app.errors import UserError
from desktop_app.i18n import mark, tr, tr_marked
from desktop_app.services.findings import ERROR, NOTE, WARNING, CheckReport, Finding
from desktop_app.services.jobs import Progress
from desktop_app.services.searching import SearchService
from desktop_app.store import (
    chain,
    claims,
    documents,
    excerpts,
    fixity,
    integrity,
    lists,
    soundness,
)
from desktop_app.store.database import Database

Step = Callable[[Database, Progress], Iterable[Finding]]

#: The codes of `chain.Altered` that tell of a record, not of the journal.
_OF_ROWS = ("row_altered", "row_missing")


def check_catalogue(
    db: Database, progress: Progress | None = None, search: SearchService | None = None
) -> CheckReport:
    """Check the whole catalogue; change nothing. What cannot be read is a finding like any.

    With `search` its index, where there is one, is compared with the catalogue.
    """
    progress = progress or Progress()
    findings: list[Finding] = []
    steps = (*STEPS, *([(_INDEX, lambda _db, _p: _check_index(search))] if search else []))
    for number, (label, step) in enumerate(steps):
        progress.report(number, len(steps), tr_marked(label))
        try:
            findings += step(db, progress)
        except UserError as error:
            findings.append(Finding(error.code, "", error.message, ERROR))
        except (ValueError, KeyError, TypeError, IndexError) as error:
            # A row that breaks the program's own reading was never written by it.
            message = tr("Records could not be read: {reason}", reason=str(error))
            findings.append(Finding("damaged", "", message, ERROR))
    try:
        counts = count_records(db)
    except (UserError, ValueError, KeyError, TypeError):
        counts = {}
    return CheckReport(counts, tuple(findings))


def count_records(db: Database) -> dict[str, int]:
    """Return the counts of the command line's `check`."""
    counts = integrity.count_rows(db)
    stated = claims.list_claims(db)
    properties = {prop.id: prop for prop in claims.list_properties(db)}
    counts["uncited_claims"] = sum(is_uncited(claim) for claim in stated)
    counts["conflicts"] = sum(not c.settled for c in find_conflicts(stated, properties))
    return counts


def find_printed_seal(db: Database, change: int, seal: str) -> Finding | None:
    """Return what is wrong with a seal as printed under a report, None where it is ours.

    `seal` is the first digits of the hash, with or without spaces.
    """
    digits = "".join(seal.split()).casefold()
    if len(digits) >= 8 and chain.find_seal(db, change).startswith(digits):
        return None
    message = tr("Change {change} with the seal {seal} is not in this history.",
                 change=change, seal=seal)  # fmt: skip
    return Finding("seal_unknown", "", message, ERROR, change)


def _check_database(db: Database, _progress: Progress) -> Iterator[Finding]:
    for line in integrity.check_database(db):
        code = "file_index" if "index" in line and "missing" in line else "damaged"
        message = tr("SQLite reports damage: {line}", line=line)
        yield Finding(code, "", message, ERROR)


def _check_rules(db: Database, _progress: Progress) -> Iterator[Finding]:
    for table, record in integrity.check_links(db):
        message = tr("{id} in {table} refers to a record that is missing.", id=record, table=table)
        yield Finding("broken_link", record, message, ERROR)
    for record, missing in soundness.list_groundless(db):
        message = tr("{id} stands on {missing}, which is gone or in the trash.",
                     id=record, missing=missing)  # fmt: skip
        yield Finding("no_ground", record, message, ERROR)
    for record in soundness.list_circles(db):
        yield Finding("circle", record, tr("{id} stands above itself.", id=record), ERROR)
    for record, column, value in integrity.list_bad_values(db):
        message = tr("{id} has {value} as its {column}.", id=record, value=value, column=column)
        yield Finding("bad_value", record, message, ERROR)
    for claim in integrity.list_claims_without_subject(db):
        message = tr("{id} is about a record that is missing.", id=claim)
        yield Finding("no_subject", claim, message, ERROR)


def _check_contents(db: Database, progress: Progress) -> Iterator[Finding]:
    for document in documents.list_documents(db):
        progress.check()
        if fixity.hash_original(db, document.sha256) != document.sha256:
            message = tr(
                "The original of {title} is no longer the file that was imported.",
                title=document.title,
            )
            yield Finding("fixity", document.id, message, ERROR)
        for digest in integrity.list_texts(db, document.id):
            if fixity.hash_text(db, digest) != digest:
                message = tr("The text of {title} was altered.", title=document.title)
                yield Finding("text_altered", document.id, message, ERROR)


def _check_excerpts(db: Database, progress: Progress) -> Iterator[Finding]:
    for document in documents.list_documents(db):
        progress.check()
        texts: dict[int, str] = {}
        for excerpt in excerpts.list_excerpts_of(db, document.id):
            if excerpt.revision not in texts:
                texts[excerpt.revision] = documents.get_text(db, document.id, excerpt.revision)
            if excerpt.state is AnchorState.NEEDS_REVIEW:
                message = tr("{id} needs review: its place in the text is not sure.", id=excerpt.id)
                yield Finding("needs_review", excerpt.id, message, WARNING)
            elif not check_anchor(texts[excerpt.revision], excerpt):
                yield _describe_difference(excerpt, texts[excerpt.revision])


def _describe_difference(excerpt: Excerpt, text: str) -> Finding:
    """Say that a quote is not what the text says there, and where the same words stand if they do.

    Only a sure place is named; nothing is moved.
    """
    message = tr("The quote of {id} is not what its document says there.", id=excerpt.id)
    found = find_again(text, excerpt.quote, excerpt.prefix, excerpt.suffix, excerpt.start)
    if found.grade not in (Grade.EXACT, Grade.MOVED):
        return Finding("quote_differs", excerpt.id, message, ERROR)
    place = tr("The same words stand at {start}–{end}.", start=found.start, end=found.end)
    return Finding("quote_elsewhere", excerpt.id, f"{message} {place}", ERROR)


def _check_claims(db: Database, _progress: Progress) -> Iterator[Finding]:
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


def _check_rows(db: Database, progress: Progress) -> Iterator[Finding]:
    for found in chain.verify_rows(db, lambda _done, _total: progress.check()):
        yield _describe_altered(found)


def _check_journal(db: Database, progress: Progress) -> Iterator[Finding]:
    for found in chain.verify_chain(db, on_step=lambda _done, _total: progress.check()):
        yield _describe_altered(found)


def _describe_altered(found: chain.Altered) -> Finding:
    code = found.code if found.code in _OF_ROWS else "journal"
    if found.code == "row_altered" and found.change == 0:
        code = "row_unknown"
    return Finding(code, found.record, _say_altered(found), ERROR, found.change)


def _say_altered(found: chain.Altered) -> str:
    record, change = found.record, found.change
    match found.code:
        case "journal_cut":
            return tr("The newest changes were cut off the history.")
        case "rows_of_no_change" | "seal_of_no_change":
            return tr("The history holds parts of change {change}, which is missing.",
                      change=change)  # fmt: skip
        case "no_seal":
            return tr("Change {change} has no seal.", change=change)
        case "row_not_sealed" | "image_altered":
            return tr("What change {change} did to {id} was altered afterwards.",
                      change=change, id=record)  # fmt: skip
        case "change_altered":
            return tr("Change {change} was altered afterwards.", change=change)
        case "chain_broken":
            return tr("Change {change} does not follow on the change before it.", change=change)
        case "seal_altered":
            return tr("The seal of change {change} was altered.", change=change)
        case "row_missing":
            return tr("{id}, last written by change {change}, is gone.", change=change, id=record)
    if found.change:
        return tr("{id} is not what change {change} left.", change=change, id=record)
    return tr("{id} was never written by Regesta: the history does not know it.", id=record)


def _check_lists(db: Database, progress: Progress) -> Iterator[Finding]:
    for record in lists.list_stale(db, progress.check):
        message = tr("{id} is shown in the lists as it no longer is.", id=record)
        yield Finding("lists_stale", record, message, WARNING)


def _check_index(search: SearchService) -> Iterator[Finding]:
    for record in search.list_differences():
        message = tr("The search index does not hold {id} as the catalogue does.", id=record)
        yield Finding("index_stale", record, message, WARNING)


_INDEX = mark("The search index")
STEPS: tuple[tuple[str, Step], ...] = (
    (mark("The file"), _check_database),
    (mark("Links and rules"), _check_rules),
    (mark("Original files and texts"), _check_contents),
    (mark("Excerpts against their texts"), _check_excerpts),
    (mark("Claims"), _check_claims),
    (mark("Records against the history"), _check_rows),
    (mark("The history"), _check_journal),
    (mark("Lists"), _check_lists),
)
