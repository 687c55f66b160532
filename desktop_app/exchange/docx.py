"""DOCX (ECMA-376, also Strict): paragraphs, tables as lines, footnotes and endnotes as numbers.

The parts are read as a stream of tags by their local names, without a tree: four million empty
paragraphs take seconds and no memory. Headers, footers and comments are not the text.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable, Iterable, Mapping

from desktop_app.catalog.canonical import canonicalise
from desktop_app.errors import UserError
from desktop_app.exchange import problems
from desktop_app.exchange.lines import LineWriter
from desktop_app.exchange.read_document import ReadDocument
from desktop_app.exchange.zip_guard import open_archive, read_part
from desktop_app.i18n import tr

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: What is not text, or is said twice: properties, deletions, field codes, the older twin of a box.
_SKIPPED = frozenset((
    "pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr", "sdtPr", "del", "moveFrom", "delText",
    "instrText", "delInstrText", "Fallback", "tblGrid", "rt",
))  # fmt: skip
_FIXED = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\u2011",
    "softHyphen": "\u00ad",
}
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}


def is_docx(archive: zipfile.ZipFile) -> bool:
    """Return whether the archive is a text document of Word's kind."""
    names = archive.namelist()
    return "[Content_Types].xml" in names and any(
        name.endswith("document.xml") or name.startswith("word/") for name in names
    )


def read_docx(data: bytes, name: str, take: Callable[[str], None]) -> ReadDocument:
    """Give the text of a DOCX file to `take`, return the rest.

    Raises UserError "damaged_file", "encrypted_file", "too_complex" or "unknown_format".
    """
    from lxml import etree

    lines = LineWriter(take)
    with open_archive(data, name) as archive:
        if not is_docx(archive):
            raise problems.unknown_format(name)
        main = _find_main(archive, name)
        related = _find_related(archive, main, name)
        body = _Story()
        _parse(
            read_part(archive, main, name), body, name, lambda: lines.add_all_but_last(body.lines)
        )
        stories = {kind: _read_notes(archive, related.get(kind), name) for kind in _NOTES.values()}
        title = _read_title(archive, name)
    lines.add(body.lines)
    notes = [stories[kind].notes.get(number) for kind, number in body.references]
    lines.add([""] if notes else [])
    lines.add(
        f"[{number}] {' '.join(filter(None, note or []))}" for number, note in enumerate(notes, 1)
    )
    return ReadDocument(
        text="",
        media_type=MEDIA_TYPE,
        title=canonicalise(title).text,
        replaced=lines.finish(),
        extractor=f"docx 1 (lxml {etree.__version__})",
        notes=_describe(body, missing=notes.count(None)),
    )


