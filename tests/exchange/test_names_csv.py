"""Names from CSV: good rows are used, bad ones are reported by line, one does not hide another."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.catalog.subjects import EntityKind, NameKind
from desktop_app.errors import UserError
from desktop_app.exchange.names_csv import parse_names, read_names

HEADING = "key,kind,name,language,name_kind\n"


def test_rows_of_two_entities(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_bytes(
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
    table = read_names(path)
    assert table.problems == ()
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
    ],
)
def test_bad_row_is_reported_and_the_rest_is_used(line: str, words: str) -> None:
    text = f"{HEADING}ok,place,Một,,\n{line}\nok,place,Hai,,\n"
    table = parse_names(text.encode(), "a.csv")
    assert [row.name for row in table.rows] == ["Một", "Hai"]
    assert [problem.line for problem in table.problems] == [3]
    assert words in table.problems[0].error.message


@pytest.mark.parametrize("text", ["", "\n", "a,b,c\n1,2,3\n", "key;name\n"])
def test_file_without_its_heading(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text)
    with pytest.raises(UserError) as caught:
        read_names(path)
    assert caught.value.code in ("missing_columns", "empty_file")


@given(st.text(max_size=300))
def test_any_text_after_the_heading_is_rows_or_problems(text: str) -> None:
    table = parse_names((HEADING + text).encode("utf-8", "replace"), "a.csv")
    assert all(row.name and row.key for row in table.rows)
    assert all(problem.error.code == "bad_row" for problem in table.problems)
