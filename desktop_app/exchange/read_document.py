"""What reading a file gives: its canonical text, and how sure and how complete the reading is.

The record crosses a process boundary as JSON, so everything in it is plain.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass

from desktop_app.catalog.documents import PageMark


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another encoding the file may be in, and the first telling words as it would read them."""

    encoding: str
    preview: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """A file as it was read. Offsets of `pages` are code points of the canonical `text`.

    A text that was given in pieces is not in `text`; `characters` is its length either way, and
    `head` its beginning, for a preview.
    `encoding` is "" for formats that have none of their own. `encoding_sure` is False where
    the reader should be asked, with `alternatives`. `language` is a guess ("vi", "en", "fr",
    "lo" or ""). `replaced` counts characters made visible. `notes` are sentences in the
    interface's language. `sha256` and `size` are those of the bytes that were read.
    """

    text: str
    media_type: str
    characters: int = 0
    head: str = ""
    pages: tuple[PageMark, ...] = ()
    encoding: str = ""
    encoding_sure: bool = True
    alternatives: tuple[Alternative, ...] = ()
    title: str = ""
    language: str = ""
    replaced: int = 0
    extractor: str = ""
    notes: tuple[str, ...] = ()
    sha256: str = ""
    size: int = 0

    def to_json(self) -> str:
        """Return the record as one JSON object."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, written: str) -> ReadDocument:
        """Return the record that `to_json` wrote."""
        fields = json.loads(written)
        fields["pages"] = tuple(PageMark(**page) for page in fields["pages"])
        fields["alternatives"] = tuple(Alternative(**other) for other in fields["alternatives"])
        fields["notes"] = tuple(fields["notes"])
        return cls(**fields)
