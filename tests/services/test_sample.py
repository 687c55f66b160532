"""The sample catalogue: what its builder makes is whole, cited, and always the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.bootstrap import SHOWN
from desktop_app.catalog.claims import Claim, Stance
from desktop_app.catalog.rules import count_witnesses, find_conflicts, is_uncited
from desktop_app.paths import SAMPLE
from desktop_app.services.checking import check_catalogue
from desktop_app.services.sample import AUTHOR, build_sample, main
from desktop_app.services.session import Session, open_catalogue
from desktop_app.store import claims, documents, excerpts, journal, sources, subjects
from desktop_app.store.lists import get_listing

#: When a file was brought to a version is the one thing the builder's clock does not set.
NOT_COMPARED = "_sqlite_migrations"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "catalog.db"
    assert main([str(path)]) == 0
    return path


@pytest.fixture
def session(built: Path) -> Iterator[Session]:
    opened = open_catalogue(built, read_only=True)
    yield opened
    opened.close()


def read_rows(path: Path) -> dict[str, list[str]]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as db:
        named = db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            table: sorted(repr(row) for row in db.execute(f'SELECT * FROM "{table}"'))
            for (table,) in named.fetchall()
            if table != NOT_COMPARED
        }


def test_it_is_whole_and_every_claim_is_cited(session: Session) -> None:
    report = check_catalogue(session.db)
    assert report.ok
    assert {finding.code for finding in report.findings} == {"conflict"}
    assert report.counts["uncited_claims"] == 0
    assert report.counts["conflicts"] == 4
    assert report.counts["events"] >= 16
    assert report.counts["entities"] >= 80
    assert report.counts["claims"] >= 150
    assert report.counts["attachments"] >= 60


def test_every_claim_leads_to_a_passage_and_up_to_the_book_or_the_article(
    session: Session,
) -> None:
    held = {source.id: source for source in sources.list_sources(session.db)}
    roots = {s.id for s in held.values() if s.level in {"book", "article"}}
    for claim in claims.list_claims(session.db):
        assert not is_uncited(claim)
        for citation in claim.citations:
            excerpt = excerpts.get_excerpt(session.db, citation.excerpt)
            text = documents.get_text(session.db, excerpt.document)
            assert text[excerpt.start : excerpt.end] == excerpt.quote
            source = held[documents.get_document(session.db, excerpt.document).source]
            while source.derived_from or source.quoted_in:
                source = held[source.derived_from or source.quoted_in or ""]
            assert source.id in roots


def test_the_two_dates_of_the_approval_are_one_witness_against_itself(session: Session) -> None:
    [dates] = list_conflicting(session, "approved_on")
    assert sorted(getattr(claim.value, "edtf", "") for claim in dates) == [
        "1962-03-28",
        "1962-04-28",
    ]
    held = {source.id: source for source in sources.list_sources(session.db)}
    cited = [
        held[documents.get_document(session.db, excerpt.document).source]
        for claim in dates
        for citation in claim.citations
        if citation.stance is Stance.SUPPORTS
        for excerpt in [excerpts.get_excerpt(session.db, citation.excerpt)]
    ]
    assert count_witnesses(cited, held.get) == 1


def list_conflicting(session: Session, key: str) -> list[list[Claim]]:
    stated = {claim.id: claim for claim in claims.list_claims(session.db)}
    properties = {prop.id: prop for prop in claims.list_properties(session.db)}
    return [
        [stated[claim] for claim in conflict.claims]
        for conflict in find_conflicts(stated.values(), properties)
        if properties[conflict.property].key == key
    ]


def test_the_telegram_is_quoted_in_the_book(session: Session) -> None:
    [telegram] = [
        source
        for source in sources.list_sources(session.db)
        if source.level == "telegram" and source.edtf == "1962-03-08"
    ]
    book = sources.get_source(session.db, telegram.quoted_in or "")
    assert book.level == "book"
    assert [person.role for person in telegram.contributors] == ["sender"] + ["recipient"] * 4
    regesta = [s for s in sources.list_sources(session.db) if s.derived_from == telegram.id]
    assert {documents.list_documents_of(session.db, s.id)[0].language for s in regesta} == {
        "vi",
        "en",
    }


def test_names_are_kept_in_their_scripts_and_where_they_were_found(session: Session) -> None:
    names = [name for one in subjects.list_entities(session.db) for name in one.names]
    lao = next(name for name in names if name.text == "ຫຼວງນ້ຳທາ")
    assert (lao.language, lao.script) == ("lo", "Laoo")
    found = next(name for name in names if name.text == "quân nguỵ Lào")
    assert found.kind == "partisan"
    assert found.text in excerpts.get_excerpt(session.db, found.excerpt or "").quote


def test_every_change_is_the_builders(session: Session) -> None:
    changes = journal.list_changes(session.db, limit=10_000)
    assert {change.author for change in changes} == {AUTHOR}
    assert min(change.at for change in changes).startswith("2026-01-05T08:00:00")


def test_the_same_material_makes_the_same_rows(built: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.db"
    build_sample(again)
    assert read_rows(again) == read_rows(built)


@pytest.mark.skipif(not SAMPLE.is_file(), reason="this tree has no catalog.db")
def test_the_catalogue_in_the_tree_is_what_the_builder_makes(built: Path) -> None:
    assert read_rows(SAMPLE) == read_rows(built)


def test_the_builder_leaves_nothing_beside_the_catalogue(built: Path) -> None:
    assert [path.name for path in built.parent.iterdir()] == [built.name]


def test_the_picture_of_the_set_up_shows_a_passage_in_conflict(session: Session) -> None:
    resting = claims.list_claims_resting_on(session.db, SHOWN)
    listed = get_listing(session.db, [claim.id for claim in resting])
    assert any(row["conflicts"] for row in listed.values())
