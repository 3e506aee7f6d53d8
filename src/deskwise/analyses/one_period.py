"""What a finding rests on that looks at one period and holds it against no other."""

from __future__ import annotations

from deskwise.analyses.finding import RestsOn
from deskwise.analyses.ground import Ground
from deskwise.metrics.readings import Reading


def rests_on_period(ground: Ground, whole: Reading, by: str | None, n: int) -> RestsOn:
    """The figure, its period and its `n` cases, parted by a dimension or by none."""
    assert whole.period is not None
    return RestsOn(
        metric=ground.metric.name,
        definition=whole.definition,
        stat=whole.stat,
        clock=whole.clock,
        within_seconds=None,
        unit=whole.unit,
        by=by,
        where=tuple((name, tuple(values)) for name, values in ground.where.items()),
        period=whole.period,
        before=None,
        as_of=ground.as_of,
        zone=ground.zone,
        n=n,
        n_before=None,
    )
