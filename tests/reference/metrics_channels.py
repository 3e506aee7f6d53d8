"""The metric of changed channels: which requests came by more than one, and from which to which."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from .cases import ANY, Answer, Metric, Question, Row
from .forms import share_of
from .metrics_requests import resolved

if TYPE_CHECKING:
    from .world import World


def channel_switches(world: World, question: Question) -> list[Row]:
    rows = []
    for request, _, row in resolved(world):
        named = [step.event.channel for step in request.steps if step.customer_message]
        named = [channel for channel in named if channel is not None]
        row.good = len(set(named)) > 1
        rows.append(row)
        if not question.sliced_by("from_channel", "to_channel"):
            continue
        for before, after in pairwise(named):
            if before != after:
                own = {**row.dims, "from_channel": before, "to_channel": after}
                rows.append(replace(row, dims=own, part="switch"))
        # The others only stand below the line.
        row.dims = {**row.dims, "from_channel": ANY, "to_channel": ANY}
        row.ruled = row.resting = False
    return rows


def switched_share(rows: list[Row], stat: str, question: Question, world: World) -> Answer:
    every = {row.key for row in rows if row.part == "case"}
    if question.sliced_by("from_channel", "to_channel"):
        return share_of(len({row.key for row in rows if row.part == "switch"}), len(every))
    return share_of(sum(row.good for row in rows), len(rows))


CHANNEL_METRICS = (
    Metric("channel_switch_rate", "share", channel_switches, population="requests", aggregate=switched_share),
)
