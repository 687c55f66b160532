"""Keywords in context: every match in the passages found, with what stands left and right of it.

The lines can be sorted by the words around the match, printed as a report, written as a table.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop_app.catalog.collation import sort_key
from desktop_app.catalog.dates import format_date, parse_edtf
from desktop_app.catalog.documents import Document, PageMark, find_page
from desktop_app.catalog.folding import fold
from desktop_app.catalog.ids import Kind
from desktop_app.catalog.wording import plain
from desktop_app.errors import UserError
from desktop_app.exchange.csv_writing import CsvForm, write_table
from desktop_app.i18n import tr_in
from desktop_app.reports.model import BibliographyEntry, ContextLine, Counts, Report
from desktop_app.search.records import Hit, SearchResult
from desktop_app.search.snippets import Snippet, list_matches
from desktop_app.services.citing import SourceBook
from desktop_app.services.jobs import Progress
from desktop_app.services.saving import whole_file
from desktop_app.services.searching import Found
from desktop_app.services.session import Session
from desktop_app.store import chain, documents
from desktop_app.store.database import Database

#: Code points shown on either side.
WIDTH = 90
#: More lines than these nobody reads; the rest is said to be left out.
MOST_LINES = 5_000
ORDERS = ("place", "left", "word", "right", "source", "date")
_WORDS_COMPARED = 6
_BATCH = 50


@dataclass(frozen=True, slots=True)
class Context:
    """One match: its document and place in code points, its surroundings, source and date."""

    hit: Hit
    title: str
    start: int
    end: int
    left: str
    word: str
    right: str
    source: str
    date: str
    day: str

    @property
    def found(self) -> Found:
        """Return the match as a hit of its own, whose passage is that of the hit."""
        return Found(
            hit=self.hit,
            record=self.hit.document or "",
            title=self.title,
            snippet=Snippet(self.left + self.word + self.right, ()),
            document=self.hit.document or "",
            file="",
            start=self.start,
            end=self.end,
            date="",
        )


def list_contexts(
    db: Database,
    result: SearchResult,
    language: str,
    check: Callable[[], None] = lambda: None,
) -> list[Context]:
    """Return the matches in the passages of `result`, at most MOST_LINES, best passage first.

    `check` may raise to give up between two passages.
    """
    passages = [hit for hit in result.hits if hit.kind == Kind.DOCUMENT and hit.document]
    book = SourceBook(db, {hit.document or "" for hit in passages}, language=language)
    places = _Places(db, book, language)
    lines: list[Context] = []
    for number, hit in enumerate(passages):
        if number % _BATCH == 0:
            check()
        document = book.documents.get(hit.document or "")
        if document is not None:
            lines += places.read(hit, document, result)
        if len(lines) >= MOST_LINES:
            break
    return lines[:MOST_LINES]


class _Places:
    """Reads the surroundings of matches; what is said of a document is said once."""

    def __init__(self, db: Database, book: SourceBook, language: str) -> None:
        self._db = db
        self._book = book
        self._language = language
        self._pages: dict[str, tuple[PageMark, ...]] = {}

    def read(self, hit: Hit, document: Document, result: SearchResult) -> list[Context]:
        """Return the matches in the passage of `hit`."""
        first = max(0, hit.start - WIDTH)
        text = documents.get_passage(self._db, document.text_sha256, first, hit.end + WIDTH)
        inside = text[hit.start - first : hit.end - first]
        found = []
        for start, end in list_matches(inside, result.patterns):
            at, after = hit.start - first + start, hit.start - first + end
            found.append(
                Context(
                    hit=hit,
                    title=document.title,
                    start=hit.start + start,
                    end=hit.start + end,
                    left=_one_line(text[max(0, at - WIDTH) : at]),
                    word=_one_line(text[at:after]),
                    right=_one_line(text[after : after + WIDTH]),
                    source=self._cite(document, hit.start + start, hit.start + end),
                    date=self._say_date(document),
                    day=hit.earliest or "",
                )
            )
        return found

    def _cite(self, document: Document, start: int, end: int) -> str:
        if document.source not in self._book.cited:
            return document.title
        if document.id not in self._pages:
            revision = documents.get_revision(self._db, document.id, document.revision)
            self._pages[document.id] = revision.pages
        page = find_page(self._pages[document.id], start, end)
        return plain(self._book.citer.short_note(document.source, page))

    def _say_date(self, document: Document) -> str:
        source = self._book.find_source(document.source)
        if source is None:
            return ""
        try:
            return format_date(parse_edtf(source.edtf), self._language) if source.edtf else ""
        except UserError:
            return source.date


def _one_line(text: str) -> str:
    """Return `text` with every white space as one blank, those at its ends kept."""
    words = " ".join(text.split())
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() else ""
    return f"{before}{words}{after}" if words else (" " if text else "")


def sort_contexts(
    lines: Sequence[Context], order: str, *, descending: bool = False
) -> list[Context]:
    """Return `lines` by one of ORDERS: words around the match folded first, then as spelt.

    "left" begins with the word next to the match and goes outwards.
    """
    keys: dict[str, Callable[[Context], tuple[Any, ...]]] = {
        "place": lambda one: (one.source, one.hit.document or "", one.start),
        "left": lambda one: _sort_words(reversed(one.left.split())),
        "word": lambda one: _sort_words(one.word.split()),
        "right": lambda one: _sort_words(one.right.split()),
        "source": lambda one: (sort_key(one.source), one.start),
        "date": lambda one: (not one.day, one.day, one.source, one.start),
    }
    by_place = sorted(lines, key=keys["place"])
    return sorted(by_place, key=keys[order], reverse=descending)


def _sort_words(words: Iterable[str]) -> tuple[Any, ...]:
    kept = [word for word in words if any(char.isalnum() for char in word)]
    first = kept[:_WORDS_COMPARED]
    bare = ["".join(char for char in fold(word) if char.isalnum()) for word in first]
    return (bare, [sort_key(word) for word in first])


def make_context_report(
    session: Session,
    lines: Sequence[Context],
    query: str,
    *,
    language: str,
    style: str = "chicago",
    is_whole: bool = True,
) -> Report:
    """Return `lines` in their order as a report that can be printed."""
    with session.db.guard:
        used = {line.hit.document or "" for line in lines}
        book = SourceBook(session.db, used, language=language, style=style)
        head = chain.get_head(session.db)
    cited = [one.source for one in book.documents.values() if one.source in book.cited]
    blocks = [
        ContextLine(
            left=line.left,
            word=line.word,
            right=line.right,
            source=" · ".join(filter(None, (line.source, line.date))),
            language=book.documents[line.hit.document or ""].language
            if (line.hit.document or "") in book.documents
            else "",
        )
        for line in lines
    ]
    count = len(lines)
    said = tr_in(language, "“{query}”: {count} places", query=query, count=count)
    if not is_whole:
        said = tr_in(language, "“{query}”: the first {count} places", query=query, count=count)
    today = datetime.now().astimezone().date().isoformat()
    return Report(
        title=tr_in(language, "Words in context"),
        subtitle=said,
        language=language,
        blocks=tuple(blocks),
        notes=(),
        bibliography=tuple(
            BibliographyEntry(source, runs)
            for source, runs in book.citer.list_bibliography(dict.fromkeys(cited))
        ),
        counts=Counts(places=count, sources=len(set(cited))),
        generated=format_date(parse_edtf(today), language),
        catalogue=session.name,
        revision=head.seq,
        seal=head.short,
        style=book.citer.name,
        day=today,
    )


def write_contexts(
    session: Session,
    lines: Sequence[Context],
    path: Path,
    heading: Sequence[str],
    form: CsvForm = CsvForm(),  # noqa: B008  (frozen)
    progress: Progress | None = None,
) -> int:
    """Write `lines` as CSV under six `heading` words and the ids; return how many there are."""
    session.refuse_own_file(path)
    if progress is not None:
        progress.check()
    rows = (
        (one.left, one.word, one.right, one.source, one.date, one.hit.document or "", one.start)
        for one in lines
    )
    with whole_file(path) as file:
        text = io.TextIOWrapper(file, form.encoding, newline="")
        try:
            return write_table(text, heading, rows, form)
        finally:
            # Else the wrapper would close the file that is synced next.
            text.detach()
