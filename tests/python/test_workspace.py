"""The methods give what the commands print, and refuse what they refuse."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import deskwise
from cli.test_metrics import fields_promised_for
from deskwise.cli.main import cli

ASKED: list[tuple[tuple[str, ...], dict[str, Any], list[str]]] = [
    (("first_response_time",), {}, []),
    (
        ("first_response_time", "average_resolution_time"),
        {"stat": ["mean", "p90"], "every": "quarter", "by": "team", "clock": "working"},
        ["--stat", "mean", "p90", "--every", "quarter", "--by", "team", "--clock", "working"],
    ),
    (("csat", "nps", "recontact_rate"), {"by": ["team", "agent"]}, ["--by", "team", "--by", "agent"]),
    (
        ("requests_received", "backlog"),
        {"since": date(2025, 1, 1), "until": "2026-01-01", "where": {"channel": ["email", "chat"]}},
        ["--since", "2025-01-01", "--until", "2026-01-01", "--where", "channel=email", "channel=chat"],
    ),
    (
        ("first_response_time",),
        {"within": timedelta(hours=1), "where": {"team": None}},
        ["--within", "3600", "--where", "team="],
    ),
    (("sales_revenue", "cost_per_request"), {}, []),
    (("escalation_rate",), {"as_of": "2025-06-30T12:00:00Z"}, ["--as-of", "2025-06-30T12:00:00Z"]),
]


def printed(workspace: deskwise.Workspace, *words: str) -> Any:
    outcome = CliRunner().invoke(cli, ["--home", str(workspace.home), *words, "--format", "json"])
    assert outcome.exit_code in {0, 1}, outcome.stderr
    return json.loads(outcome.stdout)


@pytest.mark.parametrize(("names", "keywords", "options"), ASKED)
def test_metrics_are_those_of_the_command(
    sample: deskwise.Workspace, names: tuple[str, ...], keywords: dict[str, Any], options: list[str]
) -> None:
    found = sample.metrics(*names, **keywords)
    told = printed(sample, "metrics", *names, *options)
    assert found.to_json() == told
    assert [reading.value for reading in found] == [each["value"] for each in told["readings"]]
    assert [dict(reading.by) for reading in found] == [each["by"] for each in told["readings"]]


def test_all_metrics_are_read_where_none_is_named(sample: deskwise.Workspace) -> None:
    assert {reading.metric for reading in sample.metrics(by="team")} == {
        each["metric"] for each in printed(sample, "metrics", "--by", "team")["readings"]
    }


def test_requests_are_those_of_the_command(sample: deskwise.Workspace) -> None:
    parts = [sample.requests("recontact_rate", gave=part) for part in ("yes", "no")]
    counted = sample.requests("recontact_rate", state="counted")
    assert [part.total for part in parts] == [
        sum(each.gave is wanted for each in counted) for wanted in (True, False)
    ]
    found = sample.requests("recontact_rate", by="team", where={"team": "support"}, limit=7)
    options = ["--by", "team", "--where", "team=support", "--limit", "7"]
    assert found.to_json() == printed(sample, "requests", "recontact_rate", *options)
    assert (len(found), found.metric, found.unit) == (7, "recontact_rate", "share")
    assert found.total == len(sample.requests("recontact_rate", where={"team": "support"}))


def test_an_explanation_is_that_of_the_command(sample: deskwise.Workspace) -> None:
    ticket = sample.requests("csat")[0].ticket
    assert ticket is not None
    found = sample.explain(ticket, clock="working")
    assert found.to_json() == printed(sample, "explain", ticket, "--clock", "working")
    assert (found.ticket, found.source, found.nowhere) == (ticket, "desk", None)


def test_catalogue_rejects_and_settings_are_those_of_the_commands(
    sample: deskwise.Workspace, mine: deskwise.Workspace
) -> None:
    assert sample.catalogue().to_json() == printed(sample, "catalogue")
    assert sample.catalogue("csat").to_json() == printed(sample, "catalogue", "csat")
    assert mine.rejects().to_json() == printed(mine, "rejects")
    assert sample.settings.to_json() == printed(sample, "settings", "show")
    assert sample.settings["zone"] == "Europe/Berlin"
    assert "zone" in sample.settings
    assert list(sample.settings) == list(sample.settings.to_json())


def test_an_import_says_what_the_command_says(empty: deskwise.Workspace, log: Path) -> None:
    rehearsed = empty.import_(log, source="desk", dry_run=True)
    assert repr(rehearsed).startswith("Nothing was changed; this is what would be:\n")
    summary = empty.import_(log, source="desk")
    assert (summary.read, summary.accepted, summary.rejected, summary.tickets) == (5, 4, 1, 2)
    assert summary.as_of == datetime(2025, 3, 3, 11, tzinfo=UTC)
    assert dict(summary.reasons) == {"no_instant": 1}
    again = empty.import_(str(log), source="desk")
    assert (again.duplicates, again.accepted) == (4, 0)
    assert set(again.to_json()) == fields_promised_for("import")


def test_an_import_takes_what_the_command_takes(empty: deskwise.Workspace, tmp_path: Path) -> None:
    log = tmp_path / "local.csv"
    log.write_text("at,kind,ticket,role\n2025-03-03T09:00:00,opened,T1,customer\n", encoding="utf-8")
    summary = empty.import_(log, source="desk", timezone="Europe/Berlin", as_of=date(2025, 4, 1))
    assert summary.as_of == datetime(2025, 3, 31, 22, tzinfo=UTC)
    assert empty.explain("T1").source == "desk"
    assert empty.explain("T1")[0].at == datetime(2025, 3, 3, 8, tzinfo=UTC)


def test_another_systems_export_is_understood_and_says_how(empty: deskwise.Workspace, tmp_path: Path) -> None:
    export = tmp_path / "zendesk.csv"
    export.write_text(
        "Id,Created at,Status,Solved at,Assignee\n"
        "1,2025-03-03T09:00:00Z,Solved,2025-03-03T10:00:00Z,ann\n"
        "2,2025-03-13T11:00:00Z,Open,,ben\n",
        encoding="utf-8",
    )
    summary = empty.import_(export, source="desk")
    assert (summary.tickets, summary.rejected) == (2, 0)
    assert summary.notes[0].endswith("one row a ticket")
    assert summary.notes[0] in repr(summary)
    assert summary.to_json()["notes"] == list(summary.notes)
    (reading,) = empty.metrics("average_resolution_time", stat="mean")
    assert (reading.value, reading.n) == (3600, 1)


def test_a_figure_is_exact_and_null_is_not_zero(mine: deskwise.Workspace) -> None:
    (reading,) = mine.metrics("first_response_time", stat="p50")
    assert (reading.value, reading.n, reading.open, reading.interval) == (2520.5, 1, 1, None)
    (nothing,) = mine.metrics("csat")
    assert (nothing.value, nothing.n) == (None, 0)


def test_rejects_of_one_reason_or_import(mine: deskwise.Workspace) -> None:
    (reject,) = mine.rejects(reason="no_instant", import_=1)
    assert (reject.file.rsplit("/", 1)[-1], reject.line, reject.reason) == ("mine.csv", 6, "no_instant")
    assert reject.do
    assert len(mine.rejects(import_=2)) == 0
    assert repr(mine.rejects(import_=2)) == "Every row that was read is an event, or was one already."


def test_what_is_doubtful_is_rows_too(mine: deskwise.Workspace) -> None:
    quality = mine.quality()
    assert (quality.import_id, quality.is_serious) == (1, True)
    assert [(each.check, each.subject, each.count, each.total) for each in quality] == [
        ("refused_rows", "no_instant", 1, 5),
        ("no_customer", None, 2, 2),
    ]
    (example,) = quality[0].examples
    assert (example.line, example.ticket) == (6, "T3")
    assert quality.rows()[1]["share"] == 1.0
    assert quality.to_json()["findings"][0]["do"] == quality[0].do
    assert "1 of 5 rows could not be events: no_instant" in repr(quality)
    with pytest.raises(deskwise.UsageError, match="there is no import 2"):
        mine.quality(import_=2)


@pytest.mark.parametrize(
    ("asked", "what"),
    [
        (lambda ws: ws.metrics("first_respnse_time"), "no metric is called 'first_respnse_time'"),
        (lambda ws: ws.metrics("csat", by="colour"), "no dimension is called 'colour'"),
        (lambda ws: ws.metrics("csat", every="fortnight"), "no grain is called 'fortnight'"),
        (lambda ws: ws.metrics("csat", clock="sundial"), "no clock is called 'sundial'"),
        (lambda ws: ws.metrics("csat", stat="p99"), "no statistic is called 'p99'"),
        (lambda ws: ws.metrics("csat", since="soon"), "'soon' is no date and no instant"),
        (lambda ws: ws.metrics("csat", within="long"), "'long' is no number of seconds"),
        (lambda ws: ws.metrics("csat", within=float("nan")), "'nan' is no number of seconds"),
        (lambda ws: ws.metrics("csat", where="team=support"), "where is of type str"),
        (lambda ws: ws.metrics("csat", where={"team": 4}), "a value of team is of type int"),
        (lambda ws: ws.requests("csat", limit=0), "a limit of 0 leaves no case"),
        (lambda ws: ws.requests("art"), "no metric is called 'art'"),
        (lambda ws: ws.explain("T404"), "no event names a ticket 'T404'"),
        (lambda ws: ws.catalogue("art"), "no metric is called 'art'"),
        (lambda ws: ws.rejects(reason="mood"), "no reason is called 'mood'"),
        (lambda ws: ws.import_(), "no file was named"),
        (lambda ws: ws.import_("a.csv", timezone="Berlin"), "no time zone is called 'Berlin'"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_to_do(
    mine: deskwise.Workspace, asked: Any, what: str
) -> None:
    with pytest.raises(deskwise.UsageError) as refused:
        asked(mine)
    assert refused.value.what == what
    assert refused.value.do
    assert isinstance(refused.value, deskwise.DeskwiseError)


def test_an_empty_workspace_says_to_import_first(empty: deskwise.Workspace) -> None:
    for asked in (lambda: empty.metrics("csat"), lambda: empty.requests("csat"), lambda: empty.rejects()):
        with pytest.raises(deskwise.WorkspaceError, match="import a log first"):
            asked()
    assert empty.settings["window_days"] == 7
    assert not empty.home.exists()


def test_a_file_that_is_not_there_is_an_error_of_input(empty: deskwise.Workspace, tmp_path: Path) -> None:
    with pytest.raises(deskwise.InputError):
        empty.import_(tmp_path / "nowhere.csv")
    with pytest.raises(deskwise.MappingError):
        empty.import_(tmp_path / "nowhere.csv", map=tmp_path / "nowhere.toml")


def test_a_file_is_no_workspace(log: Path) -> None:
    with pytest.raises(deskwise.WorkspaceError, match="is a file, and a workspace is a folder"):
        deskwise.open(log)


def test_without_a_folder_it_is_the_command_lines(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DESKWISE_HOME", str(tmp_path / "desk"))
    assert deskwise.open().home == tmp_path / "desk"
    assert repr(deskwise.open()) == f"Workspace(home={tmp_path / 'desk'!r})"


def test_the_demo_goes_where_nobody_keeps_tickets(mine: deskwise.Workspace) -> None:
    with pytest.raises(deskwise.UsageError, match="another log"):
        deskwise.demo(mine.home)
    with pytest.raises(deskwise.UsageError, match="tickets is 0"):
        deskwise.demo(mine.home, tickets=0)


def test_a_threshold_is_exact(sample: deskwise.Workspace) -> None:
    values = {
        sample.metrics("first_response_time", stat="within", within=within)[0].value
        for within in (3600, 3600.0, "3600", Decimal(3600), timedelta(hours=1))
    }
    assert len(values) == 1


def test_an_instant_without_a_zone_is_of_the_workspaces(sample: deskwise.Workspace) -> None:
    naive = sample.metrics("requests_received", since=datetime(2025, 7, 1))
    assert naive[0].period is not None
    assert naive[0].period.start == datetime(2025, 6, 30, 22, tzinfo=UTC)
    aware = sample.metrics("requests_received", since=datetime(2025, 6, 30, 22, tzinfo=UTC))
    assert naive.to_json() == aware.to_json()


def test_the_package_is_imported_without_anything_slow() -> None:
    code = "import deskwise, sys; print(sorted(name for name in sys.modules if name.startswith('deskwise.')))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.strip() == "['deskwise.kernel', 'deskwise.kernel.version']"


def test_every_name_the_package_offers_is_there() -> None:
    assert sorted(deskwise.HOMES) == sorted(set(deskwise.__all__) - {"__version__"})
    for name in deskwise.__all__:
        assert getattr(deskwise, name) is not None
    with pytest.raises(AttributeError, match="has no attribute 'art'"):
        deskwise.art  # noqa: B018 - asking is the test
