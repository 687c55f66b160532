"""The parts of a DOCX file that are the same in every report: styles, page, relations."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_app.catalog.wording import output_language
from desktop_app.reports.model import Report
from desktop_app.reports.office_package import HEAD, Markup, Words, tag

_OFFICE = "http://schemas.openxmlformats.org"
_DOCUMENT = f"{_OFFICE}/officeDocument/2006"
_PACKAGE = f"{_OFFICE}/package/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
SPACES = {
    "xmlns:w": f"{_OFFICE}/wordprocessingml/2006/main",
    "xmlns:r": f"{_DOCUMENT}/relationships",
}
_WORD = {"xmlns:w": SPACES["xmlns:w"]}
#: A4 in twentieths of a point, with margins of 20 and 18 mm.
_PAGE_WIDTH, _PAGE_HEIGHT, _TOP, _SIDE = 11906, 16838, 1134, 1021
TEXT_WIDTH = _PAGE_WIDTH - 2 * _SIDE
_BODY_FONT, _HEADING_FONT, _LAO_FONT = "Times New Roman", "Arial", "Leelawadee UI"
_GREY = "595959"


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


def make_section() -> Markup:
    """Return the page: A4, margins, the footer, and the head of all pages but the first."""
    margins = {"top": _TOP, "right": _SIDE, "bottom": _TOP, "left": _SIDE}
    rest = {"header": 567, "footer": 567, "gutter": 0}
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
        tag("w:pgSz", {"w:w": str(_PAGE_WIDTH), "w:h": str(_PAGE_HEIGHT)}),
        tag("w:pgMar", {f"w:{key}": str(value) for key, value in (margins | rest).items()}),
        tag("w:titlePg"),
    )


def make_settings() -> str:
    """Return the settings: where the lines above footnotes are, and no old ways of setting."""
    version = {
        "w:name": "compatibilityMode",
        "w:uri": "http://schemas.microsoft.com/office/word",
        "w:val": "15",
    }
    lines = (tag("w:footnote", {"w:id": number}) for number in ("-1", "0"))
    return HEAD + tag(
        "w:settings",
        _WORD,
        tag("w:footnotePr", None, *lines),
        tag("w:compat", None, tag("w:compatSetting", version)),
    )


def make_styles(languages: Mapping[str, str]) -> str:
    """Return the styles; `languages` are the attributes of the report's own language."""
    default = tag(
        "w:rPr",
        None,
        _fonts(_BODY_FONT),
        *_size(21),
        tag("w:lang", {"w:bidi": "lo-LA", **languages}),
    )
    defaults = tag(
        "w:docDefaults",
        None,
        tag("w:rPrDefault", None, default),
        tag("w:pPrDefault", None, tag("w:pPr", None, _space(0, 80, 276))),
    )
    return HEAD + tag("w:styles", _WORD, defaults, *_PARAGRAPHS, *_HEADINGS, *_CHARACTERS, _TABLE)


def _fonts(name: str) -> Markup:
    return tag(
        "w:rFonts", {"w:ascii": name, "w:hAnsi": name, "w:eastAsia": name, "w:cs": _LAO_FONT}
    )


def _size(half_points: int) -> tuple[Markup, Markup]:
    value = {"w:val": str(half_points)}
    return tag("w:sz", value), tag("w:szCs", value)


def _space(before: int, after: int, line: int = 0) -> Markup:
    lines = {"w:line": str(line), "w:lineRule": "auto"} if line else {}
    return tag("w:spacing", {"w:before": str(before), "w:after": str(after), **lines})


def _hang(left: int, hanging: int) -> Markup:
    return tag("w:ind", {"w:left": str(left), "w:hanging": str(hanging)})


def _style(key: str, name: str, paragraph: tuple[Markup, ...] = (), *runs: Markup) -> Markup:
    """Return a paragraph style; its paragraph properties are in the order the format asks for."""
    is_default = {"w:default": "1"} if key == "Normal" else {}
    parts = [tag("w:name", {"w:val": name})]
    if not is_default:
        parts.append(tag("w:basedOn", {"w:val": "Normal"}))
    if key.startswith(("Heading", "Title", "Subtitle")):
        parts.append(tag("w:next", {"w:val": "BodyText"}))
    parts.append(tag("w:qFormat"))
    parts += [tag("w:pPr", None, *paragraph)] if paragraph else []
    parts += [tag("w:rPr", None, *runs)] if runs else []
    return tag("w:style", {"w:type": "paragraph", **is_default, "w:styleId": key}, *parts)


def _heading(level: int) -> Markup:
    sizes = {1: 32, 2: 27, 3: 24}
    return _style(
        f"Heading{level}",
        f"heading {level}",
        (
            _NEXT,
            _LINES,
            _space(320 if level == 1 else 220, 80, 264),
            tag("w:outlineLvl", {"w:val": str(level - 1)}),
        ),
        _fonts(_HEADING_FONT),
        *_BOLD,
        *_size(sizes.get(level, 22)),
    )


def _character(key: str, name: str, *runs: Markup) -> Markup:
    look = [tag("w:rPr", None, *runs)] if runs else []
    named = tag("w:name", {"w:val": name})
    return tag(
        "w:style", {"w:type": "character", "w:customStyle": "1", "w:styleId": key}, named, *look
    )


def _relations(*targets: tuple[str, str]) -> str:
    listed = (
        tag("Relationship", {"Id": f"rId{number}", "Type": kind, "Target": target})
        for number, (kind, target) in enumerate(targets, 1)
    )
    return HEAD + tag("Relationships", {"xmlns": f"{_PACKAGE}/relationships"}, *listed)


def _font(name: str, other: str) -> Markup:
    return tag("w:font", {"w:name": name}, tag("w:altName", {"w:val": other}))


