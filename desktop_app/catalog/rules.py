"""Rules of evidence: what contradicts what, what is uncited, how many witnesses there are.

Pure functions of records: the store, the window, the reports and `check` ask the same ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import NamedTuple

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

    `settled` once exactly one value is preferred wherever they differ; the others stay.
    """

    subject: str
    property: str
    claims: tuple[str, ...]
    settled: bool


class Rival(NamedTuple):
    """What of a claim decides about conflicts: its value's meaning, its days, its rank.

    `start` and `end` are ISO 8601 days, "" and "~" where the side is open.
    """

    claim: str
    value: tuple[object, ...]
    is_preferred: bool
    start: str
    end: str


#: The open ends of time: one sorts before every day, one after.
ALWAYS = ("", "~")


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
    first, second = _span(one.valid), _span(other.valid)
    return first[0] <= second[1] and second[0] <= first[1]


def _span(valid: DateValue | None) -> tuple[str, str]:
    """Return the first and last day (ISO 8601) on which a claim holds, as text that sorts."""
    return (valid and valid.earliest) or ALWAYS[0], (valid and valid.latest) or ALWAYS[1]


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
    groups: dict[tuple[str, str, str], list[Rival]] = {}
    for claim in claims:
        kind = properties.get(claim.property)
        if kind and kind.cardinality is Cardinality.SINGLE and claim.rank is not Rank.DEPRECATED:
            rival = Rival(
                claim.id,
                value_key(claim.value),
                claim.rank is Rank.PREFERRED,
                *_span(claim.valid),
            )
            key = (claim.subject, claim.property, claim.detail.casefold())
            groups.setdefault(key, []).append(rival)
    return find_conflicts_in(groups)


def find_conflicts_in(
    groups: Mapping[tuple[str, str, str], Sequence[Rival]],
) -> list[Conflict]:
    """Return the conflicts in groups of rivals by subject, property and folded detail."""
    return [
        Conflict(subject, prop, tuple(rival.claim for rival in cluster), _is_settled(cluster))
        for (subject, prop, _), group in groups.items()
        for cluster in _clusters(group)
    ]


def _clusters(group: Sequence[Rival]) -> list[list[Rival]]:
    """Return the sets of rivals joined by contradiction.

    One sweep over time, because comparing each with each takes minutes on a few thousand. All
    that hold on one day hold together: two values among them make them one set.
    """
    if len({rival.value for rival in group}) < 2:
        return []
    if _hold_always(group):
        return [list(group)]
    joined = list(range(len(group)))
    holding: list[tuple[str, int]] = []
    values: Counter[object] = Counter()
    apart: list[int] = []
    for number in sorted(range(len(group)), key=lambda n: group[n].start):
        rival = group[number]
        while holding and holding[0][0] < rival.start:
            _count_down(values, group[heappop(holding)[1]].value)
        apart = [other for other in apart if group[other].end >= rival.start]
        heappush(holding, (rival.end, number))
        values[rival.value] += 1
        apart.append(number)
        if len(values) > 1:
            for other in apart:
                joined[_root(joined, other)] = _root(joined, number)
            apart = [max(apart, key=lambda n: group[n].end)]
    sets: dict[int, list[Rival]] = {}
    for number, rival in enumerate(group):
        sets.setdefault(_root(joined, number), []).append(rival)
    return [cluster for cluster in sets.values() if len(cluster) > 1]


def _hold_always(group: Sequence[Rival]) -> bool:
    return all((rival.start, rival.end) == ALWAYS for rival in group)


def _count_down(counted: Counter[object], value: object) -> None:
    counted[value] -= 1
    if not counted[value]:
        del counted[value]


def _root(joined: list[int], number: int) -> int:
    while joined[number] != number:
        joined[number] = joined[joined[number]]
        number = joined[number]
    return number


def _is_settled(cluster: Sequence[Rival]) -> bool:
    """Tell whether on every day with different values exactly one of them is preferred."""
    if _hold_always(cluster):
        return len({rival.value for rival in cluster if rival.is_preferred}) == 1
    days = sorted(
        [(rival.start, 0, rival) for rival in cluster] + [(r.end, 1, r) for r in cluster],
        key=lambda day: day[:2],
    )
    said: Counter[object] = Counter()
    preferred: Counter[object] = Counter()
    for place, (day, is_end, rival) in enumerate(days):
        for counted in (said, preferred) if rival.is_preferred else (said,):
            if is_end:
                _count_down(counted, rival.value)
            else:
                counted[rival.value] += 1
        is_last_of_day = place + 1 == len(days) or days[place + 1][:2] != (day, is_end)
        if is_last_of_day and len(said) > 1 and len(preferred) != 1:
            return False
    return True


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
