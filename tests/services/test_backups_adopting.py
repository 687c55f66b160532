"""Copies made before a new version become backups that are kept for ever."""

from __future__ import annotations

from desktop_app.services.backups import Reason
from desktop_app.services.backups_adopting import adopt_copies, list_copies_to_adopt
from desktop_app.services.backups_listing import list_backups
from desktop_app.services.backups_places import chosen_places
from desktop_app.services.findings import Finding, Repair
from desktop_app.services.repairing import repair_findings
from desktop_app.services.searching import SearchService
from desktop_app.store.migrations import copy_before


def test_a_copy_beside_the_catalogue_becomes_a_backup_once(bench, document, tmp_path):
    beside = copy_before(bench.session.db, 1)
    (tmp_path / "test.db.before-version-3-cut").write_bytes(beside.read_bytes()[:5000])
    places = chosen_places()
    assert len(list_copies_to_adopt(bench.session, places)) == 2
    assert adopt_copies(bench.session, places=places) == 1
    (one,) = list_backups(places, bench.session.uuid, is_hashed=True)
    assert one.is_good and one.backup.reason is Reason.MIGRATION and beside.is_file()
    assert adopt_copies(bench.session, places=places) == 0


def test_a_repair_backs_up_first(bench, document):
    finding = Finding("lists_stale", "evt-1", "", "error")
    search = SearchService(bench.session)
    assert repair_findings(bench.session, [finding], Repair.REBUILD_LISTS, search) == 1
    search.close()
    (one,) = list_backups(chosen_places(), bench.session.uuid)
    assert one.backup.reason is Reason.REPAIR and one.is_good
