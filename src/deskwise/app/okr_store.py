"""Port: where objectives are kept, with all that is said and decided of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from deskwise.okr.check_in import CheckIn, TypedValue
from deskwise.okr.close_out import CloseOut
from deskwise.okr.cycle import Cycle
from deskwise.okr.key_result import KeyResult
from deskwise.okr.objective import Objective


@dataclass(frozen=True)
class Remark:
    """What somebody said of an objective; never changed."""

    id: str
    objective: str
    by: str
    at: datetime
    text: str


@dataclass(frozen=True)
class Part:
    """What a member of the team takes on of an objective: "my part". Each has one at most.

    `version` counts the changes; it is 0 of what is not kept yet.
    """

    objective: str
    person: str
    text: str
    at: datetime
    version: int = 0


class OkrStore(Protocol):
    """Where objectives are kept; nothing of it is ever removed.

    Each `change` keeps what is given, whose version must be the one that is kept, and answers it with the
    next; it raises `ChangedMeanwhileError` with what is there now. `add` keeps something new. Either raises
    `UsageError` where a key is taken in its cycle or objective, also by what is withdrawn or not kept.
    """

    def find_cycle(self, cycle: str) -> Cycle | None:
        """The cycle of an id."""
        ...

    def cycles(self) -> tuple[Cycle, ...]:
        """All cycles, the earliest first."""
        ...

    def add_cycle(self, cycle: Cycle) -> None:
        """Keep a new cycle."""
        ...

    def change_cycle(self, cycle: Cycle) -> Cycle:
        """Keep a changed cycle."""
        ...

    def find_objective(self, objective: str) -> Objective | None:
        """The objective of an id."""
        ...

    def objectives(self, cycle: str) -> tuple[Objective, ...]:
        """Those of a cycle, in the order they were added; also the withdrawn ones."""
        ...

    def add_objective(self, objective: Objective) -> None:
        """Keep a new objective."""
        ...

    def change_objective(self, objective: Objective) -> Objective:
        """Keep a changed objective."""
        ...

    def find_key_result(self, key_result: str) -> KeyResult | None:
        """The key result of an id."""
        ...

    def key_results(self, objectives: Iterable[str]) -> tuple[KeyResult, ...]:
        """Those of objectives, in the order they were added; also those not kept."""
        ...

    def add_key_result(self, key_result: KeyResult) -> None:
        """Keep a new key result."""
        ...

    def change_key_result(self, key_result: KeyResult) -> KeyResult:
        """Keep a changed key result."""
        ...

    def remarks(self, objective: str) -> tuple[Remark, ...]:
        """What was said of an objective, the oldest first."""
        ...

    def add_remark(self, remark: Remark) -> None:
        """Keep what was said."""
        ...

    def parts(self, objective: str) -> tuple[Part, ...]:
        """Who has taken on what, in the order they first did."""
        ...

    def put_part(self, part: Part) -> Part:
        """Keep what somebody takes on, and answer it with its next version: 1 where they had none.

        Raises `ChangedMeanwhileError` with what is there now where it is of another version.
        """
        ...

    def check_ins(self, key_results: Iterable[str]) -> tuple[CheckIn, ...]:
        """The check-ins of key results, the oldest first."""
        ...

    def add_check_in(self, check_in: CheckIn) -> None:
        """Keep a check-in."""
        ...

    def typed_values(self, key_results: Iterable[str]) -> tuple[TypedValue, ...]:
        """The values that were typed of key results, the oldest first."""
        ...

    def add_typed_value(self, value: TypedValue) -> None:
        """Keep a typed value."""
        ...

    def resume(self, key_result: str, at: datetime, by: str) -> int:
        """End the overrides of a key result that were not ended before; how many there were."""
        ...

    def close_outs(self, objectives: Iterable[str]) -> tuple[CloseOut, ...]:
        """How objectives ended, in the order they did."""
        ...

    def add_close_out(self, close_out: CloseOut) -> None:
        """Keep how an objective ended; raises `ChangedMeanwhileError` where it has ended already."""
        ...
