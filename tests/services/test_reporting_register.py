"""The register of real catalogues, its counts asked of the database anew."""

from __future__ import annotations

import re
import shutil

import pytest

from desktop_app.errors import UserError
from desktop_app.paths import SAMPLE
from desktop_app.reports.model import Field, Heading
from desktop_app.services.reporting.choices import ReportChoices
from desktop_app.services.reporting.kinds import make_report
from desktop_app.services.session import open_catalogue


def make(session, *scope, **choices):
    return make_report(session, ReportChoices(kind="sources", scope=scope, **choices))


def read_descriptions(report):
    """Return the fields of each source by code or label, by the source's id."""
    found, fields = {}, {}
    for block in report.blocks:
        if isinstance(block, Heading) and block.key.startswith("src"):
            fields = found[block.key] = {}
        elif isinstance(block, Field):
            words = "".join(run.text for run in block.phrase)
            fields.setdefault(block.code or block.label, words)
    return found


@pytest.fixture
def sample(tmp_path):
    shutil.copyfile(SAMPLE, tmp_path / "sample.db")
    session = open_catalogue(tmp_path / "sample.db")
    yield session
    session.close()


@pytest.mark.parametrize("order", ["hierarchy", "title", "date"])
def test_every_source_of_the_sample_is_described_once(sample, order):
    report = make(sample, order=order)
    keys = [one.key for one in report.blocks if isinstance(one, Heading) and one.key]
    assert sorted(keys) == sorted(sample.db.column("SELECT id FROM source"))
    assert report.counts.described == len(keys) > 50


def test_the_counts_of_the_sample_are_what_the_database_says(sample):
    described = read_descriptions(make(sample))
    counted = sample.db.query(
        "SELECT d.source, count(DISTINCT e.id) AS passages, count(DISTINCT t.claim) AS claims, "
        "count(DISTINCT t.id) AS citations, count(DISTINCT a.id) AS mentions "
        "FROM document AS d LEFT JOIN excerpt AS e ON e.document = d.id "
        "LEFT JOIN citation AS t ON t.excerpt = e.id "
        "LEFT JOIN attachment AS a ON a.excerpt = e.id GROUP BY d.source"
    )
    for row in counted:
        said = described[row["source"]]["What rests on it"]
        assert [int(number) for number in re.findall(r"\d+", said)[:4]] == [
            row["passages"], row["claims"], row["citations"], row["mentions"]
        ]  # fmt: skip
    assert len(counted) > 40
    whole = described["src-6"]["What rests on it and its parts"]
    assert whole.startswith("passages: 199; claims: 289; citations: 391; mentions: 102;")


@pytest.fixture
def fonds(bench, document):
    """A fonds in a repository with the document's source in it; one claim rests on its text."""
    details = {"country": "VN", "identifier": "TT3"}
    holder = bench.do("create_repository", name="Archive III", details=details)
    top = bench.do("create_source", title="Fonds", level="fonds", repository=holder)
    source = bench.session.db.scalar("SELECT source FROM document")
    details = {"parent": top, "shelf_mark": "QK 12"}
    bench.do("update_source", source=source, details=details)
    event = bench.do("create_event", title="Battle")
    passage = bench.excerpt(document, "134 người")
    bench.do("state_claim", subject=event, property="killed", value="134", excerpt=passage)
    bench.do("create_source", title="Elsewhere")
    return top, source


def test_a_source_comes_with_all_below_it_and_knows_its_repository(bench, fonds):
    top, source = fonds
    described = read_descriptions(make(bench.session, top))
    assert list(described) == [top, source]
    assert described[source]["3.1.1"] == "VN, TT3, QK 12"
    assert described[source]["3.3.1"] == "Battle (1)"
    assert described[source]["3.7.1"] == "Tester"
    assert "words: 29; characters: 125; revisions: 1;" in described[source]["Text"]
    assert "claims: 1; citations: 1;" in described[top]["What rests on it and its parts"]


def test_what_is_in_the_trash_is_not_described(bench, fonds):
    assert len(read_descriptions(make(bench.session))) == 3
    bench.do("delete", id=fonds[1])
    described = read_descriptions(make(bench.session))
    assert len(described) == 2
    assert "What rests on it and its parts" not in described[fonds[0]]


def test_titles_are_cited_in_the_style_chosen(bench):
    person = {"role": "author", "family": "Lowe", "given": "Edith"}
    book = bench.do(
        "create_source", title="A Ford", level="book", date="1990", contributors=[person]
    )
    chicago, apa = (
        read_descriptions(make(bench.session, style=style))[book]["3.5.4"]
        for style in ("chicago", "apa")
    )
    assert chicago.startswith("Lowe, Edith. A Ford")
    assert apa.startswith("Lowe, E. (1990)")


def test_a_register_is_of_sources_that_are_there(bench, document):
    for wrong in ("src-99", document):
        with pytest.raises(UserError):
            make(bench.session, wrong)
