"""Who works at the sample company, in which teams, at which hours: its settings file and its people."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

import numpy as np  # noqa: TID253 - plans are columns of numbers

from deskwise.kernel.schedules import Holidays, Schedule, Span
from deskwise.sample.draws import Draws
from deskwise.sample.span import HOUR, MINUTE, ZONE, Ints

SETTINGS = """\
# The sample company's settings. Everybody works in Berlin; since 2026 the first team trains on Wednesdays.
window_days = 7
zone = "Europe/Berlin"
fiscal_year_starts = 1

[teams.support]
tier = 1
hourly_cost = { EUR = 38.0 }

[teams.specialists]
tier = 2
hourly_cost = { EUR = 52.5 }

[teams.engineering]
tier = 3
hourly_cost = { EUR = 71.0 }

[[schedules.default]]
zone = "Europe/Berlin"
week = { mon = [["09:00", "17:00"]], tue = [["09:00", "17:00"]], wed = [["09:00", "17:00"]], \
thu = [["09:00", "17:00"]], fri = [["09:00", "17:00"]] }
holidays = { country = "DE", region = "BE" }

[[schedules.support]]
zone = "Europe/Berlin"
week = { mon = [["08:00", "18:00"]], tue = [["08:00", "18:00"]], wed = [["08:00", "18:00"]], \
thu = [["08:00", "18:00"]], fri = [["08:00", "18:00"]], sat = [["09:00", "13:00"]] }
holidays = { country = "DE", region = "BE", dates = [2024-12-24, 2025-12-24] }
exceptions = { 2024-12-31 = [["08:00", "12:00"]], 2025-12-31 = [["08:00", "12:00"]] }

[[schedules.support]]
from = 2026-01-07
zone = "Europe/Berlin"
week = { mon = [["08:00", "18:00"]], tue = [["08:00", "18:00"]], \
wed = [["08:00", "13:00"], ["14:00", "18:00"]], thu = [["08:00", "18:00"]], \
fri = [["08:00", "18:00"]], sat = [["09:00", "13:00"]] }
holidays = { country = "DE", region = "BE" }

[[schedules.specialists]]
zone = "Europe/Berlin"
week = { mon = [["09:00", "17:30"]], tue = [["09:00", "17:30"]], wed = [["09:00", "17:30"]], \
thu = [["09:00", "17:30"]], fri = [["09:00", "12:00"], ["13:00", "16:00"]] }
holidays = { country = "DE", region = "BE", dates = [2024-12-24, 2024-12-31, 2025-12-24, 2025-12-31] }

[[schedules.engineering]]
zone = "Europe/Berlin"
week = { mon = [["10:00", "18:00"]], tue = [["10:00", "18:00"]], wed = [["10:00", "18:00"]], \
thu = [["10:00", "18:00"]], fri = [["10:00", "16:00"]] }
holidays = { country = "DE", region = "BE", dates = [2024-12-24, 2024-12-31, 2025-12-24, 2025-12-31] }

[[sla]]
name = "standard"
first_response = { working = "8h" }
next_reply = { working = "12h" }
resolution = { working = "40h", pauses = ["pending"] }

[[sla]]
name = "live"
match = { channel = "phone" }
first_response = { elapsed = "1m" }

[[sla]]
name = "urgent"
from = 2025-01-01
match = { priority = "urgent" }
first_response = { working = "1h" }
next_reply = { working = "4h" }
resolution = { elapsed = "2d", pauses = ["pending", "on_hold"] }

