"""The four engines of the search benchmark, each asked the same in its own way.

An engine answers with how many hits of the first twenty it has read; the ids are fetched.
"""

from __future__ import annotations

import shutil
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from desktop_app.catalog.folding import fold
from desktop_app.search.executor import Matching, Watch
from desktop_app.search.fields import build_schema, make_document, number_day
from desktop_app.search.index import SearchIndex
from desktop_app.search.query import Query
from desktop_app.search.records import IndexRecord
from desktop_app.search.snippets import make_snippet

#: What is counted by the engines that can.
FACETS = ("kind", "source", "month", "entity", "property", "cited")
FROM, TO = "1961-05-01", "1963-02-28"
PAGE = 20


class Engine(ABC):
    """What the benchmark asks of an engine."""

    name = ""

    def __init__(self, folder: Path) -> None:
        """Keep everything in `folder`."""
        self.folder = folder / self.name.replace(" ", "-")
        #: For each kind of query it can answer, what answers it.
        self.kinds: dict[str, Callable[..., int]] = {}

    @abstractmethod
    def build(self, records: Iterable[IndexRecord]) -> None:
        """Make the index anew."""

    @abstractmethod
    def open(self) -> None:
        """Open the index."""

    @abstractmethod
    def close(self) -> None:
        """Close the index."""

    @abstractmethod
    def edit(self, record: IndexRecord, number: int) -> None:
        """Replace a record, so that the next query finds it."""

    def size(self) -> int:
        """Return the bytes on disk."""
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())

    def reset(self) -> None:
        """Delete what an earlier run left."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)


class Regesta(Engine):
    """This program's index; the texts of the page come from the SQLite engine's table."""

    name = "regesta"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.index = SearchIndex(self.folder)
        self._texts = folder / "fts5" / "fts.db"
        self._change = 1
        self.kinds = {
            "common term": lambda a: self._ask(a),
            "rare term": lambda a: self._ask(a),
            "and": lambda a, b: self._ask(f"{a} {b}"),
            "or": lambda *words: self._ask(" OR ".join(words)),
            "not": lambda a, b: self._ask(f"{a} -{b}"),
            "phrase": lambda *words: self._ask(f'"{" ".join(words)}"'),
            "term + dates": lambda a: self._ask(a, from_day=FROM, to_day=TO),
            "term + kind": lambda a: self._ask(a, kinds=("event",)),
            "prefix 3": lambda a: self._ask(f"{a}*"),
            "prefix 2": lambda a: self._ask(f"{a}*"),
            "exact": lambda a: self._ask(a, exact=True),
            "fuzzy": self._ask_fuzzy,
            "facets": lambda a: self._ask(a, facets=FACETS),
            "snippets": self._ask_snippets,
        }

    def build(self, records: Iterable[IndexRecord]) -> None:
        self.index.rebuild(records, uuid="benchmark", change=1)
        self.index.close()

    def open(self) -> None:
        assert self.index.open("benchmark")

    def close(self) -> None:
        self.index.close()

    def edit(self, record: IndexRecord, number: int) -> None:
        self._change += 1
        self.index.update(delete=[record.id], add=[record], change=self._change)

    def _ask(self, text: str, **wishes: Any) -> int:
        return len(self.index.search(Query(text=text, limit=PAGE, **wishes)).hits)

    def _ask_fuzzy(self, word: str) -> int:
        from whoosh.query import FuzzyTerm

        with self.index._guard:
            snapshot = self.index._snapshot
        assert snapshot is not None
        query = FuzzyTerm("content", word, maxdist=1, prefixlength=1)
        found = 0
        for view in snapshot.views:
            found += len(Matching(snapshot, view, Watch.start(5)).match(query)[:PAGE])
        return found

    def _ask_snippets(self, *words: str) -> int:
        result = self.index.search(Query(text=" ".join(words), limit=PAGE))
        with closing(sqlite3.connect(self._texts)) as db:
            for hit in result.hits:
                row = db.execute("SELECT text FROM record WHERE id = ?", (hit.id,)).fetchone()
                make_snippet(row[0], result.patterns)
        return len(result.hits)


class Fts5(Engine):
    """SQLite's full-text search: one column as written, one folded; ranked by bm25."""

    name = "fts5"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._db: Any = None
        ranked = "SELECT r.id FROM fts JOIN record r ON r.rowid = fts.rowid WHERE fts MATCH ?"
        order = f" ORDER BY rank LIMIT {PAGE}"
        self._plain = ranked + order
        dates = " AND r.first_day <= ? AND r.last_day >= ?"
        self._dated = ranked + dates + order
        self._kind = ranked + " AND r.kind = ?" + order
        self._snippet = self._plain.replace("r.id", "r.id, snippet(fts, 0, '<', '>', '…', 24)")
        self._facet = (
            "SELECT r.{0}, count(*) FROM fts JOIN record r ON r.rowid = fts.rowid "
            "WHERE fts MATCH ? GROUP BY 1"
        )
        self._about = (
            "SELECT a.entity, count(*) FROM fts JOIN about a ON a.record = fts.rowid "
            "WHERE fts MATCH ? GROUP BY 1"
        )
        self.kinds = {
            "common term": lambda a: self._run(self._plain, f"folded : {a}"),
            "rare term": lambda a: self._run(self._plain, f"folded : {a}"),
            "and": lambda a, b: self._run(self._plain, f"folded : ({a} AND {b})"),
            "or": lambda *w: self._run(self._plain, f"folded : ({' OR '.join(w)})"),
            "not": lambda a, b: self._run(self._plain, f"folded : ({a} NOT {b})"),
            "phrase": lambda *w: self._run(self._plain, f'folded : "{" ".join(w)}"'),
            "term + dates": lambda a: self._run(
                self._dated, f"folded : {a}", number_day(TO, 0), number_day(FROM, 0)
            ),
            "term + kind": lambda a: self._run(self._kind, f"folded : {a}", "event"),
            "prefix 3": lambda a: self._run(self._plain, f"folded : {a}*"),
            "prefix 2": lambda a: self._run(self._plain, f"folded : {a}*"),
            "exact": lambda a: self._run(self._plain, f'written : "{a}"'),
            "facets": self._ask_facets,
            "snippets": lambda a, b: self._run(self._snippet, f"folded : ({a} AND {b})"),
        }

    def build(self, records: Iterable[IndexRecord]) -> None:
        self.reset()
        self.open()
        self._db.executescript(
            "CREATE TABLE record(id TEXT, kind TEXT, source TEXT, month INTEGER,"
            " first_day INTEGER, last_day INTEGER, property TEXT, cited INTEGER, text TEXT);"
            "CREATE TABLE about(record INTEGER, entity TEXT);"
            "CREATE INDEX about_record ON about(record);"
            "CREATE VIRTUAL TABLE fts USING fts5(written, folded,"
            ' tokenize = "unicode61 remove_diacritics 0");'
        )
        with self._db:
            for number, one in enumerate(records, 1):
                first = number_day(one.earliest, 0)
                row = (number, one.id, one.kind, one.sources[0], first // 100, first)
                more = (number_day(one.latest, -1), one.property, one.is_cited, one.text)
                self._db.execute(
                    "INSERT INTO record(rowid, id, kind, source, month, first_day, last_day,"
                    " property, cited, text) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (*row, *more),
                )
                about = [(number, entity) for entity in one.entities]
                self._db.executemany("INSERT INTO about VALUES(?, ?)", about)
                self._insert(number, one)
        self._db.execute("CREATE INDEX record_id ON record(id)")
        self.close()

    def _insert(self, number: int, record: IndexRecord) -> None:
        written = f"{record.title}\n{record.text}"
        self._db.execute(
            "INSERT INTO fts(rowid, written, folded) VALUES(?, ?, ?)",
            (number, written, fold(written)),
        )

    def open(self) -> None:
        self._db = sqlite3.connect(self.folder / "fts.db")

    def close(self) -> None:
        self._db.close()

    def edit(self, record: IndexRecord, number: int) -> None:
        with self._db:
            self._db.execute("DELETE FROM fts WHERE rowid = ?", (number + 1,))
            self._insert(number + 1, record)

    def _run(self, sql: str, *values: object) -> int:
        return len(self._db.execute(sql, values).fetchall())

    def _ask_facets(self, word: str) -> int:
        sought = f"folded : {word}"
        for name in FACETS:
            sql = self._about if name == "entity" else self._facet.format(name)
            self._db.execute(sql, (sought,)).fetchall()
        return self._run(self._plain, sought)


class StockWhoosh(Engine):
    """Whoosh as it comes, with this program's fields and analyzer."""

    name = "whoosh"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        from whoosh import query as wq

        self._index: Any = None
        self._searcher: Any = None

        def term(word: str) -> Any:
            return wq.Term("content", word)

        self.kinds = {
            "common term": lambda a: self._ask(term(a)),
            "rare term": lambda a: self._ask(term(a)),
            "and": lambda *w: self._ask(wq.And([term(one) for one in w])),
            "or": lambda *w: self._ask(wq.Or([term(one) for one in w])),
            "not": lambda a, b: self._ask(wq.AndNot(term(a), term(b))),
            "phrase": lambda *w: self._ask(wq.Phrase("content", list(w))),
            "term + kind": lambda a: self._ask(wq.And([term(a), wq.Term("kind", "event")])),
            "prefix 3": lambda a: self._ask(wq.Prefix("content", a)),
            "exact": lambda a: self._ask(term("=" + a)),
            "fuzzy": lambda a: self._ask(wq.FuzzyTerm("content", a)),
        }

    def build(self, records: Iterable[IndexRecord]) -> None:
        from whoosh.index import create_in

        self.reset()
        writer = create_in(str(self.folder), build_schema()).writer(limitmb=128)
        for record in records:
            writer.add_document(**_make_plain(record))
        writer.commit()

    def open(self) -> None:
        from whoosh.index import open_dir

        self._index = open_dir(str(self.folder))
        self._searcher = self._index.searcher()

    def close(self) -> None:
        self._searcher.close()

    def edit(self, record: IndexRecord, number: int) -> None:
        writer = self._index.writer()
        writer.delete_by_term("owner", record.id)
        writer.add_document(**_make_plain(record))
        writer.commit()
        self._searcher.close()
        self._searcher = self._index.searcher()

    def _ask(self, query: Any) -> int:
        return len([hit["id"] for hit in self._searcher.search(query, limit=PAGE)])


def _make_plain(record: IndexRecord) -> dict[str, Any]:
    """Return the values of a record, of several the first: stock Whoosh's ids hold one."""
    values = make_document(record)
    return {name: v[0] if isinstance(v, tuple) else v for name, v in values.items()}


class Tantivy(Engine):
    """tantivy, given folded text; a program in Rust, used through its Python package."""

    name = "tantivy"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._index: Any = None
        self._searcher: Any = None
        dates = f"first:[* TO {number_day(TO, 0)}] AND last:[{number_day(FROM, 0)} TO *]"
        self.kinds = {
            "common term": lambda a: self._ask(f"text:{a}"),
            "rare term": lambda a: self._ask(f"text:{a}"),
            "and": lambda a, b: self._ask(f"text:{a} AND text:{b}"),
            "or": lambda *w: self._ask(" OR ".join(f"text:{one}" for one in w)),
            "not": lambda a, b: self._ask(f"text:{a} AND NOT text:{b}"),
            "phrase": lambda *w: self._ask(f'text:"{" ".join(w)}"'),
            "term + dates": lambda a: self._ask(f"text:{a} AND {dates}"),
            "term + kind": lambda a: self._ask(f"text:{a} AND kind:event"),
            "prefix 3": lambda a: self._ask_regex(f"{a}.*"),
            "prefix 2": lambda a: self._ask_regex(f"{a}.*"),
            "fuzzy": self._ask_fuzzy,
        }

    def build(self, records: Iterable[IndexRecord]) -> None:
        import tantivy

        self.reset()
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw")
        builder.add_text_field("kind", tokenizer_name="raw")
        builder.add_text_field("text")
        builder.add_integer_field("first", indexed=True, fast=True)
        builder.add_integer_field("last", indexed=True, fast=True)
        index = tantivy.Index(builder.build(), path=str(self.folder))
        writer = index.writer(200_000_000, 1)
        for record in records:
            writer.add_document(_make_tantivy(record))
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        import tantivy

        self._index = tantivy.Index.open(str(self.folder))
        self._searcher = self._index.searcher()

    def close(self) -> None:
        self._index = self._searcher = None

    def edit(self, record: IndexRecord, number: int) -> None:
        writer = self._index.writer(20_000_000, 1)
        writer.delete_documents("id", record.id)
        writer.add_document(_make_tantivy(record))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def _ask(self, text: str) -> int:
        return self._read(self._index.parse_query(text))

    def _ask_regex(self, pattern: str) -> int:
        import tantivy

        return self._read(tantivy.Query.regex_query(self._index.schema, "text", pattern))

    def _ask_fuzzy(self, word: str) -> int:
        import tantivy

        return self._read(tantivy.Query.fuzzy_term_query(self._index.schema, "text", word))

    def _read(self, query: Any) -> int:
        found = self._searcher.search(query, PAGE).hits
        return len([self._searcher.doc(address)["id"] for _, address in found])


def _make_tantivy(record: IndexRecord) -> Any:
    import tantivy

    return tantivy.Document(
        id=record.id,
        kind=record.kind,
        text=fold(f"{record.title}\n{record.text}"),
        first=number_day(record.earliest, 1 << 40),
        last=number_day(record.latest, -(1 << 40)),
    )
