"""What goes with tickets and customers, told as events: surveys, sales, work, stages, outages ..."""

from __future__ import annotations

from datetime import timedelta

import numpy as np  # noqa: TID253 - plans are columns of numbers

from deskwise.sample.block import Block
from deskwise.sample.draws import Draws
from deskwise.sample.event_rows import (
    ARTICLE,
    AUTOMATON,
    CAMPAIGN,
    FIRST_CUSTOMER,
    FOUND,
    PLANNED,
    PROMISE,
    REVIEWER,
    RULING,
    SALE,
    STAGE,
    SURVEY,
    TO_PROBLEM,
    EventRows,
)
from deskwise.sample.problems import NOTES, Problems
from deskwise.sample.span import END_DAY, FIRST_DAY, HOUR, LAST, Ints, midnight, only
from deskwise.sample.staff import ENGINEERING, PEOPLE, teams_of
from deskwise.sample.words import AGENT, CUSTOMER, EMAIL, PROBLEM, RULINGS, SCALES, STATUSES, SYSTEM

TEN, HUNDRED = SCALES.index("0-10"), SCALES.index("0-100")
EURO, FRANC = SCALES.index("EUR"), SCALES.index("CHF")
_STAFF_TASKS = tuple(SCALES.index(name) for name in ("available", "meeting", "training"))
_SOLVED_SCALE = SCALES.index("solved")
COMPANY = 0


def add_aftermath(block: Block, rows: EventRows) -> None:
    """Surveys, complaints, promises, sales, work, reviews, articles and links of a block's tickets."""
    tickets, first, after, thread = block.tickets, block.first, block.after, block.order
    buyer = np.where(tickets.customer < 0, -1, block.customers.first + tickets.customer)
    writer = np.where(buyer < 0, -1, FIRST_CUSTOMER + buyer)
    by = first.reply_by[:, 0]
    rows.add("survey_sent", after.survey_at, ticket=thread, actor=AUTOMATON, role=SYSTEM)
    rated = np.where(after.rated_names, first.holder, -1)
    for at, score, scale in (
        (after.rated_at, after.rated_score, after.rated_scale),
        (after.also_at, after.also_score, _SOLVED_SCALE),
        (after.again_at, after.again_score, after.rated_scale),
    ):
        rows.add(
            "rated",
            at,
            ticket=thread,
            actor=writer,
            role=CUSTOMER,
            agent=rated,
            value=100 * score,
            scale=scale,
        )
    about = np.where(after.complaint_names, after.complaint_about, -1)
    complaint = rows.add(
        "complaint", after.complaint_at, ticket=thread, actor=writer, role=CUSTOMER, agent=about
    )
    rows.add(
        "ruled",
        after.complaint_ruled_at,
        ticket=thread,
        actor=REVIEWER,
        role=AGENT,
        form=RULING,
        x=complaint,
        y=RULINGS.index("no_complaint"),
    )
    second = first.reply_by[:, 1]
    for at, due, actor in (
        (after.promised_at, after.promised_due, by),
        (after.promised_again_at, after.promised_again_due, second),
    ):
        rows.add(
            "promised",
            at,
            ticket=thread,
            actor=actor,
            role=AGENT,
            team=teams_of(actor),
            form=PROMISE,
            x=due,
            y=after.promised_form,
        )
    filed = np.where(after.sale_filed, thread, -1)
    currency = np.where(block.customers.pays_in_francs[np.maximum(tickets.customer, 0)] == 1, FRANC, EURO)
    for at, ticket, value in (
        (after.sale_at, filed, after.sale_value),
        (after.refund_at, -1, -after.sale_value),
    ):
        rows.add(
            "sale",
            at,
            ticket=ticket,
            actor=writer,
            role=CUSTOMER,
            customer=buyer,
            value=value,
            scale=currency,
            form=SALE,
            x=after.sale_kind,
        )
    for at, actor, seconds, task in (
        (after.worked_at, by, after.worked_seconds, after.worked_task),
        (after.researched_at, first.holder, after.researched_seconds, SCALES.index("research")),
    ):
        _work(rows, at, thread, actor, seconds, task)
    for cycles, (at, seconds) in zip(block.later, block.reworked, strict=True):
        _work(rows, at, thread[cycles.rows], cycles.holder, seconds, SCALES.index("rework"))
    rows.add(
        "reviewed",
        after.reviewed_at,
        ticket=thread,
        actor=REVIEWER,
        role=AGENT,
        agent=first.holder,
        value=100 * after.review,
        scale=HUNDRED,
    )
    rows.add(
        "article_used",
        after.article_at,
        ticket=thread,
        actor=by,
        role=AGENT,
        team=teams_of(by),
        form=ARTICLE,
        x=after.article,
        y=after.article_solved.astype(np.int64),
    )
    problem = problem_numbers(block.shape.tickets, block.problems)[after.linked_to]
    rows.add(
        "linked",
        after.linked_at,
        ticket=thread,
        actor=tickets.agent,
        role=AGENT,
        team=teams_of(tickets.agent),
        form=TO_PROBLEM,
        x=problem,
    )


