"""Customers come in under pseudonyms where the settings wish it: the log, the rejects, each file's bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskwise.app.change_settings import load_settings
from stores.test_forgetting import Office

ADA, BOB = "zq-Ada-8812@example.org", "bob-4711"
PSEUDONYM = "customer-[0-9a-f]{28}"
LOG = f"""at,kind,ticket,role,actor,agent,customer,organisation,team,status,value,scale,requester,floor
2025-01-01T09:00:00Z,opened,T1,customer,{ADA},,{ADA},acme,,,,,{ADA},42
2025-01-01T10:00:00Z,message,T1,agent,ann-smith,,,,,,,,,
2025-01-01T10:00:00Z,message,T1,agent,ann-smith,,,,,,,,,
2025-01-01T11:00:00Z,status,T1,agent,ann-smith,,,,,solved,,,,
2025-01-01T12:00:00Z,rated,T1,,{ADA},ann-smith,,,,,5,1-5,,
2025-01-02T09:00:00Z,opened,T2,,{ADA},,{ADA},acme,,,,,{BOB},
2025-01-03T09:00:00Z,opened,T3,customer,{BOB},,{BOB},,,,,,,
2025-01-03T10:00:00Z,assigned,T3,system,,ann-smith,,,support,,,,,
2025-01-03T11:00:00Z,message,T3,{BOB},ann-smith,,,,,,,,,
2025-01-03T12:00:00Z,opened,T4,agent,ann-smith,,ann-smith,,,,,,,
2025-01-04T11:00:00Z,sale,,customer,,,{ADA},,,,10,EUR,,
2025-01-04T12:00:00Z,opened,T5,customer,42,,42,,,,,,,42
"""


@pytest.fixture
def office(tmp_path: Path, compiled: Path) -> Office:
    return Office(tmp_path, compiled)


def wish(office: Office, customers: str = "pseudonyms", more: str = "") -> None:
    load_settings(office.workspace, f'customers = "{customers}"\nkeep_text = true\n{more}')


def customers(office: Office) -> set[str | None]:
    return {name for (name,) in office.ask("select distinct customer from log where customer is not null")}


def test_customers_have_pseudonyms_and_nobody_else(office: Office) -> None:
    wish(office)
    done = office.add(LOG)
    assert (done.accepted, done.rejected) == (11, 1)
    assert office.bytes_with(ADA, BOB) == []
    assert office.cells_with(ADA, BOB) == []
    ((ada,),) = office.ask(
        "select distinct customer from log where ticket in ('T1', 'T2') and kind = 'opened'"
    )
    assert office.ask(f"select regexp_full_match('{ada}', '{PSEUDONYM}')") == [(True,)]
    assert office.ask(
        "select actor, extra['requester'] from log where ticket = 'T1' and kind = 'opened'"
    ) == [(ada, ada)]
    assert office.ask("select customer from log where kind = 'sale'") == [(ada,)]
    # No role, and what customers do.
    assert office.ask("select actor, agent from log where kind = 'rated'") == [(ada, "ann-smith")]
    ((bob,),) = office.ask("select customer from log where ticket = 'T3' and customer is not null")
    assert office.ask("select extra['requester'] from log where ticket = 'T2'") == [(bob,)]
    assert office.ask("select detail from rejects") == [(bob,)]
    # Agents keep their names, but for what they do as customers; what is short may be something else.
    ((actor, customer),) = office.ask("select actor, customer from log where ticket = 'T4'")
    assert (actor, customer[:9]) == ("ann-smith", "customer-")
    assert office.ask("select distinct organisation from log where organisation is not null") == [("acme",)]
    assert office.ask("select distinct extra['floor'] from log where extra['floor'] is not null") == [("42",)]
    assert office.faults() == []
    again = office.add(LOG)
    assert (again.accepted, again.duplicates, again.rejected) == (0, 11, 1)


def log_of(office: Office) -> list[tuple[object, ...]]:
    return office.ask('select * exclude (import_id, file, "row", fold_key) from log order by all')


def test_turned_on_later_is_as_if_it_had_been_on(office: Office, tmp_path: Path) -> None:
    office.add(LOG)
    before = office.ask("select * exclude (customer) from facts.requests order by all")
    wish(office)
    again = office.add(LOG)
    assert (again.accepted, again.duplicates, again.rejected) == (0, 11, 1)
    assert office.bytes_with(ADA, BOB) == []
    assert office.cells_with(ADA, BOB) == []
    assert office.ask("select * exclude (customer) from facts.requests order by all") == before
    assert office.faults() == []
    (note,) = office.forgetter.notes()
    assert (note.reason, note.persons, note.pseudonyms, note.rows) == ("customers", 4, None, 7)
