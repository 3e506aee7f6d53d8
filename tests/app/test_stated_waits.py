"""How long customers say they expected to wait: which answers count, beside which wait, and who sees them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.looking import looking
from deskwise.analyses.finding import Finding
from deskwise.analyses.stated_waits import StatedAnswer
from deskwise.app.access.holders import TERMINAL, Role
from deskwise.app.access.things import Policy
from deskwise.app.analyse import analyse
from deskwise.app.analysis_question import AnalysisQuestion
from deskwise.app.asking import Asking
from deskwise.app.import_files import ImportRequest, import_files
from deskwise.bootstrap import open_state, open_workspace
from deskwise.kernel.clock import FixedClock
from deskwise.kernel.errors import NotAllowedError

CLOCK = FixedClock(datetime(2026, 6, 1, tzinfo=UTC))
BEGAN = datetime(2026, 3, 1, 8, tzinfo=UTC)
FIELD = "expected_hours"


def _ticket(
    name: str, waited: float | None, *ratings: dict[str, Any], **fields: Any
) -> Iterator[dict[str, Any]]:
    steps: list[tuple[float, dict[str, Any]]] = [
        (0, {"kind": "opened", "role": "customer", "customer": f"of {name}", **fields})
    ]
    if waited is not None:
        steps.append((waited, {"kind": "message", "actor": "anna", "role": "agent"}))
    steps += [(9 + n, {"kind": "rated", "scale": "good_bad", **each}) for n, each in enumerate(ratings)]
    for number, (hours, step) in enumerate(steps):
        at = (BEGAN + timedelta(hours=hours)).isoformat()
        yield {"event_id": f"{name}-{number}", "ticket": name, "at": at, **step}


def _answer(hours: str, **more: Any) -> dict[str, Any]:
    return {"value": 1, "extra": {FIELD: hours, "about": "agent", "mood": "fine"}, **more}


def _log() -> Iterator[dict[str, Any]]:
    yield from _ticket("asked", 2, _answer("3"), channel="email")
    # Of two answers the last counts; a rating without one takes none away.
    yield from _ticket("twice", 4, _answer("9"), _answer(" 1 "), {"value": 0}, channel="email")
    yield from _ticket("never answered", None, _answer("3"), channel="email")
    # Nobody had replied by the rating.
    yield from _ticket("late", 30, _answer("3"), channel="chat")
    yield from _ticket("in words", 2, _answer("soon"), channel="chat")
    yield from _ticket("not asked", 2, {"value": 1}, channel="chat")


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    home = tmp_path_factory.mktemp("stated") / "home"
    path = home.with_name("log.jsonl")
    path.write_text("\n".join(map(json.dumps, _log())), encoding="utf-8")
    workspace = open_workspace(home, stays_open=True)
    import_files(workspace.lake, ImportRequest((path,), source="desk"), CLOCK, workspace.fold)
    return Asking(workspace, open_state(home), TERMINAL)


def test_the_last_answer_of_each_request_stands_beside_the_wait_by_then(asking: Asking) -> None:
    found = asking.workspace.stated_waits(FIELD, 0, 2**60, {})
    # Of further fields those that hold numbers, and that the vocabulary knows nothing of.
    assert found.fields == (FIELD,)
    assert set(found.answers) == {
        StatedAnswer("3", 7200.0, 1), StatedAnswer("1", 14400.0, 1), StatedAnswer("3", None, 2),
        StatedAnswer("soon", 7200.0, 1),
    }  # fmt: skip
    assert asking.workspace.stated_waits("", 0, 2**60, {}).answers == ()
    assert asking.workspace.stated_waits("no such", 0, 2**60, {}).answers == ()


def test_answers_are_those_of_the_period_and_of_what_is_asked_about(asking: Asking) -> None:
    chat = asking.workspace.stated_waits(FIELD, 0, 2**60, {"channel": ["chat"]})
    assert {each.text: each.n for each in chat.answers} == {"3": 1, "soon": 1}
    rated_at = int((BEGAN + timedelta(hours=9)).timestamp()) * 1_000_000
    first = asking.workspace.stated_waits(FIELD, rated_at, rated_at + 1, {"channel": ["email", "fax"]})
    assert sorted((each.text, each.n) for each in first.answers) == [("3", 1), ("3", 1), ("9", 1)]


def test_the_finding_counts_them_and_whoever_may_not_see_ratings_is_told_nothing(asking: Asking) -> None:
    def asked(each: Asking, **where: list[str | None]) -> Finding:
        options = {"question": FIELD}
        return analyse(
            each, AnalysisQuestion("expectations", since="2026-03-01", options=options, where=where)
        )

    (few,) = [each for each in asked(asking).doubts if "too few answers" in each.words]
    assert few.values == (("field", FIELD), ("n", 4))
    viewer = replace(asking, who=looking(Role.VIEWER, Policy("off")))
    assert asked(viewer).doubts == asked(asking).doubts
    with pytest.raises(NotAllowedError):
        asked(viewer, agent=["anna"])
