"""The dossier of an entity, of the sample and of small catalogues: what it reads is complete."""

from __future__ import annotations

import pytest

from desktop_app.errors import UserError
from desktop_app.reports.model import ConflictTable, Field, Grid, Heading
from desktop_app.services.reporting.choices import ReportChoices
from desktop_app.services.reporting.kinds import make_report
from desktop_app.store import claims, excerpts, subjects


def list_origins(report) -> set[str]:
    return {note.origin for note in report.notes}


def list_titles(report) -> list[str]:
    return [block.text for block in report.blocks if isinstance(block, Heading)]


def test_every_entity_of_the_sample_has_a_whole_dossier(sample):
    for entity in subjects.list_entities(sample.db):
        report = make_report(sample, ReportChoices(kind="entity", scope=(entity.id,)))
        concerned = [
            *claims.list_claims_of(sample.db, [entity.id]),
            *claims.list_claims_naming(sample.db, entity.id),
        ]
        expected = {citation.id for claim in concerned for citation in claim.citations}
        mentioned = excerpts.list_attachments_of_subjects(sample.db, [entity.id])
        expected |= {attachment.id for attachment in mentioned}
        expected |= {name.id for name in entity.names if name.excerpt}
        assert expected <= list_origins(report)


def test_the_sample_in_vietnamese(sample):
    choices = ReportChoices(kind="entity", scope=("ent-28",), language="vi", generated="2024-06-01")
    report = make_report(sample, choices)
    assert report.title == "Hồ sơ"
    assert list_titles(report) == ["Tên gọi", "Chức vụ và quyền chỉ huy", "Những chỗ nhắc đến"]
    assert report.blocks[0] == Field(
        label="Loại", phrase=report.blocks[0].phrase, names=("ent-28",)
    )
    assert make_report(sample, choices) == report


def test_the_rival_of_a_claim_that_names_the_entity_is_reported_too(bench, document):
    passage = bench.excerpt(document, "Tiểu đoàn 4")
    company = bench.do("create_entity", kind="unit", name="Tiểu đoàn 4", language="vi")
    one, two = (bench.do("create_entity", kind="person", name=name) for name in ("An", "Bình"))
    stated = [
        bench.do(
            "state_claim",
            subject=company, property="commander", value={"subject": person}, excerpt=passage,
        )
        for person in (one, two)
    ]  # fmt: skip
    report = make_report(bench.session, ReportChoices(kind="entity", scope=(one,)))
    (table,) = (block for block in report.blocks if isinstance(block, ConflictTable))
    assert [column.claim for column in table.columns] == stated
    assert report.counts.claims == 2
    assert report.counts.conflicts == 1


def test_events_stand_in_the_order_of_their_dates(bench):
    unit = bench.do("create_entity", kind="unit", name="Tiểu đoàn 4")
    for title, day in (("Sau", "1962-05-06"), ("Trước", "1962-05-04"), ("Không ngày", "")):
        event = bench.do("create_event", title=title)
        bench.do("state_claim", subject=event, property="participant", value={"subject": unit})
        if day:
            bench.do("state_claim", subject=event, property="date", value={"edtf": day})
    report = make_report(bench.session, ReportChoices(kind="entity", scope=(unit,)))
    events = [block for block in report.blocks if isinstance(block, Grid)][-1]
    assert [row.cells[1][0][0].text for row in events.rows] == ["Trước", "Sau", "Không ngày"]


def test_a_name_whose_passage_was_deleted_stands_without_it(bench, document):
    passage = bench.excerpt(document, "Tiểu đoàn 4")
    unit = bench.do("create_entity", kind="unit", name="Tiểu đoàn 4")
    name = bench.do(
        "add_name", entity=unit, name="TĐ4", language="vi", kind="variant", excerpt=passage
    )
    choices = ReportChoices(kind="entity", scope=(unit,))
    assert list_origins(make_report(bench.session, choices)) == {name}
    bench.do("delete", id=passage)
    assert list_origins(make_report(bench.session, choices)) == set()


def test_it_is_about_entities_and_needs_one(bench):
    event = bench.do("create_event", title="Trận đánh")
    for scope, code in (((), "no_scope"), ((event,), "wrong_scope"), (("ent-99",), "no_record")):
        with pytest.raises(UserError) as caught:
            make_report(bench.session, ReportChoices(kind="entity", scope=scope))
        assert caught.value.code == code
