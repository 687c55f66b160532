"""The sheet of a report's setup."""

import itertools

import pytest

from desktop_app.reports.model import Margins, Paper, Setup
from desktop_app.reports.setting import Sheet, make_sheet


def test_the_usual_setup_is_the_usual_sheet():
    assert make_sheet(Setup()) == Sheet()


@pytest.mark.parametrize(("paper", "margins"), list(itertools.product(Paper, Margins)))
def test_every_setup_leaves_room_for_lines_of_a_readable_length(paper, margins):
    sheet = make_sheet(Setup(paper=paper, margins=margins))
    assert 5 * 72 < sheet.measure < sheet.width
    assert sheet.footer < sheet.bottom
    assert sheet.room > sheet.height / 2


def test_wider_margins_make_shorter_lines():
    narrow, normal, wide = (
        make_sheet(Setup(margins=one)) for one in (Margins.NARROW, Margins.NORMAL, Margins.WIDE)
    )
    assert narrow.measure > normal.measure > wide.measure
    assert narrow.room > normal.room > wide.room
