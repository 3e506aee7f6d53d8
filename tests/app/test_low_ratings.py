"""Bad ratings with words that are no complaint yet: which there are, and who may read them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.looking import Looking, looking
from deskwise.analyses.ground_values import LowRating
from deskwise.app.access.holders import TERMINAL, Role
from deskwise.app.access.things import Policy
from deskwise.app.analyse import analyse
from deskwise.app.analysis_question import AnalysisQuestion
from deskwise.app.asking import Asking
from deskwise.app.change_settings import save_document, show_settings
from deskwise.app.import_files import ImportRequest, import_files
from deskwise.app.low_ratings import low_ratings
from deskwise.app.settings_document import set_key
from deskwise.bootstrap import open_comments, open_state, open_workspace
from deskwise.kernel.clock import FixedClock
from deskwise.kernel.periods import Period

CLOCK = FixedClock(datetime(2026, 4, 1, tzinfo=UTC))
ALL = Period(0, 2**60)
# Of each ticket: who is rated, in which team, the scale and value, the words, and what came after.
TICKETS: dict[str, tuple[str, str, str, int, str, Sequence[dict[str, Any]]]] = {
    "low": ("anna", "support", "1-5", 2, "still broken", ()),
    "bad": ("ben", "field", "good_bad", 0, "no help", ()),
    "unsolved": ("ben", "field", "solved", 0, "not at all", ()),
    "fair": ("anna", "support", "1-5", 3, "could be better", ()),
    "recommend": ("anna", "support", "0-10", 1, "never again", ()),
    "silent": ("anna", "support", "1-5", 1, "", ()),
    "complained": ("anna", "support", "1-5", 1, "a shame", ({"kind": "complaint", "role": "customer"},)),
    "mended": (
        "anna", "support", "1-5", 1, "bad at first",
        ({"kind": "rated", "role": "customer", "scale": "1-5", "value": 5},),
    ),
}  # fmt: skip


def _events() -> Iterator[dict[str, Any]]:
    for number, (ticket, (agent, team, scale, value, words, later)) in enumerate(TICKETS.items()):
        by_agent = {"actor": agent, "role": "agent", "team": team, "agent": agent}
        rated = {"kind": "rated", "role": "customer", "scale": scale, "value": value, "text": words}
        opened = {"kind": "opened", "role": "customer", "channel": "email", "customer": f"c{number}"}
        steps: list[Mapping[str, Any]] = [
            opened, {"kind": "assigned", **by_agent}, {"kind": "message", **by_agent},
            {"kind": "status", "status": "solved", **by_agent}, rated, *later,
        ]  # fmt: skip
        for hour, step in enumerate(steps):
            at = f"2026-03-{number + 1:02}T{hour + 8:02}:00:00Z"
            yield {"event_id": f"{ticket}-{hour}", "ticket": ticket, "at": at, **step}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("low") / "workspace"
    workspace = open_workspace(folder)
    save_document(workspace, set_key(show_settings(workspace), "keep_text", "true"))
    path = folder.parent / "events.jsonl"
    path.write_text("\n".join(map(json.dumps, _events())), encoding="utf-8")
    import_files(workspace.lake, ImportRequest((path,), keep_text=True), CLOCK, workspace.fold)
    return folder


def found(home: Path, who: Looking | None = None, **where: Sequence[str]) -> tuple[LowRating, ...] | None:
    holder = TERMINAL if who is None else who.holder
    return low_ratings(open_comments(home), holder, who, where, ALL)


def tickets(low: tuple[LowRating, ...] | None) -> list[str]:
    assert low is not None
    return [each.ticket for each in low]


def test_bad_last_ratings_with_words_and_without_a_complaint_the_latest_first(home: Path) -> None:
    low = found(home)
    assert tickets(low) == ["unsolved", "bad", "low"]
    assert low is not None
    assert (low[2].agent, low[2].team, low[2].value, low[2].text) == ("anna", "support", 2.0, "still broken")


def test_they_are_narrowed_as_the_question_is_or_not_told(home: Path) -> None:
    assert tickets(found(home, team=["field"])) == ["unsolved", "bad"]
    assert tickets(found(home, channel=["chat"])) == []
    assert found(home, product=["comet"]) is None


def test_they_are_those_of_ratings_that_whoever_asks_may_read(home: Path) -> None:
    assert tickets(found(home, looking(Role.ADMIN))) == ["unsolved", "bad", "low"]
    assert tickets(found(home, looking(Role.LEAD))) == ["low"]
    assert tickets(found(home, looking(Role.AGENT))) == ["low"]
    assert tickets(found(home, looking(Role.VIEWER))) == []
    (hidden,) = found(home, looking(Role.LEAD, Policy("off"))) or ()
    assert hidden.agent is None


def test_the_analysis_tells_of_them_with_their_tickets(home: Path) -> None:
    asking = Asking(open_workspace(home), open_state(home), TERMINAL, comments=open_comments(home))
    finding = analyse(asking, AnalysisQuestion("complaint_pattern", since="2026-03-01", until="2026-04-01"))
    assert finding.outcome == "too few"
    assert [row["ticket"] for row in finding.table("candidates").records()] == ["unsolved", "bad", "low"]
    silent = analyse(
        Asking(open_workspace(home), open_state(home), TERMINAL),
        AnalysisQuestion("complaint_pattern", since="2026-03-01", until="2026-04-01"),
    )
    assert silent.more == ()
