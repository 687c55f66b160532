"""The values of facets in the words of the interface: titles, names, languages, months."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from desktop_app.catalog.dates import format_date, parse_edtf
from desktop_app.catalog.ids import Kind
from desktop_app.i18n import mark, tr, tr_in
from desktop_app.search.query import Choice
from desktop_app.search.records import CITED, FACETS, NOT_CITED, Counts
from desktop_app.store import claims, lists
from desktop_app.store.database import Database
from desktop_app.ui.models.list_columns import Words, say_kind, say_type

#: The names of the facets, marked.
TITLES = {
    "kind": mark("Kind"),
    "source": mark("Source"),
    "language": mark("Language"),
    "decade": mark("Decade"),
    "month": mark("Month"),
    "entity": mark("Person, unit or place"),
    "property": mark("Property"),
    "cited": mark("Cited"),
}
#: Of more values the commonest are named: tens of thousands of titles take seconds to read.
MOST_VALUES = 200
#: Facets whose values are records.
_RECORDS = ("source", "entity")
#: Facets whose values come by their counts.
_BY_COUNT = (*_RECORDS, "property", "language")


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value: how it is chosen, what it is called, how many hits have it."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with the values that are shown; `left_out` rarer ones are not."""

    name: str
    values: tuple[FacetValue, ...]
    left_out: int = 0


def label_facets(
    db: Database, counts: Mapping[str, Counts], chosen: Collection[Choice], language: str
) -> tuple[Facet, ...]:
    """Return the facets that tell hits apart, with their values in words.

    Months are shown once a single decade is left, decades before; a facet that all hits share
    in one value narrows nothing and is left out.
    """
    shown = []
    is_one_decade = len(counts.get("decade", ())) <= 1
    for facet in FACETS:
        values = counts.get(facet, ())
        is_chosen = any(name == facet for name, _ in chosen)
        if facet in ("decade", "month") and not is_chosen and (facet == "month") != is_one_decade:
            continue
        if values and (len(values) > 1 or is_chosen or facet not in ("kind", "decade")):
            kept = [
                (value, count, (facet, value) in chosen)
                for number, (value, count) in enumerate(values)
                if number < MOST_VALUES or facet not in _BY_COUNT or (facet, value) in chosen
            ]
            labels = _label_values(db, facet, [value for value, _, _ in kept], language)
            named = tuple(FacetValue(one[0], labels[one[0]], *one[1:]) for one in kept)
            shown.append(Facet(facet, named, len(values) - len(kept)))
    return tuple(shown)


def label_groups(db: Database, facet: str, values: Sequence[str], language: str) -> dict[str, str]:
    """Return the headings of groups of hits; "" is the group of what has no such value."""
    labels = _label_values(db, facet, [value for value in values if value], language)
    return labels | {"": tr_in(language, "Of no single source")}


def _label_values(db: Database, facet: str, values: Sequence[str], language: str) -> dict[str, str]:
    if facet in _RECORDS:
        rows = lists.get_listing(db, values)
        return {one: str(rows[one]["title"]) if one in rows else one for one in values}
    if facet == "property":
        known = {prop.key: prop.label(language) for prop in claims.list_properties(db)}
        return {one: known.get(one, one) for one in values}
    if facet == "kind":
        return {one: say_kind(Kind(one)) for one in values}
    if facet == "language":
        return {one: say_type(Kind.DOCUMENT, one, Words(language)) for one in values}
    if facet == "cited":
        words = {CITED: tr("Cited"), NOT_CITED: tr("Not cited")}
        return {one: words[one] for one in values}
    if facet == "decade":
        return {one: tr("{year}s", year=f"{one}0") for one in values}
    return {one: format_date(parse_edtf(one), language) for one in values}
