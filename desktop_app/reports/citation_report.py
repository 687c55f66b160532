"""The citation report: each subject with its claims, each claim with its sources and quotes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from desktop_app.reports.assembling import assemble
from desktop_app.reports.data import ReportData, ReportOptions, ReportSubject
from desktop_app.reports.evidence import EvidenceBook
from desktop_app.reports.model import Block, Heading, Report
from desktop_app.reports.words import SECTIONS, get_words

_DEEPEST = 6


def build_citation_report(data: ReportData, options: ReportOptions) -> Report:
    """Return the report; raise AssertionError if a citation of `data` were missing from it."""
    book = EvidenceBook(data, options)
    words = get_words(options.language)
    blocks = [*_list_blocks(book), *_list_uncited(book)]
    return assemble(book, blocks, title=words.citation_report)


def _list_blocks(book: EvidenceBook) -> Iterator[Block]:
    words = get_words(book.language)
    for kind in SECTIONS:
        subjects = [one for one in book.data.subjects if one.kind == kind]
        if subjects:
            yield Heading(words.sections[kind], 1)
            for subject, depth in arrange_parts(subjects):
                yield from book.list_subject_blocks(subject, min(2 + depth, _DEEPEST))


def _list_uncited(book: EvidenceBook) -> Iterator[Block]:
    uncited = [claim for claim in book.data.claims if claim.id in book.data.uncited]
    if uncited:
        yield Heading(get_words(book.language).uncited_claims, 1)
        yield from (book.claim_line(claim, with_subject=True) for claim in uncited)


def arrange_parts(subjects: list[ReportSubject]) -> Iterator[tuple[ReportSubject, int]]:
    """Yield each subject and its depth, parts after what they are part of, in the given order.

    A subject whose whole is not in the report stands by itself, and so does the first of a
    circle of parts: none is left out.
    """
    present = {subject.id for subject in subjects}
    parts: dict[str, list[ReportSubject]] = defaultdict(list)
    for subject in subjects:
        if subject.part_of in present:
            parts[str(subject.part_of)].append(subject)
    seen: set[str] = set()
    roots = [subject for subject in subjects if subject.part_of not in present]
    for root in (*roots, *subjects):
        waiting = [(root, 0)]
        while waiting:
            subject, depth = waiting.pop()
            if subject.id in seen:
                continue
            seen.add(subject.id)
            yield subject, depth
            waiting += [(part, depth + 1) for part in reversed(parts[subject.id])]
