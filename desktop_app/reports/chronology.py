"""The chronology: what happened when, with the evidence of every date.

Of its events it reports the claims of date, place and result and all figures; of all its
subjects every other claim that holds on days of its own or is a date (an office from a day, an
approval). Of each of these claims it reports all citations; no other claim and no mention.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from desktop_app.catalog.claims import Claim, DateValue, Rank, ValueType
from desktop_app.catalog.wording import Run, colon, list_qualifiers
from desktop_app.i18n import tr_in
from desktop_app.reports.assembling import assemble
from desktop_app.reports.chronology_dates import (
    DatePlace,
    Period,
    find_period,
    find_place,
    name_period,
)
from desktop_app.reports.claim_phrases import LeftOut, date_text, remarks_phrase, value_phrase
from desktop_app.reports.data import ReportData, ReportOptions, ReportSubject
from desktop_app.reports.evidence import EvidenceBook, list_names
from desktop_app.reports.model import (
    Block,
    Grid,
    GridRow,
    Heading,
    Paragraph,
    ParagraphKind,
    Phrase,
    Report,
)
from desktop_app.reports.words import get_words

#: How rows are grouped; the first is the usual way.
YEAR, MONTH, CAMPAIGN, NONE = GROUPINGS = ("year", "month", "campaign", "none")
_DATE = "date"
_OF_EVENTS = (_DATE, "place", "result")
_WEIGHTS = (4, 5, 7)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """What becomes a row: an event with what is told of it, or a single dated claim.

    `place` is where it stands, None where it has no date; `campaign` the id of the event it is
    told under when grouped so, "" for none.
    """

    subject: ReportSubject
    place: DatePlace | None
    campaign: str = ""
    dates: tuple[Claim, ...] = ()
    told: tuple[Claim, ...] = ()
    dated: Claim | None = None


def build_chronology(data: ReportData, options: ReportOptions) -> Report:
    """Return the report; raise AssertionError if a citation of what it tells were missing."""
    book = EvidenceBook(select_claims(data), options)
    return assemble(book, list(_list_blocks(book)), title=tr_in(options.language, "Chronology"))


def select_claims(data: ReportData) -> ReportData:
    """Return `data` with the claims that a chronology tells, and no mentions."""
    events = {subject.id for subject in data.subjects if subject.kind == "event"}
    claims = tuple(
        claim
        for claim in data.claims
        if (claim.subject in events and _is_of_event(data, claim)) or _find_date(claim)
    )
    kept = {claim.id for claim in claims}
    return replace(
        data,
        claims=claims,
        attachments=(),
        conflicts=tuple(one for one in data.conflicts if kept.issuperset(one.claims)),
        uncited=data.uncited & kept,
    )


def _is_of_event(data: ReportData, claim: Claim) -> bool:
    """Tell whether a claim about an event stands in the event's own row."""
    stated = data.properties[claim.property]
    return stated.key in _OF_EVENTS or stated.value_type is ValueType.QUANTITY


def _find_date(claim: Claim) -> DateValue | None:
    """Return the days on which a claim tells something: its value, else its validity."""
    return claim.value if isinstance(claim.value, DateValue) else claim.valid


def _list_blocks(book: EvidenceBook) -> Iterator[Block]:
    wholes = {subject.part_of for subject in book.data.subjects if subject.part_of}
    entries = [
        entry
        for subject in book.data.subjects
        for entry in _list_entries(
            book, subject, subject.part_of or (subject.id if subject.id in wholes else "")
        )
    ]
    placed = [(entry.place, entry) for entry in entries if entry.place]
    placed.sort(key=lambda pair: (pair[0], pair[1].dated is not None))
    undated = [entry for entry in entries if not entry.place]
    if not entries:
        yield Paragraph(get_words(book.language).no_claims, ParagraphKind.REMARK)
    if placed:
        yield Heading(tr_in(book.language, "With a date"), 1)
        yield _make_grid(book, _list_rows(book, placed))
    if undated:
        yield Heading(tr_in(book.language, "Without a date"), 1)
        yield _make_grid(book, (_make_row(book, entry) for entry in undated))


def _make_grid(book: EvidenceBook, rows: Iterable[GridRow]) -> Grid:
    language = book.language
    heads = (
        tr_in(language, "Date"),
        tr_in(language, "Event"),
        tr_in(language, "What is stated"),
    )
    return Grid(heads=heads, weights=_WEIGHTS, rows=tuple(rows))


def _list_entries(book: EvidenceBook, subject: ReportSubject, campaign: str) -> Iterator[_Entry]:
    """Yield the entry of an event, then those of the subject's other dated claims."""
    claims = [one for group in book.group_by_property(book.claims[subject.id]) for one in group]
    is_event = subject.kind == "event"
    own = [claim for claim in claims if is_event and _is_of_event(book.data, claim)]
    if is_event:
        keys = {one.id: book.data.properties[one.property].key for one in own}
        dates = tuple(one for one in own if keys[one.id] == _DATE)
        yield _Entry(
            subject=subject,
            place=_place_event(dates),
            campaign=campaign,
            dates=dates,
            told=tuple(one for one in own if keys[one.id] != _DATE),
        )
    stated = {claim.id for claim in own}
    for claim in claims:
        date = _find_date(claim)
        if date and claim.id not in stated:
            yield _Entry(subject=subject, place=find_place(date), campaign=campaign, dated=claim)


def _place_event(dates: Sequence[Claim]) -> DatePlace | None:
    """Return where an event stands: by its preferred date, else the first that is a date."""
    values = [claim.value for claim in dates if claim.rank is not Rank.DEPRECATED]
    places = (find_place(value) for value in values if isinstance(value, DateValue))
    return next((place for place in places if place), None)


