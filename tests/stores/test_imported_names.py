"""Imports write pseudonyms of customers: files of all kinds, syncs and events that programs send."""

from __future__ import annotations

import json
from pathlib import Path

from deskwise.app.forget_people import forget_people
from deskwise.app.receive_events import EventBatch, EventLike, receive_events
from deskwise.app.sync_source import SyncLimits, SyncRequest, sync_source
from deskwise.kernel.clock import FixedClock
from deskwise.sources.mapping_file import parse_mapping
from deskwise.stores.workspace_syncs import FolderSyncs
from sources.fake_desk.direct import direct_source
from sources.fake_desk.server import FakeDesk
from sources.fake_desk.world import busy_world
from stores.named_customers import ADA, BOB, LOG, PSEUDONYM, contents, customers, twin, wish
from stores.test_forgetting import CLOCK, Office


def test_customers_have_pseudonyms_and_nobody_else(wished: Office) -> None:
    assert wished.bytes_with(ADA, BOB) == []
    assert wished.cells_with(ADA, BOB) == []
    ((ada,),) = wished.ask(
        "select distinct customer from log where ticket in ('T1', 'T2') and kind = 'opened'"
    )
    assert wished.ask(f"select regexp_full_match('{ada}', '{PSEUDONYM}')") == [(True,)]
    assert wished.ask(
        "select actor, extra['requester'] from log where ticket = 'T1' and kind = 'opened'"
    ) == [(ada, ada)]
    assert wished.ask("select customer from log where kind = 'sale'") == [(ada,)]
    # No role, and what customers do.
    assert wished.ask("select actor, agent from log where kind = 'rated'") == [(ada, "ann-smith")]
    ((bob,),) = wished.ask("select customer from log where ticket = 'T3' and customer is not null")
    assert wished.ask("select extra['requester'] from log where ticket = 'T2'") == [(bob,)]
    assert wished.ask("select detail from rejects") == [(bob,)]
    # Agents keep their names, but for what they do as customers; what is short may be something else.
    ((actor, customer),) = wished.ask("select actor, customer from log where ticket = 'T4'")
    assert (actor, customer[:9]) == ("ann-smith", "customer-")
    assert wished.ask("select distinct organisation from log where organisation is not null") == [("acme",)]
    assert wished.ask("select distinct extra['floor'] from log where extra['floor'] is not null") == [("42",)]
    assert wished.faults() == []
    again = wished.add(LOG)
    assert (again.accepted, again.duplicates, again.rejected) == (0, 11, 1)


MENTION = f"at,kind,ticket,role,actor,customer,requester\n2025-02-01T09:00:00Z,opened,T7,agent,ann,,{ADA}\n"
RATING = f"at,kind,ticket,actor,value,scale\n2025-02-01T10:00:00Z,rated,T7,{ADA},4,1-5\n"
REFUSED = f"at,kind,ticket\n2025-02-01T10:00:00Z,{BOB},T7\n"


def test_who_is_named_before_they_are_a_customer_gets_it_then(
    empty: Office, tmp_path: Path, compiled: Path
) -> None:
    wish(empty)
    texts = (MENTION, RATING, REFUSED, LOG)
    for text in texts:
        empty.add(text)
    at_once = twin(empty, tmp_path / "at once", compiled)
    at_once.add_all(*texts)
    turned_round = twin(empty, tmp_path / "turned round", compiled)
    turned_round.add_all(*reversed(texts))
    for office in (empty, at_once, turned_round):
        assert office.bytes_with(ADA, BOB) == []
        assert office.cells_with(ADA, BOB) == []
        assert contents(office)[0] == contents(empty)[0]
    ((ada,),) = empty.ask("select distinct customer from log where ticket = 'T1' and customer is not null")
    assert empty.ask("select extra['requester'] from log where ticket = 'T7' and kind = 'opened'") == [(ada,)]
    assert empty.ask("select actor from log where ticket = 'T7' and kind = 'rated'") == [(ada,)]
    assert empty.faults() == []
    again = empty.add_all(*texts)
    assert (again.accepted, again.duplicates, again.conflicts, again.rejected) == (0, 13, 0, 2)


