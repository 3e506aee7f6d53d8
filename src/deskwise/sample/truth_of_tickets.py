"""The figures of what hangs on tickets: ratings, complaints, promises, sales, work, articles, links."""

from __future__ import annotations

import numpy as np  # noqa: TID253 - plans are columns of numbers

from deskwise.sample.aftermath import EFFORT, GOOD_BAD, ONE_TO_FIVE, SOLVED
from deskwise.sample.block import Block
from deskwise.sample.first_cycles import ROUNDS
from deskwise.sample.span import DAY, FIRST, NEVER, SECOND, Flags, Ints, happened
from deskwise.sample.tally import WHOLE, Tally
from deskwise.sample.words import SCALES

_CREDITED_WITHIN = 14 * DAY
_INSTANT_BITS = 46


def last_ratings(block: Block) -> tuple[Ints, Ints, Flags]:
    """The last score on its first scale, when it was given, and whether there is one."""
    after = block.after
    again = happened(after.again_at)
    at = np.where(again, after.again_at, after.rated_at)
    return np.where(again, after.again_score, after.rated_score), at, happened(after.rated_at)


def bad_ratings(block: Block) -> Flags:
    """Tickets whose first request has a bad last rating on some scale."""
    score, _, there = last_ratings(block)
    scale, after = block.after.rated_scale, block.after
    bad = np.where(scale == ONE_TO_FIVE, score <= 2, (scale != EFFORT) & (score == 0))
    unsolved: Flags = happened(after.also_at) & (after.also_score == 0)
    return (there & bad) | unsolved


def tell_ratings(block: Block, kept: Flags, tally: Tally) -> None:
    """Customers' scores, and how many of those who were asked gave one."""
    after, first = block.after, block.first
    score, at, there = last_ratings(block)
    there &= kept
    scale = after.rated_scale
    whose = first.holder.copy()
    for later in block.later:
        rows = later.rows
        solved_before = happened(later.solved_at) & (later.solved_at <= at[rows]) & ~after.rated_names[rows]
        whose[rows] = np.where(solved_before, later.holder, whose[rows])
    satisfied = np.where(scale == ONE_TO_FIVE, score >= 4, score == 1)
    tally.mean("csat", satisfied, there & ((scale == ONE_TO_FIVE) | (scale == GOOD_BAD)), at=at, agent=whose)
    tally.mean("customer_rating", score, there & (scale == ONE_TO_FIVE), at=at, agent=whose)
    tally.mean("ces", score, there & (scale == EFFORT), at=at)
    tally.mean("fcr_by_survey", score, there & (scale == SOLVED), at=at)
    tally.mean("fcr_by_survey", after.also_score, kept & happened(after.also_at), at=after.also_at)
    answered = happened(after.rated_at).astype(np.int64)
    tally.mean("survey_response_rate", answered, kept & happened(after.survey_at), at=after.survey_at)
    people = block.customers
    asked, answers = people.asked_at.ravel(), people.answered_at.ravel()
    tally.mean("survey_response_rate", happened(answers).astype(np.int64), happened(asked), at=asked)
    answer = people.answer.ravel()
    balance = 100 * ((answer >= 9).astype(np.int64) - (answer <= 6))
    tally.mean("nps", balance, happened(answers), at=answers)
    reviewed = kept & happened(after.reviewed_at)
    tally.mean("quality_score", after.review, reviewed, at=after.reviewed_at, agent=first.holder)


def tell_complaints(block: Block, kept: Flags, tally: Tally) -> None:
    """Complaints that nobody ruled to be none, about whom they name, else about whoever held the ticket."""
    after, first = block.after, block.first
    at = after.complaint_at
    holder = np.where(first.assigned_at <= at, block.tickets.agent, -1)
    for since, to in (
        (first.handed_at, first.handed_to),
        (first.taken_at, first.escalated_to),
        (first.again_at, first.again_to),
    ):
        holder = np.where(since <= at, to, holder)
    for later in block.later:
        moved = later.assigned_at <= at[later.rows]
        holder[later.rows] = np.where(moved, later.assigned_to, holder[later.rows])
    about = np.where(after.complaint_names, after.complaint_about, holder)
    stands = kept & happened(at) & ~happened(after.complaint_ruled_at)
    tally.count("complaints", stands, at=at, agent=about)


def tell_promises(block: Block, kept: Flags, tally: Tally) -> None:
    """Promises that are due, and what was done after each: the next message on the ticket."""
    after, first = block.after, block.first
    to_agents = after.promised_form >= 2
    for number, (at, due) in enumerate(
        ((after.promised_at, after.promised_due), (after.promised_again_at, after.promised_again_due)),
        start=1,
    ):
        act = np.minimum(first.reply_at[:, number], first.solved_at)
        seen = np.minimum(act, first.customer_at[:, number])
        note = np.where(first.note_at > at, first.note_at, NEVER)
        act = np.where(to_agents, np.minimum(seen, note), act)
        judged = kept & happened(at) & happened(due)
        if number == 1:
            judged &= ~(happened(after.promised_again_at) & (after.promised_again_at < due))
        tally.mean("promises_kept", act <= due, judged, at=due)


