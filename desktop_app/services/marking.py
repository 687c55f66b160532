"""Every place in the texts where an entity is named, and making excerpts of them in one change.

The longest name wins: Luang Namtha is no place of Nam Tha. A name that another entity bears too,
or is to be kept apart from, is shown as doubtful and left to the archivist.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from desktop_app.catalog.excerpts import Excerpt
from desktop_app.catalog.ids import Kind
from desktop_app.catalog.subjects import Entity, LinkKind
from desktop_app.search.analysis import Word, list_words, squash_words
from desktop_app.search.query import Query
from desktop_app.search.records import Hit
from desktop_app.services.jobs import Progress
from desktop_app.services.marking_seams import list_parted
from desktop_app.services.searching import SearchService
from desktop_app.services.session import Session
from desktop_app.store import documents, excerpts, subjects
from desktop_app.store.database import Database

#: More places than these are not listed.
MOST_PLACES = 5_000
#: Code points of context shown on either side.
CONTEXT = 60
_NAME_WORDS = 10
_SHORT = 3
_PAGE = 2_500
#: What may stand between the words of one name.
_JOINTS = frozenset(" \n\t\u00a0\u202f-‐‑'’")


class Doubt(StrEnum):
    """Why a place may not be the entity's."""

    NONE = ""
    SHARED = "shared"
    CONFUSED = "confused"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A place where a name stands: [start, end) in code points of the document's text.

    `passage` is the passage around it, `others` the entities that bear the name too, `excerpt` the
    excerpt of exactly this place, `is_marked` whether an excerpt around it is attached already.
    """

    document: str
    start: int
    end: int
    passage: tuple[int, int]
    left: str
    text: str
    right: str
    doubt: Doubt = Doubt.NONE
    others: tuple[str, ...] = ()
    excerpt: str = ""
    is_marked: bool = False


@dataclass(slots=True)
class _Bearers:
    """Who bears a folded name: by entity the exact spellings."""

    exact: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    is_capital: bool = False


class NameFinder:
    """Finds the names of one entity in a text, among the names of all others."""

    def __init__(self, entity: Entity, others: Iterable[Entity], apart: Iterable[str] = ()) -> None:
        """Look for `entity`; `apart` are the entities it must not be confused with."""
        self._id = entity.id
        self._apart = frozenset(apart)
        self._names: dict[str, _Bearers] = {}
        self._labels: dict[str, str] = {}
        self._longest = 1
        for name in entity.names:
            self._add(entity, name.text)
        own = tuple(self._names)
        for other in others:
            for name in other.names if other.id != entity.id else ():
                folded = squash_words(name.text)[0]
                if any(one in folded for one in own):
                    self._add(other, name.text)

    def _add(self, entity: Entity, text: str) -> None:
        folded, exact = squash_words(text)
        if not folded:
            return
        bearers = self._names.setdefault(folded, _Bearers())
        bearers.exact[entity.id].add(exact)
        if entity.id == self._id:
            bearers.is_capital = bearers.is_capital or text[:1].isupper()
        self._labels[entity.id] = entity.label
        self._longest = min(max(self._longest, len(list_words(text)) + 1), _NAME_WORDS)

    def find(self, text: str) -> Iterator[tuple[int, int, Doubt, tuple[str, ...]]]:
        """Yield start, end, doubt and the labels of who else is meant, in the text's order."""
        words = list_words(text)
        joints = [text[one.end : two.start] for one, two in pairwise(words)]
        at = 0
        while at < len(words):
            count, bearers = self._match(words, joints, at)
            if not count or bearers is None:
                at += 1
                continue
            start, end = words[at].start, words[at + count - 1].end
            exact = "".join(one.exact or one.folded for one in words[at : at + count])
            folded = "".join(one.base for one in words[at : at + count])
            judged = self._judge(bearers, folded, exact, text[start:end])
            if judged is not None:
                yield start, end, *judged
            at += count

    def _match(
        self, words: Sequence[Word], joints: Sequence[str], at: int
    ) -> tuple[int, _Bearers | None]:
        """Return how many words from `at` on are the longest name, and who bears it."""
        reach = 1
        while reach < self._longest and at + reach < len(words):
            if not set(joints[at + reach - 1]) <= _JOINTS:
                break
            reach += 1
        for count in range(reach, 0, -1):
            folded = "".join(one.base for one in words[at : at + count])
            if folded in self._names:
                return count, self._names[folded]
        return 0, None

    def _judge(
        self, bearers: _Bearers, folded: str, exact: str, shown: str
    ) -> tuple[Doubt, tuple[str, ...]] | None:
        """Return the doubt and the others; None where the place is not the entity's."""
        own = bearers.exact.get(self._id)
        if own is None or (bearers.is_capital and shown[:1].islower()):
            return None
        others = [one for one in bearers.exact if one != self._id]
        spelt = [one for one in others if exact in bearers.exact[one]]
        labels = tuple(self._labels[one] for one in (spelt or others))
        if exact in own:
            if spelt:
                return Doubt.SHARED, labels
            return (Doubt.SHORT if self._is_short(folded, exact) else Doubt.NONE), ()
        if spelt or (exact != folded and self._apart.intersection(others)):
            # Its tones say that it is the other's, or may be.
            return None
        if others:
            return Doubt.CONFUSED, labels
        return (Doubt.SHORT if len(folded) <= _SHORT else Doubt.NONE), ()

    def _is_short(self, folded: str, exact: str) -> bool:
        """Tell whether so few letters, none of them with a mark, are likely an ordinary word."""
        return len(folded) <= _SHORT and exact == folded and not folded.isdecimal()


