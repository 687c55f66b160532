"""Lines of units in an order of battle: the name, its place, who leads it and how strong it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from desktop_app.catalog.claims import Claim, DateValue, find_named
from desktop_app.catalog.wording import Run, colon
from desktop_app.i18n import tr_in
from desktop_app.reports.battle_tree import (
    PLACES,
    ROUGHLY,
    UNTIMED,
    Places,
    find_doubt,
    list_tree,
)
from desktop_app.reports.claim_phrases import join_phrases, qualify, remarks_phrase
from desktop_app.reports.evidence import EvidenceBook, list_names
from desktop_app.reports.model import Branch, NoteRef, Paragraph, ParagraphKind, Phrase


class UnitLines:
    """The branches of units, each with all that `book` holds of it, on a day or at all times.

    `labels` names units of which nothing is claimed, `event` is the one event that all is about.
    """

    def __init__(
        self,
        book: EvidenceBook,
        places: Places,
        *,
        on: DateValue | None = None,
        labels: Mapping[str, str] | None = None,
        event: str = "",
    ) -> None:
        """Say nothing yet: notes are made as lines are asked for."""
        self._book = book
        self._places = places
        self._on = on
        self._labels = labels or {}
        self._event = event

    def list_branches(
        self, units: Sequence[str], taking_part: Mapping[str, Sequence[Claim]] | None = None
    ) -> Iterator[Branch]:
        """Yield a branch for each unit, in the order of the tree.

        `taking_part` are claims of events that the unit had a part in them.
        """
        for unit, rails in list_tree(units, self._places.superiors):
            parts = (taking_part or {}).get(unit, ())
            names = [name for one in self._book.claims[unit] for name in list_names(one)]
            yield Branch(
                phrase=self._line(unit, parts),
                rails=rails,
                names=tuple(dict.fromkeys((unit, *names))),
            )

    def list_legend(self, claims: Sequence[Claim]) -> Iterator[Paragraph]:
        """Yield what the marks mean that `claims` bear."""
        language = self._book.language
        doubts = {find_doubt(claim, self._on) for claim in claims}
        if UNTIMED in doubts:
            text = tr_in(language, "{mark} It is not said when this held.", mark=UNTIMED)
            yield Paragraph(text, ParagraphKind.REMARK)
        if ROUGHLY in doubts:
            text = tr_in(
                language,
                "{mark} It held at a time that need not include the day asked for.",
                mark=ROUGHLY,
            )
            yield Paragraph(text, ParagraphKind.REMARK)

    def label(self, unit: str) -> str:
        """Return what a unit is called."""
        return self._labels.get(unit) or self._book.subject_label(unit)

    def _line(self, unit: str, taking_part: Sequence[Claim]) -> Phrase:
        placing = self._places.claims.get(unit, "")
        head: Phrase = (Run(self.label(unit)),)
        if placing:
            head += self._place(self._book.by_id[placing])
        said = [self._participation(claim) for claim in taking_part]
        for group in self._book.group_by_property(self._book.claims[unit]):
            others = [claim for claim in group if claim.id != placing]
            if others:
                said.append(self._detail(unit, others))
        if unit in self._places.circular:
            said.append((Run(tr_in(self._book.language, "the sources say a circle")),))
        return (*head, Run(" — "), *join_phrases(said)) if said else head

    def _place(self, claim: Claim) -> Phrase:
        """Return how the unit belongs to the one above it, where more than "part of" is said."""
        label = self._book.property_label(claim)
        is_plain = self._book.data.properties[claim.property].key == PLACES[0]
        words = "" if is_plain else f" [{label}]"
        return self._marked(words, claim)

    def _detail(self, unit: str, claims: list[Claim]) -> Phrase:
        """Return a unit's claims of one property: a post, its strength, another place of it."""
        book = self._book
        label = book.property_label(claims[0])
        if book.data.properties[claims[0].property].key in PLACES:
            if unit in self._places.contested:
                label = tr_in(book.language, "conflict, also {relation}", relation=label)
            elif unit in self._places.claims:
                label = tr_in(book.language, "also {relation}", relation=label)
        values = [
            self._marked(self._labels.get(find_named(one)) or book.value(one), one)
            for one in claims
        ]
        return (Run(label + colon(book.language), italic=True), *join_phrases(values, ", "))

    def _marked(self, text: str, claim: Claim) -> Phrase:
        """Return a text with the mark of a doubtful time, the claim's qualifiers and notes."""
        mark = find_doubt(claim, self._on)
        remarks = remarks_phrase(self._book, claim)
        # A thin blank keeps the mark apart from the number of a note.
        gap = "\u202f" if mark and remarks and isinstance(remarks[0], NoteRef) else ""
        return (Run(f"{text}{mark}{gap}"), *remarks)

    def _participation(self, claim: Claim) -> Phrase:
        """Return in what a unit took part, an event that the whole report is about unnamed."""
        language = self._book.language
        event = self._book.subject_label(claim.subject)
        text = (
            tr_in(language, "took part")
            if claim.subject == self._event
            else tr_in(language, "in “{event}”", event=event)
        )
        return qualify(self._book, claim, text)