def tell_sales(block: Block, kept: Flags, tally: Tally) -> None:
    """Sales and refunds within fourteen days after the latest reply that their customer got on any ticket."""
    after, tickets = block.after, block.tickets
    reply_key, reply_by = _replies(block, kept)
    francs = block.customers.pays_in_francs[np.maximum(tickets.customer, 0)] == 1
    for at, filed, metric in (
        (after.sale_at, after.sale_filed, "sales_after_contact"),
        (after.refund_at, np.zeros(tickets.size, dtype=np.bool_), "refunds"),
    ):
        sold = happened(at) & (tickets.customer >= 0) & (kept | ~filed)
        key = (tickets.customer << _INSTANT_BITS) + np.where(sold, at - FIRST, 0)
        place = np.searchsorted(reply_key, key, side="left") - 1
        latest = reply_key[np.maximum(place, 0)]
        credited = (
            sold
            & (place >= 0)
            & (latest >> _INSTANT_BITS == tickets.customer)
            & (key - latest <= _CREDITED_WITHIN)
        )
        agent = reply_by[np.maximum(place, 0)]
        sign = 1 if metric == "sales_after_contact" else -1
        if metric == "sales_after_contact":
            tally.count(metric, credited, at=at, agent=agent)
        for currency, mine in (("EUR", ~francs), ("CHF", francs)):
            name = f"sales_revenue {'gross' if sign > 0 else 'refunds'} {currency}"
            tally.count(name, credited & mine, at=at, agent=agent, amounts=sign * after.sale_value, unit=100)


def _replies(block: Block, kept: Flags) -> tuple[Ints, Ints]:
    """All replies that count, sorted by customer and instant, and who wrote them."""
    first, tickets = block.first, block.tickets
    parts = [(first.reply_at[:, n], first.reply_by[:, n], np.arange(tickets.size)) for n in range(ROUNDS)]
    parts.append((first.chat_at, first.reply_by[:, 0], np.arange(tickets.size)))
    parts.append((first.callback_at, tickets.agent, np.arange(tickets.size)))
    for later in block.later:
        turns = range(later.reply_at.shape[1])
        parts += [(later.reply_at[:, turn], later.reply_by[:, turn], later.rows) for turn in turns]
    keys, agents = [], []
    for at, by, rows in parts:
        there = happened(at) & kept[rows] & (tickets.customer[rows] >= 0)
        keys.append((tickets.customer[rows[there]] << _INSTANT_BITS) + (at[there] - FIRST))
        agents.append(by[there])
    key = np.concatenate(keys)
    order = np.argsort(key, kind="stable")
    return key[order], np.concatenate(agents)[order]


def tell_work(block: Block, kept: Flags, tally: Tally) -> None:
    """Seconds of work by task; on tickets, of those that were not removed."""
    after = block.after
    parts = [
        (after.worked_at, after.worked_seconds, after.worked_task, kept),
        (after.researched_at, after.researched_seconds, np.full(len(kept), SCALES.index("research")), kept),
    ]
    for later, (at, seconds) in zip(block.later, block.reworked, strict=True):
        parts.append((at, seconds, np.full(len(at), SCALES.index("rework")), kept[later.rows]))
    for at, seconds, task, counts in parts:
        there = happened(at) & counts
        for code in np.unique(task):
            mine = there & (task == code)
            tally.counts.add("time_by_task")
            tally.put(("time_by_task", "task", SCALES[code]), int(seconds[mine].sum()))


def tell_articles_and_links(block: Block, kept: Flags, tally: Tally) -> set[int]:
    """Links to problems: how many, and how long until the problem was solved."""
    after, problems = block.after, block.problems
    linked = kept & happened(after.linked_at)
    tally.put(("incidents_per_problem", WHOLE, WHOLE), int(linked.sum()))
    solved = problems.solved_at[after.linked_to]
    in_time = linked & happened(solved) & (after.linked_at <= solved)
    length = np.where(in_time, solved - after.linked_at, 0)
    tally.mean("problem_resolution_time", length, in_time, at=solved, unit=SECOND)
    acts = np.concatenate(
        [problems.assigned_at[:, None], problems.note_at, problems.solved_at[:, None]], axis=1
    )
    later_acts = np.where(
        acts[after.linked_to] >= after.linked_at[:, None], acts[after.linked_to], NEVER
    ).min(axis=1)
    responded = linked & (solved >= after.linked_at) & happened(later_acts)
    length = np.where(responded, later_acts - after.linked_at, 0)
    tally.mean("problem_response_time", length, responded, at=later_acts, unit=SECOND)
    return set(np.unique(after.linked_to[linked]).tolist())
