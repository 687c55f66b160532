"""References and short notes of ISO 690, without chain and final period.

Family names stand in capitals, the host follows "In:", a record follows its archive's path.
Titles keep the capitals of the catalogue. With a `year` given, it follows the names (name and
date); else the date stands with the imprint (notes and numeric).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop_app.catalog.sources import Contributor, Level, Role, Source
from desktop_app.catalog.wording import Runs
from desktop_app.citations.chicago_parts import (
    WHOLE_BOOKS,
    book_facts,
    held_title,
    regest_title,
    role_runs,
)
from desktop_app.citations.cited import CitedSource
from desktop_app.citations.facts import archive_path, describe_item, is_dated, year_text
from desktop_app.citations.joining import capitalise, follow, join, text_run
from desktop_app.citations.locators import format_locator
from desktop_app.citations.names import (
    find_lead,
    inverted_name,
    lead_suffix,
    list_contributors,
    short_name,
)
from desktop_app.citations.parts import (
    TitleForm,
    date_text,
    edition_text,
    find_container,
    format_edtf,
    incomplete_text,
    is_archival,
    issue_text,
    publisher_text,
    short_title,
    title_runs,
    volume_text,
)
from desktop_app.citations.style_words import StyleWords
from desktop_app.citations.terms import Terms

_MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be composed: a source in a language, at a place in it, with a year or without."""

    cited: CitedSource
    terms: Terms
    words: StyleWords
    locator: str = ""
    year: str = ""

    @property
    def source(self) -> Source:
        """Return the source itself."""
        return self.cited.source


def compose_reference(asked: Asked) -> Runs:
    """Return the whole reference; the locator takes the place of the pages."""
    source, terms = asked.source, asked.terms
    title, *rest = _FAMILIES[_family(asked.cited)](asked)
    names = text_run(name_creators(source, terms))
    online = text_run(asked.words.online if source.url.strip() else "")
    titled = follow(title, " ", online)
    if names:
        rest.insert(0, titled)
    head = join((names or titled, text_run(asked.year)), ",", terms)
    reference = join((head, *rest), ".", terms)
    reference = follow(reference, " ", text_run(incomplete_text(source, terms)))
    return join((reference, *_address(asked)), ".", terms)


def compose_short(asked: Asked) -> Runs:
    """Return a later note: names, short title, locator; of an untitled letter its date."""
    source, terms = asked.source, asked.terms
    title, what = describe_item(source, terms, TitleForm.UPRIGHT)
    parts: list[Runs] = [text_run(name_creators(source, terms, short=True))]
    if what and not title:
        parts += [text_run(what), text_run(_whole_date(asked))]
    elif source.level is Level.REGESTA:
        parts.append(regest_title(source, terms, short=True))
    else:
        parts.append(short_title(source, terms, title_form(asked.cited)))
    return join((*parts, text_run(format_locator(asked.locator, terms))), ",", terms)


def compose_label(cited: CitedSource, terms: Terms) -> Runs:
    """Return what names a source in parentheses: family names, or the title of an anonymous one."""
    lead = find_lead(cited.source)
    if lead is None:
        return short_title(cited.source, terms, title_form(cited))
    return text_run(join_creators([short_name(one) for one in lead[1]], terms))


def name_creators(source: Source, terms: Terms, *, short: bool = False) -> str:
    """Return the creators with family names in capitals, and what they did if not authors."""
    lead = find_lead(source)
    if lead is None:
        return ""
    role, people = lead
    named = join_creators([_name(one, short=short) for one in people], terms)
    return named if short else named + lead_suffix(role, len(people), terms)


def join_creators(names: Sequence[str], terms: Terms) -> str:
    """Return "A, B and C"; of more than three the first and "et al."."""
    if len(names) > _MOST_NAMES:
        return f"{names[0]} {terms.et_al}"
    last = f" {terms.and_word} ".join([", ".join(names[:-1]), names[-1]])
    return last if len(names) > 1 else names[0]


