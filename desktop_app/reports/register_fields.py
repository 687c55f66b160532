"""The description of a source by the elements of ISAD(G), each a field with its number."""

from __future__ import annotations

from collections.abc import Iterator

from desktop_app.catalog.claims import DateValue
from desktop_app.catalog.coverage import Coverage, add_coverages
from desktop_app.catalog.dates import format_date, parse_edtf
from desktop_app.catalog.quantities import format_number
from desktop_app.catalog.sources import Closeness, Contributor, Level, Role, Source, SourceClass
from desktop_app.catalog.wording import Run, Runs, word
from desktop_app.errors import UserError
from desktop_app.i18n import tr_in
from desktop_app.reports.audit_tables import say_share
from desktop_app.reports.model import Field
from desktop_app.reports.register_facts import HeldText, RegisterFacts, SourceFacts

_NAMED = 6
_HASH_DIGITS = 16
#: Levels of what was published by itself or in a container.
_PUBLISHED = frozenset(
    {
        Level.BOOK,
        Level.CHAPTER,
        Level.ENTRY,
        Level.JOURNAL,
        Level.ARTICLE,
        Level.NEWSPAPER_ARTICLE,
        Level.WEB_PAGE,
        Level.THESIS,
    }
)


def plain_field(label: str, words: str, code: str = "") -> Field:
    """Return a field of plain words."""
    return Field(label=label, phrase=(Run(words),), code=code)


def name_source(source: Source) -> str:
    """Return a source's title and its translation in brackets."""
    translated = source.title_translated
    if not translated:
        return source.title
    # A supplied title, and so its translation, stands in brackets already.
    return f"{source.title} {translated if translated[0] == '[' else f'[{translated}]'}"


def read_date(source: Source) -> DateValue | None:
    """Return the date of a source, None where it has none that is clear."""
    try:
        return parse_edtf(source.edtf) if source.edtf else None
    except UserError:
        return None


