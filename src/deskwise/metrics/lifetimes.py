"""How long cases last, those that are still open too: what a curve of survival is made of."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from deskwise.facts.rules import Rules
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say
from deskwise.metrics.input_tables import CompiledSql, Engine
from deskwise.metrics.plan import inputs, plan
from deskwise.metrics.queries import lifetimes
from deskwise.metrics.query_texts import Queries
from deskwise.metrics.selection import Selection
from deskwise.metrics.timeline import Horizon, timeline

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
else:
    Ints = Any


@dataclass(frozen=True, eq=False)
class Lifetimes:
    """The cases of a group by how long they lasted, in whole microseconds and in order.

    `left` is how many lasted just so long, `ended` how many of these were ended then; the others are still
    open, or nobody knows what became of them.
    """

    lasted: Ints
    left: Ints
    ended: Ints

    @property
    def n(self) -> int:
        """All cases."""
        return int(self.left.sum())

    @property
    def n_ended(self) -> int:
        """Those that ended."""
        return int(self.ended.sum())


def read_lifetimes(
    selection: Selection, *, rules: Rules, horizon: Horizon, engine: Engine, compiled: CompiledSql
) -> Mapping[tuple[str | None, ...], Lifetimes]:
    """The lifetimes of the cases begun in the selection's range, by its groups; without any it is `()`.

    They are those that the Kaplan-Meier median of the metric is taken of. Raises `UsageError` where the
    selection is of several metrics or periods, or of a metric that has no such median.
    """
    (found,) = selection.chosen_metrics() if len(selection.metrics) == 1 else (None,)
    if found is None or found.survival is None or selection.every is not None:
        raise UsageError(
            say("lifetimes are those behind one figure"),
            do=say("name one metric of durations that can be open"),
        )
    line = timeline(selection, rules, horizon)
    asked = plan(found, selection, rules, line)
    queries = Queries(engine, compiled, inputs(selection, rules, line, horizon))
    key = f"lifetimes:{found.definition}|{asked.shape.key()}"
    rows = queries.rows(key, lambda: lifetimes(found, asked.shape))
    by_group: dict[tuple[str | None, ...], list[tuple[int, int, int]]] = {}
    for *group, lasted, left, ended in rows:
        by_group.setdefault(tuple(group), []).append((lasted, left, ended))
    return {group: lifetimes_of(each) for group, each in by_group.items()}


def together(groups: Collection[Lifetimes]) -> Lifetimes:
    """The cases of several groups as those of one."""
    import numpy as np

    every = [np.concatenate([getattr(each, name) for each in groups]) for name in ("lasted", "left", "ended")]
    lasted, places = np.unique(every[0], return_inverse=True)
    left, ended = (np.bincount(places, weights=each).astype(np.int64) for each in every[1:])
    return Lifetimes(lasted, left, ended)


def lifetimes_of(rows: list[tuple[int, int, int]]) -> Lifetimes:
    """Lifetimes of rows of a duration, how many left then and how many of these ended.

    >>> lifetimes_of([(9, 1, 0), (5, 2, 1)]).lasted.tolist()
    [5, 9]
    """
    import numpy as np

    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    table = table[np.argsort(table[:, 0], kind="stable")]
    return Lifetimes(table[:, 0], table[:, 1], table[:, 2])
