"""The parts of an ODT file that are the same in every report: styles, page, manifest."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_app.catalog.wording import output_language
from desktop_app.reports.model import Report
from desktop_app.reports.office_package import (
    ASIAN,
    COMPLEX,
    CONTEXT_SHARES,
    CONTEXT_STYLES,
    HEAD,
    Markup,
    Words,
    find_region,
    tag,
)
from desktop_app.reports.spans import Span

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
_BODY_FONT, _HEADING_FONT, _LAO_FONT = "Times New Roman", "Arial", "Leelawadee UI"
_TEXT_WIDTH = "17.4cm"
_GREY = "#595959"
#: The same property for Latin, East Asian and complex scripts.
_SCRIPTS = ("", "-asian", "-complex")


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


def make_styles(language: str, header: Markup, footer: Markup) -> str:
    """Return the styles, the page, its head and foot; `language` is the report's own."""
    default = tag(
        "style:default-style",
        {"style:family": "paragraph"},
        tag("style:paragraph-properties", _block(0, 0.14) | {"fo:line-height": "115%"} | _ORPHANS),
        tag(
            "style:text-properties",
            _fonts(_BODY_FONT) | _size(10.5) | _say_language(language) | _LAO,
        ),
    )
    page = tag(
        "style:page-layout",
        {"style:name": "Page"},
        tag("style:page-layout-properties", _PAGE, _NOTE_LINE),
        *_ROOMS,
    )
    return HEAD + tag(
        "office:document-styles",
        SPACES | VERSION,
        tag("office:font-face-decls", None, *_FACES),
        tag("office:styles", None, default, *_PARAGRAPHS, *_HEADINGS, *_OTHERS),
        tag("office:automatic-styles", None, page),
        tag(
            "office:master-styles",
            None,
            tag(
                "style:master-page",
                {"style:name": "Standard", "style:page-layout-name": "Page"},
                tag("style:header", None, header),
                tag("style:header-first", None, _NO_HEAD),
                tag("style:footer", None, footer),
            ),
        ),
    )


def make_look(span: Span) -> Markup:
    """Return the properties of a run, "" where it looks like the text around it."""
    look: dict[str, str] = {}
    if span.bold:
        look |= _BOLD
    if span.italic:
        look |= _ITALIC
    if span.small_caps:
        look["fo:font-variant"] = "small-caps"
    if span.struck:
        look |= {"style:text-line-through-style": "solid", "style:text-line-through-type": "single"}
    if span.raised:
        look |= _RAISED
    look |= _say_language(span.language)
    return tag("style:text-properties", look) if look else Markup("")


def _say_language(language: str) -> dict[str, str]:
    """Return the language by its script; "none" is the format's word for an unknown region."""
    found = find_region(language)
    if found is None:
        return {}
    first, region = found
    said = {"fo:language": first, "fo:country": region or "none"}
    for script, languages in (("asian", ASIAN), ("complex", COMPLEX)):
        if first in languages:
            said[f"style:language-{script}"] = first
            said[f"style:country-{script}"] = region or "none"
    return said


def _fonts(name: str) -> dict[str, str]:
    return {
        "style:font-name": name,
        "style:font-name-asian": name,
        "style:font-name-complex": _LAO_FONT,
    }


def _size(points: float) -> dict[str, str]:
    return {_script("fo:font-size", script): f"{points}pt" for script in _SCRIPTS}


def _script(name: str, script: str) -> str:
    """Return a property's name for a script: only the Latin one is of the older vocabulary."""
    return f"{name.replace('fo:', 'style:')}{script}" if script else name


def _block(before: float, after: float, left: float = 0, first: float = 0) -> dict[str, str]:
    """Return distances in cm; a style that says no indent leaves it to its list."""
    indent = {"fo:margin-left": f"{left}cm", "fo:text-indent": f"{first}cm"} if left else {}
    return {"fo:margin-top": f"{before}cm", "fo:margin-bottom": f"{after}cm", **indent}


def _style(
    name: str, block: Mapping[str, str], look: Mapping[str, str], *inside: Markup, shown: str = ""
) -> Markup:
    named = {"style:name": name, "style:family": "paragraph"}
    if shown:
        named["style:display-name"] = shown
    if name != "Standard":
        named["style:parent-style-name"] = "Standard"
    if name.startswith("Heading"):
        named |= {
            "style:default-outline-level": name[-1],
            "style:next-style-name": "Text_20_body",
        }
    parts = [tag("style:paragraph-properties", block, *inside)]
    parts += [tag("style:text-properties", look)] if look else []
    return tag("style:style", named, *parts)


def _heading(level: int) -> Markup:
    sizes = {1: 16.0, 2: 13.5, 3: 12.0}
    return _style(
        f"Heading_20_{level}",
        _block(0.56 if level == 1 else 0.39, 0.14) | _KEEP,
        _fonts(_HEADING_FONT) | _BOLD | _size(sizes.get(level, 11.0)),
        shown=f"Heading {level}",
    )


def _face(name: str, family: str) -> Markup:
    return tag("style:font-face", {"style:name": name, "svg:font-family": family})


def _cell(name: str, border: str) -> Markup:
    return tag(
        "style:style",
        {"style:name": name, "style:family": "table-cell"},
        tag("style:table-cell-properties", {"fo:border": border, "fo:padding": "0.12cm"}),
    )


