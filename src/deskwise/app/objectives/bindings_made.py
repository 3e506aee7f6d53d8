"""Make a binding of what somebody names: a metric, and as much of the rest as they say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say
from deskwise.metrics.catalogue import metric
from deskwise.metrics.definition import CLOCKS, STATS, Stat
from deskwise.metrics.selection import Where
from deskwise.okr.binding import Binding, Window


def binding_of(
    name: str,
    stat: str | None = None,
    *,
    clock: str = "elapsed",
    where: Mapping[str, Sequence[str | None]] | None = None,
    window: Window | None = None,
    within_seconds: float | Decimal | None = None,
    definition: str = "",
) -> Binding:
    """A binding to a metric; an empty definition is the newest.

    Raises `UsageError` where there is no such metric, statistic or clock, and where the metric has several
    statistics and none is named.
    """
    found = metric(name)
    chosen: Stat | None = next((each for each in STATS if each == stat), None)
    if stat is None and within_seconds is not None and "within" in found.stats:
        chosen = "within"
    elif stat is None and len(found.stats) == 1:
        chosen = found.stats[0]
    if chosen is None or chosen not in found.stats:
        if stat is None:
            what = say("%(metric)s has several statistics, and none is named", metric=name)
        else:
            what = say("%(metric)s has no statistic %(names)s", metric=name, names=stat)
        raise UsageError(what, do=say("it has %(names)s", names=", ".join(found.stats)))
    timed = next((each for each in CLOCKS if each == clock), None)
    if timed is None:
        raise UsageError(
            say("no clock is called %(word)s", word=repr(clock)),
            do=say("choose from %(names)s", names=", ".join(CLOCKS)),
        )
    chosen_where: Where = tuple((each, tuple(values)) for each, values in (where or {}).items())
    return Binding(
        found.name,
        chosen,
        definition or found.definition,
        timed,
        chosen_where,
        window or Window(),
        None if within_seconds is None else _exact(within_seconds),
    )


def _exact(seconds: float | Decimal) -> Decimal:
    """Seconds without the digits that a float has too many."""
    found = Decimal(str(seconds)) if isinstance(seconds, float) else seconds
    return found.quantize(Decimal(1)) if found == found.to_integral_value() else found
