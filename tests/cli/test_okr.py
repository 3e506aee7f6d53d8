from __future__ import annotations

import csv
import io
import json

import pytest
from click.testing import CliRunner, Result

from app.objectives.okr_rig import FIRST_DAY, OkrRig, ticket
from cli.okr_calls import Call, call, done, refused, rig
from cli.state_calls import invite
from deskwise.cli.main import cli

__all__ = ["call", "rig"]

FAST = ("--metric", "first_response_time", "--stat", "mean", "--target", "30min", "--key", "mean")


def drafted(call: Call) -> None:
    """A cycle with an objective that has one key result."""
    done(call("add", "cycle", "February", "--from", "2025-02-01", "--to", "2025-02-28"))
    done(call("add", "objective", "Answer sooner", "--team", "support", "--key", "sooner"))
    done(call("add", "key-result", "sooner", *FAST))


def active(call: Call) -> None:
    drafted(call)
    done(call("cycle", "begin"))
    done(call("activate", "sooner"))


def row(text: str, key: str) -> list[str]:
    """The words of the line of a table that begins with a key."""
    (line,) = [line for line in text.splitlines() if line.split() and line.split()[0] == key]
    return line.split()


def test_with_nothing_yet_each_list_says_how_to_begin(call: Call) -> None:
    assert "deskwise okr add cycle" in done(call("tree"))
    assert "deskwise okr add cycle" in done(call("cycles"))
    assert "there is no cycle yet: add one first: deskwise okr add cycle" in refused(call("show", "sooner"))
    done(call("add", "cycle", "February", "--from", "2025-02-01", "--to", "2025-02-28"))
    assert "deskwise okr add objective" in done(call("tree"))
    done(call("add", "objective", "Answer sooner", "--team", "support"))
    assert "deskwise okr add key-result answer-sooner --help" in done(call("tree"))


def test_a_cycle_without_days_is_the_fiscal_quarter_and_then_the_next(call: Call) -> None:
    assert "Q1 2025 (1 Jan to 31 Mar 2025) is planned" in done(call("add", "cycle"))
    assert "Q2 2025 (1 Apr to 30 Jun 2025) is planned" in done(call("add", "cycle", "--next"))
    assert "give both --from and --to" in refused(call("add", "cycle", "--from", "2025-02-01"))
    found = json.loads(done(call("cycles", "--format", "json")))["cycles"]
    assert [(each["name"], each["current"]) for each in found] == [("Q1 2025", True), ("Q2 2025", False)]
    assert "→" in row(done(call("cycles")), "→")


def test_the_tree_shows_values_in_their_units_with_the_pace(call: Call) -> None:
    active(call)
    told = done(call("tree"))
    assert "February (active): 1 Feb to 28 Feb 2025, day 15 of 28." in told
    assert "sooner: Answer sooner" in told
    # 40 of 60 minutes where 30 are wanted; half of the days have ended.
    assert row(told, "mean") == [
        "mean",
        "40",
        "min",
        "30",
        "min",
        "█████│█░░░",
        "67",
        "%",
        "on",
        "track",
    ]


def test_worse_than_the_baseline_and_beyond_the_target_are_both_shown(call: Call, rig: OkrRig) -> None:
    active(call)
    done(call("override", "sooner/mean", "75min", "--why", "counted by hand"))
    assert row(done(call("tree")), "mean")[-5:] == ["◂░░░░░│░░░░", "−50", "%", "off", "track"]
    done(call("override", "sooner/mean", "15min", "--why", "counted again"))
    told = done(call("tree"))
    assert row(told, "mean")[-5:] == ["█████│████▸", "150", "%", "on", "track"]
    assert "* typed in the place of what is read" in told


def test_show_tells_all_that_is_known_of_a_key_result(call: Call) -> None:
    active(call)
    told = done(call("show", "sooner/mean"))
    for line in (
        "reads      first_response_time (mean, elapsed time), over the cycle so far",
        "defined    first_response_time@1",
        "now        40 min; n 14; 95 % interval 40 min to 40 min",
        "from       1 h 00 min; n 28; 95 % interval 1 h 00 min to 1 h 00 min",
        "4 Jan to 31 Jan 2025; frozen as of 2025-02-15 00:00 UTC",
        "to         30 min",
        "pace       50 % expected today; which is 45 min; 17 points ahead",
        "status     on track",
        "check-ins  none yet: deskwise okr check-in sooner/mean --confidence 7",
        "missed     8 Feb 2025",
        "next is due  15 Feb 2025",
    ):
        assert " ".join(line.split()) in " ".join(told.split())
    found = json.loads(done(call("show", "sooner/mean", "--format", "json")))
    assert (found["value"], found["n"], found["baseline"]["value"]) == (2400, 14, 3600)
    assert (found["status"], found["status_from"], found["typed"]) == ("on_track", "pace", None)