def title_form(cited: CitedSource) -> TitleForm:
    """Return italics for what was published as a whole, upright letters for the rest."""
    whole = cited.source.level in (*WHOLE_BOOKS, Level.JOURNAL, Level.THESIS, Level.WEB_PAGE)
    return TitleForm.ITALIC if whole and not is_archival(cited) else TitleForm.UPRIGHT


def _name(person: Contributor, *, short: bool) -> str:
    """Return "LOWE, Edith"; a name that keeps its order is all in capitals."""
    if short:
        return short_name(person).upper()
    family, comma, given = inverted_name(person).partition(", ")
    if person.literal or not comma:
        return inverted_name(person).upper()
    return f"{family.upper()}, {given}"


def _family(cited: CitedSource) -> str:
    level = cited.source.level
    if is_archival(cited):
        return "record"
    if level in (Level.CHAPTER, Level.ENTRY):
        return "chapter" if find_container(cited) or cited.source.container.strip() else "book"
    return {
        Level.ARTICLE: "article",
        Level.NEWSPAPER_ARTICLE: "article",
        Level.JOURNAL: "journal",
        Level.WEB_PAGE: "page",
        Level.THESIS: "thesis",
        Level.REGESTA: "regest",
    }.get(level, "book")


def _book(asked: Asked) -> tuple[Runs, ...]:
    source, terms = asked.source, asked.terms
    roles = role_runs(source, terms.role_in_entry, terms)
    return (
        title_runs(source, terms, TitleForm.ITALIC),
        _sentence(edition_text(source, terms)),
        _sentence(volume_text(source, terms)),
        *(capitalise(role) for role in roles),
        _imprint(source, asked, asked.locator),
    )


def _chapter(asked: Asked) -> tuple[Runs, ...]:
    source, terms = asked.source, asked.terms
    holder, book = find_container(asked.cited), book_facts(asked.cited)
    editors = list_contributors(holder, Role.EDITOR) if holder else ()
    named = join_creators([_name(one, short=False) for one in editors], terms) if editors else ""
    suffix = lead_suffix(Role.EDITOR, len(editors), terms) if editors else ""
    host = join((text_run(named + suffix), held_title(asked.cited, terms)), ".", terms)
    return (
        title_runs(source, terms, TitleForm.UPRIGHT),
        follow(text_run(asked.words.in_word), " ", host),
        _sentence(edition_text(book, terms)),
        _sentence(volume_text(book, terms)),
        _imprint(book, asked, asked.locator or source.pages),
    )


def _article(asked: Asked) -> tuple[Runs, ...]:
    source, terms = asked.source, asked.terms
    numbers = (
        text_run(_date(asked)),
        text_run(volume_text(source, terms)),
        text_run(issue_text(source, terms)),
        text_run(format_locator(asked.locator or source.pages, terms)),
    )
    return (
        title_runs(source, terms, TitleForm.UPRIGHT),
        held_title(asked.cited, terms),
        capitalise(join(numbers, ",", terms)),
    )


def _journal(asked: Asked) -> tuple[Runs, ...]:
    title, *_, numbers = _article(asked)
    del title
    return title_runs(asked.source, asked.terms, TitleForm.ITALIC), numbers


def _page(asked: Asked) -> tuple[Runs, ...]:
    source, terms = asked.source, asked.terms
    site = held_title(asked.cited, terms) or text_run(publisher_text(source, terms))
    dated = text_run(_date(asked)) if is_dated(source) or not source.accessed.strip() else ()
    place = text_run(format_locator(asked.locator, terms))
    return title_runs(source, terms, TitleForm.ITALIC), site, join((dated, place), ",", terms)


