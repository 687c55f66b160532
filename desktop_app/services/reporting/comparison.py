"""The comparison of sources on events, read from the catalogue."""

from __future__ import annotations

from desktop_app.catalog.ids import number_of
from desktop_app.catalog.rules import find_witness
from desktop_app.reports.comparison import build_comparison
from desktop_app.reports.comparison_cells import ComparisonFacts
from desktop_app.reports.model import Report
from desktop_app.services.citing import SourceBook
from desktop_app.services.indexing import find_days
from desktop_app.services.reporting.choices import ReportChoices
from desktop_app.services.reporting.citations import make_options
from desktop_app.services.reporting.collecting import collect_report_data
from desktop_app.services.session import Session


def make_comparison(session: Session, choices: ReportChoices) -> Report:
    """Return the comparison of all sources on the events chosen and their parts."""
    with session.db.guard:
        data = collect_report_data(
            session, choices.scope, language=choices.language, generated=choices.generated
        )
        options = make_options(session, choices, data)
        book = SourceBook(session.db, data.documents, language=choices.language)
    return build_comparison(data, _describe_sources(book), options)


def _describe_sources(book: SourceBook) -> ComparisonFacts:
    """Return the sources by date, then as they were made, and the witness behind each."""
    cited = [book.sources[source] for source in book.cited]
    cited.sort(key=lambda one: (find_days(one.edtf)[0] or "9999", number_of(one.id)))
    return ComparisonFacts(
        order=tuple(one.id for one in cited),
        names=book.name_sources(),
        witnesses={one.id: find_witness(one, book.find_source) for one in cited},
    )
