"""The first half of the page of a plain export: sources, their documents, the marked passages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from desktop_app.catalog.claims import Claim, Stance, SubjectValue
from desktop_app.catalog.documents import Document
from desktop_app.catalog.excerpts import AnchorState, Excerpt
from desktop_app.catalog.ids import Kind
from desktop_app.catalog.sources import Contributor, Role, Source
from desktop_app.catalog.wording import value_text, word
from desktop_app.i18n import tr_in
from desktop_app.services.exporting_files import ExportedFiles
from desktop_app.services.exporting_html import (
    esc,
    list_fields,
    mark_id,
    to_file,
    to_record,
    words,
)
from desktop_app.store import claims, documents, excerpts, rows, sources, subjects
from desktop_app.store.database import Database


@dataclass(slots=True)
class SourcePages:
    """Writes sources with all that rests on them."""

    db: Database
    files: ExportedFiles
    language: str
    _properties: dict[str, str] = field(default_factory=dict)
    _repositories: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read what every source may need."""
        for prop in claims.list_properties(self.db):
            self._properties[prop.id] = prop.label(self.language)
        for one in sources.list_repositories(self.db):
            self._repositories[one.id] = ", ".join(filter(None, (one.name, one.place)))

    def write(self, ids: Sequence[str]) -> Iterator[str]:
        """Yield the HTML of the sources `ids`, in their order."""
        found = {source.id: source for source in sources.list_sources(self.db, ids)}
        named = [
            link
            for source in found.values()
            for link in (source.parent, source.derived_from, source.quoted_in)
            if link
        ]
        titles = {one.id: one.title for one in sources.list_sources(self.db, named)}
        for source in (found[one] for one in ids if one in found):
            yield f'<article id="{source.id}">'
            yield f"<h3>{words(source.title, source.language)}{mark_id(source.id)}</h3>"
            yield from list_fields(self._fields(source, titles))
            for document in documents.list_documents_of(self.db, source.id):
                yield from self._document(document)
            yield "</article>"

    def _fields(self, source: Source, titles: dict[str, str]) -> Iterator[tuple[str, str]]:
        one = self.language
        yield tr_in(one, "Title in translation"), words(source.title_translated)
        people = "; ".join(_name(person, one) for person in source.contributors)
        yield tr_in(one, "Contributors"), words(people)
        yield tr_in(one, "What it is"), esc(word(source.level, one))
        for label, text in (
            (tr_in(one, "Date as printed"), source.date or source.edtf),
            (tr_in(one, "Printed in"), source.container),
            (tr_in(one, "Publisher"), source.publisher),
            (tr_in(one, "Place"), source.place),
            (tr_in(one, "Edition"), source.edition),
            (tr_in(one, "Volume"), source.volume),
            (tr_in(one, "Issue"), source.issue),
            (tr_in(one, "Pages"), source.pages),
            (tr_in(one, "Web address"), source.url),
            (tr_in(one, "Repository"), self._repositories.get(source.repository or "", "")),
            (tr_in(one, "Shelf mark"), source.shelf_mark),
            (tr_in(one, "Rights"), source.rights),
            (tr_in(one, "Note"), source.note),
        ):
            yield label, words(text)
        for label, other in (
            (tr_in(one, "Part of"), source.parent),
            (tr_in(one, "Derived from"), source.derived_from),
            (tr_in(one, "Quoted in"), source.quoted_in),
        ):
            yield label, to_record(other, titles.get(other, other)) if other else ""

    def _document(self, document: Document) -> Iterator[str]:
        held = sorted(
            excerpts.list_excerpts_of(self.db, document.id), key=lambda e: (e.start, e.end)
        )
        count = tr_in(self.language, "excerpts: {count}", count=len(held))
        yield f'<details id="{document.id}" open><summary>{words(document.title)}'
        yield f'{mark_id(document.id)} <span class="small">{esc(count)}</span></summary>'
        yield from list_fields(self._document_fields(document))
        resting = self._resting(held)
        yield "<ol>"
        for excerpt in held:
            yield from self._excerpt(excerpt, document.language, resting.get(excerpt.id, []))
        yield "</ol></details>"

    def _document_fields(self, document: Document) -> Iterator[tuple[str, str]]:
        one = self.language
        original = self.files.originals.get(document.sha256, "")
        yield tr_in(one, "Original"), to_file(original, document.file_name or original)
        links = [
            to_file(path, tr_in(one, "version {number}", number=number))
            for number, path in self.files.texts.get(document.id, ())
        ]
        yield tr_in(one, "Text"), ", ".join(links)
        yield tr_in(one, "Language"), esc(document.language)
        yield "SHA-256", f'<span class="small">{esc(document.sha256)}</span>'
        yield tr_in(one, "Note"), words(document.note)

    def _resting(self, held: Sequence[Excerpt]) -> dict[str, list[str]]:
        """Return, by excerpt, links to the claims and subjects that rest on it."""
        ids = [excerpt.id for excerpt in held]
        citing = rows.list_rows_in(self.db, Kind.CITATION, "excerpt", ids)
        stated = {
            claim.id: claim for claim in claims.list_claims(self.db, {c["claim"] for c in citing})
        }
        attached = excerpts.list_attachments_of_excerpts(self.db, ids)
        named = {claim.subject for claim in stated.values()} | {one.subject for one in attached}
        named |= {c.value.subject for c in stated.values() if isinstance(c.value, SubjectValue)}
        labels = subjects.label_subjects(self.db, named)
        found: dict[str, list[str]] = {}
        for row in citing:
            if row["claim"] in stated:
                claim = stated[row["claim"]]
                said = f"{esc(word(Stance(row['stance']), self.language))}: "
                link = to_record(claim.id, self._say_claim(claim, labels))
                found.setdefault(row["excerpt"], []).append(said + link)
        for one in attached:
            said = esc(tr_in(self.language, "attached to"))
            link = to_record(one.subject, labels.get(one.subject, one.subject))
            found.setdefault(one.excerpt, []).append(f'<span id="{one.id}">{said}: {link}</span>')
        return found

    def _say_claim(self, claim: Claim, labels: dict[str, str]) -> str:
        """Return a claim in one line: what it is about, the property, the value."""
        subject = labels.get(claim.subject, claim.subject)
        value = value_text(claim.value, self.language, labels)
        return f"{subject} — {self._properties.get(claim.property, '')}: {value}"

    def _excerpt(self, excerpt: Excerpt, language: str, resting: list[str]) -> Iterator[str]:
        one = self.language
        yield f'<li class="excerpt" id="{excerpt.id}">{words(excerpt.quote, language)}'
        state = excerpt.state
        translated = words(excerpt.translation, excerpt.translation_language)
        yield from list_fields(
            (
                (tr_in(one, "Page"), esc(excerpt.page)),
                (tr_in(one, "Place in text"), f"{excerpt.start}–{excerpt.end}"),
                (tr_in(one, "State"), "" if state is AnchorState.ANCHORED else word(state, one)),
                (tr_in(one, "Translation"), translated),
                (tr_in(one, "Note"), words(excerpt.note)),
            )
        )
        if resting:
            yield f"<ul>{''.join(f'<li>{link}</li>' for link in resting)}</ul>"
        yield f"{mark_id(excerpt.id)}</li>"


def _name(contributor: Contributor, language: str) -> str:
    """Return a contributor's name in the order in which its language writes it, and the role."""
    parts = [contributor.given, contributor.family]
    if contributor.language.startswith("vi"):
        parts.reverse()
    name = contributor.literal or " ".join(filter(None, parts))
    if contributor.role is Role.AUTHOR:
        return name
    roles = {
        Role.EDITOR: tr_in(language, "editor"),
        Role.TRANSLATOR: tr_in(language, "translator"),
        Role.COMPILER: tr_in(language, "compiler"),
        Role.SENDER: tr_in(language, "sender"),
        Role.RECIPIENT: tr_in(language, "recipient"),
        Role.INTERVIEWER: tr_in(language, "interviewer"),
        Role.PHOTOGRAPHER: tr_in(language, "photographer"),
    }
    return f"{name} ({roles[contributor.role]})"
