"""Reads claims with their passages, citations and chains, in a few questions for many claims."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from desktop_app.catalog.claims import Claim, Stance, SubjectValue
from desktop_app.catalog.dates import format_date
from desktop_app.catalog.excerpts import Excerpt
from desktop_app.catalog.rules import count_witnesses, find_conflicts, find_witness, is_uncited
from desktop_app.catalog.sources import Source
from desktop_app.catalog.subjects import label_entity
from desktop_app.catalog.wording import own_wording, value_text
from desktop_app.services.citing import SourceBook
from desktop_app.services.provenance_records import (
    ClaimView,
    Evidence,
    Passage,
    Relation,
    Step,
)
from desktop_app.store import claims, documents, excerpts, subjects
from desktop_app.store.database import Database

#: Code points of the document's text shown on each side of a quote.
CONTEXT = 160


def label_all(db: Database, records: Iterable[str], language: str) -> dict[str, str]:
    """Return the name of each entity in `language` and the title of each event, by id."""
    wanted = set(records)
    found = {e.id: label_entity(e.names, language) for e in subjects.list_entities(db, wanted)}
    return found | {event.id: event.title for event in subjects.list_events(db, wanted)}


class PassageReader:
    """Passages of some excerpts, read together."""

    def __init__(self, db: Database, wanted: Iterable[str], *, language: str) -> None:
        """Read the excerpts `wanted`, their documents' texts and the sources above them."""
        found = excerpts.list_excerpts(db, wanted)
        self._book = SourceBook(db, {one.document for one in found}, language=language)
        self._chains: dict[str, tuple[Step, ...]] = {}
        self._notes: dict[tuple[str, str, str], str] = {}
        self._excerpts = {one.id: one for one in found}
        self._passages: dict[str, Passage] = {}
        by_text: dict[tuple[str, int], list[Excerpt]] = {}
        for one in found:
            if one.document in self._book.documents:
                by_text.setdefault((one.document, one.revision), []).append(one)
        # One text at a time: a document may have megabytes.
        for (document, revision), group in by_text.items():
            text = documents.get_text(db, document, revision)
            for one in group:
                self._passages[one.id] = self._make_passage(one, text)

    def find_passage(self, excerpt: str, locator: str = "") -> Passage | None:
        """Return the passage of an excerpt, its citation at `locator`; None for a trashed one."""
        passage = self._passages.get(excerpt)
        if passage is None or not locator:
            return passage
        return replace(passage, formatted=self._format(self._excerpts[excerpt], locator))

    def count_witnesses(self, passages: Iterable[Passage]) -> int:
        """Return how many independent sources stand behind `passages`."""
        found = [self._book.find_source(one.source) for one in passages]
        return count_witnesses((one for one in found if one), self._book.find_source)

    def _make_passage(self, excerpt: Excerpt, text: str) -> Passage:
        before, after = excerpt.prefix, excerpt.suffix
        if text[excerpt.start : excerpt.end] == excerpt.quote:
            before = text[max(0, excerpt.start - CONTEXT) : excerpt.start]
            after = text[excerpt.end : excerpt.end + CONTEXT]
        source = self._book.source_of(excerpt)
        return Passage(
            excerpt=excerpt.id,
            document=excerpt.document,
            start=excerpt.start,
            end=excerpt.end,
            before=before,
            quote=excerpt.quote,
            after=after,
            state=excerpt.state,
            page=excerpt.page,
            formatted=self._format(excerpt),
            chain=self._chain(excerpt.document),
            source=source,
            witness=self._witness(source),
            translation=excerpt.translation,
            note=excerpt.note,
        )

    def _format(self, excerpt: Excerpt, locator: str = "") -> str:
        key = (self._book.source_of(excerpt), excerpt.page, locator)
        if key not in self._notes:
            self._notes[key] = self._book.format(excerpt, locator)
        return self._notes[key]

    def _witness(self, source: str) -> str:
        found = self._book.find_source(source)
        return find_witness(found, self._book.find_source) if found else source

    def _chain(self, document: str) -> tuple[Step, ...]:
        if document not in self._chains:
            held = self._book.documents[document]
            first = Step(relation=Relation.DOCUMENT, record=document, title=held.title)
            self._chains[document] = (first, *list_chain(self._book, held.source))
        return self._chains[document]


