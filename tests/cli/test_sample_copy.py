"""Opening Regesta without a name opens a copy of the sample; unused copies do not pile up."""

from __future__ import annotations

from desktop_app.app import copy_sample
from desktop_app.paths import SAMPLE
from desktop_app.services.commands.subjects import create_event
from desktop_app.services.session import open_catalogue


def test_a_copy_that_was_worked_in_stays_and_an_unused_one_goes() -> None:
    worked = copy_sample()
    session = open_catalogue(worked)
    create_event(session, title="Mới")
    session.close()
    unused = copy_sample()
    opened = open_catalogue(unused)
    opened.db.query("SELECT count(*) FROM claim")
    third = copy_sample()
    assert unused.exists()
    opened.close()
    fourth = copy_sample()
    assert worked.exists()
    assert not unused.exists()
    assert not third.exists()
    assert fourth.read_bytes() == SAMPLE.read_bytes()
