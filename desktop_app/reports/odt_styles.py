"""The styles and the page of an ODT file, and the looks of runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from desktop_app.reports.model import Report
from desktop_app.reports.odt_parts import QUOTED, SPACES, VERSION
from desktop_app.reports.office_package import (
    ASIAN,
    COMPLEX,
    CONTEXT_STYLES,
    HEAD,
    Markup,
    find_region,
    note_kind,
    tag,
)
from desktop_app.reports.setting import Sheet, make_sheet
from desktop_app.reports.spans import Span

_BODY_FONT, _HEADING_FONT, _LAO_FONT = "Times New Roman", "Arial", "Leelawadee UI"
GREY = "#595959"
#: The format's lists go ten levels deep; deeper branches stand on the last.
DEEPEST_BRANCH = 10
#: Points in a centimetre, and the height of head and foot with the room to the text, in those.
_CM = 72 / 2.54
_HEAD = 1.2
#: The same property for Latin, East Asian and complex scripts.
_SCRIPTS = ("", "-asian", "-complex")


def make_styles(report: Report, header: Markup, footer: Markup) -> str:
    """Return the styles, the page, its head and foot."""
    sheet = make_sheet(report.setup)
    default = tag(
        "style:default-style",
        {"style:family": "paragraph"},
        tag("style:paragraph-properties", _block(0, 0.14) | {"fo:line-height": "115%"} | _ORPHANS),
        tag(
            "style:text-properties",
            _fonts(_BODY_FONT) | _size(10.5) | _say_language(report.language) | _LAO,
        ),
    )
    page = tag(
        "style:page-layout",
        {"style:name": "Page"},
        tag("style:page-layout-properties", _page(sheet), _NOTE_LINE),
        *_ROOMS,
    )
    return HEAD + tag(
        "office:document-styles",
        SPACES | VERSION,
        tag("office:font-face-decls", None, *_FACES),
        tag(
            "office:styles",
            None,
            default,
            *_PARAGRAPHS,
            *_HEADINGS,
            *_wide(sheet),
            *_OTHERS,
            _number_notes(note_kind(report)),
        ),
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
    """Return the properties of a run, "" where it has none of its own."""
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


def _wide(sheet: Sheet) -> Iterator[Markup]:
    """Yield the styles with something at the right end of the line: head, foot, contents."""
    stop = {"style:position": f"{sheet.measure}pt", "style:type": "right"}
    end = tag("style:tab-stops", None, tag("style:tab-stop", stop))
    for name in ("Header", "Footer"):
        yield _style(name, _block(0, 0), _SOFT | _size(8.5), end)
    for level, left in ((1, 0.0), (2, 0.6)):
        # Places of stops are counted from a paragraph's left edge.
        there = f"{sheet.measure - left * _CM:.2f}pt"
        dots = {**stop, "style:position": there, "style:leader-style": "dotted"}
        indent = _block(0.14 if level == 1 else 0, 0.04, left) | {"fo:margin-right": "1cm"}
        yield _style(
            f"Contents_20_{level}",
            indent,
            {},
            tag("style:tab-stops", None, tag("style:tab-stop", dots | {"style:leader-text": "."})),
            shown=f"Contents {level}",
        )


def _page(sheet: Sheet) -> dict[str, str]:
    """Return the paper and its margins; head and foot stand within what is left above and below."""
    above, below = sheet.top - _HEAD * _CM, sheet.bottom - _HEAD * _CM
    return {
        "fo:page-width": f"{sheet.width}pt",
        "fo:page-height": f"{sheet.height}pt",
        "style:print-orientation": "portrait",
        "fo:margin-top": f"{above:.2f}pt",
        "fo:margin-bottom": f"{below:.2f}pt",
        "fo:margin-left": f"{sheet.side}pt",
        "fo:margin-right": f"{sheet.side}pt",
    }


def _number_notes(kind: str) -> Markup:
    place = {"text:footnotes-position": "page"} if kind == "footnote" else {}
    return tag(
        "text:notes-configuration",
        {
            "text:note-class": kind,
            "text:default-style-name": kind.title(),
            "text:citation-body-style-name": "Note_20_Number",
            "text:citation-style-name": "Note_20_Number",
            "style:num-format": "1",
            "text:start-value": "0",
            **place,
            "text:start-numbering-at": "document",
        },
    )


def _list_level(level: int, mark: str) -> Markup:
    return tag(
        "text:list-level-style-bullet",
        {"text:level": str(level), "text:bullet-char": mark},
        tag(
            "style:list-level-properties",
            {"text:list-level-position-and-space-mode": "label-alignment"},
            tag(
                "style:list-level-label-alignment",
                {
                    "text:label-followed-by": "listtab",
                    "text:list-tab-stop-position": f"{level * 0.6:.1f}cm",
                    "fo:text-indent": "-0.4cm",
                    "fo:margin-left": f"{level * 0.6:.1f}cm",
                },
            ),
        ),
    )


_BOLD = {_script("fo:font-weight", script): "bold" for script in _SCRIPTS}
_ITALIC = {_script("fo:font-style", script): "italic" for script in _SCRIPTS}
_RAISED = {"style:text-position": "super 58%"}
_SOFT = {"fo:color": GREY}
_LAO = {"style:language-complex": "lo", "style:country-complex": "LA"}
_ORPHANS = {"fo:orphans": "2", "fo:widows": "2"}
_TOGETHER = {"fo:keep-together": "always"}
_AT_RIGHT = {"fo:text-align": "end"}
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
    _style(
        "Contents_20_Heading",
        _block(0.42, 0.14) | _KEEP,
        _fonts(_HEADING_FONT) | _BOLD | _size(13.5),
        shown="Contents Heading",
    ),
    _style("Contents_20_End", _block(0, 0.4), _size(2), shown="Contents End"),
    _style("Table_20_Heading", _block(0, 0.07) | _KEEP, _BOLD | _size(9.5), shown="Table Heading"),
    _style("Table_20_Group", _block(0, 0.07) | _KEEP, _BOLD | _size(9.5), shown="Table Group"),
    _style("Field", _block(0, 0.1, 0.6, -0.6), {}),
    _style("Branch", _block(0, 0.04) | _TOGETHER, {}),
    _style("Index_20_1", _block(0, 0.04, 0.6, -0.6), _size(9.5), shown="Index 1"),
    _style("Table_20_Contents", _block(0, 0.1), _size(9.5), shown="Table Contents"),
    _style("Table_20_Figure", _block(0, 0.1) | _AT_RIGHT, _size(9.5), shown="Table Figure"),
    _style(
        "Table_20_Figure_20_Heading",
        _block(0, 0.07) | _KEEP | _AT_RIGHT,
        _BOLD | _size(9.5),
        shown="Table Figure Heading",
    ),
    _style("Table_20_Closing", _block(0.07, 0.28), {}, shown="Table Closing"),
    *(_style(name, _block(0, 0.07, 0.5, -0.5), _size(9)) for name in ("Footnote", "Endnote")),
    _style("Bibliography", _block(0, 0.14, 0.8, -0.8) | _TOGETHER, {}),
    _style("Counts", _block(0, 0.07), _SOFT),
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
    tag("text:list-style", {"style:name": "Claims"}, _list_level(1, "•")),
    tag(
        "text:list-style",
        {"style:name": "Branches"},
        *(_list_level(level, "–") for level in range(1, DEEPEST_BRANCH + 1)),
    ),
    tag(
        "style:style",
        {"style:name": QUOTED, "style:display-name": "Quoted Words", "style:family": "text"},
    ),
)
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
#: Endnotes stand where this section ends, before the bibliography.
NOTES_SECTION = tag(
    "style:style",
    {"style:name": "Body", "style:family": "section"},
    tag("style:section-properties", None, _number_notes("endnote")),
)
