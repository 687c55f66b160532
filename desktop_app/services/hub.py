"""Where changes are announced: after the commit, alike for an edit, an undo and a redo.

Subscribers are called in the thread that made the change; the window's bridge turns the call
into a queued signal.
"""

from __future__ import annotations

from collections.abc import Callable

from desktop_app.catalog.changes import ChangeEvent

Subscriber = Callable[[ChangeEvent], None]


class Hub:
    """A list of subscribers."""

    def __init__(self) -> None:
        """Begin with nobody listening."""
        self._subscribers: list[Subscriber] = []

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Call `subscriber` after every change; return what ends that."""
        self._subscribers.append(subscriber)

        def unsubscribe() -> None:
            if subscriber in self._subscribers:
                self._subscribers.remove(subscriber)

        return unsubscribe

    def publish(self, event: ChangeEvent) -> None:
        """Tell every subscriber of `event`, in the order they came."""
        for subscriber in list(self._subscribers):
            subscriber(event)
