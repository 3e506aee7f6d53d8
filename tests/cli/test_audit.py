from __future__ import annotations

import csv
import io
import json

from cli.state_calls import Call, call, invite

__all__ = ["call"]


def test_who_changed_what_is_listed_the_latest_first(call: Call) -> None:
    invite(call, "anna")
    call("people", "role", "anna@example.org", "lead")
    lines = call("audit").stdout.splitlines()
    assert lines[1].split()[0] == "2"
    assert "person_changed" in lines[1]
    assert '{"role": "agent"}' in lines[1]
    assert "invited" in lines[2]
    assert lines[-1] == "Times are of UTC."


def test_the_filters_narrow_it(call: Call) -> None:
    invite(call, "anna")
    call("people", "role", "anna@example.org", "lead")

    def numbers(*words: str) -> list[int]:
        return [
            one["number"] for one in json.loads(call("audit", *words, "--format", "json").stdout)["audit"]
        ]

    assert numbers() == [2, 1]
    assert numbers("--what", "invited") == [1]
    assert numbers("--who", "terminal", "--most", "1") == [2]
    assert numbers("--who", "somebody") == []
    assert numbers("--since", "2020-01-01") == [2, 1]
    assert numbers("--until", "2020-01-01T10:00") == []
    on = json.loads(call("audit", "--format", "json").stdout)["audit"][0]["on"]
    assert numbers("--on", on) == [2, 1]
    assert call("audit", "--who", "somebody").stdout == "Nothing was changed that this asks for.\n"


def test_csv_has_a_change_in_one_cell(call: Call) -> None:
    invite(call, "anna")
    (row,) = csv.DictReader(io.StringIO(call("audit", "--format", "csv").stdout))
    assert (row["number"], row["who"], row["before"]) == ("1", "terminal", "")
    assert json.loads(row["after"])["email"] == "anna@example.org"
    assert row["at"].endswith("Z")


def test_what_nobody_does_is_refused(call: Call) -> None:
    for words in (("--what", "nothing"), ("--most", "0"), ("--since", "yesterday")):
        done = call("audit", *words)
        assert (done.exit_code, done.stdout) == (2, "")
