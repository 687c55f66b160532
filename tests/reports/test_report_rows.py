"""The rows of a report as CSV, read back by Python's own reader and by what takes defusing away."""

import csv
import io
from dataclasses import replace

import pytest

from desktop_app.catalog.wording import plain
from desktop_app.exchange.csv_writing import restore
from desktop_app.reports.model import ClaimLine, ConflictTable, ContextLine, Mention
from desktop_app.services.report_rows import ReportRow, name_columns, write_rows

COLUMNS = tuple(ReportRow.__dataclass_fields__)


def read(data: bytes) -> list[dict[str, str]]:
    text = data.decode("utf-8-sig")
    heads, *rows = csv.reader(io.StringIO(text, newline=""))
    assert len(heads) == len(COLUMNS)
    return [dict(zip(COLUMNS, map(restore, row), strict=True)) for row in rows]


def read_long(data: bytes) -> list[dict[str, str]]:
    """Read cells that are longer than Python's usual limit."""
    usual = csv.field_size_limit(1 << 24)
    try:
        return read(data)
    finally:
        csv.field_size_limit(usual)


def test_every_note_has_a_row_in_order_with_source_quote_and_ids(make_full_report):
    report = make_full_report()
    rows = read(write_rows(report))
    firsts = {row["note"]: row for row in reversed(rows) if row["note"]}
    assert list(dict.fromkeys(row["note"] for row in rows if row["note"])) == [
        str(number) for number in range(1, 9)
    ]
    for note in report.notes:
        row = firsts[str(note.number)]
        assert row["citation_id"] == note.origin
        assert row["citation"] == plain(note.citation)
        assert note.quote is None or row["quote"] == note.quote.text


def test_a_claim_says_where_it_stands_its_qualifiers_and_its_stance(make_full_report):
    rows = [row for row in read(write_rows(make_full_report())) if row["claim_id"] == "clm-1"]
    first, second, *_ = rows
    assert first["section"] == "Events › White Rock campaign › Fight at the ford"
    assert (first["subject"], first["label"], first["value"]) == (
        "Fight at the ford",
        "killed",
        "134 men",
    )
    assert first["qualifiers"] == "enemy losses; preferred: counted on the spot"
    assert (first["note"], second["note"]) == ("4", "5")
    assert first["stance"] != second["stance"]
    assert second["remarks"] == "Later memory."


def test_every_line_without_a_note_has_a_row_too(make_full_report):
    report = make_full_report()
    rows = read(write_rows(report))
    lines = [one for one in report.blocks if isinstance(one, ClaimLine)]
    assert {one.claim for one in lines} == {row["claim_id"] for row in rows} - {""}
    uncited = [row for row in rows if row["claim_id"] == "clm-5"]
    assert [(row["note"], row["qualifiers"]) for row in uncited] == [("", "uncited")] * 2
    assert "A *small* campaign." in [row["value"] for row in rows]
    mention = next(one for one in report.blocks if isinstance(one, Mention))
    found = [row for row in rows if row["citation_id"] == "att-2"]
    assert [row["quote"] for row in found] == [mention.quote.text] * 2


def test_trees_and_grids_say_what_stands_above_and_which_column(make_full_report):
    rows = read(write_rows(make_full_report()))
    (battalion,) = [row for row in rows if row["value"] == "Battalion 1"]
    above = "Trees and tables › The course"
    assert battalion["section"] == f"{above} › Division 304 › Regiment 9"
    cells = [row for row in rows if row["section"] == f"{above} › Days of May › May 1962"]
    assert [(row["subject"], row["label"], row["value"], row["note"]) for row in cells] == [
        ("May 1962", "", "May 1962", ""),
        ("1 May", "Day", "1 May", ""),
        ("1 May", "Words", "two *stars* | a bar", "4"),
        ("1 May", "Words", "“Đồn mất | 134\nngười” [Translation: “134 lost”]", ""),
        ("2 May", "Day", "2 May", ""),
        ("2 May", "Words", "one", ""),
        ("2 May", "Place", "“ພະທາດຫຼວງ”", ""),
    ]


def test_values_in_conflict_have_their_claim_and_the_decision(make_full_report):
    report = make_full_report()
    (table,) = [one for one in report.blocks if isinstance(one, ConflictTable)]
    rows = [row for row in read(write_rows(report)) if row["label"] == "Conflict: killed"]
    assert [row["claim_id"] for row in rows] == ["clm-1", "clm-1", "clm-2", ""]
    assert rows[0]["qualifiers"].endswith("preferred: counted on the spot")
    assert len(rows) - 1 == sum(len(column.evidence) for column in table.columns)
    assert rows[-1]["value"].startswith("Settled.")


def test_words_in_context_are_rows(make_full_report):
    line = ContextLine(left="a ", word="Nặm", right=" b", source="Diary, 12", language="vi")
    report = replace(make_full_report(), blocks=(line, line), notes=())
    rows = read(write_rows(report))
    assert [(row["value"], row["quote"], row["citation"]) for row in rows] == [
        ("Nặm", "a Nặm b", "Diary, 12")
    ] * 2


def test_no_cell_runs_in_a_spreadsheet_and_every_cell_comes_back(make_full_report):
    worst = '=HYPERLINK("x");@y\n-1'
    report = make_full_report()
    blocks = tuple(
        replace(one, value=worst) if isinstance(one, ClaimLine) else one for one in report.blocks
    )
    data = write_rows(replace(report, blocks=blocks))
    written = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert not [cell for row in written for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert worst in [row["value"] for row in read(data)]


@pytest.mark.parametrize("language", ["en", "vi", "fr", "lo"])
def test_heads_are_in_the_language_of_the_report(language):
    heads = name_columns(language)
    assert len(set(heads)) == len(COLUMNS)
    assert language == "en" or not set(heads) & set(name_columns("en"))


def test_a_quote_may_be_a_whole_book(make_full_report):
    report, whole = make_full_report(), "Trận đánh " * 20_000
    notes = tuple(
        replace(note, quote=replace(note.quote, text=whole, ends=()) if note.quote else None)
        for note in report.notes
    )
    rows = read_long(write_rows(replace(report, notes=notes)))
    assert sum(row["quote"] == whole for row in rows) >= sum(bool(note.quote) for note in notes) > 0


def test_the_same_report_gives_the_same_bytes_and_a_lost_note_is_not_written(make_full_report):
    report = make_full_report()
    assert write_rows(report) == write_rows(make_full_report())
    blocks = tuple(one for one in report.blocks if not isinstance(one, Mention))
    with pytest.raises(AssertionError, match="differ"):
        write_rows(replace(report, blocks=blocks))
