"""Every hit of a question with what narrows and groups it, and how many hits each value has.

The index counts and finds; what it does not know of a hit (the sources of a claim, the entities
of an excerpt) is read from the catalogue. A choice within a facet adds, across facets it narrows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from desktop_app.catalog.ids import Kind, find_kind
from desktop_app.search.query import Query, SearchAbandoned
from desktop_app.search.records import KIND_ORDER, Hit, SearchResult
from desktop_app.services.searching import SearchService
from desktop_app.store import hit_facts
from desktop_app.store.database import Database

#: The best hits that are looked at one by one; whoever finds more is told so.
MOST_HITS = 10_000
#: As many are looked at while somebody waits for the first rows.
QUICK_HITS = 500
#: Between two of these many, a search that nobody waits for ends.
_BATCH = 2_500

FACETS = ("kind", "source", "language", "decade", "month", "entity", "property", "cited")
#: What the index counts over all hits, however many there are.
COUNTED_BY_INDEX = ("kind", "language", "decade", "month")
CITED, NOT_CITED = "cited", "not cited"

#: Facet and value.
Choice = tuple[str, str]
Counts = Mapping[str, tuple[tuple[str, int], ...]]

_NOTHING: tuple[str, ...] = ()


@dataclass(slots=True)
class Traits:
    """The values of one hit by facet; a facet that is missing has none."""

    values: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def get(self, facet: str) -> tuple[str, ...]:
        """Return the values of `facet`."""
        return self.values.get(facet, _NOTHING)


@dataclass(frozen=True, slots=True)
class HitTable:
    """The best hits of a question in their order, and what is known of each."""

    result: SearchResult
    traits: tuple[Traits, ...]

    @property
    def is_whole(self) -> bool:
        """Tell whether no hit is left out."""
        return self.result.total <= len(self.result.hits)

    def pick(self, numbers: Iterable[int], total: int) -> SearchResult:
        """Return the hits with these numbers as the answer to a question that finds `total`."""
        hits = tuple(self.result.hits[number] for number in numbers)
        return replace(self.result, hits=hits, total=total)


def gather_hits(
    service: SearchService,
    db: Database,
    query: Query,
    is_wanted: Callable[[], bool] | None = None,
    *,
    most: int = MOST_HITS,
) -> HitTable:
    """Return all hits of `query`, of more than `most` the best; raise as a search does."""
    first = replace(query, offset=0, limit=min(most, _BATCH), facets=COUNTED_BY_INDEX)
    result = service.search(first, is_wanted)
    hits = list(result.hits)
    while len(hits) < min(most, result.total):
        _check(is_wanted)
        page = replace(query, offset=len(hits), limit=min(_BATCH, most - len(hits)))
        more = service.search(page, is_wanted).hits
        if not more:
            break
        hits += more
    _check(is_wanted)
    result = replace(result, hits=tuple(hits))
    return HitTable(result, tuple(_read_traits(db, result.hits, is_wanted)))


def narrow(table: HitTable, chosen: Iterable[Choice]) -> list[int]:
    """Return the numbers of the hits that have one of the chosen values in each chosen facet."""
    wanted = _by_facet(chosen)
    return [n for n, one in enumerate(table.traits) if _fits(one, wanted)]


def count_facets(table: HitTable, chosen: Iterable[Choice]) -> Counts:
    """Return how many hits each value would leave, commonest first, dates and kinds in order.

    The values of a facet are counted as if nothing was chosen in it; a chosen value is there
    even where it would leave none.
    """
    wanted = _by_facet(chosen)
    counted: dict[str, tuple[tuple[str, int], ...]] = {}
    for facet in FACETS:
        others = {name: values for name, values in wanted.items() if name != facet}
        counter = Counter(
            value for one in table.traits if _fits(one, others) for value in one.get(facet)
        )
        if not table.is_whole and not others and facet in COUNTED_BY_INDEX:
            counter = Counter(dict(table.result.facets.get(facet, ())))
        counter.update(dict.fromkeys(wanted.get(facet, ()), 0))
        counted[facet] = tuple(sorted(counter.items(), key=_order_of(facet)))
    return counted


def group_hits(table: HitTable, numbers: Iterable[int], facet: str) -> list[tuple[str, list[int]]]:
    """Return hits by their first value of `facet`, kinds in their order, others by the best hit.

    What has no value stands last under "".
    """
    groups: dict[str, list[int]] = defaultdict(list)
    for number in numbers:
        groups[next(iter(table.traits[number].get(facet)), "")].append(number)
    if facet == "kind":
        return sorted(groups.items(), key=lambda one: _kind_order(one[0]))
    return sorted(groups.items(), key=lambda one: (one[0] == "", one[1][0]))


def _by_facet(chosen: Iterable[Choice]) -> dict[str, set[str]]:
    wanted: dict[str, set[str]] = {}
    for facet, value in chosen:
        wanted.setdefault(facet, set()).add(value)
    return wanted


def _fits(traits: Traits, wanted: Mapping[str, set[str]]) -> bool:
    return all(not values.isdisjoint(traits.get(facet)) for facet, values in wanted.items())


def _order_of(facet: str) -> Callable[[tuple[str, int]], tuple[int | str, ...]]:
    if facet in ("decade", "month"):
        return lambda one: (one[0],)
    if facet == "kind":
        return lambda one: (_kind_order(one[0]),)
    return lambda one: (-one[1], one[0])


def _kind_order(kind: str) -> int:
    return KIND_ORDER.index(kind) if kind in KIND_ORDER else len(KIND_ORDER)


def _check(is_wanted: Callable[[], bool] | None) -> None:
    if is_wanted is not None and not is_wanted():
        raise SearchAbandoned


def _read_traits(
    db: Database, hits: tuple[Hit, ...], is_wanted: Callable[[], bool] | None
) -> list[Traits]:
    found = [Traits(_own_values(hit)) for hit in hits]
    by_record: dict[str, list[Traits]] = defaultdict(list)
    for hit, traits in zip(hits, found, strict=True):
        by_record[hit.id.partition("@")[0]].append(traits)
    ids: dict[str, set[str]] = defaultdict(set)
    for hit in hits:
        ids[hit.kind].add(hit.id.partition("@")[0])
    for read in (_read_texts, _read_claims, _read_excerpts, _read_events):
        _check(is_wanted)
        for record, facet, values in read(db, hits, ids):
            for traits in by_record[record]:
                traits.values[facet] = values
    return found


def _own_values(hit: Hit) -> dict[str, tuple[str, ...]]:
    """Return what the hit itself says: its kind, and its month and decade by its first day."""
    values: dict[str, tuple[str, ...]] = {"kind": (hit.kind,)}
    day = hit.earliest or ""
    if len(day) == len("1962-04-15") and day[4] == "-":
        values["month"] = (day[:7],)
        values["decade"] = (day[:3],)
    if hit.kind == Kind.ENTITY:
        values["entity"] = (hit.id,)
    elif hit.kind == Kind.SOURCE:
        values["source"] = (hit.id,)
    return values


_Fact = tuple[str, str, tuple[str, ...]]
_Ids = Mapping[str, set[str]]


def _read_texts(db: Database, hits: tuple[Hit, ...], ids: _Ids) -> Iterable[_Fact]:
    """Yield source and language of passages, excerpts and sources."""
    facts = {
        row["id"]: row
        for row in hit_facts.list_document_facts(db, {hit.document for hit in hits if hit.document})
    }
    for hit in hits:
        row = facts.get(hit.document or "")
        if row is not None:
            record = hit.id.partition("@")[0]
            yield record, "source", (row["source"],)
            yield record, "language", _language(row["language"])
    for source, language in hit_facts.list_source_languages(db, ids.get(Kind.SOURCE, ())):
        yield source, "language", _language(language)


def _language(code: str) -> tuple[str, ...]:
    plain = code.casefold().partition("-")[0]
    return (plain,) if plain else ()


def _read_claims(db: Database, _hits: tuple[Hit, ...], ids: _Ids) -> Iterable[_Fact]:
    """Yield property, entities, sources of claims, and whether they are cited."""
    claims = ids.get(Kind.CLAIM, ())
    for row in hit_facts.list_claim_facts(db, claims):
        yield row["id"], "property", (row["property"],)
        named = [row["subject"], row["value_subject"]]
        yield row["id"], "entity", _entities(named)
        yield row["id"], "cited", (NOT_CITED if row["uncited"] else CITED,)
    yield from _gather("source", hit_facts.list_claim_sources(db, claims))


def _read_excerpts(db: Database, _hits: tuple[Hit, ...], ids: _Ids) -> Iterable[_Fact]:
    """Yield the entities that excerpts are attached to, and whether a claim rests on them."""
    excerpts = ids.get(Kind.EXCERPT, set())
    attached: dict[str, list[str]] = defaultdict(list)
    for excerpt, subject in hit_facts.list_attached(db, excerpts):
        attached[excerpt].append(subject)
    for excerpt, subjects in attached.items():
        yield excerpt, "entity", _entities(subjects)
    cited = set(hit_facts.list_cited_excerpts(db, excerpts))
    for excerpt in excerpts:
        yield excerpt, "cited", (CITED if excerpt in cited else NOT_CITED,)


def _read_events(db: Database, _hits: tuple[Hit, ...], ids: _Ids) -> Iterable[_Fact]:
    """Yield the entities that the claims about events name."""
    events = ids.get(Kind.EVENT, ())
    found: dict[str, list[str]] = defaultdict(list)
    for event, subject in hit_facts.list_event_entities(db, events):
        found[event].append(subject)
    for event, subjects in found.items():
        yield event, "entity", _entities(subjects)


def _gather(facet: str, pairs: Iterable[tuple[str, str]]) -> Iterable[_Fact]:
    found: dict[str, list[str]] = defaultdict(list)
    for record, value in pairs:
        found[record].append(value)
    for record, values in found.items():
        yield record, facet, tuple(values)


def _entities(subjects: Iterable[str | None]) -> tuple[str, ...]:
    kept = dict.fromkeys(one for one in subjects if one and find_kind(one) is Kind.ENTITY)
    return tuple(kept)
