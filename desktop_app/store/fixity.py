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
        found = hash_original(db, sha256) if done < len(originals) else hash_text(db, sha256)
        if found != sha256:
            yield sha256


def hash_original(db: Database, sha256: str) -> str:
    """Return the SHA-256 of the original kept under `sha256`, of nothing where there is none."""
    hashed = hashlib.sha256()
    for piece in documents.iterate_original(db, sha256):
        hashed.update(piece)
    return hashed.hexdigest()


def hash_text(db: Database, sha256: str) -> str:
    """Return the SHA-256 of the text kept under `sha256`, of nothing where there is none."""
    hashed = hashlib.sha256()
    for piece in documents.iterate_text(db, sha256):
        hashed.update(piece.encode("utf-8", "surrogatepass"))
    return hashed.hexdigest()


def _list_kept(db: Database, table: str) -> list[str]:
    return db.column(f"SELECT sha256 FROM {table} WHERE sha256 IS NOT NULL ORDER BY id")
