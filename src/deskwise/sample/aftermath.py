"""What a ticket brings beside its conversation: surveys, complaints, promises, sales, work, links ..."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np  # noqa: TID253 - plans are columns of numbers

from deskwise.sample.draws import Draws
from deskwise.sample.first_cycles import FirstCycles
from deskwise.sample.planted import Planted
from deskwise.sample.problems import Problems
from deskwise.sample.reopenings import MISTAKE, NOT_SOLVED, THANKS, LaterCycles
from deskwise.sample.span import DAY, FIRST, LAST, MINUTE, NEVER, SECOND, Flags, Ints, happened, only
from deskwise.sample.ticket_openings import DELETED, FROM_CUSTOMER, STUCK, USUAL, Openings
from deskwise.sample.words import AGENT, CHAT, EMAIL, PHONE, PRODUCTS, SCALES

_M, _H, _D = 60, 3_600, 86_400
ONE_TO_FIVE, GOOD_BAD, SOLVED, EFFORT = (
    SCALES.index(name) for name in ("1-5", "good_bad", "solved", "ces_1-7")
)
REPLY, CALL, RESEARCH, REWORK = (SCALES.index(name) for name in ("reply", "call", "research", "rework"))
_FIVE_GOOD, _FIVE_BAD = (3, 4, 10, 33, 50), (24, 22, 24, 20, 10)
_SEVEN_GOOD, _SEVEN_BAD = (2, 3, 6, 10, 19, 34, 26), (16, 18, 20, 18, 14, 9, 5)


@dataclass(frozen=True)
class Aftermath:
    """A column for each ticket; NEVER is what does not happen. Money is in hundredths, work in seconds."""

    thanks_at: Ints
    thanks_marked: Flags
    survey_at: Ints
    rated_at: Ints
    rated_scale: Ints
    rated_score: Ints
    rated_names: Flags
    also_at: Ints
    also_score: Ints
    again_at: Ints
    again_score: Ints
    complaint_at: Ints
    complaint_about: Ints
    complaint_names: Flags
    complaint_ruled_at: Ints
    promised_at: Ints
    promised_due: Ints
    promised_form: Ints
    promised_again_at: Ints
    promised_again_due: Ints
    sale_at: Ints
    sale_value: Ints
    sale_kind: Ints
    sale_filed: Flags
    refund_at: Ints
    worked_at: Ints
    worked_seconds: Ints
    worked_task: Ints
    researched_at: Ints
    researched_seconds: Ints
    reviewed_at: Ints
    review: Ints
    article_at: Ints
    article: Ints
    article_solved: Flags
    linked_at: Ints
    linked_to: Ints


def plan_aftermath(
    draws: Draws,
    tickets: Openings,
    first: FirstCycles,
    second: LaterCycles,
    planted: Planted,
    problems: Problems,
) -> Aftermath:
    """All of it, for every ticket of a block."""
    size = tickets.size
    reply, by = first.reply_at[:, 0], first.reply_by[:, 0]
    helped = tickets.helped & (reply != NEVER)
    solved = only((tickets.fate == USUAL) | (tickets.fate == DELETED), first.solved_at)
    why = np.full(size, -1, dtype=np.int64)
    why[second.rows] = second.why
    ruled_new = np.zeros(size, dtype=np.bool_)
    ruled_new[second.rows] = second.ruled_new_at != NEVER

    thanked = helped & (solved != NEVER) & (why != THANKS) & (why != MISTAKE)
    thanked &= draws.chance("thanks", size, 0.2)
    complains = helped & (tickets.fate == USUAL) & (draws.uniform("complaint", size) < planted.complaint(by))
    complaint = only(complains, reply + draws.lasting("complains after", size, (30 * _M, _D, 4 * _D)))
    article = helped & draws.chance("article", size, 0.12)
    survey, rated, scale, score, also, also_score, again, again_score = _ratings(
        draws, tickets, first, only(~ruled_new & (first.solved_by == AGENT), solved), why == NOT_SOLVED
    )
    promised, due, form, later, later_due = _promises(draws, tickets, first)
    sale, value, kind, filed, refund = _sales(draws, tickets, first, helped)
    task = np.where(tickets.channel == PHONE, CALL, REPLY)
    reviewed = (solved != NEVER) & helped & (first.holder >= 0) & draws.chance("review", size, 0.04)
    linked, problem = _links(draws, tickets, first, problems)
    return Aftermath(
        thanks_at=only(thanked, solved + draws.lasting("thanks after", size, (2 * _M, 8 * _M, 30 * _M))),
        thanks_marked=draws.chance("marked", size, 0.6),
        survey_at=survey,
        rated_at=rated,
        rated_scale=scale,
        rated_score=score,
        rated_names=draws.chance("names", size, 0.15),
        also_at=also,
        also_score=also_score,
        again_at=again,
        again_score=again_score,
        complaint_at=complaint,
        complaint_about=np.where(complains, by, -1),
        complaint_names=draws.chance("complains by name", size, 0.7),
        complaint_ruled_at=only(complains & draws.chance("no complaint", size, 0.04), complaint + DAY),
        promised_at=promised,
        promised_due=due,
        promised_form=form,
        promised_again_at=later,
        promised_again_due=later_due,
        sale_at=sale,
        sale_value=value,
        sale_kind=kind,
        sale_filed=filed,
        refund_at=refund,
        worked_at=only(helped & draws.chance("works", size, 0.45), reply + MINUTE),
        worked_seconds=draws.lasting("work", size, (60, 180, 300, 480, 900, 2_400)) // SECOND,
        worked_task=task,
        researched_at=only(
            helped & (solved != NEVER) & draws.chance("researches", size, 0.12), solved + MINUTE
        ),
        researched_seconds=draws.lasting("research", size, (120, 600, 1_800, 5_400)) // SECOND,
        reviewed_at=only(reviewed, solved + draws.lasting("reviews after", size, (_D, 5 * _D))),
        review=50 + draws.below("review score", size, 26) + draws.below("review score too", size, 26),
        article_at=only(article, reply),
        article=draws.below("which article", size, 60),
        article_solved=draws.chance("article solved", size, 0.6),
        linked_at=linked,
        linked_to=problem,
    )


def _ratings(
    draws: Draws, tickets: Openings, first: FirstCycles, solved: Ints, came_back: Flags
) -> tuple[Ints, Ints, Ints, Ints, Ints, Ints, Ints, Ints]:
    """Asked in a day, answered in five, corrected in seven: always in the ticket's first request."""
    size = tickets.size
    survey = only(
        (solved != NEVER) & draws.chance("survey", size, 0.36),
        solved + draws.lasting("survey after", size, (_H, 3 * _H, 20 * _H)),
    )
    answers = (survey != NEVER) & draws.chance("answers", size, 0.45)
    rated = only(answers, survey + draws.lasting("answers after", size, (_M, 2 * _H, 20 * _H, 4 * _D)))
    kind = draws.uniform("scale", size)
    mail = np.where(kind < 0.62, ONE_TO_FIVE, GOOD_BAD)
    talk = np.where(kind < 0.5, SOLVED, EFFORT)
    chat = np.where(kind < 0.3, ONE_TO_FIVE, GOOD_BAD)
    scale = np.select([tickets.channel == PHONE, tickets.channel == CHAT], [talk, chat], mail)
    happy = draws.uniform("happy", size) >= np.select(
        [came_back, first.escalated_at != NEVER, first.reply_at[:, 1] != NEVER], [0.5, 0.3, 0.18], 0.1
    )
    five = 1 + np.where(happy, draws.pick("five", size, _FIVE_GOOD), draws.pick("five not", size, _FIVE_BAD))
    seven = 1 + np.where(
        happy, draws.pick("seven", size, _SEVEN_GOOD), draws.pick("seven not", size, _SEVEN_BAD)
    )
    score = np.select([scale == ONE_TO_FIVE, scale == EFFORT], [five, seven], happy.astype(np.int64))
    also = only(answers & (tickets.channel == EMAIL) & draws.chance("also solved", size, 0.2), rated)
    also_happy = draws.chance("also happy", size, 0.72) & ~came_back
    again = only(answers & draws.chance("rates again", size, 0.05), rated + 10 * MINUTE)
    again = only(again != NEVER, again + draws.lasting("again after", size, (0, 20 * _H)))
    better = np.select([scale == ONE_TO_FIVE, scale == EFFORT], [4, 6], 1)
    return survey, rated, scale, score, also, also_happy.astype(np.int64), again, better


