"""Channels of a whole workspace: what its facts say of a move, and who may be told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from app.looking import looking
from cli.in_memory_workspace import facts_of
from deskwise.analyses.finding import Finding
from deskwise.app.access.holders import TERMINAL, Role
from deskwise.app.analyse import analyse
from deskwise.app.analysis_question import AnalysisQuestion
from deskwise.app.asking import Asking
from deskwise.app.list_requests import list_requests
from deskwise.app.read_metrics import Question
from deskwise.bootstrap import open_state
from deskwise.kernel.errors import NotAllowedError
from deskwise.metrics.call_hours import HOUR
from metrics.duckdb_facts import DAY, flow, request, seconds

KEY = ("source", "ticket", "request")
BY_CHAT = [("phone", "chat"), ("chat", "phone"), ("phone", "chat")]
BY_EMAIL = [("phone", "email")]
AGENTS = ("ann", "ben", "cleo", "dan", "eve")


def rows(channel: str, solved: int, n: int, agents: Sequence[str] = AGENTS) -> list[dict[str, Any]]:
    """Requests of a channel, the first of them solved at the first contact."""
    return [
        request(
            f"{channel}-{place}", 2 * DAY + place * HOUR, channel=channel, resolved_at=3 * DAY + place * HOUR,
            category="login", contacts_before_first_resolution=1 if place < solved else 2,
            human_act_by_first_resolution=True, first_resolution_agent=agents[place % len(agents)],
            agent=agents[place % len(agents)], team="support", first_resolution_team="support",
            customer_channels=1 + (channel == "phone" and place < 8),
        )
        for place in range(n)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Asking:
    """Forty calls, half of them solved at the first contact, and forty chats of which nine in ten are."""
    requests = [*rows("phone", 20, 40), *rows("chat", 36, 40)]
    key = [
        {name: each[name] for name in ("source", "ticket", "request", "agent", "team")} for each in requests
    ]
    calls = key[:40]
    workspace = facts_of(
        requests=requests,
        request_flow=flow(*requests),
        live_contacts=[
            {**each, "happened_at": 2 * DAY + place % 2 * HOUR, "outcome": "answered"}
            for place, each in enumerate(calls)
        ],
        work=[{**each, "worked_at": 3 * DAY, "task": "call", "seconds": seconds(600)} for each in key],
        channel_switches=[
            {**{name: each[name] for name in KEY}, "switched_at": DAY + number, "from_channel": before,
             "to_channel": after}
            for each in requests[:8]
            # Five went on by chat, and back and there again; three by email.
            for number, (before, after) in enumerate(BY_CHAT if each["ticket"] < "phone-5" else BY_EMAIL)
        ],
        resolutions=[
            {
                **{name: calls[0][name] for name in ("source", "ticket", "request")},
                "resolution": 1, "resolved_at": 3 * DAY, "recontact_by": "ticket", "recontact_source": "desk",
                "recontact_ticket": "chat-0", "recontact_within_window": True,
            }
        ],
    )  # fmt: skip
    return Asking(workspace, open_state(tmp_path_factory.mktemp("state")), TERMINAL)


def asked(desk: Asking, **options: str) -> Finding:
    return analyse(
        desk, AnalysisQuestion("channels", since="1970-01-02", until="1970-02-01", options=options)
    )


def test_each_way_within_a_request_opens_to_as_many_requests_as_it_counts(desk: Asking) -> None:
    rows = asked(desk).table("ways").records()
    assert [tuple(row.values()) for row in rows] == [
        ("chat", "phone", 5, 5 / 80), ("phone", "chat", 5, 5 / 80), ("phone", "email", 3, 3 / 80),
    ]  # fmt: skip
    for row in rows:
        where = {name: (str(row[name]),) for name in ("from_channel", "to_channel")}
        question = Question(("channel_switch_rate",), where=where, since="1970-01-02", until="1970-02-01")
        found = list_requests(desk.workspace, question, state="counted", gave="yes").cases
        assert found.total == row["n"] == len({each.ticket for each in found.rows})


def test_the_facts_say_what_a_move_does(desk: Asking) -> None:
    finding = asked(desk, share="50")
    told = {each.name: each.value for each in finding.numbers}
    assert finding.outcome == "found"
    assert told["fcr_change"] == pytest.approx(0.5 * 40 / 80 * (36 / 40 - 20 / 40))
    assert told["moved"] == 20
    # Twenty calls in each of two hours, of ten minutes each.
    assert told["load_now"] == pytest.approx(20 / 6)
    assert told["load_after"] == pytest.approx(10 / 6)
    assert told["switched"] == pytest.approx(8 / 80)
    assert [tuple(row.values())[:3] for row in finding.table("switches").records()] == [("phone", "chat", 1)]


def test_what_is_of_too_few_people_is_not_told(tmp_path: Path) -> None:
    requests = [*rows("phone", 20, 40, ("ann",)), *rows("chat", 36, 40)]
    alone = facts_of(requests=requests, request_flow=flow(*requests))
    with pytest.raises(NotAllowedError):
        asked(Asking(alone, open_state(tmp_path), TERMINAL, looking(Role.VIEWER)))
