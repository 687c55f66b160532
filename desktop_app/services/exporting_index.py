"""The page `index.html` of a plain export: written piece by piece, however large it becomes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from desktop_app.catalog.ids import Kind
from desktop_app.exchange.bagit import BagWriter, Report
from desktop_app.i18n import tr_in
from desktop_app.services.exporting_files import ExportedFiles
from desktop_app.services.exporting_html import begin_page, end_page, esc, to_file
from desktop_app.services.exporting_sources import SourcePages
from desktop_app.services.exporting_subjects import SubjectPages
from desktop_app.store.database import Database
from desktop_app.store.lists import ListQuery, list_ids

_BATCH = 100
_Section = tuple[str, str, list[str], Callable[[Sequence[str]], Iterator[str]]]


def write_index(
    bag: BagWriter,
    db: Database,
    facts: dict[str, Any],
    files: ExportedFiles,
    language: str,
    report: Report,
) -> None:
    """Write `index.html`: sources → documents → passages, and subjects → claims → passages."""
    people = SubjectPages(db, language)
    sections: tuple[_Section, ...] = (
        (
            *("sources", tr_in(language, "Sources"), _ids(db, Kind.SOURCE)),
            SourcePages(db, files, language).write,
        ),
        (
            *("events", tr_in(language, "Events"), _ids(db, Kind.EVENT, "earliest")),
            people.write_events,
        ),
        (
            *("entities", tr_in(language, "Entities"), _ids(db, Kind.ENTITY)),
            people.write_entities,
        ),
    )
    total = sum(len(ids) for _, _, ids, _ in sections)
    done = 0
    with bag.open("index.html") as file:
        for piece in (*begin_page(facts["name"], language), *_front(facts, language, sections)):
            file.write_text(piece + "\n")
        for name, title, ids, write in sections:
            file.write_text(f'<section id="{name}"><h2>{esc(title)}</h2>\n')
            for start in range(0, len(ids), _BATCH):
                report(done, total, title)
                for piece in write(ids[start : start + _BATCH]):
                    file.write_text(piece + "\n")
                done += len(ids[start : start + _BATCH])
            file.write_text("</section>\n")
        file.write_text(end_page() + "\n")


def _ids(db: Database, kind: Kind, order: str = "sort_title") -> list[str]:
    return list_ids(db, ListQuery(kind=kind, order=order))


def _front(facts: dict[str, Any], language: str, sections: tuple[_Section, ...]) -> Iterator[str]:
    yield "<p>" + esc(
        tr_in(
            language,
            "The whole catalogue as it was on {day}, after change {change}; written by "
            "Regesta {version}.",
            day=facts["made"][:10],
            change=facts["change"],
            version=facts["version"],
        )
    )
    yield "</p><nav><ul>"
    for name, title, ids, _ in sections:
        yield f'<li><a href="#{name}">{esc(title)}</a> ({len(ids)})</li>'
    for path, label in (
        ("reports/citations.html", tr_in(language, "Citation report: every claim, every citation")),
        ("README.txt", tr_in(language, "What is in this folder, and how to check it")),
        ("catalogue.json", tr_in(language, "The records for machines, with the meaning of fields")),
    ):
        yield f"<li>{to_file(path, label)}</li>"
    yield "</ul></nav>"
