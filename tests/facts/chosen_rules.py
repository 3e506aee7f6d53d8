"""The rules small logs are folded with beside the book's own: few, since each has to be compiled anew."""

from __future__ import annotations

from datetime import date

from deskwise.facts.rules import Rules, SlaPolicy, SlaTarget, Team
from facts.small_logs import HOUR, MINUTE, open_hours


def elapsed(microseconds: int, *pauses: str) -> SlaTarget:
    return SlaTarget(microseconds, working=False, pauses=pauses)


def working(microseconds: int, *pauses: str) -> SlaTarget:
    return SlaTarget(microseconds, working=True, pauses=pauses)


POLICIES = (
    SlaPolicy(
        "all",
        first_response=elapsed(1 * HOUR),
        next_reply=elapsed(2 * HOUR),
        resolution=elapsed(10 * HOUR, "pending"),
    ),
    SlaPolicy("phone", match=(("channel", "phone"),), first_response=elapsed(1 * MINUTE)),
    SlaPolicy("phone again", match=(("channel", "phone"),), first_response=elapsed(2 * MINUTE)),
    SlaPolicy(
        "urgent phone",
        match=(("channel", "phone"), ("priority", "urgent")),
        first_response=elapsed(3 * MINUTE),
    ),
    SlaPolicy("from the third", date(1970, 1, 3), first_response=elapsed(4 * MINUTE)),
    SlaPolicy("acme", match=(("organisation", "acme"),), first_response=elapsed(5 * MINUTE)),
    SlaPolicy("night", match=(("team", "night"),), first_response=elapsed(6 * MINUTE)),
    SlaPolicy(
        "in hours",
        match=(("type", "question"),),
        first_response=working(2 * HOUR),
        resolution=working(4 * HOUR, "pending", "on_hold"),
    ),
)
# In January 1970 the workspace's zone is an hour ahead of UTC. There is no schedule for all: of other teams,
# and of none, the working time is unknown.
AGREED = Rules(
    zone="Europe/Berlin",
    sla=POLICIES,
    schedules=(("day", open_hours(8, 16)), ("night", open_hours(20, 24))),
    teams=(Team("first", 1), Team("second", 2), Team("third", 3), Team("untold")),
    rating_attribution="everyone_who_replied",
)
# The workspace's own hours, and those of one team.
WITH_HOURS = Rules(schedules=(("default", open_hours(8, 16)), ("night", open_hours(20, 24))))
# Three choices that do not touch each other.
OTHERWISE = Rules(window_microseconds=None, rating_attribution="last_replier", wait_ended_by=("agent", "bot"))
