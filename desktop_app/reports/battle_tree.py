"""Units in their places: which claims order them, when those hold, and the tree they make.

Pure functions of claims: neither circles nor contradictions lose a unit or stand a unit twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from desktop_app.catalog.claims import (
    RANK_ORDER,
    Claim,
    DateValue,
    Property,
    SpecialValue,
    SubjectValue,
    ValueType,
    find_named,
)
from desktop_app.catalog.dates import overlaps, parse_edtf
from desktop_app.catalog.ids import number_of
from desktop_app.catalog.subjects import EntityKind
from desktop_app.errors import UserError

#: The kinds of entity that have a place in an order of battle.
BODIES = frozenset({EntityKind.UNIT.value, EntityKind.ORGANISATION.value})
#: Properties that put a unit under another, the one believed first where both are said.
PLACES = ("part_of", "subordinate_to")
#: Losses in men, whose detail names the side, and in things, of which it says what they were.
LOSSES_IN_MEN = ("killed", "wounded", "captured", "put_out_of_action")
LOSSES_IN_THINGS = ("seized", "destroyed")
LOSSES = LOSSES_IN_MEN + LOSSES_IN_THINGS
POSTS = frozenset(
    {
        "commander",
        "political_commissar",
        "chief_of_staff",
        "deputy_political_chief",
        "logistics_chief",
        "secretary",
    }
)
_TIES = {*PLACES, "temporarily_merged_with"}
#: Marks of a claim of which it is not sure that it held on the day asked for.
UNTIMED, ROUGHLY = "°", "≈"


def is_of_order(claim: Claim, prop: Property, kinds: Mapping[str, str]) -> bool:
    """Tell whether a claim of a unit says its place, who leads it, or how strong it is.

    These are its ties to other bodies, posts held by persons, and quantities that are no losses.
    `kinds` maps the subjects that are values to their kinds.
    """
    match claim.value:
        case SubjectValue(subject=named) if prop.key in _TIES:
            return kinds.get(named) in BODIES
        case SubjectValue(subject=named):
            return kinds.get(named) == EntityKind.PERSON.value
        case SpecialValue() if prop.key in {*POSTS, *_TIES}:
            return True
        case _:
            return prop.value_type is ValueType.QUANTITY and prop.key not in LOSSES


def may_hold(claim: Claim, on: DateValue | None) -> bool:
    """Tell whether a claim may hold at some time of `on`; with None, at any time."""
    return on is None or claim.valid is None or overlaps(claim.valid, on)


def find_doubt(claim: Claim, on: DateValue | None) -> str:
    """Return the mark of a claim that may hold on `on` but need not, "" for one that does.

    A claim holds for sure where its validity is that very date, or a period both ends of which
    are known or open and that holds all days of the date.
    """
    if on is None:
        return ""
    if claim.valid is None:
        return UNTIMED
    if claim.valid.edtf == on.edtf or _covers(claim.valid.edtf, on):
        return ""
    return ROUGHLY


def _covers(edtf: str, on: DateValue) -> bool:
    first, mark, last = edtf.partition("/")
    if not mark or set("~?%") & set(edtf) or not (on.earliest and on.latest):
        return False
    try:
        begun = first == ".." or (parse_edtf(first).latest or "~") <= on.earliest
        return begun and (last == ".." or (parse_edtf(last).earliest or "") >= on.latest)
    except UserError:
        # An end that is left empty is not known.
        return False


@dataclass(frozen=True, slots=True)
class Places:
    """Where units stand: each under one other at most, and never in a circle.

    `superiors` maps a unit to the one above it and `claims` to the id of the claim that says so.
    `contested` are units that one property puts under several others at one time, or under
    several without a time, none of them above another and none preferred; `circular` those that
    stand free only because all above them are said to stand below them.
    """

    superiors: Mapping[str, str]
    claims: Mapping[str, str]
    contested: frozenset[str]
    circular: frozenset[str]


def place_units(
    units: Sequence[str],
    claims: Sequence[Claim],
    properties: Mapping[str, Property],
    on: DateValue | None = None,
) -> Places:
    """Return the places of `units` by those of `claims` that put one of them under another.

    Of several superiors the preferred goes before the others, then one that is sure on the day,
    then the lowest in the hierarchy, then "part of" before other ties, then the first stated.
    """
    present = set(units)
    options: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if (
            properties[claim.property].key in PLACES
            and {claim.subject, find_named(claim)} <= present
        ):
            options[claim.subject].append(claim)
    above = {
        unit: {find_named(one) for one in said if find_named(one) != unit}
        for unit, said in options.items()
    }
    superiors: dict[str, str] = {}
    placed: dict[str, str] = {}
    circular = set()
    contested = set()
    for unit in units:
        said = options.get(unit, [])
        reached = _reach_each(said, above) if len(said) > 1 else {}
        for claim in sorted(said, key=_preference(reached, properties, on)):
            if not _leads_to(find_named(claim), unit, superiors):
                superiors[unit] = find_named(claim)
                placed[unit] = claim.id
                break
        if said and unit not in superiors:
            circular.add(unit)
        if _contradict(said, reached):
            contested.add(unit)
    return Places(superiors, placed, frozenset(contested), frozenset(circular))


def reach(start: Iterable[str], ties: Mapping[str, set[str]]) -> set[str]:
    """Return all that `ties` lead to from `start`, which is among it only where a circle is."""
    found: set[str] = set()
    waiting = list(start)
    while waiting:
        for other in ties.get(waiting.pop(), ()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found


def list_tree(
    units: Sequence[str], superiors: Mapping[str, str]
) -> Iterator[tuple[str, tuple[bool, ...]]]:
    """Yield each unit and the rails of its line, those below it after it, in the order given."""
    below: dict[str, list[str]] = defaultdict(list)
    for unit in units:
        if unit in superiors:
            below[superiors[unit]].append(unit)
    waiting: list[tuple[str, tuple[bool, ...]]] = []
    for root in (unit for unit in units if unit not in superiors):
        waiting.append((root, ()))
        while waiting:
            unit, rails = waiting.pop()
            yield unit, rails
            last = len(below[unit]) - 1
            waiting += [
                (below[unit][number], (*rails, number < last)) for number in range(last, -1, -1)
            ]


def _reach_each(said: list[Claim], above: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """Return all that stands above each superior that claims name."""
    return {find_named(claim): reach([find_named(claim)], above) for claim in said}


def _preference(
    reached: Mapping[str, set[str]], properties: Mapping[str, Property], on: DateValue | None
) -> Callable[[Claim], tuple[int, bool, int, int, int]]:
    def weigh(claim: Claim) -> tuple[int, bool, int, int, int]:
        named = find_named(claim)
        higher = sum(named in found for other, found in reached.items() if other != named)
        return (
            RANK_ORDER[claim.rank],
            bool(find_doubt(claim, on)),
            higher,
            PLACES.index(properties[claim.property].key),
            number_of(claim.id),
        )

    return weigh


def _leads_to(unit: str, goal: str, superiors: Mapping[str, str]) -> bool:
    """Tell whether `goal` is `unit` or stands above it."""
    while unit != goal and unit in superiors:
        unit = superiors[unit]
    return unit == goal


def _contradict(said: list[Claim], reached: Mapping[str, set[str]]) -> bool:
    """Tell whether two claims of one property name superiors that exclude each other."""
    for one, other in combinations(said, 2):
        first, second = find_named(one), find_named(other)
        if (
            one.property == other.property
            and first != second
            and one.rank is other.rank
            and second not in reached[first]
            and first not in reached[second]
            and _at_one_time(one.valid, other.valid)
        ):
            return True
    return False


def _at_one_time(one: DateValue | None, other: DateValue | None) -> bool:
    """Tell whether two claims speak of one time; what is not dated only with its like."""
    if one is None or other is None:
        return one is other
    return overlaps(one, other)
