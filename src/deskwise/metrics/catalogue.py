"""All metrics by name. Knows no expressions until one is asked for its cases."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from deskwise.kernel.errors import UnknownNameError
from deskwise.kernel.language import say
from deskwise.metrics import (
    bots,
    contacts,
    cost,
    customers,
    escalation,
    handling,
    handovers,
    live,
    promises_and_problems,
    resolution,
    response,
    sales,
    satisfaction,
    sla,
    stock,
    uptime,
    waiting_states,
    workload,
)
from deskwise.metrics.definition import Metric

FAMILIES: tuple[tuple[str, tuple[Metric, ...]], ...] = (
    ("Response", response.METRICS),
    ("Resolution", resolution.METRICS),
    ("Contacts", contacts.METRICS),
    ("Handling and escalation", handling.METRICS + escalation.METRICS + handovers.METRICS),
    ("Satisfaction", satisfaction.METRICS),
    ("Waiting", waiting_states.METRICS),
    ("Live contacts", live.METRICS),
    ("Promises and problems", promises_and_problems.METRICS),
    ("SLA", sla.METRICS),
    ("Backlog", stock.METRICS),
    ("Work and cost", workload.METRICS + cost.METRICS),
    ("Sales", sales.METRICS),
    ("Customers", customers.METRICS),
    ("Bots and service", bots.METRICS + uptime.METRICS),
)


def by_name(metrics: Iterable[Metric]) -> dict[str, Metric]:
    """Metrics by their names.

    Raises:
        ValueError: two have the same name.
    """
    found: dict[str, Metric] = {}
    for each in metrics:
        if each.name in found:
            raise ValueError(f"two metrics are called {each.name}")
        found[each.name] = each
    return found


CATALOGUE: dict[str, Metric] = by_name(each for _, metrics in FAMILIES for each in metrics)


def metric(name: str) -> Metric:
    """The metric called so.

    Raises:
        UsageError: none is; says which come closest.

    >>> metric("csat").definition
    'csat@1'
    """
    if name in CATALOGUE:
        return CATALOGUE[name]
    close = difflib.get_close_matches(name, CATALOGUE, n=3, cutoff=0.5)
    meant = say("did you mean %(names)s?", names=f" {say('or')} ".join(close))
    do = meant if close else say("see deskwise catalogue")
    raise UnknownNameError(say("no metric is called %(name)s", name=repr(name)), do=do)
