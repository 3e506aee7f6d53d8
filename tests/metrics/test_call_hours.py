"""Live contacts by the hour: of the channel alone, and who is there between two calls of theirs."""

from __future__ import annotations

from collections.abc import Mapping

from deskwise.facts.rules import Rules
from deskwise.metrics.call_hours import HOUR, CallHour, call_hours, read_call_hours
from deskwise.metrics.timeline import Horizon
from metrics.duckdb_facts import DAY, DuckdbFacts, KeptSql, request


def live(ticket: str, hour: float, agent: str | None, team: str = "support") -> dict[str, object]:
    outcome = "abandoned" if agent is None else "answered"
    return {
        "source": "desk", "ticket": ticket, "request": 1, "happened_at": int(hour * HOUR), "outcome": outcome,
        "agent": agent, "team": team,
    }  # fmt: skip


ENGINE = DuckdbFacts(
    requests=[request(name, 0, channel="chat" if name == "C" else "phone") for name in "ABCD"],
    live_contacts=[
        live("A", 1.2, "ann"), live("B", 1.9, None), live("D", 3.0, "ann"), live("A", 3.5, "ben", "billing"),
        live("C", 2.0, "cleo"),
    ],
)  # fmt: skip
NOTHING: Mapping[str, tuple[str | None, ...]] = {}


def read(
    where: Mapping[str, tuple[str | None, ...]] = NOTHING,
    span: tuple[int | None, int | None] = (None, None),
    channel: str = "phone",
) -> tuple[CallHour, ...]:
    return read_call_hours(
        channel, where, span, rules=Rules(), horizon=Horizon(0, 9 * DAY), engine=ENGINE, compiled=KeptSql()
    )


def test_each_hour_has_its_calls_and_who_was_there() -> None:
    assert read() == (CallHour(HOUR, 2, 1), CallHour(2 * HOUR, 0, 1), CallHour(3 * HOUR, 2, 2))
    assert read(channel="chat") == (CallHour(2 * HOUR, 1, 1),)
    assert read(channel="fax") == ()


def test_it_is_narrowed_as_the_question_is() -> None:
    assert read({"team": ("billing",)}) == (CallHour(3 * HOUR, 1, 1),)
    assert read(span=(2 * HOUR, 3 * HOUR + 1)) == (CallHour(3 * HOUR, 1, 1),)


def test_who_picks_up_again_after_a_long_time_was_away() -> None:
    assert [each.start_at // HOUR for each in call_hours([(1, "ann", 1), (4, "ann", 1)])] == [1, 2, 3, 4]
    assert [each.start_at // HOUR for each in call_hours([(1, "ann", 1), (5, "ann", 1)])] == [1, 5]
