"""The plan of tickets, told as events."""

from __future__ import annotations

import numpy as np  # noqa: TID253 - plans are columns of numbers

from deskwise.sample.block import Block
from deskwise.sample.event_rows import (
    ACKNOWLEDGED,
    AUTOMATON,
    FIRST_CUSTOMER,
    GREETER,
    INTO,
    REASON,
    REVIEWER,
    RULING,
    EventRows,
)
from deskwise.sample.first_cycles import ASSIGNED_ONLY, ROUNDS
from deskwise.sample.reopenings import MISTAKE, ROUNDS_AFTER, LaterCycles
from deskwise.sample.span import DAY, NEVER, Ints, only
from deskwise.sample.staff import teams_of
from deskwise.sample.ticket_openings import FROM_AGENT, FROM_CUSTOMER
from deskwise.sample.words import AGENT, BOT, CHAT, CUSTOMER, EMAIL, PHONE, REASONS, RULINGS, STATUSES, SYSTEM

OPEN, PENDING, ON_HOLD, CLOSED = (STATUSES.index(name) for name in ("open", "pending", "on_hold", "closed"))
SOLVED = STATUSES.index("solved")
_CLOSES_AFTER = 10 * DAY


class TicketEvents:
    """Adds the events of a block's tickets to a collection."""

    def __init__(self, block: Block, rows: EventRows) -> None:
        self.block, self.rows = block, rows
        self.tickets, self.first = block.tickets, block.first
        customer = self.tickets.customer
        self.writer = np.where(customer < 0, -1, FIRST_CUSTOMER + block.customers.first + customer)
        self.thread = block.order

    def tell(self) -> None:
        """All that happens in the tickets' conversations."""
        self._opening()
        self._moves()
        self._first_conversation()
        self._first_end()
        for cycles in self.block.later:
            self._reopening(cycles)
        self._closing()

    def _customer(self, at: Ints, rows: Ints | None = None, **columns: Ints | int) -> Ints:
        """A customer's message; `rows` are its tickets, all if missing."""
        here = slice(None) if rows is None else rows
        channel = columns.pop("channel", self.tickets.channel[here])
        return self.rows.add(
            "message",
            at,
            ticket=self.thread[here],
            actor=self.writer[here],
            role=CUSTOMER,
            channel=channel,
            **columns,
        )

    def _agent(
        self, kind: str, at: Ints, agent: Ints, rows: Ints | None = None, **columns: Ints | int
    ) -> Ints:
        """Something an agent does."""
        here = slice(None) if rows is None else rows
        return self.rows.add(
            kind, at, ticket=self.thread[here], actor=agent, role=AGENT, team=teams_of(agent), **columns
        )

    def _system(self, kind: str, at: Ints, rows: Ints | None = None, **columns: Ints | int) -> Ints:
        here = slice(None) if rows is None else rows
        return self.rows.add(kind, at, ticket=self.thread[here], actor=AUTOMATON, role=SYSTEM, **columns)

    def _given(self, at: Ints, to: Ints, rows: Ints | None = None, by: Ints | None = None) -> None:
        """An assignment, by the machine or by an agent."""
        here = slice(None) if rows is None else rows
        actor = np.full(len(at), AUTOMATON) if by is None else by
        self.rows.add(
            "assigned",
            at,
            ticket=self.thread[here],
            actor=actor,
            role=SYSTEM if by is None else AGENT,
            agent=to,
            team=teams_of(to),
        )

    def _opening(self) -> None:
        tickets, first = self.tickets, self.first
        by_agent, by_customer = tickets.origin == FROM_AGENT, tickets.origin == FROM_CUSTOMER
        self.rows.add(
            "opened",
            tickets.opened_at,
            ticket=self.thread,
            actor=np.select([by_agent, by_customer], [tickets.agent, self.writer], AUTOMATON),
            role=np.select([by_agent, by_customer], [AGENT, CUSTOMER], SYSTEM),
            customer=np.where(tickets.customer < 0, -1, self.block.customers.first + tickets.customer),
            channel=tickets.channel,
            type=tickets.type,
            category=tickets.category_at_first,
            priority=tickets.priority,
            product=tickets.product,
        )
        self.rows.add(
            "message", first.bot_at, ticket=self.thread, actor=GREETER, role=BOT, channel=tickets.channel
        )
        self._system("abandoned", first.abandoned_at)

    def _moves(self) -> None:
        """Who holds the ticket, and what it is taken for."""
        tickets, first = self.tickets, self.first
        self._given(first.assigned_at, tickets.agent)
        recategorised = tickets.category != tickets.category_at_first
        # Every other ticket of mail stays new until somebody says otherwise.
        self._system("status", only(~tickets.live & (self.thread % 2 == 1), first.assigned_at), status=OPEN)
        self._agent(
            "changed",
            first.changed_at,
            tickets.agent,
            category=np.where(recategorised, tickets.category, -1),
            priority=tickets.raised_priority,
        )
        self._given(first.handed_at, first.handed_to, by=tickets.agent)
        reason = self.thread % len(REASONS)
        signal = first.escalation_form != ASSIGNED_ONLY
        team = teams_of(first.escalated_to)
        self.rows.add(
            "escalated",
            only(signal, first.escalated_at),
            ticket=self.thread,
            actor=first.escalated_from,
            role=AGENT,
            team=team,
            form=REASON,
            x=reason,
        )
        self._given(first.taken_at, first.escalated_to, by=first.escalated_from)
        self._given(first.again_at, first.again_to, by=first.escalated_to)
        self.rows.add(
            "escalated",
            first.again_at,
            ticket=self.thread,
            actor=first.escalated_to,
            role=AGENT,
            team=teams_of(first.again_to),
            form=REASON,
            x=(reason + 1) % len(REASONS),
        )
        self._system("status", first.held_at, status=ON_HOLD)

    def _first_conversation(self) -> None:
        tickets, first = self.tickets, self.first
        live, by_phone = tickets.live, tickets.channel == PHONE
        self._customer(first.nudge_at)
        self._agent("note", first.note_at, first.reply_by[:, 0])
        for number in range(ROUNDS):
            writes, answers, by = (
                first.customer_at[:, number],
                first.reply_at[:, number],
                first.reply_by[:, number],
            )
            asks = only((number > 0) | (tickets.origin != FROM_CUSTOMER), writes)
            self._customer(asks, channel=np.where(by_phone, EMAIL, tickets.channel))
            if number:
                self._system("status", only(~live, writes), status=OPEN)
            picked_up = live & (number == 0)
            self._agent("answered", only(picked_up, answers), by)
            channel = np.where(by_phone, EMAIL, tickets.channel)
            self._agent("message", only(~picked_up, answers), by, channel=channel)
            # Whatever the customer has still to say, we wait for it.
            follows = (
                first.tail_at
                if number == ROUNDS - 1
                else np.minimum(first.customer_at[:, number + 1], first.tail_at)
            )
            waits = (follows != NEVER) & (answers != NEVER) & ~live
            self._system("status", only(waits, answers), status=PENDING)
            if number == 0:
                self._system("status", only(~waits & (first.held_at != NEVER), answers), status=OPEN)
        self._agent("message", first.chat_at, first.reply_by[:, 0], channel=tickets.channel)
        self._agent("message", first.callback_at, tickets.agent, channel=PHONE)
        self._customer(first.thanks_before_at, form=ACKNOWLEDGED)
        self._customer(first.tail_at)
        self._system("status", first.tail_at, status=OPEN)

    def _first_end(self) -> None:
        first, after = self.first, self.block.after
        actor = np.select(
            [first.solved_by == AGENT, first.solved_by == BOT], [first.holder, GREETER], AUTOMATON
        )
        self.rows.add(
            "status",
            first.solved_at,
            ticket=self.thread,
            actor=actor,
            role=first.solved_by,
            team=np.where(first.solved_by == AGENT, teams_of(first.holder), -1),
            status=first.solved_as,
        )
        marked = np.where(after.thanks_marked, ACKNOWLEDGED, 0)
        self._customer(after.thanks_at, form=marked)
        self.rows.add(
            "merged",
            first.merged_at,
            ticket=self.thread,
            actor=self.tickets.agent,
            role=AGENT,
            team=teams_of(self.tickets.agent),
            form=INTO,
            x=self._merge_targets(),
        )
        self._system("removed", first.removed_at)

    def _merge_targets(self) -> Ints:
        """The customer's ticket before this one; the block's last one, where there is none."""
        tickets = self.tickets
        order = np.lexsort((self.block.order, tickets.customer))
        before = np.full(tickets.size, -1, dtype=np.int64)
        same = tickets.customer[order][1:] == tickets.customer[order][:-1]
        before[order[1:][same]] = order[:-1][same]
        other = np.where(before >= 0, before, int(np.argmax(self.block.order)))
        return self.block.number[other]

    def _reopening(self, cycles: LaterCycles) -> None:
        tickets, rows = self.tickets, cycles.rows
        mail = np.where(tickets.channel[rows] == CHAT, CHAT, EMAIL)
        message = self._customer(
            cycles.message_at,
            rows=rows,
            channel=mail,
            form=np.where(cycles.acknowledged, ACKNOWLEDGED, 0),
        )
        mistake = cycles.why == MISTAKE
        reopened = self.rows.add(
            "status",
            cycles.start_at,
            ticket=self.thread[rows],
            actor=np.where(mistake, cycles.holder, AUTOMATON),
            role=np.where(mistake, AGENT, SYSTEM),
            status=OPEN,
        )
        self._given(cycles.assigned_at, cycles.assigned_to, rows=rows)
        self._agent("note", cycles.note_at, cycles.holder, rows=rows)
        for number in range(ROUNDS_AFTER):
            writes, answers = cycles.customer_at[:, number], cycles.reply_at[:, number]
            self._customer(writes, rows=rows, channel=mail)
            self._system("status", writes, rows=rows, status=OPEN)
            self._agent("message", answers, cycles.reply_by[:, number], rows=rows, channel=mail)
            if number + 1 < ROUNDS_AFTER:
                waits = (cycles.customer_at[:, number + 1] != NEVER) & (answers != NEVER)
                self._system("status", only(waits, answers), rows=rows, status=PENDING)
        self._agent("status", cycles.solved_at, cycles.holder, rows=rows, status=SOLVED)
        for at, target, ruling in (
            (cycles.ruled_thanks_at, message, RULINGS.index("acknowledgement")),
            (cycles.ruled_new_at, reopened, RULINGS.index("new_issue")),
        ):
            self.rows.add(
                "ruled",
                at,
                ticket=self.thread[rows],
                actor=REVIEWER,
                role=AGENT,
                form=RULING,
                x=target,
                y=ruling,
            )

    def _closing(self) -> None:
        """A quarter of what stays solved for ten days is closed for good."""
        size = self.tickets.size
        starts = []
        for cycles in self.block.later:
            start = np.full(size, NEVER, dtype=np.int64)
            start[cycles.rows] = cycles.start_at
            starts.append(start)
        chosen = (self.thread % 4 == 0) & (self.first.removed_at == NEVER)
        ends = (self.first.solved_at, *self._ends())
        for solved, next_start in zip(ends, (*starts, np.full(size, NEVER, dtype=np.int64)), strict=True):
            at = solved + _CLOSES_AFTER
            self._system("status", only(chosen & (solved != NEVER) & (at < next_start), at), status=CLOSED)

    def _ends(self) -> list[Ints]:
        ends = []
        for cycles in self.block.later:
            end = np.full(self.tickets.size, NEVER, dtype=np.int64)
            end[cycles.rows] = cycles.solved_at
            ends.append(end)
        return ends
