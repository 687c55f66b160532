"""Every kind of report, whatever kinds there are: golden texts, and every format read back.

`REGESTA_WRITE_GOLDEN=1 pytest tests/reports` writes the golden files anew; read the difference.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from desktop_app.app import write_report_file
from desktop_app.catalog.ids import Kind
from desktop_app.catalog.wording import OUTPUT_LANGUAGES
from desktop_app.citations.style_words import STYLES
from desktop_app.paths import SAMPLE
from desktop_app.reports.data import QuoteForm
from desktop_app.reports.layout import footer_text
from desktop_app.reports.model import Margins, Paper
from desktop_app.reports.plain import write_plain
from desktop_app.services.reporting.choices import ReportChoices
from desktop_app.services.reporting.kinds import REPORT_KINDS, ReportKind, make_report
from desktop_app.services.session import Session, open_catalogue
from tests.reports.reading_back import READERS, list_note_words, list_words, require_all, squash
from tests.reports.skirmish import build_skirmish
from tests.ui.printed import find_over_pages, read_pages
from tests.ui.printed import squash as squash_printed

GOLDEN = Path(__file__).parent / "golden"
KINDS = tuple(REPORT_KINDS.values())
FORMATS = (*READERS, ".pdf")
#: Its rows name their columns anew.
WITHOUT_TABLES = (".txt",)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    session = build_skirmish(tmp_path_factory.mktemp("skirmish"))
    session.close()
    return session.path


@pytest.fixture
def skirmish(built: Path) -> Iterator[Session]:
    session = open_catalogue(built, read_only=True)
    yield session
    session.close()


@pytest.fixture
def sample() -> Iterator[Session]:
    session = open_catalogue(SAMPLE, read_only=True)
    yield session
    session.close()


def choose_scope(session: Session, kind: ReportKind, *, narrow: bool = False) -> tuple[str, ...]:
    """Return the record with most claims that the kind can be about, or () for everything."""
    if not (kind.needs_scope or narrow):
        return ()
    wanted = Kind.EVENT if Kind.EVENT in kind.scopes else Kind.ENTITY
    if wanted not in kind.scopes:
        return ()
    most = "SELECT subject FROM claim WHERE subject LIKE ? GROUP BY subject ORDER BY count(*) DESC"
    found = session.db.column(most, ("evt-%" if wanted is Kind.EVENT else "ent-%",))
    return (found[0],)


def vary(kind: ReportKind, number: int) -> dict[str, object]:
    """Return choices that differ with `number`, so that a few reports cover every option."""
    groupings = [key for key, _ in kind.groupings] or [""]
    orders = [key for key, _ in kind.orders] or [""]
    return {
        "language": OUTPUT_LANGUAGES[number % len(OUTPUT_LANGUAGES)],
        "style": STYLES[number % len(STYLES)],
        "grouping": groupings[number % len(groupings)],
        "order": orders[number % len(orders)],
        "quotes": QuoteForm.ENDS if number % 5 == 4 else QuoteForm.FULL,
        "translations": number % 6 != 5,
        "paper": list(Paper)[number % len(Paper)],
        "margins": list(Margins)[number % len(Margins)],
        "notes_at_foot": number % 3 != 2,
        "contents": number % 2 == 0,
        "index": number % 2 == 1,
    }


def write_and_read(report, path: Path) -> None:
    """Write a report in the format of `path` and require all of it from independent readers."""
    write_report_file(report, path)
    if path.suffix == ".pdf":
        require_printed(report, path)
    else:
        found = READERS[path.suffix](path.read_bytes())
        require_all(found, report, heads=path.suffix not in WITHOUT_TABLES)


def require_printed(report, path: Path) -> None:
    """Assert that two readers of PDF find all that the report says, and its notes in order."""
    words = {squash_printed(one) for one in list_words(report)}
    for pages in read_pages(path).values():
        bodies = [squash(squash_printed(page)) for page in pages]
        whole = "".join(bodies)
        lost = [one for one in words if squash(one) not in whole]
        # Where a page ends, its foot and the next head stand between two words.
        assert [one for one in lost if not _stands_in_parts(squash(one), bodies)] == []
        last = 0
        for number, parts in list_note_words(report):
            citation = squash(squash_printed(parts[0]))
            places = [at for at, body in enumerate(bodies) if citation in body]
            at = next((one for one in places if one >= last), find_over_pages(citation, bodies))
            assert at is not None, f"note {number} is lost: {citation}"
            last = max(last, at)


def _stands_in_parts(words: str, bodies: list[str]) -> bool:
    """Tell whether `words` are cut in two by the end of a page."""
    return any(
        words[:cut] in before and words[cut:] in after
        for before, after in pairwise(bodies)
        for cut in range(1, len(words))
    )


@pytest.mark.parametrize("language", OUTPUT_LANGUAGES)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_golden(skirmish, kind, language):
    choices = ReportChoices(
        kind=kind.key,
        scope=choose_scope(skirmish, kind),
        language=language,
        generated="2024-06-01",
        index=True,
    )
    written = write_plain(make_report(skirmish, choices))
    path = GOLDEN / f"skirmish-{kind.key}-{language}.txt"
    if os.environ.get("REGESTA_WRITE_GOLDEN"):
        path.write_text(written, "utf-8", newline="\n")
    assert written == path.read_text("utf-8")
    assert footer_text(make_report(skirmish, choices)) in written


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_every_format_holds_all_of_every_kind(skirmish, tmp_path, qapp, kind, suffix):
    number = KINDS.index(kind) * len(FORMATS) + FORMATS.index(suffix)
    choices = ReportChoices(kind=kind.key, scope=choose_scope(skirmish, kind), **vary(kind, number))
    write_and_read(make_report(skirmish, choices), tmp_path / f"report{suffix}")


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_the_sample_s_reports_are_read_back_whole(sample, tmp_path, qapp, kind, language):
    number = KINDS.index(kind) + (language == "vi")
    options = vary(kind, number) | {"language": language}
    choices = ReportChoices(kind=kind.key, scope=choose_scope(sample, kind, narrow=True), **options)
    report = make_report(sample, choices)
    assert report.notes or report.counts.described
    write_and_read(report, tmp_path / f"report{FORMATS[number % len(FORMATS)]}")


def test_the_covering_reports_are_in_every_style_and_language():
    numbers = range(len(KINDS) * len(FORMATS))
    drawn = [vary(KINDS[number // len(FORMATS)], number) for number in numbers]
    assert {one["style"] for one in drawn} == set(STYLES)
    assert {one["language"] for one in drawn} == set(OUTPUT_LANGUAGES)
    assert {one["quotes"] for one in drawn} == set(QuoteForm)
