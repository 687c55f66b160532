"""Real Whoosh indexes in temporary folders, and records made from the corpus."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from desktop_app.search.index import SearchIndex
from desktop_app.search.records import IndexRecord, split_passages
from desktop_app.services.importing import import_files
from desktop_app.services.searching import SearchService
from desktop_app.services.session import open_catalogue

UUID = "11111111-2222-3333-4444-555555555555"


@pytest.fixture
def make_index(tmp_path: Path) -> Iterator[Callable[[Iterable[IndexRecord]], SearchIndex]]:
    """Return a function that builds an open index of records."""
    opened: list[SearchIndex] = []

    def build(records: Iterable[IndexRecord]) -> SearchIndex:
        index = SearchIndex(tmp_path / f"index-{len(opened)}")
        index.rebuild(records, uuid=UUID, change=1)
        opened.append(index)
        return index

    yield build
    for index in opened:
        index.close()


@pytest.fixture(scope="session")
def chronicle(corpus: Path) -> str:
    return (corpus / "chronicle-vi.txt").read_text("utf-8")


@pytest.fixture(scope="session")
def article(corpus: Path) -> str:
    return (corpus / "article-en.txt").read_text("utf-8")


@pytest.fixture(scope="session")
def corpus_records(chronicle: str, article: str) -> list[IndexRecord]:
    """Return the passages of both corpus texts."""
    return [
        IndexRecord(
            kind="document",
            id=f"{document}@{start}",
            document=document,
            title=title,
            text=text[start:end],
            start=start,
            end=end,
            language=language,
        )
        for document, title, text, language in (
            ("doc-1", "Biên niên", chronicle, "vi"),
            ("doc-2", "Journal article", article, "en"),
        )
        for start, end in split_passages(text)
    ]


@pytest.fixture(scope="session")
def corpus_index(
    corpus_records: list[IndexRecord], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SearchIndex]:
    index = SearchIndex(tmp_path_factory.mktemp("corpus") / "index")
    index.rebuild(corpus_records, uuid=UUID, change=1)
    yield index
    index.close()


@pytest.fixture(scope="session")
def library(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchService]:
    """Return the search of a catalogue that holds the sample and both corpus texts."""
    folder = tmp_path_factory.mktemp("library")
    path = folder / "catalogue.db"
    shutil.copyfile(Path(__file__).resolve().parents[2] / "catalog.db", path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REGESTA_HOME", str(folder / "home"))
        session = open_catalogue(path, author="Reader")
        for name, title, language in (
            ("chronicle-vi.txt", "The whole chronicle", "vi"),
            ("article-en.txt", "The whole article", "en"),
        ):
            import_files(session, [corpus / name], title=title, language=language)
        service = SearchService(session)
        service.bring_up_to_date()
        yield service
        service.close()
        session.close()