[[sla]]
name = "first account"
from = 2025-04-01
match = { organisation = "org-001", team = "support" }
first_response = { working = "2h" }
resolution = { working = "16h", pauses = ["pending"] }
"""

# Public holidays in Berlin, written out: the company must not change when the library of holidays does.
PUBLIC_HOLIDAYS = tuple(
    date.fromisoformat(day)
    for day in [
        "2024-10-03",
        "2024-12-25",
        "2024-12-26",
        "2025-01-01",
        "2025-03-08",
        "2025-04-18",
        "2025-04-21",
        "2025-05-01",
        "2025-05-08",
        "2025-05-29",
        "2025-06-09",
        "2025-10-03",
        "2025-12-25",
        "2025-12-26",
        "2026-01-01",
        "2026-03-08",
        "2026-04-03",
        "2026-04-06",
        "2026-05-01",
        "2026-05-14",
        "2026-05-25",
        "2026-10-03",
        "2026-12-25",
        "2026-12-26",
    ]
)

SUPPORT, SPECIALISTS, ENGINEERING = 0, 1, 2
TEAM_NAMES = ("support", "specialists", "engineering")
_MEMBERS = (
    ("ann", "ben", "cleo", "dan", "eva", "finn", "gus", "kim"),
    ("lea", "mia", "noah", "olga"),
    ("pia", "ravi"),
)
FIRST_NAMES = tuple(name for team in _MEMBERS for name in team)
PEOPLE = len(FIRST_NAMES)
TICKETS_FOR_FOURTEEN = 47_000
# What an agent's waits and resolutions take, in percent of the usual.
_PACE = np.array([92, 104, 118, 84, 100, 109, 96, 101, 90, 112, 98, 103, 95, 108], dtype=np.int64)
_TEAM = np.array([team for team, names in enumerate(_MEMBERS) for _ in names], dtype=np.int64)
_SIZES = np.array([len(names) for names in _MEMBERS], dtype=np.int64)
_OFFSETS = np.cumsum(_SIZES) - _SIZES


def crews_for(tickets: int) -> int:
    """How many times the fourteen agents are there: once, but for logs no fourteen people could write.

    >>> crews_for(7_000), crews_for(1_000_000)
    (1, 21)
    """
    return max(1, tickets // TICKETS_FOR_FOURTEEN)


def agent_names(crews: int) -> list[str]:
    """The name of each agent's code: ann, ben ... and of the next crew ann-2, ben-2 ..."""
    return [f"{name}-{crew + 1}" if crew else name for crew in range(crews) for name in FIRST_NAMES]


def draw_agents(draws: Draws, name: str, teams: Ints, crews: int) -> Ints:
    """An agent of each team, all equally likely."""
    sizes = _SIZES[teams]
    place = draws.below(name, len(teams), sizes * crews)
    agents: Ints = _OFFSETS[teams] + place % sizes + place // sizes * PEOPLE
    return agents


def another_of_the_team(agents: Ints) -> Ints:
    """Another agent of the same team and crew: the next one in the row. Nobody (-1) stays nobody."""
    people = agents % PEOPLE
    teams = _TEAM[people]
    place = (people - _OFFSETS[teams] + 1) % _SIZES[teams]
    return np.where(agents < 0, -1, agents - people + _OFFSETS[teams] + place)


def teams_of(agents: Ints) -> Ints:
    """The team of each agent; -1 of nobody."""
    return np.where(agents < 0, -1, _TEAM[agents % PEOPLE])


def paced(durations: Ints, agents: Ints) -> Ints:
    """The durations as these agents take them."""
    return durations * _PACE[agents % PEOPLE] // 100


def team_schedules(team: str) -> list[Schedule]:
    """A team's schedules, one in force after another, as the settings file has them.

    >>> [str(schedule.valid_from) for schedule in team_schedules("support")]
    ['None', '2026-01-07']
    """
    return [_schedule(entry) for entry in tomllib.loads(SETTINGS)["schedules"][team]]


def _schedule(entry: dict[str, Any]) -> Schedule:
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    return Schedule(
        zone=ZONE,
        week=tuple(_spans(entry["week"].get(day, [])) for day in days),
        holidays=Holidays(dates=PUBLIC_HOLIDAYS + tuple(entry["holidays"].get("dates", ()))),
        exceptions=tuple(
            (date.fromisoformat(day), _spans(spans)) for day, spans in entry.get("exceptions", {}).items()
        ),
        valid_from=entry.get("from"),
    )


def _spans(spans: list[list[str]]) -> tuple[Span, ...]:
    return tuple(Span(_of_day(opens), _of_day(closes)) for opens, closes in spans)


def _of_day(time: str) -> int:
    hours, minutes = time.split(":")
    return int(hours) * HOUR + int(minutes) * MINUTE
