"""Which figures that were kept of a key result may be seen by whom: those of too few people are not told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from deskwise.app.objectives.standings import CycleStanding, KeyResultStanding
from deskwise.app.seen_figures import Looker, seen_figures
from deskwise.app.workspace import Workspace
from deskwise.kernel.language import say
from deskwise.kernel.periods import day_start
from deskwise.metrics.readings import Reading
from deskwise.metrics.timeline import ReadPeriod
from deskwise.okr.baseline import Baseline
from deskwise.okr.binding import Binding
from deskwise.okr.check_in import Known
from deskwise.okr.key_result import KeyResult
from deskwise.okr.status import Status, Verdict

Edges = tuple[int | None, int | None]


def seen_of_known(
    workspace: Workspace, who: Looker, key_result: KeyResult, kept: Mapping[str, Known]
) -> frozenset[str]:
    """Which of what was kept may be seen, by its names.

    It is judged by whose work is behind the time it was read over, as a figure of that time is now. What was
    read of no metric may be seen by all.
    """
    edges = {name: (each.start_at, each.end_at) for name, each in kept.items()}
    return _seen(workspace, who, key_result, edges)


def sees_baseline(workspace: Workspace, who: Looker, key_result: KeyResult, zone: str) -> bool:
    """Whether the baseline that was frozen may be seen."""
    frozen = key_result.baseline
    if frozen is None:
        return True
    return bool(_seen(workspace, who, key_result, {"baseline": _edges(frozen, zone)}))


def with_seen_baselines(workspace: Workspace, who: Looker, found: CycleStanding) -> CycleStanding:
    """A standing without the baselines that are of too few people."""
    zone = found.moment.zone
    return replace(
        found,
        objectives=tuple(
            replace(
                each,
                key_results=tuple(
                    one if sees_baseline(workspace, who, one.key_result, zone) else _without_baseline(one)
                    for one in each.key_results
                ),
            )
            for each in found.objectives
        ),
    )


def _without_baseline(standing: KeyResultStanding) -> KeyResultStanding:
    """A key result without its baseline, and without all that it could be worked out of."""
    return replace(
        standing,
        key_result=replace(standing.key_result, baseline=None),
        known=replace(standing.known, progress=None),
        baseline=None,
        # That of a change is worked out of the baseline, and of no other kind.
        target=standing.key_result.target,
        pace_value=None,
        progress=None,
        verdict=Verdict(Status.NO_DATA, None, say("Its baseline is of too few people to be shown.")),
    )


def _edges(frozen: Baseline, zone: str) -> Edges:
    if frozen.first_day is None or frozen.last_day is None:
        return None, None
    return day_start(frozen.first_day, zone), day_start(frozen.last_day + timedelta(days=1), zone)


def _seen(
    workspace: Workspace, who: Looker, key_result: KeyResult, edges: Mapping[str, Edges]
) -> frozenset[str]:
    binding = key_result.binding
    if binding is None:
        return frozenset(edges)
    # Without edges nothing was read, as of a fixed number.
    readings = {name: _reading(binding, each) for name, each in edges.items() if None not in each}
    seen = seen_figures(who, workspace, readings.values(), dict(binding.where), binding.clock)
    return frozenset(name for name in edges if name not in readings or seen.shows(readings[name]))


def _reading(binding: Binding, edges: Edges) -> Reading:
    """The place of a figure, without the figure: whose it is, is all that is asked of it."""
    return Reading(
        binding.metric, binding.stat, binding.clock, "", ReadPeriod(*edges, partial=False), (),
        None, 0, None, None, (), 0, 0, 0, 0, None, binding.definition,
    )  # fmt: skip