_NEXT, _LINES = tag("w:keepNext"), tag("w:keepLines")
_BOLD = (tag("w:b"), tag("w:bCs"))
_SOFT = tag("w:color", {"w:val": _GREY})
_BULLET = tag("w:numPr", None, tag("w:ilvl", {"w:val": "0"}), tag("w:numId", {"w:val": "1"}))
_CONTEXT_SIDES = (("Left", "right"), ("Word", "center"), ("Right", "left"), ("Source", "left"))
_PARAGRAPHS = (
    _style("Normal", "Normal", (tag("w:widowControl"),)),
    _style("BodyText", "Body Text"),
    _style(
        "Title", "Title", (_NEXT, _LINES, _space(0, 120)), _fonts(_HEADING_FONT), *_BOLD, *_size(40)
    ),
    _style("Subtitle", "Subtitle", (_NEXT, _LINES, _space(0, 240)), *_size(26)),
    _style("Names", "Names", (), _SOFT),
    _style("Remark", "Remark", (), tag("w:i"), tag("w:iCs"), _SOFT),
    _style("Claim", "Claim", (_LINES, _BULLET, _space(0, 60))),
    _style("Mention", "Mention", (_LINES, _BULLET, _space(0, 60))),
    *(
        _style(
            f"Context{part}",
            f"Context {part}",
            (_LINES, _space(0, 20), tag("w:jc", {"w:val": side})),
            *_size(17),
        )
        for part, side in _CONTEXT_SIDES
    ),
    _style("Caption", "caption", (_NEXT, _LINES, _space(160, 60)), *_BOLD),
    _style("TableText", "Table Text", (_space(0, 60, 252),), *_size(19)),
    _style("TableEnd", "Table End", (_space(0, 0, 60),), *_size(4)),
    _style("TableClosing", "Table Closing", (_space(40, 160),)),
    _style("FootnoteText", "footnote text", (_space(0, 40, 240),), *_size(18)),
    _style("Bibliography", "Bibliography", (_LINES, _space(0, 80), _hang(454, 454))),
    _style("Counts", "Counts", (_space(0, 40),), _SOFT),
    *(
        _style(
            key,
            key.lower(),
            (
                tag("w:tabs", None, tag("w:tab", {"w:val": "right", "w:pos": str(TEXT_WIDTH)})),
                _space(0, 0, 240),
            ),
            _SOFT,
            *_size(17),
        )
        for key in ("Header", "Footer")
    ),
)
_HEADINGS = tuple(_heading(level) for level in range(1, 7))
_CHARACTERS = (
    _character("QuotedWords", "Quoted Words"),
    _character(
        "FootnoteReference",
        "footnote reference",
        tag("w:vertAlign", {"w:val": "superscript"}),
    ),
)
_TABLE = tag(
    "w:style",
    {"w:type": "table", "w:customStyle": "1", "w:styleId": "ConflictTable"},
    tag("w:name", {"w:val": "Conflict Table"}),
    tag(
        "w:tblPr",
        None,
        tag(
            "w:tblBorders",
            None,
            *(
                tag(f"w:{side}", {"w:val": "single", "w:sz": "4", "w:space": "0", "w:color": _GREY})
                for side in ("top", "left", "bottom", "right", "insideH", "insideV")
            ),
        ),
        tag(
            "w:tblCellMar",
            None,
            *(
                tag(f"w:{side}", {"w:w": width, "w:type": "dxa"})
                for side, width in (
                    ("top", "57"),
                    ("left", "100"),
                    ("bottom", "0"),
                    ("right", "100"),
                )
            ),
        ),
    ),
)
NUMBERING = HEAD + tag(
    "w:numbering",
    _WORD,
    tag(
        "w:abstractNum",
        {"w:abstractNumId": "0"},
        tag("w:multiLevelType", {"w:val": "singleLevel"}),
        tag(
            "w:lvl",
            {"w:ilvl": "0"},
            tag("w:start", {"w:val": "1"}),
            tag("w:numFmt", {"w:val": "bullet"}),
            tag("w:lvlText", {"w:val": "•"}),
            tag("w:lvlJc", {"w:val": "left"}),
            tag("w:pPr", None, _hang(340, 227)),
        ),
    ),
    tag("w:num", {"w:numId": "1"}, tag("w:abstractNumId", {"w:val": "0"})),
)
FONT_TABLE = HEAD + tag(
    "w:fonts",
    _WORD,
    _font(_BODY_FONT, "Noto Serif"),
    _font(_HEADING_FONT, "Noto Sans"),
    _font(_LAO_FONT, "Noto Serif Lao"),
)
PACKAGE_RELATIONS = _relations(
    (f"{_DOCUMENT}/relationships/officeDocument", "word/document.xml"),
    (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
)
DOCUMENT_RELATIONS = _relations(
    (f"{_DOCUMENT}/relationships/footnotes", "footnotes.xml"),
    (f"{_DOCUMENT}/relationships/footer", "footer1.xml"),
    (f"{_DOCUMENT}/relationships/styles", "styles.xml"),
    (f"{_DOCUMENT}/relationships/numbering", "numbering.xml"),
    (f"{_DOCUMENT}/relationships/fontTable", "fontTable.xml"),
    (f"{_DOCUMENT}/relationships/settings", "settings.xml"),
    (f"{_DOCUMENT}/relationships/header", "header1.xml"),
    (f"{_DOCUMENT}/relationships/footer", "footer2.xml"),
)
CONTENT_TYPES = HEAD + tag(
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
        tag("Override", {"PartName": name, "ContentType": kind})
        for name, kind in (
            ("/word/document.xml", f"{_WORD_TYPE}.document.main+xml"),
            ("/word/footnotes.xml", f"{_WORD_TYPE}.footnotes+xml"),
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
