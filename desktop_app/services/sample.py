"""Builds the sample catalogue from its material, through the ordinary commands.

The material (`resources/sample`, TOML and texts) speaks of records by keys of its own; the
builder keeps the identifiers that the catalogue gives them. Author, clock and identity are
fixed, so that the same material always makes the same rows.

    python -m desktop_app.services.sample catalog.db
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from desktop_app.catalog.changes import Operation
from desktop_app.paths import RESOURCES
from desktop_app.services.commands.claims import cite_claim, create_property, state_claim
from desktop_app.services.commands.excerpts import attach_excerpt, create_excerpt, update_excerpt
from desktop_app.services.commands.sources import create_source
from desktop_app.services.commands.subjects import (
    add_name,
    create_entity,
    create_event,
    link_entities,
)
from desktop_app.services.importing import Staged, stage_files, store_staged
from desktop_app.services.session import Clock, Session, create_catalogue
from desktop_app.store import documents

AUTHOR = "Regesta"
NAME = "Nặm Thà 1962"
UUID = "5f0f5b52-7d0c-4c83-9a3e-1962040819f2"
MATERIAL = RESOURCES / "sample"
_BEGINNING = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
_SCRIPTS = {"lo": "Laoo", "th": "Thai", "ru": "Cyrl"}

Json = dict[str, Any]


@dataclass(slots=True)
class _Build:
    """A build under way: the session, the material, and the identifiers given to its keys."""

    session: Session
    material: Path
    passages: list[Json]
    sources: dict[str, str] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)
    subjects: dict[str, str] = field(default_factory=dict)
    claims: dict[str, str] = field(default_factory=dict)
    #: By document key and quote.
    excerpts: dict[tuple[str, str], str] = field(default_factory=dict)

    def read(self, name: str) -> Json:
        return _read(self.material / name)

    def by_document(self) -> list[tuple[str, list[Json]]]:
        groups = groupby(self.passages, key=lambda passage: str(passage["document"]))
        return [(key, list(passages)) for key, passages in groups]

    def excerpt_of(self, passage: Json) -> str:
        return self.excerpts[passage["document"], passage["quote"]]


def build_sample(path: Path, material: Path = MATERIAL) -> None:
    """Make the sample catalogue at `path`; raise UserError where a file lies there already."""
    session = create_catalogue(path, name=NAME, uuid=UUID, author=AUTHOR, clock=_make_clock())
    try:
        build = _Build(session, material, _read_passages(material))
        _add_sources(build)
        _add_documents(build)
        _add_excerpts(build)
        _add_entities(build)
        _add_events(build)
        _add_properties(build)
        _attach_passages(build)
        _state_claims(build)
        _cite_further(build)
    finally:
        session.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the sample at the path given, in place of what was there; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m desktop_app.services.sample")
    parser.add_argument("path", type=Path)
    path: Path = parser.parse_args(arguments).path
    made = path.with_name(f"{path.name}.new")
    made.unlink(missing_ok=True)
    try:
        build_sample(made)
        made.replace(path)
    finally:
        made.unlink(missing_ok=True)
    return 0


def _make_clock() -> Clock:
    """Return a clock that moves on by one second with every change."""
    moments = (_BEGINNING + timedelta(seconds=second) for second in range(10**6))
    return lambda: next(moments).isoformat(timespec="milliseconds")


def _read(path: Path) -> Json:
    return tomllib.loads(path.read_text("utf-8"))


def _read_passages(material: Path) -> list[Json]:
    """Return all passages, in the order of their documents."""
    order = list(_read(material / "documents.toml")["documents"])
    files = sorted((material / "passages").glob("*.toml"))
    passages = [passage for file in files for passage in _read(file)["passages"]]
    return sorted(passages, key=lambda passage: order.index(passage["document"]))


def _add_sources(build: _Build) -> None:
    for key, given in build.read("sources.toml")["sources"].items():
        build.sources[key] = _add_source(build, given)


def _add_source(build: _Build, given: Json) -> str:
    links: Json = {
        name: build.sources[given[name]]
        for name in ("parent", "derived_from", "quoted_in")
        if name in given
    }
    return create_source(build.session, **(given | links)).ids[0]


def _add_documents(build: _Build) -> None:
    given = build.read("documents.toml")["documents"]
    paths = [build.material / "documents" / f"{key}.txt" for key in given]
    staged = stage_files(build.session, paths)
    with build.session.change(Operation.IMPORT_DOCUMENTS):
        for (key, document), one in zip(given.items(), staged, strict=True):
            if one.error is not None:
                raise one.error
            build.documents[key] = _add_document(build, document, one)


def _add_document(build: _Build, given: Json, staged: Staged) -> str:
    regest: Json = {
        "level": "regesta",
        "source_class": "derivative",
        "closeness": "secondary",
    }
    [stored] = store_staged(
        build.session,
        [staged],
        title=given["title"],
        language=given["language"],
        source=_add_source(build, given | regest),
    )
    return stored.document or ""


def _add_excerpts(build: _Build) -> None:
    for key, passages in build.by_document():
        document = build.documents[key]
        text = documents.get_text(build.session.db, document)
        with build.session.change(Operation.CREATE_EXCERPT):
            for passage in passages:
                made = _add_excerpt(build, document, text, passage)
                build.excerpts[key, passage["quote"]] = made


def _add_excerpt(build: _Build, document: str, text: str, passage: Json) -> str:
    quote = passage["quote"]
    start = text.index(quote)
    [made] = create_excerpt(
        build.session,
        document=document,
        start=start,
        end=start + len(quote),
        note=passage.get("note", ""),
    ).ids
    if passage.get("translation"):
        _add_translation(build, made, passage["translation"])
    return made


def _add_translation(build: _Build, excerpt: str, translation: str) -> None:
    details = {
        "translation": translation,
        "translation_language": "en",
        "translator": AUTHOR,
        "translation_status": "draft",
    }
    update_excerpt(build.session, excerpt=excerpt, details=details)


def _add_entities(build: _Build) -> None:
    found = _find_names(build)
    for file in sorted((build.material / "entities").glob("*.toml")):
        held = _read(file)
        with build.session.change(Operation.IMPORT_NAMES):
            for key, given in held["entities"].items():
                build.subjects[key] = _add_entity(build, key, held["kind"], given, found)
    for link in build.read("links.toml")["links"]:
        ends = {end: build.subjects[link[end]] for end in ("entity", "other")}
        link_entities(build.session, **ends, kind=link["kind"], note=link["note"])


def _find_names(build: _Build) -> dict[tuple[str, str], str]:
    """Return the first excerpt in which each name of each entity is found."""
    found: dict[tuple[str, str], str] = {}
    for passage in build.passages:
        for key, name in passage.get("names", []):
            found.setdefault((key, name), build.excerpt_of(passage))
    return found


def _add_entity(
    build: _Build, key: str, kind: str, given: Json, found: dict[tuple[str, str], str]
) -> str:
    (first, language, _), *others = given["names"]
    made = create_entity(
        build.session,
        kind=kind,
        name=first,
        language=language,
        script=_SCRIPTS.get(language, "Latn"),
        excerpt=found.get((key, first)),
        exists_from=given.get("exists_from", ""),
        note=given.get("note", ""),
    ).ids[0]
    for name, language, name_kind in others:
        add_name(
            build.session,
            entity=made,
            name=name,
            language=language,
            kind=name_kind,
            script=_SCRIPTS.get(language, "Latn"),
            excerpt=found.get((key, name)),
        )
    return made


def _add_events(build: _Build) -> None:
    for key, given in build.read("events.toml")["events"].items():
        above = build.subjects[given["part_of"]] if "part_of" in given else None
        made = create_event(build.session, **(given | {"part_of": above}))
        build.subjects[key] = made.ids[0]


def _add_properties(build: _Build) -> None:
    for given in build.read("properties.toml")["properties"]:
        create_property(
            build.session,
            key=given["key"],
            label=given["label_en"],
            label_vi=given["label_vi"],
            value_type=given["value_type"],
            cardinality=given["cardinality"],
            inverse=given.get("inverse_en", ""),
            inverse_vi=given.get("inverse_vi", ""),
        )


def _attach_passages(build: _Build) -> None:
    for _, passages in build.by_document():
        with build.session.change(Operation.ATTACH_EXCERPT):
            for passage in passages:
                for key in passage.get("mentions", []):
                    attach_excerpt(
                        build.session,
                        excerpt=build.excerpt_of(passage),
                        subject=build.subjects[key],
                    )


def _state_claims(build: _Build) -> None:
    for passage in build.passages:
        with build.session.change(Operation.STATE_CLAIM):
            for given in passage.get("claims", []):
                build.claims[given["id"]] = _state_claim(build, given, build.excerpt_of(passage))


def _state_claim(build: _Build, given: Json, excerpt: str) -> str:
    names = ("detail", "valid", "voice", "speaker", "confidence", "note")
    return state_claim(
        build.session,
        subject=build.subjects[given["subject"]],
        property=given["property"],
        value=_read_value(build, given["value"]),
        excerpt=excerpt,
        confidence_reason=given.get("reason", ""),
        **{name: given[name] for name in names if name in given},
    ).ids[0]


def _read_value(build: _Build, given: str | Json) -> str | Json:
    if isinstance(given, dict) and "subject" in given:
        return {"subject": build.subjects[given["subject"]]}
    return given


def _cite_further(build: _Build) -> None:
    for _, passages in build.by_document():
        with build.session.change(Operation.CITE_CLAIM):
            for passage in passages:
                for claim, stance, *note in passage.get("cites", []):
                    cite_claim(
                        build.session,
                        claim=build.claims[claim],
                        excerpt=build.excerpt_of(passage),
                        stance=stance,
                        note="".join(note),
                    )


if __name__ == "__main__":
    sys.exit(main())
