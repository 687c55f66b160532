"""The dossier of an event, of the sample and of small catalogues: what it reads is complete."""

from __future__ import annotations

import pytest

from desktop_app.errors import UserError
from desktop_app.reports.model import Branch, ConflictTable, Grid, Heading
from desktop_app.services.reporting.choices import ReportChoices
from desktop_app.services.reporting.collecting import list_with_parts
from desktop_app.services.reporting.kinds import make_report
from desktop_app.store import claims, excerpts, subjects


def make_dossier(session, *scope: str, **choices):
    return make_report(session, ReportChoices(kind="event", scope=scope, **choices))


def list_titles(report, level: int) -> list[str]:
    return [one.text for one in report.blocks if isinstance(one, Heading) and one.level == level]


def test_every_event_of_the_sample_with_its_parts_has_a_whole_dossier(sample):
    wholes = [event for event in subjects.list_events(sample.db) if not event.part_of]
    assert len(wholes) > 10
    for event in wholes:
        tree = list_with_parts(sample.db, event)
        stated = claims.list_claims_of(sample.db, tree)
        expected = {citation.id for claim in stated for citation in claim.citations}
        mentioned = excerpts.list_attachments_of_subjects(sample.db, tree)
        expected |= {attachment.id for attachment in mentioned}
        report = make_dossier(sample, event.id)
        assert expected <= {note.origin for note in report.notes}


@pytest.mark.parametrize("language", ["en", "vi", "fr", "lo"])
def test_the_campaign_of_the_sample(sample, language):
    report = make_dossier(sample, "evt-2", language=language, generated="2024-06-01")
    assert len(list_titles(report, 1)) == 6
    conflicts = [one for one in report.blocks if isinstance(one, ConflictTable)]
    rivals = [tuple(column.claim for column in one.columns) for one in conflicts]
    assert ("clm-191", "clm-192") in rivals
    branches = {one.names[0]: one for one in report.blocks if isinstance(one, Branch)}
    assert branches["ent-131"].rails == (True,)
    assert branches["ent-132"].rails == (False,)


def test_a_part_that_was_chosen_too_stands_in_its_whole(sample):
    report = make_dossier(sample, "evt-13", "evt-2")
    assert make_dossier(sample, "evt-2").blocks == report.blocks


def test_only_what_may_hold_at_the_time_is_said_of_those_who_took_part(bench):
    event = bench.do("create_event", title="Trận đánh")
    unit = bench.do("create_entity", kind="unit", name="Tiểu đoàn 4")
    bench.do("state_claim", subject=event, property="date", value={"edtf": "1962-05-04"})
    bench.do("state_claim", subject=event, property="participant", value={"subject": unit})
    stated = {}
    for name, valid in (("An", "1962"), ("Bình", "1970"), ("Chi", "")):
        person = bench.do("create_entity", kind="person", name=name)
        time = {"valid": {"edtf": valid}} if valid else {}
        stated[name] = bench.do(
            "state_claim", subject=unit, property="commander", value={"subject": person}, **time
        )
    report = make_dossier(bench.session, event)
    (branch,) = (one for one in report.blocks if isinstance(one, Branch))
    said = "".join(run.text for run in branch.phrase)
    assert [name for name in stated if name in said] == ["An", "Chi"]
    assert report.counts.claims == 4


def test_an_event_without_a_date_takes_that_of_its_parts(bench):
    whole = bench.do("create_event", title="Chiến dịch")
    part = bench.do("create_event", title="Trận đánh", part_of=whole)
    unit = bench.do("create_entity", kind="unit", name="Tiểu đoàn 4")
    bench.do("state_claim", subject=part, property="date", value={"edtf": "1962-05-04/.."})
    bench.do("state_claim", subject=part, property="participant", value={"subject": unit})
    for number, valid in ((100, "1961"), (200, "1970")):
        bench.do(
            "state_claim",
            subject=unit, property="strength", value={"number": number}, valid={"edtf": valid},
        )  # fmt: skip
    assert make_dossier(bench.session, whole).counts.claims == 3


def test_an_event_of_which_nothing_is_said(bench):
    event = bench.do("create_event", title="Trận đánh")
    report = make_dossier(bench.session, event)
    assert report.blocks[-1].text == "No claims are recorded."
    assert not [one for one in report.blocks if isinstance(one, Grid)]


def test_it_is_about_events_and_needs_one(bench):
    unit = bench.do("create_entity", kind="unit", name="Tiểu đoàn 4")
    for scope, code in (((), "no_scope"), ((unit,), "wrong_scope"), (("evt-99",), "no_record")):
        with pytest.raises(UserError) as caught:
            make_dossier(bench.session, *scope)
        assert caught.value.code == code