def test_a_baseline_stands_in_brackets_until_it_is_frozen(call: Call) -> None:
    drafted(call)
    assert "1 h 00 min; n 28; not frozen yet" in done(call("show", "sooner/mean"))
    assert row(done(call("tree")), "mean")[-1] == "draft"


def test_a_check_in_keeps_what_was_known_and_the_history_says_what_it_reads_now(
    call: Call, rig: OkrRig
) -> None:
    active(call)
    told = done(
        call("check-in", "sooner", "--confidence", "7", "--moved-by", "a second shift", "--next", "mail")
    )
    assert told.startswith("sooner/mean is checked in:")
    assert "40 min; n 14" in told
    # Two requests of the time it has read come in afterwards, answered after four hours.
    late = "".join(ticket(f"L{n}", FIRST_DAY, 240) for n in range(2))
    rig.bring_in(late, "late")
    told = done(call("history", "sooner"))
    (line,) = [line for line in told.splitlines() if "check-in" in line]
    assert "40 min (67 %), n 14; confidence 7 of 10; a second shift; next: mail" in line
    assert "the same instant reads 1 h 05 min now: " in line
    assert "Events came in later that belong to that time. There were 14 cases then, and 16 now." in line
    kinds = [
        each["what"] for each in json.loads(done(call("history", "sooner", "--format", "json")))["history"]
    ]
    assert kinds == [
        "objective_added", "key_result_added", "key_result_changed", "objective_changed", "checked_in",
    ]  # fmt: skip


def test_an_override_shows_the_reading_beside_it_and_can_be_resumed(call: Call) -> None:
    active(call)
    told = done(call("override", "sooner/mean", "25min", "--why", "a week is missing"))
    assert "25 min, typed 2025-02-15 00:00 by terminal: a week is missing" in told
    assert "reads by itself  40 min; n 14" in told
    assert "40 min; n 14" in done(call("resume", "sooner/mean"))
    assert "is not overridden: there is nothing to resume" in refused(call("resume", "sooner/mean"))
    told = done(call("history", "sooner/mean"))
    assert "25 min; by itself 40 min (67 %), n 14; a week is missing; counted until 2025-02-15" in told
    assert "it reads by itself again" in told


def test_what_cannot_be_is_refused_with_the_figure(call: Call) -> None:
    drafted(call)
    done(call("add", "key-result", "sooner", *FAST[:4], "--target", "70min", "--key", "later"))
    line = refused(call("activate", "sooner"))
    assert line == (
        "deskwise: the target of 1 h 10 min is worse than the baseline of 1 h 00 min: less is better: "
        "give a target below 1 h 00 min"
    )


def test_names_that_are_none_say_which_there_are(call: Call) -> None:
    drafted(call)
    done(call("add", "key-result", "sooner", "--title", "Articles", "--baseline", "40", "--target", "60"))
    assert "see deskwise okr tree" in refused(call("show", "later"))
    assert "it has mean, articles" in refused(call("show", "sooner/median"))
    assert "it has sooner/mean, sooner/articles" in refused(call("check-in", "sooner"))
    done(call("add", "cycle", "March", "--from", "2025-03-01", "--to", "2025-03-31"))
    assert "cycle 'February' has one: name it with --cycle" in refused(
        call("show", "sooner", "--cycle", "March")
    )
    assert "no cycle is called 'May': see deskwise okr cycles" in refused(call("tree", "--cycle", "May"))


def test_milestones_and_typed_numbers(call: Call) -> None:
    drafted(call)
    steps = ("--milestone", "written=2025-02-10", "--milestone", "live")
    done(call("add", "key-result", "sooner", "--title", "Survey", *steps))
    done(call("add", "key-result", "sooner", "--title", "Articles", "--baseline", "40", "--target", "60"))
    done(call("activate", "sooner"))
    assert "✓ written (done 2025-02-15 00:00)" in done(call("milestone", "sooner/survey", "written"))
    assert row(done(call("tree")), "survey")[1:3] == ["1", "done"]
    assert "· written (due 10 Feb 2025)" in done(call("milestone", "sooner/survey", "written", "--undo"))
    assert "give the value of today" in refused(call("check-in", "sooner/articles"))
    assert "38, typed 2025-02-15 00:00 by terminal" in done(
        call("check-in", "sooner/articles", "--value", "38")
    )
    assert "reads its value by itself" in refused(call("check-in", "sooner/mean", "--value", "2h"))
    assert "is no value in seconds" in refused(call("override", "sooner/mean", "fast", "--why", "so it is"))


