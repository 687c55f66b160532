"""Claims as phrases for fields, tables and trees: value, qualifiers and numbers of notes in words.

Whatever shows a claim through these functions shows all of it but what the caller leaves out
because another column says it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from desktop_app.catalog.claims import Claim, DateValue, ValueType
from desktop_app.catalog.dates import format_date
from desktop_app.catalog.wording import Run, list_qualifiers
from desktop_app.i18n import tr_in
from desktop_app.reports.evidence import EvidenceBook, list_names
from desktop_app.reports.model import Block, Field, NoteRef, Phrase
from desktop_app.reports.words import get_words

#: After every day: where what has no date stands in an order of dates.
_UNDATED = ("~", "~")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What of a claim another place of the same line says already."""

    detail: bool = False
    valid: bool = False


_NOTHING = LeftOut()


def say(text: str, *, language: str = "") -> Phrase:
    """Return plain words as a phrase."""
    return (Run(text, language=language),)


def value_phrase(book: EvidenceBook, claim: Claim, left_out: LeftOut = _NOTHING) -> Phrase:
    """Return `value (qualifiers) [uncited]` and the numbers of its notes."""
    return qualify(book, claim, book.value(claim), left_out)


def inverse_phrase(book: EvidenceBook, claim: Claim, left_out: LeftOut = _NOTHING) -> Phrase:
    """Return a claim seen from its value: its subject, its qualifiers and notes."""
    return qualify(book, claim, book.subject_label(claim.subject), left_out)


def qualify(book: EvidenceBook, claim: Claim, words: str, left_out: LeftOut = _NOTHING) -> Phrase:
    """Return `words (qualifiers) [uncited]` for a claim and the numbers of its notes."""
    return (Run(words), *remarks_phrase(book, claim, left_out))


def remarks_phrase(book: EvidenceBook, claim: Claim, left_out: LeftOut = _NOTHING) -> Phrase:
    """Return ` (qualifiers) [uncited]` and the numbers of the notes of a claim."""
    shown = replace(
        claim,
        detail="" if left_out.detail else claim.detail,
        valid=None if left_out.valid else claim.valid,
    )
    phrase: list[Run | NoteRef] = []
    if qualifiers := list_qualifiers(shown, book.language):
        phrase.append(Run(f" ({'; '.join(qualifiers)})"))
    if claim.id in book.data.uncited:
        phrase.append(Run(f" [{get_words(book.language).uncited}]"))
    return (*phrase, *book.refs(claim))


def join_phrases(phrases: Iterable[Phrase], joint: str = "; ") -> Phrase:
    """Return the phrases in one, parted by `joint`."""
    joined: list[Phrase] = []
    for phrase in phrases:
        joined += [say(joint), phrase] if joined else [phrase]
    return tuple(one for phrase in joined for one in phrase)


def list_claim_fields(book: EvidenceBook, claims: list[Claim]) -> Iterator[Block]:
    """Yield claims of one subject as fields, a field for each property.

    Texts, which may be sentences, have a field each.
    """
    for group in book.group_by_property(claims):
        prop = book.data.properties[group[0].property]
        for part in [[one] for one in group] if prop.value_type is ValueType.TEXT else [group]:
            yield Field(
                label=begin_large(book.property_label(part[0])),
                phrase=join_phrases(value_phrase(book, claim) for claim in part),
                names=tuple(name for claim in part for name in list_names(claim)),
            )


def inverse_label(book: EvidenceBook, claim: Claim) -> str:
    """Return the name of a claim's property read backwards, in the report's language."""
    prop, language = book.data.properties[claim.property], book.language
    known = {"en": prop.inverse_en, "vi": prop.inverse_vi}.get(language, "")
    return known or tr_in(language, "{property} of", property=prop.label(language))


def begin_large(text: str) -> str:
    """Return a text with a capital at its beginning, as labels and heads have it."""
    return text[:1].upper() + text[1:]


def valid_text(book: EvidenceBook, claim: Claim) -> str:
    """Return when a claim holds in words, "" where nothing is said of it."""
    return date_text(book, claim.valid) if claim.valid else ""


def date_text(book: EvidenceBook, date: DateValue) -> str:
    """Return a date in words of the report, its source's where it has no EDTF."""
    return format_date(date, book.language) if date.edtf else date.wording


def date_key(date: DateValue | None) -> tuple[str, str]:
    """Return the place of a date in time; what has no date comes last."""
    if date is None or not (date.earliest or date.latest):
        return _UNDATED
    return date.earliest or "", date.latest or "~"


def dates_key(claims: Iterable[Claim]) -> tuple[str, str]:
    """Return the place in time of what the date claims `claims` date, the first of them."""
    dated = [claim.value for claim in claims if isinstance(claim.value, DateValue)]
    return min((date_key(date) for date in dated), default=_UNDATED)


def group_by_subject(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    """Return claims by the id of their subject."""
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[claim.subject].append(claim)
    return groups


def list_conflict_blocks(book: EvidenceBook, claims: Iterable[str]) -> Iterator[Block]:
    """Yield every conflict that one of `claims`, all shown before, has a part in.

    Its subject is named; a rival that is not of `claims` stands on a line of its own first.
    """
    seen = set(claims)
    for conflict in book.data.conflicts:
        if seen.isdisjoint(conflict.claims):
            continue
        for rival in conflict.claims:
            if rival not in seen:
                seen.add(rival)
                yield book.claim_line(book.by_id[rival], with_subject=True)
        table = book.conflict_table(conflict)
        subject = book.subject_label(book.by_id[conflict.claims[0]].subject)
        yield replace(table, label=f"{subject} — {table.label}")
