"""The requests of a block's tickets, read off their plan: one, and one more for some reopenings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np  # noqa: TID253 - plans are columns of numbers

from deskwise.sample.block import Block
from deskwise.sample.first_cycles import ROUNDS
from deskwise.sample.span import FIRST, NEVER, WINDOW, Flags, Ints, happened, nothing, only
from deskwise.sample.staff import teams_of
from deskwise.sample.truth_waits import Waits, waits_of
from deskwise.sample.words import AGENT, CATEGORIES, PHONE

# A ticket has at most this many requests: request k of ticket t has the key KEYS * t + k.
KEYS = 3
_INSTANT_BITS = 46


@dataclass(frozen=True)
class Requests:
    """A column for each possible request; what is none, or of a removed ticket, is not in `counted`.

    `acts`: pairs of a request and an agent who did something a customer could see.
    """

    counted: Flags
    merged: Flags
    raised_at: Ints
    first_resolved_at: Ints
    resolved_at: Ints
    first_resolver: Ints
    resolver: Ints
    reopened: Flags
    recontacted: Flags
    handled: Flags
    human_before: Flags
    acts: tuple[Ints, Ints]
    touches: Ints
    handoffs: Ints
    transfers: Ints
    pending: Ints
    on_hold: Ints
    worked: Ints
    has_work: Flags
    waits: Waits


@dataclass(frozen=True)
class _Cycles:
    """What a request is made of, for each of a ticket's three cycles."""

    start: list[Ints]
    solved: list[Ints]
    holder: list[Ints]
    begins: list[Flags]
    key: list[Ints]


def requests_of(block: Block) -> Requests:
    """Every request, with what the figures need of it."""
    size = block.tickets.size
    cycles = _cycles(block)
    removed = np.repeat(happened(block.first.removed_at), KEYS)
    merged = np.zeros(size * KEYS, dtype=np.bool_)
    merged[cycles.key[0]] = happened(block.first.merged_at)
    raised, first_resolved, resolved = (nothing(size * KEYS) for _ in range(3))
    first_resolver, resolver = (np.full(size * KEYS, -1, dtype=np.int64) for _ in range(2))
    reopened, recontacted = (np.zeros(size * KEYS, dtype=np.bool_) for _ in range(2))
    for number in range(KEYS):
        there = np.flatnonzero(happened(cycles.start[number]))
        key, solved, holder = (
            cycles.key[number][there],
            cycles.solved[number][there],
            cycles.holder[number][there],
        )
        fresh = cycles.begins[number][there]
        raised[key[fresh]] = cycles.start[number][there][fresh]
        first_time = happened(solved) & (first_resolved[key] == NEVER)
        first_resolved[key[first_time]] = solved[first_time]
        first_resolver[key[first_time]] = holder[first_time]
        resolved[key] = only(happened(solved), solved)
        resolver[key] = np.where(happened(solved), holder, -1)
        reopened[key[~fresh]] = True
        if number + 1 < KEYS:
            after = cycles.start[number + 1][there]
            back = happened(after) & ~cycles.begins[number + 1][there] & (after - solved <= WINDOW)
            recontacted[key[first_time & back]] = True
    recontacted |= _came_back_anew(block, first_resolved)
    human, acts = _acts(block, cycles)
    worked, has_work = _work(block, cycles)
    pending, on_hold = _states(block, cycles)
    touches = _sum(size, [(key, count) for key, count in _touches(block, cycles)])
    handoffs, transfers = _handovers(block, cycles)
    before = np.ones(size * KEYS, dtype=np.bool_)
    first = block.first
    replied = (first.reply_at[:, 0] != NEVER) | (first.callback_at != NEVER)
    before[cycles.key[0]] = replied | (first.solved_by == AGENT)
    return Requests(
        counted=(raised != NEVER) & ~removed,
        merged=merged,
        raised_at=raised,
        first_resolved_at=first_resolved,
        resolved_at=resolved,
        first_resolver=first_resolver,
        resolver=resolver,
        reopened=reopened,
        recontacted=recontacted,
        handled=human & ~merged,
        human_before=before,
        acts=acts,
        touches=touches,
        handoffs=handoffs,
        transfers=transfers,
        pending=pending,
        on_hold=on_hold,
        worked=worked,
        has_work=has_work,
        waits=waits_of(block, cycles.key),
    )


def categories_known(block: Block) -> Ints:
    """What each ticket is about, as far as it is known at the log's end."""
    tickets = block.tickets
    return np.where(happened(block.first.changed_at), tickets.category, tickets.category_at_first)


def _cycles(block: Block) -> _Cycles:
    size = block.tickets.size
    start, solved, holder = [block.tickets.opened_at], [block.first.solved_at], [block.first.holder]
    begins = [np.ones(size, dtype=np.bool_)]
    for later in block.later:
        for columns, values in ((start, later.start_at), (solved, later.solved_at), (holder, later.holder)):
            column = nothing(size)
            column[later.rows] = values
            columns.append(column)
        fresh = np.zeros(size, dtype=np.bool_)
        fresh[later.rows] = later.begins & happened(later.start_at)
        begins.append(fresh)
    key = [np.arange(size, dtype=np.int64) * KEYS]
    for number in range(1, KEYS):
        key.append(key[-1] + begins[number])
    return _Cycles(start, solved, holder, begins, key)


