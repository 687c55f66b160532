"""What the lists read of the open catalogue, and how many records each of them has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop_app.catalog.ids import Kind
from desktop_app.services.session import Session
from desktop_app.store import claims, lists
from desktop_app.store.lists import ListQuery


class CatalogueReader:
    """Reads lists of one session; it keeps nothing."""

    def __init__(self, session: Session) -> None:
        """Read the catalogue of `session`."""
        self._session = session

    def list_ids(self, query: ListQuery) -> list[str]:
        """Return the ids that `query` asks for, in its order."""
        return lists.list_ids(self._session.db, query)

    def get_rows(self, ids: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        """Return the listing rows of `ids` by id; those that are gone are left out."""
        return lists.get_listing(self._session.db, ids)

    def property_labels(self, language: str) -> Mapping[str, str]:
        """Return the labels of the properties by key, in `language`."""
        found = claims.list_properties(self._session.db)
        return {prop.key: prop.label(language) for prop in found}

    def list_types(self, kind: Kind) -> list[str]:
        """Return the types that records of `kind` have."""
        return lists.list_types(self._session.db, kind)

    def count(self, query: ListQuery) -> int:
        """Return how many records `query` asks for."""
        return lists.count_ids(self._session.db, query)