def test_what_is_taken_out_stays_on_record(call: Call) -> None:
    active(call)
    assert "is taken out, and stays on record" in done(call("take-out", "sooner/mean"))
    assert "It was taken out" in done(call("show", "sooner/mean"))
    assert "taken out" in done(call("history", "sooner/mean"))


def test_a_definition_that_is_the_newest_does_not_move(call: Call) -> None:
    active(call)
    assert "is bound to first_response_time@1 already" in done(call("move-definition", "sooner/mean"))


def test_what_the_team_says_of_an_objective(call: Call, rig: OkrRig) -> None:
    drafted(call)
    assert "deskwise okr part sooner" in done(call("propose", "sooner"))
    home = ("--home", str(rig.home / "home"))

    def people(*words: str) -> Result:
        return CliRunner().invoke(cli, [*home, *words], catch_exceptions=False)

    invite(people, "anna")
    done(call("comment", "sooner", "that is bold"))
    done(call("part", "sooner", "the templates", "--as", "anna@example.org"))
    done(call("part", "sooner", "all templates", "--as", "anna@example.org"))
    told = done(call("show", "sooner"))
    assert "anna takes on: all templates" in told
    assert "terminal: that is bold" in told
    parts = [each for each in rig.audit() if each.what == "part_taken"]
    assert [each.who for each in parts] == ["terminal", "terminal"]
    assert "is a draft again" in done(call("propose", "sooner", "--undo"))
    assert "is withdrawn" in done(call("withdraw", "sooner"))
    assert "withdrawn" in done(call("tree"))


def test_the_end_of_an_objective_and_of_its_cycle(call: Call) -> None:
    active(call)
    done(call("add", "cycle", "March", "--from", "2025-03-01", "--to", "2025-03-31"))
    assert "close its objectives" in done(call("cycle", "review"))
    assert "objectives of the cycle are still active: sooner" in refused(call("cycle", "close"))
    told = done(
        call("close", "sooner", "--went-well", "the shift", "--next-time", "mail", "--carry-to", "March")
    )
    assert "sooner is closed: 0.66, progress, but short of it; not met" in told
    assert row(told, "mean")[1:] == ["40", "min", "67", "%", "0.66", "1"]
    assert "It goes on in March as the draft answer-sooner." in told
    shown = done(call("show", "sooner"))
    assert "the shift" in shown
    assert "final score" in shown
    assert "is closed" in done(call("cycle", "close", "February"))
    assert "answer-sooner" in done(call("tree", "--cycle", "March"))


def test_csv_has_a_row_for_each_key_result(call: Call) -> None:
    active(call)
    (found,) = csv.DictReader(io.StringIO(done(call("tree", "--format", "csv"))))
    assert (found["key_result"], found["value"], found["status"]) == ("sooner/mean", "2400.0", "on_track")
    assert found["unit"] == "seconds"


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        (("--metric", "requests_received", "--change", "-25%"), "change"),
        (("--metric", "requests_received", "--at-most", "20"), "keep"),
        (("--metric", "requests_received", "--target", "20"), "reach"),
        (("--title", "Steps", "--milestone", "one"), "milestones"),
        (("--title", "Articles", "--baseline", "1", "--target", "2"), "number"),
    ],
)
def test_the_kind_is_what_the_options_make_of_it(call: Call, options: tuple[str, ...], kind: str) -> None:
    drafted(call)
    assert f"of the kind {kind}" in done(call("add", "key-result", "sooner", *options))


def test_a_metric_of_several_statistics_asks_which(call: Call) -> None:
    drafted(call)
    line = refused(call("add", "key-result", "sooner", "--metric", "first_response_time", "--target", "1h"))
    assert "has several statistics, and none is named: it has mean, p50" in line
    assert "give the metric's own units" in refused(
        call("add", "key-result", "sooner", "--metric", "csat", "--change", "0.1")
    )
