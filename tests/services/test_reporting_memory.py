"""What was chosen for reports: kept for each catalogue and kind, and never in the way."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from desktop_app.catalog.ids import Kind
from desktop_app.citations.style_words import CSL
from desktop_app.reports.data import QuoteForm
from desktop_app.reports.model import Margins, Paper
from desktop_app.services.reporting.choices import ReportChoices
from desktop_app.services.reporting.kinds import REPORT_KINDS, ReportKind
from desktop_app.services.reporting.remembering import ReportMemory

KIND = ReportKind(
    key="course",
    title="Course",
    about="What happened.",
    make=REPORT_KINDS["citations"].make,
    scopes=(Kind.EVENT,),
    orders=(("date", "By date"), ("place", "By place")),
    groupings=(("year", "By year"), ("none", "Not at all")),
    knows=frozenset({"on"}),
)
CHOSEN = ReportChoices(
    kind="course",
    scope=("evt-1",),
    language="vi",
    style="apa",
    mentions=False,
    descriptions=False,
    translations=False,
    quotes=QuoteForm.ENDS,
    order="place",
    grouping="none",
    on="1962-05",
    paper=Paper.LETTER,
    margins=Margins.WIDE,
    notes_at_foot=False,
    contents=True,
    index=True,
    generated="2026-01-02",
)
KEPT = replace(CHOSEN, scope=(), generated="")
STANDARD = ReportChoices(language="fr", style="mla")


def test_all_but_the_scope_and_the_day_it_bears_is_kept(tmp_path):
    ReportMemory("one", tmp_path).keep(CHOSEN, STANDARD)
    recalled = ReportMemory("one", tmp_path).recall(KIND, STANDARD)
    assert recalled == KEPT


def test_each_catalogue_and_each_kind_has_its_own(tmp_path):
    ReportMemory("one", tmp_path).keep(CHOSEN, STANDARD)
    other = replace(KIND, key="other")
    assert ReportMemory("two", tmp_path).recall(KIND, STANDARD) == replace(STANDARD, kind="course")
    memory = ReportMemory("one", tmp_path)
    assert memory.recall(other, STANDARD) == replace(STANDARD, kind="other")
    memory.keep(replace(CHOSEN, kind="other", language="en"), STANDARD)
    again = ReportMemory("one", tmp_path)
    assert again.recall(KIND, STANDARD).language == "vi"
    assert again.recall(other, STANDARD).language == "en"


def test_what_nobody_chose_follows_the_standard(tmp_path):
    memory = ReportMemory("one", tmp_path)
    memory.keep(replace(STANDARD, kind="course", index=True), STANDARD)
    memory.keep(replace(STANDARD, kind="course", index=False), STANDARD)
    other = replace(STANDARD, language="lo", index=True)
    recalled = ReportMemory("one", tmp_path).recall(KIND, other)
    assert (recalled.language, recalled.index) == ("lo", False)


def test_what_was_forgotten_is_the_standard_again(tmp_path):
    memory = ReportMemory("one", tmp_path)
    memory.keep(CHOSEN, STANDARD)
    memory.forget(KIND)
    assert ReportMemory("one", tmp_path).recall(KIND, STANDARD).language == "fr"


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"[]", b'{"kinds": 3}', b'{"kinds": {"course": []}}', b"[" * 100_000],
)
def test_a_damaged_file_costs_only_the_choices(tmp_path, content):
    path = ReportMemory("one", tmp_path).path
    path.write_bytes(content)
    memory = ReportMemory("one", tmp_path)
    assert memory.recall(KIND, STANDARD) == replace(STANDARD, kind="course")
    memory.keep(CHOSEN, STANDARD)
    assert ReportMemory("one", tmp_path).recall(KIND, STANDARD).order == "place"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("style", "vancouver"),
        ("style", f"{CSL}/nowhere/house.csl"),
        ("language", "xx"),
        ("order", "length"),
        ("grouping", "colour"),
        ("quotes", "none"),
        ("paper", "a9"),
        ("paper", ["a4"]),
        ("margins", None),
        ("on", "1962-13"),
        ("on", "x" * 100_000),
        ("mentions", "yes"),
        ("notes_at_foot", 1),
    ],
)
def test_a_value_that_is_known_no_longer_costs_that_value_alone(tmp_path, name, value):
    recalled = recall_after(tmp_path, name, value)
    assert recalled == replace(KEPT, **{name: getattr(STANDARD, name)})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "poems"),
        ("scope", ["evt-9"]),
        ("generated", "yesterday"),
        ("unheard_of", True),
    ],
)
def test_what_is_never_kept_is_never_read(tmp_path, name, value):
    assert recall_after(tmp_path, name, value) == KEPT


def recall_after(folder, name: str, value: object) -> ReportChoices:
    """Return what is recalled once `name` is `value` in the file."""
    memory = ReportMemory("one", folder)
    memory.keep(CHOSEN, STANDARD)
    found = json.loads(memory.path.read_text("utf-8"))
    found["kinds"]["course"][name] = value
    memory.path.write_text(json.dumps(found), "utf-8")
    return ReportMemory("one", folder).recall(KIND, STANDARD)


def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path):
    (tmp_path / "reports").write_text("a file", "utf-8")
    memory = ReportMemory("one", tmp_path / "reports")
    memory.keep(CHOSEN, STANDARD)
    assert memory.recall(KIND, STANDARD).order == "place"
    assert (tmp_path / "reports").read_text("utf-8") == "a file"
