"""A new catalogue with a source, a document and a passage, made through the real commands."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_app.catalog.changes import ChangeEvent
from desktop_app.paths import SAMPLE
from desktop_app.services import commands  # noqa: F401  (registers the operations)
from desktop_app.services.commands.registry import run_operation
from desktop_app.services.importing import import_files
from desktop_app.services.session import Session, create_catalogue, open_catalogue

TEXT = (
    "Ngày 4 tháng 5: liên quân đánh Nặm Thà.\n"
    "Báo cáo ghi 134 người chết; nơi khác ghi 137.\n"
    "Tiểu đoàn 4 do Nguyễn Văn A chỉ huy 𐐷.\n"
)


@dataclass
class Bench:
    """A session with short ways to run operations and to see what was announced."""

    session: Session
    events: list[ChangeEvent]
    folder: Path

    def do(self, name: str, /, **arguments: object) -> str:
        """Run an operation; return the first id it gives."""
        return run_operation(self.session, name, arguments).ids[0]

    def import_text(self, text: str, name: str = "text.txt") -> str:
        """Import a text file; return the document's id."""
        path = self.folder / name
        path.write_text(text, "utf-8")
        done = import_files(self.session, [path])[0]
        assert done.error is None, done.error
        assert done.document
        return done.document

    def excerpt(self, document: str, quote: str, text: str = TEXT) -> str:
        """Mark the first passage that says `quote`."""
        start = text.index(quote)
        return self.do("create_excerpt", document=document, start=start, end=start + len(quote))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """A session that reads a copy of the sample, which no other test holds."""
    path = shutil.copy(SAMPLE, tmp_path_factory.mktemp("sample") / "sample.db")
    session = open_catalogue(path, read_only=True)
    yield session
    session.close()


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    session = create_catalogue(tmp_path / "test.db", author="Tester")
    events: list[ChangeEvent] = []
    session.hub.subscribe(events.append)
    made = Bench(session, events, tmp_path)
    yield made
    # A test may have closed the catalogue and opened it again.
    made.session.close()


@pytest.fixture
def document(bench: Bench) -> str:
    return bench.import_text(TEXT)
