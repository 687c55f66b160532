"""Conflicts: found among thousands at once, bounded by time, settled by what is preferred."""

from __future__ import annotations

import time
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.catalog.claims import (
    Cardinality,
    Claim,
    DateValue,
    Property,
    Rank,
    TextValue,
    ValueType,
)
from desktop_app.catalog.rules import contradict, find_conflicts

SINGLE = Property(
    id="prp-1",
    key="rank",
    label_en="rank",
    label_vi="cấp bậc",
    value_type=ValueType.TEXT,
    cardinality=Cardinality.SINGLE,
)
PROPERTIES = {"prp-1": SINGLE}


def claim(
    number: int,
    value: str,
    valid: tuple[str | None, str | None] | None = None,
    rank: Rank = Rank.NORMAL,
) -> Claim:
    days = valid and DateValue(edtf="x", earliest=valid[0], latest=valid[1])
    return Claim(
        id=f"clm-{number}",
        subject="ent-1",
        property="prp-1",
        value=TextValue(value),
        valid=days,
        rank=rank,
    )


YEARS = st.integers(1950, 1956)
SPANS = st.one_of(
    st.none(),
    st.tuples(YEARS, YEARS).map(lambda y: (f"{min(y)}-01-01", f"{max(y)}-12-31")),
    YEARS.map(lambda y: (None, f"{y}-06-30")),
    YEARS.map(lambda y: (f"{y}-07-01", None)),
)
CLAIMS = st.lists(
    st.tuples(st.sampled_from("abc"), SPANS, st.sampled_from(list(Rank))), max_size=9
).map(lambda found: [claim(n, *one) for n, one in enumerate(found)])


@given(CLAIMS)
def test_conflicts_are_the_sets_joined_by_contradiction(claims: list[Claim]) -> None:
    alive = [one for one in claims if one.rank is not Rank.DEPRECATED]
    sets = [{one.id} for one in alive]
    for one, other in combinations(alive, 2):
        if contradict(one, other):
            first = next(s for s in sets if one.id in s)
            second = next(s for s in sets if other.id in s)
            if first is not second:
                sets.remove(second)
                first |= second
    expected = {frozenset(one) for one in sets if len(one) > 1}
    found = find_conflicts(claims, PROPERTIES)
    assert {frozenset(one.claims) for one in found} == expected
    assert sum(len(one.claims) for one in found) == sum(map(len, expected))


@given(CLAIMS)
def test_settled_is_one_preferred_value_on_every_day(claims: list[Claim]) -> None:
    by_id = {one.id: one for one in claims}
    for conflict in find_conflicts(claims, PROPERTIES):
        members = [by_id[one] for one in conflict.claims]
        ends = [d for c in members if c.valid for d in (c.valid.earliest, c.valid.latest) if d]
        days = {"0000-01-01", "9999-12-31", *ends, *(f"{d}+" for d in ends)}
        expected = True
        for day in days:
            held = [
                c
                for c in members
                if c.valid is None
                or ((c.valid.earliest or "") <= day and (c.valid.latest or "~") >= day)
            ]
            chosen = {c.value for c in held if c.rank is Rank.PREFERRED}
            expected &= len({c.value for c in held}) < 2 or len(chosen) == 1
        assert conflict.settled is expected


def test_values_of_different_times_do_not_conflict() -> None:
    claims = [
        claim(1, "đại uý", ("1954-01-01", "1958-12-31")),
        claim(2, "thiếu tá", ("1959-01-01", "1961-12-31")),
    ]
    assert find_conflicts(claims, PROPERTIES) == []
    [conflict] = find_conflicts([*claims, claim(3, "trung tá", ("1958", "1958"))], PROPERTIES)
    assert conflict.claims == ("clm-1", "clm-3")


def test_preferring_one_end_of_a_chain_leaves_the_other_open() -> None:
    def chain(*ranks: Rank) -> bool:
        spans = (("1950", "1951"), ("1951", "1953"), ("1953", "1954"))
        claims = [
            claim(n, "abc"[n], span, rank)
            for n, (span, rank) in enumerate(zip(spans, ranks, strict=True))
        ]
        [conflict] = find_conflicts(claims, PROPERTIES)
        return conflict.settled

    normal, preferred = Rank.NORMAL, Rank.PREFERRED
    assert not chain(preferred, normal, normal)
    assert chain(normal, preferred, normal)
    assert chain(preferred, normal, preferred)


def test_thousands_of_values_take_a_moment() -> None:
    claims = [claim(n, str(n)) for n in range(5000)]
    claims += [claim(5000 + n, str(n), (f"{1000 + n}", f"{1001 + n}")) for n in range(5000)]
    before = time.perf_counter()
    [conflict] = find_conflicts(claims, PROPERTIES)
    assert len(conflict.claims) == 10_000
    assert time.perf_counter() - before < 2
