"""The second half of the page of a plain export: events and entities, their claims, citations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop_app.catalog.claims import Citation, Claim, SubjectValue
from desktop_app.catalog.excerpts import Attachment, Excerpt
from desktop_app.catalog.rules import is_uncited
from desktop_app.catalog.subjects import Entity, Event, Name
from desktop_app.catalog.wording import claim_text, word
from desktop_app.i18n import tr_in
from desktop_app.services.citing import SourceBook
from desktop_app.services.exporting_html import esc, list_fields, mark_id, to_record, words
from desktop_app.store import claims, excerpts, subjects
from desktop_app.store.database import Database

#: Letters of a passage that stand beside its citation; the whole is one click away.
_SHOWN = 160


@dataclass(slots=True)
class _Batch:
    """What is said of some subjects, read at once."""

    claims: dict[str, list[Claim]]
    mentions: dict[str, list[Attachment]]
    passages: dict[str, Excerpt]
    book: SourceBook
    labels: dict[str, str]


class SubjectPages:
    """Writes events and entities with their claims and citations."""

    def __init__(self, db: Database, language: str) -> None:
        """Read from `db`; write in `language`."""
        self._db = db
        self._language = language
        self._properties = {prop.id: prop for prop in claims.list_properties(db)}

    def write_events(self, ids: Sequence[str]) -> Iterator[str]:
        """Yield the HTML of the events `ids`, in their order."""
        batch = self._read(ids)
        found = {event.id: event for event in subjects.list_events(self._db, ids)}
        parents = {event.part_of for event in found.values() if event.part_of}
        labels = subjects.label_subjects(self._db, parents)
        for event in (found[one] for one in ids if one in found):
            yield from self._begin(event.id, event.title)
            yield from list_fields(self._event_fields(event, labels))
            yield from self._statements(event.id, batch)

    def write_entities(self, ids: Sequence[str]) -> Iterator[str]:
        """Yield the HTML of the entities `ids`, in their order."""
        batch = self._read(ids)
        found = {entity.id: entity for entity in subjects.list_entities(self._db, ids)}
        for entity in (found[one] for one in ids if one in found):
            yield from self._begin(entity.id, entity.label)
            yield from list_fields(self._entity_fields(entity))
            yield from self._statements(entity.id, batch)

    def _begin(self, record: str, title: str) -> Iterator[str]:
        yield f'<article id="{record}"><h3>{words(title)}{mark_id(record)}</h3>'

    def _event_fields(self, event: Event, labels: dict[str, str]) -> Iterator[tuple[str, str]]:
        one = self._language
        yield tr_in(one, "Title in translation"), words(event.title_translated)
        yield tr_in(one, "Kind"), words(event.kind)
        above = event.part_of
        yield tr_in(one, "Part of"), to_record(above, labels.get(above, above)) if above else ""
        yield tr_in(one, "Note"), words(event.note)

    def _entity_fields(self, entity: Entity) -> Iterator[tuple[str, str]]:
        one = self._language
        yield tr_in(one, "Kind"), esc(word(entity.kind, one))
        yield tr_in(one, "Names"), "<br>".join(map(self._name, entity.names))
        lasted = f"{entity.exists_from}/{entity.exists_to}"
        yield tr_in(one, "Existed"), esc(lasted) if lasted != "/" else ""
        numbers = "; ".join(f"{scheme}: {value}" for scheme, value in entity.identifiers)
        yield tr_in(one, "Identifiers"), words(numbers)
        yield tr_in(one, "Note"), words(entity.note)

    def _name(self, name: Name) -> str:
        said = ", ".join(filter(None, (word(name.kind, self._language), name.language)))
        return f'{words(name.text, name.language)} <span class="small">{esc(said)}</span>'

    def _read(self, ids: Sequence[str]) -> _Batch:
        stated = claims.list_claims_of(self._db, ids)
        mentions = excerpts.list_attachments_of_subjects(self._db, ids)
        cited = {citation.excerpt for claim in stated for citation in claim.citations}
        found = excerpts.list_excerpts(self._db, cited | {one.excerpt for one in mentions})
        named = {claim.value.subject for claim in stated if isinstance(claim.value, SubjectValue)}
        batch = _Batch(
            claims={},
            mentions={},
            passages={one.id: one for one in found},
            book=SourceBook(self._db, {one.document for one in found}, language=self._language),
            labels=subjects.label_subjects(self._db, named),
        )
        for claim in stated:
            batch.claims.setdefault(claim.subject, []).append(claim)
        for one in mentions:
            batch.mentions.setdefault(one.subject, []).append(one)
        return batch

    def _statements(self, subject: str, batch: _Batch) -> Iterator[str]:
        """Yield the claims about a subject, its mentions, and the end of its article."""
        yield "<ul>"
        for claim in batch.claims.get(subject, ()):
            yield from self._claim(claim, batch)
        yield "</ul>"
        mentions = batch.mentions.get(subject, ())
        if mentions:
            label = esc(tr_in(self._language, "Passages that mention it"))
            yield f'<p class="small">{label}</p><ul>'
            for one in mentions:
                shown = self._passage(one.excerpt, "", batch)
                yield f"<li>{shown} {words(one.note)}{mark_id(one.id)}</li>"
            yield "</ul>"
        yield "</article>"

    def _claim(self, claim: Claim, batch: _Batch) -> Iterator[str]:
        bare = is_uncited(claim)
        said = claim_text(claim, self._properties[claim.property], self._language, batch.labels)
        if isinstance(claim.value, SubjectValue):
            other = claim.value.subject
            value = f" → {to_record(other, batch.labels.get(other, other))}"
        else:
            value = ""
        kind = ' class="uncited"' if bare else ""
        yield f'<li id="{claim.id}"{kind}>{words(said)}{value}'
        yield mark_id(claim.id)
        if bare:
            yield f" <strong>{esc(tr_in(self._language, 'uncited'))}</strong>"
        yield "<ul>"
        yield from (self._citation(citation, batch) for citation in claim.citations)
        yield "</ul></li>"

    def _citation(self, citation: Citation, batch: _Batch) -> str:
        stance = esc(word(citation.stance, self._language))
        shown = self._passage(citation.excerpt, citation.locator, batch)
        note = words(citation.note)
        return f'<li id="{citation.id}">{stance}: {shown} {note}{mark_id(citation.id)}</li>'

    def _passage(self, record: str, locator: str, batch: _Batch) -> str:
        """Return the beginning of a passage as a link to it, and its citation."""
        excerpt = batch.passages.get(record)
        if excerpt is None:
            return esc(record)
        quote = " ".join(excerpt.quote[: 2 * _SHOWN].split())
        shown = quote if len(quote) <= _SHOWN else f"{quote[:_SHOWN]}…"
        return f"{to_record(record, f'“{shown}”')} {words(batch.book.format(excerpt, locator))}"
