"""The formats a report is saved in from its dialog: a button and a kind of file for each."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.i18n import mark


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFormat:
    """A format: the ending of its files, its button's object name and text, its kind of file."""

    suffix: str
    name: str
    button: str
    kind: str


PDF = FileFormat(
    suffix=".pdf", name="report_pdf", button=mark("Save as P&DF…"), kind=mark("PDF (*.pdf)")
)
FORMATS = (
    PDF,
    FileFormat(
        suffix=".docx",
        name="report_docx",
        button=mark("Save as W&ord…"),
        kind=mark("Word document (*.docx)"),
    ),
    FileFormat(
        suffix=".odt",
        name="report_odt",
        button=mark("Save as OD&T…"),
        kind=mark("OpenDocument text (*.odt)"),
    ),
    FileFormat(
        suffix=".html",
        name="report_html",
        button=mark("Save as &HTML…"),
        kind=mark("HTML (*.html)"),
    ),
    FileFormat(
        suffix=".md",
        name="report_markdown",
        button=mark("Save as Mar&kdown…"),
        kind=mark("Markdown (*.md)"),
    ),
)
