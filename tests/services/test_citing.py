"""What a citation takes from the catalogue beyond its source: what abbreviations stand for."""

import pytest

from desktop_app.catalog.wording import plain
from desktop_app.services.citing import SourceBook


@pytest.fixture
def cite(bench, document):
    """Return a function that cites the text as published by a body, in full and in short."""
    source = bench.session.db.scalar("SELECT source FROM document WHERE id = ?", (document,))

    def make(publisher, body):
        bench.do(
            "update_source",
            source=source,
            details={
                "title": "Orders",
                "level": "book",
                "publisher": publisher,
                "place": "Hà Nội",
                "edtf": "1962",
                "contributors": [{"role": "author", "literal": body}],
            },
        )
        citer = SourceBook(bench.session.db, [document]).citer
        return plain(citer.full_note(source)), plain(citer.short_note(source))

    return make


@pytest.fixture
def staff(bench):
    body = bench.do("create_entity", kind="organisation", name="Bộ Tổng Tham mưu", language="vi")
    bench.do("add_name", entity=body, name="BTTM", language="vi", kind="abbreviated")
    return body


def test_an_abbreviation_is_printed_with_its_meaning_once(cite, staff):
    full, short = cite("NXB A", "BTTM")
    assert full == "BTTM [Bộ Tổng Tham mưu], Orders (Hà Nội: NXB A, 1962)."
    assert short == "BTTM, Orders."


def test_a_meaning_that_is_not_sure_is_not_said(bench, cite, staff):
    other = bench.do("create_entity", kind="unit", name="Ban tiếp tế miền", language="vi")
    bench.do("add_name", entity=other, name="BTTM", language="vi", kind="abbreviated")
    assert cite("BTTM", "A. Lowe")[0] == "A. Lowe, Orders (Hà Nội: BTTM, 1962)."


def test_a_name_within_other_words_and_one_expanded_already_stay(cite, staff):
    full, _ = cite("Phòng BTTM", "BTTM [Bộ TTM]")
    assert full == "BTTM [Bộ TTM], Orders (Hà Nội: Phòng BTTM, 1962)."
