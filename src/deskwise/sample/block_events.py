"""All events of a block, in order, as columns of codes."""

from __future__ import annotations

import numpy as np  # noqa: TID253 - plans are columns of numbers

from deskwise.sample.block import Block
from deskwise.sample.event_rows import EventRows, Rows
from deskwise.sample.side_events import add_aftermath, add_company, add_customers, problem_numbers
from deskwise.sample.ticket_events import TicketEvents


def block_events(block: Block) -> Rows:
    """The events of a block by ticket and instant, those without a ticket first.

    Beside the columns of `EventRows`: `number`, the ticket's in the whole company, and the customer's
    `organisation`.
    """
    rows = EventRows()
    TicketEvents(block, rows).tell()
    add_aftermath(block, rows)
    add_customers(block, rows)
    if block.block == 0:
        add_company(block, rows)
    told = rows.in_order()
    numbers = np.empty(block.tickets.size, dtype=np.int64)
    numbers[block.order] = block.number
    numbers = np.concatenate([numbers, problem_numbers(block.shape.tickets, block.problems)])
    told["number"] = numbers[told["ticket"]]
    known = told["customer"] >= 0
    customer = np.where(known, told["customer"] - block.customers.first, 0)
    told["organisation"] = np.where(known, block.customers.organisation[customer], -1)
    return told
