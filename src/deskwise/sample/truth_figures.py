"""The figures of a block: of its requests and waits, and of what hangs on its tickets."""

from __future__ import annotations

import numpy as np  # noqa: TID253 - plans are columns of numbers

from deskwise.sample.block import Block
from deskwise.sample.span import LAST, NEVER, SECOND, WINDOW, happened
from deskwise.sample.tally import Tally
from deskwise.sample.ticket_openings import BOT_SOLVED, FROM_AGENT
from deskwise.sample.truth_of_tickets import (
    bad_ratings,
    tell_articles_and_links,
    tell_complaints,
    tell_promises,
    tell_ratings,
    tell_sales,
    tell_work,
)
from deskwise.sample.truth_requests import KEYS, Requests, categories_known, requests_of
from deskwise.sample.truth_waits import ANSWERED, DROPPED, OPEN
from deskwise.sample.words import CATEGORIES, PRODUCTS

SERVICE_LEVEL = 20 * SECOND


def tell_block(block: Block, tally: Tally) -> set[int]:
    """Add a block's figures; gives the problems that its tickets are linked to."""
    requests = requests_of(block)
    _flows(block, requests, tally)
    _escalations(block, requests, tally)
    _waits(requests, tally)
    _firsts(block, requests, tally)
    _service_desk(block, requests, tally)
    kept = ~happened(block.first.removed_at)
    tell_ratings(block, kept, tally)
    tell_complaints(block, kept, tally)
    tell_promises(block, kept, tally)
    tell_sales(block, kept, tally)
    tell_work(block, kept, tally)
    return tell_articles_and_links(block, kept, tally)


def _flows(block: Block, requests: Requests, tally: Tally) -> None:
    """How many came, were handled and resolved, and how long that took."""
    there, raised, resolved = requests.counted, requests.raised_at, requests.resolved_at
    done = there & (resolved != NEVER)
    tally.count("requests_received", there, at=raised)
    tally.count("requests_resolved", done, at=resolved, agent=requests.resolver)
    tally.count("requests_handled", there & requests.handled)
    tally.mean("resolution_rate", done, there, at=raised)
    tally.count("backlog", there & ~done & ~requests.merged)
    length = np.where(done, resolved - raised, 0)
    tally.mean("average_resolution_time", length, done, at=resolved, agent=requests.resolver, unit=SECOND)
    by_agent = np.zeros(len(there), dtype=np.int64)
    by_agent[::KEYS] = block.tickets.origin == FROM_AGENT
    tally.mean("proactive_share", by_agent, there, at=raised)
    key, agent = requests.acts
    fits = there[key] & requests.handled[key]
    for number in range(len(tally.agents)):
        tally.put(("requests_handled", "agent", tally.agents[number]), int((fits & (agent == number)).sum()))


def _escalations(block: Block, requests: Requests, tally: Tally) -> None:
    first, tickets = block.first, block.tickets
    raised = requests.raised_at
    handled = requests.counted & requests.handled
    escalated = np.zeros(len(raised), dtype=np.bool_)
    escalated[::KEYS] = happened(first.escalated_at)
    tally.count("requests_escalated", handled & escalated, at=raised)
    tally.mean("escalation_rate", escalated, handled, at=raised)
    # Of an agent: who held it before, and had already acted on it.
    acted = (first.reply_by[:, 0] == first.escalated_from) & (first.reply_at[:, 0] <= first.escalated_at)
    out = handled[::KEYS] & escalated[::KEYS] & acted
    for number in range(len(tally.agents)):
        mine = int((out & (first.escalated_from == number)).sum())
        tally.put(("requests_escalated", "agent", tally.agents[number]), mine)
    category = categories_known(block)
    for p, product in enumerate(PRODUCTS):
        for c, name in enumerate(CATEGORIES):
            mine = handled & np.repeat((tickets.product == p) & (category == c), KEYS)
            tally.put(
                ("escalation_rate", "product,category", f"{product},{name}"),
                int((mine & escalated).sum()),
                int(mine.sum()),
            )


