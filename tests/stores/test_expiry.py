"""Texts and identifiers go when they are too old; figures stay."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from deskwise.app.change_settings import load_settings
from deskwise.app.forget_people import find_expired, forget_expired
from deskwise.kernel.errors import UsageError
from stores.test_forgetting import CLOCK, Office

# The as-of is April 1: 90 days before it is January 1.
LOG = """at,kind,ticket,role,actor,customer,status,text,requester
2024-12-01T09:00:00Z,opened,T1,customer,old-customer,old-customer,,Hello Qwertz,old-customer
2024-12-01T10:00:00Z,message,T1,agent,ann,,,Dear Qwertz,
2024-12-31T23:59:59Z,status,T1,agent,ann,,solved,,
2024-12-01T09:00:00Z,opened,T2,customer,both-customer,both-customer,,first words,both-customer
2025-01-01T00:00:00Z,message,T2,agent,ann,,,on the edge,
2024-11-01T09:00:00Z,opened,T3,customer,both-customer,both-customer,,long ago,
2024-11-02T09:00:00Z,complaint,,customer,,old-customer,,without a ticket,
2025-04-01T00:00:00Z,opened,T4,customer,young-customer,young-customer,,today,
"""


@pytest.fixture
def office(tmp_path: Path, compiled: Path) -> Office:
    return Office(tmp_path, compiled)


def keep(office: Office, **days: int) -> None:
    said = "\n".join(f"{name} = {number}" for name, number in days.items())
    load_settings(office.workspace, f"keep_text = true\n[retention]\n{said}\n")


def texts(office: Office) -> list[str]:
    return [text for (text,) in office.ask("select text from log where text is not null order by text")]


def customers(office: Office) -> list[str]:
    return [
        name
        for (name,) in office.ask("select distinct customer from log where customer is not null order by all")
    ]


def facts(office: Office) -> list[list[tuple[object, ...]]]:
    return [
        office.ask(f"select * replace (1 as customer) from facts.{fact} order by all")
        for fact in ("requests", "resolutions")
    ] + [office.ask(f"from facts.{fact} order by all") for fact in ("waits", "acts")]


def test_an_import_lets_texts_of_old_tickets_go(office: Office) -> None:
    keep(office, text_days=90)
    office.add(LOG)
    # T2's last event lies on the edge: it is not older.
    assert texts(office) == ["first words", "on the edge", "today"]
    assert office.bytes_with("Qwertz", "long ago") == []
    (note,) = office.forgetter.notes()
    assert (note.at, note.reason, note.persons, note.pseudonyms) == (CLOCK.now(), "text_days", 0, None)
    assert (note.rows, note.tickets, note.texts) == (4, 2, 4)
    assert customers(office) == ["both-customer", "old-customer", "young-customer"]
    assert office.faults() == []


def test_they_do_not_come_back_with_the_same_export(office: Office) -> None:
    office.add(LOG)
    keep(office, text_days=90)
    assert forget_expired(office.forgetter, CLOCK)[0][1].texts == 4
    again = office.add(LOG)
    assert (again.accepted, again.duplicates) == (0, 8)
    assert texts(office) == ["first words", "on the edge", "today"]
    # Nor when an old ticket is young again; by then T2 is old as well.
    office.add(
        LOG + "2025-04-02T09:00:00Z,message,T1,customer,old-customer,,,back,\n",
    )
    assert texts(office) == ["back", "today"]
    assert office.ask("select count(*) from log") == [(9,)]
    assert office.bytes_with("Qwertz") == []
    assert office.faults() == []


def test_an_identifier_goes_when_all_that_they_did_is_old(office: Office) -> None:
    office.add(LOG)
    before = facts(office)
    keep(office, identifiers_days=90)
    ((reason, found),) = forget_expired(office.forgetter, CLOCK)
    assert (reason, found.pseudonyms, found.rows, found.texts) == ("identifiers_days", ("forgotten-1",), 3, 3)
    assert customers(office) == ["both-customer", "forgotten-1", "young-customer"]
    assert texts(office) == ["first words", "long ago", "on the edge", "today"]
    assert facts(office) == before
    assert office.bytes_with("old-customer", "Qwertz") == []
    assert office.faults() == []
    again = office.add(LOG)
    assert (again.accepted, again.duplicates) == (0, 8)
    assert office.bytes_with("old-customer", "Qwertz") == []
    assert [note.reason for note in office.forgetter.notes()] == ["identifiers_days"]


def test_who_comes_back_is_known_by_the_pseudonym_and_keeps_new_texts(office: Office) -> None:
    keep(office, identifiers_days=90)
    office.add(LOG)
    office.add(
        "at,kind,ticket,role,customer,text\n2025-04-02T09:00:00Z,opened,T9,customer,old-customer,me again\n"
    )
    assert office.ask("select customer, text from log where ticket = 'T9'") == [("forgotten-1", "me again")]
    assert office.faults() == []


def test_both_settings_tell_each_text_once(office: Office) -> None:
    office.add(LOG)
    keep(office, text_days=90, identifiers_days=90)
    expected = find_expired(office.forgetter)
    assert [(reason, one.rows, one.texts) for reason, one in expected] == [
        ("text_days", 4, 4),
        ("identifiers_days", 2, 0),
    ]
    assert forget_expired(office.forgetter, CLOCK) == expected
    assert find_expired(office.forgetter) == ()
    assert forget_expired(office.forgetter, CLOCK) == ()
    assert customers(office) == ["both-customer", "forgotten-1", "young-customer"]


def test_a_short_identifier_is_looked_for_among_people_alone(office: Office) -> None:
    keep(office, identifiers_days=90)
    office.add(
        "at,kind,ticket,customer,organisation,floor\n"
        "2024-01-01T09:00:00Z,opened,1,42,42,42\n2025-04-01T09:00:00Z,opened,2,43,42,42\n"
    )
    assert office.ask("select customer, organisation, extra['floor'] from log order by 1") == [
        ("43", "42", "42"),
        ("forgotten-1", "42", "42"),
    ]


def test_where_all_is_kept_nothing_expires(office: Office) -> None:
    office.add(LOG)
    with pytest.raises(UsageError, match=r"retention\.text_days 90"):
        forget_expired(office.forgetter, CLOCK)
    keep(office, text_days=36_500)
    state = office.workspace.lake.states.current()
    assert forget_expired(office.forgetter, CLOCK) == ()
    assert office.workspace.lake.states.current() == state


def test_retention_goes_by_the_as_of_and_not_by_the_clock(office: Office) -> None:
    keep(office, text_days=365)
    office.add(LOG)
    assert CLOCK.now() > datetime(2025, 12, 1, tzinfo=UTC)
    assert len(texts(office)) == 7
