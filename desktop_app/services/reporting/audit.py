"""What an evidence audit looks at, read from the catalogue."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from desktop_app.catalog.claims import Rank
from desktop_app.catalog.documents import Document
from desktop_app.catalog.excerpts import AnchorState
from desktop_app.catalog.ids import Kind, find_kind, number_of
from desktop_app.catalog.rules import find_witness
from desktop_app.reports.audit import build_audit
from desktop_app.reports.audit_findings import AuditFacts, Decision
from desktop_app.reports.data import ReportData
from desktop_app.reports.model import Report
from desktop_app.services.citing import read_chains
from desktop_app.services.reporting.audit_names import find_open_names
from desktop_app.services.reporting.choices import ReportChoices
from desktop_app.services.reporting.citations import make_options
from desktop_app.services.reporting.collecting import collect_report_data, list_source_tree, say_day
from desktop_app.services.session import Session
from desktop_app.store import claims as claims_store
from desktop_app.store import documents, excerpts, journal
from desktop_app.store.coverage import count_coverage
from desktop_app.store.database import Database


def make_audit(session: Session, choices: ReportChoices) -> Report:
    """Return the evidence audit of the records chosen, of everything where none is."""
    with session.db.guard:
        data, facts = collect_audit(
            session, choices.scope, language=choices.language, generated=choices.generated
        )
        options = make_options(session, choices, data)
    return build_audit(data, facts, options)


def collect_audit(
    session: Session, scope: Sequence[str], *, language: str, generated: str = ""
) -> tuple[ReportData, AuditFacts]:
    """Return all claims of the scope and what an audit asks beside them.

    Texts are those of the sources and documents of the scope with all their passages, and those
    that its claims cite, of which only the passages cited or attached are looked at. Raises
    UserError for a record that is not there.
    """
    db = session.db
    data = collect_report_data(session, scope, language=language, generated=generated)
    whole = _list_whole_texts(db, scope)
    passages = {one.id: one for text in whole for one in excerpts.list_excerpts_of(db, text.id)}
    data = replace(
        data,
        excerpts={**data.excerpts, **passages},
        documents={**data.documents, **{text.id: text for text in whole}},
    )
    texts = sorted(data.documents.values(), key=lambda text: number_of(text.id))
    coverage = count_coverage(db, texts)
    chains = read_chains(db, {text.source for text in texts})
    names, labels = find_open_names(db, data, language=language, everything=not scope)
    facts = AuditFacts(
        witnesses={text.source: find_witness(chains[text.source], chains.get) for text in texts},
        titles={source.id: source.title for source in chains.values()},
        texts=tuple((text, coverage[text.id]) for text in texts),
        loose=_list_loose(db, passages),
        unsure=_list_unsure(db, data),
        decisions=_list_decisions(db, data, language),
        names=names,
        labels=labels,
    )
    return data, facts


def _list_whole_texts(db: Database, scope: Sequence[str]) -> list[Document]:
    """Return the documents that are audited as a whole."""
    if not scope:
        return documents.list_documents(db)
    named = [record for record in scope if find_kind(record) is Kind.DOCUMENT]
    found = documents.list_documents(db, named)
    for record in scope:
        if find_kind(record) is Kind.SOURCE:
            for source in list_source_tree(db, record):
                found += documents.list_documents_of(db, source)
    return list({document.id: document for document in found}.values())


def _list_loose(db: Database, passages: Iterable[str]) -> tuple[str, ...]:
    """Return those of `passages` that are neither cited nor attached, in their order."""
    wanted = list(passages)
    used = {citation.excerpt for citation in claims_store.list_citations_of(db, wanted)}
    used |= {one.excerpt for one in excerpts.list_attachments_of_excerpts(db, wanted)}
    return tuple(one for one in wanted if one not in used)


def _list_unsure(db: Database, data: ReportData) -> tuple[tuple[str, int, int], ...]:
    """Return the excerpts that are not anchored, with what rests on each."""
    unsure = sorted(
        (one.id for one in data.excerpts.values() if one.state is not AnchorState.ANCHORED),
        key=number_of,
    )
    claims: dict[str, set[str]] = {one: set() for one in unsure}
    for citation in claims_store.list_citations_of(db, unsure):
        claims[citation.excerpt].add(citation.claim)
    attached = excerpts.list_attachments_of_excerpts(db, unsure)
    mentions = Counter(one.excerpt for one in attached)
    return tuple((one, len(claims[one]), mentions[one]) for one in unsure)


def _list_decisions(db: Database, data: ReportData, language: str) -> dict[str, Decision]:
    """Return who preferred each claim that decides a contradiction, and when, as journalled."""
    deciding = {claim for one in data.conflicts if one.settled for claim in one.claims}
    preferred = [
        claim.id for claim in data.claims if claim.id in deciding and claim.rank is Rank.PREFERRED
    ]
    found = {}
    for claim in preferred:
        seq = _find_preferring(db, claim)
        if seq:
            change = journal.get_change(db, seq)
            found[claim] = Decision(author=change.author, day=say_day(change.at, language))
    return found


def _find_preferring(db: Database, claim: str) -> int:
    """Return the last change that made `claim` the preferred one, 0 where none is known."""
    seq = 0
    for row in journal.list_history(db, claim):
        if row.record == claim and _read_rank(row.after) == Rank.PREFERRED != _read_rank(
            row.before
        ):
            seq = row.change
    return seq


def _read_rank(image: str | None) -> str:
    """Return the rank in a row's image, "" for a row that was not there or is redacted."""
    return str(json.loads(image).get("rank", "")) if image else ""