class DescriptionWriter:
    """Writes the description of one source in one language."""

    def __init__(self, facts: SourceFacts, register: RegisterFacts, language: str) -> None:
        self.facts = facts
        self.source = facts.source
        self.register = register
        self.language = language

    def list_identity(self, parts: int) -> Iterator[Field]:
        """Yield the six elements that every description has; `parts` are described below it."""
        language = self.language
        missing = tr_in(language, "[not recorded]")
        yield plain_field(tr_in(language, "Reference code"), self._reference(), "3.1.1")
        yield plain_field(tr_in(language, "Title"), name_source(self.source), "3.1.2")
        yield plain_field(tr_in(language, "Date(s)"), self._dates() or missing, "3.1.3")
        level = word(self.source.level, language)
        yield plain_field(tr_in(language, "Level of description"), level, "3.1.4")
        yield plain_field(tr_in(language, "Extent"), self._extent(parts) or missing, "3.1.5")
        yield plain_field(
            tr_in(language, "Name of creator(s)"), self._creators() or missing, "3.2.1"
        )

    def list_context(self, entry: Runs) -> Iterator[Field]:
        """Yield the elements the catalogue can fill; `entry` is the source's in a bibliography."""
        language, source = self.language, self.source
        sent_to = [one for one in source.contributors if one.role is Role.RECIPIENT]
        if sent_to:
            names = "; ".join(self._name_person(one) for one in sent_to)
            yield plain_field(tr_in(language, "Sent to"), names)
        evidence = "; ".join(self._list_kinds_of_evidence())
        if evidence:
            yield plain_field(tr_in(language, "Kind of evidence"), evidence)
        if self.facts.about:
            yield self._about()
        for code, label, words in (
            ("3.4.1–2", tr_in(language, "Conditions of access and reproduction"), source.rights),
            ("3.4.3", tr_in(language, "Language"), self._languages()),
            (
                "3.5.1",
                tr_in(language, "Existence and location of originals"),
                tr_in(language, "derived from {title}", title=self._title(source.derived_from))
                if source.derived_from
                else "",
            ),
            (
                "3.5.2",
                tr_in(language, "Existence and location of copies"),
                "; ".join(self._list_copies()),
            ),
            ("3.5.3", tr_in(language, "Related units of description"), self._drawn()),
        ):
            if words:
                yield plain_field(label, words, code)
        if entry and source.level in _PUBLISHED:
            label = tr_in(language, "Publication note")
            yield Field(label=label, phrase=entry, code="3.5.4")
        elif entry:
            yield Field(label=tr_in(language, "Cited as"), phrase=entry)
        if source.note:
            yield plain_field(tr_in(language, "Note"), source.note, "3.6.1")
        yield from self._list_control()

    def list_texts(self, together: Coverage | None) -> Iterator[Field]:
        """Yield the texts held and how much rests on them, `together` with the parts' texts."""
        language = self.language
        for text in self.facts.texts:
            yield plain_field(tr_in(language, "Text"), self._describe_text(text))
        own = add_coverages(text.coverage for text in self.facts.texts)
        if self.facts.texts:
            yield plain_field(tr_in(language, "What rests on it"), self._describe_coverage(own))
        if together and together.characters:
            words = self._describe_coverage(together)
            yield plain_field(tr_in(language, "What rests on it and its parts"), words)

    def _reference(self) -> str:
        """Return country, repository and shelf mark, or the number it has in the catalogue."""
        held = self.register.repositories.get(self.facts.repository)
        codes = [held.country, held.identifier or held.name] if held else []
        if not self.source.shelf_mark:
            return tr_in(self.language, "[not recorded; {id} of this catalogue]", id=self.source.id)
        return ", ".join(part for part in (*codes, self.source.shelf_mark) if part)

    def _dates(self) -> str:
        """Return the date as printed, and in words of the report where these say it otherwise."""
        date = read_date(self.source)
        said = format_date(date, self.language) if date else ""
        printed = self.source.date
        if not printed or f" {said}".endswith(f" {printed}"):
            return said
        return f"{printed} ({said})" if said else printed

    def _extent(self, parts: int) -> str:
        language, source = self.language, self.source
        said = [
            tr_in(language, "volume {number}", number=source.volume) if source.volume else "",
            tr_in(language, "number {number}", number=source.issue) if source.issue else "",
            tr_in(language, "pages {pages}", pages=source.pages) if source.pages else "",
            source.edition,
            tr_in(language, "parts described: {count}", count=parts) if parts else "",
            *(word(one, language) for one in source.incomplete),
        ]
        return "; ".join(part for part in said if part)

    def _creators(self) -> str:
        made = [one for one in self.source.contributors if one.role is not Role.RECIPIENT]
        return "; ".join(self._name_person(one) for one in made)

    def _name_person(self, one: Contributor) -> str:
        own = [one.family, one.given] if one.language == "vi" else [one.given, one.family]
        name = one.literal or " ".join(part for part in own if part)
        role = _say_role(one.role, self.language)
        return f"{name} ({role})" if role else name

    def _list_kinds_of_evidence(self) -> Iterator[str]:
        language = self.language
        if self.source.source_class is SourceClass.ORIGINAL:
            yield tr_in(language, "original record")
        elif self.source.source_class is SourceClass.DERIVATIVE:
            yield tr_in(language, "made from another record")
        if self.source.closeness is Closeness.PRIMARY:
            yield tr_in(language, "primary source")
        elif self.source.closeness is Closeness.SECONDARY:
            yield tr_in(language, "secondary source")

    def _about(self) -> Field:
        """Return what its passages speak of, the subjects spoken of most."""
        language = self.language
        named = self.facts.about[:_NAMED]
        said = [
            f"{self.register.labels.get(one, one)} ({format_number(times, language)})"
            for one, times in named
        ]
        said += self._count_more(len(self.facts.about))
        return Field(
            label=tr_in(language, "Scope and content"),
            phrase=(Run("; ".join(said)),),
            code="3.3.1",
            names=tuple(one for one, _ in named),
        )

    def _languages(self) -> str:
        """Return the languages of the source and of its texts, each once."""
        codes = [self.source.language, *(text.document.language for text in self.facts.texts)]
        return ", ".join(name_language(one, self.language) for one in dict.fromkeys(codes) if one)

    def _title(self, source: str) -> str:
        return self.register.titles.get(source, source)

    def _list_copies(self) -> Iterator[str]:
        """Yield where its words stand besides: in what quotes it, at its address."""
        language, source = self.language, self.source
        if source.quoted_in:
            quoted = tr_in(language, "quoted in {title}", title=self._title(source.quoted_in))
            place = source.quoted_in_locator
            yield f"{quoted}, {place}" if place else quoted
        if source.url:
            seen = tr_in(language, "{url} (seen {date})", url=source.url, date=source.accessed)
            yield seen if source.accessed else source.url

    def _drawn(self) -> str:
        """Return the sources derived from it or quoted in it, "" where there are none."""
        named = [self._title(one) for one in self.facts.drawn[:_NAMED]]
        if not named:
            return ""
        titles = "; ".join([*named, *self._count_more(len(self.facts.drawn))])
        return tr_in(self.language, "drawn from it: {titles}", titles=titles)

    def _count_more(self, count: int) -> Iterator[str]:
        """Yield how many of `count` are not named, where some are not."""
        if count > _NAMED:
            yield tr_in(self.language, "and {count} more", count=count - _NAMED)

    def _list_control(self) -> Iterator[Field]:
        """Yield who described the source and when, the last change where there was one."""
        made, language = self.facts.described, self.language
        if made is None:
            return
        people = "; ".join(dict.fromkeys((made.by, made.last_by)))
        yield plain_field(tr_in(language, "Archivist's note"), people, "3.7.1")
        days = tr_in(language, "described {day}", day=made.day)
        if made.last_day != made.day:
            days += f"; {tr_in(language, 'revised {day}', day=made.last_day)}"
        yield plain_field(tr_in(language, "Date(s) of descriptions"), days, "3.7.3")

    def _describe_text(self, text: HeldText) -> str:
        language, document = self.language, text.document
        count = format_number(document.characters, language)
        said = [
            f"{document.title} ({document.file_name})" if document.file_name else document.title,
            name_language(document.language, language),
            tr_in(language, "words: {count}", count=format_number(text.words, language))
            if text.words
            else "",
            tr_in(language, "characters: {count}", count=count),
            tr_in(language, "revisions: {count}", count=text.revisions),
            f"SHA-256 {_shorten_hash(document.sha256)}",
        ]
        return "; ".join(part for part in said if part)

    def _describe_coverage(self, coverage: Coverage) -> str:
        language = self.language
        said = tr_in(
            language,
            "passages: {passages}; claims: {claims}; citations: {citations}; mentions: {mentions}",
            passages=format_number(coverage.passages, language),
            claims=format_number(len(coverage.claims), language),
            citations=format_number(coverage.citations, language),
            mentions=format_number(coverage.mentions, language),
        )
        share = say_share(coverage.marked, coverage.characters, language)
        return f"{said}; {tr_in(language, '{share} of the text marked', share=share or '–')}"


def name_language(code: str, language: str) -> str:
    """Return the name of a language, its code where no name is known."""
    names = {
        "vi": tr_in(language, "Vietnamese"),
        "en": tr_in(language, "English"),
        "fr": tr_in(language, "French"),
        "lo": tr_in(language, "Lao"),
        "th": tr_in(language, "Thai"),
        "zh": tr_in(language, "Chinese"),
        "ru": tr_in(language, "Russian"),
    }
    return names.get(code.partition("-")[0], code)


def _say_role(role: Role, language: str) -> str:
    """Return what a contributor did, "" for an author and for whom it was sent to."""
    return {
        Role.EDITOR: tr_in(language, "editor"),
        Role.TRANSLATOR: tr_in(language, "translator"),
        Role.COMPILER: tr_in(language, "compiler"),
        Role.SENDER: tr_in(language, "sender"),
        Role.INTERVIEWER: tr_in(language, "interviewer"),
        Role.PHOTOGRAPHER: tr_in(language, "photographer"),
    }.get(role, "")


def _shorten_hash(digest: str) -> str:
    """Return the first digits of a hash in groups of four, as seals are printed."""
    return " ".join(digest[at : at + 4] for at in range(0, _HASH_DIGITS, 4))
