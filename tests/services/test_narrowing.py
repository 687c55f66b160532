"""Facets over every hit: the counts are what a click then leaves, in any combination."""

from __future__ import annotations

from itertools import combinations

import pytest

from desktop_app.search.query import Query, SearchAbandoned
from desktop_app.search.records import FACETS, KIND_ORDER
from desktop_app.services.results_export import list_report_records
from desktop_app.services.searching import SearchService


@pytest.fixture
def service(bench, document):
    """A catalogue with two sources, claims cited and not, an attached excerpt, two months."""
    other = bench.import_text("Nặm Thà năm 1963.\n", "other.txt")
    place = bench.do("create_entity", kind="place", name="Nặm Thà", language="vi")
    event = bench.do("create_event", title="Trận Nặm Thà")
    first = bench.excerpt(document, "Nặm Thà")
    bench.do("attach_excerpt", excerpt=first, subject=place)
    second = bench.do("create_excerpt", document=other, start=0, end=7)
    bench.do("state_claim", subject=event, property="place", value={"subject": place})
    dated = bench.do(
        "state_claim", subject=event, property="date", value="1962-05-04", excerpt=first
    )
    bench.do("cite_claim", claim=dated, excerpt=second)
    bench.do("state_claim", subject=event, property="date", value="1963-02", detail="sau")
    made = SearchService(bench.session)
    made.bring_up_to_date()
    yield made
    made.close()


def count(service, *chosen) -> dict[str, dict[str, int]]:
    query = Query(text="nam tha", facets=FACETS, chosen=frozenset(chosen))
    return {facet: dict(values) for facet, values in service.search(query).facets.items()}


def narrow(service, *chosen) -> list[str]:
    query = Query(text="nam tha", chosen=frozenset(chosen), limit=1_000)
    result = service.search(query)
    assert result.total == len(result.hits)
    return [hit.id for hit in result.hits]


def test_every_count_is_what_the_choice_leaves(service):
    counts = count(service)
    choices = [(facet, value) for facet, values in counts.items() for value in values]
    assert {facet for facet, _ in choices} == set(FACETS)
    for facet, value in choices:
        assert len(narrow(service, (facet, value))) == counts[facet][value]
    for one, other in combinations(choices, 2):
        left, recounted = narrow(service, one, other), count(service, one, other)
        if one[0] != other[0]:
            assert recounted[other[0]][other[1]] == len(left)
            assert set(left) == {*narrow(service, one)} & {*narrow(service, other)}
        else:
            # Two values of one facet add up, each hit once.
            assert set(left) == {*narrow(service, one), *narrow(service, other)}
            assert recounted[one[0]] == counts[one[0]]


def test_claims_have_their_sources_properties_and_entities(service):
    counts = count(service)
    assert counts["property"] == {"place": 1, "date": 2}
    assert counts["cited"] == {"cited": 3, "not cited": 2}
    # A claim that rests on two sources is found by either.
    for source in ("src-1", "src-2"):
        assert len(narrow(service, ("kind", "claim"), ("source", source))) == 1
    assert counts["entity"] == {"ent-1": 4}
    assert counts["month"] == {"1962-05": 2, "1963-02": 1}


def test_a_document_under_another_source_takes_its_claims_along(service, bench, document):
    bench.do("update_document", document=document, details={"source": "src-2"})
    service.bring_up_to_date()
    assert narrow(service, ("kind", "claim"), ("source", "src-1")) == []
    assert len(narrow(service, ("kind", "claim"), ("source", "src-2"))) == 1


def test_a_choice_without_hits_is_still_there_to_take_back(service):
    assert count(service, ("source", "src-9"))["source"]["src-9"] == 0
    for gone in (("source", "src-9"), ("month", "May"), ("decade", "1962-05"), ("colour", "red")):
        result = service.search(Query(text="nam tha", chosen=frozenset({gone})))
        assert (result.total, result.hits) == (0, ()) and result.found


def test_groups_hold_every_hit_once_and_kinds_keep_their_order(service):
    ranked = [hit.id for hit in service.search(Query(text="nam tha", limit=1_000)).hits]
    for facet in ("kind", "source"):
        whole = service.search(Query(text="nam tha", limit=1_000, group=facet))
        grouped = list(zip(whole.group_of, (hit.id for hit in whole.hits), strict=True))
        assert sorted(one for _, one in grouped) == sorted(ranked)
        for value, size in whole.groups:
            held = [one for group, one in grouped if group == value]
            assert held == sorted(held, key=ranked.index) and len(held) == size
        assert list(dict.fromkeys(whole.group_of)) == [value for value, _ in whole.groups]
        pages = [
            service.search(Query(text="nam tha", limit=3, offset=at, group=facet))
            for at in range(0, len(ranked), 3)
        ]
        assert [hit for page in pages for hit in page.hits] == list(whole.hits)
    by_source = service.search(Query(text="nam tha", group="source")).groups
    assert by_source[-1][0] == ""
    kinds = [kind for kind, _ in service.search(Query(text="nam tha", group="kind")).groups]
    assert kinds == [kind for kind in KIND_ORDER if kind in kinds]


def test_nobody_waits_for_what_is_no_longer_wanted(service):
    with pytest.raises(SearchAbandoned):
        service.search(Query(text="nam tha", facets=FACETS), lambda: False)


def test_a_report_is_about_excerpts_and_not_whole_documents(service, bench):
    result = service.search(Query(text="nam tha", limit=1_000))
    records = list_report_records(bench.session.db, result)
    assert len(records) == len(set(records))
    assert not [one for one in records if one.startswith("doc-")]
    assert {"exc-1", "exc-2", "evt-1", "ent-1"} <= set(records)