def _promises(draws: Draws, tickets: Openings, first: FirstCycles) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Made with the first answer, and renewed with the second by some."""
    size = tickets.size
    two = tickets.helped & (tickets.origin == FROM_CUSTOMER) & (first.reply_at[:, 1] != NEVER)
    promises = two & draws.chance("promise", size, 0.16)
    at = np.where(first.chat_at != NEVER, first.chat_at, first.reply_at[:, 0])
    promised = only(promises, at)
    due = at + draws.lasting("due", size, (4 * _H, 12 * _H, _D, 2 * _D, 5 * _D))
    renews = promises & (first.reply_at[:, 2] != NEVER) & draws.chance("renews", size, 0.4)
    again = only(renews, first.reply_at[:, 1])
    again_due = again + draws.lasting("due again", size, (6 * _H, _D, 3 * _D))
    what = draws.chance("a fix", size, 0.35).astype(np.int64)
    to = draws.chance("to the agents", size, 0.25).astype(np.int64)
    return promised, due, what + 2 * to, again, only(renews, again_due)


def _sales(
    draws: Draws, tickets: Openings, first: FirstCycles, helped: Flags
) -> tuple[Ints, Ints, Ints, Flags, Ints]:
    size = tickets.size
    last = np.where(first.reply_at < NEVER, first.reply_at, 0).max(axis=1)
    buys = helped & (tickets.fate != STUCK) & (tickets.customer >= 0) & draws.chance("buys", size, 0.06)
    sale = only(buys, last + draws.lasting("buys after", size, (20 * _M, 20 * _H, 4 * _D, 10 * _D, 22 * _D)))
    # Whoever buys at any time, with or without somebody's help.
    by_chance = ~buys & (tickets.customer >= 0) & draws.chance("buys by chance", size, 0.03)
    sale = np.where(by_chance, FIRST + DAY + draws.below("some time", size, LAST - FIRST - DAY), sale)
    value = draws.lasting("value", size, (900, 2_900, 9_900, 24_900, 180_000)) // SECOND
    refund = only(
        (sale != NEVER) & draws.chance("refund", size, 0.07),
        sale + draws.lasting("refund after", size, (_H, 4 * _D, 12 * _D)),
    )
    filed = buys & draws.chance("filed", size, 0.3)
    return sale, value, draws.pick("what was bought", size, (20, 30, 20, 30)), filed, refund


def _links(draws: Draws, tickets: Openings, first: FirstCycles, problems: Problems) -> tuple[Ints, Ints]:
    """Tickets about a product that is down, or was until lately, are linked to the problem behind it."""
    size = tickets.size
    linked = np.full(size, NEVER, dtype=np.int64)
    to = np.full(size, -1, dtype=np.int64)
    mail = tickets.helped & (tickets.origin == FROM_CUSTOMER) & (tickets.channel == EMAIL)
    finds = mail & draws.chance("linked", size, 0.6)
    at = first.assigned_at + draws.lasting("links after", size, (5, 30))
    for product in range(len(PRODUCTS)):
        mine = np.flatnonzero((problems.product == product) & ~problems.planned)
        if not len(mine):
            continue
        begun = problems.opened_at[mine]
        place = np.searchsorted(begun, at, side="right") - 1
        recent = (place >= 0) & (at - begun[np.maximum(place, 0)] < 5 * DAY)
        hit = finds & (tickets.product == product) & recent & happened(at)
        linked = np.where(hit, at, linked)
        to = np.where(hit, mine[np.maximum(place, 0)], to)
    return linked, to


def work_after(draws: Draws, cycles: LaterCycles, size: int) -> tuple[Ints, Ints]:
    """The rework of reopened tickets: when, and how many seconds."""
    works = draws.chance("reworks", size, 0.7)[cycles.rows] & (cycles.why != MISTAKE)
    seconds = draws.lasting("rework", size, (120, 600, 1_200, 3_600))[cycles.rows] // SECOND
    return only(works & (cycles.solved_at != NEVER), cycles.solved_at + MINUTE), seconds
