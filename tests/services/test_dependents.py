"""What a change touches: the listing and the index show every rename, date and conflict."""

from __future__ import annotations

from desktop_app.services.session import Session
from desktop_app.store import lists
from tests.services.conftest import Bench


def row(session: Session, record: str) -> dict[str, object]:
    return lists.get_listing(session.db, [record])[record]


def require_listing_is_current(session: Session) -> None:
    """Compare the listing as kept with the listing made anew."""
    sql = f"SELECT {', '.join(lists.COLUMNS)} FROM listing ORDER BY id"
    kept = session.db.query(sql)
    with session.db.transaction():
        lists.rebuild_listing(session.db)
    assert kept == session.db.query(sql)


def test_a_name_is_renamed_wherever_it_is_shown(bench: Bench, document: str) -> None:
    place = bench.do("create_entity", kind="place", name="Nặm Thà")
    event = bench.do("create_event", title="Trận đánh")
    about = bench.do("state_claim", subject=place, property="area", value=12)
    where = bench.do("state_claim", subject=event, property="place", value={"subject": place})
    excerpt = bench.excerpt(document, "Nặm Thà")
    bench.do("attach_excerpt", excerpt=excerpt, subject=place)
    bench.do("update_name", name="nam-1", details={"text": "Luông Nậm Thà"})
    assert {place, about, where, event, excerpt} <= bench.events[-1].touched
    assert row(bench.session, about)["title"] == "Luông Nậm Thà"
    assert row(bench.session, where)["detail"] == "Luông Nậm Thà"
    assert row(bench.session, event)["detail"] == "Luông Nậm Thà"
    require_listing_is_current(bench.session)


def test_an_excerpt_follows_the_date_of_its_event(bench: Bench, document: str) -> None:
    event = bench.do("create_event", title="Trận đánh")
    excerpt = bench.excerpt(document, "Nặm Thà")
    bench.do("attach_excerpt", excerpt=excerpt, subject=event)
    bench.do("state_claim", subject=event, property="date", value={"edtf": "1962-05-06"})
    assert excerpt in bench.events[-1].touched
    bench.session.undo()
    assert excerpt in bench.events[-1].touched
    require_listing_is_current(bench.session)


def test_conflicts_come_and_go_in_the_listing(bench: Bench) -> None:
    event = bench.do("create_event", title="Trận đánh")
    first = bench.do("state_claim", subject=event, property="killed", value=134)
    assert row(bench.session, event)["conflicts"] == 0
    second = bench.do("state_claim", subject=event, property="killed", value=137)
    assert {first, second, event} <= bench.events[-1].touched
    assert [row(bench.session, one)["conflicts"] for one in (event, first, second)] == [1, 1, 1]
    bench.do("prefer_claim", claim=first, reason="the report of the day")
    assert [row(bench.session, one)["conflicts"] for one in (event, first, second)] == [0, 0, 0]
    bench.session.undo()
    assert [row(bench.session, one)["conflicts"] for one in (event, first, second)] == [1, 1, 1]
    bench.do("delete", id=second)
    assert [row(bench.session, one)["conflicts"] for one in (event, first)] == [0, 0]
    require_listing_is_current(bench.session)


def test_the_kind_of_a_property_decides_about_conflicts(bench: Bench) -> None:
    bench.do("create_property", label="colour", value_type="text", cardinality="many")
    event = bench.do("create_event", title="x")
    for value in ("red", "blue"):
        bench.do("state_claim", subject=event, property="colour", value=value)
    assert row(bench.session, event)["conflicts"] == 0
    bench.do("update_property", property="colour", details={"cardinality": "single"})
    assert row(bench.session, event)["conflicts"] == 1
    require_listing_is_current(bench.session)


def test_uncited_is_counted_by_what_supports(bench: Bench, document: str) -> None:
    event = bench.do("create_event", title="x")
    excerpt = bench.excerpt(document, "134")
    claim = bench.do(
        "state_claim",
        subject=event,
        property="killed",
        value=134,
        excerpt=excerpt,
        stance="mentions",
    )
    assert (row(bench.session, event)["uncited"], row(bench.session, claim)["uncited"]) == (1, 1)
    bench.do("cite_claim", claim=claim, excerpt=excerpt)
    assert (row(bench.session, event)["uncited"], row(bench.session, claim)["uncited"]) == (0, 0)
    bench.do("delete", id=excerpt)
    assert (row(bench.session, event)["uncited"], row(bench.session, claim)["uncited"]) == (1, 1)
    bench.do("restore", id=excerpt)
    assert row(bench.session, claim)["number"] == 2
    require_listing_is_current(bench.session)


def test_a_preferred_value_stays_preferred_in_another_time(bench: Bench) -> None:
    bench.do("create_property", label="grade", value_type="text", cardinality="single")
    person = bench.do("create_entity", kind="person", name="A")

    def state(value: str, valid: str) -> str:
        return bench.do("state_claim", subject=person, property="grade", value=value, valid=valid)

    early, rival = state("a", "1950/1951"), state("b", "1951/1953")
    late = state("c", "1953/1954")
    bench.do("prefer_claim", claim=early, reason="seen in the list of officers")
    bench.do("prefer_claim", claim=late, reason="seen in the order")
    states = [row(bench.session, one)["state"] for one in (early, rival, late)]
    assert states == ["preferred", "normal", "preferred"]
    assert row(bench.session, person)["conflicts"] == 0