class _Story:
    """Takes the parser's calls for one part and gathers its paragraphs and its notes."""

    def __init__(self) -> None:
        """Begin an empty part."""
        self.lines: list[str] = []
        self.notes: dict[str, list[str]] = {}
        self.references: list[tuple[str, str]] = []
        self.deleted = self.comments = self.numbered = self.pictures = 0
        self._skipping = 0
        self._in_text = False
        self._paragraphs: list[list[str]] = []
        self._targets: list[list[str]] = [self.lines]
        self._rows: list[list[str]] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Open an element."""
        local = tag.rpartition("}")[2]
        self._count(local)
        if self._skipping or local in _SKIPPED:
            self._skipping += 1
        elif local == "t":
            self._in_text = True
        elif local == "p":
            self._paragraphs.append([])
        elif local in _FIXED:
            self._add(_FIXED[local])
        elif local == "sym":
            self._add(_read_symbol(attributes))
        elif local in _NOTES:
            self.references.append((_NOTES[local], _get(attributes, "id")))
            self._add(f"[{len(self.references)}]")
        else:
            self._start_container(local, attributes)

    def end(self, tag: str) -> None:
        """Close an element."""
        local = tag.rpartition("}")[2]
        if self._skipping:
            self._skipping -= 1
        elif local == "t":
            self._in_text = False
        elif local == "p" and self._paragraphs:
            self._add_line("".join(self._paragraphs.pop()))
        elif local == "tc" and self._rows and len(self._targets) > 1:
            cell = " ".join(" ".join(filter(None, self._targets.pop())).split())
            self._rows[-1].append(cell)
        elif local == "tr" and self._rows:
            self._add_line("\t".join(self._rows.pop()))
        elif local in ("footnote", "endnote") and len(self._targets) > 1:
            self._targets.pop()

    def data(self, text: str) -> None:
        """Take characters; only those inside a text element are text."""
        if self._in_text and not self._skipping:
            self._add(text)

    def close(self) -> None:
        """Do nothing: the lines are in `lines` and `notes`."""

    def _start_container(self, local: str, attributes: Mapping[str, str]) -> None:
        """Open what gathers paragraphs: a row, a cell, a note."""
        if local == "tr":
            self._rows.append([])
        elif local == "tc" and self._rows:
            self._targets.append([])
        elif local in ("footnote", "endnote"):
            # The separator lines are kept as notes too; nothing ever refers to them.
            self._targets.append(self.notes.setdefault(_get(attributes, "id"), []))

    def _add(self, text: str) -> None:
        """Add to the paragraph at hand."""
        if self._paragraphs:
            self._paragraphs[-1].append(text)

    def _add_line(self, line: str) -> None:
        """Add a paragraph; of empty ones in a row, one stays."""
        target = self._targets[-1]
        if line or (target and target[-1]):
            target.append(line)

    def _count(self, local: str) -> None:
        """Count what the reader should know was left out."""
        self.deleted += local in ("del", "moveFrom") and not self._skipping
        self.comments += local == "commentReference"
        self.numbered += local == "numPr"
        self.pictures += local == "blip"


def _parse(
    xml: Iterable[bytes], story: _Story, name: str, after: Callable[[], None] = lambda: None
) -> None:
    """Send the tags of `xml` to `story`, and call `after` now and then.

    Raises UserError "damaged_file" where it is no XML, "too_complex" where it is too deep.
    """
    from lxml import etree

    parser = etree.XMLParser(
        target=story, resolve_entities="internal", load_dtd=False, no_network=True, huge_tree=False
    )
    try:
        for piece in xml:
            parser.feed(piece)
            after()
        parser.close()
    except etree.XMLSyntaxError as error:
        if "huge" in str(error).lower() or "depth" in str(error).lower():
            raise problems.too_complex(name) from error
        raise problems.damaged_file(name) from error


def _find_main(archive: zipfile.ZipFile, name: str) -> str:
    """Return the part that holds the text, as the archive itself names it."""
    related = _read_relations(archive, "_rels/.rels", "", name)
    main = related.get("officeDocument", "word/document.xml")
    if main not in archive.namelist():
        raise problems.damaged_file(name)
    return main


def _find_related(archive: zipfile.ZipFile, main: str, name: str) -> dict[str, str]:
    """Return the parts of the main part by the kind of their relation."""
    folder, part = posixpath.split(main)
    return _read_relations(archive, f"{folder}/_rels/{part}.rels", folder, name)


def _read_relations(archive: zipfile.ZipFile, rels: str, folder: str, name: str) -> dict[str, str]:
    """Return kind → part of a relations part, where there is one; links outside are left."""
    if rels not in archive.namelist():
        return {}
    relations = _Relations()
    _parse(read_part(archive, rels, name), relations, name)
    return {
        kind: posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        for kind, target in relations.targets.items()
    }


class _Relations(_Story):
    """Takes the parser's calls for a relations part."""

    def __init__(self) -> None:
        """Begin without relations."""
        super().__init__()
        self.targets: dict[str, str] = {}

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Keep the target of each relation inside the archive."""
        if tag.endswith("}Relationship") and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.targets.setdefault(kind, attributes.get("Target", ""))

    def end(self, tag: str) -> None:
        """Pass over the end of an element."""


class _Title(_Story):
    """Takes the parser's calls for the core properties."""

    def __init__(self) -> None:
        """Begin without a title."""
        super().__init__()
        self.words: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Note whether the title begins."""
        self._in_text = tag.endswith("}title")

    def end(self, tag: str) -> None:
        """Note that no title is open."""
        self._in_text = False

    def data(self, text: str) -> None:
        """Take the title's characters."""
        if self._in_text:
            self.words.append(text)


def _read_title(archive: zipfile.ZipFile, name: str) -> str:
    """Return the title of the core properties, "" where they have none or are broken."""
    if "docProps/core.xml" not in archive.namelist():
        return ""
    properties = _Title()
    try:
        _parse(read_part(archive, "docProps/core.xml", name), properties, name)
    except UserError:
        return ""
    return " ".join("".join(properties.words).split())


def _read_notes(archive: zipfile.ZipFile, part: str | None, name: str) -> _Story:
    """Return the notes of `part`; raise UserError where it is named but not there."""
    story = _Story()
    if part is not None:
        if part not in archive.namelist():
            raise problems.damaged_file(name)
        _parse(read_part(archive, part, name), story, name)
    return story


def _read_symbol(attributes: Mapping[str, str]) -> str:
    """Return the character of a symbol; a symbol font's own stays in the private use area."""
    try:
        return chr(int(_get(attributes, "char"), 16))
    except (ValueError, OverflowError):
        return "\ufffd"


def _get(attributes: Mapping[str, str], local: str) -> str:
    """Return the attribute of that local name in any namespace, or ""."""
    return next((v for key, v in attributes.items() if key.rpartition("}")[2] == local), "")


def _describe(body: _Story, *, missing: int) -> tuple[str, ...]:
    """Return what a reader must know of the text: its notes, and what Word shows beside it."""
    kinds = [kind for kind, _ in body.references]
    footnotes, endnotes = kinds.count("footnotes"), kinds.count("endnotes")
    facts = (
        (missing, tr("{count} notes are missing: the file does not hold them", count=missing)),
        (footnotes, tr("{count} footnotes, numbered at the end of the text", count=footnotes)),
        (endnotes, tr("{count} endnotes, numbered at the end of the text", count=endnotes)),
        (body.deleted, tr("{count} tracked deletions left out", count=body.deleted)),
        (body.comments, tr("{count} comments left out", count=body.comments)),
        (body.pictures, tr("{count} pictures left out", count=body.pictures)),
        (
            body.numbered,
            tr("{count} paragraphs without their automatic number or bullet", count=body.numbered),
        ),
    )
    return tuple(fact for count, fact in facts if count)
