"""Writes set pages into a PDF, each as soon as it is full, so that a long report needs no more
memory than a short one. What was written of every note is kept, to be compared at the end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from desktop_app import __version__
from desktop_app.catalog.wording import output_language
from desktop_app.reports.model import Report
from desktop_app.ui.printing_glyphs import FaceBook, list_clusters
from desktop_app.ui.printing_marks import LineMark, Page, Pages, Rule
from desktop_app.ui.printing_marks import Place as PagePlace
from desktop_app.ui.printing_pdf import (
    PdfFacts,
    PdfLink,
    PdfMark,
    PdfPage,
    Place,
    join_operators,
    write_file,
)
from desktop_app.ui.printing_proof import verify_pages, verify_words

_ABOVE_GOAL = 8.0


class Press:
    """The pages of one file. Those taken lose their lines; their links wait until all is set."""

    def __init__(self, report: Report, pages: Pages) -> None:
        """Begin with no page taken."""
        self._report = report
        self._pages = pages
        self._book = FaceBook()
        self._bodies: dict[int, bytes] = {}
        self._said: dict[int, list[str]] = defaultdict(list)

    def take(self, number: int) -> None:
        """Write the text of a page (from 0) and forget its lines; it must be full."""
        if number not in self._bodies:
            page = self._pages.pages[number]
            self._bodies[number] = self._write_page(page)
            page.lines, page.rules, page.head = [], [], []

    def finish(self) -> bytes:
        """Return the file; it bears the report's day, this moment where the report has none.

        Raises AssertionError where a note of the report did not come onto the pages whole, or
        one is referred to that is not there.
        """
        for number in range(len(self._pages.pages)):
            self.take(number)
        verify_pages(self._pages, self._report)
        verify_words({note: "".join(said) for note, said in self._said.items()}, self._report)
        written = []
        for number, page in enumerate(self._pages.pages):
            foot = [_write_rules(page.rules, self._height), *self._write_lines(page.footer)]
            content = b"\n".join(
                (self._bodies.pop(number), join_operators(["/Artifact BMC", *foot, "EMC"]))
            )
            written.append(PdfPage(content, tuple(self._list_links(page))))
        marks = [
            PdfMark(entry.title, entry.level, self._place((entry.page, entry.top)))
            for entry in self._pages.outline
        ]
        return write_file(self._facts(), written, self._book.fonts, marks)

    @property
    def _height(self) -> float:
        return self._pages.sheet.height

    def _facts(self) -> PdfFacts:
        report = self._report
        day = datetime.fromisoformat(report.day) if report.day else datetime.now(UTC)
        return PdfFacts(
            title=report.title,
            subject=report.subtitle,
            language=output_language(report.language),
            creator=f"Regesta {__version__}",
            made=day,
            width=self._pages.sheet.width,
            height=self._height,
        )

    def _write_page(self, page: Page) -> bytes:
        """Return the operators of a page in reading order, the head marked as no part of it."""
        written = ["/Artifact BMC", _write_rules(page.rules, self._height)]
        written += [*self._write_lines(page.head), "EMC", *self._write_lines(page.lines)]
        return join_operators(written)

    def _write_lines(self, marks: Iterable[LineMark]) -> Iterator[str]:
        grey = -1.0
        for mark in marks:
            owner = mark.line.owner
            if owner.style.grey != grey:
                grey = owner.style.grey
                yield f"{grey:g} g"
            clusters = list_clusters(mark.line, self._book)
            if owner.note:
                self._said[owner.note] += [cluster.text for cluster in clusters]
            baseline = self._height - mark.baseline
            yield from self._book.write_line(clusters, owner.style, mark.left, baseline)

    def _list_links(self, page: Page) -> Iterator[PdfLink]:
        for link in page.links:
            place = self._pages.find_place(link)
            if place is not None:
                left, top, right, bottom = link.area
                area = (left, self._height - bottom, right, self._height - top)
                yield PdfLink(area, self._place(place))

    def _place(self, place: PagePlace) -> Place:
        page, top = place
        return page, self._height - top + _ABOVE_GOAL


def _write_rules(rules: Iterable[Rule], height: float) -> str:
    return "\n".join(_write_rule(rule, height) for rule in rules)


def _write_rule(rule: Rule, height: float) -> str:
    if rule.apart:
        middle = height - rule.top - rule.height / 2
        return (
            f"{rule.grey:g} G {rule.height:.2f} w [{rule.height:.2f} "
            f"{rule.apart - rule.height:.2f}] 0 d {rule.left:.2f} {middle:.2f} m "
            f"{rule.left + rule.width:.2f} {middle:.2f} l S"
        )
    return (
        f"{rule.grey:g} g {rule.left:.2f} {height - rule.top - rule.height:.2f} "
        f"{rule.width:.2f} {rule.height:.2f} re f"
    )
