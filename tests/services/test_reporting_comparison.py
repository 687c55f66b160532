"""The comparison of sources as it is collected: columns, witnesses, parts, refusals."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.catalog.wording import plain
from desktop_app.errors import UserError
from desktop_app.reports.model import Grid, Heading, Paragraph
from desktop_app.services.report_rows import list_rows
from desktop_app.services.reporting.choices import ReportChoices
from desktop_app.services.reporting.kinds import make_report
from desktop_app.store import claims, excerpts, subjects


@pytest.mark.parametrize("grouping", ["", "sources", "columns"])
@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_campaign_s_parts_are_compared_with_every_citation(sample, grouping, language):
    campaign = next(
        one.id for one in subjects.list_events(sample.db) if one.title == "Chiến dịch Nặm Thà"
    )
    choices = ReportChoices(
        kind="comparison", scope=(campaign,), language=language, grouping=grouping
    )
    report = make_report(sample, choices)
    events = {one.key for one in report.blocks if isinstance(one, Heading)}
    assert len(events) > 15
    cited = [
        one.id for claim in claims.list_claims_of(sample.db, events) for one in claim.citations
    ]
    attached = [one.id for one in excerpts.list_attachments_of_subjects(sample.db, events)]
    assert sorted(note.origin for note in report.notes) == sorted(cited + attached)
    assert any("derived from" in plain(note.citation) for note in report.notes) == (
        language == "en"
    )


def test_two_sources_of_one_are_told_to_be_one_witness(bench):
    texts = {"diary.txt": "At the ford 134 men fell.", "copy.txt": "At the ford 134 fell."}
    event = bench.do("create_event", title="Fight at the ford")
    sources = []
    for name, text in texts.items():
        document = bench.import_text(text, name)
        sources.append(
            bench.session.db.scalar("SELECT source FROM document WHERE id = ?", (document,))
        )
        excerpt = bench.do("create_excerpt", document=document, start=0, end=len(text))
        number = 134 if name == "diary.txt" else 120
        bench.do(
            "state_claim", subject=event, property="killed", value={"number": number},
            excerpt=excerpt,
        )  # fmt: skip
    bench.do("update_source", source=sources[1], details={"derived_from": sources[0]})
    choices = ReportChoices(kind="comparison", scope=(event,))
    report = make_report(bench.session, choices)
    (grid,) = [one for one in report.blocks if isinstance(one, Grid)]
    assert grid.heads == ("Question", "“Diary”")
    said = [one.text for one in report.blocks if isinstance(one, Paragraph)]
    assert "One witness only: “Diary”." in said
    report = make_report(bench.session, replace(choices, grouping="sources"))
    (grid,) = [one for one in report.blocks if isinstance(one, Grid)]
    assert len(grid.heads) == 3
    said = [one.text for one in report.blocks if isinstance(one, Paragraph)]
    assert "Sources: 2. Independent witnesses: 1." in said
    assert any(line.startswith("One witness, ") for line in said)


def test_the_sample_s_campaign_is_compared_by_chronicle_and_article(sample):
    report = make_report(sample, ReportChoices(kind="comparison", scope=("evt-2",)))
    first, *_ = [one for one in report.blocks if isinstance(one, Grid)]
    assert len(first.heads) == 3
    assert all(len(one.heads) <= 3 for one in report.blocks if isinstance(one, Grid))


@pytest.mark.parametrize("grouping", ["witnesses", "sources", "columns"])
def test_a_table_for_calculating_pairs_each_citation_with_its_words(sample, grouping):
    choices = ReportChoices(kind="comparison", scope=("evt-18",), grouping=grouping)
    report = make_report(sample, choices)
    rows = {row.citation_id: row for row in list_rows(report) if row.citation_id}
    held = {one.id: one.quote for one in excerpts.list_excerpts(sample.db)}
    cited = {
        c.id: held[c.excerpt]
        for claim in claims.list_claims_of(sample.db, ["evt-18"])
        for c in claim.citations
    }
    assert cited
    assert {one: rows[one].quote for one in cited} == cited


def test_a_comparison_is_of_events_alone(sample):
    for scope, code in (((), "no_scope"), (("ent-1",), "wrong_scope")):
        with pytest.raises(UserError) as caught:
            make_report(sample, ReportChoices(kind="comparison", scope=scope))
        assert caught.value.code == code
