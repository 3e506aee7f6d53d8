"""What is said of moving contacts: what it does, what is not known, and who switches on the way."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from analyses.ground import NOW, HandMade, made, mean_of, said
from deskwise.analyses.channels import channels
from deskwise.analyses.channels_tables import MOVES, STAYS, WAYS
from deskwise.analyses.finding import CasePart, Finding
from deskwise.analyses.ground_values import Groups
from deskwise.app.chart_finding import chart_finding
from deskwise.kernel.errors import NotAllowedError, UsageError
from deskwise.metrics.call_hours import HOUR, CallHour
from deskwise.metrics.catalogue import metric
from deskwise.metrics.changed_channel import Returns
from deskwise.metrics.figures import Figure, share
from deskwise.metrics.readings import Reading
from deskwise.reports.contributions import Contributions
from deskwise.reports.sentence_words import plain_sentence

FCR = "first_contact_resolution"
GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "analyses"
SWITCHES = {("phone", "chat"): 3, ("phone", "email"): 9, ("chat", "phone"): 2}
Cells = Sequence[Mapping[str, Any]]
Readings = dict[tuple[str | None, ...], Reading]
PLAIN: Cells = [
    {"category": "login", "phone": [60, 100], "chat": [61, 100], "handled": [600, 600]},
    {"category": "billing", "phone": [40, 80], "chat": [20, 40], "handled": [600, 600]},
]


def ground(cells: Cells, options: Mapping[str, str] | None = None, hidden: str = "") -> HandMade:
    """Categories with first contact resolutions by channel, and with seconds of handling."""
    solved: Readings = {}
    received: Readings = {}
    handled: Readings = {}
    by_channel: dict[str, int] = {}
    for each in cells:
        for place, channel in enumerate(("phone", "chat")):
            hits, n = each.get(channel, (0, 0))
            if not n:
                continue
            key = (each["category"], channel)
            solved[key] = made(FCR, share(hits, n), NOW, "share")
            received[key] = made("requests_received", Figure(n, n), NOW, "count")
            by_channel[channel] = by_channel.get(channel, 0) + n
            if "handled" in each:
                seconds = each["handled"][place]
                handled[key] = mean_of([seconds - 60, seconds + 60] * (n // 2), NOW, "handle_time")
    hits, n = (sum(int(getattr(each, name) or 0) for each in solved.values()) for name in ("numerator", "n"))
    whole = made(FCR, share(hits, n), NOW, "share")
    switched = made("channel_switch_rate", share(n // 10, n), NOW, "share")
    waited: Readings = {("phone",): mean_of([30, 50], NOW, "first_response_time")}
    both = ("category", "channel")
    return HandMade(
        metric(FCR), whole, whole, {}, options or {},
        read={
            (FCR, "share", (), False): Groups({(): whole}),
            ("channel_switch_rate", "share", (), False): Groups({(): switched}),
            ("first_response_time", "p50", ("channel",), False): Groups(waited),
            ("first_response_time", "mean", ("channel",), False): Groups(waited),
            ("abandonment_rate", "share", ("channel",), False): Groups({}),
            ("channel_switch_rate", "share", ("channel",), False): Groups({("phone",): switched}),
            ("channel_switch_rate", "share", WAYS, False): Groups(
                {
                    way: made("channel_switch_rate", share(hits, n), NOW, "share")
                    for way, hits in SWITCHES.items()
                }
            ),
            (FCR, "share", both, False): Groups(solved),
            ("requests_received", "count", both, False): Groups(received),
            ("handle_time", "mean", both, False): Groups(handled),
        },
        may_see={("channel",): frozenset((name,) for name in by_channel if name != hidden)} if hidden else {},
    )  # fmt: skip


def value(finding: Finding, name: str) -> float | None:
    found = finding.number(name)
    assert found is not None
    return found.value


def doubted(finding: Finding) -> str:
    return " ".join(plain_sentence(each, "UTC") for each in finding.doubts)


def test_the_golden_case_worked_by_hand() -> None:
    told = tomllib.loads((GOLDEN / "channels-a_fifth_of_the_calls_by_chat.toml").read_text(encoding="utf-8"))
    queue, expect = told["queue"], told["expect"]
    called = tuple(
        CallHour(week * 168 * HOUR, queue["calls"], queue["people"]) for week in range(queue["weeks"])
    )
    finding = channels(replace(ground(told["cells"], {"share": told["share"]}), called=called))
    assert finding.outcome == expect["outcome"]
    assert value(finding, "fcr_change") == pytest.approx(float(Fraction(expect["change"])), abs=1e-12)
    assert value(finding, "fcr_after") == pytest.approx(float(Fraction(expect["after"])), abs=1e-12)
    for name in ("moved", "unmovable", "handling", "load_now", "load_after"):
        assert value(finding, name) == pytest.approx(expect[name])
    for name, waited in expect["waits"].items():
        assert value(finding, name) == pytest.approx(waited, abs=1e-9)
    verdicts = {row["category"]: row["verdict"] for row in finding.table("categories").records()}
    assert verdicts == {"login": MOVES, "billing": MOVES, "refund": STAYS}
    assert said(finding)[0].startswith(expect["first"])
    assert said(finding)[1].startswith("20 of 200 phone requests stay where they are")
    assert said(finding)[4].startswith(
        "By Erlang C one would wait 59 s instead of 7 min with the same people"
    )
    assert "The mean wait that was measured on phone is 40 s" in doubted(finding)


def test_within_a_request_each_way_is_told_and_opens_to_its_requests() -> None:
    finding = channels(ground(PLAIN))
    table = finding.table("ways")
    assert [tuple(row.values()) for row in table.records()] == [
        ("phone", "email", 9, 9 / 320), ("phone", "chat", 3, 3 / 320), ("chat", "phone", 2, 2 / 320),
    ]  # fmt: skip
    assert any(
        each == "Within a request they went on most often from phone by email: 9 of 320 requests, 2.8 %."
        for each in said(finding)
    )
    opens = {each.name: (each.opens, each.part) for each in table.columns if each.opens}
    assert opens == {"n": ("channel_switch_rate", CasePart("yes"))}


def test_a_channel_that_may_not_be_seen_is_in_no_way() -> None:
    finding = channels(ground(PLAIN, {"from_channel": "chat", "to_channel": "email"}, hidden="phone"))
    assert finding.table("ways").records() == []


def test_facts_of_an_older_version_do_not_know_the_ways() -> None:
    unknown = replace(ground(PLAIN), lacking=frozenset({"channel_switches"}))
    assert "known from the next import on" in doubted(channels(unknown))
    assert "known from the next import on" not in doubted(channels(ground(PLAIN)))


def test_where_both_channels_solve_alike_nothing_is_known_to_change() -> None:
    finding = channels(ground(PLAIN))
    assert finding.outcome == "nothing"
    assert "is not known to change" in said(finding)[0]
    assert said(finding)[1].startswith("Handling those that are moved would take as long as now")
    assert "no live contacts of phone are known" in doubted(finding)


def test_a_change_that_rounds_to_nought_is_none() -> None:
    many: Cells = [{"category": "login", "phone": [600_000, 1_000_000], "chat": [602_400, 1_000_000]}]
    finding = channels(ground(many))
    assert finding.outcome == "nothing"
    assert "would stay what it is to a tenth of a point" in said(finding)[0]


def test_the_share_and_the_channels_are_asked_for() -> None:
    back = channels(ground(PLAIN, {"from_channel": "chat", "to_channel": "phone", "share": "50 %"}))
    assert said(back)[0].startswith("With 50.0 % of the chat requests by phone instead")
    assert value(back, "moved") == pytest.approx(70.0)
    for options in ({"share": "0"}, {"share": "101"}, {"share": "half"}, {"to_channel": "phone"}):
        with pytest.raises(UsageError):
            channels(ground(PLAIN, options))
    with pytest.raises(UsageError, match="held against each other"):
        channels(replace(ground(PLAIN), where={"channel": ["phone"]}))


def test_where_the_other_channel_has_no_cases_nothing_is_said_of_it_but_the_queue_is() -> None:
    alone: Cells = [{"category": "login", "phone": [60, 100], "handled": [600, 600]}]
    finding = channels(replace(ground(alone), called=(CallHour(0, 30, 8),)))
    assert finding.outcome == "too few"
    assert "is not known: no category has enough cases on both" in said(finding)[0]
    assert value(finding, "load_now") == pytest.approx(5.0)
    assert value(finding, "load_after") == pytest.approx(4.0)
    assert chart_finding(finding) is None
    nobody = channels(ground(alone, {"from_channel": "fax"}))
    assert said(nobody)[0].startswith("No request came by fax")


def test_who_came_back_by_another_channel_is_told() -> None:
    back: Returns = {("phone", "phone"): 6, ("phone", "email"): 3, ("chat", "phone"): 1}
    finding = channels(replace(ground(PLAIN), came_back=back))
    assert said(finding)[-1] == (
        "Of 10 customers who came back with the same matter by a new ticket 4 (40.0 %) took another channel,"
        " most often from phone to email (3)."
    )
    assert [row["n"] for row in finding.table("switches").records()] == [3, 1]


def test_a_channel_of_too_few_people_is_neither_moved_nor_told() -> None:
    with pytest.raises(NotAllowedError):
        channels(ground(PLAIN, hidden="phone"))
    finding = channels(ground(PLAIN, {"from_channel": "email", "to_channel": "chat"}, hidden="phone"))
    assert [row["channel"] for row in finding.records()] == ["chat"]


def test_its_chart_has_the_movable_categories_and_what_all_of_them_gain() -> None:
    chart = chart_finding(channels(ground(PLAIN)))
    assert isinstance(chart, Contributions)
    assert [each.name for each in chart.groups] == ["login", "billing"]
    assert [each.total for each in chart.groups] == pytest.approx([0.01, 0.0])
    assert chart.whole.total == pytest.approx(0.01 * 100 / 180)
