"""The index says what the catalogue says, after any sequence of changes, undo, faults, rebuilds.

Compared with the records read from the catalogue, key by key and place by place, and with a
plain scan of the tables. Kills of the process are in `tests/faults/test_index_kill.py`.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh.fields import ID

from desktop_app.errors import UserError
from desktop_app.search.analysis import iter_keys, list_words
from desktop_app.search.fields import build_schema, find_owner, is_passage, make_document
from desktop_app.search.query import Query
from desktop_app.search.segment import COLUMNS, Segment, decode_stored, encode_stored
from desktop_app.services import commands  # noqa: F401  (registers the operations)
from desktop_app.services.commands.registry import run_operation
from desktop_app.services.importing import import_files
from desktop_app.services.indexing import list_indexed, make_records
from desktop_app.services.searching import SearchService, index_folder
from desktop_app.services.session import Session, create_catalogue, open_catalogue
from desktop_app.store.database import Database

TEXT = (
    "Ngày 4 tháng 5, Tiểu đoàn 4 diệt 134 tên ở Nặm Thà 𐐷 rồi rút.\n\nĐêm ấy Pa-thét Lào tới Nậm."
)
WORDS = ["Nặm", "tha", "Thà", "tiểu", "đoàn", "4", "134", "Pa-thét", "lao", "ນ້ຳທາ", "Luang"]

ID_FIELDS = [name for name, kind in build_schema().items() if isinstance(kind, ID)]
#: The values of a facet read from the tables, as (record, value): what no index was asked for.
SCANS = {
    ("claim", "source"): "SELECT DISTINCT c.claim, d.source FROM citation AS c "
    "JOIN excerpt AS e ON e.id = c.excerpt JOIN document AS d ON d.id = e.document "
    "JOIN claim AS l ON l.id = c.claim WHERE l.trashed IS NULL AND c.trashed IS NULL",
    ("excerpt", "source"): "SELECT e.id, d.source FROM excerpt AS e "
    "JOIN document AS d ON d.id = e.document WHERE e.trashed IS NULL",
    ("claim", "entity"): "SELECT id, subject FROM claim WHERE trashed IS NULL "
    "AND subject LIKE 'ent-%' UNION SELECT id, value_subject FROM claim "
    "WHERE trashed IS NULL AND value_subject LIKE 'ent-%'",
    ("excerpt", "entity"): "SELECT DISTINCT a.excerpt, a.subject FROM attachment AS a "
    "JOIN excerpt AS e ON e.id = a.excerpt WHERE a.trashed IS NULL AND e.trashed IS NULL "
    "AND a.subject LIKE 'ent-%'",
    ("event", "entity"): "SELECT DISTINCT c.subject, c.value_subject FROM claim AS c "
    "JOIN event AS e ON e.id = c.subject WHERE c.trashed IS NULL AND e.trashed IS NULL "
    "AND c.value_subject LIKE 'ent-%'",
    ("claim", "property"): "SELECT c.id, p.key FROM claim AS c JOIN property AS p "
    "ON p.id = c.property WHERE c.trashed IS NULL",
    ("excerpt", "cited"): "SELECT id, CASE WHEN EXISTS (SELECT 1 FROM citation AS c WHERE "
    "c.excerpt = e.id AND c.trashed IS NULL) THEN 'cited' ELSE 'not cited' END "
    "FROM excerpt AS e WHERE trashed IS NULL",
    ("claim", "cited"): "SELECT id, CASE WHEN EXISTS (SELECT 1 FROM citation AS c WHERE "
    "c.claim = l.id AND c.trashed IS NULL) THEN 'cited' ELSE 'not cited' END "
    "FROM claim AS l WHERE trashed IS NULL",
    ("claim", "month"): "SELECT id, substr(coalesce(earliest, valid_earliest), 1, 7) FROM claim "
    "WHERE trashed IS NULL AND coalesce(earliest, valid_earliest) IS NOT NULL",
}

titles = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)


def _id(prefix: str) -> st.SearchStrategy[str]:
    return st.integers(1, 3).map(lambda number: f"{prefix}-{number}")


def _operation(name: str, /, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.tuples(st.just(name), st.fixed_dictionaries(fields))


subjects = _id("evt") | _id("ent")
spans = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)))
operations = st.one_of(
    _operation("create_event", title=titles),
    _operation("update_event", event=_id("evt"), details=st.fixed_dictionaries({"title": titles})),
    _operation("create_entity", kind=st.sampled_from(["person", "place", "unit"]), name=titles),
    _operation("add_name", entity=_id("ent"), name=titles, language=st.sampled_from(["vi", "lo"])),
    spans.map(lambda s: ("create_excerpt", {"document": "doc-1", "start": min(s), "end": max(s)})),
    _operation(
        "create_excerpt", document=st.just("doc-2"), start=st.just(0), end=st.integers(3, 9)
    ),
    _operation(
        "update_document",
        document=_id("doc"),
        details=st.fixed_dictionaries({"source": _id("src")}),
    ),
    _operation("cite_claim", claim=_id("clm"), excerpt=_id("exc")),
    _operation("move_excerpt", excerpt=_id("exc"), start=st.integers(0, 9), end=st.just(20)),
    _operation("attach_excerpt", excerpt=_id("exc"), subject=subjects),
    _operation(
        "state_claim", subject=subjects, property=st.just("killed"), value=st.integers(0, 3)
    ),
    _operation(
        "state_claim",
        subject=subjects,
        property=st.just("place"),
        value=st.fixed_dictionaries({"subject": _id("ent")}),
    ),
    _operation("delete", id=st.sampled_from(["doc", "exc", "ent", "evt", "clm"]).flatmap(_id)),
    _operation("restore", id=st.sampled_from(["doc", "exc", "ent", "evt", "clm"]).flatmap(_id)),
)
#: What happens between operations, to the catalogue or to the index.
events = st.sampled_from(["undo", "redo", "index", "index", "reopen", "rebuild", "lose", "fail"])
steps = st.lists(st.one_of(operations, operations, events), min_size=1, max_size=20)

PRELUDE: list[tuple[str, dict[str, Any]]] = [
    ("create_event", {"title": "Trận Nặm Thà"}),
    ("create_entity", {"kind": "place", "name": "Nặm Thà"}),
    ("create_excerpt", {"document": "doc-1", "start": 0, "end": 15}),
    ("state_claim", {"subject": "evt-1", "property": "killed", "value": 1, "excerpt": "exc-1"}),
    ("attach_excerpt", {"excerpt": "exc-1", "subject": "ent-1"}),
    ("create_excerpt", {"document": "doc-2", "start": 0, "end": 6}),
    ("cite_claim", {"claim": "clm-1", "excerpt": "exc-2"}),
]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a catalogue with a text and a few records, to be copied."""
    folder = tmp_path_factory.mktemp("template")
    (folder / "t.txt").write_text(TEXT, "utf-8")
    (folder / "u.txt").write_text("Nặm Thà, tháng 5.", "utf-8")
    session = create_catalogue(folder / "template.db", author="Tester")
    for name in ("t.txt", "u.txt"):
        import_files(session, [folder / name])
    for name, arguments in PRELUDE:
        run_operation(session, name, arguments)
    session.close()
    return folder / "template.db"


