"""Rules of evidence: what contradicts what, what is uncited, how many witnesses there are.

Pure functions of records: the store, the window, the reports and `check` ask the same ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from desktop_app.catalog.claims import (
    Cardinality,
    Claim,
    DateValue,
    Property,
    Quantity,
    Rank,
    SpecialValue,
    Stance,
    SubjectValue,
    TextValue,
    Value,
)
from desktop_app.catalog.sources import Source


@dataclass(frozen=True, slots=True)
class Conflict:
    """Claims of one subject and one single-valued property that say different things.

    `settled` once exactly one of them is preferred; the others stay.
    """

    subject: str
    property: str
    claims: tuple[str, ...]
    settled: bool


def value_key(value: Value) -> tuple[object, ...]:
    """Return what makes two values the same: the meaning, not the wording."""
    match value:
        case TextValue():
            return ("text", " ".join(value.text.split()).casefold())
        case Quantity():
            return ("quantity", float(value.number), value.unit.casefold(), value.bound)
        case DateValue():
            return ("date", value.edtf)
        case SubjectValue():
            return ("subject", value.subject)
        case SpecialValue():
            return (value.special,)


def valid_together(one: Claim, other: Claim) -> bool:
    """Tell whether there is a day on which both claims hold; no date means always."""
    if one.valid is None or other.valid is None:
        return True
    first, second = one.valid, other.valid
    starts_late = first.latest and second.earliest and first.latest < second.earliest
    ends_early = second.latest and first.earliest and second.latest < first.earliest
    return not (starts_late or ends_early)


def contradict(one: Claim, other: Claim) -> bool:
    """Tell whether two claims of one subject and single-valued property cannot both be true.

    Claims about different details (the losses of two sides) do not contradict each other.
    """
    return (
        one.detail.casefold() == other.detail.casefold()
        and value_key(one.value) != value_key(other.value)
        and valid_together(one, other)
    )


def find_conflicts(claims: Iterable[Claim], properties: dict[str, Property]) -> list[Conflict]:
    """Return the conflicts among `claims`, settled ones too, in the order of their first claim."""
    groups: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in claims:
        kind = properties.get(claim.property)
        if kind and kind.cardinality is Cardinality.SINGLE and claim.rank is not Rank.DEPRECATED:
            key = (claim.subject, claim.property, claim.detail.casefold())
            groups.setdefault(key, []).append(claim)
    found = []
    for (subject, prop, _), group in groups.items():
        for cluster in _clusters(group):
            preferred = [claim for claim in cluster if claim.rank is Rank.PREFERRED]
            ids = tuple(claim.id for claim in cluster)
            found.append(Conflict(subject, prop, ids, settled=len(preferred) == 1))
    return found


def _clusters(group: list[Claim]) -> list[list[Claim]]:
    """Return the sets of claims joined by contradiction, with those that repeat their values."""
    clusters: list[list[Claim]] = []
    for claim in group:
        joined = [c for c in clusters if any(contradict(claim, other) for other in c)]
        merged = [other for cluster in joined for other in cluster]
        clusters = [c for c in clusters if c not in joined] + [[*merged, claim]]
    lone = [c[0] for c in clusters if len(c) == 1]
    real = [c for c in clusters if len(c) > 1]
    for claim in lone:
        for cluster in real:
            if any(value_key(claim.value) == value_key(other.value) for other in cluster):
                cluster.append(claim)
                break
    order = {claim.id: number for number, claim in enumerate(group)}
    return [sorted(cluster, key=lambda claim: order[claim.id]) for cluster in real]


def is_uncited(claim: Claim) -> bool:
    """Tell whether nothing in the catalogue supports the claim."""
    return not any(citation.stance is Stance.SUPPORTS for citation in claim.citations)


def find_witness(source: Source, find_source: Callable[[str], Source | None]) -> str:
    """Return the id of the source at the root of `source`'s derivation.

    Evidence that derives from one source, or is quoted in it, counts as one witness.
    """
    seen = {source.id}
    while above := source.derived_from or source.quoted_in:
        following = find_source(above)
        if following is None or above in seen:
            break
        seen.add(above)
        source = following
    return source.id


def count_witnesses(sources: Iterable[Source], find_source: Callable[[str], Source | None]) -> int:
    """Return how many independent witnesses stand behind `sources`."""
    return len({find_witness(source, find_source) for source in sources})
