"""The tables of an audit: its summary, passages to review or unused, texts, and open names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from desktop_app.catalog.collation import sort_key
from desktop_app.catalog.coverage import add_coverages
from desktop_app.catalog.quantities import format_number
from desktop_app.catalog.wording import Run, word
from desktop_app.i18n import tr_in
from desktop_app.reports.audit_findings import AuditFacts, Findings, NameFinding, OpenName
from desktop_app.reports.evidence import EvidenceBook
from desktop_app.reports.model import Block, Grid, GridRow, Phrase

_COUNT_WEIGHTS = (8, 2, 2, 2)
_FIGURES = (1, 2, 3)


def say_share(part: float, whole: float, language: str) -> str:
    """Return a share in per cent with one decimal, "" where there is nothing to share.

    What is neither nothing nor all is never said to be so.
    """
    if not whole:
        return ""
    share = round(100 * part / whole, 1)
    if 0 < part < whole:
        share = min(max(share, 0.1), 99.9)
    return tr_in(language, "{number}%", number=format_number(share, language))


def make_summary(findings: Findings, facts: AuditFacts, language: str) -> Grid:
    """Return how many of what were counted, of how many, and the share."""
    heads = (
        tr_in(language, "Counted"),
        tr_in(language, "Number"),
        tr_in(language, "Of"),
        tr_in(language, "Share"),
    )
    rows: list[GridRow] = []
    for head, lines in (
        (tr_in(language, "Claims"), _count_claims(findings, language)),
        (tr_in(language, "Contradictions"), _count_conflicts(findings, language)),
        (tr_in(language, "Passages and texts"), _count_texts(facts, language)),
        (
            tr_in(language, "Names"),
            [(tr_in(language, "not resolved"), len(facts.names), None)],
        ),
    ):
        rows.append(GridRow(cells=(_cell(head),), is_group=True))
        rows += [_count_row(name, number, whole, language) for name, number, whole in lines]
    return Grid(heads=heads, weights=_COUNT_WEIGHTS, rows=tuple(rows), figures=_FIGURES)


_Line = tuple[str, int, int | None]


def _count_claims(findings: Findings, language: str) -> list[_Line]:
    whole = findings.total
    through_several = sum(len(one.through_several) for one in findings.single)
    return [
        (tr_in(language, "examined"), whole, None),
        (tr_in(language, "resting on several witnesses"), findings.several, whole),
        (tr_in(language, "resting on a single witness"), findings.single_count, whole),
        (
            tr_in(language, "of these, through several sources"),
            through_several,
            findings.single_count,
        ),
        (tr_in(language, "uncited"), len(findings.uncited), whole),
        (tr_in(language, "rejected, though cited"), findings.rejected, whole),
        (tr_in(language, "only mentioned by passages"), len(findings.only_mentioned), whole),
        (tr_in(language, "contradicted by a passage"), len(findings.contradicted), whole),
        (tr_in(language, "doubted without a reason"), len(findings.doubted), whole),
    ]


def _count_conflicts(findings: Findings, language: str) -> list[_Line]:
    whole = len(findings.open) + len(findings.decided)
    return [
        (tr_in(language, "open"), len(findings.open), whole),
        (tr_in(language, "decided"), len(findings.decided), whole),
    ]


def _count_texts(facts: AuditFacts, language: str) -> list[_Line]:
    together = add_coverages(coverage for _, coverage in facts.texts)
    untouched = sum(not coverage.passages for _, coverage in facts.texts)
    return [
        (tr_in(language, "passages marked"), together.passages, None),
        (tr_in(language, "passages not used"), len(facts.loose), together.passages),
        (tr_in(language, "passages to review"), len(facts.unsure), together.passages),
        (tr_in(language, "texts"), len(facts.texts), None),
        (tr_in(language, "texts without a passage"), untouched, len(facts.texts)),
        (tr_in(language, "characters marked"), together.marked, together.characters),
    ]


def _count_row(name: str, number: int, whole: int | None, language: str) -> GridRow:
    return GridRow(
        cells=(
            _cell(name),
            _cell(format_number(number, language)),
            _cell("" if whole is None else format_number(whole, language)),
            _cell("" if whole is None else say_share(number, whole, language)),
        )
    )


def list_unsure_blocks(book: EvidenceBook, facts: AuditFacts) -> Iterator[Block]:
    """Yield the passages whose place in the text is not sure, with what rests on them."""
    language = book.language
    heads = (
        tr_in(language, "Passage"),
        tr_in(language, "Source"),
        tr_in(language, "State"),
        tr_in(language, "What rests on it"),
    )
    rows = []
    for excerpt, claims, mentions in facts.unsure:
        state = word(book.data.excerpts[excerpt].state, language)
        rests = tr_in(
            language, "claims: {claims}; mentions: {mentions}", claims=claims, mentions=mentions
        )
        cells = (*_say_passage(book, excerpt), _cell(state), _cell(rests))
        rows.append(GridRow(cells=cells))
    yield from _grid(heads, (6, 4, 2, 2), rows)


def list_loose_blocks(book: EvidenceBook, facts: AuditFacts) -> Iterator[Block]:
    """Yield the passages that are marked, but neither attached nor cited."""
    heads = (tr_in(book.language, "Passage"), tr_in(book.language, "Source"))
    rows = [GridRow(cells=_say_passage(book, excerpt)) for excerpt in facts.loose]
    yield from _grid(heads, (6, 4), rows)


def list_text_blocks(book: EvidenceBook, facts: AuditFacts) -> Iterator[Block]:
    """Yield the texts, those of which nothing is marked first, then by the share marked."""
    language = book.language
    heads = (
        tr_in(language, "Text"),
        tr_in(language, "Characters"),
        tr_in(language, "Passages"),
        tr_in(language, "Marked"),
    )
    rows: list[GridRow] = []
    for head, is_touched in (
        (tr_in(language, "No passage marked yet"), False),
        (tr_in(language, "Passages marked"), True),
    ):
        group = [pair for pair in facts.texts if bool(pair[1].passages) is is_touched]
        if group:
            rows.append(GridRow(cells=(_cell(head),), is_group=True))
        for document, coverage in sorted(
            group, key=lambda pair: (pair[1].share, sort_key(pair[0].title))
        ):
            title = facts.titles.get(document.source, document.source)
            of = [(Run(title, italic=True),)] if title != document.title else []
            rows.append(
                GridRow(
                    cells=(
                        (*_cell(document.title), *of),
                        _cell(format_number(coverage.characters, language)),
                        _cell(format_number(coverage.passages, language)),
                        _cell(say_share(coverage.marked, coverage.characters, language)),
                    )
                )
            )
    if rows:
        yield Grid(heads=heads, weights=_COUNT_WEIGHTS, rows=tuple(rows), figures=_FIGURES)


def list_name_blocks(book: EvidenceBook, facts: AuditFacts) -> Iterator[Block]:
    """Yield the names of which it is open whom they name."""
    language = book.language
    heads = (
        tr_in(language, "Name"),
        tr_in(language, "What is open"),
        tr_in(language, "Entities"),
    )
    rows = [_name_row(finding, facts, language) for finding in facts.names]
    yield from _grid(heads, (4, 5, 5), rows)


def _name_row(finding: NameFinding, facts: AuditFacts, language: str) -> GridRow:
    why = {
        OpenName.SHARED: tr_in(language, "several entities have this name"),
        OpenName.POSSIBLY_SAME: tr_in(language, "possibly one entity catalogued twice"),
        OpenName.SPEAKER: tr_in(language, "named as a speaker, but no entity has this name"),
    }[finding.why]
    labels = "; ".join(facts.labels.get(one, one) for one in finding.records)
    said = f"{why} ({finding.note})" if finding.note else why
    return GridRow(cells=(_cell(finding.text), _cell(said), _cell(labels)), names=finding.records)


def _say_passage(book: EvidenceBook, excerpt: str) -> tuple[tuple[Phrase, ...], ...]:
    """Return the cells of a passage: its words and its source in short."""
    passage = book.data.excerpts[excerpt]
    return ((book.notes.quote(passage),),), (book.notes.name_source(passage, ""),)


def _cell(text: str) -> tuple[Phrase, ...]:
    return ((Run(text),),)


def _grid(
    heads: tuple[str, ...], weights: tuple[int, ...], rows: Iterable[GridRow]
) -> Iterator[Block]:
    """Yield a grid, none where it has no rows."""
    found = tuple(rows)
    if found:
        yield Grid(heads=heads, weights=weights, rows=found)
