"""The citation report, and what it shares with every report that rests on claims."""

from __future__ import annotations

from collections.abc import Iterable

from desktop_app.reports.citation_report import build_citation_report
from desktop_app.reports.data import ReportData, ReportOptions
from desktop_app.reports.model import Report, Setup
from desktop_app.services.citing import SourceBook
from desktop_app.services.reporting.choices import ReportChoices
from desktop_app.services.reporting.collecting import collect_report_data
from desktop_app.services.session import Session


def make_citation_report(session: Session, choices: ReportChoices) -> Report:
    """Return the citation report of the records chosen, of everything where none is."""
    with session.db.guard:
        data = collect_report_data(
            session, choices.scope, language=choices.language, generated=choices.generated
        )
        options = make_options(session, choices, data)
    return build_citation_report(data, options)


def make_options(
    session: Session, choices: ReportChoices, data: ReportData, *, sources: Iterable[str] = ()
) -> ReportOptions:
    """Return the options of a report on `data`, with a citer that knows all its sources.

    `sources` are ids of sources that it names besides.
    """
    book = SourceBook(
        session.db,
        data.documents,
        sources,
        language=choices.language,
        style=choices.style,
    )
    return ReportOptions(
        language=choices.language,
        citer=book.citer,
        include_mentions=choices.mentions,
        include_descriptions=choices.descriptions,
        include_translations=choices.translations,
        include_index=choices.index,
        quotes=choices.quotes,
        order=choices.order,
        grouping=choices.grouping,
        setup=Setup(
            paper=choices.paper,
            margins=choices.margins,
            notes_at_foot=choices.notes_at_foot,
            contents=choices.contents,
        ),
    )