class Runner:
    """A catalogue and its index, to which anything may happen."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.service = SearchService(session)

    def take(self, step: Any) -> None:
        """Let one thing happen; what is refused is no matter."""
        if isinstance(step, tuple):
            self._try(lambda: run_operation(self.session, *step))
        elif step == "undo":
            self._try(self.session.undo)
        elif step == "redo":
            self._try(self.session.redo)
        else:
            getattr(self, f"_{step}")()

    def _try(self, work: Callable[[], object]) -> None:
        try:
            work()
        except UserError:
            return

    def _index(self) -> None:
        self.service.bring_up_to_date()

    def _reopen(self) -> None:
        self.service.close()
        self.service = SearchService(self.session)

    def _rebuild(self) -> None:
        self.service.rebuild()

    def _lose(self) -> None:
        self.service.close()
        shutil.rmtree(index_folder(self.session), ignore_errors=True)

    def _fail(self) -> None:
        """Commit to the index and die before the stamp is written."""
        with patch("desktop_app.search.index.write_stamp", side_effect=OSError("full")):
            self._try(self.service.bring_up_to_date)
        self.service = SearchService(self.session)


def read_index(service: SearchService) -> dict[str, Any]:
    """Return everything the index holds of each record: values, and all keys with their places."""
    found: dict[str, Any] = {}
    for view in service._index._snapshot.views:
        held = [read_values(view.segment, doc) for doc in range(view.segment.doc_count)]
        for field, (first, after) in view.segment.fields.items():
            for number in range(first, after):
                add_keys(held, view.segment, field, number)
        live = [doc for doc in range(view.segment.doc_count) if view.live is None or view.live[doc]]
        for doc in live:
            assert held[doc]["stored"]["id"] not in found, "one record twice"
            found[held[doc]["stored"]["id"]] = held[doc]
    return found


def read_values(segment: Segment, doc: int) -> dict[str, Any]:
    columns = {name: int(segment.column(name)[doc]) for name in COLUMNS}
    return {"stored": segment.stored(doc), "columns": columns, "keys": []}


def add_keys(held: list[dict[str, Any]], segment: Segment, field: str, number: int) -> None:
    span, text = segment.span(number, number + 1), segment.term(number).decode()
    places = iter(segment.places[segment.place_span(number, number + 1)].tolist())
    is_text = segment.has_lengths(field)
    for doc, freq in zip(segment.docs[span].tolist(), segment.freqs[span].tolist(), strict=True):
        for _ in range(freq):
            held[doc]["keys"].append((field, text, next(places) if is_text else 0))


def read_catalogue(db: Database) -> dict[str, Any]:
    """Return what `read_index` should: made of each record without arrays and segments."""
    found, begun = {}, set()
    for record in make_records(db, list_indexed(db)):
        document = find_owner(record) if is_passage(record) else ""
        values = make_document(record, headed=document not in begun)
        begun.update([document] if document else [])
        keys = []
        for field, value in values.items():
            if field in ID_FIELDS:
                held = (value,) if isinstance(value, str) else value
                keys += [(field, one, 0) for one in held]
            elif field in ("content", "heading", "refs") or field.startswith("in_"):
                keys += [(field, key.text, key.position) for key in iter_keys(value)]
        columns = {name: values.get(name, COLUMNS[name][1]) for name in COLUMNS}
        stored = decode_stored(encode_stored(values))
        found[record.id] = {"stored": stored, "columns": columns, "keys": keys}
    return found


def scan_tables(db: Database, word: str) -> set[str]:
    """Return the events, entities, excerpts and documents that hold a word, read from the rows."""
    texts = [
        "SELECT id, title || ' ' || title_translated || ' ' || note AS text FROM event"
        " WHERE trashed IS NULL",
        "SELECT e.id, e.note || ' ' || n.text AS text FROM entity AS e JOIN name AS n"
        " ON n.entity = e.id WHERE e.trashed IS NULL AND n.trashed IS NULL",
        "SELECT e.id, e.quote || ' ' || e.translation || ' ' || e.note || ' ' || d.title AS text"
        " FROM excerpt AS e JOIN document AS d ON d.id = e.document WHERE e.trashed IS NULL",
        "SELECT d.id, d.title || ' ' || (SELECT group_concat(c.text, '') FROM content_chunk AS c"
        " JOIN content AS t ON t.id = c.content WHERE t.sha256 = d.text_sha256) AS text"
        " FROM document AS d WHERE d.trashed IS NULL",
    ]
    wanted = [one.folded for one in list_words(word)]
    found = set()
    for sql in texts:
        for row in db.query(sql):
            words = [one.folded for one in list_words(row["text"])]
            if any(words[n : n + len(wanted)] == wanted for n in range(len(words))):
                found.add(row["id"])
    return found


def count_tables(db: Database, kind: str, facet: str) -> Counter[str]:
    """Return how many records of a kind have each value of a facet, read from the rows."""
    return Counter(list(row.values())[1] for row in db.query(SCANS[kind, facet]))


def count_index(service: SearchService, kind: str, facet: str) -> Counter[str]:
    result = service.search(Query(kinds=(kind,), facets=(facet,)))
    for value, count in result.facets[facet]:
        narrowed = Query(kinds=(kind,), chosen=frozenset({(facet, value)}), limit=100)
        assert len(service.search(narrowed).hits) == count
    return Counter(dict(result.facets[facet]))


def search(service: SearchService, word: str) -> set[str]:
    query = Query(text=f'"{word}"', kinds=("event", "entity", "excerpt", "document"), limit=10_000)
    return {hit.id.partition("@")[0] for hit in service.search(query).hits}


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps)
def test_the_index_equals_the_catalogue(
    template: Path, tmp_path_factory: pytest.TempPathFactory, happening: list[Any]
) -> None:
    path = tmp_path_factory.mktemp("run") / "catalogue.db"
    shutil.copyfile(template, path)
    session = open_catalogue(path, author="Tester")
    runner = Runner(session)
    try:
        for step in happening:
            runner.take(step)
        runner.service.bring_up_to_date()
        found, expected = read_index(runner.service), read_catalogue(session.db)
        assert found.keys() == expected.keys()
        for one in found:
            found[one]["keys"].sort()
            expected[one]["keys"].sort()
            assert found[one] == expected[one]
        for word in WORDS:
            if word != "Pa-thét":  # Written with a hyphen it is also found written as one.
                assert search(runner.service, word) == scan_tables(session.db, word), word
        for kind, facet in SCANS:
            expected_counts = count_tables(session.db, kind, facet)
            assert count_index(runner.service, kind, facet) == expected_counts, (kind, facet)
    finally:
        runner.service.close()
        session.close()
