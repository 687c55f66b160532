"""What the claim line offers for the words typed into it: subjects, properties, passages.

Matching ignores case and tones. An offer to create something is a choice without an id; its
record is made only when the claim is stated, so that both are one undo step.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from desktop_app.catalog.claims import DateValue, Property, ValueType
from desktop_app.catalog.dates import format_date
from desktop_app.catalog.folding import fold
from desktop_app.catalog.ids import Kind
from desktop_app.catalog.subjects import EntityKind
from desktop_app.catalog.wording import word
from desktop_app.i18n import current_language, tr
from desktop_app.services.commands.subjects import create_entity, create_event
from desktop_app.services.session import Session
from desktop_app.store import lists
from desktop_app.store.database import Database, Row
from desktop_app.store.excerpts import get_excerpt
from desktop_app.ui.widgets.type_ahead import Choice

_OFFERED = 30
_CREATED_KINDS = ("person", "unit", "organisation", "place", "thing", "event")
#: The kind of a new value that each built-in property asks for most.
_LIKELY_KINDS = {
    "place": "place",
    "participant": "unit",
    "part_of": "unit",
    "subordinate_to": "unit",
    "temporarily_merged_with": "unit",
    "decided_by": "organisation",
}
#: How names of a kind begin, folded.
_KIND_WORDS = {
    "unit": (
        *("tieu doi", "trung doi", "dai doi", "tieu doan", "trung doan", "lu doan", "su doan"),
        *("binh doan", "quan doan", "company", "battalion", "regiment", "brigade", "division"),
    ),
    "place": ("tinh", "muong", "cao diem", "san bay", "thi xa"),
    "event": ("chien dich", "hoi nghi", "battle of"),
}


def offer_subjects(db: Database, query: str, *, likely: str = "") -> list[Choice]:
    """Return the entities and events whose names hold `query`, then offers to create one.

    `likely` is the kind offered first, "" for the usual order; a name that begins like a
    unit's or a place's goes before it.
    """
    found = lists.find_subjects(db, fold(query), limit=_OFFERED)
    choices = [_subject_choice(row) for row in found]
    if query:
        first = _kind_by_name(query) or likely
        kinds = sorted(_CREATED_KINDS, key=lambda kind: kind != first)
        choices += [Choice("", query, kind=kind, create=True) for kind in kinds]
    return choices


def _kind_by_name(name: str) -> str:
    """Return the kind that the first word or two of `name` tell, "" where they tell none."""
    begins = f"{fold(name)} "
    for kind, words in _KIND_WORDS.items():
        if any(begins.startswith(f"{word} ") for word in words):
            return kind
    return ""


def likely_kind(prop: Property) -> str:
    """Return the kind of entity that a new value of `prop` most likely is."""
    return _LIKELY_KINDS.get(prop.key, "person")


def find_subject(db: Database, record: str) -> Choice | None:
    """Return the choice that stands for an entity or event, None where it is gone."""
    row = lists.get_listing(db, [record]).get(record)
    return _subject_choice(row) if row is not None and row["trashed"] is None else None


def _subject_choice(row: Row) -> Choice:
    if row["kind"] == Kind.EVENT.value:
        date = format_date(DateValue(edtf=row["date"]), current_language()) if row["date"] else ""
        said = " · ".join(filter(None, (date, row["detail"])))
        return Choice(row["id"], row["title"], said or tr("event"), "event")
    kind = word(EntityKind(row["type"]), current_language())
    said = " · ".join(filter(None, (kind, row["detail"])))
    return Choice(row["id"], row["title"], said, row["type"])


def create_subject(session: Session, choice: Choice, *, excerpt: str = "") -> str:
    """Create the entity or event that `choice` offers; return its id.

    `excerpt` becomes the place where the name was found only where its words are there.
    """
    if choice.kind == "event":
        return create_event(session, title=choice.title).ids[0]
    found_in = excerpt if excerpt and _says(session.db, excerpt, choice.title) else None
    return create_entity(session, kind=choice.kind, name=choice.title, excerpt=found_in).ids[0]


def _says(db: Database, excerpt: str, name: str) -> bool:
    """Tell whether the quote of `excerpt` has `name`, spelt so, as whole words."""
    quote = " ".join(get_excerpt(db, excerpt).quote.split()).casefold()
    words = " ".join(unicodedata.normalize("NFC", name).split()).casefold()
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", quote) is not None


def offer_properties(properties: Sequence[Property], query: str) -> list[Choice]:
    """Return the properties whose labels, in either language, hold `query`, best first."""
    words = fold(query).split()
    ranked = []
    for prop in properties:
        labels = [fold(text) for text in (prop.label_en, prop.label_vi, prop.key) if text]
        if all(any(one in label for label in labels) for one in words):
            begins = any(label.startswith(fold(query)) for label in labels)
            ranked.append((not begins, prop.position, prop))
    choices = [property_choice(prop) for _, _, prop in sorted(ranked, key=lambda one: one[:2])]
    taken = {label.casefold() for prop in properties for label in (prop.label_en, prop.label_vi)}
    if query and query.casefold() not in taken:
        choices.append(Choice("", query, kind="property", create=True))
    return choices


def property_choice(prop: Property) -> Choice:
    """Return the choice that stands for `prop`: its label, the other language's, its type."""
    language = current_language()
    other = prop.label(("en", "vi")[language == "en"])
    said = " · ".join(dict.fromkeys((other, value_type_word(prop.value_type))))
    # The kind chooses the icon; properties share that of claims.
    return Choice(prop.id, prop.label(language), said, "claim")


def value_type_word(value_type: ValueType) -> str:
    """Return what a property's values are, in the interface's language."""
    return {
        ValueType.TEXT: tr("words"),
        ValueType.QUANTITY: tr("number"),
        ValueType.DATE: tr("date"),
        ValueType.SUBJECT: tr("entity or event"),
    }[value_type]


def offer_excerpts(db: Database, query: str) -> list[Choice]:
    """Return the excerpts whose quote or document's title holds `query`."""
    asked = lists.ListQuery(kind=Kind.EXCERPT, text=fold(query), order="sort_detail")
    ids = lists.list_ids(db, asked, limit=_OFFERED)
    listed = lists.get_listing(db, ids)
    return [_excerpt_choice(listed[one]) for one in ids]


def find_excerpt(db: Database, record: str) -> Choice | None:
    """Return the choice that stands for an excerpt, None where it is gone."""
    row = lists.get_listing(db, [record]).get(record) if record else None
    return _excerpt_choice(row) if row is not None and row["trashed"] is None else None


def _excerpt_choice(row: Row) -> Choice:
    return Choice(row["id"], row["title"], row["detail"], "excerpt")
