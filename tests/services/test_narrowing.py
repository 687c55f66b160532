"""Facets over every hit: the counts are what a click then leaves, in any combination."""

from __future__ import annotations

from itertools import combinations

import pytest

from desktop_app.search.query import Query, SearchAbandoned
from desktop_app.services import narrowing
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
    bench.do("create_excerpt", document=other, start=0, end=7)
    bench.do("state_claim", subject=event, property="place", value={"subject": place})
    bench.do("state_claim", subject=event, property="date", value="1962-05-04", excerpt=first)
    bench.do("state_claim", subject=event, property="date", value="1963-02", detail="sau")
    made = SearchService(bench.session)
    made.bring_up_to_date()
    yield made
    made.close()


@pytest.fixture
def table(service, bench):
    return narrowing.gather_hits(service, bench.session.db, Query(text="nam tha"))


def test_every_count_is_what_the_choice_leaves(table):
    counts = narrowing.count_facets(table, ())
    choices = [(facet, value) for facet, values in counts.items() for value, _ in values]
    assert {facet for facet, _ in choices} >= {"kind", "source", "entity", "property", "cited"}
    for facet, values in counts.items():
        for value, count in values:
            assert len(narrowing.narrow(table, [(facet, value)])) == count
    for chosen in combinations(choices, 2):
        left = len(narrowing.narrow(table, chosen))
        recounted = narrowing.count_facets(table, chosen)
        if chosen[0][0] != chosen[1][0]:
            assert dict(recounted[chosen[1][0]])[chosen[1][1]] == left
        else:
            # Two values of one facet add up, each hit once.
            assert left <= sum(dict(counts[chosen[0][0]])[value] for _, value in chosen)


def test_claims_have_their_sources_properties_and_entities(table, bench):
    counts = {facet: dict(values) for facet, values in narrowing.count_facets(table, ()).items()}
    assert counts["property"] == {"place": 1, "date": 2}
    assert counts["cited"] == {"cited": 2, "not cited": 3}
    by_source = narrowing.narrow(table, [("kind", "claim"), ("source", "src-1")])
    assert len(by_source) == 1
    assert counts["month"]["1962-05"] >= 1


def test_groups_hold_every_hit_once_and_kinds_keep_their_order(table):
    numbers = range(len(table.result.hits))
    for facet in ("kind", "source"):
        groups = narrowing.group_hits(table, numbers, facet)
        held = [number for _, group in groups for number in group]
        assert sorted(held) == list(numbers)
        assert all(group == sorted(group) for _, group in groups)
    kinds = [kind for kind, _ in narrowing.group_hits(table, numbers, "kind")]
    assert kinds == [kind for kind in ("entity", "event", "claim", "excerpt", "document", "source")
                     if kind in kinds]  # fmt: skip


def test_the_best_hits_stand_for_very_many(service, bench, monkeypatch):
    monkeypatch.setattr(narrowing, "_BATCH", 3)
    whole = narrowing.gather_hits(service, bench.session.db, Query(text="nam tha"))
    part = narrowing.gather_hits(service, bench.session.db, Query(text="nam tha"), most=4)
    assert whole.is_whole and not part.is_whole
    assert part.result.hits == whole.result.hits[:4]
    exact = dict(narrowing.count_facets(whole, ())["kind"])
    assert dict(narrowing.count_facets(part, ())["kind"]) == exact


def test_nobody_waits_for_what_is_no_longer_wanted(service, bench):
    with pytest.raises(SearchAbandoned):
        narrowing.gather_hits(service, bench.session.db, Query(text="nam tha"), lambda: False)


def test_a_report_is_about_excerpts_and_not_whole_documents(table, bench):
    records = list_report_records(bench.session.db, table.result)
    assert len(records) == len(set(records))
    assert not [one for one in records if one.startswith("doc-")]
    assert {"exc-1", "exc-2", "evt-1", "ent-1"} <= set(records)
