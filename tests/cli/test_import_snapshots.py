"""A later export of the same tickets gives the figures it gives alone, on a real workspace."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from deskwise.cli.main import cli

MAPPING = """
shape = "snapshot"
timezone = "UTC"
[columns]
ticket = "id"
customer = "who"
[set]
source = "desk"
[[events]]
kind = "opened"
role = "customer"
category = { column = "about" }
at = "opened"
[[events]]
kind = "message"
role = "agent"
actor = { column = "agent" }
at = { column = "opened", plus = "reply", unit = "minutes" }
[[events]]
kind = "status"
status = "solved"
role = "agent"
actor = { column = "agent" }
at = "solved"
[[events]]
kind = "rated"
role = "customer"
scale = "1-5"
value = { column = "stars" }
at = "solved"
when = { column = "stars", filled = true }
"""
HEADER = "id,who,about,opened,reply,agent,solved,stars\n"
EARLIER = (
    "1,ann,tax,2025-01-01 09:00,30,max,2025-01-01 12:00,5\n"
    "2,bob,tax,2025-01-01 10:00,90,max,2025-01-02 12:00,\n"
    "3,ann,tax,2025-01-03 09:00,,,,\n"
    "4,cy,fees,2025-01-04 09:00,15,eva,2025-01-04 10:00,2\n"
)
# The first was opened earlier than told, the second is rated, the third solved, the fourth open again, and
# a fifth came.
LATER = (
    "1,ann,tax,2025-01-01 08:00,30,max,2025-01-01 12:00,5\n"
    "2,bob,tax,2025-01-01 10:00,90,max,2025-01-02 12:00,1\n"
    "3,ann,tax,2025-01-03 09:00,45,eva,2025-01-05 09:00,4\n"
    "4,cy,fees,2025-01-04 09:00,15,eva,,\n"
    "5,bob,fees,2025-01-06 09:00,20,max,2025-01-06 10:00,\n"
)


def deskwise(home: Path, *words: str) -> Any:
    outcome = CliRunner().invoke(
        cli, ("--home", str(home), *words, "--format", "json"), catch_exceptions=False
    )
    assert outcome.exit_code == 0, outcome.stderr
    return json.loads(outcome.stdout)


def test_a_later_export_equals_itself_alone(tmp_path: Path) -> None:
    mapping = tmp_path / "desk.toml"
    mapping.write_text(MAPPING)
    earlier, later = tmp_path / "earlier.csv", tmp_path / "later.csv"
    earlier.write_text(HEADER + EARLIER)
    later.write_text(HEADER + LATER)
    grown, fresh = tmp_path / "grown", tmp_path / "fresh"
    words = ("--map", str(mapping), "--as-of", "2025-02-01T00:00:00Z")
    first = deskwise(grown, "import", str(earlier), *words)
    assert (first["read"], first["accepted"]) == (12, 12)
    before = deskwise(grown, "metrics")
    again = deskwise(grown, "import", str(earlier), *words)
    assert (again["accepted"], again["duplicates"], again["superseded"]) == (0, 12, 0)
    assert deskwise(grown, "metrics") == before
    second = deskwise(grown, "import", str(later), *words)
    assert (second["read"], second["accepted"], second["superseded"]) == (17, 17, 12)
    deskwise(fresh, "import", str(later), *words)
    figures = deskwise(grown, "metrics")
    assert figures == deskwise(fresh, "metrics")
    assert figures != before
    values = {(one["metric"], one["stat"]): one["value"] for one in figures["readings"]}
    assert (values["requests_received", "count"], values["requests_resolved", "count"]) == (5, 4)
    # Replies after 30, 90, 45, 15 and 20 minutes; ratings of 5, 1 and 4, for the 2 is no more.
    assert values["first_response_time", "mean"] == 40 * 60
    assert values["customer_rating", "mean"] == 10 / 3
    told = deskwise(grown, "explain", "4")
    assert [event["kind"] for event in told["events"] if not event["superseded"]] == ["opened", "message"]
