"""What is chosen for a report: what it is about, in which words, and how it is set."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.citations.style_words import STYLES
from desktop_app.reports.data import QuoteForm
from desktop_app.reports.model import Margins, Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportChoices:
    """The choices for one report; a kind of report that knows no such choice passes over it.

    `kind` is a key of `kinds.REPORT_KINDS`, `scope` ids of records (() for everything), `style` a
    key of the citation styles, `order` and `grouping` keys of the kind ("" for its own). `on` is
    the day (EDTF) an order of battle is drawn for, "" for all times. `generated` is the day the
    report bears (ISO), "" for today.
    """

    kind: str = "citations"
    scope: tuple[str, ...] = ()
    language: str = "en"
    style: str = STYLES[0]
    mentions: bool = True
    descriptions: bool = True
    translations: bool = True
    quotes: QuoteForm = QuoteForm.FULL
    order: str = ""
    grouping: str = ""
    on: str = ""
    paper: Paper = Paper.A4
    margins: Margins = Margins.NORMAL
    notes_at_foot: bool = True
    contents: bool = False
    index: bool = False
    generated: str = ""
