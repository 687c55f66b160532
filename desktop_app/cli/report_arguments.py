"""The arguments of `regesta report`: what it is about, in which words, and how it is set.

What only some kinds of report know has no default here: what was not said is the kind's own.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from desktop_app.catalog.wording import OUTPUT_LANGUAGES
from desktop_app.citations.style_words import STYLES
from desktop_app.cli.argument_types import read_day, read_edtf, read_style, read_word
from desktop_app.i18n import tr


def add_report_arguments(report: argparse.ArgumentParser) -> None:
    """Add what `regesta report` takes after the catalogue."""
    said = tr("a kind of report: “regesta reports” lists them with their options")
    report.add_argument("kind", metavar="KIND", type=read_word, help=said)
    said = tr("its ending names the format: .pdf, .docx, .odt, .html, .md, .txt or .csv")
    report.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help=said)
    said = tr("what it is about; may be said several times")
    report.add_argument(
        "--subject", action="append", default=[], metavar="ID", type=read_word, help=said
    )
    report.add_argument("--style", default=STYLES[0], type=read_style, metavar="STYLE")
    report.add_argument("--language", default="en", choices=OUTPUT_LANGUAGES)
    report.add_argument("--order", metavar="ORDER", type=read_word)
    report.add_argument("--grouping", metavar="GROUPING", type=read_word)
    said = tr("print quotes whole, or their first and last words")
    report.add_argument("--quotes", choices=("full", "ends"), help=said)
    report.add_argument("--no-mentions", dest="mentions", action="store_false", default=None)
    report.add_argument(
        "--no-descriptions", dest="descriptions", action="store_false", default=None
    )
    report.add_argument(
        "--no-translations", dest="translations", action="store_false", default=None
    )
    said = tr("the day an order of battle is drawn for")
    report.add_argument("--on", type=read_edtf, metavar="EDTF", help=said)
    _add_page_arguments(report)
    report.set_defaults(usage=report.format_usage)


def _add_page_arguments(report: argparse.ArgumentParser) -> None:
    report.add_argument("--paper", default="a4", choices=("a4", "letter"))
    report.add_argument("--margins", default="normal", choices=("normal", "narrow", "wide"))
    said = tr("notes at the foot of their page, or at the end")
    report.add_argument("--notes", default="foot", choices=("foot", "end"), help=said)
    said = tr("begin with a table of contents")
    report.add_argument("--contents", action="store_true", help=said)
    said = tr("end with an index of names")
    report.add_argument("--index", action="store_true", help=said)
    said = tr("the day the report bears, today if not said")
    report.add_argument("--date", type=read_day, metavar="YYYY-MM-DD", help=said)
