"""What of the texts is marked, and what rests on it, counted in SQLite."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from desktop_app.catalog.coverage import Coverage, measure_spans
from desktop_app.catalog.documents import Document
from desktop_app.catalog.excerpts import AnchorState
from desktop_app.store.database import Database
from desktop_app.store.rows import chunks


def count_coverage(db: Database, documents: Iterable[Document]) -> dict[str, Coverage]:
    """Return the coverage of each document's text in force, by id.

    A passage whose place in that text is not sure counts as a passage, but marks nothing.
    """
    wanted = {document.id: document for document in documents}
    passages: dict[str, int] = defaultdict(int)
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    citations: dict[str, int] = defaultdict(int)
    claims: dict[str, set[str]] = defaultdict(set)
    mentions: dict[str, int] = defaultdict(int)
    for part in chunks(sorted(wanted)):
        marks = ", ".join("?" * len(part))
        for row in db.query(
            'SELECT document, revision, start, "end", state FROM excerpt '
            f"WHERE trashed IS NULL AND document IN ({marks})",
            part,
        ):
            document = wanted[row["document"]]
            passages[document.id] += 1
            if row["revision"] == document.revision and row["state"] == AnchorState.ANCHORED:
                spans[document.id].append((row["start"], row["end"]))
        for row in db.query(
            "SELECT e.document, t.claim FROM citation AS t JOIN excerpt AS e ON e.id = t.excerpt "
            f"WHERE t.trashed IS NULL AND e.document IN ({marks})",
            part,
        ):
            citations[row["document"]] += 1
            claims[row["document"]].add(row["claim"])
        for row in db.query(
            "SELECT e.document, count(*) AS mentions FROM attachment AS a "
            "JOIN excerpt AS e ON e.id = a.excerpt WHERE a.trashed IS NULL "
            f"AND e.document IN ({marks}) GROUP BY e.document",
            part,
        ):
            mentions[row["document"]] = row["mentions"]
    return {
        key: Coverage(
            passages=passages[key],
            citations=citations[key],
            mentions=mentions[key],
            marked=measure_spans(spans[key], document.characters),
            characters=document.characters,
            claims=frozenset(claims[key]),
        )
        for key, document in wanted.items()
    }
