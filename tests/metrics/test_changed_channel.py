"""Who came back with the same matter by another ticket, from which channel to which."""

from __future__ import annotations

from typing import Any

from deskwise.facts.rules import Rules
from deskwise.metrics.changed_channel import Returns, read_returns
from deskwise.metrics.timeline import Horizon
from metrics.duckdb_facts import DAY, DuckdbFacts, KeptSql, request


def resolution(ticket: str, back: str | None, **given: Any) -> dict[str, Any]:
    return {
        "source": "desk", "ticket": ticket, "request": 1, "resolution": 1, "resolved_at": DAY,
        "recontact_by": None if back is None else "ticket", "recontact_source": "desk",
        "recontact_ticket": back, "recontact_within_window": back is not None, **given,
    }  # fmt: skip


def returns(*resolutions: dict[str, Any], span: tuple[int | None, int | None] = (None, None)) -> Returns:
    channels = {"A": "phone", "B": "chat", "C": "email", "D": None}
    requests = [request(name, 0, channel=each, resolved_at=DAY) for name, each in channels.items()]
    requests.append({**request("B", 2 * DAY, channel="chat"), "request": 2})
    engine = DuckdbFacts(requests=requests, resolutions=list(resolutions))
    return read_returns(
        {}, span, rules=Rules(), horizon=Horizon(0, 9 * DAY), engine=engine, compiled=KeptSql()
    )


def test_each_return_is_counted_once_by_both_channels() -> None:
    found = returns(resolution("A", "B"), resolution("B", "C"), resolution("C", "D"), resolution("D", None))
    assert found == {("phone", "chat"): 1, ("chat", "email"): 1, ("email", None): 1}


def test_late_ones_reopenings_and_later_resolutions_are_none() -> None:
    assert (
        returns(
            resolution("A", "B", recontact_within_window=False),
            resolution("A", "B", resolution=2),
            resolution("B", "B", recontact_by="reopening"),
            resolution("C", "B", merged=True),
        )
        == {}
    )


def test_it_is_of_the_period() -> None:
    assert returns(resolution("A", "B"), span=(2 * DAY, 3 * DAY)) == {}
    assert returns(resolution("A", "B"), span=(DAY, 2 * DAY)) == {("phone", "chat"): 1}
