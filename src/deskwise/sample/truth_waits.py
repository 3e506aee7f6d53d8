"""The waits of a block's tickets, read off their plan."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np  # noqa: TID253 - plans are columns of numbers

from deskwise.sample.block import Block
from deskwise.sample.first_cycles import ROUNDS
from deskwise.sample.span import NEVER, Flags, Ints, happened
from deskwise.sample.ticket_openings import ABANDONED, BOT_SOLVED, MERGED

ANSWERED, UNANSWERED, GIVEN_UP, OPEN, DROPPED = range(5)


@dataclass(frozen=True)
class Waits:
    """A column for each wait: its request's key, begin, end (never, if open), how it ended, who answered."""

    key: Ints
    from_at: Ints
    to_at: Ints
    outcome: Ints
    agent: Ints
    is_first: Flags


def waits_of(block: Block, key_of: list[Ints]) -> Waits:
    """All waits; `key_of` has for each cycle (the first, and two later ones) each ticket's request."""
    parts: list[tuple[Ints, Ints, Ints, Ints, Ints]] = []

    def add(cycle: int, rows: Ints, begin: Ints, end: Ints, how: Ints | int, agent: Ints | int) -> None:
        there = happened(begin)
        open_still = there & ~happened(end)
        outcome = np.where(open_still, OPEN, how)
        by = np.where(outcome == ANSWERED, agent, -1)
        key = key_of[cycle][rows]
        parts.append(
            (key[there], begin[there], np.where(open_still, NEVER, end)[there], outcome[there], by[there])
        )

    tickets, first = block.tickets, block.first
    everything = np.arange(tickets.size)
    fate, replied = tickets.fate, first.reply_at[:, 0] != NEVER
    end = np.select(
        [replied, fate == BOT_SOLVED, fate == ABANDONED, fate == MERGED],
        [first.reply_at[:, 0], first.solved_at, first.abandoned_at, first.merged_at],
        NEVER,
    )
    how = np.select(
        [replied, fate == BOT_SOLVED, fate == ABANDONED, fate == MERGED],
        [ANSWERED, UNANSWERED, GIVEN_UP, DROPPED],
        OPEN,
    )
    add(0, everything, first.customer_at[:, 0], end, how, first.reply_by[:, 0])
    for number in range(1, ROUNDS):
        ends, by = first.reply_at[:, number], first.reply_by[:, number]
        add(0, everything, first.customer_at[:, number], ends, ANSWERED, by)
    add(0, everything, first.tail_at, first.solved_at, UNANSWERED, -1)
    for number, later in enumerate(block.later, start=1):
        replied = later.reply_at[:, 0] != NEVER
        end = np.where(replied, later.reply_at[:, 0], later.solved_at)
        how = np.where(replied, ANSWERED, UNANSWERED)
        add(number, later.rows, later.waits_from, end, how, later.reply_by[:, 0])
        add(number, later.rows, later.customer_at[:, 1], later.reply_at[:, 1], ANSWERED, later.reply_by[:, 1])
    key, begin, ends, outcome, agent = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    order = np.lexsort((begin, key))
    is_first = np.zeros(len(key), dtype=np.bool_)
    is_first[order] = np.diff(key[order], prepend=-1) != 0
    return Waits(key, begin, ends, outcome, agent, is_first)
