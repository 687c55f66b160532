"""The parts of a DOCX file beside its words: page, settings, properties, relations."""

from __future__ import annotations

from desktop_app.catalog.wording import output_language
from desktop_app.reports.model import Report
from desktop_app.reports.office_package import HEAD, Markup, Words, tag
from desktop_app.reports.setting import Sheet

_OFFICE = "http://schemas.openxmlformats.org"
_DOCUMENT = f"{_OFFICE}/officeDocument/2006"
_PACKAGE = f"{_OFFICE}/package/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
SPACES = {
    "xmlns:w": f"{_OFFICE}/wordprocessingml/2006/main",
    "xmlns:r": f"{_DOCUMENT}/relationships",
}
WORD = {"xmlns:w": SPACES["xmlns:w"]}
#: The format counts in twentieths of a point.
_UNITS = 20
#: How far head and foot stand from the edges of the sheet, in points.
_TO_EDGE = 28


def make_properties(report: Report, words: Words) -> str:
    """Return title, subject, language and day of the report."""
    day = f"{report.day}T00:00:00Z"
    kind = {"xsi:type": "dcterms:W3CDTF"}
    spaces = {
        "xmlns:cp": f"{_PACKAGE}/metadata/core-properties",
        "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        "xmlns:dcterms": "http://purl.org/dc/terms/",
        "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    }
    parts = [
        tag("dc:title", None, words.one_line(report.title)),
        tag("dc:subject", None, words.one_line(report.subtitle)),
        tag("dc:creator", None, Markup("Regesta")),
        tag("dc:language", None, Markup(output_language(report.language))),
    ]
    if report.day:
        parts += [tag(f"dcterms:{one}", kind, Markup(day)) for one in ("created", "modified")]
    return HEAD + tag("cp:coreProperties", spaces, *parts)


def to_units(points: float) -> int:
    """Return points in the format's measure."""
    return round(points * _UNITS)


def make_section(sheet: Sheet, kind: str) -> Markup:
    """Return the page: paper, margins, the footer, and the head of all pages but the first.

    `kind` is that of the notes.
    """
    margins = {
        "top": to_units(sheet.top),
        "right": to_units(sheet.side),
        "bottom": to_units(sheet.bottom),
        "left": to_units(sheet.side),
    }
    rest = {"header": to_units(_TO_EDGE), "footer": to_units(_TO_EDGE), "gutter": 0}
    size = {"w:w": str(to_units(sheet.width)), "w:h": str(to_units(sheet.height))}
    return tag(
        "w:sectPr",
        None,
        *(
            tag(f"w:{kind}Reference", {"w:type": pages, "r:id": part})
            for kind, pages, part in (
                ("header", "default", "rId7"),
                ("footer", "default", "rId2"),
                ("footer", "first", "rId8"),
            )
        ),
        tag(f"w:{kind}Pr", None, *_note_place(kind)),
        tag("w:pgSz", size),
        tag("w:pgMar", {f"w:{key}": str(value) for key, value in (margins | rest).items()}),
        tag("w:titlePg"),
    )


def make_settings(kind: str) -> str:
    """Return the settings: where notes and the lines above them are, and no old ways of setting.

    `kind` is "footnote" or "endnote".
    """
    version = {
        "w:name": "compatibilityMode",
        "w:uri": "http://schemas.microsoft.com/office/word",
        "w:val": "15",
    }
    return HEAD + tag(
        "w:settings",
        WORD,
        tag(
            f"w:{kind}Pr",
            None,
            *_note_place(kind),
            *(tag(f"w:{kind}", {"w:id": number}) for number in ("-1", "0")),
        ),
        tag("w:compat", None, tag("w:compatSetting", version)),
    )


def _note_place(kind: str) -> tuple[Markup, Markup]:
    place = {"footnote": "pageBottom", "endnote": "docEnd"}[kind]
    return tag("w:pos", {"w:val": place}), tag("w:numFmt", {"w:val": "decimal"})


def list_separators(kind: str) -> list[Markup]:
    """Return the notes that are none: the line above notes, and above those carried over."""
    return [
        tag(
            f"w:{kind}",
            {"w:type": name, "w:id": str(number)},
            tag("w:p", None, tag("w:r", None, tag(f"w:{name}"))),
        )
        for number, name in enumerate(("separator", "continuationSeparator"), -1)
    ]


def _relations(*targets: tuple[str, str]) -> str:
    listed = (
        tag("Relationship", {"Id": f"rId{number}", "Type": kind, "Target": target})
        for number, (kind, target) in enumerate(targets, 1)
    )
    return HEAD + tag("Relationships", {"xmlns": f"{_PACKAGE}/relationships"}, *listed)


PACKAGE_RELATIONS = _relations(
    (f"{_DOCUMENT}/relationships/officeDocument", "word/document.xml"),
    (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
)


def make_relations(kind: str) -> str:
    """Return what the document is made of; `kind` is that of its notes."""
    return _relations(
        (f"{_DOCUMENT}/relationships/{kind}s", f"{kind}s.xml"),
        *_TARGETS,
    )


_TARGETS = (
    (f"{_DOCUMENT}/relationships/footer", "footer1.xml"),
    (f"{_DOCUMENT}/relationships/styles", "styles.xml"),
    (f"{_DOCUMENT}/relationships/numbering", "numbering.xml"),
    (f"{_DOCUMENT}/relationships/fontTable", "fontTable.xml"),
    (f"{_DOCUMENT}/relationships/settings", "settings.xml"),
    (f"{_DOCUMENT}/relationships/header", "header1.xml"),
    (f"{_DOCUMENT}/relationships/footer", "footer2.xml"),
)


def make_content_types(kind: str) -> str:
    """Return the kinds of all parts; `kind` is that of the notes."""
    return HEAD + tag(
        "Types",
        {"xmlns": f"{_PACKAGE}/content-types"},
        tag(
            "Default",
            {
                "Extension": "rels",
                "ContentType": "application/vnd.openxmlformats-package.relationships+xml",
            },
        ),
        tag("Default", {"Extension": "xml", "ContentType": "application/xml"}),
        *(
            tag("Override", {"PartName": name, "ContentType": content})
            for name, content in (
                ("/word/document.xml", f"{_WORD_TYPE}.document.main+xml"),
                (f"/word/{kind}s.xml", f"{_WORD_TYPE}.{kind}s+xml"),
                ("/word/header1.xml", f"{_WORD_TYPE}.header+xml"),
                ("/word/footer1.xml", f"{_WORD_TYPE}.footer+xml"),
                ("/word/footer2.xml", f"{_WORD_TYPE}.footer+xml"),
                ("/word/styles.xml", f"{_WORD_TYPE}.styles+xml"),
                ("/word/numbering.xml", f"{_WORD_TYPE}.numbering+xml"),
                ("/word/fontTable.xml", f"{_WORD_TYPE}.fontTable+xml"),
                ("/word/settings.xml", f"{_WORD_TYPE}.settings+xml"),
                (
                    "/docProps/core.xml",
                    "application/vnd.openxmlformats-package.core-properties+xml",
                ),
            )
        ),
    )