def list_chain(book: SourceBook, source: str) -> list[Step]:
    """Return the steps up from a source: itself, its holders, and all it is taken from."""
    steps: list[Step] = []
    seen: set[str] = set()
    _climb(book, source, Relation.TEXT_OF, "", steps, seen)
    return steps


def _climb(
    book: SourceBook,
    source: str | None,
    relation: Relation,
    locator: str,
    steps: list[Step],
    seen: set[str],
) -> None:
    """Add `source` and what is above it, each record once, so that circles end."""
    found = book.find_source(source) if source else None
    if found is None or found.id in seen:
        return
    seen.add(found.id)
    steps.append(Step(relation=relation, record=found.id, title=found.title, locator=locator))
    _climb(book, found.parent, Relation.PART_OF, "", steps, seen)
    _add_repository(book, found, steps, seen)
    locator = found.quoted_in_locator
    _climb(book, found.quoted_in, Relation.QUOTED_IN, locator, steps, seen)
    _climb(book, found.derived_from, Relation.DERIVED_FROM, "", steps, seen)


def _add_repository(book: SourceBook, source: Source, steps: list[Step], seen: set[str]) -> None:
    held = book.repositories.get(source.repository or "")
    if held is not None and held.id not in seen:
        seen.add(held.id)
        steps.append(Step(relation=Relation.HELD_BY, record=held.id, title=held.name))


class ClaimReader:
    """Makes views of many claims at once."""

    def __init__(self, db: Database, stated: Sequence[Claim], *, language: str) -> None:
        """Read all that the claims `stated` need."""
        self._language = language
        self.properties = {prop.id: prop for prop in claims.list_properties(db)}
        about = {claim.subject for claim in stated}
        named = {c.value.subject for c in stated if isinstance(c.value, SubjectValue)}
        self.labels = label_all(db, about | named, language)
        cited = {citation.excerpt for claim in stated for citation in claim.citations}
        self._passages = PassageReader(db, cited, language=language)
        self._conflicts: dict[str, tuple[tuple[str, ...], bool]] = {}
        for conflict in find_conflicts(claims.list_claims_of(db, about), self.properties):
            for claim in conflict.claims:
                rivals = tuple(other for other in conflict.claims if other != claim)
                self._conflicts[claim] = (rivals, conflict.settled)

    def view(self, claim: Claim, *, lead: bool = False, inverse: bool = False) -> ClaimView:
        """Return the view of `claim`; with `inverse`, its subject stands as the value."""
        language = self._language
        prop = self.properties[claim.property]
        rivals, settled = self._conflicts.get(claim.id, ((), False))
        evidence = tuple(self._list_evidence(claim))
        named = claim.value.subject if isinstance(claim.value, SubjectValue) else ""
        value = value_text(claim.value, language, self.labels)
        about = self.labels.get(claim.subject) or claim.subject
        supporting = [one.passage for one in evidence if one.stance is Stance.SUPPORTS]
        return ClaimView(
            claim=claim,
            value=about if inverse else value,
            subject=about,
            label=prop.label(language),
            lead=prop.label(language) if lead else "",
            value_record=claim.subject if inverse else named,
            as_written=own_wording(claim.value),
            valid=format_date(claim.valid, language) if claim.valid else "",
            is_uncited=is_uncited(claim),
            rivals=rivals,
            settled=settled,
            witnesses=self._passages.count_witnesses(supporting),
            evidence=evidence,
        )

    def rivals_of(self, claim: str) -> tuple[str, ...]:
        """Return the other claims of a claim's conflict."""
        return self._conflicts.get(claim, ((), False))[0]

    def _list_evidence(self, claim: Claim) -> Iterable[Evidence]:
        for citation in claim.citations:
            passage = self._passages.find_passage(citation.excerpt, citation.locator)
            if passage is not None:
                yield Evidence(citation=citation, passage=passage)