def _list_rows(book: EvidenceBook, placed: Sequence[tuple[DatePlace, _Entry]]) -> Iterator[GridRow]:
    grouping = book.options.grouping or YEAR
    if grouping == NONE:
        groups = [("", [entry for _, entry in placed])]
    elif grouping == CAMPAIGN:
        groups = _group_by_campaign(book, placed)
    else:
        groups = _group_by_period(book, placed, by_month=grouping == MONTH)
    for head, entries in groups:
        if head:
            yield GridRow(cells=(((Run(head),),),), is_group=True)
        yield from (_make_row(book, entry) for entry in entries)


def _group_by_period(
    book: EvidenceBook, placed: Sequence[tuple[DatePlace, _Entry]], *, by_month: bool
) -> list[tuple[str, list[_Entry]]]:
    periods: dict[Period, list[_Entry]] = {}
    for place, entry in placed:
        periods.setdefault(find_period(place, by_month=by_month), []).append(entry)
    return [(name_period(period, book.language), periods[period]) for period in sorted(periods)]


def _group_by_campaign(
    book: EvidenceBook, placed: Sequence[tuple[DatePlace, _Entry]]
) -> list[tuple[str, list[_Entry]]]:
    """Return each event that has parts with itself and them, then what is part of none."""
    found: dict[str, list[_Entry]] = {}
    for _, entry in placed:
        found.setdefault(entry.campaign, []).append(entry)
    rest = found.pop("", [])
    groups = [(book.subject_label(campaign), entries) for campaign, entries in found.items()]
    return [*groups, (tr_in(book.language, "Part of no other event"), rest)] if rest else groups


def _make_row(book: EvidenceBook, entry: _Entry) -> GridRow:
    """Return a row; its cells are made in reading order, for so notes are numbered."""
    dates = _say_dates(book, entry)
    what: tuple[Phrase, ...] = ((Run(entry.subject.label),),)
    if entry.subject.description and book.options.include_descriptions and not entry.dated:
        what += ((Run(entry.subject.description, italic=True),),)
    if entry.dated:
        told = _say_dated(book, entry.dated)
    else:
        told = *_explain_dates(book, entry.dates), *_say_claims(book, entry.told)
    shown = [*entry.dates, *entry.told, *([entry.dated] if entry.dated else [])]
    names = dict.fromkeys((entry.subject.id, *(name for one in shown for name in list_names(one))))
    return GridRow(cells=(dates, what, told or ((Run(""),),)), names=tuple(names))


def _say_dates(book: EvidenceBook, entry: _Entry) -> tuple[Phrase, ...]:
    """Return the date of a row, each of several on its own line, with what settles them."""
    if entry.dated:
        date = _find_date(entry.dated)
        return ((Run(date_text(book, date) if date else ""),),)
    if not entry.dates:
        return ((Run(tr_in(book.language, "no date")),),)
    said = tuple(value_phrase(book, _shorten(claim)) for claim in entry.dates)
    return said + tuple(_say_conflicts(book, entry.dates))


def _explain_dates(book: EvidenceBook, dates: Sequence[Claim]) -> Iterator[Phrase]:
    """Yield what more there is to say of the dates of a row; of several each is named."""
    for claim in dates:
        qualifiers = list_qualifiers(claim, book.language)
        if qualifiers != list_qualifiers(_shorten(claim), book.language):
            lead = book.property_label(claim) if len(dates) == 1 else book.value(claim)
            yield (Run(lead + colon(book.language) + "; ".join(qualifiers)),)


def _shorten(claim: Claim) -> Claim:
    """Return a date claim as the narrow column has it: without reasons and the source's words."""
    value = claim.value
    if isinstance(value, DateValue) and value.edtf:
        value = replace(value, wording="")
    return replace(claim, value=value, detail="", confidence_reason="", rank_reason="", note="")


def _say_dated(book: EvidenceBook, claim: Claim) -> tuple[Phrase, ...]:
    """Return a dated claim without the date that stands before it, and what contradicts it."""
    label, is_date = book.property_label(claim), isinstance(claim.value, DateValue)
    words = label if is_date else f"{label}{colon(book.language)}{book.value(claim)}"
    remarks = remarks_phrase(book, claim, LeftOut(valid=not is_date))
    return (Run(words), *remarks), *_say_conflicts(book, [claim])


def _say_claims(book: EvidenceBook, claims: Sequence[Claim]) -> tuple[Phrase, ...]:
    said: list[Phrase] = []
    for group in book.group_by_property(list(claims)):
        lead = Run(book.property_label(group[0]) + colon(book.language))
        said += [(lead, *value_phrase(book, claim)) for claim in group]
        said += _say_conflicts(book, group)
    return tuple(said)


def _say_conflicts(book: EvidenceBook, shown: Sequence[Claim]) -> Iterator[Phrase]:
    """Yield, after claims of one property, what contradicts what and whether it is settled.

    Values that stand elsewhere in the report are named.
    """
    words = get_words(book.language)
    present = {claim.id for claim in shown}
    for conflict in book.conflicts_of(shown[0].subject, shown[0].property):
        if present.isdisjoint(conflict.claims):
            continue
        others = [book.value(book.by_id[one]) for one in conflict.claims if one not in present]
        label = words.conflict.format(label="; ".join(others) or book.property_label(shown[0]))
        yield (Run(f"{label}. {words.settled if conflict.settled else words.open}", italic=True),)
