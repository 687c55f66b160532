"""MLA, 9th edition: names and pages in parentheses, works cited without final period and chain.

A work stands in its containers, parts divided by commas; what is not known is left out, as
the style leaves it out; months of more than four letters are shortened in English.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.catalog.sources import Contributor, Level, Role, Source
from desktop_app.catalog.wording import Runs
from desktop_app.citations.chicago_parts import (
    book_facts,
    held_title,
    regest_title,
    role_runs,
)
from desktop_app.citations.cited import CitedSource
from desktop_app.citations.facts import (
    describe_item,
    find_dated,
    is_dated,
    list_groups,
    name_repository,
)
from desktop_app.citations.iso690 import title_form
from desktop_app.citations.joining import capitalise, follow, join, text_run
from desktop_app.citations.locators import LocatorKind, format_locator, pad_times, parse_locators
from desktop_app.citations.names import (
    find_lead,
    full_name,
    inverted_name,
    list_contributors,
    short_name,
)
from desktop_app.citations.parts import (
    GROUPS,
    TitleForm,
    date_text,
    edition_text,
    find_container,
    format_edtf,
    incomplete_text,
    is_archival,
    issue_text,
    list_holders,
    publisher_text,
    short_title,
    title_runs,
    volume_text,
)
from desktop_app.citations.style_words import StyleWords
from desktop_app.citations.terms import Terms

#: Places that follow the name without a comma.
_UNMARKED = (
    (LocatorKind.PAGE,),
    (LocatorKind.PAGE, LocatorKind.NOTE),
    (LocatorKind.TIME,),
)
_MONTHS = re.compile(
    r"\b(January|February|March|April|August|September|October|November|December)\b"
)


@dataclass(frozen=True, slots=True)
class Work:
    """A source whose entry is composed, in a language."""

    cited: CitedSource
    terms: Terms
    words: StyleWords

    @property
    def source(self) -> Source:
        """Return the source itself."""
        return self.cited.source


def compose_entry(work: Work) -> Runs:
    """Return names, title, containers, address and the day of access."""
    source, terms = work.source, work.terms
    title, *containers = _compose_parts(work)
    container = join(containers, ",", terms)
    day = source.accessed.strip()
    read = _shorten(format_edtf(day, terms), terms) or day
    accessed = work.words.accessed_mla.format(date=read) if day else ""
    parts = (
        text_run(name_lead(source, terms, work.words)),
        title,
        container,
        text_run(accessed),
    )
    return follow(join(parts, ".", terms), " ", text_run(incomplete_text(source, terms)))


def compose_label(
    work: Work, locator: str, *, with_title: bool = False, with_facts: bool = False
) -> Runs:
    """Return "Lowe and Gray 45"; with a title where the names have several works.

    `with_facts` adds volume, date and shelf mark, where the title has several works too. Pages
    follow without a word, every other place after a comma.
    """
    source, terms = work.source, work.terms
    lead = find_lead(source)
    title = _name_work(work)
    label = title
    if lead is not None:
        names = text_run(_short_names(lead[1], terms))
        label = join((names, title if with_title else ()), ",", terms)
    if with_facts:
        facts = (volume_text(source, terms), _date(work), source.shelf_mark.strip())
        label = join((label, *(text_run(fact) for fact in facts)), ",", terms)
    place = format_locator(pad_times(locator), terms, bare_pages=not with_facts)
    kinds = tuple(one.kind for one in parse_locators(locator))
    if kinds in _UNMARKED and not with_facts:
        return follow(label, " ", text_run(place))
    return join((label, text_run(place)), ",", terms)


def name_lead(source: Source, terms: Terms, words: StyleWords) -> str:
    """Return the names that head an entry: "Lowe, Edith, and Tom Gray", of three or more one."""
    lead = find_lead(source)
    if lead is None:
        return ""
    role, people = lead
    one, several = words.roles_mla.get(role, ("", ""))
    first = inverted_name(people[0])
    if len(people) > 2:
        first = f"{first}, {terms.et_al}" if terms.language == "en" else f"{first} {terms.et_al}"
    elif len(people) == 2:
        comma = "," if first != full_name(people[0]) else ""
        first = f"{first}{comma} {terms.and_word} {full_name(people[1])}"
    return first + (several if len(people) > 1 else one)


def _compose_parts(work: Work) -> tuple[Runs, ...]:
    """Return the title, and the elements of its containers in their order."""
    level, source, terms = work.source.level, work.source, work.terms
    if is_archival(work.cited):
        return _archival_parts(work)
    if level is Level.REGESTA:
        way = [text_run(one) for one in list_holders(work.cited)]
        return capitalise(regest_title(source, terms)), _host(work), _dated(work), *way
    if level is Level.THESIS:
        title = title_runs(source, terms, TitleForm.ITALIC)
        dated = join((title, capitalise(_dated(work))), ".", terms)
        kind = source.edition.strip() or terms.thesis
        facts = (source.publisher.strip(), kind, _address(work))
        return dated, *(text_run(fact) for fact in facts)
    held = held_title(work.cited, terms)
    if not held or level in (Level.BOOK, Level.REPORT, Level.COLLECTION, Level.JOURNAL):
        form = _form(work.cited)
        return title_runs(source, terms, form), *_open(_facts(source, work), work)
    return title_runs(source, terms, TitleForm.QUOTED), held, *_facts(source, work)


def _facts(source: Source, work: Work) -> tuple[Runs, ...]:
    """Return contributors, version, number, publisher, date, pages and address."""
    terms, book = work.terms, book_facts(work.cited)
    holder = find_container(work.cited)
    editors = list_contributors(holder, Role.EDITOR) if holder else ()
    form = terms.role_in_entry[Role.EDITOR]
    edited = form.format(names=_natural_names(editors, terms)) if editors else ""
    return (
        text_run(edited),
        *role_runs(source, terms.role_in_entry, terms),
        text_run(edition_text(book, terms)),
        text_run(volume_text(source, terms) or volume_text(book, terms)),
        text_run(issue_text(source, terms)),
        text_run(publisher_text(book, terms)),
        _dated(work),
        text_run(format_locator(source.pages, terms)),
        text_run(_address(work)),
    )


def _open(facts: tuple[Runs, ...], work: Work) -> tuple[Runs, ...]:
    """Return the facts, the first with a capital where it is not a name or an address."""
    found = tuple(fact for fact in facts if fact)
    kept = (text_run(publisher_text(work.source, work.terms)), text_run(_address(work)))
    return found if not found or found[0] in kept else (capitalise(found[0]), *found[1:])


def _archival_parts(work: Work) -> tuple[Runs, ...]:
    """Return title or "Telegram to …", date, collection, repository, then file and mark."""
    title, what = describe_item(work.source, work.terms, _form(work.cited))
    roles = role_runs(work.source, work.terms.role_in_entry, work.terms)
    said = join((title, text_run(what), *map(capitalise, roles)), ".", work.terms)
    dated = _dated(work)
    first, *rest = list_groups(work.cited) or [""]
    held = [text_run(one) for one in (first, *name_repository(work.cited), *rest)]
    if dated and (held or said):
        said = join((said, capitalise(dated)), ".", work.terms)
    return said, _host(work), *held, text_run(_address(work))


def _host(work: Work) -> Runs:
    """Return the printed work in which a document stands, with its facts."""
    container = find_container(work.cited)
    if container is None:
        return held_title(work.cited, work.terms)
    whole = Work(CitedSource(source=container), work.terms, work.words)
    form = title_runs(container, work.terms, TitleForm.ITALIC)
    return join((form, *_facts(container, whole)), ",", work.terms)


def _name_work(work: Work) -> Runs:
    """Return the short title, of an untitled letter what it is."""
    title, what = describe_item(work.source, work.terms, TitleForm.QUOTED)
    return text_run(what) if not title else short_title(work.source, work.terms, _form(work.cited))


def _dated(work: Work) -> Runs:
    return text_run(_date(work))


def _date(work: Work) -> str:
    source = find_dated(work.cited)
    if not is_dated(source):
        return ""
    year_only = source.level in (Level.BOOK, Level.THESIS, Level.COLLECTION)
    return _shorten(date_text(source, work.terms, year_only=year_only), work.terms)


def _shorten(date: str, terms: Terms) -> str:
    """Return the date with long English months as "Jan.", "Sept."."""
    if terms.language != "en":
        return date
    return _MONTHS.sub(lambda month: f"{_clip(month.group())}.", date)


def _clip(month: str) -> str:
    return month[:4] if month == "September" else month[:3]


def _address(work: Work) -> str:
    return work.source.url.strip()


def _form(cited: CitedSource) -> TitleForm:
    """Return italics for what stands alone, quotation marks for parts, none for a fonds."""
    if cited.source.level in GROUPS:
        return TitleForm.UPRIGHT
    stands_alone = (
        title_form(cited) is TitleForm.ITALIC and cited.source.level is not Level.WEB_PAGE
    )
    return TitleForm.ITALIC if stands_alone else TitleForm.QUOTED


def _short_names(people: Sequence[Contributor], terms: Terms) -> str:
    names = [short_name(person) for person in people]
    return f"{names[0]} {terms.et_al}" if len(names) > 2 else f" {terms.and_word} ".join(names)


def _natural_names(people: Sequence[Contributor], terms: Terms) -> str:
    names = [full_name(person) for person in people]
    return f"{names[0]} {terms.et_al}" if len(names) > 2 else f" {terms.and_word} ".join(names)
