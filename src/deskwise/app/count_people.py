"""Count how many agents' work is behind figures, for the table of access: all of a page's in one query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from deskwise.app.access.table import SMALLEST_GROUP
from deskwise.app.period_reader import Where
from deskwise.app.read_metrics import readings_of
from deskwise.app.remembered import remembered
from deskwise.app.workspace import Facts, Workspace
from deskwise.metrics.catalogue import metric
from deskwise.metrics.definition import Clock
from deskwise.metrics.people_behind import AGENT, Behind, Edges, Key, is_counted, people_behind
from deskwise.metrics.readings import Reading
from deskwise.metrics.selection import Selection, select

# A page shows a few dozen periods.
MOST_REMEMBERED = 100


@dataclass(frozen=True)
class PeopleCounts:
    """How many agents' work is behind the figures of a page."""

    found: Mapping[Key, Behind]

    def behind(self, reading: Reading, group: tuple[str | None, ...] = ()) -> int:
        """How many people a figure holds; as many as are enough where it counts nobody's work at all.

        0 where it counts nothing: that is told of whoever did nothing.
        """
        if not _is_of_agents(reading.metric):
            return SMALLEST_GROUP
        edges = edges_of(reading)
        counted = self.found.get((reading.metric, edges, group), Behind(0, 0))
        return SMALLEST_GROUP if counted.people == 0 and counted.cases else counted.people


def _is_of_agents(name: str) -> bool:
    """Whether a metric can be somebody's: some are of a service, of customers, or of calls nobody took."""
    found = metric(name)
    return not found.nobodys and found.has_dimension(AGENT)


def edges_of(reading: Reading) -> Edges:
    """The period of a reading by its edges, null where nobody set one."""
    period = reading.period
    return (None, None) if period is None else (period.start_at, period.end_at)


def count_people(
    workspace: Workspace,
    names: Sequence[str],
    periods: Iterable[Edges],
    *,
    by: tuple[str, ...] = (),
    where: Where | None = None,
    clock: Clock = "elapsed",
) -> PeopleCounts:
    """The counts behind metrics over periods, of all cases or some, whole or by groups.

    Raises `UsageError` for what cannot be asked of a metric, `WorkspaceError` where nothing was imported.
    """
    ranges = tuple(dict.fromkeys(periods))
    of_agents = [name for name in names if _is_of_agents(name)]
    counted = tuple(name for name in of_agents if is_counted(metric(name)))
    standing = tuple(name for name in of_agents if name not in counted)
    found: dict[Key, Behind] = {}
    # By agent already, each group is one's.
    split = tuple(name for name in by if name != AGENT)
    with workspace.facts() as facts:
        if counted:
            asked = select(counted, by=split, where=where, clock=clock)
            found |= remembered(
                facts, "people", (asked, ranges), lambda: _of_cases(facts, asked, ranges), MOST_REMEMBERED
            )
        for name in standing:
            for edges in ranges:
                found |= _standing(facts, name, edges, split, where, clock)
    return PeopleCounts(found)


def _of_cases(facts: Facts, asked: Selection, ranges: tuple[Edges, ...]) -> dict[Key, Behind]:
    return people_behind(
        asked,
        ranges,
        rules=facts.rules,
        horizon=facts.horizon,
        engine=facts.engine,
        compiled=facts.compiled,
    )


def _standing(
    facts: Facts, name: str, edges: Edges, by: tuple[str, ...], where: Where | None, clock: Clock
) -> dict[Key, Behind]:
    """Of what stands at the end of a period: whose it is then."""
    start_at, end_at = edges
    asked = select((name,), by=(*by, AGENT), where=where, since_at=start_at, until_at=end_at, clock=clock)
    found: dict[Key, Behind] = {}
    whose: dict[tuple[str | None, ...], set[str]] = {}
    cases: dict[tuple[str | None, ...], int] = {}
    for reading in readings_of(facts, asked).readings:
        told = dict(reading.by)
        group = tuple(told[each] for each in by)
        if reading.n and reading.stat == metric(name).default_stats[0]:
            cases[group] = cases.get(group, 0) + reading.n
            agent = told[AGENT]
            whose.setdefault(group, set()).update(() if agent is None else (agent,))
    for group, n in cases.items():
        found[name, edges, group] = Behind(len(whose[group]), n)
    return found
