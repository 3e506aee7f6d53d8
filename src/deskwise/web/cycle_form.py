"""The form of a cycle: a quarter of the fiscal year, or any days; what was written into it, kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from deskwise.app.objectives.change_cycles import STEPS, CycleDraft
from deskwise.app.objectives.written_values import written_day
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import date_words, marked, say
from deskwise.okr.cycle import Cycle, CycleState, Follows, fiscal_quarter
from deskwise.reports.time_words import DATE
from deskwise.web.posted_forms import PostedForm

FREE = "free"
LONGEST_DIGITS = 4
STATE_WORDS: dict[CycleState, str] = {
    CycleState.PLANNING: marked("being planned"),
    CycleState.ACTIVE: marked("running"),
    CycleState.REVIEW: marked("in review"),
    CycleState.CLOSED: marked("closed"),
}
# What leads a cycle to a state, as a button says it.
STEP_WORDS: dict[tuple[CycleState, CycleState], str] = {
    (CycleState.PLANNING, CycleState.ACTIVE): marked("Begin the cycle"),
    (CycleState.ACTIVE, CycleState.REVIEW): marked("Put it into review"),
    (CycleState.ACTIVE, CycleState.PLANNING): marked("Back to planning"),
    (CycleState.REVIEW, CycleState.CLOSED): marked("Close the cycle"),
    (CycleState.REVIEW, CycleState.ACTIVE): marked("Let it run again"),
}
FOLLOWS: tuple[tuple[Follows, str], ...] = (
    ("calendar", marked("the calendar: for a team that works")),
    ("data", marked("the data: today is where it ends, for a log that is looked at afterwards")),
)


@dataclass(frozen=True)
class Quarter:
    """A fiscal quarter that can be chosen."""

    name: str
    days: str


def quarters_from(today: date, fiscal_year_starts: int) -> tuple[Quarter, ...]:
    """The fiscal quarter of today, and the next.

    >>> [each.name for each in quarters_from(date(2026, 11, 28), 1)]
    ['Q4 2026', 'Q1 2027']
    """
    found = []
    for _ in range(2):
        name, first, last = fiscal_quarter(today, fiscal_year_starts)
        found.append(Quarter(name, f"{date_words(first, DATE)} – {date_words(last, DATE)}"))
        today = last + timedelta(days=1)
    return tuple(found)


def new_cycle(form: PostedForm, today: date, fiscal_year_starts: int) -> CycleDraft:
    """What the form of a new cycle asks for; raises `UsageError` for days that are none."""
    chosen = form.one("quarter")
    if chosen and chosen != FREE:
        for _ in range(2):
            name, first, last = fiscal_quarter(today, fiscal_year_starts)
            if name == chosen:
                return CycleDraft(name, first, last, _check_in_days(form), _follows(form))
            today = last + timedelta(days=1)
    return changed_cycle(form)


def changed_cycle(form: PostedForm) -> CycleDraft:
    """What the form says of a cycle's name and days; raises `UsageError`."""
    return CycleDraft(
        form.one("name"),
        written_day(form.one("first_day")),
        written_day(form.one("last_day")),
        _check_in_days(form),
        _follows(form),
    )


def fields_of(cycle: Cycle) -> dict[str, str]:
    """A cycle as the fields of its form."""
    return {
        "name": cycle.name,
        "first_day": cycle.first_day.isoformat(),
        "last_day": cycle.last_day.isoformat(),
        "check_in_days": str(cycle.check_in_days),
        "follows": cycle.follows,
        "version": str(cycle.version),
    }


def cycle_facts(cycle: Cycle) -> list[tuple[str, str]]:
    """What is there of a cycle now, for whoever meant to change it."""
    days = f"{date_words(cycle.first_day, DATE)} – {date_words(cycle.last_day, DATE)}"
    follows: Mapping[str, str] = dict(FOLLOWS)
    return [
        (say("Name"), cycle.name),
        (say("Days"), days),
        (say("Days between check-ins"), str(cycle.check_in_days)),
        (say("Today follows"), say(follows[cycle.follows])),
        (say("State"), say(STATE_WORDS[cycle.state])),
    ]


def steps_of(cycle: Cycle) -> list[tuple[str, str]]:
    """Where a cycle can be led to, each with what the button says."""
    return [(str(to), say(STEP_WORDS[cycle.state, to])) for to in STEPS[cycle.state]]


def _check_in_days(form: PostedForm) -> int:
    said = form.one("check_in_days").strip() or "7"
    if not (said.isascii() and said.isdigit()) or len(said) > LONGEST_DIGITS:
        raise UsageError(
            say("the days between check-ins are no number"), do=say("write a whole number, such as 7")
        )
    return int(said)


def _follows(form: PostedForm) -> Follows:
    return "data" if form.one("follows") == "data" else "calendar"
