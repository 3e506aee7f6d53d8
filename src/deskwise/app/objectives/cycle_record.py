"""All that is kept of a cycle, as it is at one instant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeVar

from deskwise.app.state import Stores
from deskwise.okr.check_in import CheckIn, TypedValue
from deskwise.okr.close_out import CloseOut
from deskwise.okr.cycle import Cycle
from deskwise.okr.key_result import KeyResult
from deskwise.okr.objective import Objective


class _OfKeyResult(Protocol):
    @property
    def key_result(self) -> str:
        """Whose it is."""
        ...


T = TypeVar("T", bound=_OfKeyResult)


@dataclass(frozen=True)
class CycleRecord:
    """A cycle with its objectives and their key results; what is of a key result is under its id.

    Key results that were taken out are among them; withdrawn objectives too.
    """

    cycle: Cycle
    objectives: tuple[Objective, ...]
    key_results: tuple[KeyResult, ...]
    check_ins: Mapping[str, tuple[CheckIn, ...]]
    typed: Mapping[str, tuple[TypedValue, ...]]
    close_outs: Mapping[str, CloseOut]

    def kept_of(self, objective: str) -> tuple[KeyResult, ...]:
        """The key results of an objective that count."""
        return self._kept.get(objective, ())

    @cached_property
    def _kept(self) -> Mapping[str, tuple[KeyResult, ...]]:
        found: dict[str, list[KeyResult]] = defaultdict(list)
        for each in self.key_results:
            if each.kept:
                found[each.objective].append(each)
        return {objective: tuple(of_it) for objective, of_it in found.items()}

    def stands_typed(self, key_result: KeyResult) -> TypedValue | None:
        """The typed value that counts of a key result: an override not ended, or a number's last one."""
        every = self.typed.get(key_result.id, ())
        standing = [each for each in every if each.resumed_at is None]
        return standing[-1] if standing else None


def cycle_record(stores: Stores, cycle: Cycle, only: Iterable[Objective] | None = None) -> CycleRecord:
    """What is kept of a cycle, or of some of its objectives."""
    objectives = stores.okr.objectives(cycle.id) if only is None else tuple(only)
    key_results = stores.okr.key_results([each.id for each in objectives])
    ids = [each.id for each in key_results]
    return CycleRecord(
        cycle,
        objectives,
        key_results,
        _by_key_result(stores.okr.check_ins(ids)),
        _by_key_result(stores.okr.typed_values(ids)),
        {each.objective: each for each in stores.okr.close_outs([each.id for each in objectives])},
    )


def _by_key_result(every: Iterable[T]) -> Mapping[str, tuple[T, ...]]:
    found: dict[str, list[T]] = defaultdict(list)
    for each in every:
        found[each.key_result].append(each)
    return {key_result: tuple(of_it) for key_result, of_it in found.items()}
