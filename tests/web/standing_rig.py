"""Standings of key results as pages are given them, made by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime

from deskwise.app.objectives.read_key_results import KeyResultRead
from deskwise.app.objectives.standings import KeyResultStanding
from deskwise.app.seen_figures import WithheldReading
from deskwise.metrics.readings import Reading
from deskwise.metrics.timeline import ReadPeriod
from deskwise.okr.binding import Binding, Window
from deskwise.okr.check_in import Known, TypedValue
from deskwise.okr.key_result import Bounds, KeyResult, KeyResultKind, Milestone
from deskwise.okr.kinds import progress
from deskwise.okr.measured import KeptPeriod, Measured
from deskwise.okr.status import Status, Verdict

TODAY = date(2026, 11, 19)
DONE_AT = datetime(2026, 11, 1, tzinfo=UTC)
FIRST_RESPONSE = Binding(
    "first_response_time",
    "p90",
    "first_response_time/3",
    "working",
    (("channel", ("email",)),),
    Window("trailing", 28),
)
SATISFIED = Binding("csat", "share", "csat/1")


def reading(value: float | None, *, unit: str = "seconds", n: int = 2_015, withheld: bool = False) -> Reading:
    period = ReadPeriod(1_792_400_400_000_000, 1_794_819_600_000_000, False)
    made = WithheldReading if withheld else Reading
    return made(
        "first_response_time", "p90", "working", unit, period, (), value, n, None, None, (), 0, 0, 0, 0,
        None, "first_response_time/3",
    )  # fmt: skip


def standing(
    key_result: KeyResult,
    measured: Measured,
    *,
    expected: float = 0.54,
    target: float | None = None,
    read: Reading | None = None,
    typed: float | None = None,
    status: Status = Status.ON_TRACK,
) -> KeyResultStanding:
    """A standing whose figures are those that are given; its progress is worked out of them."""
    value = None if typed is None else TypedValue("t1", key_result.id, typed, "told so", "p1", DONE_AT)
    return KeyResultStanding(
        key_result=key_result,
        read=KeyResultRead(read),
        known=Known(None, None),
        typed=value,
        measured=measured,
        baseline=measured.baseline,
        target=target,
        progress=progress(key_result, measured),
        expected=expected,
        pace_value=None,
        verdict=Verdict(status, "pace", "By its pace: it is where it is expected to be."),
        check_ins=(),
        definition_moved=False,
    )


def reaching(now: float | None, **more: object) -> KeyResultStanding:
    """First answers from 4 h 04 min to 2 h 25 min."""
    key_result = KeyResult(
        "k1", "answers", "o1", "First answers", KeyResultKind.REACH, FIRST_RESPONSE, target=8_700.0
    )
    read = reading(now)
    given = {"read": read, "target": 8_700.0, **more}
    return standing(key_result, Measured(TODAY, now=now, baseline=14_640.0), **given)  # type: ignore[arg-type]  # by name


def keeping(*weeks: float | None, to_come: int = 1, every: str = "week") -> KeyResultStanding:
    """Satisfaction of 90 % or more, by weeks that have ended and one that has not."""
    bounds = Bounds(lower=0.9, every="day" if every == "day" else "week")
    key_result = KeyResult("k2", "csat", "o1", "Satisfaction", KeyResultKind.KEEP, SATISFIED, bounds=bounds)
    ended = [KeptPeriod(at, at + 1, value) for at, value in enumerate(weeks)]
    running = KeptPeriod(len(weeks), len(weeks) + 1, 0.9, partial=True)
    measured = Measured(TODAY, now=0.93, periods=(*ended, running), to_come=to_come)
    return standing(key_result, measured, expected=1.0, read=reading(0.93, unit="share", n=1_109))


def stepping(done: int, every: int) -> KeyResultStanding:
    """Steps of a weight of 1 each, the first of them done."""
    steps = tuple(
        Milestone(f"step {at}", due=date(2026, 12, min(1 + at, 31)), done_at=DONE_AT if at < done else None)
        for at in range(every)
    )
    key_result = KeyResult("k3", "steps", "o1", "Steps", KeyResultKind.MILESTONES, milestones=steps)
    return standing(key_result, Measured(TODAY), expected=0.5)
