"""Are the kept originals and texts still those of their SHA-256: what no page check sees."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

from desktop_app.store import documents
from desktop_app.store.database import Database

Step = Callable[[int, int], None]


def verify_contents(db: Database, on_step: Step | None = None) -> Iterator[str]:
    """Yield the SHA-256 of every kept original or text that is another one by now.

    Reads a piece at a time; `on_step(done, total)` counts contents and may raise to cancel.
    """
    originals = _list_kept(db, "original")
    texts = _list_kept(db, "content")
    total = len(originals) + len(texts)
    for done, sha256 in enumerate((*originals, *texts)):
        if on_step is not None:
            on_step(done, total)
        hashed = hashlib.sha256()
        if done < len(originals):
            for piece in documents.iterate_original(db, sha256):
                hashed.update(piece)
        else:
            for text in documents.iterate_text(db, sha256):
                hashed.update(text.encode("utf-8", "surrogatepass"))
        if hashed.hexdigest() != sha256:
            yield sha256


def _list_kept(db: Database, table: str) -> list[str]:
    return db.column(f"SELECT sha256 FROM {table} WHERE sha256 IS NOT NULL ORDER BY id")
