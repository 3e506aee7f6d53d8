"""The ten figures a support team looks at first: the nine metrics of the field, and first contact resolution.

This is the one place that lists them. What each means is in the catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass

from deskwise.metrics.definition import Metric, Stat


@dataclass(frozen=True)
class Headline:
    """A metric and the statistic of it that stands for it; null where it has but one."""

    metric: str
    stat: Stat | None = None


HEADLINES = (
    Headline("first_response_time", "p50"),
    Headline("reply_time", "p50"),
    Headline("average_resolution_time", "mean"),
    Headline("first_contact_resolution"),
    Headline("resolution_rate"),
    Headline("escalation_rate"),
    Headline("customer_rating"),
    Headline("complaints_per_100_requests"),
    Headline("requests_handled"),
    Headline("sales_after_contact"),
)


def usual_stat(metric: Metric) -> Stat:
    """The statistic that stands for a metric where one figure of it is shown."""
    of_headline = next((each.stat for each in HEADLINES if each.metric == metric.name), None)
    return of_headline or ("p50" if "p50" in metric.stats else metric.default_stats[0])
