"""Makes a whole catalogue of any size: texts, excerpts, events, names and cited claims.

Written in few large changes through the session, so that rows, lists and journal are as the
program itself leaves them.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from search_corpus import SEED, Corpus

from desktop_app.catalog.anchors import make_anchor
from desktop_app.catalog.changes import Operation
from desktop_app.catalog.claims import Citation, Claim, Quantity
from desktop_app.catalog.excerpts import Attachment, Excerpt
from desktop_app.catalog.ids import Kind
from desktop_app.catalog.subjects import Event, Name, NameKind
from desktop_app.services.importing import import_files
from desktop_app.services.session import Session
from desktop_app.store import claims, documents, excerpts, rows, subjects

#: Shares of all records in a hundred; the rest are passages of texts.
EXCERPTS, CLAIMS, EVENTS, ENTITIES = 15, 7, 5, 3
PASSAGES = 100 - EXCERPTS - CLAIMS - EVENTS - ENTITIES
PASSAGES_OF_A_TEXT = 10_000
ROWS_OF_A_CHANGE = 20_000

Values = dict[str, Any]


class CatalogueMaker:
    """Fills one empty catalogue with about `count` records that the search finds."""

    def __init__(self, session: Session, count: int, folder: Path) -> None:
        """Write texts to be imported into `folder`."""
        self._session = session
        self._count = count
        self._folder = folder
        self._corpus = Corpus(count)
        self._chance = random.Random(SEED)
        self._at = 0
        self._texts: dict[str, tuple[int, str]] = {}

    def fill(self) -> None:
        """Write everything."""
        share = self._count // 100
        places = list(self._import_texts(share * PASSAGES))
        entities = self._insert(Kind.ENTITY, share * ENTITIES, self._make_entity)
        names = iter(entities)
        self._insert(Kind.NAME, len(entities), lambda record: self._make_name(record, next(names)))
        events = self._insert(Kind.EVENT, share * EVENTS, self._make_event)
        chosen = iter(self._chance.sample(places, share * EXCERPTS))
        passages = self._insert(
            Kind.EXCERPT, share * EXCERPTS, lambda record: self._make_excerpt(record, next(chosen))
        )
        self._insert(
            Kind.ATTACHMENT,
            len(passages) // 3,
            lambda record: rows.record_values(
                Attachment(
                    id=record,
                    excerpt=self._chance.choice(passages),
                    subject=self._chance.choice(entities),
                )
            ),
        )
        killed = claims.get_property(self._session.db, "killed").id
        stated = self._insert(
            Kind.CLAIM,
            share * CLAIMS,
            lambda record: self._make_claim(record, self._chance.choice(events), killed),
        )
        self._insert(
            Kind.CITATION,
            len(stated),
            lambda record: claims.citation_values(
                Citation(id=record, claim=stated.pop(), excerpt=self._chance.choice(passages))
            ),
        )

    def _text(self) -> str:
        self._at += 1
        return self._corpus.make(self._at % self._count).text

    def _import_texts(self, count: int) -> Iterator[tuple[str, int, int]]:
        """Import texts of `count` passages; yield document, start and end of each passage."""
        while count > 0:
            texts = [f"{self._text()}." for _ in range(min(count, PASSAGES_OF_A_TEXT))]
            count -= len(texts)
            path = self._folder / f"text-{self._at}.txt"
            path.write_text("\n\n".join(texts), "utf-8")
            imported = import_files(self._session, [path])[0]
            path.unlink()
            assert imported.error is None, imported.error
            start = 0
            for text in texts:
                yield imported.document, start, start + len(text)
                start += len(text) + 2

    def _insert(self, kind: Kind, count: int, make: Callable[[str], Values]) -> list[str]:
        """Write `count` rows of a kind, and return their ids."""
        made: list[str] = []
        while len(made) < count:
            with self._session.change(Operation.CREATE_EXCERPT, bulk=True):
                size = min(ROWS_OF_A_CHANGE, count - len(made))
                ids = rows.take_ids(self._session.db, kind, size)
                rows.insert_rows(self._session.db, kind, [make(record) for record in ids])
            made += ids
        return made

    def _make_entity(self, record: str) -> Values:
        kind = self._chance.choice(("person", "place", "unit"))
        empty = {"exists_from": "", "exists_to": "", "identifiers": "[]", "note": ""}
        return {"id": record, "kind": kind, **empty}

    def _make_name(self, record: str, entity: str) -> Values:
        text = " ".join(self._text().replace(",", "").split()[:2]).title()
        return subjects.name_values(
            Name(id=record, entity=entity, text=text, language="vi", kind=NameKind.PREFERRED)
        )

    def _make_event(self, record: str) -> Values:
        title = " ".join(self._text().split()[:6])
        return rows.record_values(Event(id=record, title=title, note=self._text()))

    def _make_excerpt(self, record: str, place: tuple[str, int, int]) -> Values:
        document, start, end = place
        held = self._document(document)
        quote, prefix, suffix = make_anchor(held[1], start, end)
        return excerpts.excerpt_values(
            Excerpt(
                id=record,
                document=document,
                revision=held[0],
                start=start,
                end=end,
                quote=quote,
                prefix=prefix,
                suffix=suffix,
            )
        )

    def _make_claim(self, record: str, event: str, prop: str) -> Values:
        number = self._chance.randrange(900)
        value = Quantity(number=number, as_written=str(number))
        detail = " ".join(self._text().split()[:8])
        return claims.claim_values(
            Claim(id=record, subject=event, property=prop, value=value, detail=detail)
        )

    def _document(self, document: str) -> tuple[int, str]:
        if document not in self._texts:
            db = self._session.db
            revision = documents.get_document(db, document).revision
            self._texts[document] = revision, documents.get_text(db, document)
        return self._texts[document]