def test_an_exported_log_is_known_when_it_comes_again(given: Office, tmp_path: Path) -> None:
    old, new = tmp_path / "old.csv", tmp_path / "new.parquet"
    given.workspace.lake.export_log(old, "csv")
    wish(given)
    assert given.add_file(old).duplicates == 11
    given.workspace.lake.export_log(new, "parquet")
    assert given.add_file(new).duplicates == 11
    assert given.bytes_with(ADA, BOB) == []


def test_a_log_from_elsewhere_keeps_its_rulings_and_its_pseudonyms(
    empty: Office, tmp_path: Path, compiled: Path
) -> None:
    (tmp_path / "other").mkdir()
    other = Office(tmp_path / "other", compiled)
    other.add(LOG + f"2025-01-02T09:00:00Z,opened,T2,,{ADA},,{ADA},acme,,,,,{BOB},\n")
    ((told,),) = other.ask(
        "select event_id from log where ticket = 'T2' and kind = 'opened' and refusal is null"
    )
    other.add(f"at,kind,ticket,actor,event,ruling\n2025-01-05T09:00:00Z,ruled,T2,ann,{told},new_issue\n")
    assert other.ask("select ruled, recontact_within_window from facts.resolutions") == [(True, False)]
    for form in ("csv", "parquet"):
        exported = tmp_path / f"exported.{form}"
        other.workspace.lake.export_log(exported, form)
        wish(empty)
        done = empty.add_file(exported)
        assert empty.ask("select ruled, recontact_within_window from facts.resolutions") == [(True, False)]
        assert done.accepted == (12 if form == "csv" else 0)
    assert done.duplicates == 13
    assert empty.bytes_with(ADA, BOB, told) == []
    assert empty.faults() == []
    # What is a pseudonym already stays as it is, elsewhere too.
    (tmp_path / "third").mkdir()
    third = Office(tmp_path / "third", compiled)
    wish(third)
    empty.workspace.lake.export_log(exported, "parquet")
    assert third.add_file(exported).accepted == 12
    assert customers(third) == customers(empty)


SNAPSHOT = """
shape = "snapshot"
timezone = "UTC"
[columns]
ticket = "id"
[[events]]
kind = "opened"
at = "opened"
role = "customer"
actor = { column = "who" }
customer = { column = "who" }
extra = { requester = { column = "who" } }
[[events]]
kind = "status"
status = "solved"
at = "solved"
"""
ROWS = f"id,who,opened,solved\n1,{ADA},2025-01-01,\n2,{BOB},2025-01-01,2025-01-02\n"


def test_a_later_snapshot_is_a_revision_of_the_earlier_one(empty: Office) -> None:
    mapping = parse_mapping(SNAPSHOT, "desk")
    empty.add(ROWS, mapping)
    wish(empty)
    told = empty.add(ROWS, mapping)
    assert (told.accepted, told.duplicates, told.superseded) == (0, 3, 0)
    later = ROWS.replace(f"{ADA},2025-01-01,", f"{ADA},2025-01-01,2025-01-03")
    told = empty.add(later, mapping)
    assert (told.accepted, told.duplicates, told.superseded) == (2, 2, 1)
    assert empty.add(later, mapping).duplicates == 4
    assert empty.bytes_with(ADA, BOB) == []
    assert empty.ask("select count(distinct customer), count(distinct extra['requester']) from log") == [
        (2, 2)
    ]
    assert empty.faults() == []


HOSTILE = (
    "it's \"quoted\"; drop table log; --", "nul\u0000inside", "\u001f\u001e\u001d\u001c", "line\r\nbreak",
    "a" * 70_000, "customer-of-ours", "forgotten-me", "#" + "0a" * 16, " padded ",
    "\N{PILE OF POO}\N{COMBINING ACUTE ACCENT}", "null",
)  # fmt: skip


def test_whatever_an_identifier_is_made_of(empty: Office, tmp_path: Path) -> None:
    path = tmp_path / "hostile.jsonl"
    rows = [
        {"at": "2025-01-01T09:00:00Z", "kind": kind, "ticket": str(number), "role": "customer", "actor": name,
         "customer": name if kind == "opened" else None, "requester": name}
        for number, name in enumerate(HOSTILE) for kind in ("opened", "message")
    ]  # fmt: skip
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    wish(empty)
    assert empty.add_file(path).accepted == 22
    assert empty.ask(
        f"select count(distinct customer), bool_and(regexp_full_match(actor, '{PSEUDONYM}')) from log"
    ) == [(11, True)]
    assert empty.add_file(path).duplicates == 22
    assert empty.ask("select count(distinct extra['requester']) from log") == [(11,)]
    words = [name for name in HOSTILE if len(name) > 6 and name.isascii()]
    assert empty.bytes_with(*words) == []
    wish(empty, "as_given")
    assert empty.add_file(path).duplicates == 22
    assert {empty.forgetter.held(name, 10).rows for name in HOSTILE} == {2}
    assert len(forget_people(empty.forgetter, HOSTILE, CLOCK).pseudonyms) == 11
    assert empty.add_file(path).duplicates == 22


