"""A table in SQLite and in a PostgreSQL that is really started: both pass what every source must."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from deskwise.app.source_port import Connection
from deskwise.kernel.errors import (
    PassingSourceError,
    SettingsError,
    SourceCredentialsError,
    SourceNetworkError,
    SourcePermissionError,
    SourceSchemaError,
)
from deskwise.sources.sql import SqlSource
from postgres_server import PASSWORD, started
from sources.source_contract import ServedDesk, SourceContract, ids, records, synced
from sources.sql.served_table import WORDS, ServedTable
from sources.unfolded_syncs import UnfoldedSyncs


@pytest.fixture
def table(tmp_path: Path) -> Iterator[ServedTable]:
    url = f"sqlite:///{tmp_path / 'desk.sqlite'}"
    served = ServedTable(url, sa.create_engine(url))
    served.fill()
    yield served
    served.close()


@pytest.fixture(scope="session")
def port() -> Iterator[int]:
    with started() as found:
        yield found


@pytest.fixture
def postgres(port: int) -> Iterator[ServedTable]:
    url = f"postgresql+psycopg://127.0.0.1:{port}/postgres"
    writer = sa.create_engine(sa.make_url(url).set(username="owner", password=PASSWORD))
    served = ServedTable(url, writer, "owner", PASSWORD, PASSWORD)
    served.fill()
    yield served
    served.close()


class TestSqlOnSqlite(SourceContract):
    @pytest.fixture
    def desk(self, table: ServedTable) -> ServedDesk:
        return table


class TestSqlOnPostgres(SourceContract):
    @pytest.fixture
    def desk(self, postgres: ServedTable) -> ServedDesk:
        return postgres


def test_a_query_gives_what_its_table_gives(table: ServedTable, postgres: ServedTable) -> None:
    query = "select * from events where kind not like '%;%' and kind <> ':none'; -- all of them"
    for served in (table, postgres):
        whole = ids(list(served.source().pull(None, None)))
        served.options = {"table": "", "query": query}
        pages = list(served.source().pull(None, None))
        assert ids(pages) == whole
        assert ids(list(served.source().pull(pages[0].cursor, None))) == ids(pages[1:])


def test_it_says_what_each_column_is_taken_for(table: ServedTable) -> None:
    table.write("alter table events add column mood text")
    sees = table.source().check().sees
    assert "happened: at" in sees
    assert "id: event_id, key" in sees
    assert "mood: not known, left out" in sees
    assert "changed: left aside, changed by" in sees


def test_what_is_no_select_is_not_asked() -> None:
    for query in (
        "delete from events",
        "select 1; delete from events",
        "update events set kind = ''",
        "select '",
    ):
        with pytest.raises(SettingsError, match="not one SELECT"):
            SqlSource(Connection("desk", "sql", "sqlite://", options={"query": query}))


def test_a_password_in_the_url_is_refused_and_not_told() -> None:
    connection = Connection(
        "desk", "sql", "postgresql+psycopg://a:s3cret@127.0.0.1/x", options={"table": "t"}
    )
    with pytest.raises(SettingsError, match="holds a password") as caught:
        SqlSource(connection).check()
    assert "s3cret" not in str(caught.value)


def test_nothing_can_be_written(table: ServedTable, postgres: ServedTable) -> None:
    for served in (table, postgres):
        source = served.source()
        source.check()
        with pytest.raises((SourceSchemaError, SourcePermissionError)):
            source._database.ask("a wrong", lambda at: at.execute(sa.text("delete from events")))
        assert len(records(source)) == 72


def test_a_query_that_writes_does_not_write(postgres: ServedTable) -> None:
    postgres.write(
        "create or replace function wipe() returns int language sql as 'delete from events; select 1'"
    )
    postgres.options = {"table": "", "query": "select e.*, wipe() from events e"}
    with pytest.raises((SourceSchemaError, SourcePermissionError)):
        records(postgres.source())
    postgres.options = {}
    assert len(records(postgres.source())) == 72


def test_a_table_that_may_not_be_read_and_one_that_is_not_there(postgres: ServedTable) -> None:
    postgres.write("drop role if exists visitor")
    postgres.write(f"create role visitor login password '{PASSWORD}'")
    postgres.user = "visitor"
    with pytest.raises(SourcePermissionError):
        postgres.source().check()
    postgres.user = "owner"
    postgres.options = {"table": "nowhere"}
    with pytest.raises(SourceSchemaError):
        postgres.source().check()
    postgres.options, postgres.user = {}, "nobody-knows-him"
    with pytest.raises(SourceCredentialsError):
        postgres.source().check()


def test_a_connection_that_the_server_ends_is_opened_again(postgres: ServedTable) -> None:
    source = postgres.source()
    pages = source.pull(None, None)
    first = next(pages)
    postgres.write(
        "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() "
        "and backend_type = 'client backend'"
    )
    assert ids([first, *pages]) == {str(number) for number in range(1, 73)}


def test_a_server_that_is_not_there_may_come_back() -> None:
    url = "postgresql+psycopg://127.0.0.1:1/postgres"
    source = SqlSource(Connection("desk", "sql", url, "owner", "x", options={"table": "events"}))
    source._database._patience = type(source._database._patience)(attempts=1)
    with pytest.raises(SourceNetworkError) as caught:
        source.check()
    assert isinstance(caught.value, PassingSourceError)


def test_names_are_quoted_whatever_they_hold(table: ServedTable) -> None:
    table.write(
        'create table "odd; drop table events" ("from" text, "a""b" text, "the kind" text, ticket text)'
    )
    table.write("insert into \"odd; drop table events\" values ('1', '2025-01-01T00:00Z', 'opened', 'T')")
    table.options = {
        "table": "odd; drop table events", "changed_by": "",
        "columns": 'event_id=from, at=a"b, kind=the kind',
    }  # fmt: skip
    (record,) = records(table.source())
    (event,) = table.source().events(record).events
    assert (event.event_id, event.kind, event.at.isoformat()) == ("1", "opened", "2025-01-01T00:00:00+00:00")


def test_a_key_that_is_none_is_refused(table: ServedTable) -> None:
    table.options = {"key": "ticket", "changed_by": ""}
    with pytest.raises(SourceSchemaError, match="several rows have the same ticket"):
        records(table.source())
    table.write("update events set ticket = null where id = 1")
    with pytest.raises(SourceSchemaError, match="some rows have no ticket"):
        records(table.source())


def test_rows_that_do_not_say_when_they_changed_come_each_time(table: ServedTable) -> None:
    table.write("update events set changed = null where id in (4, 5)")
    assert ids(list(table.source().pull(None, table.now() + timedelta(days=2)))) == {"4", "5"}
    pages = list(table.source().pull(None, None))
    assert len(ids(pages)) == 72
    assert len(ids(list(table.source().pull(pages[0].cursor, None)))) == 70


@pytest.mark.parametrize("where", ["table", "postgres"])
def test_a_later_row_of_a_ticket_takes_the_place_of_the_earlier(
    where: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    served: ServedTable = request.getfixturevalue(where)
    instant = "text" if where == "table" else "timestamp"
    served.write("drop table if exists tickets")
    served.write(
        f"create table tickets (id integer primary key, opened {instant}, replied {instant}, "
        f"solved {instant}, agent text, score numeric, updated {instant})"
    )
    served.write(
        "insert into tickets values (1, '2024-07-01 10:00:00', '2024-07-01 10:30:00', '2024-07-01 12:00:00', "
        "'ann', 4.5, '2024-07-01 12:00:00')"
    )
    served.options = {
        "shape": "snapshot", "table": "tickets", "changed_by": "updated", "timezone": "Europe/Rome",
        "columns": "ticket=id, opened_at=opened, first_reply_at=replied, resolved_at=solved, value=score",
        "scale": "1-5",
    }  # fmt: skip
    syncs = UnfoldedSyncs(tmp_path / where)
    assert synced(served, syncs).counts.accepted == 4
    served.at += timedelta(minutes=1)
    served.write("update tickets set solved = null, score = null, updated = '2025-01-01 02:12:30'")
    again = synced(served, syncs)
    assert (again.counts.accepted, again.counts.superseded) == (4, 4)
    assert (again.counts.conflicts, again.counts.rejected) == (0, 0)
    source = served.source()
    (record,) = records(source)
    events = {one.event_id: one for one in source.events(record).events}
    assert events["opened"].at.isoformat() == "2024-07-01T08:00:00+00:00"
    assert {name: one.kind for name, one in events.items()} == {
        "opened": "opened", "first_reply": "message", "resolved": "note", "rated": "note",
    }  # fmt: skip
    assert len(syncs.log()) == 4
    assert source.present(["1", "2", "x"]) == {"1"}


def test_texts_are_asked_for_only_where_they_are_kept(table: ServedTable) -> None:
    assert all("text" not in one.raw["row"] for one in records(table.source()))
    connection = table.source()._database._connection
    kept = SqlSource(Connection("desk", "sql", connection.url, options=connection.options, keep_text=True))
    assert {event.text for one in records(kept) for event in kept.events(one).events} == {WORDS}
    kept.close()


@pytest.mark.parametrize("later", [timedelta(minutes=1), timedelta(milliseconds=1)])
def test_a_changed_row_of_a_log_takes_the_place_of_what_it_said(
    table: ServedTable, tmp_path: Path, later: timedelta
) -> None:
    syncs = UnfoldedSyncs(tmp_path / "home")
    synced(table, syncs)
    table.at += later
    table.write("update events set actor = 'bob', changed = :at where id = 2", at=table.told())
    again = synced(table, syncs)
    assert (again.counts.superseded, again.counts.conflicts) == (1, 0)
    assert [row for row in syncs.log() if "bob" in row]


def test_a_revision_beyond_what_the_log_holds_is_refused(table: ServedTable) -> None:
    table.write("alter table events add column revision numeric(20)")
    table.write("update events set revision = case id when 1 then 9300000000000000000 else 7 end")
    source = table.source()
    translated = [source.events(record) for record in records(source)]
    assert [one.reason for told in translated for one in told.refused] == [
        "its revision is beyond what a log holds"
    ]
    assert {event.revision for told in translated for event in told.events} == {7}


def test_a_growing_number_goes_on_where_it_was(table: ServedTable, tmp_path: Path) -> None:
    table.options = {"changed_by": "id", "numbers_again": "2"}
    syncs = UnfoldedSyncs(tmp_path / "home")
    assert synced(table, syncs).counts.accepted == 72
    table.at += timedelta(minutes=10)
    assert synced(table, syncs).records == 3
    # One committed late has a lower number than what was read before it.
    table.write("delete from events where id = 71")
    synced(table, syncs)
    table.event(71, "T00023", "note", None, "agent")
    table.event(73, "T00023", "note", None, "agent")
    again = synced(table, syncs)
    assert (again.records, again.counts.accepted) == (4, 1)
    assert again.counts.conflicts + again.counts.superseded == 1
    table.at += timedelta(minutes=10)
    assert synced(table, syncs).counts.accepted == 0


def test_a_version_that_grows_brings_the_changed_row(postgres: ServedTable, tmp_path: Path) -> None:
    postgres.write("alter table events add column version bigint")
    postgres.write("update events set version = id")
    postgres.options = {"changed_by": "version", "numbers_again": "0"}
    syncs = UnfoldedSyncs(tmp_path / "home")
    synced(postgres, syncs)
    postgres.at += timedelta(minutes=10)
    postgres.write("update events set actor = 'bob', version = 100 where id = 2")
    again = synced(postgres, syncs)
    assert (again.records, again.counts.superseded, again.counts.conflicts) == (2, 1, 0)


def test_a_growing_number_is_read_to_its_end_after_a_failure(table: ServedTable, tmp_path: Path) -> None:
    table.options = {"changed_by": "id", "numbers_again": "5"}
    syncs = UnfoldedSyncs(tmp_path / "home")
    table.fail("server", times=1_000, after=2)
    with pytest.raises(PassingSourceError):
        synced(table, syncs)
    table.fail("server", times=0)
    table.at += timedelta(minutes=10)
    synced(table, syncs)
    assert len(syncs.log()) == 72


def test_ten_thousand_rows_are_never_in_memory_at_once(table: ServedTable) -> None:
    rows = [(n, "2025-01-01T00:00:00Z", "note", f"T{n}", "x" * 1_000) for n in range(100, 10_100)]
    with table.writer.begin() as connection:
        connection.exec_driver_sql(
            "insert into events (id, happened, kind, ticket, actor, changed) "
            "values (?1, ?2, ?3, ?4, ?5, ?2)", rows,
        )  # fmt: skip
    table.options = {"page_rows": "500"}
    source = table.source()
    tracemalloc.start()
    try:
        given = sum(len(page.records) for page in source.pull(None, None))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert given == 10_072
    assert peak < 5_000_000  # all of them are more than ten


def test_a_zone_is_asked_for_and_not_guessed(postgres: ServedTable) -> None:
    postgres.write(
        "alter table events alter column happened type timestamp using happened at time zone 'UTC'"
    )
    with pytest.raises(SettingsError, match="happened says no offset"):
        postgres.source().check()
    record = records(postgres.source())[0]
    assert [one.reason for one in postgres.source().events(record).refused] == [
        "it has no instant, or none that timezone and epoch let us read"
    ]
    postgres.options = {"timezone": "Europe/Rome"}
    source = postgres.source()
    assert source.check().who
    (event,) = source.events(record).events
    assert event.at.isoformat() == "2024-12-31T23:01:00+00:00"


def test_numbers_are_instants_only_where_epoch_says_so(table: ServedTable) -> None:
    table.write("alter table events add column counted integer")
    table.write("update events set counted = 1735689600 + id")
    table.options = {"columns": "at=counted, event_id=id", "changed_by": ""}
    with pytest.raises(SettingsError, match="epoch says in"):
        table.source().check()
    table.options |= {"epoch": "seconds"}
    source = table.source()
    source.check()
    (event,) = source.events(records(source)[0]).events
    assert event.at.isoformat() == "2025-01-01T00:00:01+00:00"


def test_a_table_that_vanished_between_syncs_keeps_what_was_read(
    postgres: ServedTable, tmp_path: Path
) -> None:
    syncs = UnfoldedSyncs(tmp_path / "home")
    synced(postgres, syncs)
    log = syncs.log()
    postgres.write("alter table events rename to gone")
    with pytest.raises(SourceSchemaError):
        synced(postgres, syncs)
    assert syncs.log() == log
    postgres.write("alter table gone rename to events")
    assert synced(postgres, syncs).removed == 0


def test_a_server_that_takes_no_encryption_is_not_talked_to(
    postgres: ServedTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deskwise.sources.sql_encryption.LOOPBACK", set())
    source = postgres.source()
    source._database._patience = type(source._database._patience)(attempts=1)
    with pytest.raises(SourceNetworkError, match="cannot be reached") as caught:
        source.check()
    assert "encrypted" in caught.value.do


def test_a_wrong_password_is_known_without_a_word_of_the_server(postgres: ServedTable) -> None:
    with pytest.raises(SourceCredentialsError) as caught:
        postgres.source(secret="s3cret-and-wrong").check()
    assert "s3cret" not in f"{caught.value!r} {caught.value.do}"
    assert caught.value.__cause__ is None
