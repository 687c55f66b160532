"""The index of excerpts agrees with a plain scan; levels keep overlapping underlines apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.ui.theme import Role
from desktop_app.ui.widgets.reader_excerpts import LEVELS, ExcerptIndex, ReaderExcerpt

RANGES = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), max_size=25)


def make(ranges: list[tuple[int, int]]) -> list[ReaderExcerpt]:
    return [
        ReaderExcerpt(f"exc-{n}", start, start + length) for n, (start, length) in enumerate(ranges)
    ]


@given(RANGES, st.integers(0, 80), st.integers(0, 20))
def test_touching_equals_a_scan(ranges: list[tuple[int, int]], start: int, length: int) -> None:
    excerpts, end = make(ranges), start + length
    found = {one.excerpt.id for one in ExcerptIndex(excerpts).list_touching(start, end)}
    expected = {
        one.id for one in excerpts if one.start < one.end and one.start < end and one.end > start
    }
    assert found == expected


@given(RANGES, st.integers(0, 80))
def test_at_gives_the_smallest_first(ranges: list[tuple[int, int]], position: int) -> None:
    sizes = [one.size for one in ExcerptIndex(make(ranges)).list_at(position)]
    assert sizes == sorted(sizes)
    assert len(sizes) == sum(start <= position < start + length for start, length in ranges)


@given(RANGES)
def test_overlapping_underlines_lie_apart(ranges: list[tuple[int, int]]) -> None:
    placed = ExcerptIndex(make(ranges)).placed
    depth = max((sum(o.start <= at < o.end for o in placed) for at in range(81)), default=0)
    for at in range(81) if depth <= LEVELS else ():
        levels = [one.level for one in placed if one.start <= at < one.end]
        assert len(levels) == len(set(levels))
    assert all(0 <= one.level < LEVELS for one in placed)


@given(RANGES, st.integers(0, 80))
def test_next_and_previous(ranges: list[tuple[int, int]], position: int) -> None:
    starts = [start for start, length in ranges if length]
    index = ExcerptIndex(make(ranges))
    following, before = index.find_next(position), index.find_previous(position)
    assert (following.start if following else None) == min(
        (start for start in starts if start > position), default=None
    )
    assert (before.start if before else None) == max(
        (start for start in starts if start < position), default=None
    )


def test_roles() -> None:
    assert ReaderExcerpt("a", 0, 1, "claim").role is Role.FEEDS_CLAIM
    assert ReaderExcerpt("a", 0, 1, "excerpt").role is Role.EXCERPTED
    assert ReaderExcerpt("a", 0, 1, "claim", needs_review=True).role is Role.NEEDS_REVIEW
    assert ExcerptIndex(make([(3, 4)])).find("exc-0").end == 7
    assert ExcerptIndex().find("exc-0") is None
