"""Editors of sources and of the institutions that hold them."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from desktop_app.catalog.changes import Operation
from desktop_app.catalog.ids import Kind
from desktop_app.catalog.sources import (
    Closeness,
    Incomplete,
    Level,
    Repository,
    SourceClass,
)
from desktop_app.catalog.wording import word
from desktop_app.i18n import current_language, tr
from desktop_app.services.commands.sources import (
    create_repository,
    create_source,
    update_repository,
    update_source,
)
from desktop_app.store import sources
from desktop_app.ui.dialogs.editor_frame import RecordEditor
from desktop_app.ui.widgets.form_entries import ContributorRow
from desktop_app.ui.widgets.form_fields import (
    ChoiceField,
    FlagsField,
    LanguageField,
    LineField,
    PrintedDateField,
    TextField,
    list_words,
)
from desktop_app.ui.widgets.form_records import (
    RecordField,
    find_listed,
    find_repository,
    offer_listed,
    offer_repositories,
)
from desktop_app.ui.widgets.form_rows import RowsEdit, RowsField
from desktop_app.ui.widgets.type_ahead import Choice


def class_words(source_class: SourceClass) -> str:
    """Return whether a source is the record itself, in the interface's language."""
    return {
        SourceClass.ORIGINAL: tr("original"),
        SourceClass.DERIVATIVE: tr("derivative"),
    }[source_class]


def closeness_words(closeness: Closeness) -> str:
    """Return whether a source witnessed what it tells, in the interface's language."""
    return {
        Closeness.PRIMARY: tr("primary"),
        Closeness.SECONDARY: tr("secondary"),
    }[closeness]


class SourceEditor(RecordEditor):
    """What a citation names, where it is kept, and what it was taken from."""

    kind = Kind.SOURCE
    updates = Operation.UPDATE_SOURCE
    creates = Operation.CREATE_SOURCE

    def make_fields(self) -> None:
        self.add_field(LineField("title", tr("Title"), required=True))
        self.add_field(LineField("title_translated", tr("Title in translation")))
        self.add_field(ChoiceField("level", tr("What it is"), list_words(Level, word)))
        rows = RowsEdit(ContributorRow, tr("Add a contributor"))
        self.add_field(RowsField("contributors", tr("Contributors"), rows))
        self.add_field(PrintedDateField("date", tr("Date as printed"), "edtf"))
        self._add_publication()
        self._add_keeping()
        self._add_descent()
        self.add_field(TextField("note", tr("Note")))

    def _add_publication(self) -> None:
        self.add_heading(tr("Publication"))
        prompt = tr("book, journal or newspaper it stands in")
        self.add_field(LineField("container", tr("Printed in"), prompt=prompt))
        self.add_field(LineField("publisher", tr("Publisher")))
        self.add_field(LineField("place", tr("Place")))
        self.add_field(LineField("edition", tr("Edition")))
        self.add_field(LineField("volume", tr("Volume")))
        self.add_field(LineField("issue", tr("Issue")))
        self.add_field(LineField("pages", tr("Pages")))
        self.add_field(LanguageField("language", tr("Language")))
        self.add_field(LineField("url", tr("Web address")))
        self.add_field(LineField("accessed", tr("Seen on"), prompt="2024-06-01"))

    def _add_keeping(self) -> None:
        db = self.session.db
        self.add_heading(tr("Where it is kept"))
        self.add_field(
            RecordField(
                "repository",
                tr("Repository"),
                offer=offer_repositories(db),
                find=find_repository(db),
                prompt=tr("Type its name, then Enter; a new one is made on saving"),
                maker=self._make_repository,
            )
        )
        self.add_field(LineField("shelf_mark", tr("Shelf mark")))
        self.add_field(self._source_field("parent", tr("Part of")))
        self.add_field(LineField("rights", tr("Rights")))

    def _add_descent(self) -> None:
        self.add_heading(tr("What it rests on"))
        classes = [(one.value, class_words(one)) for one in SourceClass]
        closeness = [(one.value, closeness_words(one)) for one in Closeness]
        unknown = tr("not said")
        self.add_field(ChoiceField("source_class", tr("Class"), classes, empty=unknown))
        self.add_field(ChoiceField("closeness", tr("Closeness"), closeness, empty=unknown))
        self.add_field(self._source_field("derived_from", tr("Derived from")))
        self.add_field(self._source_field("quoted_in", tr("Quoted in")))
        self.add_field(LineField("quoted_in_locator", tr("Where in it")))
        flags = [(one.value, word(one, current_language())) for one in Incomplete]
        self.add_field(FlagsField("incomplete", tr("Incomplete"), flags))

    def _source_field(self, name: str, label: str) -> RecordField:
        db = self.session.db
        return RecordField(
            name,
            label,
            offer=offer_listed(db, Kind.SOURCE, without=self.record),
            find=find_listed(db, Kind.SOURCE),
            prompt=tr("Type a few letters of its title, then Enter"),
        )

    def _make_repository(self, choice: Choice) -> str:
        return create_repository(self.session, name=choice.title).ids[0]

    def values(self) -> dict[str, Any]:
        if not self.record:
            return {"level": Level.ITEM.value}
        held = sources.get_source(self.session.db, self.record)
        values = {field.name: getattr(held, field.name) for field in fields(held)}
        values["date"] = (held.date, held.edtf)
        return values

    def write(self, edited: dict[str, Any]) -> str:
        if "contributors" in edited:
            edited["contributors"] = [
                {name: said for name, said in one.items() if name != "record"}
                for one in edited["contributors"]
            ]
        if self.record:
            update_source(self.session, source=self.record, details=edited)
            return self.record
        return create_source(self.session, **edited).ids[0]


class RepositoryEditor(RecordEditor):
    """An institution that holds sources."""

    kind = Kind.REPOSITORY
    updates = Operation.UPDATE_REPOSITORY
    creates = Operation.CREATE_REPOSITORY

    def make_fields(self) -> None:
        self.add_field(LineField("name", tr("Name"), required=True))
        self.add_field(LineField("place", tr("Place")))
        self.add_field(LineField("country", tr("Country")))
        prompt = tr("such as an ISIL code")
        self.add_field(LineField("identifier", tr("Identifier"), prompt=prompt))
        self.add_field(TextField("note", tr("Note")))

    def values(self) -> dict[str, Any]:
        if not self.record:
            return {}
        held: Repository = sources.get_repository(self.session.db, self.record)
        return {field.name: getattr(held, field.name) for field in fields(held)}

    def write(self, edited: dict[str, Any]) -> str:
        if self.record:
            update_repository(self.session, repository=self.record, details=edited)
            return self.record
        name = edited.pop("name")
        return create_repository(self.session, name=name, details=edited).ids[0]
