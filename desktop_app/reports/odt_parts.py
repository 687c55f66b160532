"""The parts of an ODT file beside its words: names, properties, manifest."""

from __future__ import annotations

from desktop_app.catalog.wording import output_language
from desktop_app.reports.model import Report
from desktop_app.reports.office_package import HEAD, Markup, Words, tag

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
VERSION = {"office:version": "1.3"}
SPACES = {
    "xmlns:office": f"{_OASIS}:office:1.0",
    "xmlns:text": f"{_OASIS}:text:1.0",
    "xmlns:table": f"{_OASIS}:table:1.0",
    "xmlns:style": f"{_OASIS}:style:1.0",
    "xmlns:fo": f"{_OASIS}:xsl-fo-compatible:1.0",
    "xmlns:svg": f"{_OASIS}:svg-compatible:1.0",
    "xmlns:meta": f"{_OASIS}:meta:1.0",
    "xmlns:xlink": "http://www.w3.org/1999/xlink",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
}
#: The style from which the looks of all words of sources are made.
QUOTED = "Quoted_20_Words"


def make_meta(report: Report, words: Words) -> str:
    """Return title, subject, language and day of the report."""
    day = Markup(f"{report.day}T00:00:00")
    parts = [
        tag("meta:generator", None, Markup("Regesta")),
        tag("dc:title", None, words.one_line(report.title)),
        tag("dc:subject", None, words.one_line(report.subtitle)),
        tag("dc:language", None, Markup(output_language(report.language))),
    ]
    if report.day:
        parts += [tag("meta:creation-date", None, day), tag("dc:date", None, day)]
    meta = tag("office:meta", None, *parts)
    return HEAD + tag("office:document-meta", SPACES | VERSION, meta)


MANIFEST = HEAD + tag(
    "manifest:manifest",
    {"xmlns:manifest": f"{_OASIS}:manifest:1.0", "manifest:version": "1.3"},
    *(
        tag("manifest:file-entry", {"manifest:full-path": path, "manifest:media-type": kind})
        for path, kind in (
            ("/", MEDIA_TYPE),
            ("content.xml", "text/xml"),
            ("styles.xml", "text/xml"),
            ("meta.xml", "text/xml"),
        )
    ),
)
