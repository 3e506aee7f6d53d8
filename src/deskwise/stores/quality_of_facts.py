"""Checks of what the fold made of the data: durations, openings that are missing, acts of nobody."""

from __future__ import annotations

from deskwise.stores.judged_rows import MOST_EXAMPLES, Found, JudgedRows, Place
from deskwise.stores.quality_of_refusals import EARLY_RESOLUTIONS

YEAR = 365 * 86_400_000_000
LEAST_DURATIONS = 20
ANSWERED = "outcome = 'answered'"
RESOLVED = "resolved_at is not null"


def resolutions_before_reply(judged: JudgedRows) -> list[Found]:
    """Tickets resolved before anybody replied: those refused, and those that count."""
    run = judged.connection.execute
    run(f"create or replace temp table early as {EARLY_RESOLUTIONS}")
    refused = judged.rows(f"select source, ticket, first_at from early order by 1, 2 limit {MOST_EXAMPLES}")
    examples = [Place(None, None, None, source, ticket, at) for source, ticket, at in refused]
    count = judged.count("select count(*) from early")
    counted, resolved = 0, "select source, ticket from early"
    if judged.has_facts:
        _find_replied_later(judged)
        counted = judged.count("select count(*) from replied_later")
        examples += judged.fact_examples("replied_later", "acted_at")
        run("drop table replied_later")
        resolved += (
            f" union select source, ticket from {judged.fact('requests')} where first_resolved_at is not null"
        )
    total = judged.count(f"select count(*) from ({resolved})") if count + counted else 0
    run("drop table early")
    return [Found(count + counted, total, counted, tuple(examples))] if total else []


def _find_replied_later(judged: JudgedRows) -> None:
    """Tickets that nobody replied to before their resolution, and somebody after it without being asked.

    A reply after a reopening, or after a further word of the customer, comes after the resolution rightly.
    """
    run = judged.connection.execute
    run(
        f"""create or replace temp table resolved_at_once as
        select source, ticket, request, first_resolved_at from {judged.fact("requests")}
        where first_resolved_at is not null and not human_act_before_first_resolution
            and reopenings = 0 and messages_after_resolution = 0"""
    )
    run(
        f"""create or replace temp table replied_later as
        select r.source, r.ticket, min(a.acted_at) as acted_at
        from (from {judged.every("acts")} where act <> 'resolution') a
        join resolved_at_once r on a.source = r.source and a.ticket = r.ticket and a.request = r.request
        where a.acted_at > r.first_resolved_at group by r.source, r.ticket"""
    )
    run("drop table resolved_at_once")


def long_durations(judged: JudgedRows) -> list[Found]:
    """Replies and resolutions that took longer than a year."""
    return [
        *_durations(judged, "replies", "waits", ANSWERED, "ended_at"),
        *_durations(judged, "resolutions", "requests", RESOLVED, "resolved_at"),
    ]


def _durations(judged: JudgedRows, subject: str, fact: str, ended: str, at: str) -> list[Found]:
    of = f"{judged.fact(fact)} where {ended}"
    total, count = judged.row(f"select count(*), count(*) filter (elapsed_microseconds > {YEAR}) from {of}")
    if not count:
        return []
    examples = judged.fact_examples(f"{of} and elapsed_microseconds > {YEAR}", at)
    return [Found(count, total, count, examples, subject)]


def equal_durations(judged: JudgedRows) -> list[Found]:
    """First replies and resolutions that all took exactly as long."""
    found = []
    for subject, fact, ended, at in (
        ("first replies", "waits", f"{ANSWERED} and wait = 1", "ended_at"),
        ("resolutions", "requests", RESOLVED, "resolved_at"),
    ):
        of = f"{judged.fact(fact)} where {ended}"
        number, equal = judged.row(
            f"select count(*), min(elapsed_microseconds) = max(elapsed_microseconds) from {of}"
        )
        if number >= LEAST_DURATIONS and equal:
            found.append(Found(number, number, number, judged.fact_examples(of, at), subject))
    return found


def missing_openings(judged: JudgedRows) -> list[Found]:
    """Tickets that begin with another event than their opening."""
    requests = judged.fact("requests")
    total, count = judged.row(
        f"select count(*), count(*) filter (began_by = 'first_event') from {requests} where request = 1"
    )
    if not count:
        return []
    examples = judged.fact_examples(f"{requests} where began_by = 'first_event'", "raised_at")
    return [Found(count, total, count, examples)]


def nobodys_acts(judged: JudgedRows) -> list[Found]:
    """Replies and resolutions without an agent."""
    found = []
    for subject, fact, so, at in (
        ("replies", "waits", ANSWERED, "ended_at"),
        ("resolutions", "resolutions", "true", "resolved_at"),
    ):
        of = f"{judged.fact(fact)} where {so}"
        total, named = judged.row(f"select count(*), count(agent) from {of}")
        if named < total:
            examples = judged.fact_examples(f"{of} and agent is null", at)
            found.append(Found(total - named, total, total - named, examples, subject))
    return found


def unjudged_recontacts(judged: JudgedRows) -> list[Found]:
    """Re-contacts that rest on two missing categories."""
    of = f"{judged.fact('resolutions')} where recontact_within_window"
    total, count = judged.row(f"select count(*), count(*) filter (unjudged) from {of}")
    if not count:
        return []
    return [Found(count, total, count, judged.fact_examples(f"{of} and unjudged", "resolved_at"))]
