"""Where the reader has been: the way back and forward, and the place left in each document."""

from __future__ import annotations

from dataclasses import dataclass

_KEPT = 200


@dataclass(frozen=True, slots=True)
class Place:
    """A document and a code point of its text."""

    document: str
    offset: int


class Visits:
    """The places visited, as a browser keeps them. Knows no widget."""

    def __init__(self) -> None:
        """Begin nowhere."""
        self._back: list[Place] = []
        self._forward: list[Place] = []
        self._left: dict[str, int] = {}

    def leave(self, place: Place) -> None:
        """Note `place` as left for a new one: it becomes the way back."""
        self.remember(place)
        if not self._back or self._back[-1] != place:
            self._back.append(place)
            del self._back[:-_KEPT]
        self._forward.clear()

    def remember(self, place: Place) -> None:
        """Note where in its document one was, for when it is opened again."""
        self._left[place.document] = place.offset

    def find_left(self, document: str) -> int:
        """Return where the document was left, 0 where it was never open."""
        return self._left.get(document, 0)

    def go_back(self, here: Place | None) -> Place | None:
        """Return the place before `here`, None where there is none."""
        return self._go(self._back, self._forward, here)

    def go_forward(self, here: Place | None) -> Place | None:
        """Return the place that was left by going back, None where there is none."""
        return self._go(self._forward, self._back, here)

    def _go(self, source: list[Place], other: list[Place], here: Place | None) -> Place | None:
        while source:
            place = source.pop()
            if place != here:
                if here is not None:
                    self.remember(here)
                    other.append(here)
                return place
        return None

    def drop_document(self, document: str) -> None:
        """Forget a document that is gone."""
        self._left.pop(document, None)
        self._back = [place for place in self._back if place.document != document]
        self._forward = [place for place in self._forward if place.document != document]

    @property
    def can_go_back(self) -> bool:
        """Tell whether there is a place to go back to."""
        return bool(self._back)

    @property
    def can_go_forward(self) -> bool:
        """Tell whether there is a place to go forward to."""
        return bool(self._forward)
