"""CSV cells: nothing runs in a spreadsheet, and every cell comes back exactly."""

from __future__ import annotations

import csv
import io
import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desktop_app.exchange.csv_writing import CsvForm, Flavour, defuse, restore, write_table

SIGNS = "=+-@＝＋－＠−\t\r\n"
#: Written out by hand, not taken from the module: what may stand before a formula.
BEFORE = " '\"`“”‘’\u00a0\u3000\u200b\u202e\u2066\ufeff\x0b\x1f"
nasty = st.text(st.sampled_from(SIGNS + BEFORE + ",;|aằ5𐐷"), max_size=12)
cells = st.one_of(nasty, st.text(st.characters(exclude_categories=["Cs"]), max_size=30))


def runs(cell: str) -> bool:
    """Return whether a spreadsheet would run `cell`, judged letter by letter."""
    return cell.lstrip(BEFORE)[:1] in tuple(SIGNS)


def write(rows, form: CsvForm) -> str:
    file = io.StringIO(newline="")
    write_table(file, ["heading"], rows, form)
    return file.getvalue()


def read(text: str, separator: str = ",") -> list[list[str]]:
    csv.field_size_limit(1 << 24)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))


@given(cells)
@settings(max_examples=1500)
@example("=1+1")
@example("''=x")
@example("'")
@example("\t\t=")
def test_a_defused_cell_is_harmless_and_comes_back(cell):
    safe = defuse(cell)
    assert restore(safe) == cell
    # An apostrophe in front makes any cell text.
    assert safe.startswith("'") or not runs(safe)
    for part in re.split("[,;|\t\r\n]", safe)[1:]:
        assert part.startswith("'") or not runs(part)


@given(cells)
@settings(max_examples=500)
def test_a_text_that_was_never_defused_is_not_touched(cell):
    if not re.search("'", cell):
        assert restore(cell) == cell


@given(st.lists(st.lists(cells, min_size=2, max_size=3), max_size=4), st.sampled_from(",;\t"))
@settings(max_examples=300)
@pytest.mark.parametrize("flavour", Flavour)
def test_a_table_comes_back(flavour, rows, separator):
    found = read(write(rows, CsvForm(flavour=flavour, separator=separator)), separator)[1:]
    if flavour is Flavour.SAFE:
        found = [[restore(cell) for cell in row] for row in found]
    assert found == rows


@given(st.lists(cells, min_size=1, max_size=3), st.sampled_from(",;\t"))
@settings(max_examples=300)
def test_a_spreadsheet_with_another_separator_runs_nothing(row, other):
    # It reads leniently, as Excel does in a country that writes decimals with a comma.
    text = write([row], CsvForm())
    for line in csv.reader(io.StringIO(text, newline=""), delimiter=other):
        # Nothing but blanks and quotation marks runs nowhere.
        said = [cell for cell in line if cell.strip(BEFORE + "\r\n\t")]
        assert [cell for cell in said if runs(cell) and not cell.startswith("'")] == []


def test_numbers_stay_numbers_and_written_ones_do_not():
    text = write([[-5, 2.5, "-5", "+84 24"]], CsvForm())
    assert text.splitlines()[1] == '-5,2.5,"\'-5","\'+84 24"'


def test_the_worst_cell():
    worst = '=HYPERLINK("x")\n"a";\u202e-b\n' + "ghi chú ợ " * 110_000
    assert len(worst) > 1_000_000
    begun = time.monotonic()
    for flavour in Flavour:
        [_, [cell]] = read(write([[worst]], CsvForm(flavour=flavour)))
        assert (restore(cell) if flavour is Flavour.SAFE else cell) == worst
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize("unit", ["\t", " ", "'", ",", "\n ", "; "])
def test_a_long_run_before_a_sign_takes_no_square_of_time(unit):
    cell = unit * 200_000 + "="
    begun = time.monotonic()
    assert restore(defuse(cell)) == cell
    assert time.monotonic() - begun < 3


def test_the_exact_flavour_writes_what_it_is_given():
    assert write([["=1", "a,b"]], CsvForm(flavour=Flavour.EXACT)).splitlines()[1] == '=1,"a,b"'