def test_a_refused_row_and_a_doubtful_one_quote_nobody(empty: Office) -> None:
    wish(empty)
    empty.add(
        "at,kind,ticket,role,actor,customer,status\n"
        f"2025-01-01T09:00:00Z,opened,T1,customer,{BOB},{BOB},\n"
        f"2025-01-01T10:00:00Z,message,T1,Customer,{ADA},,\n"
        f"2025-01-01T10:00:00Z,{BOB},T1,customer,{ADA},,\n"
        f"2025-01-01T10:00:00Z,{ADA},T1,,{ADA},,\n"
        f"2025-01-01T10:00:00Z,message,T1,{ADA},,,\n"
        f"2025-01-01T10:00:00Z,status,T1,agent,ann,,{ADA}\n"
        "2025-01-01T10:00:00Z,mesage,T1,agent,ann,,\n"
        f",message,T1,customer,{ADA},,\n"
    )
    assert empty.bytes_with(ADA, BOB) == []
    assert empty.cells_with(ADA, BOB) == []
    found = empty.ask('select reason, detail from rejects order by "row"')
    assert found[0] == ("unknown_role", "Customer")
    assert found[1][1][:9] == "customer-"
    assert found[2:] == [
        ("unknown_kind", None), ("unknown_role", None), ("unknown_status", None), ("unknown_kind", "mesage"),
        ("no_instant", None),
    ]  # fmt: skip


def test_where_it_is_off_an_import_does_nothing_for_it(given: Office) -> None:
    with given.workspace.lake.importing(CLOCK.now()) as session:
        assert not session.names.at_work
        session.discard()
    wish(given)
    wish(given, "as_given")
    with given.workspace.lake.importing(CLOCK.now()) as session:
        assert not session.names.at_work
        session.discard()
    assert customers(given) == {ADA, BOB, "ann-smith", "42"}


def test_a_sync_gives_pseudonyms_too(empty: Office) -> None:
    desk, syncs = FakeDesk(busy_world(8), most_a_page=4), FolderSyncs(empty.workspace)

    def sync(*, full: bool = False) -> tuple[int, int]:
        clock, request = FixedClock(desk.world.now), SyncRequest("desk", full=full)
        told = sync_source(syncs, request, direct_source(desk), clock, SyncLimits(100))
        return told.counts.accepted, told.counts.duplicates

    def bare() -> list[tuple[object, ...]]:
        return empty.ask(
            "select distinct customer from log where customer not like 'customer-%' order by all"
        )

    sync()
    assert bare() == [(f"customer {number}",) for number in range(7)]
    wish(empty)
    desk.world.open("T99999")
    assert sync()[0] > 0
    assert bare() == []
    assert len(customers(empty)) == 7
    assert sync(full=True)[0] == 0
    # The second one has set statuses as an agent.
    assert empty.bytes_with(*(f"customer {number}" for number in range(7) if number != 1)) == []
    assert empty.faults() == []


def test_events_that_are_sent_name_nobody(empty: Office) -> None:
    wish(empty)
    store = FolderSyncs(empty.workspace)
    events: list[EventLike] = [
        {"at": "2025-01-01T09:00:00Z", "kind": "opened", "ticket": "1", "role": "customer", "customer": ADA,
         "actor": ADA, "extra": {"requester": ADA}},
        {"at": "2025-01-01T10:00:00Z", "kind": ADA, "ticket": "1"},
    ]  # fmt: skip
    batch = EventBatch(events, "crm", "POST of events")
    told = receive_events(empty.workspace, store, CLOCK, batch)
    assert [one.result for one in told.results] == ["added", "rejected"]
    assert empty.bytes_with(ADA) == []
    again = receive_events(empty.workspace, store, CLOCK, batch)
    assert [one.result for one in again.results] == ["already_there", "rejected"]
