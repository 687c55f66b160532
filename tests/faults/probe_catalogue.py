"""A catalogue whose every word is a trap for what guesses markup, and a watch on its bait.

The bait is a real picture on the disk; every field names it in several forms of markup.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from desktop_app.services import commands  # noqa: F401  (registers the operations)
from desktop_app.services.commands.registry import run_operation
from desktop_app.services.importing import import_files
from desktop_app.services.session import Session, create_catalogue

BAIT = "canary.png"
#: Every probe begins with it.
MARK = "Zq"
_IN_ACCESS, _IN_OPEN = 0x1, 0x20


class Watch:
    """Counts how often a file is opened or read by this process or any other."""

    def __init__(self, path: Path) -> None:
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._handle = self._libc.inotify_init1(os.O_NONBLOCK)
        if self._handle < 0:
            raise OSError(ctypes.get_errno(), "inotify_init1")
        added = self._libc.inotify_add_watch(self._handle, os.fsencode(path), _IN_ACCESS | _IN_OPEN)
        if added < 0:
            raise OSError(ctypes.get_errno(), "inotify_add_watch")

    def count(self) -> int:
        """Return how often since the last time."""
        try:
            data = os.read(self._handle, 65536)
        except BlockingIOError:
            return 0
        found, place = 0, 0
        while place < len(data):
            found += 1
            place += 16 + struct.unpack_from("I", data, place + 12)[0]
        return found

    def close(self) -> None:
        os.close(self._handle)


@contextmanager
def watch_file(path: Path) -> Iterator[Watch]:
    """Watch `path`."""
    if not sys.platform.startswith("linux"):
        raise OSError("inotify is Linux's")
    watch = Watch(path)
    try:
        yield watch
    finally:
        watch.close()


class Probes:
    """Gives each field a trap of its own."""

    def __init__(self, bait: Path) -> None:
        self._bait = bait
        self.count = 0

    def __call__(self) -> str:
        """Return the next trap: bait as a picture, a link, a style; marks that Qt swallows."""
        self.count += 1
        url = self._bait.as_uri()
        forms = (
            f'<img src="{url}">',
            f"<img src={BAIT}>",
            f'<a href="{url}">link</a>',
            f'<body background="{url}">',
            f'<p style="background-image:url({url})">',
            f'<link rel="stylesheet" href="{url}">',
        )
        return f"{MARK}{self.count} <b>b</b> {forms[self.count % len(forms)]} &amp; A&B [*] 100%1"

    def first(self) -> str:
        """Return a trap that begins with markup, as Qt's guess looks at the beginning."""
        self.count += 1
        return f'<qt><img src="{self._bait.as_uri()}"><b>{MARK}{self.count}</b> A&B [*]</qt>'


class ProbeCatalogue:
    """Every kind of record, every text of each a trap."""

    def __init__(self, folder: Path, bait: Path) -> None:
        self.probe = probe = Probes(bait)
        self.session: Session = create_catalogue(
            folder / "traps.db", name=probe.first(), author=probe.first()
        )
        self.file = file = folder / f"<img src={BAIT}><b>A&B.txt"
        self.lines = [probe(), probe.first(), *(probe() for _ in range(12))]
        file.write_text("\n".join(self.lines), "utf-8")
        done = import_files(self.session, [file], title=probe.first())[0]
        assert done.document and done.source
        self.document, self.source = done.document, done.source
        self._make_sources()
        self._make_subjects()
        self._make_claims()

    def do(self, operation: str, /, **arguments: Any) -> str:
        """Run an operation; return the first id it gives."""
        return run_operation(self.session, operation, arguments).ids[0]

    def _make_sources(self) -> None:
        probe = self.probe
        told = {name: probe() for name in ("place", "country", "identifier", "note")}
        self.repository = self.do("create_repository", name=probe.first(), details=told)
        texts = (
            *("title_translated", "container", "publisher", "place", "edition", "volume"),
            *("issue", "pages", "shelf_mark", "url", "rights", "note", "date"),
        )
        who = [
            {"literal": probe.first(), "language": "vi"},
            {"family": probe(), "given": probe(), "role": "editor"},
        ]
        details = {
            "title": probe.first(),
            "contributors": who,
            "repository": self.repository,
            **{name: probe() for name in texts},
        }
        self.do("update_source", source=self.source, details=details)
        self.other = self.do(
            "create_source", title=probe.first(), quoted_in=self.source, quoted_in_locator=probe()
        )
        told = {"title": probe.first(), "note": probe()}
        self.do("update_document", document=self.document, details=told)

    def _make_subjects(self) -> None:
        probe = self.probe
        self.excerpts = [self.mark(number) for number in range(6)]
        texts = {"title_translated": probe(), "note": probe()}
        self.event = self.do("create_event", title=probe.first(), **texts)
        self.part = self.do("create_event", title=probe(), part_of=self.event, note=probe())
        self.entity = self.do(
            "create_entity",
            kind="place",
            name=probe.first(),
            note=probe(),
            identifiers=[[probe(), probe()]],
        )
        self.do("add_name", entity=self.entity, name=probe(), language="en")
        self.unit = self.do("create_entity", kind="unit", name=probe())
        self.do(
            "link_entities",
            entity=self.entity,
            other=self.unit,
            kind="must not be confused with",
            note=probe(),
        )
        self.do("attach_excerpt", excerpt=self.excerpts[0], subject=self.event, note=probe())
        self.do("attach_excerpt", excerpt=self.excerpts[1], subject=self.entity, note=probe())

    def mark(self, line: int) -> str:
        """Mark a line as an excerpt with a note and a translation."""
        start = sum(len(one) + 1 for one in self.lines[:line])
        place = {"start": start, "end": start + len(self.lines[line])}
        excerpt = self.do("create_excerpt", document=self.document, **place)
        told = {name: self.probe() for name in ("note", "translation", "translator")}
        self.do("update_excerpt", excerpt=excerpt, details=told)
        return excerpt

    def _make_claims(self) -> None:
        probe = self.probe
        self.property = self.do(
            "create_property",
            label=probe(),
            label_vi=probe(),
            inverse=probe(),
            inverse_vi=probe(),
            value_type="text",
        )
        self.text_claim = self.state("text", probe.first(), detail=probe())
        amount = {"number": 134, "unit": probe(), "as_written": probe()}
        self.claim = self.state("killed", amount)
        self.rival = self.state("killed", {"number": 137, "unit": "men"})
        self.do("prefer_claim", claim=self.rival, reason=probe())
        self.do("cite_claim", claim=self.claim, excerpt=self.excerpts[3], locator=probe())
        self.settled = self.state("wounded", 5)
        self.do("rank_claim", claim=self.settled, rank="deprecated", reason=probe())
        self.uncited = self.do(
            "state_claim", subject=self.part, property="date", value={"edtf": "1962"}
        )
        gone = self.do("create_event", title=probe.first())
        self.do("delete", id=gone)

    def state(self, name: str, value: object, **more: object) -> str:
        """State a claim of the event with every text a claim has."""
        if name == "text":
            name = self.session.db.scalar("SELECT key FROM property WHERE id = ?", (self.property,))
        probe = self.probe
        texts = {one: probe() for one in ("speaker", "confidence_reason", "note", "locator")}
        return self.do(
            "state_claim",
            subject=self.event,
            property=name,
            value=value,
            excerpt=self.excerpts[2],
            **texts,
            **more,
        )

    def records(self) -> list[str]:
        """Return one record of every kind that has an editor."""
        return [
            *(self.event, self.part, self.entity, self.unit, self.source, self.other),
            *(self.repository, self.document, self.excerpts[0]),
        ]