def _thesis(asked: Asked) -> tuple[Runs, ...]:
    source, terms = asked.source, asked.terms
    facts = (source.publisher.strip(), _date(asked), format_locator(asked.locator, terms))
    return (
        title_runs(source, terms, TitleForm.ITALIC),
        _sentence(source.edition.strip() or terms.thesis),
        join((text_run(fact) for fact in facts), ",", terms),
        *_held(asked),
    )


def _record(asked: Asked) -> tuple[Runs, ...]:
    source, terms = asked.source, asked.terms
    title, what = describe_item(source, terms, TitleForm.UPRIGHT)
    held = _held(asked)
    place = text_run(format_locator(asked.locator, terms))
    located = join((held[0] if held else (), place), ",", terms)
    group = source.level in (Level.FONDS, Level.SERIES, Level.FILE, Level.COLLECTION)
    dated = _sentence(_date(asked) if is_dated(source) or not group else "")
    roles = map(capitalise, role_runs(source, terms.role_in_entry, terms))
    parts = (title, text_run(what), *roles, dated, _host(asked), located)
    return parts if title else parts[1:]


def _regest(asked: Asked) -> tuple[Runs, ...]:
    place = text_run(format_locator(asked.locator, asked.terms))
    dated = text_run(_date(asked) if is_dated(asked.source) else "")
    facts = join((dated, place), ",", asked.terms)
    title = capitalise(regest_title(asked.source, asked.terms))
    return title, _host(asked), capitalise(facts), *_held(asked)


def _host(asked: Asked) -> Runs:
    """Return the printed work in which a document stands, whole."""
    container = find_container(asked.cited)
    if container is None:
        held = held_title(asked.cited, asked.terms)
    else:
        whole = Asked(CitedSource(source=container), asked.terms, asked.words)
        held = compose_reference(whole)
    return follow(text_run(asked.words.in_word), " ", held) if held else ()


def _held(asked: Asked) -> tuple[Runs, ...]:
    """Return "Held at:" and the path; of a path without a repository the path alone."""
    path = ", ".join(archive_path(asked.cited))
    held = f"{asked.words.held_at} {path}" if asked.cited.repository else path
    return (text_run(held),) if held else ()


def _imprint(source: Source, asked: Asked, pages: str) -> Runs:
    """Return "Place: Publisher, date, pp. 1–2" with what is missing in brackets."""
    place = source.place.strip() or asked.words.no_place
    publisher = publisher_text(source, asked.terms) or asked.words.no_publisher
    dated = "" if asked.year else date_or(source, asked, year_only=True)
    facts = (f"{place}{asked.terms.colon}{publisher}", dated, format_locator(pages, asked.terms))
    return join((text_run(fact) for fact in facts), ",", asked.terms)


def _date(asked: Asked) -> str:
    """Return the date, nothing where the year after the names says all of it."""
    if not asked.year:
        return _whole_date(asked)
    whole = _whole_date(asked)
    said = year_text(asked.cited, asked.terms, asked.words.no_date)
    return "" if whole == said else whole


def _whole_date(asked: Asked) -> str:
    return date_or(asked.source, asked)


def date_or(source: Source, asked: Asked, *, year_only: bool = False) -> str:
    """Return the date in words, or the style's words for none."""
    if not is_dated(source):
        return asked.words.no_date
    return date_text(source, asked.terms, year_only=year_only)


def _address(asked: Asked) -> tuple[Runs, ...]:
    url, day = asked.source.url.strip(), asked.source.accessed.strip()
    viewed = asked.words.viewed.format(date=format_edtf(day, asked.terms) or day) if day else ""
    return text_run(viewed), text_run(asked.words.available.format(url=url) if url else "")


def _sentence(text: str) -> Runs:
    return capitalise(text_run(text))


_FAMILIES: dict[str, Callable[[Asked], tuple[Runs, ...]]] = {
    "book": _book,
    "chapter": _chapter,
    "article": _article,
    "journal": _journal,
    "page": _page,
    "thesis": _thesis,
    "record": _record,
    "regest": _regest,
}
