"""Outages of the company's products, and the problems behind them that engineering works on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np  # noqa: TID253 - plans are columns of numbers

from deskwise.sample.calendar_load import opening_hours
from deskwise.sample.draws import Draws
from deskwise.sample.span import DAY, FIRST, HOUR, MINUTE, NEVER, Flags, Ints, only
from deskwise.sample.staff import ENGINEERING, draw_agents
from deskwise.sample.words import PRODUCTS

# One after another, 26 days apart: outages never overlap, so their lengths add up.
OUTAGES = 27
_M, _H, _D = 60, 3_600, 86_400
NOTES = 4


@dataclass(frozen=True)
class Problems:
    """A column for each outage; those that are planned (maintenance) have no problem: `opened_at` is never.

    Ordered by time. `note_at` has a column for each of engineering's notes on the problem.
    """

    product: Ints
    began_at: Ints
    ended_at: Ints
    planned: Flags
    opened_at: Ints
    assigned_at: Ints
    engineer: Ints
    note_at: Ints
    solved_at: Ints


def draw_problems(draws: Draws, crews: int) -> Problems:
    """The company's outages and problems."""
    draws = draws.within("problems")
    number = np.arange(OUTAGES, dtype=np.int64)
    planned = draws.chance("planned", OUTAGES, 0.3)
    began = FIRST + (8 + 26 * number) * DAY + draws.below("began", OUTAGES, 20 * HOUR)
    length = draws.lasting("length", OUTAGES, (10 * _M, 40 * _M, 2 * _H, 9 * _H))
    hours = opening_hours(ENGINEERING)
    opened = hours.later(began, draws.lasting("noticed", OUTAGES, (5 * _M, 40 * _M)))
    assigned = opened + draws.lasting("taken", OUTAGES, (_M, 20 * _M))
    solved = hours.later(assigned, draws.lasting("solved", OUTAGES, (3 * _H, 10 * _H, 30 * _H)))
    notes = np.stack([assigned + (solved - assigned) * (n + 1) // (NOTES + 1) for n in range(NOTES)], axis=1)
    open_still = draws.chance("never solved", OUTAGES, 0.08)
    return Problems(
        product=draws.below("product", OUTAGES, len(PRODUCTS)),
        began_at=began,
        ended_at=began + length + MINUTE,
        planned=planned,
        opened_at=only(~planned, opened),
        assigned_at=only(~planned, assigned),
        engineer=draw_agents(draws, "engineer", np.full(OUTAGES, ENGINEERING, dtype=np.int64), crews),
        note_at=np.where(planned[:, None], NEVER, notes),
        solved_at=only(~planned & ~open_still, solved),
    )
