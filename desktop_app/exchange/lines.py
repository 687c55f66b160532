"""Lines on their way to a canonical text: joined by line feeds, without empty ones at the ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from desktop_app.catalog.canonical import CanonicalWriter


class LineWriter:
    """Gives lines to `take` as one canonical text, in pieces; no empty line stands at its ends."""

    def __init__(self, take: Callable[[str], None]) -> None:
        """Give each piece to `take`."""
        self._writer = CanonicalWriter(take)
        self._waiting = 0
        self._has_begun = False

    def add(self, lines: Iterable[str]) -> None:
        """Take lines."""
        text = "".join(f"{line}\n" for line in lines)
        if not self._has_begun:
            text = text.lstrip("\n")
        if not text:
            return
        self._has_begun = True
        body = text.rstrip("\n")
        if body:
            self._writer.add("\n" * self._waiting + body)
            self._waiting = 0
        self._waiting += len(text) - len(body)

    def add_all_but_last(self, lines: list[str]) -> None:
        """Take the lines off a list that still grows; its maker looks back at the last."""
        if len(lines) > 1:
            self.add(lines[:-1])
            del lines[:-1]

    def finish(self) -> int:
        """Give on what is left; return how many characters had to be replaced."""
        self._writer.flush()
        return self._writer.replaced