_BOLD = {_script("fo:font-weight", script): "bold" for script in _SCRIPTS}
_ITALIC = {_script("fo:font-style", script): "italic" for script in _SCRIPTS}
_RAISED = {"style:text-position": "super 58%"}
_SOFT = {"fo:color": _GREY}
_LAO = {"style:language-complex": "lo", "style:country-complex": "LA"}
_ORPHANS = {"fo:orphans": "2", "fo:widows": "2"}
_TOGETHER = {"fo:keep-together": "always"}
_KEEP = {"fo:keep-with-next": "always"} | _TOGETHER
_FACES = (
    _face(_BODY_FONT, "'Times New Roman', 'Noto Serif', serif"),
    _face(_HEADING_FONT, "Arial, 'Noto Sans', sans-serif"),
    _face(_LAO_FONT, "'Leelawadee UI', 'Noto Serif Lao'"),
)
_PARAGRAPHS = (
    _style("Standard", _block(0, 0.14), {}),
    _style("Text_20_body", _block(0, 0.14), {}, shown="Text body"),
    _style("Title", _block(0, 0.21) | _KEEP, _fonts(_HEADING_FONT) | _BOLD | _size(20)),
    _style("Subtitle", _block(0, 0.42) | _KEEP, _size(13)),
    _style("Names", _block(0, 0.14), _SOFT),
    _style("Remark", _block(0, 0.14), _SOFT | _ITALIC),
    _style("Claim", _block(0, 0.1) | _TOGETHER, {}),
    _style("Mention", _block(0, 0.1) | _TOGETHER, {}),
    *(
        _style(name, _block(0, 0.03) | _TOGETHER | {"fo:text-align": side}, _size(8.5))
        for name, side in zip(CONTEXT_STYLES, ("end", "center", "start", "start"), strict=True)
    ),
    _style("Caption", _block(0.28, 0.1) | _KEEP, _BOLD),
    _style("Table_20_Contents", _block(0, 0.1), _size(9.5), shown="Table Contents"),
    _style("Table_20_Closing", _block(0.07, 0.28), {}, shown="Table Closing"),
    _style("Footnote", _block(0, 0.07, 0.5, -0.5), _size(9)),
    _style("Bibliography", _block(0, 0.14, 0.8, -0.8) | _TOGETHER, {}),
    _style("Counts", _block(0, 0.07), _SOFT),
    *(
        _style(
            name,
            _block(0, 0),
            _SOFT | _size(8.5),
            tag(
                "style:tab-stops",
                None,
                tag("style:tab-stop", {"style:position": _TEXT_WIDTH, "style:type": "right"}),
            ),
        )
        for name in ("Header", "Footer")
    ),
)
_NO_HEAD = tag("text:p", {"text:style-name": "Header"})
_HEADINGS = tuple(_heading(level) for level in range(1, 7))
_OTHERS = (
    tag(
        "style:style",
        {
            "style:name": "Note_20_Number",
            "style:display-name": "Note Number",
            "style:family": "text",
        },
        tag("style:text-properties", _RAISED),
    ),
    tag(
        "style:style",
        {
            "style:name": "Source_20_Link",
            "style:display-name": "Source Link",
            "style:family": "text",
        },
    ),
    tag(
        "text:list-style",
        {"style:name": "Claims"},
        tag(
            "text:list-level-style-bullet",
            {"text:level": "1", "text:bullet-char": "•"},
            tag(
                "style:list-level-properties",
                {"text:list-level-position-and-space-mode": "label-alignment"},
                tag(
                    "style:list-level-label-alignment",
                    {
                        "text:label-followed-by": "listtab",
                        "text:list-tab-stop-position": "0.6cm",
                        "fo:text-indent": "-0.4cm",
                        "fo:margin-left": "0.6cm",
                    },
                ),
            ),
        ),
    ),
    tag(
        "text:notes-configuration",
        {
            "text:note-class": "footnote",
            "text:default-style-name": "Footnote",
            "text:citation-body-style-name": "Note_20_Number",
            "text:citation-style-name": "Note_20_Number",
            "style:num-format": "1",
            "text:start-value": "0",
            "text:footnotes-position": "page",
            "text:start-numbering-at": "document",
        },
    ),
)
TABLE_STYLES = (
    tag(
        "style:style",
        {"style:name": "Conflict", "style:family": "table"},
        tag(
            "style:table-properties",
            {"style:width": _TEXT_WIDTH, "table:align": "margins", "fo:margin-bottom": "0.1cm"},
        ),
    ),
    *(
        tag(
            "style:style",
            {"style:name": f"Context{number}", "style:family": "table-column"},
            tag("style:table-column-properties", {"style:rel-column-width": f"{share}*"}),
        )
        for number, share in enumerate(CONTEXT_SHARES)
    ),
    _cell("Plain", "none"),
    _cell("Value", f"0.5pt solid {_GREY}"),
    _cell("Chosen", "1.5pt solid #000000"),
)
_PAGE = {
    "fo:page-width": "21cm",
    "fo:page-height": "29.7cm",
    "style:print-orientation": "portrait",
    "fo:margin-top": "1.2cm",
    "fo:margin-bottom": "1.2cm",
    "fo:margin-left": "1.8cm",
    "fo:margin-right": "1.8cm",
}
_NOTE_LINE = tag(
    "style:footnote-sep",
    {
        "style:width": "0.018cm",
        "style:distance-before-sep": "0.1cm",
        "style:distance-after-sep": "0.1cm",
        "style:adjustment": "left",
        "style:rel-width": "25%",
        "style:color": "#000000",
    },
)
_ROOMS = tuple(
    tag(
        f"style:{place}-style",
        None,
        tag("style:header-footer-properties", {"fo:min-height": "0.8cm", margin: "0.4cm"}),
    )
    for place, margin in (("header", "fo:margin-bottom"), ("footer", "fo:margin-top"))
)
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
