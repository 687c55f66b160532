"""What holds in every style: each source is named, no two are cited alike, all are listed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.catalog.sources import Contributor, Level, Role, Source
from desktop_app.catalog.wording import OUTPUT_LANGUAGES
from desktop_app.citations.cited import gather_source
from desktop_app.citations.style_words import STYLES, get_style_words
from desktop_app.citations.styles import make_citer
from tests.citations.conftest import said

_TEXTS = st.one_of(st.just(""), st.text(max_size=8), st.sampled_from(["[1950]", "1962", "Ann B."]))
_FIELDS = (
    *("title", "date", "edtf", "publisher", "place", "volume", "issue", "edition", "url"),
    *("accessed", "pages", "shelf_mark", "container"),
)


def _source(key: str, level: Level, fields: dict[str, str], role: Role, name: str) -> Source:
    person = Contributor(id=f"con-{key}", source=key, role=role, family=name, given=name)
    links = {"parent": "a", "quoted_in": "a"} if key == "b" else {}
    return Source(id=key, level=level, contributors=(person,), **fields, **links)


@given(
    levels=st.tuples(*[st.sampled_from(list(Level))] * 2),
    fields=st.tuples(*[st.fixed_dictionaries(dict.fromkeys(_FIELDS, _TEXTS))] * 2),
    role=st.sampled_from(list(Role)),
    name=_TEXTS,
    locator=_TEXTS,
    style=st.sampled_from(STYLES),
    language=st.sampled_from(OUTPUT_LANGUAGES),
)
def test_every_source_is_cited_and_listed(levels, fields, role, name, locator, style, language):
    made = {
        key: _source(key, level, given_fields, role, name)
        for key, level, given_fields in zip("ab", levels, fields, strict=True)
    }
    citer = make_citer(style, {key: gather_source(key, made, {}) for key in made}, language)
    for key in made:
        for note in (citer.full_note(key, "", locator), citer.short_note(key, "", locator)):
            assert said(note).strip(" .()")
            assert not said(note).startswith((",", ".", " "))
    listed = citer.list_bibliography(["b"])
    assert sorted(key for key, _ in listed) == ["a", "b"]
    assert all(said(entry).strip() for _, entry in listed)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("language", OUTPUT_LANGUAGES)
def test_no_two_sources_are_cited_alike(citer, sources, style, language):
    made = citer(style, language)
    notes = [said(made.short_note(key)) for key in sources]
    assert len(set(notes)) == len(notes)
    entries = [said(entry) for _, entry in made.list_bibliography(sources)]
    assert len(set(entries)) == len(sources)
    assert made.name == get_style_words(language).titles[style]
