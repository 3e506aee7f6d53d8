"""A ticket from its opening to its first resolution: a plan with an instant for all that will happen."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np  # noqa: TID253 - plans are columns of numbers

from deskwise.sample.calendar_load import later_in_team
from deskwise.sample.draws import Draws
from deskwise.sample.planted import Planted
from deskwise.sample.span import DAY, HOUR, MINUTE, NEVER, SECOND, Flags, Ints, only
from deskwise.sample.staff import (
    ENGINEERING,
    SPECIALISTS,
    SUPPORT,
    another_of_the_team,
    draw_agents,
    paced,
    teams_of,
)
from deskwise.sample.ticket_openings import (
    ABANDONED,
    BOT_SOLVED,
    DELETED,
    FROM_AGENT,
    FROM_CUSTOMER,
    FROM_SYSTEM,
    MERGED,
    SPAM,
    STUCK,
    Openings,
)
from deskwise.sample.words import AGENT, BOT, CHAT, EMAIL, PHONE, STATUSES, SYSTEM

ROUNDS = 4
SIGNAL_THEN_ASSIGNED, SIGNAL_THEN_ASSIGNED_LATE, ASSIGNED_ONLY = range(3)
_M, _H, _D = 60, 3_600, 86_400
_ASSIGNING = (10, 300, 900, 2_700, 2 * _H)
_FIRST_REPLY = (4 * _M, 20 * _M, 45 * _M, 80 * _M, 2 * _H, 3 * _H, 5 * _H, 8 * _H, 20 * _H)
_NEXT_REPLY = (3 * _M, 15 * _M, 40 * _M, 90 * _M, 3 * _H, 6 * _H, 16 * _H)
_CUSTOMER_REPLY = (35 * _M, 2 * _H, 8 * _H, 22 * _H, 3 * _D)
_CHAT_REPLY = (20, 60, 150, 600)
_PICK_UP = (3, 9, 14, 19, 28, 60, 180)
_SOLVING = (2 * _M, 20 * _M, _H, 4 * _H, 12 * _H, 24 * _H)
_CALL = (2 * _M, 4 * _M, 7 * _M, 12 * _M, 30 * _M)


@dataclass(frozen=True)
class FirstCycles:
    """A column for each ticket; what does not happen is at NEVER, agents are -1 where there is none.

    `customer_at`, `reply_at` and `reply_by` have a column for each round: a customer's message that opens a
    wait, and what ends it (of a live contact the first ends when it is picked up). `escalated_at` and
    `again_at` are escalations, the first from `escalated_from`; `holder` holds the ticket at its resolution.
    """

    assigned_at: Ints
    changed_at: Ints
    handed_at: Ints
    handed_to: Ints
    escalated_at: Ints
    escalated_from: Ints
    escalated_to: Ints
    escalation_form: Ints
    taken_at: Ints
    again_at: Ints
    again_to: Ints
    held_at: Ints
    customer_at: Ints
    reply_at: Ints
    reply_by: Ints
    chat_at: Ints
    bot_at: Ints
    nudge_at: Ints
    note_at: Ints
    thanks_before_at: Ints
    tail_at: Ints
    abandoned_at: Ints
    callback_at: Ints
    solved_at: Ints
    solved_by: Ints
    solved_as: Ints
    merged_at: Ints
    removed_at: Ints
    holder: Ints


def plan_first_cycles(draws: Draws, tickets: Openings, planted: Planted, crews: int) -> FirstCycles:
    """The whole plan of each ticket's first cycle."""
    size = tickets.size
    opened, fate, live = tickets.opened_at, tickets.fate, tickets.live
    mail = ~live
    assigned = _assigned(draws, tickets)
    first_agent = tickets.agent
    abandoned = only(fate == ABANDONED, opened + draws.lasting("gives up", size, (6, 15, 40, 90, 300)))
    calls_back = (fate == ABANDONED) & draws.chance("calls back", size, 0.65)
    back = later_in_team(tickets.team, abandoned, draws.lasting("back", size, (300, 3_600, 5 * _H)))
    assigned = np.where(calls_back, back, assigned)

    usual = tickets.helped & (tickets.origin == FROM_CUSTOMER)
    hands = usual & mail & draws.chance("handed", size, 0.07)
    handing = draws.lasting("handing", size, (5 * _M, _H, 4 * _H))
    handed = only(hands, later_in_team(tickets.team, assigned, handing))
    holder = np.where(hands, another_of_the_team(first_agent), first_agent)

    escalates = usual & (
        draws.uniform("escalated", size)
        < planted.escalation(opened, tickets.product, tickets.category, tickets.team)
    )
    before_reply = escalates & mail & draws.chance("before the reply", size, 0.4)
    from_holder = holder
    target = np.where(
        (tickets.team == SUPPORT) & draws.chance("to specialists", size, 0.75), SPECIALISTS, ENGINEERING
    ).astype(np.int64)
    specialist = draw_agents(draws, "escalated to", target, crews)
    form = draws.pick("form", size, (6, 2, 2))
    taking = np.select([form == 0, form == 1], [20 * SECOND, 5 * MINUTE], 0)

    pause = np.where(hands, handed, assigned)
    early = later_in_team(tickets.team, pause, draws.lasting("escalating", size, (10 * _M, _H, 6 * _H)))
    again = escalates & (target == SPECIALISTS) & draws.chance("again", size, 0.12)
    engineer = draw_agents(draws, "again to", np.full(size, ENGINEERING, dtype=np.int64), crews)
    again_after = draws.lasting("again after", size, (30 * _M, 2 * _H, 4 * _H))
    again_early = later_in_team(target, early + taking, again_after)

    first_by = np.where(before_reply, np.where(again, engineer, specialist), holder)
    ready = np.where(before_reply, np.where(again, again_early, early + taking), pause)
    wait = paced(draws.lasting("first reply", size, _FIRST_REPLY), first_by)
    wait = planted.first_reply(wait, opened, tickets.team)
    first_reply = np.where(live, assigned, later_in_team(teams_of(first_by), ready, wait))
    late = first_reply + draws.lasting("escalating late", size, (30, 300, 1_200))
    again_late = later_in_team(target, late + taking, again_after)

    escalated = only(escalates, np.where(before_reply, early, late))
    taken = only(escalates, escalated + taking)
    again_at = only(again, np.where(before_reply, again_early, again_late))
    last_holder = np.where(escalates, np.where(again, engineer, specialist), holder)

    rounds = _rounds(draws, tickets, escalates & ~before_reply)
    customer, reply, by = _conversation(
        draws, tickets, rounds, first_reply, first_by, last_holder, np.where(before_reply, NEVER, again_at)
    )
    first = reply[:, 0]
    last = np.where(
        rounds > 0, np.take_along_axis(reply, np.maximum(rounds - 1, 0)[:, None], 1)[:, 0], assigned
    )
    tail = only(
        usual & mail & (rounds > 0) & (fate != STUCK) & draws.chance("tail", size, 0.02),
        last + draws.lasting("tails", size, _CUSTOMER_REPLY),
    )
    callback = only(calls_back, assigned + draws.lasting("callback", size, (120, 300, 600)))
    chat = only(
        usual & live & (tickets.channel == CHAT) & draws.chance("says hello", size, 0.6),
        first + draws.lasting("chats", size, (12, 30, 80)),
    )
    solved, solved_by = _solved(draws, tickets, last, tail, callback, calls_back, last_holder, rounds, chat)
    gap = solved - last
    quiet = usual & mail & (solved != NEVER) & (gap > 2 * HOUR) & (tail == NEVER) & (rounds > 0)
    thanks_before = only(quiet & draws.chance("thanks before", size, 0.12), last + gap // 2)
    nobody = (fate == SPAM) | (fate == BOT_SOLVED) | ((fate == ABANDONED) & ~calls_back)
    changes = (tickets.category_at_first != tickets.category) | (tickets.raised_priority >= 0)
    long_wait = usual & mail & (first - opened > 20 * HOUR)
    holds = before_reply & (first - taken > 10 * MINUTE) & draws.chance("held", size, 0.6) & ~again
    notes = tickets.helped & draws.chance("note", size, 0.16)
    note = np.where(rounds > 0, first - (first - pause) // 3, assigned + 5 * SECOND)
    return FirstCycles(
        assigned_at=only(~nobody, assigned),
        changed_at=only(~nobody & changes, assigned + draws.lasting("changing", size, (2, 20))),
        handed_at=handed,
        handed_to=np.where(hands, holder, -1),
        escalated_at=escalated,
        escalated_from=np.where(escalates, from_holder, -1),
        escalated_to=np.where(escalates, specialist, -1),
        escalation_form=form,
        taken_at=taken,
        again_at=again_at,
        again_to=np.where(again, engineer, -1),
        held_at=only(holds, taken + 5 * MINUTE),
        customer_at=customer,
        reply_at=reply,
        reply_by=by,
        chat_at=chat,
        bot_at=only(tickets.greeted, opened + 2 * SECOND),
        nudge_at=only(long_wait & draws.chance("nudge", size, 0.25), opened + (first - opened) // 2),
        note_at=only(notes, np.where(live, first + SECOND, note)),
        thanks_before_at=thanks_before,
        tail_at=tail,
        abandoned_at=abandoned,
        callback_at=callback,
        solved_at=solved,
        solved_by=solved_by,
        solved_as=np.where(draws.chance("closed at once", size, 0.03), *_solved_or_closed()),
        merged_at=_merged(draws, tickets, assigned, last, rounds),
        removed_at=_removed(draws, tickets, solved),
        holder=np.where(nobody, -1, last_holder),
    )


def _solved_or_closed() -> tuple[int, int]:
    return STATUSES.index("closed"), STATUSES.index("solved")


def _assigned(draws: Draws, tickets: Openings) -> Ints:
    """Live contacts are taken when picked up, an agent's own ticket at once, mail when it is sorted."""
    sorting = draws.lasting("assigning", tickets.size, _ASSIGNING)
    by_mail = later_in_team(tickets.team, tickets.opened_at, sorting)
    picked_up = tickets.opened_at + draws.lasting("picks up", tickets.size, _PICK_UP)
    return np.select([tickets.live, tickets.origin == FROM_AGENT], [picked_up, tickets.opened_at], by_mail)


def _rounds(draws: Draws, tickets: Openings, needs_two: Flags) -> Ints:
    """How many of the customer's turns are answered."""
    size = tickets.size
    mail = 1 + draws.pick("rounds", size, (64, 24, 9, 3))
    talk = 1 + draws.pick("rounds of talk", size, (85, 11, 3, 1))
    rounds = np.where(tickets.channel == EMAIL, mail, talk)
    rounds = np.where(needs_two, np.maximum(rounds, 2), rounds)
    writes_back = draws.chance("writes back", size, 0.5)
    rounds = np.where((tickets.origin == FROM_AGENT) & ~writes_back, 0, rounds)
    replied = draws.chance("replied before the merge", size, 0.5)
    rounds = np.where(tickets.fate == MERGED, replied.astype(np.int64), rounds)
    never = (tickets.origin == FROM_SYSTEM) | np.isin(tickets.fate, (SPAM, BOT_SOLVED, ABANDONED))
    return np.where(never, 0, rounds)


def _conversation(
    draws: Draws,
    tickets: Openings,
    rounds: Ints,
    first_reply: Ints,
    first_by: Ints,
    later_by: Ints,
    not_before: Ints,
) -> tuple[Ints, Ints, Ints]:
    """The customer's turns and their answers; the second answer waits for a late second escalation."""
    size = tickets.size
    customer = np.full((size, ROUNDS), NEVER, dtype=np.int64)
    reply = customer.copy()
    by = np.full((size, ROUNDS), -1, dtype=np.int64)
    proactive = tickets.origin == FROM_AGENT
    to_agent = tickets.opened_at + draws.lasting("answers", size, _CUSTOMER_REPLY)
    writes = np.where(proactive, to_agent, tickets.opened_at)
    quick = (tickets.channel == CHAT) & (later_by == first_by)
    for number in range(ROUNDS):
        there = rounds > number
        agent = first_by if number == 0 else later_by
        if number:
            slow = draws.lasting(f"customer {number}", size, _CUSTOMER_REPLY)
            fast = draws.lasting(f"chatting customer {number}", size, _CHAT_REPLY) + 90 * SECOND
            writes = reply[:, number - 1] + np.where(quick, fast, slow)
        takes = paced(draws.lasting(f"reply {number}", size, _NEXT_REPLY), agent)
        begins = (
            np.where(not_before == NEVER, writes, np.maximum(writes, not_before)) if number == 1 else writes
        )
        answers = later_in_team(teams_of(agent), begins, takes)
        answers = np.where(
            quick, writes + draws.lasting(f"chatting agent {number}", size, _CHAT_REPLY), answers
        )
        if number == 0:
            answers = np.where(proactive, later_in_team(teams_of(agent), to_agent, takes), first_reply)
        customer[:, number] = only(there, writes)
        reply[:, number] = only(there, answers)
        by[:, number] = np.where(there, agent, -1)
    # A question that nobody answered: it is there all the same.
    unanswered = (rounds == 0) & (tickets.origin == FROM_CUSTOMER)
    customer[:, 0] = np.where(unanswered, tickets.opened_at, customer[:, 0])
    return customer, reply, by


def _solved(
    draws: Draws,
    tickets: Openings,
    last: Ints,
    tail: Ints,
    callback: Ints,
    calls_back: Flags,
    holder: Ints,
    rounds: Ints,
    chat: Ints,
) -> tuple[Ints, Ints]:
    """When the ticket is resolved, and by which role."""
    size = tickets.size
    team = teams_of(holder)
    takes = draws.lasting("solving", size, _SOLVING)
    with_reply = draws.chance("with the reply", size, 0.34)
    by_mail = np.where(with_reply, last, later_in_team(team, last, takes))
    in_talk = np.where(chat == NEVER, last, np.where(rounds > 1, last, chat)) + draws.lasting(
        "talk", size, _CALL
    )
    silent = (tickets.origin == FROM_AGENT) & (rounds == 0)
    long = 3 * DAY + draws.lasting("silence", size, (0, 2 * _D))
    solved = np.where(tickets.live, in_talk, by_mail)
    solved = np.where(tail != NEVER, later_in_team(team, tail, takes), solved)
    solved = np.where(silent, later_in_team(team, tickets.opened_at + long, takes), solved)
    solved = np.where(
        tickets.origin == FROM_SYSTEM,
        later_in_team(team, last, draws.lasting("alarm", size, (600, 6 * _H))),
        solved,
    )
    by_bot = tickets.opened_at + draws.lasting("bot", size, (90, 240, 600))
    given_up = np.where(calls_back, callback + 3 * MINUTE, tickets.opened_at + DAY)
    solved = np.where(tickets.fate == BOT_SOLVED, by_bot, solved)
    solved = np.where(tickets.fate == ABANDONED, given_up, solved)
    never = np.isin(tickets.fate, (SPAM, MERGED, STUCK))
    automatic = draws.chance("automatic", size, 0.06) & (tickets.channel != PHONE)
    role = np.where(automatic, SYSTEM, AGENT)
    role = np.where(tickets.fate == BOT_SOLVED, BOT, role)
    role = np.where((tickets.fate == ABANDONED) & ~calls_back, SYSTEM, role)
    return only(~never, solved), role


def _merged(draws: Draws, tickets: Openings, assigned: Ints, last: Ints, rounds: Ints) -> Ints:
    after = draws.lasting("merging", tickets.size, (5 * _M, _H, 5 * _H))
    from_here = np.where(rounds > 0, last, assigned)
    return only(tickets.fate == MERGED, later_in_team(tickets.team, from_here, after))


def _removed(draws: Draws, tickets: Openings, solved: Ints) -> Ints:
    after = draws.lasting("removing", tickets.size, (10 * _M, 5 * _H))
    spam = later_in_team(tickets.team, tickets.opened_at, after)
    gone = only(tickets.fate == DELETED, solved + DAY)
    return np.where(tickets.fate == SPAM, spam, gone)


def joined_cycles(one: FirstCycles, two: FirstCycles) -> FirstCycles:
    """The plans of both."""
    columns = {
        field.name: np.concatenate([getattr(one, field.name), getattr(two, field.name)])
        for field in fields(FirstCycles)
    }
    return FirstCycles(**columns)
