"""Tables of an event's dossier: losses by side with who says so, and what each source says."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from desktop_app.catalog.claims import Claim, Stance
from desktop_app.catalog.quantities import format_number
from desktop_app.catalog.wording import colon, plain
from desktop_app.i18n import tr_in
from desktop_app.reports.battle_tree import LOSSES_IN_MEN, LOSSES_IN_THINGS
from desktop_app.reports.claim_phrases import begin_large, group_by_subject, qualify, say
from desktop_app.reports.evidence import EvidenceBook, list_names
from desktop_app.reports.model import Block, Grid, GridRow, Heading, Phrase


def parse_side(claim: Claim) -> tuple[str, str]:
    """Return the side that the detail of a claim names, and what it says beside."""
    side, _, rest = claim.detail.partition(",")
    return side.strip(), rest.strip()


def group_by_side(book: EvidenceBook, claims: list[Claim]) -> list[tuple[str, list[Claim]]]:
    """Return claims by side, each side with its name, their details without it.

    Those that name no side come last.
    """
    sides: dict[str, list[Claim]] = defaultdict(list)
    titles: dict[str, str] = {}
    for claim in claims:
        side, rest = parse_side(claim)
        titles.setdefault(side.casefold(), side or tr_in(book.language, "Side not stated"))
        sides[side.casefold()].append(replace(claim, detail=rest))
    named = sorted(sides, key=lambda side: not side)
    return [(begin_large(titles[side]), sides[side]) for side in named]


def list_loss_tables(
    book: EvidenceBook, claims: list[Claim], labels: Mapping[str, str]
) -> Iterator[Block]:
    """Yield a table of losses in men by side, and one of losses in things.

    A row is an event: its figures, those of one kind together, and who says so.
    """
    language = book.language
    keys = {claim.id: book.data.properties[claim.property].key for claim in claims}
    men = [claim for claim in claims if keys[claim.id] in LOSSES_IN_MEN]
    things = [claim for claim in claims if keys[claim.id] in LOSSES_IN_THINGS]
    if men:
        rows = tuple(_list_rows_by_side(book, men, labels))
        yield _table(book, rows, tr_in(language, "Losses in men"))
    if things:
        rows = tuple(_list_rows(book, things, labels))
        yield _table(book, rows, tr_in(language, "Losses in things"))


def source_table(book: EvidenceBook, level: int) -> Iterator[Block]:
    """Yield a section that counts what each source says, the one that says most first."""
    language, data = book.language, book.data
    claims: dict[str, set[str]] = defaultdict(set)
    stances: dict[str, Counter[Stance]] = defaultdict(Counter)
    mentions: Counter[str] = Counter()
    for claim in data.claims:
        for citation in claim.citations:
            source = book.data.source_of(citation.excerpt)
            claims[source].add(claim.id)
            stances[source][citation.stance] += 1
    for attachment in data.attachments if book.options.include_mentions else ():
        mentions[book.data.source_of(attachment.excerpt)] += 1
    if not {*claims, *mentions}:
        return
    heads = {
        tr_in(language, "Source"): None,
        tr_in(language, "Claims"): lambda source: len(claims[source]),
        tr_in(language, "Supporting"): lambda source: stances[source][Stance.SUPPORTS],
        tr_in(language, "Contradicting"): lambda source: stances[source][Stance.CONTRADICTS],
        tr_in(language, "Mentions"): lambda source: (
            mentions[source] + stances[source][Stance.MENTIONS]
        ),
    }
    rows = []
    ordered = {*claims, *mentions}
    for source in sorted(ordered, key=lambda one: (-len(claims[one]), -mentions[one], one)):
        name: Phrase = book.options.citer.short_note(source)
        counts = [count(source) for count in heads.values() if count]
        figures = [say(format_number(one, language) if one else "") for one in counts]
        rows.append(GridRow(cells=tuple((cell,) for cell in (name, *figures))))
    yield Heading(tr_in(language, "Sources"), level)
    numbers = tuple(range(1, len(heads)))
    weights = (9, 2, 3, 3, 2)
    yield Grid(heads=tuple(heads), weights=weights, rows=tuple(rows), figures=numbers)


def _list_rows_by_side(
    book: EvidenceBook, claims: list[Claim], labels: Mapping[str, str]
) -> Iterator[GridRow]:
    """Yield the rows of each side under its name."""
    for title, lost in group_by_side(book, claims):
        yield GridRow(cells=((say(title),),), is_group=True)
        yield from _list_rows(book, lost, labels)


def _list_rows(
    book: EvidenceBook, claims: list[Claim], labels: Mapping[str, str]
) -> Iterator[GridRow]:
    """Yield a row for each event with all its figures."""
    for event, of_event in group_by_subject(claims).items():
        ordered = [claim for group in book.group_by_property(of_event) for claim in group]
        figures = tuple(_figure(book, claim) for claim in ordered)
        cells = ((say(labels[event]),), figures, _list_sources(book, ordered))
        names = (name for claim in ordered for name in list_names(claim))
        yield GridRow(cells=cells, names=tuple(dict.fromkeys(names)))


def _figure(book: EvidenceBook, claim: Claim) -> Phrase:
    label = begin_large(book.property_label(claim))
    return qualify(book, claim, f"{label}{colon(book.language)}{book.value(claim)}")


def _list_sources(book: EvidenceBook, claims: list[Claim]) -> tuple[Phrase, ...]:
    """Return each source that supports one of `claims`, with the numbers of its notes."""
    found: dict[str, list[Phrase]] = {}
    for claim in claims:
        for citation in claim.citations:
            if citation.stance is Stance.SUPPORTS:
                name = book.options.citer.short_note(book.data.source_of(citation.excerpt))
                lines = found.setdefault(plain(name), [name])
                lines.append((book.notes.refer(citation),))
    return tuple(tuple(one for phrase in lines for one in phrase) for lines in found.values())


def _table(book: EvidenceBook, rows: tuple[GridRow, ...], caption: str) -> Grid:
    language = book.language
    heads = (
        tr_in(language, "Event"),
        tr_in(language, "Losses"),
        tr_in(language, "According to"),
    )
    return Grid(heads=heads, weights=(5, 6, 6), rows=rows, caption=caption)
