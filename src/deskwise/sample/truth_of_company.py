"""The figures that no ticket has a part in: outages, stages of customers, the agents' other time."""

from __future__ import annotations

from deskwise.sample.block import Block
from deskwise.sample.side_events import staff_time
from deskwise.sample.span import END, LAST, MONTH_STARTS, MONTHS, SECOND, happened
from deskwise.sample.tally import Tally
from deskwise.sample.words import SCALES


def tell_company(block: Block, tally: Tally) -> None:
    """Add what is told once for the whole company."""
    problems = block.problems
    unplanned = [
        (int(began), min(int(ended), LAST))
        for began, ended, planned in zip(problems.began_at, problems.ended_at, problems.planned, strict=True)
        if not planned and began <= LAST
    ]
    for number, name in enumerate(MONTHS):
        start, end = MONTH_STARTS[number], min((*MONTH_STARTS, END)[number + 1], LAST)
        down = sum(max(0, min(ended, end) - max(began, start)) for began, ended in unplanned)
        tally.units["uptime"] = SECOND
        tally.put(("uptime", "month", name), end - start - down, (end - start) // SECOND)
    for at, _, task, seconds in staff_time(block):
        tally.counts.add("time_by_task")
        tally.put(("time_by_task", "task", SCALES[task]), int(seconds[happened(at)].sum()))