def _work(
    rows: EventRows, at: Ints, thread: Ints | int, actor: Ints, seconds: Ints, task: Ints | int
) -> None:
    rows.add(
        "worked",
        at,
        ticket=thread,
        actor=actor,
        role=AGENT,
        team=teams_of(actor),
        value=100 * seconds,
        scale=task,
    )


def add_customers(block: Block, rows: EventRows) -> None:
    """Since when customers exist, how they moved on, what marketing sent and what they say of the company."""
    people = block.customers
    customer = people.first + np.arange(people.size)
    himself = FIRST_CUSTOMER + customer
    rows.add(
        "customer_known",
        people.known_at,
        actor=AUTOMATON,
        role=SYSTEM,
        customer=customer,
        form=FOUND,
        x=people.found_by,
    )
    for stage in range(people.stage_at.shape[1]):
        rows.add(
            "stage_changed",
            people.stage_at[:, stage],
            actor=AUTOMATON,
            role=SYSTEM,
            customer=customer,
            form=STAGE,
            x=stage,
        )
    for month in range(people.sent_at.shape[1]):
        for kind, at in (
            ("campaign_sent", people.sent_at),
            ("campaign_opened", people.read_at),
            ("campaign_clicked", people.clicked_at),
        ):
            sends = kind == "campaign_sent"
            rows.add(
                kind,
                at[:, month],
                actor=AUTOMATON if sends else himself,
                role=SYSTEM if sends else CUSTOMER,
                customer=customer,
                form=CAMPAIGN,
                x=month + 1,
            )
    for wave in range(people.asked_at.shape[1]):
        rows.add(
            "survey_sent",
            people.asked_at[:, wave],
            actor=AUTOMATON,
            role=SYSTEM,
            customer=customer,
            form=SURVEY,
            x=COMPANY,
        )
        rows.add(
            "rated",
            people.answered_at[:, wave],
            actor=himself,
            role=CUSTOMER,
            customer=customer,
            value=100 * people.answer[:, wave],
            scale=TEN,
            form=SURVEY,
            x=COMPANY,
        )


def problem_numbers(tickets: int, problems: Problems) -> Ints:
    """The tickets' numbers of the problems: after all others."""
    return tickets + 1 + np.arange(len(problems.product))


def add_company(block: Block, rows: EventRows) -> None:
    """What belongs to no customer: outages, problems, agents' other time, and the log's last event."""
    problems = block.problems
    for kind, at in (("outage_began", problems.began_at), ("outage_ended", problems.ended_at)):
        rows.add(
            kind,
            at,
            actor=AUTOMATON,
            role=SYSTEM,
            product=problems.product,
            form=np.where(problems.planned, PLANNED, 0),
        )
    thread = block.tickets.size + np.arange(len(problems.product))
    engineer = problems.engineer
    common: dict[str, Ints | int] = {
        "ticket": thread,
        "actor": engineer,
        "role": AGENT,
        "team": np.full(len(thread), ENGINEERING),
    }
    rows.add("opened", problems.opened_at, **common, channel=EMAIL, type=PROBLEM, product=problems.product)
    rows.add("assigned", problems.assigned_at, **common, agent=engineer)
    rows.add("status", problems.assigned_at, **common, status=STATUSES.index("open"))
    for number in range(NOTES):
        rows.add("note", problems.note_at[:, number], **common)
    rows.add("status", problems.solved_at, **common, status=STATUSES.index("solved"))
    for at, actor, task, seconds in staff_time(block):
        _work(rows, at, -1, actor, seconds, task)
    last = np.full(1, LAST, dtype=np.int64)
    rows.add("campaign_sent", last, actor=AUTOMATON, role=SYSTEM, customer=0, form=CAMPAIGN, x=25)


def staff_time(block: Block) -> list[tuple[Ints, Ints, int, Ints]]:
    """What every agent did beside tickets, week by week: instants, agents, the task and seconds."""
    draws = Draws(block.shape.seed, 0, "staff")
    agents = np.arange(block.shape.crews * PEOPLE, dtype=np.int64)
    fridays = [FIRST_DAY + timedelta(days=3 + 7 * week) for week in range((END_DAY - FIRST_DAY).days // 7)]
    found = []
    for week, friday in enumerate(fridays):
        at = midnight(friday) + 15 * HOUR + draws.below(f"when {week}", len(agents), HOUR)
        for task, (least, most, every) in zip(
            _STAFF_TASKS, ((60_000, 110_000, 1), (3_600, 9_000, 2), (7_200, 28_800, 8)), strict=True
        ):
            seconds = least + draws.below(f"seconds {week} {task}", len(agents), most - least)
            found.append((only((agents + week) % every == 0, at), agents, task, seconds))
    return found
