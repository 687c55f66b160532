"""Editors of what is said about documents and excerpts; their texts are never altered here."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from desktop_app.catalog.changes import Operation
from desktop_app.catalog.excerpts import TranslationStatus
from desktop_app.catalog.ids import Kind
from desktop_app.catalog.wording import word
from desktop_app.i18n import current_language, tr
from desktop_app.services.commands.excerpts import update_document, update_excerpt
from desktop_app.store import documents, excerpts
from desktop_app.ui.dialogs.editor_frame import RecordEditor
from desktop_app.ui.widgets.form_fields import (
    ChoiceField,
    LanguageField,
    LineField,
    TextField,
    list_words,
)
from desktop_app.ui.widgets.form_records import RecordField, find_listed, offer_listed
from desktop_app.ui.widgets.labels import set_plain_tip
from desktop_app.ui.widgets.quote_view import QuoteView

_TRANSLATION_LINES = 6
_SHOWN_DIGEST = 16


class DocumentEditor(RecordEditor):
    """Title, language, source and note of a document, and the facts of its import."""

    kind = Kind.DOCUMENT
    updates = Operation.UPDATE_DOCUMENT

    def make_fields(self) -> None:
        db = self.session.db
        held = documents.get_document(db, self.record)
        revision = documents.get_revision(db, held.id, held.revision)
        self.add_field(LineField("title", tr("Title"), required=True))
        self.add_field(LanguageField("language", tr("Language")))
        self.add_field(
            RecordField(
                "source",
                tr("Source"),
                offer=offer_listed(db, Kind.SOURCE),
                find=find_listed(db, Kind.SOURCE),
                prompt=tr("Type a few letters of its title, then Enter"),
                required=True,
            )
        )
        self.add_field(TextField("note", tr("Note")))
        self.add_heading(tr("As imported"))
        self.add_fact(tr("File"), held.file_name)
        self.add_fact(tr("Format"), held.media_type)
        if revision.encoding:
            self.add_fact(tr("Encoding"), revision.encoding)
        self.add_fact(tr("Length"), tr("{count} characters", count=f"{held.characters:,}"))
        self.add_fact(tr("Pages"), str(len(revision.pages)) if revision.pages else tr("not marked"))
        self.add_fact(tr("Version of the text"), str(held.revision))
        digest = self.add_fact("SHA-256", f"{held.sha256[:_SHOWN_DIGEST]}…")
        set_plain_tip(digest, held.sha256)
        digest.setAccessibleDescription(held.sha256)

    def values(self) -> dict[str, Any]:
        held = documents.get_document(self.session.db, self.record)
        return {field.name: getattr(held, field.name) for field in fields(held)}

    def write(self, edited: dict[str, Any]) -> str:
        update_document(self.session, document=self.record, details=edited)
        return self.record


class ExcerptEditor(RecordEditor):
    """The translation of an excerpt and the note on it, under the passage itself."""

    kind = Kind.EXCERPT
    updates = Operation.UPDATE_EXCERPT

    def make_fields(self) -> None:
        db = self.session.db
        held = excerpts.get_excerpt(db, self.record)
        view = QuoteView()
        view.setObjectName("editor_quote")
        view.set_passage(held.prefix, held.quote, held.suffix)
        self.add_wide(view)
        self.add_fact(tr("Document"), documents.get_document(db, held.document).title)
        if held.page:
            self.add_fact(tr("Page"), held.page)
        self.add_fact(tr("Place in the text"), word(held.state, current_language()))
        self.add_heading(tr("Translation"))
        self.add_field(TextField("translation", tr("Translation"), lines=_TRANSLATION_LINES))
        self.add_field(LanguageField("translation_language", tr("Its language")))
        self.add_field(LineField("translator", tr("Translator")))
        statuses = list_words(TranslationStatus, word)
        self.add_field(
            ChoiceField("translation_status", tr("Status"), statuses, empty=tr("not said"))
        )
        self.add_field(TextField("note", tr("Note")))

    def values(self) -> dict[str, Any]:
        held = excerpts.get_excerpt(self.session.db, self.record)
        return {field.name: getattr(held, field.name) for field in fields(held)}

    def find_conflict(self) -> str:
        has_translation = bool(self.fields["translation"].read())
        if has_translation and not self.fields["translation_language"].read():
            return tr("Say in which language the translation is")
        return ""

    def write(self, edited: dict[str, Any]) -> str:
        update_excerpt(self.session, excerpt=self.record, details=edited)
        return self.record
