"""Rules: everything sections 3 to 6 of the definitions leave to choice, as one frozen value.

The fold is a function of the events and a `Rules`; a vendor's way of counting is another value.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Literal, Self

from deskwise.kernel.schedules import DAY_MICROSECONDS, Schedule

SECOND_MICROSECONDS = 1_000_000
DEFAULT_SCHEDULES = "default"


@dataclass(frozen=True)
class Team:
    """What is declared of a team: its tier (1 is the first line) and what an hour costs, by currency."""

    name: str
    tier: int | None = None
    hourly_cost: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True)
class SlaTarget:
    """How long a clock may run, and on which clock; `pauses` are statuses that stop a resolution clock."""

    microseconds: int
    working: bool
    pauses: tuple[str, ...] = ()


@dataclass(frozen=True)
class SlaPolicy:
    """A promise about clocks: in force from the first instant of `valid_from` in the workspace's zone.

    `match` pairs a field (team, channel, priority, type, organisation) with the value it must have;
    the policy with the most pairs wins, then the later in the list.
    """

    name: str
    valid_from: date | None = None
    match: tuple[tuple[str, str], ...] = ()
    first_response: SlaTarget | None = None
    next_reply: SlaTarget | None = None
    resolution: SlaTarget | None = None


@dataclass(frozen=True)
class Rules:
    """The choices a fold and its readings are made with.

    `window_microseconds` None is the window `none`. `schedules` pairs a team's name (or "default",
    the workspace's) with its schedules, one after another.
    """

    window_microseconds: int | None = 7 * DAY_MICROSECONDS
    zone: str = "UTC"
    fiscal_year_starts: int = 1
    teams: tuple[Team, ...] = ()
    schedules: tuple[tuple[str, tuple[Schedule, ...]], ...] = ()
    sla: tuple[SlaPolicy, ...] = ()
    rulings: Literal["apply", "ignore"] = "apply"
    off_hours: Literal["count", "exclude"] = "count"
    rating_attribution: Literal["resolver", "everyone_who_replied", "last_replier"] = "resolver"
    wait_ended_by: tuple[str, ...] = ("agent",)
    escalation_join_microseconds: int = 60 * SECOND_MICROSECONDS
    message_before_reopening_microseconds: int = 60 * SECOND_MICROSECONDS
    sale_microseconds: int = 14 * DAY_MICROSECONDS
    return_microseconds: int = 90 * DAY_MICROSECONDS
    stage_microseconds: int = 90 * DAY_MICROSECONDS
    service_level_seconds: Decimal = field(default_factory=lambda: Decimal(20))

    def in_text(self) -> Self:
        """The choices as far as the fold's text can depend on them.

        What schedules say stands in a table beside it, and costs, fiscal years, days to come back and service
        levels are of readings. So one text serves all who differ in nothing else.
        """
        return replace(
            self,
            zone=self.zone if self.sla else "",
            schedules=tuple((name, ()) for name, _ in self.schedules),
            teams=tuple(replace(team, hourly_cost=()) for team in self.teams if team.tier is not None),
            fiscal_year_starts=0,
            return_microseconds=0,
            stage_microseconds=0,
            service_level_seconds=Decimal(0),
        )

    def fingerprint(self) -> str:
        """Sixteen hex digits that change when any choice changes.

        >>> Rules().fingerprint() == Rules(window_microseconds=None).fingerprint()
        False
        """
        canonical = json.dumps(asdict(self), sort_keys=True, default=str)
        return hashlib.sha256(canonical.encode()).hexdigest()[:16]
