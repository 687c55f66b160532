"""What stands on pages: lines and rules at places, links, and what leads to them.

All measures are points from the top left of the sheet.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

from desktop_app.reports.setting import Sheet
from desktop_app.ui.printing_lines import SetLine

#: A page (from 0) and the height on it.
Place = tuple[int, float]
#: Left, top, right and bottom.
Area = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class LineMark:
    """A line with the left end of its origin and its top."""

    line: SetLine
    left: float
    top: float

    @property
    def baseline(self) -> float:
        """Return how far below the top of the sheet the letters stand."""
        return self.top + self.line.baseline


@dataclass(frozen=True, slots=True)
class Rule:
    """A filled rectangle; `grey` is 0 for black. With `apart` it is a row of dots, each as wide
    as the rule is high, that far from one to the next.
    """

    left: float
    top: float
    width: float
    height: float
    grey: float = 0.0
    apart: float = 0.0


class Goal(Enum):
    """What a link leads to, and what its key is."""

    #: A note, by its number.
    NOTE = auto()
    #: The place in the text that refers to a note first, by its number.
    REFERENCE = auto()
    #: A source's entry in the bibliography, by the source's id.
    SOURCE = auto()
    #: A heading, by its place in the outline.
    HEADING = auto()
    #: The head of a page, by its place among them.
    PAGE = auto()


@dataclass(frozen=True, slots=True)
class Link:
    """An area that leads somewhere."""

    area: Area
    goal: Goal
    key: int | str


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A heading's place."""

    title: str
    level: int
    page: int
    top: float


@dataclass(slots=True)
class Page:
    """What stands on one page; `head` and `footer` are apart, because they are no part of the text.

    `section` is the heading of the first level that the page begins or goes on with.
    """

    lines: list[LineMark] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    head: list[LineMark] = field(default_factory=list)
    footer: list[LineMark] = field(default_factory=list)
    section: str = ""


@dataclass(slots=True)
class Pages:
    """A report on pages, and where what links lead to stands: see `Goal`.

    `names` are the pages (from 0) on which each record is named.
    """

    sheet: Sheet
    pages: list[Page] = field(default_factory=list)
    outline: list[OutlineEntry] = field(default_factory=list)
    notes: dict[int, Place] = field(default_factory=dict)
    references: dict[int, Place] = field(default_factory=dict)
    sources: dict[str, Place] = field(default_factory=dict)
    names: dict[str, list[int]] = field(default_factory=dict)

    def find_place(self, link: Link) -> Place | None:
        """Return where `link` leads, None where that stands nowhere."""
        match link.goal, link.key:
            case Goal.NOTE, int(key):
                return self.notes.get(key)
            case Goal.REFERENCE, int(key):
                return self.references.get(key)
            case Goal.SOURCE, str(key):
                return self.sources.get(key)
            case Goal.HEADING, int(key):
                return (self.outline[key].page, self.outline[key].top)
            case Goal.PAGE, int(key):
                return (key, 0.0)
        return None
