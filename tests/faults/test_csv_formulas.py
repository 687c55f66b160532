"""Cells made to be run by a spreadsheet: each is harmless, and each comes back as it was."""

from __future__ import annotations

import hypothesis
from hypothesis import strategies as st

from desktop_app.exchange.csv_writing import defuse, restore

SIGNS = "=+-@＝＋－＠−\t\r\n"
BEFORE = " '\"`“”‘’\u00a0\u3000\u200b\u202e\u2066\ufeff\x0b\x1f"
cells = st.one_of(
    st.text(st.sampled_from(SIGNS + BEFORE + ",;|a5𐐷"), max_size=16),
    st.text(st.characters(exclude_categories=["Cs"])),
)


def test_no_cell_runs_and_every_cell_comes_back(rounds, say):
    tried = [0, 0]

    @hypothesis.given(cells)
    @hypothesis.settings(max_examples=rounds(200, 20_000))
    def check(cell: str) -> None:
        safe = defuse(cell)
        assert restore(safe) == cell
        begins_a_formula = cell.lstrip(BEFORE)[:1] in tuple(SIGNS)
        assert safe.startswith("'") or not begins_a_formula
        tried[0] += 1
        tried[1] += begins_a_formula

    check()
    say(f"{tried[0]} cells, {tried[1]} of them formulas: all harmless, all restored")
