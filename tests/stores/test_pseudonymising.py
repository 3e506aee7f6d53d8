"""Pseudonyms of customers turned on over a log, and back; and people who are forgotten under them."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskwise.app.forget_people import find_expired, forget_expired, forget_people
from deskwise.kernel.errors import UsageError
from stores.named_customers import ADA, BOB, LOG, contents, customers, twin, wish
from stores.test_forgetting import CLOCK, Office


def test_turned_on_later_is_as_if_it_had_been_on(given: Office, tmp_path: Path, compiled: Path) -> None:
    ((told,),) = given.ask("select event_id from log where ticket = 'T2' and kind = 'opened'")
    ruling = "at,kind,ticket,actor,event,ruling\n2025-01-05T09:00:00Z,ruled,T2,ann-smith,{},new_issue\n"
    given.add(ruling.format(told))
    before = given.ask("select * exclude (customer) from facts.requests order by all")
    assert given.ask("select ruled from facts.resolutions") == [(True,)]
    wish(given)
    again = given.add(LOG)
    assert (again.accepted, again.duplicates, again.rejected) == (0, 11, 1)
    assert given.bytes_with(ADA, BOB, told) == []
    assert given.cells_with(ADA, BOB, told) == []
    assert given.ask("select * exclude (customer) from facts.requests order by all") == before
    assert given.faults() == []
    (note,) = given.forgetter.notes()
    assert (note.reason, note.persons, note.pseudonyms, note.rows) == ("customers", 4, None, 7)
    assert (note.tickets, note.texts, note.rejects) == (5, 0, 1)
    other = twin(given, tmp_path / "other", compiled)
    other.add(LOG)
    ((told,),) = other.ask("select event_id from log where ticket = 'T2' and kind = 'opened'")
    other.add(ruling.format(told))
    other.add(LOG)
    assert contents(other) == contents(given)
    assert other.forgetter.notes() == ()


def test_what_stands_is_written_anew_once(given: Office) -> None:
    wish(given)
    given.add("at,kind,ticket,customer\n2025-02-01T09:00:00Z,opened,T8,carol-99\n")
    assert given.bytes_with(ADA, BOB, "carol-99") == []
    given.add(f"at,kind,ticket,customer\n2025-02-02T09:00:00Z,opened,T9,{ADA}\n")
    assert [note.rows for note in given.forgetter.notes()] == [7]
    assert len(customers(given)) == 5
    assert given.faults() == []


def test_on_demand_the_log_is_written_anew_as_retention_is_applied(given: Office) -> None:
    with pytest.raises(UsageError, match="for ever"):
        find_expired(given.forgetter)
    wish(given, more="[retention]\ntext_days = 3650")
    expected = find_expired(given.forgetter)
    ((reason, found),) = expected
    assert (reason, len(found.pseudonyms), found.rows, found.tickets, found.rejects) == (
        "customers",
        4,
        7,
        5,
        1,
    )
    assert given.bytes_with(ADA) != []
    assert forget_expired(given.forgetter, CLOCK) == expected
    assert given.bytes_with(ADA, BOB) == []
    assert given.cells_with(ADA, BOB) == []
    assert given.faults() == []
    assert find_expired(given.forgetter) == forget_expired(given.forgetter, CLOCK) == ()
    assert given.add(LOG).duplicates == 11
    assert [note.reason for note in given.forgetter.notes()] == ["customers"]


def test_turned_back_whoever_has_a_pseudonym_keeps_it(wished: Office) -> None:
    known = customers(wished)
    wish(wished, "as_given")
    again = wished.add(LOG)
    assert (again.accepted, again.duplicates, again.conflicts, again.rejected) == (0, 11, 0, 1)
    wished.add(
        "at,kind,ticket,role,actor,customer,requester\n"
        f"2025-02-01T09:00:00Z,opened,T8,customer,{ADA},{ADA},{BOB}\n"
        "2025-02-02T09:00:00Z,opened,T9,customer,carol-99,carol-99,carol-99\n"
    )
    assert wished.bytes_with(ADA, BOB) == []
    assert customers(wished) == known | {"carol-99"}
    ((actor, customer, requester),) = wished.ask(
        "select actor, customer, extra['requester'] from log where ticket = 'T8'"
    )
    assert actor == customer != requester
    assert {actor, requester} <= known
    assert wished.ask("select actor, extra['requester'] from log where ticket = 'T9'") == [("carol-99",) * 2]
    # Turned on again, it is the log's customers that are left who get one.
    wish(wished)
    wished.add("at,kind,ticket,customer\n2025-02-03T09:00:00Z,opened,T10,carol-99\n")
    assert wished.bytes_with(ADA, BOB, "carol-99") == []
    assert len(customers(wished)) == len(known) + 1
    assert wished.ask("select count(*) from log where customer like 'customer-%'") == [(9,)]
    assert wished.faults() == []


def test_people_who_were_forgotten_keep_their_numbers(given: Office) -> None:
    forget_people(given.forgetter, (ADA,), CLOCK)
    wish(given)
    given.add(LOG)
    given.add(f"at,kind,ticket,role,customer\n2025-02-01T09:00:00Z,opened,T8,customer,{ADA}\n")
    assert (
        given.ask("select customer from log where ticket in ('T1', 'T8') and customer is not null")
        == [("forgotten-1",)] * 2
    )
    assert len(customers(given)) == 4
    assert given.faults() == []


@pytest.mark.parametrize(
    ("by", "on"), [("identifier", True), ("pseudonym", False), ("both", True), ("both, turned round", False)]
)
def test_somebody_is_forgotten_by_identifier_or_pseudonym(wished: Office, by: str, on: bool) -> None:
    ((ada,),) = wished.ask("select distinct customer from log where ticket = 'T1' and customer is not null")
    if not on:
        wish(wished, "as_given")
    named = {
        "identifier": (ADA,),
        "pseudonym": (ada,),
        "both": (ADA, ada),
        "both, turned round": (ada, ADA),
    }[by]
    done = forget_people(wished.forgetter, named, CLOCK)
    assert (done.pseudonyms, done.rows, done.columns) == (
        ("forgotten-1",), 4, {"customer": 3, "actor": 3, "further fields": 1},
    )  # fmt: skip
    assert done.known_as == (() if by == "pseudonym" else (ada,))
    assert wished.bytes_with(ADA, ada) == []
    assert wished.cells_with(ADA, ada) == []
    again = wished.add(LOG)
    assert (again.accepted, again.duplicates, again.rejected) == (0, 11, 1)
    wished.add(f"at,kind,ticket,role,customer\n2025-02-01T09:00:00Z,opened,T8,customer,{ADA}\n")
    assert wished.ask("select customer from log where ticket = 'T8'") == [("forgotten-1",)]
    assert forget_people(wished.forgetter, (ADA,), CLOCK).pseudonyms == ("forgotten-1",)
    assert wished.bytes_with(ADA, ada) == []
    assert wished.faults() == []


def test_a_pseudonym_grows_old_and_who_comes_back_is_known(wished: Office) -> None:
    wish(wished, more="[retention]\nidentifiers_days = 30")
    wished.add("at,kind,ticket,role,customer\n2025-04-01T09:00:00Z,opened,T8,customer,dave-5\n")
    assert wished.ask("select distinct customer from log where ticket = 'T1' and customer is not null") == [
        ("forgotten-1",)
    ]
    wished.add(f"at,kind,ticket,role,customer\n2025-04-02T09:00:00Z,opened,T9,customer,{ADA}\n")
    assert wished.ask("select customer from log where ticket = 'T9'") == [("forgotten-1",)]
    assert wished.add(LOG).duplicates == 11
    assert wished.faults() == []


def test_queries_that_ask_for_a_customer_go_with_the_name(tmp_path: Path) -> None:
    office = Office(tmp_path, tmp_path / "home" / "compiled")
    office.add(LOG)
    kept = tmp_path / "home" / "compiled"
    for name, text in (("ada", f"select 1 where customer = '{ADA}'"), ("other", "select 'it''s'")):
        (kept / f"{name}.sql").write_text(f"'key of {name}'\n{text}", "utf-8")
    drawing = tmp_path / "home" / "charts" / "1.drawing"
    drawing.parent.mkdir()
    drawing.write_bytes(ADA.encode())
    wish(office)
    office.add("at,kind,ticket,customer\n2025-02-01T09:00:00Z,opened,T8,\n")
    assert office.bytes_with(ADA, BOB) == []
    assert (kept / "other.sql").exists()
