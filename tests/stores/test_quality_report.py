"""What each check finds in a small log, and how the report is kept."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from deskwise.app.import_files import ImportRequest, ImportSummary, import_files
from deskwise.app.lake import Finding, Folded, LogImport
from deskwise.events.quality_checks import CHECK_BY_CODE
from deskwise.kernel.clock import FixedClock
from deskwise.kernel.errors import UsageError, WorkspaceError
from deskwise.stores.log_tables import LAYOUT_VERSION
from deskwise.stores.workspace_folder import WorkspaceFolder
from stores.doubtful_logs import CASES, Finds, Row, after, as_csv, good, opened, reply, solved

CLOCK = FixedClock(datetime(2027, 1, 1, tzinfo=UTC))
# The lake as the first layout made it.
LAYOUT_1 = """
create table layout (version integer);
insert into layout values (1);
create table log ("source" varchar, "event_id" varchar using compression uncompressed, "revision" integer,
    "ticket" varchar, "seq" bigint, "at" timestamp, "kind" varchar, "actor" varchar, "role" varchar,
    "team" varchar, "agent" varchar, "customer" varchar, "organisation" varchar, "status" varchar,
    "channel" varchar, "type" varchar, "category" varchar, "priority" varchar, "product" varchar,
    "value" decimal(38, 9), "scale" varchar, "text" varchar, "extra" map(varchar, varchar),
    "superseded" boolean, "refusal" varchar, "import_id" integer, "file" integer, "row" bigint);
create table rejects ("import_id" integer, "file" varchar, "line" bigint, "row" bigint, "source" varchar,
    "ticket" varchar, "event_id" varchar, "reason" varchar, "detail" varchar);
create table imports ("import_id" integer, "at" timestamp, "files" varchar[], "source" varchar,
    "declared_as_of" timestamp, "latest_event" timestamp, "counts" json);
create table sources ("source" varchar, "as_of" timestamp);
create table lines ("import_id" integer, "file" integer, "row" bigint, "line" bigint);
insert into log (source, event_id, revision, ticket, seq, "at", kind, role, superseded, import_id, file, row)
    values ('desk', 'e1', 0, 'OLD', 1, '2025-01-01 10:00:00', 'opened', 'customer', false, 1, 0, 1);
