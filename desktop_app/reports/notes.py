"""Notes of a report: one for each citation, mention and name's passage, in reading order."""

from __future__ import annotations

import unicodedata

from desktop_app.catalog.claims import Citation, Stance
from desktop_app.catalog.excerpts import AnchorState, Attachment, Excerpt
from desktop_app.catalog.subjects import Name
from desktop_app.catalog.wording import Runs, word
from desktop_app.reports.data import QuoteForm, ReportData, ReportOptions
from desktop_app.reports.model import Note, NoteRef, Quote
from desktop_app.reports.words import get_words

_WORDS_SHOWN = 5
_SIGNS_SHOWN = 24


class NoteList:
    """Numbers notes as they are asked for; a source is cited in full once, then in short."""

    def __init__(self, data: ReportData, options: ReportOptions) -> None:
        """Begin with no note."""
        self._data = data
        self._options = options
        self._words = get_words(options.language)
        self._notes: list[Note] = []
        self._cited: set[str] = set()
        self._numbers: dict[str, int] = {}
        self._has_place = False

    @property
    def notes(self) -> tuple[Note, ...]:
        """Return the notes made so far, in order."""
        return tuple(self._notes)

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the ids of the sources cited so far, in the order of their first note."""
        return tuple(dict.fromkeys(note.source for note in self._notes))

    def cite(self, citation: Citation, *, with_quote: bool = True) -> NoteRef:
        """Return the reference to the note for `citation`, a new one where it has none yet.

        Its quote stands in the note, or not `with_quote` in the text.
        """
        if citation.id in self._numbers:
            return self.refer(citation)
        excerpt = self._data.excerpts[citation.excerpt]
        remarks = (citation.note, *self._list_remarks(excerpt))
        return self._add(
            citation.id,
            excerpt,
            locator=citation.locator,
            stance=citation.stance,
            quote=self.quote(excerpt) if with_quote else None,
            remarks=remarks,
        )

    def mention(self, attachment: Attachment, *, with_quote: bool = False) -> NoteRef:
        """Return the reference to the note for a mention, a new one where it has none yet.

        Its quote stands in the text, or `with_quote` in the note.
        """
        if attachment.id in self._numbers:
            return NoteRef(self._numbers[attachment.id], first=False)
        excerpt = self._data.excerpts[attachment.excerpt]
        return self._add(
            attachment.id,
            excerpt,
            quote=self.quote(excerpt) if with_quote else None,
            remarks=self._list_remarks(excerpt),
        )

    def name(self, name: Name) -> NoteRef:
        """Return the reference to the note for the passage `name` was found in."""
        if name.id in self._numbers:
            return NoteRef(self._numbers[name.id], first=False)
        excerpt = self._data.excerpts[str(name.excerpt)]
        remarks = self._list_remarks(excerpt)
        return self._add(name.id, excerpt, quote=self.quote(excerpt), remarks=remarks)

    def refer(self, citation: Citation) -> NoteRef:
        """Return a repeated reference to the note that `citation` already has."""
        return NoteRef(self._numbers[citation.id], citation.stance, first=False)

    def quote(self, excerpt: Excerpt) -> Quote:
        """Return the words of `excerpt`, with its translation if it has one."""
        ends = shorten(excerpt.quote) if self._options.quotes is QuoteForm.ENDS else ()
        language = self._data.documents[excerpt.document].language
        if not self._options.include_translations:
            return Quote(text=excerpt.quote, ends=ends, language=language)
        status = excerpt.translation_status
        made = [excerpt.translator, word(status, self._options.language) if status else ""]
        return Quote(
            text=excerpt.quote,
            ends=ends,
            language=language,
            translation=excerpt.translation,
            translation_language=excerpt.translation_language,
            translation_remark="; ".join(part for part in made if part),
        )

    def name_source(self, excerpt: Excerpt, locator: str) -> Runs:
        """Return the short citation of the source that `excerpt` stands in."""
        source = self._data.documents[excerpt.document].source
        return self._options.citer.short_note(source, excerpt.page, locator)

    def _add(
        self,
        origin: str,
        excerpt: Excerpt,
        *,
        locator: str = "",
        stance: Stance = Stance.SUPPORTS,
        quote: Quote | None = None,
        remarks: tuple[str, ...] = (),
    ) -> NoteRef:
        source = self._data.documents[excerpt.document].source
        number = len(self._notes) + 1
        note = Note(
            number=number,
            origin=origin,
            source=source,
            citation=self._compose(source, excerpt.page, locator),
            stance=stance,
            quote=quote,
            remarks=tuple(remark for remark in remarks if remark),
        )
        self._notes.append(note)
        self._has_place = bool(excerpt.page or locator)
        self._cited.update(self._options.citer.list_chain(source))
        self._numbers[origin] = number
        return NoteRef(number, stance)

    def _compose(self, source: str, page: str, locator: str) -> Runs:
        citer = self._options.citer
        if source not in self._cited:
            return citer.full_note(source, page, locator, known=self._cited)
        # "Ibid." alone after a note with a place would name that place again.
        hides_place = self._has_place and not (page or locator)
        same = self._notes[-1].source == source and not hides_place
        ibid = citer.find_ibid(page, locator) if same else None
        return ibid if ibid is not None else citer.short_note(source, page, locator)

    def _list_remarks(self, excerpt: Excerpt) -> tuple[str, ...]:
        """Return what a reader must know of the passage: its text's revision, an unsure place."""
        remarks = []
        if excerpt.revision != self._data.documents[excerpt.document].revision:
            remarks.append(self._words.text_revision.format(number=excerpt.revision))
        if excerpt.state is not AnchorState.ANCHORED:
            remarks.append(f"[{word(excerpt.state, self._options.language)}]")
        return tuple(remarks)


def shorten(quote: str) -> tuple[str, ...]:
    """Return the first and the last words of a quote, () where little would be left out.

    Five words at either end; of a text without spaces (Lao) 24 code points, marks kept with
    their letters.
    """
    words = quote.split()
    if len(words) > 2 * _WORDS_SHOWN + 2:
        return " ".join(words[:_WORDS_SHOWN]), " ".join(words[-_WORDS_SHOWN:])
    if len(quote) <= 2 * _SIGNS_SHOWN + 12 or len(words) > _WORDS_SHOWN:
        return ()
    first, last = _SIGNS_SHOWN, len(quote) - _SIGNS_SHOWN
    while first < last and unicodedata.category(quote[first]).startswith("M"):
        first += 1
    while first < last and unicodedata.category(quote[last]).startswith("M"):
        last -= 1
    return (quote[:first].rstrip(), quote[last:].lstrip()) if first < last else ()
