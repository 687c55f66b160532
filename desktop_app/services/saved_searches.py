"""Saved and recent searches of one catalogue, kept in the user's profile by its identity.

They hold the question and not its answer, so that they are always current. A damaged file costs
the searches in it, never the start.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from desktop_app.catalog.claims import DateValue
from desktop_app.catalog.dates import read_date
from desktop_app.errors import UserError
from desktop_app.i18n import tr
from desktop_app.paths import data_folder
from desktop_app.search.query import Choice, Query
from desktop_app.services.profile_files import place_of, read_object, write_object
from desktop_app.services.searching import SearchService

RECENT_KEPT = 20
MOST_SAVED = 200
_LONGEST = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearch:
    """A question with everything that narrows it; `first` and `last` are dates as written.

    `seen` is how many hits it had when it was last opened, -1 before.
    """

    name: str = ""
    text: str = ""
    kinds: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    exact: bool = False
    expand: bool = True
    chosen: tuple[Choice, ...] = ()
    seen: int = -1

    def asks_as(self, other: SavedSearch) -> bool:
        """Tell whether both ask the same, whatever they are called."""
        return replace(self, name="", seen=-1) == replace(other, name="", seen=-1)

    def make_query(self) -> Query:
        """Return the query for all its hits; a date that is not understood does not narrow."""
        first, last = _read(self.first), _read(self.last)
        return Query(
            text=self.text,
            kinds=self.kinds,
            from_day=first.earliest if first else None,
            to_day=last.latest if last else None,
            exact=self.exact,
            expand=self.expand,
            limit=0,
            chosen=frozenset(self.chosen),
        )


def _read(words: str) -> DateValue | None:
    try:
        reading = read_date(words) if words.strip() else None
    except UserError:
        return None
    return reading.value if reading else None


def count_search(service: SearchService, search: SavedSearch) -> int:
    """Return how many hits `search` has now; raise as a search does."""
    return service.search(search.make_query()).total


class SavedSearches:
    """The searches of the catalogue `uuid`; every change is written at once, whole or not."""

    def __init__(self, uuid: str, folder: Path | None = None) -> None:
        """Read them from `folder`, the user's own by default."""
        self._uuid = uuid
        self._folder = folder
        self._saved: list[SavedSearch] = []
        self._recent: list[SavedSearch] = []
        self._read()

    @property
    def path(self) -> Path:
        """Return the file."""
        return place_of(self._folder or data_folder() / "searches", self._uuid)

    def list_saved(self) -> list[SavedSearch]:
        """Return the saved searches in the order in which they were saved."""
        return list(self._saved)

    def list_recent(self) -> list[SavedSearch]:
        """Return the last searches, newest first."""
        return list(self._recent)

    def find(self, name: str) -> SavedSearch | None:
        """Return the saved search called `name`."""
        return next((one for one in self._saved if one.name == name), None)

    def save(self, search: SavedSearch) -> None:
        """Keep `search` under its name, in the place of one that has it; raise UserError."""
        name = " ".join(search.name.split())
        if not name:
            raise UserError("no_search_name", "Give the search a name.")
        kept = [one for one in self._saved if one.name != name]
        if len(kept) >= MOST_SAVED:
            raise UserError(
                "too_many_searches",
                "There are {count} saved searches already. Delete one first.",
                count=MOST_SAVED,
            )
        at = next((n for n, one in enumerate(self._saved) if one.name == name), len(kept))
        kept.insert(at, replace(search, name=name))
        self._write(kept, self._recent)

    def rename(self, name: str, new: str) -> None:
        """Call a saved search `new`; raise UserError where the name is empty or taken."""
        new = " ".join(new.split())
        if new == name:
            return
        if not new:
            raise UserError("no_search_name", "Give the search a name.")
        if self.find(new) is not None:
            raise UserError(
                "search_there", "There is a saved search called “{name}” already.", name=new
            )
        renamed = [replace(one, name=new) if one.name == name else one for one in self._saved]
        self._write(renamed, self._recent)

    def remove(self, name: str) -> None:
        """Forget a saved search."""
        self._write([one for one in self._saved if one.name != name], self._recent)

    def note_seen(self, name: str, count: int) -> None:
        """Note that the hits of a saved search were looked at when there were `count`."""
        seen = [replace(one, seen=count) if one.name == name else one for one in self._saved]
        if seen != self._saved:
            self._write(seen, self._recent, is_needed=False)

    def note_recent(self, search: SavedSearch) -> None:
        """Put `search` first among the recent ones."""
        if not search.text.strip():
            return
        search = replace(search, name="", seen=-1)
        others = [one for one in self._recent if one.text.split() != search.text.split()]
        recent = [search, *others][:RECENT_KEPT]
        if recent != self._recent:
            self._write(self._saved, recent, is_needed=False)

    def forget_recent(self, search: SavedSearch | None = None) -> None:
        """Forget one recent search, all of them without one."""
        kept = [one for one in self._recent if search is not None and not one.asks_as(search)]
        self._write(self._saved, kept, is_needed=False)

    def _read(self) -> None:
        found = read_object(self.path)
        saved = _read_searches(found.get("saved"))
        self._saved = list({one.name: one for one in saved if one.name}.values())[:MOST_SAVED]
        self._recent = _read_searches(found.get("recent"))[:RECENT_KEPT]

    def _write(
        self, saved: list[SavedSearch], recent: list[SavedSearch], *, is_needed: bool = True
    ) -> None:
        """Write the file; where it cannot be, raise UserError if the change `is_needed`."""
        values = {"saved": [asdict(s) for s in saved], "recent": [asdict(r) for r in recent]}
        try:
            write_object(self.path, values)
        except OSError as error:
            if is_needed:
                raise UserError(
                    "searches_not_kept",
                    "The saved searches could not be written to {path} ({reason}). They are as "
                    "they were. Free some space there, then save again.",
                    path=str(error.filename or ""),
                    reason=error.strerror or str(error),
                ) from error
        self._saved, self._recent = saved, recent


def _read_searches(found: Any) -> list[SavedSearch]:
    """Return the searches that can be read."""
    read = (_read_search(one) for one in (found if isinstance(found, list) else ()))
    return [one for one in read if one is not None]


def _read_search(found: Any) -> SavedSearch | None:
    if not isinstance(found, Mapping):
        return None
    texts = {name: found.get(name, "") for name in ("name", "text", "first", "last")}
    flags = {
        name: found.get(name, default) for name, default in (("exact", False), ("expand", True))
    }
    seen, kinds, chosen = found.get("seen", -1), found.get("kinds", []), found.get("chosen", [])
    is_usable = (
        all(isinstance(one, str) and len(one) <= _LONGEST for one in texts.values())
        and all(isinstance(one, bool) for one in flags.values())
        and type(seen) is int
        and _are_texts(kinds)
        and isinstance(chosen, list)
        and all(_are_texts(one) and len(one) == 2 for one in chosen)
    )
    if not is_usable:
        return None
    pairs = tuple((str(facet), str(value)) for facet, value in chosen)
    return SavedSearch(**texts, **flags, kinds=tuple(kinds), chosen=pairs, seen=seen)


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def suggest_name(search: SavedSearch, taken: Iterable[str]) -> str:
    """Return a name for `search` that is not among `taken`: its words, numbered if need be."""
    plain = " ".join(search.text.split())[:60] or tr("Search")
    names, number, name = set(taken), 2, plain
    while name in names:
        name, number = f"{plain} ({number})", number + 1
    return name
