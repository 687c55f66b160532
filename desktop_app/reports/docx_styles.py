"""The styles, lists and fonts of a DOCX file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from desktop_app.reports.docx_parts import WORD
from desktop_app.reports.office_package import HEAD, Markup, tag

_BODY_FONT, _HEADING_FONT, _LAO_FONT = "Times New Roman", "Arial", "Leelawadee UI"
_GREY = "595959"
#: The format's lists have nine levels; deeper branches stand on the last.
DEEPEST_BRANCH = 9
#: The list of the branches of trees.
BRANCHES = "2"


def make_styles(languages: Mapping[str, str], width: int) -> str:
    """Return the styles; `languages` are the attributes of the report's own language.

    `width` is that of the text in twentieths of a point.
    """
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
    return HEAD + tag(
        "w:styles", WORD, defaults, *_PARAGRAPHS, *_HEADINGS, *_wide(width), *_CHARACTERS, *_TABLES
    )


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


def _style(
    key: str,
    name: str,
    paragraph: tuple[Markup, ...] = (),
    *runs: Markup,
    based_on: str = "Normal",
) -> Markup:
    """Return a paragraph style; its paragraph properties are in the order the format asks for."""
    is_default = {"w:default": "1"} if key == "Normal" else {}
    parts = [tag("w:name", {"w:val": name})]
    if not is_default:
        parts.append(tag("w:basedOn", {"w:val": based_on}))
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


def _table(key: str, name: str, sides: tuple[str, ...], *inside: str) -> Markup:
    """Return a style of tables with rules at `sides` and between rows."""
    rules = (
        tag(f"w:{side}", {"w:val": "single", "w:sz": "4", "w:space": "0", "w:color": _GREY})
        for side in (*sides, "insideH", *inside)
    )
    room = (
        tag(f"w:{side}", {"w:w": width, "w:type": "dxa"})
        for side, width in (("top", "57"), ("left", "100"), ("bottom", "0"), ("right", "100"))
    )
    return tag(
        "w:style",
        {"w:type": "table", "w:customStyle": "1", "w:styleId": key},
        tag("w:name", {"w:val": name}),
        tag(
            "w:tblPr",
            None,
            tag("w:tblBorders", None, *rules),
            tag("w:tblCellMar", None, *room),
        ),
    )


def _wide(width: int) -> Iterator[Markup]:
    """Yield the styles with something at the right end of the line: head, foot, contents."""
    stop = {"w:val": "right", "w:pos": str(width)}
    end = tag("w:tabs", None, tag("w:tab", stop))
    for key in ("Header", "Footer"):
        yield _style(key, key.lower(), (end, _space(0, 0, 240)), _SOFT, *_size(17))
    for level, left in ((1, 0), (2, 340)):
        # A hanging indent would stop the tab of a short title.
        indent = {"w:left": str(left), "w:right": "567"}
        space = _space(80 if level == 1 else 0, 20)
        yield _style(f"TOC{level}", f"toc {level}", (end, space, tag("w:ind", indent)))


def _levels(number: int, mark: str, depths: int) -> Markup:
    """Return a list of as many levels, each further in, all with one mark."""
    kind = "singleLevel" if depths == 1 else "hybridMultilevel"
    levels = (
        tag(
            "w:lvl",
            {"w:ilvl": str(depth)},
            tag("w:start", {"w:val": "1"}),
            tag("w:numFmt", {"w:val": "bullet"}),
            tag("w:lvlText", {"w:val": mark}),
            tag("w:lvlJc", {"w:val": "left"}),
            tag("w:pPr", None, _hang(340 * (depth + 1), 227)),
        )
        for depth in range(depths)
    )
    return tag(
        "w:abstractNum",
        {"w:abstractNumId": str(number)},
        tag("w:multiLevelType", {"w:val": kind}),
        *levels,
    )


def _font(name: str, other: str) -> Markup:
    return tag("w:font", {"w:name": name}, tag("w:altName", {"w:val": other}))


_AT_RIGHT = tag("w:jc", {"w:val": "right"})
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
    _style("Mention", "Mention", (), based_on="Claim"),
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
    _style(
        "TOCHeading",
        "TOC Heading",
        (_NEXT, _LINES, _space(240, 80)),
        _fonts(_HEADING_FONT),
        *_BOLD,
        *_size(27),
    ),
    _style("ContentsEnd", "Contents End", (_space(0, 240, 60),), *_size(4)),
    _style("TableHead", "Table Head", (_NEXT, _space(0, 40, 252)), *_BOLD, *_size(19)),
    _style("TableFigure", "Table Figure", (_AT_RIGHT,), based_on="TableText"),
    _style("TableFigureHead", "Table Figure Head", (_AT_RIGHT,), based_on="TableHead"),
    _style("TableGroup", "Table Group", (_NEXT, _space(20, 40, 252)), *_BOLD, *_size(19)),
    _style("FootnoteText", "footnote text", (_space(0, 40, 240),), *_size(18)),
    _style("EndnoteText", "endnote text", (_space(0, 40, 240),), *_size(18)),
    _style("Field", "Field", (_space(0, 60), _hang(340, 340))),
    _style("Branch", "Branch", (_LINES, _space(0, 20))),
    _style("Index1", "index 1", (_space(0, 20, 252), _hang(340, 340)), *_size(19)),
    _style("Bibliography", "Bibliography", (_LINES, _space(0, 80), _hang(454, 454))),
    _style("Counts", "Counts", (_space(0, 40),), _SOFT),
)
_HEADINGS = tuple(_heading(level) for level in range(1, 7))
_CHARACTERS = (
    _character("QuotedWords", "Quoted Words"),
    *(
        _character(
            f"{kind.title()}Reference",
            f"{kind} reference",
            tag("w:vertAlign", {"w:val": "superscript"}),
        )
        for kind in ("footnote", "endnote")
    ),
)
_TABLES = (
    _table("ConflictTable", "Conflict Table", ("top", "left", "bottom", "right"), "insideV"),
    _table("GridTable", "Grid Table", ("top", "bottom")),
)
NUMBERING = HEAD + tag(
    "w:numbering",
    WORD,
    _levels(0, "•", 1),
    _levels(1, "–", DEEPEST_BRANCH),
    *(
        tag("w:num", {"w:numId": str(number + 1)}, tag("w:abstractNumId", {"w:val": str(number)}))
        for number in (0, 1)
    ),
)
FONT_TABLE = HEAD + tag(
    "w:fonts",
    WORD,
    _font(_BODY_FONT, "Noto Serif"),
    _font(_HEADING_FONT, "Noto Sans"),
    _font(_LAO_FONT, "Noto Serif Lao"),
)
