"""Every operation of the program once more, on the model."""

from __future__ import annotations

import json
from typing import Any

from tests.faults.catalogue_model import Model, Refused, Row, blank, filled, line, make_key, require

Details = dict[str, Any]
#: The words that a field takes, and the fields of each record that are edited as plain lines.
CHOICES = {
    "level": ("item", "book", "letter"),
    "source_class": ("original", "derivative"),
    "closeness": ("primary", "secondary"),
    "entity kind": ("person", "place", "unit"),
    "name kind": ("preferred", "variant", "former"),
    "link kind": ("must not be confused with", "possibly the same as"),
    "cardinality": ("single", "many"),
    "value_type": ("text", "quantity", "date", "subject"),
    "voice": ("narrator", "quoted document", "reported speaker"),
    "confidence": ("certain", "doubtful"),
    "stance": ("supports", "contradicts", "mentions"),
    "rank": ("preferred", "normal", "deprecated"),
    "role": ("author", "editor"),
    "translation_status": ("draft", "published"),
}
#: The few dates that are stated, with the days that they span.
DAYS = {"1962": ("1962-01-01", "1962-12-31"), "1962-05": ("1962-05-01", "1962-05-31")}
_SOURCE_LINES = ("title_translated", "publisher", "date", "shelf_mark", "quoted_in_locator")
_LINKS = ("parent", "derived_from", "quoted_in")
_CONTEXT = 32


def choose(field: str, word: object) -> str:
    require(word in CHOICES[field])
    return str(word)


def choose_or_none(field: str, word: object) -> str | None:
    return choose(field, word) if word else None


def take(row: Row, details: Details, lines: tuple[str, ...]) -> None:
    """Write the plain fields of `details` into a row; refuse one that no such record has."""
    for name, value in details.items():
        require(name in lines or (name == "note" and name in row))
        row[name] = (value or "").strip() if name == "note" else line(value or "")


def rest(details: Details, *names: str) -> Details:
    return {name: value for name, value in details.items() if name not in names}


