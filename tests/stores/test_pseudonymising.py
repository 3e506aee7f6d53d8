"""Customers come in under pseudonyms where the settings wish it: the log, the rejects, each file's bytes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from deskwise.app.change_settings import load_settings
from deskwise.app.forget_people import find_expired, forget_expired, forget_people
from deskwise.kernel.errors import UsageError
from deskwise.sources.mapping_file import parse_mapping
from stores.test_forgetting import CLOCK, Office

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
def empty(tmp_path: Path, compiled: Path) -> Office:
    return Office(tmp_path, compiled)


@pytest.fixture(scope="module")
def given_home(tmp_path_factory: pytest.TempPathFactory, compiled: Path) -> Path:
    made = Office(tmp_path_factory.mktemp("given"), compiled)
    made.add(LOG)
    return made.home


@pytest.fixture
def given(tmp_path: Path, compiled: Path, given_home: Path) -> Office:
    """Customers came in as they were given."""
    return Office(tmp_path, compiled, given_home)


@pytest.fixture(scope="module")
def wished_home(tmp_path_factory: pytest.TempPathFactory, compiled: Path) -> Path:
    made = Office(tmp_path_factory.mktemp("wished"), compiled)
    wish(made)
    made.add(LOG)
    return made.home


@pytest.fixture
def wished(tmp_path: Path, compiled: Path, wished_home: Path) -> Office:
    """Customers came in under pseudonyms."""
    return Office(tmp_path, compiled, wished_home)


def wish(office: Office, customers: str = "pseudonyms", more: str = "") -> None:
    load_settings(office.workspace, f'customers = "{customers}"\nkeep_text = true\n{more}')


def customers(office: Office) -> set[str | None]:
    return {name for (name,) in office.ask("select distinct customer from log where customer is not null")}


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


def contents(office: Office) -> list[list[tuple[object, ...]]]:
    """The log, the rejects and the facts, but for where rows came from and who waits for a hash."""
    return [
        office.ask('select * exclude (import_id, file, "row", fold_key) from log order by all'),
        office.ask("select source, ticket, event_id, reason, detail from rejects order by all"),
        *(
            office.ask(f"select * from facts.{fact} order by all")
            for fact in ("requests", "resolutions", "waits", "ratings", "sales", "request_fields")
        ),
    ]


def twin(office: Office, folder: Path, compiled: Path) -> Office:
    """An empty workspace with the key of another one, which wishes pseudonyms."""
    folder.mkdir()
    other = Office(folder, compiled)
    ((key,),) = office.ask("from tombstone_key")
    with other.workspace.lake.writing() as connection:
        connection.execute("insert into tombstone_key values (?)", [key])
    wish(other)
    return other


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
