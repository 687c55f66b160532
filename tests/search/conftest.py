"""Real Whoosh indexes in temporary folders, and records made from the corpus."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from desktop_app.search.index import SearchIndex
from desktop_app.search.records import IndexRecord, split_passages

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
