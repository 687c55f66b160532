"""The originals and texts of a plain export, as files under safe names, read piece by piece.

Each is compared with its SHA-256 on the way out; one that no longer fits is exported all the
same, and named in the outcome.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from desktop_app.exchange.bagit import BagWriter, Report
from desktop_app.exchange.file_names import make_safe_name
from desktop_app.services.exporting_records import to_line
from desktop_app.store import documents, dump
from desktop_app.store.database import Database

Json = dict[str, Any]

_HASH_LETTERS = 12


@dataclass(slots=True)
class ExportedFiles:
    """Where the originals and texts went: paths inside `data/`, and what did not fit its hash."""

    originals: dict[str, str] = field(default_factory=dict)
    #: By document: the number of each revision and its file.
    texts: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    damaged: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Planned:
    """One file to write: its path, what it is made from, and the documents it belongs to."""

    path: str
    kind: str
    content: dump.Content
    documents: tuple[Json, ...]


def write_files(bag: BagWriter, db: Database, report: Report) -> ExportedFiles:
    """Write every original and every text, and the list of them, into `bag`."""
    done = ExportedFiles()
    planned = [*_plan_originals(db, done), *_plan_texts(db, done)]
    total = sum(one.content.size for one in planned)
    with bag.open("records/file.jsonl") as listing:
        passed = 0
        for one in planned:
            with bag.open(one.path) as file:
                for piece in _pieces(db, one):
                    file.write(piece)
                    report(passed + min(file.size, one.content.size), total, one.path)
            passed += one.content.size
            if file.sha256 != one.content.sha256:
                done.damaged.append(one.path)
            shape = {"file": one.path, "kind": one.kind, "sha256": file.sha256, "size": file.size}
            listing.write_text(to_line({**shape, "documents": list(one.documents)}))
    return done


def _pieces(db: Database, one: _Planned) -> Iterator[bytes]:
    if one.kind == "original":
        return documents.iterate_original(db, one.content.sha256)
    return (piece.encode("utf-8") for piece in documents.iterate_text(db, one.content.sha256))


def _plan_originals(db: Database, done: ExportedFiles) -> Iterable[_Planned]:
    belonging: dict[str, list[Json]] = {}
    for row in dump.iterate_rows(db, "document"):
        said = {"id": row["id"], "title": row["title"], "file_name": row["file_name"]}
        belonging.setdefault(row["sha256"], []).append(said)
    taken: set[str] = set()
    for content in dump.list_originals(db):
        held = belonging.get(content.sha256, [])
        name = held[0]["file_name"] if held else ""
        path = make_safe_name(content.sha256[:_HASH_LETTERS], name)
        if path in taken:
            path = make_safe_name(content.sha256, name)
        taken.add(path)
        done.originals[content.sha256] = f"originals/{path}"
        yield _Planned(f"originals/{path}", "original", content, tuple(held))


def _plan_texts(db: Database, done: ExportedFiles) -> Iterable[_Planned]:
    kept = {content.sha256: content for content in dump.list_texts(db)}
    titles = {row["id"]: row for row in dump.iterate_rows(db, "document")}
    named: set[str] = set()
    for row in dump.iterate_rows(db, "revision"):
        document, number, digest = row["document"], row["number"], row["text_sha256"]
        held = titles[document]
        name = make_safe_name(f"{document}-r{number}", held["title"], "txt")
        done.texts.setdefault(document, []).append((number, f"texts/{name}"))
        said = {"id": document, "title": held["title"], "file_name": held["file_name"]}
        named.add(digest)
        path = f"texts/{name}"
        content = kept.get(digest, dump.Content(digest, 0))
        yield _Planned(path, "text", content, ({**said, "revision": number},))
    for digest in kept.keys() - named:
        path = f"texts/{make_safe_name(f'unnamed-{digest[:_HASH_LETTERS]}', '', 'txt')}"
        yield _Planned(path, "text", kept[digest], ())