class CommandModel(Model):
    """The commands, by the names and arguments of the operations."""

    def create_repository(self, name: str, details: Details | None = None) -> None:
        row = self.add("repository")
        take(row, details or {}, ("name", "place", "country", "identifier"))
        row["name"] = filled(name)

    def update_repository(self, repository: str, details: Details) -> None:
        row = self.live("repository", repository)
        take(row, details, ("name", "place", "country", "identifier"))
        filled(row["name"])

    def create_source(
        self, title: str, contributors: list[Any] | None = None, **given: Any
    ) -> None:
        given = {name: value for name, value in given.items() if value is not None}
        values = {**blank("source"), "level": "item", "incomplete": "[]"}
        self._edit_source(values, {"title": title, **given}, "")
        row = self.add("source", **values)
        for position, person in enumerate(contributors or []):
            self.add("contributor", **read_person(person, row["id"], position))

    def update_source(self, source: str, details: Details) -> None:
        row = self.live("source", source)
        self._edit_source(row, rest(details, "contributors"), source)
        if "contributors" not in details:
            return
        wanted = [
            read_person(one, source, n) for n, one in enumerate(details["contributors"] or [])
        ]
        had = sorted(self.every("contributor", source=source), key=lambda one: one["position"])
        for person, old in zip(wanted, had, strict=False):
            old.update(person)
        for old in had[len(wanted) :]:
            old["trashed"] = old["id"]
        for person in wanted[len(had) :]:
            self.add("contributor", **person)

    def _edit_source(self, row: Row, details: Details, own: str) -> None:
        links = (*_LINKS, "repository")
        chosen = ("level", "source_class", "closeness", "incomplete", "edtf", "title")
        take(row, rest(details, *links, *chosen), _SOURCE_LINES)
        for name in links:
            if name in details:
                row[name] = line(details[name] or "") or None
        if row["repository"] and details.get("repository"):
            self.live("repository", row["repository"])
        for name in _LINKS:
            if details.get(name):
                above, row[name] = row[name], None
                self.require_above("source", above, name, own)
                row[name] = above
        if "level" in details:
            row["level"] = choose("level", details["level"])
        for name in ("source_class", "closeness"):
            if name in details:
                row[name] = choose_or_none(name, details[name])
        if "incomplete" in details:
            row["incomplete"] = json.dumps(details["incomplete"] or [])
        if "edtf" in details:
            require(details["edtf"] in (None, "", *DAYS))
            row["edtf"] = details["edtf"] or ""
        if "title" in details:
            row["title"] = filled(details["title"] or "")

    def update_document(self, document: str, details: Details) -> None:
        row = self.live("document", document)
        take(row, rest(details, "source"), ("title", "language"))
        filled(row["title"])
        if "source" in details:
            row["source"] = self.live("source", details["source"])["id"]

    def create_excerpt(self, document: str, start: int, end: int, note: str = "") -> None:
        anchor = self._anchor(document, start, end)
        if not self.every("excerpt", document=document, start=start, end=end):
            self.add("excerpt", document=document, note=note.strip(), **anchor)

    def move_excerpt(self, excerpt: str, start: int, end: int) -> None:
        row = self.live("excerpt", excerpt)
        row.update(self._anchor(row["document"], start, end))

    def _anchor(self, document: str, start: int, end: int) -> Row:
        text = self.texts[self.live("document", document)["id"]]
        require(0 <= start <= end <= len(text) and text[start:end].strip())
        return {
            "start": start,
            "end": end,
            "quote": text[start:end],
            "prefix": text[max(0, start - _CONTEXT) : start],
            "suffix": text[end : end + _CONTEXT],
            "revision": 1,
            "state": "anchored",
        }

    def update_excerpt(self, excerpt: str, details: Details) -> None:
        row = self.live("excerpt", excerpt)
        own = ("translation", "translation_status")
        take(row, rest(details, *own), ("translation_language", "translator"))
        if "translation" in details:
            row["translation"] = (details["translation"] or "").strip()
        if "translation_status" in details:
            status = choose_or_none("translation_status", details["translation_status"])
            row["translation_status"] = status

    def attach_excerpt(self, excerpt: str, subject: str, note: str = "") -> None:
        self.live("excerpt", excerpt)
        self.subject(subject)
        if not self.every("attachment", excerpt=excerpt, subject=subject):
            self.add("attachment", excerpt=excerpt, subject=subject, note=note.strip())

    def detach_excerpt(self, excerpt: str, subject: str) -> None:
        found = self.every("attachment", excerpt=excerpt, subject=subject)
        require(found)
        for row in found:
            row["trashed"] = row["id"]

    def create_entity(self, kind: str, name: str, excerpt: str | None = None, **given: Any) -> None:
        row = self.add("entity", identifiers="[]", kind=choose("entity kind", kind))
        own = rest(given, "language", "script")
        self._edit_entity(row, own)
        self._add_name(row["id"], name, "preferred", 0, excerpt, given)

    def update_entity(self, entity: str, details: Details) -> None:
        row = self.live("entity", entity)
        if "kind" in details:
            row["kind"] = choose("entity kind", details["kind"])
        self._edit_entity(row, rest(details, "kind"))

    def _edit_entity(self, row: Row, details: Details) -> None:
        take(row, rest(details, "exists_from", "exists_to", "identifiers"), ())
        for side in ("exists_from", "exists_to"):
            if side in details:
                require(details[side] in (None, "", *DAYS))
                row[side] = details[side] or ""
        if "identifiers" in details:
            pairs = [[line(one), line(other)] for one, other in details["identifiers"] or []]
            row["identifiers"] = json.dumps(pairs)

    def add_name(
        self,
        entity: str,
        name: str,
        kind: str = "variant",
        excerpt: str | None = None,
        **given: Any,
    ) -> None:
        names = self.every("name", entity=self.live("entity", entity)["id"])
        known = {(one["text"], one["language"]) for one in names}
        require((line(name), line(given.get("language", ""))) not in known)
        position = max((one["position"] for one in names), default=-1) + 1
        self._add_name(entity, name, choose("name kind", kind), position, excerpt, given)

    def _add_name(
        self, entity: str, name: str, kind: str, position: int, excerpt: str | None, given: Details
    ) -> None:
        self.add(
            "name",
            entity=entity,
            text=filled(name),
            kind=kind,
            position=position,
            language=line(given.get("language", "")),
            script=line(given.get("script", "")),
            excerpt=self.live("excerpt", excerpt)["id"] if excerpt else None,
        )

    def update_name(self, name: str, details: Details) -> None:
        row = self.live("name", name)
        take(row, rest(details, "kind", "position", "excerpt"), ("text", "language", "script"))
        filled(row["text"])
        if "kind" in details:
            row["kind"] = choose("name kind", details["kind"])
        if "position" in details:
            row["position"] = details["position"]
        if "excerpt" in details:
            found = details["excerpt"]
            row["excerpt"] = self.live("excerpt", found)["id"] if found else None

    def link_entities(self, entity: str, other: str, kind: str, note: str = "") -> None:
        chosen = choose("link kind", kind)
        require(entity != other)
        for one in (entity, other):
            self.live("entity", one)
        had = [*self.every("entity_link", entity=entity, other=other, kind=chosen)]
        had += self.every("entity_link", entity=other, other=entity, kind=chosen)
        if not had:
            self.add("entity_link", entity=entity, other=other, kind=chosen, note=note.strip())

    def create_event(self, title: str, part_of: str | None = None, **given: Any) -> None:
        if part_of:
            self.live("event", part_of)
        row = self.add("event", title=filled(title), part_of=part_of or None)
        take(row, given, ("title_translated", "kind"))

    def update_event(self, event: str, details: Details) -> None:
        row = self.live("event", event)
        take(row, rest(details, "part_of"), ("title", "title_translated", "kind"))
        filled(row["title"])
        if "part_of" in details:
            above, row["part_of"] = details["part_of"] or None, None
            self.require_above("event", above, "part_of", event)
            row["part_of"] = above

    def create_property(self, label: str, value_type: str, key: str = "", **given: Any) -> None:
        name = filled(label)
        made, known = make_key(line(key) or name), self.every("property")
        for had in known:
            require(made != had["key"] and name.casefold() != had["label_en"].casefold())
        row = self.add("property", key=made, label_en=name)
        row["value_type"] = choose("value_type", value_type)
        row["cardinality"] = choose("cardinality", given.pop("cardinality", "many"))
        row["position"] = max((had["position"] for had in known), default=-1) + 1
        for name in given:
            row[{"inverse": "inverse_en"}.get(name, name)] = line(given[name])

    def update_property(self, property: str, details: Details) -> None:
        row = self.find_property(property)
        names = ("label_en", "label_vi", "inverse_en", "inverse_vi", "unit")
        take(row, rest(details, "cardinality", "position"), names)
        filled(row["label_en"])
        if "cardinality" in details:
            row["cardinality"] = choose("cardinality", details["cardinality"])
        if "position" in details:
            row["position"] = details["position"]

    def find_property(self, named: str) -> Row:
        for row in sorted(self.every("property"), key=lambda one: one["position"]):
            if named in (row["id"], row["key"], row["label_en"].casefold()):
                return row
        raise Refused


def read_person(given: object, source: str, position: int) -> Row:
    """Return the fields of a contributor as given: a name, or an object."""
    person = given if isinstance(given, dict) else {"literal": given}
    names = {n: line(person.get(n) or "") for n in ("family", "given", "literal", "language")}
    require(names["family"] or names["literal"])
    role = choose("role", person.get("role") or "author")
    return {"source": source, "position": position, "role": role, **names}
