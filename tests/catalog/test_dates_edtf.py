import contextlib
import io
import warnings
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.catalog.dates import OverlapGrade, overlap_grade, overlaps, parse_edtf
from desktop_app.catalog.edtf_grammar import parse_expression, write_expression
from desktop_app.errors import UserError

BOUNDS = {
    "1962": ("1962-01-01", "1962-12-31"),
    "1962-02": ("1962-02-01", "1962-02-28"),
    "1964-02": ("1964-02-01", "1964-02-29"),
    "1900-02": ("1900-02-01", "1900-02-28"),
    "1962-05-06": ("1962-05-06", "1962-05-06"),
    "1962-05-06T03:30:00": ("1962-05-06", "1962-05-06"),
    "1962-05-06T03:30:00+07:00": ("1962-05-06", "1962-05-06"),
    "1962?": ("1962-01-01", "1962-12-31"),
    "1962-05~": ("1962-05-01", "1962-05-31"),
    "1962-05-06%": ("1962-05-06", "1962-05-06"),
    "?1962-~05": ("1962-05-01", "1962-05-31"),
    "1962-04-08/1962-04-20": ("1962-04-08", "1962-04-20"),
    "1962-05/..": ("1962-05-01", None),
    "1962-05/": ("1962-05-01", None),
    "../1962": (None, "1962-12-31"),
    "/1962": (None, "1962-12-31"),
    "196X": ("1960-01-01", "1969-12-31"),
    "19XX": ("1900-01-01", "1999-12-31"),
    "1X62": ("1062-01-01", "1962-12-31"),
    "0XXX": ("0001-01-01", "0999-12-31"),
    "1962-XX": ("1962-01-01", "1962-12-31"),
    "1962-02-XX": ("1962-02-01", "1962-02-28"),
    "1962-1X": ("1962-10-01", "1962-12-31"),
    "1962-05-3X": ("1962-05-30", "1962-05-31"),
    "19XX-02-29": ("1904-02-29", "1996-02-29"),
    "156X-12-25": ("1560-12-25", "1569-12-25"),
    "XXXX": (None, None),
    "XXXX-05-06": (None, None),
    "1962-21": ("1962-03-01", "1962-05-31"),
    "1962-24": ("1962-12-01", "1963-02-28"),
    "9999-24": ("9999-12-01", "9999-12-31"),
    "1962-29": ("1962-09-01", "1962-11-30"),
    "1962-33": ("1962-01-01", "1962-03-31"),
    "1962-39": ("1962-09-01", "1962-12-31"),
    "1962-41": ("1962-07-01", "1962-12-31"),
    "[1667,1668,1670..1672]": ("1667-01-01", "1672-12-31"),
    "{1960, 1961-12}": ("1960-01-01", "1961-12-31"),
    "[..1961]": (None, "1961-12-31"),
    "[1760-01,1760-12..]": ("1760-01-01", None),
}
REFUSED = [
    "1930-02-29", "1962-04-31", "1962-13", "1962-00", "1962-00-01", "1962-02-3X", "1962-42",
    "1962-21-05", "1962-5", "19620", "62", "", "/", "../..", "[]", "[,]", "1962/1963/1964", "open",
    "1962-04-20/1962-04-08", "1962-05-06T24:00:00", "1962-05-06T03:30", "1962-05T03:30:00", "١٩٦٢",
    "unknown/1962", "1962-05-06 ?", "6/5/1962", "0000", "-0044", "-0044-03-15", "Y17000", "Y17E3",
    "1962S3", "1962\n1963", "{1962", "X" * 5000, "[" * 50,
]  # fmt: skip


@pytest.mark.parametrize(("text", "bounds"), BOUNDS.items())
def test_bounds(text: str, bounds: tuple[str | None, str | None]) -> None:
    value = parse_edtf(text)
    assert (value.earliest, value.latest) == bounds
    assert value.edtf == text


@pytest.mark.parametrize("text", REFUSED)
def test_refused(text: str) -> None:
    with pytest.raises(UserError) as raised:
        parse_edtf(text)
    assert raised.value.code == "bad_date"
    assert "Nothing was saved" in raised.value.message


def test_years_outside_the_calendar_are_told_apart_from_nonsense() -> None:
    with pytest.raises(UserError, match="1 to 9999"):
        parse_edtf("-0044-03-15")
    with pytest.raises(UserError, match="calendar has no"):
        parse_edtf("1930-02-29")
    with pytest.raises(UserError, match="ends before it begins"):
        parse_edtf("1962/1961")


@given(st.dates(), st.dates())
def test_days_and_periods_are_their_own_bounds(first: date, last: date) -> None:
    assert parse_edtf(first.isoformat()).earliest == first.isoformat()
    first, last = sorted((first, last))
    value = parse_edtf(f"{first}/{last}")
    assert (value.earliest, value.latest) == (first.isoformat(), last.isoformat())


@given(st.text(alphabet="0123456789X?~%-/.,[]{}TYZ:+ ", max_size=24))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        value = parse_edtf(text)
    except UserError as error:
        assert error.code == "bad_date"
        return
    if value.earliest and value.latest:
        assert value.earliest <= value.latest
    again = parse_edtf(write_expression(parse_expression(text.strip())))
    assert (again.earliest, again.latest) == (value.earliest, value.latest)


@pytest.mark.parametrize("text", BOUNDS)
def test_the_edtf_package_agrees_where_it_has_bounds(text: str) -> None:
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        import edtf

        try:
            other = edtf.parse_edtf(text)
            bounds = [tuple(end())[:3] for end in (other.lower_strict, other.upper_strict)]
        except (edtf.EDTFParseException, AttributeError, TypeError, ValueError):
            pytest.skip("the edtf package cannot read this form or gives it no bounds")
    if text in ("1962-05/", "/1962", "XXXX-05-06", "XXXX", "0XXX", "19XX-02-29") or "-2" in text:
        pytest.skip("the edtf package guesses ten years, the year 0, or another winter")
    ours = parse_edtf(text)
    assert [f"{y:04}-{m:02}-{d:02}" for y, m, d in bounds] == [ours.earliest, ours.latest]


def test_overlaps() -> None:
    may = parse_edtf("1962-05")
    assert overlaps(may, parse_edtf("1962-05-31"))
    assert overlaps(parse_edtf("1962-05-31"), may)
    assert not overlaps(may, parse_edtf("1962-06-01"))
    assert overlaps(may, parse_edtf("1930/.."))
    assert not overlaps(may, parse_edtf("1962-06/.."))
    assert overlaps(may, parse_edtf("XXXX"))


def test_overlap_grades_put_precise_dates_first() -> None:
    asked = parse_edtf("1962-05")
    ranked = ["1962-05", "1962-05-06", "1962-04-28/1962-05-03", "1962", "1930/..", "1961"]
    grades = [overlap_grade(asked, parse_edtf(text)) for text in ranked]
    assert grades == list(OverlapGrade)
    assert overlap_grade(parse_edtf("1962/.."), parse_edtf("1963")) is OverlapGrade.WITHIN
