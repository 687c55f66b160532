"""Names from CSV: good rows are used, bad ones are reported by line, one does not hide another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.catalog.subjects import EntityKind, NameKind
from desktop_app.errors import UserError
from desktop_app.exchange import names_csv
from desktop_app.exchange.decoding import decode_pieces
from desktop_app.exchange.names_csv import NameBatch, open_batch, read_name_batches

HEADING = "key,kind,name,language,name_kind\n"


def parse_names(data: bytes, name: str) -> NameBatch:
    """Return all rows and problems as one batch, through the bytes that cross to the program."""
    batches: list[NameBatch] = []
    counts = read_name_batches(data, name, lambda written: batches.append(open_batch(written)))
    rows = [row for batch in batches for row in batch.rows]
    problems = [problem for batch in batches for problem in batch.problems]
    assert (counts.rows, counts.problems) == (len(rows), len(problems))
    assert counts.entities == len({row.key for row in rows})
    return NameBatch(rows, problems)


def test_rows_of_two_entities() -> None:
    data = (
        b"\xef\xbb\xbf"
        + (
            HEADING + "nt,place,Nặm Thà,vi,preferred\r\n"
            'nt,place,"Luang Namtha, tỉnh",LO,translated\r\n'
            "\r\n"
            "ps,Person,Phu-mi,,\r\n"
            "ps,person,Phumi,,\r\n"
            "ps,person,Phumi,,\r\n"
        ).encode()
    )
    table = parse_names(data, "names.csv")
    assert table.problems == []
    assert [(r.line, r.key, r.kind, r.name, r.language, r.name_kind) for r in table.rows] == [
        (2, "nt", EntityKind.PLACE, "Nặm Thà", "vi", NameKind.PREFERRED),
        (3, "nt", EntityKind.PLACE, "Luang Namtha, tỉnh", "lo", NameKind.TRANSLATED),
        (5, "ps", EntityKind.PERSON, "Phu-mi", "", NameKind.PREFERRED),
        (6, "ps", EntityKind.PERSON, "Phumi", "", NameKind.VARIANT),
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_spreadsheets_of_other_countries(separator: str) -> None:
    text = "name,key,kind\nNặm Thà,nt,place\n".replace(",", separator)
    assert parse_names(text.encode(), "a.csv").rows[0].name == "Nặm Thà"
    assert parse_names(text.encode("utf-16"), "a.csv").rows[0].name == "Nặm Thà"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("a,planet,Mars,,", "planet"),
        ("a,,Mars,,", "no kind"),
        (",place,Mars,,", "no key"),
        ("a,place,,,", "no name"),
        ("a,place", "no name"),
        ("a,place,Mars,klingon!,", "language code"),
        ("a,place,Mars,vi,nickname", "nickname"),
        ('a,place,"Mars,vi,', "quotation marks"),
        ("a,place,Tha, tỉnh,vi,preferred", "more cells"),
        ("ok,person,Mars,,", "earlier line"),
        (f"a,place,{'x' * 600},,", "500"),
        (f"{'k' * 201},place,Mars,,", "200"),
        (f"a,place,{'x' * 20_000},,", "10000"),
        ("a,place,Ma\u202ers,,", "U+202E"),
        ("ok,place,Một,,translated", "line 2"),
    ],
)
def test_bad_row_is_reported_and_the_rest_is_used(line: str, words: str) -> None:
    text = f"{HEADING}ok,place,Một,,\n{line}\nok,place,Hai,,\n"
    table = parse_names(text.encode(), "a.csv")
    assert [row.name for row in table.rows] == ["Một", "Hai"]
    assert [problem.line for problem in table.problems] == [3]
    assert words in table.problems[0].error.message


@pytest.mark.parametrize("text", ["", "\n", "a,b,c\n1,2,3\n", "key;name\n"])
def test_file_without_its_heading(text: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_names(text.encode(), "a.csv")
    assert caught.value.code in ("missing_columns", "empty_file")


@given(st.text(max_size=300))
def test_any_text_after_the_heading_is_rows_or_problems(text: str) -> None:
    table = parse_names((HEADING + text).encode("utf-8", "replace"), "a.csv")
    assert all(row.name and row.key for row in table.rows)
    assert all(problem.error.code == "bad_row" for problem in table.problems)


def test_a_line_longer_than_memory_is_one_bad_line() -> None:
    text = f'{HEADING}a,place,"Một\n{"b,place,Hai," * 200_000}\nc,place,Ba,,\n'
    table = parse_names(text.encode(), "a.csv")
    assert [row.line for row in table.rows] == [4]
    assert [problem.line for problem in table.problems] == [2, 3]


def test_the_same_row_again_is_counted() -> None:
    said: list[bytes] = []
    text = HEADING + "a,place,Một,,\n" * 3
    counts = read_name_batches(text.encode(), "a.csv", said.append)
    assert (counts.rows, counts.repeated, counts.problems) == (1, 2, 0)


def test_too_many_rows_and_too_many_bad_rows_are_refused(monkeypatch) -> None:
    monkeypatch.setattr(names_csv, "MAX_ROWS", 3)
    monkeypatch.setattr(names_csv, "MAX_PROBLEMS", 3)
    good = "".join(f"k{n},place,N{n},,\n" for n in range(4))
    for rows, code in ((good, "too_many_rows"), ("a,b\n" * 4, "too_many_bad_rows")):
        with pytest.raises(UserError) as caught:
            parse_names((HEADING + rows).encode(), "a.csv")
        assert caught.value.code == code


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_are_the_same_wherever_pieces_end(monkeypatch, ending: str) -> None:
    rows = "".join(f"k{n},place,Nặm Thà {n},vi,{ending}" for n in range(300))
    data = (HEADING.replace("\n", ending) + rows).encode()
    whole = parse_names(data, "a.csv")
    for piece in (7, 64, 1000):
        monkeypatch.setitem(decode_pieces.__kwdefaults__, "piece", piece)
        assert parse_names(data, "a.csv") == whole
    assert len(whole.rows) == 300
