"""The index finds what reading every record finds, over several segments and with deletions."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.search.analysis import EXACT_MARK, list_words
from desktop_app.search.index import SearchIndex
from desktop_app.search.query import Query
from desktop_app.search.records import IndexRecord

VOCABULARY = [
    "nam",
    "Nặm",
    "năm",
    "Thà",
    "tha",
    "thà",
    "4",
    "14",
    "5.600",
    "5600",
    "đ",
    "d",
    "ນ້ຳທາ",
]
TEXTS = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=8).map(" ".join)
QUERIES = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=3)


def list_keys(text: str, exact: bool) -> list[str]:
    return [word.exact_key if exact else word.folded for word in list_words(text)]


def holds(text: str, sought: str, exact: bool) -> bool:
    """Return whether `sought` stands in `text`, its words side by side."""
    keys, wanted = list_keys(text, exact), list_keys(sought, exact)
    return any(keys[n : n + len(wanted)] == wanted for n in range(len(keys)))


def scan(texts: dict[str, str], words: list[str], form: str, exact: bool) -> set[str]:
    def found(text: str) -> bool:
        if form == "phrase":
            return holds(text, " ".join(words), exact)
        hits = [holds(text, word, exact) for word in words]
        if form == "not":
            return hits[0] and not any(hits[1:])
        if form == "prefix":
            start = list_keys(words[-1], False)
            return all(hits[:-1]) and any(
                key.startswith(start[-1]) for key in list_keys(text, False)
            )
        return any(hits) if form == "or" else all(hits)

    return {record for record, text in texts.items() if found(text)}


def write(words: list[str], form: str) -> str:
    if form == "phrase":
        return '"' + " ".join(words) + '"'
    if form == "not":
        return " -".join(words)
    return " OR ".join(words) if form == "or" else " ".join(words)


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(TEXTS, min_size=1, max_size=8),
    st.lists(st.tuples(st.integers(0, 7), st.none() | TEXTS), max_size=6),
    st.lists(QUERIES, min_size=3, max_size=6),
)
def test_the_index_equals_a_scan(tmp_path_factory, first, changes, queries):
    index = SearchIndex(tmp_path_factory.mktemp("scan"))
    texts = {f"exc-{number}": text for number, text in enumerate(first)}
    index.rebuild(
        (IndexRecord(kind="excerpt", id=key, text=text) for key, text in texts.items()),
        uuid="scan",
        change=0,
    )
    for change, (number, text) in enumerate(changes, 1):
        key = f"exc-{number}"
        texts.pop(key, None)
        added = []
        if text is not None:
            texts[key] = text
            added = [IndexRecord(kind="excerpt", id=key, text=text)]
        index.update(delete=[key], add=added, change=change)
    try:
        assert index.count_records() == len(texts)
        for words in queries:
            for form in ("and", "or", "not", "phrase"):
                for exact in (False, True):
                    query = Query(text=write(words, form), exact=exact, expand=False, limit=99)
                    found = {hit.id for hit in index.search(query).hits}
                    assert found == scan(texts, words, form, exact), (query, texts)
    finally:
        index.close()


def test_hits_marked_exact_are_those_of_the_exact_search(make_index):
    texts = ["nam Thà", "Nặm thà", "nặm 4 Thà", "năm tha", "NẶM THÀ 14"]
    index = make_index(
        IndexRecord(kind="excerpt", id=f"exc-{n}", text=text) for n, text in enumerate(texts)
    )
    for text in ("nặm thà", "nam", '"nặm thà"', "nặm OR năm", "thà -14", "nặm 4", "th*"):
        marked = {hit.id for hit in index.search(Query(text=text)).hits if hit.exact}
        assert marked == {hit.id for hit in index.search(Query(text=text, exact=True)).hits}


def test_the_mark_is_no_part_of_a_word():
    assert all(EXACT_MARK not in word.folded for word in list_words("=nặm a=b ==c"))
