"""A block of the company: some customers, all their tickets, and everything that happens to them.

Blocks share no customer, so each can be made, written and counted by itself, in bounded memory.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np  # noqa: TID253 - plans are columns of numbers

from deskwise.sample.aftermath import Aftermath, plan_aftermath, work_after
from deskwise.sample.customers import (
    Customers,
    customers_for,
    draw_customers,
    first_contacts,
    organisations_in,
)
from deskwise.sample.draws import Draws
from deskwise.sample.first_cycles import FirstCycles, joined_cycles, plan_first_cycles
from deskwise.sample.planted import Planted
from deskwise.sample.problems import Problems, draw_problems
from deskwise.sample.reopenings import (
    LaterCycles,
    draw_returns,
    plan_reopenings,
    reopenable,
    reopenable_again,
)
from deskwise.sample.span import Ints
from deskwise.sample.staff import crews_for
from deskwise.sample.ticket_openings import Openings, draw_follow_ups, draw_new, joined

TICKETS_IN_A_BLOCK = 50_000
_RETURNING_SHARE = 25  # one ticket in so many is a customer coming back


@dataclass(frozen=True)
class Shape:
    """How a company of so many tickets is cut into blocks."""

    seed: int
    tickets: int
    placebo: bool

    @property
    def blocks(self) -> int:
        """How many blocks."""
        return -(-self.tickets // TICKETS_IN_A_BLOCK)

    @property
    def crews(self) -> int:
        """How many times the fourteen agents are there."""
        return crews_for(self.tickets)

    def tickets_of(self, block: int) -> int:
        """How many tickets a block has: as even as can be."""
        return self.tickets // self.blocks + (block < self.tickets % self.blocks)

    def customers_before(self, block: int) -> tuple[int, int]:
        """How many customers and organisations are in the blocks before this one."""
        sizes = [customers_for(self.tickets_of(number)) for number in range(block)]
        return sum(sizes), sum(organisations_in(size) for size in sizes)


@dataclass(frozen=True)
class Block:
    """The plan of a block. `order` ranks its tickets by opening, `number` is theirs in the whole company."""

    shape: Shape
    block: int
    customers: Customers
    tickets: Openings
    first: FirstCycles
    later: tuple[LaterCycles, LaterCycles]
    reworked: tuple[tuple[Ints, Ints], tuple[Ints, Ints]]
    after: Aftermath
    problems: Problems
    order: Ints
    number: Ints


def plan_block(shape: Shape, block: int) -> Block:
    """Everything that happens in a block, drawn from its own streams."""
    draws, planted = Draws(shape.seed, block), Planted(shape.placebo)
    problems = draw_problems(Draws(shape.seed, 0), shape.crews)
    size = shape.tickets_of(block)
    first_customer, first_organisation = shape.customers_before(block)
    people = customers_for(size)
    customers = draw_customers(draws.within("customers"), first_customer, first_organisation, people)
    tickets, first = _tickets(draws, size, people, planted, shape.crews)
    once = plan_reopenings(
        draws.within("reopened"), tickets, reopenable(tickets, first), planted, shape.crews
    )
    twice_draws = draws.within("reopened twice")
    twice = plan_reopenings(twice_draws, tickets, reopenable_again(once), planted, shape.crews)
    order = np.empty(size, dtype=np.int64)
    order[np.argsort(tickets.opened_at, kind="stable")] = np.arange(size)
    earliest = first_contacts(customers, tickets.customer, tickets.opened_at)
    return Block(
        shape=shape,
        block=block,
        customers=replace(customers, known_at=np.minimum(customers.known_at, earliest)),
        tickets=tickets,
        first=first,
        later=(once, twice),
        reworked=(
            work_after(draws.within("rework"), once, size),
            work_after(draws.within("rework twice"), twice, size),
        ),
        after=plan_aftermath(draws.within("after"), tickets, first, once, planted, problems),
        problems=problems,
        order=order,
        number=1 + block + order * shape.blocks,
    )


def _tickets(
    draws: Draws, size: int, people: int, planted: Planted, crews: int
) -> tuple[Openings, FirstCycles]:
    """New tickets first, then those by which some of their customers come back."""
    wanted = size // _RETURNING_SHARE
    new = draw_new(draws.within("new"), size - wanted, people, crews)
    cycles = plan_first_cycles(draws.within("new"), new, planted, crews)
    if not wanted:
        return new, cycles
    rows, opened = draw_returns(draws.within("new"), new, cycles, wanted)
    back = draws.within("back")
    again = draw_follow_ups(back, opened, new.customer[rows], new.category[rows], new.product[rows], crews)
    return joined(new, again), joined_cycles(cycles, plan_first_cycles(back, again, planted, crews))
