"""A key result: how it is known that an objective comes true."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say
from deskwise.okr.baseline import Baseline, BaselineRule
from deskwise.okr.binding import Binding


class KeyResultKind(StrEnum):
    """The kinds; what each is, the register in `okr.kinds` says."""

    REACH = "reach"
    CHANGE = "change"
    KEEP = "keep"
    ACCUMULATE = "accumulate"
    MILESTONES = "milestones"
    NUMBER = "number"


@dataclass(frozen=True)
class Change:
    """By how much a metric is to move: a share of its baseline, or units of its own (0.1 is 10 points)."""

    by: float
    relative: bool = True


@dataclass(frozen=True)
class Bounds:
    """What a metric is to stay within, both edges part of it; one may be null. Judged by week or day."""

    lower: float | None = None
    upper: float | None = None
    every: Literal["week", "day"] = "week"

    def __post_init__(self) -> None:
        if self.lower is None and self.upper is None:
            raise UsageError(say("a bound is missing"), do=say("give a lower bound, an upper one, or both"))
        if self.lower is not None and self.upper is not None and self.lower > self.upper:
            raise UsageError(say("the lower bound is above the upper one"), do=say("give them the other way"))

    def hold(self, value: float) -> bool:
        """Whether a value is within them.

        >>> Bounds(lower=0.9).hold(0.9)
        True
        """
        return (self.lower is None or value >= self.lower) and (self.upper is None or value <= self.upper)


@dataclass(frozen=True)
class Milestone:
    """One step: `due` is null where no day was set, `done_at` until it is done. Names differ."""

    name: str
    weight: float = 1.0
    due: date | None = None
    done_at: datetime | None = None


@dataclass(frozen=True)
class Checkpoint:
    """Where the owner expects progress to be at the end of a day, instead of on a straight line."""

    day: date
    progress: float


@dataclass(frozen=True)
class KeyResult:
    """One key result of an objective.

    `key` is its name in files and on the command line, one of its kind in the objective. Which of `binding`,
    `target`, `change`, `bounds` and `milestones` it has, its kind says. `higher_is_better` is null where the
    metric says it. `unit` is that of a typed number. `baseline` is null until the objective is active. One
    that is no longer `kept` stays on record. `version` counts the changes.
    """

    id: str
    key: str
    objective: str
    title: str
    kind: KeyResultKind
    binding: Binding | None = None
    target: float | None = None
    change: Change | None = None
    bounds: Bounds | None = None
    milestones: tuple[Milestone, ...] = ()
    checkpoints: tuple[Checkpoint, ...] = ()
    baseline_rule: BaselineRule = field(default_factory=BaselineRule)
    baseline: Baseline | None = None
    weight: float = 1.0
    unit: str | None = None
    higher_is_better: bool | None = None
    kept: bool = True
    carried_from: str | None = None
    version: int = 1

    def __post_init__(self) -> None:
        if not self.weight > 0:
            raise UsageError(say("a key result weighs more than nothing"), do=say("give a weight above 0"))