def _waits(requests: Requests, tally: Tally) -> None:
    waits = requests.waits
    there = requests.counted[waits.key]
    answered = there & (waits.outcome == ANSWERED)
    length = np.where(answered, waits.to_at - waits.from_at, 0)
    first, later = answered & waits.is_first, answered & ~waits.is_first
    tally.mean("first_response_time", length, first, at=waits.to_at, agent=waits.agent, unit=SECOND)
    tally.mean("reply_time", length, later, at=waits.to_at, agent=waits.agent, unit=SECOND)
    total = np.zeros(len(requests.counted), dtype=np.int64)
    np.add.at(total, waits.key[answered], length[answered])
    tally.mean("reply_time_per_request", total, requests.counted, at=requests.raised_at, unit=SECOND)
    young = (waits.outcome == OPEN) & (LAST - waits.from_at <= SERVICE_LEVEL)
    judged = there & waits.is_first & (waits.outcome != DROPPED) & ~young
    tally.mean("service_level", answered & (length <= SERVICE_LEVEL), judged, at=waits.from_at)


def _firsts(block: Block, requests: Requests, tally: Tally) -> None:
    """What first resolutions led to."""
    first_at, who = requests.first_resolved_at, requests.first_resolver
    resolved = requests.counted & (first_at != NEVER)
    mature = resolved & (first_at + WINDOW <= LAST)
    tally.mean("reopen_rate", requests.reopened, resolved, at=first_at, agent=who)
    tally.mean("recontact_rate", requests.recontacted, mature, at=first_at, agent=who)
    good = ~requests.recontacted & ~np.repeat(bad_ratings(block), KEYS)
    good |= ~requests.recontacted & (np.arange(len(good)) % KEYS > 0)
    tally.mean("successful_resolution_rate", good, mature, at=first_at)
    waits = requests.waits
    before = waits.from_at < first_at[waits.key]
    contacts = np.bincount(waits.key[before], minlength=len(first_at))
    escalated = np.zeros(len(first_at), dtype=np.bool_)
    escalated[::KEYS] = happened(block.first.escalated_at)
    judged = mature & requests.human_before & (contacts > 0)
    at_once = (contacts == 1) & ~escalated & ~requests.recontacted
    tally.mean("first_contact_resolution", at_once, judged, at=first_at, agent=who)
    greeted = np.zeros(len(first_at), dtype=np.bool_)
    greeted[::KEYS] = happened(block.first.bot_at)
    alone = np.zeros(len(first_at), dtype=np.bool_)
    alone[::KEYS] = block.tickets.fate == BOT_SOLVED
    tally.mean("bot_resolution_rate", alone & ~requests.recontacted, greeted & mature, at=requests.raised_at)
    tally.mean("bot_handoff_rate", requests.handled, greeted & requests.counted, at=requests.raised_at)


def _service_desk(block: Block, requests: Requests, tally: Tally) -> None:
    """Of the requests that are resolved."""
    done, at = requests.counted & (requests.resolved_at != NEVER), requests.resolved_at
    tally.mean("touches", requests.touches, done, at=at)
    tally.mean("one_touch_rate", requests.touches == 1, done, at=at)
    tally.mean("handoffs", requests.handoffs, done, at=at)
    tally.mean("transfers", requests.transfers, done, at=at)
    tally.mean("agent_wait", requests.pending, done, at=at, unit=SECOND)
    tally.mean("on_hold_time", requests.on_hold, done, at=at, unit=SECOND)
    tally.mean("handle_time", requests.worked, done & requests.has_work, at=at)
    solved = np.zeros(len(done), dtype=np.bool_)
    solved[::KEYS] = happened(block.after.article_at) & block.after.article_solved
    tally.mean("known_fix_rate", solved, done, at=at)
    kept = ~happened(block.first.removed_at)
    picked_up = kept & block.tickets.live & happened(block.first.reply_at[:, 0])
    gave_up = kept & happened(block.first.abandoned_at)
    when = np.where(gave_up, block.first.abandoned_at, block.first.reply_at[:, 0])
    tally.mean("abandonment_rate", gave_up, picked_up | gave_up, at=when)
