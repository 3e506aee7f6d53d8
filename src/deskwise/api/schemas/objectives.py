"""What cycles, objectives and key results look like. The words are those of docs/json.md."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from deskwise.api.schemas.figures import Answer, Number
from deskwise.metrics.definition import Clock, Stat
from deskwise.okr.baseline import BaselineKind
from deskwise.okr.binding import WindowKind
from deskwise.okr.cycle import CycleState, Follows
from deskwise.okr.key_result import KeyResultKind
from deskwise.okr.objective import Ambition, Level, ObjectiveState
from deskwise.okr.status import From, Status

MICROSECONDS = "In microseconds since 1970 UTC."
BY = "Who: a person's id, terminal, or token:ID."
HIDDEN = "True of figures of too few people, which are null then; not there of any other."


def _undecided(schema: dict[str, Any]) -> None:
    """A field that may be missing, without what it would be then."""
    schema.pop("default")


class Cycle(Answer):
    """A time that objectives are set for."""

    id: str
    name: str
    first_day: str = Field(description="A local date.")
    last_day: str = Field(description="A local date, part of it.")
    state: CycleState
    check_in_days: int = Field(description="How many days check-ins are apart.")
    follows: Follows = Field(description="Whether today is that of the clock, or the day on which data end.")
    version: int


class ListedCycle(Cycle):
    """A cycle among the others."""

    current: bool = Field(description="Whether it is meant when none is named.")
    objectives: int = Field(description="How many it has, also withdrawn ones.")


class Cycles(Answer):
    """The cycles, the earliest first."""

    cycles: list[ListedCycle]


class Known(Answer):
    """What was read of a key result at an instant."""

    value: Number | None = Field(description="Null without a figure.")
    progress: Number | None = Field(description="1 is all of it; neither 0 nor 1 bounds it.")
    n: int | None = Field(description="The cases behind it.")
    interval: list[Number | None] | None = Field(description="The 95 % interval, low and high.")
    provisional: int | None = Field(description="Cases that were not mature yet.")
    rulings: int | None = Field(description="Cases that rest on a person's ruling.")
    definition: str | None = Field(description="The metric and the version of its definition.")
    start_at: int | None = Field(description=f"The first instant it is of. {MICROSECONDS}")
    end_at: int | None = Field(description=f"The instant after the last. {MICROSECONDS}")
    as_of: int | None = Field(description=f"Until when data were complete. {MICROSECONDS}")
    settings: str | None = Field(description="The fingerprint of the settings it was read by.")


class CheckIn(Answer):
    """What somebody said of a key result, with what it read by itself at that moment."""

    id: str
    key_result: str = Field(description="The id of the key result.")
    by: str = Field(description=BY)
    at: str
    known: Known | None = Field(description="Null where it may not be seen.")
    typed: Number | None = Field(description="The value that counted instead; null where none did.")
    confidence: int | None = Field(description="0 to 10: how sure one was that it will be met.")
    moved_by: str = Field(description="What moved it.")
    next_step: str
    withheld: bool = Field(default=True, description=HIDDEN, json_schema_extra=_undecided)


class TypedValue(Answer):
    """A value somebody typed: an override, or that of a number that nothing reads."""

    id: str
    key_result: str = Field(description="The id of the key result.")
    value: Number | None = Field(description="Null where it may not be seen.")
    why: str = Field(description="The reason of an override.")
    by: str = Field(description=BY)
    at: str
    known: Known | None = Field(description="What was read by itself then; null of what nothing reads.")
    resumed_at: str | None = Field(description="When it ceased to count; null while it does.")
    resumed_by: str | None
    withheld: bool = Field(default=True, description=HIDDEN, json_schema_extra=_undecided)


class Window(Answer):
    """The time a key result is read over."""

    kind: WindowKind
    days: int | None = Field(description="Of a trailing one.")


class Binding(Answer):
    """What of the tickets a key result reads."""

    metric: str
    stat: Stat
    definition: str = Field(description="The definition it is bound to.")
    clock: Clock
    where: list[tuple[str, list[str | None]]] = Field(
        description="The filters: each a dimension and its values."
    )
    window: Window
    within_seconds: str | None = Field(description="The threshold of shares within a time, as exact text.")


class Change(Answer):
    """By how much a metric is to move."""

    by: Number
    relative: bool = Field(description="A share of the baseline, or units of the metric.")


class Bounds(Answer):
    """What a metric is to stay within."""

    lower: Number | None
    upper: Number | None
    every: Literal["week", "day"]


class Milestone(Answer):
    """One step."""

    name: str
    weight: Number
    due: str | None
    done_at: str | None = Field(description="Null until it is done.")


class Checkpoint(Answer):
    """Where progress is expected to be at the end of a day."""

    day: str
    progress: Number


class BaselineRule(Answer):
    """Where a baseline comes from."""

    kind: BaselineKind
    first_day: str | None
    last_day: str | None
    number: Number | None


class Baseline(Answer):
    """What a key result starts from."""

    value: Number
    n: int | None
    interval: list[Number | None] | None
    definition: str | None
    first_day: str | None
    last_day: str | None
    as_of: int | None = Field(description=MICROSECONDS)


class KeyResult(Answer):
    """How it is known that an objective comes true, and where it stands."""

    id: str
    key: str = Field(description="Its name in files and on the command line.")
    objective: str = Field(description="The id of its objective.")
    title: str
    kind: KeyResultKind
    binding: Binding | None = Field(description="Null of milestones and of what nothing reads.")
    target: Number | None = Field(description="The value to reach; null of kinds that reach none.")
    change: Change | None
    bounds: Bounds | None
    milestones: list[Milestone]
    checkpoints: list[Checkpoint]
    baseline_rule: BaselineRule
    baseline: Baseline | None = Field(description="Null without one, without data, and where it is withheld.")
    weight: Number
    unit: str
    higher_is_better: bool | None = Field(description="Null where the metric says it.")
    kept: bool
    carried_from: str | None
    version: int
    value: Number | None = Field(
        description="What counts now, of what adds up at the length of its baseline; null is no data."
    )
    n: int | None = Field(description="The cases it is of; null of what was typed.")
    read: Known = Field(description="What it reads by itself.")
    typed: TypedValue | None = Field(description="What counts instead; null where nothing does.")
    baseline_frozen: bool
    progress: Number | None = Field(description="1 is all of it; neither 0 nor 1 bounds it.")
    expected: Number = Field(description="The progress that its pace expects today.")
    points_ahead: Number | None = Field(description="How many points of 100 it is ahead of that.")
    pace_value: Number | None = Field(description="The value at which it would be as expected.")
    score: Number | None = Field(description="Progress between 0 and 1.")
    status: Status
    status_from: From | None = Field(description="What the status is from; null of no data.")
    sentence: str = Field(description="Why, in words.")
    definition_moved: bool = Field(description="Whether its metric is defined otherwise by now.")
    check_ins: list[CheckIn] = Field(description="The oldest first.")
    check_in_due: str | None = Field(description="The day on which the next is due.")
    check_ins_missed: list[str] = Field(description="The days that passed without one.")
    withheld: bool = Field(default=True, description=HIDDEN, json_schema_extra=_undecided)


class KeyResultWithTyped(KeyResult):
    """A key result with every value that was typed of it."""

    typed_values: list[TypedValue] = Field(description="The oldest first, also those that count no more.")


class Owner(Answer):
    """Who answers for an objective."""

    kind: Level
    name: str = Field(description="A team's name, or a person's id.")


class Parent(Answer):
    """What an objective serves."""

    of_key_result: bool = Field(description="Whether it is a key result, or an objective.")
    id: str


class Evidence(Answer):
    """The finding an objective answers."""

    analysis: str
    question: str = Field(description="What the analysis was asked, as its page is addressed.")


class Objective(Answer):
    """What is to become better, why, and who answers for it."""

    id: str
    key: str = Field(description="Its name in files and on the command line.")
    cycle: str = Field(description="The id of its cycle.")
    title: str
    why: str
    owner: Owner
    level: Level
    ambition: Ambition
    weight: Number
    state: ObjectiveState
    expectation: str | None = Field(description="What customers expect that it answers.")
    evidence: Evidence | None
    parent: Parent | None = Field(description="What it serves; null of one that serves nothing.")
    pooled: bool = Field(description="Whether the figures of its children are added up.")
    carried_from: str | None = Field(description="The id of the objective of an earlier cycle.")
    version: int


class FinalResult(Answer):
    """What a key result came to."""

    key_result: str
    known: Known | None = Field(description="Null where it may not be seen.")
    score: Number | None
    typed: Number | None
    withheld: bool = Field(default=True, description=HIDDEN, json_schema_extra=_undecided)


class CloseOut(Answer):
    """How an objective ended; never changed."""

    objective: str
    by: str = Field(description=BY)
    at: str
    score: Number | None
    results: list[FinalResult]
    note: str
    went_well: str
    went_badly: str
    next_time: str
    carried_to: str | None = Field(description="The id of the objective that goes on with it.")


class StandingObjective(Objective):
    """An objective and where it stands."""

    counts: dict[Status, int] = Field(description="How many of its key results have each status.")
    score: Number | None = Field(
        description="0 to 1, the final one of one that is closed; null without a figure, or withheld."
    )
    close_out: CloseOut | None = Field(description="Null of one that is not closed.")
    key_results: list[KeyResult]


class StandingCycle(Answer):
    """A cycle with its objectives."""

    cycle: Cycle
    today: str = Field(description="The local date it is looked at.")
    data_until: str = Field(description="The instant up to which data are read.")
    objectives: list[StandingObjective] = Field(description="In the order they were added.")


class Part(Answer):
    """What a member of the team takes on of an objective."""

    objective: str
    person: str = Field(description="The id of the person.")
    text: str
    at: str
    version: int


class Remark(Answer):
    """What somebody said of an objective."""

    id: str
    objective: str
    by: str = Field(description=BY)
    at: str
    text: str


class ObjectiveShown(Objective):
    """An objective with all that is known of it."""

    counts: dict[Status, int] = Field(description="How many of its key results have each status.")
    score: Number | None = Field(
        description="0 to 1, the final one of one that is closed; null without a figure, or withheld."
    )
    close_out: CloseOut | None = Field(description="Null of one that is not closed.")
    key_results: list[KeyResultWithTyped]
    parts: list[Part]
    remarks: list[Remark]
