"""A source with everything its citation names: holders, repository, and where it was taken from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desktop_app.catalog.sources import Repository, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedSource:
    """A source and the records its citation needs; `parents` are nearest first."""

    source: Source
    parents: tuple[Source, ...] = ()
    repository: Repository | None = None
    derived_from: CitedSource | None = None
    quoted_in: CitedSource | None = None


def gather_source(
    source_id: str, sources: Mapping[str, Source], repositories: Mapping[str, Repository]
) -> CitedSource:
    """Return the source with its parents, repository and chain, from records held by id.

    The repository is the source's own or its nearest parent's. A link to a record that is
    not given, or back to a source already in the chain, ends the chain.
    """
    return _gather(source_id, sources, repositories, frozenset())


def _gather(
    source_id: str,
    sources: Mapping[str, Source],
    repositories: Mapping[str, Repository],
    above: frozenset[str],
) -> CitedSource:
    source = sources[source_id]
    parents = _list_parents(source, sources)
    seen = above | {source_id}

    def follow(link: str | None) -> CitedSource | None:
        known = link is not None and link in sources and link not in seen
        return _gather(link, sources, repositories, seen) if known and link else None

    holders = [one.repository for one in (source, *parents) if one.repository]
    return CitedSource(
        source=source,
        parents=parents,
        repository=repositories.get(holders[0]) if holders else None,
        derived_from=follow(source.derived_from),
        quoted_in=follow(source.quoted_in),
    )


def _list_parents(source: Source, sources: Mapping[str, Source]) -> tuple[Source, ...]:
    """Return the parents, nearest first; a circle of parents is cut where it closes."""
    parents: list[Source] = []
    seen = {source.id}
    link = source.parent
    while link is not None and link in sources and link not in seen:
        seen.add(link)
        parents.append(sources[link])
        link = sources[link].parent
    return tuple(parents)
