"""What shares, percentiles and means take to reach a value: how many cases have to go better, and which."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TypedDict

from deskwise.analyses.finding import CasePart, Cell, Number, NumberColumn, Outcome
from deskwise.analyses.ground import Ground
from deskwise.analyses.measured_period import bounds_of
from deskwise.analyses.missed_groups import Missed, MissedGroup, met_of, parted, seconds_of
from deskwise.analyses.takes import Aim, Takes, ToCome, cases_to_come, exact_value, one_reading
from deskwise.analyses.target_value import Form
from deskwise.analyses.to_reach import Standing, needed_of_quantile, needed_of_share
from deskwise.analyses.what_if_words import doubts, sentences
from deskwise.kernel.language import marked
from deskwise.metrics.definition import Metric, Stat
from deskwise.metrics.dimensions import dimension
from deskwise.metrics.gave import Gave
from deskwise.metrics.readings import Reading


@dataclass(frozen=True)
class WhatIf:
    """All that sentences are made of.

    `standing` is null of a mean. `reached` says that the figure has the value already. `hidden` are so many
    groups whose figures whoever asks may not see, or that would tell theirs. `next_mean` is what the mean of
    the cases to come may be, null where none come. `part` are the missed among the metric's cases, null where
    they are not to be told apart; `divided` says that others than these cases are below the line.
    """

    metric: Metric
    form: Form
    reading: Reading
    target: Fraction
    lower: bool
    standing: Standing | None
    reached: bool
    by: str
    groups: tuple[MissedGroup, ...]
    hidden: int
    to_come: ToCome | None
    part: CasePart | None
    divided: bool
    next_mean: float | None
    within_seconds: float | None

    @property
    def missed(self) -> int:
        """How many of the cases are missed; 0 of a mean."""
        return 0 if self.standing is None else self.standing.n - self.standing.met

    @property
    def short(self) -> int:
        """How many have to go from missed to met."""
        return 0 if self.standing is None or self.reached else self.standing.short

    @property
    def each(self) -> float:
        """By how much the mean is on the worse side of the value: below nought where it has reached it."""
        gap = float(self.reading.value or 0) - float(self.target)
        return gap if self.lower else -gap

    @property
    def best(self) -> float | None:
        """The best that a case to come can be; null where there is no end."""
        low, high = bounds_of(self.metric, self.reading.stat)
        return low if self.lower else high


def of_cases(ground: Ground, aim: Aim) -> Takes:
    """How many cases have to go better for a share or a percentile, and by how much each for a mean."""
    told = _told(ground, aim)
    outcome: Outcome = "too few" if told.reading.value is None else "nothing" if told.reached else "found"
    return Takes(
        outcome=outcome,
        sentences=sentences(told, outcome),
        doubts=doubts(aim, told, outcome),
        numbers=tuple(_numbers(aim, told, outcome)),
        columns=_columns(told),
        rows=tuple(_row(told, each) for each in told.groups),
        by=told.by,
        label=marked("Where the missed are"),
    )


def _told(ground: Ground, aim: Aim) -> WhatIf:
    reading, form, target, lower = aim.reading, aim.form, aim.target, aim.lower
    stat: Stat = ground.stat
    within: float | Decimal | None = ground.within_seconds
    counted, part = reading, _missed_part(ground, aim)
    if form == "quantile":
        stat, within = "within", seconds_of(target)
        counted = one_reading(ground, stat, within)
    standing = None
    if form != "mean":
        needed = needed_of_share(1 - target if lower and form == "share" else target)
        if form == "quantile":
            needed = needed_of_quantile(ground.stat)
        standing = Standing(met_of(counted, form, lower=lower), counted.n, needed)
    reached = standing.short == 0 if form == "share" and standing is not None else aim.is_at_least_as_good
    reached = reached and reading.value is not None

    def missed(_: str | None, group: Reading) -> float:
        if form != "mean":
            return group.n - met_of(group, form, lower=lower)
        gap = float(group.value or 0) - float(target)
        return (gap if lower else -gap) * group.n

    def missed_by(_: str) -> Missed:
        return missed

    by, groups, hidden = parted(ground, missed_by, stat, within)
    to_come = cases_to_come(ground, reading)
    own = set(aim.metric.own_dimensions) & {by, *ground.where}
    return WhatIf(
        metric=aim.metric, form=form, reading=reading, target=target, lower=lower, standing=standing,
        reached=reached, by=by, groups=groups, hidden=hidden, to_come=to_come, part=part,
        divided=aim.metric.below is not None and bool(own),
        next_mean=_next_mean(reading, target, to_come) if form == "mean" else None,
        within_seconds=ground.within_seconds if ground.stat == "within" else None,
    )  # fmt: skip


def _missed_part(ground: Ground, aim: Aim) -> CasePart | None:
    """Which of the cases are missed; null of a mean, which has none."""
    if aim.form == "quantile":
        return CasePart("beyond", seconds_of(aim.target))
    if aim.form == "mean":
        return None
    if ground.stat != "within":
        return CasePart("yes" if aim.lower else "no")
    within = ground.within_seconds
    return None if within is None else CasePart("beyond", seconds_of(Fraction(str(within))))


def _next_mean(reading: Reading, target: Fraction, to_come: ToCome | None) -> float | None:
    if to_come is None or not to_come.n or reading.value is None:
        return None
    more = to_come.n
    return float((target * (reading.n + more) - exact_value(reading) * reading.n) / more)


def _numbers(aim: Aim, told: WhatIf, outcome: Outcome) -> Iterator[Number]:
    unit, standing = told.reading.unit, told.standing
    value, target = aim.value_and_target()
    yield value
    if outcome == "too few":
        return
    yield target
    yield Number("cases", marked("cases"), told.reading.n, "count", opens=_opens(told, None))
    if standing is not None:
        yield Number("met", marked("met"), standing.met, "count", **_opened(told, _met_part(told)))
        yield Number("missed", marked("missed"), told.missed, "count", **_opened(told, told.part))
        yield Number("short", marked("have to go from missed to met"), told.short, "count")
        yield Number("spare", marked("could be missed besides"), standing.spare, "count")
    else:
        yield Number("each", marked("each is on the worse side by, on average"), told.each, unit, signed=True)
        yield Number("total", marked("all together"), told.each * told.reading.n, unit, signed=True)
    come = told.to_come
    if come is None:
        return
    yield Number("expected", marked("cases still to come"), come.n, "count", come.low, come.high)
    if standing is not None and come.n:
        required = standing.of_next(come.n)
        yield Number("required", marked("of them have to be met"), required, "count")
        if required <= come.n:
            yield Number("required_share", marked("as a share of these"), required / come.n, "share")
        yield Number("so_far", marked("met so far"), standing.met / standing.n, "share")
    elif told.next_mean is not None:
        yield Number("required_mean", marked("their mean may be"), told.next_mean, unit)


def _met_part(told: WhatIf) -> CasePart | None:
    if told.part is None:
        return None
    other: dict[Gave, Gave] = {"no": "yes", "yes": "no", "beyond": "within"}
    return replace(told.part, gave=other[told.part.gave])


class _Opened(TypedDict):
    opens: str
    part: CasePart | None


def _opened(told: WhatIf, part: CasePart | None) -> _Opened:
    return _Opened(opens="" if part is None else _opens(told, part), part=part)


def _opens(told: WhatIf, part: CasePart | None) -> str:
    """The metric whose cases are counted, all or a part; empty where they are not listed so."""
    listed = not told.divided or (part is not None and part.gave == "yes")
    return told.metric.name if listed else ""


def _columns(told: WhatIf) -> tuple[NumberColumn, ...]:
    if not told.by:
        return ()
    unit = told.reading.unit
    front = (
        NumberColumn(told.by, dimension(told.by).label, None, dimension=told.by),
        NumberColumn("n", marked("cases"), "count", opens=_opens(told, None)),
    )
    if told.form == "mean":
        return (
            *front,
            NumberColumn("value", marked("mean"), unit),
            NumberColumn("missed", marked("on the worse side together"), unit, signed=True),
        )
    return (
        *front,
        NumberColumn(
            "missed",
            marked("missed"),
            "count",
            **_opened(told, told.part),
        ),
        NumberColumn("of_missed", marked("of all missed"), "share"),
        NumberColumn("met_share", marked("met"), "share"),
    )


def _row(told: WhatIf, group: MissedGroup) -> tuple[Cell, ...]:
    if told.form == "mean":
        return group.value, group.n, group.figure, group.missed
    missed = int(group.missed)
    of_missed = missed / told.missed if told.missed else None
    return group.value, group.n, missed, of_missed, 1 - missed / group.n