insert into imports values (1, '2025-01-02 10:00:00', ['old.csv'], 'desk', null, '2025-01-01 10:00:00', '{}');
insert into sources values ('desk', '2025-01-01 10:00:00');
"""


@pytest.fixture
def workspace(tmp_path: Path, compiled: Path) -> WorkspaceFolder:
    return WorkspaceFolder(tmp_path / "home", compiled=compiled)


def bring_in(
    workspace: WorkspaceFolder,
    rows: list[Row] | str,
    *,
    timezone: str | None = None,
    dry_run: bool = False,
) -> ImportSummary:
    path = workspace.home.parent / "log.csv"
    path.write_text(rows if isinstance(rows, str) else as_csv(rows))
    request = ImportRequest((path,), source="desk", timezone=timezone, dry_run=dry_run)
    return import_files(workspace.lake, request, CLOCK, workspace.fold)


def findings(workspace: WorkspaceFolder, check: str | None = None) -> list[Finding]:
    return [each for each in workspace.lake.quality().findings if check in {None, each.check}]


def told(found: list[Finding]) -> tuple[Finds, ...]:
    return tuple((each.subject, each.count, each.total, each.counted) for each in found)


def test_every_check_has_its_case() -> None:
    assert set(CASES) == set(CHECK_BY_CODE)


@pytest.mark.parametrize("check", CASES)
def test_each_check_finds_what_is_doubtful_and_nothing_else(workspace: WorkspaceFolder, check: str) -> None:
    case = CASES[check]
    bring_in(workspace, as_csv(case.doubtful), timezone=case.timezone)
    found = findings(workspace, check)
    assert told(found) == case.finds
    assert all(each.severity == CHECK_BY_CODE[check].severity(each.count, each.total) for each in found)
    assert all(1 <= len(each.examples) <= 5 for each in found)


@pytest.mark.parametrize("check", CASES)
def test_no_check_finds_anything_in_a_sound_log(workspace: WorkspaceFolder, check: str) -> None:
    case = CASES[check]
    bring_in(workspace, as_csv(case.sound), timezone=case.timezone)
    assert told(findings(workspace, check)) == ()


def test_of_a_good_log_nothing_is_doubtful(workspace: WorkspaceFolder) -> None:
    assert bring_in(workspace, list(good(30))).quality == ()
    assert workspace.lake.quality().findings == ()
    with workspace.lake.reading() as connection:
        asked = connection.execute("select code, count from quality").fetchall()
    assert dict(asked) == dict.fromkeys(CHECK_BY_CODE, 0)


def test_an_example_is_a_row_of_the_file(workspace: WorkspaceFolder) -> None:
    rows = [*good(3), opened("A", after(9)), reply("A", after(8)), opened("B", after(9), customer="")]
    summary = bring_in(workspace, rows)
    assert [each.finding for each in summary.quality] == findings(workspace)
    (early,) = findings(workspace, "reply_before_opening")
    (example,) = early.examples
    assert (example.file, example.line, example.row) == (str(workspace.home.parent / "log.csv"), 12, 11)
    assert (example.source, example.ticket) == ("desk", "A")
    (nobody,) = findings(workspace, "no_customer")
    assert [(each.line, each.ticket) for each in nobody.examples] == [(13, "B")]


def test_a_fact_is_shown_by_the_row_of_its_instant(workspace: WorkspaceFolder) -> None:
    rows = [opened("A", after()), reply("A", after(days=400)), solved("A", after(5, days=400))]
    bring_in(workspace, rows)
    lines = [each.examples[0].line for each in findings(workspace, "longer_than_a_year")]
    assert lines == [3, 4]


def test_the_same_file_again_says_the_same(workspace: WorkspaceFolder) -> None:
    rows = [*CASES["resolution_before_reply"].doubtful, opened("Z", after(), customer="")]
    bring_in(workspace, rows)
    first = findings(workspace)
    assert bring_in(workspace, rows).accepted == 0
    assert workspace.lake.quality().import_id == 2
    again = findings(workspace)
    assert [each.check for each in again] == ["resolution_before_reply", "no_customer"]
    assert (told(again), [each.check for each in first]) == (told(first), [each.check for each in again])


def test_an_import_is_judged_by_the_tickets_it_names_with_all_that_is_known_of_them(
    workspace: WorkspaceFolder,
) -> None:
    bring_in(workspace, [*good(3), opened("A", after(), customer=""), opened("B", after(9), customer="")])
    assert told(findings(workspace)) == ((None, 2, 5, 2),)
    bring_in(workspace, [reply("B", after(8))])
    assert [(each.check, each.count, each.total) for each in findings(workspace)] == [
        ("reply_before_opening", 1, 1),
        ("no_customer", 1, 1),
    ]
    assert told(list(workspace.lake.quality(1).findings)) == ((None, 2, 5, 2),)


def test_nothing_is_kept_of_an_import_that_is_not(workspace: WorkspaceFolder) -> None:
    rows = list(CASES["no_customer"].doubtful)
    assert bring_in(workspace, rows, dry_run=True).quality != ()
    with pytest.raises(WorkspaceError, match="holds no events yet"):
        workspace.lake.quality()
    bring_in(workspace, rows)

    def fold(session: LogImport) -> Folded:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        import_files(workspace.lake, ImportRequest((workspace.home.parent / "log.csv",)), CLOCK, fold)
    assert workspace.lake.quality().import_id == 1
    with pytest.raises(UsageError, match="there is no import 2"):
        workspace.lake.quality(2)


def test_without_a_fold_what_the_log_says_is_judged(workspace: WorkspaceFolder) -> None:
    path = workspace.home.parent / "log.csv"
    path.write_text(as_csv(CASES["resolution_before_reply"].doubtful))
    import_files(workspace.lake, ImportRequest((path,)), CLOCK)
    assert told(findings(workspace)) == ((None, 1, 1, 0),)
    with workspace.lake.reading() as connection:
        assert connection.execute("select 1 from quality where code = 'nobody'").fetchall() == []


@pytest.mark.parametrize("name", ["it's", 'a "b"', "a;--", "ü\u200b"])
def test_a_ticket_may_be_called_anything(workspace: WorkspaceFolder, name: str) -> None:
    bring_in(workspace, [opened(name, after()), reply(name, after(days=400)), solved(name, after(days=401))])
    shown = [each.examples[0] for each in findings(workspace, "longer_than_a_year")]
    assert [(each.ticket, each.line) for each in shown] == [(name, 3), (name, 4)]


def test_no_text_of_a_customer_is_kept(workspace: WorkspaceFolder) -> None:
    rows = [opened("A", after()), {**reply("A", after(5)), "kind": "a secret, told to nobody at all"}]
    bring_in(workspace, rows)
    with workspace.lake.reading() as connection:
        assert "secret" not in str(connection.execute("from quality").fetchall())


def test_a_lake_of_the_first_layout_is_read_and_brought_to_this_one(workspace: WorkspaceFolder) -> None:
    workspace.home.mkdir()
    with duckdb.connect(str(workspace.home / "lake.duckdb")) as connection:
        connection.execute(LAYOUT_1)
    assert list(workspace.lake.rejects()) == []
    with pytest.raises(WorkspaceError, match="import 1 is a ruling, or was made by a version"):
        workspace.lake.quality()
    assert bring_in(workspace, [*good(2), reply("OLD", after())]).tickets == 3
    with workspace.lake.reading() as connection:
        assert connection.execute("select version from layout").fetchall() == [(LAYOUT_VERSION,)]
    (found,) = findings(workspace)
    assert (found.check, found.count, found.total) == ("no_customer", 1, 3)
    assert [(each.file, each.ticket) for each in found.examples] == [("old.csv", "OLD")]
    with pytest.raises(WorkspaceError, match="import 1 is a ruling, or was made by a version"):
        workspace.lake.quality(1)
