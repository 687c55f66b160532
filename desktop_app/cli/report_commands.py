"""The commands of reports: writing one of any kind, and listing the kinds with their options.

The kinds are those of `REPORT_KINDS`; this module knows none by name.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from desktop_app.catalog.wording import OUTPUT_LANGUAGES
from desktop_app.citations.style_words import STYLES
from desktop_app.cli.arguments import WrongUsage
from desktop_app.cli.opening import open_session
from desktop_app.cli.output import Answer
from desktop_app.errors import UserError
from desktop_app.i18n import tr, tr_marked

if TYPE_CHECKING:
    from desktop_app.services.reporting.choices import ReportChoices
    from desktop_app.services.reporting.kinds import ReportKind

Arguments = argparse.Namespace

#: The options that only some kinds of report know, by the field of `ReportChoices` they fill.
_OF_SOME = {
    "order": "--order",
    "grouping": "--grouping",
    "quotes": "--quotes",
    "mentions": "--no-mentions",
    "descriptions": "--no-descriptions",
    "translations": "--no-translations",
    "on": "--on",
}
#: The options of every report, by field.
_OF_ALL = {
    "language": "--language",
    "style": "--style",
    "paper": "--paper",
    "margins": "--margins",
    "notes_at_foot": "--notes",
    "contents": "--contents",
    "index": "--index",
    "generated": "--date",
}


def run_report(given: Arguments) -> Answer:
    """Write a report; the format follows from the file's suffix."""
    from desktop_app.app import write_report

    choices = _read_choices(given)
    with open_session(given.catalogue, given) as session:
        counts = write_report(session, given.output, choices)
    line = tr("Written to {path}.", path=str(given.output))
    return Answer({"file": str(given.output), "counts": counts}, (line,))


def run_reports(given: Arguments) -> Answer:
    """List the kinds of report, what each can be about, and the options it knows."""
    from desktop_app.services.reporting.kinds import REPORT_KINDS

    del given
    kinds = REPORT_KINDS.values()
    value = {
        "reports": [_shape(kind) for kind in kinds],
        "options": list(_OF_ALL.values()),
        "styles": list(STYLES),
        "languages": list(OUTPUT_LANGUAGES),
    }
    lines = [line for kind in kinds for line in _describe(kind)]
    every = tr("every kind also knows: {options}", options=" ".join(_OF_ALL.values()))
    return Answer(value, (*lines, every))


def _shape(kind: ReportKind) -> dict[str, Any]:
    return {
        "kind": kind.key,
        "title": tr_marked(kind.title),
        "about": tr_marked(kind.about),
        "subjects": [one.value for one in kind.scopes],
        "needs_subject": kind.needs_scope,
        "options": _list_options(kind),
        "orders": {key: tr_marked(text) for key, text in kind.orders},
        "groupings": {key: tr_marked(text) for key, text in kind.groupings},
    }


def _describe(kind: ReportKind) -> Iterator[str]:
    yield f"{kind.key}  {tr_marked(kind.title)}: {tr_marked(kind.about)}"
    needed = "--subject ID" if kind.needs_scope else "[--subject ID]"
    yield "    " + " ".join([needed, *(f"[{one}]" for one in _list_options(kind))])
    for option, pairs in (("--order", kind.orders), ("--grouping", kind.groupings)):
        yield from (f"    {option} {key}: {tr_marked(text)}" for key, text in pairs)


def _list_options(kind: ReportKind) -> list[str]:
    """Return the options that `kind` knows beside those of every report."""
    known = {*kind.knows, *(("order",) if kind.orders else ())}
    known |= {"grouping"} if kind.groupings else set()
    return [option for name, option in _OF_SOME.items() if name in known]


def _read_choices(given: Arguments) -> ReportChoices:
    """Return what was asked for; raise WrongUsage for what the kind of report does not know."""
    from desktop_app.reports.data import QuoteForm
    from desktop_app.reports.model import Margins, Paper
    from desktop_app.services.reporting.choices import ReportChoices
    from desktop_app.services.reporting.kinds import REPORT_KINDS, check_scope

    kind = REPORT_KINDS.get(given.kind)
    if kind is None:
        raise _refuse(given, tr("“{kind}” is no kind of report", kind=given.kind), REPORT_KINDS)
    _refuse_unknown(given, kind)
    try:
        check_scope(kind, given.subject)
    except UserError as error:
        raise _refuse(given, error.message) from error
    return ReportChoices(
        kind=kind.key,
        scope=tuple(given.subject),
        language=given.language,
        style=given.style,
        mentions=given.mentions is None,
        descriptions=given.descriptions is None,
        translations=given.translations is None,
        quotes=QuoteForm(given.quotes or QuoteForm.FULL),
        order=given.order or "",
        grouping=given.grouping or "",
        on=given.on or "",
        paper=Paper(given.paper),
        margins=Margins(given.margins),
        notes_at_foot=given.notes == "foot",
        contents=given.contents,
        index=given.index,
        generated=given.date or "",
    )


def _refuse_unknown(given: Arguments, kind: ReportKind) -> None:
    known = _list_options(kind)
    for name, option in _OF_SOME.items():
        if getattr(given, name) is not None and option not in known:
            reason = tr("“{report}” does not know {option}", report=kind.key, option=option)
            raise _refuse(given, reason, known)
    for name, pairs in (("order", kind.orders), ("grouping", kind.groupings)):
        keys, value = [key for key, _ in pairs], getattr(given, name)
        if value is not None and value not in keys:
            option = _OF_SOME[name]
            reason = tr("{option} cannot be “{value}”", option=option, value=value)
            raise _refuse(given, reason, keys)


def _refuse(given: Arguments, reason: str, known: Any = ()) -> WrongUsage:
    """Return the fault, with what can be said instead."""
    words = tr("{reason}; known are: {known}", reason=reason, known=", ".join(known))
    return WrongUsage(f"regesta report: {words if known else reason}", given.usage())


REPORT_RUNNERS: dict[str, Callable[[Any], Answer]] = {"report": run_report, "reports": run_reports}