def _came_back_anew(block: Block, first_resolved: Ints) -> Flags:
    """Requests after whose first resolution the customer came with a new ticket of the same category."""
    tickets = block.tickets
    kinds = len(CATEGORIES) + 1
    group = tickets.customer * kinds + categories_known(block) + 1
    counts = (tickets.customer >= 0) & ~happened(block.first.removed_at)
    opened = np.sort((group[counts] << _INSTANT_BITS) + (tickets.opened_at[counts] - FIRST))
    there = (first_resolved != NEVER) & np.repeat(tickets.customer >= 0, KEYS)
    groups = np.repeat(group, KEYS)[there] << _INSTANT_BITS
    after = np.searchsorted(opened, groups + (first_resolved[there] - FIRST), side="right")
    until = np.searchsorted(opened, groups + (first_resolved[there] - FIRST) + WINDOW, side="right")
    came = np.zeros(len(first_resolved), dtype=np.bool_)
    came[there] = until > after
    return came


def _sum(size: int, parts: list[tuple[Ints, Ints]]) -> Ints:
    total = np.zeros(size * KEYS, dtype=np.int64)
    for key, amount in parts:
        np.add.at(total, key, amount)
    return total


def _acts(block: Block, cycles: _Cycles) -> tuple[Flags, tuple[Ints, Ints]]:
    """Where a person acted, and the pairs of request and agent."""
    first = block.first
    parts: list[tuple[Ints, Ints, Ints]] = [
        (cycles.key[0], first.reply_at[:, number], first.reply_by[:, number]) for number in range(ROUNDS)
    ]
    parts.append((cycles.key[0], first.callback_at, block.tickets.agent))
    parts.append((cycles.key[0], only(first.solved_by == AGENT, first.solved_at), first.holder))
    for number, later in enumerate(block.later, start=1):
        key = cycles.key[number][later.rows]
        parts += [
            (key, later.reply_at[:, turn], later.reply_by[:, turn]) for turn in range(later.reply_at.shape[1])
        ]
        parts.append((key, later.solved_at, later.holder))
    key = np.concatenate([key[happened(at)] for key, at, _ in parts])
    agent = np.concatenate([agent[happened(at)] for _, at, agent in parts])
    human = np.zeros(block.tickets.size * KEYS, dtype=np.bool_)
    human[key] = True
    pairs = np.unique(key << 32 | agent)
    return human, (pairs >> 32, pairs & 0xFFFF_FFFF)


def _touches(block: Block, cycles: _Cycles) -> list[tuple[Ints, Ints]]:
    """Messages of people; picking up counts on the phone, where it is the conversation, and not in a chat."""
    first, tickets = block.first, block.tickets
    one = happened(first.reply_at).astype(np.int64)
    one[:, 0] *= ~tickets.live | (tickets.channel == PHONE)
    mine = one.sum(axis=1) + happened(first.chat_at) + happened(first.callback_at)
    found = [(cycles.key[0], mine)]
    for number, later in enumerate(block.later, start=1):
        found.append((cycles.key[number][later.rows], happened(later.reply_at).sum(axis=1).astype(np.int64)))
    return found


def _handovers(block: Block, cycles: _Cycles) -> tuple[Ints, Ints]:
    """Changes of holder between agents, and of team."""
    first, size = block.first, block.tickets.size
    up = happened(first.escalated_at).astype(np.int64) + happened(first.again_at)
    hands = happened(first.handed_at).astype(np.int64) + happened(first.taken_at) + happened(first.again_at)
    handoffs, transfers = [(cycles.key[0], hands)], [(cycles.key[0], up)]
    for number, later in enumerate(block.later, start=1):
        before = cycles.holder[number - 1][later.rows]
        given = happened(later.assigned_at) & (before >= 0) & (before != later.assigned_to)
        key = cycles.key[number][later.rows]
        handoffs.append((key, given.astype(np.int64)))
        moved = given & (teams_of(before) != teams_of(later.assigned_to))
        transfers.append((key, moved.astype(np.int64)))
    return _sum(size, handoffs), _sum(size, transfers)


def _states(block: Block, cycles: _Cycles) -> tuple[Ints, Ints]:
    """How long each request was pending, and on hold: exact for those that are resolved."""
    first, tickets, size = block.first, block.tickets, block.tickets.size
    parts = []
    for number in range(ROUNDS):
        follows = (
            first.tail_at
            if number == ROUNDS - 1
            else np.minimum(first.customer_at[:, number + 1], first.tail_at)
        )
        waits = happened(follows) & happened(first.reply_at[:, number]) & ~tickets.live
        parts.append((cycles.key[0], np.where(waits, follows - first.reply_at[:, number], 0)))
    for number, later in enumerate(block.later, start=1):
        waits = happened(later.customer_at[:, 1])
        length = np.where(waits, later.customer_at[:, 1] - later.reply_at[:, 0], 0)
        parts.append((cycles.key[number][later.rows], length))
    held = happened(first.held_at) & happened(first.reply_at[:, 0])
    on_hold = [(cycles.key[0], np.where(held, first.reply_at[:, 0] - first.held_at, 0))]
    return _sum(size, parts), _sum(size, on_hold)


def _work(block: Block, cycles: _Cycles) -> tuple[Ints, Flags]:
    """Seconds of work on each request, and where there is any."""
    after, size = block.after, block.tickets.size
    parts = [
        (cycles.key[0], happened(after.worked_at), after.worked_seconds),
        (cycles.key[0], happened(after.researched_at), after.researched_seconds),
    ]
    for number, (later, (at, seconds)) in enumerate(zip(block.later, block.reworked, strict=True), start=1):
        parts.append((cycles.key[number][later.rows], happened(at), seconds))
    total = _sum(size, [(key, np.where(there, seconds, 0)) for key, there, seconds in parts])
    pieces = _sum(size, [(key, there.astype(np.int64)) for key, there, _ in parts])
    return total, pieces > 0
