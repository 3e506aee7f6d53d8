"""What may be asked, and what is said of what may not."""

from __future__ import annotations

from typing import Any

import pytest

from deskwise.kernel.errors import UsageError
from deskwise.metrics.catalogue import CATALOGUE, metric
from deskwise.metrics.selection import select


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"metrics": ["csatt"]}, "did you mean csat"),
        ({"by": ["agnet"]}, "did you mean agent"),
        ({"by": ["extra."]}, "extra.<field>"),
        ({"stats": ["median"]}, "p50"),
        ({"every": "fortnight"}, "week"),
        ({"clock": "wall"}, "elapsed, working"),
        ({"by": ["agent", "agent"]}, "twice"),
        ({"stats": ["within"]}, "--within"),
        ({"within_seconds": -1}, "negative"),
        ({"since_at": 5, "until_at": 5}, "before it begins"),
    ],
)
def test_what_cannot_be_asked(asked: dict[str, Any], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        select(**asked)


@pytest.mark.parametrize(
    ("metrics", "asked", "told"),
    [
        (["csat"], {"by": ["reason"]}, "cannot be split"),
        (["uptime"], {"by": ["agent"]}, "it has source, product"),
        (["backlog_age"], {"stats": ["km50"]}, "it has mean"),
    ],
)
def test_what_a_named_metric_does_not_have(metrics: list[str], asked: dict[str, Any], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        select(metrics, **asked).chosen_metrics()


def test_no_name_is_every_metric() -> None:
    assert select().chosen_metrics() == tuple(CATALOGUE.values())


def test_of_all_metrics_those_that_have_what_is_asked() -> None:
    names = {each.name for each in select(by=["reason"]).chosen_metrics()}
    assert names == {"escalation_rate", "requests_escalated"}


def test_statistics_of_durations_do_not_touch_a_share() -> None:
    selection = select(["csat", "average_resolution_time"], stats=["p90"])
    assert [selection.stats_of(each) for each in selection.chosen_metrics()] == [("share",), ("p90",)]


def test_usual_statistics() -> None:
    assert select().stats_of(metric("first_response_time")) == ("mean", "p50", "p90")
    assert select().stats_of(metric("sales_revenue")) == ("gross", "refunds")
