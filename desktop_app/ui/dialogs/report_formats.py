"""The formats a report is saved in from its dialog, and the kind of file of each."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.i18n import mark


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFormat:
    """A format: the ending of its files, its object name, its kind of file in words."""

    suffix: str
    name: str
    kind: str


PDF = FileFormat(suffix=".pdf", name="report_pdf", kind=mark("PDF (*.pdf)"))
FORMATS = (
    PDF,
    FileFormat(suffix=".docx", name="report_docx", kind=mark("Word document (*.docx)")),
    FileFormat(suffix=".odt", name="report_odt", kind=mark("OpenDocument text (*.odt)")),
    FileFormat(suffix=".html", name="report_html", kind=mark("HTML (*.html)")),
    FileFormat(suffix=".md", name="report_markdown", kind=mark("Markdown (*.md)")),
    FileFormat(suffix=".txt", name="report_text", kind=mark("Plain text (*.txt)")),
    FileFormat(suffix=".csv", name="report_rows", kind=mark("Table of the rows (*.csv)")),
)
