"""The journal in sentences, for every operation and in both languages."""

from __future__ import annotations

import pytest

from desktop_app.catalog.dates import format_date, parse_edtf
from desktop_app.i18n import set_language
from desktop_app.services.commands.registry import run_operation
from desktop_app.services.history import list_history


def lines(bench, record: str = "") -> list[str]:
    return list(list_history(bench.session, record)[0].lines)


def test_a_changed_field_is_told_before_and_after(bench):
    event = bench.do("create_event", title="Hội nghị")
    claim = bench.do("state_claim", subject=event, property="killed", value={"number": 134})
    bench.do("update_claim", claim=claim, details={"value": {"number": 137}})
    assert lines(bench) == ["claim Hội nghị: killed = 137: killed: 134 → 137"]
    assert lines(bench, claim) == ["killed: 134 → 137"]


def test_subjects_are_told_by_their_names(bench):
    event = bench.do("create_event", title="Hội nghị")
    other = bench.do("create_event", title="Chiến dịch")
    bench.do("update_event", event=event, details={"part_of": other})
    assert lines(bench, event) == ["part of: — → Chiến dịch"]


def test_trash_and_return_are_told(bench, document):
    excerpt = bench.excerpt(document, "134 người chết")
    bench.do("delete", id=excerpt)
    assert lines(bench) == ["to the trash, excerpt: 134 người chết"]
    bench.do("restore", id=excerpt)
    assert lines(bench) == ["from the trash, excerpt: 134 người chết"]


def test_undo_and_redo_are_told(bench):
    bench.do("create_event", title="Hội nghị")
    bench.session.undo()
    newest, undone = list_history(bench.session)[:2]
    assert newest.label == "Undo: Create event"
    assert newest.lines == ("taken back event: Hội nghị",)
    assert undone.is_undone
    assert not undone.can_undo
    bench.session.redo()
    assert list_history(bench.session)[0].label == "Redo: Create event"
    assert list_history(bench.session)[2].can_undo


def test_the_making_of_the_catalogue_cannot_be_undone(bench):
    oldest = list_history(bench.session)[-1]
    assert not oldest.can_undo
    assert oldest.lines[-1].startswith("and ")
    assert len(oldest.lines) <= 13


def test_history_comes_in_pages(bench):
    for number in range(5):
        bench.do("create_event", title=f"Event {number}")
    first = list_history(bench.session, limit=2)
    second = list_history(bench.session, limit=2, before=first[-1].change.seq)
    assert [entry.change.seq for entry in (*first, *second)] == [6, 5, 4, 3]


@pytest.mark.parametrize("language", ["en", "vi"])
def test_every_change_can_be_told(bench, document, language):
    set_language(language)
    excerpt = bench.excerpt(document, "134 người chết")
    event = bench.do("create_event", title="Hội nghị")
    value = {"number": 134}
    claim = bench.do("state_claim", subject=event, property="killed", value=value, excerpt=excerpt)
    bench.do("attach_excerpt", excerpt=excerpt, subject=event)
    bench.do("prefer_claim", claim=claim, reason="It is the first.")
    bench.do("create_property", label="weather", value_type="text")
    bench.do("create_source", title="A book", contributors=[{"family": "Tran", "given": "A"}])
    for entry in list_history(bench.session):
        assert entry.label
        assert entry.when.tzinfo is not None
        assert entry.lines


def test_words_of_the_catalogue_are_told_in_the_interface_language(bench, document):
    excerpt = bench.excerpt(document, "134 người chết")
    event = bench.do("create_event", title="Hội nghị")
    value = {"number": 134}
    claim = bench.do("state_claim", subject=event, property="killed", value=value)
    citation = bench.do("cite_claim", claim=claim, excerpt=excerpt)
    bench.do("update_citation", citation=citation, details={"stance": "contradicts"})
    set_language("vi")
    assert lines(bench)[0].endswith("quan hệ: ủng hộ → trái ngược")


def test_a_change_is_one_sentence_with_its_reason(bench):
    event = bench.do("create_event", title="Hội nghị")
    claim = bench.do("state_claim", subject=event, property="killed", value={"number": 134})
    given = {"claim": claim, "details": {"value": {"number": 137}}, "reason": "Read  again."}
    run_operation(bench.session, "update_claim", given)
    entry = list_history(bench.session, claim)[0]
    day = format_date(parse_edtf(f"{entry.when:%Y-%m-%d}"), "en")
    said = f"killed: 134 → 137, by {entry.author}, {day}, {entry.when:%H:%M}; reason: Read again."
    assert entry.sentence == said
    assert bench.session.undo().change == entry.change.seq + 1
    assert list_history(bench.session, claim)[0].reason == ""