def find_occurrences(
    session: Session,
    search: SearchService,
    entity: str,
    *,
    document: str = "",
    progress: Progress | None = None,
) -> list[Occurrence]:
    """Return where `entity` is named in all documents, or in one, by document and place.

    At most MOST_PLACES. Raises UserError for an entity that is not there.
    """
    progress = progress or Progress()
    search.bring_up_to_date(progress)
    db = session.db
    wanted = subjects.get_entity(db, entity)
    links = [one for one in subjects.list_links(db, entity) if one.kind is LinkKind.NOT_THE_SAME]
    apart = {one.other if one.entity == entity else one.entity for one in links}
    finder = NameFinder(wanted, subjects.list_entities(db), apart)
    passages = _list_passages(search, wanted, document, progress)
    passages += _list_seams(db, wanted, document, progress)
    passages.sort(key=lambda hit: (_number(hit.document or ""), hit.start))
    marks = _Marks(db, entity)
    found: list[Occurrence] = []
    read = {hit.document for hit in passages if hit.document}
    held = {one.id: one for one in documents.list_documents(db, read)}
    for number, hit in enumerate(passages):
        progress.report(number, len(passages))
        text_of = held.get(hit.document or "")
        if text_of is not None:
            found += _read_passage(db, finder, marks, hit, text_of.text_sha256)
        if len(found) >= 2 * MOST_PLACES:
            break
    # A place in lines that were looked at for a break may lie in its passage too.
    places = {(one.document, one.start): one for one in reversed(found)}
    return sorted(places.values(), key=lambda one: (_number(one.document), one.start))[:MOST_PLACES]


def _list_seams(db: Database, entity: Entity, document: str, progress: Progress) -> list[Hit]:
    """Return the lines over whose break a name may stand, as passages of their own."""
    names = [name.text for name in entity.names]
    held = documents.list_documents(db, [document] if document else None)
    seams = []
    for number, one in enumerate(held):
        progress.report(number, len(held))
        text = documents.get_text(db, one.id)
        for start, end in list_parted(text, names):
            seams.append(_make_passage(one.id, start, end))
    return seams


def _make_passage(document: str, start: int, end: int) -> Hit:
    return Hit(
        kind=Kind.DOCUMENT,
        id=f"{document}@{start}",
        title="",
        document=document,
        start=start,
        end=end,
        earliest=None,
        latest=None,
        score=0.0,
        exact=False,
    )


def _list_passages(
    search: SearchService, entity: Entity, document: str, progress: Progress
) -> list[Hit]:
    """Return the passages in which a name may stand, by document and place."""
    found: dict[str, Hit] = {}
    for words in dict.fromkeys(_query_words(entity)):
        for text, expand in ((f'"{words}"', False), (words, True)):
            offset = 0
            while True:
                progress.check()
                query = Query(
                    text=text, kinds=(Kind.DOCUMENT,), expand=expand, limit=_PAGE, offset=offset
                )
                hits = search.search(query).hits
                found.update((hit.id, hit) for hit in hits)
                offset += len(hits)
                if len(hits) < _PAGE:
                    break
    return [hit for hit in found.values() if hit.document and document in ("", hit.document)]


def _query_words(entity: Entity) -> Iterator[str]:
    """Yield the names as folded words, in which nothing is an operator or a sign."""
    for name in entity.names:
        words = " ".join(one.folded for one in list_words(name.text))
        if words:
            yield words


def _number(record: str) -> int:
    return int(record.partition("-")[2] or 0)


class _Marks:
    """The excerpts of each document, and which are attached to the entity."""

    def __init__(self, db: Database, entity: str) -> None:
        self._db = db
        attached = excerpts.list_attachments_of_subjects(db, [entity])
        self._attached = {one.excerpt for one in attached}
        self._held: dict[str, list[Excerpt]] = {}

    def look(self, document: str, start: int, end: int) -> tuple[str, bool]:
        """Return the excerpt of exactly this place, and whether the place is marked already."""
        if document not in self._held:
            self._held[document] = excerpts.list_excerpts_of(self._db, document)
        around = [one for one in self._held[document] if one.start <= start and end <= one.end]
        exact = next((one.id for one in around if (one.start, one.end) == (start, end)), "")
        return exact, any(one.id in self._attached for one in around)


def _read_passage(
    db: Database, finder: NameFinder, marks: _Marks, hit: Hit, sha256: str
) -> Iterator[Occurrence]:
    first = max(0, hit.start - CONTEXT)
    text = documents.get_passage(db, sha256, first, hit.end + CONTEXT)
    shift = hit.start - first
    document = hit.document or ""
    for start, end, doubt, others in finder.find(text[shift : shift + hit.end - hit.start]):
        at, after = shift + start, shift + end
        excerpt, is_marked = marks.look(document, hit.start + start, hit.start + end)
        yield Occurrence(
            document=document,
            start=hit.start + start,
            end=hit.start + end,
            passage=(hit.start, hit.end),
            left=text[max(0, at - CONTEXT) : at],
            text=text[at:after],
            right=text[after : after + CONTEXT],
            doubt=doubt,
            others=others,
            excerpt=excerpt,
            is_marked=is_marked,
        )
