"""The sources of a register with all that the catalogue knows of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from desktop_app.catalog.coverage import Coverage
from desktop_app.catalog.documents import Document
from desktop_app.catalog.ids import Kind, number_of
from desktop_app.catalog.sources import Source
from desktop_app.citations.cited import gather_source
from desktop_app.reports.data import ReportData
from desktop_app.reports.model import Report
from desktop_app.reports.register import build_register
from desktop_app.reports.register_facts import Described, HeldText, RegisterFacts, SourceFacts
from desktop_app.services.citing import read_chains
from desktop_app.services.reporting.choices import ReportChoices
from desktop_app.services.reporting.citations import make_options
from desktop_app.services.reporting.collecting import (
    Selection,
    gather_report_data,
    label_subjects_in,
    list_source_tree,
    say_day,
)
from desktop_app.services.session import Session
from desktop_app.store import claims, documents, excerpts, journal, rows, sources
from desktop_app.store.coverage import count_coverage
from desktop_app.store.database import Database

#: Languages that write no blanks between words.
_UNPARTED = ("lo", "th", "zh", "ja", "km", "my")


def make_register(session: Session, choices: ReportChoices) -> Report:
    """Return the register of the sources chosen with all below them, of all where none is."""
    with session.db.guard:
        data, facts = collect_register(
            session, choices.scope, language=choices.language, generated=choices.generated
        )
        described = [one.source.id for one in facts.sources]
        options = make_options(session, choices, data, sources=described)
    return build_register(data, facts, options)


def collect_register(
    session: Session, scope: Sequence[str], *, language: str, generated: str = ""
) -> tuple[ReportData, RegisterFacts]:
    """Return what a register says; raise UserError for a source that is not there."""
    db = session.db
    wanted = [one for record in scope for one in list_source_tree(db, record)]
    found = sources.list_sources(db, wanted if scope else None)
    found.sort(key=lambda source: number_of(source.id))
    chains = read_chains(db, {source.id for source in found})
    held = _list_texts(db, found)
    about = _count_subjects(db, held)
    labels = label_subjects_in(db, {one for times in about.values() for one in times}, language)
    drawn = _list_drawn(db, found)
    described = _list_described(db, found, language)
    repositories = {one.id: one for one in sources.list_repositories(db)}
    facts = RegisterFacts(
        sources=tuple(
            SourceFacts(
                source=source,
                repository=_find_repository(source, chains),
                texts=tuple(held.get(source.id, ())),
                drawn=tuple(one.id for one in drawn.get(source.id, ())),
                about=tuple(
                    sorted(
                        about.get(source.id, Counter()).items(),
                        key=lambda pair: (-pair[1], number_of(pair[0])),
                    )
                ),
                described=described.get(source.id),
            )
            for source in found
        ),
        repositories=repositories,
        titles={
            one.id: one.title
            for one in (*chains.values(), *(child for many in drawn.values() for child in many))
        },
        labels=labels,
    )
    chosen = Selection(subjects=set(labels))
    data = gather_report_data(session, chosen, scope, language=language, generated=generated)
    return data, facts


def _find_repository(source: Source, chains: Mapping[str, Source]) -> str:
    """Return the repository of a source or of its nearest parent that has one."""
    cited = gather_source(source.id, chains, {})
    held = [one.repository for one in (source, *cited.parents) if one.repository]
    return held[0] if held else ""


def _list_texts(db: Database, found: Iterable[Source]) -> dict[str, list[HeldText]]:
    """Return the texts of each source, in the order in which they were taken in."""
    wanted = {source.id for source in found}
    held = [text for text in documents.list_documents(db) if text.source in wanted]
    coverage: Mapping[str, Coverage] = count_coverage(db, held)
    revisions = Counter(
        row["document"]
        for row in rows.list_rows_in(db, Kind.REVISION, "document", [text.id for text in held])
    )
    texts: dict[str, list[HeldText]] = {}
    for text in sorted(held, key=lambda one: number_of(one.id)):
        texts.setdefault(text.source, []).append(
            HeldText(
                document=text,
                revisions=revisions[text.id],
                words=_count_words(db, text),
                coverage=coverage[text.id],
            )
        )
    return texts


def _count_words(db: Database, text: Document) -> int:
    """Return how many words the text in force has, 0 where blanks do not part them."""
    if text.language.partition("-")[0] in _UNPARTED:
        return 0
    return len(documents.get_text(db, text.id).split())


def _count_subjects(
    db: Database, held: Mapping[str, Sequence[HeldText]]
) -> dict[str, Counter[str]]:
    """Return, by source, how many claims and mentions of each subject its passages hold."""
    by_text = {text.document.id: source for source, texts in held.items() for text in texts}
    passages = {
        row["id"]: by_text[row["document"]]
        for row in rows.list_rows_in(db, Kind.EXCERPT, "document", by_text)
    }
    citations = claims.list_citations_of(db, passages)
    stated = {one.id: one for one in claims.list_claims(db, {one.claim for one in citations})}
    about: dict[str, Counter[str]] = {}
    for source, claim in sorted({(passages[one.excerpt], one.claim) for one in citations}):
        about.setdefault(source, Counter())[stated[claim].subject] += 1
    for mention in excerpts.list_attachments_of_excerpts(db, passages):
        about.setdefault(passages[mention.excerpt], Counter())[mention.subject] += 1
    return about


def _list_drawn(db: Database, found: Iterable[Source]) -> dict[str, list[Source]]:
    """Return the sources derived from each source or quoted in it."""
    wanted = {source.id for source in found}
    drawn: dict[str, list[Source]] = {}
    for source in sorted(sources.list_sources(db), key=lambda one: number_of(one.id)):
        for link in dict.fromkeys((source.derived_from, source.quoted_in)):
            if link in wanted:
                drawn.setdefault(str(link), []).append(source)
    return drawn


def _list_described(db: Database, found: Iterable[Source], language: str) -> dict[str, Described]:
    """Return who described each source first and changed it last, as journalled."""
    spans = journal.list_first_and_last(db, [source.id for source in found])
    return {
        record: Described(
            by=first.author,
            day=say_day(first.at, language),
            last_by=last.author,
            last_day=say_day(last.at, language),
        )
        for record, (first, last) in spans.items()
    }
