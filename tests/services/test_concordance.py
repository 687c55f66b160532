"""Words in context: every match with its surroundings, sorted by words, printed, as a table."""

from __future__ import annotations

import csv

import pytest

from desktop_app.errors import UserError
from desktop_app.search.query import Query
from desktop_app.services.concordance import (
    ORDERS,
    list_contexts,
    make_context_report,
    sort_contexts,
    write_contexts,
)
from desktop_app.services.saving import TEXT_WRITERS
from desktop_app.services.searching import SearchService
from desktop_app.store import documents

TEXT = (
    "Ba đường tới Nặm Thà đều xấu.\n\nBà con ở Nặm Thà về; bã ở nam tha cũ.\n\n"
    "=1+1 Nặm Thà <b>đậm</b> 𐐷 ຫຼວງນ້ຳທາ.\n"
)


@pytest.fixture
def lines(bench):
    document = bench.import_text(TEXT)
    service = SearchService(bench.session)
    service.bring_up_to_date()
    result = service.search(Query(text='"nam tha"', limit=1_000))
    found = list_contexts(bench.session.db, result, "en")
    service.close()
    text = documents.get_text(bench.session.db, document)
    assert all(text[one.start : one.end] == one.word for one in found)
    return found


def test_every_match_stands_in_its_place(lines):
    assert [one.word for one in sort_contexts(lines, "place")] == [
        "Nặm Thà",
        "Nặm Thà",
        "nam tha",
        "Nặm Thà",
    ]
    first = sort_contexts(lines, "place")[0]
    assert first.left == "Ba đường tới " and first.right.startswith(" đều xấu. Bà con")
    assert first.found.document == first.hit.document
    assert (first.found.start, first.found.end) == (first.start, first.end)


def test_left_is_sorted_outwards_and_right_onwards_by_folded_words(lines):
    left = [one.left.split()[-1] for one in sort_contexts(lines, "left")]
    assert left == ["=1+1", "ở", "ở", "tới"]
    outwards = [one.left.split()[-2:] for one in sort_contexts(lines, "left")][1:3]
    assert outwards == [["bã", "ở"], ["con", "ở"]]
    right = [one.right.split()[0] for one in sort_contexts(lines, "right")]
    assert right == ["<b>đậm</b>", "cũ.", "đều", "về;"]


@pytest.mark.parametrize("order", ORDERS)
def test_every_order_keeps_every_line(lines, order):
    assert sorted(map(id, sort_contexts(lines, order))) == sorted(map(id, lines))
    backwards = sort_contexts(lines, order, descending=True)
    assert sorted(map(id, backwards)) == sorted(map(id, lines))


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("suffix", [".html", ".md", ".txt"])
def test_the_report_says_every_line_in_every_format(lines, bench, language, suffix):
    report = make_context_report(bench.session, lines, "nam tha", language=language)
    written = TEXT_WRITERS[suffix](report)
    assert written.count("Nặm") >= 3
    assert report.counts.places == 4 and report.counts.sources == 1
    assert "<b>đậm" not in written or suffix == ".txt"
    assert "ຫຼວງນ້ຳທາ" in written or suffix == ".txt"


def test_words_stand_under_each_other_in_plain_text(lines, bench):
    report = make_context_report(bench.session, lines, "nam tha", language="en")
    body = [line for line in TEXT_WRITERS[".txt"](report).splitlines() if " — " in line]
    assert {
        line.casefold().replace("nặm thà", "nam tha").index("nam tha", 38) for line in body
    } == {40}


def test_the_table_is_safe_for_spreadsheets(lines, bench, tmp_path):
    path = tmp_path / "words.csv"
    heading = ["a", "b", "c", "d", "e", "f", "g"]
    assert write_contexts(bench.session, lines, path, heading) == 4
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == 5 and not any(cell.startswith("=") for row in rows for cell in row)
    with pytest.raises(UserError, match="own_file"):
        write_contexts(bench.session, lines, bench.session.path, heading)
