"""Operations on repositories, sources and their contributors."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from desktop_app.catalog.changes import Operation
from desktop_app.catalog.dates import parse_edtf
from desktop_app.catalog.ids import Kind
from desktop_app.catalog.sources import (
    Closeness,
    Contributor,
    Incomplete,
    Level,
    Repository,
    Role,
    Source,
    SourceClass,
)
from desktop_app.errors import UserError
from desktop_app.services.commands.fields import (
    clean_fields,
    clean_line,
    find_choice,
    read_choice,
    require_line,
    require_text,
    wrong_type,
)
from desktop_app.services.commands.registry import operation
from desktop_app.services.session import Changed, Session
from desktop_app.store import rows
from desktop_app.store import sources as store


@operation
def create_repository(
    session: Session, *, name: str, details: dict[str, Any] | None = None
) -> Changed:
    """Create an institution that holds sources; `details`: place, country, identifier, note."""
    fields = {**clean_fields(Repository, details or {}), "name": require_line(name, "name")}
    with session.change(Operation.CREATE_REPOSITORY) as change:
        record = rows.take_id(session.db, Kind.REPOSITORY)
        made = Repository(id=record, **fields)
        values = rows.record_values(made)
        rows.insert_row(session.db, Kind.REPOSITORY, values)
    return Changed(change.seq, (record,))


@operation
def update_repository(session: Session, *, repository: str, details: dict[str, Any]) -> Changed:
    """Edit a repository: name, place, country, identifier, note."""
    fields = clean_fields(Repository, details)
    if "name" in fields:
        require_line(fields["name"], "name")
    with session.change(Operation.UPDATE_REPOSITORY) as change:
        rows.update_row(session.db, Kind.REPOSITORY, repository, fields)
    return Changed(change.seq, (repository,))


@operation
def create_source(
    session: Session,
    *,
    title: str,
    level: str = "item",
    contributors: list[dict[str, Any]] | None = None,
    parent: str | None = None,
    repository: str | None = None,
    derived_from: str | None = None,
    quoted_in: str | None = None,
    quoted_in_locator: str = "",
    source_class: str | None = None,
    closeness: str | None = None,
    incomplete: list[str] | None = None,
    title_translated: str = "",
    container: str = "",
    date: str = "",
    edtf: str = "",
    publisher: str = "",
    place: str = "",
    edition: str = "",
    volume: str = "",
    issue: str = "",
    pages: str = "",
    shelf_mark: str = "",
    url: str = "",
    accessed: str = "",
    language: str = "",
    rights: str = "",
    note: str = "",
) -> Changed:
    """Create a source, with contributors as objects: role, family, given or literal, language."""
    given = {
        name: value
        for name, value in locals().items()
        if name not in {"session", "contributors"} and value is not None
    }
    fields = _checked(session, given, None)
    people = contributors or []
    with session.change(Operation.CREATE_SOURCE) as change:
        record = rows.take_id(session.db, Kind.SOURCE)
        source = Source(id=record, **fields)
        rows.insert_row(session.db, Kind.SOURCE, store.source_values(source))
        _write_contributors(session, record, people)
    return Changed(change.seq, (record,))


@operation
def update_source(session: Session, *, source: str, details: dict[str, Any]) -> Changed:
    """Edit a source: any field of `create_source`; `contributors` replaces them all."""
    old = store.get_source(session.db, source)
    given = {name: value for name, value in details.items() if name != "contributors"}
    people = details["contributors"] or [] if "contributors" in details else None
    if not isinstance(people, list | tuple | None):
        raise wrong_type("contributors", "list", people)
    fields = _checked(session, given, old)
    with session.change(Operation.UPDATE_SOURCE) as change:
        if "incomplete" in fields:
            fields["incomplete"] = json.dumps(list(fields["incomplete"]))
        rows.update_row(session.db, Kind.SOURCE, source, fields)
        if people is not None:
            _replace_contributors(session, old, people)
    return Changed(change.seq, (source,))


def _checked(session: Session, given: Mapping[str, Any], old: Source | None) -> dict[str, Any]:
    fields = clean_fields(Source, given)
    if "title" in fields:
        fields["title"] = require_line(fields["title"], "title")
    if "level" in fields:
        fields["level"] = read_choice(Level, fields["level"], "level")
    if "source_class" in fields:
        fields["source_class"] = find_choice(SourceClass, fields["source_class"], "source_class")
    if "closeness" in fields:
        fields["closeness"] = find_choice(Closeness, fields["closeness"], "closeness")
    if "incomplete" in fields:
        words = fields["incomplete"] or []
        fields["incomplete"] = tuple(read_choice(Incomplete, w, "incomplete") for w in words)
    if fields.get("edtf"):
        fields["edtf"] = parse_edtf(fields["edtf"]).edtf
    if fields.get("repository"):
        store.get_repository(session.db, fields["repository"])
    for name in ("parent", "repository", "derived_from", "quoted_in"):
        if name in fields and not fields[name]:
            fields[name] = None
    for link in ("parent", "derived_from", "quoted_in"):
        if fields.get(link):
            _refuse_circle(session, fields[link], link, old)
    return fields


def _refuse_circle(session: Session, target: str, link: str, old: Source | None) -> None:
    seen = set()
    above: str | None = target
    while above and above not in seen:
        if old is not None and above == old.id:
            raise UserError(
                "circle",
                "{source} cannot have {target} above it: {target} already stands below it.",
                source=old.id,
                target=target,
            )
        seen.add(above)
        above = getattr(store.get_source(session.db, above), link)


def read_contributor(given: object, source: str, position: int) -> Contributor:
    """Return the contributor an object describes; raise UserError where it names nobody."""
    if isinstance(given, str):
        given = {"literal": given}
    if not isinstance(given, Mapping):
        raise UserError("bad_contributor", "A contributor is a name or an object with a name.")
    texts = {
        name: clean_line(require_text(given.get(name) or "", name))
        for name in ("family", "given", "literal", "language")
    }
    if not texts["family"] and not texts["literal"]:
        raise UserError(
            "bad_contributor", "A contributor needs a family name, or a name written whole."
        )
    role = read_choice(Role, given.get("role") or Role.AUTHOR, "role")
    return Contributor(id="", source=source, role=role, position=position, **texts)


def _write_contributors(session: Session, source: str, people: list[dict[str, Any]]) -> None:
    for position, given in enumerate(people):
        person = read_contributor(given, source, position)
        record = rows.take_id(session.db, Kind.CONTRIBUTOR)
        values = {**store.contributor_values(person), "id": record}
        rows.insert_row(session.db, Kind.CONTRIBUTOR, values)


def _replace_contributors(session: Session, old: Source, people: Sequence[object]) -> None:
    wanted = [read_contributor(given, old.id, n) for n, given in enumerate(people)]
    for person, had in zip(wanted, old.contributors, strict=False):
        values = {**store.contributor_values(person), "id": had.id}
        rows.update_row(session.db, Kind.CONTRIBUTOR, had.id, values)
    for had in old.contributors[len(wanted) :]:
        # Not in the trash: nobody looks for one author there; undo and history keep it.
        rows.update_row(session.db, Kind.CONTRIBUTOR, had.id, {"trashed": had.id})
    for person in wanted[len(old.contributors) :]:
        record = rows.take_id(session.db, Kind.CONTRIBUTOR)
        values = {**store.contributor_values(person), "id": record}
        rows.insert_row(session.db, Kind.CONTRIBUTOR, values)
